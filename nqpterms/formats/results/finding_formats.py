"""Findings as text for readers and as records for machines.

Each writer of text takes findings and gives one str.

    text     the list of `decision_list`: one decision a block, a long list of places cut
    jsonl    every place, one object a line
    sarif    SARIF 2.1.0 (OASIS, 2020), columns in code points

Tables to decide in, CSV and XLSX, are written by `decision_tables`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nqpterms.errors import FormatError
from nqpterms.formats.results.decision_list import block
from nqpterms.model.findings import (
    SEVERITIES,
    Edit,
    Finding,
    Quote,
    Standing,
    mqm,
)
from nqpterms.model.places import Place, Span

SHOWN = 5  # places of one group in the text report; a reader needs examples, machines need all
_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"info": "note", "warning": "warning", "error": "error"}


def dumps_text(
    findings: Sequence[Finding], *, most: int = SHOWN, everything: bool = True
) -> str:
    """The findings for a reader, those of one group together; "" where there are none.

    Without *everything* they are those that ask for a decision, and the last line says how many
    others there are.

    >>> print(dumps_text([Finding("T101", "warning", "“x” is deprecated", "a.txt", matched="x")]))
     1  T101 warning: “x” is deprecated
          a.txt
    <BLANKLINE>
    1 finding: 1 warning
    <BLANKLINE>
    """
    if not findings:
        return ""
    groups = grouped(findings)
    if not everything:
        groups = [group for group in groups if group[0].severity != "info"]
    lines: list[str] = []
    for number, group in enumerate(groups, start=1):
        lines += block(number, group, most)
    last = summary(findings) if everything else decision_summary(findings)
    return "\n".join([*lines, last, ""])


def grouped(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings that people read as one, the gravest first, in each group and among groups."""
    groups: dict[str, list[Finding]] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(finding.group or str(number), []).append(finding)
    for group in groups.values():
        group.sort(key=_gravest_first)
    return sorted(
        groups.values(),
        key=lambda g: (-SEVERITIES.index(g[0].severity), -len(g)),
    )


def _gravest_first(finding: Finding) -> tuple[int, bool, float]:
    """The order inside a group: gravest first, then what is about the whole, then the surest."""
    sure = 0.0 if finding.confidence is None else finding.confidence
    return -SEVERITIES.index(finding.severity), bool(finding.context), -sure


def summary(findings: Sequence[Finding]) -> str:
    """How many findings there are of each severity.

    >>> summary([])
    'no findings'
    """
    if not findings:
        return "no findings"
    count = Counter(finding.severity for finding in findings)
    parts = [f"{count[s]} {s}" for s in reversed(SEVERITIES) if count[s]]
    return f"{len(findings)} finding{'s' * (len(findings) > 1)}: {', '.join(parts)}"


def decision_summary(findings: Sequence[Finding]) -> str:
    """How many decisions findings ask for, and how many remarks there are beside them.

    >>> one = Finding("T101", "warning", "“x” is deprecated", group="x")
    >>> decision_summary([one, one, Finding("T105", "info", "“y” here, “z” elsewhere")])
    '1 decision in 2 places, 1 remark (--all)'
    >>> decision_summary([])
    'no decisions'
    """
    decisions = [finding for finding in findings if finding.severity != "info"]
    remarks = len(findings) - len(decisions)
    groups = len(grouped(decisions))
    text = f"{groups or 'no'} decision{'s' * (groups != 1)}"
    if len(decisions) > groups:
        text += f" in {len(decisions)} places"
    return (
        f"{text}, {remarks} remark{'s' * (remarks != 1)} (--all)"
        if remarks
        else text
    )


def dumps_jsonl(findings: Iterable[Finding]) -> str:
    """Every finding as one JSON object a line, with every key, null where there is nothing."""
    return "".join(jsonl_lines(findings))


def jsonl_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """The lines that `dumps_jsonl` joins, one by one."""
    for finding in findings:
        yield json.dumps(as_record(finding), ensure_ascii=False) + "\n"


def as_record(finding: Finding) -> dict[str, Any]:
    """A finding as a JSON object; page or paragraph only in a file that has such.

    >>> as_record(Finding("T101", "warning", "said", matched="x", span=Span(2, 3)))["span"]
    [2, 3]
    """
    sheet = {"page": finding.place.page, "paragraph": finding.place.paragraph}
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "file": finding.file or None,
        "line": finding.place.line,
        "column": finding.place.column,
        **{key: number for key, number in sheet.items() if number is not None},
        "segment": finding.segment,
        "unit": finding.unit or None,
        "concept": finding.concept,
        "source_term": finding.source_term,
        "source_span": _span(finding.source_span),
        "matched": finding.matched or None,
        "span": _span(finding.span),
        "expected": list(finding.expected),
        "fix": finding.fix,
        "further_edits": [_edit_record(edit) for edit in finding.further_edits],
        "group": finding.group or None,
        "consistency": finding.consistency,
        "stands": _standing(finding.stands),
        "confidence": finding.confidence,
        "source_quote": _quote(finding.source_quote),
        "target_quote": _quote(finding.target_quote),
        "fixed": finding.fixed or None,
        "fingerprint": finding.fingerprint,
    }


def dumps_sarif(
    findings: Iterable[Finding],
    *,
    rules: Mapping[str, str] | None = None,
    version: str = "",
) -> str:
    """The findings as a SARIF 2.1.0 log; *rules* explains each code in a line."""
    findings = list(findings)
    codes = sorted({finding.code for finding in findings} | set(rules or ()))
    driver: dict[str, Any] = {
        "name": "nqpterms",
        "rules": [_rule(c, rules or {}) for c in codes],
    }
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, codes.index(finding.code)) for finding in findings
        ],
    }
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _shown_words(finding: Finding) -> str:
    """The words at the place of a finding: what is wrong, or stands in the place of what is not."""
    if finding.matched or not finding.stands:
        return finding.matched
    return finding.stands.text


def _standing(stands: Standing | None) -> dict[str, Any] | None:
    """The words in the place of what was expected."""
    if stands is None:
        return None
    start, end = stands.span
    return {
        "text": stands.text,
        "start": start,
        "end": end,
        "score": stands.score,
    }


def _quote(quote: Quote | None) -> dict[str, Any] | None:
    """A sentence and the words in it that are meant."""
    if quote is None:
        return None
    record = {"text": quote.text, "span": list(quote.span), "lang": quote.lang}
    return {**record, "before": quote.before} if quote.before else record


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _rule(code: str, rules: Mapping[str, str]) -> dict[str, Any]:
    """A rule of the SARIF log."""
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": rules.get(code, code)},
    }
    return {**rule, "properties": {"mqm": mqm(code)}} if mqm(code) else rule


def _result(finding: Finding, index: int) -> dict[str, Any]:
    """A result of the SARIF log (section 3.27)."""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "partialFingerprints": _fingerprints(finding),
        "properties": _properties(finding),
    }
    if finding.confidence is not None:
        result["rank"] = round(100 * finding.confidence, 1)
    if finding.file:
        location: dict[str, Any] = {"physicalLocation": _location(finding)}
        if finding.segment is not None:
            location["logicalLocations"] = [_logical_location(finding)]
        result["locations"] = [location]
    if (
        finding.fix is not None
        and finding.file
        and "region" in _location(finding)
    ):
        changes = [_change(edit) for edit in finding.edits]
        artifact = {
            "artifactLocation": {"uri": _uri(finding.file)},
            "replacements": changes,
        }
        result["fixes"] = [{"artifactChanges": [artifact]}]
    return result


def _fingerprints(finding: Finding) -> dict[str, str]:
    """Both names of a finding, so that a service that knows the older one goes on with it."""
    name, older_name = finding.fingerprints
    return {"nqpterms/v1": older_name, "nqpterms/v2": name}


def _properties(finding: Finding) -> dict[str, Any]:
    """What SARIF has no field of its own for."""
    properties: dict[str, Any] = {
        "concept": finding.concept,
        "sourceTerm": finding.source_term,
    }
    if finding.consistency is not None:
        properties["consistency"] = finding.consistency
    if finding.stands:
        properties["stands"] = _standing(finding.stands)
    return properties


def _logical_location(finding: Finding) -> dict[str, Any]:
    """The unit of a bitext in which a finding stands (section 3.33)."""
    label = f"segment {finding.segment}"
    return {
        "name": finding.unit or label,
        "decoratedName": label,
        "kind": "object",
    }


def _location(finding: Finding) -> dict[str, Any]:
    """Where a finding stands (section 3.29)."""
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.place.is_in_text:
        location["region"] = _region(finding.place, _shown_words(finding))
    return location


def _change(edit: Edit) -> dict[str, Any]:
    """A replacement (section 3.57)."""
    return {
        "deletedRegion": _region(edit.place, edit.old),
        "insertedContent": {"text": edit.new},
    }


def _region(place: Place, matched: str) -> dict[str, Any]:
    """The lines and columns of what is matched (section 3.30); the end only within one line."""
    region: dict[str, Any] = {"startLine": place.line}
    if place.column is not None:
        region["startColumn"] = place.column
        if matched and "\n" not in matched:
            region["endColumn"] = place.column + len(matched)
    return region


def _edit_record(edit: Edit) -> dict[str, Any]:
    return {"span": _span(edit.span), "old": edit.old, "new": edit.new}


def _uri(path: str) -> str:
    """A path as a relative URI reference (RFC 3986)."""
    return quote(path.replace("\\", "/"), errors="surrogateescape")


ROWS = 200  # groups in the table: far below the mebibyte that GitHub takes of a step
_PLACES = 3  # places of each group that are named
_COMMANDS = {"info": "notice", "warning": "warning", "error": "error"}
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$@&]")
# No page, no mention of people.
_ESCAPES = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    "@": "&#64;",
}


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
    lines = ["### nqpterms check", "", _markdown_text(summary(findings)), ""]
    groups = grouped(findings)
    if groups:
        lines += [
            "| code | severity | places | what | where |",
            "|---|---|---:|---|---|",
        ]
        lines += map(_markdown_row, groups[:ROWS])
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


def _markdown_row(group: Sequence[Finding]) -> str:
    first = group[0]
    where = list(dict.fromkeys(filter(None, map(_file_and_line, group))))
    places = ", ".join(map(_markdown_text, where[:_PLACES])) + (
        ", …" if len(where) > _PLACES else ""
    )
    cells = (
        first.code,
        first.severity,
        str(len(group)),
        _markdown_text(first.message),
        places,
    )
    return f"| {' | '.join(cells)} |"


def _file_and_line(finding: Finding) -> str:
    """The file and the line or the row of a finding."""
    if finding.place.line is None and finding.segment is not None:
        return f"{finding.file} row {finding.segment}".strip()
    return (
        f"{finding.file}:{finding.place.line}"
        if finding.place.line
        else finding.file
    )


def _markdown_text(text: str) -> str:
    """Any text as words of one Markdown cell: its marks mean nothing."""
    plain = " ".join(text.split())
    return _MARKS.sub(lambda mark: _ESCAPES.get(mark[0], "\\" + mark[0]), plain)


def _command(finding: Finding) -> str:
    """One workflow command; its own marks are escaped as GitHub's toolkit does it."""
    place = finding.place
    line, column = (
        (place.line, place.column) if place.is_in_text else (None, None)
    )
    values = (("file", finding.file), ("line", line), ("col", column))
    items = [*((k, v) for k, v in values if v), ("title", finding.code)]
    properties = ",".join(
        f"{key}={_escaped(str(value), ':,')}" for key, value in items
    )
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(finding.message, '')}"


def _escaped(text: str, marks: str) -> str:
    for mark in "%\r\n" + marks:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
