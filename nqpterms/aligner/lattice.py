"""The lattice of beads: which paths through two texts there are, and how likely each bead is.

A node (i, j) says that i Chinese and j English sentences are behind us; a bead of a and b
sentences leads from (i-a, j-b) to (i, j). An alignment is a path from (0, 0) to the end. Of two
Chinese sentences and one English, these are the paths, with a score for each bead:

    (0,0) ──2-1──▶ (2,1)                         both for one
    (0,0) ──1-1──▶ (1,1) ──1-0──▶ (2,1)          the second has no partner
    (0,0) ──1-0──▶ (1,0) ──1-1──▶ (2,1)          the first has none
    …                                            and three that pair nothing

A path weighs exp(the sum of its scores), and a bead is as likely as the weight of the paths that
hold it is of the weight of all. No path is listed for that: `forward` sums up the weight of all
ways to each node, `backward` that of all ways from it to the end, and a bead's share is the
product of what leads to it, itself, and what leads on from it.

Two states tell ordinary text from a *gap*, where one side has no translation: a gap costs once to
open and little to extend (an affine gap), while a lone null bead costs its own weight. So ten
sentences that are missing in a row cost less than ten that are missing here and there.

Nodes are sorted by i + j, and all nodes of one sum are worked on at once, for one pair of texts
or for many side by side (training): a bead always leads to a larger sum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.aligner.links import Floats, Ints

Nodes = NDArray[np.int32]

KINDS = (
    *(
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
        (1, 3),
        (3, 1),
        (1, 4),
        (4, 1),
        (2, 3),
        (3, 2),
        (1, 5),
    ),
    *((5, 1), (1, 0), (0, 1)),
)
"""Bead types, (Chinese, English) sentences; the two null beads come last."""
FULL = 12
"""How many of KINDS have both sides."""
COLUMNS = 16
"""Score columns: one a kind, and the two null beads once more, inside a gap."""

_NULLS = FULL + 2  # columns before those of the gap
# Keeps the logarithm of an impossible sum from becoming undefined.
_NEVER = -1e300


class Lattice(Struct, frozen=True):
    """Nodes in the order of i + j.

    `before` and `after`, shape (nodes, 14), name the node at the other end of each kind of bead;
    the number of nodes stands for none. `levels` are the bounds of equal sums. `text` says which
    pair of texts a node belongs to; `starts` and `ends` are the first and last node of each.
    """

    i: Ints
    j: Ints
    text: Ints
    before: Nodes
    after: Nodes
    levels: Ints
    starts: Ints
    ends: Ints


class _PathSums(Struct, frozen=True):
    """What `forward` or `backward` gives a node: in text, in a gap (log weights)."""

    text: Floats
    gap: Floats


class _Posteriors(Struct, frozen=True):
    """How likely each bead is, shape (nodes, COLUMNS), and how likely each gap opens there,
    shape (nodes, 2); `total` is the log weight of all paths, per text."""

    beads: Floats
    opens: Floats
    total: Floats


def build(low: Ints, high: Ints, *, row: int = 0) -> Lattice:
    """The lattice of a band: for row i the nodes j in low[i] … high[i] - 1, both never falling.

    The first row of the band is row number *row* of the text.
    """
    width = high - low
    first = np.cumsum(width) - width
    i = np.repeat(np.arange(len(low)), width)
    j = np.arange(len(i)) - np.repeat(first - low, width)
    size = len(i)
    order = np.argsort(i + j, kind="stable")
    rank = _ranks(order)
    i, j = i[order], j[order]

    def nodes_at(rows: Ints, columns: Ints) -> Nodes:
        safe = np.clip(rows, 0, len(low) - 1)
        inside = (
            (rows == safe) & (columns >= low[safe]) & (columns < high[safe])
        )
        return rank[np.where(inside, first[safe] + columns - low[safe], size)]

    before = np.stack([nodes_at(i - a, j - b) for a, b in KINDS], axis=1)
    after = np.stack([nodes_at(i + a, j + b) for a, b in KINDS], axis=1)
    text = np.zeros(size, dtype=np.int64)
    return Lattice(
        i + row,
        j,
        text,
        before,
        after,
        _levels(i + j),
        np.array([0]),
        np.array([size - 1]),
    )


def _ranks(order: Ints) -> Nodes:
    """Where each element stands in an order; one element more stands for none."""
    size = len(order)
    rank = np.empty(size + 1, dtype=np.int32)
    rank[order] = np.arange(size)
    rank[-1] = size
    return rank


def _levels(sums: Ints) -> Ints:
    """The bounds of equal values in a rising row."""
    return np.concatenate([[0], np.flatnonzero(np.diff(sums)) + 1, [len(sums)]])


def _log_sum(values: Floats) -> Floats:
    # The reductions by name: the methods cost as much again on a level of few nodes.
    top = np.maximum(np.maximum.reduce(values, axis=1), _NEVER)
    total: Floats = (
        np.log(np.add.reduce(np.exp(values - top[:, None]), axis=1)) + top
    )
    return total


def _best(values: Floats) -> Floats:
    top: Floats = np.maximum.reduce(values, axis=1)
    return top


def forward(
    lattice: Lattice, scores: Floats, gap_open: float, *, best: bool = False
) -> _PathSums:
    """The sum (or with *best* the maximum) over all paths from the start to each node.

    *scores* has shape (nodes, COLUMNS): of the bead of each kind that ends in the node. Where
    *gap_open* is minus infinity there are no gaps.
    """
    reduce: Callable[[Floats], Floats] = _best if best else _log_sum
    join = np.maximum if best else np.logaddexp
    has_gaps = np.isfinite(gap_open)
    text, gap, either = (np.full(len(lattice.i) + 1, -np.inf) for _ in range(3))
    text[lattice.starts] = either[lattice.starts] = 0.0
    with np.errstate(divide="ignore"):
        for begin, end in zip(
            lattice.levels[1:-1], lattice.levels[2:], strict=True
        ):
            before = lattice.before[begin:end]
            nulls = before[:, FULL:]
            score = scores[begin:end]
            in_text = np.empty((end - begin, _NULLS))
            in_text[:, :FULL] = either[before[:, :FULL]]
            in_text[:, FULL:] = from_text = text[nulls]
            in_text += score[:, :_NULLS]
            if not has_gaps:
                text[begin:end] = either[begin:end] = reduce(in_text)
                continue
            in_gap = join(from_text + gap_open, gap[nulls]) + score[:, _NULLS:]
            text[begin:end] = reduce(in_text)
            gap[begin:end] = join(in_gap[:, 0], in_gap[:, 1])
            either[begin:end] = join(text[begin:end], gap[begin:end])
    return _PathSums(text, gap)


def backward(lattice: Lattice, scores: Floats, gap_open: float) -> _PathSums:
    """The sum over all paths from each node to the end."""
    text, gap = (np.full(len(lattice.i) + 1, -np.inf) for _ in range(2))
    text[lattice.ends] = gap[lattice.ends] = 0.0
    flat = scores.ravel()
    columns, gap_columns = np.arange(_NULLS), np.arange(_NULLS, COLUMNS)
    with np.errstate(divide="ignore"):
        for begin, end in zip(
            lattice.levels[-2::-1], lattice.levels[:0:-1], strict=True
        ):
            after = lattice.after[begin:end]
            # Where there is no node, any score will do: the sum behind it is -inf.
            cell = after.astype(np.int64) * COLUMNS
            ordinary = flat.take(cell + columns, mode="clip") + text[after]
            longer = (
                flat.take(cell[:, FULL:] + gap_columns, mode="clip")
                + gap[after[:, FULL:]]
            )
            from_text = np.concatenate([ordinary, longer + gap_open], axis=1)
            from_gap = np.concatenate([ordinary[:, :FULL], longer], axis=1)
            text[begin:end] = np.logaddexp(text[begin:end], _log_sum(from_text))
            gap[begin:end] = np.logaddexp(gap[begin:end], _log_sum(from_gap))
    return _PathSums(text, gap)


def posteriors(
    lattice: Lattice, scores: Floats, gap_open: float
) -> _Posteriors:
    """Probabilities of the beads that end in each node, from forward and backward sums."""
    ahead = forward(lattice, scores, gap_open)
    behind = backward(lattice, scores, gap_open)
    either = np.logaddexp(ahead.text, ahead.gap)
    total = either[lattice.ends]
    norm = total[lattice.text]
    before = lattice.before
    nulls = before[:, FULL:]
    beads = np.empty_like(scores)
    beads[:, :FULL] = either[before[:, :FULL]]
    beads[:, FULL:_NULLS] = ahead.text[nulls]
    beads[:, :_NULLS] += behind.text[:-1, None]
    opens = ahead.text[nulls] + gap_open
    beads[:, _NULLS:] = (
        np.logaddexp(opens, ahead.gap[nulls]) + behind.gap[:-1, None]
    )
    beads += scores
    opens += scores[:, _NULLS:] + behind.gap[:-1, None]
    for logs in (
        beads,
        opens,
    ):  # in place: they are the largest arrays there are
        np.subtract(logs, norm[:, None], out=logs)
        np.exp(logs, out=logs)
    return _Posteriors(beads, opens, total)


def best_path(
    lattice: Lattice, scores: Floats, gap_open: float
) -> list[tuple[int, int]]:
    """The most likely path from start to end: (node, score column).

    Of a lattice of several texts, the paths of all, one behind the other.
    """
    sums = forward(lattice, scores, gap_open, best=True)
    path: list[tuple[int, int]] = []
    for start, end in zip(
        lattice.starts.tolist(), lattice.ends.tolist(), strict=True
    ):
        path += _best_path_between(lattice, scores, gap_open, sums, start, end)
    return path


def _best_path_between(
    lattice: Lattice,
    scores: Floats,
    gap_open: float,
    sums: _PathSums,
    start: int,
    end: int,
) -> list[tuple[int, int]]:
    """The same from one start to its end, by the maximal sums of `forward`."""
    either = np.maximum(sums.text, sums.gap)
    node = end
    in_gap = bool(sums.gap[node] > sums.text[node])
    path: list[tuple[int, int]] = []
    while node != start:
        before = lattice.before[node]
        nulls = before[FULL:]
        if in_gap:
            values = np.maximum(sums.text[nulls] + gap_open, sums.gap[nulls])
            side = int(np.argmax(values + scores[node, _NULLS:]))
            column, origin = _NULLS + side, int(nulls[side])
            in_gap = bool(sums.gap[origin] >= sums.text[origin] + gap_open)
        else:
            values = np.concatenate([either[before[:FULL]], sums.text[nulls]])
            column = int(np.argmax(values + scores[node, :_NULLS]))
            origin = int(before[column])
            in_gap = column < FULL and bool(
                sums.gap[origin] > sums.text[origin]
            )
        path.append((node, column))
        node = origin
    return path[::-1]


def side_by_side(lattices: Sequence[Lattice]) -> tuple[Lattice, list[Ints]]:
    """Many lattices as one, each keeping its start and end, with each one's nodes in it."""
    sizes = [len(one.i) for one in lattices]
    size, shifts = sum(sizes), np.cumsum([0, *sizes[:-1]])
    i = np.concatenate([one.i for one in lattices])
    j = np.concatenate([one.j for one in lattices])
    texts = np.cumsum([0, *(len(one.starts) for one in lattices[:-1])])
    text = np.concatenate(
        [one.text + n for one, n in zip(lattices, texts, strict=True)]
    )
    # Every start is on the first level, wherever it stands in its text.
    first = np.concatenate([(one.i + one.j)[one.starts] for one in lattices])
    level = i + j - first[text]
    order = np.argsort(level, kind="stable")
    rank = _ranks(order)

    def moved(columns: Sequence[NDArray[np.integer]]) -> Nodes:
        """Nodes of each lattice as nodes of the whole."""
        parts: list[Ints] = []
        for nodes, own, shift in zip(columns, sizes, shifts, strict=True):
            parts.append(np.where(nodes < own, nodes + shift, size))
        return rank[np.concatenate(parts)]

    whole = Lattice(
        i[order],
        j[order],
        text[order],
        before=moved([one.before for one in lattices])[order],
        after=moved([one.after for one in lattices])[order],
        levels=_levels(level[order]),
        starts=moved([one.starts for one in lattices]).astype(np.int64),
        ends=moved([one.ends for one in lattices]).astype(np.int64),
    )
    places = [
        rank[start : start + own].astype(np.int64)
        for start, own in zip(shifts, sizes, strict=True)
    ]
    return whole, places
