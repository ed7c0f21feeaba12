"""One check, several files; by which glossary it went; and what can be had next."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nqpterms.cli.demo import BRIEF, TEXTS

OWN = "zh\ten\n新质生产力\tnew quality productive forces\n"
BAD = "zh\ten\n发展新质生产力\tdevelop new quality productivity\n"
NEXT = "to work through them: "


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in TEXTS:
        shutil.copy(BRIEF / name, tmp_path)
    (tmp_path / "own.tsv").write_text(OWN, encoding="utf-8")
    (tmp_path / "pairs.tsv").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_several_outputs_are_written_of_one_check(run, folder: Path) -> None:
    apart = {}
    for name in ("a.html", "a.csv", "a.jsonl"):
        run("check", *TEXTS, "-o", name)
        apart[name] = (folder / name).read_bytes()
        (folder / name).unlink()
    ran = run("check", *TEXTS, "-o", "a.html", "-o", "a.csv", "-o", "a.jsonl")
    assert ran.status == 1
    assert {name: (folder / name).read_bytes() for name in apart} == apart


def test_a_bitext_is_read_once_and_written_twice(run, folder: Path) -> None:
    assert run("check", "pairs.tsv", "-o", "a.jsonl", "-o", "b.csv").status == 1
    assert (
        len((folder / "a.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    )
    assert "new quality productivity" in (folder / "b.csv").read_text(
        encoding="utf-8-sig"
    )


@pytest.mark.parametrize(
    "options", [("--format", "csv"), ("--diff",), ("-o", "x.foo")]
)
def test_what_several_outputs_do_not_go_with(
    run, folder: Path, options
) -> None:
    ran = run("check", "pairs.tsv", "-o", "a.csv", "-o", "b.jsonl", *options)
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert not list(folder.glob("[ab].*"))


def test_a_glossary_that_is_named_is_the_only_one_and_said(
    run, folder: Path
) -> None:
    ran = run("check", "pairs.tsv", "-g", folder / "own.tsv")
    assert (
        "nqpterms: glossary: own.tsv, 1 concept, and no other"
        in ran.err.splitlines()
    )
    assert "glossary:" not in run("check", "pairs.tsv").err
    assert (
        "glossary:" not in run("check", "pairs.tsv", "-g", "own.tsv", "-q").err
    )


@pytest.mark.parametrize(
    ("arguments", "offered", "not_offered"),
    [
        (("brief.en.md",), "-o report.html", "docx"),
        (("pairs.tsv",), "-o decisions.xlsx", "notes"),
        (("brief.en.md", "pairs.tsv"), "-o decisions.xlsx", "report.html"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_last_line_says_what_can_be_had(
    run, arguments, offered, not_offered
) -> None:
    last = run("check", *arguments).err.splitlines()[-1]
    assert NEXT in last
    assert offered in last
    assert not_offered not in last


@pytest.mark.parametrize(
    "options", [("-q",), ("--format", "jsonl"), ("-o", "a.csv")]
)
@pytest.mark.usefixtures("folder")
def test_who_has_a_file_or_asked_for_quiet_is_told_nothing(
    run, options
) -> None:
    assert NEXT not in run("check", "pairs.tsv", *options).err
