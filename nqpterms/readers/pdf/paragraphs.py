"""Rows to paragraphs.

A row ends a paragraph where the first word of the next one would have fitted on it, where the next
one stands lower than rows do, is indented, has another size, or opens an item of a list.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nqpterms.readers.blocks import Sheet
from nqpterms.readers.composing import Draft, Line
from nqpterms.readers.numbering import numbered
from nqpterms.readers.pdf.joining import joint
from nqpterms.readers.pdf.rows import BULLETS, Row, is_wide
from nqpterms.readers.titles import ends_sentence

_ALIKE = 0.06  # of the size: rows whose sizes differ by less are of one size
_LOOSE = 1.22  # times the usual leading: a larger step parts paragraphs
_LOOSE_RAISED = 1.45  # … of a row with a raised mark, for which some programs make room
_INDENT = 0.7  # of the size: the least indent of a first row
_WIDEST_INDENT = 4.5  # of the size: a row further in is centred
_INDENTED = 0.05  # of all rows, at least, are first rows of indented paragraphs, if any are
_SLACK = 0.6  # of the size by which a full row may miss the margin
_WORD_SLACK = {False: 1.0, True: 2.5}  # … if no sentence ends: some break between Chinese words
_REACH = 0.97  # of the rows of a column must end before its right margin or on it
_COARSE = 4.0  # points to which the left margins of columns are rounded to find those alike
_USUAL = 1.5  # leading in sizes, where the rows do not tell
_LEADINGS = (0.9, 3.0)  # steps from row to row, in sizes, that can be a leading
_ENTRY = re.compile(r"(?:[.…·⋯_]\s?){3,}\s*\d{1,4}$|\t\d{1,4}$")  # of a contents page


class Layout(NamedTuple):
    """What the rows of a document have in common."""

    body: float  # size of most of its text
    leading: float  # from row to row, in sizes
    margins: dict[int, float]  # right margin of the columns whose left one is near that
    indent: float | None  # of first rows of paragraphs, in sizes


def layout_of(rows: Sequence[Row]) -> Layout:
    """The size of most of the text, its leading, margins and indents."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    steps: Counter[float] = Counter()
    for before, row in pairwise(rows):
        if _together(before, row) and before.size == row.size == body:
            step = (before.base - row.base) / body
            if _LEADINGS[0] < step < _LEADINGS[1]:
                steps[round(step, 2)] += 1
    tight = _lowest_common(steps)
    ends: dict[int, list[float]] = defaultdict(list)
    lefts = _lefts(rows)
    for row in rows:
        if len(row.cells) == 1:
            ends[_key(lefts[row.page, row.column])].append(row.right)
    margins = {key: sorted(e)[min(len(e) - 1, int(_REACH * len(e)))] for key, e in ends.items()}
    return Layout(body, tight or _USUAL, margins, _usual_indent(rows, lefts))


def _usual_indent(rows: Sequence[Row], lefts: dict[tuple[int, int], float]) -> float | None:
    """By how much first rows of paragraphs are indented, in sizes; None where they are not."""
    found: Counter[float] = Counter()
    for before, row in pairwise(rows):
        left = lefts[row.page, row.column]
        indent = (before.left - left) / row.size
        flush = row.left - left < _INDENT * row.size / 2
        if _together(before, row) and flush and _INDENT < indent < _WIDEST_INDENT:
            found[round(indent * 2) / 2] += 1
    enough = found.total() > _INDENTED * len(rows)
    return found.most_common(1)[0][0] if enough else None


def parted(rows: Sequence[Row], layout: Layout) -> Iterator[list[Row]]:
    """The rows that make one paragraph each; a row of several cells stands alone."""
    lefts = _lefts(rows)
    group: list[Row] = []
    for row in rows:
        if group and not _goes_on(group, row, layout, lefts):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def drafted(group: Sequence[Row], known: frozenset[str]) -> list[Draft]:
    """The block of a paragraph, or one for each cell of a row of a table."""
    if len(group) == 1 and len(group[0].cells) > 1:
        row = group[0]
        return [Draft((Line(cell, Sheet(row.page)),), bold=row.bold) for cell in row.cells]
    lines = []
    for row, after in zip(group, [*group[1:], None], strict=True):
        glue, cut = joint(row.text, after.text, known) if after else ("", 0)
        lines.append(Line(row.text, Sheet(row.page), glue, cut))
    return [Draft(tuple(lines), bold=all(row.bold for row in group))]


def _lowest_common(steps: Counter[float]) -> float:
    """The smallest step that is a usual one: paragraphs are parted by larger ones."""
    most = max(steps.values(), default=0)
    often = [step for step, count in steps.items() if count >= max(2, 0.2 * most)]
    return min(often, default=0.0)


def _goes_on(
    group: Sequence[Row], row: Row, layout: Layout, lefts: dict[tuple[int, int], float]
) -> bool:
    """Whether a row belongs to the paragraph of the rows before it."""
    before = group[-1]
    if len(before.cells) > 1 or len(row.cells) > 1 or _ENTRY.search(before.text):
        return False
    if abs(before.size - row.size) > _ALIKE * max(before.size, row.size):
        return False
    if _opens(row) and (ends_sentence(before.text) or row.text[0] in BULLETS):
        return False
    near = _together(before, row)
    loose = _LOOSE_RAISED if len(set(row.bases)) > 1 else _LOOSE
    if near and not 0 < before.base - row.base <= loose * layout.leading * row.size:
        return False
    if before.size > layout.body * (1 + _ALIKE) and near and _is_centred(before, row):
        return not numbered(row.text)
    if _begins_by_indent(group, row, layout, lefts):
        return False
    margin = layout.margins.get(_key(lefts[before.page, before.column]), before.right)
    if not near and layout.indent is None and ends_sentence(before.text):
        return False  # as likely as not; a text that parts paragraphs keeps them on one page
    ended = ends_sentence(before.text)
    slack = _SLACK if ended else _WORD_SLACK[is_wide(row.text[0])]
    return before.right + 0.25 * row.size + row.word > margin - slack * row.size


def _begins_by_indent(
    group: Sequence[Row], row: Row, layout: Layout, lefts: dict[tuple[int, int], float]
) -> bool:
    """Whether the indent of a row says that it begins a paragraph."""
    least = _INDENT * row.size
    own = row.left - lefts[row.page, row.column]
    last = group[-1].left - lefts[group[-1].page, group[-1].column]
    usual = layout.indent is not None and abs(own - layout.indent * row.size) < row.size / 3
    if usual and not _opens(group[0]):
        return True
    if own > last + least:
        return len(group) > 1 or not _opens(group[0])  # below an item, what it says hangs
    # After a second row, which shows where the rows of the paragraph begin, none steps out.
    return len(group) > 1 and last > own + least


def _opens(row: Row) -> bool:
    """Whether a row begins like an item of a list or a numbered paragraph."""
    mark = numbered(row.text)
    return row.text[0] in BULLETS or (mark is not None and mark.style != "1")


def _is_centred(before: Row, row: Row) -> bool:
    middle = (before.left + before.right) / 2 - (row.left + row.right) / 2
    return abs(middle) < row.size and abs(before.left - row.left) > row.size / 2


def _together(before: Row, row: Row) -> bool:
    return (before.page, before.column) == (row.page, row.column)


def _lefts(rows: Sequence[Row]) -> dict[tuple[int, int], float]:
    """The left margin of each column: the least x at which a row begins."""
    starts: dict[tuple[int, int], list[float]] = defaultdict(list)
    for row in rows:
        starts[row.page, row.column].append(row.left)
    return {key: min(lefts) for key, lefts in starts.items()}


def _key(left: float) -> int:
    return round(left / _COARSE)
