"""Variants as suggestions: beside the candidates of a pair, and for a term base's own concepts.

Candidates, Segments ──with_variants──▶ Candidates, other forms of each rendering beside it
TermBase, English texts ──suggest──▶ Candidates, one an unknown form of a known concept
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from nqpterms.extraction.variants import EnglishText, Variant, find_variants
from nqpterms.lang.english import plural_key
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.candidates import Candidate, Example, Rival
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, TermBase

_ROWS = 300  # candidates whose variants are looked for: those that a person reads first
_TEXTS = 100  # segments of a candidate that are looked through
_EXAMPLES = 2


def with_variants(
    candidates: Sequence[Candidate],
    segments: Sequence[Segment],
    *,
    terms: TermBase | None = None,
) -> list[Candidate]:
    """The first candidates with the other forms of their renderings beside the Chinese term.

    What *terms* knows of a candidate's concept helps to find them. Rivals that turn out to be a
    form of the rendering are rivals no more.
    """
    forms = (
        {concept.id: _english(concept) for concept in terms.concepts}
        if terms
        else {}
    )
    folded = [fold(segment.zh) for segment in segments]
    texts = lru_cache(maxsize=None)(lambda n: EnglishText.of(segments[n].en))
    grouped: list[Candidate] = []
    for candidate in candidates[:_ROWS]:
        if not (candidate.is_proposed() and _has_several_words(candidate.en)):
            grouped.append(candidate)
            continue
        zh = fold(candidate.zh)
        numbers = [n for n, text in enumerate(folded) if zh in text][:_TEXTS]
        own_forms = [candidate.en, *forms.get(candidate.concept, ())]
        variants = find_variants(own_forms, [texts(n) for n in numbers])
        grouped.append(_with_variants_beside(candidate, variants))
    return grouped + list(candidates[_ROWS:])


def suggest(segments: Iterable[Segment], terms: TermBase) -> list[Candidate]:
    """The forms of a term base's concepts that English texts have and the base has not.

    The Chinese side is not read. One candidate a form; `type` is its TBX termType, the note says
    what it is a form of. Words from inside a known form are none of their own. The most frequent
    first.

    >>> from nqpterms.model.termbase import Term
    >>> base = TermBase((Concept("c1", (Term("total factor productivity", "en"),)),))
    >>> [c.en for c in suggest([Segment("", "Total factor productivity (TFP) grows.")], base)]
    ['TFP']
    """
    rows = [segment for segment in segments if segment.en.strip()]
    texts = [EnglishText.of(row.en) for row in rows]
    matcher = Matcher(terms)
    candidates: list[Candidate] = []
    known_places = [
        tuple(match.span for match in matcher.find(row.en, language="en"))
        for row in rows
    ]
    for concept in terms.concepts:
        for candidate in _suggestions(concept, rows, texts, known_places):
            if not _is_in_base(candidate.en, matcher):
                candidates.append(candidate)
    return sorted(candidates, key=lambda c: (-c.count, c.concept, c.en))


def _is_in_base(text: str, matcher: Matcher) -> bool:
    """Whether a form is a term of the base already, number and spelling aside."""
    return any(
        m.span == (0, len(text)) for m in matcher.find_all(text, language="en")
    )


def _forms_looked_for(concept: Concept) -> list[str]:
    """The English forms whose likes are looked for: those of several words, and acronyms."""
    forms = []
    for form in _english(concept):
        if _has_several_words(form) or is_acronym(form):
            forms.append(form)
    return forms


def _suggestions(
    concept: Concept,
    rows: Sequence[Segment],
    texts: Sequence[EnglishText],
    known_places: Sequence[Sequence[Span]],
) -> Iterator[Candidate]:
    """A candidate for each form of a concept that the texts have outside their *known* terms."""
    long = [form for form in _english(concept) if _has_several_words(form)]
    if not long:
        return  # of one word every inflection would be found
    for variant in find_variants(_forms_looked_for(concept), texts):
        own_uses = [
            use
            for use in variant.uses
            if not _is_inside(use[1], known_places[use[0]])
        ]
        if not own_uses or any(_is_part(variant.text, form) for form in long):
            continue
        first_spans = dict(reversed(own_uses))  # in each text
        shown_texts = sorted(first_spans)[:_EXAMPLES]
        yield Candidate(
            concept.preferred("zh") or "",
            variant.text,
            count=len(own_uses),
            documents=len({rows[number].doc for number in first_spans}),
            examples=tuple(
                _example(rows[n], first_spans[n]) for n in shown_texts
            ),
            concept=concept.id,
            type=variant.type,
            note=f"{variant.change or 'form'} of {variant.of}",
        )


def _is_inside(span: Span, terms: Iterable[Span]) -> bool:
    """Whether a span is a part of a term's place, not all of it."""
    return any(
        t.start <= span.start and span.end <= t.end and t != span for t in terms
    )


def _is_part(text: str, form: str) -> bool:
    """Whether the words of a text stand in a form as they are, with others beside them.

    >>> _is_part("Five-Year Plan period", "14th Five-Year Plan period")
    True
    >>> _is_part("new productive forces", "new quality productive forces")
    False
    """
    part, whole = _joined_keys(text), _joined_keys(form)
    return len(part) < len(whole) and part in whole


def _joined_keys(text: str) -> str:
    """The words without number, case and hyphens, a blank around each."""
    return f" {' '.join(plural_key(word) for word in text.replace('-', ' ').split())} "


def _example(row: Segment, span: Span) -> Example:
    place = row.locate("en", span.start).place
    return Example("", one_line(row.en), row.doc, row.row, None, place)


def _with_variants_beside(
    candidate: Candidate, variants: Iterable[Variant]
) -> Candidate:
    """A candidate with its variants; it is no variant of itself."""
    own = candidate.en.casefold()
    others = list(candidate.variants)
    for variant in variants:
        if variant.text.casefold() == own or any(
            variant.text == v.text for v in others
        ):
            continue
        kind = variant.type if variant.change else "variant"
        change = variant.change or "words"
        others.append(
            Rival(variant.text, variant.count, type=kind, change=change)
        )
    forms = {own, *(other.text.casefold() for other in others)}
    rivals = tuple(
        r for r in candidate.rivals if r.text.casefold() not in forms
    )
    return replace(candidate, variants=tuple(others), rivals=rivals)


def _has_several_words(form: str) -> bool:
    return " " in form or "-" in form


def _english(concept: Concept) -> list[str]:
    return [term.text for term in concept.terms_in("en")]
