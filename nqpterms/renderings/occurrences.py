"""Which concepts of a term base stand in a pair, in what context, and what would render them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Place
from nqpterms.model.termbase import DISCOURAGED, STATUSES, Concept, Context, TermBase, is_language

CONTEXTS = 1  # sentences kept for each term: enough to show it in use


def attested(segments: Iterable[Segment], matcher: Matcher) -> TermBase:
    """The concepts that stand in the segments, each term with the first sentence that has it.

    A context keeps its place, and that of a translation names its document. Relations to concepts
    that do not stand there are left out. The order is that of the term base.

    >>> from nqpterms.model.termbase import Term
    >>> base = TermBase((Concept("c1", (Term("生产力", "zh"),)), Concept("c2")))
    >>> found = attested([Segment("发展生产力", "develop")], Matcher(base))
    >>> [(c.id, c.terms[0].contexts[0].text) for c in found.concepts]
    [('c1', '发展生产力')]
    """
    seen: dict[tuple[str, str, str], list[Context]] = {}
    sides: tuple[Side, Side] = ("zh", "en")
    for segment in segments:
        for side in sides:
            text = segment.text(side)
            for match in matcher.find(text, language=side):
                best = match.candidates[0]
                contexts = seen.setdefault(_key(best.concept, best.term.lang, best.term.text), [])
                if len(contexts) < CONTEXTS:
                    place: Place = segment.locate(side, match.span.start).place
                    source = segment.doc if side == segment.target else ""
                    contexts.append(Context(text, source, place))
    ids = {concept for concept, _, _ in seen}
    concepts = (c for c in matcher.base.concepts if c.id in ids)
    return replace(matcher.base, concepts=tuple(_shown(c, seen, ids) for c in concepts))


def term_dictionary(segment: Segment, matcher: Matcher) -> dict[str, tuple[str, ...]]:
    """The terms of a segment's source, as they stand there, each with its renderings, best first.

    Only the longest match at a place counts, discouraged terms are never proposed, and a term for
    which none is left is not named.

    >>> from nqpterms.model.termbase import Term
    >>> bad, good = Term("output", "en", "deprecated"), Term("productivity", "en")
    >>> terms = (Term("生产力", "zh"), bad, good)
    >>> matcher = Matcher(TermBase((Concept("c1", terms),)))
    >>> term_dictionary(Segment("發展生產力", ""), matcher)
    {'生產力': ('productivity',)}
    """
    source: Side = "zh" if segment.target == "en" else "en"
    text = segment.text(source)
    found: dict[str, tuple[str, ...]] = {}
    for match in matcher.find(text, language=source):
        terms = [
            term
            for concept in {c.concept.id: c.concept for c in match.candidates}.values()
            for term in concept.terms
            if is_language(term.lang, segment.target) and term.status not in DISCOURAGED
        ]
        terms.sort(key=lambda term: STATUSES.index(term.status) if term.status else 1)
        if terms:
            surface = match.span.of(text)
            found[surface] = tuple(dict.fromkeys(term.text for term in terms))
    return found


def _shown(
    concept: Concept, seen: dict[tuple[str, str, str], list[Context]], ids: set[str]
) -> Concept:
    """A concept with the contexts of its terms, related only to others that were seen."""
    terms = tuple(
        replace(t, contexts=(*t.contexts, *seen.get(_key(concept, t.lang, t.text), ())))
        for t in concept.terms
    )
    broader, related = (
        tuple(name for name in names if name in ids) for names in (concept.broader, concept.related)
    )
    return replace(concept, terms=terms, broader=broader, related=related)


def _key(concept: Concept, lang: str, text: str) -> tuple[str, str, str]:
    return concept.id, lang, text
