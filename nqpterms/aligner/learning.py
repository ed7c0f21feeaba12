"""Weights from samples with gold beads: a linear-chain CRF over the bead lattice.

L-BFGS with an L2 penalty, on the documents and on copies with deletions. Needs scipy
(``[train]``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from nqpterms.aligner.encoder import Encoder
from nqpterms.aligner.engine import Prepared, prepare
from nqpterms.aligner.features import NAMES, PAIR, null_features, null_places, pair_features
from nqpterms.aligner.lattice import COLUMNS, FULL, KINDS, Lattice, build, posteriors, side_by_side
from nqpterms.aligner.tokens import Floats, Ints
from nqpterms.aligner.weights import Weights
from nqpterms.lexicon import Lexicon

PENALTY = 3.0
"""L2 strength: the objective has PENALTY / 2 times the sum of the squared weights."""
_GAP_RUN = 3  # this many null beads in a row are a gap, fewer stand alone
_LEAST_UNIT = 0.2  # so that what novels hardly show (numbers) gets no wild weight
_PIECE = 20  # gold beads of a training lattice
_COPY = 0.5  # what a copy with deletions counts, against 1 for the sample itself
_OPEN = len(NAMES) - 1

GoldBead = tuple[tuple[int, ...], tuple[int, ...]]


class Sample(NamedTuple):
    """One pair of texts with its gold beads, and how much it counts in training."""

    name: str
    zh: list[str]
    en: list[str]
    gold: list[GoldBead]
    weight: float = 1.0


class Block(NamedTuple):
    """The features of the beads of one score column: nodes, values, and their weights' places."""

    column: int
    nodes: Ints
    values: Floats
    places: Ints


class Problem(NamedTuple):
    """Lattices side by side with all their features, what each counts, and the features of the
    gold paths."""

    lattice: Lattice
    blocks: list[Block]
    weight: Floats
    gold: Floats


def usual(sample: Sample) -> Sample:
    """The sample without the beads that the lattice has no type for."""
    kept = [b for b in sample.gold if (len(b[0]), len(b[1])) in KINDS]
    return renumbered(sample, [i for b in kept for i in b[0]], [j for b in kept for j in b[1]])


def renumbered(sample: Sample, zh: Sequence[int], en: Sequence[int]) -> Sample:
    """The sample with only these sentences; a bead that lost a side becomes null beads."""
    at = [{old: new for new, old in enumerate(sorted(side))} for side in (zh, en)]
    gold: list[GoldBead] = []
    for bead in sample.gold:
        left, right = (
            tuple(place[n] for n in side if n in place)
            for place, side in zip(at, bead, strict=True)
        )
        if left and right:
            gold.append((left, right))
        else:
            gold += [((i,), ()) for i in left] + [((), (j,)) for j in right]
    kept_zh, kept_en = ([sample.zh[n] for n in sorted(zh)], [sample.en[n] for n in sorted(en)])
    return Sample(sample.name, kept_zh, kept_en, gold)


def with_gap(sample: Sample, side: int, share: float, chance: random.Random) -> Sample:
    """A copy in which one contiguous share of one side (0 Chinese, 1 English) is gone."""
    first = chance.randrange(max(1, int(len(sample.gold) * (1 - share))))
    gone = {
        n for bead in sample.gold[first : first + int(len(sample.gold) * share)] for n in bead[side]
    }
    return _without(sample, side, gone)


def mostly_gone(sample: Sample, side: int, chance: random.Random) -> Sample:
    """A copy in which one side keeps a short passage and single beads here and there."""
    beads = len(sample.gold)
    start, length = chance.randrange(beads), max(3, beads // chance.randrange(8, 16))
    kept = set(range(start, min(beads, start + length)))
    kept |= {n for n in range(beads) if chance.random() < 1 / 15}
    gone = {n for k, bead in enumerate(sample.gold) if k not in kept for n in bead[side]}
    return _without(sample, side, gone)


def _without(sample: Sample, side: int, gone: set[int]) -> Sample:
    zh, en = range(len(sample.zh)), range(len(sample.en))
    if side == 0:
        return renumbered(sample, [n for n in zh if n not in gone], list(en))
    return renumbered(sample, list(zh), [n for n in en if n not in gone])


def copies(sample: Sample, chance: random.Random) -> list[Sample]:
    """The sample and its copies with deletions, as they are trained on."""
    sample = usual(sample)
    cut = [
        with_gap(sample, chance.randrange(2), 1 / 3, chance),
        mostly_gone(sample, 0, chance),
        mostly_gone(sample, chance.randrange(2), chance),
    ]
    return [sample, *(copy._replace(weight=_COPY) for copy in cut)]


def problem(
    samples: Sequence[Sample],
    draft: Floats | None = None,
    *,
    lexicon: Lexicon,
    encoder: Encoder | None = None,
) -> Problem:
    """The training problem of some samples; *draft* weights make the first alignment."""
    pieces = [
        (piece, sample.weight)
        for sample in samples
        for piece in _pieces(sample, _prepared(sample, draft, lexicon, encoder))
    ]
    lattice, places = side_by_side([one.lattice for (one, _), _ in pieces])
    blocks: list[Block] = []
    gold = np.zeros(len(NAMES))
    for ((one, beads), count), place in zip(pieces, places, strict=True):
        own = _blocks(one)
        gold += count * _gold_features(one.lattice, own, beads)
        blocks += [b._replace(nodes=place[b.nodes]) for b in own]
    return Problem(lattice, _merged(blocks), np.array([count for _, count in pieces]), gold)


def _prepared(
    sample: Sample, draft: Floats | None, lexicon: Lexicon, encoder: Encoder | None
) -> Prepared:
    """The sample's lattice and evidence, with the gold path inside."""
    path = np.cumsum([[len(side) for side in bead] for bead in sample.gold], axis=0)
    return prepare(sample.zh, sample.en, draft, lexicon=lexicon, encoder=encoder, through=path)


def _pieces(sample: Sample, one: Prepared) -> Iterator[tuple[Prepared, list[GoldBead]]]:
    """The sample cut along its gold path: short lattices side by side train faster than one."""
    i = j = 0
    piece: list[GoldBead] = []
    low, high = one.band
    for n, bead in enumerate(sample.gold):
        piece.append(bead)
        around = sample.gold[n : n + 2]
        if len(around) == 2 and (len(piece) < _PIECE or not all(all(b) for b in around)):
            continue
        end_i, end_j = (end + sum(len(b[s]) for b in piece) for s, end in ((0, i), (1, j)))
        rows = slice(i, end_i + 1)
        band = np.clip(low[rows], j, end_j), np.clip(high[rows], j + 1, end_j + 1)
        yield one._replace(lattice=build(*band, row=i)), piece
        i, j, piece = end_i, end_j, []


def _blocks(one: Prepared) -> list[Block]:
    blocks = []
    for kind in range(len(KINDS)):
        nodes = np.flatnonzero(one.lattice.before[:, kind] < len(one.lattice.i))
        i, j = one.lattice.i[nodes], one.lattice.j[nodes]
        if kind < FULL:
            values = pair_features(one.evidence, i, j, kind, one.ratio)
            values = np.hstack([np.ones((len(nodes), 1)), values])
            places = np.r_[kind, FULL : FULL + len(PAIR)]
            blocks.append(Block(kind, nodes, values.astype(np.float32), places))
        else:
            values = null_features(one.evidence, i, j, kind, one.lost).astype(np.float32)
            blocks += [Block(c, nodes, values, places) for c, places in null_places(kind)]
    return blocks


def _merged(blocks: list[Block]) -> list[Block]:
    found = []
    for column in range(COLUMNS):
        same = [b for b in blocks if b.column == column]
        nodes, values = (np.concatenate([b[k] for b in same]) for k in (1, 2))
        found.append(Block(column, nodes, values, same[0].places))
    return found


def _gold_features(lattice: Lattice, blocks: list[Block], gold: Sequence[GoldBead]) -> Floats:
    """The sum of the features along the gold path."""
    by_column = {b.column: b for b in blocks}
    at = {(int(i), int(j)): n for n, (i, j) in enumerate(zip(lattice.i, lattice.j, strict=True))}
    row = {
        c: dict(zip(b.nodes.tolist(), range(len(b.nodes)), strict=True))
        for c, b in by_column.items()
    }
    total = np.zeros(len(NAMES))
    i, j = int(lattice.i[0]), int(lattice.j[0])
    in_gap = False
    for kind, long in zip((_kind(b) for b in gold), _long_runs(gold), strict=True):
        i, j = i + KINDS[kind][0], j + KINDS[kind][1]
        column = kind + 2 if long else kind
        total[_OPEN] += long and not in_gap
        in_gap = long
        block = by_column[column]
        total[block.places] += block.values[row[column][at[i, j]]]
    return total


def _kind(bead: GoldBead) -> int:
    return KINDS.index((len(bead[0]), len(bead[1])))


def _long_runs(gold: Sequence[GoldBead]) -> list[bool]:
    """For each bead whether it stands in a run of null beads long enough for a gap."""
    found: list[bool] = []
    start = 0
    while start < len(gold):
        end = start + 1
        while end < len(gold) and _kind(gold[start]) >= FULL and _kind(gold[end]) >= FULL:
            end += 1
        null = _kind(gold[start]) >= FULL
        found += [null and end - start >= _GAP_RUN] * (end - start)
        start = end
    return found


def fit(task: Problem, *, penalty: float = PENALTY, start: Floats | None = None) -> Floats:
    """The weights that make the gold paths most likely, with an L2 penalty.

    The penalty is on standardised weights, so that a feature's unit does not matter.
    """
    from scipy.optimize import minimize

    unit = _units(task)

    def objective(standard: Floats) -> tuple[float, Floats]:
        value, slope = _loss(task, standard / unit)
        return value + penalty / 2 * float(standard @ standard), slope / unit + penalty * standard

    initial = np.zeros(len(NAMES)) if start is None else start * unit
    options = {"maxiter": 120, "ftol": 3e-6}
    result = minimize(objective, initial, jac=True, method="L-BFGS-B", options=options)
    weights: Floats = result.x / unit
    return weights


def _loss(task: Problem, weights: Floats) -> tuple[float, Floats]:
    """Minus the log likelihood of the gold paths, and its slope."""
    scores = np.full((len(task.lattice.i), COLUMNS), -np.inf)
    small = weights.astype(np.float32)
    for block in task.blocks:
        scores[block.nodes, block.column] = block.values @ small[block.places]
    found = posteriors(task.lattice, scores, float(weights[_OPEN]))
    expected = np.zeros_like(weights)
    count = task.weight[task.lattice.text]
    for block in task.blocks:
        chance = found.beads[block.nodes, block.column] * count[block.nodes]
        expected[block.places] += chance.astype(np.float32) @ block.values
    expected[_OPEN] = count @ found.opens.sum(axis=1)
    return float(task.weight @ found.total - task.gold @ weights), expected - task.gold


def _units(task: Problem) -> Floats:
    """The standard deviation of each feature over all beads; 1 for the types of beads."""
    spread = np.ones(len(NAMES))
    for first in (0, FULL, FULL + 1, FULL + 2, FULL + 3):
        alike = [b for b in task.blocks if first == b.column or (first == 0 and b.column < FULL)]
        values = np.concatenate([b.values[:, 1:] for b in alike])
        spread[alike[0].places[1:]] = np.maximum(values.std(axis=0), _LEAST_UNIT)
    return spread


def learn(
    samples: Sequence[Sample], *, lexicon: Lexicon, encoder: Encoder | None = None
) -> Weights:
    """The weights from some samples and their copies: first the draft's, then the final ones."""
    chance = random.Random(0)
    every = [copy for sample in samples for copy in copies(sample, chance)]
    draft = fit(problem(every, lexicon=lexicon, encoder=encoder))
    final = fit(problem(every, draft, lexicon=lexicon, encoder=encoder), start=draft)
    return Weights(draft, final)
