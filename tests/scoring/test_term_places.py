"""Places and answers of nested, straddling, repeated and short terms, counted by hand.

`places` and `rendered` are exclusive, `wide_places` and `wide_rendered` overlapping.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.scoring.terminology import score_terminology


def concept(zh: str, *english: str, wrong: str = "") -> Concept:
    terms = [
        Term(zh, "zh"),
        *(Term(form, "en", "admitted") for form in english),
    ]
    if wrong:
        terms.append(Term(wrong, "en", "deprecated"))
    return Concept(zh, tuple(terms))


MATCHER = Matcher(
    TermBase(
        (
            concept("堰", "weir", "low dam", wrong="river wall"),
            concept("老磨坊", "old mill"),
            concept("汇率", "exchange rate"),
            concept("磨坊", "mill"),
            concept("水磨坊", "water mill"),
            concept("磨坊税", "mill toll"),
            concept("税", "tax", "toll"),
        )
    )
)
with (Path(__file__).parent / "term_places.tsv").open(
    encoding="utf-8", newline=""
) as file:
    CASES = list(csv.DictReader(file, delimiter="\t"))


def test_there_are_fifty() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{c['source']}={c['target']}" for c in CASES]
)
def test_places_and_answers(case: dict[str, str]) -> None:
    score = score_terminology(
        [Segment(case["source"], case["target"])], MATCHER
    )
    exclusive = int(case["places"]), int(case["rendered"])
    overlapping = int(case["wide_places"]), int(case["wide_rendered"])
    counts = score.by_row[0]
    assert (counts.places, counts.rendered) == exclusive
    shares = (score.overlapping_places, score.overlapping)
    expected = overlapping[1] / overlapping[0] if overlapping[0] else None
    assert shares == (
        overlapping[0],
        expected if expected is None else pytest.approx(expected),
    )


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{c['source']}={c['target']}" for c in CASES]
)
def test_overlapping_never_finds_less_of_a_term_than_exclusive(
    case: dict[str, str],
) -> None:
    score = score_terminology(
        [Segment(case["source"], case["target"])], MATCHER
    )
    overlapping = round((score.overlapping or 0) * score.overlapping_places)
    assert overlapping >= score.by_row[0].rendered
