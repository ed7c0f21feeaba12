"""How sure a finding is: every one has a confidence, and it follows what stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nqpterms.checks.likelihood import features, load_weights, sure
from nqpterms.checks.registry import CHECKS, check_segments, check_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding, Standing
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase

MISSING = Finding(
    "T201",
    "warning",
    "乡村学校 is not rendered by its term",
    source_term="乡村学校",
    expected=("rural schools",),
)


def confidence(stands: str, **changes: object) -> float:
    """How sure a missing term is in whose place some words stand."""
    standing = Standing(stands, Span(0, len(stands))) if stands else None
    finding = sure(replace(MISSING, stands=standing, **changes), stands)
    assert finding.confidence is not None
    return finding.confidence


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_code_has_a_weight_for_its_gravest_findings(code: str) -> None:
    finding = Finding(code, CHECKS[code].severity, "")
    assert not load_weights().keys().isdisjoint(features(finding))


def test_another_word_is_surer_than_another_order() -> None:
    assert confidence("village colleges") > confidence("schools in rural areas")
    assert confidence("rural colleges") > confidence("schools that are rural")


def test_a_remark_is_less_sure_than_a_decision() -> None:
    assert confidence("village colleges") > confidence(
        "village colleges", severity="info"
    )
    assert confidence("village colleges") > confidence(
        "village colleges", code="T202"
    )


def test_about_a_pair_that_is_none_nobody_decides() -> None:
    whole, half = sure(MISSING), sure(MISSING, pair=0.5)
    assert whole.confidence == pytest.approx(
        2 * (half.confidence or 0), abs=0.02
    )


@given(
    st.sampled_from(["T101", "T201", "T301", "N401", "O601", "R12", "X999"]),
    st.sampled_from(["info", "warning", "error"]),
    st.text(max_size=9),
    st.lists(st.text(max_size=9), max_size=3),
)
def test_a_confidence_is_a_likelihood(code, severity, stands, expected) -> None:
    finding = Finding(
        code,
        severity,
        "",
        stands=Standing(stands, Span(0, 0)),
        expected=tuple(expected),
    )
    assert 0 < (sure(finding, stands).confidence or 0) < 1


def test_all_findings_of_a_text_and_of_a_glossary_have_one() -> None:
    wrong = Term("village colleges", "en", status="deprecated")
    school = Concept(
        "school", (Term("乡村学校", "zh"), Term("rural schools", "en"), wrong)
    )
    base = TermBase((school, Concept("empty", (Term(" ", "en"),))))
    rows = [
        Segment("新建3所乡村学校。", "Build 4 village colleges.", row=1),
        Segment("乡村学校很好。", "They are good！", row=2),
        Segment("新建乡村学校的计划已经公布。", "", row=3),
    ]
    findings = [*check_segments(rows, Matcher(base)), *check_terms(base)]
    assert {"T101", "N401", "T204", "O604", "G503"} <= {
        finding.code for finding in findings
    }
    assert [f for f in findings if f.confidence is None] == []
