"""Whether a bead is a translation at all: a probability of its own, beside the engine's.

The engine's posterior says how sure a bead is *if* the texts translate each other: a paragraph
about beds and one about bronzes, alone between two sure pairs, have no better partner, and pair at
.96. So a second model asks each bead what it would be like by chance.

    beads, Tokens, Links ──▶ log odds of each word ──▶ of each sentence and bead ──▶ P(translation)

A Chinese word with one dictionary rendering, which is one English word of ten thousand, hardly
meets it by chance in twenty words: a hit is worth log(.45 / .002), more than five, for nearly half
of all words find a dictionary rendering in their translation. A word with ten common renderings
proves little. A miss costs log(.55 / .998), about half a point. How common a word is, is read off
the texts, and off a list of common words where they are short.

What counts most is the weakest member: each sentence of a bead must have its own words answered.
Then a bead is seen in its context: where the neighbours and the whole are no translations either,
a few lucky hits prove nothing.

The links are the dictionary's and those that the text's own beads teach, so that a name or a word
that this translator always renders so is answered too (`engine.taught_evidence`).

The same log odds say whether a bead is two: see `cut_beads`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.aligner.links import Floats, IndexBead, Ints, TextTokens, VocabularyLinks, spread

_HIT = 0.45  # of the words of a translation that find a dictionary rendering: measured
_LEAST_CHANCE = 0.02  # of a hit: no single word is worth more than log(_HIT / it), 3.1
_WEAKEST_LINK = 0.2  # strength; what is below is mostly a character's gloss for the whole word
_RARE = 2e-5  # share of all words of one that is not among the common ones
_PRIOR_WORDS = 400.0  # words of text that the list of common words is worth
_NEIGHBOURS = 2  # beads to either side
_CEILING = 1.0  # log odds of a context beyond which it says no more
_CUT = 10.0  # log odds by which two halves must be better than the whole
_LEVEL = 4.0  # log odds that are usual, where the text has too few beads to tell
_LEVEL_BEADS = 2  # beads of that level that each text is worth
_LOWEST, _HIGHEST = -4.0, 12.0  # log odds beyond which a bead's level says no more
_LIMIT = 4.0  # log odds of one bead that count for its context

FEATURES = (
    *("zh", "en", "zh weakest", "en weakest", "weakest", "weakest below 0", "both below .5"),
    *("zh size", "en size", "numbers", "numbers missing", "several"),
    *("zh answered", "en answered", "less answered", "answers", "both answered"),
)
CONTEXT = (*FEATURES, "neighbours", "document", "own", "own level", "level", "below level")
"""The features in context: those of a bead, its neighbours' and the document's mean log odds, and
its own log odds by the first model. Where all others are translated word by word, a bead with few
answers is the more suspicious: hence its level and theirs."""


class TranslationModel(Struct, frozen=True):
    """The weights of both steps, a bias last, and the common words with their shares."""

    alone: Floats
    context: Floats
    zh: Mapping[str, float]
    en: Mapping[str, float]


@cache
def _load_model() -> TranslationModel:
    """The model that ships with the package.

    >>> len(_load_model().context) == len(CONTEXT) + 1
    True
    """
    text = (files("nqpterms.aligner") / "translation.json").read_text(encoding="utf-8")
    learned = json.loads(text)
    return TranslationModel(
        np.array([learned["alone"][name] for name in (*FEATURES, "bias")]),
        np.array([learned["context"][name] for name in (*CONTEXT, "bias")]),
        {word: share / 1e6 for word, share in learned["zh"].items()},
        {word: share / 1e6 for word, share in learned["en"].items()},
    )


class _RatedLinks(Struct, frozen=True):
    """The links from the words of one side, sorted by word, the strongest of a word first.

    Those of type t stand from `starts[t]` to `starts[t + 1]`. `rates` says of each what share of
    all words of the other side would answer as well; it rises from link to link of a word.
    """

    starts: Ints
    to: Ints
    rates: Floats


class WordEvidence(Struct, frozen=True):
    """What the words of two texts may prove: the tokens of each side, and the links from it."""

    zh: TextTokens
    en: TextTokens
    from_zh: _RatedLinks
    from_en: _RatedLinks

    @classmethod
    def of(
        cls,
        tokens: tuple[TextTokens, TextTokens],
        links: VocabularyLinks,
        model: TranslationModel | None = None,
    ) -> WordEvidence:
        """The evidence of two texts; the common words are those of *model*."""
        model = model or _load_model()
        zh, en = tokens
        from_zh = _rated(links, _shares(en, model.en), len(zh.vocabulary))
        from_en = _rated(links.swapped(), _shares(zh, model.zh), len(en.vocabulary))
        return cls(zh, en, from_zh, from_en)


def translation_chances(beads: Sequence[IndexBead], evidence: WordEvidence) -> Floats:
    """P(translation), 0 to 1, of each bead; 1 of those with an empty side."""
    model = _load_model()
    chances = np.ones(len(beads))
    paired = [n for n, bead in enumerate(beads) if bead[0] and bead[1]]
    if not paired:
        return chances
    features = _bead_features([beads[n] for n in paired], evidence)
    chances[paired] = _chances_of(features, model.alone, model.context)
    return chances


def _chances_of(features: Floats, alone: Floats, context: Floats) -> Floats:
    """P(translation) of the beads of one text, by the weights of both steps."""
    own_odds = features @ alone[:-1] + alone[-1]
    every_feature = np.hstack([features, _context_features(own_odds)])
    odds = every_feature @ context[:-1] + context[-1]
    chances: Floats = 1 / (1 + np.exp(-odds))
    return chances


def cut_beads(beads: Sequence[IndexBead], evidence: WordEvidence) -> list[list[IndexBead]]:
    """Each bead or, of one of several sentences on both sides, its halves if the words allow it.

    The engine joins two long paragraphs with two, for what it has learned of lengths and coverage
    counts once a bead. The words tell: in a half each has fewer words to be answered by, so its
    answers prove more, and only those are lost that cross the cut.
    """
    parts = [[bead] for bead in beads]
    wide = [n for n, bead in enumerate(beads) if min(len(bead[0]), len(bead[1])) > 1]
    if not wide:
        return parts
    best = _word_totals([beads[n] for n in wide], evidence) + _CUT
    for further in range(2):
        halves = [_halves(beads[n], further) for n in wide]
        totals = _word_totals([half for pair in halves for half in pair], evidence)
        for k, n in enumerate(wide):
            first, second = totals[2 * k : 2 * k + 2]
            if min(first, second) > 0 and first + second > best[k]:
                best[k] = first + second
                parts[n] = halves[k]
    return parts


def _halves(bead: IndexBead, further: int) -> list[IndexBead]:
    """A bead cut behind its first sentences, *further* on the longer side if it has so many."""
    zh, en, confidence = bead[:3]
    i = min(1 + further, len(zh) - 1) if len(zh) > len(en) else 1
    j = min(1 + further, len(en) - 1) if len(en) > len(zh) else 1
    return [(zh[:i], en[:j], confidence), (zh[i:], en[j:], confidence)]


def _word_totals(beads: Sequence[IndexBead], evidence: WordEvidence) -> Floats:
    """The log odds of all words of each bead; each has both sides."""
    zh, en = _sides(beads, evidence)
    zh_odds, en_odds = _both_odds(zh, en, evidence)
    return zh.total(zh_odds) + en.total(en_odds)


def _bead_features(beads: Sequence[IndexBead], evidence: WordEvidence) -> Floats:
    """The features of each bead, shape (beads, FEATURES); each has both sides."""
    zh_side, en_side = _sides(beads, evidence)
    zh_odds, en_odds = _both_odds(zh_side, en_side, evidence)
    zh_all, zh_weakest = zh_side.scaled(zh_odds)
    en_all, en_weakest = en_side.scaled(en_odds)
    weakest = np.minimum(zh_weakest, en_weakest)
    same, missing = _numbers(zh_side, en_side)
    plain = np.stack(
        [
            zh_all,
            en_all,
            zh_weakest,
            en_weakest,
            weakest,
            np.minimum(weakest, 0.0),
            np.minimum(zh_all + en_all, 0.5),
            np.log1p(zh_side.sizes),
            np.log1p(en_side.sizes),
            np.minimum(same, 3),
            np.minimum(missing, 3),
            np.array([len(bead[0]) + len(bead[1]) > 2 for bead in beads], dtype=float),
        ],
        axis=1,
    )
    return np.hstack([plain, _answers(zh_side, zh_odds, en_side, en_odds)])


def _answers(zh: _BeadSide, zh_odds: Floats, en: _BeadSide, en_odds: Floats) -> Floats:
    """How many words of each bead are answered, by side and together: shape (beads, 5)."""
    zh_hits, en_hits = zh.total(zh_odds > 0), en.total(en_odds > 0)
    zh_share, en_share = (zh_hits + 0.5) / (zh.sizes + 2), (en_hits + 0.5) / (en.sizes + 2)
    return np.stack(
        [
            zh_share,
            en_share,
            np.minimum(zh_share, en_share),
            np.log1p(np.minimum(zh_hits, en_hits)),
            np.sqrt(zh_share * en_share),
        ],
        axis=1,
    )


def _context_features(alone: Floats) -> Floats:
    """What the beads around and the whole say, and the bead itself: shape (beads, 6)."""
    odds = np.clip(alone, -_LIMIT, _LIMIT)
    size = len(odds)
    sums = np.concatenate([[0.0], np.cumsum(odds)])
    at = np.arange(size)
    first, last = np.maximum(at - _NEIGHBOURS, 0), np.minimum(at + _NEIGHBOURS + 1, size)
    beside = last - first - 1
    around = (sums[last] - sums[first] - odds) / np.maximum(beside, 1)
    # Two points of a bead and a half: a text of one bead has no context to speak against it.
    document = (sums[-1] - odds + 2.0) / (size - 1 + 1.5)
    own = np.clip(alone, _LOWEST, _HIGHEST)
    others = own.sum() - own + _LEVEL_BEADS * _LEVEL
    level = np.clip(others / (size - 1 + _LEVEL_BEADS), 0.0, _HIGHEST)
    below = np.minimum(own - level, 0.0)
    columns = [
        np.minimum(around, _CEILING),
        np.minimum(document, _CEILING),
        odds,
        own,
        level,
        below,
    ]
    return np.stack(columns, axis=1)


class _BeadSide(Struct, frozen=True):
    """The tokens of one side that stand in some beads: words and numbers apart.

    `bead` is the bead of each word, `member` its sentence among all of the beads' sentences, and
    `member_bead` the bead of each of these; `sizes` counts the words of each bead.
    """

    tokens: TextTokens
    words: Ints
    bead: Ints
    member: Ints
    member_bead: Ints
    sizes: Ints
    numbers: list[frozenset[str]]

    @classmethod
    def of(cls, tokens: TextTokens, sides: Sequence[tuple[int, ...]]) -> _BeadSide:
        """The tokens of the sentences of *sides*, one side of each bead; beads may overlap."""
        start = np.array([side[0] for side in sides])
        stop = np.array([side[-1] + 1 for side in sides])
        first, last = (
            np.searchsorted(tokens.sentence, start),
            np.searchsorted(tokens.sentence, stop),
        )
        bead, token = spread(first, last - first)
        is_number = tokens.number[token]
        numbers: list[set[str]] = [set() for _ in sides]
        for n, k in zip(bead[is_number].tolist(), token[is_number].tolist(), strict=True):
            numbers[n].add(tokens.vocabulary[tokens.type[k]])
        bead, words = bead[~is_number], token[~is_number]
        members = stop - start
        before = np.cumsum(members) - members
        return cls(
            tokens,
            words,
            bead=bead,
            member=before[bead] + tokens.sentence[words] - start[bead],
            member_bead=np.repeat(np.arange(len(sides)), members),
            sizes=np.bincount(bead, minlength=len(sides)),
            numbers=[frozenset(each) for each in numbers],
        )

    def total(self, odds: NDArray[np.generic]) -> Floats:
        """The odds of each bead's words together, or how many of them have something."""
        total: Floats = np.bincount(self.bead, odds, len(self.sizes)).astype(np.float64)
        return total

    def scaled(self, odds: Floats) -> tuple[Floats, Floats]:
        """Of each bead the odds of its words together, and of its weakest sentence.

        They are scaled as a sum of chance values would be.
        """
        whole = self.total(odds) / np.sqrt(self.sizes + 4)
        members = len(self.member_bead)
        count = np.bincount(self.member, minlength=members)
        each = np.bincount(self.member, odds, members) / np.sqrt(count + 4)
        weakest = np.full(len(self.sizes), np.inf)
        np.minimum.at(weakest, self.member_bead, each)
        return whole, weakest


def _sides(beads: Sequence[IndexBead], evidence: WordEvidence) -> tuple[_BeadSide, _BeadSide]:
    """Both sides of some beads."""
    return (
        _BeadSide.of(evidence.zh, [bead[0] for bead in beads]),
        _BeadSide.of(evidence.en, [bead[1] for bead in beads]),
    )


def _both_odds(zh: _BeadSide, en: _BeadSide, evidence: WordEvidence) -> tuple[Floats, Floats]:
    """Log odds from each word of both sides."""
    return (
        _word_odds(zh, en, evidence.from_zh),
        _word_odds(en, zh, evidence.from_en),
    )


def _shares(tokens: TextTokens, common: Mapping[str, float]) -> Floats:
    """The share of each word among all words of a language, by the text and the common words."""
    size = max(1, len(tokens.vocabulary))
    counts = np.bincount(tokens.type, minlength=size)
    prior = np.full(size, _RARE)
    for n, word in enumerate(tokens.vocabulary):
        prior[n] = common.get(word, _RARE)
    # A word that stands once in the text is no commoner for that.
    own = np.maximum(counts - 1, 0) + 0.2
    shares: Floats = (own + _PRIOR_WORDS * prior) / (len(tokens.type) + _PRIOR_WORDS)
    return shares


def _word_odds(own: _BeadSide, other: _BeadSide, from_own: _RatedLinks) -> Floats:
    """Log odds from each word of *own*: whether it is answered in its bead, against chance."""
    types = own.tokens.type[own.words]
    first, last = from_own.starts[types], from_own.starts[types + 1]
    run, link = spread(first, last - first)
    # Which of a word's links end in its own bead, and how common what is as good would be.
    size = len(other.tokens.vocabulary) + 1
    there = np.unique(other.bead * size + other.tokens.type[other.words])
    wanted = own.bead[run] * size + from_own.to[link]
    at = np.minimum(np.searchsorted(there, wanted), max(len(there) - 1, 0))
    is_hit = there[at] == wanted if len(there) else np.zeros(len(run), dtype=bool)
    # Rates rise from link to link: the first hit is the best, and the last link has them all.
    hits = np.flatnonzero(is_hit)
    best = hits[np.diff(run[hits], prepend=-1) != 0]
    rate = np.full(len(types), np.inf)
    rate[run[best]] = from_own.rates[link[best]]
    every_rate = np.zeros(len(types))
    has_links = last > first
    every_rate[has_links] = from_own.rates[last[has_links] - 1]
    answers = other.sizes[own.bead]
    chance = np.maximum(_LEAST_CHANCE, 1 - np.exp(-answers * np.where(np.isinf(rate), 0, rate)))
    hit = np.maximum(np.log(_HIT / chance), 0.0)
    miss = np.log((1 - _HIT) / (1 - np.minimum(1 - np.exp(-answers * every_rate), _HIT)))
    odds: Floats = np.where(np.isinf(rate), miss, hit)
    return odds


def _rated(links: VocabularyLinks, shares: Floats, size: int) -> _RatedLinks:
    """The links worth counting of *size* types, and for each the share of all words, by *shares*,
    that would answer as well."""
    strong = np.flatnonzero(links.strength >= _WEAKEST_LINK)
    order = strong[np.lexsort((-links.strength[strong], links.zh[strong]))]
    types, to, strength = links.zh[order], links.en[order], links.strength[order]
    starts = np.searchsorted(types, np.arange(size + 1))
    if not len(order):
        return _RatedLinks(starts, to, np.zeros(0))
    sums = np.cumsum(shares[to])
    begins = np.diff(types, prepend=-1) != 0
    before = np.maximum.accumulate(np.where(begins, sums - shares[to], 0.0))
    # Links of one strength are as good as each other: the sum up to the last of them.
    ends = np.append((np.diff(types) != 0) | (np.diff(strength) != 0), True)
    last = np.flatnonzero(ends)[np.searchsorted(np.flatnonzero(ends), np.arange(len(order)))]
    return _RatedLinks(starts, to, sums[last] - before)


def _numbers(zh: _BeadSide, en: _BeadSide) -> tuple[Ints, Ints]:
    """How many numbers both sides of each bead have, and how many one has and the other not."""
    pairs = list(zip(zh.numbers, en.numbers, strict=True))
    same = np.array([len(left & right) for left, right in pairs])
    missing = np.array([len(left ^ right) for left, right in pairs])
    return same, missing
