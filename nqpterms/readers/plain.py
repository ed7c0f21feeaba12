"""Plain text to blocks: a line is a paragraph, unless the text is clearly wrapped by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from nqpterms.lang.chinese import has_han
from nqpterms.readers.line_shape import ends_sentence, is_chinese, numbered
from nqpterms.readers.text_blocks import Block, TextPiece, TextSource, is_wide
from nqpterms.readers.text_columns import Cells, column_rows

# Columns, or characters, to which editors and mail programs wrap.
_WIDTHS = range(15, 121)
_WRAPPED_LINES = 3  # fewer broken lines than that prove nothing
_BROKEN_SHARE = 0.9  # of the broken lines must be as full as they can be
_OVER_WIDE_SHARE = 0.02  # of all lines may go over the margin
_BULLETS = "•·●■◆▪*"


class _IndentedLine(Struct, frozen=True):
    piece: TextPiece
    indent: str

    @property
    def text(self) -> str:
        return self.piece.text

    @property
    def whole(self) -> str:
        """The line with its indent."""
        return self.indent + self.piece.text


class _LineJoint(Struct, frozen=True):
    """Two lines that follow each other, and whether the second may open a paragraph."""

    before: _IndentedLine
    line: _IndentedLine
    opens: bool


class _Margin(Struct, frozen=True):
    """The size that no line exceeds but an over-wide one, and how size is measured."""

    size: int
    measure: Callable[[str], int]

    def breaks(self, line: _IndentedLine, after: _IndentedLine) -> bool:
        """Whether the first word of the next line would have gone over the margin.

        What goes over it itself, as a long address does, was not broken by it.
        """
        if self.measure(line.whole) > self.size:
            return False
        glued = is_wide(after.text[0]) or is_wide(line.text[-1])
        gap = 0 if glued else 1
        word = _first_word(after.text)
        return self.measure(line.whole) + gap + self.measure(word) > self.size


def plain_blocks(source: TextSource) -> list[Block]:
    """The blocks of a plain text.

    >>> [block.text for block in plain_blocks(TextSource("A title\\n\\n  Some text.\\nMore text."))]
    ['A title', 'Some text.', 'More text.']
    """
    pieces = list(source.lines())
    rows = column_rows(source)
    if rows:
        return list(_cells_as_blocks(source, rows))
    groups = (
        list(_groups(source, pieces)) if _may_be_wrapped(source, pieces) else []
    )
    margin = _margin(groups, _columns) or _margin(groups, len)
    if margin is None:
        return list(_lines_as_blocks(source, pieces))
    blocks = []
    for group in groups:
        for lines in _paragraphs(group, margin):
            blank = source.blanks_before(lines[0].piece.offset)
            blocks.append(Block(source.passage(_joined(lines)), blank))
    return blocks


def _may_be_wrapped(source: TextSource, pieces: Sequence[TextPiece]) -> bool:
    """Whether hardly a line, its indent included, is wider than any margin."""
    lines = over_wide = 0
    for start, piece in zip(source.starts, pieces, strict=True):
        if piece.text:
            lines += 1
            over_wide += piece.offset - start + len(piece.text) > _WIDTHS[-1]
    return over_wide <= _over_wide_lines(lines)


def _over_wide_lines(lines: int) -> int:
    """How many of so many wrapped lines may go over the margin: an address, a row of dashes."""
    return max(1, int(_OVER_WIDE_SHARE * lines))


def _lines_as_blocks(
    source: TextSource, pieces: Iterable[TextPiece]
) -> Iterator[Block]:
    """Every line as a block of its own."""
    blank = 0
    for piece in pieces:
        if piece.text:
            yield Block(source.whole(piece), blank)
            blank = 0
        else:
            blank += 1


def _cells_as_blocks(
    source: TextSource, rows: Iterable[Cells]
) -> Iterator[Block]:
    """Each cell of two columns as a block, row by row."""
    for row in rows:
        for cell in row:
            if cell:
                blank = source.blanks_before(cell[0].offset)
                lines = [_IndentedLine(piece, "") for piece in cell]
                yield Block(source.passage(_joined(lines)), blank)


def _groups(
    source: TextSource, pieces: Sequence[TextPiece]
) -> Iterator[list[_IndentedLine]]:
    """Runs of lines between blank lines."""
    group: list[_IndentedLine] = []
    for start, piece in zip(source.starts, pieces, strict=True):
        if piece.text:
            group.append(
                _IndentedLine(piece, source.text[start : piece.offset])
            )
        elif group:
            yield group
            group = []
    if group:
        yield group


def _margin(
    groups: list[list[_IndentedLine]], measure: Callable[[str], int]
) -> _Margin | None:
    """The margin that a text is wrapped to; None where its lines are paragraphs.

    It is as wide as the widest line or, where few lines are wider than all others, as those.
    """
    sizes = sorted(
        (measure(line.whole) for group in groups for line in group),
        reverse=True,
    )
    for size in dict.fromkeys(sizes[: 1 + _over_wide_lines(len(sizes))]):
        margin = _Margin(size, measure)
        if size in _WIDTHS and _is_wrapped_to(margin, groups):
            return margin
    return None


def _is_wrapped_to(margin: _Margin, groups: list[list[_IndentedLine]]) -> bool:
    """Whether nearly all lines that another follows are as full as they can be.

    A line that was broken by a margin is one that the next word would not have fitted on.
    """
    joints = full = 0
    for group in groups:
        for joint in _joints(group):
            if joint.opens:
                continue
            joints += 1
            full += margin.breaks(joint.before, joint.line)
    return joints >= _WRAPPED_LINES and full >= _BROKEN_SHARE * joints


def _paragraphs(
    group: list[_IndentedLine], margin: _Margin
) -> Iterator[list[_IndentedLine]]:
    """The lines of a group, those together that a margin broke."""
    lines = group[:1]
    for joint in _joints(group):
        # A line may begin with a number by chance: "66.2 percent" in the middle of a sentence.
        by_chance = _is_numbered(joint.line) and not ends_sentence(
            joint.before.text
        )
        begins = joint.opens and not by_chance
        if begins or not margin.breaks(joint.before, joint.line):
            yield lines
            lines = []
        lines.append(joint.line)
    yield lines


def _joints(group: list[_IndentedLine]) -> Iterator[_LineJoint]:
    """Each two lines that follow each other.

    The second may open a paragraph as an item of a list, or indented where others are not and not
    below an item.
    """
    item: _IndentedLine | None = None
    flush = not all(line.indent for line in group)
    for before, line in pairwise(group):
        if _is_item(before):
            item = before
        elif not before.indent:
            item = None
        hangs = item is not None and len(line.indent) > len(item.indent)
        indented = flush and len(line.indent) > 1 and not hangs
        yield _LineJoint(before, line, _is_item(line) or indented)


def _joined(lines: list[_IndentedLine]) -> Iterator[TextPiece]:
    """The lines' texts with a blank between two of them, but nothing beside Han or a hyphen."""
    yield lines[0].piece
    for before, after in pairwise(lines):
        if _needs_blank(before.text, after.text):
            yield TextPiece(before.piece.offset + len(before.text), " ")
        yield after.piece


def _needs_blank(before: str, after: str) -> bool:
    last, first = before[-1], after[0]
    if is_wide(last) or is_wide(first):
        return False
    if last in "-‐–—/" and before[-2:-1].isalpha():
        return False
    return not (last.isdigit() and first.isdigit() and is_chinese(before))


def _first_word(text: str) -> str:
    """What a margin cannot break: a word or, in Chinese, a character with a sign behind it."""
    if not is_wide(text[0]):
        return "".join(
            takewhile(lambda sign: not (sign.isspace() or is_wide(sign)), text)
        )
    has_sign = len(text) > 1 and is_wide(text[1]) and not has_han(text[1])
    return text[:2] if has_sign else text[:1]


def _is_item(line: _IndentedLine) -> bool:
    return line.text[0] in _BULLETS or _is_numbered(line)


def _is_numbered(line: _IndentedLine) -> bool:
    mark = numbered(line.text)
    return mark is not None and mark.style != "1"


def _columns(text: str) -> int:
    return len(text) + sum(map(is_wide, text))
