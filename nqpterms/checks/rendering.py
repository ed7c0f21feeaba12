"""T201, T202, T203 and T301: how the terms of the source are rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from nqpterms.checks.reading import Missing, Reading, Row, allowed
from nqpterms.checks.reporting import Verdict, found
from nqpterms.checks.sameness import is_short, wording
from nqpterms.findings import Finding
from nqpterms.matching.matcher import Candidate, Match
from nqpterms.places import Span
from nqpterms.termbase import DISCOURAGED, Concept, Term


def t201(reading: Reading) -> Iterator[Finding]:
    """A source term is rendered by none of its terms."""
    return (_unrendered(reading.rows[m.at], m) for m in reading.missing if not m.reason)


def t202(reading: Reading) -> Iterator[Finding]:
    """There is only weak evidence that a source term is rendered."""
    return (_unrendered(reading.rows[m.at], m) for m in reading.missing if m.reason)


def t203(reading: Reading) -> Iterator[Finding]:
    """A source term has fewer renderings in a segment than it has places."""
    for row in reading.rows:
        said = Counter(concept for match in row.said for concept in match.concepts)
        many = {concept for concept, count in said.items() if count > 1}
        if many & row.rendered:
            written = Counter(c for match in row.target for c in match.concepts)
            for match in {m.concepts: m for m in reversed(row.said)}.values():
                for concept in (c.concept.id for c in match.candidates):
                    if concept in many and 0 < written[concept] < said[concept]:
                        yield _fewer(row, match, said[concept], written[concept])
                        break


def t301(reading: Reading) -> Iterator[Finding]:
    """One source term has several renderings in one document."""
    for concept, renderings in _renderings(reading.rows):
        full = [rendering for rendering in renderings if not is_short(rendering.term)]
        different = _distinct(full) if len(full) > 1 else full
        if len(different) > 1:
            yield from _mixed(concept, different)


def _unrendered(row: Row, missing: Missing) -> Finding:
    """The finding that a term of the source has no rendering."""
    match, expected = missing.source, missing.expected
    term = match.candidates[0].term.text
    at = row.text.find(match.span.of(row.source_text))
    left = Span(at, at + match.span.end - match.span.start) if at >= 0 else None
    what = "is left untranslated" if left else "is not rendered by its term"
    message = f"{term} {what}: expected “{expected[0]}”"
    if missing.reason:
        verdict = Verdict("T202", "info", f"{message}, but {missing.reason}")
    else:
        verdict = Verdict("T201", "warning", message)
    return found(verdict, row, span=left, source=match, expected=expected, group=term)


def _fewer(row: Row, match: Match, said: int, written: int) -> Finding:
    """The finding that some places of a term have no rendering, or a pronoun for one."""
    term = match.candidates[0].term.text
    verdict = Verdict("T203", "info", f"{term} stands here {said} times, its terms {written}")
    expected = [t.text for c in match.candidates for t in allowed(c.concept, row.side)]
    return found(verdict, row, source=match, expected=expected, group=term)


class _Use(NamedTuple):
    """One place where a concept of the source is rendered."""

    row: Row
    source: Match
    span: Span


def _line(use: _Use) -> int:
    """The line on which a place stands; those of a bitext are in order as they are."""
    return use.row.segment.locate(use.row.side, use.span.start).place.line or 0


class _Rendering(NamedTuple):
    """A term of the target and the places where it renders the concept."""

    term: Term
    uses: list[_Use]


def _renderings(rows: Sequence[Row]) -> Iterator[tuple[Concept, list[_Rendering]]]:
    """For each concept of the source the terms that render it, with every place."""
    concepts: dict[str, Concept] = {}
    terms: dict[str, dict[str, _Rendering]] = {}
    for row in rows:
        sources = {concept: match for match in row.said for concept in match.concepts}
        for match in row.written if sources else ():
            for candidate in _one_a_concept(match):
                key, term = candidate.concept.id, candidate.term
                if key in sources:
                    concepts[key] = candidate.concept
                    known = terms.setdefault(key, {}).setdefault(term.text, _Rendering(term, []))
                    known.uses.append(_Use(row, sources[key], match.span))
    return ((concepts[key], list(found.values())) for key, found in terms.items())


def _distinct(renderings: list[_Rendering]) -> list[_Rendering]:
    """The renderings that differ in more than inflection and small words, the usual one first."""
    merged: dict[tuple[str, ...], _Rendering] = {}
    for term, uses in renderings:
        merged.setdefault(wording(term.text), _Rendering(term, [])).uses.extend(uses)
    return sorted(merged.values(), key=_rank)


def _rank(rendering: _Rendering) -> tuple[int, bool, str]:
    """The most used rendering first, of equals the preferred one."""
    term, uses = rendering
    return -len(uses), term.status != "preferred", term.text


def _one_a_concept(match: Match) -> Iterable[Candidate]:
    """One term for each concept: singular and plural are the same rendering, the first listed."""
    if len(match.candidates) < 2:
        return match.candidates
    ranked = sorted(match.candidates, key=lambda c: c.concept.terms.index(c.term))
    return {c.concept.id: c for c in reversed(ranked)}.values()


def _mixed(concept: Concept, ranked: list[_Rendering]) -> Iterator[Finding]:
    """One finding for the document, then every place of a rendering that is not the usual one.

    The first carries the line where the usual one is left for the first time.
    Where the glossary allows all of them the mixture is information: it is a matter of style.
    """
    usual = ranked[0].term.text
    counts = ", ".join(f"“{r.term.text}” ×{len(r.uses)}" for r in ranked)
    first = min((use for r in ranked[1:] for use in r.uses), key=_line)
    source = first.source.candidates[0].term.text
    message = f"{source} is rendered in {len(ranked)} ways: {counts}"
    fine = all(r.term.status not in DISCOURAGED for r in ranked)
    preferred = concept.preferred(first.row.side)
    expected = [preferred] if preferred else []
    verdict = Verdict("T301", "info" if fine else "warning", message)
    whole = found(verdict, first.row, source=first.source, expected=expected)
    yield replace(whole, segment=None, source_span=None, context="")
    for term, uses in ranked[1:]:
        note = Verdict("T301", "info", f"{source}: “{term.text}” here, mostly “{usual}”")
        for row, match, span in uses:
            yield found(note, row, span=span, source=match, expected=expected)
