"""Hits of patterns in a long text, as arrays: what is done hit by hit elsewhere, for all at once.

    table, flat text ──table_hits──▶ ArrayHits ──in_order──▶ ──spans_by_text──▶ SpansByText

Most of what an automaton finds in an English text ends inside a word. Masks leave that out before
anything is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

import numpy as np

from nqpterms.matching.flat_arrays import DIGIT, Facts, FlatArrays, Places
from nqpterms.matching.nested_forms import places_in
from nqpterms.matching.packed_patterns import STRICT, WORD_BEGINS, WORD_ENDS

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_Pattern = TypeVar("_Pattern")


class SearchedTable(Protocol[_Pattern]):
    """An automaton, what its patterns mean, and the facts of each that has been met, as bits."""

    @property
    def cased(self) -> bool:
        """Whether it reads the text with its case."""

    @property
    def automaton(self) -> AhoCorasick:
        """What finds the patterns."""

    @property
    def facts(self) -> bytearray:
        """The facts of each pattern; 0 for one that has not been met."""

    @property
    def met(self) -> dict[int, _Pattern]:
        """What each pattern means that has been met, by its number."""

    def pattern(self, index: int, key: str) -> _Pattern:
        """What a pattern means, which is met so; *key* is how it stands in a flat text."""

    def may_end(self, text: str, start: int, end: int) -> bool:
        """Whether a word may end where a figure stands behind it."""

    def admitted(self, surface: str, pattern: _Pattern) -> _Pattern | None:
        """What a pattern means where the text is written so; None for nothing."""


class _Columns(NamedTuple):
    """Number of the pattern, flat start and flat end of some places."""

    patterns: Places
    starts: Places
    ends: Places


class ArrayHits(NamedTuple, Generic[_Pattern]):
    """Flat start, flat end and pattern of some hits."""

    starts: Places
    ends: Places
    patterns: list[_Pattern]


class SpansByText(NamedTuple, Generic[_Pattern]):
    """Hits in the texts that were joined: start and end in the text, and pattern.

    `firsts` has the row of the first hit of each text, and how many rows there are. `again` are the
    rows of the same flat span as the row before.
    """

    starts: list[int]
    ends: list[int]
    patterns: list[_Pattern]
    firsts: list[int]
    again: list[int]


def table_hits(
    table: SearchedTable[_Pattern], original: str, flat: FlatArrays
) -> ArrayHits[_Pattern]:
    """Every occurrence of a pattern of a table that does not end inside a word."""
    text = flat.cased if table.cased else flat.folded
    places = places_in(text, table.automaton)
    columns = _columns(places)
    facts = _facts(table, text, columns)
    behind = flat.words[columns.ends + 1]
    begins_inside = (facts & WORD_BEGINS != 0) & (
        flat.words[columns.starts] != 0
    )
    ends_inside = (facts & WORD_ENDS != 0) & (behind != 0)
    stays = ~(begins_inside | ends_inside)
    before_digit = ends_inside & (behind & DIGIT != 0) & ~begins_inside
    for row in np.flatnonzero(before_digit).tolist():
        _, start, end = places[row]
        stays[row] = table.may_end(text, start, end)
    starts, ends = columns.starts[stays], columns.ends[stays]
    keys = columns.patterns[stays].tolist()
    hits = ArrayHits(starts, ends, [*map(table.met.__getitem__, keys)])
    strict = np.flatnonzero(facts[stays] & STRICT)
    return (
        _admitted(table, original, flat, hits, strict) if len(strict) else hits
    )


def _columns(places: Sequence[tuple[int, int, int]]) -> _Columns:
    """Places as an automaton gives them, in columns."""
    count = 3 * len(places)
    numbers = np.fromiter(chain.from_iterable(places), np.int64, count)
    return _Columns(*numbers.reshape(-1, 3).T)


def _facts(
    table: SearchedTable[_Pattern], text: str, columns: _Columns
) -> Facts:
    """The facts of the pattern in each place; those that are met first are worked out."""
    facts = np.frombuffer(table.facts, np.uint8)
    _, firsts = np.unique(columns.patterns, return_index=True)
    rows = firsts[facts[columns.patterns[firsts]] == 0]
    for row in rows.tolist():
        start, end = int(columns.starts[row]), int(columns.ends[row])
        table.pattern(int(columns.patterns[row]), text[start:end])
    of_places: Facts = facts[columns.patterns]
    return of_places


def _admitted(
    table: SearchedTable[_Pattern],
    original: str,
    flat: FlatArrays,
    hits: ArrayHits[_Pattern],
    strict: Places,
) -> ArrayHits[_Pattern]:
    """The hits without those strict ones that the text as it stands does not admit."""
    patterns: list[_Pattern | None] = [*hits.patterns]
    # An acronym stands in a text again and again.
    answers: dict[tuple[int, str], _Pattern | None] = {}
    begins = flat.original(hits.starts[strict]).tolist()
    stops = flat.original_ends(hits.ends[strict]).tolist()
    for row, begin, stop in zip(strict.tolist(), begins, stops, strict=True):
        pattern = hits.patterns[row]
        key = id(pattern), original[begin:stop]
        if key not in answers:
            answers[key] = table.admitted(key[1], pattern)
        patterns[row] = answers[key]
    stays = np.array([pattern is not None for pattern in patterns], bool)
    admitted = [pattern for pattern in patterns if pattern is not None]
    return ArrayHits(hits.starts[stays], hits.ends[stays], admitted)


def in_order(hits: Sequence[ArrayHits[_Pattern]]) -> ArrayHits[_Pattern]:
    """Hits of several tables by start, the longest first; of one span in the order of tables."""
    starts = np.concatenate([np.zeros(0, int), *[some.starts for some in hits]])
    ends = np.concatenate([np.zeros(0, int), *[some.ends for some in hits]])
    patterns = [*chain.from_iterable([some.patterns for some in hits])]
    order = np.lexsort((-ends, starts))
    numbers = order.tolist()
    return ArrayHits(
        starts[order], ends[order], [patterns[number] for number in numbers]
    )


def spans_by_text(
    flat: FlatArrays, hits: ArrayHits[_Pattern], texts: Sequence[str]
) -> SpansByText[_Pattern]:
    """Hits in terms of each of the texts that were joined by one sign.

    What runs from one text over into the next is left out.
    """
    starts = flat.original(hits.starts)
    ends = flat.original_ends(hits.ends)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    behind = np.cumsum(lengths + 1)  # the sign behind each text
    numbers = np.searchsorted(behind, starts, side="right")
    stays = ends < behind[numbers]
    again = np.zeros(len(starts), np.bool_)
    again[1:] = np.diff(hits.starts) == 0
    again[1:] &= np.diff(hits.ends) == 0
    patterns = hits.patterns
    if not stays.all():
        rows = np.flatnonzero(stays).tolist()
        patterns = [patterns[row] for row in rows]
        starts, ends, numbers = starts[stays], ends[stays], numbers[stays]
    begins = (behind - lengths - 1)[numbers]
    every = np.arange(len(texts) + 1)
    return SpansByText(
        (starts - begins).tolist(),
        (ends - begins).tolist(),
        patterns,
        np.searchsorted(numbers, every).tolist(),
        np.flatnonzero(again[stays]).tolist(),
    )


def as_array_hits(
    hits: Iterable[tuple[int, int, _Pattern]],
) -> ArrayHits[_Pattern]:
    """Hits as (flat start, flat end with its sign turned, pattern) in columns."""
    rows = [*hits]
    return ArrayHits(
        np.array([start for start, _, _ in rows], int),
        -np.array([end for _, end, _ in rows], int),
        [pattern for _, _, pattern in rows],
    )
