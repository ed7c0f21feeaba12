"""Files are written whole or not at all."""

from __future__ import annotations

import gzip
import io
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from nqpterms.errors import FormatError


@contextmanager
def atomic(
    path: str | Path, *, encoding: str | None = "utf-8", newline: str = "\n"
) -> Iterator[IO[Any]]:
    """A file that takes the place of *path* when the block ends well, and vanishes if it does not.

    A text file; binary with `encoding` None. The content grows in a file beside *path*, so a full
    disk or an exception leaves what stood there before. A device or a pipe is written directly.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic(Path(folder, "a.tsv")) as file:
    ...         _ = file.write("新质生产力\\n")
    ...     Path(folder, "a.tsv").read_text("utf-8")
    '新质生产力\\n'
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with _opened(target, "w", encoding, newline, name=path) as file:
            yield file
        return
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
    try:
        with _opened(beside, "x", encoding, newline, name=path) as file:
            yield file
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


@contextmanager
def text_file(path: str | Path) -> Iterator[IO[str]]:
    """As `atomic`, for UTF-8 with LF; a file whose name ends in ``.gz`` is packed on the way.

    The same text gives the same bytes.
    """
    if Path(path).suffix.lower() != ".gz":
        with atomic(path) as file:
            yield file
        return
    with (
        atomic(path, encoding=None) as raw,
        gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as file,
    ):
        yield file


def _opened(
    path: Path, mode: str, encoding: str | None, newline: str, *, name: str | Path
) -> IO[Any]:
    """An open file; *name* is what its user calls it."""
    try:
        if encoding is None:
            return path.open(mode + "b")
        return path.open(mode, encoding=encoding, newline=newline)
    except OSError as error:
        raise FormatError(f"cannot be written: {error.strerror}", name) from error
