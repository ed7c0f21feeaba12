"""T101 to T103 and T205: the words of the translation itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from nqpterms.checks.reading import GLOSS, Reading, Row, allowed, discouraged
from nqpterms.checks.reporting import Verdict, found
from nqpterms.checks.sameness import is_short
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.matcher import Match, TermReading
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span

_OWN_WORD = 4  # places from which what looks like a slip is a word of the document's own


def t101(reading: Reading) -> Iterator[Finding]:
    """A deprecated or superseded term is used."""
    return _discouraged(reading.rows, "T101")


def t205(reading: Reading) -> Iterator[Finding]:
    """A form that does not render this source term is used beside it."""
    return _discouraged(reading.rows, "T205")


def t102(reading: Reading) -> Iterator[Finding]:
    """A word comes near a known acronym or term and is none itself."""
    yield from _mistyped_acronyms(reading)
    slips = [
        (row, slip) for row in reading.rows for slip in reading.misspellings.slips_in(row.text)
    ]
    often = Counter(slip.word for _, slip in slips)
    for row, (span, meant, word) in slips:
        if often[word] < _OWN_WORD:
            surface, right = " ".join(span.of(row.text).split()), meant.term.text
            message = f"“{word}” is no word: “{surface}” comes near “{right}”"
            verdict = Verdict("T102", "warning", message)
            yield found(
                verdict, row, span=span, candidate=meant, expected=[right], group=surface.lower()
            )


def _mistyped_acronyms(reading: Reading) -> Iterator[Finding]:
    """The slips in acronyms, but for those that the text explains or its source has."""
    slips = [(row, slip) for row in reading.rows for slip in reading.acronyms.slips_in(row.text)]
    if not slips:
        return
    evident = {c for row in reading.rows for match in row.written for c in match.concepts}
    explained = {gloss[1] for row in reading.rows for gloss in GLOSS.finditer(row.text)}
    for row, (span, meant) in slips:
        surface = span.of(row.text)
        known = surface in explained or surface in row.source_text
        if not known and not any(span.overlaps(match.span) for match in row.written):
            yield _slip(row, span, meant, sure=meant.concept.id in evident)


def t103(reading: Reading) -> Iterator[Finding]:
    """An admitted term is used where the style asks for the preferred one."""
    for row in reading.rows:
        for match in row.written:
            candidate = match.candidates[0]
            preferred = candidate.concept.preferred(row.side)
            if candidate.term.status == "admitted" and preferred and not is_short(candidate.term):
                surface = " ".join(match.span.of(row.text).split())
                message = f"“{surface}” is admitted, “{preferred}” is preferred"
                verdict = Verdict("T103", "info", message)
                yield found(
                    verdict, row, span=match.span, candidate=candidate, expected=[preferred]
                )


def _slip(row: Row, span: Span, meant: TermReading, *, sure: bool) -> Finding:
    """The finding; it is a warning where the document speaks of what is meant."""
    surface, right = span.of(row.text), meant.term.text.removesuffix("s")
    right += "s" * surface.endswith("s")
    verdict = Verdict(
        "T102",
        "warning" if sure else "info",
        f"“{surface}” is unknown and comes near “{right}”",
    )
    return found(verdict, row, span=span, candidate=meant, expected=[right], group=surface)


def _discouraged(rows: Sequence[Row], code: str) -> Iterator[Finding]:
    """The places of discouraged terms: T205 of those with scope "pair", T101 of the others."""
    for row in rows:
        for match in row.written:
            candidate = discouraged(match, row.named)
            if candidate and (candidate.term.scope == "pair") == (code == "T205"):
                yield _finding(code, row, match, candidate)


def _finding(code: str, row: Row, match: Match, candidate: TermReading) -> Finding:
    """The finding, with the source term where it stands beside and a fix where that is safe."""
    terms = allowed(candidate.concept, row.side)
    expected = [term.text for term in terms]
    source = next((m for m in row.said if candidate.concept.id in m.concepts), None)
    surface = match.span.of(row.text)
    wrong = f"is {candidate.term.status}"
    if code == "T205" and source:
        wrong = f"does not render {source.candidates[0].term.text}"
    instead = f": use “{expected[0]}”" if expected else ""
    preferred = [term.text for term in terms if term.status == "preferred"]
    safe = len(preferred) == 1 and candidate.change == ""
    return found(
        Verdict(code, "warning", f"“{' '.join(surface.split())}” {wrong}{instead}"),
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
