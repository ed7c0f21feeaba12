"""Learns the weights of both models: ``python -m nqpterms.extraction.term_training DATA [OUT]``.

DATA holds pairs of files: NAME.pairs.tsv (aligned ``zh⇥en``, a header first) and NAME.terms.tsv
(a known term and one of its renderings, ``zh⇥en``). NAME.read.tsv holds rows that somebody has
read (the keys of a Chinese and an English type, and the judgement: term, phrase or wrong). Without
OUT nothing is written. Needs scipy (``[train]``).

All models are logistic regressions with an L2 penalty. What is known before any text is read, the
direction in which a feature speaks, is a bound on its weight (_DIRECTIONS): a few hundred known
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

from nqpterms.extraction.row_judging import ONCE, log_odds, row_features
from nqpterms.extraction.term_features import (
    PAIR,
    ROW,
    TERM,
    Analysis,
    LogisticModel,
    TermModels,
    analyse,
    chosen_pairs,
    term_table,
)
from nqpterms.model.alignment import Segment
from nqpterms.renderings.blocks import Floats, Ints
from nqpterms.renderings.tokens import chinese_tokens, english_tokens

_PENALTY = 5.0  # L2 strength: the objective has half of it times the sum of the squared weights

_DIRECTIONS = {
    **dict.fromkeys(
        ("share", "dice", "score", "best score", "reciprocal", "log count"), 1
    ),
    **dict.fromkeys(
        (
            "left edge",
            "right edge",
            "acronym",
            "pair",
            "zh entropy",
            "capitals",
        ),
        1,
    ),
    **dict.fromkeys(
        ("zh left edge", "zh right edge", "en left edge", "en right edge"), 1
    ),
    **dict.fromkeys(
        ("longest", "shorter", "length", "hyphen cut", "verb", "of", "and"), -1
    ),
    **dict.fromkeys(
        ("participle", "adjective", "number", "two characters", "one word"), -1
    ),
    **dict.fromkeys(("and cut", "once", "en participle"), -1),
    **dict.fromkeys(("bounded", "listed", "quoted", "glossed"), 1),
    **dict.fromkeys(
        (
            "english known",
            "weakest english",
            "chinese known",
            "weakest chinese",
        ),
        1,
    ),
    **dict.fromkeys(
        ("的", "zh verb", "long", "latin", "en one word", "longer zh"), -1
    ),
}
"""1: a feature can only speak for a pair or a term; -1: only against it."""

_Renderings = dict[str, set[str]]
"""The renderings of each term, as they are compared."""
_Rows = tuple[Floats, Ints]
"""Features, a row each, and which rows are right."""


class _TermSample(Struct, frozen=True):
    """A set of aligned texts, analysed, with the terms of its glossary."""

    name: str
    analysis: Analysis
    zh_names: list[str]
    en_names: list[str]
    renderings: _Renderings
    read: dict[
        tuple[str, str], bool
    ]  # whether the English of a row that was read is right

    def are_terms(self, zh: Ints) -> Ints:
        """Which Chinese types are terms of the glossary."""
        return np.array(
            [name in self.renderings for name in self.zh_names], bool
        )[zh]

    def are_right(self, pairs: Ints) -> Ints:
        """Which pairs are a term of the glossary with one of its renderings."""
        table = self.analysis.pairs
        is_right: list[bool] = []
        for z, e in zip(
            table.zh[pairs].tolist(), table.en[pairs].tolist(), strict=True
        ):
            renderings = self.renderings.get(self.zh_names[z], set())
            is_right.append(self.en_names[e] in renderings)
        return np.array(is_right, bool)


def _load_samples(folder: Path) -> list[_TermSample]:
    """The samples of a folder, in the order of their names."""
    return [_sample(path) for path in sorted(folder.glob("*.pairs.tsv"))]


def _train(samples: Sequence[_TermSample]) -> TermModels:
    """Both models, learned on all samples, each weighing as the square root of its size."""
    sizes = [len(sample.zh_names) for sample in samples]
    shares = [float(np.sqrt(min(sizes) / size)) for size in sizes]
    pair = _fit([_pair_rows(sample) for sample in samples], shares, PAIR)
    draft = TermModels(pair, pair, pair, pair)
    rows = [_term_rows(sample, draft) for sample in samples]
    often = [_among(features, labels, once=False) for features, labels in rows]
    once = [_among(features, labels, once=True) for features, labels in rows]
    draft = TermModels(
        pair, _fit(often, shares, TERM), _fit(once, shares, TERM), pair
    )
    read = [_read_rows(sample, draft) for sample in samples if sample.read]
    row = _fit(read, [1.0] * len(read), ROW) if read else pair
    return TermModels(draft.pair, draft.term, draft.once, row)


def _among(features: Floats, labels: Ints, *, once: bool) -> _Rows:
    """The rows of what stands once, or of what stands more often."""
    chosen = (features[:, TERM.index("once")] > 0) == once
    return features[chosen], labels[chosen]


def _report(
    samples: Sequence[_TermSample], models: TermModels
) -> Iterator[str]:
    """What was learned, weight by weight, and what it finds in the samples themselves."""
    learned = (("pair", PAIR), ("term", TERM), ("once", TERM), ("row", ROW))
    for name, order in learned:
        model: LogisticModel = getattr(models, name)
        yield f"{name}\tbias\t{model.bias:+.3f}"
        by_weight = sorted(
            order, key=lambda feature: -abs(model.values[feature])
        )
        for feature in by_weight:
            yield f"{name}\t{feature}\t{model.values[feature]:+.3f}"
    for sample in samples:
        chosen, likely = chosen_pairs(sample.analysis.pairs, models)
        features = term_table(sample.analysis, chosen=chosen, likely=likely)
        ranked = chosen[
            np.argsort(-models.term_probability(features), kind="stable")
        ]
        right = np.cumsum(sample.are_right(ranked))
        for rows in (200, 500, 1000, 2000):
            count = int(right[min(rows, len(right)) - 1])
            yield f"{sample.name}\tknown pairs among the first {rows} rows\t{count}"


def main(arguments: Sequence[str]) -> None:
    """Learn, print the table, and write OUT where it is given."""
    samples = _load_samples(Path(arguments[0]))
    models = _train(samples)
    sys.stdout.writelines(f"{line}\n" for line in _report(samples, models))
    if len(arguments) == 1:
        return
    weights = {
        "learned from": ", ".join(
            f"{s.name} ({len(s.analysis.pairs.zh)} pairs)" for s in samples
        ),
        "pair": _rounded(models.pair),
        "term": _rounded(models.term),
        "once": _rounded(models.once),
        "row": _rounded(models.row),
    }
    text = json.dumps(weights, ensure_ascii=False, indent=1) + "\n"
    Path(arguments[1]).write_text(text, encoding="utf-8")


def _rounded(model: LogisticModel) -> dict[str, object]:
    """A model as it is written, to four places; a weight that would be 0 is left out."""
    weights = {
        name: round(value, 4)
        for name, value in model.values.items()
        if abs(value) > 5e-5
    }
    return {"bias": round(model.bias, 4), "weights": weights}


def _sample(path: Path) -> _TermSample:
    name = path.name.removesuffix(".pairs.tsv")
    analysis = analyse([Segment(zh, en) for zh, en in _rows(path)], once=True)
    zh_names, en_names = analysis.names()
    renderings: _Renderings = {}
    for zh, en in _rows(path.with_name(f"{name}.terms.tsv")):
        chinese = "".join(token.key for token in chinese_tokens(zh))
        english = _unhyphened(
            " ".join(token.key for token in english_tokens(en))
        )
        renderings.setdefault(chinese, set()).add(english)
    read = _judgements(path.with_name(f"{name}.read.tsv"))
    english_names = [_unhyphened(english) for english in en_names]
    return _TermSample(
        name, analysis, zh_names, english_names, renderings, read
    )


def _judgements(path: Path) -> dict[tuple[str, str], bool]:
    """The rows that were read, and whether the English is right."""
    if not path.exists():
        return {}
    judgements: dict[tuple[str, str], bool] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        zh, en, judgement = line.split("\t")
        judgements[zh, en] = judgement != "wrong"
    return judgements


def _unhyphened(keys: str) -> str:
    return keys.replace(" - ", " ")


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as file:
        for line in list(file)[1:]:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 1 and cells[0] and cells[1]:
                yield cells[0], cells[1]


def _pair_rows(sample: _TermSample) -> _Rows:
    """All pairs of those terms that have a right one among them."""
    pairs = sample.analysis.pairs
    rows = np.flatnonzero(sample.are_terms(pairs.zh))
    right = sample.are_right(rows)
    has_right = np.zeros(len(sample.zh_names), bool)
    has_right[pairs.zh[rows[right]]] = True
    count = np.bincount(sample.analysis.zh.type, minlength=len(sample.zh_names))
    useful = has_right[pairs.zh[rows]] & (count[pairs.zh[rows]] > 1)
    return pairs.features[rows[useful]], right[useful]


def _term_rows(sample: _TermSample, models: TermModels) -> _Rows:
    """Every Chinese type with its best pair; right where the glossary has both."""
    chosen, likely = chosen_pairs(sample.analysis.pairs, models)
    return term_table(
        sample.analysis, chosen=chosen, likely=likely
    ), sample.are_right(chosen)


def _read_rows(sample: _TermSample, models: TermModels) -> _Rows:
    """The rows of a sample that were read."""
    pairs = sample.analysis.pairs
    chosen, likely = chosen_pairs(pairs, models)
    table = term_table(sample.analysis, chosen=chosen, likely=likely)
    score = np.zeros(len(sample.zh_names))
    score[pairs.zh[chosen]] = log_odds(models.term_probability(table))
    score[pairs.zh[chosen]] -= ONCE * table[:, TERM.index("once")]
    first = models.pair_probability(pairs.features)
    read: list[int] = []
    right: list[bool] = []
    for number, (z, e) in enumerate(
        zip(pairs.zh.tolist(), pairs.en.tolist(), strict=True)
    ):
        key = (sample.zh_names[z], sample.en_names[e])
        if key in sample.read:
            read.append(number)
            right.append(sample.read[key])
    rows = np.array(read, int)
    features = row_features(
        sample.analysis, rows, first[rows], score[pairs.zh[rows]]
    )
    return features, np.array(right, bool)


def _fit(
    rows: Sequence[_Rows], shares: Sequence[float], names: Sequence[str]
) -> LogisticModel:
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
        gradient = np.concatenate(
            ([slope.sum()], scaled.T @ slope + _PENALTY * values[1:])
        )
        return float(loss + _PENALTY / 2 * values[1:] @ values[1:]), gradient

    sides = {1: (0, None), -1: (None, 0), 0: (None, None)}
    bounds = [
        (None, None),
        *(sides[_DIRECTIONS.get(name, 0)] for name in names),
    ]
    start = np.zeros(len(names) + 1)
    best = minimize(
        objective, start, jac=True, method="L-BFGS-B", bounds=bounds
    ).x
    values = best[1:] / scale
    learned = dict(zip(names, values.tolist(), strict=True))
    return LogisticModel(learned, float(best[0] - values @ mean))


if __name__ == "__main__":
    main(sys.argv[1:])
