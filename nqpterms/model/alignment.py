"""Two documents side by side: section pairs, note pairs and beads, and the Segments they yield.

    Document, Document ──align──▶ Alignment ──segments──▶ Segments

A *bead* joins some paragraphs (or sentences) of one side with some of the other; either side may
be empty. Confidence is a probability, 0 to 1, that the row is right; what has no partner says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.model.document import Document, Note, Passage, Section
from nqpterms.model.html_tables import (
    ShownCell,
    ShownTable,
    TextPrinter,
    counted,
    first_rows,
    html_of,
    text_of,
)
from nqpterms.model.non_prose import NonProse, shifted
from nqpterms.model.places import Anchor, Anchored, locate

ListKind = Literal["note", "reference", "entry"]
Kind = Literal[
    "",
    "title",
    "contents",
    "heading",
    "note",
    "reference",
    "entry",
    "paragraph",
]
"""What a segment of an aligned pair is; "" for sentences, and in a bitext."""
TextLevel = Literal["paragraph", "sentence"]
Side = Literal["zh", "en"]


def other_side(side: Side) -> Side:
    """The side across from *side*.

    >>> other_side("zh")
    'en'
    """
    return "en" if side == "zh" else "zh"


class SectionPair(Struct, frozen=True):
    """A section and its counterpart; None, with a `reason`, where there is none."""

    zh: Section | None
    en: Section | None
    confidence: float
    reason: str = ""

    def section(self, side: Side) -> Section | None:
        """The section of one side."""
        return self.zh if side == "zh" else self.en

    def passages(self, side: Side) -> tuple[Passage, ...]:
        """The heading of one side, if it has one."""
        section = self.section(side)
        return (section.title,) if section and section.title else ()


class NotePair(Struct, frozen=True):
    """Two items of the same number in the lists at the end."""

    kind: ListKind
    zh: Note | None
    en: Note | None
    confidence: float
    reason: str = ""

    def passages(self, side: Side) -> tuple[Passage, ...]:
        """The text of the item of one side, if there is one."""
        note = self.zh if side == "zh" else self.en
        return (note.body,) if note else ()


class Bead(Struct, frozen=True):
    """Some passages of one side and their translation on the other, at one level.

    Where a side is empty and that is not sure, `likeliest` has the passages of the other side
    that would be the partner.
    """

    level: TextLevel
    zh: tuple[Passage, ...]
    en: tuple[Passage, ...]
    confidence: float
    reason: str = ""
    likeliest: tuple[Passage, ...] = ()

    def passages(self, side: Side) -> tuple[Passage, ...]:
        """The passages of one side."""
        return self.zh if side == "zh" else self.en


class KnownBead(Struct, frozen=True):
    """Paragraphs that are known to belong together, by the lines on which they begin (from 1).

    A side without lines: the other one has no translation.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]

    def lines(self, side: Side) -> tuple[int, ...]:
        """The lines of one side."""
        return self.zh if side == "zh" else self.en

    def touches(self, other: KnownBead) -> bool:
        """Whether two beads have a paragraph in common.

        >>> KnownBead((3, 4), (7,)).touches(KnownBead((4,), ()))
        True
        """
        return not (
            set(self.zh).isdisjoint(other.zh)
            and set(self.en).isdisjoint(other.en)
        )


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
        return tuple(
            row
            for row in self.rows
            if isinstance(row, Bead) and row.level == level
        )

    def paired_share(self, side: Side) -> float:
        """The share of one side's paragraphs or sentences that found a partner, 0 to 1."""
        return paired_share(self.rows, side)

    def segments(
        self,
        *,
        level: TextLevel = "sentence",
        target: Side = "en",
        alone: bool = False,
    ) -> Iterator[Segment]:
        """Every row as a Segment: headings, notes, and the beads of *level*.

        *target* is the side that is the translation; its document names the segments, and its
        sections where they have a partner. With *alone* what has no partner comes too, its other
        side empty, a paragraph as a whole.
        """
        section = ""
        for row in self._rows_of(level, whole=alone):
            if isinstance(row, SectionPair):
                section = _section_name(row, target)
            zh, en = row.passages("zh"), row.passages("en")
            if not (zh and en) and not (alone and (zh or en)):
                continue
            segment = self._segment(zh, en, target=target)
            name = "" if isinstance(row, NotePair) else section
            yield replace(
                segment,
                confidence=row.confidence,
                section=name,
                kind=_kind(row),
            )

    def front(self, *, target: Side = "en") -> Iterator[Segment]:
        """What stands before the text: the titles, and the lines of the contents pages.

        These are paired by their numbers; what has no partner comes alone. A title, or a line,
        that the other text has as a paragraph stands among the segments already.
        """
        aligned = self._aligned_passages()
        titles = _apart(self.zh.title, aligned), _apart(self.en.title, aligned)
        if any(titles):
            yield replace(self._segment(*titles, target=target), kind="title")
        for zh, en in self._contents_lines():
            zh_line = _apart(zh.title if zh else None, aligned)
            en_line = _apart(en.title if en else None, aligned)
            if zh_line or en_line:
                yield replace(
                    self._segment(zh_line, en_line, target=target),
                    kind="contents",
                )

    def to_dicts(
        self, *, level: TextLevel = "sentence"
    ) -> list[dict[str, Any]]:
        """A row for every pair of headings, notes, and beads of a level, for a data frame.

        What has no partner comes with an empty text on the other side, and its reason. `zh_line`
        and `en_line` are where the texts begin, 0 where there is none. Every row has every key and
        every key one type, so that pandas and polars take the list as it is. An alignment that has
        no sentences gives its paragraphs.

        >>> body = Section(None, None, 0)
        >>> bead = Bead("paragraph", (Passage("喝茶。"),), (Passage("Drink tea."),), 0.9)
        >>> pair = Alignment(Document("a", "zh", body), Document("b", "en", body), (bead,))
        >>> [(row["zh"], row["en"], row["confidence"]) for row in pair.to_dicts()]
        [('喝茶。', 'Drink tea.', 0.9)]
        """
        return [_pair_row(row) for row in self._told_rows(level)]

    def _repr_html_(self) -> str:
        return html_of(self._as_table())

    def _repr_pretty_(self, printer: TextPrinter, _is_cycle: bool) -> None:
        printer.text(text_of(self._as_table()))

    def _as_table(self) -> ShownTable:
        """The alignment as a notebook shows it: its figures, and its first rows."""
        rows = self._told_rows("sentence")
        figures = [
            counted(len(self.sections()), "section"),
            counted(len(self.beads("paragraph")), "paragraph bead"),
            counted(len(self.beads("sentence")), "sentence bead"),
        ]
        shares = f"{self.paired_share('zh'):.0%} of the Chinese, {self.paired_share('en'):.0%}"
        return ShownTable(
            f"{self.zh.name} · {self.en.name}",
            ("", "Chinese", "English", "sure"),
            first_rows(map(_pair_cells, rows)),
            len(rows),
            (
                ", ".join(figures),
                f"With a partner: {shares} of the English",
                *self.warnings,
            ),
        )

    def _told_rows(self, level: TextLevel) -> list[Row]:
        """The rows that have a text, with the beads of the level; of paragraphs where that is all.

        A text that stands under no heading makes a pair of sections without one.
        """
        if not self.beads(level):
            level = "paragraph"
        rows = self._rows_of(level, whole=False)
        return [row for row in rows if row.passages("zh") or row.passages("en")]

    def _aligned_passages(self) -> frozenset[int]:
        """The passages of all rows, by identity."""
        passages: set[int] = set()
        for row in self.rows:
            passages.update(map(id, row.passages("zh")))
            passages.update(map(id, row.passages("en")))
        return frozenset(passages)

    def _contents_lines(
        self,
    ) -> Iterator[tuple[Section | None, Section | None]]:
        """The lines of the contents pages, paired by their numbers; the others alone."""
        english = {s.number: s for s in reversed(self.en.contents) if s.number}
        for zh in self.zh.contents:
            yield zh, english.pop(zh.number or "", None)
        unpaired = list(english.values())
        for en in self.en.contents:
            if en in unpaired or not en.number:
                yield None, en

    def _rows_of(self, level: TextLevel, *, whole: bool) -> Iterator[Row]:
        """All rows but the beads of the other level.

        *whole*: a paragraph that has no partner comes as a whole and not sentence by sentence.
        """
        is_whole = False
        for row in self.rows:
            if not isinstance(row, Bead):
                yield row
                continue
            if row.level == "paragraph":
                is_whole = whole and not (row.zh and row.en)
            if is_whole:
                if row.level == "paragraph":
                    yield row
            elif row.level == level:
                yield row

    def _segment(
        self, zh: tuple[Passage, ...], en: tuple[Passage, ...], *, target: Side
    ) -> Segment:
        """The passages of both sides as a segment of the document that is the translation."""
        document = self.en if target == "en" else self.zh
        zh_whole, en_whole = joined(zh, ""), joined(en, " ")
        return Segment(
            zh_whole.text,
            en_whole.text,
            doc=document.name,
            zh_anchors=zh_whole.anchors,
            en_anchors=en_whole.anchors,
            target=target,
            zh_non_prose=zh_whole.non_prose,
            en_non_prose=en_whole.non_prose,
        )


def level_of(row: Row) -> str:
    """The level of a row as the machine formats name it: section, note, paragraph, sentence …"""
    if isinstance(row, SectionPair):
        return "section"
    return row.kind if isinstance(row, NotePair) else row.level


def _pair_row(row: Row) -> dict[str, Any]:
    """A row of an alignment as one of a data frame."""
    zh, en = row.passages("zh"), row.passages("en")
    return {
        "level": level_of(row),
        "zh": joined(zh, "").text,
        "en": joined(en, " ").text,
        "confidence": float(row.confidence),
        "zh_line": (zh[0].line or 0) if zh else 0,
        "en_line": (en[0].line or 0) if en else 0,
        "reason": row.reason,
    }


def _pair_cells(row: Row) -> tuple[ShownCell | str, ...]:
    """A row of an alignment as a line of a table."""
    pair = _pair_row(row)
    sure = row.reason or f"{row.confidence:.0%}"
    return (
        pair["level"],
        ShownCell(pair["zh"], "zh"),
        ShownCell(pair["en"], "en"),
        sure,
    )


def paired_share(rows: Iterable[Row], side: Side) -> float:
    """The share of one side's text that stands in beads with a partner, 0 to 1; 1 of no text.

    >>> one = Bead("paragraph", (Passage("天气很好。"),), (Passage("Fine weather."),), 0.9)
    >>> paired_share([one, Bead("paragraph", (), (Passage("Good night."),), 0.9)], "en")
    0.5416666666666666
    """
    paired = total = 0
    for row in rows:
        if isinstance(row, Bead):
            length = sum(len(passage.text) for passage in row.passages(side))
            total += length
            paired += length if row.zh and row.en else 0
    return paired / total if total else 1.0


class Segment(Struct, frozen=True):
    """One aligned pair of texts: what check, extract, concord and scoring read.

    `row` counts the data rows of a bitext from 1, and is None in an aligned document. `doc` tells
    documents apart, `id` is the file's own name of the unit, `target` the side that is the
    translation. `markup` holds inline codes of the file that are not part of the text, as
    (side, offset, code): kept for the round trip, invisible to matching. `properties` is what
    else the file says about the pair, as (name, value): its notes, dates, flags, other columns.
    `section` tells the sections of an aligned document apart: the number, or the title, of the
    heading above; empty before the first heading, in the lists at the end, and in a bitext.
    `kind` says what else than a sentence it is there.
    `zh_non_prose` and `en_non_prose` are what the file says is not prose on either side: code,
    units that are not to be translated.

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
    kind: Kind = ""
    zh_non_prose: tuple[NonProse, ...] = ()
    en_non_prose: tuple[NonProse, ...] = ()

    def text(self, side: Side) -> str:
        """The text of one side."""
        return self.zh if side == "zh" else self.en

    def non_prose(self, side: Side) -> tuple[NonProse, ...]:
        """What the file says is not prose on one side."""
        return self.zh_non_prose if side == "zh" else self.en_non_prose

    def anchors(self, side: Side) -> tuple[Anchor, ...]:
        """Where the stretches of one side begin in its file."""
        return self.zh_anchors if side == "zh" else self.en_anchors

    def locate(self, side: Side, position: int) -> Anchored:
        """Where a position of one side's text stands in its file."""
        return locate(self.anchors(side), position)


def lone_segments(document: Document) -> Iterator[Segment]:
    """The passages of a text as segments whose other side, still to be translated, is empty."""
    name = document.name
    for passage in document.passages():
        text, anchors, non_prose = (
            passage.text,
            passage.anchors,
            passage.non_prose,
        )
        if document.lang.startswith("zh"):
            yield Segment(
                text,
                "",
                doc=name,
                zh_anchors=anchors,
                target="en",
                zh_non_prose=non_prose,
            )
        else:
            yield Segment(
                "",
                text,
                doc=name,
                en_anchors=anchors,
                target="zh",
                en_non_prose=non_prose,
            )


def joined(passages: tuple[Passage, ...], glue: str) -> Passage:
    """Several passages as one, with the anchors of all.

    >>> joined((Passage("One."), Passage("Two.")), " ").text
    'One. Two.'
    """
    text = ""
    anchors: list[Anchor] = []
    non_prose: list[NonProse] = []
    for passage in passages:
        if text:
            text += glue
        for anchor in passage.anchors:
            anchors.append(
                Anchor(anchor.at + len(text), anchor.offset, anchor.place)
            )
        non_prose += shifted(passage.non_prose, len(text))
        text += passage.text
    return Passage(text, tuple(anchors), tuple(non_prose))


def _section_name(pair: SectionPair, target: Side) -> str:
    """What tells a section from the others of its document: its number, or else its title."""
    section = pair.en or pair.zh if target == "en" else pair.zh or pair.en
    if section is None:
        return ""
    if section.number:
        return section.number
    return section.title.text if section.title else ""


def _apart(
    passage: Passage | None, aligned: frozenset[int]
) -> tuple[Passage, ...]:
    """A passage that stands among no rows, if there is one."""
    return (passage,) if passage and id(passage) not in aligned else ()


def _kind(row: Row) -> Kind:
    """What a row is; "" for the sentences of two paragraphs."""
    if isinstance(row, SectionPair):
        return "heading"
    if isinstance(row, NotePair):
        return row.kind
    return "paragraph" if row.level == "paragraph" else ""
