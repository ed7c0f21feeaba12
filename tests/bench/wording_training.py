"""Learns what tells an official wording of a term from a slip (`checks/official_wordings.py`).

    python tests/bench/wording_training.py FOLDER [--target zh] [--write]

FOLDER holds pairs of official reports (YEAR.tsv, a Chinese and an English paragraph in each line).
What the checks miss in them is a wording, but for the few errors that such texts have; what they
miss where a rendering was changed (`planted_renderings`) is a slip. The report of 2021 teaches
nothing and counts nothing. Each other one is judged by what the others teach; the bound is where
one in thirty of the slips that the checks see would be taken for a wording. With `--target zh` the
Chinese is taken for a translation of the English (`checks/wordings_in_chinese.py`), and it is one
in twenty.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nqpterms.checks.evidence import MissingTerm, missing_terms
from nqpterms.checks.official_wordings import (
    Features,
    RenderingCounts,
    features,
    model_name,
    odds_of_slip,
)
from nqpterms.checks.view import DocumentView
from nqpterms.checks.wordings_in_chinese import is_in_dictionary
from nqpterms.checks.words_in_place import words_in_place
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.renderings.finding import Counterpart
from nqpterms.renderings.rows import matched_rows

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.planted_renderings import Change, plant, segments_of

CHECKS = Path(__file__).parents[2] / "nqpterms" / "checks"
KEPT_APART = "2021"
SEEDS = (1, 2, 3)
# Of the slips that are seen: English terms say less.
LOST = {"en": 1 / 30, "zh": 1 / 20}
# What an official wording counts for beside a slip: there are five times fewer.
WORDING_WEIGHT = 3.0
RIDGE = 1.0
STEPS = 40

Place = tuple[MissingTerm, Counterpart | None]


class Example(NamedTuple):
    """A place of a missing term in a year's report: what was done to it, "" for nothing.

    Its features count the other years: in its own each wording would have been counted before.
    """

    year: str
    kind: str
    features: Features


def main() -> None:
    """Learn, measure, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--target", choices=("zh", "en"), default="en")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    terms = Matcher(load_terms())
    paths = sorted(options.folder.glob("????.tsv"))
    views = {
        path.stem: _view(segments_of(path), terms, options.target)
        for path in paths
    }
    counts_by_year = {year: _counts(views, without=year) for year in views}
    examples = list[Example]()
    for path in paths:
        year, counts = path.stem, counts_by_year[path.stem]
        examples += [
            Example(year, "", _known(place, counts))
            for place in _missing(views[year])
        ]
        if year != KEPT_APART:
            examples += _slips(path, terms, counts, options.target)
    teaching = [example for example in examples if example.year != KEPT_APART]
    judged = _judge_each_year(teaching)
    slips = sorted(odds for example, odds in judged if example.kind)
    bound = slips[int(len(slips) * LOST[options.target])]
    weights = learn(teaching)
    apart = [example for example in examples if example.year == KEPT_APART]
    judged += [
        (example, odds_of_slip(example.features, weights)) for example in apart
    ]
    _print_lost(judged, bound)
    if options.write:
        _write(options.target, weights, bound, counts_by_year[KEPT_APART])


def _view(
    segments: Sequence[Segment], terms: Matcher, target: Side
) -> DocumentView:
    matcher = terms.within(
        [text for one in segments for text in (one.zh, one.en)], slips=target
    )
    rows = [
        row
        for some in matched_rows(segments, matcher, target=target)
        for row in some
    ]
    return DocumentView(tuple(rows), matcher.base)


def _missing(view: DocumentView) -> Iterator[Place]:
    """What T201 warns of where nothing is taken for a wording."""
    for missing, words in zip(
        view.once(missing_terms), view.once(words_in_place), strict=True
    ):
        source = missing.rendering.source
        is_left = source.span.of(missing.row.source_text) in missing.row.text
        is_said = missing.rendering.reason or source.is_everyday or is_left
        if not is_said and not is_in_dictionary(missing):
            yield missing, words


def _slips(
    path: Path, terms: Matcher, counts: dict[str, RenderingCounts], target: Side
) -> Iterator[Example]:
    """The changed renderings that the checks miss."""
    for seed in SEEDS:
        changes, changed = plant(
            segments_of(path), terms, random.Random(seed), target
        )
        change_by_row = {change.row: change for change in changes}
        for place in _missing(_view(changed, terms, target)):
            change = change_by_row.get(place[0].row.segment.row or 0)
            if change and _is_about(place[0], change):
                yield Example(path.stem, change.kind, _known(place, counts))


def _is_about(missing: MissingTerm, change: Change) -> bool:
    return change.term in missing.rendering.source.span.of(
        missing.row.source_text
    )


def _counts(
    views: dict[str, DocumentView], *, without: str
) -> dict[str, RenderingCounts]:
    """In how many rows each concept stands, and is rendered by none of its forms."""
    rows, otherwise = Counter[str](), Counter[str]()
    for year, view in views.items():
        if year in (without, KEPT_APART):
            continue
        for row in view.rows:
            rows.update(row.sought)
        otherwise.update(
            missing.rendering.concept.id for missing, _ in _missing(view)
        )
    return {
        key: RenderingCounts(rows[key], otherwise[key]) for key in sorted(rows)
    }


def _known(place: Place, counts: dict[str, RenderingCounts]) -> Features:
    missing, words = place
    return features(
        missing,
        words,
        counts.get(missing.rendering.concept.id, RenderingCounts()),
    )


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of each feature, by logistic regression with a ridge."""
    names = list(examples[0].features)
    table = np.array(
        [[example.features[name] for name in names] for example in examples]
    )
    slip = np.array([float(bool(example.kind)) for example in examples])
    worth = np.where(slip > 0, 1.0, WORDING_WEIGHT)
    weights = np.zeros(len(names))
    for _ in range(STEPS):  # Newton's
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (worth * (slip - likely)) - RIDGE * weights
        curve = (
            table.T * (worth * likely * (1 - likely))
        ) @ table + RIDGE * np.eye(len(names))
        weights += np.linalg.solve(curve, slope)
    return dict(zip(names, weights.round(3).tolist(), strict=True))


def _judge_each_year(
    examples: Sequence[Example],
) -> list[tuple[Example, float]]:
    """The examples of each year with their odds, by what those of the other years teach."""
    judged = []
    for year in sorted({example.year for example in examples}):
        weights = learn(
            [example for example in examples if example.year != year]
        )
        for example in examples:
            if example.year == year:
                judged.append(
                    (example, odds_of_slip(example.features, weights))
                )
    return judged


def _print_lost(judged: Sequence[tuple[Example, float]], bound: float) -> None:
    total, lost = Counter[str](), Counter[str]()
    for example, odds in judged:
        kind = example.kind or f"wordings of {example.year}"
        total[kind] += 1
        lost[kind] += odds < bound
    for kind in sorted(total):
        print(
            f"{kind:20} taken for a wording: {lost[kind]:3} of {total[kind]:4}"
        )


def _write(
    target: Side,
    weights: dict[str, float],
    bound: float,
    counts: dict[str, RenderingCounts],
) -> None:
    record = {
        "about": "official reports of six years and errors planted there; no text of them",
        "weights": weights,
        "bound": round(bound, 3),
        "counts": {
            key: (one.rows, one.otherwise) for key, one in counts.items()
        },
    }
    text = json.dumps(record, ensure_ascii=False)
    lines = text.replace('], "', '],\n"').replace('{"', '{\n"', 1)
    (CHECKS / model_name(target)).write_text(f"{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
