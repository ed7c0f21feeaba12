"""A passage as HTML, with its terms and findings marked and everything else escaped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

from nqpterms.places import Span


class Mark(NamedTuple):
    """A range of a passage: its class, the concept it names, the words on hover, its id."""

    span: Span
    kind: str
    concept: str = ""
    hint: str = ""
    id: str = ""


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """The text as safe HTML, each mark a ``<mark>``; where two marks overlap, the first wins.

    >>> str(marked("a <b> c", [Mark(Span(2, 5), "finding", hint="T101")]))
    'a <mark class="finding" title="T101">&lt;b&gt;</mark> c'
    """
    parts, position = [], 0
    for mark in _apart(marks):
        parts.append(escape(text[position : mark.span.start]))
        attributes = {"id": mark.id, "class": mark.kind, "title": mark.hint}
        if mark.concept:
            attributes |= {"data-concept": mark.concept, "tabindex": "0"}
        told = (Markup(' {}="{}"').format(*pair) for pair in attributes.items() if pair[1])
        parts.append(Markup("<mark{}>{}</mark>").format(Markup("").join(told), mark.span.of(text)))
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
