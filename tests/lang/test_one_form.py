"""One normal form: what is disturbed is found as what is plain, and exactly where it stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nqpterms.lang.normal_form import flatten_signed, fold
from nqpterms.matching.matcher import Matcher
from nqpterms.model.termbase import Concept, Term, TermBase

TERMS = (
    *(
        "新质生产力",
        "显著成效",
        "沿着海岸",
        "公共卫生",
        "坏账",
        "值班",
        "身份",
        "R&D",
    ),
    *(
        "productive forces",
        "rôle of the café",
        "office building",
        "naïve voter",
    ),
)
LANGUAGES = ["zh" if ord(term[0]) > 0x3000 else "en" for term in TERMS]
BASE = TermBase(
    tuple(
        Concept(term, (Term(term, language),))
        for term, language in zip(TERMS, LANGUAGES, strict=True)
    )
)
MATCHER = Matcher(BASE)
UNSEEN = "\u00ad\u200b\u200d\u2060\ufeff\ufe0f\u200e"
OTHER_SIGNS = {
    "力": "力⼒",
    "质": "質质",
    "产": "産產产",
    "生": "生⽣",
    "着": "著着",
    "卫": "衞衛卫",
    "账": "帳賬帐账",
    "值": "値值",
    "份": "分份",
    "海": "海海",
    "显": "顯显",
    "e": "eｅ",
    "R": "RＲ",
}
WHOLE = {
    "R&D": ["R&D", "R&amp;D", "R&#38;D", "Ｒ＆Ｄ"],
    "ffi": ["ffi", "ﬃ", "ﬀi", "fﬁ"],
}


@st.composite
def disturbed_terms(draw: st.DrawFn) -> tuple[str, str]:
    """(term, the same as some file may have it); its edges are letters of its own."""
    term = draw(st.sampled_from(TERMS))
    text = term
    for plain, others in WHOLE.items():
        text = text.replace(plain, draw(st.sampled_from(others)))
    pieces = []
    is_name = False  # a sign within &amp; stays
    for at, sign in enumerate(text):
        is_name = sign == "&" or (is_name and sign != ";")
        if is_name or sign == ";":
            pieces.append(sign)
            continue
        others = OTHER_SIGNS.get(sign, sign)
        if sign == "着" and term != "沿着海岸":
            others = sign
        other = draw(st.sampled_from(others))
        pieces.append(
            draw(st.sampled_from([other, unicodedata.normalize("NFD", other)]))
        )
        if at + 1 < len(text):
            pieces.append(draw(st.sampled_from(["", *UNSEEN])))
    return term, "".join(pieces)


@given(
    disturbed_terms(),
    st.sampled_from(["", "See ", "\u200b", "见：", "a\u0301 "]),
)
@example(("naïve voter", "nai\u0308ve vote\u00adr"), "")
def test_a_disturbed_term_is_found_where_it_stands(
    pair: tuple[str, str], before: str
) -> None:
    term, text = pair
    for behind in ("", ".", "。", " e\u0301\ufb01"):
        matches = MATCHER.find(f"{before}{text}{behind}")
        assert [m.span.of(f"{before}{text}{behind}") for m in matches] == [text]
        assert matches[0].concepts == {term}
    assert fold(text) == fold(term)


CASES = [
    ("the produc-\ntive forces", ["produc-\ntive forces"]),
    ("the produc\u00ad\n  tive forces", ["produc\u00ad\n  tive forces"]),
    ("productive-\nforces", ["productive-\nforces"]),
    ("the produc-\n\ntive forces", []),  # a blank line is no line end
    ("re-\nproductive forces", []),  # the word is another one
    ("新质生产\n力", ["新质生产\n力"]),
    ("数値班", ["値班"]),
    ("沿著海岸", ["沿著海岸"]),
    ("新着生产力", []),
    ("R&amp;amp;D", []),
    ("R&DAMP;", []),
]


@pytest.mark.parametrize(("text", "surfaces"), CASES)
def test_what_is_found(text: str, surfaces: list[str]) -> None:
    assert [match.span.of(text) for match in MATCHER.find(text)] == surfaces


MORE = (
    st.text(
        alphabet=st.sampled_from(
            "ab\u0301\u0308ﬁﬃ\u200b\u00ad新力⼒ -\n&amp;;'s’"
        )
    )
    | st.text()
)


@given(st.lists(MORE, min_size=1))
def test_the_way_back_never_goes_back(texts: list[str]) -> None:
    text = "".join(texts)
    flat, signed = flatten_signed(text)
    assert len(signed) == len(flat.cased) == len(flat.folded)
    places = [flat.original(at) for at in range(len(flat.cased))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    for at in range(len(flat.cased)):
        start, end = flat.span(at, at + 1)
        assert start < end <= len(text)
