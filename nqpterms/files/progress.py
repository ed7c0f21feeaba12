"""How far long work is; whoever listens decides what is shown.

work ──▶ Listener: a bar on a terminal, nothing in a pipe
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

from nqpterms.files.pipes import seekable

Listener = Callable[[str, int, int], None]
"""Called with what is going on, how much of it is done, and how much there is in all (0: nobody
knows)."""

T = TypeVar("T")
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Inside it, *listener* is told how far long work is."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tracked(items: Iterable[T], what: str, *, total: int) -> Iterator[T]:
    """The same items; a listener hears of each that was worked on.

    >>> steps = []
    >>> with listening(lambda *parts: steps.append(parts)):
    ...     list(tracked("ab", "letters", total=2))
    ['a', 'b']
    >>> steps
    [('letters', 0, 2), ('letters', 1, 2), ('letters', 2, 2)]
    """
    listener = _listener.get()
    if listener is None:
        yield from items
        return
    listener(what, 0, total)
    for number, item in enumerate(items, start=1):
        yield item
        listener(what, number, total)


def stage(what: str) -> None:
    """Tell a listener what is going on now, of which nobody knows how long it takes.

    >>> steps = []
    >>> with listening(lambda *parts: steps.append(parts)):
    ...     stage("aligning")
    >>> steps
    [('aligning', 0, 0)]
    """
    listener = _listener.get()
    if listener is not None:
        listener(what, 0, 0)


def open_tracked(path: str | Path) -> io.BufferedReader:
    """A file's bytes, as `open(path, "rb")` gives them; a listener is told how far it is read."""
    listener = _listener.get()
    lasting = seekable(path)
    if listener is None:
        return lasting.open("rb")
    return io.BufferedReader(_TrackedFile(lasting, Path(path).name, listener))


class _TrackedFile(io.FileIO):
    """An unbuffered file that tells a listener how many bytes have been read."""

    def __init__(self, path: Path, what: str, listener: Listener) -> None:
        super().__init__(path)
        self._what, self._listener = what, listener
        self._size = path.stat().st_size

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._listener(self._what, self.tell(), self._size)
        return count
