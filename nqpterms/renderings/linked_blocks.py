"""The words of both sides of a segment, block by block, and how strongly they are linked.

    segments ──learn_renderings──▶ RenderingModel ──linked_blocks──▶ LinkedBlocks

What was learned from the segments says how strongly two words are linked; where a word was seen
seldom, the bilingual dictionary says what it may be. Both are worked out once for a segment,
however many of its terms are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from msgspec import Struct

from nqpterms.lang.english import stem
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Segment, Side
from nqpterms.renderings.association import Tables, learn, links_of, strengths
from nqpterms.renderings.blocks import (
    Blocks,
    Floats,
    Ints,
    Tokens,
    blocks_of,
    tokens_of_sides,
)
from nqpterms.renderings.tokens import (
    ADVERB,
    BARRIERS,
    FUNCTION,
    INSIDE,
    PARTICLES,
    SIGN,
    Token,
)

_LONGEST = 12  # words of a rendering
_HYPHENS = frozenset("-‐‑–")
_JOINING = _HYPHENS | frozenset("·—/&'’s\"“”「」《》()（）")

_DICTIONARY = 0.6  # strength of a dictionary's word at its full weight, for a word never seen
_LEFT_OVER = 0.1  # what the dictionary still says of a word that is seen often
_SELDOM = 3.0  # a word seen this often listens to the dictionary half as much
_SAME = 0.9  # strength of a number or a Latin string that stands on both sides


class RenderingModel(Struct, frozen=True):
    """Word associations with their vocabularies, and a dictionary.

    `seen` says how often each Chinese word stood in the text.
    """

    tables: Tables
    zh_words: dict[str, int]
    en_words: dict[str, int]
    seen: dict[str, int]
    lexicon: Lexicon


class LinkedBlock(Struct, frozen=True, dict=True):
    """A block of a segment: the words of two sides, signs left out, and how they are linked.

    `text` is the segment's on the other side, `there`.
    """

    here: tuple[Token, ...]
    there: tuple[Token, ...]
    links: Floats
    text: str

    @cached_property
    def stretches(self) -> tuple[Ints, Ints]:
        """The runs of words of the other side that may be a rendering, by first word and end."""
        return _stretches(self.there, self.text)


def learn_renderings(segments: Iterable[Segment]) -> RenderingModel:
    """The model of aligned segments; the more of a kind of text, the better.

    >>> model = learn_renderings([Segment("发展农业", "developing agriculture")])
    >>> "农业" in model.zh_words
    True
    """
    return model_of(blocks_of(segments))


def model_of(blocks: Blocks) -> RenderingModel:
    """The model of segments that are arrays already."""
    count = np.bincount(blocks.zh.keys, minlength=len(blocks.zh_words)).tolist()
    seen = {word: count[number] for word, number in blocks.zh_words.items()}
    return RenderingModel(
        learn(blocks), blocks.zh_words, blocks.en_words, seen, load_lexicon()
    )


def linked_blocks(
    segment: Segment, side: Side, model: RenderingModel
) -> list[LinkedBlock]:
    """The blocks of a segment, seen from one side, with their links by model and dictionary."""
    blocks = blocks_of(
        [segment], zh_words=model.zh_words, en_words=model.en_words
    )
    links = links_of(blocks)
    strength = strengths(blocks, links, model.tables)
    zh_tokens, en_tokens = tokens_of_sides(segment)
    linked = []
    for number in range(len(blocks.segment)):
        zh = _words_of(zh_tokens, blocks.zh, number)
        en = _words_of(en_tokens, blocks.en, number)
        matrix = strength[links.first[number] : links.first[number + 1]]
        if len(matrix) != len(zh) * len(en):
            continue
        matrix = matrix.reshape(len(zh), len(en))
        matrix = np.maximum(matrix, _dictionary_links(zh, en, matrix, model))
        if side == "zh":
            linked.append(LinkedBlock(zh, en, matrix, segment.en))
        else:
            linked.append(LinkedBlock(en, zh, matrix.T, segment.zh))
    return linked


def _words_of(
    tokens: Sequence[Token], side: Tokens, block: int
) -> tuple[Token, ...]:
    """The tokens of a block that are words."""
    first, last = side.first[block : block + 2]
    return tuple([token for token in tokens[first:last] if token.kind != SIGN])


def _dictionary_links(
    zh: Sequence[Token],
    en: Sequence[Token],
    matrix: Floats,
    model: RenderingModel,
) -> Floats:
    """What the dictionary says of the words of a block; words with strong links are left alone."""
    by_stem: dict[str, list[int]] = {}
    by_key: dict[str, list[int]] = {}
    for column, token in enumerate(en):
        by_stem.setdefault(stem(token.key), []).append(column)
        by_key.setdefault(token.key.lower(), []).append(column)
    free_en = 1 - np.minimum(1, matrix.sum(axis=0))
    free_zh = 1 - np.minimum(1, matrix.sum(axis=1))
    free = np.outer(
        free_zh, free_en
    ).tolist()  # Python's own numbers: several times quicker here
    links = [[0.0] * len(en) for _ in zh]
    for token, free_of, links_of_word in zip(zh, free, links, strict=True):
        same = by_key.get(token.key.lower(), ()) if token.key.isascii() else ()
        for column in same:
            links_of_word[column] = _SAME / len(same)
        weight = (
            _DICTIONARY / (1 + model.seen.get(token.key, 0) / _SELDOM)
            + _LEFT_OVER
        )
        weight = min(_DICTIONARY, weight)
        values = model.lexicon.stems(token.key)
        for key in by_stem.keys() & values.keys():
            columns = by_stem[key]
            for column in columns:
                strength = weight * values[key] * free_of[column] / len(columns)
                links_of_word[column] = max(links_of_word[column], strength)
    return np.array(links, matrix.dtype).reshape(matrix.shape)


def _stretches(words: Sequence[Token], text: str) -> tuple[Ints, Ints]:
    """The runs of words that may be a rendering: whole compounds, no function word at an edge."""
    gaps = [
        _gap(text[one.end : two.start].strip()) for one, two in pairwise(words)
    ]
    # Each word to the one before.
    is_tied = [False, *(gap.is_hyphen for gap in gaps), False]
    begins, ends = [], []
    for first, word in enumerate(words):
        is_loose = word.kind in (FUNCTION, ADVERB) and not is_tied[first + 1]
        if is_tied[first] or (is_loose and len(words) > 1):
            continue
        for last in _ends_of_stretch(words, gaps, is_tied, first):
            begins.append(first)
            ends.append(last + 1)
    return np.array(begins, int), np.array(ends, int)


def _ends_of_stretch(
    words: Sequence[Token],
    gaps: Sequence[_Gap],
    is_tied: Sequence[bool],
    first: int,
) -> Iterator[int]:
    """The last words of the stretches that begin with a word."""
    depth = 0  # of brackets
    for last in range(first, min(len(words), first + _LONGEST)):
        if last > first:
            gap = gaps[last - 1]
            if gap.is_parting:
                return
            depth += gap.depth
        word = words[last]
        if (
            word.kind == FUNCTION
            and not is_tied[last]
            and word.key not in PARTICLES
        ):
            if word.key in BARRIERS or (
                word.key.isascii() and word.key not in INSIDE
            ):
                return
            if len(words) > 1:
                continue
        if not is_tied[last + 1] and not depth:
            yield last


class _Gap(Struct, frozen=True):
    """What stands between two words: whether no term reaches across it, and how many brackets
    open there, less those that close."""

    is_hyphen: bool
    is_parting: bool
    depth: int


@lru_cache(maxsize=1 << 10)
def _gap(signs: str) -> _Gap:
    """What some signs between two words are."""
    is_parting = any(sign not in _JOINING for sign in signs.replace(" ", ""))
    opening = signs.count("(") + signs.count("（")
    return _Gap(
        signs in _HYPHENS,
        is_parting,
        opening - signs.count(")") - signs.count("）"),
    )
