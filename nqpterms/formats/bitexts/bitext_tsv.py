"""Bitext as a table: one pair a row, a header optional; and its files as TSV and CSV.

A header names the languages (``zh``, ``Chinese``, ``中文`` …) or the roles (``source``, ``原文``
…, then the script says which of the two is Chinese), in any words that `column_heads` knows.
Without one, the script of the first rows decides between the columns. The side that stands first is
the source. `doc` tells documents apart, `id` names the unit, `confidence` is 0 to 1; other columns
are properties.

A TSV has no quoting. Sheets and tables of Word have the same columns (`office_tables`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.office.spreadsheet import guarded, unguarded
from nqpterms.files.remarks import broken_parts, remark
from nqpterms.files.text_lines import numbered_lines
from nqpterms.files.writing import atomic, text_file
from nqpterms.formats.bitexts.bitext_pairs import (
    OTHER,
    by_script,
    from_properties,
    naming_segment,
    to_properties,
)
from nqpterms.formats.column_heads import (
    ColumnHead,
    header_at,
    heading,
    heads_of_unknown_words,
    text_columns,
)
from nqpterms.formats.delimited import delimited_rows
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place

Row = tuple[int, Sequence[str]]
"""The number of a row's line, and its cells."""

_LOOK_AHEAD = 10_000  # segments that decide which columns are written
_SCRIPT_ROWS = 200  # rows from which the script of a column is judged
_FORBIDDEN = re.compile("[\t\n\r\0\ud800-\udfff]")
_FORBIDDEN_IN_CSV = re.compile("[\r\0\ud800-\udfff]")
_LANGUAGE = re.compile(r"(zh|en)([-_]\w{2,4})?", re.IGNORECASE)
# Heads of what align writes.
_ALIGNED = frozenset({"zh", "en", "level", "confidence", "reason"})
_FIELDS = {"zh", "en", "id"}
_COLUMNS = _FIELDS | {"doc", "confidence"}


class _PairColumns(Struct, frozen=True):
    """The name of each column, the two with texts, and the side of the translation.

    `assumption` is what was taken for what, where no header says it in our own words.
    """

    names: list[str]
    zh: int
    en: int
    target: Side
    assumption: str = ""

    @property
    def of_target(self) -> int:
        """The column of the translations."""
        return self.en if self.target == "en" else self.zh


def load(
    path: str | Path,
    *,
    broken: Callable[[FormatError], None] | None = None,
    untranslated: bool = False,
) -> Iterator[Segment]:
    """The pairs of a TSV in order; a row with other columns than the first is a FormatError.

    With *broken* such a row is left out, and its error given to it. With *untranslated* a table
    may have one column, the source.
    """
    rows: Iterable[Row]
    rows = (
        (number, line.split("\t"))
        for number, line in numbered_lines(path)
        if line
    )
    if untranslated:
        rows = with_target_column(rows)
    return segments_of(
        _as_aligned(rows), path, column=_column_of_file, broken=broken
    )


class _GuardedCell(str):
    """A cell as it is meant; in the file a sign stands before it that makes it harmless."""

    __slots__ = ()


def _as_aligned(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of a table; in one that ``nqpterms align`` wrote cells are as they were before."""
    rest = iter(rows)
    first = next(rest, None)
    if first is None:
        return
    yield first
    if not _ALIGNED.issubset(first[1]):
        yield from rest
        return
    for number, cells in rest:
        yield number, [_before_guard(cell) for cell in cells]


def _before_guard(cell: str) -> str:
    before = unguarded(cell)
    return cell if before == cell else _GuardedCell(before)


def load_csv(
    path: str | Path,
    *,
    broken: Callable[[FormatError], None] | None = None,
    untranslated: bool = False,
) -> Iterator[Segment]:
    """The pairs of a CSV, of a TSV with quotes too; the line of a pair is that where it begins."""
    rows: Iterable[Row]
    rows = [
        (at, [unguarded(cell) for cell in cells])
        for at, cells in delimited_rows(path)
    ]
    if untranslated:
        rows = with_target_column(rows)
    return segments_of(rows, path, column=None, broken=broken)


def with_target_column(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of a table; one of a single column, the source, gets an empty one beside it.

    >>> list(with_target_column([(1, ["原文"]), (2, ["天气好"])]))
    [(1, ['原文', 'target']), (2, ['天气好', ''])]
    """
    rest = iter(rows)
    first = next(rest, None)
    if first is None:
        return
    line, cells = first
    if len(cells) != 1:
        yield first
        yield from rest
        return
    yield line, [cells[0], _head_of_target(heading(cells[0]))]
    for line, cells in rest:
        yield line, [*cells, ""]


def _head_of_target(source: ColumnHead | None) -> str:
    """The head of a column of translations beside that of the sources, "" beside no head."""
    if source is None or not _is_of_texts(source):
        return ""
    return OTHER[source.side] if source.side else "target"


def dump(
    segments: Iterable[Segment], path: str | Path, *, lossy: bool = False
) -> None:
    """Write pairs with a header: both languages, `doc`, `id`, and what else the segments say.

    The first 10,000 segments decide which columns there are. What they cannot hold (a tab or a
    line end in a text, inline markup, a property of a later segment alone) is a FormatError; with
    `lossy` markup and properties stay behind.
    """
    with text_file(path) as file:
        for cells in segment_rows(segments, path, lossy=lossy):
            file.write("\t".join(cells) + "\n")


def dump_csv(
    segments: Iterable[Segment], path: str | Path, *, lossy: bool = False
) -> None:
    """Write pairs as `dump` does, as CSV that Excel opens: with a byte-order mark, formulas
    made harmless."""
    rows = segment_rows(
        segments, path, lossy=lossy, forbidden=_FORBIDDEN_IN_CSV
    )
    with atomic(path, encoding="utf-8-sig") as file:
        writer = csv.writer(file, lineterminator="\n")
        for cells in rows:
            writer.writerow([guarded(cell) for cell in cells])


def segments_of(
    rows: Iterable[Row],
    path: str | Path,
    *,
    column: Callable[[Sequence[str], int], int] | None,
    broken: Callable[[FormatError], None] | None = None,
    sheet: str = "",
) -> Iterator[Segment]:
    """The pairs of a table in order; a row with other columns than the first is a FormatError.

    `column` gives the column of the file (from 1) where a cell begins, None where there is none.
    What ``nqpterms align`` wrote about a row without a partner gives no segment. With `broken`
    such an error is given to it, and the row left out.
    """
    for placed in placed_segments(
        rows, path, column=column, broken=broken, sheet=sheet
    ):
        yield placed.segment


def are_of_pairs(tables: Sequence[Sequence[Row]]) -> list[bool]:
    """Which of some tables hold pairs by their heads or their scripts; all where none does.

    >>> pairs, details = [(1, ["税", "tax"])], [(1, ["日期", "地点"])]
    >>> are_of_pairs([pairs, details]), are_of_pairs([details])
    ([True, False], [True])
    """
    are_told = []
    for table in tables:
        cells = [row for _, row in table[:_SCRIPT_ROWS]]
        is_told = header_at(cells) is not None or text_columns(cells)
        are_told.append(bool(is_told))
    return are_told if any(are_told) else [True] * len(tables)


class PlacedSegment(NamedTuple):
    """A pair, its row, and the column of its translation from 0."""

    segment: Segment
    line: int
    target_at: int


def placed_segments(
    rows: Iterable[Row],
    path: str | Path,
    *,
    column: Callable[[Sequence[str], int], int] | None,
    broken: Callable[[FormatError], None] | None = None,
    sheet: str = "",
) -> Iterator[PlacedSegment]:
    """As `segments_of`, each pair with the place of its translation."""
    give = broken_parts(broken)
    rest = iter(rows)
    head = list(islice(rest, _SCRIPT_ROWS))
    if not head:
        raise FormatError(
            "empty: expected rows of two columns, zh and en", path
        )
    columns, body = _columns_of(head, path)
    _remark_on_columns(columns, path, sheet)
    for count, (line, cells) in enumerate(chain(body, rest), 1):
        if len(cells) != len(columns.names):
            message = (
                f"expected {len(columns.names)} columns, found {len(cells)}"
            )
            give(FormatError(message, path, line))
            continue
        values = dict(zip(columns.names, cells, strict=True))
        if values.get("reason") and not (values["zh"] and values["en"]):
            continue
        zh_place = Place(line, column(cells, columns.zh) if column else None)
        en_place = Place(line, column(cells, columns.en) if column else None)
        segment = _segment(values, count, [zh_place, en_place], columns.target)
        yield PlacedSegment(segment, line, columns.of_target)


def _remark_on_columns(
    columns: _PairColumns, path: str | Path, sheet: str
) -> None:
    """Say what was taken for what, where no header says it."""
    if columns.assumption:
        where = f"{path}: sheet {sheet}" if sheet else str(path)
        remark(f"{where}: {columns.assumption}")


def segment_rows(
    segments: Iterable[Segment],
    path: str | Path,
    *,
    lossy: bool,
    forbidden: re.Pattern[str] = _FORBIDDEN,
) -> Iterator[list[str]]:
    """The rows of a table that holds the segments, its header first."""
    rest = iter(segments)
    head = list(islice(rest, _LOOK_AHEAD))
    target: Side = head[0].target if head else "en"
    columns: list[str] = [OTHER[target], target, "doc", "id"]
    if not lossy:
        properties = [
            name
            for segment in head
            for name, _ in to_properties(segment, doc=False)
        ]
        columns += dict.fromkeys(properties)
    with naming_segment(1, path):
        _check(columns, forbidden)
        if len(set(columns)) < len(columns):
            raise FormatError("has a property with the name of a column")
    yield columns
    for number, segment in enumerate(chain(head, rest), 1):
        with naming_segment(number, path):
            cells = _cells(segment, columns, target, lossy=lossy)
            _check(cells, forbidden)
        yield cells


def _segment(
    values: dict[str, str], row: int, places: Sequence[Place], target: Side
) -> Segment:
    zh_place, en_place = places
    fields: dict[str, Any] = {}
    if len(values) > 2:  # columns beside the texts
        others = [
            (name, text)
            for name, text in values.items()
            if text and name not in _FIELDS
        ]
        fields = from_properties(others)
    return Segment(
        values["zh"],
        values["en"],
        row=row,
        zh_anchors=(Anchor(0, 0, zh_place),),
        en_anchors=(Anchor(0, 0, en_place),),
        id=values.get("id", ""),
        target=target,
        **fields,
    )


def _columns_of(
    head: Sequence[Row], path: str | Path
) -> tuple[_PairColumns, Sequence[Row]]:
    """The columns of a table by its first rows, and those of them that are data."""
    at = header_at([row for _, row in head])
    if at is not None:
        body = head[at + 1 :]
        return _by_header(head[at][1], body), body
    body = [row for row in head if not _is_remark(row)]
    columns = _headless(body or head, path)
    first = body[0][1] if body else []
    if len(first) < max(3, len(columns.names)) or not heads_of_unknown_words(
        first, (columns.zh, columns.en)
    ):
        return columns, body
    names = [""] * len(first)
    names[columns.zh], names[columns.en] = "zh", "en"
    return _columns(names, first, columns.target), body[1:]


def _is_remark(row: Row) -> bool:
    """Whether a line of one cell is somebody's remark."""
    cells = row[1]
    return len(cells) == 1 and cells[0].startswith("#")


def _by_header(cells: Sequence[str], rows: Sequence[Row]) -> _PairColumns:
    """The columns that a header names."""
    heads = [heading(cell) for cell in cells]
    names = [_name(head, cell) for head, cell in zip(heads, cells, strict=True)]
    whole = [row for _, row in rows if len(row) == len(cells)]
    zh, en = _text_columns(heads, whole)
    names = ["" if name in ("zh", "en") else name for name in names]
    names[zh], names[en] = "zh", "en"
    return _columns(names, cells, "en" if zh < en else "zh")


def _text_columns(
    heads: Sequence[ColumnHead | None], rows: Sequence[Sequence[str]]
) -> tuple[int, int]:
    """The Chinese and the English column: by their heads, else by the script of their texts."""
    sides: dict[Side, int] = {}
    open_columns = []
    for at, head in enumerate(heads):
        if head is None or not _is_of_texts(head):
            continue
        if head.side:
            sides.setdefault(head.side, at)
        else:
            open_columns.append((at, head))
    if len(sides) == 1:
        missing: Side = "en" if "zh" in sides else "zh"
        sides[missing] = open_columns[0][0]
    if sides:
        return sides["zh"], sides["en"]
    first, second = _source_and_target(open_columns)
    source = by_script((row[first], row[second]) for row in rows)
    return (first, second) if source == "zh" else (second, first)


def _source_and_target(
    columns: Sequence[tuple[int, ColumnHead]],
) -> tuple[int, int]:
    """The two columns of texts of a header that names no language, in their order."""
    targets = [at for at, head in columns if head.part == "target"]
    sources = [at for at, head in columns if head.part != "target"]
    if targets:
        return sources[0], targets[0]
    return sources[0], sources[1]


def _is_of_texts(head: ColumnHead) -> bool:
    """Whether a column holds texts: "source language" alone may stand above them too."""
    return head.role in ("term", "source_lang", "target_lang")


def _headless(rows: Sequence[Row], path: str | Path) -> _PairColumns:
    """The columns of a table without a header: the first two of different scripts hold the texts.

    Where the script tells no two apart they are the first two.
    """
    line, cells = rows[0]
    if len(cells) < 2:
        raise FormatError(
            "expected two columns, zh and en, found one", path, line
        )
    for cell in cells:
        if _LANGUAGE.fullmatch(cell):
            message = f"{cell!r} in the header, and no other language: expected zh and en"
            raise FormatError(message, path, line)
    sides = text_columns([row for _, row in rows])
    if sides is None:
        source = by_script((row[0], row[1]) for _, row in rows if len(row) > 1)
        sides = (0, 1) if source == "zh" else (1, 0)
    # A first row may be a short one.
    width = max(len(cells), sides[0] + 1, sides[1] + 1)
    names = [""] * width
    names[sides[0]], names[sides[1]] = "zh", "en"
    return _columns(names, [""] * width, "en" if sides[0] < sides[1] else "zh")


def _columns(
    names: Sequence[str], cells: Sequence[str], target: Side
) -> _PairColumns:
    """Each column under a name of its own: one of ours once, the others as the file has them."""
    unique: list[str] = []
    for at, (name, cell) in enumerate(zip(names, cells, strict=True), 1):
        is_ours = name in _COLUMNS and name not in unique
        own = name if is_ours else cell.strip()
        if not own or own in unique or (own in ("zh", "en") and not is_ours):
            own = f"column {at}"
        unique.append(own)
    zh, en = unique.index("zh"), unique.index("en")
    return _PairColumns(
        unique, zh, en, target, _assumption(cells, zh, en, target)
    )


def _assumption(cells: Sequence[str], zh: int, en: int, target: Side) -> str:
    """Which columns were taken and in which direction; "" for a header of zh and en."""
    zh_head, en_head = cells[zh].strip(), cells[en].strip()
    if (zh_head, en_head) == ("zh", "en"):
        return ""
    direction = "zh-en" if target == "en" else "en-zh"
    places = []
    for language, at, head in (
        ("Chinese", zh, zh_head),
        ("English", en, en_head),
    ):
        places.append(
            f"{language} from column {at + 1}" + (f" ({head})" if head else "")
        )
    return f"{', '.join(places)}; taken as {direction}"


def _name(head: ColumnHead | None, cell: str) -> str:
    """What a column holds by its head: a language, or one of our columns."""
    if head is None:
        return cell.strip().lower()
    if head.role == "term":
        return head.side or ""
    return head.role if head.role in ("id", "doc", "confidence") else ""


def _cells(
    segment: Segment, columns: Sequence[str], target: Side, *, lossy: bool
) -> list[str]:
    """The cells of a segment; raises FormatError for what the columns cannot hold."""
    if segment.target != target:
        raise FormatError(
            "is translated the other way than the first; write JSON Lines instead"
        )
    values = {
        "zh": segment.zh,
        "en": segment.en,
        "doc": segment.doc,
        "id": segment.id,
    }
    if not lossy:
        _add_properties(values, segment, columns)
    return [values.get(column, "") for column in columns]


def _add_properties(
    values: dict[str, str], segment: Segment, columns: Sequence[str]
) -> None:
    if segment.markup:
        raise FormatError(
            "has inline markup, which a table cannot hold; write JSON Lines"
        )
    for name, value in to_properties(segment, doc=False):
        if name not in columns[4:] or name in values:
            message = f"has the property {name!r} twice, or none before it has"
            raise FormatError(f"{message}; write JSON Lines instead")
        values[name] = value


def _check(cells: Iterable[str], forbidden: re.Pattern[str]) -> None:
    for cell in cells:
        sign = forbidden.search(cell)
        if sign:
            message = f"holds U+{ord(sign[0]):04X}, which a cell cannot"
            raise FormatError(f"{message}; write JSON Lines instead")


def _column_of_file(cells: Sequence[str], at: int) -> int:
    """The column of the file where a cell begins."""
    column = 1 + isinstance(cells[at], _GuardedCell)
    for cell in cells[:at]:
        column += len(cell) + isinstance(cell, _GuardedCell) + 1
    return column
