"""Trusted one-to-one pairs, and the band of lattice nodes round them.

Sentences that are mutually among each other's most similar, in one monotone chain. The similarity
counts the rare linked words of a pair; a pair below the noise floor is no anchor.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.evidence import spread
from nqpterms.aligner.tokens import Floats, Ints, Links, Tokens
from nqpterms.errors import NqptermsError

_TOP = 3  # candidates a sentence
_FLOOR = 0.25  # similarity, 0–1: below it, chance
_CHUNK = 128  # Chinese sentences compared at once
_COMMON = 400  # an English word in more sentences than this tells nothing about where we are
_TILT = 1e-3  # how much a place far from the diagonal costs: only ties feel it
MARGIN = 5
"""Sentences of slack round an anchor."""
_AREA = 40_000  # nodes between two anchors; a larger rectangle is cut to a corridor


def find_anchors(
    zh: Tokens, en: Tokens, links: Links, shape: tuple[int, int]
) -> list[tuple[int, int]]:
    """Pairs (Chinese, English), rising on both sides."""
    if not (shape[0] and shape[1] and len(links.zh)):
        return []
    rows: list[Ints] = []
    columns: list[Ints] = []
    values: list[Floats] = []
    best = np.zeros((_TOP, shape[1]))
    for top in range(0, shape[0], _CHUNK):
        similarity = _similarity(zh, en, links, (top, min(shape[0], top + _CHUNK)), shape)
        best = -np.sort(-np.vstack([best, _highest(similarity)]), axis=0)[:_TOP]
        floor = np.maximum(_highest(similarity.T)[-1], _FLOOR)
        row, column = np.nonzero(similarity >= floor[:, None])
        rows.append(row + top)
        columns.append(column)
        values.append(similarity[row, column])
    row, column, value = np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
    mutual = value >= best[-1, column] - 1e-9
    return _heaviest_chain(row[mutual], column[mutual], value[mutual] - _FLOOR / 2)


def _highest(similarity: Floats) -> Floats:
    """The highest values of each column, falling, shape (_TOP, columns)."""
    if len(similarity) > _TOP:
        similarity = np.partition(similarity, len(similarity) - _TOP, axis=0)[-_TOP:]
    filled = np.zeros((_TOP, similarity.shape[1]))
    filled[: len(similarity)] = -np.sort(-similarity, axis=0)
    return filled


def _similarity(
    zh: Tokens, en: Tokens, links: Links, rows: tuple[int, int], shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Linked mass over the mean mass of both sentences (a Dice coefficient), about 0–1."""
    order = np.argsort(en.type, kind="stable")
    postings, sentence, weight = en.type[order], en.sentence[order], en.weight[order]
    begin, end = np.searchsorted(zh.sentence, rows)
    first, last = (np.searchsorted(links.zh, zh.type[begin:end], side=s) for s in ("left", "right"))
    occurrence, link = spread(first, last - first)
    first, last = (np.searchsorted(postings, links.en[link], side=s) for s in ("left", "right"))
    count = np.where(last - first > _COMMON, 0, last - first)
    run, index = spread(first, count)
    height = rows[1] - rows[0]
    cell = (zh.sentence[begin:end][occurrence[run]] - rows[0]) * shape[1] + sentence[index]
    mass = np.sqrt(zh.weight[begin:end][occurrence[run]] * weight[index])
    found = np.bincount(cell, mass * links.strength[link[run]], height * shape[1])
    found = found.reshape(height, shape[1])
    zh_mass = np.bincount(zh.sentence, zh.weight, shape[0])[rows[0] : rows[1]]
    en_mass = np.bincount(en.sentence, en.weight, shape[1])
    away = np.abs(np.arange(*rows)[:, None] / shape[0] - np.arange(shape[1])[None, :] / shape[1])
    similarity: Floats = 2 * found / (zh_mass[:, None] + en_mass[None, :] + 1) * (1 - _TILT * away)
    return similarity


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
