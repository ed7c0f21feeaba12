"""Forms inside one another: as deep and as many as texts have them, and no more."""

from __future__ import annotations

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.files.budget import Budget, allowing
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.nested_forms import check_nesting
from nqpterms.model.termbase import Concept, Term, TermBase


def _matcher(*terms: str) -> Matcher:
    return Matcher(
        TermBase(tuple(Concept(term, (Term(term, "zh"),)) for term in terms))
    )


def test_a_chain_that_is_too_long_is_refused() -> None:
    deep = ["税" * length for length in range(1, 18)]
    with pytest.raises(
        NqptermsError, match=r"more than 16 terms .*--allow chain="
    ):
        _matcher(*deep).find("税")
    with allowing(Budget(chain=17)):
        assert [match.span for match in _matcher(*deep).find("税" * 17)] == [
            (0, 17)
        ]


def test_many_short_chains_are_none() -> None:
    check_nesting(
        f"{first}{'a' * length}" for first in "税收制度" for length in range(16)
    )
    check_nesting(f"税{number}" for number in range(1000, 3000))


def test_a_text_of_nothing_but_nested_terms_is_refused() -> None:
    matcher = _matcher(*["税" * length for length in range(1, 9)])
    with pytest.raises(NqptermsError, match="terms inside one another"):
        matcher.find_all("税" * 2_000)
    assert len(matcher.find_all("税" * 100)) == 8 * 100 - 28


def test_a_long_text_full_of_names_in_names_is_read() -> None:
    matcher = _matcher(
        "全国",
        "全国人民",
        "人民",
        "全国人民代表大会",
        "代表",
        "代表大会",
        "大会",
    )
    assert len(matcher.find_all("全国人民代表大会" * 3_000)) == 7 * 3_000


def test_a_long_knot_has_the_longest() -> None:
    matcher = _matcher("税", "税税", "税税税")
    spans = [tuple(match.span) for match in matcher.find("税" * 3_001)]
    assert spans == [(at, min(at + 3, 3_001)) for at in range(0, 3_001, 3)]
