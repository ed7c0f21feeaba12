"""What a document, a query or a file name holds is shown to a reader and does nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nqpterms.cli.shown_text import visible

PROJECT = Path(__file__).resolve().parents[2]
BAD = "The works develop new quality productivity"


def command(
    folder: Path, *args: str | bytes, stdin: bytes = b"", **environment: str
) -> tuple[int, bytes, bytes]:
    ran = subprocess.run(
        [sys.executable, "-m", "nqpterms", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        input=stdin,
        capture_output=True,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("税\tx\n", "税\tx\n"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\rb\x07\x7f", "a\\x0db\\x07\\x7f"),
        ("a\x9b31m", "a\\x9b31m"),
        ("a\u202eb\u2066c\u200f", "a<U+202E>b<U+2066>c<U+200F>"),
        ("名\udcff", "名\ufffd"),
        ("\\x1b", "\\x1b"),
        ("##[error]x ::warning::y", "##[error]x ::warning::y"),
    ],
)
def test_outside_a_build(
    text: str, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"):
        monkeypatch.delenv(name, raising=False)
    assert visible(text) == seen


@pytest.mark.parametrize(
    "name", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"]
)
@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("##[error]x", "# #[error]x"),
        ("##vso[task.setvariable]", "# #vso[task.setvariable]"),
        ("##teamcity[x]", "# #teamcity[x]"),
        ("::warning::x", ": :warning: :x"),
        ("a.md:1:2: x", "a.md:1:2: x"),
        ("## Heading", "## Heading"),
    ],
)
def test_in_the_log_of_a_build(
    text: str, seen: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "true")
    assert visible(text) == seen


def test_findings_for_a_reader_and_for_machines(tmp_path: Path) -> None:
    text = f"\x1b[31m{BAD} ::error::x\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    status, out, _ = command(tmp_path, "check", "a.md", GITHUB_ACTIONS="true")
    assert status == 1
    assert b"\x1b" not in out
    assert b"::" not in out
    _, out, _ = command(
        tmp_path, "check", "a.md", "--format", "jsonl", GITHUB_ACTIONS="true"
    )
    assert (
        "::error::x" in json.loads(out.splitlines()[0])["target_quote"]["text"]
    )
    _, out, _ = command(
        tmp_path, "check", "a.md", "--format", "github", GITHUB_ACTIONS="true"
    )
    assert out.startswith(b"::warning ")


def test_error_lines_and_answers(tmp_path: Path) -> None:
    status, _, err = command(tmp_path, "check", "\x1b[2Jnowhere.md")
    assert status == 2
    assert b"\\x1b[2Jnowhere.md" in err
    assert b"\x1b" not in err
    _, out, _ = command(tmp_path, "lookup", "\x1b[31mabc\u202e")
    assert out == b"\\x1b[31mabc<U+202E>: nothing found\n"


@pytest.mark.parametrize(
    "locale",
    [{"PYTHONIOENCODING": "gbk"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}],
)
def test_standard_input_is_utf_8_whatever_the_locale_says(
    tmp_path: Path, locale: dict[str, str]
) -> None:
    stdin = "\ufeff新质生产力\n".encode()
    status, out, err = command(tmp_path, "lookup", "-", stdin=stdin, **locale)
    assert (status, err) == (0, b"")
    assert b"new quality productive forces" in out


def test_standard_input_that_is_no_utf_8_is_one_line(tmp_path: Path) -> None:
    status, _, err = command(tmp_path, "lookup", "-", stdin=b"kiln \xff\n")
    assert (status, err.count(b"\n")) == (2, 1)


@pytest.mark.skipif(
    sys.platform != "linux", reason="names there are characters"
)
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("text", "名\ufffd.md".encode()),
        ("jsonl", "名\ufffd.md".encode()),
        ("sarif", b"%E5%90%8D%FF.md"),
        ("csv", b".md"),
        ("github", b".md"),
        ("xlsx", b""),
        ("html", b".md"),
    ],
)
def test_a_name_that_is_no_utf_8(
    tmp_path: Path, kind: str, name: bytes
) -> None:
    given = "名".encode() + b"\xff.md"
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + given)).write_text(
        BAD, encoding="utf-8"
    )
    status, _, err = command(
        tmp_path, "check", given, "--format", kind, "-o", f"out.{kind}"
    )
    assert status == 1, err
    assert name in (tmp_path / f"out.{kind}").read_bytes()
