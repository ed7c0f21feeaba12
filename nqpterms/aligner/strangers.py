"""Which texts at the edge of a bead do not belong to it: each must earn its place.

    beads, WordEvidence ──▶ each outer text beside the rest of its bead ──▶ beads without strangers

The engine joins a sentence that translates nothing to its neighbour's bead, for that is likelier
than a sentence alone, and the many answers of the neighbour speak for both. So each text that
could go is asked what it adds: are its own words answered, does it answer words of the other side
that nothing else answers, and is the other side too long for the rest? A regression on these says
how likely it belongs. What does not is taken off, the least likely first, until all belong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.belief import (
    ShareOfNone,
    TextBead,
    chances_in_text,
    fewness,
)
from nqpterms.aligner.links import Floats
from nqpterms.aligner.word_evidence import (
    Answers,
    WordEvidence,
    bead_answers,
    bead_sides,
)

MEMBER = (
    *("own", "own expected", "own of expected", "size", "share"),
    *("added", "added answers", "added below 0"),
    *("rest expected", "rest of expected"),
    *("rest shorter", "whole off", "rest off"),
    *("numbers missing", "numbers added", "english"),
)
"""What tells whether a text belongs to its bead. *own*: its words' log odds, how many more are
answered than in a translation, its words (log) and their share of its side. *added*: the log odds
of the other side's words that go without it, and how many are answered no more. *rest*: how many
words of the other side are answered without it. Then how much longer (log, in words) the other
side is than the rest, and how far the whole and the rest are from even. Last the numbers that it
has alone, and those of the other side that nothing else has."""

# How likely a text must belong, in its text, to stay among many beads: the largest that costs no
# bead of the cross-validation (docs/accuracy.md). The encoder joins fewer strangers.
BELONGS, BELONGS_WITH_ENCODER = 0.06, 0.03
# The same among a few beads.
_BELONGS_AMONG_FEW = 0.3
# How sure it is at most that what is taken off stands alone.
_SUREST_ALONE = 0.9

_STRANGERS = ShareOfNone(replaced=0.25, usually=0.2, expected=6.0, least=0.01)
"""How many outer texts are strangers: where the weights were learned, and in a text before it is
read. With so much expected a novel in which all belong keeps its free renderings, and in a text of
three paragraphs one that says something else is not believed."""


class OuterText(NamedTuple):
    """The first or last text of a side of several: its bead, by number, and the rest."""

    number: int
    whole: TextBead
    rest: TextBead
    is_english: bool
    is_last: bool

    @property
    def position(self) -> int:
        """Its index among the texts of its side."""
        side = self.whole.en if self.is_english else self.whole.zh
        return side[-1 if self.is_last else 0]


def outer_texts(
    beads: Mapping[int, TextBead], *, is_english: bool
) -> list[OuterText]:
    """The texts of one side that can go and leave a bead with both sides; *beads* by number."""
    outer: list[OuterText] = []
    for number, bead in beads.items():
        side = bead.en if is_english else bead.zh
        if len(side) < 2 or not (bead.zh and bead.en):
            continue
        for is_last in (False, True):
            left = side[:-1] if is_last else side[1:]
            rest = (
                bead._replace(en=left) if is_english else bead._replace(zh=left)
            )
            outer.append(OuterText(number, bead, rest, is_english, is_last))
    return outer


def member_features(
    outer: Sequence[OuterText], evidence: WordEvidence
) -> Floats:
    """The features of MEMBER of each text, shape (texts, MEMBER); all are of one side."""
    is_english = outer[0].is_english
    whole = _own_and_other([text.whole for text in outer], evidence, is_english)
    rest = _own_and_other([text.rest for text in outer], evidence, is_english)
    is_last = np.array([text.is_last for text in outer])
    columns = [
        *_own_columns(whole[0], is_last),
        *_added_columns(whole, rest),
        *_length_columns(whole, rest),
        *_number_columns(whole, rest),
        np.full(len(outer), float(is_english)),
    ]
    return np.stack(columns, axis=1)


def _own_and_other(
    beads: Sequence[TextBead], evidence: WordEvidence, is_english: bool
) -> tuple[Answers, Answers]:
    """How the words of the texts' own side are answered, and of the other."""
    zh, en = bead_answers(*bead_sides(beads, evidence), evidence)
    return (en, zh) if is_english else (zh, en)


def _own_columns(own: Answers, is_last: NDArray[np.bool_]) -> list[Floats]:
    """What the words of the outer texts themselves say."""
    words = own.words
    of_bead = np.arange(len(words.sizes))
    first = np.searchsorted(words.member_bead, of_bead)
    last = np.searchsorted(words.member_bead, of_bead, side="right") - 1
    outer = np.where(is_last, last, first)
    mine = words.member == outer[words.bead]
    odds = own.odds()
    size = words.total(mine)
    hits = words.total(mine & (odds > 0))
    likely = words.total(np.where(mine, own.likely(), 0.0))
    return [
        words.total(np.where(mine, odds, 0.0)) / np.sqrt(size + 4),
        (hits - likely) / np.sqrt(likely + 1),
        np.log((hits + 1) / (likely + 1)),
        np.log1p(size),
        (size + 1) / (words.sizes + 2),
    ]


def _added_columns(
    whole: tuple[Answers, Answers], rest: tuple[Answers, Answers]
) -> list[Floats]:
    """What the words of the other side lose without the outer texts."""
    size = whole[0].words.sizes - rest[0].words.sizes
    other = whole[1].words
    odds, odds_left = whole[1].odds(), rest[1].odds()
    added = (other.total(odds) - other.total(odds_left)) / np.sqrt(size + 4)
    hits, hits_left = other.total(odds > 0), other.total(odds_left > 0)
    likely = other.total(rest[1].likely())
    return [
        added,
        (hits - hits_left + 0.5) / (size + 2),
        np.minimum(added, 0.0),
        (hits_left - likely) / np.sqrt(likely + 1),
        np.log((hits_left + 1) / (likely + 1)),
    ]


def _length_columns(
    whole: tuple[Answers, Answers], rest: tuple[Answers, Answers]
) -> list[Floats]:
    """Whether the sides are of a length, with the outer texts and without."""
    other = np.log1p(whole[1].words.sizes)
    with_it = other - np.log1p(whole[0].words.sizes)
    without = other - np.log1p(rest[0].words.sizes)
    return [without, np.abs(with_it), np.abs(without)]


def _number_columns(
    whole: tuple[Answers, Answers], rest: tuple[Answers, Answers]
) -> list[Floats]:
    """The numbers that the outer texts have alone, and those that only they answer."""
    missing: list[int] = []
    added: list[int] = []
    groups = zip(
        whole[0].words.numbers,
        rest[0].words.numbers,
        whole[1].words.numbers,
        strict=True,
    )
    for every, left, other in groups:
        own = every - left
        missing.append(len(own - other))
        added.append(len(own & other))
    return [
        np.minimum(np.array(missing, dtype=float), 3),
        np.minimum(np.array(added, dtype=float), 3),
    ]


class _Core(NamedTuple):
    """What is left of a bead, and what was taken off before and behind it."""

    bead: TextBead
    before: tuple[TextBead, ...] = ()
    behind: tuple[TextBead, ...] = ()

    def without(self, text: OuterText, chance: float) -> _Core:
        """The same without an outer text, which belongs with a *chance*."""
        alone = _alone(text, chance)
        if text.is_last:
            return _Core(text.rest, self.before, (alone, *self.behind))
        return _Core(text.rest, (*self.before, alone), self.behind)


def _alone(text: OuterText, chance: float) -> TextBead:
    """An outer text as a bead of its own; so unlikely a partner is not worth naming."""
    sure = _SUREST_ALONE * (1 - chance)
    if text.is_english:
        return TextBead((), (text.position,), sure)
    return TextBead((text.position,), (), sure)


def without_strangers(
    beads: Sequence[TextBead],
    evidence: WordEvidence,
    weights: Floats,
    anchors: Sequence[tuple[int, int]] = (),
    *,
    belongs: float = BELONGS,
) -> list[TextBead]:
    """The beads in their order, without the outer texts that do not belong; these stand alone.

    *weights* are those of MEMBER, the bias last. What a user has anchored belongs, and what does
    from a probability of *belongs* on, 0–1; among a few beads more is asked.
    """
    cores = [_Core(bead) for bead in beads]
    few = fewness(sum(1 for bead in beads if bead.zh and bead.en))
    limit = belongs + few * (_BELONGS_AMONG_FEW - belongs)
    odds_of = _outer_odds(dict(enumerate(beads)), evidence, weights)
    while strangers := _strangers(odds_of, limit, anchors):
        changed: dict[int, TextBead] = {}
        for n, (text, chance) in strangers.items():
            cores[n] = cores[n].without(text, chance)
            changed[n] = cores[n].bead
            del odds_of[n]
        odds_of |= _outer_odds(changed, evidence, weights)
    parts = ((*core.before, core.bead, *core.behind) for core in cores)
    return [bead for part in parts for bead in part]


def _outer_odds(
    beads: Mapping[int, TextBead], evidence: WordEvidence, weights: Floats
) -> dict[int, list[tuple[OuterText, float]]]:
    """By the number of each bead its outer texts, with the log odds that they belong."""
    odds_of: dict[int, list[tuple[OuterText, float]]] = {}
    for is_english in (False, True):
        outer = outer_texts(beads, is_english=is_english)
        if not outer:
            continue
        features = member_features(outer, evidence)
        odds = features @ weights[:-1] + weights[-1]
        for text, own_odds in zip(outer, odds.tolist(), strict=True):
            odds_of.setdefault(text.number, []).append((text, own_odds))
    return odds_of


def _strangers(
    odds_of: Mapping[int, Sequence[tuple[OuterText, float]]],
    limit: float,
    anchors: Sequence[tuple[int, int]],
) -> dict[int, tuple[OuterText, float]]:
    """Of each bead that has some, the outer text that least belongs, and how likely it does.

    Those from the *limit* on belong.
    """
    every = [pair for pairs in odds_of.values() for pair in pairs]
    if not every:
        return {}
    odds = np.array([own_odds for _, own_odds in every])
    in_text = chances_in_text(1 / (1 + np.exp(-odds)), _STRANGERS)
    least: dict[int, tuple[OuterText, float]] = {}
    for (text, _), chance in zip(every, in_text.tolist(), strict=True):
        _, lowest = least.get(text.number, (text, limit))
        if chance < lowest and not _is_anchored(text, anchors):
            least[text.number] = text, chance
    return least


def _is_anchored(text: OuterText, anchors: Sequence[tuple[int, int]]) -> bool:
    """Whether a user has said that an outer text belongs to its bead."""
    if text.is_english:
        return any(
            j == text.position and i in text.whole.zh for i, j in anchors
        )
    return any(i == text.position and j in text.whole.en for i, j in anchors)
