"""How Chinese is read: syllables, for readings, for order and for indexes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from operator import add
from typing import Any, NamedTuple

from nqpterms.lang.chinese import HAN, has_han, simplified

_RUNS = re.compile(f"([{HAN}]+)")
_BETWEEN = str.maketrans("", "", " '’-")  # what people put between syllables
_PLAIN = re.compile(f"[{HAN} -~]+")
_SEPARATOR = "\n"  # folding leaves none in a term
# Letters that are looked up as initials, whatever they spell.
_MOST_INITIALS = 8
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:iang|iong|uang|ang|eng|ian|iao|ing|ong|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui"
    "|un|uo|ve|a|e|i|o|u|v)|[^a-z]"
)
_SYLLABLES = re.compile(f"(?:{_SYLLABLE})+(?:[zcs]h|[a-z])?")
_TONE_FIGURE = re.compile(r"(?<=[a-zü:])[1-5](?![0-9])", re.IGNORECASE)
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
    parts = unicodedata.normalize("NFD", syllable.lower()).replace(
        "u\u0308", "v"
    )
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


def may_be_reading(query: str) -> bool:
    """Whether letters without tones and blanks (`typed_reading`) can be pinyin, or initials.

    The last syllable may be unfinished. It is a quick look, before the readings are loaded.

    >>> [may_be_reading(query) for query in ("xinzhish", "xzscl", "produktive", "x")]
    [True, True, False, False]
    """
    if len(query) < 2 or has_han(query):
        return False
    return (
        len(query) <= _MOST_INITIALS or _SYLLABLES.fullmatch(query) is not None
    )


def term_readings(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """(reading, number) of the folded texts that are Chinese, numbered from 1; both readings.

    >>> [*term_readings(["ai", "新质"])]
    [('xinzhi', 2), ('xz', 2)]
    """
    chinese = (
        (text, number) for number, text in enumerate(texts, 1) if has_han(text)
    )
    while some := [*islice(chinese, _AT_ONCE)]:
        plain = [item for item in some if _PLAIN.fullmatch(item[0])]
        yield from _plain_readings(plain)
        for text, number in set(some).difference(plain):
            for key in reading_keys(text):
                yield key, number


def _plain_readings(
    items: Sequence[tuple[str, int]],
) -> Iterator[tuple[str, int]]:
    """The readings of many texts of Han and ASCII characters, read together."""
    syllables = plain_syllables(_SEPARATOR.join([text for text, _ in items]))
    numbers = [number for _, number in items]
    whole = "".join(syllables)
    initials = "".join([syllable[0] for syllable in syllables])
    for letters in (whole, initials):
        keys = letters.translate(_BETWEEN).split(_SEPARATOR)
        yield from zip(keys, numbers, strict=False)


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
            initials += "".join([part[0] for part in parts])
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


def without_tone_figures(query: str) -> str:
    """A reading without the figures that stand for tones behind its syllables.

    >>> without_tone_figures("xin1 zhi4"), without_tone_figures("G20")
    ('xin zhi', 'G20')
    """
    return _TONE_FIGURE.sub("", query)


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
    single = {
        chr(code): plain(spoken.partition(",")[0])
        for code, spoken in PINYIN_DICT.items()
    }
    phrases: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for text, syllable_lists in PHRASES_DICT.items():
        reading = tuple(plain(spoken[0]) for spoken in syllable_lists)
        regular = reading == tuple(map(single.get, text))
        if regular or not 1 < len(text) == len(reading):
            continue
        phrases[text] = reading
        lengths.setdefault(text[:2], set()).add(len(text))
    ordered = {
        start: tuple(sorted(sizes, reverse=True))
        for start, sizes in lengths.items()
    }
    return _Readings(single, phrases, ordered)


@cache
def _pinyin() -> Any:
    from pypinyin import pinyin

    return pinyin
