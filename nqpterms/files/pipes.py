"""What comes through a pipe, kept in a file meanwhile: most readers look at a file more than once.

-, <(pandoc draft.docx -t markdown), a FIFO, /dev/stdin  ──seekable──▶ a copy that can be reopened
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from nqpterms.files.budget import budget, refusal

STANDARD_INPUT = "-"
_BLOCK = 2**20  # bytes copied at a time

_folder: tempfile.TemporaryDirectory[str] | None = None  # goes with the process
_copies: dict[tuple[object, ...], Path] = {}
"""The copy of each pipe by its name, device and inode: a pipe gives what it holds only once, so
whoever asks again has to be given the same. Standard input is known by its stream."""
_inherited: dict[str, Path] = {}
"""The copies that the process has made for which this one works, by name."""


def seekable(path: str | Path) -> Path:
    """The path, or that of a copy of what the pipe there gave; a copy lasts as long as the process.

    ``-`` is standard input. Raises FormatError for more than the budget lets through.

    >>> seekable("draft.md").as_posix()
    'draft.md'
    """
    name = str(path)
    if name in _inherited:
        return _inherited[name]
    if name == STANDARD_INPUT:
        return _copy_of((name, sys.stdin), sys.stdin.buffer, name)
    path = Path(path)
    try:
        state = path.stat()
    except (OSError, ValueError):  # whoever opens it says what is wrong
        return path
    if not stat.S_ISFIFO(state.st_mode):
        return path
    key = name, state.st_dev, state.st_ino
    if key in _copies:
        return _copies[key]
    with path.open("rb") as pipe:
        return _copy_of(key, pipe, name)


def copies() -> Mapping[str, Path]:
    """The copies that were made so far, by the name of the pipe."""
    return {str(key[0]): copy for key, copy in _copies.items()} | _inherited


@contextmanager
def inheriting(others: Mapping[str, Path]) -> Iterator[None]:
    """Inside it, pipes that another process has read are its copies."""
    before = dict(_inherited)
    _inherited.update(others)
    try:
        yield
    finally:
        _inherited.clear()
        _inherited.update(before)


def _copy_of(key: tuple[object, ...], pipe: IO[bytes], name: str) -> Path:
    """The copy of a pipe, made where there is none yet."""
    global _folder
    if key in _copies:
        return _copies[key]
    if _folder is None:
        _folder = tempfile.TemporaryDirectory(prefix="nqpterms-")
    copy = Path(_folder.name, f"{len(_copies)}{Path(name).suffix}")
    allowance = budget().piped
    try:
        with open(copy, "xb", opener=_private) as file:
            while block := pipe.read(min(_BLOCK, allowance + 1)):
                allowance -= len(block)
                if allowance < 0:
                    raise refusal(
                        f"gives more than {budget().piped:,} bytes",
                        "piped",
                        name,
                    )
                file.write(block)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    _copies[key] = copy
    return copy


def _private(path: str, flags: int) -> int:
    """Opens a file that nobody else may read."""
    return os.open(path, flags, 0o600)
