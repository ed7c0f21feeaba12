"""Segments as arrays: the tokens of both sides, block by block, ready for statistics.

A *block* is a sentence pair of a segment. All tokens of a side stand in one array in reading
order; `first` says where each block begins. Signs are tokens of a span but carry no association,
so words are counted beside: `words[t]` is how many words stand before token t.

Word statistics sharpen when a pair is short: the sentences of an aligned paragraph are joined by
length and shared strings. Nothing is dropped: a sentence without a partner joins its neighbour.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.lang.prose import words_of_prose
from nqpterms.lang.sentences import split_sentences
from nqpterms.model.alignment import Segment
from nqpterms.model.non_prose import NonProse
from nqpterms.model.places import Span
from nqpterms.renderings.tokens import (
    SIGN,
    Token,
    chinese_tokens,
    english_tokens,
)

Ints = NDArray[Any]
Floats = NDArray[Any]

_SHARED = re.compile(r"[A-Za-z]{2,}|\d+(?:[.,]\d+)*")
_SHAPES = (
    (1, 1, 0.0),
    (1, 2, 1.5),
    (2, 1, 1.5),
    (2, 2, 3.0),
    (1, 3, 3.5),
    (3, 1, 3.5),
)
"""How many sentences of each side are joined, and what that costs beside 1–1."""
# What a number or a Latin string on both sides is worth, in cost.
_SHARED_WORTH = 1.2
_LENGTH_WORTH = 3.0  # cost of a length ratio that is off by a factor of e
_LONGEST = 60  # sentences a side: longer paragraphs are not split, the table would grow


class Tokens(Struct, frozen=True):
    """The tokens of one side of all blocks.

    `keys` are numbers of the vocabulary, -1 for a word that is not in it; `first` has one more
    entry than there are blocks.
    """

    keys: Ints
    start: Ints
    end: Ints
    kinds: Ints
    case: Ints
    first: Ints
    words: Ints

    def block(self) -> Ints:
        """The block of each token."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))


class Blocks(Struct, frozen=True):
    """Both sides of all blocks, the segment of each block, and the vocabularies."""

    zh: Tokens
    en: Tokens
    segment: Ints
    zh_words: dict[str, int]
    en_words: dict[str, int]


def blocks_of(
    segments: Iterable[Segment],
    *,
    zh_words: dict[str, int] | None = None,
    en_words: dict[str, int] | None = None,
) -> Blocks:
    """The blocks of segments; with vocabularies given, words that they lack get the key -1."""
    zh, en = _Builder(zh_words), _Builder(en_words)
    owner: list[int] = []
    for number, segment in enumerate(segments):
        if not segment.zh.strip() or not segment.en.strip():
            continue
        pairs = sentence_pairs(segment.zh, segment.en)
        zh_tokens, en_tokens = tokens_of_sides(segment)
        zh.add(zh_tokens, [span.end for span, _ in pairs])
        en.add(en_tokens, [span.end for _, span in pairs])
        owner += [number] * len(pairs)
    owners = np.array(owner, np.int32)
    return Blocks(
        zh.tokens(), en.tokens(), owners, zh.vocabulary, en.vocabulary
    )


def tokens_of_sides(
    segment: Segment,
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The tokens of both texts of a segment; codes and addresses are no words."""
    chinese = _chinese_words(segment.zh, segment.zh_non_prose)
    return chinese, _english_words(segment.en, segment.en_non_prose)


@lru_cache(
    maxsize=1 << 10
)  # texts: what was learned from is asked about, each a second time
def _chinese_words(
    text: str, marked: tuple[NonProse, ...]
) -> tuple[Token, ...]:
    return tuple(chinese_tokens(words_of_prose(text, marked)))


@lru_cache(maxsize=1 << 10)
def _english_words(
    text: str, marked: tuple[NonProse, ...]
) -> tuple[Token, ...]:
    return tuple(english_tokens(words_of_prose(text, marked)))


class _Builder:
    """Collects the tokens of one side."""

    def __init__(self, vocabulary: dict[str, int] | None) -> None:
        self.vocabulary: dict[str, int] = (
            {} if vocabulary is None else vocabulary
        )
        self.open = vocabulary is None
        self.rows: list[tuple[int, int, int, int, int]] = []
        self.first = [0]

    def add(self, tokens: Sequence[Token], ends: list[int]) -> None:
        """The tokens of a segment, blocks ending at these code points (the last takes the rest)."""
        vocabulary, block = self.vocabulary, 0
        for start, end, key, kind, case in tokens:
            while block < len(ends) - 1 and start >= ends[block]:
                self.first.append(len(self.rows))
                block += 1
            number = (
                vocabulary.setdefault(key, len(vocabulary))
                if self.open
                else vocabulary.get(key, -1)
            )
            self.rows.append((number, start, end, kind, case))
        self.first += [len(self.rows)] * (len(ends) - block)

    def tokens(self) -> Tokens:
        table = np.array(self.rows, np.int32).reshape(-1, 5)
        words = np.concatenate(([0], np.cumsum(table[:, 3] != SIGN))).astype(
            np.int32
        )
        first = np.array(self.first, np.int32)
        keys, start, end, kinds, case = table.T
        return Tokens(keys, start, end, kinds, case, first, words)


class _Sentence(NamedTuple):
    """A sentence: where it stands, how long it is, and the numbers and Latin strings in it."""

    span: Span
    length: int
    shared: frozenset[str]


def sentence_pairs(zh: str, en: str) -> list[tuple[Span, Span]]:
    """The smaller pairs of a segment, in order, together the whole of both texts.

    >>> zh, en = "森林很大。湖有3个。", "The forest is large. There are 3 lakes."
    >>> [(a.of(zh), b.of(en)) for a, b in sentence_pairs(zh, en)]
    [('森林很大。', 'The forest is large.'), ('湖有3个。', 'There are 3 lakes.')]
    """
    chinese, english = _sentences(zh, "zh"), _sentences(en, "en")
    shortest, longest = sorted((len(chinese), len(english)))
    if shortest < 2 or longest > _LONGEST:
        return [(Span(0, len(zh)), Span(0, len(en)))]
    steps = _cheapest_steps(chinese, english)
    pairs = []
    row = column = 0
    for tall, wide in steps:
        pairs.append(
            (
                _joint(chinese[row : row + tall]),
                _joint(english[column : column + wide]),
            )
        )
        row, column = row + tall, column + wide
    return pairs or [(Span(0, len(zh)), Span(0, len(en)))]


def _sentences(text: str, language: Literal["zh", "en"]) -> list[_Sentence]:
    sentences = []
    for span in split_sentences(text, language):
        sentence = span.of(text)
        if sentence.strip():
            shared = frozenset(_SHARED.findall(sentence))
            sentences.append(_Sentence(span, span.end - span.start, shared))
    return sentences


def _joint(sentences: Sequence[_Sentence]) -> Span:
    return Span(sentences[0].span.start, sentences[-1].span.end)


def _cheapest_steps(
    zh: Sequence[_Sentence], en: Sequence[_Sentence]
) -> list[tuple[int, int]]:
    """How many sentences of each side to join, pair by pair; [] where they cannot all be joined."""
    ratio = sum(s.length for s in en) / max(1, sum(s.length for s in zh))
    costs: dict[tuple[int, int], float] = {(0, 0): 0.0}
    steps: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(zh) + 1):
        for column in range(len(en) + 1):
            if (row, column) not in costs:
                continue
            for tall, wide, price in _SHAPES:
                to = (row + tall, column + wide)
                if to[0] > len(zh) or to[1] > len(en):
                    continue
                joined = _cost(zh[row : to[0]], en[column : to[1]], ratio)
                cost = costs[row, column] + price + joined
                if to not in costs or cost < costs[to]:
                    costs[to], steps[to] = cost, (tall, wide)
    return _steps_back(steps, (len(zh), len(en)))


def _steps_back(
    steps: dict[tuple[int, int], tuple[int, int]], end: tuple[int, int]
) -> list[tuple[int, int]]:
    """The steps that lead to the end, from the first; [] where none does."""
    path = []
    at = end
    while at != (0, 0):
        if at not in steps:
            return []
        tall, wide = steps[at]
        path.append((tall, wide))
        at = (at[0] - tall, at[1] - wide)
    return path[::-1]


def _cost(
    zh: Sequence[_Sentence], en: Sequence[_Sentence], ratio: float
) -> float:
    """What it costs to join sentences: how far their lengths are apart, less what they share."""
    expected = sum(s.length for s in zh) * ratio
    length = sum(s.length for s in en)
    in_zh = frozenset[str]().union(*[s.shared for s in zh])
    in_en = frozenset[str]().union(*[s.shared for s in en])
    apart = abs(math.log((expected + 8) / (length + 8)))
    return _LENGTH_WORTH * apart - _SHARED_WORTH * len(in_zh & in_en)
