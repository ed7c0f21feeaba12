"""An aligned paragraph as smaller pairs: its sentences joined by length and shared strings.

Word statistics sharpen when a pair is short. Nothing is dropped: a sentence without a partner is
joined to its neighbour.
"""

from __future__ import annotations

import math
import re
from typing import Literal

from nqpterms.lang.sentences import split_sentences
from nqpterms.model.places import Span

_SHARED = re.compile(r"[A-Za-z]{2,}|\d+(?:[.,]\d+)*")
_SHAPES = ((1, 1, 0.0), (1, 2, 1.5), (2, 1, 1.5), (2, 2, 3.0), (1, 3, 3.5), (3, 1, 3.5))
"""How many sentences of each side are joined, and what that costs beside 1–1."""
_SHARED_WORTH = 1.2  # what a number or a Latin string on both sides is worth, in cost
_LENGTH_WORTH = 3.0  # cost of a length ratio that is off by a factor of e
_LONGEST = 60  # sentences a side: longer paragraphs are not split, the table would grow

Pair = tuple[Span, Span]


def sentence_pairs(zh: str, en: str) -> list[Pair]:
    """The smaller pairs of a segment, in order, together the whole of both texts.

    >>> zh, en = "森林很大。湖有3个。", "The forest is large. There are 3 lakes."
    >>> [(a.of(zh), b.of(en)) for a, b in sentence_pairs(zh, en)]
    [('森林很大。', 'The forest is large.'), ('湖有3个。', 'There are 3 lakes.')]
    """
    left, right = _sentences(zh, "zh"), _sentences(en, "en")
    whole = [(Span(0, len(zh)), Span(0, len(en)))]
    if len(left) < 2 or len(right) < 2 or max(len(left), len(right)) > _LONGEST:
        return whole
    path = _best_path(_weights(zh, left), _weights(en, right))
    if path is None:
        return whole
    return [
        (Span(left[a].start, left[b - 1].end), Span(right[c].start, right[d - 1].end))
        for a, b, c, d in path
    ]


def _sentences(text: str, language: Literal["zh", "en"]) -> list[Span]:
    return [span for span in split_sentences(text, language) if span.of(text).strip()]


def _weights(text: str, sentences: list[Span]) -> list[tuple[int, frozenset[str]]]:
    return [(s.end - s.start, frozenset(_SHARED.findall(s.of(text)))) for s in sentences]


def _best_path(
    zh: list[tuple[int, frozenset[str]]], en: list[tuple[int, frozenset[str]]]
) -> list[tuple[int, int, int, int]] | None:
    """The cheapest way to join all sentences, as half-open ranges of both sides."""
    ratio = sum(n for n, _ in en) / max(1, sum(n for n, _ in zh))
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(zh) + 1):
        for j in range(len(en) + 1):
            if (i, j) not in best:
                continue
            cost = best[i, j][0]
            for a, b, price in _SHAPES:
                if i + a > len(zh) or j + b > len(en):
                    continue
                total = cost + price + _cost(zh[i : i + a], en[j : j + b], ratio)
                if (i + a, j + b) not in best or total < best[i + a, j + b][0]:
                    best[i + a, j + b] = total, (i, j)
    at = len(zh), len(en)
    if at not in best:
        return None
    path = []
    while at != (0, 0):
        before = best[at][1]
        path.append((before[0], at[0], before[1], at[1]))
        at = before
    return path[::-1]


def _cost(
    zh: list[tuple[int, frozenset[str]]], en: list[tuple[int, frozenset[str]]], ratio: float
) -> float:
    long = sum(n for n, _ in zh) * ratio
    other = sum(n for n, _ in en)
    shared = frozenset[str]().union(*(s for _, s in zh)) & frozenset[str]().union(
        *(s for _, s in en)
    )
    return _LENGTH_WORTH * abs(math.log((long + 8) / (other + 8))) - _SHARED_WORTH * len(shared)
