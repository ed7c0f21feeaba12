"""What a file may cost at most, whatever its format: one budget, spent while it is read.

A small file can ask for a large machine: a zip that unpacks a thousandfold, a row whose number is
a billion, an element with more attributes than words. What no text needs is refused here, and
whoever has a text that needs more says so:

    --allow cells=20000000 ──allowing──▶ Budget ──budget()──▶ every reader, in workers too
"""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, replace

from nqpterms.errors import FormatError, NqptermsError, did_you_mean

SMALL = 2**20
"""Bytes below which a part, or the text of a file, may be as dense as it likes."""
ROWS = 2**20
"""Of a sheet, as its format has it."""


class Budget(Struct, frozen=True):
    """What one file may cost; `LIMITS` says what each number counts and where it came from."""

    size: int = 256 * 2**20
    unpacked: int = 256 * 2**20
    ratio: int = 200
    tree: int = 32 * 2**20
    piece: int = 4 * 2**20
    elements: int = 500_000
    attributes: int = 10_000
    cells: int = 5_000_000
    characters: int = 10_000_000
    memory: int = 128 * 2**20
    chain: int = 16
    piped: int = 4 * 2**30
    seconds: int = 4

    def most_of(self, packed: int) -> int:
        """How much so many packed bytes may give.

        >>> Budget().most_of(100), Budget().most_of(100_000)
        (1048576, 20000000)
        """
        return max(SMALL, self.ratio * packed)


LIMITS: Mapping[str, str] = {
    "size": "bytes of a file that is read whole: a text, a page, a PDF, what is changed in place",
    "unpacked": "bytes that the parts of a workbook unpack to, or a packed text; a million short "
    "cells take a tenth of it",
    "ratio": "bytes, or characters of cells, that one packed byte gives from a mebibyte on, a line "
    "as 32 more; texts reach 60, bombs 1,000",
    "tree": "bytes of XML that are held at once; in memory they are about seven times as many",
    "piece": "bytes of one line or one entry of a file that is read as a stream",
    "elements": "elements of XML that are held at once, each some 300 bytes; half a million words "
    "have fewer",
    "attributes": "attributes of one element, columns of a Parquet file",
    "cells": "cells of all sheets of a workbook, empty ones between others too: a million rows of "
    "five columns",
    "characters": "characters of a PDF: twenty long books",
    "memory": "bytes that a PDF may take while its pages are read, beside twice its size; a book "
    "takes a tenth of it",
    "chain": "styles of which each is based on the next, forms of terms of which each begins with "
    "the one before; Word itself takes eleven, a dictionary of 120,000 entries ten",
    "piped": "bytes that come through a pipe, which are kept in a file meanwhile",
    "seconds": "seconds of processor time for reading a file whole, and for each mebibyte of it as "
    "many again",
}
"""What each limit counts, in the order of the docs."""

_budget: ContextVar[Budget] = ContextVar("budget", default=Budget())  # noqa: B039 - frozen


def budget() -> Budget:
    """What a file may cost here."""
    return _budget.get()


@contextmanager
def allowing(allowed: Budget) -> Iterator[None]:
    """Inside it, a file may cost what *allowed* says.

    >>> with allowing(Budget(cells=7)):
    ...     budget().cells
    7
    """
    token = _budget.set(allowed)
    try:
        yield
    finally:
        _budget.reset(token)


_THOUSANDS = {"k": 2**10, "m": 2**20, "g": 2**30}


def parse_allowance(texts: Iterable[str]) -> Budget:
    """The budget in which some limits are others: ``cells=20000000``, ``size=2G``.

    k, M and G stand for 1,024 and its powers. Raises NqptermsError for a limit that there is not,
    and for what is no number above 0.

    >>> parse_allowance(["ratio=1000", "size=2G"]).size
    2147483648
    >>> parse_allowance(["cell=9"])
    Traceback (most recent call last):
    nqpterms.errors.NqptermsError: no limit 'cell': did you mean 'cells'?
    """
    limits: dict[str, int] = {}
    for text in texts:
        name, _, number = text.partition("=")
        if name not in LIMITS:
            hint = (
                did_you_mean(name, LIMITS)
                or f": expected one of {', '.join(LIMITS)}"
            )
            raise NqptermsError(f"no limit {name!r}{hint}")
        limits[name] = _number(text, number.strip())
    return replace(budget(), **limits)


def _number(text: str, number: str) -> int:
    unit = _THOUSANDS.get(number[-1:].lower(), 1)
    digits = number if unit == 1 else number[:-1]
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 16
    if not is_number or not int(digits):
        raise NqptermsError(
            f"{text!r}: expected a number above 0, as in size=2G"
        )
    return int(digits) * unit


def refusal(
    message: str, limit: str, path: str | Path, line: int | None = None
) -> FormatError:
    """The error of a file that costs more than a limit: what it has, and what lets it pass.

    >>> str(refusal("has more than 5 cells", "cells", "a.xlsx"))
    'a.xlsx: has more than 5 cells: split it, or allow more (--allow cells=…)'
    """
    return FormatError(
        f"{message}: split it, or allow more (--allow {limit}=…)", path, line
    )


def too_dense(path: str | Path) -> FormatError:
    """The error of what unpacks to more than any text does."""
    return refusal(
        f"unpacks to more than {budget().ratio} times its size", "ratio", path
    )


def check_parts(parts: Iterable[zipfile.ZipInfo], path: str) -> None:
    """Raise FormatError for a package that unpacks to too much, in all or for its packed size.

    zipfile reads no more of a part than its entry says, so that the entries can be believed.

    >>> bomb = zipfile.ZipInfo("sheet1.xml")
    >>> bomb.file_size, bomb.compress_size = 10**8, 10**5
    >>> check_parts([bomb], "a.xlsx")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.FormatError: a.xlsx: unpacks to more than 200 times its size: split it, ...
    """
    limits = budget()
    total = 0
    for part in parts:
        total += part.file_size
        if part.file_size > limits.most_of(part.compress_size):
            raise too_dense(path)
    if total > limits.unpacked:
        raise refusal(f"unpacks to {total:,} bytes", "unpacked", path)


class CellBudget:
    """What is left for the cells of a file of so many packed bytes.

    >>> left = CellBudget("a.xlsx", 1000)
    >>> left.spend(cells=5_000_000)
    >>> left.spend(cells=1)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.FormatError: a.xlsx: has more than 5,000,000 cells: split it, ...
    """

    def __init__(
        self, path: str, packed: int, *, cells: int | None = None
    ) -> None:
        limits = budget()
        self._path = path
        self._most = limits.cells if cells is None else cells
        self._cells = self._most
        self._ratio = limits.ratio
        self._characters = limits.most_of(packed)

    def spend(self, *, cells: int, characters: int = 0) -> None:
        """Take from what is left; FormatError where it is not enough."""
        self._cells -= cells
        self._characters -= characters
        if self._cells < 0:
            raise refusal(
                f"has more than {self._most:,} cells", "cells", self._path
            )
        if self._characters < 0:
            message = (
                f"repeats its texts to more than {self._ratio} times its size"
            )
            raise refusal(message, "ratio", self._path)


class _Clock(Struct, frozen=True):
    """Until when a file has to be read, in seconds of the thread's processor time."""

    path: str
    end: float


_clock: ContextVar[_Clock | None] = ContextVar("clock", default=None)
_MEBIBYTE = 2**20


@contextmanager
def timed(path: str | Path, *, size: int) -> Iterator[None]:
    """Inside it, `look_at_clock` raises when a file of *size* bytes takes longer than it may.

    Of readings inside one another the outermost counts.
    """
    if _clock.get() is not None:
        yield
        return
    token = _clock.set(
        _Clock(str(path), time.thread_time() + seconds_for(size))
    )
    try:
        yield
    finally:
        _clock.reset(token)


def seconds_for(size: int) -> float:
    """The processor time that the reading of so many bytes may take.

    >>> seconds_for(2**20)
    8.0
    """
    return budget().seconds * (1 + size / _MEBIBYTE)


def look_at_clock() -> None:
    """Called by readers between two pieces of work; FormatError when their time is over."""
    clock = _clock.get()
    if clock is not None and time.thread_time() > clock.end:
        raise refusal("takes too long to be read", "seconds", clock.path)


def table_of_limits() -> list[tuple[str, int, str]]:
    """Each limit with its number and what it counts, as the docs have them."""
    numbers = asdict(Budget())
    return [(name, numbers[name], meaning) for name, meaning in LIMITS.items()]
