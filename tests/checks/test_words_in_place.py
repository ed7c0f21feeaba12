"""A missing term names the words that stand in its place, and no others."""

from __future__ import annotations

import pytest

from nqpterms.checks.registry import check_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.loose_forms import loose_form


def missing(zh: str, en: str, term: str, *forms: str) -> Finding:
    """The one finding on a pair of texts that has no rendering of a term."""
    concept = Concept(
        "c", (Term(term, "zh"), *(Term(form, "en") for form in forms))
    )
    pair = Segment(zh, en, row=1)
    (finding,) = check_segments(
        [pair], Matcher(TermBase((concept,))), codes={"T201", "T202"}
    )
    return finding


PLACES = (
    # another word, told by the dictionary
    ("会议在下午结束。", "It ended well.", "下午", "afternoon", ""),
    (
        "种植树木，保护森林。",
        "Plant trees and protect woods.",
        "森林",
        "forests of the state",
        "woods",
    ),
    # the words of a form, moved or with others between
    (
        "教育年轻农民。",
        "Give an education to farmers who are young.",
        "年轻农民",
        "young farmers",
        "farmers who are young",
    ),
    (
        "修建老旧村庄的道路。",
        "Roads in villages that are very old will be built.",
        "老旧村庄",
        "old villages",
        "villages that are very old",
    ),
)


@pytest.mark.parametrize(("zh", "en", "term", "form", "words"), PLACES)
def test_the_words_are_named(
    zh: str, en: str, term: str, form: str, words: str
) -> None:
    finding = missing(zh, en, term, form)
    assert (finding.stands.text if finding.stands else "") == words
    if finding.stands:
        assert finding.stands.span.of(en) == words
        assert f"“{words}” stands there" in finding.message
        assert 0 < finding.stands.score <= 1
    assert finding.expected == (form,)


def test_what_renders_another_term_stands_for_nothing_else() -> None:
    base = TermBase(
        (
            Concept("road", (Term("道路", "zh"), Term("village road", "en"))),
            Concept("village", (Term("村庄", "zh"), Term("old village", "en"))),
        )
    )
    pair = Segment("村庄的道路。", "The village road.", row=1)
    (finding,) = check_segments([pair], Matcher(base), codes={"T201", "T202"})
    assert finding.source_term == "村庄"
    assert finding.stands is None


def test_a_chinese_translation_names_its_words_too() -> None:
    concept = Concept("c", (Term("林地", "zh"), Term("forest", "en")))
    pair = Segment(
        "保护森林和河流。",
        "Protect the forest and the river.",
        row=1,
        target="zh",
    )
    finder = Matcher(TermBase((concept,)))
    (finding,) = check_segments([pair], finder, target="zh", codes={"T201"})
    assert finding.stands is not None
    assert finding.stands.text == "森林"


def test_five_expected_forms_are_enough() -> None:
    forms = [
        f"form number {word}"
        for word in "one two three four five six seven".split()
    ]
    assert missing(
        "改革户籍。", "Reform it.", "户籍", *forms
    ).expected == tuple(forms[:5])


def test_a_finding_about_a_whole_text_has_no_words() -> None:
    base = TermBase(
        (
            Concept(
                "c",
                (
                    Term("户籍", "zh"),
                    Term("register", "en"),
                    Term("record", "en"),
                ),
            ),
        )
    )
    rows = [
        Segment("改革户籍。", "Reform the register.", row=1),
        Segment("查看户籍。", "Look at the record.", row=2),
    ]
    findings = check_segments(rows, Matcher(base), codes={"T301"})
    for finding in findings:
        assert (finding.stands is not None) == (finding.matched != "")


NO_FORM = (
    ("Farmers work. The young rest.", "young farmers"),  # two sentences
    ("The young.", "young farmers"),  # one word
    (
        "Farmers sell their wheat, and the cities buy what the young cut.",
        "young farmers",
    ),
    (
        "Farmers have bought many new carts, barns, ploughs and young horses.",
        "young farmers",
    ),
)


@pytest.mark.parametrize(("text", "form"), NO_FORM)
def test_words_far_apart_are_no_form(text: str, form: str) -> None:
    assert loose_form(text, [form]) is None
