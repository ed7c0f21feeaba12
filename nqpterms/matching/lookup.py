"""Look-up: what a term base says about a word, a phrase or a running text.

query ──lookup──▶ LookupResults: the terms in it, the longest first; else the nearest ones
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import BREAK, flatten, fold, in_word
from nqpterms.matching.forms import unbracketed
from nqpterms.matching.matcher import Match, Matcher, TermReading
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase, is_language, status_rank

NEAR = 5  # how many near terms are shown where nothing is found
_ENGLISH_CUTOFF = 75.0  # least likeness, 0-100: one slip in four letters still counts
_CHINESE_CUTOFF = 60.0  # the same in Chinese, where a word has few characters: two of three agree

_SAME = 100.0

_VOWELS = dict.fromkeys(map(ord, "aeiou"), "e")
"""What another spelling may begin with instead: inquire, enquire; esophagus, oesophagus."""
_BRACKETS = re.compile("[（(《》]")


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


def _found(match: Match, candidate: TermReading, whole: Span) -> LookupResult:
    """The result for one term of a match."""
    concept, term = candidate.concept, candidate.term
    kind: Literal["exact", "inside"] = "exact" if match.span == whole else "inside"
    return LookupResult(concept, term, match.span, kind, renderings(concept, term))


def renderings(concept: Concept, term: Term) -> tuple[Term, ...]:
    """The terms of a concept in other languages than that of *term*, the best first."""
    language = term.lang.partition("-")[0]
    others = (t for t in concept.terms if not is_language(t.lang, language))
    return tuple(sorted(others, key=status_rank))


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


def narrowed(base: TermBase, text: str) -> TermBase:
    """The base with only the concepts that have a term which may stand in the text.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> forest, grass = (Concept(name, (Term(name, "en"),)) for name in ("forest", "grass"))
    >>> [concept.id for concept in narrowed(TermBase((forest, grass)), "the Forests").concepts]
    ['forest']
    """
    flat = _even(flatten(text).folded)
    characters = frozenset(flat)
    # A letter begins a form where none of the same word stands before it.
    starts = frozenset(c for before, c in zip(f" {flat}", flat, strict=False) if _opens(before, c))
    texts = [term.text for _, term in base.terms()]
    folded = _even(fold(BREAK.join(texts)))  # once for all: folding moves no character
    possible, at = set[str](), 0
    for concept, term in base.terms():
        forms: Iterable[str] = (folded[at : at + len(term.text)],)
        at += len(term.text) + len(BREAK)
        if _BRACKETS.search(term.text):
            forms = (*forms, *(_even(fold(form)) for form in unbracketed(term.text)))
        if any(_may_stand(form, characters, starts) for form in forms):
            possible.add(concept.id)
    return replace(base, concepts=tuple(c for c in base.concepts if c.id in possible))


def _opens(before: str, character: str) -> bool:
    return not in_word(before) or not in_word(character)


def _may_stand(form: str, characters: frozenset[str], starts: frozenset[str]) -> bool:
    """Whether a form, made even, may stand in a text of such characters and beginnings."""
    if has_han(form):
        return all(c in characters for c in form if c.isalnum())
    first = form.lstrip(" -")[:1]
    return first in starts or not first.isalnum()


def _even(folded: str) -> str:
    return folded.translate(_VOWELS)
