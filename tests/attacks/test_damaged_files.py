"""Damaged files to every reader and command: no traceback, no endless work, nothing half written.

A seed is damaged in ways that hypothesis chooses, and given to each command that takes such a file.
`FUZZ_EXAMPLES` says how many damaged files are made of each seed, for those who want more.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NamedTuple

import pytest
from damaged_files import DAMAGES, Damage, Seed, damaged, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqpterms.cli import main

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not hasattr(signal, "setitimer"),
        reason="nobody would stop endless work",
    ),
]

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))
SECONDS = 20  # of processor time: a command on a file of a few kilobytes takes a hundredth

COMMANDS: dict[str, tuple[str, ...]] = {
    "document": (
        "check FILE -g g.tsv",
        "annotate FILE -g g.tsv",
        "check FILE -g g.tsv --fix",
        "align FILE other.md -o OUT.jsonl",
        "align FILE -o OUT.tsv",
    ),
    "bitext": (
        "check FILE -g g.tsv",
        "check FILE -g g.tsv --fix",
        "extract FILE -o OUT.tsv",
        "concord 窑炉 FILE",
        "annotate FILE -g g.tsv",
        "convert FILE OUT.tmx",
        "convert FILE OUT.xlf",
    ),
    "glossary": (
        "lookup -g FILE kiln",
        "validate FILE",
        "check other.md -g FILE",
        "convert FILE OUT.tbx --lossy",
        "convert FILE OUT.tsv --lossy",
        "convert FILE OUT.html",
        "diff FILE g.tsv",
        "merge g.tsv FILE -o OUT.tsv",
    ),
    "settings": ("check other.md", "lookup kiln"),
    "decisions": ("check other.md -g g.tsv --decisions FILE", "decide FILE"),
    "baseline": ("check other.md -g g.tsv --baseline FILE",),
    "alignment": ("check FILE -g g.tsv", "score alignment FILE --gold FILE"),
}
"""What is done with a file of each kind; each example does one of these."""

NAMES = sorted(seeds())


class Run(NamedTuple):
    status: int
    out: str
    err: str


class EndlessError(BaseException):
    """Raised inside a command that has worked for too long."""


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_read_or_refused(name: str) -> None:
    seed = seeds()[name]
    commands = COMMANDS[seed.kind]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    @given(st.sampled_from(commands), DAMAGES, st.integers(0, 20))
    def try_one(command: str, damages: list[Damage], inside: int) -> None:
        _try(seed, command, damaged(seed.data, damages, inside))

    try_one()


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_file_passes(name: str) -> None:
    seed = seeds()[name]
    for command in COMMANDS[seed.kind]:
        _try(seed, command, seed.data)


def _try(seed: Seed, command: str, data: bytes) -> None:
    """Run a command on a file in a folder of its own, and look at what it left."""
    with TemporaryDirectory() as place, _in_folder(Path(place)) as folder:
        file = folder / seed.name
        file.write_bytes(data)
        (folder / "g.tsv").write_text(
            "concept\tlang\tterm\nk\tzh\t窑炉\nk\ten\tkiln\n", "utf-8"
        )
        (folder / "other.md").write_text(
            "# Kilns\n\nThe kilns grow.\n", "utf-8"
        )
        before = set(folder.iterdir())
        words = [
            seed.name if word == "FILE" else word for word in command.split()
        ]
        ran = _ran(words)
        made = {path.name for path in set(folder.iterdir()) - before}
        assert ran.status in (0, 1, 2), f"{command}: {ran.err}"
        assert "Traceback" not in ran.err + ran.out
        outputs = {word for word in words if word.startswith("OUT")}
        assert made <= outputs, f"{command}: left {made}"
        if ran.status == 2:
            assert ran.err.startswith("nqpterms: "), f"{command}: {ran.err}"
            assert not made, f"{command}: half written: {made}"
        if "--fix" not in words or ran.status == 2:
            assert file.read_bytes() == data, f"{command}: changed its input"


@contextmanager
def _in_folder(folder: Path) -> Iterator[Path]:
    """Inside it, *folder* is the working folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.chdir(before)


def _ran(words: list[str]) -> Run:
    """What a command says and how it leaves, in this process."""
    streams = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    ours = [
        io.TextIOWrapper(stream, encoding="utf-8")
        for stream in (io.BytesIO(), out, err)
    ]
    sys.stdin, sys.stdout, sys.stderr = ours
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    status = 0
    try:
        main(words)
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        for stream in ours[1:]:
            stream.flush()
        sys.stdin, sys.stdout, sys.stderr = streams
    return Run(status, out.getvalue().decode(), err.getvalue().decode())


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise EndlessError(f"more than {SECONDS} s of work")
