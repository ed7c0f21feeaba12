"""What stands between two paired headings: the paragraphs of both texts, and headings alone.

    section rows ──stretches_of──▶ Stretches ──(beads)──▶ rows in reading order

A paired heading is a boundary that no bead crosses. A heading without counterpart is none: the
text under it may well be there on the other side, so its paragraphs run on with those before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nqpterms.aligner.pieces import Piece
from nqpterms.model.alignment import Bead, SectionPair
from nqpterms.model.document import Document, Passage

Item = SectionPair | Passage
"""A heading that stands alone, or a paragraph."""


class Stretch(NamedTuple):
    """A paired heading (None at the start of the texts) and all up to the next pair."""

    head: SectionPair | None
    zh: tuple[Item, ...]
    en: tuple[Item, ...]


def stretches_of(rows: Sequence[SectionPair], zh: Document, en: Document) -> list[Stretch]:
    """The stretches of two texts whose sections are paired as in *rows*."""
    found: list[Stretch] = []
    head, left, right = None, list[Item](zh.body.paragraphs), list[Item](en.body.paragraphs)
    for row in rows:
        if row.zh and row.en:
            found.append(Stretch(head, tuple(left), tuple(right)))
            head, left, right = row, [*row.zh.paragraphs], [*row.en.paragraphs]
        elif row.zh:
            left += [row, *row.zh.paragraphs]
        elif row.en:
            right += [row, *row.en.paragraphs]
    return [*found, Stretch(head, tuple(left), tuple(right))]


def piece(stretch: Stretch) -> Piece:
    """The paragraphs of a stretch, and why a side has none where the other has some."""
    zh = [item for item in stretch.zh if isinstance(item, Passage)]
    en = [item for item in stretch.en if isinstance(item, Passage)]
    language = "English" if zh else "Chinese"
    reason = f"the {language} text of this section is missing"
    if stretch.head is None:
        reason = f"the {language} text has nothing here"
    confidence = stretch.head.confidence if stretch.head else 1.0
    return Piece(zh, en, confidence, "" if zh and en else reason)


def woven(stretch: Stretch, beads: Iterable[Bead]) -> Iterator[SectionPair | Bead]:
    """The rows of a stretch in reading order, each heading alone before what follows it."""
    if stretch.head:
        yield stretch.head
    left, right = iter(stretch.zh), iter(stretch.en)
    for bead in beads:
        yield from _headings(left, before=len(bead.zh))
        yield from _headings(right, before=len(bead.en))
        yield bead
    yield from (item for item in (*left, *right) if isinstance(item, SectionPair))


def _headings(items: Iterator[Item], *, before: int) -> Iterator[SectionPair]:
    """The headings that stand before the next *before* paragraphs; both are used up."""
    while before:
        item = next(items)
        if isinstance(item, SectionPair):
            yield item
        else:
            before -= 1
