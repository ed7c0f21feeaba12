"""Files as bytes, packed or not; what cannot be opened is one FormatError.

``-`` is standard input, which lasts like any other file (`nqpterms.files.pipes`).
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from nqpterms.errors import FormatError
from nqpterms.files.budget import budget, look_at_clock, refusal, too_dense
from nqpterms.files.pipes import STANDARD_INPUT
from nqpterms.files.progress import open_tracked


@contextmanager
def opened(
    path: str | Path, *, gzipped: bool | None = None
) -> Iterator[IO[bytes]]:
    """The bytes of a file; one that is *gzipped* is unpacked on the way: by default what ends in
    ``.gz``.

    Raises FormatError for a file that is missing, a folder, unreadable or damaged.
    """
    try:
        _refuse_device(path)
        if gzipped or (gzipped is None and Path(path).suffix.lower() == ".gz"):
            with (
                open_tracked(path) as packed,
                gzip.open(packed, "rb") as unpacked,
            ):
                size = packed.seek(0, io.SEEK_END)
                packed.seek(0)
                with io.BufferedReader(
                    _Unpacked(unpacked, path, size), _BLOCK
                ) as file:
                    yield file
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
        if (
            str(path) == STANDARD_INPUT
        ):  # said better than by the name of a file
            raise
        raise FormatError(
            f"cannot be read: {error.strerror or error}", path
        ) from None


def _refuse_device(path: str | Path) -> None:
    """Raise FormatError for a device that gives bytes without end, as /dev/zero does."""
    path = Path(path)
    if not path.is_char_device() or path.samefile(os.devnull):
        return
    with path.open("rb", buffering=0) as device:
        if not device.isatty():
            raise FormatError(
                "is a device, and gives bytes without end: name a file", path
            )


_BLOCK = 2**16  # bytes unpacked at a time
# Bytes for which a line counts beside its own: a row takes a kilobyte when it is checked.
_LINE = 32


class _Unpacked(io.RawIOBase):
    """What a gzip file gives, as long as it is no more than its packed size allows.

    Twelve kilobytes of one short row over and over gave 280,000 rows, of which each is held.
    """

    def __init__(
        self, unpacked: gzip.GzipFile, path: str | Path, packed: int
    ) -> None:
        super().__init__()
        self._unpacked, self._path = unpacked, path
        self._left = budget().most_of(packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        look_at_clock()
        count = self._unpacked.readinto(buffer)
        self._left -= count + _LINE * _lines_in(bytes(buffer[:count]))
        if self._left < 0:
            raise too_dense(self._path)
        return count


def _lines_in(data: bytes) -> int:
    """How many lines end in some bytes, whichever sign ends them."""
    return max(data.count(b"\n"), data.count(b"\r"))


def read_whole(
    file: IO[bytes],
    path: str | Path,
    *,
    limit: Literal["size", "tree"] = "size",
) -> bytes:
    """What is left of a file; *path* is its name in messages.

    Raises FormatError for more than the budget's *limit* allows.
    """
    most = budget().tree if limit == "tree" else budget().size
    data = file.read(most + 1)
    if len(data) > most:
        raise refusal(f"is larger than {most:,} bytes", limit, path)
    return data


def bare_suffix(path: str | Path) -> str:
    """The suffix that says what a file is, lower case, without dot and without ``.gz``.

    >>> bare_suffix("memory.TMX.gz"), bare_suffix("notes")
    ('tmx', '')
    """
    name = Path(path).name.lower().removesuffix(".gz")
    return Path(name).suffix.removeprefix(".")


_SAVED_AS = {
    "docx": "doc dot rtf odt ott fodt wps pages",
    "xlsx": "xls xlt xlsb et ods ots fods numbers",
    "html": "mht mhtml webarchive",
    "tmx": "sdltm tmw mtm",
    "tbx": "sdltb mdb tbmx",
    "txt": "srt vtt ass ssa",
}
_FORMAT_FOR = {
    suffix: saved
    for saved, suffixes in _SAVED_AS.items()
    for suffix in suffixes.split()
}


def advice_on(suffix: str) -> str:
    """What to do with a file that other programs write and nobody here reads; "" for any other.

    >>> advice_on(".xls"), advice_on("odt"), advice_on("md")
    ('save it as .xlsx', 'save it as .docx', '')
    """
    saved = _FORMAT_FOR.get(suffix.lower().removeprefix("."), "")
    return f"save it as .{saved}" if saved else ""
