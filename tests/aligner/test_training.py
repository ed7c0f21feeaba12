"""Learning: copies stay whole, and the slope is that of the loss."""

from __future__ import annotations

import random

import numpy as np
import pytest
from msgspec.structs import replace

from nqpterms.aligner.features import NAMES
from nqpterms.aligner.training import (
    GoldBead,
    GoldSample,
    _copies,
    _loss,
    _problem,
)
from nqpterms.lexicon import load_lexicon

ZH = [
    "昨天我们去了森林。",
    "天气很好。",
    "有三只鸟。",
    "狗在河边睡觉。",
    "你为什么不高兴？",
    "好。",
]
EN = [
    "Yesterday we went to the forest.",
    "The weather was fine, and there were three birds.",
    "The dog slept by the river.",
    "Nobody else was there.",
    "Why are you not happy?",
    "Good.",
]
GOLD: list[GoldBead] = [
    ((0,), (0,)),
    ((1, 2), (1,)),
    ((3,), (2,)),
    ((), (3,)),
    ((4,), (4,)),
    ((5,), (5,)),
]
SAMPLE = GoldSample("weather", ZH, EN, GOLD)


@pytest.mark.parametrize("seed", range(5))
def test_every_sentence_of_a_copy_stands_in_one_bead(seed: int) -> None:
    for copy in _copies(SAMPLE, random.Random(seed)):
        assert [i for bead in copy.gold for i in bead[0]] == list(
            range(len(copy.zh))
        )
        assert [j for bead in copy.gold for j in bead[1]] == list(
            range(len(copy.en))
        )


def test_a_copy_counts_less_than_its_text() -> None:
    weights = [copy.weight for copy in _copies(SAMPLE, random.Random(0))]
    assert weights[0] == 1 and all(0 < weight < 1 for weight in weights[1:])


def test_the_slope_is_that_of_the_loss() -> None:
    chance = np.random.default_rng(1)
    weights = chance.normal(scale=0.1, size=len(NAMES))
    task = _problem(
        [SAMPLE, replace(SAMPLE, weight=0.5)], weights, lexicon=load_lexicon()
    )
    slope = _loss(task, weights)[1]
    for n in chance.choice(len(NAMES), 12, replace=False):
        step = np.zeros(len(NAMES))
        step[n] = 0.01
        rise = _loss(task, weights + step)[0] - _loss(task, weights - step)[0]
        assert rise / 0.02 == pytest.approx(slope[n], rel=0.02, abs=0.02)
