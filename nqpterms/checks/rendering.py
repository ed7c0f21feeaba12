"""T201, T202 and T301: how the terms of the source are rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from nqpterms.checks.evidence import habits, squeezed, weakness
from nqpterms.checks.reading import Row, allowed
from nqpterms.checks.reporting import Verdict, found
from nqpterms.checks.wording import discouraged
from nqpterms.findings import Finding
from nqpterms.matching.matcher import Match
from nqpterms.matching.variants import is_acronym
from nqpterms.places import Span
from nqpterms.termbase import Concept, Term

_SHORT = frozenset({"acronym", "abbreviation", "initialism", "shortForm"})


def t201(rows: Sequence[Row]) -> Iterator[Finding]:
    """A source term is rendered by none of its terms."""
    return (finding for finding in _missing(rows) if finding.code == "T201")


def t202(rows: Sequence[Row]) -> Iterator[Finding]:
    """There is only weak evidence that a source term is rendered."""
    return (finding for finding in _missing(rows) if finding.code == "T202")


def t301(rows: Sequence[Row]) -> Iterator[Finding]:
    """One source term has several renderings in one document."""
    for concept, renderings in _renderings(rows).items():
        full = {term: uses for term, uses in renderings.items() if not _is_short(term)}
        if len(full) > 1:
            ranked = sorted(full.items(), key=lambda item: (-len(item[1]), item[0].text))
            yield from _mixed(concept, ranked)


def _missing(rows: Sequence[Row]) -> Iterator[Finding]:
    """T201 or T202 for every source term without its rendering, once a row."""
    known = habits(rows)
    for at, row in enumerate(rows):
        reported: set[str] = set()
        for match in row.said if row.text.strip() else ():
            expected = [t.text for c in match.candidates for t in allowed(c.concept, row.side)]
            done = match.concepts & (row.rendered | reported | _wrong(row))
            if done or not expected or squeezed(row, match):
                continue
            reported |= match.concepts
            yield _unrendered(row, match, expected, weakness(rows, at, match, known))


def _unrendered(row: Row, match: Match, expected: list[str], reason: str) -> Finding:
    """The finding that a term of the source has no rendering."""
    term = match.candidates[0].term.text
    at = row.text.find(match.span.of(row.source_text))
    left = Span(at, at + match.span.end - match.span.start) if at >= 0 else None
    what = "is left untranslated" if left else "is not rendered by its term"
    message = f"{term} {what}: expected “{expected[0]}”"
    if reason:
        verdict = Verdict("T202", "info", f"{message}, but {reason}")
    else:
        verdict = Verdict("T201", "warning", message)
    return found(verdict, row, span=left, source=match, expected=expected, group=term)


def _wrong(row: Row) -> frozenset[str]:
    """The concepts for which a discouraged term stands there: T101 and T205 speak of these."""
    wrong = (discouraged(match, row.meant) for match in row.written)
    return frozenset(candidate.concept.id for candidate in wrong if candidate)


class _Use(NamedTuple):
    """One place where a concept of the source is rendered."""

    row: Row
    source: Match
    span: Span


def _renderings(rows: Sequence[Row]) -> dict[Concept, dict[Term, list[_Use]]]:
    """For each concept of the source the terms that render it, with every place."""
    concepts: dict[str, Concept] = {}
    uses: dict[str, dict[Term, list[_Use]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        sources = {c.concept.id: m for m in row.said for c in m.candidates}
        for match in row.written:
            for concept, term in _one_a_concept(match):
                if concept.id in sources:
                    concepts[concept.id] = concept
                    uses[concept.id][term].append(_Use(row, sources[concept.id], match.span))
    return {concepts[key]: terms for key, terms in uses.items()}


def _one_a_concept(match: Match) -> list[tuple[Concept, Term]]:
    """One term for each concept: singular and plural are the same rendering, the first listed."""
    terms: dict[str, tuple[Concept, Term]] = {}
    for candidate in sorted(match.candidates, key=lambda c: c.concept.terms.index(c.term)):
        terms.setdefault(candidate.concept.id, (candidate.concept, candidate.term))
    return list(terms.values())


def _is_short(term: Term) -> bool:
    """Whether a term is an abbreviation, which may stand for its full form anywhere."""
    return term.type in _SHORT or bool(term.abbreviation_of) or is_acronym(term.text)


def _mixed(concept: Concept, ranked: list[tuple[Term, list[_Use]]]) -> Iterator[Finding]:
    """One finding for the document, then every place of a rendering that is not the usual one."""
    usual = ranked[0][0].text
    counts = ", ".join(f"“{term.text}” ×{len(uses)}" for term, uses in ranked)
    first = ranked[1][1][0]
    source = first.source.candidates[0].term.text
    message = f"{source} is rendered in {len(ranked)} ways: {counts}"
    verdict = Verdict("T301", "warning", message)
    preferred = concept.preferred(first.row.side)
    expected = [preferred] if preferred else []
    whole = found(verdict, first.row, span=first.span, source=first.source, expected=expected)
    yield replace(whole, segment=None)
    for term, uses in ranked[1:]:
        note = Verdict("T301", "info", f"{source}: “{term.text}” here, mostly “{usual}”")
        for row, match, span in uses:
            yield found(note, row, span=span, source=match, expected=expected)
