"""Where the elements and the texts of an XML file stand in its own characters.

    "<seg>a &amp; <hi>b</hi></seg>" ──raw_elements──▶ a range an element, in the order of start tags
                                    ──raw_texts─────▶ "a ", "&", " " with the range that spells each

A parser gives a tree and forgets how it was written. A file that is to keep every byte but those
of one text is changed in its own characters: the tree says which element, its number in the order
of the file says where.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from nqpterms.errors import FormatError
from nqpterms.files.edits import RawText

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<!DOCTYPE(?:[^\[<>]|\[.*?\]|\"[^\"]*\"|'[^']*')*>"
    r"|<(?P<end>/?)(?P<name>[^\s<>/!?]+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>",
    re.DOTALL,
)
_TEXT = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<cdata>.*?)\]\]>|&(?P<entity>[^;\s]+);|\r\n?|[^<&\r]+",
    re.DOTALL,
)


class RawElement(NamedTuple):
    """The range of an element in the characters of its file, and the range of its content.

    Of an empty element (``<a/>``) the content is the place before its ``/>``.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written as one tag."""
        return (
            self.inner_start == self.inner_end
            and self.inner_end < self.end == self.inner_end + 2
        )


def raw_elements(source: str) -> list[RawElement]:
    """The range of each element, in the order in which they begin.

    >>> [tuple(one) for one in raw_elements("<a>x<b/></a>")]
    [(0, 3, 8, 12), (4, 6, 6, 8)]
    """
    elements: list[RawElement] = []
    open_at: list[int] = []
    for token in _TOKEN.finditer(source):
        if token["name"] is None:
            continue
        start, end = token.span()
        if token["end"]:
            if not open_at:
                raise FormatError("has an end tag without its beginning")
            at = open_at.pop()
            elements[at] = elements[at]._replace(inner_end=start, end=end)
        elif token["empty"]:
            elements.append(RawElement(start, end - 2, end - 2, end))
        else:
            open_at.append(len(elements))
            elements.append(RawElement(start, end, end, end))
    return elements


def raw_texts(source: str, start: int, end: int) -> Iterator[RawText]:
    """The text between two tags, each piece with the range that spells it; comments are no text.

    >>> [(piece.text, piece.start) for piece in raw_texts("a&lt;b", 0, 6)]
    [('a', 0), ('<', 1), ('b', 5)]
    """
    for token in _TEXT.finditer(source, start, end):
        text = token[0]
        if token["cdata"] is not None:
            at = token.start("cdata")
            yield RawText(at, token.end("cdata"), token["cdata"], is_cdata=True)
        elif token["entity"] is not None:
            yield RawText(token.start(), token.end(), html.unescape(text))
        elif text[0] == "\r":
            yield RawText(token.start(), token.end(), "\n")
        elif text[0] != "<":
            yield RawText(token.start(), token.end(), text)
