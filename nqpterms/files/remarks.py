"""What is said beside the work: what was taken as what, and what had to be left out.

    reader ──remark───▶ Listener: a line on standard error, nothing in Python
    reader ──leave_out─▶ Listener, and the work goes on; an error where nobody listens

So a caller who has asked for nothing is told of a broken file by an error, and one who listens gets
all that is sound in it, and hears of the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from msgspec import Struct

from nqpterms.errors import FormatError

Broken = Callable[[FormatError], None]
"""Is given the error of a part of a file that is then left out; it may raise it."""


class RemarkListener(Struct, frozen=True):
    """Who listens: `remark` is given a line that explains, `broken` what is left out."""

    remark: Callable[[str], None]
    broken: Broken


_listener: ContextVar[RemarkListener | None] = ContextVar(
    "remark_listener", default=None
)


@contextmanager
def remarks_to(listener: RemarkListener) -> Iterator[None]:
    """Inside it, *listener* is told what was taken as what, and what was left out."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def remark(text: str) -> None:
    """Say how a file was understood, to whoever listens.

    >>> lines = []
    >>> with remarks_to(RemarkListener(lines.append, lines.append)):
    ...     remark("a.csv: columns zh and en")
    >>> lines
    ['a.csv: columns zh and en']
    """
    listener = _listener.get()
    if listener is not None:
        listener.remark(text)


def broken_parts(broken: Broken | None = None) -> Broken:
    """What is to be given the errors of broken parts: *broken*, or who listens, or a raise.

    >>> broken_parts()(FormatError("no term", "a.tbx", 4))
    Traceback (most recent call last):
    nqpterms.errors.FormatError: a.tbx:4: no term
    """
    listener = _listener.get()
    if broken is not None:
        return broken
    return listener.broken if listener else _raise


class Overheard(Struct, frozen=True):
    """What was said while a piece of work was done elsewhere, in the order of its kinds."""

    remarks: tuple[str, ...]
    broken: tuple[FormatError, ...]


def is_listening() -> bool:
    """Whether anybody is told what is said beside the work."""
    return _listener.get() is not None


@contextmanager
def overhearing() -> Iterator[Callable[[], Overheard]]:
    """Inside it, all that is said is kept; what is yielded gives it.

    >>> with overhearing() as overheard:
    ...     remark("a.csv: columns zh and en")
    >>> overheard().remarks
    ('a.csv: columns zh and en',)
    """
    remarks: list[str] = []
    broken: list[FormatError] = []
    with remarks_to(RemarkListener(remarks.append, broken.append)):
        yield lambda: Overheard(tuple(remarks), tuple(broken))


def _raise(error: FormatError) -> None:
    raise error from None
