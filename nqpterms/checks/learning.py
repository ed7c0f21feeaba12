"""Terms that a document renders in several ways, found from nothing but its own pairs.

    rows ──analysed──▶ terms whose English competes ──find_renderings──▶ Renditions

The statistics of extraction say which English may stand for a Chinese term, place by place. Most
of what differs there is grammar, context or a wrong guess, so very little is believed: of two noun
phrases one must be the other with a word replaced, private *businesses* and private *enterprises*,
and both must cover the Chinese term well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from nqpterms.checks.reading import Rendition, Row
from nqpterms.checks.renditions import with_concept
from nqpterms.checks.sameness import wording
from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import STOP_WORDS, lemma
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.renderings.tokens import (
    ADVERB,
    FUNCTION,
    NUMBER,
    VERB,
    chinese_tokens,
    english_tokens,
)

if TYPE_CHECKING:
    from nqpterms.extraction.features import Analysis

_FEWEST = 20  # rows of a document from which there is something to learn
_SURE = 0.7  # score (0–1) of a rendering that is believed: by eye on reports of two kinds
_MAYBE = 0.5  # score from which a rendering is looked at
_LIKELY = 0.04  # p(term) by extraction's model; lower ones are cut terms and clauses, by eye
_CHARACTERS = 3  # of a term; two characters are words whose rendering follows their context
_SIZES = 2, 5  # words of a rendering that carry meaning
_REPLACED = 2  # words that stand for one another
_PREFIX = 4  # letters with which two words begin that are of one stem
_SHORT = re.compile("[A-Z][a-z]?[A-Z]")  # an acronym, also a damaged one
_LETTERS = 3  # of a word; shorter ones are initials, or damaged

MOST = 600
"""Rows of a bitext from which there is time to learn: more take seconds."""

Words = tuple[str, ...]


def is_aligned(rows: Sequence[Row]) -> bool:
    """Whether a document was aligned on the way, which has taken longer than to learn from it."""
    return any(row.segment.row is None for row in rows)


def learned(rows: Sequence[Row]) -> Iterator[Rendition]:
    """The places of terms that are rendered in several ways, all ways of a term together."""
    pairs = [row for row in rows if row.side == "en" and row.text and row.source_text]
    if len(pairs) < _FEWEST:
        return
    from nqpterms.extraction.analysis import analysed
    from nqpterms.renderings.finding import Use, find_renderings
    from nqpterms.renderings.model import LinkedBlock, RenderingModel, linked, model_of

    analysis = analysed([row.segment for row in pairs])
    terms = _candidates(analysis)
    if not terms:
        return
    model = model_of(analysis.blocks)
    known: dict[int, list[LinkedBlock]] = {}

    def link(segment: Segment, model: RenderingModel) -> list[LinkedBlock]:
        if id(segment) not in known:
            known[id(segment)] = linked(segment, model)
        return known[id(segment)]

    for uses in _places(analysis, pairs, terms):
        wanted = [Use(row.segment, span) for row, span in uses]
        found = find_renderings(wanted, side="zh", model=model, link=link)
        places = [
            Rendition(row, source, rendering.span)
            for (row, source), rendering in zip(uses, found, strict=True)
            if rendering.span and rendering.score >= _SURE
        ]
        yield from map(with_concept, _competing(places))


def compete(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether of two phrases one is the other with some of its words replaced, forms of one apart.

    >>> compete(("private", "business"), ("private", "enterprise"))
    True
    >>> compete(("trade", "finance"), ("trade", "financing"))
    False
    """
    if len(one) != len(other) or sorted(one) == sorted(other):
        return False
    replaced = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return 0 < len(replaced) <= min(_REPLACED, len(one) - 1) and not any(
        _akin(a, b) for a, b in replaced
    )


def _akin(one: str, other: str) -> bool:
    """Whether two words may be forms of one, an acronym of the other, or its contrary."""
    if min(len(one), len(other)) < _LETTERS or one[:_PREFIX] == other[:_PREFIX]:
        return True
    return one.endswith(other) or other.endswith(one)


@lru_cache(maxsize=1 << 14)
def phrase(text: str) -> Words:
    """The words of a noun phrase; () for anything else, for acronyms and for what is too long.

    >>> phrase("the private businesses"), phrase("promote businesses")
    (('private', 'business'), ())
    """
    tokens = english_tokens(text)
    if not tokens or any(t.kind in (VERB, NUMBER) for t in tokens) or _SHORT.search(text):
        return ()
    if tokens[-1].kind in (FUNCTION, ADVERB) or tokens[0].kind == ADVERB:
        return ()
    last = text.lower().replace("-", " ").split()[-1]
    if last.endswith("ed") and lemma(last) != last:
        return ()
    found = tuple(word for word in wording(text) if word not in STOP_WORDS)
    return found if _SIZES[0] <= len(found) <= _SIZES[1] else ()


def _candidates(analysis: Analysis) -> dict[int, float]:
    """The types of Chinese terms for which two English phrases may compete."""
    from nqpterms.extraction.features import PAIR, term_table
    from nqpterms.extraction.weights import chosen_pairs, load_models

    chinese, english = analysis.names()
    pairs, lexicon = analysis.pairs, load_lexicon()
    if not len(pairs.zh):
        return {}
    chosen, likely = chosen_pairs(pairs, load_models())
    chances = load_models().term_probability(term_table(analysis, chosen=chosen, likely=likely))
    chance = dict(zip(pairs.zh[chosen].tolist(), chances.tolist(), strict=True))
    phrases: dict[int, set[Words]] = defaultdict(set)
    strong = pairs.features[:, PAIR.index("best score")] >= _MAYBE
    for term, rendering in zip(pairs.zh[strong].tolist(), pairs.en[strong].tolist(), strict=True):
        found = phrase(english[rendering])
        if found and chance[term] >= _LIKELY and _is_term(chinese[term], lexicon):
            phrases[term].add(found)
    return {
        term: chance[term]
        for term, found in phrases.items()
        if any(compete(a, b) for a, b in combinations(found, 2))
    }


def _places(
    analysis: Analysis, rows: Sequence[Row], terms: dict[int, float]
) -> Iterator[list[tuple[Row, Span]]]:
    """The places of each term, the likeliest terms first."""
    zh, blocks = analysis.zh, analysis.blocks
    places: dict[int, list[tuple[Row, Span]]] = {term: [] for term in terms}
    for n, term in enumerate(zh.type.tolist()):
        if term in places:
            row = rows[blocks.segment[zh.block[n]]]
            start, end = blocks.zh.start[zh.begin[n]], blocks.zh.end[zh.end[n] - 1]
            places[term].append((row, Span(int(start), int(end))))
    for term in sorted(places, key=lambda term: -terms[term]):
        yield places[term]


def _is_term(name: str, lexicon: Lexicon) -> bool:
    """Whether Chinese may be a term: several words, the first of them no verb."""
    if len(name) < _CHARACTERS or not has_han(name) or any(c.isdecimal() for c in name):
        return False
    first, *others = chinese_tokens(name)
    return bool(others) and first.kind != VERB and not lexicon.is_verb(first.key)


def _competing(places: Sequence[Rendition]) -> list[Rendition]:
    """The places whose rendering competes with that of another."""
    found = [phrase(place.surface) for place in places]
    ways = {way for way in found if way}
    rivals = {way for way in ways if any(compete(way, other) for other in ways)}
    return [place for place, way in zip(places, found, strict=True) if way in rivals]
