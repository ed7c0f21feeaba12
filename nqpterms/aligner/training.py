"""Learns the weights and prints how good they are: ``python -m nqpterms.aligner.training DATA``.

    samples with gold beads ──copies──▶ Problem ──fit──▶ Weights

DATA holds zh/, en/ (one text a line) and gold/ (``[zh]:[en]`` a line, 0-based). The weights are
those of a linear-chain CRF over the bead lattice: L-BFGS with an L2 penalty, on the documents and
on copies with deletions. The table is a cross-validation over documents, with gaps and
calibration. Needs scipy (``[train]``).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from nqpterms.aligner.anchors import cut_out
from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.encoder import Encoder, load_encoder
from nqpterms.aligner.engine import Search, Weights, align_texts, prepare
from nqpterms.aligner.features import (
    NAMES,
    PAIR,
    null_features,
    null_places,
    pair_features,
)
from nqpterms.aligner.lattice import (
    COLUMNS,
    FULL,
    KINDS,
    Lattice,
    build,
    posteriors,
    side_by_side,
)
from nqpterms.aligner.links import Floats, Ints
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.scoring import score_alignments
from nqpterms.scoring.alignment_score import load_beads

_PENALTY = 3.0  # L2 strength: the objective has half of it times the sum of the squared weights
_FOLDS = 3
_SURE = 0.95  # confidence of the beads whose calibration is printed
_GAP_RUN = 3  # this many null beads in a row are a gap, fewer stand alone
# So that what novels hardly show (numbers) gets no wild weight.
_LEAST_UNIT = 0.2
_PIECE = 20  # gold beads of a training lattice
# What a copy with deletions counts, against 1 for the sample itself.
_COPY = 0.5
_OPEN = len(NAMES) - 1

GoldBead = tuple[tuple[int, ...], tuple[int, ...]]
_Results = list[tuple[list[GoldBead], list[TextBead]]]


class GoldSample(Struct, frozen=True):
    """One pair of texts with its gold beads, and how much it counts in training."""

    name: str
    zh: list[str]
    en: list[str]
    gold: list[GoldBead]
    weight: float = 1.0


class _SampleBlock(Struct, frozen=True):
    """The features of the beads of one score column: nodes, values, and their weights' places."""

    column: int
    nodes: Ints
    values: Floats
    places: Ints


class _FitProblem(Struct, frozen=True):
    """Lattices side by side with all their features, what each counts, and the features of the
    gold paths."""

    lattice: Lattice
    blocks: list[_SampleBlock]
    weight: Floats
    gold: Floats


# --- samples, and copies of them with deletions ---


def load_samples(folder: Path) -> dict[str, GoldSample]:
    """The samples of a folder with zh/, en/ and gold/, by stem."""
    samples: dict[str, GoldSample] = {}
    for gold in sorted((folder / "gold").iterdir()):
        zh, en = (_lines(folder / side / gold.stem) for side in ("zh", "en"))
        samples[gold.stem] = GoldSample(gold.stem, zh, en, load_beads(gold))
    return samples


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _copies(sample: GoldSample, chance: random.Random) -> list[GoldSample]:
    """The sample and its copies with deletions, as they are trained on."""
    sample = _usual(sample)
    shortened = [
        _with_gap(sample, chance.randrange(2), 1 / 3, chance),
        _mostly_gone(sample, 0, chance),
        _mostly_gone(sample, chance.randrange(2), chance),
    ]
    return [sample, *(replace(copy, weight=_COPY) for copy in shortened)]


def _usual(sample: GoldSample) -> GoldSample:
    """The sample without the beads that the lattice has no type for."""
    usual = [
        bead for bead in sample.gold if (len(bead[0]), len(bead[1])) in KINDS
    ]
    zh = chain.from_iterable(bead[0] for bead in usual)
    en = chain.from_iterable(bead[1] for bead in usual)
    return _restricted(sample, set(zh), set(en))


def _restricted(
    sample: GoldSample, zh: Collection[int], en: Collection[int]
) -> GoldSample:
    """The sample with only these sentences; a bead that lost a side becomes null beads."""
    new_zh = {old: new for new, old in enumerate(sorted(zh))}
    new_en = {old: new for new, old in enumerate(sorted(en))}
    gold: list[GoldBead] = []
    for bead in sample.gold:
        gold += _parts(
            _renumbered(bead[0], new_zh), _renumbered(bead[1], new_en)
        )
    zh_texts = [sample.zh[n] for n in sorted(zh)]
    en_texts = [sample.en[n] for n in sorted(en)]
    return GoldSample(sample.name, zh_texts, en_texts, gold)


def _renumbered(
    side: tuple[int, ...], numbers: Mapping[int, int]
) -> tuple[int, ...]:
    return tuple(numbers[n] for n in side if n in numbers)


def _parts(zh: tuple[int, ...], en: tuple[int, ...]) -> list[GoldBead]:
    """A bead, or each of its sentences alone where the other side is gone."""
    if zh and en:
        return [(zh, en)]
    return [((i,), ()) for i in zh] + [((), (j,)) for j in en]


def _with_gap(
    sample: GoldSample, side: int, share: float, chance: random.Random
) -> GoldSample:
    """A copy in which one contiguous share of one side (0 Chinese, 1 English) is gone."""
    beads = len(sample.gold)
    first = chance.randrange(max(1, int(beads * (1 - share))))
    return _without(
        sample, side, sample.gold[first : first + int(beads * share)]
    )


def _mostly_gone(
    sample: GoldSample, side: int, chance: random.Random
) -> GoldSample:
    """A copy in which one side keeps a short passage and single beads here and there."""
    beads = len(sample.gold)
    start = chance.randrange(beads)
    length = max(3, beads // chance.randrange(8, 16))
    passage = range(start, min(beads, start + length))
    single = {n for n in range(beads) if chance.random() < 1 / 15}
    gone = [
        b
        for n, b in enumerate(sample.gold)
        if n not in passage and n not in single
    ]
    return _without(sample, side, gone)


def _without(
    sample: GoldSample, side: int, beads: Iterable[GoldBead]
) -> GoldSample:
    """The sample without the sentences that some beads have on one side."""
    gone = {n for bead in beads for n in bead[side]}
    zh, en = set(range(len(sample.zh))), set(range(len(sample.en)))
    if side == 0:
        return _restricted(sample, zh - gone, en)
    return _restricted(sample, zh, en - gone)


# --- the problem: lattices with the features of their beads ---


def _problem(
    samples: Sequence[GoldSample],
    draft: Floats | None = None,
    *,
    lexicon: Lexicon,
    encoder: Encoder | None = None,
) -> _FitProblem:
    """The training problem of some samples; *draft* weights make the first alignment."""
    pieces: list[tuple[Search, list[GoldBead], float]] = []
    for sample in samples:
        path = np.cumsum(
            [[len(side) for side in bead] for bead in sample.gold], axis=0
        )
        search = prepare(
            sample.zh,
            sample.en,
            draft,
            lexicon=lexicon,
            encoder=encoder,
            through=path,
        )
        pieces += [
            (piece, gold, sample.weight)
            for piece, gold in _pieces(sample, search)
        ]
    lattice, places = side_by_side([piece.lattice for piece, _, _ in pieces])
    blocks: list[_SampleBlock] = []
    total = np.zeros(len(NAMES))
    for (piece, gold, weight), place in zip(pieces, places, strict=True):
        own = _blocks(piece)
        total += weight * _gold_features(piece.lattice, own, gold)
        blocks += [replace(block, nodes=place[block.nodes]) for block in own]
    weights = np.array([weight for _, _, weight in pieces])
    return _FitProblem(lattice, _merged(blocks), weights, total)


def _pieces(
    sample: GoldSample, search: Search
) -> Iterator[tuple[Search, list[GoldBead]]]:
    """The sample cut along its gold path: short lattices side by side train faster than one."""
    i = j = 0
    piece: list[GoldBead] = []
    for n, bead in enumerate(sample.gold):
        piece.append(bead)
        is_last = n + 1 == len(sample.gold)
        if not is_last and (
            len(piece) < _PIECE or not _is_cut(bead, sample.gold[n + 1])
        ):
            continue
        end_i = i + sum(len(zh) for zh, _ in piece)
        end_j = j + sum(len(en) for _, en in piece)
        area = cut_out(search.band, (i, j), (end_i, end_j))
        yield replace(search, lattice=build(*area, row=i)), piece
        i, j, piece = end_i, end_j, []


def _is_cut(before: GoldBead, behind: GoldBead) -> bool:
    """Whether a piece may end between two beads: no gap runs through there."""
    return all(before) and all(behind)


def _blocks(search: Search) -> list[_SampleBlock]:
    """The features of all beads of a lattice."""
    lattice = search.lattice
    blocks: list[_SampleBlock] = []
    for kind in range(len(KINDS)):
        nodes = np.flatnonzero(lattice.before[:, kind] < len(lattice.i))
        i, j = lattice.i[nodes], lattice.j[nodes]
        if kind < FULL:
            values = pair_features(search.evidence, i, j, kind, search.ratio)
            values = np.hstack([np.ones((len(nodes), 1)), values])
            places = np.r_[kind, FULL : FULL + len(PAIR)]
            blocks.append(
                _SampleBlock(kind, nodes, values.astype(np.float32), places)
            )
            continue
        values = null_features(search.evidence, i, j, kind, search.lost).astype(
            np.float32
        )
        for column, places in null_places(kind):
            blocks.append(_SampleBlock(column, nodes, values, places))
    return blocks


def _merged(blocks: Sequence[_SampleBlock]) -> list[_SampleBlock]:
    """The blocks of each column as one."""
    merged: list[_SampleBlock] = []
    for column in range(COLUMNS):
        same = [block for block in blocks if block.column == column]
        nodes = np.concatenate([block.nodes for block in same])
        values = np.concatenate([block.values for block in same])
        merged.append(_SampleBlock(column, nodes, values, same[0].places))
    return merged


def _gold_features(
    lattice: Lattice, blocks: Sequence[_SampleBlock], gold: Sequence[GoldBead]
) -> Floats:
    """The sum of the features along the gold path."""
    node_at = {
        (int(i), int(j)): n
        for n, (i, j) in enumerate(zip(lattice.i, lattice.j, strict=True))
    }
    row_of = {
        block.column: {
            node: row for row, node in enumerate(block.nodes.tolist())
        }
        for block in blocks
    }
    block_of = {block.column: block for block in blocks}
    total = np.zeros(len(NAMES))
    i, j = int(lattice.i[0]), int(lattice.j[0])
    in_gap = False
    for bead, is_gap in zip(gold, _in_gaps(gold), strict=True):
        kind = _kind(bead)
        i, j = i + KINDS[kind][0], j + KINDS[kind][1]
        column = kind + 2 if is_gap else kind
        total[_OPEN] += is_gap and not in_gap
        in_gap = is_gap
        block = block_of[column]
        total[block.places] += block.values[row_of[column][node_at[i, j]]]
    return total


def _kind(bead: GoldBead) -> int:
    return KINDS.index((len(bead[0]), len(bead[1])))


def _in_gaps(gold: Sequence[GoldBead]) -> list[bool]:
    """For each bead whether it stands in a run of null beads long enough for a gap."""
    is_null = [not all(bead) for bead in gold]
    in_gaps: list[bool] = []
    start = 0
    while start < len(gold):
        end = start + 1
        while end < len(gold) and is_null[start] and is_null[end]:
            end += 1
        in_gaps += [is_null[start] and end - start >= _GAP_RUN] * (end - start)
        start = end
    return in_gaps


# --- learning ---


def learn(
    samples: Sequence[GoldSample],
    *,
    lexicon: Lexicon,
    encoder: Encoder | None = None,
) -> Weights:
    """The weights from some samples and their copies: first the draft's, then the final ones."""
    chance = random.Random(0)
    every = [copy for sample in samples for copy in _copies(sample, chance)]
    draft = _fit(_problem(every, lexicon=lexicon, encoder=encoder))
    final = _fit(
        _problem(every, draft, lexicon=lexicon, encoder=encoder), start=draft
    )
    return Weights(draft, final)


def _fit(task: _FitProblem, *, start: Floats | None = None) -> Floats:
    """The weights that make the gold paths most likely, with an L2 penalty.

    The penalty is on standardised weights, so that a feature's unit does not matter.
    """
    from scipy.optimize import minimize

    unit = _units(task)

    def objective(standard: Floats) -> tuple[float, Floats]:
        value, slope = _loss(task, standard / unit)
        value += _PENALTY / 2 * float(standard @ standard)
        return value, slope / unit + _PENALTY * standard

    initial = np.zeros(len(NAMES)) if start is None else start * unit
    options = {"maxiter": 120, "ftol": 3e-6}
    result = minimize(
        objective, initial, jac=True, method="L-BFGS-B", options=options
    )
    weights: Floats = result.x / unit
    return weights


def _loss(task: _FitProblem, weights: Floats) -> tuple[float, Floats]:
    """Minus the log likelihood of the gold paths, and its slope."""
    scores = np.full((len(task.lattice.i), COLUMNS), -np.inf)
    small = weights.astype(np.float32)
    for block in task.blocks:
        scores[block.nodes, block.column] = block.values @ small[block.places]
    chances = posteriors(task.lattice, scores, float(weights[_OPEN]))
    expected = np.zeros_like(weights)
    count = task.weight[task.lattice.text]
    for block in task.blocks:
        chance = chances.beads[block.nodes, block.column] * count[block.nodes]
        expected[block.places] += chance.astype(np.float32) @ block.values
    expected[_OPEN] = count @ chances.opens.sum(axis=1)
    loss = float(task.weight @ chances.total - task.gold @ weights)
    return loss, expected - task.gold


def _units(task: _FitProblem) -> Floats:
    """The standard deviation of each feature over all beads; 1 for the types of beads."""
    units = np.ones(len(NAMES))
    pairs = [block for block in task.blocks if block.column < FULL]
    groups = [
        pairs,
        *([block] for block in task.blocks if block.column >= FULL),
    ]
    for group in groups:
        values = np.concatenate([block.values[:, 1:] for block in group])
        units[group[0].places[1:]] = np.maximum(values.std(axis=0), _LEAST_UNIT)
    return units


# --- the command ---


def _cross_validate(
    sets: Mapping[str, Mapping[str, GoldSample]], encoder: Encoder | None
) -> dict[str, _Results]:
    """The gold and our beads of every document, aligned with weights learned on the other folds.

    Learns from the first of the sets; every third document belongs to one fold.
    """
    lexicon = load_lexicon()
    first = next(iter(sets.values()))
    names = sorted(first)
    results: dict[str, _Results] = {name: [] for name in sets}
    for fold in range(_FOLDS):
        test = names[fold::_FOLDS]
        training = [first[name] for name in names if name not in test]
        weights = learn(training, lexicon=lexicon, encoder=encoder)
        for set_name, samples in sets.items():
            for sample in (samples[name] for name in test):
                beads = align_texts(
                    sample.zh,
                    sample.en,
                    lexicon=lexicon,
                    weights=weights,
                    encoder=encoder,
                )
                results[set_name].append((sample.gold, beads))
    return results


def _table(results: Mapping[str, _Results]) -> str:
    """The figures, one line a set, and how sure the sure beads are to be right."""
    lines = [
        "set         strict P  R      F1     both sides F1   sure: right, share"
    ]
    for name, pairs in results.items():
        scores = score_alignments(pairs)
        strict = scores.strict
        is_right = [
            bead[:2] in gold
            for gold, beads in pairs
            for bead in beads
            if bead.confidence > _SURE
        ]
        right = sum(is_right) / max(1, len(is_right))
        share = len(is_right) / max(1, scores.system_beads)
        lines.append(
            f"{name:11} {strict.precision:.4f} {strict.recall:.4f} {strict.f1:.4f} "
            f"{scores.strict_pairs.f1:.4f}          {right:.4f}, {share:.3f}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: prints the table, and with --write the weights learned on all documents."""
    parser = argparse.ArgumentParser(prog="python -m nqpterms.aligner.training")
    parser.add_argument(
        "data", type=Path, help="folder with zh/, en/ and gold/"
    )
    parser.add_argument(
        "--test", action="append", default=[], metavar="NAME=FOLDER"
    )
    parser.add_argument(
        "--encoder", choices=["lexicon", "use"], default="lexicon"
    )
    parser.add_argument(
        "--write", type=Path, help="weights file to bring up to date"
    )
    parser.add_argument("--no-table", action="store_true", help="learn only")
    options = parser.parse_args(arguments)
    sets = {"whole": load_samples(options.data)}
    for test in options.test:
        name, _, folder = test.partition("=")
        sets[name] = load_samples(Path(folder))
    encoder = load_encoder() if options.encoder == "use" else None
    if not options.no_table:
        sys.stdout.write(_table(_cross_validate(sets, encoder)) + "\n")
    if options.write:
        weights = learn(
            list(sets["whole"].values()),
            lexicon=load_lexicon(),
            encoder=encoder,
        )
        _write(
            options.write,
            "encoder" if encoder else "lexicon",
            weights,
            options.data.name,
        )


def _write(path: Path, mode: str, weights: Weights, data: str) -> None:
    """Brings one mode's weights up to date in a weights file."""
    learned = (
        json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    )
    about = {
        "data": data,
        "date": datetime.now(UTC).date().isoformat(),
        "folds": f"{_FOLDS}, by document",
        "penalty": _PENALTY,
        "note": "Numbers learned from MAC-dev (evaluation data, copyrighted novels); no text of it",
    }
    learned[mode] = {
        "about": about,
        "draft": _by_name(weights.draft),
        "final": _by_name(weights.final),
    }
    path.write_text(
        json.dumps(learned, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


def _by_name(vector: Floats) -> dict[str, float]:
    """A vector of weights by name, to five places."""
    return {
        name: round(float(value), 5)
        for name, value in zip(NAMES, vector, strict=True)
    }


if __name__ == "__main__":
    main()
