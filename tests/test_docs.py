"""The documents do not lie: their examples run, their links lead somewhere, their commands exist.

A ``console`` block holds commands behind ``$ `` and what they print; ``...`` stands for anything.
They run in one folder that holds the demo's brief; those of the tour beside a real page. A
``python`` block is a doctest. The pages of commands and of public names are made from help and
docstrings: ``python tests/test_docs.py`` writes them anew.
"""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from api_reference import api_page

from nqpterms.checks.registry import CHECKS
from nqpterms.cli.app import COMMANDS, application
from nqpterms.cli.demo import BRIEF
from nqpterms.files.budget import table_of_limits
from nqpterms.model.findings import SEVERITIES

PROJECT = Path(__file__).resolve().parents[1]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]


def page_id(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


def blocks(page: Path, kind: str) -> Iterator[str]:
    """The fenced blocks of a kind."""
    text = page.read_text(encoding="utf-8")
    yield from re.findall(
        rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL
    )


def sessions() -> Iterator[tuple[str, str, str]]:
    """Every command of a console block: page, command, expected output."""
    for page in PAGES:
        for block in blocks(page, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield page_id(page), command, output


@pytest.mark.parametrize(("page", "command", "expected"), list(sessions()))
def test_a_command_prints_what_the_page_says(
    run, tmp_path, monkeypatch, request, page, command, expected
) -> None:
    for path in BRIEF.glob("*.md"):
        shutil.copy(path, tmp_path)
    if page == "docs/tour.md":
        shutil.copy(
            request.getfixturevalue("shared") / "report" / "report-page.txt",
            tmp_path,
        )
    monkeypatch.chdir(tmp_path)
    name, *args = shlex.split(command)
    assert name == "nqpterms"
    out = run(*args).out
    same = doctest.OutputChecker().check_output(
        expected, out, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    assert same, f"{page}: {command} prints\n{out}"


@pytest.mark.parametrize(
    "page", [p for p in PAGES if list(blocks(p, "python"))], ids=page_id
)
def test_python_examples_run(page: Path) -> None:
    source = "\n".join(blocks(page, "python"))
    test = doctest.DocTestParser().get_doctest(
        source, {}, page_id(page), str(page), 0
    )
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert results.attempted
    assert not results.failed


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(
        r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8")
    ):
        assert (page.parent / target).exists(), target


def help_of(command: str) -> str:
    """The help of a command, and of those below it, as a terminal of 80 columns shows it."""
    root = click.Context(
        application,
        info_name="nqpterms",
        terminal_width=80,
        **application.context_settings,
    )
    found = application.get_command(root, command)
    assert found is not None
    context = click.Context(found, root, info_name=command)
    inner = found.commands.values() if isinstance(found, click.Group) else ()
    below = [
        one.get_help(click.Context(one, context, info_name=one.name))
        for one in inner
    ]
    return "\n\n".join([found.get_help(context), *below])


def commands_page() -> str:
    """The page of all commands, from their own help."""
    parts = [
        f"## nqpterms {name}\n\n```\n{help_of(name)}\n```\n"
        for name in COMMANDS
    ]
    intro = "# Which commands and options are there?\n\nWhat `--help` prints, for every command.\n"
    return "\n".join([intro, *parts])


def test_the_page_of_commands_is_their_help() -> None:
    page = PROJECT / "docs" / "commands.md"
    assert page.read_text(encoding="utf-8") == commands_page(), (
        "run python tests/test_docs.py"
    )


def test_the_page_of_public_names_is_their_docstrings() -> None:
    page = PROJECT / "docs" / "api.md"
    assert page.read_text(encoding="utf-8") == api_page(), (
        "run python tests/test_docs.py"
    )


def codes_page() -> str:
    """The page of all codes, from the registry of checks."""
    head = "| code | at most | looks at | what it reports | MQM |\n|---|---|---|---|---|\n"
    rows = [
        f"| [{code}](checks/{code}.md) | {check.severity}{', on request' * check.on_request} "
        f"| {check.needs} | {check.explanation} | {check.mqm} |\n"
        for code, check in sorted(CHECKS.items())
    ]
    intro = """# What does each code report?

A check looks at a translation, also one that stands alone, at a translation beside its source, or
at a glossary. Its severity is the gravest that a finding has. Each code has its page: why, an
example, what instead, when to switch it off. A check on request runs where it is named in full:
`--select T103`.

"""
    return "".join([intro, head, *rows])


def test_the_page_of_codes_is_the_registry() -> None:
    page = PROJECT / "docs" / "codes.md"
    assert page.read_text(encoding="utf-8") == codes_page(), (
        "run python tests/test_docs.py"
    )


_LIMITS = re.compile(
    r"(?<=<!-- limits -->\n).*(?=<!-- end of limits -->)", re.DOTALL
)


def cost_page() -> str:
    """The page of what a file may cost, its table from the budget."""
    rows = [
        f"| `{name}` | {most:,} | {what} |\n"
        for name, most, what in table_of_limits()
    ]
    table = "".join(
        ["\n| limit | at most | what it counts |\n|---|--:|---|\n", *rows, "\n"]
    )
    page = (PROJECT / "docs" / "cost.md").read_text(encoding="utf-8")
    return _LIMITS.sub(lambda _: table, page)


def test_the_page_of_costs_has_the_budget() -> None:
    page = PROJECT / "docs" / "cost.md"
    assert page.read_text(encoding="utf-8") == cost_page(), (
        "run python tests/test_docs.py"
    )


@pytest.mark.parametrize("code", CHECKS)
def test_every_check_has_its_page(code: str) -> None:
    check = CHECKS[code]
    text = (PROJECT / "docs" / "checks" / f"{code}.md").read_text(
        encoding="utf-8"
    )
    assert text.startswith(f"# {code}\n\n{check.explanation}\n")
    [severity] = re.findall("^Severity: (.*)$", text, re.MULTILINE)
    stated = [
        name for name in SEVERITIES if re.search(rf"\b{name}\b", severity)
    ]
    assert stated[-1] == check.severity, (
        "the row has the gravest severity of the page"
    )
    assert (
        "on request" in severity or "asked for" in severity
    ) == check.on_request


if __name__ == "__main__":
    pages = (
        ("commands", commands_page()),
        ("api", api_page()),
        ("codes", codes_page()),
        ("cost", cost_page()),
    )
    for name, text in pages:
        (PROJECT / "docs" / f"{name}.md").write_text(
            text, encoding="utf-8", newline="\n"
        )
