"""The forms of English words, and what a word can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.inflection import (
    number_forms,
    regular_verb_forms,
    verb_forms,
    verbs_of,
    word_classes,
)

VERBS = [
    ("promote", "promotes promoted promoted promoting"),
    ("carry", "carries carried carried carrying"),
    ("stop", "stops stopped stopped stopping"),
    ("offer", "offers offered offered offering"),
    ("draw", "draws drew drawn drawing"),
    ("put", "puts put put putting"),
    ("reach", "reaches reached reached reaching"),
    ("agree", "agrees agreed agreed agreeing"),
    ("organise", "organises organised organised organising"),
    ("monetize", "monetizes monetized monetized monetizing"),
    ("gentrify", "gentrifies gentrified gentrified gentrifying"),
]


@pytest.mark.parametrize(("base", "forms"), VERBS)
def test_a_verb_has_five_forms(base: str, forms: str) -> None:
    verb = verb_forms(base)
    assert verb is not None
    assert [spellings[0] for spellings in verb] == [base, *forms.split()]


@pytest.mark.parametrize(("base", "forms"), VERBS)
def test_every_form_leads_back(base: str, forms: str) -> None:
    for form in forms.split():
        assert base in verbs_of(form) or base.replace("is", "iz") in verbs_of(
            form
        )


@pytest.mark.parametrize(
    "word", ["village", "rural", "quickly", "", "of", "qwrtz", "新"]
)
def test_what_is_no_verb_has_none(word: str) -> None:
    assert verb_forms(word) is None
    assert word not in verbs_of(word)


@pytest.mark.parametrize(
    ("base", "past", "gerund"),
    [("vlog", "vlogged", "vlogging"), ("upskill", "upskilled", "upskilling")],
)
def test_a_verb_that_no_dictionary_has_is_regular(
    base: str, past: str, gerund: str
) -> None:
    forms = regular_verb_forms(base)
    assert (forms.past, forms.gerund) == ((past,), (gerund,))


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("appendix", {"appendices", "appendixes"}),
        ("hypothesis", {"hypotheses"}),
        ("curriculum", {"curricula", "curriculums"}),
        ("workman", {"workmen"}),
        ("Wife", {"Wives"}),
        ("valley", {"valleys"}),
        ("county", {"counties"}),
        ("tax", {"taxes"}),
        ("fintech", {"fintechs"}),
        ("means", set()),
        ("series", set()),
        ("as", set()),
        ("x", set()),
    ],
)
def test_the_other_number_of_a_noun(word: str, forms: set[str]) -> None:
    assert set(number_forms(word)) == forms


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("criteria", "criterion"),
        ("axes", "axis"),
        ("halves", "half"),
        ("fintechs", "fintech"),
    ],
)
def test_a_plural_leads_back_to_its_singular(
    plural: str, singular: str
) -> None:
    assert singular in number_forms(plural)


def test_classes_are_those_of_the_base_form() -> None:
    assert word_classes("Market") == {"noun", "verb"}
    assert word_classes("clean") >= {"adjective", "verb"}
    assert word_classes("marketed") == set()


@given(st.text(max_size=12))
def test_any_text_is_taken(word: str) -> None:
    number_forms(word) if word else None
    verbs_of(word)
    word_classes(word)
