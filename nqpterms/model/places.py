"""Where a thing stands: in its file (Place) and in a text (Span).

Every offset in nqpterms counts code points of the *original* text, from 0, end excluded; every
line and column counts from 1. A text that a reader has tidied (lines joined, entities resolved)
keeps Anchors, which turn a position in it into one of the file.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from msgspec import Struct


class Span(NamedTuple):
    """A half-open range of code points of a text: ``text[start:end]``.

    >>> Span(2, 5).of("发展新质生产力")
    '新质生'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The code points of *text* inside this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


class Place(Struct, frozen=True, omit_defaults=True):
    """Where a thing stands in its file: line and column, page, paragraph (all from 1).

    In a file that is no text (DOCX, PDF) line and column are those of the text read from it.

    >>> Place(line=393, column=1)
    Place(line=393, column=1, page=None, paragraph=None)
    """

    line: int | None = None
    column: int | None = None
    page: int | None = None
    paragraph: int | None = None

    @property
    def label(self) -> str:
        """The place as a reader of the file would look for it; "" for nowhere.

        >>> Place(393, 1).label, Place(393, 1, paragraph=80).label, Place(393, 1, page=12).label
        ('393:1', '¶80', 'p.12')
        """
        if self.page is not None:
            return f"p.{self.page}"
        if self.paragraph is not None:
            return f"¶{self.paragraph}"
        if self.line is None:
            return ""
        return (
            f"{self.line}"
            if self.column is None
            else f"{self.line}:{self.column}"
        )

    @property
    def is_in_text(self) -> bool:
        """Whether it is a place of a text file, whose lines editors number."""
        return (
            self.line is not None
            and self.page is None
            and self.paragraph is None
        )


class Anchor(NamedTuple):
    """Code point `at` of a text stands at code point `offset` of its file, in `place`.

    From one anchor to the next, text and file run on together, one code point to one code point.
    """

    at: int
    offset: int
    place: Place


class Anchored(NamedTuple):
    """A position of a text as a position of its file."""

    offset: int
    place: Place


def locate(anchors: tuple[Anchor, ...], position: int) -> Anchored:
    """The file's own offset and place of a position in a text with *anchors* (sorted by `at`).

    >>> locate((Anchor(0, 100, Place(3, 1)), Anchor(6, 107, Place(4, 1))), 8)
    Anchored(offset=109, place=Place(line=4, column=3, page=None, paragraph=None))
    """
    if not anchors:
        return Anchored(position, Place())
    at, offset, place = anchors[
        max(0, bisect_right(anchors, position, key=lambda a: a.at) - 1)
    ]
    distance = position - at
    column = None if place.column is None else place.column + distance
    return Anchored(
        offset + distance,
        Place(place.line, column, place.page, place.paragraph),
    )


def sliced(
    anchors: tuple[Anchor, ...], start: int, end: int
) -> tuple[Anchor, ...]:
    """The anchors of ``text[start:end]``, counted from its own beginning.

    >>> sliced((Anchor(0, 100, Place(3, 1)),), 4, 9)
    (Anchor(at=0, offset=104, place=Place(line=3, column=5, page=None, paragraph=None)),)
    """
    if not anchors:
        return ()
    inside = tuple(
        Anchor(a.at - start, a.offset, a.place)
        for a in anchors
        if start < a.at < end
    )
    return (Anchor(0, *locate(anchors, start)), *inside)


def position(
    anchors: tuple[Anchor, ...], offset: int, length: int
) -> int | None:
    """The position in a text of *length* that stands at *offset* of the file; None if elsewhere.

    The inverse of `locate`.

    >>> position((Anchor(0, 100, Place(3, 1)), Anchor(6, 107, Place(4, 1))), 109, 20)
    8
    """
    for index in range(len(anchors) - 1, -1, -1):
        at, start, _ = anchors[index]
        end = anchors[index + 1].at if index + 1 < len(anchors) else length
        if start <= offset < start + end - at:
            return at + offset - start
    return None
