"""Bitext as TSV: ``zh⇥en``, a header optional, one pair a row, UTF-8, no quoting.

The order of the two columns says which side is the translation: the second one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.opening import numbered_lines
from nqpterms.files.writing import text_file
from nqpterms.formats.bitexts.pairs import (
    OTHER,
    by_script,
    from_properties,
    naming_segment,
    to_properties,
)
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place
from nqpterms.model.termbase import is_language

_LOOK_AHEAD = 10_000  # segments that decide which columns there are
_FORBIDDEN = re.compile("[\t\n\r\0\ud800-\udfff]")


def load(
    path: str | Path, *, broken: Callable[[FormatError], None] | None = None
) -> Iterator[Segment]:
    """The pairs of a TSV in order; a row with other columns than the first is a FormatError.

    With *broken* such a row is left out, and its error given to it.
    """
    rows = ((number, line.split("\t")) for number, line in numbered_lines(path) if line)
    return segments_of(rows, path, column=_begin, broken=broken)


def dump(segments: Iterable[Segment], path: str | Path, *, lossy: bool = False) -> None:
    """Write pairs with a header: both languages, `doc`, `id`, and what else the segments say.

    The first 10,000 segments decide which columns there are. What they cannot hold (a tab or a
    line end in a text, inline markup, a property of a later segment alone) is a FormatError; with
    `lossy` markup and properties stay behind.
    """
    with text_file(path) as file:
        for cells in segment_rows(segments, path, lossy=lossy):
            file.write("\t".join(cells) + "\n")


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
    columns = [*(("zh", "en") if target == "en" else ("en", "zh")), "doc", "id"]
    if not lossy:
        columns += dict.fromkeys(name for one in head for name, _ in to_properties(one, doc=False))
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


def _cells(segment: Segment, columns: Sequence[str], target: Side, *, lossy: bool) -> list[str]:
    said = {"zh": segment.zh, "en": segment.en, "doc": segment.doc, "id": segment.id}
    if segment.target != target:
        raise FormatError("is translated the other way than the first; write JSON Lines instead")
    if not lossy:
        if segment.markup:
            raise FormatError("has inline markup, which a table cannot hold; write JSON Lines")
        for name, value in to_properties(segment, doc=False):
            if name not in columns[4:] or name in said:
                message = f"has the property {name!r} twice, or none before it has"
                raise FormatError(f"{message}; write JSON Lines instead")
            said[name] = value
    return [said.get(column, "") for column in columns]


def _check(cells: Iterable[str], forbidden: re.Pattern[str]) -> None:
    for cell in cells:
        if found := forbidden.search(cell):
            message = f"holds U+{ord(found[0]):04X}, which a cell cannot"
            raise FormatError(f"{message}; write JSON Lines instead")


def _begin(cells: Sequence[str], column: int) -> int:
    """The column of the file where a cell begins."""
    return 1 + sum(len(cell) + 1 for cell in cells[:column])


Row = tuple[int, Sequence[str]]
"""The number of a row's line, and its cells."""

_SCRIPT_ROWS = 200  # rows from which the script of a column is judged
_LANGUAGE = re.compile(r"(zh|en)([-_]\w{2,4})?", re.IGNORECASE)
_WORDS = {
    **dict.fromkeys(("chinese", "中文", "汉语", "漢語"), "zh"),
    **dict.fromkeys(("english", "英文", "英语", "英語"), "en"),
    **dict.fromkeys(("source", "src", "原文", "源文"), "source"),
    **dict.fromkeys(("target", "tgt", "译文", "譯文"), "target"),
    "document": "doc",
}
_FIELDS = {"zh", "en", "id"}
_KNOWN = _FIELDS | {"doc", "confidence"}


class _Columns(Struct, frozen=True):
    """The name of each column, the two with texts, and the side of the translation."""

    names: list[str]
    zh: int
    en: int
    target: Side


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
    source = iter(rows)
    head = list(islice(source, _SCRIPT_ROWS))
    if not head:
        raise FormatError("empty: expected rows of two columns, zh and en", path)
    line, first = head[0]
    found = _by_header(first, head[1:])
    body = head[1:] if found else head
    columns = found or _headless(head, path)
    for count, (line, cells) in enumerate(chain(body, source), 1):
        if len(cells) != len(first):
            error = FormatError(f"expected {len(first)} columns, found {len(cells)}", path, line)
            if broken is None:
                raise error
            broken(error)
            continue
        said = dict(zip(columns.names, cells, strict=True))
        if said.get("reason") and not (said["zh"] and said["en"]):
            continue
        at = [column(cells, k) if column else None for k in (columns.zh, columns.en)]
        extra = ((name, value) for name, value in said.items() if value and name not in _FIELDS)
        yield Segment(
            said["zh"],
            said["en"],
            row=count,
            zh_anchors=(Anchor(0, 0, Place(line, at[0])),),
            en_anchors=(Anchor(0, 0, Place(line, at[1])),),
            id=said.get("id", ""),
            target=columns.target,
            **from_properties(extra),
        )


def _by_header(cells: Sequence[str], rows: Sequence[Row]) -> _Columns | None:
    """The columns that a first row names; None where it is data."""
    names = [_name(cell) for cell in cells]
    if {"zh", "en"} <= set(names):
        return _columns(names, cells, "en" if names.index("zh") < names.index("en") else "zh")
    if {"source", "target"} <= set(names):
        source, target = names.index("source"), names.index("target")
        side = by_script((row[source], row[target]) for _, row in rows if len(row) == len(cells))
        names[source], names[target] = side, OTHER[side]
        return _columns(names, cells, OTHER[side])
    return None


def _headless(rows: Sequence[Row], path: str | Path) -> _Columns:
    line, cells = rows[0]
    if len(cells) < 2:
        raise FormatError("expected two columns, zh and en, found one", path, line)
    for cell in cells:
        if _LANGUAGE.fullmatch(cell):
            message = f"{cell!r} in the header, and no other language: expected zh and en"
            raise FormatError(message, path, line)
    side = by_script((row[0], row[1]) for _, row in rows if len(row) > 1)
    names = [side, OTHER[side], *("" for _ in cells[2:])]
    return _columns(names, names, OTHER[side])


def _columns(names: list[str], cells: Sequence[str], target: Side) -> _Columns:
    """Each column under its own name: a known one once, the others as the file has them."""
    unique: list[str] = []
    for at, (name, cell) in enumerate(zip(names, cells, strict=True), 1):
        own = name if name in _KNOWN and name not in unique else cell
        unique.append(own if own and own not in unique else f"column {at}")
    return _Columns(unique, unique.index("zh"), unique.index("en"), target)


def _name(cell: str) -> str:
    name = cell.strip().lower().replace("_", "-")
    for language in ("zh", "en"):
        if len(name) < 12 and is_language(name, language):
            return language
    return _WORDS.get(name.partition(" (")[0], name)
