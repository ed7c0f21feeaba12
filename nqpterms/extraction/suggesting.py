"""Variants as suggestions: beside the candidates of a pair, and for a term base's own concepts.

Candidates, Segments ──with_variants──▶ Candidates, other forms of each rendering beside it
TermBase, English texts ──suggest──▶ Candidates, one an unknown form of a known concept
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from nqpterms.extraction.variants import EnglishText, Variant, english_text, find_variants
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.candidates import Candidate, Example, Rival
from nqpterms.model.termbase import Concept, TermBase

_ROWS = 300  # candidates whose variants are looked for: those that a person reads first
_TEXTS = 100  # segments of a candidate that are looked through
_EXAMPLES = 2


def with_variants(
    candidates: Sequence[Candidate], segments: Sequence[Segment], *, terms: TermBase | None = None
) -> list[Candidate]:
    """The first candidates with the other forms of their renderings beside the Chinese term.

    What *terms* knows of a candidate's concept helps to find them. Rivals that turn out to be a
    form of the rendering are rivals no more.
    """
    forms = {concept.id: _english(concept) for concept in terms.concepts} if terms else {}
    folded = [fold(segment.zh) for segment in segments]
    texts = lru_cache(maxsize=None)(lambda n: english_text(segments[n].en))
    found = []
    for candidate in candidates[:_ROWS]:
        if candidate.is_proposed() and (" " in candidate.en or "-" in candidate.en):
            zh = fold(candidate.zh)
            places = [n for n, text in enumerate(folded) if zh in text][:_TEXTS]
            known = [candidate.en, *forms.get(candidate.concept, ())]
            found.append(_grouped(candidate, find_variants(known, [texts(n) for n in places])))
        else:
            found.append(candidate)
    return found + list(candidates[_ROWS:])


def suggest(segments: Iterable[Segment], terms: TermBase) -> list[Candidate]:
    """The forms of a term base's concepts that English texts have and the base has not.

    The Chinese side is not read. One candidate a form; `type` is its TBX termType, the note says
    what it is a form of. The most frequent first.

    >>> from nqpterms.model.termbase import Term
    >>> base = TermBase((Concept("c1", (Term("total factor productivity", "en"),)),))
    >>> [c.en for c in suggest([Segment("", "Total factor productivity (TFP) grows.")], base)]
    ['TFP']
    """
    rows = [segment for segment in segments if segment.en.strip()]
    texts = [english_text(row.en) for row in rows]
    matcher = Matcher(terms)
    found = [
        candidate
        for concept in terms.concepts
        for candidate in _suggested(concept, rows, texts)
        if not _is_known(candidate.en, matcher)
    ]
    return sorted(found, key=lambda c: (-c.count, c.concept, c.en))


def _is_known(text: str, matcher: Matcher) -> bool:
    """Whether a form is a term of the base already, number and spelling aside."""
    return any(m.span == (0, len(text)) for m in matcher.find_all(text, language="en"))


def _suggested(
    concept: Concept, rows: Sequence[Segment], texts: Sequence[EnglishText]
) -> Iterator[Candidate]:
    forms = [form for form in _english(concept) if " " in form or "-" in form or is_acronym(form)]
    if not any(" " in form or "-" in form for form in forms):
        return  # of one word every inflection would be found
    for variant in find_variants(forms, texts):
        uses = dict(reversed(variant.uses))
        yield Candidate(
            concept.preferred("zh") or "",
            variant.text,
            count=variant.count,
            documents=len({rows[number].doc for number in uses}),
            examples=tuple(
                Example(
                    "", one_line(row.en), row.doc, row.row, None, row.locate("en", span.start).place
                )
                for number, span in sorted(uses.items())[:_EXAMPLES]
                for row in (rows[number],)
            ),
            concept=concept.id,
            type=variant.type,
            note=f"{variant.change or 'form'} of {variant.of}",
        )


def _grouped(candidate: Candidate, variants: Iterable[Variant]) -> Candidate:
    """A candidate with its variants; it is no variant of itself."""
    own = candidate.en.casefold()
    others = tuple(
        Rival(v.text, v.count, type=v.type if v.change else "variant", change=v.change or "words")
        for v in variants
        if v.text.casefold() != own
    )
    forms = {other.text.casefold() for other in others} | {own}
    rivals = tuple(r for r in candidate.rivals if r.text.casefold() not in forms)
    return replace(candidate, variants=others, rivals=rivals)


def _english(concept: Concept) -> list[str]:
    return [term.text for term in concept.terms_in("en")]
