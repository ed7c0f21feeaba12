"""How the command leaves: 1 is findings and nothing else, whatever goes wrong around it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from nqpterms.cli import app
from nqpterms.errors import NqptermsError

PROJECT = Path(__file__).resolve().parents[2]
BAD = "The works develop new quality productivity.\n"
posix = pytest.mark.skipif(
    sys.platform == "win32", reason="streams are closed by a POSIX shell"
)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "draft.md").write_text(BAD, encoding="utf-8")
    return tmp_path


def shell(folder: Path, line: str) -> SimpleNamespace:
    """A line of a shell in which `nqpterms` is this command; its status is that of the command."""
    function = f'nqpterms() {{ "{sys.executable}" -m nqpterms "$@"; }}'
    ran = subprocess.run(
        ["sh", "-c", f"{function}; {line}"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return SimpleNamespace(
        status=ran.returncode, out=ran.stdout, err=ran.stderr
    )


def test_where_nothing_is_typed_the_help_comes_in_its_lines(
    draft: Path,
) -> None:
    ran = shell(draft, "nqpterms")
    lines = (ran.out or ran.err).splitlines()
    assert lines[0].startswith("Usage: nqpterms")
    assert any(line.strip().startswith("lookup ") for line in lines)


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let every command end with an error."""

    def invoke(_: click.Context) -> None:
        raise error

    monkeypatch.setattr(app.application, "invoke", invoke)


# Streams


@posix
@pytest.mark.parametrize(
    "call",
    [
        "nqpterms check draft.md >&-",
        "nqpterms check draft.md --format jsonl >&-",
        "nqpterms check draft.md >&- 2>&-",
        "nqpterms lookup kiln >&-",
        "nqpterms --version >&-",
        "nqpterms check - --type md <&-",
        "nqpterms lookup - <&-",
        "nqpterms mcp <&-",
        "nqpterms lsp <&-",
    ],
)
def test_a_closed_stream_that_is_needed(draft: Path, call: str) -> None:
    if "mcp" in call:
        pytest.importorskip("mcp", reason="the extra mcp is not installed")
    if "lsp" in call:
        pytest.importorskip("pygls", reason="the extra lsp is not installed")
    ran = shell(draft, call)
    assert ran.status == 2, ran.err
    if "2>&-" not in call:
        assert ran.err == "nqpterms: standard input or output is closed\n"


@posix
@pytest.mark.parametrize(
    ("call", "status"),
    [
        ("nqpterms check draft.md 2>&-", 1),
        ("nqpterms check draft.md <&-", 1),
        ("nqpterms check draft.md -o found.jsonl >&- <&-", 1),
        ("nqpterms check draft.md --ignore T -o found.jsonl >&- 2>&- <&-", 0),
        ("nqpterms check nowhere.md >&-", 2),
        ("nqpterms check nowhere.md 2>&-", 2),
    ],
)
def test_a_closed_stream_that_nobody_needs(
    draft: Path, call: str, status: int
) -> None:
    ran = shell(draft, call)
    assert ran.status == status, ran.err
    if status == 1 and "-o" in call:
        assert '"T101"' in (draft / "found.jsonl").read_text(encoding="utf-8")


@posix
@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="no device that is always full"
)
@pytest.mark.parametrize(
    "call", ["check draft.md", "check draft.md --format jsonl", "--help"]
)
def test_no_space_for_the_output(draft: Path, call: str) -> None:
    ran = shell(draft, f"nqpterms {call} >/dev/full")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert os.strerror(errno.ENOSPC) in ran.err
    assert shell(draft, f"nqpterms {call} >/dev/full 2>/dev/full").status == 2


@posix
@pytest.mark.parametrize(
    "call", ["--help", "glossaries", "check draft.md --format jsonl"]
)
def test_a_reader_that_goes_away_is_no_error(draft: Path, call: str) -> None:
    """The pipe has no reader from the beginning: it was opened and closed before."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as output:
        ran = subprocess.run(
            [sys.executable, "-m", "nqpterms", *call.split()],
            cwd=draft,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=output,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (0, b"")


# What the input or the machine causes


DIGITS = "9" * 5000
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nqpterms.toml", f"limit = {DIGITS}"),
        ("nqpterms.toml", f"glossaries = {DEEP}"),
        ("pairs.jsonl", f'{{"zh": {DIGITS}, "en": "kiln"}}'),
        ("pairs.jsonl", f'{{"zh": {DEEP}, "en": "kiln"}}'),
    ],
)
def test_numbers_without_end_and_nests_without_end(
    run, draft: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str
) -> None:
    monkeypatch.chdir(draft)
    (draft / name).write_text(content, encoding="utf-8")
    ran = run("check", "draft.md" if name.endswith("toml") else name)
    assert (ran.status, ran.err.count("\n")) == (2, 1), ran.err


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "not enough memory"),
        (
            RecursionError("maximum recursion depth exceeded"),
            "nested too deeply",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left"),
        (
            OSError(errno.EIO, "Input/output error", "a.tsv"),
            "a.tsv: Input/output error",
        ),
        (EOFError(), "ends too early"),
        (
            UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
            "0xff",
        ),
        (
            ModuleNotFoundError("No module named 'lxml'", name="lxml"),
            "installation is damaged",
        ),
        (NqptermsError("two\nlines"), "two lines"),
        (click.UsageError("no such thing"), "--help"),
        (
            ExceptionGroup("tasks", [ExceptionGroup("more", [MemoryError()])]),
            "not enough memory",
        ),
    ],
)
def test_what_others_cause_is_2_and_one_line(
    run, monkeypatch, error, message: str
) -> None:
    raising(monkeypatch, error)
    ran = run("glossaries")
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert ran.err.strip().count("\n") == 0
    assert ran.err.lstrip().startswith("nqpterms: ")


def test_a_number_that_python_refuses(run, monkeypatch) -> None:
    with pytest.raises(ValueError, match="digits") as raised:
        int(DIGITS)
    raising(monkeypatch, raised.value)
    ran = run("glossaries")
    assert (ran.status, "4300 digits" in ran.err) == (2, True)


def test_a_key_stops_the_command(run, monkeypatch) -> None:
    raising(monkeypatch, KeyboardInterrupt())
    ran = run("glossaries")
    assert (ran.status, ran.err.strip()) == (130, "nqpterms: stopped")


# What we cause


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        ValueError("no number"),
        AssertionError(),
        ImportError("cannot import name 'x'", name="nqpterms.cli"),
        ExceptionGroup("tasks", [ZeroDivisionError("one"), MemoryError()]),
    ],
)
def test_what_we_cause_is_3_and_one_line(
    run, monkeypatch, error: Exception
) -> None:
    raising(monkeypatch, error)
    ran = run("glossaries")
    assert (ran.status, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "please report it" in ran.err
    cause = error.exceptions[0] if isinstance(error, ExceptionGroup) else error
    assert type(cause).__name__ in ran.err


def test_a_report_says_where(run, monkeypatch) -> None:
    def broken() -> None:
        raise KeyError("x")

    monkeypatch.setattr("nqpterms.cli.app._version", lambda: "1.2.3")
    monkeypatch.setattr("nqpterms.cli.app.import_module", lambda _: broken())
    ran = run("glossaries")
    assert ran.status == 3
    assert "KeyError: 'x' in cli/app.py:" in ran.err
    assert "version 1.2.3" in ran.err


@pytest.mark.parametrize(
    "args", [("--traceback", "glossaries"), ("glossaries", "--traceback")]
)
@pytest.mark.parametrize(
    ("error", "status"), [(KeyError("x"), 3), (MemoryError(), 2)]
)
def test_the_traceback_is_shown_on_request(
    run, monkeypatch, args, error, status: int
) -> None:
    def glossaries() -> None:
        raise error

    monkeypatch.setattr(
        "nqpterms.cli.glossaries.glossaries_command.callback", glossaries
    )
    assert "Traceback" not in run("glossaries").err
    ran = run(*args)
    assert ran.status == status
    assert ran.err.startswith("Traceback (most recent call last):\n")
    assert ran.err.splitlines()[-1].startswith("nqpterms: ")
