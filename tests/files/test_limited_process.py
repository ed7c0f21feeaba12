"""A process with limits: what it hands on, and how it ends when it takes too much."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nqpterms.files.limited_process import (
    EndedEarlyError,
    ProcessLimits,
    answers,
)

WORKER = """
import os, sys

def answer(data, wish):
    yield data[:3]
    yield b"x" * 200_000
    if wish == "time":
        while True:
            pass
    if wish == "memory":
        bytearray(2**30)
    if wish == "error":
        print("a secret", file=sys.stderr)
        raise ValueError(wish)
    if wish == "file":
        open("written", "wb", buffering=0).write(b"x")
    if wish == "crash":
        os.abort()
    yield b"end"
"""
LIMITS = ProcessLimits(memory=64 * 2**20, seconds=1)
has_limits = pytest.mark.skipif(
    sys.platform != "linux", reason="Linux limits both"
)


@pytest.fixture(autouse=True)
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some_worker.py").write_text(WORKER, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)


def _answers(wish: str, data: bytes = b"abcdef") -> list[bytes]:
    return list(answers("some_worker", {"wish": wish}, data, LIMITS))


def test_pieces_come_as_they_are_given() -> None:
    assert _answers("") == [b"abc", b"x" * 200_000, b"end"]


def test_much_data_goes_in() -> None:
    assert len(_answers("", b"y" * 10_000_000)) == 3


@has_limits
@pytest.mark.parametrize(
    ("wish", "is_time"),
    [("time", True), ("memory", False), ("error", False), ("crash", False)],
)
def test_what_takes_too_much_is_ended(
    wish: str, is_time: bool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(EndedEarlyError) as error:
        _answers(wish)
    assert error.value.out_of_time == is_time
    assert capfd.readouterr() == ("", "")
    assert not list(tmp_path.glob("core*"))


@has_limits
def test_it_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(EndedEarlyError):
        _answers("file")
    written = tmp_path / "written"
    assert not written.exists() or not written.stat().st_size


def test_whoever_stops_listening_ends_it() -> None:
    pieces = answers("some_worker", {"wish": "time"}, b"abc", LIMITS)
    assert next(pieces) == b"abc"
    pieces.close()
    assert list(pieces) == []


def test_the_working_folder_has_no_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "json.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    (folder / "some_worker.py").write_text(
        "raise SystemExit(9)\n", encoding="utf-8"
    )
    monkeypatch.chdir(folder)
    assert len(_answers("")) == 3
