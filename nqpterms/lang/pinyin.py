"""How Chinese is read: syllables, for readings, for order and for indexes."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, NamedTuple

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


def plain_syllables(text: str) -> tuple[str, ...]:
    """As `syllables`, toneless, and thirty times quicker: from characters and phrases alone.

    *text* is in simplified characters; one that is not Chinese stands for itself.

    >>> plain_syllables("重庆银行")
    ('chong', 'qing', 'yin', 'hang')
    """
    single, phrases, lengths, ambiguous = _readings()
    if ambiguous.isdisjoint(text):
        return tuple([single.get(char, char) for char in text])
    found: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        for length in lengths.get(char, ()):
            if reading := phrases.get(text[at : at + length]):
                found += reading
                at += length
                break
        else:
            found.append(single.get(char, char))
            at += 1
    return tuple(found)


def pinyin_order(text: str) -> tuple[tuple[str, ...], str]:
    """A key that sorts Chinese as dictionaries do: by plain syllables, then by the text.

    >>> sorted(["资产", "安全", "新能源", "心理"], key=pinyin_order)
    ['安全', '心理', '新能源', '资产']
    """
    return tuple(toneless(syllable) for syllable in syllables(text)), text


class _Readings(NamedTuple):
    """Each character's first reading; the phrases that are read otherwise, with their lengths by
    first character, the longest first; the characters that some phrase reads otherwise.
    """

    single: dict[str, str]
    phrases: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]
    ambiguous: frozenset[str]


@cache
def _readings() -> _Readings:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    plain = cache(toneless)
    single = {chr(code): plain(said.partition(",")[0]) for code, said in PINYIN_DICT.items()}
    phrases: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, set[int]] = {}
    ambiguous: set[str] = set()
    for text, said in PHRASES_DICT.items():
        reading = tuple(plain(syllable[0]) for syllable in said)
        other = [c for c, syllable in zip(text, reading, strict=False) if single.get(c) != syllable]
        if other:
            phrases[text] = reading
            lengths.setdefault(text[0], set()).add(len(text))
            ambiguous.update(other)
    ordered = {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()}
    return _Readings(single, phrases, ordered, frozenset(ambiguous))


@cache
def _pinyin() -> Any:
    from pypinyin import pinyin

    return pinyin
