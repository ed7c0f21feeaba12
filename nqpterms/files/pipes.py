"""What comes through a pipe, kept in a file meanwhile: most readers look at a file more than once.

<(pandoc draft.docx -t markdown), a FIFO, /dev/stdin  ──seekable──▶ a copy that can be reopened
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

_folder: tempfile.TemporaryDirectory[str] | None = None  # goes with the process
_copies: dict[tuple[str, int, int], Path] = {}
"""The copy of each pipe by its name, device and inode: a pipe gives what it holds only once, so
whoever asks again has to be given the same."""


def seekable(path: str | Path) -> Path:
    """The path, or that of a copy of what the pipe there gave; a copy lasts as long as the process.

    >>> seekable("draft.md").as_posix()
    'draft.md'
    """
    path = Path(path)
    try:
        state = path.stat()
    except OSError:  # whoever opens it says what is wrong
        return path
    if not stat.S_ISFIFO(state.st_mode):
        return path
    name = str(path), state.st_dev, state.st_ino
    if name not in _copies:
        _copies[name] = _copied(path)
    return _copies[name]


def _copied(path: Path) -> Path:
    global _folder
    if _folder is None:
        _folder = tempfile.TemporaryDirectory(prefix="nqpterms-")
    copy = Path(_folder.name, f"{len(_copies)}{path.suffix}")
    with path.open("rb") as pipe, open(copy, "wb", opener=_private) as file:
        shutil.copyfileobj(pipe, file)
    return copy


def _private(path: str, flags: int) -> int:
    """Opens a file that nobody else may read."""
    return os.open(path, flags, 0o600)
