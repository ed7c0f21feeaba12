"""What a file may cost at most, whatever its format: one budget, spent while it is read.

A small file can ask for a large machine: a zip that unpacks a thousandfold, a row whose number is
a billion, an element with more attributes than words. What no text needs is refused here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable

from nqpterms.errors import FormatError

UNPACKED_RATIO = 200
"""Bytes, or characters of cells, that one packed byte may give; texts reach 60, bombs 1,000."""
SMALL = 2**20
"""Bytes below which a part, or the text of a file, may be as dense as it likes."""
CELLS = 5_000_000
"""Of all sheets of a workbook, empty ones between others too: a million rows of five columns."""
ROWS = 2**20
"""Of a sheet, as its format has it."""
ATTRIBUTES = 10_000
"""Of one element of XML."""
CHAIN = 64
"""Styles of which each is based on the next; Word itself takes eleven."""


def check_parts(parts: Iterable[zipfile.ZipInfo], path: str, *, limit: int) -> None:
    """Raise FormatError for a package that unpacks to too much, in all or for its packed size.

    zipfile reads no more of a part than its entry says, so that the entries can be believed.

    >>> bomb = zipfile.ZipInfo("sheet1.xml")
    >>> bomb.file_size, bomb.compress_size = 10**8, 10**5
    >>> check_parts([bomb], "a.xlsx", limit=2**30)
    Traceback (most recent call last):
    nqpterms.errors.FormatError: a.xlsx: unpacks to more than 200 times its size: no text does
    """
    total = 0
    for part in parts:
        total += part.file_size
        if part.file_size > most_of(part.compress_size):
            message = f"unpacks to more than {UNPACKED_RATIO} times its size: no text does"
            raise FormatError(message, path)
    if total > limit:
        raise FormatError(f"unpacks to {total:,} bytes: split it into smaller files", path)


def most_of(packed: int) -> int:
    """How much so many packed bytes may give.

    >>> most_of(100), most_of(100_000)
    (1048576, 20000000)
    """
    return max(SMALL, UNPACKED_RATIO * packed)


class CellBudget:
    """What is left for the cells of a workbook of so many packed bytes.

    >>> budget = CellBudget("a.xlsx", 1000)
    >>> budget.spend(cells=CELLS)
    >>> budget.spend(cells=1)
    Traceback (most recent call last):
    nqpterms.errors.FormatError: a.xlsx: has more than 5,000,000 cells: split it into smaller files
    """

    def __init__(self, path: str, packed: int) -> None:
        self._path = path
        self._cells = CELLS
        self._characters = most_of(packed)

    def spend(self, *, cells: int, characters: int = 0) -> None:
        """Take from what is left; FormatError where it is not enough."""
        self._cells -= cells
        self._characters -= characters
        if self._cells < 0:
            message = f"has more than {CELLS:,} cells: split it into smaller files"
            raise FormatError(message, self._path)
        if self._characters < 0:
            message = f"repeats its texts to more than {UNPACKED_RATIO} times its size"
            raise FormatError(message, self._path)
