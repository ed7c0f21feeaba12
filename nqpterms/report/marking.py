"""A passage as HTML, with its terms and findings marked and everything else escaped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

from nqpterms.places import Span


class Mark(NamedTuple):
    """A range of a passage with the class it gets, the concept it names and the words on hover."""

    span: Span
    kind: str
    concept: str = ""
    hint: str = ""


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """The text as safe HTML, each mark a ``<mark>``; where two marks overlap, the first wins.

    >>> str(marked("a <b> c", [Mark(Span(2, 5), "finding", hint="T101")]))
    'a <mark class="finding" title="T101">&lt;b&gt;</mark> c'
    """
    parts, position = [], 0
    for mark in _apart(marks):
        parts.append(escape(text[position : mark.span.start]))
        concept = Markup(' data-concept="{}" tabindex="0"').format(mark.concept)
        hint = Markup(' title="{}"').format(mark.hint)
        parts.append(
            Markup('<mark class="{}"{}{}>{}</mark>').format(
                mark.kind,
                concept if mark.concept else "",
                hint if mark.hint else "",
                mark.span.of(text),
            )
        )
        position = mark.span.end
    parts.append(escape(text[position:]))
    return Markup("").join(parts)


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order of place, without those that overlap one given before them."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.span.start < mark.span.end and not any(mark.span.overlaps(k.span) for k in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.span)
