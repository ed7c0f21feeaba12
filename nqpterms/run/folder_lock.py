"""One run at a time writes into a folder; the next is told who is there.

The system holds the lock for the process, so that a run that was killed leaves none behind. What
the file says is for people: which process, on which machine.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.file_locks import is_locked_by_us

_NAME = "lock"


@contextmanager
def sole_run_in(folder: Path) -> Iterator[None]:
    """Inside it, this run alone holds *folder*, which is made where it is missing.

    Raises NqptermsError where another run holds it, and says which; FormatError where nothing can
    be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, sole_run_in(Path(folder)):
    ...     try:
    ...         with sole_run_in(Path(folder)):
    ...             pass
    ...     except NqptermsError as error:
    ...         "another run" in str(error)
    True
    """
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise FormatError(
            f"cannot be written: {error.strerror}", path
        ) from error
    with file:
        if not is_locked_by_us(file):
            raise NqptermsError(
                f"{folder.parent}: another run writes here ({_holder(file)}): wait for its end, or"
                " name another folder"
            )
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()}\n".encode())
        file.flush()
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)


def _holder(file: IO[bytes]) -> str:
    """What the holder of a lock has written of itself."""
    file.seek(0)
    return (
        file.read(200).decode("utf-8", "replace").strip()
        or "a process that gives no name"
    )
