"""What every benchmark shares: CPU seconds in a process of its own, the machine, a table.

CPU seconds, because others may use the machine; medians, because they may do so unevenly.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]


class Cost(NamedTuple):
    """The median CPU seconds of some rounds, and the peak memory of them all in MiB."""

    seconds: float
    memory: float


def cpu_seconds(job: Callable[[], object], *, rounds: int) -> float:
    """The median CPU seconds of a job in this process; one round more goes before, uncounted."""
    job()
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        job()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def command_cost(command: Sequence[str | Path], *, rounds: int) -> Cost:
    """What a command costs in a process of its own; it may exit with 1, which says: findings."""
    taken, memory = [], 0.0
    for _ in range(rounds):
        with subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={
                **os.environ,
                "PYTHONPATH": str(PROJECT),
                "OPENBLAS_NUM_THREADS": "1",
            },
        ) as process:
            assert process.stderr is not None
            said = process.stderr.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{command}: {said.decode()}")
        taken.append(used.ru_utime + used.ru_stime)
        memory = max(memory, used.ru_maxrss / 1024)
    return Cost(statistics.median(taken), memory)


def memory_used() -> float:
    """The peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine(*packages: str) -> str:
    """The machine, the interpreter, and versions."""
    model = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        lines = info.read_text(encoding="utf-8").splitlines()
        names = [
            line.partition(":")[2].strip()
            for line in lines
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    told = [f"{name} {version(name)}" for name in packages]
    python = f"Python {platform.python_version()}"
    return ", ".join(
        [f"{os.cpu_count()} × {model}", platform.system(), python, *told]
    )


def table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Print rows as a Markdown table."""
    print(f"\n### {title}\n\n| {' | '.join(header)} |\n|{'---|' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    sys.stdout.flush()
