"""The matches of a long text, by arrays, are those of the same text sign by sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nqpterms.matching.matcher as matcher_module
from nqpterms.matching.matcher import Match, Matcher
from nqpterms.model.termbase import Concept, Term, TermBase

MATCHER = Matcher(
    TermBase(
        (
            Concept("tea", (Term("茶", "zh"), Term("tea", "en"))),
            Concept("tea2", (Term("茶叶", "zh"), Term("Tea", "en"))),
            Concept("house", (Term("茶馆", "zh"), Term("tea house", "en"))),
            Concept("gdp", (Term("GDP", "zh"), Term("GDP", "en"))),
            Concept("ai", (Term("AI", "en"), Term("ai", "en", match="exact"))),
            Concept("office", (Term("office", "en"), Term("乾坤", "zh"))),
            Concept(
                "gap", (Term("把……放在首位", "zh"), Term("put … first", "en"))
            ),
        )
    )
)
WORDS = st.sampled_from(
    [
        *("茶", "叶", "茶館", "馆", "tea", "Tea", "teas", "house", " ", "  "),
        *(
            "GDP",
            "GDPs",
            "GdP",
            "gdp",
            "ai",
            "AI",
            "x",
            "7",
            "of\ufb01ce",
            "2.",
        ),
        *(
            "put it first",
            "把它放在首位",
            "乾坤",
            "-",
            "'s",
            "\u00ad",
            "\n",
            "，",
        ),
        *("\x1e", "，", "é", "部", "\U00020000"),
    ]
)
TEXTS = st.lists(WORDS, max_size=12).map("".join)


def by_arrays(texts: list[str], language: str) -> list[list[Match]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher_module, "_LONG", 0)
        return MATCHER.find_all_in(texts, language=language)


@given(st.lists(TEXTS, max_size=4), st.sampled_from(["", "zh", "en"]))
def test_all_matches(texts: list[str], language: str) -> None:
    expected = MATCHER.find_all_in(texts, language=language)
    assert by_arrays(texts, language) == expected


@given(TEXTS)
def test_the_longest_matches(text: str) -> None:
    expected = MATCHER.find(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher_module, "_LONG", 0)
        assert MATCHER.find(text) == expected


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("tea7 GDP7, xtea teax", ["tea", "GDP"]),
        ("gdp GdP ai AI", ["GdP", "ai", "AI"]),
    ],
)
def test_what_ends_inside_a_word_is_none(
    text: str, surfaces: list[str]
) -> None:
    (matches,) = by_arrays([text], "en")
    assert [match.span.of(text) for match in matches] == surfaces


def test_a_short_text_needs_no_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a short text was made flat by arrays")

    monkeypatch.setattr(Matcher, "_array_hits", refuse)
    assert MATCHER.find("tea") and MATCHER.find_all_in(["tea"] * 100)
    with pytest.raises(AssertionError):
        MATCHER.find_all("tea, " * 30_000)
