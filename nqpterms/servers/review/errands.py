"""Work that a page waits for, done by another process while the page says so.

A page asks for the result again and again; the work is done once for each state of what it is
about, and begins anew when that has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from msgspec import Struct

from nqpterms.run import Engine
from nqpterms.run.engines import Failed, Job, map_items

R = TypeVar("R")


class ErrandState(Struct, Generic[R], frozen=True):
    """What has come of an errand: nothing yet, a result, or why there is none."""

    is_done: bool = False
    result: R | None = None
    failure: str = ""


class Errand(Generic[R]):
    """One kind of work, done for one state of its matter at a time.

    >>> from functools import partial
    >>> errand: Errand[int] = Errand(engine="serial")
    >>> errand.wait("abc", partial(len, "abc")).result
    3
    """

    def __init__(self, *, engine: Engine = "processes") -> None:
        self._engine = engine
        self._lock = Lock()
        self._wanted: tuple[Hashable, Callable[[], R]] | None = None
        self._state: ErrandState[R] = ErrandState()
        self._thread: Thread | None = None

    def state(self, sign: Hashable, work: Callable[[], R]) -> ErrandState[R]:
        """What has come of *work* by now; it begins with the first question under this *sign*.

        Work on an older state ends first, and what comes of it is dropped: one process at a time.
        """
        with self._lock:
            if self._wanted is None or self._wanted[0] != sign:
                self._wanted, self._state = (sign, work), ErrandState()
                if self._thread is None:
                    self._thread = Thread(target=self._run, daemon=True)
                    self._thread.start()
            return self._state

    def wait(self, sign: Hashable, work: Callable[[], R]) -> ErrandState[R]:
        """The state when the work is done."""
        state = self.state(sign, work)
        while not state.is_done:
            thread = self._thread
            if thread is not None:
                thread.join()
            state = self.state(sign, work)
        return state

    def _run(self) -> None:
        """Do what is wanted, and what is wanted by then."""
        while True:
            with self._lock:
                wanted = self._wanted
            state = self._done(wanted[1]) if wanted else ErrandState[R]()
            with self._lock:
                if wanted == self._wanted:
                    self._state, self._thread = state, None
                    return

    def _done(self, work: Callable[[], R]) -> ErrandState[R]:
        """What comes of some work."""
        job: Job[None, Callable[[], R], R] = Job(_nothing, _outcome)
        [outcome] = map_items(job, [work], engine=self._engine, jobs=1)
        if isinstance(outcome, Failed):
            return ErrandState(is_done=True, failure=outcome.reason)
        return ErrandState(is_done=True, result=outcome)


def _nothing() -> None:
    """What a worker makes ready: nothing."""


def _outcome(_: None, work: Callable[[], Any]) -> Any:
    return work()
