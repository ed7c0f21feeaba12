"""Which item of the lists at the end is which of the other text: notes, references, entries.

    Document, Document ──pair_notes──▶ NotePairs

The number says it nearly always. In a report many notes name the same source, so that what they
say tells them apart badly; and a lost note would move all that follow if order decided. But a
list is numbered anew where one language lost an item, and a glossary is sorted by its own
alphabet. So an item leaves the partner that its number gives it for one whose words answer much
better, if that one has no better partner either.

Two lists none of whose pairs say the same are two lists: the steps of a recipe here, the notes
there. Then nothing is paired by number, and the items may be paragraphs to the other text.

What is a list of notes to one text may be one of references to the other, where one of them has
lost the heading over it. Where each text has one list alone, the two are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import exp
from unicodedata import normalize

import numpy as np

from nqpterms.aligner.likeness import Table, text_odds
from nqpterms.lang.normal_form import fold
from nqpterms.lexicon import Lexicon
from nqpterms.model.alignment import ListKind, NotePair
from nqpterms.model.document import Document, Note

# By judgement: the number is nearly always right; a shared year or page confirms it.
_NUMBER_AND_TEXT, _NUMBER_ONLY = 0.99, 0.9

# Natural log odds from the words of two items. On the notes and references of a report, and on
# lists written for this, pairs of one number have a median of 12 and others one of -3.
_BETTER = 4.0  # by which another partner must be likelier than the one of the same number
_BY_WORDS = 3.0  # from which two items are a pair whatever their numbers
# Mean over all pairs of a number, under which the lists are not one.
_FOREIGN = -1.5
# What the words of a true pair may lack: many notes are one title.
_SHORT_OF = -6.0

_LISTS: dict[ListKind, str] = {
    "note": "notes",
    "reference": "references",
    "entry": "annotated terms",
}
"""The lists at the end of a text, in the order of their rows, and what a reader calls them."""

_DIGITS = re.compile(r"\d+")

_NoteKey = tuple[int, str]
"""Where an item stands: the run of numbers, from 0, and its number."""

_Partners = dict[int, tuple[int, float]]
"""For a Chinese item, by its place, that of its English partner, and how sure the pair is."""


def pair_notes(
    zh: Document, en: Document, *, lexicon: Lexicon
) -> list[NotePair]:
    """The rows of all three lists: every item of both texts in exactly one."""
    lists = {
        "note": (zh.notes, en.notes),
        "reference": (zh.references, en.references),
        "entry": (zh.entries, en.entries),
    }
    zh_kinds = [kind for kind in _LISTS if lists[kind][0]]
    en_kinds = [kind for kind in _LISTS if lists[kind][1]]
    if len(zh_kinds) == len(en_kinds) == 1:
        [kind], [en_kind] = zh_kinds, en_kinds
        return _pair_list(
            kind, lists[kind][0], lists[en_kind][1], lexicon=lexicon
        )
    rows: list[NotePair] = []
    for kind in _LISTS:
        rows += _pair_list(kind, *lists[kind], lexicon=lexicon)
    return rows


def _pair_list(
    kind: ListKind, zh: Sequence[Note], en: Sequence[Note], *, lexicon: Lexicon
) -> list[NotePair]:
    """The rows of one list in the order of its numbers, the missing ones with the reason.

    >>> from nqpterms.lexicon import load_lexicon
    >>> from nqpterms.model.document import Passage
    >>> one, two = Note("1", Passage("甲")), Note("1", Passage("A"))
    >>> [(row.zh, row.reason) for row in _pair_list("note", (), (two,), lexicon=load_lexicon())]
    [(None, 'the Chinese text has no notes')]
    >>> _pair_list("note", (one,), (two,), lexicon=load_lexicon())[0].confidence
    0.9
    """
    partners = _partners(zh, en, lexicon=lexicon) if zh and en else {}
    rows: list[tuple[_NoteKey, NotePair]] = []
    taken = {j for j, _ in partners.values()}
    for i, key in enumerate(_note_keys(zh)):
        if i in partners:
            j, confidence = partners[i]
            row = NotePair(kind, zh[i], en[j], confidence)
        else:
            reason = _why_alone(kind, key, "English", en)
            row = NotePair(kind, zh[i], None, 1.0, reason)
        rows.append((key, row))
    for j, key in enumerate(_note_keys(en)):
        if j not in taken:
            reason = _why_alone(kind, key, "Chinese", zh)
            rows.append((key, NotePair(kind, None, en[j], 1.0, reason)))
    return [row for _, row in sorted(rows, key=lambda each: _in_order(each[0]))]


def _why_alone(
    kind: ListKind, key: _NoteKey, language: str, others: Sequence[Note]
) -> str:
    """Why an item has no partner among the *others*, in that language."""
    if not others:
        return f"the {language} text has no {_LISTS[kind]}"
    if key in _note_keys(others):
        return f"no {kind} of the {language} text answers this one"
    return f"the {language} text has no {kind} {key[1]}"


def _partners(
    zh: Sequence[Note], en: Sequence[Note], *, lexicon: Lexicon
) -> _Partners:
    """The partner of each item that has one."""
    odds = text_odds(
        [note.body.text for note in zh],
        [note.body.text for note in en],
        lexicon=lexicon,
    )
    by_number = _same_numbers(zh, en)
    if _is_foreign(odds, by_number):
        by_number = {}
    by_words = _better_pairs(odds, by_number)
    moved = set(by_words.values())
    partners: _Partners = {}
    for i, j in by_number.items():
        if i not in by_words and j not in moved:
            partners[i] = j, _confidence(zh[i], en[j], odds[i, j])
    for i, j in by_words.items():
        partners[i] = j, _NUMBER_ONLY
    return partners


def _same_numbers(zh: Sequence[Note], en: Sequence[Note]) -> dict[int, int]:
    """The places of items that bear the same number, Chinese → English."""
    en_places = {key: j for j, key in enumerate(_note_keys(en))}
    by_number: dict[int, int] = {}
    for i, key in enumerate(_note_keys(zh)):
        if key in en_places:
            by_number[i] = en_places[key]
    return by_number


def _is_foreign(odds: Table, by_number: dict[int, int]) -> bool:
    """Whether two lists are not one, by what the items of one number say."""
    if len(by_number) < 2:
        return False
    pairs = [odds[i, j] for i, j in by_number.items()]
    return float(np.mean(pairs)) < _FOREIGN and max(pairs) < _BY_WORDS


def _better_pairs(odds: Table, by_number: dict[int, int]) -> dict[int, int]:
    """The items that find a better partner by their words than by their number.

    Each must be the other's best by far, and both much better off together than by number. Of two
    items that say the same neither is the best.
    """
    zh_by_number = {j: i for i, j in by_number.items()}
    better: dict[int, int] = {}
    for i, j in enumerate(odds.argmax(axis=1).tolist()):
        here = odds[i, j]
        if by_number.get(i) == j or here < _BY_WORDS:
            continue
        least = here - _BETTER
        rivals = (odds[i] > least).sum() + (odds[:, j] > least).sum()
        # The pair itself is in both.
        if rivals > 2:
            continue
        better[i] = j
    # What was its partner by number must not be left for something that is hardly better.
    for i, j in list(better.items()):
        left = zh_by_number.get(j)
        if left is not None and odds[left, j] > odds[i, j] - _BETTER:
            del better[i]
    return better


def _confidence(zh: Note, en: Note, odds: float) -> float:
    """How sure a pair of one number is: less where its words say the opposite."""
    sure = _NUMBER_AND_TEXT if _digits(zh) & _digits(en) else _NUMBER_ONLY
    against = min(0.0, odds - _SHORT_OF)
    return sure / (sure + (1 - sure) * exp(-against))


def _note_keys(notes: Sequence[Note]) -> Iterator[_NoteKey]:
    """The key of each item.

    A number that comes again begins a new run, as where each chapter counts its own notes.
    """
    run = 0
    seen: set[str] = set()
    for note in notes:
        number = normalize("NFKC", note.number).strip()
        if number in seen:
            run += 1
            seen.clear()
        seen.add(number)
        yield run, number


def _in_order(key: _NoteKey) -> tuple[int, int]:
    """Where a key sorts: by run and number; what is no numeral keeps its place before them."""
    run, number = key
    return run, int(number) if number.isdecimal() else 0


def _digits(note: Note) -> set[str]:
    """The years, volumes and dates in an item's text."""
    return set(_DIGITS.findall(fold(note.body.text)))
