"""Bitext as a table: one pair a row, a header optional; and its file as TSV.

A header names the languages (``zh``, ``Chinese``, ``中文`` …) or the roles (``source``, ``原文``
…, then the script says which of the two is Chinese). Without one, the script of the first rows
decides between the first two columns. The side that stands first is the source. `doc` tells
documents apart, `id` names the unit, `confidence` is 0 to 1; other columns are properties.

A TSV is UTF-8 without quoting. Sheets and tables of Word have the same columns (`office_tables`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.text_lines import numbered_lines
from nqpterms.files.writing import text_file
from nqpterms.formats.bitexts.bitext_pairs import (
    OTHER,
    by_script,
    from_properties,
    naming_segment,
    to_properties,
)
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place
from nqpterms.model.termbase import is_language

Row = tuple[int, Sequence[str]]
"""The number of a row's line, and its cells."""

_LOOK_AHEAD = 10_000  # segments that decide which columns are written
_SCRIPT_ROWS = 200  # rows from which the script of a column is judged
_FORBIDDEN = re.compile("[\t\n\r\0\ud800-\udfff]")
_LANGUAGE = re.compile(r"(zh|en)([-_]\w{2,4})?", re.IGNORECASE)
_WORDS = {
    **dict.fromkeys(("chinese", "中文", "汉语", "漢語"), "zh"),
    **dict.fromkeys(("english", "英文", "英语", "英語"), "en"),
    **dict.fromkeys(("source", "src", "原文", "源文"), "source"),
    **dict.fromkeys(("target", "tgt", "译文", "譯文"), "target"),
    "document": "doc",
}
_FIELDS = {"zh", "en", "id"}
_COLUMNS = _FIELDS | {"doc", "confidence"}


class _PairColumns(Struct, frozen=True):
    """The name of each column, the two with texts, and the side of the translation."""

    names: list[str]
    zh: int
    en: int
    target: Side


def load(
    path: str | Path, *, broken: Callable[[FormatError], None] | None = None
) -> Iterator[Segment]:
    """The pairs of a TSV in order; a row with other columns than the first is a FormatError.

    With *broken* such a row is left out, and its error given to it.
    """
    rows = ((number, line.split("\t")) for number, line in numbered_lines(path) if line)
    return segments_of(rows, path, column=_column_of_file, broken=broken)


def dump(segments: Iterable[Segment], path: str | Path, *, lossy: bool = False) -> None:
    """Write pairs with a header: both languages, `doc`, `id`, and what else the segments say.

    The first 10,000 segments decide which columns there are. What they cannot hold (a tab or a
    line end in a text, inline markup, a property of a later segment alone) is a FormatError; with
    `lossy` markup and properties stay behind.
    """
    with text_file(path) as file:
        for cells in segment_rows(segments, path, lossy=lossy):
            file.write("\t".join(cells) + "\n")


def segments_of(
    rows: Iterable[Row],
    path: str | Path,
    *,
    column: Callable[[Sequence[str], int], int] | None,
    broken: Callable[[FormatError], None] | None = None,
) -> Iterator[Segment]:
    """The pairs of a table in order; a row with other columns than the first is a FormatError.

    `column` gives the column of the file (from 1) where a cell begins, None where there is none.
    What ``nqpterms align`` wrote about a row without a partner gives no segment. With `broken`
    such an error is given to it, and the row left out.
    """
    rest = iter(rows)
    head = list(islice(rest, _SCRIPT_ROWS))
    if not head:
        raise FormatError("empty: expected rows of two columns, zh and en", path)
    first = head[0][1]
    columns = _by_header(first, head[1:])
    body = head[1:] if columns else head
    columns = columns or _headless(head, path)
    for count, (line, cells) in enumerate(chain(body, rest), 1):
        if len(cells) != len(first):
            error = FormatError(f"expected {len(first)} columns, found {len(cells)}", path, line)
            if broken is None:
                raise error
            broken(error)
            continue
        values = dict(zip(columns.names, cells, strict=True))
        if values.get("reason") and not (values["zh"] and values["en"]):
            continue
        places = [
            Place(line, column(cells, at) if column else None) for at in (columns.zh, columns.en)
        ]
        yield _segment(values, count, places, columns.target)


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
        properties = [name for segment in head for name, _ in to_properties(segment, doc=False)]
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


def _segment(values: dict[str, str], row: int, places: Sequence[Place], target: Side) -> Segment:
    zh_place, en_place = places
    properties = [(name, value) for name, value in values.items() if value and name not in _FIELDS]
    return Segment(
        values["zh"],
        values["en"],
        row=row,
        zh_anchors=(Anchor(0, 0, zh_place),),
        en_anchors=(Anchor(0, 0, en_place),),
        id=values.get("id", ""),
        target=target,
        **from_properties(properties),
    )


def _by_header(cells: Sequence[str], rows: Sequence[Row]) -> _PairColumns | None:
    """The columns that a first row names; None where it is data."""
    names = [_name(cell) for cell in cells]
    if {"zh", "en"} <= set(names):
        target: Side = "en" if names.index("zh") < names.index("en") else "zh"
        return _columns(names, cells, target)
    if not {"source", "target"} <= set(names):
        return None
    source_at, target_at = names.index("source"), names.index("target")
    whole = (row for _, row in rows if len(row) == len(cells))
    source = by_script((row[source_at], row[target_at]) for row in whole)
    names[source_at], names[target_at] = source, OTHER[source]
    return _columns(names, cells, OTHER[source])


def _headless(rows: Sequence[Row], path: str | Path) -> _PairColumns:
    """The columns of a table without a header: the first two hold the texts."""
    line, cells = rows[0]
    if len(cells) < 2:
        raise FormatError("expected two columns, zh and en, found one", path, line)
    for cell in cells:
        if _LANGUAGE.fullmatch(cell):
            message = f"{cell!r} in the header, and no other language: expected zh and en"
            raise FormatError(message, path, line)
    source = by_script((row[0], row[1]) for _, row in rows if len(row) > 1)
    names = [source, OTHER[source], *("" for _ in cells[2:])]
    return _columns(names, names, OTHER[source])


def _columns(names: Sequence[str], cells: Sequence[str], target: Side) -> _PairColumns:
    """Each column under a name of its own: one of ours once, the others as the file has them."""
    unique: list[str] = []
    for at, (name, cell) in enumerate(zip(names, cells, strict=True), 1):
        is_ours = name in _COLUMNS and name not in unique
        own = name if is_ours else cell
        if not own or own in unique:
            own = f"column {at}"
        unique.append(own)
    return _PairColumns(unique, unique.index("zh"), unique.index("en"), target)


def _name(cell: str) -> str:
    """What a header names: a language, a role, or a column of another kind."""
    name = cell.strip().lower().replace("_", "-")
    for language in ("zh", "en"):
        if len(name) < 12 and is_language(name, language):
            return language
    return _WORDS.get(name.partition(" (")[0], name)


def _cells(segment: Segment, columns: Sequence[str], target: Side, *, lossy: bool) -> list[str]:
    """The cells of a segment; raises FormatError for what the columns cannot hold."""
    if segment.target != target:
        raise FormatError("is translated the other way than the first; write JSON Lines instead")
    values = {"zh": segment.zh, "en": segment.en, "doc": segment.doc, "id": segment.id}
    if not lossy:
        _add_properties(values, segment, columns)
    return [values.get(column, "") for column in columns]


def _add_properties(values: dict[str, str], segment: Segment, columns: Sequence[str]) -> None:
    if segment.markup:
        raise FormatError("has inline markup, which a table cannot hold; write JSON Lines")
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
    return 1 + sum(len(cell) + 1 for cell in cells[:at])
