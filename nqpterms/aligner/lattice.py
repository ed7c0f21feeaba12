"""The lattice of beads: which paths through two texts there are, and how likely each bead is.

A node (i, j) says that i Chinese and j English sentences are behind us; a bead of a and b
sentences leads from (i-a, j-b) to (i, j). Two states tell ordinary text from a gap, where one
side has no translation: a gap costs once to open and little to extend (an affine gap), while a
lone null bead costs its own weight.

Nodes are sorted by i + j, and all nodes of one sum are worked on at once, for one pair of texts
or for many side by side (training): a bead always leads to a larger sum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.tokens import Floats, Ints

KINDS = (
    *((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (2, 3), (3, 2), (1, 5)),
    *((5, 1), (1, 0), (0, 1)),
)
"""Bead types, (Chinese, English) sentences; the two null beads come last."""
FULL = 12
"""How many of KINDS have both sides."""
GAPS = (14, 15)
"""Score columns of the null beads inside a gap."""
COLUMNS = 16


_NEVER = -1e300  # keeps the logarithm of an impossible sum from becoming undefined


class Lattice(NamedTuple):
    """Nodes in the order of i + j. `before` and `after`, shape (nodes, 14), name the node at the
    other end of each kind of bead; the number of nodes stands for none. `levels` are the bounds
    of equal sums. `text` says which pair of texts a node belongs to."""

    i: Ints
    j: Ints
    text: Ints
    before: NDArray[np.int32]
    after: NDArray[np.int32]
    levels: Ints
    starts: Ints
    ends: Ints


class Sums(NamedTuple):
    """What `forward` or `backward` gives a node: in text, in a gap (log weights)."""

    text: Floats
    gap: Floats


def build(low: Ints, high: Ints, *, row: int = 0) -> Lattice:
    """The lattice of a band: for row i the nodes j in low[i] … high[i] - 1, both never falling.

    The first row of the band is row number *row* of the text.
    """
    width = high - low
    first = np.cumsum(width) - width
    i = np.repeat(np.arange(len(low)), width)
    j = np.arange(len(i)) - np.repeat(first - low, width)
    order = np.argsort(i + j, kind="stable")
    rank = np.empty(len(order) + 1, dtype=np.int32)
    rank[order] = np.arange(len(order))
    rank[-1] = len(order)
    i, j = i[order], j[order]
    step = np.array(KINDS)

    def at(rows: Ints, columns: Ints) -> NDArray[np.int32]:
        safe = np.clip(rows, 0, len(low) - 1)
        inside = (rows == safe) & (columns >= low[safe]) & (columns < high[safe])
        return rank[np.where(inside, first[safe] + columns - low[safe], len(order))]

    before = np.stack([at(i - a, j - b) for a, b in step], axis=1)
    after = np.stack([at(i + a, j + b) for a, b in step], axis=1)
    levels = np.concatenate([[0], np.flatnonzero(np.diff(i + j)) + 1, [len(i)]])
    ends = np.array([0]), np.array([len(i) - 1])
    return Lattice(i + row, j, np.zeros(len(i), dtype=np.int64), before, after, levels, *ends)


def _log_sum(values: Floats) -> Floats:
    top = np.maximum(values.max(axis=1), _NEVER)
    total: Floats = np.log(np.exp(values - top[:, None]).sum(axis=1)) + top
    return total


def _best(values: Floats) -> Floats:
    top: Floats = values.max(axis=1)
    return top


def forward(lattice: Lattice, scores: Floats, gap_open: float, *, best: bool = False) -> Sums:
    """The sum (or with *best* the maximum) over all paths from the start to each node.

    *scores* has shape (nodes, COLUMNS): of the bead of each kind that ends in the node.
    """
    reduce: Callable[[Floats], Floats] = _best if best else _log_sum
    join = np.maximum if best else np.logaddexp
    size = len(lattice.i)
    text, gap, either = (np.full(size + 1, -np.inf) for _ in range(3))
    text[lattice.starts] = either[lattice.starts] = 0.0
    with np.errstate(divide="ignore"):
        for begin, end in zip(lattice.levels[1:-1], lattice.levels[2:], strict=True):
            before = lattice.before[begin:end]
            score = scores[begin:end]
            values = np.empty((end - begin, FULL + 2))
            values[:, :FULL] = either[before[:, :FULL]]
            nulls = before[:, FULL:]
            values[:, FULL:] = plain = text[nulls]
            values += score[:, : FULL + 2]
            opened = join(plain + gap_open, gap[nulls]) + score[:, FULL + 2 :]
            text[begin:end] = reduce(values)
            gap[begin:end] = join(opened[:, 0], opened[:, 1])
            either[begin:end] = join(text[begin:end], gap[begin:end])
    return Sums(text, gap)


def backward(lattice: Lattice, scores: Floats, gap_open: float) -> Sums:
    """The sum over all paths from each node to the end."""
    size = len(lattice.i)
    text, gap = (np.full(size + 1, -np.inf) for _ in range(2))
    flat = scores.ravel()
    kinds, longer_kinds = np.arange(FULL + 2), np.array(GAPS)
    text[lattice.ends] = gap[lattice.ends] = 0.0
    with np.errstate(divide="ignore"):
        for begin, end in zip(lattice.levels[-2::-1], lattice.levels[:0:-1], strict=True):
            after = lattice.after[begin:end]
            # Where there is no node, any score will do: the sum behind it is -inf.
            cell = after.astype(np.int64) * COLUMNS
            ordinary = flat.take(cell + kinds, mode="clip") + text[after]
            longer = flat.take(cell[:, FULL:] + longer_kinds, mode="clip") + gap[after[:, FULL:]]
            values = np.concatenate([ordinary, longer + gap_open], axis=1)
            in_gap = np.concatenate([ordinary[:, :FULL], longer], axis=1)
            text[begin:end] = np.logaddexp(text[begin:end], _log_sum(values))
            gap[begin:end] = np.logaddexp(gap[begin:end], _log_sum(in_gap))
    return Sums(text, gap)


class Posteriors(NamedTuple):
    """How likely each bead is, shape (nodes, COLUMNS), and how likely each gap opens there,
    shape (nodes, 2); `total` is the log weight of all paths, per text."""

    beads: Floats
    opens: Floats
    total: Floats


def posteriors(lattice: Lattice, scores: Floats, gap_open: float) -> Posteriors:
    """Probabilities of the beads that end in each node, from forward and backward sums."""
    ahead, behind = forward(lattice, scores, gap_open), backward(lattice, scores, gap_open)
    either = np.logaddexp(ahead.text, ahead.gap)
    total = either[lattice.ends]
    norm = total[lattice.text]
    before = lattice.before
    nulls = before[:, FULL:]
    beads = np.empty_like(scores)
    beads[:, :FULL] = either[before[:, :FULL]]
    beads[:, FULL : FULL + 2] = ahead.text[nulls]
    beads[:, : FULL + 2] += behind.text[:-1, None]
    opens = ahead.text[nulls] + gap_open
    beads[:, FULL + 2 :] = np.logaddexp(opens, ahead.gap[nulls]) + behind.gap[:-1, None]
    beads += scores
    opens += scores[:, FULL + 2 :] + behind.gap[:-1, None]
    for logs in (beads, opens):  # in place: they are the largest arrays there are
        np.exp(np.subtract(logs, norm[:, None], out=logs), out=logs)
    return Posteriors(beads, opens, total)


def best_path(lattice: Lattice, scores: Floats, gap_open: float) -> list[tuple[int, int]]:
    """The most likely path of a lattice of one text: (node, score column) from start to end."""
    sums = forward(lattice, scores, gap_open, best=True)
    either = np.maximum(sums.text, sums.gap)
    node, path = int(lattice.ends[0]), []
    in_gap = bool(sums.gap[node] > sums.text[node])
    while node != lattice.starts[0]:
        before = lattice.before[node]
        nulls = before[FULL:]
        if in_gap:
            values = np.maximum(sums.text[nulls] + gap_open, sums.gap[nulls])
            side = int(np.argmax(values + scores[node, FULL + 2 :]))
            column, came = FULL + 2 + side, int(nulls[side])
            in_gap = bool(sums.gap[came] >= sums.text[came] + gap_open)
        else:
            values = np.concatenate([either[before[:FULL]], sums.text[nulls]])
            column = int(np.argmax(values + scores[node, : FULL + 2]))
            came = int(before[column])
            in_gap = column < FULL and bool(sums.gap[came] > sums.text[came])
        path.append((node, column))
        node = came
    return path[::-1]


def side_by_side(lattices: Sequence[Lattice]) -> tuple[Lattice, list[Ints]]:
    """Many lattices as one, each keeping its start and end, with each one's nodes in it."""
    sizes = [len(one.i) for one in lattices]
    size, shift = sum(sizes), np.cumsum([0, *sizes[:-1]])
    i, j = (np.concatenate([getattr(one, side) for one in lattices]) for side in "ij")
    texts = np.cumsum([0, *(len(one.starts) for one in lattices[:-1])])
    text = np.concatenate([one.text + n for one, n in zip(lattices, texts, strict=True)])
    first = np.concatenate([(one.i + one.j)[one.starts] for one in lattices])
    total = i + j - first[text]
    order = np.argsort(total, kind="stable")
    rank = np.empty(size + 1, dtype=np.int32)
    rank[order] = np.arange(size)
    rank[-1] = size

    def moved(column: str) -> NDArray[np.int32]:
        parts = [
            np.where(getattr(one, column) < n, getattr(one, column) + s, size)
            for one, n, s in zip(lattices, sizes, shift, strict=True)
        ]
        found: NDArray[np.int32] = rank[np.concatenate(parts)]
        return found

    total = total[order]
    levels = np.concatenate([[0], np.flatnonzero(np.diff(total)) + 1, [size]])
    before, after = (moved(column)[order] for column in ("before", "after"))
    starts, ends = (moved(column).astype(np.int64) for column in ("starts", "ends"))
    whole = Lattice(i[order], j[order], text[order], before, after, levels, starts, ends)
    return whole, [rank[s : s + n].astype(np.int64) for s, n in zip(shift, sizes, strict=True)]
