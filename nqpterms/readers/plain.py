"""Plain text to blocks: a line is a paragraph, unless the text is clearly wrapped by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple
from unicodedata import east_asian_width

from nqpterms.lang.chinese import has_han
from nqpterms.readers.blocks import Block, Piece, Source
from nqpterms.readers.numbering import numbered
from nqpterms.readers.titles import ends_sentence, is_chinese

_WIDTHS = range(15, 121)  # columns, or characters, to which editors and mail programs wrap
_WRAPPED_LINES = 3  # fewer broken lines than that prove nothing
_BROKEN_SHARE = 0.9  # of the broken lines must be as full as they can be
_BULLETS = "•·●■◆▪*"


class _Line(NamedTuple):
    piece: Piece
    indent: str

    @property
    def text(self) -> str:
        return self.piece.text


class _Margin(NamedTuple):
    """The size that no line exceeds, and how size is measured."""

    size: int
    measure: Callable[[str], int]

    def breaks(self, line: _Line, after: _Line) -> bool:
        """Whether the first word of the next line would have gone over the margin."""
        text = after.text
        glued = _is_wide(text[0]) or _is_wide(line.text[-1])
        gap = 0 if glued else 1
        sign = len(text) > 1 and _is_wide(text[1]) and not has_han(text[1])
        narrow = takewhile(lambda char: not (char.isspace() or _is_wide(char)), text)
        word = text[: 1 + sign] if _is_wide(text[0]) else "".join(narrow)
        return self.measure(line.indent + line.text) + gap + self.measure(word) > self.size


def plain_blocks(source: Source) -> list[Block]:
    """The blocks of a plain text.

    >>> [block.text for block in plain_blocks(Source("A title\\n\\n  Some text.\\nMore text."))]
    ['A title', 'Some text.', 'More text.']
    """
    pieces = list(source.lines())
    groups = list(_groups(source, pieces)) if _widest(source, pieces) in _WIDTHS else []
    margin = _margin(groups, _columns) or _margin(groups, len)
    if margin is None:
        return list(_each(source, pieces))
    blocks = []
    for group in groups:
        for lines in _paragraphs(group, margin):
            blank = source.blanks_before(lines[0].piece.offset)
            blocks.append(Block(source.passage(_pieces(lines)), blank))
    return blocks


def _widest(source: Source, pieces: Sequence[Piece]) -> int:
    """The size of the longest line, its indent included; 0 where all are blank."""
    ends = zip(source.starts, pieces, strict=True)
    return max((p.offset - start + len(p.text) for start, p in ends if p.text), default=0)


def _each(source: Source, pieces: Iterable[Piece]) -> Iterator[Block]:
    """Every line as a block of its own."""
    blank = 0
    for piece in pieces:
        if piece.text:
            yield Block(source.whole(piece), blank)
            blank = 0
        else:
            blank += 1


def _groups(source: Source, pieces: Sequence[Piece]) -> Iterator[list[_Line]]:
    """Runs of lines between blank lines."""
    group: list[_Line] = []
    for start, piece in zip(source.starts, pieces, strict=True):
        if piece.text:
            group.append(_Line(piece, source.text[start : piece.offset]))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _margin(groups: list[list[_Line]], measure: Callable[[str], int]) -> _Margin | None:
    """The margin that a text is wrapped to; None where its lines are paragraphs.

    A line that was broken by a margin is one that the next word would not have fitted on.
    """
    lines = [line.indent + line.text for group in groups for line in group]
    if (size := max(map(measure, lines), default=0)) not in _WIDTHS:
        return None
    margin = _Margin(size, measure)
    pairs = [
        (before, line) for group in groups for before, line, opens in _joints(group) if not opens
    ]
    full = sum(margin.breaks(before, after) for before, after in pairs)
    enough = len(pairs) >= _WRAPPED_LINES and full >= _BROKEN_SHARE * len(pairs)
    return margin if enough else None


def _paragraphs(group: list[_Line], margin: _Margin) -> Iterator[list[_Line]]:
    """The lines of a group, those together that a margin broke."""
    lines = group[:1]
    for before, line, opens in _joints(group):
        # A line may begin with a number by chance: "66.2 percent" in the middle of a sentence.
        begins = opens and (not _is_numbered(line) or ends_sentence(before.text))
        if margin.breaks(before, line) and not begins:
            lines.append(line)
        else:
            yield lines
            lines = [line]
    yield lines


def _joints(group: list[_Line]) -> Iterator[tuple[_Line, _Line, bool]]:
    """Each two lines that follow each other, and whether the second may open a paragraph.

    It does as an item of a list, or indented where others are not and not below an item.
    """
    item: _Line | None = None
    flush = not all(line.indent for line in group)
    for before, line in pairwise(group):
        if _is_item(before):
            item = before
        elif not before.indent:
            item = None
        hangs = item is not None and len(line.indent) > len(item.indent)
        yield before, line, _is_item(line) or (flush and len(line.indent) > 1 and not hangs)


def _pieces(lines: list[_Line]) -> Iterator[Piece]:
    """The lines' texts with a blank between two of them, but nothing beside Han or a hyphen."""
    yield lines[0].piece
    for before, after in pairwise(lines):
        last, first = before.text[-1], after.text[0]
        hyphen = last in "-‐–—/" and before.text[-2:-1].isalpha()
        number = last.isdigit() and first.isdigit() and is_chinese(before.text)
        if not (hyphen or number or _is_wide(last) or _is_wide(first)):
            yield Piece(before.piece.offset + len(before.text), " ")
        yield after.piece


def _is_item(line: _Line) -> bool:
    return line.text[0] in _BULLETS or _is_numbered(line)


def _is_numbered(line: _Line) -> bool:
    mark = numbered(line.text)
    return mark is not None and mark.style != "1"


def _columns(text: str) -> int:
    return len(text) + sum(map(_is_wide, text))


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in "WF"
