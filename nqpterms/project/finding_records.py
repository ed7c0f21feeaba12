"""Findings as they come back from a file: what `check` wrote, and what was marked beside them.

JSON Lines with a fingerprint a line, as `check --format jsonl` writes them, or the table of
`--format csv` or `xlsx` in which someone has put a mark into the column *ignore* (or a word into a
column *decision*).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, cast, get_args

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.encoding import load
from nqpterms.files.office.spreadsheet import sheet_rows
from nqpterms.model.findings import Finding

Verb = Literal["ignore", "admit", "fixed"]
VERBS: tuple[Verb, ...] = get_args(Verb)

_EXPECTED = 'expected a JSON object with "fingerprint", as `check --format jsonl` writes it'
_TABLE_EXPECTED = "expected the columns ignore and fingerprint, as --format csv writes them"


class FindingRecord(Struct, frozen=True):
    """A finding as a file of findings has it, and the decision that stands beside it, if any."""

    fingerprint: str
    decision: Verb | Literal[""] = ""
    code: str = ""
    concept: str = ""
    source_term: str = ""
    matched: str = ""
    file: str = ""


def record_of(finding: Finding) -> FindingRecord:
    """A finding as a file would have it, undecided."""
    return FindingRecord(
        finding.fingerprint,
        code=finding.code,
        concept=finding.concept or "",
        source_term=finding.source_term or "",
        matched=finding.matched,
        file=finding.file,
    )


def load_findings(path: str | Path) -> list[FindingRecord]:
    """The findings that `check` wrote as JSON Lines, CSV or XLSX, with what is marked beside them.

    Raises FormatError, with the line, for any other file.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".xlsx":
        return _of_table([row for _, row in sheet_rows(path)], path)
    if suffix != ".csv":
        return [_finding_record(record, "") for _, record in json_lines(path)]
    text = load(path).removeprefix("\ufeff")
    try:
        return _of_table(list(csv.reader(io.StringIO(text, newline=""))), path)
    except csv.Error as error:
        raise FormatError(f"not a CSV table: {error}", path) from None


def json_lines(path: str | Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their lines; each has a fingerprint."""
    text = load(path).removeprefix("\ufeff")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise FormatError(_EXPECTED, path, number) from None
        if not isinstance(record, dict) or not isinstance(record.get("fingerprint"), str):
            raise FormatError(_EXPECTED, path, number)
        yield number, record


def _of_table(rows: list[list[str]], path: str | Path) -> list[FindingRecord]:
    """The rows of a table of findings; a mark in *ignore* decides, or a word in *decision*."""
    header = rows[0] if rows else []
    if "fingerprint" not in header or not {"ignore", "decision"} & set(header):
        raise FormatError(_TABLE_EXPECTED, path, 1)
    records = []
    for row in rows[1:]:
        cells = dict(zip(header, row, strict=False))
        if not cells.get("fingerprint"):
            continue
        word = cells.get("decision", "").strip().lower()
        mark = cells.get("ignore", "").strip().lower()
        if word in VERBS or mark in VERBS:
            records.append(_finding_record(cells, word if word in VERBS else mark))
        else:
            records.append(_finding_record(cells, "ignore" if mark else ""))
    return records


def _finding_record(record: Mapping[str, Any], verb: str) -> FindingRecord:
    fields = [key for key in FindingRecord.__struct_fields__ if key != "decision"]
    values = {key: str(record.get(key) or "") for key in fields}
    return FindingRecord(decision=cast('Verb | Literal[""]', verb), **values)
