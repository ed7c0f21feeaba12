"""Decisions that come back: from a workbook, from comments in Word, from notes in CAT files.

answered file ──load_answers──▶ FindingRecords ──take_answers──▶ the file of decisions
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field

from nqpterms.errors import NqptermsError
from nqpterms.formats.bitexts.notes_in_place import takes_notes
from nqpterms.notes.cat_answers import load_cat_answers
from nqpterms.notes.word_answers import load_word_answers
from nqpterms.project.decisions import decide, load_decisions
from nqpterms.project.finding_records import FindingRecord, Verb, load_findings
from nqpterms.project.house_glossary import AdmittedTerm

_TABLES = (".csv", ".xlsx")
_WORD = (".docx", ".docm")


class TakenAnswers(Struct):
    """What was taken from an answered file: how many new decisions of each kind, what was admitted
    in which line of a glossary, and what could not be."""

    counts: dict[Verb, int] = field(default_factory=dict)
    admitted: list[AdmittedTerm] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def is_answered_file(path: str | Path) -> bool:
    """Whether a file can hold answers, and is no file of decisions itself.

    >>> is_answered_file("answered.xlsx"), is_answered_file("nqpterms-decisions.jsonl")
    (True, False)
    """
    return Path(path).suffix.lower() in (*_TABLES, *_WORD) or takes_notes(path)


def load_answers(path: str | Path) -> list[FindingRecord]:
    """The findings of an answered file; the decision of those not answered is "".

    Raises FormatError, with the line where there is one, for a file that asks for none.
    """
    if Path(path).suffix.lower() in _WORD:
        return load_word_answers(path)
    if takes_notes(path):
        return load_cat_answers(path)
    return load_findings(path)


def take_answers(
    path: str | Path,
    decisions: str | Path,
    *,
    by: str = "",
    glossaries: Sequence[str] = (),
) -> TakenAnswers:
    """Write the answers of a file into the file of decisions; what stands there already is left.

    A rendering that no glossary takes is left alone as it stands: the finding is ignored, and
    `refused` says why.
    """
    earlier = load_decisions(decisions) if Path(decisions).is_file() else {}
    answers = TakenAnswers()
    for record in load_answers(path):
        verb = record.decision
        before = earlier.get(record.fingerprint)
        if not verb or (before is not None and before.decision == verb):
            continue
        if (
            before is not None
            and before.why.startswith(_NOT_ADMITTED)
            and verb == "admit"
        ):
            continue
        _take(record, verb, decisions, answers, by=by, glossaries=glossaries)
    return answers


_NOT_ADMITTED = "to be admitted, "


def _take(
    record: FindingRecord,
    verb: Verb,
    decisions: str | Path,
    answers: TakenAnswers,
    *,
    by: str,
    glossaries: Sequence[str],
) -> None:
    """Write one decision down."""
    try:
        answers.admitted += decide(
            [record], verb, decisions, by=by, glossaries=glossaries
        )
    except NqptermsError as error:
        if verb != "admit":
            raise
        answers.refused.append(str(error))
        verb = "ignore"
        decide([record], verb, decisions, by=by, why=f"{_NOT_ADMITTED}{error}")
    answers.counts[verb] = answers.counts.get(verb, 0) + 1
