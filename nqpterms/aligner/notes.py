"""Notes, references and annotated terms: their numbers say which belongs to which.

The text does not: in a report many notes name the same source, and a lost one would move all
that follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from nqpterms.lang.normal_form import fold
from nqpterms.model.alignment import ListKind, NotePair
from nqpterms.model.document import Document, Note

LISTS: dict[ListKind, str] = {
    "note": "notes",
    "reference": "references",
    "entry": "annotated terms",
}
"""The lists at the end of a text, in the order of their rows, and what a reader calls them."""

# By judgement: the number is nearly always right; a shared year or page confirms it.
NUMBER_AND_TEXT, NUMBER_ONLY = 0.99, 0.9

_DIGITS = re.compile(r"\d+")

_Key = tuple[int, str]


def pair_notes(zh: Document, en: Document) -> list[NotePair]:
    """The rows of all three lists: every item of both texts in exactly one."""
    return [
        *pair_list("note", zh.notes, en.notes),
        *pair_list("reference", zh.references, en.references),
        *pair_list("entry", zh.entries, en.entries),
    ]


def pair_list(kind: ListKind, zh: Sequence[Note], en: Sequence[Note]) -> list[NotePair]:
    """The rows of one list in the order of its numbers, the missing ones with the reason.

    >>> from nqpterms.model.document import Passage
    >>> one, two = Note("1", Passage("甲")), Note("1", Passage("A"))
    >>> [(row.zh, row.reason) for row in pair_list("note", (), (two,))]
    [(None, 'the Chinese text has no notes')]
    >>> pair_list("note", (one,), (two,))[0].confidence
    0.9
    """
    left, right = dict(zip(_keys(zh), zh, strict=True)), dict(zip(_keys(en), en, strict=True))
    return [_row(kind, left, right, key=key) for key in sorted({**left, **right}, key=_in_order)]


def _row(kind: ListKind, zh: dict[_Key, Note], en: dict[_Key, Note], *, key: _Key) -> NotePair:
    """The row of one number."""
    left, right = zh.get(key), en.get(key)
    if left and right:
        shared = set(_numerals(left)) & set(_numerals(right))
        return NotePair(kind, left, right, NUMBER_AND_TEXT if shared else NUMBER_ONLY)
    language, others = ("Chinese", zh) if right else ("English", en)
    reason = f"the {language} text has no {kind} {key[1]}"
    if not others:
        reason = f"the {language} text has no {LISTS[kind]}"
    return NotePair(kind, left, right, 1.0, reason)


def _keys(notes: Sequence[Note]) -> Iterator[_Key]:
    """Each item's place: which run of numbers it stands in, and its number.

    A number that comes again begins a new run, as where each chapter counts its own notes.
    """
    run, seen = 0, set[str]()
    for note in notes:
        number = normalize("NFKC", note.number).strip()
        if number in seen:
            run, seen = run + 1, set()
        seen.add(number)
        yield run, number


def _in_order(key: _Key) -> tuple[int, int]:
    """Where a key sorts: by run and number; what is no numeral keeps its place before them."""
    run, number = key
    return run, int(number) if number.isdecimal() else 0


def _numerals(note: Note) -> list[str]:
    """The years, volumes and dates in an item's text."""
    return _DIGITS.findall(fold(note.body.text))
