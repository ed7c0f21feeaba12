"""Blocks: what a format gives, before anyone asks what is a heading.

A text format gives pieces of its file, each with its offset, and a TextSource makes Blocks of
them. A format that is not text (DOCX, PDF) gives Drafts, whose lines are written down one after
another: that text is what offsets and line numbers count in, and each line remembers its page or
paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

from msgspec import Struct

from nqpterms.lang.chinese import HAN
from nqpterms.lang.prose import find_non_prose
from nqpterms.model.document import Passage
from nqpterms.model.non_prose import NonProse, NonProseKind
from nqpterms.model.places import Anchor, Place, Span

Kind = Literal["text", "note", "chrome", "contents"]

_WIDE = re.compile(f"[{HAN}\u3001-\u303f\uff01-\uff65“”‘’]")
_NEWLINE = re.compile("\r\n|\r|\n")
SPACE = (
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"
    + "".join(map(chr, [*range(0x2000, 0x2010), 0x2060]))
)
"""What is cut off at both ends of a line: blanks of every width, and signs of no width."""


PieceMark = NonProseKind | Literal["", "emphasis"]
"""What a format says of a piece of text: that it is no prose, that it is emphasised, or nothing."""


class TextPiece(NamedTuple):
    """Some code points as a reader gives them, and where in the file the first one stands."""

    offset: int
    text: str
    mark: PieceMark = ""


class Sheet(NamedTuple):
    """The page and the paragraph, from 1, of something in a file that has such."""

    page: int | None = None
    paragraph: int | None = None


_NO_SHEET = Sheet()


class Block(Struct, frozen=True):
    """A stretch of text that stands for itself, and what its format says about it.

    `blank` counts the blank lines before it. `level` is that of a heading, 1 for the highest,
    where the format marks headings; `number` one that the format shows but the text does not
    hold, as in an HTML list. `bold` says that all of it is. Of kind "contents" are the entries of
    a contents page that the format itself marks.
    """

    passage: Passage
    blank: int = 0
    level: int | None = None
    number: str | None = None
    kind: Kind = "text"
    bold: bool = False

    @property
    def text(self) -> str:
        return self.passage.text


def is_wide(char: str) -> bool:
    """Whether a character is as wide as a Chinese one."""
    return east_asian_width(char) in "WF"


def glue(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a blank, but nothing between Han.

    >>> glue("新质", "生产力"), glue("new", "quality")
    ('', ' ')
    """
    return "" if _WIDE.match(before[-1:]) and _WIDE.match(after[:1]) else " "


class TextSource:
    """A decoded file that knows its lines.

    `sheets` has the page and the paragraph of each line, where the file itself is not text.
    """

    def __init__(self, text: str, sheets: Sequence[Sheet] = ()) -> None:
        self.text = text
        self.sheets = sheets
        self.starts = list(_starts(text))

    @cached_property
    def starts_behind_lf(self) -> list[int]:
        """Where lines begin if LF alone ends them, as Python's HTML tokenizer has it."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, offset: int) -> Place:
        """The line and column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        sheet = self.sheets[line - 1] if self.sheets else _NO_SHEET
        return Place(line, offset - self.starts[line - 1] + 1, *sheet)

    def lines(self) -> Iterator[TextPiece]:
        """Every line, without its newline and without the blanks at its ends."""
        for start, end in zip(
            self.starts, [*self.starts[1:], len(self.text)], strict=True
        ):
            line = self.text[start:end]
            text = line.strip(SPACE)
            if text:
                yield TextPiece(start + line.index(text[0]), text)
            else:
                yield TextPiece(end, "")

    def whole(self, piece: TextPiece) -> Passage:
        """The passage of one piece that holds no newline and has no blanks at its ends."""
        anchors = (Anchor(0, piece.offset, self.place(piece.offset)),)
        return Passage(piece.text, anchors, find_non_prose(piece.text))

    def passage(self, pieces: Iterable[TextPiece]) -> Passage:
        """One text of many pieces, none of which holds a newline, without blanks at its ends.

        >>> source = TextSource("one &amp; two")
        >>> made = source.passage([TextPiece(0, "one "), TextPiece(4, "&"), TextPiece(9, " two ")])
        >>> made.text, made.locate(6).offset
        ('one & two', 10)
        """
        texts: list[str] = []
        anchors: list[Anchor] = []
        marks: list[_MarkedSpan] = []
        at = 0
        end = -1  # of the piece before, in the file
        for offset, text, mark in _trimmed(list(pieces)):
            place = self.place(offset)
            if (
                not anchors
                or offset != end
                or place.line != anchors[-1].place.line
            ):
                anchors.append(Anchor(at, offset, place))
            texts.append(text)
            if mark:
                _add_mark(marks, mark, Span(at, at + len(text)))
            at += len(text)
            end = offset + len(text)
        whole = "".join(texts)
        return Passage(whole, tuple(anchors), _non_prose(whole, marks))

    def joined(self, pieces: Iterable[TextPiece]) -> Passage:
        """The passage of the pieces, without the blanks that are only line ends between Han.

        >>> source = TextSource("新" + chr(10) + "质 x")
        >>> source.joined([TextPiece(0, "新"), TextPiece(1, " "), TextPiece(2, "质 x")]).text
        '新质 x'
        """
        inner: list[TextPiece] = []
        for piece in pieces:
            at_line_end = len(inner) > 1 and self._is_line_end(inner[-1])
            if at_line_end and not glue(inner[-2].text, piece.text):
                inner.pop()
            inner.append(piece)
        return self.passage(inner)

    def blanks_before(self, offset: int) -> int:
        """How many blank lines stand directly before the line of an offset."""
        line = bisect_right(self.starts, offset) - 1
        count = 0
        while count < line and not self._line(line - 1 - count).strip(SPACE):
            count += 1
        return count

    def _is_line_end(self, piece: TextPiece) -> bool:
        """Whether a piece is the blank that stands for the end of a line."""
        return piece.text == " " and self.text[piece.offset] in "\r\n"

    def _line(self, index: int) -> str:
        return self.text[self.starts[index] : self.starts[index + 1]]


class _MarkedSpan(NamedTuple):
    """A stretch of a passage, and what its format says of it."""

    mark: PieceMark
    span: Span


def _add_mark(marks: list[_MarkedSpan], mark: PieceMark, span: Span) -> None:
    """Add a mark, to the one before where both are of one element that came in several pieces."""
    if marks and marks[-1].mark == mark and marks[-1].span.end == span.start:
        span = Span(marks.pop().span.start, span.end)
    marks.append(_MarkedSpan(mark, span))


def _non_prose(text: str, marks: Iterable[_MarkedSpan]) -> tuple[NonProse, ...]:
    """What is not prose in a passage, by its format and by its text."""
    emphasised: list[Span] = []
    marked: list[NonProse] = []
    for mark, span in marks:
        if mark == "emphasis":
            emphasised.append(span)
        elif mark:
            marked.append(NonProse(span, mark))
    return find_non_prose(text, marked, emphasised=emphasised)


def _starts(text: str) -> Iterator[int]:
    """Where the lines begin."""
    yield 0
    if "\r" in text:
        yield from (match.end() for match in _NEWLINE.finditer(text))
    else:  # a tenth of the time
        yield from accumulate(len(line) + 1 for line in text.split("\n")[:-1])


def _trimmed(pieces: list[TextPiece]) -> list[TextPiece]:
    """The pieces without the blanks before the first sign and after the last."""
    first, last = 0, len(pieces) - 1
    while first <= last and not pieces[first].text.strip(SPACE):
        first += 1
    while first <= last and not pieces[last].text.strip(SPACE):
        last -= 1
    if first > last:
        return []
    inner = pieces[first : last + 1]
    head = inner[0]
    text = head.text.lstrip(SPACE)
    inner[0] = TextPiece(
        head.offset + len(head.text) - len(text), text, head.mark
    )
    tail = inner[-1]
    inner[-1] = TextPiece(tail.offset, tail.text.rstrip(SPACE), tail.mark)
    return [piece for piece in inner if piece.text]


# -- formats that are not text ------------------------------------------------------------------


class DraftLine(Struct, frozen=True):
    """One line of a block: its text, and how the next line of the block goes on from it.

    The last `cut` signs are there only because the line ends, as the hyphen in "devel-"; `glue`
    stands between this line and the next.
    """

    text: str
    sheet: Sheet = Sheet()
    glue: str = " "
    cut: int = 0


class Draft(Struct, frozen=True):
    """A Block before its lines have got their places; the fields are those of Block."""

    lines: tuple[DraftLine, ...]
    blank: int = 0
    level: int | None = None
    number: str | None = None
    kind: Kind = "text"
    bold: bool = False

    @property
    def text(self) -> str:
        """What the block's text is going to be."""
        return "".join(text for _, text in _parts(self))


def composed(drafts: Iterable[Draft]) -> tuple[TextSource, list[Block]]:
    """The text of all drafts, and their blocks.

    >>> lines = DraftLine("devel-", glue="", cut=1), DraftLine("opment")
    >>> source, blocks = composed([Draft(lines)])
    >>> source.text, blocks[0].text, blocks[0].passage.locate(5).place.line
    ('devel-\\nopment\\n', 'development', 2)
    """
    drafts = list(drafts)
    lines: list[DraftLine] = []
    for draft in drafts:
        blank = DraftLine("", draft.lines[0].sheet)
        lines += (blank,) * draft.blank + draft.lines
    text = "".join(f"{line.text}\n" for line in lines)
    sheets = [line.sheet for line in lines]
    # The text ends with an empty line.
    source = TextSource(text, [*sheets, Sheet()])
    blocks = []
    first = 0  # line of the draft
    for draft in drafts:
        first += draft.blank
        offset = source.starts[first]
        passage = source.passage(
            TextPiece(offset + at, text) for at, text in _parts(draft) if text
        )
        if passage.text:
            blocks.append(_block(passage, draft))
        first += len(draft.lines)
    return source, blocks


def _block(passage: Passage, draft: Draft) -> Block:
    return Block(
        passage, draft.blank, draft.level, draft.number, draft.kind, draft.bold
    )


def _parts(draft: Draft) -> Iterator[tuple[int, str]]:
    """The parts of the block's text, each with its offset from the start of the first line."""
    at = 0
    for line in draft.lines[:-1]:
        yield at, line.text[: len(line.text) - line.cut]
        at += len(line.text)
        yield at, line.glue
        at += 1
    yield at, draft.lines[-1].text
