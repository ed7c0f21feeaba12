"""A process of its own that answers, so that an answer that takes too long can be ended.

A thread cannot be stopped from outside; a process can. The clerk reads the glossaries once and
answers one question at a time; after one that ran out of time a new clerk takes its place.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from multiprocessing.connection import Connection
from threading import RLock
from typing import Any, NamedTuple

from nqpterms.errors import NqptermsError
from nqpterms.files.progress import Listener, listening

_START = 60.0  # seconds a clerk may take to read its glossaries before the first answer
_KEPT_OBJECTS = 200_000  # more than stand in the glossaries and in the types of the protocol
_STEP_SECONDS = 0.1  # between two steps of one kind
_processes = multiprocessing.get_context("spawn")


class _WorkStep(NamedTuple):
    """How far the work on an answer is, as a listener hears it."""

    what: str
    done: int
    total: int


class Clerk:
    """Answers questions in a process of its own, each within *seconds*.

    *prepare* is a picklable function, or is named as in `ask`; what it returns of *arguments* is
    the first argument of every question's function. Raises NqptermsError where an answer fails or
    takes too long.
    """

    def __init__(
        self,
        prepare: Callable[..., Any] | str,
        *,
        seconds: float,
        arguments: Mapping[str, Any] | None = None,
    ) -> None:
        self._prepare, self._arguments = prepare, dict(arguments or {})
        self._seconds = seconds
        self._lock = RLock()
        self._start()

    def ask(
        self,
        function: Callable[..., Any] | str,
        *,
        listener: Listener | None = None,
        **arguments: Any,
    ) -> Any:
        """The answer to one question; questions of several threads wait for one another.

        A function may be named, ``"module:function"``: then only the clerk imports it. The
        *listener* is told how far the work is, as inside `listening`.
        """
        with self._lock:
            if not self._process.is_alive():
                self._start()
            try:
                self._pipe.send((function, arguments, listener is not None))
                answer, failure = self._received(listener)
            except (EOFError, OSError):
                answer, failure = (
                    None,
                    "the process that was to answer ended; ask again",
                )
                self.close()
        if failure:
            raise NqptermsError(failure)
        return answer

    def stop(self) -> None:
        """End the answer that is being worked on, if any; whoever asked is told."""
        self._process.kill()

    def _received(self, listener: Listener | None) -> tuple[Any, str]:
        """The answer, or why there is none; steps before it go to the listener."""
        deadline = time.monotonic() + self._seconds
        while self._pipe.poll(max(deadline - time.monotonic(), 0)):
            message = self._pipe.recv()
            if not isinstance(message, _WorkStep):
                answer, failure = message
                return answer, failure
            if listener is not None:
                listener(message.what, message.done, message.total)
        self.close()
        return None, f"no answer within {self._seconds:g} seconds"

    def close(self) -> None:
        """End the process, also in the middle of an answer: whoever waits for it is told first."""
        self._process.kill()
        with self._lock:
            self._process.join()
            self._pipe.close()

    def _start(self) -> None:
        self._pipe, theirs = _processes.Pipe()
        self._process = _processes.Process(
            target=_serve,
            args=(theirs, self._prepare, self._arguments),
            daemon=True,
            name="nqpterms-clerk",
        )
        self._process.start()
        theirs.close()
        failure = self._start_failure()
        if failure:
            self.close()
            raise NqptermsError(failure)

    def _start_failure(self) -> str:
        """Why the process is not ready to answer; "" when it is."""
        if not self._pipe.poll(_START):
            return "the glossaries take too long"
        try:
            _, failure = self._pipe.recv()
        except (EOFError, OSError):
            return "the process that was to answer ended while it started"
        return str(failure)


def collect_rarely() -> None:
    """Look for garbage seldom: what a server loads at its start is kept to its end.

    A fifth of the CPU until the first answer went into looking through it again and again.
    """
    gc.set_threshold(_KEPT_OBJECTS)


def _serve(
    pipe: Connection,
    prepare: Callable[..., Any] | str,
    arguments: dict[str, Any],
) -> None:
    """What the process does: get ready, then answer until the pipe is closed."""
    collect_rarely()
    try:
        tools = _function_of(prepare)(**arguments)
        pipe.send((None, ""))
        while True:
            function, arguments, is_followed = pipe.recv()
            listener = _throttled(pipe) if is_followed else _nobody
            with listening(listener):
                answer = _answer(function, tools, arguments)
            pipe.send(answer)
    except NqptermsError as error:
        pipe.send((None, str(error)))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _nobody(_what: str, _done: int, _total: int) -> None:
    """The listener of a question whose asker does not want to hear of steps."""


def _throttled(pipe: Connection) -> Listener:
    """A listener that sends steps on, no more of one kind than an eye can follow."""
    last_what, last_at = "", 0.0

    def send(what: str, done: int, total: int) -> None:
        nonlocal last_what, last_at
        now = time.monotonic()
        if what == last_what and now - last_at < _STEP_SECONDS:
            return
        last_what, last_at = what, now
        pipe.send(_WorkStep(what, done, total))

    return send


def _function_of(function: Callable[..., Any] | str) -> Callable[..., Any]:
    """A function, also where only its name is given."""
    if not isinstance(function, str):
        return function
    module, _, name = function.partition(":")
    function_named: Callable[..., Any] = getattr(import_module(module), name)
    return function_named


def _answer(
    function: Callable[..., Any] | str, tools: Any, arguments: dict[str, Any]
) -> tuple[Any, str]:
    """The answer, or why there is none."""
    try:
        return _function_of(function)(tools, **arguments), ""
    except NqptermsError as error:
        return None, str(error)
    except (
        Exception
    ) as error:  # whatever one question does, the next one is answered
        return None, f"cannot answer: {type(error).__name__}: {error}"
