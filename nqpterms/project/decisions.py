"""What is known already: findings that a team has looked at and does not want to see again.

A finding is known by its fingerprint, which holds rule, term and the text around it and no line
number. A baseline is JSON Lines, as `check --format jsonl` writes it, or the table of `--format
csv` or `xlsx` in which someone has put a mark into the column *ignore*.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.encoding import load
from nqpterms.files.office.spreadsheet import sheet_rows
from nqpterms.files.writing import atomic
from nqpterms.model.findings import Finding


def load_baseline(path: str | Path) -> frozenset[str]:
    """The fingerprints of what is known.

    Raises FormatError, with the line, for a file that is none of these.
    """
    if Path(path).suffix.lower() == ".xlsx":
        return _marked([row for _, row in sheet_rows(path)], path)
    text = load(path).removeprefix("\ufeff")
    return _of_csv(text, path) if Path(path).suffix.lower() == ".csv" else _of_lines(text, path)


def dump_baseline(findings: Iterable[Finding], path: str | Path) -> None:
    """Write down all findings as known: a line each with fingerprint, code and what was matched."""
    lines = {
        f.fingerprint: {
            "fingerprint": f.fingerprint,
            "code": f.code,
            "source_term": f.source_term,
            "matched": f.matched or None,
        }
        for f in findings
    }
    with atomic(path) as file:
        for key in sorted(lines):
            file.write(json.dumps(lines[key], ensure_ascii=False) + "\n")


def unknown(findings: Iterable[Finding], known: frozenset[str]) -> list[Finding]:
    """The findings that are not in the baseline.

    >>> finding = Finding("T101", "warning", "said", matched="x")
    >>> unknown([finding], frozenset({finding.fingerprint})), len(unknown([finding], frozenset()))
    ([], 1)
    """
    return [finding for finding in findings if finding.fingerprint not in known]


def _of_lines(text: str, path: str | Path) -> frozenset[str]:
    known = set()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                known.add(_word(json.loads(line)["fingerprint"]))
            except (ValueError, KeyError, TypeError, RecursionError):
                message = 'expected a JSON object with "fingerprint", as --write-baseline writes it'
                raise FormatError(message, path, number) from None
    return frozenset(known)


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
    whole = (row for row in rows[1:] if len(row) > max(mark, name))
    return frozenset(row[name] for row in whole if row[mark].strip() and row[name])


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
