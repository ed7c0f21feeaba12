"""Terms that a document renders in several ways, found from nothing but its own pairs.

    rows ──analyse──▶ terms whose English competes ──find_counterparts──▶ RenderedPlaces

The statistics of extraction say which English may stand for a Chinese term, place by place. Most
of what differs there is grammar, context or a wrong guess, so very little is believed: of two noun
phrases one must be the other with a word replaced, private *businesses* and private *enterprises*,
and both must cover the Chinese term well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from nqpterms.checks.view import RenderedPlace, place_of
from nqpterms.checks.wording_keys import wording
from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import STOP_WORDS, lemma
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.places import Span
from nqpterms.renderings.rows import Row
from nqpterms.renderings.tokens import (
    ADVERB,
    FUNCTION,
    NUMBER,
    VERB,
    chinese_tokens,
    english_tokens,
)

if TYPE_CHECKING:
    from nqpterms.extraction.term_features import Analysis

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

MOST_ROWS = 600
"""Rows of a bitext from which there is time to learn: more take seconds."""

_Phrase = tuple[str, ...]
_SourcePlace = tuple[Row, Span]


def is_aligned(rows: Sequence[Row]) -> bool:
    """Whether a document was aligned on the way, which has taken longer than to learn from it."""
    return any(row.segment.row is None for row in rows)


def statistical_variants(rows: Sequence[Row]) -> Iterator[RenderedPlace]:
    """The places of terms that are rendered in several ways, all places of a term together."""
    pairs = [
        row for row in rows if row.side == "en" and row.text and row.source_text
    ]
    if len(pairs) < _FEWEST:
        return
    from nqpterms.extraction.term_features import analyse
    from nqpterms.renderings.finding import SoughtPlace, counterparts_by_term
    from nqpterms.renderings.linked_blocks import model_of

    analysis = analyse([row.segment for row in pairs])
    chances = _term_chances(analysis)
    if not chances:
        return
    model = model_of(analysis.blocks)
    terms = list(_source_places(analysis, pairs, chances))
    uses_by_term = [
        [SoughtPlace(row.segment, span) for row, span in term] for term in terms
    ]
    counterparts = counterparts_by_term(uses_by_term, side="zh", model=model)
    for term, renderings in zip(terms, counterparts, strict=True):
        places = [
            place_of(row, source, rendering.span)
            for (row, source), rendering in zip(term, renderings, strict=True)
            if rendering.span and rendering.score >= _SURE
        ]
        yield from _competing(places)


def compete(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether of two phrases one is the other with some of its words replaced, forms of one apart.

    >>> compete(("private", "business"), ("private", "enterprise"))
    True
    >>> compete(("trade", "finance"), ("trade", "financing"))
    False
    """
    if len(one) != len(two) or sorted(one) == sorted(two):
        return False
    replaced = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    if not 0 < len(replaced) <= min(_REPLACED, len(one) - 1):
        return False
    return not any(_are_akin(a, b) for a, b in replaced)


@lru_cache(maxsize=1 << 14)
def phrase(text: str) -> _Phrase:
    """The words of a noun phrase; () for anything else, for acronyms and for what is too long.

    >>> phrase("the private businesses"), phrase("promote businesses")
    (('private', 'business'), ())
    """
    if not _is_noun_phrase(text):
        return ()
    words = tuple(word for word in wording(text) if word not in STOP_WORDS)
    return words if _SIZES[0] <= len(words) <= _SIZES[1] else ()


def _is_noun_phrase(text: str) -> bool:
    """Whether a text has no verb, number, acronym or participle that speaks against it."""
    tokens = english_tokens(text)
    if (
        not tokens
        or any(token.kind in (VERB, NUMBER) for token in tokens)
        or _SHORT.search(text)
    ):
        return False
    if tokens[-1].kind in (FUNCTION, ADVERB) or tokens[0].kind == ADVERB:
        return False
    last = text.lower().replace("-", " ").split()[-1]
    return not last.endswith("ed") or lemma(last) == last


def _are_akin(one: str, two: str) -> bool:
    """Whether two words may be forms of one, an acronym of the other, or its contrary."""
    if min(len(one), len(two)) < _LETTERS or one[:_PREFIX] == two[:_PREFIX]:
        return True
    return one.endswith(two) or two.endswith(one)


def _term_chances(analysis: Analysis) -> dict[int, float]:
    """The types of Chinese terms for which two English phrases may compete, with p(term)."""
    from nqpterms.extraction.term_features import (
        PAIR,
        chosen_pairs,
        load_models,
        term_table,
    )

    chinese, english = analysis.names()
    pairs, lexicon = analysis.pairs, load_lexicon()
    if not len(pairs.zh):
        return {}
    chosen, likely = chosen_pairs(pairs, load_models())
    table = term_table(analysis, chosen=chosen, likely=likely)
    probabilities = load_models().term_probability(table)
    chances = dict(
        zip(pairs.zh[chosen].tolist(), probabilities.tolist(), strict=True)
    )
    phrases: dict[int, set[_Phrase]] = defaultdict(set)
    strong = pairs.features[:, PAIR.index("best score")] >= _MAYBE
    for term, rendering in zip(
        pairs.zh[strong].tolist(), pairs.en[strong].tolist(), strict=True
    ):
        words = phrase(english[rendering])
        if (
            words
            and chances[term] >= _LIKELY
            and _is_term(chinese[term], lexicon)
        ):
            phrases[term].add(words)
    return {
        term: chances[term]
        for term, group in phrases.items()
        if _has_rivals(group)
    }


def _has_rivals(phrases: Collection[_Phrase]) -> bool:
    return any(compete(one, two) for one, two in combinations(phrases, 2))


def _source_places(
    analysis: Analysis, rows: Sequence[Row], chances: dict[int, float]
) -> Iterator[list[_SourcePlace]]:
    """The places of each term, the likeliest terms first."""
    zh, blocks = analysis.zh, analysis.blocks
    places: dict[int, list[_SourcePlace]] = {term: [] for term in chances}
    for number, term in enumerate(zh.type.tolist()):
        if term in places:
            row = rows[blocks.segment[zh.block[number]]]
            start = blocks.zh.start[zh.begin[number]]
            end = blocks.zh.end[zh.end[number] - 1]
            places[term].append((row, Span(int(start), int(end))))
    for term in sorted(places, key=lambda term: -chances[term]):
        yield places[term]


def _is_term(name: str, lexicon: Lexicon) -> bool:
    """Whether Chinese may be a term: several words, the first of them no verb."""
    if (
        len(name) < _CHARACTERS
        or not has_han(name)
        or any(c.isdecimal() for c in name)
    ):
        return False
    first, *rest = chinese_tokens(name)
    return bool(rest) and first.kind != VERB and not lexicon.is_verb(first.key)


def _competing(places: Sequence[RenderedPlace]) -> list[RenderedPlace]:
    """The places whose rendering competes with that of another."""
    phrases = {
        words for words in (phrase(place.surface) for place in places) if words
    }
    rivals = {
        one for one in phrases if any(compete(one, two) for two in phrases)
    }
    return [place for place in places if phrase(place.surface) in rivals]
