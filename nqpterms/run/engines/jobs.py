"""What is done to every item, and what becomes of an item that fails.

A Job is two functions at the top level of a module, so that it travels to another process by name:
`prepare` makes, once a worker, what the work needs (a Matcher); `work` turns an item into a result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Literal, NamedTuple, TypeVar

from msgspec import Struct

from nqpterms.errors import NqptermsError

Engine = Literal["serial", "processes", "ray"]
ENGINES: tuple[Engine, ...] = ("serial", "processes", "ray")
S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


class Failed(NamedTuple):
    """What stands in the place of a result: the item's number, from 0, and what went wrong."""

    row: int
    reason: str


class Job(Struct, Generic[S, T, R], frozen=True):
    """The work on one item, and what a worker makes ready before its first one.

    Both functions, the items and the results are pickled on the way to another process.
    """

    prepare: Callable[[], S]
    work: Callable[[S, T], R]


def attempt(job: Job[S, T, R], tools: S, *, row: int, item: T) -> R | Failed:
    """The result of one item; Failed where the work raises.

    >>> attempt(Job(int, lambda nothing, item: 1 / item), 0, row=7, item=0)
    Failed(row=7, reason='ZeroDivisionError: division by zero')
    """
    try:
        return job.work(tools, item)
    except Exception as error:
        return Failed(row, said(error))


def said(error: BaseException) -> str:
    """An exception in one line; our own speak for themselves."""
    message = " ".join(str(error).split())
    if isinstance(error, NqptermsError):
        return message
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
