"""Trusted one-to-one pairs, and the band of lattice nodes round them.

Two texts of 1,000 sentences have a million nodes, and all but a few thousand are far from any
sensible path. So first some pairs that are nearly sure, the *anchors*: sentences that are
mutually among each other's most similar, in one monotone chain. The similarity counts the rare
linked words of a pair; a pair below the noise floor is no anchor. Then the *band*: between two
anchors every node within a margin of the line from one to the other.

With anchors (3, 3) and (4, 10), seven English sentences stand between two Chinese ones that
follow each other. Row 3 of the lattice then keeps the columns from below 3 to above 10, so that
whatever became of the seven can be found; row 100 keeps only its own neighbourhood.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.aligner.features import Ranges, ranges
from nqpterms.aligner.links import (
    Floats,
    Ints,
    TextTokens,
    VocabularyLinks,
    spread,
)
from nqpterms.errors import NqptermsError

Pair = tuple[int, int]
Band = tuple[Ints, Ints]
"""For each lattice row 0 … n the half-open range of its nodes: the first, and one past the last."""

_TOP = 3  # candidates a sentence
_FLOOR = 0.25  # similarity, 0–1: below it, chance
_CELLS = 1 << 20  # pairs of sentences compared at once: bounds the memory
_COMMON = 400  # an English word in more sentences than this tells nothing about where we are
_TILT = 1e-3  # how much a place far from the diagonal costs: only ties feel it
# Chinese sentences up to which all are compared with all English ones.
_SAMPLE = 1500
_STEPS = 3  # rough anchors to either side that bound where a sentence is looked for: one may err
_MARGIN = 5  # sentences of slack round an anchor
# Nodes between two anchors; a larger rectangle is cut to a corridor.
_AREA = 40_000


class _Similar(Struct, frozen=True):
    """Pairs of sentences whose similarity is above the noise floor, in the order of the rows."""

    row: Ints
    column: Ints
    value: Floats


def find_anchors(
    zh: TextTokens, en: TextTokens, links: VocabularyLinks, shape: Pair
) -> list[Pair]:
    """Pairs (Chinese, English), rising on both sides.

    In a long text a sample of the Chinese sentences tells first where to look for the others, so
    that time grows with the length and not with its square.
    """
    rows, columns = shape
    if not (rows and columns and len(links.zh)):
        return []
    step = -(-rows // _SAMPLE)
    if step == 1:
        return _chain(zh, en, links, _everywhere(rows, columns))
    sample = zh.only(zh.sentence % step == 0)
    sample = sample.renumbered(sample.sentence // step)
    chain = _chain(sample, en, links, _everywhere(-(-rows // step), columns))
    area = _around([(i * step, j) for i, j in chain], shape)
    return _chain(zh, en, links, area)


def _everywhere(rows: int, columns: int) -> Ranges:
    return ranges(
        np.zeros(rows, dtype=np.int64), np.full(rows, columns, dtype=np.int64)
    )


def _around(rough: Sequence[Pair], shape: Pair) -> Ranges:
    """For each row the columns between the rough anchors some steps before it and behind it."""
    corners = np.array([(0, 0)] * _STEPS + [*rough] + [shape] * _STEPS)
    row = np.arange(shape[0])
    behind = (
        np.searchsorted(corners[_STEPS:-_STEPS, 0], row, side="right") + _STEPS
    )
    return ranges(corners[behind - _STEPS, 1], corners[behind + _STEPS - 1, 1])


def _chain(
    zh: TextTokens, en: TextTokens, links: VocabularyLinks, area: Ranges
) -> list[Pair]:
    """The best chain of pairs that are among each other's most similar in an area."""
    comparison = _Comparison.of(zh, en, links, area)
    best = np.zeros((_TOP, len(comparison.en_mass)))
    parts: list[_Similar] = []
    top = 0
    while top < len(area.low):
        full = (
            int(np.searchsorted(area.first, area.first[top] + _CELLS, "right"))
            - 1
        )
        end = max(top + 1, full)
        similar = comparison.similar(top, end)
        _raise(best, similar)
        high = _highest(similar)
        parts.append(
            _Similar(
                similar.row[high], similar.column[high], similar.value[high]
            )
        )
        top = end
    row = np.concatenate([part.row for part in parts])
    column = np.concatenate([part.column for part in parts])
    value = np.concatenate([part.value for part in parts])
    mutual = value >= best[-1, column] - 1e-9
    return _heaviest_chain(
        row[mutual], column[mutual], value[mutual] - _FLOOR / 2
    )


class _Comparison(Struct, frozen=True):
    """Two texts ready to be compared in an area.

    The English tokens are sorted by type, then sentence; `keys` is that order in one number, and
    `roots` are the square roots of their weights.
    """

    zh: TextTokens
    en: TextTokens
    keys: Ints
    roots: Floats
    links: VocabularyLinks
    area: Ranges
    zh_mass: Floats
    en_mass: Floats

    @classmethod
    def of(
        cls,
        zh: TextTokens,
        en: TextTokens,
        links: VocabularyLinks,
        area: Ranges,
    ) -> _Comparison:
        """The comparison of two texts."""
        postings = en.only(np.lexsort((en.sentence, en.type)))
        wide = int(area.high.max())
        keys = postings.type * (wide + 1) + postings.sentence
        zh_mass: Floats = np.bincount(
            zh.sentence, zh.weight, len(area.low)
        ).astype(np.float64)
        en_mass: Floats = np.bincount(en.sentence, en.weight, wide).astype(
            np.float64
        )
        roots = np.sqrt(postings.weight)
        return cls(
            zh,
            postings,
            keys,
            roots,
            links=links,
            area=area,
            zh_mass=zh_mass,
            en_mass=en_mass,
        )

    def similar(self, top: int, end: int) -> _Similar:
        """The pairs of some rows.

        The similarity is linked mass over the mean mass of both sentences (a Dice coefficient),
        about 0–1.
        """
        zh, links, area = self.zh, self.links, self.area
        wide = len(self.en_mass)
        # Every link of every occurrence in the rows.
        begin, stop = np.searchsorted(zh.sentence, (top, end))
        types = zh.type[begin:stop]
        first, last = (
            np.searchsorted(links.zh, types, side=side)
            for side in ("left", "right")
        )
        occurrence, link = spread(first, last - first)
        row = zh.sentence[begin:stop][occurrence]
        # Every English occurrence that one of them leads to, inside the row's area.
        base = links.en[link] * (wide + 1)
        first = np.searchsorted(self.keys, base + area.low[row])
        last = np.searchsorted(self.keys, base + area.high[row])
        count = np.where(last - first > _COMMON, 0, last - first)
        run, index = spread(first, count)
        # Their mass, added up by the pair of sentences.
        start = area.first[top]
        shift = (area.first - start)[row] - area.low[row]
        cell = shift[run] + self.en.sentence[index]
        brought = (
            np.sqrt(zh.weight[begin:stop])[occurrence] * links.strength[link]
        )
        linked = np.bincount(cell, brought[run] * self.roots[index])
        # Below this no pair comes up to the floor, however little mass it has.
        cell = np.flatnonzero(linked >= _FLOOR / 2)
        row = np.searchsorted(area.first, cell + start, side="right") - 1
        column = cell + start - area.first[row] + area.low[row]
        away = np.abs(row / len(self.zh_mass) - column / wide)
        mean = self.zh_mass[row] + self.en_mass[column] + 1
        value = 2 * linked[cell] / mean * (1 - _TILT * away)
        high = value >= _FLOOR
        return _Similar(row[high], column[high], value[high])


def _ranked(group: Ints, value: Floats) -> tuple[Ints, Ints]:
    """The order by group and falling value, and in that order each one's rank in its group."""
    order = np.lexsort((-value, group))
    sizes = np.unique(group, return_counts=True)[1]
    return order, np.arange(len(order)) - np.repeat(
        np.cumsum(sizes) - sizes, sizes
    )


def _highest(pairs: _Similar) -> NDArray[np.bool_]:
    """Which pairs are among the highest of their row; equal ones all are."""
    order, rank = _ranked(pairs.row, pairs.value)
    last = np.flatnonzero(rank == _TOP - 1)
    floor = np.zeros(int(pairs.row.max(initial=0)) + 1)
    floor[pairs.row[order[last]]] = pairs.value[order[last]]
    high: NDArray[np.bool_] = pairs.value >= floor[pairs.row]
    return high


def _raise(best: Floats, pairs: _Similar) -> None:
    """Adds pairs to the highest values of each column, falling, shape (_TOP, columns)."""
    order, rank = _ranked(pairs.column, pairs.value)
    for place in range(_TOP):
        chosen = order[rank == place]
        column = pairs.column[chosen]
        both = np.vstack([best[:, column], pairs.value[chosen]])
        best[:, column] = -np.sort(-both, axis=0)[:_TOP]


def _heaviest_chain(row: Ints, column: Ints, value: Floats) -> list[Pair]:
    """The chain of pairs rising on both sides whose values add up to most.

    `ends` are the columns in which the best chains so far end, rising, with rising sums; a chain
    that ends further right and weighs less is dropped.
    """
    order = np.lexsort((-column, row))
    ends: list[int] = []
    sums: list[float] = []
    tails: list[int] = []
    previous = [-1] * len(order)
    for n, k in enumerate(order):
        end = int(column[k])
        at = bisect_left(ends, end)
        total = float(value[k])
        if at:
            total += sums[at - 1]
            previous[n] = tails[at - 1]
        stop = at
        while stop < len(ends) and sums[stop] <= total:
            stop += 1
        if at < len(ends) and ends[at] == end and sums[at] >= total:
            continue
        ends[at:stop], sums[at:stop], tails[at:stop] = [end], [total], [n]
    chain: list[Pair] = []
    n = tails[-1] if tails else -1
    while n >= 0:
        chain.append((int(row[order[n]]), int(column[order[n]])))
        n = previous[n]
    return chain[::-1]


def checked_anchors(anchors: Iterable[Pair], shape: Pair) -> list[Pair]:
    """A user's pairs in order; raises NqptermsError where they cannot all hold.

    >>> checked_anchors([(4, 6), (1, 1)], (5, 7))
    [(1, 1), (4, 6)]
    """
    pairs = sorted({(int(i), int(j)) for i, j in anchors})
    for i, j in pairs:
        if not (0 <= i < shape[0] and 0 <= j < shape[1]):
            raise NqptermsError(
                f"anchor ({i}, {j}): expected indices below {shape[0]} and {shape[1]}, from 0"
            )
    for one, other in pairwise(pairs):
        if not (one[0] < other[0] and one[1] < other[1]):
            raise NqptermsError(
                f"anchors {one} and {other} cross: remove one of them"
            )
    return pairs


def with_trusted(
    anchors: Iterable[Pair], trusted: Sequence[Pair]
) -> list[Pair]:
    """The trusted pairs and those anchors that cross none of them."""
    uncrossed = [
        pair
        for pair in anchors
        if not any(_cross(pair, other) for other in trusted)
    ]
    return sorted([*uncrossed, *trusted])


def _cross(one: Pair, other: Pair) -> bool:
    """Whether two pairs cannot stand in one chain."""
    before = one[0] < other[0] and one[1] < other[1]
    behind = one[0] > other[0] and one[1] > other[1]
    return not (before or behind)


def between_walls(anchors: Iterable[Pair], walls: Sequence[Pair]) -> list[Pair]:
    """The anchors of which both texts stand between the same two walls.

    >>> between_walls([(0, 0), (1, 2), (2, 3)], [(2, 2)])
    [(0, 0), (2, 3)]
    """
    rows = [wall[0] for wall in walls]
    columns = [wall[1] for wall in walls]
    return [
        (i, j)
        for i, j in anchors
        if bisect_right(rows, i) == bisect_right(columns, j)
    ]


def band(
    anchors: Sequence[Pair], shape: Pair, trusted: Iterable[Pair] = ()
) -> Band:
    """The nodes worth a look round the anchors; none that would part a trusted pair.

    >>> low, high = band([(50, 50)], (100, 100))
    >>> (int(low[50]), int(high[50])) < (50, 101)
    True
    """
    rows, columns = shape
    low = np.full(rows + 1, columns, dtype=np.int64)
    high = np.zeros(rows + 1, dtype=np.int64)
    for (i, j), (k, m) in pairwise([(0, 0), *anchors, (rows, columns)]):
        top, bottom = max(0, i - _MARGIN), min(rows, k + _MARGIN)
        left, right = max(0, j - _MARGIN), min(columns, m + _MARGIN)
        span = np.arange(top, bottom + 1)
        reach = max(right - left, 1)
        if (bottom - top) * reach > _AREA:
            step = (right - left) // (
                bottom - top
            ) + 1  # keeps the corridor of one piece
            reach = max(_AREA // (bottom - top), 4 * _MARGIN, step)
        middle = left + (right - left) * (span - top) / max(bottom - top, 1)
        low[span] = np.minimum(
            low[span], np.maximum(left, np.floor(middle) - reach)
        )
        high[span] = np.maximum(
            high[span], np.minimum(right, np.ceil(middle) + reach) + 1
        )
    low, high = _never_falling(low, high)
    for i, j in trusted:
        high[: i + 1] = np.minimum(high[: i + 1], j + 1)
        low[i + 1 :] = np.maximum(low[i + 1 :], j + 1)
    return low, high


def cut_out(area: Band, start: Pair, end: Pair) -> Band:
    """The part of a band from one node to another: the rows from the first to the last."""
    rows = slice(start[0], end[0] + 1)
    return (
        np.clip(area[0][rows], start[1], end[1]),
        np.clip(area[1][rows], start[1] + 1, end[1] + 1),
    )


def widened(area: Band, through: Ints) -> Band:
    """The band with some nodes (rows of *through*) and what lies between them in it."""
    low, high = area[0].copy(), area[1].copy()
    nodes = np.vstack([[0, 0], through])
    np.minimum.at(low, nodes[:, 0], nodes[:, 1])
    np.maximum.at(high, nodes[:, 0], nodes[:, 1] + 1)
    return _never_falling(low, high)


def _never_falling(low: Ints, high: Ints) -> Band:
    """The narrowest band round another whose bounds never fall."""
    return np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
