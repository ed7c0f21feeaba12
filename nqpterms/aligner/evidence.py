"""How much of a sentence finds its translation in each window of the other side.

For every sentence and every window of 1 to 5 sentences of the other text (inside a band), the
weight of its tokens times the best link each has in the window. Any bead's matched mass is then a
sum of at most five numbers, looked up, not counted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.tokens import Floats, Ints, Links, Tokens

WINDOW = 5
"""Sentences in the longest window: the largest side of a bead."""
_CHUNK = 256  # sentences worked on at once: bounds the memory


class Ranges(NamedTuple):
    """For each row a half-open range of columns; row r's cells start at `first[r]`."""

    low: Ints
    high: Ints
    first: Ints

    def cell(self, row: Ints, column: Ints) -> Ints:
        """The index of a cell among all cells."""
        return self.first[row] + column - self.low[row]


def ranges(low: Ints, high: Ints) -> Ranges:
    """Ranges with the cells counted row by row."""
    first = np.concatenate([[0], np.cumsum(high - low)]).astype(np.int64)
    return Ranges(low, high, first)


def spread(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Expands runs: (which run, index) for every element of runs of *counts* from *starts*.

    >>> spread(np.array([5, 9]), np.array([2, 1]))
    (array([0, 0, 1]), array([5, 6, 9]))
    """
    run = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(len(run)) - np.repeat(np.cumsum(counts) - counts, counts)
    return run, np.asarray(starts)[run] + offset


BEST, SHARE = 0, 1
"""Planes of `window_mass`: by the best link, and by the share of all links in reach."""
_NOISE = 0.3  # strength of a link to anywhere else that every token may have


def window_mass(left: Tokens, right: Tokens, links: Links, area: Ranges) -> NDArray[np.float32]:
    """Matched mass, shape (2, cells of *area*, WINDOW): of a left sentence (row) in the window of
    1, 2 … right sentences that begins at the cell's column. *links* are sorted by left type.

    BEST counts each token by its strongest link in the window; SHARE by the window's share of all
    its links in the row's range, so that a word found everywhere says little about where it is.
    """
    rows = len(area.low)
    found = np.zeros((2, int(area.first[-1]), WINDOW), dtype=np.float32)
    for top in range(0, rows, _CHUNK):
        _add_chunk(found, left, right, links, area, (top, min(rows, top + _CHUNK)))
    return found


def _add_chunk(
    found: NDArray[np.float32],
    left: Tokens,
    right: Tokens,
    links: Links,
    area: Ranges,
    rows: tuple[int, int],
) -> None:
    """Adds the masses of some rows."""
    types, columns, strength = _best_links(left, right, links, area, rows)
    begin, end = np.searchsorted(left.sentence, rows)
    sentence = left.sentence[begin:end]
    width = area.high[sentence] - area.low[sentence] + WINDOW - 1
    # For each occurrence the linked columns inside its row's range, then a dense strip of cells.
    size = int(columns.max(initial=0)) + 1
    keys = types * size + columns
    base = left.type[begin:end] * size
    first = np.searchsorted(keys, base + np.minimum(area.low[sentence], size))
    last = np.searchsorted(keys, base + np.minimum(area.low[sentence] + width, size))
    run, index = spread(first, last - first)
    strip = np.cumsum(width) - width
    dense = np.zeros(int(width.sum()) + WINDOW, dtype=np.float32)
    dense[strip[run] + columns[index] - area.low[sentence][run]] = strength[index]
    total = np.bincount(run, weights=strength[index], minlength=len(sentence)) + _NOISE
    inside = width - (WINDOW - 1)
    run, cell = spread(strip, inside)
    target = spread(area.first[sentence] - area.first[rows[0]], inside)[1]
    weight = left.weight[begin:end].astype(np.float32)[run]
    part = (left.weight[begin:end] / total).astype(np.float32)[run]
    cells = slice(int(area.first[rows[0]]), int(area.first[rows[1]]))
    best, summed = np.zeros(len(cell), dtype=np.float32), np.zeros(len(cell), dtype=np.float32)
    for span in range(WINDOW):
        best = np.maximum(best, dense[cell + span])
        summed += dense[cell + span]
        for plane, values in ((BEST, weight * best), (SHARE, part * summed)):
            mass = np.bincount(target, weights=values, minlength=cells.stop - cells.start)
            found[plane, cells, span] = mass


def _best_links(
    left: Tokens, right: Tokens, links: Links, area: Ranges, rows: tuple[int, int]
) -> tuple[Ints, Ints, Floats]:
    """(left type, right sentence, strength), sorted: the best link of the rows' types there."""
    begin, end = np.searchsorted(left.sentence, rows)
    types = np.unique(left.type[begin:end])
    reach = (area.low[rows[0]], int(area.high[rows[1] - 1]) + WINDOW - 1)
    begin, end = np.searchsorted(right.sentence, reach)
    order = np.argsort(right.type[begin:end], kind="stable")
    postings, sentence = right.type[begin:end][order], right.sentence[begin:end][order]
    first, last = (np.searchsorted(links.zh, types, side=s) for s in ("left", "right"))
    _, pick = spread(first, last - first)
    first, last = (np.searchsorted(postings, links.en[pick], side=s) for s in ("left", "right"))
    run, index = spread(first, last - first)
    link = pick[run]
    column = sentence[index]
    order = np.lexsort((-links.strength[link], column, links.zh[link]))
    triple = links.zh[link][order], column[order], links.strength[link][order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (triple[0][1:] != triple[0][:-1]) | (triple[1][1:] != triple[1][:-1])
    return triple[0][new], triple[1][new], triple[2][new]
