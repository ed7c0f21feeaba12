"""What stands in quotation marks, or is set off as if it did."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nqpterms.model.places import Span

_QUOTES = (
    ("“", re.compile("“([^“”\n]{1,200})”")),
    ('"', re.compile('"([^"\n]{1,200})"')),
    ("«", re.compile("«([^«»\n]{1,200})»")),
    ("「", re.compile("「([^「」\n]{1,200})」")),
    ("『", re.compile("『([^『』\n]{1,200})』")),
    ("‘", re.compile(r"(?<!\w)‘([^‘’\n]{1,120})’(?!\w)")),
    ("'", re.compile(r"(?<!\w)'([^'\n]{1,120})'(?!\w)")),
    ("*", re.compile(r"(?<![\w*])\*{1,3}([^*\n]{1,200})\*{1,3}(?![\w*])")),
    ("_", re.compile(r"(?<!\w)_([^_\n]{1,200})_(?!\w)")),
)
"""Quotation marks of either language, and the emphasis that plain texts borrow from Markdown, each
with the sign that opens it."""

MARKS = frozenset("“\"«「『‘'")
"""What opens a quotation; emphasis does not."""
OPENING = "“\"«「『‘'*_"
_CLOSING = "”\"'’»」』*_"


def find_quotations(text: str, emphasised: Iterable[Span] = ()) -> list[Span]:
    """What is quoted or *emphasised* in a text, without the marks, in order.

    >>> text = "Say “one” and *two*, not 'three'."
    >>> [span.of(text) for span in find_quotations(text)]
    ['one', 'two', 'three']
    """
    spans = [*emphasised]
    for opening, quotes in _QUOTES:
        if opening in text:
            spans += [Span(*match.span(1)) for match in quotes.finditer(text)]
    return sorted(spans)


def text_before(text: str, quotation: Span, reach: int) -> str:
    """The *reach* code points before a quotation, without the marks that open it."""
    return text[max(0, quotation.start - reach) : quotation.start].rstrip(
        OPENING
    )


def text_behind(text: str, quotation: Span, reach: int) -> str:
    """The *reach* code points behind a quotation, without the marks that close it."""
    return text[quotation.end : quotation.end + reach].lstrip(_CLOSING)
