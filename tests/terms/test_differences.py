"""What changed between two term bases, and how it is told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from nqpterms.model.termbase import Concept, Definition, Term, TermBase
from nqpterms.terms.differences import as_jsonl, as_markdown, as_text, diff
from nqpterms.terms.tidying import duplicates, normalised

sys.path.insert(0, str(Path(__file__).parents[1] / "formats"))
from term_strategies import term_bases

GDP = Concept(
    "gdp",
    (
        Term("国内生产总值", "zh-Hans", "preferred"),
        Term("GDP", "en", "preferred"),
    ),
    subject="economy",
)
EN = Term("gross domestic product", "en", "admitted")

CASES = [
    (GDP, GDP, []),
    (None, GDP, ["gdp: concept added: 国内生产总值 = GDP"]),
    (GDP, None, ["gdp: concept removed: 国内生产总值 = GDP"]),
    (
        GDP,
        replace(GDP, terms=(*GDP.terms, EN)),
        ["gdp: term added: 'gross domestic product' (en) admitted"],
    ),
    (
        GDP,
        replace(GDP, terms=GDP.terms[:1]),
        ["gdp: term removed: 'GDP' (en) preferred"],
    ),
    (GDP, replace(GDP, terms=GDP.terms[::-1]), []),
    (
        GDP,
        replace(
            GDP,
            terms=(GDP.terms[0], replace(GDP.terms[1], status="superseded")),
        ),
        ["gdp: status of 'GDP' (en): 'preferred' → 'superseded'"],
    ),
    (
        GDP,
        replace(
            GDP,
            terms=(
                GDP.terms[0],
                Term("GDPs", "en", "preferred", type="acronym"),
            ),
        ),
        [
            "gdp: text (en): 'GDP' → 'GDPs'",
            "gdp: type of 'GDPs' (en): '' → 'acronym'",
        ],
    ),
    (
        GDP,
        replace(GDP, terms=(GDP.terms[0], Term("output", "en", "preferred"))),
        [
            "gdp: term removed: 'GDP' (en) preferred",
            "gdp: term added: 'output' (en) preferred",
        ],
    ),
    (GDP, replace(GDP, subject="trade"), ["gdp: subject: 'economy' → 'trade'"]),
    (
        GDP,
        replace(GDP, definitions=(Definition("all\noutput", "en"),)),
        [r"gdp: definitions: '' → 'all\noutput | en'"],
    ),
]


def base(concept: Concept | None) -> TermBase:
    return TermBase((concept,) if concept else ())


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_changes_are_told_in_the_words_of_the_term_base(
    old: Concept | None, new: Concept | None, expected: list[str]
) -> None:
    changes = diff(base(old), base(new))
    assert [str(change) for change in changes] == expected
    assert as_text(changes) == "".join(f"{line}\n" for line in expected)
    assert len(as_jsonl(changes).splitlines()) == len(expected)


def test_json_lines_have_every_field() -> None:
    (line,) = as_jsonl(
        diff(base(GDP), base(replace(GDP, subject="贸易")))
    ).splitlines()
    assert json.loads(line) == {
        "kind": "changed",
        "concept": "gdp",
        "term": "",
        "lang": "",
        "field": "subject",
        "old": "economy",
        "new": "贸易",
    }
    assert "贸易" in line


def test_markdown_is_a_summary_and_a_list_and_shows_text_as_it_is() -> None:
    new = replace(GDP, subject="a *b* <c>", terms=(*GDP.terms, EN))
    assert as_markdown(diff(base(GDP), base(new))) == (
        "**2 changes:** 1 field changed, 1 term added\n\n"
        "- **gdp**\n"
        r"  - subject: ‘economy’ → ‘a \*b\* \<c\>’"
        "\n  - term added: ‘gross domestic product’ (en) admitted\n"
    )
    assert as_markdown(()) == "No changes.\n"


@settings(max_examples=100, deadline=None)
@given(one=term_bases())
def test_a_base_does_not_differ_from_itself_in_any_order(one: TermBase) -> None:
    assert diff(one, one) == ()
    turned = (replace(c, terms=c.terms[::-1]) for c in one.concepts[::-1])
    assert diff(one, replace(one, concepts=tuple(turned))) == ()


@settings(max_examples=100, deadline=None)
@given(one=term_bases(), other=term_bases())
def test_no_changes_means_the_same_base(one: TermBase, other: TermBase) -> None:
    for new in (
        other,
        replace(one, concepts=one.concepts[:1] + other.concepts[1:]),
    ):
        same = by_id(one) == by_id(new)
        assert (diff(one, new) == ()) is same
        assert (diff(new, one) == ()) is same


def by_id(one: TermBase) -> dict[str, Concept]:
    """The concepts without the order of their terms."""
    return {
        c.id: replace(c, terms=tuple(sorted(c.terms, key=repr)))
        for c in one.concepts
    }


@settings(max_examples=100, deadline=None)
@given(one=term_bases())
def test_normalising_twice_is_normalising_once(one: TermBase) -> None:
    once = normalised(one)
    assert normalised(once) == once
    turned = tuple(replace(c, terms=c.terms[::-1]) for c in one.concepts[::-1])
    assert normalised(replace(one, concepts=turned)) == once


def test_normalising_orders_and_tidies() -> None:
    terms = (
        *(
            Term("b", "en", "deprecated"),
            Term("a", "en"),
            Term("e\u0301  c", "en", "preferred"),
        ),
        *(Term("x", "fr"), Term("甲", "zh-Hans", "admitted")),
    )
    (concept,) = normalised(
        TermBase((Concept("c", terms, subject=" a\n b "),))
    ).concepts
    assert [term.text for term in concept.terms] == ["甲", "é c", "a", "b", "x"]
    assert concept.subject == "a b"


def test_duplicates_are_found_across_case_script_and_concepts() -> None:
    one = Concept(
        "c1",
        (
            Term("生产力", "zh-Hans"),
            Term("生產力", "zh-Hant"),
            Term("GDP", "en"),
        ),
    )
    two = Concept(
        "c2", (Term("gdp", "en"), Term("Output", "en"), Term("output", "en"))
    )
    found = duplicates(TermBase((one, two)))
    assert [str(duplicate) for duplicate in found] == [
        "'gdp' (en) stands 2 times: c1 'GDP', c2 'gdp'",
        "'output' (en) stands 2 times: c2 'Output', c2 'output'",
    ]
