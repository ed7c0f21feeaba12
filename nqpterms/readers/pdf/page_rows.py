"""Glyphs to rows: what stands on one base line of a column, in reading order.

pages of Glyphs ─▶ Runs ─▶ Rows ─▶ without running heads and feet ─▶ column after column

Glyphs that follow each other without a gap make a run. Where many runs begin at one x in the
middle of a page, and those before it end there, a gutter separates two columns.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.lang.numbers.numerals import superscript
from nqpterms.readers.line_shape import numbered
from nqpterms.readers.text_blocks import SPACE, is_wide

_GAP = 0.9  # of the size: where more room is between two glyphs, they may stand in two columns
_WORD_GAP = 0.18  # of the size: more is a blank between words
_CELL_GAP = 1.5  # of the size: more separates two cells of a table
_BLANK = 0.14  # of the size: so much more room than usual beside Han is a blank
_LEVEL = 0.2  # of the size: base lines nearer than that are one
# Of the size: so much the base lines of two cells of a row may differ.
_CELL_LEVEL = 0.45
# Of the size, above the base line, for a mark in smaller type.
_RAISED = (0.12, 0.8)
_SMALLER = 0.87  # of the size of the line, at most, for what is raised
_COLUMN_LINES = 6  # rows at least of a column beside another
_FULL = 0.55  # of the width of a column that a row of running text fills
_MOSTLY = 0.5  # of the rows of a column must be full; cells of a table are not
# Of the rows of a page in columns, at most, may be as wide as the page.
_CROSSING = 0.6
_MARGIN = 0.25  # of the width of a page, at either side, in which no gutter is looked for
BULLETS = tuple("•·●■◆▪*○–-\uf0b7➢✓❖◻")
"""Signs before the items of a list."""

_ENTRY_NUMBER = re.compile(r"\d{1,4}|[ivxl]{1,6}")


class Glyph(Struct, frozen=True):
    """A character of a page: its text, its left and right end, base line, size in points.

    x runs to the right and y up. `blank` says that pdfium sees a blank before it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    blank: bool


class Page(Struct, frozen=True):
    """The glyphs of a page as they stand in the file, and the size of the page in points."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]


class _GlyphRun(Struct, frozen=True):
    """Some glyphs in a row without a gap."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    blank: bool


class PageRow(Struct, frozen=True):
    """The text of one base line; `cells` where gaps part it, else the whole alone.

    `left` is the x where its text begins, `page` and `column` tell which rows stand together,
    `word` is the width of its first word, `bases` are those of everything in it, raised or
    lowered.
    """

    cells: tuple[str, ...]
    left: float
    right: float
    base: float
    size: float
    bold: bool
    page: int
    column: int = 0
    word: float = 0.0
    bases: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The whole row, tabs between its cells."""
        return "\t".join(self.cells)


def ordered_rows(pages: Sequence[Page]) -> tuple[list[PageRow], list[PageRow]]:
    """The rows of the text in reading order, and the rows that belong to the paper alone.

    These are running heads, feet and page numbers, from top to bottom.
    """
    gaps = _wide_gaps([glyph for page in pages for glyph in page.glyphs])
    runs_by_page = {page.number: _runs(page.glyphs, gaps) for page in pages}
    whole = [_rows(runs, number) for number, runs in runs_by_page.items()]
    furniture = _furniture(whole, [page.height for page in pages])
    bases: dict[int, set[float]] = defaultdict(set)
    for row in furniture:
        bases[row.page].update(row.bases)
    for number, runs in runs_by_page.items():
        runs_by_page[number] = [
            run for run in runs if run.base not in bases[number]
        ]
    text = list(_column_rows(runs_by_page))
    return text, sorted(furniture, key=lambda row: (row.page, -row.base))


# -- runs --------------------------------------------------------------------------------------


class _WideGaps(Struct, frozen=True):
    """The gap, in sizes, from which a blank stands between Han, and between Han and others."""

    han: float = float("inf")
    mixed: float = float("inf")


_NO_WIDE_GAPS = _WideGaps()


def _wide_gaps(glyphs: Sequence[Glyph]) -> _WideGaps:
    """How wide the gaps beside Han are that stand for blanks in a document.

    Most PDFs hold blanks as signs, and then only these count: what room there is besides comes
    from justified lines and from the extra room that some programs put between Han and Latin.
    Others leave blanks out; then more room than usual is one.
    """
    if any(glyph.text == " " for glyph in glyphs):
        return _NO_WIDE_GAPS
    gaps: dict[int, list[float]] = {
        1: [],
        2: [],
    }  # by the number of wide signs at the gap
    for before, glyph in pairwise(glyphs):
        wide = is_wide(before.text[-1]) + is_wide(glyph.text[0])
        if wide and _goes_on(before, glyph):
            gaps[wide].append((glyph.left - before.right) / glyph.size)
    han = median(gaps[2]) if gaps[2] else 0.0
    mixed = median(gaps[1]) if gaps[1] else 0.0
    return _WideGaps(_BLANK + han, _BLANK + mixed)


def _runs(glyphs: Iterable[Glyph], gaps: _WideGaps) -> list[_GlyphRun]:
    """The glyphs in runs, in the order of the file; a change of size or level begins a new one."""
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and _goes_on(groups[-1][-1], glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    runs = (_run(group, gaps) for group in groups)
    return [run for run in runs if run.text.strip(SPACE)]


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, glyph.size)
    if min(before.size, glyph.size) <= _SMALLER * size:
        return False
    gap = glyph.left - before.right
    return (
        abs(before.base - glyph.base) < _LEVEL * size
        and -size < gap < _GAP * size
    )


def _run(glyphs: Sequence[Glyph], gaps: _WideGaps) -> _GlyphRun:
    inked = [glyph for glyph in glyphs if glyph.text.strip(SPACE)] or glyphs
    sizes = Counter(glyph.size for glyph in inked)
    return _GlyphRun(
        _run_text(glyphs, gaps),
        inked[0].left,
        inked[-1].right,
        inked[0].base,
        sizes.most_common(1)[0][0],
        all(glyph.bold for glyph in inked),
        glyphs[0].blank or glyphs[0].text == " ",
    )


def _run_text(glyphs: Sequence[Glyph], gaps: _WideGaps) -> str:
    """The text of glyphs, with the blanks that only gaps show."""
    parts = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        has_blank = before.text.endswith(" ") or glyph.text == " "
        if not has_blank and _has_blank_between(before, glyph, gaps):
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)


def _has_blank_between(
    before: Glyph | _GlyphRun, after: Glyph | _GlyphRun, gaps: _WideGaps
) -> bool:
    """Whether the gap between two glyphs stands for a blank."""
    gap = (after.left - before.right) / max(before.size, after.size)
    wide = is_wide(before.text[-1]) + is_wide(after.text[0])
    if wide:
        return gap > (gaps.mixed if wide == 1 else gaps.han)
    return after.blank or gap > _WORD_GAP


# -- rows --------------------------------------------------------------------------------------


def _rows(runs: Iterable[_GlyphRun], page: int) -> list[PageRow]:
    """The rows of one column from top to bottom."""
    lines: list[list[_GlyphRun]] = []
    for run in sorted(runs, key=lambda run: (-run.size, -run.base)):
        line = next(
            (line for line in reversed(lines) if _stands_on(line, run)), None
        )
        if line is None:
            lines.append([run])
        else:
            line.append(run)
    unmerged = [
        _row(sorted(line, key=lambda run: run.left), page) for line in lines
    ]
    rows: list[PageRow] = []
    for row in sorted(unmerged, key=lambda row: -row.base):
        if rows and _is_lone_mark(rows[-1], row):
            rows[-1] = _with_mark(rows[-1], row)
        else:
            rows.append(row)
    return rows


def _stands_on(line: Sequence[_GlyphRun], run: _GlyphRun) -> bool:
    """Whether a run stands on a line, no run of which is smaller, or is raised above it."""
    size = line[0].size
    rise = run.base - line[0].base
    if abs(rise) < _LEVEL * size:
        return True
    if abs(rise) < _CELL_LEVEL * size and all(
        _apart(run, other) for other in line
    ):
        return True
    low, high = _RAISED
    return run.size <= _SMALLER * size and low * size < rise < high * size


def _apart(run: _GlyphRun, other: _GlyphRun) -> bool:
    """Whether there is room between two runs as between cells of a table."""
    return (
        max(run.left - other.right, other.left - run.right)
        > _CELL_GAP * other.size
    )


def _is_lone_mark(before: PageRow, row: PageRow) -> bool:
    """Whether a row is only the mark of a note for which the row before it had no room left."""
    small = (
        row.size <= _SMALLER * before.size
        and before.base - row.base < 1.5 * before.size
    )
    return small and row.text.isdigit() and len(row.text) < 4


def _with_mark(row: PageRow, mark: PageRow) -> PageRow:
    cells = (*row.cells[:-1], row.cells[-1] + superscript(mark.text))
    return replace(row, cells=cells, bases=row.bases + mark.bases)


def _row(line: list[_GlyphRun], page: int) -> PageRow:
    main = max(line, key=lambda run: len(run.text) * run.size)
    raised = [_is_raised(run, main) for run in line]
    level = [
        run for run, up in zip(line, raised, strict=True) if not up
    ] or line
    sizes: Counter[float] = Counter()
    for run in level:
        sizes[run.size] += len(run.text)
    cells = _cells(line, raised, main.size)
    return PageRow(
        tuple(cell for cell in cells if cell),
        line[0].left,
        line[-1].right,
        main.base,
        sizes.most_common(1)[0][0],
        all(run.bold for run in level),
        page,
        word=_first_word_width(cells[0], line[0]),
        bases=tuple(run.base for run in line),
    )


def _is_raised(run: _GlyphRun, main: _GlyphRun) -> bool:
    return (
        run.size <= _SMALLER * main.size
        and run.base - main.base > _RAISED[0] * main.size
    )


def _cells(
    line: Sequence[_GlyphRun], raised: Sequence[bool], size: float
) -> list[str]:
    """The texts of a line between wide gaps."""
    parts = [
        superscript(run.text.strip(SPACE)) if up else run.text
        for run, up in zip(line, raised, strict=True)
    ]
    cells = [parts[0]]
    for (before, run), text, up in zip(
        pairwise(line), parts[1:], raised[1:], strict=True
    ):
        if run.left - before.right > _CELL_GAP * size:
            cells.append(text)
            continue
        if not up and _has_blank_in_line(before, run):
            cells[-1] += " "
        cells[-1] += text
    return _with_item_mark([cell.strip(SPACE) for cell in cells])


def _with_item_mark(cells: list[str]) -> list[str]:
    """The cells, the number of an item and that of a page in one with what they belong to."""
    if len(cells) > 1 and _is_item_mark(cells[0]):
        cells = [" ".join(cells[:2]), *cells[2:]]
    if len(cells) == 2 and _ENTRY_NUMBER.fullmatch(cells[1]):
        return ["\t".join(cells)]  # an entry of a contents page
    return cells


def _has_blank_in_line(before: _GlyphRun, run: _GlyphRun) -> bool:
    """Whether a blank stands between two runs, even beside Han where they are far apart."""
    far = run.left - before.right > _GAP * max(before.size, run.size)
    return far or _has_blank_between(before, run, _NO_WIDE_GAPS)


def _is_item_mark(text: str) -> bool:
    """Whether a text is only the number or the sign of an item."""
    mark = numbered(text)
    return text in BULLETS or (mark is not None and mark.end == len(text))


def _first_word_width(text: str, run: _GlyphRun) -> float:
    """The width of the first word of a text that begins with a run; of Chinese one character."""
    size = 1
    if text and not is_wide(text[0]):
        size = len(text.split(" ")[0])
    width = (run.right - run.left) / max(1, len(run.text.strip(SPACE)))
    return size * width


# -- columns -----------------------------------------------------------------------------------


class _Band(Struct):
    """Runs as wide as the page, and the two columns below them."""

    wide: list[_GlyphRun] = field(default_factory=list)
    left: list[_GlyphRun] = field(default_factory=list)
    right: list[_GlyphRun] = field(default_factory=list)


def _column_rows(runs_by_page: dict[int, list[_GlyphRun]]) -> Iterator[PageRow]:
    """The rows of the pages in reading order, column after column.

    A gutter that several pages have is looked for on those too that are not full.
    """
    gutters = Counter(
        gutter for runs in runs_by_page.values() if (gutter := _gutter(runs))
    )
    frequent = [gutter for gutter, count in gutters.most_common() if count > 1]
    for page, runs in runs_by_page.items():
        for number, area in enumerate(_areas(runs, frequent)):
            for row in _rows(area, page):
                yield replace(row, column=number)


def _areas(
    runs: list[_GlyphRun], gutters: Sequence[float]
) -> list[list[_GlyphRun]]:
    """The runs by areas in reading order: a page is one, or bands of columns between wide rows."""
    gutter = _gutter(runs) or next(
        (x for x in gutters if _is_split(x, runs, least=1)), None
    )
    if gutter is None:
        return [runs] if runs else []
    areas: list[list[_GlyphRun]] = []
    for band in _bands(runs, gutter):
        if band.wide:
            areas.append(band.wide)
        areas += _areas(band.left, ())
        areas += _areas(band.right, ())
    return areas


def _bands(runs: list[_GlyphRun], gutter: float) -> list[_Band]:
    bands = [_Band()]
    for run in sorted(runs, key=lambda run: -run.base):
        if run.right <= gutter:
            bands[-1].left.append(run)
        elif run.left >= gutter - 1:
            bands[-1].right.append(run)
        else:
            if bands[-1].left or bands[-1].right:
                bands.append(_Band())
            bands[-1].wide.append(run)
    return bands


def _gutter(runs: Sequence[_GlyphRun]) -> float | None:
    """The x at which a second column begins, if there is one."""
    if len(runs) < 2 * _COLUMN_LINES:
        return None
    left = min(run.left for run in runs)
    right = max(run.right for run in runs)
    margin = _MARGIN * (right - left)
    inner = [
        run.left for run in runs if left + margin < run.left < right - margin
    ]
    starts = Counter(map(round, inner))
    for start, count in starts.most_common(3):
        if count >= _COLUMN_LINES / 2 and _is_gutter(start - 1.0, runs):
            return start - 1.0
    return None


def _is_gutter(x: float, runs: Sequence[_GlyphRun]) -> bool:
    """Whether running text stands on both sides of an x, and little across it."""
    if not _is_split(x, runs, least=_COLUMN_LINES):
        return False
    before = [run for run in runs if run.right < x]
    after = [run for run in runs if run.left >= x - 1]
    return _is_running_text(before) and _is_running_text(after)


def _is_running_text(column: Sequence[_GlyphRun]) -> bool:
    """Whether most of what stands in a column is about as wide as the column."""
    width = max(run.right for run in column) - min(run.left for run in column)
    full = sum(run.right - run.left > _FULL * width for run in column)
    return full >= _MOSTLY * len(column)


def _is_split(x: float, runs: Sequence[_GlyphRun], *, least: int) -> bool:
    """Whether at least some runs stand on both sides of an x, and not too many across it."""
    before = sum(run.right < x for run in runs)
    after = sum(run.left >= x - 1 for run in runs)
    across = len(runs) - before - after
    return min(before, after) >= least and across <= _CROSSING * len(runs)


# -- running heads, feet and page numbers ------------------------------------------------------

# Rows at either end of a page among which such lines are looked for.
_EDGE_ROWS = 3
_EDGE = 0.16  # of the height of a page, at either end
_NEAR = 2.5  # points between the heights of one line on two pages
_REGULAR = 0.4  # of all pages must have a head for a line at its height to be one in other words
_LONGEST_HEAD = 90  # characters of a head that comes only once
_PAGE_NUMBER = re.compile(
    r"[-–—·•|\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—·•|\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?"
    r"|(?:page\s+)?\d{1,4}\s*(?:/|of)\s*\d{1,4}|page\s+\d{1,4}",
    re.IGNORECASE,
)
_BROWSER_FOOT = re.compile(r"(?:https?|file)://\S+\s+\d+/\d+")
_BROWSER_HEAD = re.compile(
    r"\d{1,4}[./年-]\d{1,2}[./月-]\d{1,4}日?,? ?\S{0,4} ?\d{1,2}:\d{2}"
)


class _Edges(Struct, frozen=True):
    """The outermost rows at the top and at the bottom of a page, the outermost first."""

    top: list[PageRow]
    bottom: list[PageRow]


def _furniture(
    pages: Sequence[Sequence[PageRow]], heights: Sequence[float]
) -> set[PageRow]:
    """The rows of the pages, each from top to bottom, that belong to the paper and not the text.

    They come again on page after page at one height.
    """
    edges = [
        _edges(rows, height)
        for rows, height in zip(pages, heights, strict=True)
    ]
    furniture = _repeated(edges)
    furniture |= _regular([edge.top for edge in edges], furniture)
    furniture |= _regular([edge.bottom for edge in edges], furniture)
    for edge in edges:
        furniture.update(_page_numbers(edge))
    return furniture


def _page_numbers(edge: _Edges) -> Iterator[PageRow]:
    """The page number at the foot of a page, and what a browser prints around it."""
    for foot in edge.bottom[:1]:
        if _PAGE_NUMBER.fullmatch(foot.text):
            yield foot
    if any(
        _BROWSER_FOOT.fullmatch(row.text.replace("\t", " "))
        for row in edge.bottom
    ):
        yield edge.bottom[0]
        for head in edge.top[:1]:
            if _BROWSER_HEAD.match(head.text):
                yield head


def _edges(rows: Sequence[PageRow], height: float) -> _Edges:
    top = [row for row in rows[:_EDGE_ROWS] if row.base > (1 - _EDGE) * height]
    bottom = [
        row for row in rows[::-1][:_EDGE_ROWS] if row.base < _EDGE * height
    ]
    return _Edges(top, bottom)


def _repeated(edges: Sequence[_Edges]) -> set[PageRow]:
    """The rows that come again with the same words, from the edge of the page inwards."""
    alike: dict[tuple[bool, str], list[PageRow]] = defaultdict(list)
    for edge in edges:
        for row in edge.top:
            alike[True, _without_numbers(row.text)].append(row)
        for row in edge.bottom:
            alike[False, _without_numbers(row.text)].append(row)
    again = {
        row
        for rows in alike.values()
        for row in rows
        if _comes_again(row, rows)
    }
    repeated: set[PageRow] = set()
    for edge in edges:
        repeated.update(takewhile(again.__contains__, edge.top))
        repeated.update(takewhile(again.__contains__, edge.bottom))
    return repeated


def _without_numbers(text: str) -> str:
    """The text with its numbers levelled."""
    if _PAGE_NUMBER.fullmatch(text):
        return "#"
    return re.sub(r"\d+", "#", "".join(text.split()))


def _comes_again(row: PageRow, rows: Sequence[PageRow]) -> bool:
    return any(
        other.page != row.page
        and abs(other.base - row.base) < _NEAR
        and other.size == row.size
        for other in rows
    )


def _regular(
    sides: Sequence[list[PageRow]], furniture: set[PageRow]
) -> set[PageRow]:
    """The outermost rows where most pages have a head or a foot, as the heads of short chapters."""
    outermost = [side[0] for side in sides if side]
    heads = furniture.intersection(outermost)
    if len(heads) < max(2, _REGULAR * len(sides)):
        return set()
    places = {(head.base, head.size) for head in heads}
    regular = set()
    for row in outermost:
        if len(row.text) <= _LONGEST_HEAD and _is_near(row, places):
            regular.add(row)
    return regular


def _is_near(row: PageRow, places: Iterable[tuple[float, float]]) -> bool:
    """Whether a row stands at one of the heights, in type of that size."""
    return any(
        abs(row.base - base) < 1 and row.size == size for base, size in places
    )
