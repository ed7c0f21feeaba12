"""What people have decided about findings, so that no finding is asked about twice.

    nqpterms-decisions.jsonl   one decision a line, beside the settings
    {"fingerprint": "…", "decision": "ignore", "by": "…", "when": "…", "why": "…", …}

*ignore*: nobody wants to see the finding again. *admit*: the rendering is right for this house and
stands in its glossary (`house_glossary`). *fixed*: the text has been changed, or is to be, with the
words of `fix` where such were chosen; where the finding comes back it is shown. A finding is known
by its fingerprint, which holds rule, term and the words of its sentence and no line number. Of
several decisions about one finding the last one counts.

A baseline is the same without names and reasons: JSON Lines with fingerprints, as `check --format
jsonl` writes findings, or the table of `--format csv` or `xlsx` in which someone has decided.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.file_locks import alone_with
from nqpterms.files.writing import atomic
from nqpterms.lang.articles import article
from nqpterms.lang.normal_form import one_line
from nqpterms.model.findings import Edit, Finding
from nqpterms.model.places import Span
from nqpterms.project.finding_records import (
    VERBS,
    FindingRecord,
    Verb,
    json_lines,
    load_findings,
    record_of,
)
from nqpterms.project.house_glossary import AdmittedTerm, admit

_ARTICLE = re.compile(r"(?<![\w’'-])([Aa]n?) \Z")

DECISIONS_FILE = "nqpterms-decisions.jsonl"
"""The name of a project's decisions, beside its settings."""


class Decision(Struct, frozen=True, omit_defaults=True):
    """What somebody decided about a finding: by whom, when (ISO 8601) and why.

    `code`, `source_term`, `matched` and `file` say for readers which finding it was; the file is
    named from the folder of the decisions. `fix` are the words that were chosen to stand there.
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
    fix: str = ""


def load_decisions(path: str | Path) -> dict[str, Decision]:
    """The decisions of a file by fingerprint, in order; a baseline's findings are ignored ones.

    Raises FormatError, with the line, for a file that holds none.
    """
    decisions: dict[str, Decision] = {}
    if Path(path).is_file() and not Path(path).stat().st_size:
        return decisions  # all of them have been taken back
    for number, record in json_lines(path):
        decision = _decision(record, path, number)
        decisions.pop(
            decision.fingerprint, None
        )  # who changes his mind decides anew
        decisions[decision.fingerprint] = decision
    return decisions


def dump_decisions(decisions: Iterable[Decision], path: str | Path) -> None:
    """Write decisions, a line each, in their order."""
    with atomic(path) as file:
        for decision in decisions:
            record = {
                key: getattr(decision, key)
                for key in Decision.__struct_fields__
            }
            filled = {key: value for key, value in record.items() if value}
            file.write(json.dumps(filled, ensure_ascii=False) + "\n")


@contextmanager
def changing_decisions(path: str | Path) -> Iterator[dict[str, Decision]]:
    """The decisions of a file by fingerprint, to be changed: what they are at the end is written.

    Nobody else changes them meanwhile. What was changed before an error is written too.
    """
    with alone_with(path):
        before = load_decisions(path) if Path(path).is_file() else {}
        decisions = dict(before)
        try:
            yield decisions
        finally:
            if list(decisions.items()) != list(before.items()):
                dump_decisions(decisions.values(), path)


def decide(
    findings: Iterable[Finding | FindingRecord],
    decision: Verb,
    path: str | Path,
    *,
    by: str = "",
    why: str = "",
    glossaries: Sequence[str] = (),
    rendering: str = "",
) -> list[AdmittedTerm]:
    """Write a decision about each of some findings into the file of decisions.

    What is *admitted* (the words that stand there, or *rendering*) becomes an admitted term of the
    first of the *glossaries* that has the concept, else of a new one at the end of the user's first
    glossary TSV; the lines that admit are returned. Of what is *fixed*, *rendering* are the words
    that are to stand there.
    Raises NqptermsError where nothing can be admitted, and FormatError for a broken file.

    >>> import tempfile
    >>> finding = Finding("T101", "warning", "said", matched="old form")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "nqpterms-decisions.jsonl")
    ...     _ = decide([finding], "ignore", path, by="Ann")
    ...     [one.matched for one in load_decisions(path).values()]
    ['old form']
    """
    records = [
        record_of(one) if isinstance(one, Finding) else one for one in findings
    ]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    folder = Path(path).parent
    admitted: list[AdmittedTerm] = []
    with changing_decisions(path) as decisions:
        for record in records:
            about = _about(record, folder)
            if decision == "admit":
                words = rendering or record.matched or record.stands
                admitted.append(admit(record, words, glossaries))
                about["matched"] = about.get("matched") or one_line(words)
            decisions.pop(record.fingerprint, None)
            decisions[record.fingerprint] = Decision(
                record.fingerprint,
                decision,
                by=record.by or by,
                when=now,
                why=why or record.note,
                fix=rendering if decision == "fixed" else "",
                **about,
            )
    return admitted


def _about(record: FindingRecord, folder: Path) -> dict[str, str]:
    """What says for readers which finding was decided."""
    return {
        "code": record.code,
        "source_term": record.source_term,
        "matched": record.matched,
        "file": relative_name(record.file, folder),
    }


def relative_name(file: str, folder: Path) -> str:
    """A file as it is named from a folder; by its whole name where it stands elsewhere."""
    if not file:
        return ""
    whole, root = Path(file).resolve(), folder.resolve()
    inner = whole.relative_to(root) if whole.is_relative_to(root) else whole
    return inner.as_posix()


def stale(
    decisions: Iterable[Decision],
    met: Set[str],
    files: Iterable[str],
    folder: Path,
) -> list[Decision]:
    """The decisions to ignore findings of some files, all of them checked, that no finding met."""
    names = {relative_name(file, folder) for file in files}
    return [
        one
        for one in decisions
        if one.decision == "ignore"
        and one.file in names
        and one.fingerprint not in met
    ]


def silenced(decisions: Mapping[str, Decision]) -> frozenset[str]:
    """The fingerprints of the findings that nobody wants to see again."""
    return frozenset(
        key for key, one in decisions.items() if one.decision == "ignore"
    )


def to_be_fixed(decisions: Mapping[str, Decision]) -> dict[str, str]:
    """By fingerprint the findings whose words people want to be put right, and the words that
    they chose; "" where they chose none."""
    return {
        key: one.fix
        for key, one in decisions.items()
        if one.decision == "fixed"
    }


def with_decided_fix(finding: Finding, chosen: str = "") -> Finding:
    """A finding that people want to be put right: with the words that were *chosen* as its fix,
    else with its own, else with the first form that is expected.

    >>> from nqpterms.model.findings import Standing
    >>> from nqpterms.model.places import Span
    >>> there = Standing("Village renewal", Span(0, 15))
    >>> finding = Finding("T201", "warning", "m", expected=("rural x",), stands=there)
    >>> with_decided_fix(finding).fix, with_decided_fix(finding, "new villages").fix
    ('Rural x', 'New villages')
    """
    there = finding.matched or (finding.stands.text if finding.stands else "")
    if chosen and chosen != finding.fix:
        edits = _article_edits(finding, chosen)
        return replace(
            finding, fix=_capital_of(there, chosen), further_edits=edits
        )
    if finding.fix is not None or not finding.expected or not there:
        return finding
    return replace(finding, fix=_capital_of(there, finding.expected[0]))


def _capital_of(there: str, words: str) -> str:
    """Words with a capital where those that stand there have one: they begin a sentence."""
    if there[:1].isupper() and words[:1].islower():
        return words[0].upper() + words[1:]
    return words


def _article_edits(finding: Finding, chosen: str) -> tuple[Edit, ...]:
    """The change of an article before the words of a finding, where other words want another."""
    quote = finding.target_quote
    span = finding.span or (finding.stands.span if finding.stands else None)
    if quote is None or span is None:
        return ()
    before = _ARTICLE.search(quote.text[: quote.span.start])
    wanted = article(chosen)
    if before is None or not wanted or before[1].lower() == wanted:
        return ()
    start = span.start - len(before[0])
    return (
        Edit(
            Span(start, start + len(before[1])),
            before[1],
            _capital_of(before[1], wanted),
        ),
    )


def load_baseline(path: str | Path) -> frozenset[str]:
    """The fingerprints of the findings that nobody wants to see again.

    Raises FormatError, with the line, for a file that is no baseline.
    """
    if Path(path).suffix.lower() not in (".csv", ".xlsx"):
        return silenced(load_decisions(path))
    records = load_findings(path)
    return frozenset(
        record.fingerprint for record in records if record.decision == "ignore"
    )


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


def _decision(record: dict[str, Any], path: str | Path, line: int) -> Decision:
    """A line as a decision; a finding alone, as in a baseline, is one to be ignored."""
    verb = record.get("decision") or "ignore"
    if verb not in VERBS:
        message = f"decision {verb!r}: expected one of {', '.join(VERBS)}"
        raise FormatError(message, path, line)
    fields = [key for key in Decision.__struct_fields__ if key != "decision"]
    values = {key: str(record.get(key) or "") for key in fields}
    return Decision(decision=cast("Verb", verb), **values)
