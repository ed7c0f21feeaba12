"""One map over many items: in this process, in several, or on a Ray cluster.

    items ──map_items──▶ what a Job makes of each, in order, or Failed in its place

A Job is two functions at the top level of a module, so that it travels to another process by name:
`prepare` makes, once a worker, what the work needs (a Matcher); `work` turns an item into a result.

Processes may die. A worker holds one chunk of items at a time and sleeps at its pipe until it gets
one, so that neither end ever waits for the other to read. When a worker dies (a crash, the kernel's
killer of the greedy), its pipe closes; its items are tried once more, one by one, in a new worker,
and an item that kills again is Failed. Ctrl-C is for the parent; when the parent is gone, workers
leave.

Ray Data works on this machine or on the cluster that RAY_ADDRESS names. Items and results travel as
pickled bytes in a column of a dataset, so that they are the values that the other engines give.
Each worker is an actor that prepares once; a row that fails is a value in its row, so that no block
is lost. Ray makes a dead actor anew and gives it its block again, without end: a book that outlives
the actors says which block is begun anew, its items are done one by one, and one that was begun as
often as it may is Failed. Only when Ray itself ends are the rows that are still to come Failed.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import Struct

from nqpterms.errors import MissingExtraError, NqptermsError, fault_of_user
from nqpterms.files.budget import Budget, allowing, budget
from nqpterms.files.pipes import copies, inheriting
from nqpterms.files.remarks import (
    Overheard,
    broken_parts,
    is_listening,
    overhearing,
    remark,
)
from nqpterms.run import Engine

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 8  # chunks a worker that may be finished before an earlier one is
_TRIES = 2  # workers that an item may kill
_PATIENCE = 5.0  # seconds for a worker to leave by itself
_Chunk = list[tuple[int, Any]]  # row numbers and items
# Items that one dataset holds: an endless iterable comes in waves.
_WAVE = 65_536
_BLOCKS = 4  # blocks a worker: enough that a slow one does not keep the others waiting
# Bytes of shared memory for items and results, on this machine alone.
_STORE = 256 * 2**20


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


def map_items(
    job: Job[S, T, R],
    items: Iterable[T],
    *,
    engine: Engine = "serial",
    jobs: int = 1,
    chunk: int = 1,
) -> Iterator[R | Failed]:
    """The result of every item, in order, as they come in; Failed in the place of one that fails.

    *jobs* workers share the items, *chunk* at a time: more where items are small. No more is read
    ahead than the workers need, so that an endless iterable streams. Raises what `prepare` raises.

    >>> failed, result = map_items(Job(int, divmod), [0, 4])
    >>> failed.reason, result
    ('ZeroDivisionError: integer division or modulo by zero', (0, 0))
    """
    if engine == "serial":
        return _in_turn(job, items)
    job = _as_here(job)
    if not is_listening():
        return _elsewhere(job, items, engine, jobs=jobs, chunk=chunk)
    heard: Job[S, T, Any] = Job(job.prepare, partial(_heard, job.work))
    return _said_again(_elsewhere(heard, items, engine, jobs=jobs, chunk=chunk))


def _elsewhere(
    job: Job[S, T, R],
    items: Iterable[T],
    engine: Engine,
    *,
    jobs: int,
    chunk: int,
) -> Iterator[R | Failed]:
    """As `map_items`, in other processes."""
    if engine == "ray":
        return _on_ray(job, items, jobs=jobs, chunk=chunk)
    return _in_processes(job, items, jobs=jobs, chunk=chunk)


def _as_here(job: Job[S, T, R]) -> Job[S, T, R]:
    """The job with what holds in this process: the budget of files, and what pipes have given."""
    here = _Inheritance(budget(), dict(copies()))
    return Job(
        partial(_prepared, here, job.prepare), partial(_worked, here, job.work)
    )


class _Inheritance(Struct, frozen=True):
    """What a worker takes over from the process that it works for."""

    budget: Budget
    copies: dict[str, Path]

    @contextmanager
    def around(self) -> Iterator[None]:
        """Inside it, they hold."""
        with allowing(self.budget), inheriting(self.copies):
            yield


def _prepared(here: _Inheritance, prepare: Callable[[], S]) -> S:
    with here.around():
        return prepare()


def _worked(
    here: _Inheritance, work: Callable[[S, T], R], tools: S, item: T
) -> R:
    with here.around():
        return work(tools, item)


_Heard = tuple[Any, Overheard]
"""A result, and what was said while it was made."""


def _heard(work: Callable[[S, T], R], tools: S, item: T) -> _Heard:
    """The result of an item in a worker, and what was said beside the work there."""
    with overhearing() as overheard:
        result = work(tools, item)
    return result, overheard()


def _said_again(results: Iterator[_Heard | Failed]) -> Iterator[Any]:
    """The results; what workers said is said here, once, for whoever listens."""
    messages: set[str] = set()
    broken = broken_parts()
    for result in results:
        if isinstance(result, Failed):
            yield result
            continue
        value, overheard = result
        for line in overheard.remarks:
            remark(line)
        for error in overheard.broken:
            if (
                str(error) not in messages
            ):  # each worker loads the same glossary
                messages.add(str(error))
                broken(error)
        yield value


def _in_turn(job: Job[S, T, R], items: Iterable[T]) -> Iterator[R | Failed]:
    tools = job.prepare()
    for row, item in enumerate(items):
        outcome: R | Failed = attempt(job, tools, row=row, item=item)
        yield outcome


def _stop(crew: Iterable[_Worker]) -> None:
    """End the processes of some workers."""
    for worker in crew:
        worker.stop()


def _in_processes(
    job: Job[S, T, R], items: Iterable[T], *, jobs: int, chunk: int = 1
) -> Iterator[R | Failed]:
    """As `map_items`, in *jobs* processes."""
    supply = _Supply(iter(enumerate(items)), chunk)
    crew = [_Worker(job) for _ in range(max(1, jobs))]
    results: dict[int, Any] = {}
    row = 0
    try:
        while True:
            limit = row + _AHEAD * len(crew) * chunk
            for worker in crew:
                if worker.is_idle():
                    results |= worker.take(supply.next_chunk(before=limit))
            while row in results:
                yield results.pop(row)
                row += 1
            if not all(worker.is_idle() for worker in crew):
                results |= _answers(crew, job, supply)
            elif supply.is_over() and not results:
                return
    finally:
        _stop(crew)


def _answers(
    crew: list[_Worker], job: Job[Any, Any, Any], supply: _Supply
) -> dict[int, Any]:
    """Results by row, of the workers that have some; a new worker takes the place of a dead one."""
    busy = {
        id(worker.pipe): at
        for at, worker in enumerate(crew)
        if not worker.is_idle()
    }
    results: dict[int, Any] = {}
    for pipe in wait([worker.pipe for worker in crew if not worker.is_idle()]):
        at = busy[id(pipe)]
        answer = crew[at].answer()
        if answer is None:
            answer = supply.take_back(crew[at].chunk, crew[at].epitaph())
            crew[at] = _Worker(job)
        results |= answer
    return results


class _Supply:
    """The items that are not given out yet, those that came back from a dead worker first."""

    def __init__(self, items: Iterator[tuple[int, Any]], size: int) -> None:
        self.items, self.size = items, size
        self.back: deque[tuple[int, Any]] = deque()
        # By row; -1 before the first item.
        self.deaths: Counter[int] = Counter()
        self.count = 0
        self.is_empty = False

    def next_chunk(self, *, before: int) -> _Chunk:
        """The next items to work on, none from row *before* on."""
        if self.back:
            return [self.back.popleft()]
        if self.count >= before or self.is_empty:
            return []
        chunk = list(islice(self.items, self.size))
        self.count += len(chunk)
        self.is_empty = len(chunk) < self.size
        return chunk

    def is_over(self) -> bool:
        """Whether every item has been given out."""
        return self.is_empty and not self.back

    def take_back(self, chunk: _Chunk | None, how: str) -> dict[int, Failed]:
        """Take back what a dead worker had; what has killed too often is Failed."""
        if chunk is None:  # it died before its first item
            self.deaths[-1] += 1
            if self.deaths[-1] > _TRIES:
                raise NqptermsError(
                    f"a worker died while it made itself ready ({how})"
                )
            return {}
        if len(chunk) == 1:  # of several nobody knows which one it was
            self.deaths[chunk[0][0]] += 1
        failures = {}
        for row, item in chunk:
            if self.deaths[row] < _TRIES:
                self.back.append((row, item))
            else:
                failures[row] = Failed(
                    row, f"its worker died {_TRIES} times ({how})"
                )
        return failures


class _Worker:
    """A process and its pipe; `chunk` is what it works on, None until it is ready."""

    def __init__(self, job: Job[Any, Any, Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(
            target=_serve, args=(other, job), daemon=True
        )
        self.process.start()
        other.close()  # the worker's end is the worker's alone: its death closes the pipe
        self.chunk: _Chunk | None = None

    def is_idle(self) -> bool:
        return self.chunk == []

    def take(self, chunk: _Chunk) -> dict[int, Failed]:
        """Give it a chunk, if there is one; what cannot be pickled is Failed at once."""
        if not chunk:
            return {}
        try:
            data = pickle.dumps(chunk)
        except Exception as error:
            return {row: Failed(row, error_line(error)) for row, _ in chunk}
        self.chunk = chunk
        with suppress(
            OSError
        ):  # it may have died just now: the closed pipe will tell
            self.pipe.send_bytes(data)
        return {}

    def answer(self) -> dict[int, Any] | None:
        """What it has to say: results by row, none when it is ready; None when it is dead."""
        try:
            answer = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError):
            return None
        rows = [row for row, _ in self.chunk or []]
        self.chunk = []
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):  # the whole chunk could not travel
            return {row: Failed(row, answer) for row in rows}
        return dict(zip(rows, answer, strict=True))

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
        pipe.send_bytes(_pickled_error(error))
        return
    answer = pickle.dumps([])
    while True:
        try:
            pipe.send_bytes(answer)
            data = pipe.recv_bytes()
        except (EOFError, OSError):  # the parent is gone
            return
        answer = _pickled_answer(job, tools, data)


def _pickled_answer(job: Job[Any, Any, Any], tools: Any, data: bytes) -> bytes:
    """The pickled results of a pickled chunk; a text where one of the two cannot be pickled."""
    try:
        chunk: _Chunk = pickle.loads(data)
        return pickle.dumps(
            [attempt(job, tools, row=row, item=item) for row, item in chunk]
        )
    except Exception as error:
        return pickle.dumps(error_line(error))


def _pickled_error(error: Exception) -> bytes:
    """An exception as it travels; one that cannot, as our own with its words."""
    try:
        data = pickle.dumps(error)
        pickle.loads(data)
        return data
    except Exception:
        return pickle.dumps(NqptermsError(error_line(error)))


def _on_ray(
    job: Job[S, T, R], items: Iterable[T], *, jobs: int, chunk: int = 1
) -> Iterator[R | Failed]:
    """As `map_items`, in *jobs* actors of Ray.

    Raises MissingExtraError without ray. A Ray that runs already is used as it is.
    """
    ray = _started(jobs)
    source = enumerate(items)
    while wave := [
        (row, pickle.dumps(item)) for row, item in islice(source, _WAVE)
    ]:
        yield from _wave(ray, job, wave, jobs=jobs, chunk=chunk)


def _started(jobs: int) -> Any:
    """The module, with a Ray at work behind it."""
    os.environ.setdefault(
        "RAY_USAGE_STATS_ENABLED", "0"
    )  # nothing is reported to anybody
    os.environ.setdefault(
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0"
    )  # asked for by a warning
    os.environ.setdefault(
        "RAY_BACKEND_LOG_LEVEL", "fatal"
    )  # its core writes past our logging
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingExtraError("ray", "ray", "the engine ray") from None
    if not ray.is_initialized():
        _start(ray, jobs)
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    context.print_on_execution_start = False
    return ray


def _start(ray: Any, jobs: int) -> None:
    """Start a Ray on this machine, or join the one that RAY_ADDRESS names.

    Ray gives itself half a minute to start, which a busy machine may exceed: it is asked again.
    """
    from ray._private import worker as driver

    # What befalls its workers Ray prints on standard output, where our results stand.
    driver.print_to_stdstream = _say_nothing
    own: dict[str, Any] = {"num_cpus": jobs, "object_store_memory": _STORE}
    reason = ""
    for _ in range(_TRIES):
        try:
            ray.init(
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.ERROR,
                **({} if os.environ.get("RAY_ADDRESS") else own),
            )
        except Exception as error:
            reason = str(error).partition("\n")[0]
            ray.shutdown()  # what did start of it
        else:
            return
    raise NqptermsError(f"Ray cannot be started: {reason}")


def _say_nothing(*_: Any, **__: Any) -> None:
    """Take the words of Ray, and print none."""


def _wave(
    ray: Any,
    job: Job[S, T, R],
    wave: list[tuple[int, bytes]],
    *,
    jobs: int,
    chunk: int,
) -> Iterator[R | Failed]:
    """The results of the items of one dataset.

    Raises what `prepare` raised in a worker.
    """
    blocks = max(1, min(-(-len(wave) // chunk), _BLOCKS * jobs))
    rows = [{"row": row, "data": data} for row, data in wave]
    book = _book(ray)
    results = ray.data.from_items(rows, override_num_blocks=blocks).map_batches(
        _Actor,
        fn_constructor_args=(job, book),
        batch_size=None,
        compute=ray.data.ActorPoolStrategy(size=jobs),
        num_cpus=1,
    )
    row = wave[0][0]
    try:
        for result in results.iter_rows():
            value = pickle.loads(result["data"])
            if isinstance(value, _Unready):
                raise value.error
            yield value
            row += 1
    except ray.exceptions.RayError as error:
        reason = f"lost with its block: {error_line(error)[:200]}"
        yield from (
            Failed(lost, reason) for lost in range(row, wave[-1][0] + 1)
        )


class _Unready(NamedTuple):
    """What a worker answers that could not make itself ready."""

    error: Exception


class _Book:
    """What was begun and not ended, and how often: it stays when a worker dies over its work."""

    def __init__(self) -> None:
        self.beginnings: Counter[str] = Counter()

    def begin(self, name: str) -> int:
        """Write down a beginning; how many there were before it."""
        before = self.beginnings[name]
        self.beginnings[name] += 1
        return before

    def end(self, name: str) -> None:
        """Strike out what has come to its end."""
        del self.beginnings[name]


def _book(ray: Any) -> Any:
    """A book that all workers of a Ray can reach, in a process of its own."""
    book = ray.remote(_Book).options(
        num_cpus=0, max_restarts=-1, max_task_retries=-1
    )
    return book.remote()


class _Actor:
    """A worker: prepares when it is made, then turns batches of items into batches of results."""

    def __init__(self, job: Job[Any, Any, Any], book: Any) -> None:
        self.job = job
        self.book = book
        self.unready: bytes | None = None
        try:
            self.tools = job.prepare()
        except Exception as error:
            error = pickle.loads(_pickled_error(error))
            self.unready = pickle.dumps(_Unready(error))

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        rows = batch["row"].tolist()
        answer = self.answer
        if self.unready is None and self.begin(f"block {rows[0]}") > 0:
            answer = self.careful_answer
        answers = []
        for row, data in zip(rows, batch["data"], strict=True):
            answers.append(answer(row, data))
        return {"row": batch["row"], "data": answers}

    def begin(self, name: str) -> int:
        """How often that has been begun before, by workers that died over it."""
        import ray

        before: int = ray.get(self.book.begin.remote(name))
        return before

    def answer(self, row: int, data: bytes) -> bytes:
        """The pickled result of one pickled item."""
        if self.unready is not None:
            return self.unready
        try:
            return pickle.dumps(
                attempt(self.job, self.tools, row=row, item=pickle.loads(data))
            )
        except Exception as error:
            return pickle.dumps(Failed(row, error_line(error)))

    def careful_answer(self, row: int, data: bytes) -> bytes:
        """The same of an item among which one has killed a worker."""
        name = f"row {row}"
        if self.begin(name) >= _TRIES:
            reason = f"its worker died {_TRIES} times"
            return pickle.dumps(Failed(row, reason))
        answer = self.answer(row, data)
        self.book.end.remote(name)
        return answer
