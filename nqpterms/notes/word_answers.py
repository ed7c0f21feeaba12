"""What people answered to the comments in a reviewed Word document.

    reviewed.docx ──load_word_answers──▶ FindingRecords with their decisions

A reply that begins with an answer decides (`project.answer_words`), or such a word behind the text
of the comment itself; a thread that is settled says that the text has been changed; a comment that
somebody has deleted was a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.office.packages import opened_package
from nqpterms.files.office.word_comments import (
    WordComment,
    anchored_starts,
    word_comments,
)
from nqpterms.formats.results.decision_words import ANSWERS
from nqpterms.notes.asked_decisions import AskedDecision, asked_part, load_asked
from nqpterms.notes.word_review import AUTHOR, number_of
from nqpterms.project.answer_words import answer_in
from nqpterms.project.finding_records import FindingRecord

DELETED = "the comment was deleted"
"""What stands as the reason of a decision of whoever deleted a comment."""


def load_word_answers(path: str | Path) -> list[FindingRecord]:
    """The decisions that a document asked for; "" as the decision of those not answered yet.

    Raises FormatError for a document that asks for none.
    """
    with opened_package(Path(path), str(path)) as package:
        main = package.related("officeDocument") or "word/document.xml"
        comments = word_comments(package, main)
        starts = anchored_starts(package.root(main))
        name = asked_part(package)
        decisions = load_asked(package.root(name)) if name else []
    if not decisions:
        message = "asks for no decisions: expected a copy that `nqpterms check -o` has written"
        raise FormatError(message, path)
    return [_answered(one, comments, starts) for one in decisions]


def _answered(
    decision: AskedDecision,
    comments: Sequence[WordComment],
    starts: dict[str, tuple[int, ...]],
) -> FindingRecord:
    """The record of a decision with what was answered."""
    record = replace(decision.record, stands=decision.rendering)
    ours = next(
        (one for one in comments if number_of(one) == decision.number), None
    )
    if ours is None:
        return replace(record, decision="ignore", note=DELETED)
    for text, author in _replies(ours, comments, starts):
        answer = answer_in(text)
        if answer:
            record = replace(
                record, decision=answer.verb, note=answer.why, by=author
            )
    if ours.is_done and not record.decision:
        record = replace(record, decision="fixed")
    return record


def _replies(
    ours: WordComment,
    comments: Sequence[WordComment],
    starts: dict[str, tuple[int, ...]],
) -> Iterator[tuple[str, str]]:
    """The texts that answer a comment, in their order, each with who wrote it.

    A program that knows no threads puts the answer on the same words.
    """
    _, _, behind = ours.text.partition(ANSWERS)
    if behind.strip():
        yield behind, ""
    for comment in comments:
        if comment.author == AUTHOR:
            continue
        is_on_same_words = not comment.parent and starts.get(
            comment.id
        ) == starts.get(ours.id)
        if comment.parent == ours.id or is_on_same_words:
            yield comment.text, comment.author
