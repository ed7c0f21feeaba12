"""Look-up: what a term base says about a word, a phrase or a running text.

query ──lookup──▶ LookupResults: the terms in it, the longest first; else the nearest ones
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import fold
from nqpterms.matching.matcher import Candidate, Match, Matcher
from nqpterms.matching.prefilter import narrowed
from nqpterms.model.places import Span
from nqpterms.model.termbase import STATUSES, Concept, Term, TermBase, is_language

NEAR = 5  # how many near terms are shown where nothing is found
_ENGLISH_CUTOFF = 75.0  # least likeness, 0-100: one slip in four letters still counts
_CHINESE_CUTOFF = 60.0  # the same in Chinese, where a word has few characters: two of three agree

_SAME = 100.0


class LookupResult(Struct, frozen=True):
    """A concept that a query names.

    `term` is the term that was found and `span` where it stands in the query. `kind` is "exact"
    where it is the whole query, "inside" where it is part of it, "near" where it is only similar;
    `likeness` is 100 but for near ones. `renderings` are the terms of the other languages, the
    preferred ones first and the discouraged ones last.
    """

    concept: Concept
    term: Term
    span: Span
    kind: Literal["exact", "inside", "near"]
    renderings: tuple[Term, ...]
    likeness: float = _SAME


def lookup(terms: TermBase | Matcher, query: str) -> list[LookupResult]:
    """What a term base says about a query in either language and script, in any case.

    Terms that are the whole query come first, then those inside it, the longest first. Where
    there are none, similar terms are given. One query is answered sooner from a term base, many
    from its Matcher.

    >>> concept = Concept("force", (Term("生产力", "zh-Hans"), Term("productive forces", "en")))
    >>> [(r.kind, r.renderings[0].text) for r in lookup(TermBase((concept,)), "發展生產力")]
    [('inside', 'productive forces')]
    >>> [(r.kind, r.term.text) for r in lookup(TermBase((concept,)), "produktive force")]
    [('near', 'productive forces')]
    """
    base = terms.base if isinstance(terms, Matcher) else terms
    matcher = terms if isinstance(terms, Matcher) else Matcher(narrowed(terms, query))
    matches = matcher.find_all(query)
    matches.sort(key=lambda m: (m.span.start - m.span.end, m.span.start))
    whole = Span(len(query) - len(query.lstrip()), len(query.rstrip()))
    seen: set[tuple[str, str]] = set()
    results = []
    for match in matches:
        for candidate in match.candidates:
            key = (candidate.concept.id, candidate.term.lang.partition("-")[0])
            if key not in seen:
                seen.add(key)
                results.append(_found(match, candidate, whole))
    return results or _near(base, query.strip(), whole)


def _found(match: Match, candidate: Candidate, whole: Span) -> LookupResult:
    """The result for one term of a match."""
    concept, term = candidate.concept, candidate.term
    kind: Literal["exact", "inside"] = "exact" if match.span == whole else "inside"
    return LookupResult(concept, term, match.span, kind, renderings(concept, term))


def renderings(concept: Concept, term: Term) -> tuple[Term, ...]:
    """The terms of a concept in other languages than that of *term*, the best first."""
    language = term.lang.partition("-")[0]
    others = (t for t in concept.terms if not is_language(t.lang, language))
    return tuple(sorted(others, key=lambda t: STATUSES.index(t.status) if t.status else 1))


def _near(base: TermBase, query: str, span: Span) -> list[LookupResult]:
    """The most similar terms in the query's script."""
    from rapidfuzz import fuzz, process

    chinese = has_han(query)
    known = [(c, t) for c, t in base.terms() if has_han(t.text) == chinese]
    cutoff = _CHINESE_CUTOFF if chinese else _ENGLISH_CUTOFF
    choices = [fold(t.text) for _, t in known]
    found = process.extract(
        fold(query), choices, scorer=fuzz.ratio, score_cutoff=cutoff, limit=4 * NEAR
    )
    results: dict[str, LookupResult] = {}
    for _, likeness, index in found:
        concept, term = known[index]
        # An acronym in small letters is not looked for in a text, but a query may write it so.
        kind: Literal["exact", "near"] = "exact" if likeness == _SAME else "near"
        result = LookupResult(concept, term, span, kind, renderings(concept, term), likeness)
        results.setdefault(concept.id, result)
    exact = [result for result in results.values() if result.kind == "exact"]
    return exact or list(results.values())[:NEAR]
