"""A second look at beads of several paragraphs: does the outermost one belong?

The engine would rather join a paragraph to its neighbour's bead than leave it alone, for in the
texts it learned from little is missing. In a translation that was cut or added to, much is. So a
paragraph at the edge of a bead must bring something: words that answer what nothing else in the
bead answers. Those, against its words without answer and what it does to the lengths, decide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import inf, log
from typing import NamedTuple

from nqpterms.aligner.likeness import OPENING_HIT, Words, words_of
from nqpterms.lexicon import Lexicon
from nqpterms.model.document import Passage

# All chosen on novels cut into paragraphs with none, a tenth and a third of them missing, and on
# a government report: the best of a coarse grid, a little off it changes little.
SPREAD = 0.25  # deviation of the log length ratio of paragraphs that translate each other
OVERRULED = -2.0  # log odds under which the engine's bead loses its edge
MEMBER = 1.0  # log odds more for each paragraph of the bead beyond three
CONTRADICTED = -6.0  # log odds under which a link falls where a better one stands beside
WORST_FIT = -8.0  # log likelihood; from here on, lengths are as wrong as they can be

Link = tuple[int, int]
Group = tuple[range, range]
"""The Chinese and the English paragraphs of a bead."""


class Read(NamedTuple):
    """The paragraphs of one text: lengths in Chinese characters' worth, words, and their keys.

    `rates` tells in how many paragraphs each key stands.
    """

    lengths: list[float]
    words: list[Words]
    keys: list[frozenset[str]]
    rates: Counter[str]


def read_words(paragraphs: Sequence[Passage], *, lexicon: Lexicon, unit: float = 1.0) -> Read:
    """The paragraphs of one text, read for `trimmed`; *unit* is characters a Chinese one."""
    words = [words_of(p.text, lexicon) for p in paragraphs]
    keys = [frozenset[str]().union(*text) for text in words]
    rates = Counter(key for text in keys for key in text)
    return Read([len(p.text) / unit for p in paragraphs], words, keys, rates)


def trimmed(group: Group, zh: Read, en: Read) -> Group:
    """The group without the paragraphs at its edges that do not belong, the worst first."""
    left, right = group
    while len(left) + len(right) > 2:
        odds = [(worth(k, left, right, own=zh, other=en), "zh", k) for k in _edges(left)]
        odds += [(worth(k, right, left, own=en, other=zh), "en", k) for k in _edges(right)]
        least, side, k = min(odds)
        if least >= OVERRULED + MEMBER * (len(left) + len(right) - 3):
            break
        left = _without(left, k) if side == "zh" else left
        right = _without(right, k) if side == "en" else right
    return left, right


def supported(links: Sequence[Link], zh: Read, en: Read) -> list[Link]:
    """The links without those whose words speak against them where a better one stands beside.

    A paragraph of little meaning, or freely translated, keeps its only link.
    """
    odds = {(i, j): _meeting(zh, i, en, j) + _meeting(en, j, zh, i) for i, j in links}
    best: defaultdict[tuple[str, int], float] = defaultdict(lambda: -inf)
    for (i, j), value in odds.items():
        best["zh", i] = max(best["zh", i], value)
        best["en", j] = max(best["en", j], value)
    return [
        (i, j)
        for (i, j), value in odds.items()
        if value >= CONTRADICTED or max(best["zh", i], best["en", j]) < 0
    ]


def _meeting(own: Read, k: int, other: Read, n: int) -> float:
    """Log odds from the words of one paragraph that another answers, and from the rest."""
    return sum(
        _odds(_chance(word, other, own), hit=not word.isdisjoint(other.keys[n]))
        for word in own.words[k]
    )


def worth(k: int, own_side: range, other_side: range, *, own: Read, other: Read) -> float:
    """Log odds that paragraph *k* belongs to a bead; minus infinity where it brings no word."""
    rest = [n for n in own_side if n != k]
    explained = _keys(own, rest)
    words = (word for n in other_side for word in other.words[n] if word.isdisjoint(explained))
    answered = [word for word in words if not word.isdisjoint(own.keys[k])]
    if not answered:
        return -inf
    across, fresh = _keys(other, other_side), frozenset[str]().union(*answered)
    odds = sum(_odds(_chance(word, own, other), hit=True) for word in answered)
    for word in own.words[k]:
        if word.isdisjoint(across):
            odds += _odds(_chance(word, other, own), hit=False)
        elif not word.isdisjoint(fresh):
            odds += _odds(_chance(word, other, own), hit=True)
    there = sum(other.lengths[n] for n in other_side)
    without = sum(own.lengths[n] for n in rest)
    return odds + _fit(without + own.lengths[k], there) - _fit(without, there)


def _keys(read: Read, paragraphs: Iterable[int]) -> frozenset[str]:
    return frozenset[str]().union(*(read.keys[n] for n in paragraphs))


def _odds(chance: float, *, hit: bool) -> float:
    """What a word says that is answered, or is not."""
    return log(OPENING_HIT / chance) if hit else log((1 - OPENING_HIT) / (1 - chance))


def _chance(word: frozenset[str], met: Read, source: Read) -> float:
    """How likely a word of *source* meets a paragraph of *met* that has nothing to do with it."""
    rates = (
        (sum(read.rates[key] for key in word) - 1) / (len(read.keys) + 1) for read in (met, source)
    )
    return min(OPENING_HIT, max(0.1 / (len(met.keys) + 1), *rates))


def _fit(one: float, other: float) -> float:
    """Log likelihood of two lengths in a bead, up to a constant."""
    return max(WORST_FIT, -(log((one + 1) / (other + 1)) ** 2) / (2 * SPREAD**2))


def _edges(side: range) -> set[int]:
    return {side[0], side[-1]} if len(side) > 1 else set()


def _without(side: range, edge: int) -> range:
    return side[1:] if edge == side[0] else side[:-1]
