"""Whether a bead is a translation at all, whatever stands round it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.confidence import (
    CONTEXT,
    FEATURES,
    _context_features,
    cut_beads,
    load_model,
    translation_chances,
)
from nqpterms.aligner.engine import align_texts, prepare, taught_evidence
from nqpterms.aligner.links import tokenize
from nqpterms.aligner.word_evidence import WordEvidence
from nqpterms.lexicon import load_lexicon

ZH = [
    "昨天全家去森林里采蘑菇，装满了三个篮子。",
    "老师在黑板上画了一张城市地图。",
    "渔民抱怨今年海水太热，网里几乎没有鱼。",
    "新的铁路桥明年春天通车，全长两公里。",
    "医生建议病人每天散步半小时。",
    "图书馆晚上九点关门，周末不开放。",
]
EN = [
    "Yesterday the whole family went to the forest to pick mushrooms and filled three baskets.",
    "The teacher drew a map of the city on the blackboard.",
    "The fishermen complain that the sea is too hot this year and their nets hold hardly any fish.",
    "The new railway bridge opens to traffic next spring and is two kilometres long.",
    "The doctor advises the patient to walk for half an hour every day.",
    "The library closes at nine in the evening and is not open at weekends.",
]
FOREIGN = [
    "She paid the tailor in silver coins and never wore the coat again.",
    "Volcanic ash makes a heavy soil in which grapes ripen late.",
    "Nobody could say who had forged the signature under the will.",
    "His cousin keeps bees behind the old chapel and sells the honey.",
    "Chess players were forbidden to smoke during the tournament.",
    "The orchestra tuned its instruments while the candles were lit.",
]
ONE_TO_ONE = [((n,), (n,), 0.9) for n in range(6)]


def chances(zh: list[str], en: list[str], beads=None) -> list[float]:
    *tokens, links = tokenize(zh, en, load_lexicon())
    evidence = WordEvidence.of(tuple(tokens), links, load_model().rates)
    return translation_chances(beads or ONE_TO_ONE, evidence).tolist()


def test_translations_are_likely_and_strangers_are_not() -> None:
    assert min(chances(ZH, EN)) > 0.6
    assert max(chances(ZH, FOREIGN)) < 0.2


@pytest.mark.parametrize("n", range(6))
def test_one_stranger_among_translations(n: int) -> None:
    found = chances(ZH, [*EN[:n], FOREIGN[n], *EN[n + 1 :]])
    assert found[n] < 0.5 and min(found[:n] + found[n + 1 :]) > 0.5


def test_shifted_texts_are_no_translations() -> None:
    assert max(chances(ZH, EN[1:] + EN[:1])) < 0.3


@pytest.mark.parametrize("n", range(5))
def test_a_bead_is_as_likely_as_its_weakest_member(n: int) -> None:
    pair = [((n,), (n, n + 1), 0.9)]
    both = [((n, n + 1), (n, n + 1), 0.9)]
    en = [*EN[: n + 1], FOREIGN[n], *EN[n + 2 :]]
    (whole,), (mixed,) = chances(ZH, EN, both), chances(ZH, en, pair)
    assert mixed < whole > 0.5


NAMED_ZH = [
    "布兰多克推开门，没有看见任何人。",
    "谁也不相信布兰多克的话。",
    "布兰多克把信烧了。",
    "后来布兰多克再也没有回来。",
]
NAMED_EN = [
    "Zorvath pushed the door and saw nobody.",
    "No one took Zorvath at his word.",
    "Zorvath threw the letter into the fire.",
    "After that Zorvath was seen no more.",
]


def taught_chances(zh: list[str], en: list[str]) -> list[float]:
    """P(translation) of the pairs, with the links that they teach."""
    search = prepare(zh, en, None, lexicon=load_lexicon())
    beads = [TextBead((n,), (n,), 0.9) for n in range(len(zh))]
    return translation_chances(beads, taught_evidence(search, beads)).tolist()


def test_a_name_that_no_dictionary_has_is_answered_once_the_beads_have_taught_it() -> (
    None
):
    pairs = [((n,), (n,), 0.9) for n in range(len(NAMED_ZH))]
    before = chances(NAMED_ZH, NAMED_EN, pairs)
    assert np.all(np.array(taught_chances(NAMED_ZH, NAMED_EN)) > before)


def test_a_stranger_is_not_taught_by_itself() -> None:
    en = [*EN[:5], FOREIGN[5]]
    assert taught_chances(ZH, en)[5] < 0.2


def test_a_bead_without_a_partner_is_not_asked() -> None:
    assert chances(ZH, EN, [((0,), (), 1.0), ((), (0, 1), 1.0)]) == [1.0, 1.0]
    assert chances(ZH, EN, [((0,), (), 1.0), ((1,), (1,), 1.0)])[1] > 0.5


@pytest.mark.parametrize("n", range(1, 5))
def test_the_engine_is_not_sure_of_a_stranger(n: int) -> None:
    beads = align_texts(ZH, [*EN[:n], FOREIGN[n], *EN[n + 1 :]])
    pairs = [bead for bead in beads if bead.zh and bead.en]
    assert all(bead.confidence < 0.5 for bead in pairs if n in bead.en)
    assert all(
        ((k,), (k,)) in [bead[:2] for bead in pairs] for k in range(6) if k != n
    )


@pytest.mark.parametrize("size", [3, 4, 5, 6])
@pytest.mark.parametrize("first", [0, 2])
def test_a_stranger_in_a_small_text(size: int, first: int) -> None:
    """The wrong one stays below one half, and those beside it above."""
    zh, en = (ZH + ZH)[first : first + size], (EN + EN)[first : first + size]
    for n in range(size):
        beads = align_texts(zh, [*en[:n], FOREIGN[n], *en[n + 1 :]])
        sure = {
            bead[:2]
            for bead in beads
            if bead.en and bead.zh and bead.confidence >= 0.5
        }
        assert sure == {((k,), (k,)) for k in range(size) if k != n}


def test_articles_of_other_numbers_are_no_pairs() -> None:
    zh = ["第五条", "渔船每年须检查一次。", "第六条", "船长须保存记录。"]
    en = [
        *("Article 5", "Fishing boats shall be inspected once a year."),
        *("Article 6", "The captain shall keep records."),
    ]
    shifted = ["Article 31", en[1], "Article 32", en[3]]
    right = min(chances(zh, en, ONE_TO_ONE[:4]))
    wrong = chances(zh, shifted, ONE_TO_ONE[:4])
    assert right > 0.5 > max(wrong[0], wrong[2])


def test_the_engine_pairs_no_strangers_above_one_half() -> None:
    beads = align_texts(ZH[:5], FOREIGN[:5])
    assert all(bead.confidence < 0.5 for bead in beads if bead.zh and bead.en)


def test_what_is_anchored_is_believed() -> None:
    beads = align_texts(ZH, FOREIGN, anchors=[(2, 2)])
    assert any(2 in bead.zh and 2 in bead.en for bead in beads)


@pytest.mark.parametrize("text", ["", "。", "……", "😀", "\ud800", "123"])
def test_texts_without_words_have_a_probability(text: str) -> None:
    found = chances([text, ZH[1]], [text, EN[1]], ONE_TO_ONE[:2])
    assert all(0 <= chance <= 1 for chance in found)


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=30))
def test_context_is_bounded(odds: list[float]) -> None:
    context = _context_features(np.array(odds))
    assert context.shape == (len(odds), 10)
    assert np.isfinite(context).all() and (np.abs(context) <= 16.0).all()


def test_the_model_says_more_for_more_matches() -> None:
    model = load_model()
    assert (
        len(model.lexicon.alone) == len(FEATURES) + 1
        and len(model.lexicon.context) == len(CONTEXT) + 1
    )
    assert model.lexicon.alone[FEATURES.index("weakest")] > 0
    assert model.lexicon.context[CONTEXT.index("own")] > 0


def cuts(
    zh: list[str], en: list[str]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The parts of one bead of everything."""
    *tokens, links = tokenize(zh, en, load_lexicon())
    evidence = WordEvidence.of(tuple(tokens), links, load_model().rates)
    bead = (tuple(range(len(zh))), tuple(range(len(en))), 0.9)
    return [part[:2] for part in cut_beads([bead], evidence)[0]]


ZH_LONG = ["".join(ZH[:3]), "".join(ZH[3:])]
EN_LONG = [" ".join(EN[:3]), " ".join(EN[3:])]


def test_two_paragraphs_beside_two_are_two_beads() -> None:
    assert cuts(ZH_LONG, EN_LONG) == [((0,), (0,)), ((1,), (1,))]


@pytest.mark.parametrize(
    ("en", "parts"),
    [
        (
            [EN_LONG[0], " ".join(EN[3:5]), EN[5]],
            [((0,), (0,)), ((1,), (1, 2))],
        ),
        ([" ".join(EN[:2]), EN[2], EN_LONG[1]], [((0,), (0, 1)), ((1,), (2,))]),
    ],
)
def test_two_paragraphs_beside_three_are_cut_at_either_place(en, parts) -> None:
    assert cuts(ZH_LONG, en) == parts


def test_what_crosses_the_cut_stays_together() -> None:
    crossed = [" ".join([EN[0], EN[3]]), " ".join([EN[1], EN[2], EN[4], EN[5]])]
    assert cuts(ZH_LONG, crossed) == [((0, 1), (0, 1))]


def test_short_sentences_stay_as_the_engine_has_them() -> None:
    assert cuts(["天晴。", "我走。"], ["It was fine.", "I left."]) == [
        ((0, 1), (0, 1))
    ]


def test_one_beside_several_is_never_cut() -> None:
    assert cuts([ZH_LONG[0]], EN[:3]) == [((0,), (0, 1, 2))]


def test_a_long_stranger_falls_apart() -> None:
    zh = ["".join(ZH[n : n + 6] + ZH[:n]) for n in (0, 2, 4)]
    en = [" ".join(EN[n : n + 6] + EN[:n]) for n in (0, 2, 4)]
    beads = align_texts(zh, [en[0], " ".join(FOREIGN), en[2]])
    pairs = [bead[:2] for bead in beads if bead.zh and bead.en]
    assert ((1,), (1,)) not in pairs and ((2,), (2,)) in pairs


def test_paragraphs_as_lines_are_sure() -> None:
    """Two beside two that the words cut are as sure as the two beads that they are."""
    zh, en = ZH_LONG * 3, EN_LONG * 3
    beads = align_texts(zh, en)
    assert [(bead.zh, bead.en) for bead in beads] == [
        ((n,), (n,)) for n in range(6)
    ]
    assert min(bead.confidence for bead in beads) > 0.9
