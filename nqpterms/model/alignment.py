"""Two documents side by side: section pairs, note pairs and beads, and the Segments they yield.

    Document, Document ──align──▶ Alignment ──segments──▶ Segments

A *bead* joins some paragraphs (or sentences) of one side with some of the other; either side may
be empty. Confidence is a probability, 0 to 1, that the row is right; what has no partner says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from nqpterms.model.document import Document, Note, Passage, Section
from nqpterms.model.places import Anchor, Anchored, locate

ListKind = Literal["note", "reference", "entry"]
TextLevel = Literal["paragraph", "sentence"]
Side = Literal["zh", "en"]


class SectionPair(Struct, frozen=True):
    """A section and its counterpart; None, with a `reason`, where there is none."""

    zh: Section | None
    en: Section | None
    confidence: float
    reason: str = ""


class NotePair(Struct, frozen=True):
    """Two items of the same number in the lists at the end."""

    kind: ListKind
    zh: Note | None
    en: Note | None
    confidence: float
    reason: str = ""


class Bead(Struct, frozen=True):
    """Some passages of one side and their translation on the other, at one level."""

    level: TextLevel
    zh: tuple[Passage, ...]
    en: tuple[Passage, ...]
    confidence: float
    reason: str = ""


Row = SectionPair | NotePair | Bead


class Alignment(Struct, frozen=True):
    """The rows of an aligned pair in reading order, a paragraph's sentences right behind it."""

    zh: Document
    en: Document
    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()

    def sections(self) -> tuple[SectionPair, ...]:
        """The section rows, paired or not."""
        return tuple(row for row in self.rows if isinstance(row, SectionPair))

    def notes(self) -> tuple[NotePair, ...]:
        """The rows of notes, references and annotated terms."""
        return tuple(row for row in self.rows if isinstance(row, NotePair))

    def beads(self, level: TextLevel) -> tuple[Bead, ...]:
        """The beads of one level."""
        return tuple(row for row in self.rows if isinstance(row, Bead) and row.level == level)

    def segments(
        self, *, level: TextLevel = "sentence", target: Side = "en", alone: bool = False
    ) -> Iterator[Segment]:
        """Every row as a Segment: headings, notes, and the beads of *level*.

        *target* is the side that is the translation; its document names the segments, and its
        sections where they have a partner. With *alone* what has no partner comes too, its other
        side empty.
        """
        doc = (self.en if target == "en" else self.zh).name
        rows = (r for r in self.rows if not isinstance(r, Bead) or r.level == level)
        section = ""
        for row in rows:
            if isinstance(row, SectionPair):
                section = _section_name(row, target)
            zh, en = _passages(row, "zh"), _passages(row, "en")
            if (zh and en) or (alone and (zh or en)):
                (zh_text, zh_at), (en_text, en_at) = join(zh, ""), join(en, " ")
                yield Segment(
                    zh_text,
                    en_text,
                    doc=doc,
                    confidence=row.confidence,
                    zh_anchors=zh_at,
                    en_anchors=en_at,
                    target=target,
                    section="" if isinstance(row, NotePair) else section,
                )

    def contents(self, *, target: Side = "en") -> Iterator[Segment]:
        """The lines of the contents pages, paired by their numbers; the others alone."""
        doc = (self.en if target == "en" else self.zh).name
        english = {s.number: s for s in reversed(self.en.contents) if s.number}
        pairs = [(zh, english.pop(zh.number or "", None)) for zh in self.zh.contents]
        left = [en for en in self.en.contents if en in english.values() or not en.number]
        for zh, en in (*pairs, *((None, en) for en in left)):
            zh_title, en_title = zh and zh.title, en and en.title
            yield Segment(
                zh_title.text if zh_title else "",
                en_title.text if en_title else "",
                doc=doc,
                zh_anchors=zh_title.anchors if zh_title else (),
                en_anchors=en_title.anchors if en_title else (),
                target=target,
            )


class Segment(Struct, frozen=True):
    """One aligned pair of texts: what check, extract, concord and scoring read.

    `row` counts the data rows of a bitext from 1, and is None in an aligned document. `doc` tells
    documents apart, `id` is the file's own name of the unit, `target` the side that is the
    translation. `markup` holds inline codes of the file that are not part of the text, as
    (side, offset, code): kept for the round trip, invisible to matching. `properties` is what
    else the file says about the pair, as (name, value): its notes, dates, flags, other columns.
    `section` tells the sections of an aligned document apart: the number, or the title, of the
    heading above; empty before the first heading, in the lists at the end, and in a bitext.

    >>> Segment("新质生产力", "new quality productive forces").en
    'new quality productive forces'
    """

    zh: str
    en: str
    row: int | None = None
    doc: str = ""
    confidence: float = 1.0
    zh_anchors: tuple[Anchor, ...] = ()
    en_anchors: tuple[Anchor, ...] = ()
    markup: tuple[tuple[Side, int, str], ...] = ()
    id: str = ""
    target: Side = "en"
    properties: tuple[tuple[str, str], ...] = ()
    section: str = ""

    def text(self, side: Side) -> str:
        """The text of one side."""
        return self.zh if side == "zh" else self.en

    def locate(self, side: Side, position: int) -> Anchored:
        """Where a position of one side's text stands in its file."""
        return locate(self.zh_anchors if side == "zh" else self.en_anchors, position)


def join(passages: tuple[Passage, ...], glue: str) -> tuple[str, tuple[Anchor, ...]]:
    """Several passages as one text, with the anchors of all.

    >>> join((Passage("One."), Passage("Two.")), " ")[0]
    'One. Two.'
    """
    text, anchors = "", []
    for passage in passages:
        text += glue if text else ""
        anchors += [Anchor(a.at + len(text), a.offset, a.place) for a in passage.anchors]
        text += passage.text
    return text, tuple(anchors)


def _section_name(pair: SectionPair, target: Side) -> str:
    """What tells a section from the others of its document: its number, or else its title."""
    sides = (pair.en, pair.zh) if target == "en" else (pair.zh, pair.en)
    section = sides[0] or sides[1]
    if section is None:
        return ""
    return section.number or (section.title.text if section.title else "")


def _passages(row: Row, side: Side) -> tuple[Passage, ...]:
    """The texts on one side of a row."""
    value = row.zh if side == "zh" else row.en
    if isinstance(value, Section):
        return (value.title,) if value.title else ()
    if isinstance(value, Note):
        return (value.body,)
    return value or ()
