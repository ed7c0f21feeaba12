"""The tables of a language are made when a text may hold one of its terms; no answer changes."""

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
