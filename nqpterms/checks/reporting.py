"""Findings about a row: the place, the text around it and the group are worked out here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nqpterms.checks.reading import Row, other
from nqpterms.matching.matcher import Match, TermReading
from nqpterms.model.findings import Finding, Severity
from nqpterms.model.places import Span

_AROUND = 40  # code points of context on either side of a hit


class Verdict(NamedTuple):
    """What a check has to say: its code, how grave it is, and in which words."""

    code: str
    severity: Severity
    message: str


def found(
    verdict: Verdict,
    row: Row,
    *,
    span: Span | None = None,
    source: Match | None = None,
    candidate: TermReading | None = None,
    expected: Sequence[str] = (),
    fix: str | None = None,
    group: str = "",
) -> Finding:
    """A finding in a row: at *span* of the checked text, or about its whole where that is None."""
    about = candidate or (source.candidates[0] if source else None)
    matched = span.of(row.text) if span else ""
    start = row.segment.locate(row.side, span.start if span else 0)
    seen = around(row.text, span) if span else around(row.source_text, source and source.span)
    return Finding(
        verdict.code,
        verdict.severity,
        verdict.message,
        file=row.segment.doc,
        place=start.place,
        segment=row.segment.row,
        concept=about.concept.id if about else None,
        source_term=source.candidates[0].term.text if source else None,
        source_span=in_file(row, source.span, source=True) if source else None,
        matched=matched,
        span=in_file(row, span) if span else None,
        expected=tuple(dict.fromkeys(expected)),
        fix=fix,
        group=f"{verdict.code}:{about.concept.id if about else ''}:{group}",
        context=seen,
    )


def in_file(row: Row, span: Span, *, source: bool = False) -> Span:
    """A span in the terms of the file; in a bitext, of its cell."""
    if row.segment.row is not None:
        return span
    side = other(row.side) if source else row.side
    start = row.segment.locate(side, span.start).offset
    return Span(start, row.segment.locate(side, span.end - 1).offset + 1)


def around(text: str, span: Span | None) -> str:
    """The text round a span, on one line.

    >>> around("Develop new quality productivity now.", Span(8, 32))
    'Develop new quality productivity now.'
    """
    start, end = span or (0, 0)
    return " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())
