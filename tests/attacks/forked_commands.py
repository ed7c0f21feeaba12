"""Commands in processes with limits, and what each of them cost.

Run as a program it reads a request a line (JSON) and answers with a line. It has imported what a
command needs and runs each request in a fork of itself, so that what a fork costs is the work
alone: neither the start of Python nor the imports.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
HARD_MEMORY = 3 * 2**30  # bytes, and
HARD_SECONDS = 8  # of processor time: what goes so far is ended, for the sake of the machine


class Cost(NamedTuple):
    """How a command ended: its status, or minus the signal that ended it, and what it cost."""

    status: int
    out: str
    err: str
    seconds: float
    memory: int


class ForkedCommands:
    """Runs commands one after another; used in a ``with`` block."""

    def __enter__(self) -> ForkedCommands:
        self._server = subprocess.Popen(
            [sys.executable, __file__],
            env={
                **os.environ,
                "PYTHONPATH": str(PROJECT),
                "OPENBLAS_NUM_THREADS": "1",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.communicate()

    def run(self, *args: str | Path, stdin: str | Path = os.devnull) -> Cost:
        """What a command does and costs."""
        assert (
            self._server.stdin is not None and self._server.stdout is not None
        )
        request = {"args": [str(arg) for arg in args], "stdin": str(stdin)}
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        return Cost(**json.loads(self._server.stdout.readline()))


def _serve() -> None:
    _warm_up()
    for line in sys.stdin:
        print(json.dumps(_forked(json.loads(line))), flush=True)


def _warm_up() -> None:
    """Import what commands import, and build what they build once a process."""
    import importlib
    import pkgutil

    import nqpterms

    for module in pkgutil.walk_packages(nqpterms.__path__, "nqpterms."):
        if ".servers" not in module.name and not module.name.endswith(
            "__main__"
        ):
            importlib.import_module(module.name)
    with tempfile.TemporaryDirectory() as folder:
        glossary = Path(folder, "g.tsv")
        glossary.write_text(
            "zh\ten\n新质生产力\tnew quality productive forces\n",
            encoding="utf-8",
        )
        pair = Path(folder, "pair.tsv")
        pair.write_text(
            "zh\ten\n发展新质生产力。\tDevelop the forces.\n", encoding="utf-8"
        )
        for args in (
            ["check", pair, "-g", glossary, "-q"],
            ["extract", pair, "-q"],
        ):
            _command(
                [str(arg) for arg in args], os.devnull, Path(folder, "out")
            )


def _forked(request: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        own = _resident()
        child = os.fork()
        if child == 0:
            resource.setrlimit(
                resource.RLIMIT_CPU, (HARD_SECONDS, HARD_SECONDS + 1)
            )
            resource.setrlimit(
                resource.RLIMIT_AS, (_mapped() + HARD_MEMORY,) * 2
            )
            os._exit(
                _command(request["args"], request["stdin"], Path(folder, "out"))
            )
        _, waited, usage = os.wait4(child, 0)
        return {
            "status": os.waitstatus_to_exitcode(waited),
            "out": _text(folder, "out"),
            "err": _text(folder, "out.err"),
            "seconds": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss * 1024 - own,
        }


def _command(args: list[str], stdin: str, out: Path) -> int:
    """Run a command with its streams in files; its exit status."""
    kept = [os.dup(number) for number in range(3)]
    streams = sys.stdin, sys.stdout, sys.stderr
    try:
        for number, (path, flags) in enumerate(_streams(stdin, out)):
            opened = os.open(path, flags, 0o600)
            os.dup2(opened, number)
            os.close(opened)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        return _status_of(args)
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        for number, copy in enumerate(kept):
            os.dup2(copy, number)
            os.close(copy)


def _streams(stdin: str, out: Path) -> list[tuple[str, int]]:
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    return [(stdin, os.O_RDONLY), (str(out), writing), (f"{out}.err", writing)]


def _status_of(args: list[str]) -> int:
    from nqpterms.cli import main

    try:
        main(args)
    except SystemExit as leaving:
        sys.stdout.flush()
        sys.stderr.flush()
        return leaving.code if isinstance(leaving.code, int) else 1


def _text(folder: str, name: str) -> str:
    path = Path(folder, name)
    return (
        path.read_text(encoding="utf-8", errors="replace")
        if path.exists()
        else ""
    )


def _resident() -> int:
    """The bytes of this process that are in memory."""
    return _pages()[1] * resource.getpagesize()


def _mapped() -> int:
    """The bytes of addresses that this process uses."""
    return _pages()[0] * resource.getpagesize()


def _pages() -> list[int]:
    return [
        int(count) for count in Path("/proc/self/statm").read_text().split()
    ]


if __name__ == "__main__":
    _serve()
