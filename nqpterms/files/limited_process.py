"""A function in a process of its own, which may take so much memory and time and no more.

Code that is not Python cannot be stopped from inside, nor asked how much it takes; a process can
be given limits by the system, and be ended. It runs a module's `answer`, a function of bytes and
a question, and hands on what that gives, piece by piece:

    question, data ──answers()──▶ [process: module.answer] ──▶ pieces of bytes

The process is a Python that imports nothing but that module, writes no file, leaves no core, and
says nothing on a terminal.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Thread, Timer
from typing import IO, Any, NamedTuple

_BEGIN = (
    "import sys\n"
    "from json import loads\n"
    "request = loads(sys.stdin.buffer.readline())\n"
    "sys.path[:] = request['path']\n"
    "from nqpterms.files.limited_process import work\n"
    "work(request)\n"
)
"""What the process does first. Where modules are looked for is told by whoever starts it, so that
no folder that happens to be the working one has a say."""
_LENGTH = 4  # bytes of the number before each piece; no piece comes near 4 GB
_WALL = 100  # seconds for each of processor time: a machine with a hundred others is slow
_OVER = 1  # second between the signal that time is over and the one that nobody can ignore
# The status of who ran into its seconds.
_TIME_IS_OVER = -getattr(signal, "SIGXCPU", 0) or None
# First the pages of addresses that the process uses.
_MAPPED = Path("/proc/self/statm")


class ProcessLimits(NamedTuple):
    """What the process may take: bytes beside those of its start, seconds of processor time.

    Memory is limited where the system does so (Linux), processor time where there is
    ``resource``; a hundred times as many seconds by the clock are the end everywhere.
    """

    memory: int
    seconds: int


class EndedEarlyError(Exception):
    """The process was ended before its answer was whole: by a limit, or by an error of its own.

    `out_of_time` is true where it was the limit of seconds.
    """

    def __init__(self, *, out_of_time: bool) -> None:
        super().__init__(
            "out of time" if out_of_time else "out of memory, or an error"
        )
        self.out_of_time = out_of_time


def answers(
    module: str, question: dict[str, Any], data: bytes, limits: ProcessLimits
) -> Generator[bytes]:
    """The pieces that ``answer(data, **question)`` of a module gives in a process of its own.

    *question* is plain (JSON). The process ends with the iterator. Raises EndedEarlyError.
    """
    request = {
        "path": sys.path,
        "module": module,
        "question": question,
        "limits": limits,
    }
    head = json.dumps(request).encode() + b"\n"
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", _BEGIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None and stdout is not None
    watch = _Watch(process, limits.seconds * _WALL)
    sender = Thread(target=_send, args=(stdin, head, data), daemon=True)
    sender.start()
    try:
        yield from _pieces(stdout)
        status = process.wait()
        if status:
            out_of_time = watch.has_ended_it or status == _TIME_IS_OVER
            raise EndedEarlyError(out_of_time=out_of_time)
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        sender.join()
        stdout.close()


class _Watch:
    """Ends a process after so many seconds by the clock."""

    def __init__(
        self, process: subprocess.Popen[bytes], seconds: float
    ) -> None:
        self._process = process
        self.has_ended_it = False
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.has_ended_it = True
        self._process.kill()


def _send(stdin: IO[bytes], head: bytes, data: bytes) -> None:
    """Give the process what it works on; one that has ended meanwhile takes no more."""
    with suppress(OSError), stdin:
        stdin.write(head)
        stdin.write(data)


def _pieces(stdout: IO[bytes]) -> Iterator[bytes]:
    """The pieces as they come, up to one that is not whole."""
    while length := int.from_bytes(stdout.read(_LENGTH), "big"):
        piece = stdout.read(length)
        if len(piece) < length:
            return
        yield piece


# -- in the process ----------------------------------------------------------------------------


def work(request: dict[str, Any]) -> None:
    """Answer the one question on standard input, piece by piece on standard output."""
    answer = import_module(request["module"]).answer
    data = sys.stdin.buffer.read()
    _keep_to(ProcessLimits(*request["limits"]))
    out = sys.stdout.buffer
    for piece in answer(data, **request["question"]):
        out.write(len(piece).to_bytes(_LENGTH, "big"))
        out.write(piece)
        out.flush()


def _keep_to(limits: ProcessLimits) -> None:
    """Let the system limit this process, as far as it does."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(
        resource.RLIMIT_CPU, (limits.seconds, limits.seconds + _OVER)
    )
    try:
        pages = int(_MAPPED.read_text(encoding="ascii").split()[0])
    except (
        OSError
    ):  # macOS has no such file, and does not keep to a limit of addresses
        return
    most = pages * resource.getpagesize() + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
