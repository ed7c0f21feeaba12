"""The numbers and places of terms.

Terms are numbered from 1 by the length of their folded text, then by the text itself: the first of
any list of numbers is the shortest term, and the terms of one length are a range of numbers. Laid
one behind the other in that order, the folded texts give every character its place, from 0. So a
few numbers for each length tell which term a place belongs to, and where a term is stored: in a row
with its neighbours of the same length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

TOGETHER = 32  # terms, concepts or readings in a row: rows cost more than what stands in them


class Numbering(Struct, frozen=True):
    """The lengths that occur, rising; of each the first number and the first place.

    A last first number and a last place stand behind them, where all ends.
    """

    lengths: NDArray[np.int64]
    firsts: NDArray[np.int64]
    places: NDArray[np.int64]

    def numbers(self, places: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The numbers, rising and each once, of the terms in which rising places lie."""
        at = np.searchsorted(self.places, places, side="right") - 1
        found = self.firsts[at] + (places - self.places[at]) // self.lengths[at]
        return found[np.diff(found, prepend=0) > 0]

    def rows(self, numbers: NDArray[np.int64]) -> tuple[list[int], list[int]]:
        """Of each term the first number of the row where it is stored, and how many are before it.

        Rows hold terms of one length.
        """
        firsts = self.firsts[np.searchsorted(self.firsts, numbers, side="right") - 1]
        before = (numbers - firsts) % TOGETHER
        return (numbers - before).tolist(), before.tolist()

    def groups(self, least: int, most: int | None = None) -> Iterator[tuple[int, int, int]]:
        """(length, its first number, the next length's) of the lengths from least to most."""
        for at, length in enumerate(self.lengths.tolist()):
            if least <= length and (most is None or length <= most):
                yield length, int(self.firsts[at]), int(self.firsts[at + 1])

    def between(self, low: float, high: float) -> tuple[int, int]:
        """The places, half open, of the terms of low to high characters."""
        begin, end = np.searchsorted(self.lengths, (np.ceil(low), np.floor(high) + 1))
        return int(self.places[begin]), int(self.places[end])


def numbered(groups: Sequence[tuple[int, int]], count: int) -> Numbering:
    """From (length, first number), rising, and how many terms there are.

    >>> found = numbered([(2, 1), (5, 4)], 6)
    >>> found.numbers(np.array([0, 1, 3, 6, 10])).tolist(), found.rows(np.array([3, 5]))
    ([1, 2, 4], ([1, 4], [2, 1]))
    """
    lengths = np.array([length for length, _ in groups], dtype=np.int64)
    firsts = np.array([*(first for _, first in groups), count + 1], dtype=np.int64)
    places = np.concatenate(([0], np.cumsum(lengths * np.diff(firsts))))
    return Numbering(lengths, firsts, places)
