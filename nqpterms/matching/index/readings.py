"""How a Chinese term may be asked for in letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from nqpterms.lang.chinese import HAN, has_han
from nqpterms.lang.pinyin import plain_syllables, toneless

_RUNS = re.compile(f"([{HAN}]+)")
_BETWEEN = str.maketrans("", "", " '’-")  # what people put between syllables
_PLAIN = re.compile(f"[{HAN} -~]+")
_SEPARATOR = "\n"  # folding leaves none in a term
_AT_ONCE = 2_000  # terms read in one go: a third of the cost of a call each


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
