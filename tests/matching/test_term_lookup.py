"""Look-up finds what a query names, the longest first, and else what is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import lookup
from nqpterms.model.termbase import Concept, Term, TermBase

BASE = TermBase(
    (
        Concept(
            "nqpf",
            (
                Term("新质生产力", "zh-Hans", status="preferred"),
                Term("new quality productivity", "en", status="deprecated"),
                Term("NQPF", "en", status="admitted"),
                Term("new quality productive forces", "en", status="preferred"),
            ),
        ),
        Concept(
            "force",
            (Term("生产力", "zh-Hans"), Term("productive forces", "en")),
        ),
        Concept(
            "local",
            (
                Term("因地制宜", "zh-Hans"),
                Term("in light of local conditions", "en"),
            ),
        ),
    )
)
MATCHER = Matcher(BASE)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("新质生产力", [("nqpf", "exact"), ("force", "inside")]),
        (" 新質生產力 ", [("nqpf", "exact"), ("force", "inside")]),
        ("nqpf", [("nqpf", "exact")]),
        ("NQPFs", [("nqpf", "form")]),
        (
            "NEW QUALITY PRODUCTIVE FORCES",
            [("nqpf", "exact"), ("force", "inside")],
        ),
        (
            "因地制宜发展新质生产力",
            [("nqpf", "inside"), ("local", "inside"), ("force", "inside")],
        ),
        ("因地治宜", [("local", "near")]),
        ("new quality produktive forces", [("nqpf", "near")]),
        ("", []),
        ("区块链", []),
    ],
)
def test_lookup(query: str, found: list[tuple[str, str]]) -> None:
    results = lookup(MATCHER, query)
    assert [(r.concept.id, r.kind) for r in results] == found


def test_renderings_are_those_of_the_other_language_the_best_first() -> None:
    statuses = [
        term.status for term in lookup(BASE, "新质生产力")[0].renderings
    ]
    assert statuses == ["preferred", "admitted", "deprecated"]


@given(st.text())
def test_no_query_breaks_it(query: str) -> None:
    for result in lookup(MATCHER, query):
        assert (
            0 <= result.span.start <= result.span.end <= len(query)
            or result.kind == "near"
        )
