"""Glyphs to rows: what stands on one base line of a column, in reading order.

Glyphs that follow each other without a gap make a Run. Where many runs begin at one x in the
middle of a page, and those before it end there, a gutter parts two columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from unicodedata import east_asian_width

from nqpterms.readers.blocks import SPACE, superscript
from nqpterms.readers.numbering import numbered
from nqpterms.readers.pdf.glyphs import Glyph

_GAP = 0.9  # of the size: where more room is between two glyphs, they may stand in two columns
_WORD_GAP = 0.18  # of the size: more is a blank between words
_CELL_GAP = 1.5  # of the size: more parts two cells of a table
_BLANK = 0.14  # of the size: so much more room than usual beside Han is a blank
_LEVEL = 0.2  # of the size: base lines nearer than that are one
_CELL_LEVEL = 0.45  # of the size: so much the base lines of two cells of a row may differ
_RAISED = (0.12, 0.8)  # of the size, above the base line, for a mark in smaller type
_SMALLER = 0.87  # of the size of the line, at most, for what is raised
_COLUMN_LINES = 6  # rows at least of a column beside another
_FULL = 0.55  # of the width of a column that a row of running text fills
_MOSTLY = 0.5  # of the rows of a column must be full; cells of a table are not
_CROSSING = 0.6  # of the rows of a page in columns, at most, may be as wide as the page
BULLETS = tuple("•·●■◆▪*○–-\uf0b7➢✓❖◻")
"""Signs before the items of a list."""

_PAGE_NUMBER = re.compile(r"\d{1,4}|[ivxl]{1,6}")


class Run(NamedTuple):
    """Some glyphs in a row without a gap."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    blank: bool


class Row(NamedTuple):
    """The text of one base line; `cells` where gaps part it, else the whole alone.

    `indent` is the x where its text begins, `page` and `column` tell which rows stand together.
    """

    cells: tuple[str, ...]
    left: float
    right: float
    base: float
    size: float
    bold: bool
    page: int
    column: int = 0
    word: float = 0.0  # width of its first word
    bases: tuple[float, ...] = ()  # of everything in it, raised or lowered

    @property
    def text(self) -> str:
        """The whole row, its cells parted by tabs."""
        return "\t".join(self.cells)


class WideGaps(NamedTuple):
    """The gap, in sizes, from which a blank stands between Han, and between Han and others."""

    han: float = float("inf")
    mixed: float = float("inf")


def wide_gaps(glyphs: Sequence[Glyph]) -> WideGaps:
    """What a document tells of its blanks beside Han.

    Most PDFs hold blanks as signs, and then only these count: what room there is besides comes
    from justified lines and from the extra room that some programs put between Han and Latin.
    Others leave blanks out; then more room than usual is one.
    """
    if any(glyph.text == " " for glyph in glyphs):
        return WideGaps()
    gaps: tuple[list[float], list[float]] = ([], [])
    for before, glyph in pairwise(glyphs):
        sides = is_wide(before.text[-1]) + is_wide(glyph.text[0])
        if sides and _goes_on(before, glyph):
            gaps[sides == 1].append((glyph.left - before.right) / glyph.size)
    han, mixed = (_BLANK + (median(found) if found else 0.0) for found in gaps)
    return WideGaps(han, mixed)


def runs_of(glyphs: Iterable[Glyph], gaps: WideGaps) -> list[Run]:
    """The glyphs in runs, in the order of the file; a change of size or level begins a new one."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _goes_on(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    made = (_run(run, gaps) for run in runs)
    return [run for run in made if run.text.strip(SPACE)]


def ordered_rows(pages: Sequence[tuple[int, Sequence[Run]]]) -> list[Row]:
    """The rows of the pages, each with its number, in reading order, column after column.

    A gutter that several pages have is looked for on those too that are not full.
    """
    gutters = Counter(gutter for _, runs in pages if (gutter := _gutter(runs)))
    known = [gutter for gutter, count in gutters.most_common() if count > 1]
    return [
        row._replace(column=number)
        for page, runs in pages
        for number, area in enumerate(_areas(list(runs), known))
        for row in rows_of(area, page)
    ]


def rows_of(runs: Iterable[Run], page: int) -> list[Row]:
    """The rows of one column from top to bottom."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.size, -run.base)):
        line = next((line for line in reversed(lines) if _on(line, run)), None)
        if line is None:
            lines.append([run])
        else:
            line.append(run)
    rows: list[Row] = []
    found = (_row(sorted(line, key=lambda run: run.left), page) for line in lines)
    for row in sorted(found, key=lambda row: -row.base):
        if rows and _is_lone_mark(rows[-1], row):
            text = rows[-1].cells[-1] + superscript(row.text)
            bases = rows[-1].bases + row.bases
            rows[-1] = rows[-1]._replace(cells=(*rows[-1].cells[:-1], text), bases=bases)
        else:
            rows.append(row)
    return rows


def _is_lone_mark(before: Row, row: Row) -> bool:
    """Whether a row is only the mark of a note for which the row before it had no room left."""
    small = row.size <= _SMALLER * before.size and before.base - row.base < 1.5 * before.size
    return small and row.text.isdigit() and len(row.text) < 4


def is_wide(char: str) -> bool:
    """Whether a character is as wide as a Chinese one."""
    return east_asian_width(char) in "WF"


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, glyph.size)
    gap = glyph.left - before.right
    alike = min(before.size, glyph.size) > _SMALLER * size
    return alike and abs(before.base - glyph.base) < _LEVEL * size and -size < gap < _GAP * size


def _run(glyphs: Sequence[Glyph], gaps: WideGaps) -> Run:
    parts: list[str] = []
    for before, glyph in zip((None, *glyphs), glyphs, strict=False):
        if before and parts[-1][-1:] != " " and glyph.text != " " and _parted(before, glyph, gaps):
            parts.append(" ")
        parts.append(glyph.text)
    inked = [glyph for glyph in glyphs if glyph.text.strip(SPACE)] or glyphs
    sizes = Counter(glyph.size for glyph in inked)
    return Run(
        "".join(parts),
        inked[0].left,
        inked[-1].right,
        inked[0].base,
        sizes.most_common(1)[0][0],
        all(glyph.bold for glyph in inked),
        glyphs[0].blank or glyphs[0].text == " ",
    )


def _parted(before: Glyph | Run, after: Glyph | Run, gaps: WideGaps) -> bool:
    """Whether a blank that is no sign stands between two glyphs."""
    gap = (after.left - before.right) / max(before.size, after.size)
    sides = is_wide(before.text[-1]) + is_wide(after.text[0])
    if sides:
        return gap > (gaps.mixed if sides == 1 else gaps.han)
    return after.blank or gap > _WORD_GAP


def _on(line: Sequence[Run], run: Run) -> bool:
    """Whether a run stands on a line, no run of which is smaller, or is raised above it."""
    size = line[0].size
    rise = run.base - line[0].base
    if abs(rise) < _LEVEL * size:
        return True
    if abs(rise) < _CELL_LEVEL * size and all(_apart(run, other) for other in line):
        return True
    low, high = _RAISED
    return run.size <= _SMALLER * size and low * size < rise < high * size


def _apart(run: Run, other: Run) -> bool:
    """Whether there is room between two runs as between cells of a table."""
    return max(run.left - other.right, other.left - run.right) > _CELL_GAP * other.size


def _row(line: list[Run], page: int) -> Row:
    main = max(line, key=lambda run: len(run.text) * run.size)
    cells = [""]
    raised: list[bool] = []
    for before, run in zip((None, *line), line, strict=False):
        up = run.size <= _SMALLER * main.size and run.base - main.base > _RAISED[0] * main.size
        text = superscript(run.text.strip(SPACE)) if up else run.text
        raised.append(up)
        if before and run.left - before.right > _CELL_GAP * main.size:
            cells.append(text)
        elif before and (_parted(before, run, WideGaps()) or _spaced(before, run)) and not up:
            cells[-1] += f" {text}"
        else:
            cells[-1] += text
    level = [run for run, up in zip(line, raised, strict=True) if not up] or line
    told = [cell.strip(SPACE) for cell in cells]
    if len(told) > 1 and _is_mark(told[0]):
        told[:2] = [" ".join(told[:2])]
    if len(told) == 2 and _PAGE_NUMBER.fullmatch(told[1]):
        told = ["\t".join(told)]  # an entry of a contents page
    sizes: Counter[float] = Counter()
    for run in level:
        sizes[run.size] += len(run.text)
    text = told[0]
    word = len(text.split(" ")[0]) if text and not is_wide(text[0]) else 1
    wide = (line[0].right - line[0].left) / max(1, len(line[0].text.strip(SPACE)))
    return Row(
        tuple(cell for cell in told if cell),
        line[0].left,
        line[-1].right,
        main.base,
        sizes.most_common(1)[0][0],
        all(run.bold for run in level),
        page,
        word=word * wide,
        bases=tuple(run.base for run in line),
    )


def _is_mark(text: str) -> bool:
    """Whether a text is only the number or the sign of an item."""
    mark = numbered(text)
    return text in BULLETS or (mark is not None and mark.end == len(text))


def _spaced(before: Run, run: Run) -> bool:
    """Whether two runs are so far from each other that even beside Han a blank stands there."""
    return run.left - before.right > _GAP * max(before.size, run.size)


def _areas(runs: list[Run], known: Sequence[float]) -> list[list[Run]]:
    """The runs by areas in reading order: a page is one, or bands of columns between wide rows."""
    gutter = _gutter(runs) or next((x for x in known if _is_split(x, runs, least=1)), None)
    if gutter is None:
        return [runs] if runs else []
    bands: list[tuple[list[Run], list[Run], list[Run]]] = [([], [], [])]
    for run in sorted(runs, key=lambda run: -run.base):
        side = 1 if run.right <= gutter else 2 if run.left >= gutter - 1 else 0
        if side == 0 and (bands[-1][1] or bands[-1][2]):
            bands.append(([], [], []))
        bands[-1][side].append(run)
    return [
        area
        for wide, left, right in bands
        for part in (wide, left, right)
        for area in ([part] if part is wide else _areas(part, ()))
        if area
    ]


def _gutter(runs: Sequence[Run]) -> float | None:
    """The x at which a second column begins, if there is one."""
    if len(runs) < 2 * _COLUMN_LINES:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    inner = (left + 0.25 * (right - left), right - 0.25 * (right - left))
    starts = Counter(round(r.left) for r in runs if inner[0] < r.left < inner[1])
    for start, count in starts.most_common(3):
        if count >= _COLUMN_LINES / 2 and _is_gutter(start - 1.0, runs):
            return start - 1.0
    return None


def _is_gutter(x: float, runs: Sequence[Run]) -> bool:
    """Whether running text stands on both sides of an x, and little across it."""
    if not _is_split(x, runs, least=_COLUMN_LINES):
        return False
    for column in ([r for r in runs if r.right < x], [r for r in runs if r.left >= x - 1]):
        edge = (min(run.left for run in column), max(run.right for run in column))
        full = [run for run in column if run.right - run.left > _FULL * (edge[1] - edge[0])]
        if len(full) < _MOSTLY * len(column):
            return False
    return True


def _is_split(x: float, runs: Sequence[Run], *, least: int) -> bool:
    """Whether at least some runs stand on both sides of an x, and not too many across it."""
    before = sum(run.right < x for run in runs)
    after = sum(run.left >= x - 1 for run in runs)
    across = len(runs) - before - after
    return min(before, after) >= least and across <= _CROSSING * len(runs)
