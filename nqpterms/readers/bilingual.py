"""One page, two languages: which blocks are Chinese and which are English.

Each side quotes the other, so no single block decides. The most probable division is found by
dynamic programming (Viterbi 1967) over two states: a block costs what of it is in the other
language, and a change of language costs the more, the seldomer the page changes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from msgspec import Struct

from nqpterms.errors import OneLanguageError
from nqpterms.readers.language_cuts import (
    BlockPart,
    are_balanced,
    cut_by_language,
    worth,
)
from nqpterms.readers.outline import trailing_chrome
from nqpterms.readers.quotations import is_translated
from nqpterms.readers.text_blocks import Block

# characters' worth of one language from which a block is clearly in it.
_CLEAR = 8
# characters' worth above which a block says no more about its language.
_CAP = 60
_UNIT = 4  # characters' worth of the wrong language that cost one unit (nat)
_STRAY = 0.1  # of a language's largest run: a smaller one at the end of a page is chrome
_FEWEST = 8  # characters' worth of a language that a page must hold


class _Weight(NamedTuple):
    """How much Chinese and how much English a block holds, in characters' worth."""

    zh: float
    en: float


class _Sides(Struct, frozen=True):
    """The Chinese blocks, the English blocks and those outside both, each in reading order."""

    zh: list[Block]
    en: list[Block]
    outside: list[Block]


def split_page(blocks: Sequence[Block], *, name: str) -> _Sides:
    """The blocks of a page by their language.

    Raises OneLanguageError where the page is in one language only.
    """
    if sum(_weight(block).zh for block in blocks) < _FEWEST:
        raise _one_language("Chinese", name)
    parts = cut_by_language(blocks)
    blocks = [part.block for part in parts]
    weights = [_weight_of_part(part) for part in parts]
    chinese = _are_chinese(weights)
    missing = _missing_language(blocks, weights, chinese)
    if missing:
        raise _one_language(missing, name)
    tail = _tail(blocks, weights, chinese)
    sides = _Sides([], [], list(blocks[tail:]))
    for block, is_zh in zip(blocks[:tail], chinese, strict=False):
        (sides.zh if is_zh else sides.en).append(block)
    return sides


def _missing_language(
    blocks: Sequence[Block], weights: Sequence[_Weight], chinese: Sequence[bool]
) -> str:
    """The language of which a page holds nothing, or only quotations; "" for one with both."""
    zh = en = 0.0
    zh_texts: list[str] = []
    en_texts: list[str] = []
    for block, weight, is_zh in zip(blocks, weights, chinese, strict=True):
        if is_zh:
            zh += weight.zh
            zh_texts.append(block.text)
        else:
            en += weight.en
            en_texts.append(block.text)
    smaller = "Chinese" if zh < en else "English"
    if min(zh, en) < _FEWEST:
        return smaller
    if are_balanced(zh, en):
        return ""
    return (
        ""
        if is_translated(zh_texts, en_texts, few_chinese=zh < en)
        else smaller
    )


def _one_language(missing: str, name: str) -> OneLanguageError:
    return OneLanguageError(
        f"holds no {missing} part: expected one page in Chinese and English; "
        "give the two texts as two files instead",
        name,
    )


def _are_chinese(weights: Sequence[_Weight]) -> list[bool]:
    """For each block, whether it belongs to the Chinese part."""
    change = _change_cost(weights)
    # Of the best division up to here that ends in Chinese, in English.
    costs = [(0.0, 0.0)]
    for zh, en in weights:
        before_zh, before_en = costs[-1]
        as_zh = min(before_zh, before_en + change) + _cost(en, zh)
        as_en = min(before_en, before_zh + change) + _cost(zh, en)
        costs.append((as_zh, as_en))
    state = 0 if costs[-1][0] < costs[-1][1] else 1
    states = []
    for before in reversed(costs[:-1]):
        states.append(state == 0)
        if before[1 - state] + change < before[state]:
            state = 1 - state
    return states[::-1]


def _weight(block: Block) -> _Weight:
    if block.kind == "chrome":
        return _Weight(0.0, 0.0)
    return _Weight(*worth(block.text))


def _weight_of_part(part: BlockPart) -> _Weight:
    """The weight of a block; a part that was cut counts for its language alone, and clearly."""
    weight = _weight(part.block)
    if part.side is None:
        return weight
    least = float(_CLEAR)
    is_zh = part.side == "zh"
    return (
        _Weight(max(weight.zh, least), 0.0)
        if is_zh
        else _Weight(0.0, max(weight.en, least))
    )


def _cost(wrong: float, right: float) -> float:
    """What a block costs in a language, from how much of it is in the other."""
    return max(0.0, min(wrong, _CAP) - min(right, _CAP)) / _UNIT


def _change_cost(weights: Sequence[_Weight]) -> float:
    """The cost of a change of language, from how often clear blocks change it."""
    clear = [zh > en for zh, en in weights if abs(zh - en) >= _CLEAR]
    changes = sum(before != after for before, after in pairwise(clear))
    share = min((changes + 0.5) / (len(clear) + 1), 0.5)
    return max(0.0, math.log((1 - share) / share))


def _tail(
    blocks: Sequence[Block], weights: Sequence[_Weight], chinese: Sequence[bool]
) -> int:
    """Where a short run of the first language begins that ends a page of two halves, if one does.

    It belongs to the page and not to the text: an author's box, comments.
    """
    runs = [
        list(run)
        for _, run in groupby(range(len(blocks)), key=chinese.__getitem__)
    ]
    if len(runs) < 3:
        return len(blocks)
    sizes = [sum(sum(weights[index]) for index in run) for run in runs]
    last = runs[-1]
    of_same_language = sizes[-3::-2]
    is_chrome = len(runs) == 3 or bool(
        trailing_chrome([blocks[index] for index in last])
    )
    if is_chrome and sizes[-1] < _STRAY * max(of_same_language):
        return last[0]
    return len(blocks)
