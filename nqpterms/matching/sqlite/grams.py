"""The short pieces of a term by which its inside is found.

Full-text engines cut Chinese at words or at three characters; a Chinese word often has two. So the
pieces are: each Han character, each pair of neighbours one of which is Han, and each three
neighbours inside a word of other letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nqpterms.lang.chinese import HAN

_HAN = re.compile(f"[{HAN}]")
_ALL_HAN = re.compile(f"[{HAN}]+")


def grams(text: str) -> set[str]:
    """The pieces of a folded text.

    >>> sorted(grams("ai时代")), sorted(grams("npf in"))
    (['i时', '代', '时', '时代'], ['npf'])
    """
    if text.isascii():
        return _of_words(text)
    if _ALL_HAN.fullmatch(text):
        return {*text, *map(str.__add__, text, text[1:])}
    found: set[str] = set()
    for at in (match.start() for match in _HAN.finditer(text)):
        found |= {text[at], text[max(at - 1, 0) : at + 1], text[at : at + 2]}
    for run in _HAN.split(text):
        found |= _of_words(run)
    return found


def _of_words(text: str) -> set[str]:
    return set().union(*map(_of_word, text.split(" ")))


@lru_cache(maxsize=2**16)  # a large base has each of its words many times
def _of_word(word: str) -> tuple[str, ...]:
    return tuple([word[at : at + 3] for at in range(len(word) - 2)])
