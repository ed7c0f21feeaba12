"""What the report's text page shows: parts of rows, each with two cells and its findings beside.

Everything is ready-made and escaped; the template only sets it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Alignment, Bead, NotePair, Row, SectionPair, Side
from nqpterms.model.document import Passage
from nqpterms.model.findings import Finding
from nqpterms.report.painting import Cell, Painter, lines_of, placed_findings
from nqpterms.report.parts import Part

DOUBT = 80
"""Per cent: a row less sure than this says how sure it is. Below it about one in ten is wrong."""


class NoteView(Struct, frozen=True):
    """A finding as the margin tells it; `mark` is the id of its place, "" where it has none.

    `again`: the row has told the same before, of another place.
    """

    number: int
    finding: Finding
    mark: str = ""
    again: bool = False


class RowView(Struct, frozen=True):
    """One line of the page: two cells, how sure the alignment is, and why a side is empty.

    Of a heading, `lines` are those of its two sides; other cells have theirs inside.
    """

    anchor: str
    kind: str
    zh: Markup
    en: Markup
    percent: int
    reason: str
    marks: Mapping[int, str]
    lines: tuple[str, str] = ("", "")
    notes: tuple[NoteView, ...] = ()


class PartView(Struct, frozen=True):
    """A part of the page; `percent` is None where nothing in it has a partner."""

    anchor: str
    part: Part
    percent: int | None
    rows: tuple[RowView, ...]

    @property
    def found(self) -> int:
        """How many findings stand in the part."""
        return sum(len(row.notes) for row in self.rows)


class TextView(Struct, frozen=True):
    """The text page: its parts, and the findings about the whole text."""

    parts: tuple[PartView, ...]
    whole: tuple[NoteView, ...]


def text_view(
    alignment: Alignment, findings: Sequence[Finding], parts: Sequence[Part], *, matcher: Matcher
) -> TextView:
    """The rows of the page in reading order; a paragraph's sentences stand inside its cells.

    A finding stands beside the row where it is marked or, where it marks nothing, beside the row
    that holds its line; one about the whole text stands in no row.
    """
    numbers = {concept.id: n for n, concept in enumerate(matcher.base.concepts)}
    painter = Painter(matcher, placed_findings(alignment, findings), numbers)
    painted = [
        [_row(row, beads, painter) for row, beads in _with_sentences(part.rows)] for part in parts
    ]
    homes = _homes(alignment, findings, parts, [row for rows in painted for row in rows])
    views, number = [], 0
    for count, (part, rows) in enumerate(zip(parts, painted, strict=True)):
        placed = []
        for row in rows:
            placed.append(replace(row, anchor=f"r{number}", notes=tuple(homes.get(number, ()))))
            number += 1
        sure = None if part.confidence is None else round(100 * part.confidence)
        views.append(PartView(f"p{count}", part, sure, tuple(placed)))
    return TextView(tuple(views), tuple(homes.get(-1, ())))


def _homes(
    alignment: Alignment, findings: Sequence[Finding], parts: Sequence[Part], rows: list[RowView]
) -> dict[int, list[NoteView]]:
    """The findings by the number of the row that they stand beside; -1 for the whole text."""
    marked: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(rows):
        for told, mark in row.marks.items():
            known = marked.get(told)
            if known is None or (known[1][0] == "s" and mark[0] == "f"):
                marked[told] = (number, mark)
    lines = _rows_by_line(alignment, parts)
    homes: dict[int, list[NoteView]] = defaultdict(list)
    for number, finding in enumerate(findings):
        by_line = lines.get((finding.file, finding.place.line or 0), -1)
        row_number, mark = marked.get(number, (by_line, ""))
        again = any(note.finding.message == finding.message for note in homes[row_number])
        homes[row_number].append(NoteView(number, finding, mark, again=again and bool(mark)))
    return homes


def _rows_by_line(alignment: Alignment, parts: Sequence[Part]) -> dict[tuple[str, int], int]:
    """The number of the row that stands on each line of each file."""
    numbered = enumerate(row for part in parts for row, _ in _with_sentences(part.rows))
    sides: tuple[tuple[Side, str], ...] = (("zh", alignment.zh.name), ("en", alignment.en.name))
    return {
        (name, line): number
        for number, row in numbered
        for side, name in sides
        for passage in row.passages(side)
        for line in passage.lines
    }


def _with_sentences(rows: Sequence[Row]) -> Iterator[tuple[Row, tuple[Bead, ...]]]:
    """Each row but the sentences, with the sentences behind it."""
    groups: list[tuple[Row, list[Bead]]] = []
    for row in rows:
        if isinstance(row, Bead) and row.level == "sentence" and groups:
            groups[-1][1].append(row)
        else:
            groups.append((row, []))
    return ((row, tuple(beads)) for row, beads in groups)


def _row(row: Row, beads: Sequence[Bead], painter: Painter) -> RowView:
    zh, en = row.passages("zh"), row.passages("en")
    if isinstance(row, SectionPair):
        kind = "section"
        left, right = _heading("zh", zh, painter), _heading("en", en, painter)
        lines = ("".join(map(lines_of, zh)), "".join(map(lines_of, en)))
    else:
        kind = row.kind if isinstance(row, NotePair) else row.level
        left, right = painter.cell("zh", zh, beads), painter.cell("en", en, beads)
        lines = ("", "")
    marks = left.marks | right.marks
    percent = round(100 * row.confidence)
    return RowView("", kind, left.html, right.html, percent, row.reason, marks, lines)


def _heading(side: Side, passages: Sequence[Passage], painter: Painter) -> Cell:
    """The title of one side, or nothing."""
    return painter.passage(side, passages[0]) if passages else Cell(Markup(""), {})
