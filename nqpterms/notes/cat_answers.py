"""Findings as notes in the files of CAT tools, and what people wrote behind them.

memory.xlf, Findings ──noted_bitext──▶ the bytes of a copy with notes at its segments
memory.xlf ──load_cat_answers──▶ FindingRecords with their decisions
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.formats.bitexts.notes_in_place import (
    OurNote,
    SegmentKey,
    our_notes,
    with_notes,
)
from nqpterms.formats.results.decision_words import note_text
from nqpterms.model.findings import Finding
from nqpterms.project.answer_words import answer_in
from nqpterms.project.finding_records import FindingRecord

_TERM = re.compile(r"Expected for (.+?): “")
_HERE = re.compile(r" Here: “(.+?)”\. ")
_CODE = re.compile(r"\(([A-Z][A-Z0-9]*\d)[,)]")


class NotedBitext(Struct, frozen=True):
    """A bitext with notes: its bytes, how many notes were put in, and what found no segment."""

    data: bytes
    notes: int
    unplaced: tuple[Finding, ...] = ()


def noted_bitext(path: str | Path, findings: Iterable[Finding]) -> NotedBitext:
    """A file of a CAT tool with a note at the segment of each finding, older ones of ours replaced.

    What people have answered stays, and is not asked once more. Raises FormatError for a file that
    would not come back as it was.
    """
    answered = {note.fingerprint for note in our_notes(path) if note.answer}
    notes: dict[SegmentKey, list[OurNote]] = {}
    fingerprints = set(answered)
    unplaced = []
    for finding in findings:
        if finding.segment is None:
            unplaced.append(finding)
            continue
        if finding.fingerprint in fingerprints:
            continue
        fingerprints.add(finding.fingerprint)
        note = OurNote(finding.fingerprint, note_text(finding))
        notes.setdefault((finding.segment, finding.unit), []).append(note)
    data = with_notes(path, notes)
    return NotedBitext(data, sum(map(len, notes.values())), tuple(unplaced))


def load_cat_answers(path: str | Path) -> list[FindingRecord]:
    """The decisions that a file asks for; "" as the decision of those not answered yet.

    Raises FormatError for a file that asks for none.
    """
    notes = our_notes(path)
    if not notes:
        message = "asks for no decisions: expected a copy that `nqpterms check -o` has written"
        raise FormatError(message, path)
    return [_record(note, path) for note in notes]


def _record(note: OurNote, path: str | Path) -> FindingRecord:
    """A note as a record, with what stands behind its question."""
    answer = answer_in(note.answer)
    term, here, code = (
        _first(pattern, note.text) for pattern in (_TERM, _HERE, _CODE)
    )
    return FindingRecord(
        note.fingerprint,
        answer.verb if answer else "",
        code=code,
        source_term=term,
        stands=here,
        file=str(path),
        note=answer.why if answer else "",
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""
