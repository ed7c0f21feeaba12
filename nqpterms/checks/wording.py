"""T101, T103 and T205: the words of the translation itself."""

from __future__ import annotations

from collections.abc import Iterator

from nqpterms.checks.defined_acronyms import acronym_places, definitions
from nqpterms.checks.replacement import Replacement, replacement
from nqpterms.checks.view import Check, DocumentView, Verdict, finding_in
from nqpterms.lang.normal_form import one_line
from nqpterms.matching.forms import is_acronym, is_short
from nqpterms.matching.matcher import Match, TermReading
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED
from nqpterms.renderings.rows import Row, explained_acronyms


def _t101(view: DocumentView) -> Iterator[Finding]:
    """A deprecated or superseded term is used."""
    yield from _discouraged_terms(view, "T101")
    for row in view.rows:
        for span, reading in acronym_places(row, view.once(definitions)):
            yield _acronym_of_discouraged(row, span, reading)


def _t205(view: DocumentView) -> Iterator[Finding]:
    """A form that does not render this source term is used beside it."""
    return _discouraged_terms(view, "T205")


def _t103(view: DocumentView) -> Iterator[Finding]:
    """An admitted term is used where the style asks for the preferred one."""
    for row in view.rows:
        for match in row.target_terms:
            reading = match.candidates[0]
            if reading.term.status != "admitted" or is_short(reading.term):
                continue
            best = reading.concept.renderings(row.side)[0]
            if best.status != "preferred":
                continue
            surface = one_line(match.span.of(row.text))
            message = f"“{surface}” is admitted, “{best.text}” is preferred"
            verdict = Verdict("T103", "info", message, expected=(best.text,))
            yield finding_in(row, verdict, span=match.span, reading=reading)


def discouraged_reading(
    match: Match, sought: frozenset[str]
) -> TermReading | None:
    """The discouraged term that stands there, given the concepts that the source names.

    None where an acceptable term may stand there as well; but what is acceptable for a concept
    that the source does not name is no excuse for a pair term of one that it does. Within one
    concept a form as the glossary writes it counts before an inflected one.
    """
    if not any(map(_is_discouraged, match.candidates)):
        return None
    closest = {
        reading.concept.id: reading for reading in reversed(match.candidates)
    }
    acceptable = {
        key for key, reading in closest.items() if not _is_discouraged(reading)
    }
    for key in sorted(closest, key=lambda key: key not in sought):
        reading = closest[key]
        if key in acceptable:
            continue
        if reading.term.scope != "pair":
            if not acceptable:
                return reading
        elif key in sought and acceptable.isdisjoint(sought):
            return reading
    return None


def _is_discouraged(reading: TermReading) -> bool:
    return reading.term.status in DISCOURAGED


def _discouraged_terms(view: DocumentView, code: str) -> Iterator[Finding]:
    """The places of discouraged terms: T205 of those with scope "pair", T101 of the others."""
    definitions_here = view.once(definitions)
    for row, readings in zip(
        view.rows, view.once(_discouraged_readings), strict=True
    ):
        for match, reading in readings:
            if (reading.term.scope == "pair") != (code == "T205"):
                continue
            surface = match.span.of(row.text)
            if is_acronym(surface) and definitions_here.is_foreign(
                surface, reading.concept
            ):
                continue
            change = _change(view, row, match, reading)
            yield _discouraged(code, row, match, reading, change)


def _discouraged_readings(
    view: DocumentView,
) -> list[list[tuple[Match, TermReading]]]:
    """The places of each row where a discouraged term stands and nothing excuses it."""
    readings_in = view.by_texts(_discouraged_in)
    return [readings_in(number) for number in range(len(view.rows))]


def _discouraged_in(row: Row) -> list[tuple[Match, TermReading]]:
    readings = [
        (match, discouraged_reading(match, row.sought))
        for match in row.target_terms
    ]
    return [
        (match, reading) for match, reading in readings if reading is not None
    ]


def _change(
    view: DocumentView, row: Row, match: Match, reading: TermReading
) -> Replacement | None:
    """What may be written in the place of a discouraged term without a reader's eye.

    An acronym that the document explains may be somebody else's.
    """
    terms = reading.concept.renderings(row.side)
    if [term.status for term in terms].count("preferred") != 1:
        return None
    surface = match.span.of(row.text)
    if is_acronym(surface) and surface in view.once(_explained):
        return None
    return replacement(row.text, match.span, reading, terms[0])


def _explained(view: DocumentView) -> frozenset[str]:
    """The acronyms that stand in brackets anywhere in a document."""
    return frozenset(
        short
        for row in view.different
        for short in explained_acronyms(row.text)
    )


def _discouraged(
    code: str,
    row: Row,
    match: Match,
    reading: TermReading,
    change: Replacement | None,
) -> Finding:
    """The finding, with the source term where it stands beside and a fix where that is safe."""
    terms = reading.concept.renderings(row.side)
    source = next(
        (m for m in row.source_terms if reading.concept.id in m.concepts), None
    )
    fault = f"is {reading.term.status}"
    if code == "T205" and source:
        fault = f"does not render {source.candidates[0].term.text}"
    instead = f": use “{terms[0].text}”" if terms else ""
    verdict = Verdict(
        code,
        "warning",
        f"“{one_line(match.span.of(row.text))}” {fault}{instead}",
        expected=tuple(term.text for term in terms),
        fix=change.text if change else None,
        group=reading.term.text,
        further=change.further if change else (),
    )
    return finding_in(
        row, verdict, span=match.span, source=source, reading=reading
    )


def _acronym_of_discouraged(
    row: Row, span: Span, reading: TermReading
) -> Finding:
    """The finding about an acronym that the document has given to a discouraged term."""
    terms = reading.concept.renderings(row.side)
    fault = f"stands for “{reading.term.text}”, which is {reading.term.status}"
    instead = f": use “{terms[0].text}”" if terms else ""
    verdict = Verdict(
        "T101",
        "warning",
        f"“{span.of(row.text)}” {fault}{instead}",
        expected=tuple(term.text for term in terms),
        group=reading.term.text,
    )
    return finding_in(row, verdict, span=span, reading=reading)


CHECKS = (
    Check("T101", "warning", "translation", _t101),
    Check("T103", "info", "translation", _t103, on_request=True),
    Check("T205", "warning", "source", _t205),
)
