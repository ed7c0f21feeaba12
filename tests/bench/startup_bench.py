"""What a cold start costs: ``python tests/bench/startup_bench.py [TIMES]``.

CPU seconds (user and system, children included), the least of TIMES (7) runs, and their ratio to
an interpreter that does nothing, which makes machines comparable.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "import click": ("-c", "import click"),
    "import numpy": ("-c", "import numpy"),
    "import nqpterms": ("-c", "import nqpterms"),
    "nqpterms --help": ("-m", "nqpterms", "--help"),
    "nqpterms lookup 新质生产力": ("-m", "nqpterms", "lookup", "新质生产力"),
    "nqpterms lookup (nothing exact)": ("-m", "nqpterms", "lookup", "xinzhi"),
    "nqpterms check --help": ("-m", "nqpterms", "check", "--help"),
    "nqpterms check (a pair)": ("-m", "nqpterms", "check", "pairs.tsv"),
    "nqpterms align --help": ("-m", "nqpterms", "align", "--help"),
}


def seconds(command: tuple[str, ...], folder: str, times: int) -> float:
    found = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            check=False,
            stdout=subprocess.DEVNULL,
        )
        if (
            done.returncode > 1
        ):  # 1 says: there are findings, or nothing was found
            sys.exit(
                f"{' '.join(command)} failed: install nqpterms, or set PYTHONPATH to its path"
            )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        )
    return min(found)


def main(times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pair = "zh\ten\n发展新质生产力\tdevelop new quality productivity\n"
        (Path(folder) / "pairs.tsv").write_text(pair, encoding="utf-8")
        least = seconds(("-c", "pass"), folder, times)
        for name, command in COMMANDS.items():
            took = seconds(command, folder, times)
            print(f"{name:34} {took:6.3f} s {took / least:6.1f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
