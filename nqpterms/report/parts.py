"""The text page: an alignment as parts of rows, each with two cells and its findings beside it.

    Alignment ──parts_of──▶ Parts ──text_view──▶ TextView: what the template sets, and no more
                              └──columns_of──▶ groups of Parts, the columns of the pictures

A part is what stands under one heading, or one of the lists at the end. A row is a line of the
page: a pair of headings, paragraphs or notes; a paragraph's sentences stand inside its cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import TypeVar

from markupsafe import Markup
from msgspec import Struct

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    ListKind,
    NotePair,
    Row,
    SectionPair,
    Side,
)
from nqpterms.model.document import Document, Note, Section
from nqpterms.model.findings import Finding
from nqpterms.report.cells import Cell, Painter, finding_places, line_range

DOUBT = 80
"""Per cent: a row less sure than this says how sure it is. Below it about one in ten is wrong."""
_LISTS = {
    "note": "Notes",
    "reference": "References",
    "entry": "Annotated terms",
}
_BEFORE = "Before the first heading"
_NOWHERE = -1  # the line of findings about the whole text

T = TypeVar("T")
N = TypeVar("N")


class PagePart(Struct, frozen=True):
    """A stretch of rows under one heading; `level` is 1 for chapters, `label` names it."""

    label: str
    level: int
    rows: tuple[Row, ...]

    @property
    def head(self) -> SectionPair | None:
        """The pair of headings that begins the part."""
        first = self.rows[0]
        return first if isinstance(first, SectionPair) else None

    @property
    def confidence(self) -> float | None:
        """How sure the alignment is of the part, 0–1: the mean of its paired rows, if any."""
        pairs = [row for row in self._lines if row.zh and row.en]
        if not pairs:
            return None
        return sum(row.confidence for row in pairs) / len(pairs)

    @property
    def paired(self) -> float:
        """The share of its rows that have both sides, 0–1."""
        lines = self._lines
        pairs = [row for row in lines if row.zh and row.en]
        return len(pairs) / len(lines)

    @property
    def alone(self) -> int:
        """How many paragraphs have no partner."""
        return sum(
            1 for row in self._lines if isinstance(row, Bead) and row.reason
        )

    @property
    def _lines(self) -> list[Row]:
        """Its rows without the sentences, which stand inside the paragraphs."""
        return [row for row in self.rows if not _is_sentence(row)]


class _NoteView(Struct, frozen=True):
    """A finding as the margin tells it; `mark` is the id of its place, "" where it has none.

    `again`: the row has told the same before, of another place.
    """

    number: int
    finding: Finding
    mark: str = ""
    again: bool = False

    @property
    def where(self) -> str:
        """Where it stands, in the words of the file: "segment 7", "line 12" or ""."""
        if self.finding.segment is not None:
            return f"segment {self.finding.segment}"
        return (
            f"line {self.finding.place.line}" if self.finding.place.line else ""
        )

    @property
    def record(self) -> dict[str, str]:
        """What a decision about it says, for the file of decisions that the page saves."""
        finding = self.finding
        values = {
            "code": finding.code,
            "concept": finding.concept,
            "source_term": finding.source_term,
            "matched": finding.matched,
            "stands": finding.stands.text if finding.stands else "",
            "file": PurePath(finding.file).name,
        }
        return {key: value for key, value in values.items() if value}


class _RowView(Struct, frozen=True):
    """One line of the page: two cells, how sure the alignment is, and why a side is empty.

    Of a heading, `lines` are those of its two sides; other cells have theirs inside.
    """

    anchor: str
    kind: str
    zh: Markup
    en: Markup
    percent: int
    reason: str
    lines: tuple[str, str]
    notes: tuple[_NoteView, ...]


class _PartView(Struct, frozen=True):
    """A part of the page; `percent` is None where nothing in it has a partner."""

    anchor: str
    part: PagePart
    percent: int | None
    rows: tuple[_RowView, ...]

    @property
    def findings(self) -> int:
        """How many findings stand in the part."""
        return sum(len(row.notes) for row in self.rows)


class TextView(Struct, frozen=True):
    """The text page: its parts, and the findings about the whole text."""

    parts: tuple[_PartView, ...]
    whole: tuple[_NoteView, ...]


class _Line(Struct, frozen=True):
    """A row of the alignment with the sentences inside it, and what is painted of it."""

    row: Row
    zh: Cell
    en: Cell


# An alignment as parts


def one_text(document: Document) -> Alignment:
    """One document as an alignment of which one side is empty; nothing in it asks for a partner.

    >>> from nqpterms.model.document import Passage
    >>> body = Section(None, None, 0, (Passage("Tea grows here."),))
    >>> [row.en[0].text for row in one_text(Document("tea.en.md", "en", body)).rows]
    ['Tea grows here.']
    """
    if document.lang.startswith("zh"):
        english = Document("", "en", Section(None, None, 0))
        return Alignment(document, english, tuple(_rows_of_one(document, "zh")))
    chinese = Document("", "zh-Hans", Section(None, None, 0))
    return Alignment(chinese, document, tuple(_rows_of_one(document, "en")))


def parts_of(alignment: Alignment) -> tuple[PagePart, ...]:
    """The parts of an alignment in reading order; together they hold every row.

    A list under a heading of its own name is no part beside it.

    >>> root = Section(None, None, 0)
    >>> zh, en = Document("a", "zh", root), Document("b", "en", root)
    >>> rows = (Bead("paragraph", (), (), 1.0), SectionPair(root, root, 0.9))
    >>> [part.level for part in parts_of(Alignment(zh, en, rows))]
    [1, 1]
    """
    has_headings = any(isinstance(row, SectionPair) for row in alignment.rows)
    before = _BEFORE if has_headings else "Text"
    parts = []
    for key, group in groupby(_keyed(alignment.rows), key=lambda item: item[0]):
        rows = tuple(row for _, row in group)
        if isinstance(rows[0], SectionPair):
            label = _heading_text(rows[0])
        else:
            label = _LISTS.get(str(key), before)
        parts.append(PagePart(label, _level(rows[0]), rows))
    return tuple(parts)


def columns_of(
    parts: Sequence[PagePart], *, most: int
) -> list[tuple[PagePart, ...]]:
    """The parts in groups of neighbours, at most *most*: each a section with those below it.

    The finest level of headings that fits is taken; a text with more chapters than *most* is cut
    into stretches of equally many parts.
    """
    finest = max((part.level for part in parts), default=1)
    for level in range(finest, 0, -1):
        groups = list(_groups(parts, level))
        if len(groups) <= most:
            return groups
    size = -(-len(parts) // most)
    return [
        tuple(parts[start : start + size])
        for start in range(0, len(parts), size)
    ]


def _rows_of_one(document: Document, side: Side) -> Iterator[Row]:
    for section in document.sections():
        if section.title:
            yield SectionPair(*_on_side(section, side, None), 1.0)
        for paragraph in section.paragraphs:
            yield Bead("paragraph", *_on_side((paragraph,), side, ()), 1.0)
    lists: tuple[tuple[ListKind, tuple[Note, ...]], ...] = (
        ("note", document.notes),
        ("entry", document.entries),
        ("reference", document.references),
    )
    for kind, notes in lists:
        for note in notes:
            yield NotePair(kind, *_on_side(note, side, None), 1.0)


def _on_side(value: T, side: Side, nothing: N) -> tuple[T | N, T | N]:
    """The Chinese and the English side of what stands on one of them."""
    return (value, nothing) if side == "zh" else (nothing, value)


def _keyed(rows: Sequence[Row]) -> Iterator[tuple[int | str, Row]]:
    """Each row with what it shares with its part: the number of the heading, or a kind of list."""
    headings, heading = 0, ""
    for row in rows:
        if isinstance(row, SectionPair):
            headings += 1
            heading = _heading_text(row)
        if isinstance(row, NotePair) and _LISTS[row.kind] != heading:
            yield row.kind, row
        else:
            yield headings, row


def _groups(
    parts: Sequence[PagePart], level: int
) -> Iterator[tuple[PagePart, ...]]:
    """The parts in groups, each beginning with a heading of a level or above it, or with a list."""
    group: list[PagePart] = []
    for part in parts:
        begins = part.level <= level or part.head is None
        if group and begins:
            yield tuple(group)
            group = []
        group.append(part)
    if group:
        yield tuple(group)


def _is_sentence(row: Row) -> bool:
    return isinstance(row, Bead) and row.level == "sentence"


def _heading_text(pair: SectionPair) -> str:
    for section in (pair.en, pair.zh):
        if section and section.title:
            return section.title.text
    return "Text without a heading"


def _level(row: Row) -> int:
    """The level of the heading that a part begins with, 1 where it begins with none."""
    if not isinstance(row, SectionPair):
        return 1
    section = row.zh or row.en
    return max(1, section.level) if section else 1


# Parts as the template sets them


def text_view(
    alignment: Alignment,
    findings: Sequence[Finding],
    parts: Sequence[PagePart],
    *,
    matcher: Matcher,
) -> TextView:
    """The rows of the page in reading order; a paragraph's sentences stand inside its cells.

    A finding stands beside the row where it is marked or, where it marks nothing, beside the row
    that holds its line; one about the whole text stands in no row.
    """
    numbers = {
        concept.id: number
        for number, concept in enumerate(matcher.base.concepts)
    }
    painter = Painter(matcher, finding_places(alignment, findings), numbers)
    lines_by_part = [list(_lines(part, painter)) for part in parts]
    every_line = [line for lines in lines_by_part for line in lines]
    notes = _notes_by_line(alignment, findings, every_line)
    views = []
    number = 0
    for part_number, (part, lines) in enumerate(
        zip(parts, lines_by_part, strict=True)
    ):
        rows = []
        for line in lines:
            rows.append(_row_view(line, number, notes[number]))
            number += 1
        percent = (
            None if part.confidence is None else round(100 * part.confidence)
        )
        views.append(_PartView(f"p{part_number}", part, percent, tuple(rows)))
    return TextView(tuple(views), tuple(notes[_NOWHERE]))


def _lines(part: PagePart, painter: Painter) -> Iterator[_Line]:
    """The rows of a part without the sentences, each painted with the sentences behind it."""
    for row, sentences in _with_sentences(part.rows):
        zh = _painted(row, "zh", sentences, painter)
        en = _painted(row, "en", sentences, painter)
        yield _Line(row, zh, en)


def _with_sentences(rows: Sequence[Row]) -> list[tuple[Row, list[Bead]]]:
    """Each row but the sentences, with the sentences behind it."""
    groups: list[tuple[Row, list[Bead]]] = []
    for row in rows:
        if groups and isinstance(row, Bead) and row.level == "sentence":
            groups[-1][1].append(row)
        else:
            groups.append((row, []))
    return groups


def _painted(
    row: Row, side: Side, sentences: Sequence[Bead], painter: Painter
) -> Cell:
    passages = row.passages(side)
    if not isinstance(row, SectionPair):
        return painter.cell(side, passages, sentences)
    return painter.passage(side, passages[0]) if passages else Cell()


def _row_view(line: _Line, number: int, notes: Sequence[_NoteView]) -> _RowView:
    row = line.row
    lines = ("", "")
    if isinstance(row, SectionPair):
        kind = "section"
        lines = (_line_ranges(row, "zh"), _line_ranges(row, "en"))
    elif isinstance(row, NotePair):
        kind = row.kind
    else:
        kind = row.level
    return _RowView(
        anchor=f"r{number}",
        kind=kind,
        zh=line.zh.html,
        en=line.en.html,
        percent=round(100 * row.confidence),
        reason=row.reason,
        lines=lines,
        notes=tuple(notes),
    )


def _line_ranges(row: Row, side: Side) -> str:
    return "".join(line_range(passage) for passage in row.passages(side))


def _notes_by_line(
    alignment: Alignment, findings: Sequence[Finding], lines: Sequence[_Line]
) -> dict[int, list[_NoteView]]:
    """The findings by the number of the line that they stand beside; those of the whole text."""
    marks = _marks_by_finding(lines)
    numbers = _numbers_by_place(alignment, lines)
    notes: dict[int, list[_NoteView]] = defaultdict(list)
    for number, finding in enumerate(findings):
        place = (finding.file, finding.place.line or 0)
        line, mark = marks.get(number, (numbers.get(place, _NOWHERE), ""))
        same = any(
            note.finding.message == finding.message for note in notes[line]
        )
        notes[line].append(
            _NoteView(number, finding, mark, again=same and bool(mark))
        )
    return notes


def _marks_by_finding(lines: Sequence[_Line]) -> dict[int, tuple[int, str]]:
    """The line and the id of the first mark of each finding, that of its own words before that of
    its source term."""
    marks: dict[int, tuple[int, str]] = {}
    for number, line in enumerate(lines):
        for finding, mark in {**line.zh.marks, **line.en.marks}.items():
            if finding not in marks or (
                marks[finding][1].startswith("s") and mark.startswith("f")
            ):
                marks[finding] = (number, mark)
    return marks


def _numbers_by_place(
    alignment: Alignment, lines: Sequence[_Line]
) -> dict[tuple[str, int], int]:
    """The number of the line of the page that stands on each line of each file."""
    sides: tuple[tuple[Side, str], ...] = (
        ("zh", alignment.zh.name),
        ("en", alignment.en.name),
    )
    numbers: dict[tuple[str, int], int] = {}
    for number, line in enumerate(lines):
        for side, name in sides:
            for passage in line.row.passages(side):
                numbers.update(
                    ((name, file_line), number) for file_line in passage.lines
                )
    return numbers
