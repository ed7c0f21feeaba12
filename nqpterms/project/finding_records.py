"""Findings as they come back from a file: what `check` wrote, and what was marked beside them.

JSON Lines with a fingerprint a line, as `check --format jsonl` writes them and, with decisions, the
report saves them; or the table of `--format csv` or `xlsx` in which someone has chosen an answer in
the column *decision* (or put a mark into a column *ignore*, which tables of 0.1 have).
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
from nqpterms.files.office.spreadsheet import sheet_rows, unguarded
from nqpterms.lang.normal_form import one_line
from nqpterms.model.findings import Finding

Verb = Literal["ignore", "admit", "fixed"]
VERBS: tuple[Verb, ...] = get_args(Verb)

_EXPECTED = 'expected a JSON object with "fingerprint", as `check --format jsonl` writes it'
_TABLE_EXPECTED = (
    "expected the columns decision and id, as --format csv writes them"
)
_ANSWERS: dict[str, Verb | Literal[""]] = {
    "fix": "fixed",
    "fixed": "fixed",
    "done": "fixed",
    "ignore": "ignore",
    "ok": "ignore",
    "admit": "admit",
    "later": "",
}
"""What may stand in the column *decision*, and the decision that it is."""


class FindingRecord(Struct, frozen=True):
    """A finding as a file of findings has it, and the decision that stands beside it, if any.

    `stands` are the words that would be admitted where nothing is `matched`; `by` and `note` say
    who decided, and why.
    """

    fingerprint: str
    decision: Verb | Literal[""] = ""
    code: str = ""
    concept: str = ""
    source_term: str = ""
    matched: str = ""
    stands: str = ""
    file: str = ""
    by: str = ""
    note: str = ""


def record_of(finding: Finding) -> FindingRecord:
    """A finding as a file would have it, undecided."""
    return FindingRecord(
        finding.fingerprint,
        code=finding.code,
        concept=finding.concept or "",
        source_term=finding.source_term or "",
        matched=finding.matched,
        stands=one_line(finding.stands.text) if finding.stands else "",
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
        return [
            _finding_record(record, _verb_of(record, path, line))
            for line, record in json_lines(path)
        ]
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
        if not isinstance(record, dict) or not isinstance(
            record.get("fingerprint"), str
        ):
            raise FormatError(_EXPECTED, path, number)
        yield number, record


def _of_table(rows: list[list[str]], path: str | Path) -> list[FindingRecord]:
    """The rows of a table of findings; a word in *decision* decides, or a mark in *ignore*."""
    header = rows[0] if rows else []
    has_id = {"fingerprint", "id"} & set(header)
    if not has_id or not {"ignore", "decision"} & set(header):
        raise FormatError(_TABLE_EXPECTED, path, 1)
    records = []
    for number, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, map(unguarded, row), strict=False))
        cells["fingerprint"] = cells.get("fingerprint") or cells.get("id", "")
        if cells["fingerprint"]:
            records.append(
                _finding_record(cells, _verb_of(cells, path, number))
            )
    return records


def _verb_of(
    cells: Mapping[str, Any], path: str | Path, line: int
) -> Verb | Literal[""]:
    """What is decided in a row; "" for nothing yet."""
    word = str(cells.get("decision") or "").strip().lower()
    if word:
        if word not in _ANSWERS:
            message = (
                f"decision {word[:40]!r}: expected one of {', '.join(_ANSWERS)}"
            )
            raise FormatError(message, path, line)
        return _ANSWERS[word]
    mark = str(cells.get("ignore") or "").strip().lower()
    return _ANSWERS.get(mark, "ignore") if mark else ""


def _finding_record(record: Mapping[str, Any], verb: str) -> FindingRecord:
    fields = [
        key for key in FindingRecord.__struct_fields__ if key != "decision"
    ]
    values = {key: str(record.get(key) or "") for key in fields}
    if isinstance(record.get("stands"), dict):
        values["stands"] = str(record["stands"].get("text") or "")
    return FindingRecord(decision=cast('Verb | Literal[""]', verb), **values)
