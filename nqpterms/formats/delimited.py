"""Text files of rows: CSV and TSV, with any of the usual signs between cells, in any encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.encoding import load as load_text

# The first of equals: a cell seldom holds a tab, and often a comma.
_DELIMITERS = "\t;,"
# Where none of these stands in a line; elsewhere they are signs of a text.
_SELDOM_DELIMITERS = "|，"
_LINES_JUDGED = 50


def delimited_rows(path: str | Path) -> list[tuple[int, list[str]]]:
    """The rows of a file that hold anything, with the line on which each begins, from 1.

    Lines of comment above the table, as OmegaT has them, are left out. Raises FormatError for a
    quotation mark that nothing closes, unless tabs part the cells: then quotes are signs as others.
    """
    text = load_text(path)
    delimiter = delimiter_of(text)
    try:
        rows = list(_rows(text, delimiter, path, quoting=csv.QUOTE_MINIMAL))
    except FormatError:
        if delimiter != "\t":
            raise
        rows = list(_rows(text, delimiter, path, quoting=csv.QUOTE_NONE))
    while rows and _is_comment(rows[0][1]):
        del rows[0]
    return rows


def delimiter_of(text: str) -> str:
    """The sign that parts the cells: the one that stands in most of the first lines.

    >>> delimiter_of("# a, b\\n税\\ttax; duty\\n岗位\\tjob\\n")
    '\\t'
    >>> delimiter_of("中文|英文\\n税|tax\\n")
    '|'
    """
    lines = [
        line
        for line in text[:100_000].split("\n")[:_LINES_JUDGED]
        if line.strip()
    ]
    lines = [line for line in lines if not line.startswith("#")] or lines
    signs = _DELIMITERS
    if not any(sign in line for sign in signs for line in lines):
        signs = _SELDOM_DELIMITERS
    return max(signs, key=lambda sign: _lines_with(lines, sign))


def _lines_with(lines: Sequence[str], sign: str) -> tuple[int, int]:
    """How many lines hold a sign, and how often the first of these does."""
    counts = [line.count(sign) for line in lines if sign in line]
    return len(counts), counts[0] if counts else 0


def _rows(
    text: str, delimiter: str, path: str | Path, *, quoting: int
) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        strict=True,
        quoting=quoting,  # type: ignore[arg-type]
    )
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        message = f"is no table that can be read: {error} (a quotation mark too many?)"
        raise FormatError(message, path, begins) from None


def _is_comment(cells: Sequence[str]) -> bool:
    """Whether a row above the table is a comment: one text behind a #."""
    if not cells[0].startswith("#"):
        return False
    return cells[0].startswith("# ") or not any(
        cell.strip() for cell in cells[1:]
    )
