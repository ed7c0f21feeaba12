"""The pictures of the report as SVG texts, for notebooks, papers and slides.

Alignment ──parts──▶ bins, dots, strips ──template──▶ shapes with classes ──▶ SVG

The shapes are those of the page. A page has a style for them; here every class becomes attributes
that any program that draws SVG knows. Lines and words have the colour of the text around the
picture, and the fillings are seen on light and on dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from nqpterms.formats.results.columns import cut_right, width
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Alignment, Segment, Side
from nqpterms.model.termbase import TermBase
from nqpterms.project.project import find_project
from nqpterms.report.alignment_figures import bins, dot_plot, section_marks
from nqpterms.report.frame import short_names, template_of
from nqpterms.report.page import shares, strips, uses_by_column
from nqpterms.report.parts import DOUBT, PagePart, parts_of
from nqpterms.report.strips import LegendEntry, Strip
from nqpterms.report.uses import TermUses, term_uses

_COLOURS = {
    "p": "#1f7a68",
    "a1": "#3f6fb0",
    "a2": "#7d5aa6",
    "a3": "#b07d12",
    "d1": "#b93a2b",
    "d2": "#d9762b",
    "d3": "#b04a78",
}
"""Of the slots: all with a contrast of 3 : 1 to white and to a dark page."""
_OVER = 'stroke="#fff" stroke-opacity=".85" stroke-width="1.1" fill="none"'
_DRESSES = {
    "k-p": f'fill="{_COLOURS["p"]}"',
    **{
        f"k-{s}": f'fill="url(#nqpterms-{s})"'
        for s in ("a1", "a2", "a3", "d1", "d2", "d3", "low")
    },
    "k-o": 'fill="url(#nqpterms-o)" stroke="currentColor" stroke-opacity=".6"',
    **{f"fill {slot}": f'fill="{colour}"' for slot, colour in _COLOURS.items()},
    "fill o": 'fill="none"',
    "over": _OVER,
    "dot": 'fill="#fff" fill-opacity=".85"',
    "ink": 'fill="currentColor" fill-opacity=".6"',
    "rail": 'fill="currentColor" fill-opacity=".07"',
    "grid": 'stroke="currentColor" stroke-opacity=".25" fill="none"',
    "edge": 'stroke="currentColor" stroke-opacity=".5" stroke-dasharray="2 3"',
    "least": 'fill="currentColor"',
    "pairs": f'stroke="{_COLOURS["p"]}" stroke-width="9" stroke-linecap="round" fill="none"',
    "alone-zh": f'stroke="{_COLOURS["a1"]}" stroke-width="4"',
    "alone-en": f'stroke="{_COLOURS["d2"]}" stroke-width="4"',
    "unit": 'text-anchor="end"',
    "tick": 'font-size="10"',
    "name": 'font-size="13"',
    "other": 'fill-opacity=".75"',
}
"""What each class of the shapes becomes."""
_CLASS = re.compile(r'class="([^"]*)"')
# No XML holds these.
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_STRIP_X, _STRIP_WIDTH = 220, 560  # as the template has them, in pixels
# Columns of text that fit before a strip.
_NAME_COLUMNS = {"renderings": 30, "shares": 42}
_LEGEND_COLUMNS = 44  # and behind it
_LINE = 15  # pixels of a line of a legend
_SIGN = 6.5  # pixels of a sign of an axis, with its share of the blank behind
_FAMILIES = (
    (0, "p", "the preferred term"),
    (150, "a1", "others that may be used"),
    (320, "d1", "discouraged"),
    (430, "o", "none of its terms"),
)
_SURE = (
    (40, "p", "sure"),
    (110, "low", f"below {DOUBT} %"),
    (220, "a1", "only in Chinese"),
    (360, "d2", "only in English"),
)


class _PictureRow(Struct, frozen=True):
    """A concept of a picture: its height on it, its names, its shapes, and lines of a legend."""

    y: int
    names: tuple[str, str]
    drawn: Strip
    legend: tuple[tuple[int, str, str], ...] = ()


class _Picture(Struct, frozen=True):
    """What a template draws: rows of concepts, the names of columns with their places, a key."""

    rows: tuple[_PictureRow, ...]
    height: int
    axis: tuple[tuple[float, str], ...] = ()
    key: tuple[tuple[int, str, str], ...] = _FAMILIES


def pictures(
    aligned: Alignment | Iterable[Segment],
    *,
    terms: TermBase | Matcher | None = None,
    target: Side = "en",
) -> dict[str, str]:
    """The pictures of the report as SVG texts, by name.

    Of an alignment: "renderings" (how each concept is said, section by section), "shares" (the
    concepts with most places), "confidence" (along the document) and "shape" (which paragraph
    answers which). Of segments the first two, a column a document. A picture that would be empty is
    not there. *terms* stand in the place of those of the settings of the working folder; *target*
    is the side whose renderings are shown. Sizes are pixels.

    >>> pairs = [Segment("发展新质生产力", "foster new quality productive forces")] * 2
    >>> list(pictures(pairs))
    ['renderings', 'shares']
    >>> pictures(pairs)["shares"][:38]
    '<svg xmlns="http://www.w3.org/2000/svg'
    """
    matcher = _matcher(terms)
    parts: Sequence[PagePart] = ()
    if isinstance(aligned, Alignment):
        parts = parts_of(aligned)
        columns, uses = uses_by_column(aligned, parts, matcher, target)
        names = [column.short for column in columns]
        labels = [column.label for column in columns]
    else:
        names, uses = _uses_by_document(aligned, matcher, target)
        labels = names
    drawings: dict[str, Any] = {}
    rendered_strips = strips(uses, labels)
    if rendered_strips:
        drawings["renderings"] = (_renderings(rendered_strips, names),)
    bars = shares(uses)
    if bars:
        drawings["shares"] = (_shares(bars),)
    stretches = bins(parts)
    if stretches:
        drawings["confidence"] = (stretches, section_marks(parts), DOUBT, _SURE)
        drawings["shape"] = (dot_plot(parts),)
    macros: Any = template_of("pictures.svg.j2").module
    return {
        name: _dressed(getattr(macros, name)(*values))
        for name, values in drawings.items()
    }


def _matcher(terms: TermBase | Matcher | None) -> Matcher:
    if terms is None:
        return find_project().matcher()
    return Matcher(terms) if isinstance(terms, TermBase) else terms


def _uses_by_document(
    segments: Iterable[Segment], matcher: Matcher, target: Side
) -> tuple[list[str], tuple[TermUses, ...]]:
    """The names of the documents of a bitext, and how each concept is said in them."""
    by_document: dict[str, list[Segment]] = {}
    for segment in segments:
        by_document.setdefault(segment.doc, []).append(segment)
    names = short_names([*by_document]) if by_document else []
    return names, term_uses([*by_document.values()], matcher, target=target)


def _renderings(drawings: Sequence[Strip], names: Sequence[str]) -> _Picture:
    """The strips below each other, each with its legend behind it."""
    rows = []
    y = 24
    for drawn in drawings:
        legend = []
        for number, entry in enumerate(drawn.legend):
            legend.append(
                (y + _LINE * number, entry.slot, _legend_words(entry))
            )
        rows.append(
            _PictureRow(y, _names(drawn, "renderings"), drawn, tuple(legend))
        )
        y += max(42, _LINE * len(legend) + 10)
    return _Picture(tuple(rows), y + 24, _axis(names))


def _shares(bars: Sequence[Strip]) -> _Picture:
    """The bars below each other."""
    rows = [
        _PictureRow(4 + 26 * number, _names(drawn, "shares"), drawn)
        for number, drawn in enumerate(bars)
    ]
    return _Picture(tuple(rows), 26 * len(rows) + 32)


def _names(drawn: Strip, picture: str) -> tuple[str, str]:
    """What a concept is called, Chinese first, as much of it as there is room for."""
    concept = drawn.uses.concept
    room = _NAME_COLUMNS[picture]
    zh, en = concept.preferred("zh") or "", concept.preferred("en") or ""
    if not (zh and en):
        return _cut(zh or en or concept.id, room), ""
    if picture == "shares":
        return _cut(zh, room), _cut(en, max(0, room - width(zh) - 1))
    return _cut(zh, room), _cut(en, room)


def _legend_words(entry: LegendEntry) -> str:
    wording = entry.wording
    return _cut(
        f"{wording.total} {wording.text or 'other words'}", _LEGEND_COLUMNS
    )


def _axis(names: Sequence[str]) -> tuple[tuple[float, str], ...]:
    """The names of the columns with their places, as many as have room beside each other."""
    column_width = _STRIP_WIDTH / max(1, len(names))
    ticks = []
    free_from = 0.0
    for number, name in enumerate(names):
        x = _STRIP_X + column_width * number
        if x >= free_from:
            label = _cut(name, max(6, int(column_width / _SIGN)))
            ticks.append((x, label))
            free_from = x + _SIGN * (width(label) + 1)
    return tuple(ticks)


def _cut(text: str, columns: int) -> str:
    """A text that is not wider than some columns, which says where it was cut."""
    return (
        text if width(text) <= columns else cut_right(text, columns - 1) + "…"
    )


def _dressed(svg: str) -> str:
    """A picture with attributes in the place of its classes, and nothing that XML cannot hold."""
    plain = _UNSEEN.sub("\ufffd", svg.strip()).replace(
        'id="k-', 'id="nqpterms-'
    )
    return _CLASS.sub(lambda match: _DRESSES[match[1]], plain) + "\n"
