"""Findings as a list that a reader works through on a terminal, one decision a block.

     1  T101 warning: “village renewal” is deprecated: use “rural revitalization”  (2 places)
          draft.en.md:12:17  We will promote [village renewal] in all counties …
          12:3               推进[乡村振兴]，……

Each sentence has its own line and its own number; the words that are meant stand in brackets, so
that nothing is lost without colour.
"""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.formats.results.columns import cut_left, cut_right, padded, width
from nqpterms.formats.results.decision_words import marked_quote, segment_label
from nqpterms.lang.normal_form import one_line
from nqpterms.model.findings import Finding, Quote

_CONTEXT = 38  # columns on either side of the words that are meant
_INDENT = " " * 6


def block(number: int, group: Sequence[Finding], limit: int) -> list[str]:
    """The lines of one decision: what is the matter, then its places, a long list cut."""
    first = group[0]
    placed = [finding for finding in group if _has_place(finding)] or list(
        group
    )
    count = f"  ({len(group)} places)" if len(group) > 1 else ""
    lines = [
        f"{number:>2}  {first.code} {first.severity}: {first.message}{count}"
    ]
    for finding in placed[:limit]:
        lines += _place(finding)
    rest = len(placed) - limit
    if rest > 0:
        lines.append(f"{_INDENT}… and {rest} more")
    return [*lines, ""]


def _has_place(finding: Finding) -> bool:
    """Whether there is a sentence to show."""
    return bool(finding.context or finding.target_quote or finding.source_quote)


def _place(finding: Finding) -> list[str]:
    """Where it stands: the translation's line, then the source's, each with its number."""
    at = finding.place.label
    where = " ".join(
        part
        for part in (f"{finding.file}:{at}".strip(":"), segment_label(finding))
        if part
    )
    if not finding.target_quote and not finding.source_quote:
        return _line(
            where, finding.context + _words_behind(finding), width(where)
        )
    source_at = finding.source_quote.place.label if finding.source_quote else ""
    margin = max(width(where), width(source_at))
    fix = "  (fix)" if finding.fix is not None else ""
    lines = _line(where, _line_of_quote(finding.target_quote) + fix, margin)
    return lines + _line(
        source_at, _line_of_quote(finding.source_quote), margin
    )


def _line(where: str, sentence: str, margin: int) -> list[str]:
    """A sentence behind its number; nothing where there is neither."""
    line = f"{_INDENT}{padded(where, margin)}  {sentence}".rstrip()
    return [line] if line else []


def _words_behind(finding: Finding) -> str:
    """What stands there, where no sentence could mark it."""
    stands = (
        ""
        if finding.matched or not finding.stands
        else one_line(finding.stands.text)
    )
    return f" → “{stands}”" if stands else ""


def _line_of_quote(quote: Quote | None) -> str:
    """A sentence on one line with its words in brackets, cut on either side of them."""
    before, words, behind = marked_quote(quote)
    if not words:
        return _begin(before, 2 * _CONTEXT)
    return f"{_end(before, _CONTEXT)}[{words}]{_begin(behind, _CONTEXT)}"


def _end(text: str, columns: int) -> str:
    """The end of a text, behind a sign where something is cut off."""
    if width(text) <= columns:
        return text
    cut = cut_left(text, columns)
    before = text.rstrip()[: -len(cut)]
    if (
        before[-1:].isascii() and not before[-1:].isspace()
    ):  # half a word says nothing
        cut = cut.partition(" ")[2] or cut
    return f"… {cut}{' ' * text.endswith(' ')}"


def _begin(text: str, columns: int) -> str:
    """The beginning of a text, before a sign where something is cut off."""
    if width(text) <= columns:
        return text
    cut = cut_right(text, columns)
    behind = text.lstrip()[len(cut) :]
    if behind[:1].isascii() and not behind[:1].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return f"{' ' * text.startswith(' ')}{cut} …"
