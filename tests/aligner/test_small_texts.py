"""Texts of four paragraphs: what is none of the translation, and what is.

`small_texts.tsv` has two texts on each of five subjects, written for this test.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.engine import align_texts

SUBJECTS = ["bridge", "health", "company", "school", "energy"]
TEXTS = [(subject, text) for subject in SUBJECTS for text in ("1", "2")]
PLACES = range(4)


@cache
def sides(subject: str, text: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a text in both languages."""
    path = Path(__file__).with_name("small_texts.tsv")
    with path.open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter="\t")
            if (row["subject"], row["text"]) == (subject, text)
        ]
    return [row["zh"] for row in rows], [row["en"] for row in rows]


def surest(beads: list[TextBead], paragraph: int) -> float:
    """How sure the pair of an English paragraph is, 0 if it stands alone."""
    sure = [b.confidence for b in beads if b.zh and paragraph in b.en]
    return max(sure, default=0.0)


@pytest.mark.parametrize(("subject", "text"), TEXTS)
def test_the_paragraphs_of_a_translation_are_sure(
    subject: str, text: str
) -> None:
    beads = align_texts(*sides(subject, text))
    assert [bead[:2] for bead in beads] == [((n,), (n,)) for n in PLACES]
    assert min(bead.confidence for bead in beads) > 0.5


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("subject", "text"), TEXTS)
def test_a_paragraph_of_the_same_subject_is_no_translation(
    subject: str, text: str, place: int
) -> None:
    zh, en = sides(subject, text)
    _, other = sides(subject, "2" if text == "1" else "1")
    beads = align_texts(zh, [*en[:place], other[place], *en[place + 1 :]])
    assert surest(beads, place) <= 0.5
    rest = [surest(beads, n) for n in PLACES if n != place]
    assert min(rest) > 0.5


@pytest.mark.parametrize("subject", SUBJECTS)
def test_two_texts_of_one_subject_are_no_translations(subject: str) -> None:
    zh, _ = sides(subject, "1")
    _, en = sides(subject, "2")
    beads = align_texts(zh, en)
    assert max(surest(beads, n) for n in PLACES) <= 0.5
