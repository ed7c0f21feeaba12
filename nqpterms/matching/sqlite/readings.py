"""How a Chinese term may be asked for in letters."""

from __future__ import annotations

import re

from nqpterms.lang.chinese import HAN
from nqpterms.lang.pinyin import plain_syllables, toneless

_RUNS = re.compile(f"([{HAN}]+)")
_BETWEEN = str.maketrans("", "", " '’-")  # what people put between syllables


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
