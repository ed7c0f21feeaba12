"""Pages without an alignment: several texts side by side, and many documents over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.document import Document
from nqpterms.model.findings import SEVERITIES, Finding, Severity
from nqpterms.model.termbase import TermBase
from nqpterms.report.frame import rendered, short_names
from nqpterms.report.page import Column, cards, shares, strips
from nqpterms.report.strips import strip
from nqpterms.report.uses import TermUses, term_uses

# Findings of one text that the page lists; the other formats list all.
_LISTED = 200
# The name of the column of documents whose year is not known.
_UNDATED = "no year"


class _TextSummary(Struct, frozen=True):
    """One of the texts: its name, its language, how much of it there is, what was found in it."""

    name: str
    lang: str
    passages: int
    terms: int
    severities: dict[Severity, int]
    codes: Counter[str]
    findings: tuple[Finding, ...]


def _uses_in_text(uses: Iterable[TermUses], number: int) -> int:
    """How often terms stand in the text of a number, in any wording."""
    return sum(
        wording.counts[number] for use in uses for wording in use.wordings
    )


def render_comparison(
    documents: Sequence[Document],
    findings: Sequence[Sequence[Finding]],
    matcher: Matcher,
) -> str:
    """The comparison of texts in one language as the text of an HTML file.

    *findings* has those of each document, in the same order.
    """
    side: Side = "zh" if documents[0].lang.startswith("zh") else "en"
    segments = [_segments_of_one(document, side) for document in documents]
    uses = term_uses(segments, matcher, target=side)
    names = short_names([document.name for document in documents])
    every_finding = [finding for of_one in findings for finding in of_one]
    texts = []
    for number, document in enumerate(documents):
        terms = _uses_in_text(uses, number)
        passages = len(segments[number])
        texts.append(
            _summary(document, names[number], findings[number], passages, terms)
        )
    return rendered(
        "comparison.html.j2",
        title=f"{len(documents)} texts compared",
        texts=texts,
        codes=sorted({finding.code for finding in every_finding}),
        columns=[
            Column(str(number), name, -1)
            for number, name in enumerate(names, 1)
        ],
        strips=strips(uses, names),
        shares=shares(uses),
        differing=[strip(use, names) for use in _differing(uses)],
        cards=cards(matcher.base.concepts, uses, findings=every_finding),
        listed=_LISTED,
    )


def render_drift(
    uses: Sequence[TermUses], years: Sequence[str], base: TermBase
) -> str:
    """The renderings of a corpus as the text of an HTML file.

    *uses* have a column for each of the *years*, "" for documents without one.
    """
    labels = [year or _UNDATED for year in years]
    return rendered(
        "drift.html.j2",
        title="Renderings over the years",
        columns=_columns(labels),
        strips=strips(uses, labels),
        shares=shares(uses),
        cards=cards(base.concepts, uses),
    )


def _columns(labels: Sequence[str]) -> list[Column]:
    """The columns of the pictures where no part of a page stands behind them."""
    return [Column(label, label, -1) for label in labels]


def _differing(uses: Sequence[TermUses]) -> list[TermUses]:
    """The concepts that not all texts say alike, those with most places first.

    >>> from nqpterms.report.uses import Wording
    >>> from nqpterms.model.termbase import Concept
    >>> wordings = (Wording("tea", "", (2, 1)), Wording("char", "", (1, 0)))
    >>> [use.total for use in _differing([TermUses(Concept("tea"), 0, (0, 0), wordings)])]
    [4]
    """
    several = [use for use in uses if len(use.wordings) > 1]
    return sorted(several, key=lambda use: (-use.total, use.number))


def _segments_of_one(document: Document, side: Side) -> list[Segment]:
    """The passages of a text as segments of which the other side is empty."""
    texts = [passage.text for passage in document.passages()]
    if side == "zh":
        return [Segment(text, "") for text in texts]
    return [Segment("", text) for text in texts]


def _summary(
    document: Document,
    name: str,
    findings: Sequence[Finding],
    passages: int,
    terms: int,
) -> _TextSummary:
    severities = Counter(finding.severity for finding in findings)
    return _TextSummary(
        name=name,
        lang=document.lang,
        passages=passages,
        terms=terms,
        severities={severity: severities[severity] for severity in SEVERITIES},
        codes=Counter(finding.code for finding in findings),
        findings=tuple(findings),
    )
