"""What comes through a pipe is read like a file, as often as a reader looks at it."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from nqpterms.formats.bitext_formats import dump_segments
from nqpterms.formats.term_bases import dump_terms, load_terms
from nqpterms.model.alignment import Segment

pytestmark = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="no FIFOs here"
)
PAIRS = [Segment("发展新质生产力。", "Develop new quality productivity.")]
FOUND = "new quality productivity"


def piped(folder: Path, name: str, content: bytes) -> Path:
    """A FIFO that gives some bytes to the first who opens it."""
    pipe = folder / name
    os.mkfifo(pipe)

    def give() -> None:
        with pipe.open("wb") as file:
            file.write(content)

    threading.Thread(target=give, daemon=True).start()
    return pipe


@pytest.mark.parametrize(
    "suffix", ["tsv", "csv", "jsonl", "tmx", "xlf", "po", "xlsx"]
)
def test_a_bitext_comes_through_a_pipe(
    run, tmp_path: Path, suffix: str
) -> None:
    real = tmp_path / f"real.{suffix}"
    dump_segments(PAIRS, real)
    pipe = piped(tmp_path, f"pipe.{suffix}", real.read_bytes())
    ran = run("check", pipe, "-g", "nqp", "-q", "--format", "jsonl")
    assert ran.status == 1, ran.err
    assert FOUND in ran.out
    assert f"pipe.{suffix}" in ran.out


@pytest.mark.parametrize("name", ["draft.md", "draft.en.txt", "draft.html"])
def test_a_text_comes_through_a_pipe(run, tmp_path: Path, name: str) -> None:
    pipe = piped(
        tmp_path, name, b"<p>They develop new quality productivity.</p>\n"
    )
    ran = run("check", pipe, "-g", "nqp", "-q")
    assert (ran.status, FOUND in ran.out) == (1, True), ran.err


@pytest.mark.parametrize("suffix", ["tsv", "xlsx", "tbx"])
def test_a_glossary_comes_through_a_pipe(
    run, tmp_path: Path, suffix: str
) -> None:
    real = tmp_path / f"real.{suffix}"
    dump_terms(
        load_terms("nqp"), real, **({"lossy": True} if suffix == "tbx" else {})
    )
    pipe = piped(tmp_path, f"pipe.{suffix}", real.read_bytes())
    (tmp_path / "draft.en.md").write_text(
        "New quality productivity.\n", encoding="utf-8"
    )
    ran = run("check", tmp_path / "draft.en.md", "-g", pipe, "-q")
    assert (ran.status, "New quality productivity" in ran.out) == (1, True), (
        ran.err
    )


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "tmx", "tbx"])
def test_what_is_broken_is_told_by_the_name_of_the_pipe(
    run, tmp_path: Path, suffix: str
) -> None:
    pipe = piped(tmp_path, f"pipe.{suffix}", b"no such thing\n" * 9)
    command = ("validate",) if suffix == "tbx" else ("check",)
    ran = run(*command, pipe, "-q")
    assert ran.status in (1, 2)
    assert f"pipe.{suffix}" in ran.err + ran.out
    assert "nqpterms-" not in ran.err


@pytest.mark.parametrize("suffix", ["tsv", "csv", "xlsx", "tbx", "sqlite"])
def test_a_glossary_comes_through_standard_input(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    real = tmp_path / f"real.{suffix}"
    dump_terms(
        load_terms("nqp"), real, **({"lossy": True} if suffix == "tbx" else {})
    )
    (tmp_path / "draft.en.md").write_text(
        "New quality productivity.\n", encoding="utf-8"
    )
    for workers in ((), ("--jobs", "1")):
        give(monkeypatch, real.read_bytes())
        ran = run("check", tmp_path / "draft.en.md", "-g", "-", "-q", *workers)
        assert (ran.status, "New quality productivity" in ran.out) == (
            1,
            True,
        ), ran.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no term"),
        (b"PK\x03\x04 no workbook", "-: cannot be read as an XLSX workbook"),
        (b"<tbx>", "-:1"),
        (b"\x1f\x8b\x08", "unpack it on the way"),
        (b"\0\0\0", "-:"),
    ],
)
def test_what_is_no_glossary_is_told_by_that_name(
    run, monkeypatch: pytest.MonkeyPatch, content: bytes, says: str
) -> None:
    give(monkeypatch, content)
    ran = run("lookup", "-g", "-", "tax")
    if says == "no term":
        assert ran.status in (1, 2)
        return
    assert (ran.status, ran.err.count("\n"), ran.out) == (2, 1, "")
    assert says in ran.err


@pytest.mark.parametrize(
    "args",
    [
        ("check", "-", "-g", "-"),
        ("lookup", "-g", "-", "-"),
        ("check", "draft.md", "-g", "-", "-g", "-"),
        ("annotate", "-", "--glossary", "-"),
    ],
)
def test_standard_input_is_read_once(run, args: tuple[str, ...]) -> None:
    ran = run(*args)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "standard input (-) can be read once" in ran.err


def test_what_comes_without_end_is_refused(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, b"tax\n" * 1_000)
    ran = run("check", "-", "-q", "--allow", "piped=3999")
    assert (ran.status, "-: gives more than 3,999 bytes" in ran.err) == (
        2,
        True,
    )
    give(monkeypatch, b"tax\n" * 1_000)
    assert run("check", "-", "-q", "--allow", "piped=4000").status == 0


def give(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Let standard input hold some bytes."""
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    )
