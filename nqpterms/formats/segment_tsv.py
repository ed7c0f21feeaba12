"""Bitext as TSV: ``zh⇥en``, a header optional, one pair a row, UTF-8, no quoting.

A `doc` column tells documents apart, an `id` column names the unit. Without a header the script
of the first rows says which column is Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from nqpterms.alignment import Segment
from nqpterms.errors import FormatError
from nqpterms.lang.chinese import count_han
from nqpterms.opening import numbered_lines
from nqpterms.places import Anchor, Place
from nqpterms.termbase import is_language
from nqpterms.writing import atomic

_NAMES = {"chinese": "zh", "中文": "zh", "english": "en", "英文": "en", "document": "doc"}
_KNOWN = ("zh", "en", "doc", "id")
_LOOK_AHEAD = 200  # rows from which the script of a column is judged

_Row = tuple[int, list[str]]


def load(path: str | Path) -> Iterator[Segment]:
    """The pairs of a TSV in order; a row with other columns than the first is a FormatError."""
    lines = numbered_lines(path)
    rows = ((number, line.split("\t")) for number, line in lines if line)
    head = list(islice(rows, _LOOK_AHEAD))
    if not head:
        raise FormatError("empty: expected rows of two columns, zh and en", path)
    columns = _header(head[0][1])
    body = head[1:] if columns else head
    columns = columns or _by_script(body, path)
    if not {"zh", "en"} <= columns.keys():
        raise FormatError(f"expected columns zh and en, found {', '.join(columns)}", path, 1)
    width = len(head[0][1])
    target = "en" if columns["zh"] < columns["en"] else "zh"
    for count, (line, cells) in enumerate(chain(body, rows), 1):
        if len(cells) != width:
            message = f"expected {width} columns, found {len(cells)}"
            raise FormatError(f"{message}: one tab between cells, none inside", path, line)
        yield Segment(
            cells[columns["zh"]],
            cells[columns["en"]],
            row=count,
            doc=cells[columns["doc"]] if "doc" in columns else "",
            zh_anchors=_anchors(line, cells, columns["zh"]),
            en_anchors=_anchors(line, cells, columns["en"]),
            id=cells[columns["id"]] if "id" in columns else "",
            target=target,  # type: ignore[arg-type]  # one of two literals
        )


def dump(segments: Iterable[Segment], path: str | Path) -> None:
    """Write pairs with header ``zh en doc id``; a tab or a line end in a text is a FormatError."""
    with atomic(path) as file:
        file.write("\t".join(_KNOWN) + "\n")
        for number, segment in enumerate(segments, 1):
            cells = (segment.zh, segment.en, segment.doc, segment.id)
            if any(sign in cell for cell in cells for sign in "\t\n\r"):
                message = f"segment {number} holds a tab or a line end, which TSV cannot"
                raise FormatError(f"{message}; write JSON Lines instead", path)
            if segment.markup:
                message = f"segment {number} has inline markup, which TSV cannot hold"
                raise FormatError(f"{message}; write TMX instead", path)
            file.write("\t".join(cells) + "\n")


def _anchors(line: int, cells: list[str], column: int) -> tuple[Anchor, ...]:
    """Offsets count in the cell; line and column are those of the file."""
    before = sum(len(cell) + 1 for cell in cells[:column])
    return (Anchor(0, 0, Place(line, before + 1)),)


def _header(cells: list[str]) -> dict[str, int] | None:
    """The columns that a first row names; None where it is data."""
    names = [_name(cell) for cell in cells]
    known = {name: index for index, name in enumerate(names) if name in _KNOWN}
    return known if {"zh", "en"} & known.keys() else None


def _name(cell: str) -> str:
    name = cell.strip().lower().replace("_", "-")
    for language in ("zh", "en"):
        if len(name) < 12 and is_language(name, language):
            return language
    return _NAMES.get(name, name)


def _by_script(rows: list[_Row], path: str | Path) -> dict[str, int]:
    """Which of the first two columns is the Chinese one."""
    line, cells = rows[0]
    if len(cells) < 2:
        raise FormatError("expected two columns parted by a tab, found one", path, line)
    han = [sum(count_han(row[k]) for _, row in rows if len(row) > k) for k in (0, 1)]
    return {"en": 0, "zh": 1} if han[1] > han[0] else {"zh": 0, "en": 1}
