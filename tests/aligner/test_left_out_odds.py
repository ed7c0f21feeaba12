"""What tells that a sentence was left out, by itself and with the others of its bead."""

from __future__ import annotations

import pytest

from nqpterms.aligner.left_out_odds import (
    AskedSentence,
    left_out_features,
    left_out_odds,
    left_out_weights,
)
from nqpterms.aligner.sentence_beads import SentenceBead, SideSentences, Window
from nqpterms.aligner.unanswered import weighed_sentences
from nqpterms.lexicon import load_lexicon
from nqpterms.model.alignment import Side

PAIR = SentenceBead(("农业发展。",), ("Agriculture grows.",))
LOST = SentenceBead(("工厂停止排放废水。",), ())
JOINED = SentenceBead(
    ("学校购买新书。", "工厂停止排放废水。"), ("The school buys new books.",)
)


def asked(
    bead: SentenceBead, number: int, *, lost: float = 0.0
) -> tuple[AskedSentence, SideSentences, SideSentences]:
    """A Chinese sentence of the second of three beads, with both sides."""
    beads = [PAIR, bead, PAIR]
    lexicon = load_lexicon()
    own = SideSentences.of(beads, "zh", lexicon)
    other = SideSentences.of(beads, "en", lexicon)
    window = Window(1, 2) if bead.is_paired else Window(0, 3)
    is_alone = not bead.is_paired
    sentence = AskedSentence("zh", 1 + number, window, lost, is_alone)
    return sentence, own, other


@pytest.mark.parametrize("source", ["zh", "en"])
def test_every_weight_is_of_a_feature(source: Side) -> None:
    weights = left_out_weights()[source]
    alone = left_out_features(*asked(LOST, 0))
    joined = left_out_features(*asked(JOINED, 0))
    assert weights.alone.keys() <= alone.keys()
    assert weights.joined.keys() <= joined.keys()
    assert joined.keys() - alone.keys() == {"here", "here_rest", "rest_missed"}


def test_of_two_sentences_the_one_that_is_answered_is_the_less_likely_lost() -> (
    None
):
    answered = left_out_odds(*asked(JOINED, 0))
    unanswered = left_out_odds(*asked(JOINED, 1))
    assert answered < unanswered


def test_what_stands_alone_across_makes_a_loss_less_likely() -> None:
    """A free translation that found no partner may be its answer."""
    nothing = left_out_odds(*asked(LOST, 0))
    much = left_out_odds(*asked(LOST, 0, lost=0.5))
    assert much < nothing


def test_the_sentences_to_learn_from_are_those_the_weights_decide() -> None:
    """A sentence that is the only one of its bead is never asked."""
    places = [
        (one.place.bead, one.place.number, one.is_alone)
        for one in weighed_sentences([PAIR, LOST, JOINED])
    ]
    assert places == [(1, 0, True), (2, 0, False), (2, 1, False)]
