"""What a person knows of an alignment: lines of the two texts that begin together.

    pairs of lines ──┐
    JSON Lines ──────┼──load_anchors──────▶ anchors, (Chinese line, English line)
    XLSX ────────────┘
    known beads ────────load_known_beads──▶ KnownBeads

The pairs of lines are two numbers a row, ``12⇥15``. The others are the output of an earlier run in
which somebody has set the lines of some rows right, and their confidence to 1.

In a file of pairs a row with ``=`` says more than where two paragraphs begin: ``12+13 = 15``, these
two Chinese paragraphs and this English one are a bead, and ``12 = -``, this one has no English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.office.spreadsheet import sheet_rows
from nqpterms.files.text_lines import numbered_lines
from nqpterms.formats.results.alignments import (
    TABLE_COLUMNS,
    SideObject,
    decoded_row,
)
from nqpterms.model.alignment import KnownBead

_LEVELS = ("section", "paragraph", "sentence")
_LINES = ("lines_zh", "lines_en")
_WORKBOOKS = (".xlsx", ".xlsm")


class _RowStart(Struct, frozen=True):
    """On which lines the two sides of a row of a file begin; None where a side has none.

    `number` is that of the row in its file, from 1; `level` is empty for a bare pair of lines.
    `is_sure` says that somebody knows it.
    """

    number: int
    zh: int | None
    en: int | None
    level: str = ""
    is_sure: bool = True


def load_anchors(path: str | Path) -> list[tuple[int, int]]:
    """The (Chinese line, English line) pairs of a file, in order.

    Two numbers a row, parted by a tab, a comma or blanks; ``#`` begins a comment. Or the JSON Lines
    or the workbook of an alignment that somebody has corrected: its rows of confidence 1 are the
    pairs, whatever the others say. Of sentences only those count that begin their lines on both
    sides. Raises FormatError with the line of a row that is none, or whose lines run backwards.
    """
    starts = list(
        _workbook_starts(path) if _is_workbook(path) else _line_starts(path)
    )
    if any(start.level for start in starts):
        # People sort a table by what they look for: by confidence, by text.
        starts.sort(key=_in_reading_order)
    return _rising(_first_of_their_lines(starts), path)


def load_known_beads(path: str | Path) -> list[KnownBead]:
    """The known beads of a file of pairs, in order; other files of corrections have none.

    Raises FormatError with the line of a row that is none.
    """
    if _is_workbook(path):
        return []
    beads = []
    for number, line in numbered_lines(path):
        row = _without_comment(line)
        if _says_a_bead(row):
            beads.append(_known_bead(row, path, number))
    return beads


def dump_known_beads(beads: Iterable[KnownBead]) -> Iterator[str]:
    """Known beads as the lines of a file, each with its line end.

    >>> print(*dump_known_beads([KnownBead((12, 13), (15,)), KnownBead((14,), ())]), sep="", end="")
    12+13 = 15
    14 = -
    """
    for bead in beads:
        zh, en = (
            "+".join(map(str, lines)) or "-" for lines in (bead.zh, bead.en)
        )
        yield f"{zh} = {en}\n"


def _is_workbook(path: str | Path) -> bool:
    return Path(path).suffix.lower() in _WORKBOOKS


def _in_reading_order(start: _RowStart) -> tuple[int, int, int]:
    return start.zh or 0, start.en or 0, _LEVELS.index(start.level)


def _first_of_their_lines(starts: Sequence[_RowStart]) -> Iterator[_RowStart]:
    """The rows without the sentences that stand in the middle of a line of either text."""
    zh_lines, en_lines = set[int | None](), set[int | None]()
    for start in starts:
        begins_both = start.zh not in zh_lines and start.en not in en_lines
        if start.level != "sentence" or begins_both:
            yield start
        zh_lines.add(start.zh)
        en_lines.add(start.en)


def _rising(
    starts: Iterable[_RowStart], path: str | Path
) -> list[tuple[int, int]]:
    """The pairs of lines of the rows that are sure."""
    pairs: list[tuple[int, int]] = []
    for start in starts:
        if not start.is_sure or start.zh is None or start.en is None:
            continue
        pair = start.zh, start.en
        if start.level and pairs[-1:] == [pair]:
            continue  # a row that was copied
        if pairs and not (pairs[-1][0] < pair[0] and pairs[-1][1] < pair[1]):
            before = f"lines {pair[0]} and {pair[1]} behind {pairs[-1][0]} and {pairs[-1][1]}"
            message = (
                f"{before}: anchors must grow on both sides, for order is kept"
            )
            raise FormatError(message, path, start.number)
        pairs.append(pair)
    return pairs


# --- lines of text ---


def _line_starts(path: str | Path) -> Iterator[_RowStart]:
    """The pairs of a file of numbers, or of JSON Lines."""
    for number, line in numbered_lines(path):
        if _says_a_bead(_without_comment(line)):
            continue
        is_json = line.lstrip().startswith("{")
        start = (
            _corrected(line, path, number)
            if is_json
            else _bare_pair(line, path, number)
        )
        if start is not None:
            yield start


def _bare_pair(line: str, path: str | Path, number: int) -> _RowStart | None:
    """The two numbers of a row; None where it has nothing but a comment."""
    cells = _without_comment(line).replace(",", " ").split()
    if not cells:
        return None
    if len(cells) != 2 or not all(
        cell.isdecimal() and int(cell) for cell in cells
    ):
        message = (
            f"expected two line numbers (Chinese, English), found {line[:40]!r}"
        )
        raise FormatError(message, path, number)
    return _RowStart(number, int(cells[0]), int(cells[1]))


def _without_comment(line: str) -> str:
    return line.partition("#")[0].strip()


def _says_a_bead(row: str) -> bool:
    """Whether a row without its comment is a known bead."""
    return "=" in row and not row.startswith("{")


def _known_bead(row: str, path: str | Path, number: int) -> KnownBead:
    """The bead of a row with one equals sign."""
    sides = [_lines_of_bead(cell) for cell in row.split("=")]
    if (
        len(sides) != 2
        or sides[0] is None
        or sides[1] is None
        or not (sides[0] or sides[1])
    ):
        message = f"expected lines that are a bead, as 12+13 = 15 or 12 = -, found {row[:40]!r}"
        raise FormatError(message, path, number)
    return KnownBead(sides[0], sides[1])


def _lines_of_bead(cell: str) -> tuple[int, ...] | None:
    """The lines of one side, none for a hyphen; None for what is no such thing."""
    if cell.strip() == "-":
        return ()
    parts = [part.strip() for part in cell.split("+")]
    if not all(
        part.isascii() and part.isdecimal() and int(part) for part in parts
    ):
        return None
    lines = tuple(map(int, parts))
    return lines if list(lines) == sorted(set(lines)) else None


def _corrected(line: str, path: str | Path, number: int) -> _RowStart | None:
    """Where both sides of a row begin; None of a row that is no place in the text."""
    row = decoded_row(line, path, number)
    if row.level not in _LEVELS:
        return None
    zh, en = _first_line(row.zh), _first_line(row.en)
    return _RowStart(number, zh, en, row.level, is_sure=row.confidence >= 1)


def _first_line(side: SideObject | None) -> int | None:
    if side is None:
        return None
    return side.lines[0] if side.lines else side.line


# --- a workbook ---


def _workbook_starts(path: str | Path) -> Iterator[_RowStart]:
    """The pairs of the rows of a workbook that somebody is sure of."""
    rows = sheet_rows(path)
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    wanted = ("level", "confidence", *_LINES)
    missing = [name for name in wanted if name not in header]
    if missing:
        columns = ", ".join(TABLE_COLUMNS)
        message = (
            f"has no column {', '.join(missing)}: expected "
            f"those that align writes ({columns})"
        )
        raise FormatError(message, path, 1)
    for number, cells in rows[1:]:
        level, confidence, *lines = (
            cells[header.index(name)].strip() for name in wanted
        )
        if level in _LEVELS:
            zh, en = (_first_of(cell, path, number) for cell in lines)
            yield _RowStart(number, zh, en, level, is_sure=_is_one(confidence))


def _is_one(confidence: str) -> bool:
    number = confidence.rstrip("% ").replace(",", ".")
    whole = 100 if confidence.endswith("%") else 1
    try:
        return float(number) >= whole
    except ValueError:
        return False


def _first_of(cell: str, path: str | Path, number: int) -> int | None:
    """The first of the line numbers in a cell, which may hold several with commas, or none."""
    first = cell.replace(";", ",").replace("，", ",").partition(",")[0].strip()
    if not first:
        return None
    if not (first.isdecimal() and int(first)):
        message = f"expected line numbers in {' and '.join(_LINES)}, found {cell[:40]!r}"
        raise FormatError(message, path, number)
    return int(first)
