"""A translation alone: passages are found by looks at many of them, wherever they stand."""

from __future__ import annotations

import pytest

from nqpterms.checks.prefilter import texts_with
from nqpterms.checks.registry import check_document, chosen_codes
from nqpterms.checks.slips import word_slips
from nqpterms.matching.matcher import Matcher
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.termbase import Concept, Term, TermBase

BASE = TermBase(
    (
        Concept("force", (Term("new quality productive forces", "en"),)),
        Concept(
            "old",
            (
                Term("river toll", "en", status="deprecated"),
                Term("ferry fee", "en"),
            ),
        ),
        Concept(
            "office",
            (Term("Granary Upkeep Council", "en"), Term("GRUCO", "en")),
        ),
    )
)
ODD = {
    "T101": "The river toll’s rise.",
    "T102": "A GRCUO plan, and new qualty productive forces.",
    "T204": "It grows，and it shrinks.",
}


def _document(texts: list[str]) -> Document:
    body = Section(None, None, 0, tuple(map(Passage, texts)))
    return Document("draft.txt", "en", body)


@pytest.mark.parametrize("at", [0, 31, 32, 63, 64, 99])
@pytest.mark.parametrize("code", ODD)
@pytest.mark.parametrize(
    "filler", ["Plain words.", "It’s  a “well-kept” 粮仓 city."]
)
def test_what_is_odd_is_found_wherever_it_stands(
    code: str, at: int, filler: str
) -> None:
    texts = [filler] * 100
    texts[at] = ODD[code]
    found = check_document(
        _document(texts), Matcher(BASE), codes=chosen_codes([code])
    )
    alone = check_document(
        _document([ODD[code]]), Matcher(BASE), codes=chosen_codes([code])
    )
    assert alone
    assert [f.context for f in found] == [f.context for f in alone]


@pytest.mark.parametrize("at", [0, 31, 32, 80])
def test_a_form_is_held_by_its_own_text(at: int) -> None:
    texts = ["China’s “old”  ways"] * 81
    texts[at] = "the river toll"
    held = Matcher(BASE).holding(
        texts, language="en", wanted=lambda seen: [9 for _ in seen]
    )
    assert held == {at}


def test_a_document_without_text_has_nothing_to_report() -> None:
    assert check_document(_document([]), Matcher(BASE)) == []


def test_an_odd_word_is_sought_in_every_text() -> None:
    texts = ["even"] * 70 + ["an odd one", "oddly enough", "even"]
    assert texts_with(texts, lambda word: word == "odd") >= {70}
    assert 72 not in texts_with(texts, lambda word: word == "odd")


def test_a_letter_that_folds_to_another_is_no_slip() -> None:
    text = "The forcse grew; new quality productive forc\u017fe did not."
    assert list(word_slips(BASE, "en").slips_in(text)) == []
