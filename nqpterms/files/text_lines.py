"""The lines of a text file, one by one, whatever its encoding."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import IO

from nqpterms.errors import FormatError
from nqpterms.files.budget import budget, look_at_clock, refusal
from nqpterms.files.encoding import (
    HEAD,
    declared_charset,
    legacy,
    marked_encoding,
)
from nqpterms.files.opening import opened, read_whole

_BEGINNING = 2**16  # bytes from which the encoding is judged


def numbered_lines(path: str | Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file from number 1, without their ends; a byte-order mark is dropped.

    A file whose beginning is UTF-8 is read as it comes. UTF-16 is known by its mark; GB18030 and
    Big5 by what the beginning declares, or by bytes there that are no UTF-8: then the file is read
    at once. Only LF and CR LF end a line, so that a number is the one that editors show.
    """
    with opened(path) as file:
        for number, text in _lines_of(file, path):
            look_at_clock()
            if "\0" in text:
                raise FormatError(
                    "holds a NUL byte: not a text file", path, number
                )
            yield number, text.removesuffix("\n").removesuffix("\r")


def _lines_of(file: IO[bytes], path: str | Path) -> Iterator[tuple[int, str]]:
    """The numbered lines, each with its end."""
    head = file.read(_BEGINNING)
    longest = budget().piece
    head += file.readline(longest)
    encoding = marked_encoding(head)
    if encoding not in ("", "utf-8"):
        yield from _decoded(head + read_whole(file, path), encoding, path)
        return
    if not encoding and _is_legacy(head):
        text = legacy(head + read_whole(file, path), declared_in=head[:HEAD])
        if text:
            yield from enumerate(_split(text), 1)
            return
    lines = chain(BytesIO(head), iter(lambda: file.readline(longest), b""))
    for number, data in enumerate(lines, 1):
        if len(data) >= longest:
            raise refusal(
                f"a line of more than {longest:,} bytes", "piece", path, number
            )
        try:
            text = data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise _not_utf8(error, data, path, number) from None
        yield number, text


def _is_legacy(head: bytes) -> bool:
    """Whether the whole lines at the beginning of a file declare, or are in, an old code."""
    if declared_charset(head[:HEAD].decode("ascii", "replace")) != "utf-8":
        return True
    try:
        head.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _decoded(
    data: bytes, encoding: str, path: str | Path
) -> Iterator[tuple[int, str]]:
    """The lines of a file whose byte-order mark names its encoding."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not {encoding.upper()}, which the byte-order mark names"
        raise FormatError(message, path) from None
    yield from enumerate(_split(text.removeprefix("\ufeff")), 1)


def _split(text: str) -> Iterator[str]:
    """The lines of a text, each with its LF."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]


def _not_utf8(
    error: UnicodeDecodeError, data: bytes, path: str | Path, number: int
) -> FormatError:
    byte = data[error.start]
    message = f"byte {error.start + 1} of the line (0x{byte:02X}) is not UTF-8"
    return FormatError(f"{message}; save the file as UTF-8", path, number)
