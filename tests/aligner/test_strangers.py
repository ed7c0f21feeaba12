"""Which texts at the edge of a bead do not belong to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.confidence import load_model
from nqpterms.aligner.engine import align_texts
from nqpterms.aligner.links import tokenize
from nqpterms.aligner.strangers import MEMBER, without_strangers
from nqpterms.aligner.word_evidence import WordEvidence
from nqpterms.lexicon import load_lexicon

ZH = [
    "渔民抱怨今年海水太热，网里几乎没有鱼，许多年轻人只好去城里的工厂做工。",
    "新的铁路桥明年春天通车，全长两公里，从村子到医院只要十分钟。",
    "图书馆晚上九点关门，周末不开放，学生希望星期六也能借书。",
    "医生建议病人每天散步半小时，少吃盐，多喝水。",
]
EN = [
    [
        "The fishermen complain that the sea is too hot this year and the nets hold hardly a fish.",
        "Many young people have no choice but to work in factories in the city.",
    ],
    [
        "The new railway bridge opens to traffic next spring and is two kilometres long.",
        "From the village to the hospital it will take only ten minutes.",
    ],
    [
        "The library closes at nine in the evening and is not open at weekends.",
        "Students hope that they can borrow books on Saturdays as well.",
    ],
    [
        "The doctor advises patients to walk for half an hour every day.",
        "They should eat less salt and drink more water.",
    ],
]
STRANGERS = [
    "She paid the tailor in silver coins and never wore the coat again.",
    "Volcanic ash makes a heavy soil in which grapes ripen late.",
    "Nobody could say who had forged the signature under the will.",
    "His cousin keeps bees behind the old chapel and sells the honey.",
]
PLACES = range(len(ZH))


def left(
    zh: list[str], en: list[str], bead: TextBead, anchors=()
) -> list[TextBead]:
    """What becomes of one bead of two texts."""
    *tokens, links = tokenize(zh, en, load_lexicon())
    model = load_model()
    evidence = WordEvidence.of(tuple(tokens), links, model.rates)
    return without_strangers([bead], evidence, model.members, anchors)


@pytest.mark.parametrize("n", PLACES)
def test_both_sentences_of_a_translation_belong(n: int) -> None:
    bead = TextBead((0,), (0, 1), 0.9)
    assert left([ZH[n]], EN[n], bead) == [bead]


@pytest.mark.parametrize("n", PLACES)
def test_a_stranger_behind_the_translation_stands_alone(n: int) -> None:
    en = [*EN[n], STRANGERS[n]]
    pair, alone = left([ZH[n]], en, TextBead((0,), (0, 1, 2), 0.9))
    assert pair == TextBead((0,), (0, 1), 0.9)
    assert alone[:2] == ((), (2,)) and alone.confidence > 0.5


@pytest.mark.parametrize("n", PLACES)
def test_a_stranger_before_the_translation_stands_alone(n: int) -> None:
    en = [STRANGERS[n], *EN[n]]
    alone, pair = left([ZH[n]], en, TextBead((0,), (0, 1, 2), 0.9))
    assert alone[:2] == ((), (0,)) and alone.confidence > 0.5
    assert pair == TextBead((0,), (1, 2), 0.9)


@pytest.mark.parametrize("n", PLACES)
def test_a_chinese_stranger_stands_alone_as_well(n: int) -> None:
    zh = [ZH[n], ZH[n - 1]]
    pair, alone = left(zh, EN[n], TextBead((0, 1), (0, 1), 0.9))
    assert pair[:2] == ((0,), (0, 1)) and alone[:2] == ((1,), ())


@pytest.mark.parametrize(
    "n",
    [
        *PLACES[:3],
        pytest.param(
            3,
            marks=pytest.mark.xfail(
                strict=True, reason="ten words beside a foreign sentence"
            ),
        ),
    ],
)
def test_strangers_of_both_sides_leave_the_pair(n: int) -> None:
    """Known to fail where ten words must tell what a sentence beside them is."""
    zh, en = [ZH[n - 1], ZH[n]], [STRANGERS[n], *EN[n]]
    beads = left(zh, en, TextBead((0, 1), (0, 1, 2), 0.9))
    assert ((1,), (1, 2)) in [bead[:2] for bead in beads] and len(beads) == 3


def test_what_a_user_has_anchored_belongs() -> None:
    bead = TextBead((0,), (0, 1, 2), 0.9)
    en = [*EN[0], STRANGERS[0]]
    assert left([ZH[0]], en, bead, [(0, 2)]) == [bead]


def test_a_text_alone_is_left_as_it_is() -> None:
    alone = TextBead((), (0, 1), 0.7)
    assert left(ZH, EN[0], alone) == [alone]


@given(st.lists(st.sampled_from(ZH), min_size=1, max_size=3), st.data())
def test_every_text_stands_in_one_bead_in_order(zh: list[str], data) -> None:
    every = [sentence for pair in EN for sentence in pair] + STRANGERS
    en = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4))
    whole = TextBead(tuple(range(len(zh))), tuple(range(len(en))), 0.9)
    beads = left(zh, en, whole)
    assert [i for bead in beads for i in bead.zh] == list(whole.zh)
    assert [j for bead in beads for j in bead.en] == list(whole.en)
    assert all(0 <= bead.confidence <= 1 for bead in beads)


@pytest.mark.parametrize("n", PLACES)
def test_a_foreign_sentence_among_translations_pairs_with_nothing(
    n: int,
) -> None:
    en = [sentence for pair in EN for sentence in pair]
    en.insert(2 * n + 2, STRANGERS[n])
    beads = align_texts(ZH, en)
    sure = {
        j
        for bead in beads
        if bead.zh and bead.confidence > 0.5
        for j in bead.en
    }
    assert 2 * n + 2 not in sure


def test_the_model_weighs_every_feature() -> None:
    assert len(load_model().members) == len(MEMBER) + 1


def test_among_many_beads_the_limit_is_the_one_that_is_asked_for() -> None:
    """Nothing is less likely than 0, and what belongs stays under the limit that ships."""
    times = 8
    zh = ZH * times
    en = [*EN[0], STRANGERS[0]]
    beads = [TextBead((0,), (0, 1, 2), 0.9)]
    for number, sentences in enumerate((EN * times)[1:], 1):
        places = range(len(en), len(en) + len(sentences))
        beads.append(TextBead((number,), tuple(places), 0.9))
        en += sentences
    *tokens, links = tokenize(zh, en, load_lexicon())
    model = load_model()
    evidence = WordEvidence.of(tuple(tokens), links, model.rates)
    members = model.members
    assert without_strangers(beads, evidence, members, belongs=0) == beads
    first, alone, *others = without_strangers(beads, evidence, members)
    assert first[:2] == ((0,), (0, 1)) and alone[:2] == ((), (2,))
    assert others == beads[1:]
