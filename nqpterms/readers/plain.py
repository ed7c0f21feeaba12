"""Plain text to blocks: a line is a paragraph, unless the text is clearly wrapped by hand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from nqpterms.lang.chinese import has_han
from nqpterms.readers.blocks import Block, Piece, Source
from nqpterms.readers.numbering import numbered

_WIDTHS = range(30, 121)  # columns to which editors and mail programs wrap
_WRAPPED_LINES = 3  # fewer broken lines than that prove nothing
_BROKEN_SHARE = 0.9  # of the broken lines must be as full as they can be
_BULLETS = "•·●■◆▪*"


class _Line(NamedTuple):
    piece: Piece
    indent: int  # columns
    columns: int  # with the indent

    @property
    def text(self) -> str:
        return self.piece.text


def plain_blocks(source: Source) -> list[Block]:
    """The blocks of a plain text.

    >>> [block.text for block in plain_blocks(Source("A title\\n\\n  Some text.\\nMore text."))]
    ['A title', 'Some text.', 'More text.']
    """
    groups = list(_groups(source))
    width = _wrap_width(groups)
    blocks = []
    for group in groups:
        for lines in _paragraphs(group, width):
            blank = source.blanks_before(lines[0].piece.offset)
            blocks.append(Block(source.passage(_pieces(lines)), blank))
    return blocks


def _groups(source: Source) -> Iterator[list[_Line]]:
    """Runs of lines between blank lines."""
    group: list[_Line] = []
    for start, piece in zip(source.starts, source.lines(), strict=True):
        if piece.text:
            indent = _columns(source.text[start : piece.offset])
            group.append(_Line(piece, indent, indent + _columns(piece.text)))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _wrap_width(groups: list[list[_Line]]) -> int | None:
    """The columns that a text is wrapped to; None where its lines are paragraphs.

    A line that was broken by a margin is one that the next word would not have fitted on.
    """
    width = max((line.columns for group in groups for line in group), default=0)
    if width not in _WIDTHS:
        return None
    breaks = [pair for group in groups for pair in pairwise(group) if not _begins(*pair)]
    full = sum(_is_full(before, after, width) for before, after in breaks)
    enough = len(breaks) >= _WRAPPED_LINES and full >= _BROKEN_SHARE * len(breaks)
    return width if enough else None


def _paragraphs(group: list[_Line], width: int | None) -> Iterator[list[_Line]]:
    """The lines of a group, those together that a margin broke."""
    lines = group[:1]
    for before, line in pairwise(group):
        if width and _is_full(before, line, width) and not _begins(before, line):
            lines.append(line)
        else:
            yield lines
            lines = [line]
    yield lines


def _pieces(lines: list[_Line]) -> Iterator[Piece]:
    """The lines' texts with a blank between two of them, but nothing beside Han or a hyphen."""
    yield lines[0].piece
    for before, after in pairwise(lines):
        hyphen = before.text[-1] in "-‐–—/" and before.text[-2:-1].isalpha()
        if not (hyphen or _is_wide(before.text[-1]) or _is_wide(after.text[0])):
            yield Piece(before.piece.offset + len(before.text), " ")
        yield after.piece


def _is_full(line: _Line, after: _Line, width: int) -> bool:
    """Whether the first word of the next line would have gone over the margin."""
    text = after.text
    if _is_wide(text[0]):
        sign = len(text) > 1 and _is_wide(text[1]) and not has_han(text[1])
        word, gap = text[: 1 + sign], 0
    else:
        word, gap = text.split(maxsplit=1)[0], 0 if _is_wide(line.text[-1]) else 1
    return line.columns + gap + _columns(word) > width


def _begins(before: _Line, line: _Line) -> bool:
    """Whether a line cannot go on from the one before: an item, an indented first line."""
    return _is_item(line) or (line.indent > 1 and before.indent == 0 and not _is_item(before))


def _is_item(line: _Line) -> bool:
    mark = numbered(line.text)
    return line.text[0] in _BULLETS or (mark is not None and mark.style != "1")


def _columns(text: str) -> int:
    return len(text) + sum(map(_is_wide, text))


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in "WF"
