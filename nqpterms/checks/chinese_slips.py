"""T102 for Chinese terms: what comes near one and is none, as `matching.near_chinese` finds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nqpterms.checks.once_a_base import once_a_base
from nqpterms.checks.view import DocumentView, Verdict, finding_in
from nqpterms.lang.normal_form import as_written, fold
from nqpterms.matching.near_chinese import ChineseSlip, NearChineseTerms
from nqpterms.model.findings import Finding, Severity
from nqpterms.model.termbase import TermBase
from nqpterms.renderings.rows import Row

OWN_WORD = 4
"""Places from which what looks like a slip is a word of the document's own."""


@once_a_base
def near_chinese_terms(base: TermBase, language: str) -> NearChineseTerms:  # noqa: ARG001
    """The Chinese terms of a base, ready to be found where they are mistyped."""
    return NearChineseTerms(base)


def mistyped_chinese(view: DocumentView) -> Iterator[Finding]:
    """The findings on Chinese terms with a slip, but for what the document writes again and again.

    Where a term of the base has the odd character, it is none.
    """
    slips: list[tuple[Row, ChineseSlip]] = []
    for row in view.rows:
        if row.side == "zh":
            for slip in near_chinese_terms(view.base, "zh").slips_in(row.text):
                if not any(
                    slip.odd.overlaps(match.span) for match in row.target_terms
                ):
                    slips.append((row, slip))
    times = Counter(fold(slip.span.of(row.text)) for row, slip in slips)
    for row, slip in slips:
        is_sought = slip.reading.concept.id in row.sought
        if is_sought or times[fold(slip.span.of(row.text))] < OWN_WORD:
            yield _slip_finding(row, slip, is_sure=is_sought or slip.is_sure)


def _slip_finding(row: Row, slip: ChineseSlip, *, is_sure: bool) -> Finding:
    """The finding; it is a warning where nothing else can be meant."""
    surface, right = as_written(slip.span.of(row.text)), slip.reading.term.text
    severity: Severity = "warning" if is_sure else "info"
    message = f"“{surface}” comes near “{right}”"
    verdict = Verdict(
        "T102", severity, message, expected=(right,), group=fold(surface)
    )
    return finding_in(row, verdict, span=slip.span, reading=slip.reading)
