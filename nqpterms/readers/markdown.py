"""Markdown to blocks: CommonMark with tables and footnotes, markup taken off, offsets exact.

markdown-it gives the lines of each block and its inline content without the marks of the blocks
around it; the content is found again in those lines, and its pieces of text in the content.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nqpterms.files.budget import look_at_clock
from nqpterms.lang.chinese import has_han
from nqpterms.lang.numbers.numerals import superscript
from nqpterms.readers.html import html_attributes, html_blocks, mark_of_element
from nqpterms.readers.line_shape import numbered
from nqpterms.readers.text_blocks import (
    Block,
    PieceMark,
    TextPiece,
    TextSource,
)

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE
)
_FOOTNOTE = re.compile(r"^( {0,3})(\[\^[^\]\s]+\]:)", re.MULTILINE)
_FOOTNOTE_BEFORE = re.compile(r"\[\^([^\]\s]+)\]:\s*$")
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][\w-]*)")
_ITEM_BEFORE = re.compile(r"\d{1,9}[.)]\s+$")
_BULLETS = tuple("•●■◆▪·")  # those of Markdown are its own
_LINK_END = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])?")
_IMAGE = re.compile(r"!\[(?:[^\]\\]|\\.)*" + _LINK_END.pattern)


def markdown_blocks(source: TextSource) -> list[Block]:
    """The blocks of a Markdown text; fenced code is left out.

    A numbered item keeps its number in the text, as a plain text has it; a footnote is a block of
    kind "note".

    >>> source = TextSource("# One *title*\\n\\nText.[^a]\\n\\n1. first\\n\\n[^a]: The note.")
    >>> [(b.text, b.level, b.number) for b in markdown_blocks(source)][:3]
    [('One title', 1, None), ('Text.[^a]', None, None), ('1. first', None, None)]
    >>> markdown_blocks(source)[-1].kind, markdown_blocks(source)[-1].number
    ('note', 'a')
    """
    from markdown_it import MarkdownIt

    # Four blanks of indent begin a paragraph in many Chinese texts: `_code_lines` tells code.
    parser = (
        MarkdownIt("commonmark").enable("table").disable(["code", "text_join"])
    )
    parser.block.ruler.before("table", "clock", _block_clock)
    parser.inline.ruler.before("text", "clock", _inline_clock)
    blocks: list[Block] = []
    level: int | None = None
    table_line = column = 0  # the line of a table and how far it is read
    prepared = _prepared(source.text)
    tokens = parser.parse(prepared)
    code_lines = _code_lines(prepared, tokens)
    for token in tokens:
        level = _level(token, level)
        if not token.map:
            continue
        if token.type == "html_block":
            start, end = (_line_start(source, line) for line in token.map)
            blocks += html_blocks(source, start, end)
        elif token.type == "inline" and token.content:
            line = token.map[0]
            start = column if line == table_line else 0
            inline = _Inline(source, token, start, is_code=line in code_lines)
            table_line, column = line, inline.end_column
            blocks += inline.blocks(level)
    return blocks


def _block_clock(_: StateBlock, __: int, ___: int, ____: bool) -> bool:
    """A rule that fits nowhere, and looks at the clock wherever a block may begin."""
    look_at_clock()
    return False


def _inline_clock(_: StateInline, __: bool) -> bool:
    """The same inside a block."""
    look_at_clock()
    return False


def _level(token: Token, level: int | None) -> int | None:
    if token.type == "heading_open":
        return int(token.tag[1])
    return None if token.type == "heading_close" else level


def _prepared(text: str) -> str:
    """The text, code point for code point, as CommonMark understands it.

    Front matter is blanked out; a footnote, which CommonMark does not know, becomes an item.
    """
    matter = _FRONT_MATTER.match(text)
    if matter:
        text = re.sub(r"[^\r\n]", " ", matter[0]) + text[matter.end() :]
    return _FOOTNOTE.sub(lambda note: note[1] + "-".ljust(len(note[2])), text)


def _line_start(source: TextSource, line: int) -> int:
    return (
        source.starts[line] if line < len(source.starts) else len(source.text)
    )


def _code_lines(text: str, tokens: Sequence[Token]) -> set[int]:
    """The lines of indented blocks of code.

    Chinese is none, and neither is a text most of whose paragraphs are indented.
    """
    from markdown_it import MarkdownIt

    if "    " not in text and "\t" not in text:
        return set()
    lines: set[int] = set()
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if (
            token.type == "code_block"
            and token.map
            and not has_han(token.content)
        ):
            lines.update(range(*token.map))
    return set() if _are_mostly_within(lines, tokens) else lines


def _are_mostly_within(lines: Set[int], tokens: Iterable[Token]) -> bool:
    """Whether more than half of the paragraphs begin in some lines."""
    paragraphs = [
        token for token in tokens if token.type == "inline" and token.level == 1
    ]
    inside = sum(
        token.map is not None and token.map[0] in lines for token in paragraphs
    )
    return 2 * inside > len(paragraphs)


class _OpenInline(NamedTuple):
    """An inline HTML element that is open: its tag, and what it makes of its text."""

    name: str
    mark: PieceMark


class _Inline:
    """The inline content of one block, and where it stands in the file.

    *column* is where the search in its first line begins, behind the cells before. *is_code*: all
    of it is an indented block of code.
    """

    def __init__(
        self, source: TextSource, token: Token, column: int, *, is_code: bool
    ) -> None:
        assert token.map is not None
        self.source = source
        self.mark: PieceMark = "code" if is_code else ""
        self.emphasis = 0  # how many emphases are open
        self.elements: list[_OpenInline] = []
        self.content = token.content
        self.children = token.children or []
        first, end = token.map
        lines = self.content.split("\n")
        self.offsets = [  # of each line of the content
            self._line_offset(line, text, column, single=end <= first + 1)
            for line, text in enumerate(lines, first)
        ]
        self.column = self.offsets[0] - _line_start(source, first)
        self.end_column = self.column + len(self.content)
        self.starts = [
            0,
            *(match.end() for match in re.finditer("\n", self.content)),
        ]

    def _line_offset(
        self, line: int, text: str, column: int, *, single: bool
    ) -> int:
        """Where a line of the content stands in the file.

        Marks of the blocks around stand before it: in a paragraph of several lines it is the last
        place that counts.
        """
        start, end = (
            _line_start(self.source, line),
            _line_start(self.source, line + 1),
        )
        raw = self.source.text[start:end]
        at = raw.find(text, column) if column or single else raw.rfind(text)
        if at < 0:  # blanks of the content that a tab of the file stands for
            bare = text.lstrip()
            at = max(0, raw.rfind(bare)) + len(bare) - len(text)
        return start + at

    def blocks(self, level: int | None) -> Iterator[Block]:
        """The block, or one for each line where lines are broken on purpose."""
        start = self.offsets[0]
        before = self.source.text[start - self.column : start]
        note = _FOOTNOTE_BEFORE.search(before)
        item = _ITEM_BEFORE.search(before)
        lead = [TextPiece(start - len(item[0]), item[0])] if item else []
        blank = self.source.blanks_before(start)
        for pieces, bold in self._lines(joined=level is not None):
            passage = self.source.joined([*lead, *pieces])
            lead = []
            if passage.text and note:
                yield Block(passage, blank, number=note[1], kind="note")
            elif passage.text:
                yield Block(passage, blank, level, bold=bold)
            blank = 0

    def _lines(self, *, joined: bool) -> Iterator[tuple[list[TextPiece], bool]]:
        """The pieces of text, cut at hard breaks unless *joined*, and whether all are bold."""
        line: list[TextPiece] = []
        at = depth = 0
        thin = raised = False
        items = _item_lines(self.content) if not joined else set()
        number = 0
        for child in self.children:
            is_line_end = child.type in ("softbreak", "hardbreak")
            number += is_line_end
            begins_item = is_line_end and number in items
            if not joined and (begins_item or _is_break(child)):
                yield line, not thin
                line = []
                thin = False
            if child.type == "html_inline":
                raised = child.content.lower().startswith("<sup")
                self._open_element(child.content)
            elif child.type.startswith(("em_", "strong")):
                self.emphasis += child.nesting
                depth += child.nesting if child.type.startswith("strong") else 0
            pieces, at = self._pieces(child, at)
            if raised:
                pieces = [
                    piece._replace(text=superscript(piece.text))
                    for piece in pieces
                ]
            mark = self._mark()
            line += [
                piece if piece.mark else piece._replace(mark=mark)
                for piece in pieces
            ]
            has_text = bool(pieces) and child.type != "softbreak"
            thin |= has_text and not depth
        yield line, not thin

    def _pieces(self, child: Token, at: int) -> tuple[list[TextPiece], int]:
        """The pieces that a child of the inline tree adds, and where the next one is sought."""
        match child.type:
            case "softbreak" | "hardbreak":
                end = self.content.find("\n", at)
                return (
                    ([TextPiece(self._offset(end), " ")], end + 1)
                    if end >= 0
                    else ([], at)
                )
            case "link_close":
                return [], self._end_of(_LINK_END.match(self.content, at), at)
            case "image":
                return [], self._end_of(_IMAGE.search(self.content, at), at)
            case "html_inline":
                start = self.content.find(child.content, at)
                return [], start + len(child.content) if start >= 0 else at
            case "text_special":
                return self._special(child, at)
            case "code_inline":
                pieces, at = self._words(child.content, at)
                return [piece._replace(mark="code") for piece in pieces], at
            case _:
                return self._words(child.content, at)

    def _open_element(self, tag: str) -> None:
        """Open or close the inline element of an HTML tag."""
        element = _TAG.match(tag)
        if not element or tag.endswith("/>"):
            return
        name = element["name"].lower()
        if element["closing"]:
            if any(opened.name == name for opened in self.elements):
                while self.elements.pop().name != name:
                    pass
            return
        mark = mark_of_element(name, html_attributes(tag))
        self.elements.append(_OpenInline(name, mark))

    def _mark(self) -> PieceMark:
        """What the blocks and elements that are open make of a text."""
        marks = [
            self.mark,
            *(element.mark for element in self.elements if element.mark),
        ]
        if self.emphasis:
            marks.append("emphasis")
        return next(filter(None, marks), "")

    @staticmethod
    def _end_of(markup: re.Match[str] | None, at: int) -> int:
        return markup.end() if markup else at

    def _special(self, child: Token, at: int) -> tuple[list[TextPiece], int]:
        r"""A character reference, or a sign behind the backslash that escapes it."""
        start = self.content.find(child.markup, at)
        backslash = (
            len(child.markup) - len(child.content)
            if child.info == "escape"
            else 0
        )
        piece = TextPiece(self._offset(start + backslash), child.content)
        return [piece], start + len(child.markup)

    def _words(self, text: str, at: int) -> tuple[list[TextPiece], int]:
        """A run of text, whole or, where its blanks were changed, word by word."""
        if not text:
            return [], at
        start = self.content.find(text, at)
        if start >= 0 and "\n" not in text:
            return [TextPiece(self._offset(start), text)], start + len(text)
        pieces: list[TextPiece] = []
        for word in re.findall(r"\S+", text):
            start = max(at, self.content.find(word, at))
            if pieces:
                pieces.append(TextPiece(self._offset(start - 1), " "))
            pieces.append(TextPiece(self._offset(start), word))
            at = start + len(word)
        return pieces, at

    def _offset(self, position: int) -> int:
        line = bisect_right(self.starts, position) - 1
        return self.offsets[line] + position - self.starts[line]


def _item_lines(content: str) -> set[int]:
    """The lines of a paragraph, from 0, that begin as the items of a list that Markdown knows not.

    People write 一、 or （1） or • one below the other, as in a plain text. Two such lines must
    follow each other, with rising numbers: one may begin so by chance.
    """
    lines = content.split("\n")
    items: set[int] = set()
    for number, (before, line) in enumerate(pairwise(lines), 1):
        if _is_next_item(before, line):
            items |= {number - 1, number}
    return items - {0}


def _is_next_item(before: str, line: str) -> bool:
    """Whether two lines are items of one list."""
    if line[:1] in _BULLETS:
        return before[:1] == line[:1]
    first, second = numbered(before), numbered(line)
    if first is None or second is None or first.style != second.style:
        return False
    return first.numbers[-1] + 1 == second.numbers[-1]


def _is_break(child: Token) -> bool:
    if child.type == "html_inline":
        return child.content.lower().startswith("<br")
    return child.type == "hardbreak"
