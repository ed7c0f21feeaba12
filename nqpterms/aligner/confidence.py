"""Whether a bead is a translation at all: a probability of its own, beside the engine's.

The engine's posterior says how sure a bead is *if* the texts translate each other: a paragraph
about beds and one about bronzes, alone between two sure pairs, have no better partner, and pair at
.96. So a second model asks each bead what it would be like by chance.

    beads, WordEvidence ──▶ log odds of each word ──▶ of each sentence and bead ──▶ P(translation)

What each word proves is told in `word_evidence.py`. What counts most is the weakest member: each
sentence of a bead must have its own words answered. Then how many words are answered beside how
many would be in a translation of these very words: a long paragraph of the same subject has many
answers too, but not enough. Last, a bead is seen in its context: where the neighbours and the whole
are no translations either, a few lucky hits prove nothing.

The links are the dictionary's and those that the text's own beads teach, so that a name or a word
that this translator always renders so is answered too (`engine.taught_evidence`).

The same log odds say whether a bead is two: see `cut_beads`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from msgspec import Struct

from nqpterms.aligner.encoder import BEAD_COSINES
from nqpterms.aligner.links import Floats, IndexBead, Ints
from nqpterms.aligner.strangers import MEMBER
from nqpterms.aligner.word_evidence import (
    ANSWERED,
    BY_CHANCE,
    LISTED,
    OTHER_WORDS,
    Answers,
    BeadWords,
    WordEvidence,
    WordRates,
    bead_answers,
    bead_sides,
)

_NEIGHBOURS = 2  # beads to either side
_CEILING = 1.0  # log odds of a context beyond which it says no more
_CUT = 10.0  # log odds by which two halves must be better than the whole
# Log odds that are usual, where the text has too few beads to tell.
_LEVEL = 4.0
_LEVEL_BEADS = 2  # beads of that level that each text is worth
_LOWEST, _HIGHEST = (
    -4.0,
    12.0,
)  # log odds beyond which a bead's level says no more
_LIMIT = 4.0  # log odds of one bead that count for its context

FEATURES = (
    *(
        "zh",
        "en",
        "zh weakest",
        "en weakest",
        "weakest",
        "weakest below 0",
        "both below .5",
    ),
    *("zh size", "en size", "numbers", "numbers missing", "several"),
    *(
        "zh answered",
        "en answered",
        "less answered",
        "answers",
        "both answered",
    ),
    *("zh expected", "en expected", "less expected"),
    *(
        "zh of expected",
        "en of expected",
        "less of expected",
        "numbers missing a word",
    ),
    *("weakest expected", "uneven", "numbers apart"),
)
SURROUNDINGS = (
    "neighbours",
    "document",
    "own",
    "own level",
    "level",
    "below level",
    "few",
    "few own",
    "few neighbours",
    "few document",
)
"""What the second step knows beside the features of a bead: its neighbours' and the document's mean
log odds, and its own log odds by the first step. Where all others are translated word by word, a
bead with few answers is the more suspicious: hence its level and theirs. A text of a few beads
proves less: hence what counts only there."""
CONTEXT = (*FEATURES, *SURROUNDINGS)
WITH_ENCODER = (*FEATURES, *BEAD_COSINES)
"""The features of a bead where an encoder is given."""


class TranslationWeights(Struct, frozen=True):
    """The weights of both steps, a bias last: of a bead's features, and of these with its
    SURROUNDINGS."""

    alone: Floats
    context: Floats


class TranslationModel(Struct, frozen=True):
    """The weights, without and with an encoder's features, those of the texts of a bead, and how
    often words are answered."""

    lexicon: TranslationWeights
    encoder: TranslationWeights
    members: Floats
    zh: WordRates
    en: WordRates

    @property
    def rates(self) -> tuple[WordRates, WordRates]:
        """Those of Chinese and of English words."""
        return self.zh, self.en


@cache
def load_model() -> TranslationModel:
    """The model that ships with the package.

    >>> len(load_model().lexicon.context) == len(CONTEXT) + 1
    True
    """
    text = (files("nqpterms.aligner") / "translation.json").read_text(
        encoding="utf-8"
    )
    learned = json.loads(text)
    members = learned["members"]
    return TranslationModel(
        _weights(learned["lexicon"], FEATURES),
        _weights(learned["encoder"], WITH_ENCODER),
        np.array([members[name] for name in (*MEMBER, "bias")]),
        _word_rates(learned["zh"]),
        _word_rates(learned["en"]),
    )


def _weights(
    learned: Mapping[str, Mapping[str, float]], features: Sequence[str]
) -> TranslationWeights:
    """The weights of both steps; a feature that is missing weighs nothing."""
    alone = (*features, "bias")
    context = (*features, *SURROUNDINGS, "bias")
    return TranslationWeights(
        np.array([learned["alone"].get(name, 0.0) for name in alone]),
        np.array([learned["context"].get(name, 0.0) for name in context]),
    )


def _word_rates(learned: Mapping[str, Any]) -> WordRates:
    """The rates of one language; a share is written in millionths."""
    return WordRates(
        np.array(
            [
                learned["answered"][name]
                for name in (*ANSWERED, OTHER_WORDS, "bias")
            ]
        ),
        np.array([learned["listed"][name] for name in (*LISTED, "bias")]),
        np.array(
            [
                learned["by chance"][name]
                for name in (*BY_CHANCE, OTHER_WORDS, "bias")
            ]
        ),
        {word: share / 1e6 for word, share in learned["common"].items()},
        learned["usually"],
    )


def translation_chances(
    beads: Sequence[IndexBead],
    evidence: WordEvidence,
    cosines: Floats | None = None,
) -> Floats:
    """P(translation), 0 to 1, of each bead; 1 of those with an empty side.

    *cosines* are what an encoder says of those with both (`encoder.bead_cosines`).
    """
    chances = np.ones(len(beads))
    paired = [n for n, bead in enumerate(beads) if bead[0] and bead[1]]
    if not paired:
        return chances
    features = _bead_features([beads[n] for n in paired], evidence)
    weights = load_model().lexicon
    if cosines is not None:
        features = np.hstack([features, cosines])
        weights = load_model().encoder
    chances[paired] = _chances_of(features, weights)
    return chances


def _chances_of(features: Floats, weights: TranslationWeights) -> Floats:
    """P(translation) of the beads of one text, by the weights of both steps."""
    own_odds = features @ weights.alone[:-1] + weights.alone[-1]
    every_feature = np.hstack([features, _context_features(own_odds)])
    odds = every_feature @ weights.context[:-1] + weights.context[-1]
    chances: Floats = 1 / (1 + np.exp(-odds))
    return chances


def cut_beads(
    beads: Sequence[IndexBead], evidence: WordEvidence
) -> list[list[IndexBead]]:
    """Each bead or, of one of several sentences on both sides, its halves if the words allow it.

    The engine joins two long paragraphs with two, for what it has learned of lengths and coverage
    counts once a bead. The words tell: in a half each has fewer words to be answered by, so its
    answers prove more, and only those are lost that cross the cut.
    """
    parts = [[bead] for bead in beads]
    wide = [
        n for n, bead in enumerate(beads) if min(len(bead[0]), len(bead[1])) > 1
    ]
    if not wide:
        return parts
    best = _word_totals([beads[n] for n in wide], evidence) + _CUT
    for further in range(2):
        halves = [_halves(beads[n], further) for n in wide]
        totals = _word_totals(
            [half for pair in halves for half in pair], evidence
        )
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
    """The plain log odds of all words of each bead; each has both sides."""
    zh, en = bead_sides(beads, evidence)
    zh_answers, en_answers = bead_answers(zh, en, evidence)
    return zh.total(zh_answers.plain_odds()) + en.total(en_answers.plain_odds())


def _bead_features(
    beads: Sequence[IndexBead], evidence: WordEvidence
) -> Floats:
    """The features of each bead, shape (beads, FEATURES); each has both sides."""
    zh, en = bead_sides(beads, evidence)
    zh_answers, en_answers = bead_answers(zh, en, evidence)
    zh_odds, en_odds = zh_answers.odds(), en_answers.odds()
    zh_all, zh_weakest = zh.scaled(zh_odds)
    en_all, en_weakest = en.scaled(en_odds)
    weakest = np.minimum(zh_weakest, en_weakest)
    same, missing = _numbers(zh, en)
    columns = [
        zh_all,
        en_all,
        zh_weakest,
        en_weakest,
        weakest,
        np.minimum(weakest, 0.0),
        np.minimum(zh_all + en_all, 0.5),
        np.log1p(zh.sizes),
        np.log1p(en.sizes),
        np.minimum(same, 3),
        np.minimum(missing, 3),
        np.array(
            [len(bead[0]) + len(bead[1]) > 2 for bead in beads], dtype=float
        ),
        *_shares_answered(zh, zh_odds, en, en_odds),
        *_beyond_expected(zh_answers, zh_odds, en_answers, en_odds),
        missing / (np.minimum(zh.sizes, en.sizes) + 1),
        np.minimum(
            _weakest_expected(zh_answers, zh_odds),
            _weakest_expected(en_answers, en_odds),
        ),
        np.abs(np.log((zh.sizes + 1) / (en.sizes + 1))),
        np.minimum(_numbers_apart(zh, en), 2),
    ]
    return np.stack(columns, axis=1)


def _shares_answered(
    zh: BeadWords, zh_odds: Floats, en: BeadWords, en_odds: Floats
) -> list[Floats]:
    """How many words of each bead are answered, by side and together."""
    zh_hits, en_hits = zh.total(zh_odds > 0), en.total(en_odds > 0)
    zh_share, en_share = (
        (zh_hits + 0.5) / (zh.sizes + 2),
        (en_hits + 0.5) / (en.sizes + 2),
    )
    return [
        zh_share,
        en_share,
        np.minimum(zh_share, en_share),
        np.log1p(np.minimum(zh_hits, en_hits)),
        np.sqrt(zh_share * en_share),
    ]


def _beyond_expected(
    zh: Answers, zh_odds: Floats, en: Answers, en_odds: Floats
) -> list[Floats]:
    """How many more words of each bead are answered than in a translation, and of how many.

    Both by side and the less of the two: in deviations of a count, and as log ratios.
    """
    zh_more, zh_ratio = _more_answers(zh, zh_odds)
    en_more, en_ratio = _more_answers(en, en_odds)
    return [
        *(zh_more, en_more, np.minimum(zh_more, en_more)),
        *(zh_ratio, en_ratio, np.minimum(zh_ratio, en_ratio)),
    ]


def _more_answers(answers: Answers, odds: Floats) -> tuple[Floats, Floats]:
    """Answered words beyond those expected, in deviations, and the log ratio of the two."""
    hits = answers.words.total(odds > 0)
    expected = answers.words.total(answers.likely())
    return (hits - expected) / np.sqrt(expected + 1), np.log(
        (hits + 1) / (expected + 1)
    )


def _weakest_expected(answers: Answers, odds: Floats) -> Floats:
    """Of each bead the sentence with the fewest answered words beside those expected.

    In deviations of a count, as that of a whole bead.
    """
    words = answers.words
    members = len(words.member_bead)
    hits = np.bincount(words.member, odds > 0, members)
    expected = np.bincount(words.member, answers.likely(), members)
    weakest = np.full(len(words.sizes), np.inf)
    beyond = (hits - expected) / np.sqrt(expected + 1)
    np.minimum.at(weakest, words.member_bead, beyond)
    return weakest


def _numbers_apart(zh: BeadWords, en: BeadWords) -> Ints:
    """How many numbers each side has that the other has not: those of both contradict."""
    pairs = zip(zh.numbers, en.numbers, strict=True)
    return np.array(
        [min(len(left - right), len(right - left)) for left, right in pairs]
    )


def _context_features(alone: Floats) -> Floats:
    """What the beads around and the whole say, and the bead itself: shape (beads, 10)."""
    odds = np.clip(alone, -_LIMIT, _LIMIT)
    size = len(odds)
    sums = np.concatenate([[0.0], np.cumsum(odds)])
    at = np.arange(size)
    first, last = (
        np.maximum(at - _NEIGHBOURS, 0),
        np.minimum(at + _NEIGHBOURS + 1, size),
    )
    beside = last - first - 1
    around = (sums[last] - sums[first] - odds) / np.maximum(beside, 1)
    # Two points of a bead and a half: a text of one bead has no context to speak against it.
    document = (sums[-1] - odds + 2.0) / (size - 1 + 1.5)
    own = np.clip(alone, _LOWEST, _HIGHEST)
    others = own.sum() - own + _LEVEL_BEADS * _LEVEL
    level = np.clip(others / (size - 1 + _LEVEL_BEADS), 0.0, _HIGHEST)
    below = np.minimum(own - level, 0.0)
    neighbours = np.minimum(around, _CEILING)
    whole = np.minimum(document, _CEILING)
    few = 1 / (size + 1)
    columns = [
        *(neighbours, whole, odds, own, level, below),
        *(np.full(size, few), few * odds, few * neighbours, few * whole),
    ]
    return np.stack(columns, axis=1)


def _numbers(zh: BeadWords, en: BeadWords) -> tuple[Ints, Ints]:
    """How many numbers both sides of each bead have, and how many one has and the other not."""
    pairs = list(zip(zh.numbers, en.numbers, strict=True))
    same = np.array([len(left & right) for left, right in pairs])
    missing = np.array([len(left ^ right) for left, right in pairs])
    return same, missing
