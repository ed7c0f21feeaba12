"""What people have decided about findings, in a baseline or in the text itself.

A baseline holds findings that a team does not want to see again. A finding is known by its
fingerprint, which holds rule, term and the text around it and no line number. The file is JSON
Lines, as `check --format jsonl` writes it, or the table of `--format csv` or `xlsx` in which
someone has put a mark into the column *ignore*.

A comment in the text silences checks from its line on:

    <!-- nqpterms-disable T101 -->            until it is enabled again
    <!-- nqpterms-enable T101 -->
    <!-- nqpterms-disable-next-line T101 -->  on the next line alone

Blanks or commas stand between several codes; a prefix (T1) stands for all its codes, and without
any code every check is meant.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.encoding import load
from nqpterms.files.office.spreadsheet import sheet_rows
from nqpterms.files.writing import atomic
from nqpterms.model.findings import Finding

_COMMENT = re.compile(r"<!--\s*nqpterms-(disable-next-line|disable|enable)\b([^<>]*?)-->")
_MARK = "<!--"


def load_baseline(path: str | Path) -> frozenset[str]:
    """The fingerprints of the findings that nobody wants to see again.

    Raises FormatError, with the line, for a file that is no baseline.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".xlsx":
        return _marked([row for _, row in sheet_rows(path)], path)
    text = load(path).removeprefix("\ufeff")
    return _of_csv(text, path) if suffix == ".csv" else _of_lines(text, path)


def dump_baseline(findings: Iterable[Finding], path: str | Path) -> None:
    """Write down all findings as known: a line each with fingerprint, code and what was matched."""
    records = {}
    for finding in findings:
        records[finding.fingerprint] = {
            "fingerprint": finding.fingerprint,
            "code": finding.code,
            "source_term": finding.source_term,
            "matched": finding.matched or None,
        }
    with atomic(path) as file:
        for key in sorted(records):
            file.write(json.dumps(records[key], ensure_ascii=False) + "\n")


def _of_lines(text: str, path: str | Path) -> frozenset[str]:
    fingerprints = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fingerprints.add(_word(json.loads(line)["fingerprint"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            message = 'expected a JSON object with "fingerprint", as --write-baseline writes it'
            raise FormatError(message, path, number) from None
    return frozenset(fingerprints)


def _of_csv(text: str, path: str | Path) -> frozenset[str]:
    try:
        return _marked(list(csv.reader(io.StringIO(text, newline=""))), path)
    except csv.Error as error:
        raise FormatError(f"not a CSV table: {error}", path) from None


def _marked(rows: list[list[str]], path: str | Path) -> frozenset[str]:
    """The fingerprints of the rows that have a mark."""
    header = rows[0] if rows else []
    if not {"ignore", "fingerprint"} <= set(header):
        message = "expected the columns ignore and fingerprint, as --format csv writes them"
        raise FormatError(message, path, 1)
    mark, name = header.index("ignore"), header.index("fingerprint")
    fingerprints = set()
    for row in rows[1:]:
        if len(row) <= max(mark, name):
            continue
        if row[mark].strip() and row[name]:
            fingerprints.add(row[name])
    return frozenset(fingerprints)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def unsuppressed(findings: Iterable[Finding], text: str) -> list[Finding]:
    """The findings that the comments in the text of their file do not silence.

    >>> from nqpterms.model.places import Place
    >>> text = "<!-- nqpterms-disable T1 -->\\na\\n<!-- nqpterms-enable -->\\nb"
    >>> found = [Finding("T101", "warning", "m", place=Place(line)) for line in (2, 4)]
    >>> [finding.place.line for finding in unsuppressed(found, text)]
    [4]
    """
    orders = _orders(text) if _MARK in text else []
    return [finding for finding in findings if not _is_silent(finding, orders)]


class _Order(Struct, frozen=True):
    """What a comment says: from which line on which codes are silent, or heard again."""

    line: int
    verb: str
    codes: tuple[str, ...]


def _orders(text: str) -> list[_Order]:
    """The comments in order of line."""
    orders = []
    line, start = 1, 0
    for comment in _COMMENT.finditer(text):
        line += text.count("\n", start, comment.start())
        start = comment.start()
        codes = tuple(comment[2].replace(",", " ").split())
        orders.append(_Order(line, comment[1], codes or ("",)))
    return orders


def _is_silent(finding: Finding, orders: Iterable[_Order]) -> bool:
    """Whether the last comment above that speaks of the finding's code silences it."""
    line = finding.place.line
    if line is None:
        return False
    silent = False
    for order in orders:
        if order.line > line:
            break
        if not finding.code.startswith(order.codes):
            continue
        if order.verb != "disable-next-line":
            silent = order.verb == "disable"
        elif line == order.line + 1:
            return True
    return silent
