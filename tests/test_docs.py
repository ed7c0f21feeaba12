"""The documents do not lie: their examples run, their links lead somewhere, their commands exist.

A ``console`` block holds commands behind ``$ `` and what they print; ``...`` stands for anything.
They run in one folder that holds the demo's brief. A ``python`` block is a doctest.
"""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from nqpterms.checks.running import explanations
from nqpterms.cli.app import COMMANDS, application
from nqpterms.cli.demonstrating import BRIEF

PROJECT = Path(__file__).resolve().parents[1]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
WORDS = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def page_id(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


def blocks(page: Path, kind: str) -> Iterator[str]:
    """The fenced blocks of a kind."""
    text = page.read_text(encoding="utf-8")
    yield from re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def sessions() -> Iterator[tuple[str, str, str]]:
    """Every command of a console block: page, command, expected output."""
    for page in PAGES:
        for block in blocks(page, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield page_id(page), command, output


@pytest.mark.parametrize(("page", "command", "expected"), list(sessions()))
def test_a_command_prints_what_the_page_says(
    run, tmp_path, monkeypatch, page, command, expected
) -> None:
    for path in BRIEF.glob("*.md"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    name, *args = shlex.split(command)
    assert name == "nqpterms"
    out = run(*args).out
    same = doctest.OutputChecker().check_output(
        expected, out, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    assert same, f"{page}: {command} prints\n{out}"


@pytest.mark.parametrize("page", [p for p in PAGES if list(blocks(p, "python"))], ids=page_id)
def test_python_examples_run(page: Path) -> None:
    source = "\n".join(blocks(page, "python"))
    test = doctest.DocTestParser().get_doctest(source, {}, page_id(page), str(page), 0)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert results.attempted
    assert not results.failed


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command: str) -> None:
    assert f"nqpterms {command}" in WORDS
    found = application.get_command(None, command)  # type: ignore[arg-type]
    assert found is not None
    for parameter in found.params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert re.search(rf"{option}\b", WORDS), option


@pytest.mark.parametrize("code", explanations())
def test_every_check_has_its_page(code: str) -> None:
    assert (PROJECT / "docs" / "checks" / f"{code}.md").is_file()
