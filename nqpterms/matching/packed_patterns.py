"""What the patterns of an automaton stand for, in numbers instead of objects.

    forms of terms ──PatternCollector──▶ patterns, PackedReadings ──readings──▶ (term, change)

A base of 400,000 terms has 750,000 patterns, and a text meets a few hundred of them. So a pattern
is one number until it is met: which term it is a form of, and what was changed for that.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

from nqpterms.matching.forms import Change
from nqpterms.model.termbase import Concept, Term

WORD_BEGINS, WORD_ENDS, STRICT, MET = 1, 2, 4, 8
"""What is so of a pattern, as bits: it must not begin, or end, inside a word; it has more to ask of
the text as it stands; it has been met before, so that the others are known."""

_CHANGES: tuple[Change, ...] = get_args(Change)


class NumberedTerms:
    """Some terms of some concepts, each with its concept, by their numbers.

    >>> tea = Concept("c", (Term("茶", "zh"), Term("tea", "en")))
    >>> terms = NumberedTerms((tea,))
    >>> terms.add(0, 1)
    >>> terms[0][1].text, len(terms)
    ('tea', 1)
    """

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._concepts = concepts
        self._of_concept = array("I")
        self._in_concept = array("I")

    def add(self, concept: int, term: int) -> None:
        """Number one more term, by the number of its concept and its own in that."""
        self._of_concept.append(concept)
        self._in_concept.append(term)

    def __len__(self) -> int:
        return len(self._of_concept)

    def __getitem__(self, number: int) -> tuple[Concept, Term]:
        concept = self._concepts[self._of_concept[number]]
        return concept, concept.terms[self._in_concept[number]]

    def __iter__(self) -> Iterator[tuple[Concept, Term]]:
        return map(self.__getitem__, range(len(self)))


class NumberedReading(NamedTuple):
    """The number of a term for which a pattern may stand, and what was changed for that."""

    term: int
    change: Change


class PatternCollector:
    """The patterns of an automaton while they are collected, each with its readings."""

    def __init__(self, terms: NumberedTerms) -> None:
        self._terms = terms
        self._firsts: dict[str, int] = {}  # most patterns have one reading only
        self._others: dict[str, list[int]] = {}
        self._met: dict[
            str, set[int]
        ] = {}  # the identities of their terms, of these patterns

    def __len__(self) -> int:
        return len(self._firsts)

    def add(self, pattern: str, reading: NumberedReading) -> None:
        """Let a pattern stand for a term; the first reading of a term counts."""
        packed = reading.term * len(_CHANGES) + _CHANGES.index(reading.change)
        first = self._firsts.setdefault(pattern, packed)
        if first == packed:
            return
        met = self._met.setdefault(pattern, {id(self._term(first))})
        term = id(self._term(packed))
        if term not in met:
            met.add(term)
            self._others.setdefault(pattern, []).append(packed)

    def take(self) -> tuple[list[str], PackedReadings]:
        """All patterns, in the order in which they came, and their readings; nothing stays."""
        patterns = list(self._firsts)
        firsts = array("I", self._firsts.values())
        others: dict[int, tuple[int, ...]] = {}
        if self._others:
            for number, pattern in enumerate(patterns):
                if pattern in self._others:
                    others[number] = tuple(self._others[pattern])
        self._firsts, self._others, self._met = {}, {}, {}
        return patterns, PackedReadings(firsts, others)

    def _term(self, packed: int) -> Term:
        return self._terms[packed // len(_CHANGES)][1]


class PackedReadings:
    """The readings of patterns, by the numbers of these.

    >>> collector = PatternCollector(NumberedTerms(()))
    >>> collector.add("tea", NumberedReading(3, "case"))
    >>> collector.take()[1].readings(0)
    [NumberedReading(term=3, change='case')]
    """

    def __init__(
        self, firsts: array[int], others: dict[int, tuple[int, ...]]
    ) -> None:
        self._firsts = firsts
        self._others = others

    def __len__(self) -> int:
        return len(self._firsts)

    def readings(self, pattern: int) -> list[NumberedReading]:
        """What a pattern may stand for, in the order in which it was added."""
        packed = (self._firsts[pattern], *self._others.get(pattern, ()))
        return [_unpacked(one) for one in packed]


def _unpacked(packed: int) -> NumberedReading:
    term, change = divmod(packed, len(_CHANGES))
    return NumberedReading(term, _CHANGES[change])
