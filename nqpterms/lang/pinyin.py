"""How Chinese is read: syllables, for readings, for order and for indexes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from operator import add
from typing import Any, NamedTuple

from nqpterms.lang.chinese import HAN, has_han, simplified

_RUNS = re.compile(f"([{HAN}]+)")
_BETWEEN = str.maketrans("", "", " '’-")  # what people put between syllables
_PLAIN = re.compile(f"[{HAN} -~]+")
_SEPARATOR = "\n"  # folding leaves none in a term
_AT_ONCE = 2_000  # terms read in one go: a third of the cost of a call each


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


def term_readings(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """(reading, number) of the folded texts that are Chinese, numbered from 1; both readings.

    >>> [*term_readings(["ai", "新质"])]
    [('xinzhi', 2), ('xz', 2)]
    """
    chinese = ((text, number) for number, text in enumerate(texts, 1) if has_han(text))
    while some := [*islice(chinese, _AT_ONCE)]:
        plain = [item for item in some if _PLAIN.fullmatch(item[0])]
        parts = plain_syllables(_SEPARATOR.join([text for text, _ in plain]))
        letters = "".join(parts).translate(_BETWEEN).split(_SEPARATOR)
        initials = "".join([part[0] for part in parts]).translate(_BETWEEN).split(_SEPARATOR)
        for keys in (letters, initials):
            yield from zip(keys, (number for _, number in plain), strict=False)
        for text, number in set(some).difference(plain):
            yield from ((key, number) for key in reading_keys(text))


def reading_keys(folded: str) -> set[str]:
    """The whole reading of a folded term, and its initials; other letters stay as they are.

    >>> sorted(reading_keys("新质生产力")), sorted(reading_keys("ai时代"))
    (['xinzhishengchanli', 'xzscl'], ['aisd', 'aishidai'])
    """
    letters = initials = ""
    for at, run in enumerate(_RUNS.split(folded)):
        if at % 2:  # between the others stand the Chinese ones
            parts = plain_syllables(run)
            letters += "".join(parts)
            initials += "".join(part[0] for part in parts)
        elif run:
            plain = typed_reading(run)
            letters += plain
            initials += plain
    return {letters, initials}


def typed_reading(query: str) -> str:
    """A reading as people type it, without tones, blanks and apostrophes.

    >>> typed_reading("Xīn zhì"), typed_reading("xi'an")
    ('xinzhi', 'xian')
    """
    if query.isascii():
        return query.lower().translate(_BETWEEN)
    return toneless(query).translate(_BETWEEN)


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
