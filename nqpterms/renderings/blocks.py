"""Segments as arrays: the tokens of both sides, block by block, ready for statistics.

A *block* is a sentence pair of a segment. All tokens of a side stand in one array in reading
order; `first` says where each block begins. Signs are tokens of a span but carry no association,
so words are counted beside: `words[t]` is how many words stand before token t.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.model.alignment import Segment
from nqpterms.renderings.sentences import sentence_pairs
from nqpterms.renderings.tokens import SIGN, Token, chinese_tokens, english_tokens

Ints = NDArray[Any]
Floats = NDArray[Any]


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
        left, right = chinese_tokens(segment.zh), english_tokens(segment.en)
        zh.add(left, [span.end for span, _ in pairs])
        en.add(right, [span.end for _, span in pairs])
        owner += [number] * len(pairs)
    owners = np.array(owner, np.int32)
    return Blocks(zh.tokens(), en.tokens(), owners, zh.vocabulary, en.vocabulary)


class _Builder:
    """Collects the tokens of one side."""

    def __init__(self, vocabulary: dict[str, int] | None) -> None:
        self.vocabulary: dict[str, int] = {} if vocabulary is None else vocabulary
        self.open = vocabulary is None
        self.rows: list[tuple[int, int, int, int, int]] = []
        self.first = [0]

    def add(self, tokens: list[Token], ends: list[int]) -> None:
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
        words = np.concatenate(([0], np.cumsum(table[:, 3] != SIGN))).astype(np.int32)
        first = np.array(self.first, np.int32)
        keys, start, end, kinds, case = table.T
        return Tokens(keys, start, end, kinds, case, first, words)
