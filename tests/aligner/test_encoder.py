"""What a sentence encoder adds: with one that knows by a table what each text means."""

from __future__ import annotations

import numpy as np
import pytest

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.confidence import (
    SURROUNDINGS,
    WITH_ENCODER,
    load_model,
    translation_chances,
)
from nqpterms.aligner.encoder import (
    BEAD_COSINES,
    Encoder,
    bead_cosines,
    vector_sums,
)
from nqpterms.aligner.engine import align_texts
from nqpterms.aligner.links import Floats, tokenize
from nqpterms.aligner.word_evidence import WordEvidence
from nqpterms.lexicon import load_lexicon

ZH = [
    "他把旧自行车靠在墙边，转身进了厨房。",
    "雨从中午一直下到天黑。",
    "邻居家的狗又叫了半夜。",
    "她把信读了两遍，然后扔进炉子里。",
    "车站的钟慢了十分钟。",
    "孩子们在河边捡了一袋石头。",
]
EN = [
    "He leaned the old bicycle against the wall and went into the kitchen.",
    "It rained from noon until dark.",
    "The neighbours' dog barked half the night again.",
    "She read the letter twice and threw it into the stove.",
    "The station clock was ten minutes slow.",
    "By the river the children gathered a bag of stones.",
]
FREE = "Whatever she had hoped to find in those pages went up in smoke."
FOREIGN = "Copper prices fell for the third month while tin recovered a little."
ONE_TO_ONE = [TextBead((n,), (n,), 0.9) for n in range(6)]
_SIZE = 64


def encoder_of(*meanings: tuple[str, ...]) -> Encoder:
    """An encoder for which the texts of each tuple mean nearly the same, and all else differs."""
    chance = np.random.default_rng(5)
    table: dict[str, Floats] = {}
    for texts in meanings:
        centre = chance.normal(size=_SIZE)
        for text in texts:
            table[text] = centre + 0.5 * chance.normal(size=_SIZE)

    def encode(texts: list[str]) -> Floats:
        return np.stack([table[text] for text in texts])

    return encode


def every_pair(en: list[str]) -> Encoder:
    return encoder_of(*zip(ZH, EN, strict=True), *((text,) for text in en))


def cosines(en: list[str], encoder: Encoder, beads=ONE_TO_ONE) -> Floats:
    return bead_cosines(
        beads, vector_sums(encoder, ZH), vector_sums(encoder, en)
    )


def column(values: Floats, name: str) -> Floats:
    return values[:, BEAD_COSINES.index(name)]


def chances(en: list[str], encoder: Encoder | None) -> Floats:
    *tokens, links = tokenize(ZH, en, load_lexicon())
    evidence = WordEvidence.of(tuple(tokens), links, load_model().rates)
    values = cosines(en, encoder) if encoder else None
    return translation_chances(ONE_TO_ONE, evidence, values)


@pytest.mark.parametrize("n", range(6))
def test_a_stranger_is_no_nearer_than_the_rest_of_the_text(n: int) -> None:
    en = [*EN[:n], FOREIGN, *EN[n + 1 :]]
    values = cosines(en, every_pair([FOREIGN]))
    for name in ("cosine", "zh margin", "en margin"):
        near = column(values, name)
        assert near.argmin() == n and np.delete(near, n).min() > near[n] + 1


def test_the_weakest_sentence_of_a_bead_is_seen() -> None:
    beads = [TextBead((0,), (0, 1), 0.9), TextBead((1,), (2,), 0.9)]
    values = cosines([EN[0], FOREIGN, EN[1]], every_pair([FOREIGN]), beads)
    weakest = column(values, "weakest cosine")
    assert weakest[0] < weakest[1]
    assert column(values, "cosine")[0] > weakest[0] + 0.5


def test_what_stands_alone_is_no_bead_but_one_of_the_others() -> None:
    beads = [
        TextBead((0,), (), 1.0),
        TextBead((1,), (0,), 0.9),
        TextBead((), (1,), 1.0),
    ]
    values = cosines([FOREIGN, EN[1]], every_pair([FOREIGN]), beads)
    assert values.shape == (1, len(BEAD_COSINES))
    assert column(values, "zh margin")[0] < 0


def test_texts_without_a_bead_have_no_cosines() -> None:
    alone = [TextBead((n,), (), 1.0) for n in range(6)]
    values = cosines(EN, every_pair([]), [*alone, TextBead((), (0, 1), 1.0)])
    assert values.shape == (0, len(BEAD_COSINES))


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 0.0])
def test_a_broken_vector_says_nothing(wrong: float) -> None:
    values = cosines(EN, lambda texts: np.full((len(texts), 3), wrong))
    assert np.isfinite(values).all()
    assert not column(values, "cosine").any()


def test_a_text_of_one_pair_has_no_others() -> None:
    encoder = every_pair([])
    values = bead_cosines(
        ONE_TO_ONE[:1], vector_sums(encoder, ZH[:1]), vector_sums(encoder, EN)
    )
    assert np.isfinite(values).all() and column(values, "cosine")[0] > 1


def test_a_free_translation_is_believed_for_its_meaning() -> None:
    en = [*EN[:3], FREE, *EN[4:]]
    same = encoder_of(*zip(ZH, en, strict=True))
    other = encoder_of(*zip(ZH, EN, strict=True), (FREE,))
    by_words, by_meaning = chances(en, None)[3], chances(en, same)[3]
    assert by_meaning > by_words and by_meaning > 0.5
    # The same words with another meaning: no more believed than without an encoder.
    assert chances(en, other)[3] < min(by_words, 0.3)


@pytest.mark.parametrize("n", range(6))
def test_a_stranger_among_translations_is_found_and_no_other(n: int) -> None:
    en = [*EN[:n], FOREIGN, *EN[n + 1 :]]
    sure = chances(en, every_pair([FOREIGN]))
    assert sure[n] < 0.3 and np.delete(sure, n).min() > 0.6


def test_the_engine_gives_the_stranger_up() -> None:
    en = [*EN[:2], FOREIGN, *EN[3:]]
    beads = align_texts(ZH, en, encoder=every_pair([FOREIGN]))
    pairs = [bead for bead in beads if bead.zh and bead.en]
    assert [(n,) for n in (0, 1, 3, 4, 5)] == [bead.zh for bead in pairs]
    assert all(bead.zh == bead.en for bead in pairs)


def test_every_feature_has_a_weight() -> None:
    weights = load_model().encoder
    assert len(weights.alone) == len(WITH_ENCODER) + 1
    assert len(weights.context) == len(WITH_ENCODER) + len(SURROUNDINGS) + 1
    cosine = slice(len(WITH_ENCODER) - len(BEAD_COSINES), len(WITH_ENCODER))
    assert np.count_nonzero(weights.alone[cosine]) == len(BEAD_COSINES)
