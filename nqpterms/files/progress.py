"""How far long work is; whoever listens decides what is shown.

work ──▶ Listener: a bar on a terminal, nothing in a pipe
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Listener = Callable[[str, int, int], None]
"""Called with what is going on, how much of it is done, and how much there is in all."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Inside it, *listener* is told how far long work is."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def open_tracked(path: str | Path) -> io.BufferedReader:
    """A file's bytes, as `open(path, "rb")` gives them; a listener is told how far it is read."""
    listener = _listener.get()
    if listener is None:
        return Path(path).open("rb")
    return io.BufferedReader(_TrackedFile(path, listener))


class _TrackedFile(io.FileIO):
    """An unbuffered file that tells a listener how many bytes have been read."""

    def __init__(self, path: str | Path, listener: Listener) -> None:
        super().__init__(path)
        self._what, self._listener = Path(path).name, listener
        self._size = Path(path).stat().st_size

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._listener(self._what, self.tell(), self._size)
        return count
