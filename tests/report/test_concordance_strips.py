"""The renderings of a term as strips: by document, by year, and where a strip says nothing."""

from __future__ import annotations

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.concordance import concord
from nqpterms.report.concordance_page import render_concordance
from nqpterms.report.concordance_strips import renderings_drawn

TERMS = TermBase(
    (
        Concept(
            "ferry", (Term("渡轮", "zh"), Term("ferry", "en", "preferred"))
        ),
        Concept(
            "boat", (Term("船", "zh"), Term("ferry boat", "en", "deprecated"))
        ),
    )
)
ROWS = [
    Segment("渡轮来了。", "The ferry came.", doc="1999/a.md"),
    Segment("渡轮走了。", "The ferry left.", doc="2001/a.md"),
    Segment("渡轮又来了。", "The ferry came again.", doc="2001/b.md"),
]
YEARS = {"1999/a.md": "1999", "2001/a.md": "2001", "2001/b.md": "2001"}


def test_a_column_a_document_and_a_column_a_year() -> None:
    drawn = renderings_drawn(
        concord("渡轮", ROWS, terms=TERMS), terms=Matcher(TERMS), years=YEARS
    )
    columns = [(strip.heading, strip.columns) for strip in drawn.strips]
    assert columns == [
        ("document", ("1999/a.md", "2001/a.md", "b.md")),
        ("year", ("1999", "2001")),
    ]
    assert [entry.wording.counts for entry in drawn.entries] == [(1, 1, 1)]


def test_a_listed_rendering_has_the_colour_of_its_status() -> None:
    drawn = renderings_drawn(
        concord("渡轮", ROWS, terms=TERMS), terms=Matcher(TERMS)
    )
    assert [(entry.slot, entry.wording.status) for entry in drawn.entries] == [
        ("p", "preferred")
    ]


def test_a_form_of_another_concept_has_no_status_here() -> None:
    drawn = renderings_drawn(
        concord("渡轮", ROWS), terms=Matcher(TermBase(TERMS.concepts[1:]))
    )
    assert {entry.wording.status for entry in drawn.entries} == {""}


def test_one_document_and_one_year_have_no_strip() -> None:
    assert renderings_drawn(concord("渡轮", ROWS[:1]), years=YEARS).strips == ()


def test_a_document_without_a_year_stands_in_no_year() -> None:
    years = {**YEARS, "2001/b.md": ""}
    by_year = renderings_drawn(concord("渡轮", ROWS), years=years).strips[1]
    assert by_year.drawn.legend[0].wording.counts == (1, 1)


def test_a_term_that_stands_nowhere_has_nothing_to_show() -> None:
    drawn = renderings_drawn(concord("飞机", ROWS), years=YEARS)
    assert (drawn.entries, drawn.strips) == ((), ())


def test_a_page_draws_them() -> None:
    page = render_concordance(
        concord("渡轮", ROWS, terms=TERMS), terms=Matcher(TERMS), years=YEARS
    )
    assert "<title>1999/a.md: ferry ×1</title>" in page
    assert 'aria-label="Renderings by year"' in page
