"""Rows to paragraphs, headings and footnotes.

A row ends a paragraph where the first word of the next one would have fitted on it, where the next
one stands lower than rows do, is indented, has another size, or opens an item of a list. Footnotes
are rows in smaller type at the bottom of a page, a number before each note.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.english import is_word
from nqpterms.readers.line_shape import (
    ends_sentence,
    is_chinese,
    is_title,
    numbered,
    role,
)
from nqpterms.readers.note_lists import note_marks
from nqpterms.readers.pdf.page_rows import BULLETS, PageRow
from nqpterms.readers.text_blocks import Draft, DraftLine, Sheet, is_wide

_ALIKE = 0.06  # of the size: rows whose sizes differ by less are of one size
_LOOSE = 1.22  # times the usual leading: a larger step separates paragraphs
# … of a row with a raised mark, for which some programs make room.
_LOOSE_RAISED = 1.45
_INDENT = 0.7  # of the size: the least indent of a first row
_WIDEST_INDENT = 4.5  # of the size: a row further in is centred
_INDENTED = 0.05  # of all rows, at least, are first rows of indented paragraphs, if any are
_SLACK = 0.6  # of the size by which a full row may miss the margin
# … if no sentence ends: some break between Chinese words.
_WORD_SLACK = {False: 1.0, True: 2.5}
# Of the rows of a column must end before its right margin or on it.
_REACH = 0.97
_COARSE = 4.0  # points to which the left margins of columns are rounded to find those alike
_USUAL = 1.5  # leading in sizes, where the rows do not show it
_LEADINGS = (0.9, 3.0)  # steps from row to row, in sizes, that can be a leading
_OFTEN = 0.2  # of the most frequent step, for another to be a usual one
# Of a contents page.
_ENTRY = re.compile(r"(?:[.…·⋯_]\s?){3,}\s*\d{1,4}$|\t\d{1,4}$")

_Lefts = dict[tuple[int, int], float]
"""The left margin of each column, by page and column."""


class _Paragraph(Struct, frozen=True):
    """A paragraph, or a cell of a table, and the size of its type in points."""

    draft: Draft
    size: float


def paragraph_drafts(rows: Sequence[PageRow]) -> list[Draft]:
    """The paragraphs, headings among them, and the footnotes that rows in reading order make."""
    layout = _layout(rows)
    vocabulary = _vocabulary(row.text for row in rows)
    body, footnotes = _without_footnotes(rows, layout)
    paragraphs = []
    for group in _groups(body, replace(layout, lefts=_lefts(body))):
        for draft in _drafts(group, vocabulary):
            paragraphs.append(_Paragraph(draft, group[0].size))
    notes = [footnote.draft(vocabulary) for footnote in footnotes]
    return [*_with_levels(paragraphs, layout.body), *notes]


# -- the layout of a document ------------------------------------------------------------------


class _Layout(Struct, frozen=True):
    """What the rows of a document have in common."""

    body: float  # size of most of its text
    leading: float  # from row to row, in sizes
    margins: dict[
        int, float
    ]  # right margin of the columns whose left one is near that
    indent: float | None  # of first rows of paragraphs, in sizes
    lefts: _Lefts

    def left(self, row: PageRow) -> float:
        """The left margin of the column in which a row stands."""
        return self.lefts[row.page, row.column]


def _layout(rows: Sequence[PageRow]) -> _Layout:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    lefts = _lefts(rows)
    indent = _usual_indent(rows, lefts)
    return _Layout(
        body, _leading(rows, body), _right_margins(rows, lefts), indent, lefts
    )


def _lefts(rows: Sequence[PageRow]) -> _Lefts:
    """The left margin of each column: the least x at which a row begins."""
    lefts: _Lefts = {}
    for row in rows:
        place = row.page, row.column
        lefts[place] = min(row.left, lefts.get(place, row.left))
    return lefts


def _leading(rows: Sequence[PageRow], body: float) -> float:
    """The smallest step from row to row that is a usual one: larger ones part paragraphs."""
    steps: Counter[float] = Counter()
    for before, row in pairwise(rows):
        if (
            not _stand_together(before, row)
            or not before.size == row.size == body
        ):
            continue
        step = (before.base - row.base) / body
        if _LEADINGS[0] < step < _LEADINGS[1]:
            steps[round(step, 2)] += 1
    most = max(steps.values(), default=0)
    usual = [
        step for step, count in steps.items() if count >= max(2, _OFTEN * most)
    ]
    return min(usual, default=_USUAL)


def _right_margins(rows: Sequence[PageRow], lefts: _Lefts) -> dict[int, float]:
    """The right margins of columns, by where their left margin is about."""
    ends: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        if len(row.cells) == 1:
            ends[_coarse(lefts[row.page, row.column])].append(row.right)
    margins = {}
    for left, rights in ends.items():
        reach = min(len(rights) - 1, int(_REACH * len(rights)))
        margins[left] = sorted(rights)[reach]
    return margins


def _usual_indent(rows: Sequence[PageRow], lefts: _Lefts) -> float | None:
    """By how much first rows of paragraphs are indented, in sizes; None where they are not."""
    indents: Counter[float] = Counter()
    for before, row in pairwise(rows):
        if not _stand_together(before, row):
            continue
        left = lefts[row.page, row.column]
        indent = (before.left - left) / row.size
        flush = row.left - left < _INDENT * row.size / 2
        if flush and _INDENT < indent < _WIDEST_INDENT:
            indents[round(indent * 2) / 2] += 1
    enough = indents.total() > _INDENTED * len(rows)
    return indents.most_common(1)[0][0] if enough else None


def _stand_together(before: PageRow, row: PageRow) -> bool:
    return before.page == row.page and before.column == row.column


def _coarse(left: float) -> int:
    return round(left / _COARSE)


# -- paragraphs --------------------------------------------------------------------------------


def _groups(
    rows: Sequence[PageRow], layout: _Layout
) -> Iterator[list[PageRow]]:
    """The rows that make one paragraph each; a row of several cells stands alone."""
    group: list[PageRow] = []
    for row in rows:
        if group and not _goes_on(group, row, layout):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _drafts(
    group: Sequence[PageRow], vocabulary: frozenset[str]
) -> list[Draft]:
    """The block of a paragraph, or one for each cell of a row of a table."""
    first = group[0]
    if len(group) == 1 and len(first.cells) > 1:
        sheet = Sheet(first.page)
        return [
            Draft((DraftLine(cell, sheet),), bold=first.bold)
            for cell in first.cells
        ]
    lines = _lines(group, [row.text for row in group], vocabulary)
    return [Draft(lines, bold=all(row.bold for row in group))]


def _goes_on(group: Sequence[PageRow], row: PageRow, layout: _Layout) -> bool:
    """Whether a row belongs to the paragraph of the rows before it."""
    before = group[-1]
    if not _can_go_on(before, row):
        return False
    together = _stand_together(before, row)
    if together:
        if _is_far_below(before, row, layout):
            return False
        if before.size > layout.body * (1 + _ALIKE) and _is_centred(
            before, row
        ):
            return not numbered(row.text)
    if _begins_by_indent(group, row, layout):
        return False
    ended = ends_sentence(before.text)
    if ended and not together and layout.indent is None:
        return False  # as likely as not; a text that separates paragraphs keeps them on one page
    slack = _SLACK if ended else _WORD_SLACK[is_wide(row.text[0])]
    return _would_not_fit(before, row, layout, slack * row.size)


def _would_not_fit(
    before: PageRow, row: PageRow, layout: _Layout, slack: float
) -> bool:
    """Whether the first word of a row would have gone over the margin on the row before."""
    margin = layout.margins.get(_coarse(layout.left(before)), before.right)
    return before.right + 0.25 * row.size + row.word > margin - slack


def _can_go_on(before: PageRow, row: PageRow) -> bool:
    """Whether two rows can be of one paragraph by their size and what they say."""
    if (
        len(before.cells) > 1
        or len(row.cells) > 1
        or _ENTRY.search(before.text)
    ):
        return False
    if abs(before.size - row.size) > _ALIKE * max(before.size, row.size):
        return False
    if not _opens(row):
        return True
    return not ends_sentence(before.text) and row.text[0] not in BULLETS


def _is_far_below(before: PageRow, row: PageRow, layout: _Layout) -> bool:
    """Whether a row stands lower below another than rows do, or not below it at all."""
    loose = _LOOSE_RAISED if len(set(row.bases)) > 1 else _LOOSE
    return not 0 < before.base - row.base <= loose * layout.leading * row.size


def _begins_by_indent(
    group: Sequence[PageRow], row: PageRow, layout: _Layout
) -> bool:
    """Whether the indent of a row says that it begins a paragraph."""
    least = _INDENT * row.size
    own = row.left - layout.left(row)
    last = group[-1].left - layout.left(group[-1])
    usual = (
        layout.indent is not None
        and abs(own - layout.indent * row.size) < row.size / 3
    )
    if usual and not _opens(group[0]):
        return True
    if own > last + least:
        return len(group) > 1 or not _opens(
            group[0]
        )  # below an item, what it says hangs
    # After a second row, which shows where the rows of the paragraph begin, none steps out.
    return len(group) > 1 and last > own + least


def _opens(row: PageRow) -> bool:
    """Whether a row begins like an item of a list or a numbered paragraph."""
    mark = numbered(row.text)
    return row.text[0] in BULLETS or (mark is not None and mark.style != "1")


def _is_centred(before: PageRow, row: PageRow) -> bool:
    middle = (before.left + before.right) / 2 - (row.left + row.right) / 2
    return abs(middle) < row.size and abs(before.left - row.left) > row.size / 2


# -- headings --------------------------------------------------------------------------------

_LARGER = 1.06  # times the size of the body: a heading
_LONGEST_HEADING = 250  # characters
_DEEPEST = 6  # levels of headings


def _with_levels(
    paragraphs: Sequence[_Paragraph], body: float
) -> Iterator[Draft]:
    """The paragraphs, those whose size is larger than that of the text as headings, the larger the
    higher; lines in bold type of the size of the text come below these."""
    levels = _levels(paragraphs, body)
    below = min(len(levels) + 1, _DEEPEST)
    before: Draft | None = None
    drafts = [paragraph.draft for paragraph in paragraphs]
    for paragraph, after in zip(paragraphs, [*drafts[1:], None], strict=True):
        draft = paragraph.draft
        if paragraph.size in levels and _can_be_heading(draft):
            draft = replace(draft, level=levels[paragraph.size])
        elif after and _stands_out(before, draft, after):
            draft = replace(draft, level=below)
        yield draft
        before = draft


def _levels(paragraphs: Sequence[_Paragraph], body: float) -> dict[float, int]:
    """The level of headings by their size, the largest first."""
    sizes = set()
    for paragraph in paragraphs:
        if paragraph.size > _LARGER * body and _can_be_heading(paragraph.draft):
            sizes.add(paragraph.size)
    order = sorted(sizes, reverse=True)
    return {size: min(level, _DEEPEST) for level, size in enumerate(order, 1)}


def _can_be_heading(draft: Draft) -> bool:
    text = draft.text
    worded = sum(character.isalpha() for character in text) >= 2
    return worded and len(text) <= _LONGEST_HEADING and role(text) != "contents"


def _stands_out(before: Draft | None, draft: Draft, after: Draft) -> bool:
    """Whether a line in bold without a number stands alone above a paragraph that is not bold."""
    if not draft.bold or after.bold:
        return False
    if before and before.bold and not before.level:
        return False
    text = draft.text
    ends = ends_sentence(text) or numbered(text)
    return is_title(text) and not ends and _can_be_heading(draft)


# -- how rows are joined -----------------------------------------------------------------------

_BROKEN = re.compile(r"([A-Za-z][A-Za-z-]*)[-‐]$")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_DASHES = "-‐–—/"


class _RowJoint(Struct, frozen=True):
    """What stands between two rows, and how many signs the first one loses."""

    glue: str
    cut: int = 0


def _lines(
    rows: Sequence[PageRow], texts: Sequence[str], vocabulary: frozenset[str]
) -> tuple[DraftLine, ...]:
    """The texts of rows as the lines of one block."""
    lines = []
    for row, text, after in zip(rows, texts, [*texts[1:], ""], strict=True):
        joint = _joint(text, after, vocabulary) if after else _RowJoint("")
        lines.append(DraftLine(text, Sheet(row.page), joint.glue, joint.cut))
    return tuple(lines)


def _vocabulary(rows: Iterable[str]) -> frozenset[str]:
    """The words of the rows in small letters, with and without hyphens, but for broken ones."""
    words: set[str] = set()
    for text in rows:
        words.update(word.lower() for word in _WORD.findall(text.rstrip("-‐")))
    return frozenset(words)


def _joint(before: str, after: str, vocabulary: frozenset[str]) -> _RowJoint:
    """How a row goes on in the next; *vocabulary* are words of the document.

    >>> _joint("their develop-", "ment", frozenset()), _joint("发展新质", "生产力", frozenset())
    (_RowJoint(glue='', cut=1), _RowJoint(glue='', cut=0))
    >>> _joint("a long-", "term plan", frozenset({"long-term"})).cut
    0
    >>> _joint("new", "forces", frozenset())
    _RowJoint(glue=' ', cut=0)
    """
    broken, rest = _BROKEN.search(before), re.match("[a-z]+", after)
    if broken and rest:
        return _RowJoint(
            "", int(_is_one_word(broken[1].lower(), rest[0], vocabulary))
        )
    return _RowJoint(_glue(before, after))


def _glue(before: str, after: str) -> str:
    """What stands between two rows, no word of which is broken."""
    last, first = before[-1:], after[:1]
    if last in _DASHES and (
        before[-2:-1].isalnum() or _is_wide_sign(before[-2:-1])
    ):
        return ""
    wide = _is_wide_sign(last) + _is_wide_sign(first)
    if wide == 2:
        return ""
    mixed = wide == 1 or (last.isdigit() and first.isdigit())
    return "" if mixed and is_chinese(before + after) else " "


def _is_wide_sign(char: str) -> bool:
    """Whether a sign is as wide as a Chinese one; quotes are both, the text then decides."""
    return bool(char) and (is_wide(char) or char in "“”‘’…·")


def _is_one_word(head: str, tail: str, vocabulary: frozenset[str]) -> bool:
    """Whether a hyphen at the end of a row only breaks a word; where it is not sure, it stays."""
    if f"{head}-{tail}" in vocabulary:
        return False
    whole = head.rpartition("-")[2] + tail
    return whole in vocabulary or is_word(whole)


# -- footnotes ---------------------------------------------------------------------------------

_SMALLER = 0.93  # of the size of the text, at most, for a note
_WIDEST_GAP = 2  # numbers that may be missing in a row
_MARK = re.compile(
    r"(?:(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|[\[〔【(（]?(?P<plain>\d{1,3})[\]〕】)）]?|(?P<sign>[①-⑳]))"
    r"[.．、]?\s*(?=\S)"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class _Footnote(Struct, frozen=True):
    """A footnote and its rows, which may reach over pages."""

    number: int
    rows: list[PageRow]

    def draft(self, vocabulary: frozenset[str]) -> Draft:
        """The block of the note, without its number."""
        mark = _MARK.match(self.rows[0].text)
        texts = [row.text for row in self.rows]
        texts[0] = texts[0][mark.end() if mark else 0 :]
        lines = _lines(self.rows, texts, vocabulary)
        return Draft(lines, number=str(self.number), kind="note")


def _without_footnotes(
    rows: Sequence[PageRow], layout: _Layout
) -> tuple[list[PageRow], list[_Footnote]]:
    """The rows of the text without those of footnotes, and the notes."""
    marks = {mark.number for row in rows for mark in note_marks(row.text)}
    body: list[PageRow] = []
    notes: list[_Footnote] = []
    for _, area in groupby(rows, key=lambda row: (row.page, row.column)):
        column = list(area)
        start = _footnotes_start(column, layout, notes, marks)
        body += column[:start]
        for row in column[start:]:
            number = _footnote_number(row, notes)
            if number:
                notes.append(_Footnote(number, [row]))
            elif notes:
                notes[-1].rows.append(row)
    return body, notes


def _footnotes_start(
    column: Sequence[PageRow],
    layout: _Layout,
    notes: Sequence[_Footnote],
    marks: set[str],
) -> int:
    """Where the notes at the bottom of a column begin; its length where it has none."""
    start = len(column)
    while start and column[start - 1].size <= _SMALLER * layout.body:
        start -= 1
    for index in range(start, len(column)):
        number = _footnote_number(column[index], notes)
        if not number or str(number) not in marks:
            continue
        # What stands above the first number is the rest of a note of the page before.
        goes_on = notes and column[index].page == notes[-1].rows[-1].page + 1
        return start if goes_on else index
    return len(column)


def _footnote_number(row: PageRow, notes: Sequence[_Footnote]) -> int | None:
    """The number of the note that a row begins, if it is one that can come next."""
    match = _MARK.match(row.text)
    if match is None:
        return None
    if match["sign"]:
        number = ord(match["sign"]) - ord("①") + 1
    else:
        number = int((match["raised"] or match["plain"]).translate(_RAISED))
    last = notes[-1].number if notes else 0
    return number if number == 1 or 0 < number - last <= _WIDEST_GAP else None
