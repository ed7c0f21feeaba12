"""The second judgement of the rows that come first: what a dictionary says of their words.

    Analysis ──term model──▶ the likeliest terms ──row model──▶ JudgedRows, the likeliest first

Statistics alone know little of a pair that is seen once or twice, and often cut a rendering short
or take a word too many. A word that the dictionary does not know on the other side speaks against
a pair. The row model was learned on rows that were read one by one, so that its p(pair) is the
share of such rows that are right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from nqpterms.extraction.term_features import (
    ROW,
    TERM,
    Analysis,
    TermModels,
    chosen_pairs,
    first_of_types,
    pair_column,
    term_table,
)
from nqpterms.lang.english import stem
from nqpterms.lexicon import load_lexicon
from nqpterms.renderings.blocks import Floats, Ints
from nqpterms.renderings.tokens import FUNCTION, NUMBER, SIGN

_MORE = 1.25  # of the rows that are wanted: so many are judged
RIVALS = 4  # pairs of a Chinese term that are judged
_RIVAL_SHARE = 0.15  # of the best pair's first probability that a rival needs
ONCE = 1.0  # log-odds that a term loses that stands once: what stands often is read first
_DOUBT, _DOUBT_ONCE = (
    0.3,
    1.0,
)  # of the log-odds of a pair below _CERTAIN that its term loses
_CERTAIN = 0.8  # above this p(pair) a pair says no more of the term
_LEAST_ONCE = 0.001  # p(term) below which a term that stands once is left out
_UNKNOWN = 0.5  # what is said of a pair without words


class JudgedRows(Struct, frozen=True):
    """The pair of each row, and p(term) of it, the likeliest first; `likely` is p of every pair.

    Of pairs that were not judged `likely` is the first probability.
    """

    pair: Ints
    term: Floats
    likely: Floats


def judged_rows(
    analysis: Analysis, models: TermModels, *, limit: int, rivals: int = RIVALS
) -> JudgedRows:
    """The likeliest rows of an analysis, *limit* of them; of each Chinese so many *rivals* judged.

    With one rival the pair stays that of the statistics.
    """
    first = models.pair_probability(analysis.pairs.features)
    chosen, chosen_likely = chosen_pairs(analysis.pairs, models)
    table = term_table(analysis, chosen=chosen, likely=chosen_likely)
    is_once = table[:, TERM.index("once")] > 0
    score = log_odds(models.term_probability(table)) - ONCE * is_once
    best = np.argsort(-score, kind="stable")[: int(limit * _MORE) + 1]
    owner, pair = _rivals_of(analysis, chosen[best], first, rivals)
    features = row_features(analysis, pair, first[pair], score[best][owner])
    judged = models.row.probability(features, ROW)
    likely = first.copy()
    likely[pair] = judged
    order = np.lexsort((judged, owner))
    is_last = np.append(owner[order][1:] != owner[order][:-1], True)
    winner = order[is_last]  # one an owner, in the owners' order
    doubt = log_odds(np.minimum(judged[winner], _CERTAIN)) - log_odds(
        np.array(_CERTAIN)
    )
    final = score[best] + np.where(is_once[best], _DOUBT_ONCE, _DOUBT) * doubt
    ranked = np.argsort(-final, kind="stable")[:limit]
    term = 1 / (1 + np.exp(-final[ranked]))
    is_sure = ~is_once[best][ranked] | (term >= _LEAST_ONCE)
    return JudgedRows(pair[winner][ranked][is_sure], term[is_sure], likely)


def row_features(
    analysis: Analysis, pair: Ints, likely: Floats, score: Floats
) -> Floats:
    """The features, named by ROW, of pairs with their first p(pair) and the log-odds of p(term)."""
    dictionary = _DictionaryEvidence(analysis).of_pairs(pair)
    counts = pair_column(analysis.pairs, "log count")[pair]
    return np.column_stack((log_odds(likely), score, counts, dictionary))


def log_odds(probability: Floats) -> Floats:
    """The logarithm of the odds of probabilities, within bounds."""
    inside = np.clip(probability, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(inside / (1 - inside))
    return odds


def _rivals_of(
    analysis: Analysis, chosen: Ints, first: Floats, most: int
) -> tuple[Ints, Ints]:
    """The pairs to be judged of each chosen one's Chinese: the numbers of the chosen, the pairs."""
    pairs = analysis.pairs
    edges = np.searchsorted(pairs.zh, np.arange(analysis.zh.types + 1))
    owners: list[int] = []
    rivals: list[int] = []
    for number, pair in enumerate(chosen.tolist()):
        zh = pairs.zh[pair]
        own = np.arange(edges[zh], edges[zh + 1])
        own = own[first[own] >= _RIVAL_SHARE * first[pair]]
        if len(own) > most:
            own = own[np.argsort(-first[own], kind="stable")[:most]]
        owners += [number] * len(own)
        rivals += own.tolist()
    return np.array(owners, int), np.array(rivals, int)


class _DictionaryEvidence:
    """What the dictionary knows of the words of pairs; each type is looked up once."""

    def __init__(self, analysis: Analysis) -> None:
        self.pairs, self.blocks = analysis.pairs, analysis.blocks
        self.zh, self.en = analysis.zh, analysis.en
        self.zh_words, self.en_words = (
            list(self.blocks.zh_words),
            list(self.blocks.en_words),
        )
        self.zh_first, self.en_first = (
            first_of_types(self.zh),
            first_of_types(self.en),
        )
        self.lexicon = load_lexicon()
        self.stems_of = lru_cache(maxsize=None)(self._stems_of)
        self.weights_of = lru_cache(maxsize=None)(self._weights_of)

    def of_pairs(self, pairs: Ints) -> Floats:
        """How well the English and the Chinese of each pair are known: mean and least, each 0–1."""
        rows: list[tuple[float, ...]] = []
        for zh, en in zip(
            self.pairs.zh[pairs].tolist(),
            self.pairs.en[pairs].tolist(),
            strict=True,
        ):
            stems, (weights, words) = self.stems_of(en), self.weights_of(zh)
            english = [weights.get(one, 0.0) for one in stems]
            chinese = [
                max((word.get(one, 0.0) for one in stems), default=0.0)
                for word in words
            ]
            rows.append((*_mean_and_least(english), *_mean_and_least(chinese)))
        return np.array(rows, float).reshape(-1, 4)

    def _stems_of(self, en: int) -> tuple[str, ...]:
        """The stems of the words of an English type."""
        span = int(self.en_first[en])
        inside = slice(int(self.en.begin[span]), int(self.en.end[span]))
        keys, kinds = (
            self.blocks.en.keys[inside].tolist(),
            self.blocks.en.kinds[inside].tolist(),
        )
        words = zip(keys, kinds, strict=True)
        return tuple(
            _stem(self.en_words[k])
            for k, kind in words
            if kind not in _NO_WORDS
        )

    def _weights_of(
        self, zh: int
    ) -> tuple[dict[str, float], list[dict[str, float]]]:
        """The stems that a Chinese type may be in English: of all its words, and of each."""
        span = int(self.zh_first[zh])
        inside = slice(int(self.zh.begin[span]), int(self.zh.end[span]))
        keys, kinds = (
            self.blocks.zh.keys[inside].tolist(),
            self.blocks.zh.kinds[inside].tolist(),
        )
        names = [
            self.zh_words[k]
            for k, kind in zip(keys, kinds, strict=True)
            if kind != SIGN
        ]
        words = [dict(self.lexicon.stems(name)) for name in names]
        return _highest([*words, self.lexicon.stems("".join(names))]), words


_NO_WORDS = frozenset((SIGN, FUNCTION, NUMBER))


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return stem(word)


def _highest(many: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The highest weight of each stem."""
    highest: dict[str, float] = {}
    for weights in many:
        for key, weight in weights.items():
            highest[key] = max(weight, highest.get(key, 0.0))
    return highest


def _mean_and_least(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return _UNKNOWN, _UNKNOWN
    return sum(values) / len(values), min(values)
