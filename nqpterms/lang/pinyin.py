"""How Chinese is read: syllables, for readings, for order and for indexes."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from nqpterms.lang.chinese import simplified


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a text with their tones; what is not Chinese stands whole where it stood.

    >>> syllables("新質生產力"), syllables("AI时代")
    (('xīn', 'zhì', 'shēng', 'chǎn', 'lì'), ('AI', 'shí', 'dài'))
    """
    return tuple(part for found in _pinyin()(simplified(text)) for part in found)


def toneless(syllable: str) -> str:
    """A syllable, or a text, in plain letters and lower case; ü is written v.

    >>> toneless("lǜ"), toneless("Shēng")
    ('lv', 'sheng')
    """
    parts = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    return "".join(c for c in parts if not unicodedata.combining(c))


def pinyin_order(text: str) -> tuple[tuple[str, ...], str]:
    """A key that sorts Chinese as dictionaries do: by plain syllables, then by the text.

    >>> sorted(["资产", "安全", "新能源", "心理"], key=pinyin_order)
    ['安全', '心理', '新能源', '资产']
    """
    return tuple(toneless(syllable) for syllable in syllables(text)), text


@cache
def _pinyin() -> Any:
    from pypinyin import pinyin

    return pinyin
