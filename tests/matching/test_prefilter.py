"""A narrowed base answers as the whole one does."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.forms import variants
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import lookup, narrowed
from nqpterms.model.termbase import Concept, Term, TermBase


@cache
def bundled() -> Matcher:
    return Matcher(load_terms())


def same(query: str) -> bool:
    return lookup(bundled().base, query) == lookup(bundled(), query)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_form_of_any_term_is_found_as_in_the_whole(
    data: st.DataObject,
) -> None:
    terms = [term.text for _, term in bundled().base.terms()]
    forms = [*variants(data.draw(st.sampled_from(terms)))]
    form = data.draw(st.sampled_from(forms))
    around = data.draw(
        st.sampled_from(["{}", "a {} b", "的{}了", "“{}’s”", "({})", "\n{}-"])
    )
    changed = data.draw(
        st.sampled_from(
            [str, str.upper, str.title, lambda t: t.replace(" ", "-")]
        )
    )
    assert same(around.format(changed(form)))


@pytest.mark.parametrize(
    "query",
    [
        "新質 生產力",
        "ＡＩ",
        "xinzhi",
        "",
        " ",
        "\ud800",
        "GDP",
        "the",
        "R and D",
        "😀",
        "İ",
        "—",
    ],
)
def test_odd_queries(query: str) -> None:
    assert same(query)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("enquiry", "an inquiry"),
        ("esophagus", "oesophagus"),
        ("cooperation", "Co-operation"),
        ("国际货币基金组织（基金组织）", "基金组织"),
        ("World Health Organization (WHO)", "the WHO"),
        ("《數據法》", "数据法"),
        ("-suffix", "suffix"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("AI技术", "用ai 技術"),
        ("to promote", "promoting"),
        ("go ahead", "Went ahead"),
        ("be aware", "was aware"),
        ("12th plan", "the twelfth plan"),
        ("eat", "ate"),
    ],
)
def test_what_may_stand_stays(term: str, text: str) -> None:
    base = TermBase((Concept("c", (Term(term, "en"),)),))
    assert narrowed(base, text) == base


@example("0", "", "㊀", "")
@given(
    st.text(max_size=12),
    st.text(max_size=12),
    st.text(max_size=3),
    st.text(max_size=3),
)
def test_nothing_that_is_found_is_dropped(
    term: str, other: str, left: str, right: str
) -> None:
    terms = (Term(term, "en"), Term(other, "zh"))
    base = TermBase((Concept("a", terms[:1]), Concept("b", terms[1:])))
    text = f"{left}{term}{right}"
    assert Matcher(narrowed(base, text)).find_all(text) == Matcher(
        base
    ).find_all(text)
