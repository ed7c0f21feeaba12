"""Files as bytes, packed or not; what cannot be opened is one FormatError."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from nqpterms.errors import FormatError
from nqpterms.files.progress import open_tracked


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


def bare_suffix(path: str | Path) -> str:
    """The suffix that says what a file is, lower case, without dot and without ``.gz``.

    >>> bare_suffix("memory.TMX.gz"), bare_suffix("notes")
    ('tmx', '')
    """
    name = Path(path).name.lower().removesuffix(".gz")
    return Path(name).suffix.removeprefix(".")
