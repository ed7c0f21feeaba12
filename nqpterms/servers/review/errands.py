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
        self._sign: Hashable = None
        self._state: ErrandState[R] = ErrandState()
        self._thread: Thread | None = None

    def state(self, sign: Hashable, work: Callable[[], R]) -> ErrandState[R]:
        """What has come of *work* by now; it begins with the first question under this *sign*."""
        with self._lock:
            if sign != self._sign or self._thread is None:
                self._sign, self._state = sign, ErrandState()
                self._thread = Thread(target=self._run, args=(sign, work), daemon=True)
                self._thread.start()
            return self._state

    def wait(self, sign: Hashable, work: Callable[[], R]) -> ErrandState[R]:
        """The state when the work is done."""
        self.state(sign, work)
        thread = self._thread
        if thread is not None:
            thread.join()
        return self.state(sign, work)

    def _run(self, sign: Hashable, work: Callable[[], R]) -> None:
        job: Job[None, Callable[[], R], R] = Job(_nothing, _done)
        [outcome] = map_items(job, [work], engine=self._engine, jobs=1)
        if isinstance(outcome, Failed):
            state: ErrandState[R] = ErrandState(is_done=True, failure=outcome.reason)
        else:
            state = ErrandState(is_done=True, result=outcome)
        with self._lock:
            if sign == self._sign:  # what has been overtaken is dropped
                self._state = state


def _nothing() -> None:
    """What a worker makes ready: nothing."""


def _done(_: None, work: Callable[[], Any]) -> Any:
    return work()
