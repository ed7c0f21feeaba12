"""Several who change one file lose nothing of one another."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from threading import Thread

import pytest

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.file_locks import alone_with
from nqpterms.model.findings import Finding
from nqpterms.project.decisions import (
    changing_decisions,
    decide,
    load_decisions,
)


def add_lines(path: str, word: str, times: int) -> None:
    for number in range(times):
        with alone_with(path, seconds=60):
            file = Path(path)
            before = file.read_text(encoding="utf-8")
            file.write_text(f"{before}{word}{number}\n", encoding="utf-8")


def test_processes_take_their_turn(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("", encoding="utf-8")
    processes = multiprocessing.get_context("spawn")
    workers = [
        processes.Process(target=add_lines, args=(str(path), word, 20))
        for word in "ab"
    ]
    for worker in workers:
        worker.start()
    add_lines(str(path), "c", 20)
    for worker in workers:
        worker.join()
    assert len(path.read_text(encoding="utf-8").split()) == 60
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    waiting = alone_with(path, seconds=0.05)
    with (
        alone_with(path),
        pytest.raises(NqptermsError, match="another program is writing there"),
        waiting,
    ):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(FormatError, match="cannot be written"),
        alone_with(tmp_path / "no" / "a"),
    ):
        pass


def test_decisions_of_two_windows_are_all_written(tmp_path: Path) -> None:
    path = tmp_path / "nqpterms-decisions.jsonl"

    def window(name: str) -> None:
        for number in range(10):
            finding = Finding(
                "T101", "warning", "m", matched=f"{name} {number}"
            )
            decide([finding], "ignore", path, by=name)

    windows = [
        Thread(target=window, args=(name,)) for name in ("left", "right")
    ]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert len(load_decisions(path)) == 20


def test_what_was_changed_before_an_error_is_written(tmp_path: Path) -> None:
    path = tmp_path / "nqpterms-decisions.jsonl"
    decide([Finding("T101", "warning", "m", matched="a")], "ignore", path)
    with (
        pytest.raises(ZeroDivisionError),
        changing_decisions(path) as decisions,
    ):
        decisions.clear()
        raise ZeroDivisionError
    assert load_decisions(path) == {}
