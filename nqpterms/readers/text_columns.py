"""Two columns that blanks set side by side in a plain text: Chinese in one, English in the other.

    第一条　为了规范单车的投放，  Article 1 These Measures
    方便市民出行，制定本办法。    are formulated to make
                                  travel easier.

Each line is cut where the second column begins, and the lines of a cell are one paragraph again. A
row ends at a blank line, or where neither of its cells was broken by the margin of its column. A
line that runs across both columns, as a title does, stays whole.

A table of figures or a list in one language is set the same way; so both columns must be nearly
pure, each in its own language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from nqpterms.lang.chinese import count_han
from nqpterms.readers.line_shape import ends_sentence
from nqpterms.readers.text_blocks import SPACE, TextPiece, TextSource, is_wide

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)|^ {2,}(?=\S)")
_FEWEST = 3  # lines that a column needs
_ACROSS = 0.1  # of the lines may run across both columns
_LONGEST_LINE = 300  # characters: no page is so wide
_PURE = 4.0  # times as much of its own language as of the other, in a column

_LATIN_WORD = re.compile("[A-Za-z]{2,}")


class _CutLine(Struct, frozen=True):
    """A line of two columns: what stands in each, None where nothing does; or the `whole` line."""

    left: TextPiece | None = None
    right: TextPiece | None = None
    whole: TextPiece | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on it."""
        return not (self.left or self.right or self.whole)


Cells = tuple[list[TextPiece], list[TextPiece]]
"""The lines of a cell of the left column, and of the one beside it."""


def column_rows(source: TextSource) -> list[Cells]:
    """The rows of a text in two columns; none where it is not in two columns.

    A line across both columns is a row with an empty right cell.

    >>> lines = ["路很宽。  The road is wide.", "桥也宽。  So is the bridge.", "水清。    The end."]
    >>> rows = column_rows(TextSource(chr(10).join(lines)))
    >>> [(left[0].text, right[0].text) for left, right in rows][:2]
    [('路很宽。', 'The road is wide.'), ('桥也宽。', 'So is the bridge.')]
    """
    lines: list[TextPiece] = []
    for start, piece in zip(source.starts, source.lines(), strict=True):
        end = piece.offset + len(piece.text)
        lines.append(TextPiece(start, source.text[start:end]))
    column = _second_column([line.text for line in lines])
    if column is None:
        return []
    cut = [_cut_at(column, line) for line in lines]
    return list(_rows(cut)) if _are_columns(cut) else []


def _second_column(lines: Sequence[str]) -> int | None:
    """Where most gaps of two blanks and more end, counted as an editor shows it."""
    ends: Counter[int] = Counter()
    for line in lines:
        if len(line) > _LONGEST_LINE:
            continue
        columns = {_width(line[: gap.end()]) for gap in _GAP.finditer(line)}
        ends.update(columns)
    if not ends:
        return None
    column, count = ends.most_common(1)[0]
    return column if count >= _FEWEST else None


def _width(text: str) -> int:
    return len(text) + sum(map(is_wide, text))


def _cut_at(column: int, line: TextPiece) -> _CutLine:
    """A line cut where the second column begins."""
    text = line.text
    if not text.strip(SPACE):
        return _CutLine()
    if len(text) > _LONGEST_LINE:
        return _CutLine(whole=_bare(line.offset, text))
    if _width(text) < column:
        return _CutLine(left=_bare(line.offset, text))
    for gap in _GAP.finditer(text):
        if _width(text[: gap.end()]) == column:
            end = gap.end()
            return _CutLine(
                left=_bare(line.offset, text[: gap.start()]),
                right=_bare(line.offset + end, text[end:]),
            )
    return _CutLine(whole=_bare(line.offset, text))


def _bare(offset: int, text: str) -> TextPiece | None:
    """A piece without the blanks around it, if anything is in it."""
    inner = text.strip(SPACE)
    if not inner:
        return None
    return TextPiece(offset + text.index(inner), inner)


def _are_columns(lines: Sequence[_CutLine]) -> bool:
    """Whether nearly all lines are in two columns, each column in a language of its own."""
    filled = [line for line in lines if not line.is_blank]
    across = sum(line.whole is not None for line in filled)
    both = sum(bool(line.left and line.right) for line in filled)
    if both < _FEWEST or across > max(1, _ACROSS * len(filled)):
        return False
    left = _text_of(line.left for line in filled)
    right = _text_of(line.right for line in filled)
    if _is_chinese(left):
        return _is_english(right)
    return _is_english(left) and _is_chinese(right)


def _text_of(pieces: Iterable[TextPiece | None]) -> str:
    """What a column says."""
    return " ".join(piece.text for piece in pieces if piece)


def _is_chinese(text: str) -> bool:
    return count_han(text) > _PURE * len(_LATIN_WORD.findall(text))


def _is_english(text: str) -> bool:
    return len(_LATIN_WORD.findall(text)) > _PURE * count_han(text)


def _rows(lines: Sequence[_CutLine]) -> Iterator[Cells]:
    """The lines that are one row, together."""
    margins = (
        max((_width(line.left.text) for line in lines if line.left), default=0),
        max(
            (_width(line.right.text) for line in lines if line.right), default=0
        ),
    )
    row: Cells = ([], [])
    for line in lines:
        goes_on = line.whole is None and _goes_on(row, line, margins)
        if any(row) and not goes_on:
            yield row
            row = ([], [])
        if line.whole:
            yield [line.whole], []
        if line.left:
            row[0].append(line.left)
        if line.right:
            row[1].append(line.right)
    if any(row):
        yield row


def _goes_on(row: Cells, line: _CutLine, margins: tuple[int, int]) -> bool:
    """Whether a line belongs to the row before it."""
    if line.is_blank:
        return False
    if not (line.left and line.right):
        return True
    if all(cell and ends_sentence(cell[-1].text) for cell in row):
        return False
    new = line.left, line.right
    for cell, piece, margin in zip(row, new, margins, strict=True):
        if cell and _is_broken(cell[-1].text, piece.text, margin):
            return True
    return False


def _is_broken(before: str, after: str, margin: int) -> bool:
    """Whether the next word would not have fitted on a line of a cell."""
    word = after[0] if is_wide(after[0]) else after.split(maxsplit=1)[0]
    return _width(before) + 1 + _width(word) > margin
