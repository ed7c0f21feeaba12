"""Look-up: what a term base says about a word, a phrase or a running text.

    query ──lookup──▶ LookupResults, those that say most first

    exact     the query is a term, in either script and any case
    form      it is a form of one: another number, spelling, a part without its gloss
    reading   it is the pinyin of one, with or without tones and blanks, or its initials
    part      it is a part of one
    near      it is like one: a slip, or another character that sounds the same
    inside    it holds one

Where the query is a term, or a form of one, only the terms inside it follow; what it holds comes
before what it is but remotely like. A term base in memory and one in a file give the same answers
in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import is_word
from nqpterms.lang.normal_form import (
    flatten,
    fold,
    fold_each,
    fold_signs,
    in_word,
)
from nqpterms.lang.pinyin import (
    may_be_reading,
    reading_keys,
    term_readings,
    typed_reading,
    without_tone_figures,
)
from nqpterms.matching.forms import (
    is_short,
    may_begin_otherwise,
    searched_forms,
)
from nqpterms.matching.matcher import Matcher, TermFinder
from nqpterms.matching.whole_words import standing_alone
from nqpterms.model.places import Span
from nqpterms.model.termbase import (
    DISCOURAGED,
    Concept,
    Term,
    TermBase,
    is_language,
    status_rank,
)

Kind = Literal["exact", "form", "inside", "reading", "part", "near"]

_NEAR = 5  # how many near concepts are shown
_COMPARED = 20  # terms that are taken for that: some are of one concept
_LIMIT = 20  # terms that are shown of those that are read so, or hold the query
# Least likeness, 0-100: one slip in four letters still counts.
_ENGLISH_CUTOFF = 75.0
_CHINESE_CUTOFF = 60.0  # the same in Chinese, where a word has few characters: two of three agree
# Letters with which a reading may begin; fewer must be all of it.
_LEAST_BEGINNING = 3
_LEAST_PART = 3  # letters that are looked for inside terms
_LEAST_CHINESE_PART = 2  # the same where one of them is Chinese
_SAME = 100.0
# Terms of which the query is a part that come before the terms inside it.
_FEW_PARTS = 5
_ENGLISH_SLIP = 85.0  # likeness from which a query with a term inside is rather another, mistyped
_CHINESE_SLIP = 75.0  # the same in Chinese: one of four characters differs
_LONGEST_NAME = 80  # code points of a query that may be one term; what is longer is running text
_FEW_WORDS = 3  # of a query whose small letters may be those of an acronym
_EDGES = " \t\n,.;:!?，。、；：！？\"'“”‘’()（）《》「」"

_VOWELS = dict.fromkeys(map(ord, "aeiou"), "e")
"""What another spelling may begin with instead: inquire, enquire; esophagus, oesophagus."""
_SMALL_LETTERS = re.compile(
    r"(?<![^\W_])(?:[a-z]{2,}|(?:[a-z]\.){2,})(?![^\W_])"
)


class LookupResult(Struct, frozen=True):
    """A concept that a query names.

    `term` is the term that was found and `span` where it stands in the query. `kind` is "exact"
    where it is the whole query, "form" where the query is a form of it, "inside" where it is part
    of the query; "reading" where the query is how it is read, "part" where the query is part of it,
    "near" where it is only similar. `likeness` is 100 but for near ones. `renderings` are the terms
    of the other languages, the preferred ones first and the discouraged ones last. `use` is the
    term of its own language that is to be used for a discouraged or a short one, if there is one.
    """

    concept: Concept
    term: Term
    span: Span
    kind: Kind
    renderings: tuple[Term, ...]
    likeness: float = _SAME
    use: Term | None = None


class TermHit(Struct, frozen=True):
    """A term that answers a question about terms, with its concept and its likeness (0 to 100)."""

    concept: Concept
    term: Term
    likeness: float = _SAME


class _Dictionary(Protocol):
    """What answers questions about terms, where no term stands in the query."""

    def same_as(self, folded: str) -> list[TermHit]: ...

    def read_as(
        self, reading: str, *, limit: int, whole: bool
    ) -> list[TermHit]: ...

    def containing(self, folded: str, *, limit: int) -> list[TermHit]: ...

    def similar(self, folded: str, *, limit: int) -> list[TermHit]: ...


class TermFile(TermFinder, _Dictionary, Protocol):
    """A term base in a file: what `lookup` asks of it (`nqpterms.matching.index`)."""


class ReadyTerms:
    """A Matcher with what `lookup` asks of its terms made ready once, for one query after another.

    >>> concept = Concept("force", (Term("生产力", "zh-Hans"),))
    >>> ready = ReadyTerms(Matcher(TermBase((concept,))))
    >>> [lookup(ready, query)[0].kind for query in ("生产力", "scl", "生产")]
    ['exact', 'reading', 'part']
    """

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.dictionary = _InMemory(matcher.base)


_Terms = TermBase | Matcher | ReadyTerms | TermFile
"""What can be asked about terms."""


def lookup(
    terms: TermBase | Matcher | ReadyTerms | TermFile, query: str
) -> list[LookupResult]:
    """What a term base says about a query in either language and script, in any case.

    The kinds of answers stand in the docstring of this module. One query is answered sooner from a
    term base, many from its Matcher, and a person who types from `ReadyTerms`.

    >>> concept = Concept("force", (Term("生产力", "zh-Hans"), Term("productive forces", "en")))
    >>> [(r.kind, r.renderings[0].text) for r in lookup(TermBase((concept,)), "發展生產力")]
    [('inside', 'productive forces')]
    >>> [(r.kind, r.term.text) for r in lookup(TermBase((concept,)), "produktive force")]
    [('near', 'productive forces')]
    >>> [(r.kind, r.term.text) for r in lookup(TermBase((concept,)), "scl")]
    [('reading', '生产力')]
    """
    standing = _terms_inside(_matcher_for(terms, query), query)
    if any(result.kind != "inside" for result in standing):
        return sorted(standing, key=_by_kind)
    folded = fold(query.strip(_EDGES))
    if not folded or len(folded) > _LONGEST_NAME:
        return standing
    dictionary = _dictionary_of(terms)
    if not standing:
        results = _named_by(dictionary, query)
        is_named = bool(results) and results[0].kind != "near"
        return (
            results if is_named else _capitals_inside(terms, query) or results
        )
    return _with_names_before(dictionary, query, standing)


def _by_kind(result: LookupResult) -> tuple[int, int]:
    """What the query is, then its forms, then what is in it; of equals the better term first."""
    if result.kind == "inside":
        return 2, 0
    return int(result.kind == "form"), status_rank(result.term)


def _with_names_before(
    dictionary: _Dictionary, query: str, standing: list[LookupResult]
) -> list[LookupResult]:
    """The terms inside a query, behind those that it rather names as a whole."""
    inside = {result.concept.id for result in standing}
    results: list[LookupResult] = []
    for result in _named_by(dictionary, query):
        if result.kind == "near" and result.concept.id in inside:
            continue
        slip = _CHINESE_SLIP if has_han(result.term.text) else _ENGLISH_SLIP
        is_likely = result.kind != "near" or result.likeness >= slip
        if is_likely and len(results) < _FEW_PARTS:
            results.append(result)
    concepts = {result.concept.id for result in results}
    return results + [
        result for result in standing if result.concept.id not in concepts
    ]


def _capitals_inside(terms: _Terms, query: str) -> list[LookupResult]:
    """The acronyms in a query of few words in small letters; in a text they would be words."""
    if len(query.split()) > _FEW_WORDS:
        return []
    # Which moves no letter.
    capitals = _SMALL_LETTERS.sub(_in_capitals, fold_signs(query))
    return _terms_inside(_matcher_for(terms, capitals), capitals)


def _in_capitals(letters: re.Match[str]) -> str:
    """Letters that are no word, in capitals."""
    return letters[0] if is_word(letters[0]) else letters[0].upper()


def _dictionary_of(terms: _Terms) -> _Dictionary:
    """What answers questions about the terms."""
    if isinstance(terms, ReadyTerms):
        return terms.dictionary
    if isinstance(terms, TermBase):
        return _InMemory(terms)
    if isinstance(terms, Matcher):
        return _InMemory(terms.base)
    return terms


def _matcher_for(terms: _Terms, query: str) -> Matcher:
    """A Matcher of the terms that may stand in the query."""
    if isinstance(terms, TermBase):
        return Matcher(narrowed(terms, query))
    if isinstance(terms, ReadyTerms):
        return terms.matcher.within([query])
    return terms.within([query])


def _terms_inside(matcher: Matcher, query: str) -> list[LookupResult]:
    """The terms that stand in the query, the longest first, each concept once a language.

    What is a part of a longer Chinese word does not stand there.
    """
    matches = standing_alone(matcher.find_all(query), query)
    matches.sort(
        key=lambda match: (match.span.start - match.span.end, match.span.start)
    )
    whole = _without_edges(query)
    folded = flatten(whole.of(query)).folded
    results: dict[tuple[str, str], LookupResult] = {}
    for match in matches:
        for reading in match.candidates:
            key = (reading.concept.id, reading.term.lang.partition("-")[0])
            if key in results:
                continue
            kind: Kind = "inside"
            if match.span.start <= whole.start and whole.end <= match.span.end:
                is_same = flatten(reading.term.text).folded == folded
                kind = "exact" if is_same else "form"
            hit = TermHit(reading.concept, reading.term)
            results[key] = _result(hit, kind, match.span)
    return list(results.values())


def _result(hit: TermHit, kind: Kind, span: Span) -> LookupResult:
    """A result with what its term is called in other languages, and what to use for it."""
    concept, term = hit.concept, hit.term
    others = renderings(concept, term)
    return LookupResult(
        concept, term, span, kind, others, hit.likeness, to_use(concept, term)
    )


def _named_by(dictionary: _Dictionary, query: str) -> list[LookupResult]:
    """The terms that the query names without holding one: the first kind that gives any.

    An acronym in small letters is not looked for in a text, but a query may write it so.
    """
    folded = fold(query.strip(_EDGES))
    span = _without_edges(query)
    questions: tuple[tuple[Kind, Callable[[], list[TermHit]], int], ...] = (
        ("exact", lambda: dictionary.same_as(folded), _LIMIT),
        ("reading", lambda: _read_as(dictionary, query, whole=True), _LIMIT),
        ("part", lambda: _containing(dictionary, folded), _LIMIT),
        ("reading", lambda: _read_as(dictionary, query, whole=False), _LIMIT),
        ("near", lambda: _near(dictionary, folded), _NEAR),
    )
    for kind, ask, most in questions:
        results: dict[str, LookupResult] = {}
        for hit in ask():
            results.setdefault(hit.concept.id, _result(hit, kind, span))
        if results:
            return list(results.values())[:most]
    return []


def _near(dictionary: _Dictionary, folded: str) -> list[TermHit]:
    """The terms that are like the query; what sounds the same comes first."""
    similar = dictionary.similar(folded, limit=_COMPARED)
    if not has_han(folded) or len(folded) < _LEAST_BEGINNING:
        return similar
    likeness_of = {hit.term.text: hit.likeness for hit in similar}
    spoken = max(reading_keys(folded), key=len)
    sounding: list[TermHit] = []
    for hit in dictionary.read_as(spoken, limit=_LIMIT, whole=True):
        likeness = likeness_of.get(hit.term.text, _CHINESE_SLIP)
        sounding.append(
            TermHit(hit.concept, hit.term, max(likeness, _CHINESE_SLIP))
        )
    return sounding + similar


def _read_as(
    dictionary: _Dictionary, query: str, *, whole: bool
) -> list[TermHit]:
    """The terms whose pinyin or initials the query is or, where it says enough, begins."""
    typed = query.strip(_EDGES)
    for reading in dict.fromkeys(
        (typed_reading(typed), typed_reading(without_tone_figures(typed)))
    ):
        is_enough = whole or len(reading) >= _LEAST_BEGINNING
        if is_enough and may_be_reading(reading):
            hits = dictionary.read_as(reading, limit=_LIMIT, whole=whole)
            if hits:
                return hits
    return []


def _containing(dictionary: _Dictionary, folded: str) -> list[TermHit]:
    """The terms of which the query is a part, where it says enough for that."""
    least = _LEAST_CHINESE_PART if has_han(folded) else _LEAST_PART
    is_enough = len(folded) >= least and any(map(str.isalnum, folded))
    return dictionary.containing(folded, limit=_LIMIT) if is_enough else []


def renderings(concept: Concept, term: Term) -> tuple[Term, ...]:
    """The terms of a concept in other languages than that of *term*, the best first."""
    language = term.lang.partition("-")[0]
    others = (
        other
        for other in concept.terms
        if not is_language(other.lang, language)
    )
    return tuple(sorted(others, key=status_rank))


def to_use(concept: Concept, term: Term) -> Term | None:
    """The term of the same language that is to be used for a discouraged or a short one.

    None where the term is as good as any.

    >>> short, full = Term("PF", "en", "admitted"), Term("productive forces", "en", "preferred")
    >>> to_use(Concept("force", (short, full)), short).text
    'productive forces'
    """
    is_wrong = term.status in DISCOURAGED
    if term.status == "preferred" or not (is_wrong or is_short(term)):
        return None
    fellows = [
        fellow
        for fellow in concept.terms_in(term.lang.partition("-")[0])
        if fellow is not term and fellow.status not in DISCOURAGED
    ]
    if not is_wrong:
        fellows = [fellow for fellow in fellows if not is_short(fellow)]
    return min(fellows, key=status_rank, default=None)


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
    return together > 0 and 2 * min(
        len(folded), length
    ) / together * _SAME >= _cutoff(folded)


def like(folded: str, texts: Sequence[str]) -> list[tuple[int, float]]:
    """(index, likeness) of the texts in the script of the query that are like it.

    Likeness is the share of characters in common order (rapidfuzz's ratio), 0 to 100.
    """
    from rapidfuzz import fuzz, process

    is_chinese = has_han(folded)
    ranked = process.extract(
        folded,
        texts,
        scorer=fuzz.ratio,
        score_cutoff=_cutoff(folded),
        limit=None,
    )
    return [
        (at, likeness)
        for text, likeness, at in ranked
        if has_han(text) == is_chinese
    ]


def _cutoff(folded: str) -> float:
    return _CHINESE_CUTOFF if has_han(folded) else _ENGLISH_CUTOFF


def _without_edges(query: str) -> Span:
    """Where the query stands without blanks, signs and a possessive ending at its ends."""
    flat = flatten(query)
    start = len(flat.cased) - len(flat.cased.lstrip(_EDGES))
    end = len(flat.cased.rstrip(_EDGES))
    return flat.span(start, end) if start < end else Span(0, 0)


class _InMemory:
    """The answers of a term base in memory; everything is looked through for them."""

    def __init__(self, base: TermBase) -> None:
        self._terms = [*base.terms()]
        self._texts = fold_each([term.text for _, term in self._terms])
        self._readings: list[tuple[str, int]] | None = None

    def same_as(self, folded: str) -> list[TermHit]:
        return [
            TermHit(*self._terms[at])
            for at, text in enumerate(self._texts)
            if text == folded
        ]

    def read_as(
        self, reading: str, *, limit: int, whole: bool
    ) -> list[TermHit]:
        if self._readings is None:
            self._readings = [*term_readings(self._texts)]
        pairs = (
            (key, self._order(number - 1), number - 1)
            for key, number in self._readings
            if (key == reading if whole else key.startswith(reading))
        )
        order = dict.fromkeys(at for *_, at in sorted(pairs))
        return [TermHit(*self._terms[at]) for at in [*order][:limit]]

    def containing(self, folded: str, *, limit: int) -> list[TermHit]:
        order = sorted(
            (self._order(at), at)
            for at, text in enumerate(self._texts)
            if is_part(folded, text)
        )
        return [TermHit(*self._terms[at]) for _, at in order[:limit]]

    def _order(self, at: int) -> tuple[int, bool, str]:
        """By length; of one length Chinese terms come last."""
        text = self._texts[at]
        return len(text), has_han(text), text

    def similar(self, folded: str, *, limit: int) -> list[TermHit]:
        ranked = sorted(
            (-likeness, at) for at, likeness in like(folded, self._texts)
        )
        return [
            TermHit(*self._terms[at], -negative)
            for negative, at in ranked[:limit]
        ]


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
            forms = (
                *forms,
                *(_even(fold(form)) for form, _, _ in searched_forms(term)),
            )
        if any(_may_stand(form, characters, beginnings) for form in forms):
            possible.add(concept.id)
    return replace(
        base, concepts=tuple([c for c in base.concepts if c.id in possible])
    )


def _beginning_letters(flat: str) -> frozenset[str]:
    """The characters before which no letter of the same word stands."""
    pairs = zip(f" {flat}", flat, strict=False)
    return frozenset(
        [
            after
            for before, after in pairs
            if not (in_word(before) and in_word(after))
        ]
    )


def _may_stand(
    form: str, characters: frozenset[str], beginnings: frozenset[str]
) -> bool:
    """Whether a form, made even, may stand in a text of such characters and beginnings."""
    if has_han(form):
        return all(
            character in characters for character in form if character.isalnum()
        )
    first = form.lstrip(" -")[:1]
    return first in beginnings or not first.isalnum()


def _even(folded: str) -> str:
    return folded.translate(_VOWELS)
