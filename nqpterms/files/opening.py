"""Files as bytes or lines, packed or not; what cannot be opened is one FormatError."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from nqpterms.errors import FormatError
from nqpterms.files.progress import open_tracked

LINE_LIMIT = 64 * 2**20  # bytes of one line: more is no text table


@contextmanager
def opened(path: str | Path, *, gzipped: bool | None = None) -> Iterator[IO[bytes]]:
    """The bytes of a file; one that is *gzipped* is unpacked on the way: by default what ends in
    ``.gz``.

    Raises FormatError for a file that is missing, a folder, unreadable or damaged.
    """
    try:
        if gzipped or (gzipped is None and Path(path).suffix.lower() == ".gz"):
            with open_tracked(path) as packed, gzip.open(packed, "rb") as file:
                yield cast(IO[bytes], file)
        else:
            with open_tracked(path) as file:
                yield file
    except FileNotFoundError:
        raise FormatError("no such file", path) from None
    except IsADirectoryError:
        raise FormatError("is a folder; name a file inside it", path) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FormatError(f"not a whole gzip file: {error}", path) from None
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror or error}", path) from None


def numbered_lines(path: str | Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file from number 1, without their ends; a byte-order mark is dropped.

    Only LF and CR LF end a line, so that a number is the one that editors show.
    """
    with opened(path) as file:
        number = 0
        while data := file.readline(LINE_LIMIT):
            number += 1
            if len(data) == LINE_LIMIT:
                raise FormatError(f"a line of more than {LINE_LIMIT} bytes", path, number)
            try:
                text = data.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                byte = data[error.start]
                message = f"byte {error.start + 1} of the line (0x{byte:02X}) is not UTF-8"
                raise FormatError(f"{message}; save the file as UTF-8", path, number) from None
            if "\0" in text:
                raise FormatError("holds a NUL byte: not a text file", path, number)
            yield number, text.removesuffix("\n").removesuffix("\r")


def bare_suffix(path: str | Path) -> str:
    """The suffix that says what a file is, lower case, without dot and without ``.gz``.

    >>> bare_suffix("memory.TMX.gz"), bare_suffix("notes")
    ('tmx', '')
    """
    name = Path(path).name.lower().removesuffix(".gz")
    return Path(name).suffix.removeprefix(".")
