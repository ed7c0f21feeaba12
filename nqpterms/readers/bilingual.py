"""One page, two languages: which blocks are Chinese and which are English.

Each side quotes the other, so no single block decides. The most probable division is found by
dynamic programming (Viterbi 1967) over two states: a block costs what of it is in the other
language, and a change of language costs the more, the seldomer the page changes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from nqpterms.errors import OneLanguageError
from nqpterms.lang.chinese import count_han
from nqpterms.readers.blocks import Block
from nqpterms.readers.chrome import trailing_chrome

_WORD = 1.6  # Han characters that say as much as one English word; measured on parallel texts
_CLEAR = 8  # characters' worth of one language from which a block is clearly in it
_CAP = 60  # characters' worth above which a block says no more about its language
_UNIT = 4  # characters' worth of the wrong language that cost one unit (nat)
_STRAY = 0.1  # of a language's largest run: a smaller one at the end of a page is chrome
_FEWEST = 8  # characters' worth of a language that a page must hold

Sides = tuple[list[Block], list[Block], list[Block]]


def split_page(blocks: Sequence[Block], *, name: str) -> Sides:
    """The Chinese blocks, the English blocks and those outside both, each in reading order.

    Raises FormatError where the page is in one language only.
    """
    han = sum(count_han(block.text) for block in blocks if block.kind != "chrome")
    chinese = languages(blocks) if han >= _FEWEST else [False] * len(blocks)
    for wanted, what in ((True, "Chinese"), (False, "English")):
        weight = sum(
            _weights(b)[not wanted] for b, zh in zip(blocks, chinese, strict=True) if zh is wanted
        )
        if weight < _FEWEST:
            raise OneLanguageError(
                f"holds no {what} part: expected one page in Chinese and English; "
                "give the two texts as two files instead",
                name,
            )
    outside = _tail(blocks, chinese)
    sides: Sides = ([], [], [])
    for index, block in enumerate(blocks):
        sides[2 if index >= outside else 0 if chinese[index] else 1].append(block)
    return sides


def languages(blocks: Sequence[Block]) -> list[bool]:
    """For each block, whether it belongs to the Chinese part."""
    weights = [_weights(block) for block in blocks]
    change = _change_cost(weights)
    costs = [(0.0, 0.0)]
    for zh, en in weights:
        before = costs[-1]
        costs.append(
            (
                min(before[0], before[1] + change) + _cost(en, zh),
                min(before[1], before[0] + change) + _cost(zh, en),
            )
        )
    state = 0 if costs[-1][0] < costs[-1][1] else 1
    states = []
    for before in reversed(costs[:-1]):
        states.append(state == 0)
        if before[1 - state] + change < before[state]:
            state = 1 - state
    return states[::-1]


def _weights(block: Block) -> tuple[float, float]:
    """How much Chinese and how much English a block holds, in characters' worth."""
    if block.kind == "chrome":
        return 0.0, 0.0
    return float(count_han(block.text)), _WORD * len(re.findall("[A-Za-z]{2,}", block.text))


def _cost(wrong: float, right: float) -> float:
    """What a block costs in a language, from how much of it is in the other."""
    return max(0.0, min(wrong, _CAP) - min(right, _CAP)) / _UNIT


def _change_cost(weights: Sequence[tuple[float, float]]) -> float:
    """The cost of a change of language, from how often clear blocks change it."""
    clear = [zh > en for zh, en in weights if abs(zh - en) >= _CLEAR]
    changes = sum(a != b for a, b in pairwise(clear))
    share = (changes + 0.5) / (len(clear) + 1)
    return max(0.0, math.log((1 - min(share, 0.5)) / min(share, 0.5)))


def _tail(blocks: Sequence[Block], chinese: Sequence[bool]) -> int:
    """Where a short run of the first language begins that ends a page of two halves, if one does.

    It belongs to the page and not to the text: an author's box, comments.
    """
    runs = [list(run) for _, run in groupby(range(len(blocks)), key=lambda i: chinese[i])]
    sizes = [sum(sum(_weights(blocks[i])) for i in run) for run in runs]
    own = range(len(runs) - 3, -1, -2)
    chrome = len(runs) == 3 or trailing_chrome([blocks[i] for i in runs[-1]])
    if chrome and own and sizes[-1] < _STRAY * max(sizes[k] for k in own):
        return runs[-1][0]
    return len(blocks)
