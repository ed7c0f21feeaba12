"""Paragraphs belong together when half of one lies in sentences shared with the other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.engine import TextBead
from nqpterms.aligner.paragraphs import Joined, bead_paragraphs, mended
from nqpterms.aligner.pieces import Piece
from nqpterms.lexicon import load_lexicon
from nqpterms.model.document import Passage
from nqpterms.model.places import Anchor, Place

LEXICON = load_lexicon()


def paragraphs(*texts: str) -> list[Passage]:
    return [Passage(text, (Anchor(0, 0, Place(n)),)) for n, text in enumerate(texts, 1)]


def by_letter(zh: Sequence[str], en: Sequence[str]) -> list[TextBead]:
    """Joins sentences that begin with the same letter, which both sides hold in one order."""
    letters = sorted({text[0] for text in (*zh, *en)})
    left = {x: tuple(k for k, text in enumerate(zh) if text[0] == x) for x in letters}
    right = {x: tuple(k for k, text in enumerate(en) if text[0] == x) for x in letters}
    return [TextBead(left[x], right[x], 0.8) for x in letters]


CASES = {
    "one to one": (["A甲。", "B乙。"], ["Aye.", "Bee."], ["1|1", "2|2"]),
    "one cut in two": (["A小麦。B学校。"], ["A wheat.", "B school."], ["1|1,2"]),
    "two made one": (["A小麦。", "B学校。"], ["A wheat. B school."], ["1,2|1"]),
    "an edge that brings nothing": (["A小麦。"], ["A wheat.", "A school."], ["1|1", "|2"]),
    "one missing": (["A甲。", "C丙。"], ["Aye.", "Bee.", "Cee."], ["1|1", "|2", "2|3"]),
    "a sentence more": (["A甲。B乙。", "C丙。"], ["Aye.", "Cee."], ["1|1", "2|2"]),
    "a stray sentence": (
        ["A甲甲甲甲甲。", "B乙乙乙乙。C丙丙丙丙。D丁。"],
        ["Aye aye. Dear.", "Eager to please. East or west."],
        ["1|1", "2|", "|2"],
    ),
    "nothing shared": (["A甲。"], ["Bee."], ["1|", "|1"]),
    "an empty paragraph": (["", "A甲。"], ["Aye."], ["1|", "2|1"]),
    "none": ([], ["Aye."], ["|1"]),
}


def told(found: list[Joined]) -> list[str]:
    sides = ((one.bead.zh, one.bead.en) for one in found)
    return ["|".join(",".join(str(p.line) for p in side) for side in both) for both in sides]


@pytest.mark.parametrize("name", CASES)
def test_sentences_join_paragraphs(name):
    zh, en, expected = CASES[name]
    assert told(joined(Piece(paragraphs(*zh), paragraphs(*en)))) == expected


def joined(piece: Piece) -> list[Joined]:
    (found,) = bead_paragraphs([piece], run=by_letter, lexicon=LEXICON)
    return found


def test_sentences_stay_with_their_paragraphs():
    (one,) = joined(Piece(paragraphs("A小麦。B学校。"), paragraphs("A wheat.", "B school.")))
    assert one.sentences is not None
    assert [(b.zh[0].text, b.en[0].text) for b in one.sentences] == [
        ("A小麦。", "A wheat."),
        ("B学校。", "B school."),
    ]


def test_torn_sentences_are_aligned_anew():
    zh, en, _ = CASES["a stray sentence"]
    torn = joined(Piece(paragraphs(*zh), paragraphs(*en)))
    assert None in [one.sentences for one in torn]
    (whole,) = mended([torn], run=by_letter)
    for one in whole:
        assert one.sentences is not None
        for paragraphs_, side in ((one.bead.zh, "zh"), (one.bead.en, "en")):
            text = " ".join(p.text for b in one.sentences for p in getattr(b, side))
            assert text.replace(" ", "") == "".join(p.text for p in paragraphs_).replace(" ", "")


def test_confidence_is_that_of_the_text_that_is_joined():
    piece = Piece(paragraphs("A甲。", "B乙。"), paragraphs("Aye."), 0.5)
    both, alone = (one.bead for one in joined(piece))
    assert both.confidence == pytest.approx(0.8 * 0.5)
    assert alone.confidence == pytest.approx(1.0 * 0.5)
    assert alone.reason == "no paragraph of the English text answers this one"


SENTENCES = st.lists(st.lists(st.sampled_from("ABCDEFGH"), max_size=3), max_size=5)


def in_order(groups: list[list[str]], tail: str) -> list[str]:
    letters = iter(sorted(letter for group in groups for letter in group))
    return ["".join(f"{next(letters)}{tail} " for _ in group).strip() for group in groups]


@given(SENTENCES, SENTENCES)
def test_every_paragraph_stands_in_one_bead(zh, en):
    left, right = paragraphs(*in_order(zh, "甲。")), paragraphs(*in_order(en, "y so."))
    beads = [one.bead for one in joined(Piece(left, right))]
    assert [p for bead in beads for p in bead.zh] == left
    assert [p for bead in beads for p in bead.en] == right
    assert all(0 <= bead.confidence <= 1 for bead in beads)
