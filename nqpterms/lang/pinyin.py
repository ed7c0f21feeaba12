"""How Chinese is read: syllables, for readings, for order and for indexes."""

from __future__ import annotations

import unicodedata
from functools import cache
from operator import add
from typing import Any, NamedTuple

from nqpterms.lang.chinese import simplified


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a text with their tones; what is not Chinese stands whole where it stood.

    >>> syllables("新質生產力"), syllables("AI时代")
    (('xīn', 'zhì', 'shēng', 'chǎn', 'lì'), ('AI', 'shí', 'dài'))
    """
    readings = _pinyin()(simplified(text))
    return tuple(syllable for reading in readings for syllable in reading)


def toneless(syllable: str) -> str:
    """A syllable, or a text, in plain letters and lower case; ü is written v.

    >>> toneless("lǜ"), toneless("Shēng")
    ('lv', 'sheng')
    """
    parts = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    return "".join(c for c in parts if not unicodedata.combining(c))


def plain_syllables(text: str) -> tuple[str, ...]:
    """As `syllables`, toneless, and thirty times quicker: from characters and phrases alone.

    *text* is in simplified characters; one that is not Chinese stands for itself.

    >>> plain_syllables("重庆银行")
    ('chong', 'qing', 'yin', 'hang')
    """
    single, phrases, lengths = _readings()
    readings = [*map(single.get, text, text)]
    done = 0
    for at, pair in enumerate(map(add, text, text[1:])):
        if at < done or pair not in lengths:
            continue
        for length in lengths[pair]:
            reading = phrases.get(text[at : at + length])
            if reading:
                done = at + length
                readings[at:done] = reading
                break
    return tuple(readings)


def pinyin_order(text: str) -> tuple[tuple[str, ...], str]:
    """A key that sorts Chinese as dictionaries do: by plain syllables, then by the text.

    >>> sorted(["资产", "安全", "新能源", "心理"], key=pinyin_order)
    ['安全', '心理', '新能源', '资产']
    """
    return tuple(toneless(syllable) for syllable in syllables(text)), text


class _Readings(NamedTuple):
    """Each character's first reading; the phrases that are read otherwise, with their lengths by
    their first two characters, the longest first.
    """

    single: dict[str, str]
    phrases: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]


@cache
def _readings() -> _Readings:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    plain = cache(toneless)
    single = {chr(code): plain(spoken.partition(",")[0]) for code, spoken in PINYIN_DICT.items()}
    phrases: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for text, syllable_lists in PHRASES_DICT.items():
        reading = tuple(plain(spoken[0]) for spoken in syllable_lists)
        regular = reading == tuple(map(single.get, text))
        if regular or not 1 < len(text) == len(reading):
            continue
        phrases[text] = reading
        lengths.setdefault(text[:2], set()).add(len(text))
    ordered = {start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()}
    return _Readings(single, phrases, ordered)


@cache
def _pinyin() -> Any:
    from pypinyin import pinyin

    return pinyin
