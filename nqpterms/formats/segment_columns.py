"""Rows of a table that hold pairs → Segments: which column is what, by header or by script.

A header names the languages (``zh``, ``Chinese``, ``中文`` …) or the roles (``source``, ``原文``
…, then the script says which of the two is Chinese). Without one, the script of the first rows
decides between the first two columns. The side that stands first is the source. `doc` tells
documents apart, `id` names the unit, `confidence` is 0 to 1; other columns are properties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.formats.segment_properties import taken
from nqpterms.formats.sides import OTHER, by_script
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place
from nqpterms.model.termbase import is_language

Row = tuple[int, Sequence[str]]
"""The number of a row's line, and its cells."""

_LOOK_AHEAD = 200  # rows from which the script of a column is judged
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
    head = list(islice(source, _LOOK_AHEAD))
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
            **taken(extra),
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
