"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import gzip
import io
import os
import secrets
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from nqpterms.errors import FormatError

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_asking = threading.Lock()


@contextmanager
def atomic(
    path: str | Path, *, encoding: str | None = "utf-8", newline: str = "\n"
) -> Iterator[IO[Any]]:
    """A file that takes the place of *path* when the block ends well, and vanishes if it does not.

    A text file; binary with `encoding` None. The content grows in a file beside *path*, which
    nobody else can read, so a full disk or an exception leaves what stood there before; an error
    of the disk names *path*. A device or a pipe is written directly.

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
    beside = target.with_name(
        f".{target.name[:100]}.{secrets.token_hex(6)}.tmp"
    )
    try:
        with _opened(beside, "x", encoding, newline, name=path) as file:
            yield file
        beside.chmod(_mode_of(target))
        beside.replace(target)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if (
            isinstance(error, OSError)
            and error.errno in _NO_ROOM
            and error.filename is None
        ):
            error.filename = str(path)
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


def _mode_of(target: Path) -> int:
    """The permissions that a file has, or will have where it is new."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    return 0o666 & ~_umask()


def _umask() -> int:
    """What new files of this process are not permitted; Python can only ask by setting it."""
    with _asking:
        mask = os.umask(0o077)
        os.umask(mask)
    return mask


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _opened(
    path: Path,
    mode: str,
    encoding: str | None,
    newline: str,
    *,
    name: str | Path,
) -> IO[Any]:
    """An open file; *name* is what its user calls it."""
    try:
        if encoding is None:
            return open(path, mode + "b", opener=_private)  # Path has no opener
        return open(
            path, mode, encoding=encoding, newline=newline, opener=_private
        )
    except OSError as error:
        raise FormatError(
            f"cannot be written: {error.strerror}", name
        ) from error
