"""The short pieces of a term by which its inside is found.

Full-text engines cut Chinese at words or at three characters; a Chinese word often has two. So the
pieces are: each pair of neighbours one of which is Han, and each three neighbours inside a word
of other letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add

from nqpterms.lang.chinese import HAN

_HAN = re.compile(f"[{HAN}]")
_ALL_HAN = re.compile(f"[{HAN}]+")


def grams(text: str) -> set[str]:
    """The pieces of a folded text.

    >>> sorted(grams("ai时代")), sorted(grams("npf in"))
    (['i时', '时代'], ['npf'])
    """
    if text.isascii():
        return _of_words(text)
    if _ALL_HAN.fullmatch(text):
        return {*map(add, text, text[1:])}
    found: set[str] = set()
    for at in (match.start() for match in _HAN.finditer(text)):
        found |= {text[max(at - 1, 0) : at + 1], text[at : at + 2]}
    for run in _HAN.split(text):
        found |= _of_words(run)
    return {piece for piece in found if len(piece) > 1}


def _of_words(text: str) -> set[str]:
    return set().union(*map(of_word, text.split(" ")))


@lru_cache(maxsize=2**16)  # a large base has each of its words many times
def of_word(word: str) -> tuple[str, ...]:
    """The pieces of a word without Han, with repetitions."""
    return tuple([word[at : at + 3] for at in range(len(word) - 2)])
