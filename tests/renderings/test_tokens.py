"""Tokens are slices of their text, with the key that is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.renderings.tokens import (
    ADVERB,
    FUNCTION,
    NUMBER,
    SIGN,
    VERB,
    WORD,
    chinese_tokens,
    english_tokens,
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The workers’ rights", ["the", "worker", "'", "right"]),
        ("China’s 14th plan", ["china", "'s", "14th", "plan"]),
        ("10-year US yields", ["10", "-", "year", "us", "yield"]),
        ("U.S. goods", ["u.s.", "goods"]),
        ("", []),
    ],
)
def test_english_keys(text: str, keys: list[str]) -> None:
    assert [token.key for token in english_tokens(text)] == keys


def test_english_kinds() -> None:
    tokens = english_tokens("We promote highly trained US staff, and 3 plans")
    kinds = [
        FUNCTION,
        VERB,
        ADVERB,
        WORD,
        WORD,
        WORD,
        SIGN,
        FUNCTION,
        NUMBER,
        WORD,
    ]
    assert [token.kind for token in tokens] == kinds
    assert [token.case for token in tokens[:5]] == [1, 0, 0, 0, 2]


def test_chinese_is_counted_in_simplified_characters() -> None:
    (token,) = chinese_tokens("農業")
    assert token == (0, 2, "农业", WORD, 0)


@given(
    st.text(alphabet="发展農業的和，《》（） aB3-’s.é\u3000\n😀", max_size=40)
)
def test_tokens_stand_in_order_and_leave_only_blanks(text: str) -> None:
    for tokens in (chinese_tokens(text), english_tokens(text)):
        at = 0
        for token in tokens:
            assert token.start >= at
            assert not text[at : token.start].strip()
            at = token.end
        assert not text[at:].strip()
