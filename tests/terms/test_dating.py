"""Which concepts came up or went in some years, and how years are written."""

from __future__ import annotations

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.model.histories import (
    Bound,
    ConceptYears,
    DatedConcept,
    History,
    TermYears,
    YearCount,
)
from nqpterms.model.termbase import Concept, Term
from nqpterms.terms.dating import YearRange, appeared, vanished, year_range

READ = (1978, 1979, 1981, 1982, 1983)


def dated(name: str, *years: int) -> DatedConcept:
    counts = tuple(YearCount(year, 1) for year in years)
    chinese = (TermYears(name, "zh", name, counts),)
    return DatedConcept(
        Concept(name, (Term(name, "zh"),)),
        ConceptYears(name, chinese, (), READ, ()),
    )


def names(found: list[DatedConcept]) -> list[str]:
    return [one.concept.id for one in found]


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("2024", YearRange(2024, 2024)),
        (" 2012-2015 ", YearRange(2012, 2015)),
        ("2012–2015", YearRange(2012, 2015)),
        ("2012-", YearRange(2012, 9999)),
        ("-2015", YearRange(0, 2015)),
    ],
)
def test_years_are_written_in_these_ways(
    written: str, years: YearRange
) -> None:
    assert year_range(written) == years


@pytest.mark.parametrize(
    "written", ["", "-", "24", "2012-15", "since 2012", "20122015"]
)
def test_what_names_no_years_is_refused(written: str) -> None:
    with pytest.raises(NqptermsError, match="expected one"):
        year_range(written)


def test_new_are_those_whose_first_year_lies_there() -> None:
    concepts = [
        dated("late", 1982, 1983),
        dated("old", 1978, 1982),
        dated("never"),
    ]
    assert names(appeared(concepts, year_range("1982"))) == ["late"]
    assert names(appeared(concepts, year_range("1978-"))) == ["old", "late"]


def test_gone_are_those_that_stand_in_no_later_text() -> None:
    concepts = [
        dated("kept", 1978, 1983),
        dated("gone", 1978, 1981),
        dated("once", 1982),
    ]
    assert names(vanished(concepts, year_range("-1982"))) == ["once", "gone"]
    assert names(vanished(concepts, year_range("1983"))) == []


def test_of_equal_years_the_most_used_comes_first() -> None:
    rare, common = dated("rare", 1981), dated("common", 1981, 1982)
    assert names(appeared([rare, common], year_range("1981"))) == [
        "common",
        "rare",
    ]


@pytest.mark.parametrize(
    ("years", "first", "last"),
    [
        ((1979, 1982), Bound(1979, True), Bound(1982, True)),
        (
            (1981,),
            Bound(1981, False),
            Bound(1981, True),
        ),  # nobody looked in 1980
        ((1979,), Bound(1979, True), Bound(1979, False)),
        (
            (1978, 1983),
            Bound(1978, False),
            Bound(1983, False),
        ),  # the edges of what was read
    ],
)
def test_a_bound_is_sure_where_the_next_year_was_read(
    years: tuple[int, ...], first: Bound, last: Bound
) -> None:
    found = dated("term", *years).years
    assert (found.first, found.last) == (first, last)


def test_forms_of_a_concept_add_up() -> None:
    forms = (
        TermYears("c", "zh", "甲", (YearCount(1978, 2), YearCount(1981, 1))),
        TermYears("c", "zh", "乙", (YearCount(1981, 4),)),
        TermYears("c", "en", "first", (YearCount(1981, 9),)),
    )
    history = History(
        {"zh": (YearCount(1978, 100), YearCount(1981, 90))}, forms
    )
    years = history.of_concepts()["c"]
    assert years.counts == (YearCount(1978, 2), YearCount(1981, 5))
    assert (years.total, years.paired) == (7, ())
    assert history.of_concept("none").counts == ()
