"""From a sentence to its partner: which segment stands at a place, and where its other side is.

CheckedDraft, offset ──segment_at──▶ Segment ──partner_span──▶ Span of the source's text
"""

from __future__ import annotations

from collections.abc import Iterator

from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Span
from nqpterms.servers.editor.drafts import CheckedDraft, raw_span, segment_span


def segment_at(
    checked: CheckedDraft, offset: int, side: Side
) -> Segment | None:
    """The segment that stands at an offset of the draft, or of its source: the narrowest one."""
    best: tuple[int, Segment] | None = None
    for segment, span in _spans_in(checked, side):
        if span.start <= offset <= span.end:
            length = span.end - span.start
            if best is None or length < best[0]:
                best = length, segment
    return best[1] if best else None


def partner_span(segment: Segment, side: Side) -> Span | None:
    """Where the side of a segment that is across from *side* stands in its own file.

    >>> partner_span(Segment("喝茶", "Drink tea."), "en")
    Span(start=0, end=2)
    """
    return segment_span(segment, across(side))


def across(side: Side) -> Side:
    """The language across from *side*."""
    return "en" if side == "zh" else "zh"


def _spans_in(
    checked: CheckedDraft, side: Side
) -> Iterator[tuple[Segment, Span]]:
    """The segments with the stretch of their file in which one side stands."""
    for segment in checked.segments:
        pieces = (
            checked.cells.get(segment.row, ())
            if segment.row is not None
            else ()
        )
        if pieces and side == checked.side:
            yield segment, raw_span(pieces, Span(0, len(segment.text(side))))
        elif segment.row is None:
            span = segment_span(segment, side)
            if span is not None:
                yield segment, span
