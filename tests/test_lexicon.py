from __future__ import annotations

import pytest

from nqpterms.lang.english import content_stems, stem
from nqpterms.lexicon import load_lexicon
from nqpterms.model.termbase import Concept, Term, TermBase


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("森林", "forest"),
        ("北京", "beij"),
        ("去", "go"),
        ("孩子", "child"),
        ("我", "i"),
    ],
)
def test_words_are_glossed(word: str, found: str) -> None:
    assert load_lexicon().stems(word)[found] > 0.5


def test_a_word_that_is_not_listed_has_the_stems_of_its_parts() -> None:
    stems = load_lexicon().stems("森林狗")
    assert 0 < stems["dog"] < stems["forest"] < 1


def test_what_is_nowhere_has_no_stems() -> None:
    assert not load_lexicon().stems("\ud800")
    assert load_lexicon().readings("𪚥") in ((), ("zhe",))


def test_terms_come_before_the_dictionary() -> None:
    terms = (Term("森林", "zh-Hant"), Term("grove of academe", "en-GB"))
    stems = load_lexicon(TermBase((Concept("c1", terms),))).stems("森林")
    assert stems[stem("grove")] > 0.8
    assert stems["forest"] == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("went", "go"),
        ("cities", "city"),
        ("produced", "producing"),
        ("nations", "national"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_stop_words_carry_no_content() -> None:
    assert content_stems("It is of the") == []
