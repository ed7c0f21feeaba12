"""A passage as HTML, with its terms and findings marked and everything else escaped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

from nqpterms.model.places import Span


class Mark(NamedTuple):
    """A range of a passage: its class, the words on hover, its own id, the id it leads to."""

    span: Span
    kind: str
    hint: str = ""
    id: str = ""
    target: str = ""


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """The text as safe HTML; where two marks overlap, the first wins.

    What leads somewhere is a link, what has an id a ``<mark>``; what has both is a link in one.

    >>> str(marked("a <b> c", [Mark(Span(2, 5), "f", hint="T101", id="f0")]))
    'a <mark class="f" title="T101" id="f0">&lt;b&gt;</mark> c'
    >>> str(marked("a b", [Mark(Span(2, 3), "t", target="c1")]))
    'a <a class="t" href="#c1">b</a>'
    """
    parts, position = [], 0
    for mark in apart(marks):
        parts.append(escape(text[position : mark.span.start]))
        parts.append(_element(mark, mark.span.of(text)))
        position = mark.span.end
    parts.append(escape(text[position:]))
    return Markup("").join(parts)


def apart(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order of place, without those that overlap one given before them."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.span.start < mark.span.end and not any(mark.span.overlaps(k.span) for k in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.span)


def _element(mark: Mark, text: str) -> Markup:
    inside = escape(text)
    if mark.id and mark.target:
        inside = Markup("<a{}>{}</a>").format(
            _told({"class": "t", "href": f"#{mark.target}"}), text
        )
    told = {"class": mark.kind, "title": mark.hint}
    if mark.id:
        return Markup("<mark{}>{}</mark>").format(_told(told | {"id": mark.id}), inside)
    if mark.target:
        return Markup("<a{}>{}</a>").format(_told(told | {"href": f"#{mark.target}"}), inside)
    return Markup("<span{}>{}</span>").format(_told(told), inside)


def _told(attributes: dict[str, str]) -> Markup:
    told = (Markup(' {}="{}"').format(*pair) for pair in attributes.items() if pair[1])
    return Markup("").join(told)
