"""Work on many items: what a Job is, what becomes of an item that fails, and several processes.

A Job is two functions at the top level of a module, so that it travels to another process by name:
`prepare` makes, once a worker, what the work needs (a Matcher); `work` turns an item into a result.

Processes may die. A worker holds one chunk of items at a time and sleeps at its pipe until it gets
one, so that neither end ever waits for the other to read. When a worker dies (a crash, the kernel's
killer of the greedy), its pipe closes; its items are tried once more, one by one, in a new worker,
and an item that kills again is Failed. Ctrl-C is for the parent; when the parent is gone, workers
leave.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from msgspec import Struct

from nqpterms.errors import NqptermsError, fault_of_user

Engine = Literal["serial", "processes", "ray"]
ENGINES: tuple[Engine, ...] = ("serial", "processes", "ray")
S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 8  # chunks a worker that may be finished before an earlier one is
_TRIES = 2  # workers that an item may kill
_PATIENCE = 5.0  # seconds for a worker to leave by itself
_Chunk = list[tuple[int, Any]]  # row numbers and items


class Failed(NamedTuple):
    """What stands in the place of a result: the item's number, from 0, and what went wrong.

    `is_bug`: it is no file and no environment, but an error of ours.
    """

    row: int
    reason: str
    is_bug: bool = False


class Job(Struct, Generic[S, T, R], frozen=True):
    """The work on one item, and what a worker makes ready before its first one.

    Both functions, the items and the results are pickled on the way to another process.
    """

    prepare: Callable[[], S]
    work: Callable[[S, T], R]


def attempt(job: Job[S, T, R], tools: S, *, row: int, item: T) -> R | Failed:
    """The result of one item; Failed where the work raises.

    >>> attempt(Job(int, lambda nothing, item: 1 / item), 0, row=7, item=0)
    Failed(row=7, reason='ZeroDivisionError: division by zero', is_bug=True)
    """
    try:
        return job.work(tools, item)
    except Exception as error:
        return Failed(row, error_line(error), not fault_of_user(error))


def error_line(error: BaseException) -> str:
    """An exception in one line: what the user can mend, or else its kind and its words."""
    message = fault_of_user(error) or f"{type(error).__name__}: {error}"
    return " ".join(message.split()).removesuffix(":")


def in_processes(
    job: Job[S, T, R], items: Iterable[T], *, jobs: int, chunk: int = 1
) -> Iterator[R | Failed]:
    """As `nqpterms.run.many.map_items`, in *jobs* processes."""
    work = _Supply(iter(enumerate(items)), chunk)
    crew = [_Worker(job) for _ in range(max(1, jobs))]
    done: dict[int, Any] = {}
    row = 0
    try:
        while True:
            for worker in crew:
                ahead = row + _AHEAD * len(crew) * chunk
                if worker.is_idle() and (given := work.next_chunk(before=ahead)):
                    done |= worker.take(given)
            while row in done:
                yield done.pop(row)
                row += 1
            if all(worker.is_idle() for worker in crew):
                if work.is_over() and not done:
                    return
                continue
            for pipe in wait([worker.pipe for worker in crew if not worker.is_idle()]):
                at = next(n for n, worker in enumerate(crew) if worker.pipe is pipe)
                answer = crew[at].answer()
                if answer is None:
                    done |= work.returned(crew[at].held, crew[at].epitaph())
                    crew[at] = _Worker(job)
                else:
                    done |= answer
    finally:
        for worker in crew:
            worker.stop()


class _Supply:
    """The items that are not given out yet, those that came back from a dead worker first."""

    def __init__(self, items: Iterator[tuple[int, Any]], size: int) -> None:
        self.items, self.size = items, size
        self.back: deque[tuple[int, Any]] = deque()
        self.killed: Counter[int] = Counter()
        self.given = 0
        self.ended = False

    def next_chunk(self, *, before: int) -> _Chunk:
        """The next items to work on, none from row *before* on."""
        if self.back:
            return [self.back.popleft()]
        if self.given >= before or self.ended:
            return []
        chunk = list(islice(self.items, self.size))
        self.given += len(chunk)
        self.ended = len(chunk) < self.size
        return chunk

    def is_over(self) -> bool:
        """Whether every item has been given out."""
        return self.ended and not self.back

    def returned(self, held: _Chunk | None, how: str) -> dict[int, Failed]:
        """Take back what a dead worker held; what has killed too often is Failed."""
        if held is None:  # it died before its first item
            self.killed[-1] += 1
            if self.killed[-1] > _TRIES:
                raise NqptermsError(f"a worker died while it made itself ready ({how})")
            return {}
        self.killed.update(row for row, _ in held if len(held) == 1)
        again = [pair for pair in held if self.killed[pair[0]] < _TRIES]
        self.back.extend(again)
        lost = {row for row, _ in held} - {row for row, _ in again}
        return {row: Failed(row, f"its worker died {_TRIES} times ({how})") for row in lost}


class _Worker:
    """A process and its pipe; `held` is the chunk that it works on, None until it is ready."""

    def __init__(self, job: Job[Any, Any, Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, job), daemon=True)
        self.process.start()
        other.close()  # the worker's end is the worker's alone: its death closes the pipe
        self.held: _Chunk | None = None

    def is_idle(self) -> bool:
        return self.held == []

    def take(self, chunk: _Chunk) -> dict[int, Failed]:
        """Give it a chunk; what cannot be pickled is Failed at once."""
        try:
            data = pickle.dumps(chunk)
        except Exception as error:
            return {row: Failed(row, error_line(error)) for row, _ in chunk}
        self.held = chunk
        with suppress(OSError):  # it may have died just now: the closed pipe will tell
            self.pipe.send_bytes(data)
        return {}

    def answer(self) -> dict[int, Any] | None:
        """What it has to say: results by row, none when it is ready; None when it is dead."""
        try:
            answer = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError):
            return None
        held, self.held = self.held or [], []
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):  # the whole chunk could not travel
            return {row: Failed(row, answer) for row, _ in held}
        return dict(zip((row for row, _ in held), answer, strict=True))

    def epitaph(self) -> str:
        """How it died."""
        self.process.join(_PATIENCE)
        self.pipe.close()
        code = self.process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit status {code}"

    def stop(self) -> None:
        """Send it home; one that is at work is ended."""
        self.pipe.close()
        if not self.is_idle():
            self.process.terminate()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _serve(pipe: Connection, job: Job[Any, Any, Any]) -> None:
    """A worker's life: make ready, then answer every chunk until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        tools = job.prepare()
    except Exception as error:
        pipe.send_bytes(_packed_error(error))
        return
    answer = pickle.dumps([])
    while True:
        try:
            pipe.send_bytes(answer)
            data = pipe.recv_bytes()
        except (EOFError, OSError):  # the parent is gone
            return
        answer = _answered(job, tools, data)


def _answered(job: Job[Any, Any, Any], tools: Any, data: bytes) -> bytes:
    """The pickled results of a pickled chunk; a text where one of the two cannot be pickled."""
    try:
        chunk: _Chunk = pickle.loads(data)
        return pickle.dumps([attempt(job, tools, row=row, item=item) for row, item in chunk])
    except Exception as error:
        return pickle.dumps(error_line(error))


def _packed_error(error: Exception) -> bytes:
    """An exception as it travels; one that cannot, as our own with its words."""
    try:
        data = pickle.dumps(error)
        pickle.loads(data)
        return data
    except Exception:
        return pickle.dumps(NqptermsError(error_line(error)))
