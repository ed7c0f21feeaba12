"""The short pieces of a term by which its inside is found.

Full-text engines cut Chinese at words or at three characters; a Chinese word often has two. So the
pieces are: each pair of neighbours one of which is Han, and each three neighbours none of which
is. At most one piece begins at any place of a text. A piece is known by a number mixed from its
characters; two pieces may share one, so what is found by pieces is compared with the text itself.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nqpterms.lang.chinese import HAN

PIECE_BITS = 42  # of a piece's number; what SQLite holds in 8 bytes has room for 21 of a place
_MIXED = [np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)]
"""Odd factors whose product spreads code points over all bits (golden ratio, xxHash's primes)."""


def pieces(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The number of the piece that begins at each place, 0 where none does.

    *codes* holds the code points of texts of one length, one a row; the last column of the
    result, where nothing can begin, is left out.

    >>> (pieces(code_points("ai时代", 4)) > 0).tolist()
    [[False, True, True]]
    """
    here, after = codes[:, :-1], codes[:, 1:]
    han = _han()[codes]
    pair = han[:, :-1] | han[:, 1:]
    three = np.zeros_like(pair)
    three[:, :-1] = ~(pair[:, :-1] | han[:, 2:])
    third = np.zeros_like(here)
    third[:, :-1] = np.where(three[:, :-1], codes[:, 2:], 0)
    mixed = here * _MIXED[0] + after * _MIXED[1] + third * _MIXED[2]
    return np.where(pair | three, mixed >> np.uint64(64 - PIECE_BITS), np.uint64(0))


def code_points(text: str, length: int) -> NDArray[np.uint32]:
    """The code points of texts of that length, which stand one behind the other in *text*."""
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4").reshape(-1, length)


def pieces_of(text: str) -> dict[int, int]:
    """The pieces of one text, each with the first place where it stands.

    >>> [*pieces_of("ai时代").values()], pieces_of("ai")
    ([1, 2], {})
    """
    if len(text) < 2:
        return {}
    found: dict[int, int] = {}
    for place, piece in enumerate(pieces(code_points(text, len(text)))[0].tolist()):
        if piece:
            found.setdefault(piece, place)
    return found


@cache
def _han() -> NDArray[np.bool_]:
    """For each code point whether it is Han."""
    table = np.zeros(0x110000, dtype=np.bool_)
    for first, last, alone in re.findall("(.)-(.)|(.)", HAN):
        table[ord(first or alone) : ord(last or alone) + 1] = True
    return table
