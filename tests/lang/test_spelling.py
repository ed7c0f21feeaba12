"""Both spellings of a word have one key, and words that only look British have one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.spelling import respelled, spelling_key


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("labour", "labor"),
        ("Modernisation", "Modernization"),
        ("CENTRES", "CENTERS"),
        ("programme", "program"),
        ("co-operation", "cooperation"),
        ("defence", "defense"),
        ("modelling", "modeling"),
        ("catalogue", "catalog"),
        ("analyse", "analyze"),
        ("favourable behaviour", "favorable behavior"),
    ],
)
def test_both_ways(british: str, american: str) -> None:
    assert american in respelled(british)
    assert british in respelled(american)


@pytest.mark.parametrize(
    "word", ["four", "filling", "exercise", "sector", "size", "water", ""]
)
def test_one_spelling_only(word: str) -> None:
    assert respelled(word) == []


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_what_is_proposed_has_the_same_key(word: str) -> None:
    for form in respelled(word):
        assert spelling_key(form.replace("-", "")) == spelling_key(word)
