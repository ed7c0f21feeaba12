"""What in a text is not prose: where no words of it stand, or words that it does not use itself.

    readers, bitext formats ──mark──▶ Passage.non_prose ──▶ Segment.non_prose(side)

A format marks what only it can know (code, protected units, emphasis); what the text itself shows
(addresses, placeholders, mentions) is found by `nqpterms.lang.prose`. Checks, fixes, the census and
extraction obey both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from nqpterms.model.places import Span

NonProseKind = Literal[
    "code",
    "address",
    "path",
    "anchor",
    "placeholder",
    "protected",
    "mention",
    "qualified",
    "title",
    "reference",
]

WORDLESS: frozenset[NonProseKind] = frozenset(
    {"code", "address", "path", "anchor", "placeholder", "protected"}
)
"""Kinds that hold no words of the text: no term stands there, and nothing is said of them.

"address" is that of a page, a mailbox or a document (DOI), "path" also a file name; "protected" is
what its file says is not to be translated.

The words of the other kinds are another's ("title", "reference") or are spoken of ("mention"): a
finding there is information. In a "qualified" place ("not X", "so-called X") the text does use the
words, but another word might turn its sense about. Nothing is fixed in any of them.
"""

_BLOT = "\ufffc"  # OBJECT REPLACEMENT CHARACTER: no letter, no blank, no sign of a sentence


class NonProse(Struct, frozen=True, order=True):
    """A stretch of a text that is not prose, and what it is instead."""

    span: Span
    kind: NonProseKind

    @property
    def is_wordless(self) -> bool:
        """Whether no words of the text stand there."""
        return self.kind in WORDLESS


def clipped(
    stretches: Iterable[NonProse], inside: Span
) -> tuple[NonProse, ...]:
    """The stretches of a text that lie in a part of it, counted from the beginning of that.

    >>> [tuple(one.span) for one in clipped([NonProse(Span(2, 9), "code")], Span(4, 7))]
    [(0, 3)]
    """
    parts = []
    for stretch in stretches:
        if stretch.span.overlaps(inside):
            start = max(stretch.span.start, inside.start) - inside.start
            end = min(stretch.span.end, inside.end) - inside.start
            parts.append(NonProse(Span(start, end), stretch.kind))
    return tuple(parts)


def shifted(stretches: Iterable[NonProse], by: int) -> tuple[NonProse, ...]:
    """The stretches of a text that has come to stand behind *by* code points of another.

    >>> [tuple(one.span) for one in shifted([NonProse(Span(2, 9), "code")], 10)]
    [(12, 19)]
    """
    return tuple(
        NonProse(
            Span(stretch.span.start + by, stretch.span.end + by), stretch.kind
        )
        for stretch in stretches
    )


def is_among(span: Span, stretches: Iterable[NonProse]) -> bool:
    """Whether a span shares a code point with one of the stretches."""
    return any(span.overlaps(stretch.span) for stretch in stretches)


def without_wordless(text: str, stretches: Iterable[NonProse]) -> str:
    """A text of the same length in which what holds no words is blotted out.

    >>> without_wordless("Run a/b.py now", [NonProse(Span(4, 10), "path")]).replace("\ufffc", "_")
    'Run ______ now'
    """
    for stretch in stretches:
        if stretch.is_wordless:
            start, end = stretch.span
            text = text[:start] + _BLOT * (end - start) + text[end:]
    return text
