"""T1xx and T205: the words of the translation itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nqpterms.checks.reading import Row, allowed
from nqpterms.checks.reporting import Verdict, found
from nqpterms.findings import Finding
from nqpterms.matching.matcher import Candidate, Match
from nqpterms.matching.variants import is_acronym
from nqpterms.places import Span
from nqpterms.termbase import DISCOURAGED


def t101(rows: Sequence[Row]) -> Iterator[Finding]:
    """A deprecated or superseded term is used."""
    return _discouraged(rows, "T101")


def t205(rows: Sequence[Row]) -> Iterator[Finding]:
    """A form that does not render this source term is used beside it."""
    return _discouraged(rows, "T205")


def _discouraged(rows: Sequence[Row], code: str) -> Iterator[Finding]:
    """The places of discouraged terms: T205 of those with scope "pair", T101 of the others."""
    for row in rows:
        for match in row.written:
            candidate = discouraged(match, row.meant)
            if candidate and (candidate.term.scope == "pair") == (code == "T205"):
                yield _finding(code, row, match, candidate)


def discouraged(match: Match, meant: frozenset[str]) -> Candidate | None:
    """The discouraged term that stands there, given the concepts that the source means.

    None where an acceptable term may stand there as well; but what is acceptable for a concept
    that the source does not mean is no excuse for a pair term of one that it does. Within one
    concept a form as the glossary writes it counts before an inflected one.
    """
    closest = {c.concept.id: c for c in reversed(match.candidates)}.values()
    fine = [c for c in closest if c.term.status not in DISCOURAGED]
    for candidate in sorted(closest, key=lambda c: c.concept.id not in meant):
        if candidate in fine:
            continue
        pair = candidate.term.scope == "pair"
        excuses = [c for c in fine if not pair or c.concept.id in meant]
        if not excuses and (not pair or candidate.concept.id in meant):
            return candidate
    return None


def _finding(code: str, row: Row, match: Match, candidate: Candidate) -> Finding:
    """The finding, with the source term where it stands beside and a fix where that is safe."""
    status = "not a rendering of this term" if code == "T205" else candidate.term.status
    terms = allowed(candidate.concept, row.side)
    expected = [term.text for term in terms]
    surface = match.span.of(row.text)
    instead = f": use “{expected[0]}”" if expected else ""
    preferred = [term.text for term in terms if term.status == "preferred"]
    safe = len(preferred) == 1 and candidate.change == ""
    source = next((m for m in row.said if candidate.concept.id in m.concepts), None)
    return found(
        Verdict(code, "warning", f"“{' '.join(surface.split())}” is {status}{instead}"),
        row,
        span=match.span,
        source=source,
        candidate=candidate,
        expected=expected,
        fix=replacement(row.text, match.span, preferred[0]) if safe else None,
        group=candidate.term.text,
    )


def replacement(text: str, span: Span, term: str) -> str | None:
    """A term as it may stand at a span without a reader's eye, or None.

    Its case follows what stands there. Another number would want another verb, another initial
    another article: then there is none.

    >>> replacement("New Quality Capacities", Span(0, 22), "new quality productive forces")
    'New Quality Productive Forces'
    >>> replacement("productivity is", Span(0, 12), "productive forces") is None
    True
    """
    surface = span.of(text)
    if _plural(surface) != _plural(term):
        return None
    before = text[: span.start].split()[-1:]
    if before and before[0].lower() in ("a", "an") and _vowel(surface) != _vowel(term):
        return None
    if is_acronym(term) or not surface.isascii():
        return term
    if surface.isupper():
        return term.upper()
    if " " in surface and surface.istitle():
        return " ".join(_capitalised(word) for word in term.split(" "))
    return _capitalised(term) if surface[0].isupper() else term


def _plural(text: str) -> bool:
    return text.lower().endswith("s") and not text.lower().endswith(("ss", "us", "is"))


def _vowel(text: str) -> bool:
    return text[:1].lower() in "aeiou"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
