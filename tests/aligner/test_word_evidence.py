"""What single words prove for a bead: answered, not answered, or silent."""

from __future__ import annotations

import numpy as np
import pytest

from nqpterms.aligner.confidence import load_model
from nqpterms.aligner.links import tokenize
from nqpterms.aligner.word_evidence import (
    Answers,
    WordEvidence,
    bead_answers,
    bead_sides,
)
from nqpterms.lexicon import load_lexicon

ZH = ["农民在村里种水稻。", "于是大家慢慢地走了。", "渔船昨天回到港口。"]
EN = [
    "The farmers grow rice in the village.",
    "So they all left.",
    "The boats came back to port.",
]


def answers(zh: list[str], en: list[str]) -> tuple[Answers, Answers]:
    """Those of one bead a line."""
    *tokens, links = tokenize(zh, en, load_lexicon())
    evidence = WordEvidence.of(tuple(tokens), links, load_model().rates)
    beads = [((n,), (n,), 1.0) for n in range(len(zh))]
    return bead_answers(*bead_sides(beads, evidence), evidence)


def odds_by_word(side: Answers) -> dict[str, float]:
    vocabulary = side.words.tokens.vocabulary
    words = [vocabulary[k] for k in side.words.types.tolist()]
    return dict(zip(words, side.odds().tolist(), strict=True))


@pytest.mark.parametrize("word", ["农民", "水稻", "港口"])
def test_an_answered_word_speaks_for_the_bead_and_a_missed_one_against_it(
    word: str,
) -> None:
    right, _ = answers(ZH, EN)
    wrong, _ = answers(ZH, [EN[2], EN[1], EN[0]])
    assert odds_by_word(right)[word] > 0 > odds_by_word(wrong)[word]


def test_a_word_that_is_hardly_ever_answered_is_not_missed() -> None:
    zh, _ = answers(["市场于是关门。", ZH[2]], [EN[2], "So the market closed."])
    odds = odds_by_word(zh)
    assert odds["市场"] < odds["于是"] <= 0


def test_a_word_without_links_says_nothing() -> None:
    _, en = answers(ZH, ["Zxqv farmers grow rice.", *EN[1:]])
    assert odds_by_word(en)["zxqv"] == 0.0


def test_more_words_answer_by_chance() -> None:
    rates = answers(ZH, EN)[0]
    few, many = (
        rates.links.by_chance(np.array([0.002]), np.array([n]))
        for n in (5.0, 200.0)
    )
    assert few < many


def test_likelihoods_are_probabilities() -> None:
    for side in answers(ZH, EN):
        likely = side.likely()
        assert ((likely >= 0) & (likely <= 1)).all() and (likely > 0).any()


@pytest.mark.parametrize("text", ["", "。", "123", "\ud800"])
def test_a_bead_without_words_has_no_odds(text: str) -> None:
    for side in answers([text], [text]):
        assert not len(side.odds())
