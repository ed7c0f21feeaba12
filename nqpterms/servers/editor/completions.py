"""Renderings to choose from while somebody types Chinese, pinyin or the first letters.

    text before the cursor ──typed_words──▶ stretches ──RenderingIndex.beginning──▶ Concepts
                                                        ──completions──▶ what an editor lists

The terms of the sentence across come first: they are what is being translated.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from nqpterms.lang.chinese import HAN
from nqpterms.lang.normal_form import fold
from nqpterms.lang.pinyin import term_readings, typed_reading
from nqpterms.matching.matcher import TermFinder
from nqpterms.model.alignment import Side
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, TermBase, is_language
from nqpterms.servers.editor.diagnostics import range_of
from nqpterms.servers.editor.text_positions import TextLines

# Code points before the cursor that may have been typed for one term.
_REACH = 80
_MOST_WORDS = 4  # of a term that is being typed
_MOST_HAN = 10
_LEAST_LETTERS = 2  # that are looked for in the whole glossary; one letter finds the near ones
_MOST_ITEMS = 40
_MOST_FORMS = 4  # of one concept
_HAN_RUN = re.compile(f"[{HAN}]+\\Z")
_WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]*(?: [A-Za-z][A-Za-z'’-]*)*\Z")
_TEXT_KIND = 1  # of an item, as the protocol numbers them


class RenderingIndex:
    """The concepts of a term base by what may be typed for them.

    Keys are the Chinese, its pinyin and its initials, and the English, also what is discouraged:
    who begins a wrong form is offered the right one.

    >>> from nqpterms.model.termbase import Term
    >>> port = Concept("port", (Term("港口", "zh"), Term("harbour", "en")))
    >>> index = RenderingIndex(TermBase((port,)))
    >>> [[one.id for one in index.beginning(key)] for key in ("港", "gangk", "gk", "Har", "x")]
    [['port'], ['port'], ['port'], ['port'], []]
    """

    def __init__(self, base: TermBase) -> None:
        self._concepts = base.concepts
        keys: set[tuple[str, int]] = set()
        chinese: list[str] = []
        owners: list[int] = []
        for number, concept in enumerate(base.concepts):
            for term in concept.terms:
                key = fold(term.text)
                keys.add((key, number))
                if is_language(term.lang, "zh"):
                    chinese.append(key)
                    owners.append(number)
        for reading, at in term_readings(chinese):
            keys.add((reading, owners[at - 1]))
        self._keys = sorted(keys)

    def beginning(self, typed: str) -> list[Concept]:
        """The concepts of which a key begins with what was typed, the shorter key first."""
        numbers: dict[int, int] = {}
        for start in dict.fromkeys((fold(typed), typed_reading(typed))):
            for key, number in self._from(start):
                numbers[number] = min(numbers.get(number, len(key)), len(key))
        order = sorted(numbers, key=lambda number: (numbers[number], number))
        return [self._concepts[number] for number in order]

    def _from(self, start: str) -> Iterator[tuple[str, int]]:
        """The keys that begin so."""
        if not start:
            return
        for at in range(bisect_left(self._keys, (start,)), len(self._keys)):
            if not self._keys[at][0].startswith(start):
                return
            yield self._keys[at]


class Offer(Struct, frozen=True):
    """A rendering to choose, its concept, and the stretch of the text in whose place it comes."""

    text: str
    concept: Concept
    span: Span


def typed_words(text: str, at: int) -> list[Span]:
    """What may have been typed for a term before the cursor, the longest stretch first.

    >>> text = "we promote gang kou"
    >>> [span.of(text) for span in typed_words(text, 19)]
    ['we promote gang kou', 'promote gang kou', 'gang kou', 'kou']
    """
    begin = max(0, at - _REACH)
    before = text[begin:at]
    han = _HAN_RUN.search(before)
    if han:
        first = max(han.start(), len(before) - _MOST_HAN)
        return [Span(begin + start, at) for start in range(first, len(before))]
    words = _WORDS.search(before)
    if not words:
        return []
    starts = [
        begin + words.start() + word.start()
        for word in re.finditer(r"[^ ]+", words[0])
    ]
    return [Span(start, at) for start in starts[-_MOST_WORDS:]]


def offers(
    text: str,
    at: int,
    *,
    index: RenderingIndex,
    near: Sequence[Concept],
    side: Side,
) -> list[Offer]:
    """The renderings that are offered at a place of a text, the best first.

    *near* are the concepts of the sentence across, *side* is the language that is written.
    """
    stretches = typed_words(text, at)
    if not stretches:
        return [
            offer
            for concept in near
            for offer in _forms(concept, side, Span(at, at), "")
        ]
    own = RenderingIndex(TermBase(tuple(near)))
    offers: list[Offer] = []
    for stretch in stretches:
        typed = stretch.of(text)
        concepts = own.beginning(typed)
        if len(typed) >= _LEAST_LETTERS or not typed.isascii():
            concepts += index.beginning(typed)
        for concept in _unique(concepts):
            offers += _forms(concept, side, stretch, typed)
        if offers:
            return offers[:_MOST_ITEMS]
    return []


def near_concepts(
    source: str, terms: TermFinder, language: Side
) -> list[Concept]:
    """The concepts of the terms that stand in a sentence, in order."""
    matches = terms.within([source]).find(source, language=language)
    return _unique(
        reading.concept for match in matches for reading in match.candidates
    )


def completions(some: Iterable[Offer], lines: TextLines) -> dict[str, Any]:
    """Offers as a list of the protocol. It is asked for again with each letter."""
    items = []
    for number, offer in enumerate(some):
        typed = offer.span.of(lines.text)
        items.append(
            {
                "label": offer.text,
                "kind": _TEXT_KIND,
                "detail": offer.concept.preferred("zh") or offer.concept.id,
                "sortText": f"{number:04}",
                "filterText": typed or offer.text,
                "textEdit": {
                    "range": range_of(lines, offer.span),
                    "newText": offer.text,
                },
            }
        )
    return {"isIncomplete": True, "items": items}


def _forms(
    concept: Concept, side: Side, span: Span, typed: str
) -> Iterator[Offer]:
    """The forms of a concept that a text may use, with the capital that was typed."""
    for term in concept.renderings(side)[:_MOST_FORMS]:
        form = term.text
        if side == "en" and typed[:1].isupper() and form[:1].islower():
            form = form[0].upper() + form[1:]
        yield Offer(form, concept, span)


def _unique(concepts: Iterable[Concept]) -> list[Concept]:
    return list({concept.id: concept for concept in concepts}.values())
