"""The cells of an XLSX workbook as texts, and rows of texts as a workbook."""

from __future__ import annotations

import datetime
import errno
import gc
import io
import os
import re
import sys
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.budget import (
    ROWS,
    CellBudget,
    check_parts,
    look_at_clock,
    timed,
)
from nqpterms.files.office.workbook_parts import (
    CellRange,
    formulas_without_result,
    merged_cells,
)
from nqpterms.files.pipes import seekable
from nqpterms.files.remarks import remark
from nqpterms.files.writing import atomic

NO_CELL_HOLDS = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML holds, and so no cell."""

ERROR_VALUES = frozenset(
    "#N/A #REF! #VALUE! #NAME? #DIV/0! #NUM! #NULL! #SPILL! #CALC!".split()
)
"""What stands in a cell whose formula has no result."""

_EPOCH = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 - the first date a zip file can name, no zone
_TIME = "%Y-%m-%dT%H:%M:%SZ"  # as a workbook writes a time


class WorkbookSheet(Struct, frozen=True):
    """A sheet of a workbook: the rows that hold anything, with their numbers from 1.

    A cell that is merged down stands in each of its rows. `bands` are the rows whose one text is
    merged across columns: titles and headings of sections.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    bands: frozenset[int] = frozenset()
    is_hidden: bool = False


def sheet_rows(
    path: str | Path, *, sheet: str = ""
) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet, or of the one named, as `read_sheets` gives them."""
    return read_sheets(path, sheet=sheet or 0)[0].rows


def read_sheets(
    path: str | Path, *, sheet: str | int = ""
) -> list[WorkbookSheet]:
    """The sheets of a workbook in order; only the one that is named, or has that number from 0.

    Numbers, dates and results of formulas are as a reader sees them. Raises FormatError for what
    is no workbook, and for a sheet that it does not have.
    """
    lasting = seekable(path)
    try:
        return _sheets(lasting, sheet)
    except FormatError as error:
        if lasting == Path(path):
            raise
        raise FormatError(error.message, path, error.line) from None


def _sheets(path: Path, sheet: str | int) -> list[WorkbookSheet]:
    _check_size(path)
    size = path.stat().st_size
    budget = CellBudget(str(path), size)
    with timed(path, size=size):
        sheets = _raw_sheets(path, sheet, budget)
        names = [raw.name for raw in sheets]
        merged = merged_cells(path, names)
        for name, cell in formulas_without_result(path, names).items():
            message = f"sheet {name}: the formula in {cell} has no result"
            remark(f"{path}: {message}: open the workbook in Excel, save it")
        return [
            _filled(raw, merged.get(raw.name, ()), budget) for raw in sheets
        ]


def _filled(
    raw: _RawSheet, ranges: Iterable[CellRange], budget: CellBudget
) -> WorkbookSheet:
    """A sheet without its empty rows, merged cells in each of their rows."""
    rows = raw.rows
    width = _widen(rows, budget)
    across = set()
    for cell_range in ranges:
        top, column = cell_range.top - 1, cell_range.left - 1
        if top >= len(rows) or column >= width or not rows[top]:
            continue
        if cell_range.right > cell_range.left:
            across.add(top)
        _repeat_below(rows, top, column, cell_range.bottom, budget)
    bands = frozenset(at + 1 for at in across if sum(map(bool, rows[at])) == 1)
    filled = [
        (number, cells) for number, cells in enumerate(rows, 1) if any(cells)
    ]
    return WorkbookSheet(raw.name, filled, bands, raw.is_hidden)


def _widen(rows: list[list[str]], budget: CellBudget) -> int:
    """Give all rows that have cells as many as the widest has; gives that number."""
    width = max(map(len, rows), default=0)
    for cells in rows:
        if cells:
            budget.spend(cells=width - len(cells))
            cells += [""] * (width - len(cells))
    return width


def _repeat_below(
    rows: list[list[str]], top: int, column: int, end: int, budget: CellBudget
) -> None:
    """The text of a merged cell in each row that it covers, unless something stands there."""
    width = len(rows[top])
    for below in range(top + 1, min(end, len(rows))):
        budget.spend(cells=1, characters=len(rows[top][column]))
        if not rows[below]:
            budget.spend(cells=width)
            rows[below] = [""] * width
        rows[below][column] = rows[below][column] or rows[top][column]


class _RawSheet(Struct, frozen=True):
    """A sheet with all its rows, which may be of different lengths; an empty one has no cell."""

    name: str
    rows: list[list[str]]
    is_hidden: bool


def _raw_sheets(
    path: Path, sheet: str | int, budget: CellBudget
) -> list[_RawSheet]:
    """The sheets that are asked for."""
    import openpyxl

    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # styles and extensions that no text depends on
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            # Sheets of charts hold no cells.
            names = [page.title for page in book.worksheets]
            sheets = []
            for number, page in enumerate(book.worksheets):
                if sheet in ("", page.title, number):
                    is_hidden = page.sheet_state != "visible"
                    sheets.append(
                        _RawSheet(
                            page.title, _sheet_cells(page, budget), is_hidden
                        )
                    )
            book.close()
    except FormatError:
        raise
    except (
        Exception
    ) as error:  # openpyxl meets a broken file with nearly any exception
        raise FormatError(
            f"is no XLSX workbook that can be read: {error!r:.120}", path
        ) from error
    if not sheets:
        raise FormatError(
            f"no sheet {sheet!r}: expected one of {', '.join(names)}", path
        )
    return sheets


_NO_CELLS: list[str] = []  # every empty row


def _sheet_cells(page: Any, budget: CellBudget) -> list[list[str]]:
    page.reset_dimensions()  # files lie about their size
    rows = []
    for row in page.iter_rows(values_only=True, max_row=ROWS):
        look_at_clock()
        budget.spend(cells=len(row))
        cells = [_cell_text(value) for value in row]
        characters = sum(map(len, cells))
        budget.spend(cells=0, characters=characters)
        rows.append(cells if characters else _NO_CELLS)
    return rows


def write_sheet(
    path: str | Path, rows: Iterable[Sequence[str]], *, title: str = "terms"
) -> None:
    """Write rows of texts as a workbook of one sheet; the first row is the header, kept in view.

    The same rows give the same bytes. Cells are texts whatever they begin with.
    """
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    page.freeze_panes = "A2"
    for row, cells in enumerate(rows, 1):
        for column, text in enumerate(cells, 1):
            if not text:
                continue
            cell = page.cell(row, column)
            cell.value = text
            cell.data_type = "s"  # never a formula
            if row == 1:
                cell.font = openpyxl.styles.Font(bold=True)
    with atomic(path, encoding=None) as file:
        file.write(workbook_bytes(book))


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            check_parts(archive.infolist(), str(path))
    except (OSError, zipfile.BadZipFile) as error:
        reason = getattr(error, "strerror", None) or "it is no zip archive"
        raise FormatError(
            f"cannot be read as an XLSX workbook: {reason}", path
        ) from None


def _cell_text(value: Any) -> str:
    """The value of a cell as a reader sees it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def workbook_bytes(book: Any) -> bytes:
    """The bytes of a workbook of openpyxl, with every date set to the same one."""
    book.properties.created = _EPOCH
    saved, undated = _saved(book), io.BytesIO()
    modified = book.properties.modified.strftime(_TIME).encode()
    with (
        zipfile.ZipFile(saved) as old,
        zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = content.replace(
                    modified, _EPOCH.strftime(_TIME).encode()
                )
            new.writestr(
                zipfile.ZipInfo(item.filename, _EPOCH.timetuple()[:6]),
                content,
                zipfile.ZIP_DEFLATED,
            )
    return undated.getvalue()


def _saved(book: Any) -> io.BytesIO:
    """A workbook as openpyxl saves it, which keeps each sheet in a temporary file meanwhile."""
    from lxml.etree import SerialisationError

    saved = io.BytesIO()
    try:
        book.save(saved)
    except (
        SerialisationError
    ) as error:  # what lxml says of a disk that takes no more
        error.__traceback__ = None
        _collect_quietly()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
    return saved


def _collect_quietly() -> None:
    """Let go of what openpyxl had begun: its generators fail once more then, and would say so."""
    aloud = sys.unraisablehook
    sys.unraisablehook = lambda _: None
    try:
        gc.collect()
    finally:
        sys.unraisablehook = aloud


_GUARDED = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""OWASP's list for CSV injection; East Asian locales take the full-width signs too."""


def guarded(cell: str) -> str:
    """The cell as it may be written.

    >>> guarded("=1+1"), guarded("-ism"), guarded("'tis"), guarded("'=1")
    ("'=1+1", "'-ism", "'tis", "''=1")
    """
    return f"'{cell}" if _GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`.

    >>> unguarded("'=1+1"), unguarded("=1+1"), unguarded("'tis")
    ('=1+1', '=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
