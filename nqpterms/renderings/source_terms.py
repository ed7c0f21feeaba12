"""The terms of a source, each with what its translation may call it: for whoever translates.

    Segments, Matcher ──annotated──▶ segments, each with its SourceTerms

The places are those of the census (`nqpterms.renderings.census`), so what is asked of a translation
here is what the checks and the scores look for in it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.matching.matcher import Match, Matcher
from nqpterms.matching.term_cells import cell_forms
from nqpterms.matching.term_lookup import TermFile
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.termbase import DISCOURAGED, Concept, is_language
from nqpterms.renderings.census import acceptable_terms
from nqpterms.renderings.rows import Row, matched_rows

_TOGETHER = 1_000  # segments whose terms are taken out of a term base in a file in one go


class SourceTerm(Struct, frozen=True):
    """A term as it stands in a source, and the forms of the other language that render it.

    `preferred` is the best of them ("" where every form is discouraged), `allowed` the others, the
    best first, `avoid` those that are discouraged. `note` is what the term base warns of,
    `definition` what the concept means, "" where it does not say. `places` counts the places of the
    term in the text. `is_everyday` marks a word whose rendering follows its sentence.
    """

    text: str
    preferred: str
    allowed: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    note: str = ""
    definition: str = ""
    places: int = 1
    is_everyday: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that a translation may use, the best first.

        >>> SourceTerm("生产力", "productive forces", ("forces of production",)).forms
        ('productive forces', 'forces of production')
        """
        return (self.preferred, *self.allowed) if self.preferred else ()


class AnnotatedSegment(NamedTuple):
    """A segment and the terms of its source, by their text there and in its order."""

    segment: Segment
    terms: Mapping[str, SourceTerm]


def annotated(
    segments: Iterable[Segment], finder: Matcher | TermFile
) -> Iterator[AnnotatedSegment]:
    """Each segment with the terms of its source.

    >>> from nqpterms.model.termbase import Concept, Term, TermBase
    >>> bad, good = Term("output", "en", "deprecated"), Term("productivity", "en")
    >>> terms = (Term("生产力", "zh"), bad, good)
    >>> matcher = Matcher(TermBase((Concept("c1", terms),)))
    >>> [(_, found)] = annotated([Segment("發展生產力", "")], matcher)
    >>> found["生產力"].preferred, found["生產力"].avoid
    ('productivity', ('output',))
    """
    rest = iter(segments)
    together = 1 if isinstance(finder, Matcher) else _TOGETHER
    while some := [*islice(rest, together)]:
        texts = [text for segment in some for text in (segment.zh, segment.en)]
        matcher = finder.within(texts)
        for segment in some:
            yield AnnotatedSegment(segment, source_terms(segment, matcher))


def source_terms(segment: Segment, matcher: Matcher) -> dict[str, SourceTerm]:
    """The terms of a segment's source by their text there, in its order.

    A term that the base has no word for in the other language is not named.
    """
    [[row]] = matched_rows([segment], matcher)
    terms: dict[str, SourceTerm] = {}
    for place in row.source_terms:
        text = place.span.of(row.source_text)
        known = terms.get(text)
        if known is None:
            term = _source_term(text, place, row)
        else:
            term = replace(known, places=known.places + 1)
        if term.preferred or term.avoid:
            terms[text] = term
    return terms


def terms_of_text(segments: Iterable[AnnotatedSegment]) -> list[SourceTerm]:
    """The terms of several segments, each once, in the order in which they first stand there.

    Terms that differ in capitals alone are one.

    >>> one, other = SourceTerm("Tax", "税"), SourceTerm("tax", "税", places=2)
    >>> rows = [AnnotatedSegment(Segment("", ""), {term.text: term}) for term in (one, other)]
    >>> [(term.text, term.places) for term in terms_of_text(rows)]
    [('Tax', 3)]
    """
    terms: dict[str, SourceTerm] = {}
    for _, of_segment in segments:
        for term in of_segment.values():
            key = term.text.casefold()
            known = terms.get(key)
            if known is None:
                terms[key] = term
            else:
                terms[key] = replace(known, places=known.places + term.places)
    return list(terms.values())


def _source_term(text: str, place: Match, row: Row) -> SourceTerm:
    """What the base says of the term at one place."""
    concepts = {
        reading.concept.id: reading.concept for reading in place.candidates
    }
    forms = tuple(term.text for term in acceptable_terms(place, row.side))
    preferred = forms[0] if forms else ""
    return SourceTerm(
        text,
        preferred,
        forms[1:],
        _discouraged(list(concepts.values()), row.side, forms),
        _note(place, row.side, preferred),
        _definition(list(concepts.values()), row.side),
        is_everyday=place.is_everyday,
    )


def _discouraged(
    concepts: Sequence[Concept], side: Side, forms: Sequence[str]
) -> tuple[str, ...]:
    """The forms that must not render a term, each once, but those that another concept allows."""
    texts: dict[str, None] = {}
    for concept in concepts:
        for term in concept.terms:
            is_wrong = term.status in DISCOURAGED and is_language(
                term.lang, side
            )
            if (
                is_wrong
                and term.text not in forms
                and cell_forms(term.text, term.pos)
            ):
                texts[term.text] = None
    return tuple(texts)


def _note(place: Match, side: Side, preferred: str) -> str:
    """What the base says of the source term and of its best rendering, in one line."""
    notes: dict[str, None] = {}
    for reading in place.candidates:
        notes.update(dict.fromkeys(reading.concept.notes))
        notes.update(dict.fromkeys(reading.term.notes))
        for term in reading.concept.terms_in(side):
            if term.text == preferred:
                notes.update(dict.fromkeys(term.notes))
    return " ".join(" ".join(notes).split())


def _definition(concepts: Sequence[Concept], side: Side) -> str:
    """What the first defined concept means, in the language of the translation where there is."""
    for concept in concepts:
        definitions = sorted(
            concept.definitions,
            key=lambda definition: not is_language(definition.lang, side),
        )
        if definitions:
            return " ".join(definitions[0].text.split())
    return ""
