"""Find the terms of a term base in a text of either language.

    TermBase ──Matcher──▶ .find(text) ──▶ [Match(span, candidates), …]

Every form of every term (`nqpterms.matching.forms`) goes into one of two automatons: one runs over
the folded text, the other, for acronyms and terms whose case matters, over the text with its case
kept. Both report overlapping hits; hits that end inside a word are dropped; of those that are
left the longest win and take their stretch of text. So a longer term that is rejected at its edge
makes room for the shorter ones in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar

from msgspec import Struct

from nqpterms.lang.normal_form import (
    BREAK,
    CJK,
    Flat,
    flatten,
    flatten_each,
    flatten_signed,
    fold_case,
    in_word,
)
from nqpterms.matching.forms import Change, is_acronym, variants
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase

_AT_A_GLANCE = 32  # texts that are joined to see what they hold: most stay plain ASCII
_TOGETHER = 256  # texts that are joined for one look: no gain beyond, and more to hold


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


class Seen(NamedTuple):
    """A form that stands somewhere in many texts: what it may stand for, and how it is written
    there (blanks, quotes and width made even).

    Its edges are not looked at: it may turn out to be part of a word.
    """

    candidates: tuple[TermReading, ...]
    surfaces: Set[str]


Choice = Callable[[Sequence[Seen]], Iterable[int]]


class _Pattern(NamedTuple):
    """What a hit of one pattern means, and at which ends it must not touch a letter.

    `strict`: some of its candidates have more to ask of the text as it stands (`_asked`).
    """

    candidates: tuple[TermReading, ...]
    concepts: frozenset[str]
    left: bool
    right: bool
    strict: bool


_T = TypeVar("_T")
_Hit = tuple[int, int, _Pattern]  # flat start, flat end with its sign turned, pattern
_EARLY_AND_LONG = itemgetter(0, 1)
_new = tuple.__new__  # makes a NamedTuple in half the time where millions are made


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
        entries: dict[tuple[str, bool], dict[str, list[TermReading]]] = {}
        forms = [(c, term, *form) for c, term in base.terms() for form in _forms(term)]
        flats = flatten_each([form for _, _, form, _, _ in forms])
        for (concept, term, _, change, cased), flat in zip(forms, flats, strict=True):
            table = entries.setdefault((_primary(term.lang), cased), {})
            if key := (flat if cased else fold_case(flat)).strip():
                found = table.setdefault(key, [])
                if not found or all(c.term is not term for c in found):
                    found.append(TermReading(concept, term, change))
        self._tables = [(lang, cased, _Table(e)) for (lang, cased), e in entries.items() if e]

    def __reduce__(self) -> tuple[type[Matcher], tuple[TermBase]]:
        return Matcher, (self.base,)

    def find(self, text: str, *, language: str = "") -> list[Match]:
        """The terms in a text, the longest winning, in order and without overlap.

        With *language* ("zh", "en") only its terms are looked for.
        """
        flat = flatten(text)
        return _matches(flat, _longest(self._hits(text, flat, language)), [text])[0]

    def find_all(self, text: str, *, language: str = "") -> list[Match]:
        """Every term in a text, also one inside another, in order of start, the longest first."""
        return self.find_all_in([text], language=language)[0]

    def find_all_in(self, texts: Sequence[str], *, language: str = "") -> list[list[Match]]:
        """What `find_all` gives of each of many texts, by looks at some of them together.

        Short texts are read several times as quickly as one by one.
        """
        found: list[list[Match]] = [[] for _ in texts]
        order = sorted(range(len(texts)), key=lambda at: texts[at].isascii())  # these are quick
        for at in range(0, len(texts), _TOGETHER):
            chosen = order[at : at + _TOGETHER]
            some = [texts[i] for i in chosen]
            joined = BREAK.join(some)
            flat = flatten(joined)
            for i, matches in zip(
                chosen, _matches(flat, self._hits(joined, flat, language), some), strict=True
            ):
                found[i] = matches
        return found

    def holding(self, texts: Sequence[str], *, language: str, wanted: Choice) -> set[int]:
        """Which of many texts hold a form that *wanted* asks for, by index; others may slip in.

        *wanted* is told all that is seen in the texts and says, one by one, how many places of it
        it asks for. One look at all texts together is much quicker than `find` in each, and most
        hold nothing.
        """
        tables = [(cased, table) for tongue, cased, table in self._tables if tongue == language]
        surveys = [_Survey(cased, table, {}, {}) for cased, table in tables]
        flats: list[Flat] = []
        begins = [0]  # of each flat text among all
        for at in range(0, len(texts), _AT_A_GLANCE):
            flat, signed = flatten_signed(BREAK.join(texts[at : at + _AT_A_GLANCE]))
            for survey in surveys:
                survey.look(flat, signed, begins[-1])
            flats.append(flat)
            begins.append(begins[-1] + len(flat.cased))
        seen = [form for survey in surveys for form in survey.seen()]
        places = [found for survey in surveys for found in survey.places.values()]
        chosen = (found[:many] for found, many in zip(places, wanted(seen), strict=True) if many)
        starts = [*accumulate((len(text) + 1 for text in texts), initial=0)]

        def holder(place: int) -> int:
            number = bisect_right(begins, place) - 1
            original = flats[number].original(place - begins[number])
            return bisect_right(starts, starts[number * _AT_A_GLANCE] + original) - 1

        return {holder(place) for found in chosen for place in found}

    def _hits(self, text: str, flat: Flat, language: str) -> list[_Hit]:
        """Every hit of every pattern, sorted by start, the longest first."""
        hits: list[_Hit] = []
        for tongue, cased, table in self._tables:
            if not language or tongue == language:
                hits += table.hits(text, flat, cased=cased)
        hits.sort(key=_EARLY_AND_LONG)
        return hits


class _Table:
    """One automaton with what its patterns mean."""

    def __init__(self, entries: dict[str, list[TermReading]]) -> None:
        from ahocorasick_rs import AhoCorasick

        self.patterns = [_pattern(key, found) for key, found in entries.items()]
        self.automaton = AhoCorasick(list(entries), store_patterns=False)

    def hits(self, original: str, flat: Flat, *, cased: bool) -> list[_Hit]:
        """Every occurrence of a pattern that does not end inside a word."""
        text = flat.cased if cased else flat.folded
        hits, patterns, size = list[_Hit](), self.patterns, len(text)
        for index, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            pattern = patterns[index]
            _, _, left, right, strict = pattern
            if left and start:
                before = text[start - 1]
                if before < CJK and before.isalnum():  # `in_word`, spelled out for speed
                    continue
            if right and end < size:
                after = text[end]
                if after < CJK and after.isalnum():
                    continue
            if not strict:
                hits.append((start, -end, pattern))
            elif asked := _asked(flat.span(start, end).of(original), pattern):
                hits.append((start, -end, asked))
        return hits


class _Survey(NamedTuple):
    """What is seen of the patterns of one table in many flat texts: surfaces, and flat places."""

    cased: bool
    table: _Table
    surfaces: dict[int, set[str]]
    places: dict[int, list[int]]

    def look(self, flat: Flat, signed: str, begin: int) -> None:
        """Look at one more text, which begins at *begin* of all; edges are not looked at."""
        text = flat.cased if self.cased else flat.folded
        surfaces, places = self.surfaces, self.places
        for index, start, end in self.table.automaton.find_matches_as_indexes(
            text, overlapping=True
        ):
            if index in places:
                surfaces[index].add(signed[start:end])
                places[index].append(begin + start)
            else:
                surfaces[index] = {signed[start:end]}
                places[index] = [begin + start]

    def seen(self) -> Iterator[Seen]:
        """Every pattern that occurs, in the order of their first places."""
        for index, surfaces in self.surfaces.items():
            yield Seen(self.table.patterns[index].candidates, surfaces)


def longest(matches: Sequence[Match]) -> list[Match]:
    """Of overlapping matches, as `find_all` gives them, the longest ones: what `find` gives."""
    if len(matches) < 2 or all(one[0][1] <= two[0][0] for one, two in pairwise(matches)):
        return [*matches]
    hits = [(start, -end, match) for match in matches for start, end in (match[0],)]
    return [hit[2] for hit in _longest(hits)]


def _longest(hits: list[tuple[int, int, _T]]) -> list[tuple[int, int, _T]]:
    """Of overlapping hits the longest, of equally long ones the first; equal spans stay."""
    kept: list[tuple[int, int, _T]] = []
    knot: list[tuple[int, int, _T]] = []
    reach = 0
    for hit in hits:
        if hit[0] >= reach:
            kept += _winners(knot) if len(knot) > 1 else knot
            knot = [hit]
            reach = -hit[1]
        else:
            knot.append(hit)
            reach = max(reach, -hit[1])
    return kept + _winners(knot)


def _winners(knot: list[tuple[int, int, _T]]) -> list[tuple[int, int, _T]]:
    """The winners of one knot of overlapping hits."""
    winners: list[tuple[int, int, _T]] = []
    for hit in sorted(knot, key=lambda h: (h[0] + h[1], h[0])):
        start, end = hit[0], -hit[1]
        if all((start, end) == (w[0], -w[1]) or end <= w[0] or start >= -w[1] for w in winners):
            winners.append(hit)
    return sorted(winners, key=itemgetter(0))


def _matches(flat: Flat, hits: list[_Hit], texts: Sequence[str]) -> list[list[Match]]:
    """The hits in terms of each of the texts that were joined, those of one span as one match.

    What runs from one text over into the next is none.
    """
    found: list[list[Match]] = [[] for _ in texts]
    starts, shifts = (*flat.starts, len(flat.cased)), (0, *flat.removed)
    gap, shift = 0, 0  # how many gaps lie before the hit, and how much is missing there
    at, first, behind = -1, 0, -1  # the text that is read, where it begins and where it ends
    matches: list[Match] = []
    last = (-1, -1)
    for start, end, pattern in hits:
        while starts[gap] <= start:
            gap += 1
            shift = shifts[gap]
        inside = -end <= starts[gap]  # no gap in it
        stop = (shift if inside else shifts[bisect_right(starts, -end - 1, gap)]) - end
        while start + shift > behind:
            at, first = at + 1, behind + 1
            behind = first + len(texts[at])
            matches = found[at]
        if stop > behind:
            continue
        span = _new(Span, (start + shift - first, stop - first))
        match = _new(Match, (span, pattern[0], pattern[1]))
        if (start, end) == last:
            match = _merged(matches.pop(), match)
        matches.append(match)
        last = (start, end)
    return found


def _merged(some: Match, more: Match) -> Match:
    """Two matches of one span as one: the unchanged forms first, each term once."""
    if len(some.candidates) == len(more.candidates) == 1:  # an acronym, mostly
        (one,), (two,) = some.candidates, more.candidates
        if one.term is two.term and one.concept is two.concept:
            return more if one.change and not two.change else some
    terms: dict[tuple[str, int], TermReading] = {}
    for candidate in sorted(some.candidates + more.candidates, key=_is_changed):
        terms.setdefault((candidate.concept.id, id(candidate.term)), candidate)
    return Match(some.span, tuple(terms.values()), some.concepts | more.concepts)


def _forms(term: Term) -> Iterator[tuple[str, Change, bool]]:
    """The forms under which a term is looked for, and whether their case matters.

    An acronym is looked for as written and, as damaged small capitals (HiBoR) leave it, in mixed
    case; never in small letters alone, which would find other words (US, IT, WHO).
    """
    if term.match == "exact":
        yield term.text, "", True
        return
    for form, change in variants(term.text).items():
        acronym = term.match == "" and is_acronym(form)
        yield form, change, acronym or term.match == "case"
        if acronym and len(form) > 2:
            yield form, "case", False


def _asked(surface: str, pattern: _Pattern) -> _Pattern | None:
    """A pattern with those of its candidates that the text as it stands admits."""
    kept = tuple([c for c in pattern.candidates if _admits(surface, c)])
    if len(kept) == len(pattern.candidates):
        return pattern
    return pattern._replace(candidates=kept, concepts=_ids(kept)) if kept else None


def _admits(surface: str, candidate: TermReading) -> bool:
    """Whether an exact term stands there to the letter, a mixed acronym with a capital inside."""
    if candidate.change == "case":
        return surface[1:] != surface[1:].lower()
    return candidate.term.match != "exact" or candidate.term.text == surface


def _pattern(key: str, candidates: list[TermReading]) -> _Pattern:
    """A pattern's meaning, the unchanged forms before the changed ones."""
    strict = any(c.term.match == "exact" or c.change == "case" for c in candidates)
    ordered = tuple(sorted(candidates, key=_is_changed) if len(candidates) > 1 else candidates)
    return _Pattern(ordered, _ids(ordered), in_word(key[0]), in_word(key[-1]), strict)


def _ids(candidates: Iterable[TermReading]) -> frozenset[str]:
    """The concepts of some candidates."""
    return frozenset([c.concept.id for c in candidates])


def _is_changed(candidate: TermReading) -> bool:
    return candidate.change != ""


def _primary(tag: str) -> str:
    """The language of a BCP 47 tag, without script and region."""
    return tag.partition("-")[0].lower()
