"""What was learned of the words of some segments: the RenderingModel, and the links of one segment.

    segments ──learn_renderings──▶ RenderingModel ──linked──▶ one matrix a block of a segment

Where a word was seen seldom, the bilingual dictionary says what it may be; with much text it is
outvoted. A term base says where a known rendering stands.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from nqpterms.lang.english import stem
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.renderings.association import Tables, learn, links_of, strengths
from nqpterms.renderings.blocks import Blocks, Floats, blocks_of
from nqpterms.renderings.tokens import SIGN, Token, chinese_tokens, english_tokens

_DICTIONARY = 0.6  # strength of a dictionary's word at its full weight, for a word never seen
_SELDOM = 3.0  # a word seen this often listens to the dictionary half as much
_SAME = 0.9  # strength of a number or a Latin string that stands on both sides


class RenderingModel(Struct, frozen=True):
    """Word associations with their vocabularies, a dictionary and a term base's Matcher.

    `seen` says how often each Chinese word stood in the text.
    """

    tables: Tables
    zh_words: dict[str, int]
    en_words: dict[str, int]
    seen: dict[str, int]
    lexicon: Lexicon
    matcher: Matcher | None = None


class LinkedBlock(Struct, frozen=True):
    """A block of a segment: the words of both sides, signs left out, and how they are linked."""

    zh: tuple[Token, ...]
    en: tuple[Token, ...]
    links: Floats


def learn_renderings(
    segments: Iterable[Segment], *, matcher: Matcher | None = None
) -> RenderingModel:
    """The model of aligned segments; the more of a kind of text, the better.

    >>> model = learn_renderings([Segment("发展农业", "developing agriculture")])
    >>> "农业" in model.zh_words
    True
    """
    blocks = blocks_of(segments)
    return model_of(blocks, matcher=matcher)


def model_of(blocks: Blocks, *, matcher: Matcher | None = None) -> RenderingModel:
    """The model of segments that are arrays already."""
    count = np.bincount(blocks.zh.keys, minlength=len(blocks.zh_words)).tolist()
    seen = {word: count[number] for word, number in blocks.zh_words.items()}
    tables = learn(blocks)
    return RenderingModel(tables, blocks.zh_words, blocks.en_words, seen, load_lexicon(), matcher)


def linked(segment: Segment, model: RenderingModel) -> list[LinkedBlock]:
    """The blocks of a segment with their links, by the model and by the dictionary."""
    blocks = blocks_of([segment], zh_words=model.zh_words, en_words=model.en_words)
    left, right = chinese_tokens(segment.zh), english_tokens(segment.en)
    links = links_of(blocks)
    strength = strengths(blocks, links, model.tables)
    found = []
    for block in range(len(blocks.segment)):
        zh, en = (
            tuple(t for t in tokens[slice(*side.first[block : block + 2])] if t.kind != SIGN)
            for tokens, side in ((left, blocks.zh), (right, blocks.en))
        )
        matrix = strength[links.first[block] : links.first[block + 1]]
        if len(matrix) == len(zh) * len(en):
            matrix = matrix.reshape(len(zh), len(en))
            found.append(LinkedBlock(zh, en, np.maximum(matrix, _told(zh, en, matrix, model))))
    return found


def _told(
    zh: tuple[Token, ...], en: tuple[Token, ...], matrix: Floats, model: RenderingModel
) -> Floats:
    """What the dictionary says of the words of a block; words with strong links are left alone."""
    told = np.zeros_like(matrix)
    stems: dict[str, list[int]] = {}
    keys: dict[str, list[int]] = {}
    for column, token in enumerate(en):
        stems.setdefault(stem(token.key), []).append(column)
        keys.setdefault(token.key.lower(), []).append(column)
    free_en = 1 - np.minimum(1, matrix.sum(axis=0))
    free_zh = 1 - np.minimum(1, matrix.sum(axis=1))
    for row, token in enumerate(zh):
        same = keys.get(token.key.lower(), ()) if token.key.isascii() else ()
        for column in same:
            told[row, column] = _SAME / len(same)
        weight = _DICTIONARY / (1 + model.seen.get(token.key, 0) / _SELDOM) + 0.1
        for key, value in model.lexicon.stems(token.key).items():
            columns = stems.get(key, ())
            for column in columns:
                free = float(free_zh[row] * free_en[column])
                told[row, column] = max(
                    told[row, column], min(_DICTIONARY, weight) * value * free / len(columns)
                )
    return told
