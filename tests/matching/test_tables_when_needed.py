"""The tables of a language are made when a text may hold one of its terms; no answer changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nqpterms.matching.matcher as matcher_module
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.packed_patterns import NumberedReading
from nqpterms.matching.term_lookup import lookup
from nqpterms.model.termbase import Concept, Term, TermBase

BASE = TermBase(
    (
        Concept(
            "tea", (Term("茶", "zh"), Term("tea", "en"), Term("thé", "fr"))
        ),
        Concept("twelfth", (Term("十二五规划", "zh"), Term("12th plan", "en"))),
        Concept("gdp", (Term("GDP", "zh"), Term("GDP", "en"))),
        Concept("gap", (Term("把……放在首位", "zh"), Term("put … first", "en"))),
    )
)
READY = Matcher(BASE)
READY.find("茶 tea thé 12th GDP put it first")


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("喝茶", {"zh"}),
        ("", set()),
        ("，。", set()),
        ("tea", {"zh", "en", "fr"}),  # a Chinese term may be written in letters
        ("１２", {"zh", "en", "fr"}),
    ],
)
def test_which_languages_are_made(text: str, languages: set[str]) -> None:
    matcher = Matcher(BASE)
    matcher.find(text)
    assert {
        each.language for each in matcher._languages if each.is_ready
    } == languages


def test_only_the_language_that_is_asked_for_is_made() -> None:
    matcher = Matcher(BASE)
    matcher.find("tea", language="en")
    assert not matcher.is_ready
    assert {each.language for each in matcher._languages if each.is_ready} == {
        "en"
    }
    assert READY.is_ready


@given(
    st.text(
        st.sampled_from(
            "喝茶十二五规划GDPgdp tea12thplan把它放在首位putfirst１ＧＤＰ，.é"
        ),
        max_size=30,
    )
)
def test_a_fresh_matcher_finds_what_a_ready_one_finds(text: str) -> None:
    fresh = Matcher(BASE)
    assert fresh.find(text) == READY.find(text)
    assert fresh.find_all(text, language="en") == READY.find_all(
        text, language="en"
    )
    assert lookup(BASE, text) == lookup(READY, text)


def test_a_large_base_has_several_tables_and_the_same_matches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = TermBase(
        (
            *BASE.concepts,
            *[
                Concept(f"c{number}", (Term(f"tea {number}", "en"),))
                for number in range(9000)
            ],
            Concept("late", (Term("Tea", "en"), Term("GDP", "en"))),
        )
    )
    text = "tea 7, Tea 8999, teas, GDP gdp"
    whole = Matcher(base)
    expected = whole.find_all(text)
    monkeypatch.setattr(matcher_module, "_PATTERNS_TOGETHER", 1000)
    parted = Matcher(base)
    matches = parted.find_all(text)
    assert [match.span for match in matches] == [
        match.span for match in expected
    ]
    assert [match.concepts for match in matches] == [
        match.concepts for match in expected
    ]
    counts = [
        sum(len(each.patterns) for each in matcher._languages)
        for matcher in (whole, parted)
    ]
    assert counts[0] < counts[1] < 12


def test_the_patterns_of_a_table_go_before_those_of_the_next_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []

    class Counted(matcher_module.PatternCollector):
        def add(self, pattern: str, reading: NumberedReading) -> None:
            super().add(pattern, reading)
            sizes.append(len(self))

    monkeypatch.setattr(matcher_module, "PatternCollector", Counted)
    monkeypatch.setattr(matcher_module, "_PATTERNS_TOGETHER", 1000)
    monkeypatch.setattr(matcher_module, "_TERMS_TOGETHER", 100)
    terms = [Term(f"kind {number}", "en") for number in range(5000)]
    Matcher(TermBase((Concept("c", (*terms,)),))).find("kind 4")
    assert max(sizes) < 2000
    assert len(sizes) >= 5000
