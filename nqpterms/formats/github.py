"""Findings for GitHub Actions: annotations beside the lines, and a table for the whole step.

workflow commands   become annotations, the worst first; ten of a kind are shown a step
step summary        a Markdown table of the groups, with their number and first places
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.formats.findings import grouped, summary
from nqpterms.model.findings import SEVERITIES, Finding

ROWS = 200  # groups in the table: far below the mebibyte that GitHub takes of a step
_PLACES = 3  # places of each group that are named
_COMMANDS = {"info": "notice", "warning": "warning", "error": "error"}
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$@&]")
_ESCAPES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}  # no page, no mention of people


def dumps_github(findings: Iterable[Finding]) -> str:
    """The findings as GitHub workflow commands, the worst first: ten of a kind are shown a step.

    >>> dumps_github([Finding("T101", "warning", "50% off", "a.txt")])
    '::warning file=a.txt,title=T101::50%25 off\\n'
    """
    ranked = sorted(findings, key=lambda f: -SEVERITIES.index(f.severity))
    return "".join(f"{_command(finding)}\n" for finding in ranked)


def dumps_step_summary(findings: Sequence[Finding]) -> str:
    """The findings as the Markdown of a step summary: a table with a row for each group.

    >>> finding = Finding("T101", "warning", "“a|b” is deprecated", "a.txt")
    >>> print(dumps_step_summary([finding]).splitlines()[-1])
    | T101 | warning | 1 | “a\\|b” is deprecated | a.txt |
    """
    lines = ["### nqpterms check", "", _told(summary(findings)), ""]
    groups = grouped(findings)
    if groups:
        lines += ["| code | severity | places | what | where |", "|---|---|---:|---|---|"]
        lines += map(_row, groups[:ROWS])
    if len(groups) > ROWS:
        lines += ["", f"… and {len(groups) - ROWS} more kinds of finding"]
    return "\n".join(lines) + "\n"


def add_step_summary(findings: Sequence[Finding], path: str | Path) -> None:
    """Add the table to the file that GitHub names in GITHUB_STEP_SUMMARY, behind other steps' own.

    Raises FormatError for a file that cannot be written.
    """
    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(dumps_step_summary(findings))
    except OSError as error:
        raise FormatError(
            f"GITHUB_STEP_SUMMARY cannot be written: {error.strerror}", path
        ) from None


def _row(group: Sequence[Finding]) -> str:
    first = group[0]
    where = list(dict.fromkeys(filter(None, map(_where, group))))
    shown = ", ".join(map(_told, where[:_PLACES])) + (", …" if len(where) > _PLACES else "")
    cells = (first.code, first.severity, str(len(group)), _told(first.message), shown)
    return f"| {' | '.join(cells)} |"


def _where(finding: Finding) -> str:
    """The file and the line or the row of a finding."""
    if finding.place.line is None and finding.segment is not None:
        return f"{finding.file} row {finding.segment}".strip()
    return f"{finding.file}:{finding.place.line}" if finding.place.line else finding.file


def _told(text: str) -> str:
    """Any text as words of one Markdown cell: its marks mean nothing."""
    plain = " ".join(text.split())
    return _MARKS.sub(lambda mark: _ESCAPES.get(mark[0], "\\" + mark[0]), plain)


def _command(finding: Finding) -> str:
    """One workflow command; its own marks are escaped as GitHub's toolkit does it."""
    place = finding.place
    line, column = (place.line, place.column) if place.is_in_text else (None, None)
    values = (("file", finding.file), ("line", line), ("col", column))
    named = [*((k, v) for k, v in values if v), ("title", finding.code)]
    properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in named)
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(finding.message, '')}"


def _escaped(text: str, marks: str) -> str:
    for mark in "%\r\n" + marks:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
