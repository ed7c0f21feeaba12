"""Trusted one-to-one pairs, and the band of lattice nodes round them.

Sentences that are mutually among each other's most similar, in one monotone chain. The similarity
counts the rare linked words of a pair; a pair below the noise floor is no anchor.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.evidence import Ranges, ranges, spread
from nqpterms.aligner.tokens import Floats, Ints, Links, Tokens
from nqpterms.errors import NqptermsError

_TOP = 3  # candidates a sentence
_FLOOR = 0.25  # similarity, 0–1: below it, chance
_CELLS = 1 << 20  # pairs of sentences compared at once: bounds the memory
_COMMON = 400  # an English word in more sentences than this tells nothing about where we are
_TILT = 1e-3  # how much a place far from the diagonal costs: only ties feel it
_SAMPLE = 1500  # Chinese sentences up to which all are compared with all English ones
_STEPS = 3  # rough anchors to either side that bound where a sentence is looked for: one may err
MARGIN = 5
"""Sentences of slack round an anchor."""
_AREA = 40_000  # nodes between two anchors; a larger rectangle is cut to a corridor


def find_anchors(
    zh: Tokens, en: Tokens, links: Links, shape: tuple[int, int]
) -> list[tuple[int, int]]:
    """Pairs (Chinese, English), rising on both sides.

    In a long text a sample of the Chinese sentences tells first where to look for the others, so
    that time grows with the length and not with its square.
    """
    if not (shape[0] and shape[1] and len(links.zh)):
        return []
    area = _everywhere(*shape)
    step = -(-shape[0] // _SAMPLE)
    if step > 1:
        kept = zh.sentence % step == 0
        some = zh._replace(
            sentence=zh.sentence[kept] // step, type=zh.type[kept], weight=zh.weight[kept]
        )
        size = -(-shape[0] // step)
        rough = _chain(some, en, links, _everywhere(size, shape[1]))
        area = _around([(i * step, j) for i, j in rough], shape)
    return _chain(zh, en, links, area)


def _everywhere(rows: int, columns: int) -> Ranges:
    return ranges(np.zeros(rows, dtype=np.int64), np.full(rows, columns, dtype=np.int64))


def _around(rough: Sequence[tuple[int, int]], shape: tuple[int, int]) -> Ranges:
    """For each row the columns between the rough anchors some steps before it and behind it."""
    corners = np.array([(0, 0)] * _STEPS + [*rough] + [shape] * _STEPS)
    row = np.arange(shape[0])
    behind = np.searchsorted(corners[_STEPS:-_STEPS, 0], row, side="right") + _STEPS
    low, high = corners[behind - _STEPS, 1], corners[behind + _STEPS - 1, 1]
    return ranges(low, high)


def _chain(zh: Tokens, en: Tokens, links: Links, area: Ranges) -> list[tuple[int, int]]:
    """The best chain of pairs that are among each other's most similar in an area."""
    order = np.lexsort((en.sentence, en.type))
    postings = en._replace(
        sentence=en.sentence[order], type=en.type[order], weight=en.weight[order]
    )
    wide = int(area.high.max())
    keys = postings.type * (wide + 1) + postings.sentence
    zh_mass: Floats = np.bincount(zh.sentence, zh.weight, len(area.low)).astype(np.float64)
    en_mass: Floats = np.bincount(en.sentence, en.weight, wide).astype(np.float64)
    found: list[_Pairs] = []
    best = np.zeros((_TOP, wide))
    top = 0
    while top < len(area.low):
        end = max(top + 1, int(np.searchsorted(area.first, area.first[top] + _CELLS, "right")) - 1)
        pairs = _similar(zh, (postings, keys), links, (top, end), (zh_mass, en_mass), area)
        _raise(best, pairs)
        high = _highest(pairs)
        found.append(_Pairs(pairs.row[high], pairs.column[high], pairs.value[high]))
        top = end
    row, column, value = (np.concatenate(parts) for parts in zip(*found, strict=True))
    mutual = value >= best[-1, column] - 1e-9
    return _heaviest_chain(row[mutual], column[mutual], value[mutual] - _FLOOR / 2)


class _Pairs(NamedTuple):
    """Sentences whose similarity is above the noise floor, in the order of the rows."""

    row: Ints
    column: Ints
    value: Floats


def _ranks(group: Ints, value: Floats) -> tuple[Ints, Ints]:
    """The order by group and falling value, and in that order each one's rank in its group."""
    order = np.lexsort((-value, group))
    sizes = np.unique(group, return_counts=True)[1]
    return order, np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _highest(pairs: _Pairs) -> NDArray[np.bool_]:
    """Which pairs are among the highest of their row; equal ones all are."""
    order, rank = _ranks(pairs.row, pairs.value)
    last = np.flatnonzero(rank == _TOP - 1)
    floor = np.zeros(int(pairs.row.max(initial=0)) + 1)
    floor[pairs.row[order[last]]] = pairs.value[order[last]]
    high: NDArray[np.bool_] = pairs.value >= floor[pairs.row]
    return high


def _raise(best: Floats, pairs: _Pairs) -> None:
    """Adds pairs to the highest values of each column, falling, shape (_TOP, columns)."""
    order, rank = _ranks(pairs.column, pairs.value)
    for place in range(_TOP):
        chosen = order[rank == place]
        column = pairs.column[chosen]
        both = np.vstack([best[:, column], pairs.value[chosen]])
        best[:, column] = -np.sort(-both, axis=0)[:_TOP]


def _similar(
    zh: Tokens,
    en: tuple[Tokens, Ints],
    links: Links,
    rows: tuple[int, int],
    masses: tuple[Floats, Floats],
    area: Ranges,
) -> _Pairs:
    """Linked mass over the mean mass of both sentences (a Dice coefficient), about 0–1, of some
    rows in an area; *en* are the English tokens sorted by type, and what they are sorted by.
    """
    postings, keys = en
    zh_mass, en_mass = masses
    wide = len(en_mass)
    begin, end = np.searchsorted(zh.sentence, rows)
    first, last = (np.searchsorted(links.zh, zh.type[begin:end], side=s) for s in ("left", "right"))
    occurrence, link = spread(first, last - first)
    row = zh.sentence[begin:end][occurrence]
    base = links.en[link] * (wide + 1)
    first, last = (np.searchsorted(keys, base + edge[row]) for edge in (area.low, area.high))
    count = np.where(last - first > _COMMON, 0, last - first)
    run, index = spread(first, count)
    start = area.first[rows[0]]
    shift = (area.first - start)[row] - area.low[row]
    cell = shift[run] + postings.sentence[index]
    mass = np.sqrt(zh.weight[begin:end][occurrence[run]] * postings.weight[index])
    linked = np.bincount(cell, mass * links.strength[link[run]])
    cell = np.flatnonzero(linked)
    row = np.searchsorted(area.first, cell + start, side="right") - 1
    column = cell + start - area.first[row] + area.low[row]
    away = np.abs(row / len(zh_mass) - column / wide)
    value = 2 * linked[cell] / (zh_mass[row] + en_mass[column] + 1) * (1 - _TILT * away)
    high = value >= _FLOOR
    return _Pairs(row[high], column[high], value[high])


def _heaviest_chain(row: Ints, column: Ints, value: Floats) -> list[tuple[int, int]]:
    """The chain of pairs rising on both sides whose values add up to most."""
    order = np.lexsort((-column, row))
    ends: list[int] = []  # columns of the best chains' ends, rising, with rising sums
    sums: list[float] = []
    tails: list[int] = []
    back = [-1] * len(order)
    for n, k in enumerate(order):
        c, v = int(column[k]), float(value[k])
        at = bisect_left(ends, c)
        total = v + (sums[at - 1] if at else 0.0)
        back[n] = tails[at - 1] if at else -1
        stop = at
        while stop < len(ends) and sums[stop] <= total:
            stop += 1
        if at < len(ends) and ends[at] == c and sums[at] >= total:
            continue
        ends[at:stop], sums[at:stop], tails[at:stop] = [c], [total], [n]
    chain, n = [], tails[-1] if tails else -1
    while n >= 0:
        chain.append((int(row[order[n]]), int(column[order[n]])))
        n = back[n]
    return chain[::-1]


def band(
    anchors: Sequence[tuple[int, int]], shape: tuple[int, int], *, margin: int = MARGIN
) -> tuple[Ints, Ints]:
    """For each lattice row 0 … n the half-open range of nodes worth a look."""
    rows, columns = shape
    low = np.full(rows + 1, columns, dtype=np.int64)
    high = np.zeros(rows + 1, dtype=np.int64)
    corners = [(0, 0), *((i, j) for i, j in anchors), (rows, columns)]
    for (i, j), (k, m) in pairwise(corners):
        begin, end = max(0, i - margin), min(rows, k + margin)
        span = np.arange(begin, end + 1)
        left, right = max(0, j - margin), min(columns, m + margin)
        reach = max(right - left, 1)
        if (end - begin) * reach > _AREA:
            step = (right - left) // (end - begin) + 1  # keeps the corridor of one piece
            reach = max(_AREA // (end - begin), 4 * margin, step)
        middle = left + (right - left) * (span - begin) / max(end - begin, 1)
        low[span] = np.minimum(low[span], np.maximum(left, np.floor(middle) - reach))
        high[span] = np.maximum(high[span], np.minimum(right, np.ceil(middle) + reach) + 1)
    low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
    return low, high


def widened(area: tuple[Ints, Ints], through: Ints) -> tuple[Ints, Ints]:
    """The band with some nodes (rows of *through*) and what lies between them in it."""
    low, high = area[0].copy(), area[1].copy()
    nodes = np.vstack([[0, 0], through])
    np.minimum.at(low, nodes[:, 0], nodes[:, 1])
    np.maximum.at(high, nodes[:, 0], nodes[:, 1] + 1)
    return np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)


def checked(trusted: Sequence[tuple[int, int]], shape: tuple[int, int]) -> list[tuple[int, int]]:
    """A user's pairs in order; raises NqptermsError where they cannot all hold.

    >>> checked([(4, 6), (1, 1)], (5, 7))
    [(1, 1), (4, 6)]
    """
    pairs = sorted({(int(i), int(j)) for i, j in trusted})
    for i, j in pairs:
        if not (0 <= i < shape[0] and 0 <= j < shape[1]):
            raise NqptermsError(
                f"anchor ({i}, {j}): expected indices below {shape[0]} and {shape[1]}, from 0"
            )
    for one, other in pairwise(pairs):
        if not (one[0] < other[0] and one[1] < other[1]):
            raise NqptermsError(f"anchors {one} and {other} cross: remove one of them")
    return pairs


def among(
    found: Sequence[tuple[int, int]], trusted: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The found anchors that cross no trusted one, and the trusted."""
    kept = [
        (i, j) for i, j in found if all((i < k and j < m) or (i > k and j > m) for k, m in trusted)
    ]
    return sorted([*kept, *trusted])


def held(area: tuple[Ints, Ints], trusted: Sequence[tuple[int, int]]) -> tuple[Ints, Ints]:
    """The band without the nodes that would put a trusted pair into different beads."""
    low, high = area[0].copy(), area[1].copy()
    for i, j in trusted:
        high[: i + 1] = np.minimum(high[: i + 1], j + 1)
        low[i + 1 :] = np.maximum(low[i + 1 :], j + 1)
    return low, high
