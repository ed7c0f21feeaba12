"""Learns the weights of both models: ``python -m nqpterms.extraction.training DATA [OUT]``.

DATA holds pairs of files: NAME.pairs.tsv (aligned ``zh⇥en``, a header first) and NAME.terms.tsv
(a known term and one of its renderings, ``zh⇥en``). Without OUT nothing is written. Needs scipy
(``[train]``).

Both models are logistic regressions with an L2 penalty. What is known before any text is read, the
direction in which a feature speaks, is a bound on its weight (DIRECTIONS): a few hundred known
terms are too few to learn it, and on other subjects it holds. A large set counts by the square
root of its size.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from nqpterms.extraction.analysis import analysed
from nqpterms.extraction.features import PAIR, TERM, Analysis, term_table
from nqpterms.extraction.weights import Models, Weights, chosen_pairs
from nqpterms.model.alignment import Segment
from nqpterms.renderings.blocks import Floats, Ints
from nqpterms.renderings.tokens import chinese_tokens, english_tokens

PENALTY = 5.0
"""L2 strength: the objective has PENALTY / 2 times the sum of the squared weights."""

DIRECTIONS = {
    **dict.fromkeys(("share", "dice", "score", "best score", "reciprocal", "log count"), 1),
    **dict.fromkeys(("left edge", "right edge", "acronym", "pair", "zh entropy", "capitals"), 1),
    **dict.fromkeys(("zh left edge", "zh right edge", "en left edge", "en right edge"), 1),
    **dict.fromkeys(("longest", "shorter", "length", "hyphen cut", "verb", "of", "and"), -1),
    **dict.fromkeys(("participle", "adjective", "number", "two characters", "one word"), -1),
    **dict.fromkeys(("的", "zh verb", "long", "latin", "en one word", "longer zh"), -1),
}
"""1: a feature can only speak for a pair or a term; -1: only against it."""

Known = dict[str, set[str]]


class Sample(Struct, frozen=True):
    """A set of aligned texts with the terms known in it, analysed."""

    name: str
    analysis: Analysis
    zh_names: list[str]
    en_names: list[str]
    known: Known

    def knows(self, zh: Ints) -> Ints:
        """Which Chinese types are known terms."""
        return np.array([name in self.known for name in self.zh_names], bool)[zh]

    def right(self, pairs: Ints) -> Ints:
        """Which pairs are a known term with a known rendering."""
        table = self.analysis.pairs
        names = zip(table.zh[pairs].tolist(), table.en[pairs].tolist(), strict=True)
        known = self.known
        return np.array(
            [self.en_names[e] in known.get(self.zh_names[z], ()) for z, e in names], bool
        )


def load_samples(folder: Path) -> list[Sample]:
    """The samples of a folder, in the order of their names."""
    return [_sample(path) for path in sorted(folder.glob("*.pairs.tsv"))]


def train(samples: Sequence[Sample]) -> Models:
    """Both models, learned on all samples, each weighing as the square root of its size."""
    smallest = min(len(s.zh_names) for s in samples)
    shares = [float(np.sqrt(smallest / len(s.zh_names))) for s in samples]
    pair = _fit([_pair_rows(sample) for sample in samples], shares, PAIR)
    draft = Models(pair, pair)
    return Models(pair, _fit([_term_rows(s, draft) for s in samples], shares, TERM))


def report(samples: Sequence[Sample], models: Models) -> Iterator[str]:
    """What was learned, weight by weight, and what it finds in the samples themselves."""
    for name, model, order in (("pair", models.pair, PAIR), ("term", models.term, TERM)):
        yield f"{name}\tbias\t{model.bias:+.3f}"
        for feature in sorted(order, key=lambda f: -abs(model.values[f])):
            yield f"{name}\t{feature}\t{model.values[feature]:+.3f}"
    for sample in samples:
        chosen, likely = chosen_pairs(sample.analysis.pairs, models)
        features = term_table(sample.analysis, chosen=chosen, likely=likely)
        ranked = chosen[np.argsort(-models.term_probability(features), kind="stable")]
        right = np.cumsum(sample.right(ranked))
        for rows in (200, 500, 1000, 2000):
            found = int(right[min(rows, len(right)) - 1])
            yield f"{sample.name}\tknown pairs among the first {rows} rows\t{found}"


def main(arguments: Sequence[str]) -> None:
    """Learn, print the table, and write OUT where it is given."""
    samples = load_samples(Path(arguments[0]))
    models = train(samples)
    sys.stdout.writelines(f"{line}\n" for line in report(samples, models))
    if len(arguments) > 1:
        names = ", ".join(f"{s.name} ({len(s.analysis.pairs.zh)} pairs)" for s in samples)
        told = {
            "learned from": names,
            **{
                name: {"bias": round(model.bias, 4), "weights": _rounded(model)}
                for name, model in (("pair", models.pair), ("term", models.term))
            },
        }
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        Path(arguments[1]).write_text(text, encoding="utf-8")


def _rounded(model: Weights) -> dict[str, float]:
    return {name: round(value, 4) for name, value in model.values.items() if abs(value) > 5e-5}


def _sample(path: Path) -> Sample:
    name = path.name.removesuffix(".pairs.tsv")
    segments = [Segment(zh, en) for zh, en in _rows(path)]
    analysis = analysed(segments)
    zh_names, en_names = analysis.names()
    known: Known = {}
    for zh, en in _rows(path.with_name(f"{name}.terms.tsv")):
        english = _unhyphened(" ".join(token.key for token in english_tokens(en)))
        known.setdefault("".join(t.key for t in chinese_tokens(zh)), set()).add(english)
    return Sample(name, analysis, zh_names, [_unhyphened(e) for e in en_names], known)


def _unhyphened(keys: str) -> str:
    return keys.replace(" - ", " ")


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as file:
        for line in list(file)[1:]:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 1 and cells[0] and cells[1]:
                yield cells[0], cells[1]


Rows = tuple[Floats, Ints]


def _pair_rows(sample: Sample) -> Rows:
    """All pairs of those known terms that have a right one among them."""
    pairs = sample.analysis.pairs
    rows = np.flatnonzero(sample.knows(pairs.zh))
    right = sample.right(rows)
    has_right = np.zeros(len(sample.zh_names), bool)
    has_right[pairs.zh[rows[right]]] = True
    kept = has_right[pairs.zh[rows]]
    return pairs.features[rows[kept]], right[kept]


def _term_rows(sample: Sample, models: Models) -> Rows:
    """Every Chinese type with its best pair; right where both are known."""
    chosen, likely = chosen_pairs(sample.analysis.pairs, models)
    return term_table(sample.analysis, chosen=chosen, likely=likely), sample.right(chosen)


def _fit(rows: Sequence[Rows], shares: Sequence[float], names: Sequence[str]) -> Weights:
    """The logistic model of some rows, each set of them with its weight."""
    from scipy.optimize import minimize

    features = np.concatenate([values for values, _ in rows])
    right = np.concatenate([labels for _, labels in rows]).astype(float)
    weight = np.repeat(shares, [len(labels) for _, labels in rows])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled = (features - mean) / scale

    def objective(values: Floats) -> tuple[float, Floats]:
        score = scaled @ values[1:] + values[0]
        loss = weight @ (np.logaddexp(0, score) - right * score)
        slope = weight * (1 / (1 + np.exp(-score)) - right)
        gradient = np.concatenate(([slope.sum()], scaled.T @ slope + PENALTY * values[1:]))
        return float(loss + PENALTY / 2 * values[1:] @ values[1:]), gradient

    sides = {1: (0, None), -1: (None, 0), 0: (None, None)}
    bounds = [(None, None), *(sides[DIRECTIONS.get(name, 0)] for name in names)]
    start = np.zeros(len(names) + 1)
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    values = found[1:] / scale
    learned = dict(zip(names, values.tolist(), strict=True))
    return Weights(learned, float(found[0] - values @ mean))


if __name__ == "__main__":
    main(sys.argv[1:])
