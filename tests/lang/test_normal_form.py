"""A flat text leads back to its own offsets, however it was made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.normal_form import (
    BREAK,
    flatten,
    flatten_each,
    flatten_signed,
    fold,
)

PARTS = (  # that are written with more or fewer code points than they have letters
    *(
        "&gt;",
        "&GT;",
        "&#39;",
        "&amp;",
        "&nbsp;",
        "&fjlig;",
        "&NotEqualTilde;",
        "&#x1F600;",
    ),
    *("ﬁ", "ﬃ", "e\u0301", "\u0344", "\u00ad", "ſ", "ß", "-\n", "--", "'s"),
    *("&", ";", "#", "a", "G", " ", "\n", "新"),
)
TEXTS = (
    st.text(
        alphabet=st.sampled_from(
            "新質产， 　-’'sS ab\n\r\t\x1eİΣ\u2011\ud800\U0002a6df"
        )
    )
    | st.text()
    | st.lists(st.sampled_from(PARTS)).map("".join)
)

CASES = [
    ("a  b", "a b", (2,), (1,)),
    ("新  a 質", "新a质", (1, 2), (2, 3)),
    ("a   新", "a新", (1,), (3,)),
    ("， 新", ",新", (1,), (1,)),
    ("， a", ", a", (), ()),
    ("b’s  a", "b a", (1, 2), (2, 3)),
    ("forces' 's", "forces 's", (6,), (1,)),
    ("\ud800新a\u2011b", "\ufffd新a b", (), ()),
    ("a\n\n\n新", f"a{BREAK}{BREAK}新", (3,), (1,)),
]


@pytest.mark.parametrize(("text", "flat", "starts", "removed"), CASES)
def test_what_is_taken_out(
    text: str, flat: str, starts: tuple[int, ...], removed: tuple[int, ...]
) -> None:
    found = flatten(text)
    assert (found.cased, found.starts, found.removed) == (flat, starts, removed)


@given(TEXTS)
def test_every_character_leads_back_to_its_own(text: str) -> None:
    flat, signed = flatten_signed(text)
    assert len(flat.cased) == len(flat.folded) == len(signed)
    begins = [flat.original(at) for at in range(len(flat.cased))] + [len(text)]
    for at, char in enumerate(flat.cased):
        end = next(begin for begin in begins[at:] if begin > begins[at])
        original = fold(text[begins[at] : end])
        if char not in f"{BREAK}\x1f\ufffd" and original != "\ufffd":
            assert fold(char) in original.replace(
                "-", " "
            )  # a hyphen becomes a blank


@given(st.lists(TEXTS))
def test_many_texts_together_are_made_flat_as_one_by_one(
    texts: list[str],
) -> None:
    assert flatten_each(texts) == [flatten(text).cased for text in texts]
