"""Offsets of a text as an editor counts them: lines from 0, and units of its encoding in a line.

    offset ──position──▶ (line, character) ──offset──▶ offset

An offset counts code points, as everywhere. The protocol counts UTF-16 units unless an editor
wants others, and its lines end with LF, CRLF or CR and with nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from nqpterms.model.places import Span

Units = Literal["utf-8", "utf-16", "utf-32"]
_LINE_END = re.compile("\r\n|\r|\n")
_BYTES = {"utf-8": 1, "utf-16": 2, "utf-32": 4}  # of a unit


class Position(NamedTuple):
    """A place between two characters: the line, and the units before it in that line, from 0."""

    line: int
    character: int


class TextLines:
    """A text that knows its lines.

    >>> lines = TextLines("one\\n😀 two")
    >>> lines.position(6), lines.offset(Position(1, 3))
    (Position(line=1, character=3), 6)
    """

    def __init__(self, text: str, units: Units = "utf-16") -> None:
        self.text, self.units = text, units
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        self._is_plain = text.isascii() or units == "utf-32"

    def __len__(self) -> int:
        return len(self._starts)

    def start(self, line: int) -> int:
        """The offset at which a line begins; the text's end for a line behind the last one."""
        return (
            self._starts[line] if line < len(self._starts) else len(self.text)
        )

    def line(self, number: int) -> str:
        """The text of a line, without what ends it."""
        return self.text[self.start(number) : self.start(number + 1)].rstrip(
            "\r\n"
        )

    def line_of(self, offset: int) -> int:
        """The line in which an offset stands."""
        return bisect_right(self._starts, offset) - 1

    def position(self, offset: int) -> Position:
        """An offset as the editor counts it."""
        line = self.line_of(offset)
        before = self.text[self._starts[line] : offset]
        return Position(line, self._size(before))

    def offset(self, position: Position) -> int:
        """The offset of a position; behind a line's end, that end is meant."""
        if position.line >= len(self._starts):
            return len(self.text)
        start = self._starts[position.line]
        line = self.line(position.line)
        return start + self._length(line, position.character)

    def span(self, start: Position, end: Position) -> Span:
        """What stands between two positions."""
        return Span(self.offset(start), self.offset(end))

    def _size(self, text: str) -> int:
        """How many units a text has."""
        if self._is_plain:
            return len(text)
        encoding = self.units if self.units == "utf-8" else f"{self.units}-le"
        return len(text.encode(encoding, "surrogatepass")) // _BYTES[self.units]

    def _length(self, line: str, units: int) -> int:
        """How many code points of a line its first units are."""
        if self._is_plain:
            return min(units, len(line))
        count = 0
        for at, char in enumerate(line):
            if count >= units:
                return at
            count += self._size(char)
        return len(line)


class TextChange(NamedTuple):
    """What an editor has typed: a text in the place of what stood between two positions.

    Without a start the text is a whole new one.
    """

    text: str
    start: Position | None = None
    end: Position | None = None


def changed_text(text: str, change: TextChange, units: Units = "utf-16") -> str:
    """A text with a change of the editor.

    >>> changed_text("a cat", TextChange("dog", Position(0, 2), Position(0, 5)))
    'a dog'
    """
    if change.start is None or change.end is None:
        return change.text
    span = TextLines(text, units).span(change.start, change.end)
    return text[: span.start] + change.text + text[span.end :]
