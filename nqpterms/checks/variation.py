"""T301 and T302: one term in several renderings, and one rendering of several terms.

    rows ──listed, quoted, twins──▶ Renditions ──by term, by rendering──▶ Findings

How steady a term is says the Herfindahl index of its renderings, the sum of their squared shares
(Gašpar, Seljan and Kučiš, 2022): 1 where it is always rendered in one way, 1/n for n ways that
stand equally often.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from msgspec.structs import replace

from nqpterms.checks.learning import learned
from nqpterms.checks.reading import Reading, Rendition, Row, allowed
from nqpterms.checks.renditions import listed, quoted
from nqpterms.checks.repetition import twins
from nqpterms.checks.reporting import Verdict, found, in_file
from nqpterms.checks.sameness import wording
from nqpterms.lang.normal_form import fold
from nqpterms.matching.forms import is_acronym
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED


class _Way(NamedTuple):
    """One rendering of a term, or one term of a rendering: how it is called, and its places."""

    name: str
    places: list[Rendition]


def t301(reading: Reading) -> Iterator[Finding]:
    """One source term has several renderings in one document."""
    told: dict[int, list[Span]] = defaultdict(list)  # what differs already, by row
    for places in _by_term(reading.renditions):
        ways = _ways(places) if len({*map(_called, places)}) > 1 else []
        if len(ways) > 1:
            for place in places:
                told[id(place.row)].append(place.span)
            yield from _mixed(ways)
    found = _by_term(learned(reading.rows)) if reading.learn else []
    for places in sorted(found, key=_weight):
        if not any(span.overlaps(p.span) for p in places for span in told[id(p.row)]):
            for place in places:
                told[id(place.row)].append(place.span)
            yield from _mixed(_ways(places))


def _by_term(renditions: Iterable[Rendition]) -> list[list[Rendition]]:
    """The renditions of each term."""
    terms: dict[str, list[Rendition]] = defaultdict(list)
    for rendition in renditions:
        terms[_identity(rendition)].append(rendition)
    return list(terms.values())


def _weight(places: Sequence[Rendition]) -> tuple[int, int]:
    """The terms with most places first, of equals the longest: what is nested in others is cut."""
    return -len(places), -len(places[0].name)


def all_renditions(rows: Sequence[Row]) -> Iterator[Rendition]:
    """Every full rendering; what is found beyond the term base only where it is no term of it."""
    yield from listed(rows)
    for rendition in chain(quoted(rows), twins(rows)):
        known = (m.span for m in rendition.row.written if _says(rendition, m.concepts))
        listed_too = any(span.overlaps(rendition.span) for span in known)
        if not listed_too and not is_acronym(rendition.surface):
            yield rendition


def _says(rendition: Rendition, concepts: frozenset[str]) -> bool:
    return rendition.concept is not None and rendition.concept.id in concepts


def _ways(places: Iterable[Rendition]) -> list[_Way]:
    """The renderings that differ in more than inflection and small words, the usual one first."""
    ways: dict[tuple[str, ...], _Way] = {}
    for place in places:
        name = _called(place)
        ways.setdefault(wording(name), _Way(name, [])).places.append(place)
    return sorted(ways.values(), key=_rank)


def _called(place: Rendition) -> str:
    """A rendering as the glossary writes it, or else as it stands there."""
    return place.term.text if place.term else place.surface


def _rank(way: _Way) -> tuple[int, bool, str]:
    """The most used rendering first, of equals the preferred one."""
    term = way.places[0].term
    return -len(way.places), term is None or term.status != "preferred", way.name


def _mixed(ways: list[_Way]) -> Iterator[Finding]:
    """One finding for the document, then every place of a rendering that is not the usual one.

    The first carries the line where the usual one is left for the first time. It is a warning
    where the glossary discourages one of them; otherwise the mixture is a matter of style.
    """
    first = min((place for way in ways[1:] for place in way.places), key=_line)
    term, steady = _name(first), _consistency(ways)
    about = f"{term} is rendered in {len(ways)} ways: {_counted(ways)}"
    terms = [way.places[0].term for way in ways]
    wrong = any(term is not None and term.status in DISCOURAGED for term in terms)
    verdict = Verdict("T301", "warning" if wrong else "info", f"{about} (consistency {steady:.2f})")
    yield _whole(replace(_told(verdict, first), consistency=steady))
    for way in ways[1:]:
        note = Verdict("T301", "info", f"{term}: “{way.name}” here, mostly “{ways[0].name}”")
        for place in way.places:
            yield replace(_told(note, place), consistency=steady)


def t302(reading: Reading) -> Iterator[Finding]:
    """One rendering stands for several source terms in one document."""
    renderings: dict[tuple[str, ...], list[Rendition]] = defaultdict(list)
    places = [*reading.renditions, *_borrowed(reading)]
    for place in places:
        renderings[wording(_called(place))].append(place)
    for rendering, uses in renderings.items():
        terms = _terms(uses) if len({*map(_identity, uses)}) > 1 else []
        if len(terms) > 1 and not all(_is_usual(way, rendering) for way in terms):
            yield from _shared(terms)


def _is_usual(way: _Way, rendering: tuple[str, ...]) -> bool:
    """Whether a rendering is what the glossary prefers for a term: then it cannot tell it apart."""
    concept = way.places[0].concept
    terms = allowed(concept, way.places[0].row.side) if concept else []
    return bool(terms) and wording(terms[0].text) == rendering


def _borrowed(reading: Reading) -> Iterator[Rendition]:
    """The renderings of another term that stand where a term like it is not rendered."""
    for at, source, _, reason in reading.missing:
        row = reading.rows[at]
        name = source.span.of(row.source_text)
        for match in row.written if not reason else ():
            concept, term = match.candidates[0].concept, match.candidates[0].term
            if match.concepts & row.meant or term.status in DISCOURAGED or " " not in term.text:
                continue
            if any(_alike(name, own.text) for own in concept.terms_in("zh")):
                mine = source.candidates[0].concept
                yield Rendition(row, source.span, match.span, mine, term)


def _alike(one: str, other: str) -> bool:
    """Whether two Chinese terms have more than half of their characters in common, in order."""
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return one != other and 2 * same > max(len(one), len(other))


def _terms(uses: Iterable[Rendition]) -> list[_Way]:
    """The source terms of one rendering, the usual one first.

    A place where it may stand for two of them says nothing; neither does a term inside another.
    """
    spans: dict[tuple[int, Span], list[Rendition]] = defaultdict(list)
    for use in uses:
        spans[id(use.row), use.span].append(use)
    ways: dict[str, _Way] = {}
    for group in spans.values():
        if len({_name(use) for use in group}) == 1:
            for use in group:
                ways.setdefault(_identity(use), _Way(_name(use), [])).places.append(use)
    ranked = sorted(ways.values(), key=lambda way: (-len(way.places), way.name))
    return [way for n, way in enumerate(ranked) if not any(_is_variant(way, o) for o in ranked[:n])]


def _is_variant(way: _Way, other: _Way) -> bool:
    """Whether one Chinese term stands inside another, or is another spelling of an unknown one."""
    unknown = not (way.places[0].concept or other.places[0].concept)
    inside = way.name in other.name or other.name in way.name
    return inside or (unknown and _alike(way.name, other.name))


def _shared(terms: list[_Way]) -> Iterator[Finding]:
    """One finding for the document, then every place of a term that is not the usual one.

    Where the glossary says that both are rendered so, that is information.
    """
    first = min((place for way in terms[1:] for place in way.places), key=_line)
    name = _called(first)
    steady = _consistency(terms)
    counts = ", ".join(f"{way.name} ×{len(way.places)}" for way in terms)
    about = f"“{name}” renders {len(terms)} terms: {counts} (consistency {steady:.2f})"
    fine = all(_is_own(place) for way in terms for place in way.places)
    verdict = Verdict("T302", "info" if fine else "warning", about)
    group = " ".join(wording(name))
    yield _whole(replace(_told(verdict, first, group=group), consistency=steady))
    for way in terms[1:]:
        note = Verdict("T302", "info", f"“{name}” renders {way.name} here, mostly {terms[0].name}")
        for place in way.places:
            yield replace(_told(note, place, group=group), consistency=steady)


def _is_own(place: Rendition) -> bool:
    """Whether a rendering is one of the concept's own terms, or the base knows neither."""
    return place.concept is None or place.term is None or place.term in place.concept.terms


def herfindahl(counts: Iterable[int]) -> float:
    """The sum of squared shares of some counts, above 0 up to 1; 0 where there are none.

    >>> herfindahl([4]), herfindahl([2, 2]), herfindahl([3, 1]), herfindahl([])
    (1.0, 0.5, 0.625, 0.0)
    """
    told = list(counts)
    whole = sum(told)
    return sum(count * count for count in told) / (whole * whole) if whole else 0.0


def _consistency(ways: Iterable[_Way]) -> float:
    return round(herfindahl(len(way.places) for way in ways), 3)


def _told(verdict: Verdict, place: Rendition, *, group: str = "") -> Finding:
    """A finding at the place of a rendering, with the term of the source that it stands for."""
    preferred = place.concept.preferred(place.row.side) if place.concept else None
    finding = found(
        verdict, place.row, span=place.span, expected=[preferred] if preferred else [], group=group
    )
    concept = place.concept.id if place.concept else None
    name = _name(place)
    return replace(
        finding,
        concept=concept,
        source_term=name,
        source_span=in_file(place.row, place.source, source=True),
        group=f"{verdict.code}:{group or concept or name}:",
    )


def _whole(finding: Finding) -> Finding:
    """A finding about the document, which keeps the line of its first place."""
    return replace(finding, segment=None, source_span=None, matched="", span=None, context="")


def _name(place: Rendition) -> str:
    """The source term as the glossary writes it, or else as it stands there."""
    match = next((m for m in place.row.source if m.span == place.source), None)
    own = [c for c in match.candidates if c.concept == place.concept] if match else []
    return own[0].term.text if own else place.name


def _identity(place: Rendition) -> str:
    return place.concept.id if place.concept else fold(place.name)


def _counted(ways: Sequence[_Way]) -> str:
    return ", ".join(f"“{way.name}” ×{len(way.places)}" for way in ways)


def _line(place: Rendition) -> int:
    """The line on which a place stands; those of a bitext are in order as they are."""
    return place.row.segment.locate(place.row.side, place.span.start).place.line or 0
