"""Findings as text for readers and as records for machines.

Each writer of text takes findings and gives one str.

    text     grouped by term, the text round each hit, a long list cut with a count of the rest
    jsonl    every place, one object a line
    sarif    SARIF 2.1.0 (OASIS, 2020), columns in code points
    github   workflow commands that become annotations, the worst first
    csv      a spreadsheet with a column that says what to ignore; xlsx, a file, is the same
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nqpterms.findings import SEVERITIES, Finding, mqm
from nqpterms.formats.formula_guard import guarded
from nqpterms.formats.spreadsheet import write_sheet
from nqpterms.places import Span, is_text, told

SHOWN = 5  # places of one group in the text report; a reader needs examples, machines need all
_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"info": "note", "warning": "warning", "error": "error"}
_COMMANDS = {"info": "notice", "warning": "warning", "error": "error"}
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML holds these
_COLUMNS = (
    "ignore",
    "code",
    "severity",
    "mqm",
    "source_term",
    "matched",
    "expected",
    "message",
    "context",
    "file",
    "line",
    "column",
    "segment",
    "fingerprint",
)


def dumps_text(findings: Sequence[Finding], *, shown: int = SHOWN) -> str:
    """The findings for a reader, those of one group together; "" where there are none.

    >>> print(dumps_text([Finding("T101", "warning", "“x” is deprecated", "a.txt", matched="x")]))
    T101 warning: “x” is deprecated
      a.txt
    <BLANKLINE>
    1 finding: 1 warning
    <BLANKLINE>
    """
    if not findings:
        return ""
    groups: dict[str, list[Finding]] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(finding.group or str(number), []).append(finding)
    blocks = sorted(groups.values(), key=lambda group: (-_gravest(group), -len(group)))
    lines = [line for block in blocks for line in _block(block, shown)]
    return "\n".join([*lines, summary(findings), ""])


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


def dumps_jsonl(findings: Iterable[Finding]) -> str:
    """Every finding as one JSON object a line, with every key, null where there is nothing."""
    lines = (json.dumps(as_record(finding), ensure_ascii=False) for finding in findings)
    return "".join(f"{line}\n" for line in lines)


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
        "concept": finding.concept,
        "source_term": finding.source_term,
        "source_span": _span(finding.source_span),
        "matched": finding.matched or None,
        "span": _span(finding.span),
        "expected": list(finding.expected),
        "fix": finding.fix,
        "group": finding.group or None,
        "fingerprint": finding.fingerprint,
    }


def dumps_sarif(
    findings: Iterable[Finding], *, rules: Mapping[str, str] | None = None, version: str = ""
) -> str:
    """The findings as a SARIF 2.1.0 log; *rules* explains each code in a line."""
    findings = list(findings)
    codes = sorted({finding.code for finding in findings} | set(rules or ()))
    driver: dict[str, Any] = {"name": "nqpterms", "rules": [_rule(c, rules or {}) for c in codes]}
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code)) for finding in findings],
    }
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def dumps_github(findings: Iterable[Finding]) -> str:
    """The findings as GitHub workflow commands, the worst first: ten of a kind are shown a step.

    >>> dumps_github([Finding("T101", "warning", "50% off", "a.txt")])
    '::warning file=a.txt,title=T101::50%25 off\\n'
    """
    ranked = sorted(findings, key=lambda f: -SEVERITIES.index(f.severity))
    return "".join(f"{_command(finding)}\n" for finding in ranked)


def dumps_csv(findings: Iterable[Finding]) -> str:
    """The findings as CSV, grouped by term, with an empty column `ignore` to be filled in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([guarded(cell) for cell in row] for row in _rows(findings))
    return out.getvalue()


def dump_xlsx(findings: Iterable[Finding], path: str | Path) -> None:
    """Write the columns of the CSV as a workbook; what no cell holds is shown as a box.

    Raises MissingExtraError without openpyxl.
    """
    rows = ([_UNSEEN.sub("\ufffd", cell) for cell in row] for row in _rows(findings))
    write_sheet(path, [_COLUMNS, *rows], title="findings")


def _rows(findings: Iterable[Finding]) -> Iterator[list[str]]:
    """The cells of the findings, those of one group together."""
    for finding in sorted(findings, key=lambda f: f.group):
        record = {**as_record(finding), "ignore": "", "context": finding.context}
        record |= {"expected": " | ".join(finding.expected), "mqm": mqm(finding.code)}
        values = (record[column] for column in _COLUMNS)
        yield ["" if value is None else str(value) for value in values]


def _block(group: Sequence[Finding], shown: int) -> list[str]:
    """The lines of one group: what is the matter, then where."""
    group = sorted(group, key=lambda f: -SEVERITIES.index(f.severity))
    first = group[0]
    placed = [f for f in group if f.context] or group
    lines = [f"{first.code} {first.severity}: {first.message}"]
    lines += [line for line in map(_where, placed[:shown]) if line]
    rest = len(placed) - shown
    return [*lines, *([f"  … and {rest} more"] if rest > 0 else []), ""]


def _where(finding: Finding) -> str:
    """One place with the text round it."""
    place = told(finding.place)
    row = f"segment {finding.segment}" if finding.segment is not None else ""
    where = " ".join(p for p in (f"{finding.file}:{place}".strip(":"), row) if p)
    return f"  {where}  {finding.context}".rstrip()


def _gravest(group: Sequence[Finding]) -> int:
    return max(SEVERITIES.index(finding.severity) for finding in group)


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _rule(code: str, rules: Mapping[str, str]) -> dict[str, Any]:
    """A rule of the SARIF log."""
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": rules.get(code, code)}}
    return {**rule, "properties": {"mqm": mqm(code)}} if mqm(code) else rule


def _result(finding: Finding, index: int) -> dict[str, Any]:
    """A result of the SARIF log (section 3.27)."""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "partialFingerprints": {"nqpterms/v1": finding.fingerprint},
        "properties": {"concept": finding.concept, "sourceTerm": finding.source_term},
    }
    if finding.file:
        result["locations"] = [{"physicalLocation": _location(finding)}]
    if finding.fix is not None and finding.file and "region" in _location(finding):
        change = {"deletedRegion": _region(finding), "insertedContent": {"text": finding.fix}}
        artifact = {"artifactLocation": {"uri": _uri(finding.file)}, "replacements": [change]}
        result["fixes"] = [{"artifactChanges": [artifact]}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    """Where a finding stands (section 3.29)."""
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if is_text(finding.place):
        location["region"] = _region(finding)
    return location


def _region(finding: Finding) -> dict[str, Any]:
    """The lines and columns of a finding (section 3.30); the end only within one line."""
    region: dict[str, Any] = {"startLine": finding.place.line}
    if finding.place.column is not None:
        region["startColumn"] = finding.place.column
        if finding.matched and "\n" not in finding.matched:
            region["endColumn"] = finding.place.column + len(finding.matched)
    return region


def _uri(path: str) -> str:
    """A path as a relative URI reference (RFC 3986)."""
    return quote(path.replace("\\", "/"))


def _command(finding: Finding) -> str:
    """One workflow command; its own marks are escaped as GitHub's toolkit does it."""
    place = finding.place
    line, column = (place.line, place.column) if is_text(place) else (None, None)
    values = (("file", finding.file), ("line", line), ("col", column))
    named = [*((k, v) for k, v in values if v), ("title", finding.code)]
    properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in named)
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(finding.message, '')}"


def _escaped(text: str, marks: str) -> str:
    for mark in "%\r\n" + marks:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
