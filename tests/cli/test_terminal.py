"""What a terminal sees and a pipe does not: colours, tables, bars; and how to have it quiet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

PROJECT = Path(__file__).resolve().parents[2]
BAD = "The works develop new quality productivity.\n"


def on_terminal(*args: str, folder: Path, **environment: str) -> str:
    """What the command writes where both its outputs are one terminal.

    How long work lasts depends on the machine, so a bar is drawn only where a test asks for it.
    """
    ours, theirs = pty.openpty()
    env = {
        **os.environ,
        "TERM": "xterm-256color",
        "PYTHONPATH": str(PROJECT),
        "COLUMNS": "100",
    }
    env["NQPTERMS_PROGRESS"] = "never"
    env.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "nqpterms", *args],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**env, **environment},
    )
    os.close(theirs)
    parts = []
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        try:
            while part := terminal.read(65536):
                parts.append(part)
        except OSError:  # how Linux says that the other end is closed
            pass
    process.wait()
    return b"".join(parts).decode("utf-8").replace("\r\n", "\n")


def words_of(seen: str) -> str:
    """The same without bold and dim, which are no colours."""
    return re.sub(r"\x1b\[[012]m", "", seen)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "draft.md").write_text(BAD, encoding="utf-8")
    return tmp_path


def test_severity_and_place_are_coloured_and_the_words_stay(
    draft: Path,
) -> None:
    seen = on_terminal("check", "draft.md", folder=draft)
    assert "\x1b[33mwarning\x1b[0m" in seen
    plain = words_of(
        on_terminal("check", "draft.md", "-q", folder=draft, NO_COLOR="1")
    )
    assert "warning: “new quality productivity”" in plain
    assert "\x1b" not in plain


def test_a_pipe_gets_no_colour_and_no_table(run, draft: Path) -> None:
    assert "\x1b" not in run("check", draft / "draft.md").out
    assert "concepts" in run("glossaries").out.splitlines()[1]


def test_glossaries_are_a_table_on_a_terminal(draft: Path) -> None:
    lines = words_of(
        on_terminal("glossaries", "-q", folder=draft, NO_COLOR="1")
    ).splitlines()
    assert lines[1].split("  ")[0] == "glossary"
    assert lines[2].split()[0] == "nqp"


def test_markup_in_a_text_is_no_markup(draft: Path) -> None:
    (draft / "draft.md").write_text(
        "[bold]new quality productivity[/bold] :smile:\n", "utf-8"
    )
    seen = on_terminal("check", "draft.md", "-q", folder=draft, NO_COLOR="1")
    assert "[bold][new quality productivity][/bold] :smile:" in seen


def test_long_work_draws_a_bar_and_takes_it_away(draft: Path) -> None:
    rows = "发展新质生产力\tdevelop new quality productive forces\n" * 200
    (draft / "pairs.tsv").write_text(rows, encoding="utf-8")
    seen = on_terminal(
        "check", "pairs.tsv", folder=draft, NQPTERMS_PROGRESS="at-once"
    )
    assert "pairs.tsv" in seen.split("nothing to report")[0]
    assert "\x1b[2K" in seen  # the line of the bar is wiped
    quiet = on_terminal(
        "check", "pairs.tsv", "-q", folder=draft, NQPTERMS_PROGRESS="at-once"
    )
    assert quiet == ""


def test_quiet_leaves_the_findings(run, draft: Path) -> None:
    assert run("check", draft / "draft.md", "-q").out.startswith(
        " 1  T101 warning"
    )
    loud, quiet = (
        run("check", draft / "draft.md", "--ignore", "T", *q)
        for q in ((), ("-q",))
    )
    assert loud.err.startswith("nqpterms: nothing to report")
    assert quiet.err == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(shell: str) -> None:
    env = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "_NQPTERMS_COMPLETE": f"{shell}_source",
    }
    said = subprocess.run(
        [sys.executable, "-m", "nqpterms"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_NQPTERMS_COMPLETE" in said.stdout, said.stderr


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("nqpterms ch", "check"),
        ("nqpterms check --sel", "--select"),
        ("nqpterms lookup -g n", "nqp"),
    ],
)
def test_completion_offers(words: str, offered: str) -> None:
    env = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "_NQPTERMS_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    said = subprocess.run(
        [sys.executable, "-m", "nqpterms"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"plain,{offered}" in said.stdout.split(), said.stderr
