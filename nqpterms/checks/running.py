"""All checks by their codes, and how they are run.

    Document ──check_document──▶ Findings        its words alone
    Segments ──check_segments──▶ Findings        its words, and how they render the source
    TermBase ──check_terms─────▶ Findings        the glossary itself

Every check is one function from values to findings; the first line of its docstring says what it
reports. It sees the reading of one document (T) or a term base (G).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import inf

from nqpterms.alignment import Segment, Side
from nqpterms.checks import rendering, terms, wording
from nqpterms.checks.evidence import missing
from nqpterms.checks.reading import Reading, read_rows
from nqpterms.document import Document, Passage
from nqpterms.findings import Finding
from nqpterms.matching.matcher import Matcher
from nqpterms.termbase import TermBase, is_language

TextCheck = Callable[[Reading], Iterator[Finding]]
TermCheck = Callable[[TermBase], Iterator[Finding]]

TEXT_CHECKS: dict[str, TextCheck] = {
    "T101": wording.t101,
    "T201": rendering.t201,
    "T202": rendering.t202,
    "T205": wording.t205,
    "T301": rendering.t301,
}
TERM_CHECKS: dict[str, TermCheck] = {
    "G501": terms.g501,
    "G502": terms.g502,
    "G503": terms.g503,
    "G504": terms.g504,
    "G505": terms.g505,
    "G506": terms.g506,
    "G507": terms.g507,
    "G508": terms.g508,
}


def explanations() -> dict[str, str]:
    """What each code reports, in one line.

    >>> explanations()["T101"]
    'A deprecated or superseded term is used.'
    """
    checks = {**TEXT_CHECKS, **TERM_CHECKS}
    return {code: (check.__doc__ or "").splitlines()[0] for code, check in sorted(checks.items())}


def check_document(document: Document, matcher: Matcher) -> list[Finding]:
    """What is to be said of a translation alone, in reading order.

    >>> from nqpterms.document import Passage, Section
    >>> from nqpterms.termbase import Concept, Term
    >>> bad = Term("new quality productivity", "en", status="deprecated")
    >>> body = Section(None, None, 0, (Passage("New quality productivity grows."),))
    >>> document = Document("draft.txt", "en", body)
    >>> base = TermBase((Concept("nqpf", (bad,)),))
    >>> [finding.matched for finding in check_document(document, Matcher(base))]
    ['New quality productivity']
    """
    side: Side = "zh" if is_language(document.lang, "zh") else "en"
    segments = [_alone(passage, side, document.name) for passage in document.passages()]
    return check_segments(segments, matcher, target=side)


def check_segments(
    segments: Iterable[Segment], matcher: Matcher, *, target: Side = "en", file: str = ""
) -> list[Finding]:
    """What is to be said of a translation beside its source, in reading order.

    *target* is the language that is checked. Findings name *file*, or the segment's document.

    >>> from nqpterms.termbase import Concept, Term
    >>> concept = Concept("force", (Term("生产力", "zh"), Term("productive forces", "en")))
    >>> pair = Segment("发展生产力", "Develop capacity.", row=1)
    >>> [f.code for f in check_segments([pair], Matcher(TermBase((concept,))))]
    ['T201']
    """
    findings: list[Finding] = []
    for rows in read_rows(segments, matcher, target=target):
        reading = Reading(tuple(rows), tuple(missing(rows)))
        in_document = [finding for check in TEXT_CHECKS.values() for finding in check(reading)]
        findings += sorted(in_document, key=_position)
    return [replace(f, file=file) for f in findings] if file else findings


def _alone(passage: Passage, side: Side, doc: str) -> Segment:
    """A passage as a segment whose other side is empty."""
    if side == "zh":
        return Segment(passage.text, "", doc=doc, zh_anchors=passage.anchors)
    return Segment("", passage.text, doc=doc, en_anchors=passage.anchors)


def _position(finding: Finding) -> tuple[float, ...]:
    """Where a finding stands in its document; what concerns the whole bitext stands behind."""
    row = inf if finding.segment is None else finding.segment
    start = finding.span.start if finding.span else 0
    return (row, finding.place.line or 0, start)


def check_terms(base: TermBase) -> list[Finding]:
    """What is wrong with a term base, concept by concept.

    >>> from nqpterms.termbase import Concept, Term
    >>> [f.message for f in check_terms(TermBase((Concept("c1", (Term(" ", "en"),)),)))]
    ['a term is empty']
    """
    order = {concept.id: number for number, concept in enumerate(base.concepts)}
    found = [finding for check in TERM_CHECKS.values() for finding in check(base)]
    return sorted(found, key=lambda f: (order.get(f.concept or "", 0), f.code))
