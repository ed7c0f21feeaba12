"""The short pieces of a term by which its inside is found.

Full-text engines cut Chinese at words or at three characters; a Chinese word often has two. So the
pieces are: each Han character, each pair of neighbours one of which is Han, and each three
neighbours none of which is.
"""

from __future__ import annotations

import re

from nqpterms.lang.chinese import HAN

_HAN = re.compile(f"[{HAN}]")


def grams(text: str) -> set[str]:
    """The pieces of a folded text.

    >>> sorted(grams("ai时代")), sorted(grams("npf"))
    (['i时', '代', '时', '时代'], ['npf'])
    """
    if text.isascii() or not _HAN.search(text):
        return {text[at : at + 3] for at in range(len(text) - 2)}
    han = [at for at, char in enumerate(text) if _HAN.match(char)]
    found = {text[at] for at in han}
    found |= {text[at - 1 : at + 1] for at in han if at}
    found |= {text[at : at + 2] for at in han if at + 1 < len(text)}
    for run in _HAN.split(text):
        found |= {run[at : at + 3] for at in range(len(run) - 2)}
    return found
