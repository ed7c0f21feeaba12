"""What people have decided about findings, so that no finding is asked about twice.

    nqpterms-decisions.jsonl   one decision a line, beside the settings
    {"fingerprint": "…", "decision": "ignore", "by": "…", "when": "…", "why": "…", …}

*ignore*: nobody wants to see the finding again. *admit*: the rendering is right for this house and
stands in its glossary (`house_glossary`). *fixed*: the text has been changed; where the finding
comes back it is shown. A finding is known by its fingerprint, which holds rule, term and the words
of its sentence and no line number. Of several decisions about one finding the last one counts.

A baseline is the same without names and reasons: JSON Lines with fingerprints, as `check --format
jsonl` writes findings, or the table of `--format csv` or `xlsx` in which someone has put a mark
into the column *ignore* (or a word into a column *decision*).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any, Literal, cast, get_args

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.encoding import load
from nqpterms.files.office.spreadsheet import sheet_rows
from nqpterms.files.writing import atomic
from nqpterms.model.findings import Finding

DECISIONS_FILE = "nqpterms-decisions.jsonl"
"""The name of a project's decisions, beside its settings."""

Verb = Literal["ignore", "admit", "fixed"]
VERBS: tuple[Verb, ...] = get_args(Verb)

_EXPECTED = 'expected a JSON object with "fingerprint", as `check --format jsonl` writes it'
_TABLE_EXPECTED = "expected the columns ignore and fingerprint, as --format csv writes them"


class Decision(Struct, frozen=True, omit_defaults=True):
    """What somebody decided about a finding: by whom, when (ISO 8601) and why.

    `code`, `source_term`, `matched` and `file` say for readers which finding it was; the file is
    named from the folder of the decisions.
    """

    fingerprint: str
    decision: Verb = "ignore"
    by: str = ""
    when: str = ""
    why: str = ""
    code: str = ""
    source_term: str = ""
    matched: str = ""
    file: str = ""


class FindingRecord(Struct, frozen=True):
    """A finding as a file of findings has it, and the decision that stands beside it, if any."""

    fingerprint: str
    decision: Verb | Literal[""] = ""
    code: str = ""
    concept: str = ""
    source_term: str = ""
    matched: str = ""
    file: str = ""


def load_decisions(path: str | Path) -> dict[str, Decision]:
    """The decisions of a file by fingerprint, in order; a baseline's findings are ignored ones.

    Raises FormatError, with the line, for a file that holds none.
    """
    decisions: dict[str, Decision] = {}
    if Path(path).is_file() and not Path(path).stat().st_size:
        return decisions  # all of them have been taken back
    for number, record in _json_lines(path):
        decision = _decision(record, path, number)
        decisions.pop(decision.fingerprint, None)  # who changes his mind decides anew
        decisions[decision.fingerprint] = decision
    return decisions


def dump_decisions(decisions: Iterable[Decision], path: str | Path) -> None:
    """Write decisions, a line each, in their order."""
    with atomic(path) as file:
        for decision in decisions:
            record = {key: getattr(decision, key) for key in Decision.__struct_fields__}
            kept = {key: value for key, value in record.items() if value}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")


def decided(
    records: Iterable[FindingRecord], verb: Verb, *, by: str, when: str, why: str, folder: Path
) -> list[Decision]:
    """A decision about each of some findings; their files are named from *folder*."""
    return [
        Decision(
            record.fingerprint,
            verb,
            by=by,
            when=when,
            why=why,
            code=record.code,
            source_term=record.source_term,
            matched=record.matched,
            file=relative_name(record.file, folder),
        )
        for record in records
    ]


def relative_name(file: str, folder: Path) -> str:
    """A file as it is named from a folder; by its whole name where it stands elsewhere."""
    if not file:
        return ""
    whole, root = Path(file).resolve(), folder.resolve()
    inner = whole.relative_to(root) if whole.is_relative_to(root) else whole
    return inner.as_posix()


def stale(
    decisions: Iterable[Decision], met: Set[str], files: Iterable[str], folder: Path
) -> list[Decision]:
    """The decisions to ignore findings of some files, all of them checked, that no finding met."""
    names = {relative_name(file, folder) for file in files}
    return [
        one
        for one in decisions
        if one.decision == "ignore" and one.file in names and one.fingerprint not in met
    ]


def silenced(decisions: Mapping[str, Decision]) -> frozenset[str]:
    """The fingerprints of the findings that nobody wants to see again."""
    return frozenset(key for key, one in decisions.items() if one.decision == "ignore")


def load_baseline(path: str | Path) -> frozenset[str]:
    """The fingerprints of the findings that nobody wants to see again.

    Raises FormatError, with the line, for a file that is no baseline.
    """
    if Path(path).suffix.lower() not in (".csv", ".xlsx"):
        return silenced(load_decisions(path))
    records = load_findings(path)
    return frozenset(record.fingerprint for record in records if record.decision == "ignore")


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


def load_findings(path: str | Path) -> list[FindingRecord]:
    """The findings that `check` wrote as JSON Lines, CSV or XLSX, with what is marked beside them.

    Raises FormatError, with the line, for any other file.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".xlsx":
        return _of_table([row for _, row in sheet_rows(path)], path)
    if suffix != ".csv":
        return [_finding_record(record, "") for _, record in _json_lines(path)]
    text = load(path).removeprefix("\ufeff")
    try:
        return _of_table(list(csv.reader(io.StringIO(text, newline=""))), path)
    except csv.Error as error:
        raise FormatError(f"not a CSV table: {error}", path) from None


def _json_lines(path: str | Path) -> Iterator[tuple[int, dict[str, Any]]]:
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


def _decision(record: dict[str, Any], path: str | Path, line: int) -> Decision:
    """A line as a decision; a finding alone, as in a baseline, is one to be ignored."""
    verb = record.get("decision") or "ignore"
    if verb not in VERBS:
        message = f"decision {verb!r}: expected one of {', '.join(VERBS)}"
        raise FormatError(message, path, line)
    fields = [key for key in Decision.__struct_fields__ if key != "decision"]
    values = {key: str(record.get(key) or "") for key in fields}
    return Decision(decision=cast("Verb", verb), **values)


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
