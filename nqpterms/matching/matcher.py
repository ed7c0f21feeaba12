"""Find the terms of a term base in a text of either language.

    TermBase ──Matcher──▶ .find(text) ──▶ [Match(span, candidates), …]

Every form of every term (`nqpterms.matching.forms`) goes into one of two automatons: one runs over
the folded text, the other, for acronyms and terms whose case matters, over the text with its case
kept. Both report overlapping hits; hits that end inside a word are dropped; of those that are
left the longest win and take their stretch of text. So a longer term that is rejected at its edge
makes room for the shorter ones in it. Terms with gaps have automatons of their first parts.

A term base in a file (`nqpterms.matching.index`) has the same verbs: `TermFinder` names them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import pairwise, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from msgspec import Struct

from nqpterms.lang.chinese import CJK
from nqpterms.lang.normal_form import (
    BREAK,
    Flat,
    flatten,
    flatten_each,
    flatten_signed,
    fold_case,
    in_word,
)
from nqpterms.matching.forms import Change, searched_forms
from nqpterms.matching.gapped_terms import GappedForm, gapped_form
from nqpterms.matching.nested_forms import check_nesting, places_in
from nqpterms.matching.packed_patterns import (
    MET,
    STRICT,
    WORD_BEGINS,
    WORD_ENDS,
    NumberedReading,
    NumberedTerms,
    PatternCollector,
)
from nqpterms.matching.term_cells import SLOT
from nqpterms.model.alignment import Side
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase

if TYPE_CHECKING:
    from nqpterms.matching.array_hits import ArrayHits
    from nqpterms.matching.flat_arrays import FlatArrays

# Texts that are joined to see what they hold: most stay plain ASCII.
_AT_A_GLANCE = 32
_FIGURE_BEHIND = re.compile(
    r"(?<=[^\W\d_])[0-9][0-9.,]*(?![^\W_\u2e80-\U0010ffff])"
)
# Letters of a word that a figure behind it leaves alone.
_LEAST_BEFORE_FIGURE = 3
# Characters of a text that is worth arrays: numpy and the tables are loaded in a tenth of a second.
_LONG = 100_000
_LETTERS_AND_FIGURES = "abcdefghijklmnopqrstuvwxyz0123456789"
# Terms whose forms are folded together; more gains nothing.
_TERMS_TOGETHER = 4096
# Patterns of one automaton: while it is built it takes three times what it takes afterwards, so a
# base with more gets several, which are built one after the other.
_PATTERNS_TOGETHER = 300_000
# Texts that are joined for one look: no gain beyond, and more to hold.
_TOGETHER = 256


class TermReading(Struct, frozen=True):
    """A term for which a stretch of text may stand, and what had to be changed for that."""

    concept: Concept
    term: Term
    change: Change = ""


class Match(NamedTuple):
    """A stretch of the original text and the terms for which it may stand, the closest first.

    `concepts` are the ids of their concepts.
    """

    span: Span
    candidates: tuple[TermReading, ...]
    concepts: frozenset[str]

    @property
    def is_everyday(self) -> bool:
        """Whether the base takes it for an everyday word in every concept that it may stand for.

        A glossary of one's own that has the word without the mark asks for its rendering.
        """
        return all(reading.term.scope == "word" for reading in self.candidates)


class Seen(NamedTuple):
    """A form that stands somewhere in many texts: what it may stand for, and how it is written
    there (blanks, quotes and width made even).

    Its edges are not looked at: it may turn out to be part of a word.
    """

    candidates: tuple[TermReading, ...]
    surfaces: Set[str]


Choice = Callable[[Sequence[Seen]], Iterable[int]]


class TermFinder(Protocol):
    """What finds the terms of a term base in texts: a Matcher in memory, or a TermIndex in a file.

    Both give the same answers.
    """

    @property
    def base(self) -> TermBase:
        """All concepts; a file is read whole for that."""

    @property
    def size(self) -> int:
        """How many concepts there are."""

    def find(self, text: str, *, language: str = "") -> list[Match]:
        """The terms in a text, the longest winning."""

    def find_all(self, text: str, *, language: str = "") -> list[Match]:
        """Every term in a text, also one inside another."""

    def find_all_in(
        self, texts: Sequence[str], *, language: str = ""
    ) -> list[list[Match]]:
        """What `find_all` gives of each of many texts."""

    def within(
        self, texts: Sequence[str], *, slips: Side | None = None
    ) -> Matcher:
        """A Matcher that answers for these texts as the whole base does."""


class _Pattern(NamedTuple):
    """What a hit of one pattern means, and at which ends it must not touch a letter.

    `strict`: some of its candidates have more to ask of the text as it stands (`_admitted`).
    """

    candidates: tuple[TermReading, ...]
    concepts: frozenset[str]
    word_begins: bool
    word_ends: bool
    strict: bool


_T = TypeVar("_T")
# Flat start, flat end with its sign turned, pattern.
_Hit = tuple[int, int, _Pattern]
_EARLY_AND_LONG = itemgetter(0, 1)
_candidates, _concepts = itemgetter(0), itemgetter(1)
# Makes a NamedTuple in half the time where millions are made.
_new = tuple.__new__


class Matcher:
    """The terms of a base, ready to be found. Build it once; it can be pickled.

    >>> base = TermBase((Concept("nqpf", (Term("新质生产力", "zh"), Term("NQPF", "en"))),))
    >>> matcher = Matcher(base)
    >>> [tuple(match.span) for match in matcher.find("发展NQPFs的新 質生產力")]
    [(2, 7), (8, 14)]
    >>> matcher.find("nqpf, NQPFX")
    []
    """

    def __init__(self, base: TermBase) -> None:
        self.base = base
        self._languages = _languages(base)
        self._ready: dict[
            str, Sequence[_Table]
        ] = {}  # by the language that is asked for

    def __reduce__(self) -> tuple[type[Matcher], tuple[TermBase]]:
        return Matcher, (self.base,)

    @property
    def size(self) -> int:
        """How many concepts there are."""
        return len(self.base)

    @property
    def is_ready(self) -> bool:
        """Whether the tables of all languages are made; each is when a text first needs it."""
        return all(tables.is_ready for tables in self._languages)

    def find(self, text: str, *, language: str = "") -> list[Match]:
        """The terms in a text, the longest winning, in order and without overlap.

        With *language* ("zh", "en") only its terms are looked for.
        """
        if len(text) >= _LONG:
            return longest(self.find_all(text, language=language))
        flat = flatten(text)
        return _matches(
            flat, _longest(self._hits(text, flat, language)), [text]
        )[0]

    def find_all(self, text: str, *, language: str = "") -> list[Match]:
        """Every term in a text, also one inside another, in order of start, the longest first."""
        return self.find_all_in([text], language=language)[0]

    def find_all_in(
        self, texts: Sequence[str], *, language: str = ""
    ) -> list[list[Match]]:
        """What `find_all` gives of each of many texts, by looks at some of them together.

        Short texts are read several times as quickly as one by one.
        """
        matches_of: list[list[Match]] = [[] for _ in texts]
        # These are quick.
        order = sorted(range(len(texts)), key=lambda at: texts[at].isascii())
        for at in range(0, len(texts), _TOGETHER):
            numbers = order[at : at + _TOGETHER]
            some = [texts[number] for number in numbers]
            several = self._all_in(some, language)
            for number, matches in zip(numbers, several, strict=True):
                matches_of[number] = matches
        return matches_of

    def _all_in(self, texts: Sequence[str], language: str) -> list[list[Match]]:
        """Every match in some texts, which are joined."""
        joined = BREAK.join(texts)
        if len(joined) >= _LONG:
            from nqpterms.matching.flat_arrays import flat_arrays

            arrays = flat_arrays(joined)
            if arrays:
                hits = self._array_hits(joined, arrays, language)
                return _matches_of_arrays(arrays, hits, texts)
        flat = flatten(joined)
        return _matches(flat, self._hits(joined, flat, language), texts)

    def holding(
        self, texts: Sequence[str], *, language: str, wanted: Choice
    ) -> set[int]:
        """Which of many texts hold a form that *wanted* asks for, by index; others may slip in.

        *wanted* gets all that is seen in the texts and says, one by one, how many places of it
        it asks for. One look at all texts together is much quicker than `find` in each, and most
        hold nothing.
        """
        surveys = [_Survey(table) for table in self._tables(language)]
        joined = _JoinedTexts(texts)
        for begin, flat, signed in joined.parts():
            for survey in surveys:
                survey.look(begin, flat, signed)
        forms = [form for survey in surveys for form in survey.forms()]
        counts = wanted([seen for seen, _ in forms])
        indices = set[int]()
        for (_, places), count in zip(forms, counts, strict=True):
            indices.update(map(joined.index_at, places[:count]))
        return indices

    def within(
        self,
        texts: Sequence[str],  # noqa: ARG002
        *,
        slips: Side | None = None,  # noqa: ARG002
    ) -> Matcher:
        """Itself: it answers for any texts (a base in a file takes out what they need)."""
        return self

    def _hits(self, text: str, flat: Flat, language: str) -> list[_Hit]:
        """Every hit of every pattern, sorted by start, the longest first."""
        hits: list[_Hit] = []
        for table in self._tables(language, flat):
            hits += table.hits(text, flat)
        hits.sort(key=_EARLY_AND_LONG)
        return hits

    def _array_hits(
        self, text: str, arrays: FlatArrays, language: str
    ) -> ArrayHits[_Pattern]:
        """What `_hits` gives, of a long text."""
        from nqpterms.matching.array_hits import (
            as_array_hits,
            in_order,
            table_hits,
        )

        flat = Flat(arrays.cased, arrays.folded)
        hits: list[ArrayHits[_Pattern]] = []
        for table in self._tables(language, flat):
            if isinstance(table, _PatternTable):
                hits.append(table_hits(table, text, arrays))
            else:
                hits.append(as_array_hits(table.hits(text, flat)))
        return in_order(hits)

    def _tables(
        self, language: str, flat: Flat | None = None
    ) -> Sequence[_Table]:
        """The tables of a language, or of all; with a text those that have a term to find in it."""
        ready = self._ready.get(language)
        if ready is not None:
            return ready
        languages = [
            each
            for each in self._languages
            if not language or each.language == language
        ]
        wanted = [
            each
            for each in languages
            if flat is None or each.may_stand_in(flat)
        ]
        for tables in wanted:
            tables.make()
        patterns: list[_Table] = [
            table for tables in wanted for table in tables.patterns
        ]
        gaps: list[_Table] = [
            table for tables in wanted for table in tables.gaps
        ]
        if all(tables.is_ready for tables in languages):
            self._ready[language] = patterns + gaps
        return patterns + gaps


class _LanguageTables:
    """The terms of one language, in tables that are made when a text may hold one of them.

    Those of the English forms take ten times as long as the Chinese, and who looks up a Chinese
    word or annotates a Chinese text never needs them.
    """

    def __init__(self, language: str, terms: NumberedTerms) -> None:
        self.language = language
        self._terms = terms
        self._signs: set[str] | None = None
        self.patterns: list[_PatternTable] = []
        self.gaps: list[_GapTable] = []
        self.is_ready = False

    def may_stand_in(self, flat: Flat) -> bool:
        """Whether a text has any sign of the terms, or of what figures and signs are changed to."""
        if self.is_ready:
            return True
        if self._signs is None:
            texts = "".join([term.text for _, term in self._terms])
            self._signs = {*flatten(texts).folded, *_LETTERS_AND_FIGURES}
        return not self._signs.isdisjoint(flat.folded)

    def make(self) -> None:
        """Make the tables, with case and without; terms with gaps have their own.

        Their order, which is that of the candidates of one place, does not depend on what stands
        first in the base.
        """
        if self.is_ready:
            return
        tables: list[_PatternTable] = []
        collectors: dict[bool, PatternCollector] = {}
        with_gaps: list[_SearchedForm] = []
        for forms in self._searched_forms():
            with_gaps += [entry for entry in forms if SLOT in entry.form]
            self._collect(forms, collectors)
            for cased, collector in collectors.items():
                if len(collector) >= _PATTERNS_TOGETHER:
                    tables.append(self._table(cased, collector))
        for cased, collector in collectors.items():
            if len(collector):
                tables.append(self._table(cased, collector))
        self.patterns = sorted(tables, key=lambda table: table.cased)
        self.gaps = _gap_tables(self.language, self._terms, with_gaps)
        self.is_ready = True
        self._signs = None

    def _searched_forms(self) -> Iterator[list[_SearchedForm]]:
        """The forms of all terms, those of some terms at a time."""
        for first in range(0, len(self._terms), _TERMS_TOGETHER):
            behind = min(first + _TERMS_TOGETHER, len(self._terms))
            forms: list[_SearchedForm] = []
            for number in range(first, behind):
                _, term = self._terms[number]
                for form, change, cased in searched_forms(term):
                    reading = NumberedReading(number, change)
                    forms.append(_SearchedForm(reading, form, cased))
            yield forms

    def _table(self, cased: bool, collector: PatternCollector) -> _PatternTable:
        """The table of what has been collected; the collector is empty afterwards."""
        return _PatternTable(self.language, cased, self._terms, collector)

    def _collect(
        self,
        forms: Sequence[_SearchedForm],
        collectors: dict[bool, PatternCollector],
    ) -> None:
        """Add forms without gaps to the patterns of their table, with case or without."""
        flats = flatten_each([entry.form for entry in forms])
        for (reading, form, cased), flat in zip(forms, flats, strict=True):
            key = (flat if cased else fold_case(flat)).strip()
            if not key or SLOT in form:
                continue
            if cased not in collectors:
                collectors[cased] = PatternCollector(self._terms)
            collectors[cased].add(key, reading)


class _SearchedForm(NamedTuple):
    """A form under which a term is looked for, and whether its case matters."""

    reading: NumberedReading
    form: str
    cased: bool


def _languages(base: TermBase) -> list[_LanguageTables]:
    """The terms of a base by their languages, Chinese first."""
    terms: dict[str, NumberedTerms] = {}
    for number, concept in enumerate(base.concepts):
        for at, term in enumerate(concept.terms):
            language = _primary(term.lang)
            if language not in terms:
                terms[language] = NumberedTerms(base.concepts)
            terms[language].add(number, at)
    in_order = sorted(
        terms.items(), key=lambda item: (item[0] != "zh", item[0])
    )
    return [
        _LanguageTables(language, of_language)
        for language, of_language in in_order
    ]


def _gap_tables(
    language: str, terms: NumberedTerms, forms: Sequence[_SearchedForm]
) -> list[_GapTable]:
    """Forms with gaps in tables of their own, by their first parts."""
    entries: dict[bool, dict[str, list[tuple[GappedForm, TermReading]]]] = {}
    for (number, change), form, cased in forms:
        gapped = gapped_form(form, cased=cased)
        if gapped:
            reading = TermReading(*terms[number], change)
            by_first = entries.setdefault(cased, {})
            by_first.setdefault(gapped.parts[0], []).append((gapped, reading))
    return [
        _GapTable(language, cased, keys)
        for cased, keys in sorted(entries.items())
    ]


class _PatternTable:
    """One automaton with what its patterns mean, which is worked out when one is met."""

    def __init__(
        self,
        language: str,
        cased: bool,
        terms: NumberedTerms,
        collector: PatternCollector,
    ) -> None:
        from ahocorasick_rs import AhoCorasick

        self.language = language
        self.cased = cased
        self._terms = terms
        keys, self._readings = collector.take()
        check_nesting(keys)
        self.met: dict[int, _Pattern] = {}
        self.facts = bytearray(len(keys))
        self.automaton = AhoCorasick(keys, store_patterns=False)

    def pattern(self, index: int, key: str) -> _Pattern:
        """What a pattern means; *key* is how it stands in a flat text."""
        pattern = self.met.get(index)
        if pattern is None:
            numbered = self._readings.readings(index)
            readings = [
                TermReading(*self._terms[term], change)
                for term, change in numbered
            ]
            pattern = self.met[index] = _pattern(key, readings)
            self.facts[index] = (
                MET
                + pattern.word_begins * WORD_BEGINS
                + pattern.word_ends * WORD_ENDS
                + pattern.strict * STRICT
            )
        return pattern

    def may_end(self, text: str, start: int, end: int) -> bool:
        """Whether a word may end where a figure stands behind it."""
        return _is_figure_behind(text, start, end)

    def admitted(self, surface: str, pattern: _Pattern) -> _Pattern | None:
        """A pattern with those of its candidates that the text as it stands admits."""
        return _admitted(surface, pattern)

    def hits(self, original: str, flat: Flat) -> list[_Hit]:
        """Every occurrence of a pattern that does not end inside a word."""
        text = flat.cased if self.cased else flat.folded
        padded = f" {text} "  # so that each hit has a neighbour on either side
        hits, met = list[_Hit](), self.met
        for index, start, end in places_in(text, self.automaton):
            pattern = met.get(index) or self.pattern(index, text[start:end])
            _, _, word_begins, word_ends, strict = pattern
            if word_begins:  # `in_word`, spelled out for speed
                before = padded[start]
                if before < CJK and before.isalnum():
                    continue
            if word_ends:
                after = padded[end + 1]
                if after < CJK and after.isalnum():
                    may_stand = "0" <= after <= "9" and _is_figure_behind(
                        text, start, end
                    )
                    if not may_stand:
                        continue
            if strict:
                surface = flat.span(start, end).of(original)
                admitted = _admitted(surface, pattern)
                if not admitted:
                    continue
                pattern = admitted
            hits.append((start, -end, pattern))
        return hits


class _GapTable:
    """The terms with gaps: one automaton of their first parts, and how each goes on."""

    def __init__(
        self,
        language: str,
        cased: bool,
        entries: dict[str, list[tuple[GappedForm, TermReading]]],
    ) -> None:
        from ahocorasick_rs import AhoCorasick

        self.language = language
        self.cased = cased
        self._patterns = [
            _pattern(first, [reading for _, reading in forms])
            for first, forms in entries.items()
        ]
        self.automaton = AhoCorasick(list(entries), store_patterns=False)
        self._forms = list(entries.values())

    def pattern(self, index: int, key: str) -> _Pattern:  # noqa: ARG002
        """What a first part means."""
        return self._patterns[index]

    def hits(self, original: str, flat: Flat) -> list[_Hit]:  # noqa: ARG002
        """Every place of a term; one term in one place is one hit, whatever its form."""
        text = flat.cased if self.cased else flat.folded
        hits = dict[tuple[int, int, int], _Hit]()
        for index, start, end in places_in(text, self.automaton):
            pattern = self._patterns[index]
            if pattern.word_begins and start and in_word(text[start - 1]):
                continue
            if pattern.word_ends and in_word(text[end : end + 1]):
                continue
            for form, reading in self._forms[index]:
                span = form.span(text, start)
                if span:
                    surface = text[span[0] : span[1]]
                    key = (*span, id(reading.term))
                    hits[key] = (
                        span[0],
                        -span[1],
                        _pattern(surface, [reading]),
                    )
        return list(hits.values())


_Table = _PatternTable | _GapTable


class _JoinedTexts:
    """Many texts that are flattened some at a time, and the way back from a place to its text.

    A place counts the code points of all flat texts, one behind the other.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._flats: list[Flat] = []
        self._begins = [0]  # of each flat text among all
        self._starts: list[
            list[int]
        ] = []  # where each text begins among those joined with it

    def parts(self) -> Iterator[tuple[int, Flat, str]]:
        """(its first place, flat text, the same with its hyphens) of each joined part."""
        for at in range(0, len(self._texts), _AT_A_GLANCE):
            some = self._texts[at : at + _AT_A_GLANCE]
            starts = [0]
            for text in some:
                starts.append(starts[-1] + len(text) + 1)
            flat, signed = flatten_signed(BREAK.join(some))
            begin = self._begins[-1]
            self._flats.append(flat)
            self._starts.append(starts)
            self._begins.append(begin + len(flat.cased))
            yield begin, flat, signed

    def index_at(self, place: int) -> int:
        """The index of the text in which a place lies."""
        part = bisect_right(self._begins, place) - 1
        original = self._flats[part].original(place - self._begins[part])
        return (
            part * _AT_A_GLANCE + bisect_right(self._starts[part], original) - 1
        )


class _Survey:
    """What is seen of the patterns of one table in many flat texts: surfaces, and places."""

    def __init__(self, table: _Table) -> None:
        self._table = table
        self._surfaces: dict[int, set[str]] = {}
        self._places: dict[int, list[int]] = {}
        self._patterns: dict[int, _Pattern] = {}

    def look(self, begin: int, flat: Flat, signed: str) -> None:
        """Look at one more text, which begins at *begin* of all; edges are not looked at."""
        text = flat.cased if self._table.cased else flat.folded
        surfaces, places = self._surfaces, self._places
        for index, start, end in places_in(text, self._table.automaton):
            if index in places:
                surfaces[index].add(signed[start:end])
                places[index].append(begin + start)
            else:
                surfaces[index] = {signed[start:end]}
                places[index] = [begin + start]
                self._patterns[index] = self._table.pattern(
                    index, text[start:end]
                )

    def forms(self) -> Iterator[tuple[Seen, list[int]]]:
        """Every pattern that occurs with its places, in the order of the first ones."""
        for index, surfaces in self._surfaces.items():
            candidates = self._patterns[index].candidates
            yield Seen(candidates, surfaces), self._places[index]


def longest(matches: Sequence[Match]) -> list[Match]:
    """Of overlapping matches, as `find_all` gives them, the longest ones: what `find` gives."""
    if all(one.span.end <= two.span.start for one, two in pairwise(matches)):
        return [*matches]
    hits = [(match.span.start, -match.span.end, match) for match in matches]
    return [match for _, _, match in _longest(hits)]


def _longest(hits: list[tuple[int, int, _T]]) -> list[tuple[int, int, _T]]:
    """Of overlapping hits the longest, of equally long ones the first; equal spans stay."""
    winners: list[tuple[int, int, _T]] = []
    knot: list[tuple[int, int, _T]] = []
    reach = 0
    for hit in hits:
        if hit[0] >= reach:
            winners += _winners(knot) if len(knot) > 1 else knot
            knot = [hit]
            reach = -hit[1]
        else:
            knot.append(hit)
            reach = max(reach, -hit[1])
    return winners + _winners(knot)


def _winners(knot: list[tuple[int, int, _T]]) -> list[tuple[int, int, _T]]:
    """The winners of one knot of overlapping hits."""
    winners: list[tuple[int, int, _T]] = []
    starts: list[
        int
    ] = []  # of the spans that have won, which do not overlap, in order
    ends: list[int] = []
    last = (-1, -1)
    for hit in sorted(knot, key=lambda h: (h[0] + h[1], h[0])):
        start, end = hit[0], -hit[1]
        if (start, end) != last:
            at = bisect_right(starts, start)
            overlaps_earlier = at > 0 and ends[at - 1] > start
            overlaps_later = at < len(starts) and starts[at] < end
            if overlaps_earlier or overlaps_later:
                continue
            starts.insert(at, start)
            ends.insert(at, end)
            last = (start, end)
        winners.append(hit)
    return sorted(winners, key=itemgetter(0))


def _matches(
    flat: Flat, hits: list[_Hit], texts: Sequence[str]
) -> list[list[Match]]:
    """The hits in terms of each of the texts that were joined, those of one span as one match.

    What runs from one text over into the next is none.
    """
    matches_of: list[list[Match]] = [[] for _ in texts]
    starts, shifts = (*flat.starts, len(flat.cased)), (0, *flat.removed)
    ends = flat.ends
    gap, shift = (
        0,
        0,
    )  # how many gaps lie before the hit, and how much is missing there
    at, first, behind = (
        -1,
        0,
        -1,
    )  # the text that is read, where it begins and where it ends
    matches: list[Match] = []
    last_start = last_end = -1
    for start, negative_end, pattern in hits:
        while starts[gap] <= start:
            gap += 1
            shift = shifts[gap]
        end = -negative_end
        if end <= starts[gap]:
            stop = end + shift
        else:
            stop = end + shifts[bisect_right(starts, end - 1, gap)]
        begin = start + shift
        while begin > behind:
            at, first = at + 1, behind + 1
            behind = first + len(texts[at])
            matches = matches_of[at]
        if ends:
            stop = ends.get(stop, stop)
        if stop > behind:
            continue
        span = _new(Span, (begin - first, stop - first))
        match = _new(Match, (span, pattern[0], pattern[1]))
        if start == last_start and negative_end == last_end:
            match = _merged(matches.pop(), match)
        matches.append(match)
        last_start, last_end = start, negative_end
    return matches_of


def _matches_of_arrays(
    flat: FlatArrays, hits: ArrayHits[_Pattern], texts: Sequence[str]
) -> list[list[Match]]:
    """What `_matches` gives, of a long text."""
    from nqpterms.matching.array_hits import spans_by_text

    placed = spans_by_text(flat, hits, texts)
    pairs = zip(placed.starts, placed.ends, strict=True)
    spans = map(_new, repeat(Span), pairs)
    candidates = map(_candidates, placed.patterns)
    concepts = map(_concepts, placed.patterns)
    values = zip(spans, candidates, concepts, strict=True)
    matches: list[Match] = [*map(_new, repeat(Match), values)]
    for row in reversed(placed.again):
        matches[row - 1] = _merged(matches[row - 1], matches[row])
    again = {*placed.again}
    return [
        [matches[row] for row in range(first, behind) if row not in again]
        for first, behind in pairwise(placed.firsts)
    ]


def _merged(some: Match, more: Match) -> Match:
    """Two matches of one span as one: the unchanged forms first, each term once."""
    if len(some.candidates) == len(more.candidates) == 1:  # an acronym, mostly
        (one,), (two,) = some.candidates, more.candidates
        if one.term is two.term and one.concept is two.concept:
            return more if one.change and not two.change else some
    readings: dict[tuple[str, int], TermReading] = {}
    for reading in sorted(some.candidates + more.candidates, key=_is_changed):
        readings.setdefault((reading.concept.id, id(reading.term)), reading)
    return Match(
        some.span, tuple(readings.values()), some.concepts | more.concepts
    )


def _is_figure_behind(text: str, start: int, end: int) -> bool:
    """Whether a figure stands behind a word and belongs to none: USD75, APEC2 (a footnote).

    A word of two letters makes a name with its figure (PM2.5, CO2).
    """
    return (
        end - start >= _LEAST_BEFORE_FIGURE
        and _FIGURE_BEHIND.match(text, end) is not None
    )


def _admitted(surface: str, pattern: _Pattern) -> _Pattern | None:
    """A pattern with those of its candidates that the text as it stands admits."""
    candidates = tuple(
        [reading for reading in pattern.candidates if _admits(surface, reading)]
    )
    if len(candidates) == len(pattern.candidates):
        return pattern
    if not candidates:
        return None
    return pattern._replace(candidates=candidates, concepts=_ids(candidates))


def _admits(surface: str, reading: TermReading) -> bool:
    """Whether an exact term stands there to the letter, a mixed acronym with a capital inside."""
    if reading.change == "case":
        return surface[1:] != surface[1:].lower()
    return reading.term.match != "exact" or reading.term.text == surface


def _pattern(key: str, readings: list[TermReading]) -> _Pattern:
    """A pattern's meaning, the unchanged forms before the changed ones."""
    strict = any(
        r.term.match == "exact" or r.change == "case" for r in readings
    )
    ordered = tuple(
        sorted(readings, key=_is_changed) if len(readings) > 1 else readings
    )
    return _Pattern(
        ordered, _ids(ordered), in_word(key[0]), in_word(key[-1]), strict
    )


def _ids(readings: Iterable[TermReading]) -> frozenset[str]:
    """The ids of the concepts."""
    return frozenset([reading.concept.id for reading in readings])


def _is_changed(reading: TermReading) -> bool:
    return reading.change != ""


def _primary(tag: str) -> str:
    """The language of a BCP 47 tag, without script and region."""
    return tag.partition("-")[0].lower()
