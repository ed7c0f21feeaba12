"""Look-up: what a term base says about a word, a phrase or a running text.

query ──lookup──▶ LookupResults: the terms in it, the longest first; where there are none, the terms
                  that are read so (pinyin, initials), that hold it, or that are most like it

A term base in memory and one in a file give the same answers in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import flatten, fold, fold_each, in_word
from nqpterms.lang.pinyin import may_be_reading, term_readings, typed_reading
from nqpterms.matching.forms import may_begin_otherwise, searched_forms
from nqpterms.matching.matcher import Match, Matcher, TermFinder, TermReading
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase, is_language, status_rank

Kind = Literal["exact", "inside", "reading", "part", "near"]

_NEAR = 5  # how many near concepts are shown
_COMPARED = 20  # terms that are taken for that: some are of one concept
_LIMIT = 20  # terms that are shown of those that are read so, or hold the query
_ENGLISH_CUTOFF = 75.0  # least likeness, 0-100: one slip in four letters still counts
_CHINESE_CUTOFF = 60.0  # the same in Chinese, where a word has few characters: two of three agree
_LEAST_BEGINNING = 3  # letters with which a reading may begin; fewer must be all of it
_LEAST_PART = 3  # letters that are looked for inside terms
_LEAST_CHINESE_PART = 2  # the same where one of them is Chinese
_SAME = 100.0

_VOWELS = dict.fromkeys(map(ord, "aeiou"), "e")
"""What another spelling may begin with instead: inquire, enquire; esophagus, oesophagus."""


class LookupResult(Struct, frozen=True):
    """A concept that a query names.

    `term` is the term that was found and `span` where it stands in the query. `kind` is "exact"
    where it is the whole query, "inside" where it is part of it; "reading" where the query is how
    it is read, "part" where the query is part of it, "near" where it is only similar. `likeness`
    is 100 but for near ones. `renderings` are the terms of the other languages, the preferred ones
    first and the discouraged ones last.
    """

    concept: Concept
    term: Term
    span: Span
    kind: Kind
    renderings: tuple[Term, ...]
    likeness: float = _SAME


class TermHit(Struct, frozen=True):
    """A term that answers a question about terms, with its concept and its likeness (0 to 100)."""

    concept: Concept
    term: Term
    likeness: float = _SAME


class _Dictionary(Protocol):
    """What answers questions about terms, where no term stands in the query."""

    def same_as(self, folded: str) -> list[TermHit]: ...

    def read_as(self, reading: str, *, limit: int, whole: bool) -> list[TermHit]: ...

    def containing(self, folded: str, *, limit: int) -> list[TermHit]: ...

    def similar(self, folded: str, *, limit: int) -> list[TermHit]: ...


class TermFile(TermFinder, _Dictionary, Protocol):
    """A term base in a file: what `lookup` asks of it (`nqpterms.matching.index`)."""


def lookup(terms: TermBase | Matcher | TermFile, query: str) -> list[LookupResult]:
    """What a term base says about a query in either language and script, in any case.

    Terms that are the whole query come first, then those inside it, the longest first. Where
    there are none, the query may be the pinyin or the initials of terms, a part of terms, or
    similar to some. One query is answered sooner from a term base, many from its Matcher.

    >>> concept = Concept("force", (Term("生产力", "zh-Hans"), Term("productive forces", "en")))
    >>> [(r.kind, r.renderings[0].text) for r in lookup(TermBase((concept,)), "發展生產力")]
    [('inside', 'productive forces')]
    >>> [(r.kind, r.term.text) for r in lookup(TermBase((concept,)), "produktive force")]
    [('near', 'productive forces')]
    >>> [(r.kind, r.term.text) for r in lookup(TermBase((concept,)), "scl")]
    [('reading', '生产力')]
    """
    results = _terms_inside(_matcher_for(terms, query), query)
    if results:
        return results
    return _other_terms(_dictionary_of(terms), query)


def _dictionary_of(terms: TermBase | Matcher | TermFile) -> _Dictionary:
    """What answers questions about the terms."""
    if isinstance(terms, TermBase):
        return _InMemory(terms)
    if isinstance(terms, Matcher):
        return _InMemory(terms.base)
    return terms


def _matcher_for(terms: TermBase | Matcher | TermFile, query: str) -> Matcher:
    """A Matcher of the terms that may stand in the query."""
    if isinstance(terms, TermBase):
        return Matcher(narrowed(terms, query))
    return terms.within([query])


def _terms_inside(matcher: Matcher, query: str) -> list[LookupResult]:
    """The terms that stand in the query, the longest first, each concept once a language."""
    matches = matcher.find_all(query)
    matches.sort(key=lambda match: (match.span.start - match.span.end, match.span.start))
    whole = _without_blanks(query)
    results: dict[tuple[str, str], LookupResult] = {}
    for match in matches:
        for reading in match.candidates:
            key = (reading.concept.id, reading.term.lang.partition("-")[0])
            if key not in results:
                results[key] = _standing(match, reading, whole)
    return list(results.values())


def _standing(match: Match, reading: TermReading, whole: Span) -> LookupResult:
    """The result for one term of a match."""
    concept, term = reading.concept, reading.term
    kind: Kind = "exact" if match.span == whole else "inside"
    return LookupResult(concept, term, match.span, kind, renderings(concept, term))


def _other_terms(dictionary: _Dictionary, query: str) -> list[LookupResult]:
    """The terms that the query names without holding one: the first kind that gives any.

    An acronym in small letters is not looked for in a text, but a query may write it so.
    """
    folded = fold(query.strip())
    if not folded:
        return []
    span = _without_blanks(query)
    questions: tuple[tuple[Kind, Callable[[], list[TermHit]], int], ...] = (
        ("exact", lambda: dictionary.same_as(folded), _LIMIT),
        ("reading", lambda: _read_as(dictionary, query, whole=True), _LIMIT),
        ("part", lambda: _containing(dictionary, folded), _LIMIT),
        ("reading", lambda: _read_as(dictionary, query, whole=False), _LIMIT),
        ("near", lambda: dictionary.similar(folded, limit=_COMPARED), _NEAR),
    )
    for kind, ask, most in questions:
        results: dict[str, LookupResult] = {}
        for hit in ask():
            others = renderings(hit.concept, hit.term)
            result = LookupResult(hit.concept, hit.term, span, kind, others, hit.likeness)
            results.setdefault(hit.concept.id, result)
        if results:
            return list(results.values())[:most]
    return []


def _read_as(dictionary: _Dictionary, query: str, *, whole: bool) -> list[TermHit]:
    """The terms whose pinyin or initials the query is or, where it says enough, begins."""
    reading = typed_reading(query.strip())
    is_enough = whole or len(reading) >= _LEAST_BEGINNING
    if not is_enough or not may_be_reading(reading):
        return []
    return dictionary.read_as(reading, limit=_LIMIT, whole=whole)


def _containing(dictionary: _Dictionary, folded: str) -> list[TermHit]:
    """The terms of which the query is a part, where it says enough for that."""
    least = _LEAST_CHINESE_PART if has_han(folded) else _LEAST_PART
    is_enough = len(folded) >= least and any(map(str.isalnum, folded))
    return dictionary.containing(folded, limit=_LIMIT) if is_enough else []


def renderings(concept: Concept, term: Term) -> tuple[Term, ...]:
    """The terms of a concept in other languages than that of *term*, the best first."""
    language = term.lang.partition("-")[0]
    others = (other for other in concept.terms if not is_language(other.lang, language))
    return tuple(sorted(others, key=status_rank))


def is_part(folded: str, text: str) -> bool:
    """Whether a folded query is a part of a folded text; letters must begin a word there.

    >>> is_part("ai", "train"), is_part("chong", "bank of chongqing"), is_part("产", "生产力")
    (False, True, True)
    """
    at = text.find(folded)
    while at >= 0:
        if not at or not in_word(folded[0]) or not in_word(text[at - 1]):
            return True
        at = text.find(folded, at + 1)
    return False


def may_be_like(folded: str, length: int) -> bool:
    """Whether a text of that length can be like the query at all."""
    together = len(folded) + length
    return together > 0 and 2 * min(len(folded), length) / together * _SAME >= _cutoff(folded)


def like(folded: str, texts: Sequence[str]) -> list[tuple[int, float]]:
    """(index, likeness) of the texts in the script of the query that are like it.

    Likeness is the share of characters in common order (rapidfuzz's ratio), 0 to 100.
    """
    from rapidfuzz import fuzz, process

    is_chinese = has_han(folded)
    ranked = process.extract(
        folded, texts, scorer=fuzz.ratio, score_cutoff=_cutoff(folded), limit=None
    )
    return [(at, likeness) for text, likeness, at in ranked if has_han(text) == is_chinese]


def _cutoff(folded: str) -> float:
    return _CHINESE_CUTOFF if has_han(folded) else _ENGLISH_CUTOFF


def _without_blanks(query: str) -> Span:
    return Span(len(query) - len(query.lstrip()), len(query.rstrip()))


class _InMemory:
    """The answers of a term base in memory; everything is looked through for them."""

    def __init__(self, base: TermBase) -> None:
        self._terms = [*base.terms()]
        self._texts = fold_each([term.text for _, term in self._terms])

    def same_as(self, folded: str) -> list[TermHit]:
        return [TermHit(*self._terms[at]) for at, text in enumerate(self._texts) if text == folded]

    def read_as(self, reading: str, *, limit: int, whole: bool) -> list[TermHit]:
        pairs = (
            (key, self._order(number - 1), number - 1)
            for key, number in term_readings(self._texts)
            if (key == reading if whole else key.startswith(reading))
        )
        order = dict.fromkeys(at for *_, at in sorted(pairs))
        return [TermHit(*self._terms[at]) for at in [*order][:limit]]

    def containing(self, folded: str, *, limit: int) -> list[TermHit]:
        order = sorted(
            (self._order(at), at) for at, text in enumerate(self._texts) if is_part(folded, text)
        )
        return [TermHit(*self._terms[at]) for _, at in order[:limit]]

    def _order(self, at: int) -> tuple[int, bool, str]:
        """By length; of one length Chinese terms come last."""
        text = self._texts[at]
        return len(text), has_han(text), text

    def similar(self, folded: str, *, limit: int) -> list[TermHit]:
        ranked = sorted((-likeness, at) for at, likeness in like(folded, self._texts))
        return [TermHit(*self._terms[at], -negative) for negative, at in ranked[:limit]]


def narrowed(base: TermBase, text: str) -> TermBase:
    """The base with only the concepts that have a term which may stand in the text.

    To prepare every form of a term for matching takes a tenth of a millisecond, which a look-up of
    one word in thousands of terms would feel. What a form must have in common with the text that
    holds it is seen at once: a Chinese one all its characters, any other the beginning of a word.

    >>> forest, grass = (Concept(name, (Term(name, "en"),)) for name in ("forest", "grass"))
    >>> [concept.id for concept in narrowed(TermBase((forest, grass)), "the Forests").concepts]
    ['forest']
    """
    flat = _even(flatten(text).folded)
    characters = frozenset(flat)
    beginnings = _beginning_letters(flat)
    terms = [*base.terms()]
    folded = fold_each([term.text for _, term in terms])  # once for all
    possible = set[str]()
    for (concept, term), text in zip(terms, folded, strict=True):
        forms: Iterable[str] = (_even(text),)
        if may_begin_otherwise(term.text):
            forms = (*forms, *(_even(fold(form)) for form, _, _ in searched_forms(term)))
        if any(_may_stand(form, characters, beginnings) for form in forms):
            possible.add(concept.id)
    return replace(base, concepts=tuple([c for c in base.concepts if c.id in possible]))


def _beginning_letters(flat: str) -> frozenset[str]:
    """The characters before which no letter of the same word stands."""
    pairs = zip(f" {flat}", flat, strict=False)
    return frozenset([after for before, after in pairs if not (in_word(before) and in_word(after))])


def _may_stand(form: str, characters: frozenset[str], beginnings: frozenset[str]) -> bool:
    """Whether a form, made even, may stand in a text of such characters and beginnings."""
    if has_han(form):
        return all(character in characters for character in form if character.isalnum())
    first = form.lstrip(" -")[:1]
    return first in beginnings or not first.isalnum()


def _even(folded: str) -> str:
    return folded.translate(_VOWELS)
