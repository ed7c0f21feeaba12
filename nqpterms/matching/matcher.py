"""Find the terms of a term base in a text of either language.

    TermBase ──Matcher──▶ .find(text) ──▶ [Match(span, candidates), …]

Every form of every term (`variants`) goes into one of two automatons: one runs over the folded
text, the other, for acronyms and terms whose case matters, over the text with its case kept. Both
report overlapping hits; hits that end inside a word are dropped; of those that are left the
longest win and take their stretch of text. So a longer term that is rejected at its edge makes
room for the shorter ones in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from nqpterms.matching.flattening import Flat, flatten
from nqpterms.matching.variants import Change, is_acronym, variants
from nqpterms.places import Span
from nqpterms.termbase import Concept, Term, TermBase

_CJK = "\u2e80"  # Letters from here on are no part of a word that is written with blanks.


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term for which a stretch of text may stand, and what had to be changed for that."""

    concept: Concept
    term: Term
    change: Change = ""


class Match(NamedTuple):
    """A stretch of the original text and the terms for which it may stand, the closest first."""

    span: Span
    candidates: tuple[Candidate, ...]

    @property
    def concepts(self) -> frozenset[str]:
        """The ids of the concepts that may be meant."""
        return frozenset(c.concept.id for c in self.candidates)


class _Pattern(NamedTuple):
    """What a hit of one pattern means, and at which ends it must not touch a letter."""

    candidates: tuple[Candidate, ...]
    left: bool
    right: bool
    exact: bool


_Hit = tuple[int, int, _Pattern]  # flat start, flat end with its sign turned, pattern


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
        entries: dict[tuple[str, bool], dict[str, list[Candidate]]] = {}
        for concept, term in base.terms():
            cased = _case_matters(term)
            table = entries.setdefault((_primary(term.lang), cased), {})
            for form, change in _forms(term).items():
                flat = flatten(form)
                key = (flat.cased if cased else flat.folded).strip()
                if key and all(c.term is not term for c in table.get(key, ())):
                    table.setdefault(key, []).append(Candidate(concept, term, change))
        self._tables = [(lang, cased, _Table(e)) for (lang, cased), e in entries.items() if e]

    def __reduce__(self) -> tuple[type[Matcher], tuple[TermBase]]:
        return Matcher, (self.base,)

    def find(self, text: str, *, language: str = "") -> list[Match]:
        """The terms in a text, the longest winning, in order and without overlap.

        With *language* ("zh", "en") only its terms are looked for.
        """
        flat = flatten(text)
        return _matches(flat, _resolved(self._hits(text, flat, language)))

    def find_all(self, text: str, *, language: str = "") -> list[Match]:
        """Every term in a text, also one inside another, in order of start, the longest first."""
        flat = flatten(text)
        return _matches(flat, self._hits(text, flat, language))

    def _hits(self, text: str, flat: Flat, language: str) -> list[_Hit]:
        """Every hit of every pattern, sorted by start, the longest first."""
        hits: list[_Hit] = []
        for tongue, cased, table in self._tables:
            if not language or tongue == language:
                hits += table.hits(flat.cased if cased else flat.folded)
        hits.sort(key=itemgetter(0, 1))
        if any(pattern.exact for _, _, pattern in hits):
            hits = [hit for hit in hits if not hit[2].exact or _to_the_letter(text, flat, hit)]
        return hits


class _Table:
    """One automaton with what its patterns mean."""

    def __init__(self, entries: dict[str, list[Candidate]]) -> None:
        from ahocorasick_rs import AhoCorasick

        self.patterns = [_pattern(key, found) for key, found in entries.items()]
        self.automaton = AhoCorasick(list(entries), store_patterns=False)

    def hits(self, text: str) -> list[_Hit]:
        """Every occurrence of a pattern that does not end inside a word."""
        hits, patterns, size = [], self.patterns, len(text)
        for index, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            pattern = patterns[index]
            if pattern.left and start and _in_word(text[start - 1]):
                continue
            if pattern.right and end < size and _in_word(text[end]):
                continue
            hits.append((start, -end, pattern))
        return hits


def _resolved(hits: list[_Hit]) -> list[_Hit]:
    """Of overlapping hits the longest, of equally long ones the first; equal spans stay."""
    kept: list[_Hit] = []
    knot: list[_Hit] = []
    reach = 0
    for hit in hits:
        if hit[0] >= reach and knot:
            kept += _longest(knot)
            knot = []
        knot.append(hit)
        reach = max(reach, -hit[1])
    return kept + _longest(knot)


def _longest(knot: list[_Hit]) -> list[_Hit]:
    """The winners of one knot of overlapping hits."""
    if len(knot) < 2:
        return knot
    winners: list[_Hit] = []
    for hit in sorted(knot, key=lambda h: (h[0] + h[1], h[0])):
        start, end = hit[0], -hit[1]
        if all((start, end) == (w[0], -w[1]) or end <= w[0] or start >= -w[1] for w in winners):
            winners.append(hit)
    return sorted(winners, key=itemgetter(0))


def _matches(flat: Flat, hits: list[_Hit]) -> list[Match]:
    """The hits in terms of the original text, those of one span as one match."""
    matches: list[Match] = []
    last = (-1, -1)
    for start, end, pattern in hits:
        candidates = pattern.candidates
        if (start, end) == last:
            candidates = tuple(sorted(matches.pop().candidates + candidates, key=_is_changed))
        matches.append(Match(flat.span(start, -end), candidates))
        last = (start, end)
    return matches


def _forms(term: Term) -> dict[str, Change]:
    """The forms under which a term is looked for: one to the letter, or all its variants."""
    return {term.text: ""} if term.match == "exact" else variants(term.text)


def _case_matters(term: Term) -> bool:
    """Whether a term is only found as written in case: by its own flag, or as an acronym."""
    return term.match in ("case", "exact") or (term.match == "" and is_acronym(term.text))


def _pattern(key: str, candidates: list[Candidate]) -> _Pattern:
    """A pattern's meaning, the unchanged forms before the changed ones."""
    exact = any(c.term.match == "exact" for c in candidates)
    ordered = tuple(sorted(candidates, key=_is_changed))
    return _Pattern(ordered, _in_word(key[0]), _in_word(key[-1]), exact)


def _is_changed(candidate: Candidate) -> bool:
    return candidate.change != ""


def _in_word(char: str) -> bool:
    """Whether a character belongs to words that blanks part; Han characters do not."""
    return char < _CJK and char.isalnum()


def _to_the_letter(text: str, flat: Flat, hit: _Hit) -> bool:
    """Whether a hit of a term that wants to be matched exactly is so."""
    surface = flat.span(hit[0], -hit[1]).of(text)
    return any(c.term.match != "exact" or c.term.text == surface for c in hit[2].candidates)


def _primary(tag: str) -> str:
    """The language of a BCP 47 tag, without script and region."""
    return tag.partition("-")[0].lower()
