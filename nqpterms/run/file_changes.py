"""A change of a file that can be taken back, as long as nobody has changed the file since.

bytes before, bytes after ──change_between──▶ FileChange ──take_back──▶ the bytes before
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.files.file_locks import alone_with
from nqpterms.files.writing import atomic


class FileChange(Struct, frozen=True):
    """What was changed in a file: *length* bytes from *start* on stand where *old* stood.

    `digest` is that of the whole file after the change; only this one can be taken back.
    """

    path: Path
    start: int
    old: bytes
    length: int
    digest: bytes

    @property
    def is_empty(self) -> bool:
        """Whether the file is as it was."""
        return not self.old and not self.length


def change_between(path: str | Path, before: bytes, after: bytes) -> FileChange:
    """The change that made of a file with some bytes one with others.

    >>> change = change_between("a.tsv", b"tea\\nmill\\n", b"tea\\nwindmill\\n")
    >>> change.start, change.old, change.length
    (4, b'', 4)
    """
    shorter = min(len(before), len(after))
    start = _alike(before, after, shorter)
    ending = _alike(before[::-1], after[::-1], shorter - start)
    old = before[start : len(before) - ending]
    return FileChange(
        Path(path), start, old, len(after) - ending - start, _digest(after)
    )


def take_back(change: FileChange) -> None:
    """Write what stood in the file before a change.

    Raises NqptermsError where the file has been changed since; then nothing is written.
    """
    path = change.path
    with alone_with(path):
        data = path.read_bytes() if path.is_file() else b""
        if _digest(data) != change.digest:
            raise NqptermsError(
                f"{path.name}: somebody has changed it since: nothing was taken back; "
                "mend it by hand or with git"
            )
        with atomic(path, encoding=None) as file:
            file.write(
                data[: change.start]
                + change.old
                + data[change.start + change.length :]
            )


def _alike(one: bytes, other: bytes, most: int) -> int:
    """How many bytes two begin with alike, up to so many; told by halves, which is quick."""

    def differs(length: int) -> bool:
        return one[:length] != other[:length]

    return bisect_left(range(1, most + 1), True, key=differs)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
