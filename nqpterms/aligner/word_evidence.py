"""What each word of a bead proves for its being a translation: log odds, answered or not.

    Tokens, Links, WordRates ──▶ WordEvidence ──a bead's words──▶ log odds of each

A Chinese word with one dictionary rendering, which is one English word of ten thousand, hardly
meets it by chance in twenty words. Where it stands there all the same, that is worth a good deal;
a word with ten common renderings proves little.

How often a word is answered in its translation differs as well. 中央 and "province" nearly always
are, so that one without an answer is suspicious; 于是 and "quite" hardly ever are, so that they say
nothing. `WordRates` know that of the common words, and of all others by the dictionary: how many
renderings, how strong and how common. How common a word is, is read off the texts, and off the
list of common words where they are short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.aligner.links import (
    Floats,
    IndexBead,
    Ints,
    TextTokens,
    VocabularyLinks,
    spread,
)

_USUAL_HIT = 0.45  # of the words of a translation that find a dictionary rendering: measured
# Of a hit: no single word is worth more than log(1 / it), 4.
_LEAST_CHANCE = 0.02
_SUREST = 0.98  # that a word is answered, at most; a miss costs log(1 - it), 4, at most
_WEAKEST_LINK = 0.2  # strength; what is below is mostly a character's gloss for the whole word
_RARE = 2e-5  # share of all words of one that is not among the common ones
_LEAST_RATE = 1e-7  # share of all words that answer a word of no link
_PRIOR_WORDS = 400.0  # words of text that the list of common words is worth
_LONGEST = 8  # characters of a word beyond which its length says no more

ANSWERED = (
    "every answer",
    "best answer",
    "share",
    "strength",
    "links",
    "length",
    "common",
)
"""What tells how often a word is answered in a translation, beside how many words there are: the
shares (logs) of all words that would answer it, or do so best, and its own; how strong its best
link is, how many it has (log), its characters, and whether it is a common word."""
LISTED = ("share", "strength", "length", "common", "usually")
"""What tells how often a word is answered that has no link in these texts, for its renderings are
nowhere in them: its share (log), how strong its best rendering in the dictionary is, its
characters, whether it is a common word, and how much more often than its like it is answered."""
BY_CHANCE = ("chance", "rate")
"""What tells how often it is answered elsewhere: the log odds of meeting one of its answers among
so many words drawn at random, and their share (log) of all words."""
OTHER_WORDS = "other words"  # how many the other side has (log): of both


class WordRates(Struct, frozen=True):
    """How often the words of one language are answered by the other side of their bead.

    `answered` and `by_chance` are weights of logistic regressions, for translations and for what
    is none: those of ANSWERED or BY_CHANCE, of OTHER_WORDS, and a bias. `listed` are those of
    LISTED and a bias, for a word of a translation, whether it has a link or not. `common` are the
    common words with their share of all words, `usually` how much more often (log odds) than its
    like such a word is answered in a translation.
    """

    answered: Floats
    listed: Floats
    by_chance: Floats
    common: Mapping[str, float]
    usually: Mapping[str, float]


class RatedLinks(Struct, frozen=True):
    """The links from the words of one side, sorted by word, the strongest of a word first.

    Those of type t stand from `starts[t]` to `starts[t + 1]`. `rates` says of each what share of
    all words of the other side would answer as well; it rises from link to link of a word.
    `features` are those of ANSWERED and `listed` those of LISTED, shape (types, …); `usual` is what
    is known of the type itself, `nowhere` how likely it is answered if it has no link, 0 if nothing
    is known of it, and `occurrences` how often it stands in the texts, at least 1.
    """

    starts: Ints
    to: Ints
    rates: Floats
    features: Floats
    usual: Floats
    listed: Floats
    nowhere: Floats
    occurrences: Ints
    weights: WordRates

    def every_rate(self, types: Ints) -> Floats:
        """The share of all words that would answer words of these types; 0 without links."""
        last = self.starts[types + 1]
        has_links = last > self.starts[types]
        rates = np.zeros(len(types))
        rates[has_links] = self.rates[last[has_links] - 1]
        return rates

    def likely(self, types: Ints, answers: Floats) -> Floats:
        """How likely words of these types are answered by *answers* words of a translation."""
        *weights, more, bias = self.weights.answered
        odds = self.features @ np.array(weights) + self.usual + bias
        sure = _probability(odds[types] + more * np.log1p(answers))
        return np.clip(sure, 1 - _SUREST, _SUREST)

    def by_chance(self, rates: Floats, answers: Floats) -> Floats:
        """How likely *answers* words that translate something else answer at these rates."""
        chance, rate, more, bias = self.weights.by_chance
        odds = chance * _meeting_odds(rates, answers) + rate * np.log(
            rates + _LEAST_RATE
        )
        return np.clip(
            _probability(odds + more * np.log1p(answers) + bias),
            _LEAST_CHANCE,
            _SUREST,
        )


class WordEvidence(Struct, frozen=True):
    """What the words of two texts may prove: the tokens of each side, and the links from it."""

    zh: TextTokens
    en: TextTokens
    from_zh: RatedLinks
    from_en: RatedLinks

    @classmethod
    def of(
        cls,
        tokens: tuple[TextTokens, TextTokens],
        links: VocabularyLinks,
        rates: tuple[WordRates, WordRates],
    ) -> WordEvidence:
        """The evidence of two texts, by the rates of Chinese and English words."""
        zh, en = tokens
        zh_rates, en_rates = rates
        zh_shares, en_shares = (
            _shares(zh, zh_rates.common),
            _shares(en, en_rates.common),
        )
        from_zh = _rated(links, en_shares, zh, zh_rates)
        from_en = _rated(links.swapped(), zh_shares, en, en_rates)
        return cls(zh, en, from_zh, from_en)


class BeadWords(Struct, frozen=True):
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
    def of(
        cls, tokens: TextTokens, sides: Sequence[tuple[int, ...]]
    ) -> BeadWords:
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
        for n, k in zip(
            bead[is_number].tolist(), token[is_number].tolist(), strict=True
        ):
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

    @property
    def types(self) -> Ints:
        """The type of each word."""
        types: Ints = self.tokens.type[self.words]
        return types

    def total(self, odds: NDArray[np.generic]) -> Floats:
        """The odds of each bead's words together, or how many of them have something."""
        total: Floats = np.bincount(self.bead, odds, len(self.sizes)).astype(
            np.float64
        )
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


class Answers(Struct, frozen=True):
    """Of each word of a side of some beads: whether it has links and is answered, by words of which
    share, among how many words; and of each bead how it looks from this side."""

    words: BeadWords
    has_links: NDArray[np.bool_]
    is_hit: NDArray[np.bool_]
    rate: Floats
    every_rate: Floats
    among: Floats
    links: RatedLinks

    def likely(self) -> Floats:
        """How likely each word would be answered in a translation; 0 where nothing tells."""
        types = self.words.types
        nowhere = self.links.nowhere[types] / self.links.occurrences[types]
        return np.where(
            self.has_links, self.links.likely(types, self.among), nowhere
        )

    def odds(self) -> Floats:
        """The log odds of each word: above 0 if it is answered, else up to 0.

        A word whose renderings are nowhere in the texts is missed by all its places together: if it
        stands often, that is how this translator renders it.
        """
        types = self.words.types
        likely = self.links.likely(types, self.among)
        hit = np.log(likely / self.links.by_chance(self.rate, self.among))
        chance = np.minimum(
            self.links.by_chance(self.every_rate, self.among), likely
        )
        miss = np.log((1 - likely) / (1 - chance))
        odds = np.where(self.is_hit, np.maximum(hit, 0.0), miss)
        nowhere = (
            np.log(1 - self.links.nowhere[types])
            / self.links.occurrences[types]
        )
        return np.where(self.has_links, odds, nowhere)

    def plain_odds(self) -> Floats:
        """The log odds of each word, if all were answered equally often and misses said little.

        They tell where a bead is best cut: what a passage has beside it that does not belong
        there must not outweigh what does.
        """
        met = 1 - np.exp(-self.among * self.rate)
        hit = np.log(_USUAL_HIT / np.maximum(met, _LEAST_CHANCE))
        chance = np.minimum(
            1 - np.exp(-self.among * self.every_rate), _USUAL_HIT
        )
        miss = np.log((1 - _USUAL_HIT) / (1 - chance))
        odds: Floats = np.where(self.is_hit, np.maximum(hit, 0.0), miss)
        return odds


def bead_sides(
    beads: Sequence[IndexBead], evidence: WordEvidence
) -> tuple[BeadWords, BeadWords]:
    """Both sides of some beads, each of which has both."""
    return (
        BeadWords.of(evidence.zh, [bead[0] for bead in beads]),
        BeadWords.of(evidence.en, [bead[1] for bead in beads]),
    )


def bead_answers(
    zh: BeadWords, en: BeadWords, evidence: WordEvidence
) -> tuple[Answers, Answers]:
    """How the words of both sides of some beads are answered by the other side."""
    return _answers(zh, en, evidence.from_zh), _answers(
        en, zh, evidence.from_en
    )


def _answers(own: BeadWords, other: BeadWords, links: RatedLinks) -> Answers:
    """How each word of *own* is answered in its bead."""
    types = own.types
    first, last = links.starts[types], links.starts[types + 1]
    run, link = spread(first, last - first)
    # Which of a word's links end in its own bead, and how common what is as good would be.
    size = len(other.tokens.vocabulary) + 1
    there = np.unique(other.bead * size + other.types)
    wanted = own.bead[run] * size + links.to[link]
    at = np.minimum(np.searchsorted(there, wanted), max(len(there) - 1, 0))
    ends_here = (
        there[at] == wanted if len(there) else np.zeros(len(run), dtype=bool)
    )
    # Rates rise from link to link: the first hit is the best, and the last link has them all.
    hits = np.flatnonzero(ends_here)
    best = hits[np.diff(run[hits], prepend=-1) != 0]
    is_hit = np.zeros(len(types), dtype=bool)
    is_hit[run[best]] = True
    rate = np.zeros(len(types))
    rate[run[best]] = links.rates[link[best]]
    return Answers(
        own,
        has_links=last > first,
        is_hit=is_hit,
        rate=rate,
        every_rate=links.every_rate(types),
        among=other.sizes[own.bead].astype(np.float64),
        links=links,
    )


def _rated(
    links: VocabularyLinks, shares: Floats, own: TextTokens, weights: WordRates
) -> RatedLinks:
    """The links worth counting from the types of *own*, and for each the share of all words of the
    other side, by *shares*, that would answer as well."""
    strong = np.flatnonzero(links.strength >= _WEAKEST_LINK)
    order = strong[np.lexsort((-links.strength[strong], links.zh[strong]))]
    types, to, strength = (
        links.zh[order],
        links.en[order],
        links.strength[order],
    )
    starts = np.searchsorted(types, np.arange(len(own.vocabulary) + 1))
    rates = _rates(types, strength, shares[to])
    features = _type_features(own, starts, rates, strength, weights.common)
    usual = np.array(
        [weights.usually.get(word, 0.0) for word in own.vocabulary]
    )
    listed = _listed_features(own, features, usual)
    counts = np.bincount(own.type[~own.number], minlength=len(usual))[
        : len(usual)
    ]
    nowhere = _answered_nowhere(listed, weights.listed)
    return RatedLinks(
        starts,
        to,
        rates,
        features=features,
        usual=usual,
        listed=listed,
        nowhere=nowhere,
        occurrences=np.maximum(counts, 1),
        weights=weights,
    )


def _listed_features(
    own: TextTokens, features: Floats, usual: Floats
) -> Floats:
    """The features of LISTED of each type, shape (types, LISTED)."""
    share, length, is_common = (
        features[:, ANSWERED.index(name)]
        for name in ("share", "length", "common")
    )
    return np.stack(
        [share, own.glossed[: len(usual)], length, is_common, usual], axis=1
    )


def is_listed(listed: Floats) -> NDArray[np.bool_]:
    """Of which words or types, by their features of LISTED, something is known at all."""
    strength, common = (
        listed[:, LISTED.index(name)] for name in ("strength", "common")
    )
    known: NDArray[np.bool_] = (strength >= _WEAKEST_LINK) | (common > 0)
    return known


def _answered_nowhere(listed: Floats, weights: Floats) -> Floats:
    """How likely types without a link are answered; 0 where nothing is known of them."""
    likely = np.clip(
        _probability(listed @ weights[:-1] + weights[-1]), 1 - _SUREST, _SUREST
    )
    return np.where(is_listed(listed), likely, 0.0)


def _rates(types: Ints, strength: Floats, shares: Floats) -> Floats:
    """For each link the shares of what it leads to and of what a better one of its word does."""
    if not len(types):
        return np.zeros(0)
    sums = np.cumsum(shares)
    begins = np.diff(types, prepend=-1) != 0
    before = np.maximum.accumulate(np.where(begins, sums - shares, 0.0))
    # Links of one strength are as good as each other: the sum up to the last of them.
    ends = np.append((np.diff(types) != 0) | (np.diff(strength) != 0), True)
    last = np.flatnonzero(ends)[
        np.searchsorted(np.flatnonzero(ends), np.arange(len(types)))
    ]
    rates: Floats = sums[last] - before
    return rates


def _type_features(
    own: TextTokens,
    starts: Ints,
    rates: Floats,
    strength: Floats,
    common: Mapping[str, float],
) -> Floats:
    """The features of ANSWERED of each type, shape (types, ANSWERED)."""
    first, last = starts[:-1], starts[1:]
    linked = np.flatnonzero(last > first)
    every, best = np.full((2, len(first)), _LEAST_RATE)
    strongest = np.zeros(len(first))
    every[linked] = rates[last[linked] - 1]
    best[linked] = rates[first[linked]]
    strongest[linked] = strength[first[linked]]
    shares = [common.get(word, _RARE) for word in own.vocabulary]
    return np.stack(
        [
            np.log(np.maximum(every, _LEAST_RATE)),
            np.log(np.maximum(best, _LEAST_RATE)),
            np.log(np.array(shares)),
            strongest,
            np.log1p(last - first),
            np.array(
                [min(len(word), _LONGEST) for word in own.vocabulary],
                dtype=float,
            ),
            np.array([word in common for word in own.vocabulary], dtype=float),
        ],
        axis=1,
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
    shares: Floats = (own + _PRIOR_WORDS * prior) / (
        len(tokens.type) + _PRIOR_WORDS
    )
    return shares


def _meeting_odds(rates: Floats, answers: Floats) -> Floats:
    """Log odds that one of *answers* words drawn at random is among those of a share *rates*."""
    # P = 1 - exp(-x); P / (1 - P) = exp(x) - 1.
    expected = np.clip(rates * answers, 1e-5, 10.0)
    odds: Floats = np.log(np.expm1(expected))
    return odds


def _probability(odds: Floats) -> Floats:
    probability: Floats = 1 / (1 + np.exp(-odds))
    return probability
