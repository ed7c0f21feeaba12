"""How likely it is that a sentence of the source was left out, by what answers it across.

    AskedSentence, both sides ──left_out_features──▶ features ──left_out_odds──▶ log odds

Two logistic regressions weigh the features, one for a sentence that stands alone and one for a
sentence that shares its bead; each language of the source has its own, for several English
sentences are one in Chinese more often than the other way about.

    odds, new, missed  what the sentence brings to its place (`likeness.brought`)
    bead, rest         log length ratio of all that it is held against, and of that without it
    words              log of how many words it has, one added
    share              its share of the length beside it
    number             the other side has the number with which it begins
    proviso            it begins with 但 and may belong to the sentence before it
    lost               the share of the other side among what stands alone there
    here, here_rest    the shares of the words across, where it would stand, that it answers and
                       that the others beside it answer; of a joined sentence alone
    rest_missed        the share of words of the others that nothing answers; of a joined one alone

The weights (`left_out.json`) were learned by tests/bench/omission_training.py, which names the
texts, from sentences cut out of translations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from math import log

import msgspec
from msgspec import Struct

from nqpterms.aligner.likeness import answered_share, brought
from nqpterms.aligner.sentence_beads import SideSentences, Window
from nqpterms.model.alignment import Side

# Of what a sentence brings: more says no more.
_MOST_ODDS, _MOST_NEW = 12.0, 6
_PROVISO = "但"
_PROVISO_WORDS = re.compile(
    r"\b(?:but|however|provided|proviso|except|unless|notwithstanding|although|though|exempt\w*"
    r"|not (?:apply|subject|limited|applicable|restricted|required))\b",
    re.IGNORECASE,
)

Features = dict[str, float]


class LeftOutWeights(Struct, frozen=True):
    """The weights of a sentence alone and of a joined one; `least_joined` are the log odds from
    which a joined one is said to be left out (of one alone they are 0)."""

    alone: Mapping[str, float]
    joined: Mapping[str, float]
    least_joined: float


class AskedSentence(Struct, frozen=True):
    """A sentence by its side and number, and the beads whose other side may answer it.

    `lost` is the share of the other side among what stands alone there, 0–1.
    """

    side: Side
    number: int
    window: Window
    lost: float
    is_alone: bool


def is_left_out(
    sentence: AskedSentence, own: SideSentences, other: SideSentences
) -> bool:
    """Whether a sentence of the source is rather left out than answered."""
    least = 0.0
    if not sentence.is_alone:
        least = left_out_weights()[sentence.side].least_joined
    return left_out_odds(sentence, own, other) > least


def left_out_odds(
    sentence: AskedSentence, own: SideSentences, other: SideSentences
) -> float:
    """Log odds that a sentence of the source was left out."""
    weights = left_out_weights()[sentence.side]
    weight_by_name = weights.alone if sentence.is_alone else weights.joined
    features = left_out_features(sentence, own, other)
    odds = 0.0
    for name, weight in weight_by_name.items():
        odds += weight * features[name]
    return odds


@cache
def left_out_weights() -> Mapping[Side, LeftOutWeights]:
    """The weights that ship, by the language of the source."""
    data = (files("nqpterms.aligner") / "left_out.json").read_bytes()
    return msgspec.json.decode(data, type=dict[Side, LeftOutWeights])


def left_out_features(
    sentence: AskedSentence, own: SideSentences, other: SideSentences
) -> Features:
    """What the two regressions weigh, by name; a sentence alone has no features of its place."""
    beside = own.inside(sentence.window)
    across = other.inside(sentence.window)
    brings = brought(
        sentence.number, beside, across, own=own.words, other=other.words
    )
    length = own.words.lengths[sentence.number]
    size = own.words.length_of(beside)
    size_across = other.words.length_of(across)
    features = {
        "odds": min(brings.odds, _MOST_ODDS),
        "new": min(brings.new, _MOST_NEW),
        "missed": brings.missed,
        "bead": _log_ratio(size, size_across),
        "rest": _log_ratio(size - length, size_across),
        "words": log(len(own.words.words[sentence.number]) + 1),
        "share": length / size,
        "number": float(has_number(sentence, own, other)),
        "proviso": float(_has_proviso(sentence, own, other)),
        "lost": sentence.lost,
        "bias": 1.0,
    }
    if sentence.is_alone:
        return features
    return features | _place_features(sentence, own, other)


def has_number(
    sentence: AskedSentence, own: SideSentences, other: SideSentences
) -> bool:
    """Whether the other side has the number with which a sentence begins."""
    number = own.numbers[sentence.number]
    across = other.inside(sentence.window)
    return number > 0 and number in [other.numbers[n] for n in across]


def _has_proviso(
    sentence: AskedSentence, own: SideSentences, other: SideSentences
) -> bool:
    """Whether a sentence is a proviso and the other side has the words of one."""
    if not own.texts[sentence.number].startswith(_PROVISO):
        return False
    across = [other.texts[n] for n in other.inside(sentence.window)]
    return any(map(_PROVISO_WORDS.search, across))


def _place_features(
    sentence: AskedSentence, own: SideSentences, other: SideSentences
) -> Features:
    """What answers the words across where a sentence would stand, by its place in its bead."""
    beside = own.inside(sentence.window)
    across = other.inside(sentence.window)
    rest = [number for number in beside if number != sentence.number]
    size = own.words.length_of(beside)
    start = own.words.length_of(range(beside.start, sentence.number)) / size
    end = start + own.words.lengths[sentence.number] / size
    words_across = list(
        chain(*(other.words.words[number] for number in across))
    )
    here = []
    for position, word in enumerate(words_across):
        if start <= (position + 0.5) / len(words_across) <= end:
            here.append(word)
    rest_words = list(chain(*(own.words.words[number] for number in rest)))
    rest_answered = answered_share(rest_words, other.words.keys_of(across))
    return {
        "here": answered_share(here, own.words.keys[sentence.number]),
        "here_rest": answered_share(here, own.words.keys_of(rest)),
        "rest_missed": 1 - rest_answered if rest_words else 0.0,
    }


def _log_ratio(own: float, other: float) -> float:
    """The logarithm of a ratio of lengths, between -1 and 1."""
    return max(-1.0, min(1.0, log((own + 1) / (other + 1))))
