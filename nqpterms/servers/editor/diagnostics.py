"""Findings as diagnostics, in the protocol's own JSON.

CheckedDraft ──diagnostics──▶ [{"range": …, "severity": …, "code": …, "message": …}, …]
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from nqpterms.formats.results.decision_words import standing_words
from nqpterms.lang.normal_form import one_line
from nqpterms.model.findings import Finding, Quote
from nqpterms.model.places import Span
from nqpterms.run.one import RowFailure
from nqpterms.servers.editor.drafts import CheckedDraft, PlacedFinding
from nqpterms.servers.editor.text_positions import Position, TextLines, Units

SOURCE = "nqpterms"
# Information is shown as a hint.
_SEVERITIES = {"error": 1, "warning": 2, "info": 4}
_UNREADABLE = 3  # information: half a tag is nothing wrong while it is typed

_INSTALLED = Path(__file__).parents[2] / "_checks"
_CHECKOUT = Path(__file__).parents[3] / "docs" / "checks"
"""A wheel holds the pages of the checks in the first; a checkout has only the second."""


def diagnostics(
    checked: CheckedDraft, lines: TextLines
) -> list[dict[str, Any]]:
    """What an editor marks in a draft whose text *lines* has."""
    source = source_lines(checked, lines.units)
    marks = [diagnostic(placed, lines, source) for placed in checked.findings]
    return marks + [_unreadable(failure, lines) for failure in checked.failures]


class SourceLines(NamedTuple):
    """The file of a source, and its lines as an editor counts them."""

    path: str
    lines: TextLines


def source_lines(checked: CheckedDraft, units: Units = "utf-16") -> SourceLines:
    """The source of a draft, to find sentences in: made once for many findings."""
    return SourceLines(
        checked.draft.source, TextLines(checked.source_text, units)
    )


def diagnostic(
    placed: PlacedFinding, lines: TextLines, source: SourceLines
) -> dict[str, Any]:
    """One finding as a mark in the text."""
    finding = placed.finding
    mark: dict[str, Any] = {
        "range": range_of(lines, placed.span),
        "severity": _SEVERITIES[finding.severity],
        "code": finding.code,
        "source": SOURCE,
        "message": message(finding),
        "data": finding.fingerprint,
    }
    page = check_page(finding.code)
    if page is not None:
        mark["codeDescription"] = {"href": page.as_uri()}
    related = _source_sentence(finding.source_quote, source)
    if related is not None:
        mark["relatedInformation"] = [related]
    return mark


def message(finding: Finding) -> str:
    """A finding in one line: what was expected for which term, and what stands there.

    >>> message(Finding("T201", "warning", "m", source_term="甲", expected=("one",)))
    '“one” expected for 甲'
    """
    if not finding.expected or not finding.source_term:
        return one_line(finding.message)
    standing = standing_words(finding)
    here = f" (here: {standing})" if standing else ""
    return f"“{finding.expected[0]}” expected for {one_line(finding.source_term)}{here}"


@cache
def check_page(code: str) -> Path | None:
    """The page that says what a check reports; a team's own rule has none.

    >>> check_page("T101").name, check_page("R999")
    ('T101.md', None)
    """
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    page = folder / f"{code}.md"
    return page.resolve() if page.is_file() else None


def range_of(lines: TextLines, span: Span) -> dict[str, Any]:
    """A span of a text as a range of the protocol.

    >>> range_of(TextLines("a\\nbc"), Span(2, 4))["end"]
    {'line': 1, 'character': 2}
    """
    start, end = lines.position(span.start), lines.position(span.end)
    return {"start": start._asdict(), "end": end._asdict()}


def position_of(record: Any) -> Position:
    """A position of the protocol's library as ours."""
    return Position(record.line, record.character)


def _source_sentence(
    quote: Quote | None, source: SourceLines
) -> dict[str, Any] | None:
    """The sentence of the source, where it stands in a text that an editor can open."""
    if quote is None or not source.path or not quote.place.is_in_text:
        return None
    start = (
        source.lines.start((quote.place.line or 1) - 1)
        + (quote.place.column or 1)
        - 1
    )
    words = Span(start, start + quote.span.end - quote.span.start)
    location = {
        "uri": Path(source.path).absolute().as_uri(),
        "range": range_of(source.lines, words),
    }
    return {"location": location, "message": one_line(quote.text)}


def _unreadable(failure: RowFailure, lines: TextLines) -> dict[str, Any]:
    """What could not be read, on the line where it stands."""
    line = min((failure.row or 1) - 1, len(lines) - 1)
    start = lines.start(line)
    span = Span(start, start + len(lines.line(line)))
    return {
        "range": range_of(lines, span),
        "severity": _UNREADABLE,
        "source": SOURCE,
        "message": failure.reason,
    }
