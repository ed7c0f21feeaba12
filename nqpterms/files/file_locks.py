"""One process at a time changes a file: it reads what is there, and writes what comes of it.

The lock is the system's, on a file beside the one that is changed, and goes with the process that
holds it. Whoever is let in takes the lock file away at the end; who had it open already finds that
it is another one now, and tries again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from nqpterms.errors import FormatError, NqptermsError

# Of the locked byte, far behind any text: Windows lets nobody read what is locked.
_PLACE = 2**20
_NAP = 0.02  # seconds between two tries


@contextmanager
def alone_with(path: str | Path, *, seconds: float = 10.0) -> Iterator[None]:
    """Inside it nobody else who asks in this way changes a file, in this process or another.

    Raises NqptermsError where another one holds it for so many *seconds*, FormatError where
    nothing can be written beside it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with alone_with(Path(folder, "a.tsv")):
    ...         pass
    ...     os.listdir(folder)
    []
    """
    target = Path(path)
    beside = target.with_name(f".{target.name[:100]}.lock")
    file = _lock_file(beside, time.monotonic() + seconds)
    if file is None:
        raise NqptermsError(
            f"{path}: another program is writing there: try again"
        )
    with file:
        try:
            yield
        finally:
            with suppress(OSError):  # Windows: while somebody else waits for it
                beside.unlink()


def _lock_file(path: Path, deadline: float) -> IO[bytes] | None:
    """The lock file, open and locked; None where it is not to be had before a deadline."""
    while True:
        try:
            file = path.open("a+b")
        except PermissionError as error:
            if (
                os.name != "nt" or time.monotonic() > deadline
            ):  # Windows: it is just being removed
                raise FormatError(
                    f"cannot be written: {error.strerror}", path
                ) from error
        except OSError as error:
            raise FormatError(
                f"cannot be written: {error.strerror}", path
            ) from error
        else:
            if is_locked_by_us(file) and _is_still(file, path):
                return file
            file.close()
        if time.monotonic() > deadline:
            return None
        time.sleep(_NAP)


def _is_still(file: IO[bytes], path: Path) -> bool:
    """Whether an open file is the one that stands at a path."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    def is_locked_by_us(file: IO[bytes]) -> bool:
        """Whether the lock of an open file is ours now; the system lets go when it is closed."""
        file.seek(_PLACE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

else:

    def is_locked_by_us(file: IO[bytes]) -> bool:
        """Whether the lock of an open file is ours now; the system lets go when it is closed."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except (
            OSError
        ):  # a file system without locks: two programs there are not told apart
            return True
        return True
