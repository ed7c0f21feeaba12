"""Which concepts of a term base stand in an aligned pair, and in what context."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nqpterms.alignment import Segment, Side
from nqpterms.matching.matcher import Matcher
from nqpterms.places import Place
from nqpterms.termbase import Concept, Context, TermBase

CONTEXTS = 1  # sentences kept for each term: enough to show it in use


def attested(segments: Iterable[Segment], matcher: Matcher) -> TermBase:
    """The concepts that stand in the segments, each term with the first sentence that has it.

    A context keeps its place, and that of a translation names its document. Relations to concepts
    that do not stand there are left out. The order is that of the term base.

    >>> from nqpterms.termbase import Term
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
