"""Footnotes of a PDF: rows in smaller type at the bottom of a page, a number before each note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from nqpterms.readers.blocks import Sheet
from nqpterms.readers.composing import Draft, Line
from nqpterms.readers.notemarks import note_marks
from nqpterms.readers.pdf.joining import joint
from nqpterms.readers.pdf.paragraphs import Layout
from nqpterms.readers.pdf.rows import Row

_SMALLER = 0.93  # of the size of the text, at most, for a note
_WIDEST_GAP = 2  # numbers that may be missing in a row
_MARK = re.compile(
    r"(?:(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|[\[〔【(（]?(?P<plain>\d{1,3})[\]〕】)）]?|(?P<sign>[①-⑳]))"
    r"[.．、]?\s*(?=\S)"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def without_footnotes(
    rows: Sequence[Row], layout: Layout, known: frozenset[str]
) -> tuple[list[Row], list[Draft]]:
    """The rows of the text without those of footnotes, and a block for each note."""
    marked = {mark.number for row in rows for mark in note_marks(row.text)}
    body: list[Row] = []
    notes: list[tuple[int, list[Row]]] = []
    for _, area in groupby(rows, key=lambda row: (row.page, row.column)):
        column = list(area)
        start = _start(column, layout, notes, marked)
        body += column[:start]
        for row in column[start:]:
            number = _number(row, notes[-1][0] if notes else 0)
            if number:
                notes.append((number, [row]))
            elif notes:
                notes[-1][1].append(row)
    return body, [_draft(number, group, known) for number, group in notes]


def _start(
    column: Sequence[Row],
    layout: Layout,
    notes: Sequence[tuple[int, list[Row]]],
    marked: set[str],
) -> int:
    """Where the notes at the bottom of a column begin; its length where it has none."""
    start = len(column)
    while start and column[start - 1].size <= _SMALLER * layout.body:
        start -= 1
    last = notes[-1][0] if notes else 0
    first = next(
        (
            index
            for index in range(start, len(column))
            if (number := _number(column[index], last)) and str(number) in marked
        ),
        None,
    )
    if first is None:
        return len(column)
    # What stands above the first number is the rest of a note of the page before.
    goes_on = notes and column[first].page == notes[-1][1][-1].page + 1
    return start if goes_on else first


def _number(row: Row, last: int) -> int | None:
    """The number of the note that a row begins, if it is one that can come next."""
    found = _MARK.match(row.text)
    if found is None:
        return None
    if found["sign"]:
        number = ord(found["sign"]) - ord("①") + 1
    else:
        number = int((found["raised"] or found["plain"]).translate(_RAISED))
    return number if number == 1 or 0 < number - last <= _WIDEST_GAP else None


def _draft(number: int, group: Sequence[Row], known: frozenset[str]) -> Draft:
    mark = _MARK.match(group[0].text)
    texts = [group[0].text[mark.end() if mark else 0 :], *(row.text for row in group[1:])]
    lines = []
    for row, text, after in zip(group, texts, [*texts[1:], ""], strict=True):
        glue, cut = joint(text, after, known) if after else ("", 0)
        lines.append(Line(text, Sheet(row.page), glue, cut))
    return Draft(tuple(lines), number=str(number), kind="note")
