"""Findings say where they stand, what was expected, and what they belong to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.checks.evidence import missing_terms
from nqpterms.checks.registry import check_document, check_segments
from nqpterms.checks.view import DocumentView
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.places import Anchor, Place, Span
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.rows import matched_rows

ZH, EN = "zh-Hans", "en"
FORCE = Concept(
    "force",
    (
        Term("新质生产力", ZH, status="preferred"),
        Term("new quality productive forces", EN, status="preferred"),
        Term("NQPF", EN, status="admitted"),
        Term("new quality productivity", EN, status="deprecated"),
        Term("new quality production forces", EN, status="deprecated"),
    ),
)
AUTHORITY = Concept(
    "authority",
    (
        Term("发展局", ZH, status="preferred"),
        Term("Growth Authority", EN, status="preferred"),
    ),
)
MATCHER = Matcher(TermBase((FORCE, AUTHORITY)))


def test_a_finding_in_a_document_is_told_in_the_terms_of_the_file() -> None:
    text = "# Title\n\nNew quality\nproduction forces grow.\n"
    passage = Passage(
        "New quality production forces grow.",
        (Anchor(0, 9, Place(3, 1)), Anchor(12, 21, Place(4, 1))),
    )
    document = Document(
        "a.md", "en", Section(None, None, 0, (passage,)), text=text
    )
    (finding,) = check_document(document, MATCHER)
    assert finding.span is not None
    assert finding.span.of(text) == "New quality\nproduction forces"
    assert (finding.file, finding.place.line, finding.place.column) == (
        "a.md",
        3,
        1,
    )
    assert finding.expected == ("new quality productive forces", "NQPF")
    assert finding.fix == "New quality productive forces"


def test_a_finding_in_a_bitext_counts_in_its_cell() -> None:
    segments = [
        Segment("好", "Fine.", row=1),
        Segment("发展新质生产力", "Develop it.", row=2),
    ]
    (finding,) = check_segments(segments, MATCHER, file="pairs.tsv")
    assert (finding.code, finding.segment, finding.file) == (
        "T201",
        2,
        "pairs.tsv",
    )
    assert finding.source_term == "新质生产力"
    assert finding.source_span == Span(2, 7)
    assert finding.group


def test_a_chinese_translation_is_checked_too() -> None:
    segments = [Segment("发展生产能力。", "Develop NQPFs.", row=1)]
    (finding,) = check_segments(segments, MATCHER, target="zh")
    assert (finding.code, finding.source_term) == ("T201", "NQPF")
    assert finding.expected == ("新质生产力",)


def test_an_acronym_that_the_document_defines_is_a_rendering() -> None:
    rows = [
        Segment("发展局", "The Growth Authority (GA)", row=1),
        Segment("发展局", "The GA", row=2),
        Segment("发展局", "The office (GA)", row=3),
        Segment("发展局", "The AG", row=4),
    ]
    assert [f.segment for f in check_segments(rows, MATCHER)] == [3, 4]


def test_a_neighbour_with_the_rendering_makes_it_information() -> None:
    rows = [
        Segment("发展局", "Yes.", row=1),
        Segment("是的", "The Growth Authority.", row=2),
    ]
    assert [(f.code, f.segment) for f in check_segments(rows, MATCHER)] == [
        ("T202", 1)
    ]


def test_a_habit_of_rendering_excuses_ellipsis_but_no_other_name() -> None:
    rows = [
        Segment("发展局", "The Growth Authority agrees.", row=n)
        for n in range(1, 41)
    ]
    rows += [Segment("发展局同意", "Much was agreed.", row=41)]
    rows += [Segment("发展局同意", "The Growth Office agreed.", row=42)]
    rows += [Segment("发展局同意", "The 发展局 agreed.", row=43)]
    found = [(f.code, f.segment) for f in check_segments(rows, MATCHER)]
    assert found == [("T202", 41), ("T201", 42), ("T201", 43)]


def test_a_repeated_wrong_rendering_is_never_a_variant() -> None:
    rows = [
        Segment("发展局", "The Office of Growth.", row=n) for n in range(1, 101)
    ]
    findings = check_segments(rows, MATCHER)
    assert len(findings) == 100
    assert {f.severity for f in findings} == {"warning"}
    assert len({f.group for f in findings}) == 1


def test_an_uncertain_alignment_makes_it_information() -> None:
    segment = Segment("发展局", "Something else.", row=1, confidence=0.2)
    assert [f.code for f in check_segments([segment], MATCHER)] == ["T202"]


def test_the_first_check_of_a_wrong_form_is_the_only_one() -> None:
    segment = Segment("新质生产力", "new quality productivity", row=1)
    assert [
        (f.code, f.source_term) for f in check_segments([segment], MATCHER)
    ] == [("T101", "新质生产力")]


def test_documents_of_one_bitext_are_judged_apart() -> None:
    rows = [
        Segment("发展局", "The Growth Authority (GA)", row=1, doc="a"),
        Segment("发展局", "The GA", row=2, doc="b"),
    ]
    assert [f.segment for f in check_segments(rows, MATCHER)] == [2]


@given(
    st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=4)
)
def test_no_text_breaks_it(pairs: list[tuple[str, str]]) -> None:
    segments = [Segment(zh, en, row=n) for n, (zh, en) in enumerate(pairs, 1)]
    for finding in check_segments(segments, MATCHER):
        assert finding.segment is None or 1 <= finding.segment <= len(pairs)
    for rows in matched_rows(segments, MATCHER, target="en"):
        for missing in missing_terms(DocumentView(tuple(rows), MATCHER.base)):
            if missing.rendering.how == "nothing":
                assert (
                    not missing.rendering.source.concepts & missing.row.rendered
                )
