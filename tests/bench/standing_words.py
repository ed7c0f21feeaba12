"""Learns which stretch stands for a term that no form renders (`renderings/standing_stretches.py`).

    python tests/bench/standing_words.py FOLDER [--write]

FOLDER has `gwr-history/pairs/YEAR.tsv` (a Chinese and an English paragraph in each line) and
`check-dev/pairs-clean.tsv` with its `glossary.tsv`. A quarter of the concepts at a time forgets the
forms that stand in a text: each of their places is then *hidden*, and what ought to be named is
known. In each line one rendering is *deleted*: there nothing ought to be named.

What is named is *right* where it is the form itself, but for an article or an owner before it. The
reports of 2017 and 2021 teach nothing; the other texts are judged by what other concepts teach.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from msgspec.structs import replace
from scipy.optimize import minimize

from nqpterms.checks.evidence import MissingTerm, missing_terms
from nqpterms.checks.view import DocumentView
from nqpterms.formats.term_bases import load_terms
from nqpterms.lexicon import load_lexicon
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, Concept, TermBase, is_language
from nqpterms.renderings.blocks import Floats
from nqpterms.renderings.linked_blocks import (
    RenderingModel,
    learn_renderings,
    linked_blocks,
)
from nqpterms.renderings.rows import matched_rows
from nqpterms.renderings.standing_stretches import (
    FROM_BEST,
    SilentPlace,
    Stretches,
    shares_of,
    stretches_of,
)

MODEL = (
    Path(__file__).parents[2]
    / "nqpterms"
    / "renderings"
    / "standing_stretches.json"
)
KEPT_APART = ("2017", "2021")
QUARTERS = 4
FOLDS = 3
RIDGE = 3.0
WEIGHT_OF_DELETED = 0.5  # there are many, and the most of them in one text
NAMED = 0.93  # share of the hidden places that are to be named
SHARES = (0.8, 0.85, 0.9)
_BEFORE = re.compile(
    r"(?:(?:the|an?|our|its|their|this|these|those|that)\s+)+", re.IGNORECASE
)

# The number of a row, and where a term stands in its Chinese.
_Key = tuple[int, Span]


class Example(NamedTuple):
    """A place of a term, the runs that may stand for it, and which of them are right."""

    text: str
    concept: str
    is_deleted: bool
    stretches: Stretches
    is_right: tuple[bool, ...]

    @property
    def can_teach(self) -> bool:
        """Whether what ought to be named is among what may be."""
        return bool(self.stretches.spans) and (
            self.is_deleted or any(self.is_right)
        )


class Answer(NamedTuple):
    """How sure the likeliest run of a place is, 0–1, and whether it is right."""

    score: float
    is_right: bool
    is_deleted: bool


class Weights(NamedTuple):
    """The weights of the features, and those of nothing."""

    of_runs: Floats
    of_nothing: Floats


def main() -> None:
    """Learn, measure, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = list(_examples(options.folder))
    teaching = [one for one in examples if one.text not in KEPT_APART]
    judged = list(_judged_by_others(teaching))
    least = _least(judged)
    weights = learn([one for one in teaching if one.can_teach])
    _print_figures("texts that teach, by other concepts", judged, least)
    for text in KEPT_APART:
        answers = [
            _answer(one, weights) for one in examples if one.text == text
        ]
        _print_figures(text, answers, least)
    if options.write:
        _write(weights, examples[0].stretches.names, least)


# -- texts --------------------------------------------------------------------------------------


def _examples(folder: Path) -> Iterator[Example]:
    """The hidden and the deleted places of all texts."""
    checked = folder / "check-dev"
    base = load_terms(checked / "glossary.tsv")
    yield from _of_text(checked / "pairs-clean.tsv", base)
    bundled = load_terms()
    for path in sorted((folder / "gwr-history" / "pairs").glob("????.tsv")):
        yield from _of_text(path, bundled)


def _of_text(path: Path, base: TermBase) -> Iterator[Example]:
    """The places of one text, as its own words teach which translate which."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    segments = [
        Segment(zh, en, row=at) for at, (zh, en, *_) in enumerate(rows[1:], 1)
    ]
    view = _view(segments, base)
    model = learn_renderings([one for one in segments if one.zh and one.en])
    yield from _hidden(path.stem, view, model)
    yield from _deleted(path.stem, view, model)


def _view(segments: Sequence[Segment], base: TermBase) -> DocumentView:
    rows = [
        row
        for some in matched_rows(segments, Matcher(base), target="en")
        for row in some
    ]
    return DocumentView(tuple(rows), base)


def _hidden(
    text: str, view: DocumentView, model: RenderingModel
) -> Iterator[Example]:
    """The places of forms that the glossary forgets, a quarter of the concepts at a time."""
    standing = _standing_forms(view)
    spans = _spans(view)
    segments = [row.segment for row in view.rows]
    for quarter in range(QUARTERS):
        thin = tuple(
            _thinned(one, standing, quarter) for one in view.base.concepts
        )
        changed = {
            one.id
            for one, two in zip(thin, view.base.concepts, strict=True)
            if one != two
        }
        thin_view = _view(segments, TermBase(thin, view.base.name))
        for key, missing in _missing(thin_view):
            if missing.rendering.concept.id in changed and key in spans:
                yield _example(text, missing, model, spans[key])


def _deleted(
    text: str, view: DocumentView, model: RenderingModel
) -> Iterator[Example]:
    """The places whose renderings are cut out, one in a row."""
    by_row: dict[int, list[_Key]] = defaultdict(list)
    spans = _spans(view)
    for key in spans:
        by_row[key[0]].append(key)
    cut = {
        keys[_draw(f"{text}{row}", len(keys))] for row, keys in by_row.items()
    }
    segments = [row.segment for row in view.rows]
    for key in cut:
        segment, span = segments[key[0]], spans[key]
        rest = f"{segment.en[: span.start].rstrip()} {segment.en[span.end :].lstrip()}"
        segments[key[0]] = replace(segment, en=rest, en_anchors=())
    for key, missing in _missing(_view(segments, view.base)):
        if key in cut and not missing.rendering.reason:
            yield _example(text, missing, model, None)


def _spans(view: DocumentView) -> dict[_Key, Span]:
    """Where the places of terms are rendered by a form."""
    spans = {}
    for number, renderings in enumerate(view.census):
        for one in renderings:
            if one.how == "term" and one.span and not one.source.is_everyday:
                spans[number, one.source.span] = one.span
    return spans


def _standing_forms(view: DocumentView) -> dict[str, set[str]]:
    """The forms of each concept that stand in a text."""
    forms: dict[str, set[str]] = defaultdict(set)
    for renderings in view.census:
        for one in renderings:
            if one.how == "term" and one.term:
                forms[one.concept.id].add(one.term.text)
    return forms


def _thinned(
    concept: Concept, standing: dict[str, set[str]], quarter: int
) -> Concept:
    """A concept of a quarter without the forms that stand in the text, if others are left."""
    if _draw(concept.id, QUARTERS) != quarter:
        return concept
    gone = standing.get(concept.id, set())
    rest = tuple(
        term
        for term in concept.terms
        if not (is_language(term.lang, "en") and term.text in gone)
    )
    has_form = any(
        is_language(term.lang, "en") and term.status not in DISCOURAGED
        for term in rest
    )
    return replace(concept, terms=rest) if has_form else concept


def _draw(key: str, count: int) -> int:
    """A number below *count* that is the same for a key in every run."""
    return crc32(key.encode()) % count


def _missing(view: DocumentView) -> Iterator[tuple[_Key, MissingTerm]]:
    number_of = {id(row): number for number, row in enumerate(view.rows)}
    for one in missing_terms(view):
        yield (number_of[id(one.row)], one.rendering.source.span), one


def _example(
    text: str, missing: MissingTerm, model: RenderingModel, right: Span | None
) -> Example:
    place = SilentPlace(
        missing.rendering.source.span, missing.expected, missing.taken
    )
    blocks = linked_blocks(missing.row.segment, "zh", model)
    stretches = stretches_of(place, blocks, load_lexicon())
    english = missing.row.text
    wanted = _plain(right.of(english)) if right else ""
    is_right = [
        right is not None
        and span.overlaps(right)
        and _plain(span.of(english)) == wanted
        for span in stretches.spans
    ]
    stretches = stretches._replace(
        features=stretches.features.astype(np.float32)
    )
    return Example(
        text,
        missing.rendering.concept.id,
        right is None,
        stretches,
        tuple(is_right),
    )


def _plain(text: str) -> str:
    """A phrase in small letters, without articles and owners before it."""
    return (
        _BEFORE.sub("", text.lower(), count=1)
        if _BEFORE.match(text)
        else text.lower()
    )


# -- learning -----------------------------------------------------------------------------------


def learn(examples: Sequence[Example]) -> Weights:
    """The weights under which what is right is likeliest, with a ridge."""
    features = np.concatenate([one.stretches.features for one in examples])
    nothing = np.stack([one.stretches.nothing for one in examples])
    lengths = [len(one.stretches.spans) for one in examples]
    first = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    owner = np.repeat(np.arange(len(examples)), lengths)
    is_right = np.concatenate([one.is_right for one in examples])
    is_deleted = np.array([one.is_deleted for one in examples])
    importance = np.where(is_deleted, WEIGHT_OF_DELETED, 1.0)
    count = features.shape[1]

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = (features @ weights[:count].astype(np.float32)).astype(float)
        none = nothing @ weights[count:]
        most = np.maximum(np.maximum.reduceat(odds, first), none)
        likely, likely_none = np.exp(odds - most[owner]), np.exp(none - most)
        total = np.add.reduceat(likely, first) + likely_none
        good = (
            np.add.reduceat(likely * is_right, first) + likely_none * is_deleted
        )
        good = np.maximum(good, 1e-300)
        cost = -(importance * np.log(good / total)).sum() + RIDGE / 2 * (
            weights @ weights
        )
        pull = likely / total[owner] - likely * is_right / good[owner]
        pull_none = likely_none / total - likely_none * is_deleted / good
        of_runs = features.T @ (pull * importance[owner]).astype(np.float32)
        of_nothing = nothing.T @ (pull_none * importance)
        return float(cost), np.concatenate(
            [of_runs, of_nothing]
        ) + RIDGE * weights

    start = np.zeros(count + nothing.shape[1])
    best = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}
    )
    return Weights(best.x[:count], best.x[count:])


def _judged_by_others(examples: Sequence[Example]) -> Iterator[Answer]:
    """The answers for each fold of the concepts, by what the other folds teach."""
    for fold in range(FOLDS):
        others = [
            one for one in examples if _fold(one) != fold and one.can_teach
        ]
        weights = learn(others)
        for one in examples:
            if _fold(one) == fold:
                yield _answer(one, weights)


def _fold(example: Example) -> int:
    return _draw(f"fold of {example.concept}", FOLDS)


def _answer(example: Example, weights: Weights) -> Answer:
    if not example.stretches.spans:
        return Answer(0.0, False, example.is_deleted)
    shares = shares_of(example.stretches, weights.of_runs, weights.of_nothing)
    best = int(shares[:-1].argmax())
    return Answer(
        float(shares[best]), example.is_right[best], example.is_deleted
    )


def _least(answers: Sequence[Answer]) -> float:
    """The score from which NAMED of the hidden places are named."""
    scores = sorted(
        (one.score for one in answers if not one.is_deleted), reverse=True
    )
    return scores[int(NAMED * len(scores))]


# -- figures ------------------------------------------------------------------------------------


def _print_figures(title: str, answers: Sequence[Answer], least: float) -> None:
    hidden = sorted(
        (one for one in answers if not one.is_deleted), reverse=True
    )
    deleted = [one for one in answers if one.is_deleted]
    named = [one for one in hidden if one.score >= least]
    right = sum(one.is_right for one in named) / max(1, len(named))
    print(
        f"{title}: {len(hidden)} hidden places, named {len(named) / len(hidden):.3f}, ",
        end="",
    )
    print(f"of them right {right:.3f}")
    for share in SHARES:
        surest = hidden[: int(share * len(hidden))]
        print(
            f"    the surest {share:.0%}: right {np.mean([a.is_right for a in surest]):.3f}"
        )
    wrong = sum(one.score >= least for one in deleted)
    print(
        f"    {len(deleted)} deleted places, something named {wrong / max(1, len(deleted)):.3f}"
    )


def _write(weights: Weights, names: Sequence[str], least: float) -> None:
    of_runs = zip(names, weights.of_runs.tolist(), strict=True)
    of_nothing = zip(
        ("always", *FROM_BEST), weights.of_nothing.tolist(), strict=True
    )
    table = {
        "about": "Logarithms of odds, learned by tests/bench/standing_words.py.",
        "least": round(least, 3),
        "nothing": {name: round(value, 3) for name, value in of_nothing},
        "weights": {
            name: round(value, 3)
            for name, value in of_runs
            if abs(value) >= 0.001
        },
    }
    MODEL.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
