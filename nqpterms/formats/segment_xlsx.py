"""Bitext as an XLSX sheet: the columns of `segment_columns`, one pair a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.office.spreadsheet import sheet_rows, write_sheet
from nqpterms.formats.segment_columns import segments_of
from nqpterms.formats.segment_tsv import segment_rows
from nqpterms.model.alignment import Segment

_FORBIDDEN = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ROWS = 1_048_576  # of a sheet in Excel, its header among them
_CELL = 32_767  # characters of a cell in Excel


def load(path: str | Path, *, sheet: str = "") -> Iterator[Segment]:
    """The pairs in the first sheet, or in the one named; the line of a pair is its row.

    Raises MissingExtraError without openpyxl, FormatError for what is no workbook.
    """
    return segments_of(sheet_rows(path, sheet=sheet), path, column=None)


def dump(segments: Iterable[Segment], path: str | Path, *, lossy: bool = False) -> None:
    """Write pairs as a sheet with a header, every cell a text whatever it begins with.

    Raises FormatError for what a cell cannot hold, and for more rows than a sheet has.
    """
    rows = list(segment_rows(segments, path, lossy=lossy, forbidden=_FORBIDDEN))
    if len(rows) > _ROWS:
        raise FormatError(f"{len(rows):,} rows are more than a sheet has; write TSV", path)
    for number, row in enumerate(rows):
        if any(len(cell) > _CELL for cell in row):
            message = f"segment {number} has a text of more than {_CELL:,} characters"
            raise FormatError(f"{message}, which no cell holds; write TSV", path)
    write_sheet(path, rows, title="pairs")
