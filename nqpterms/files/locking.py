"""Who changes files of a folder does it alone: two windows and a command line lose nothing.

The system holds a lock for the process, so that one that was killed leaves none behind.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nqpterms.errors import FormatError, NqptermsError

PATIENCE = 10.0
"""Seconds that `alone_in` waits for another one to be done; a change takes well under one."""
_PAUSE = 0.02  # seconds between two looks
_PLACE = 2**20  # of the locked byte, far behind a text: Windows lets nobody read what is locked


@contextmanager
def alone_in(folder: str | Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Inside it nobody else who asks so changes files of *folder*: threads and processes wait.

    What is changed must be read inside it too. It is for changes of a moment; a lock inside the
    same lock waits for itself. Raises NqptermsError after *patience* seconds, FormatError where
    the folder cannot be opened.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, alone_in(folder):
    ...     try:
    ...         with alone_in(folder, patience=0):
    ...             pass
    ...     except NqptermsError as error:
    ...         str(error).endswith("try again")
    True
    """
    with _opened(Path(folder)) as number:
        end = time.monotonic() + patience
        while not locked_now(number):
            if time.monotonic() >= end:
                raise NqptermsError(f"{folder}: somebody else is writing here: try again")
            time.sleep(_PAUSE)
        yield


try:
    import fcntl
except ImportError:  # Windows, where a folder cannot be opened
    import msvcrt

    _BEHIND_FOLDER = ".nqpterms.lock"  # a hidden file of the folder

    def locked_now(number: int) -> bool:
        """Whether the lock of an open file, known by its number, is ours now."""
        os.lseek(number, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

else:
    _BEHIND_FOLDER = ""  # the folder itself: its lock leaves no file

    def locked_now(number: int) -> bool:
        """Whether the lock of an open file, known by its number, is ours now."""
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: two there are not told apart
            return True
        return True


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """What stands for a folder, open."""
    path = folder / _BEHIND_FOLDER
    flags = os.O_RDWR | os.O_CREAT if _BEHIND_FOLDER else os.O_RDONLY
    try:
        number = os.open(path, flags, 0o600)
    except OSError as error:
        raise FormatError(f"cannot be opened: {error.strerror}", path) from error
    try:
        yield number
    finally:
        os.close(number)
