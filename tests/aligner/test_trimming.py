"""A paragraph stays in a bead if its words or its length speak for it."""

from __future__ import annotations

import pytest

from nqpterms.aligner.likeness import ENGLISH_PER_HAN
from nqpterms.aligner.trimming import read_words, supported, trimmed, worth
from nqpterms.lexicon import load_lexicon
from nqpterms.model.document import Passage

LEXICON = load_lexicon()

ZH = (
    "农民在春天播种小麦，秋天收获玉米。",
    "学校新建了图书馆和体育馆，学生很高兴。",
    "铁路连接了两个城市，火车每小时一班。",
    "医生和护士在医院里很忙。",
)
EN = (
    "Farmers sow wheat in spring and harvest corn in autumn.",
    "The school built a library and a gymnasium; the pupils are happy.",
    "A railway connects the two cities, with a train every hour.",
    "The doctors and nurses in the hospital are busy.",
)


def read(zh=ZH, en=EN):
    left, right = (tuple(Passage(text) for text in side) for side in (zh, en))
    return (
        read_words(left, lexicon=LEXICON),
        read_words(right, lexicon=LEXICON, unit=ENGLISH_PER_HAN),
    )


TRIMS = {
    "a stranger before": ((range(1), range(2)), (range(1), range(1))),
    "a stranger behind": ((range(1, 3), range(2, 3)), (range(2, 3), range(2, 3))),
    "strangers on both sides": ((range(3), range(1, 2)), (range(1, 2), range(1, 2))),
    "a true pair of two": ((range(2), range(2)), (range(2), range(2))),
    "one to one, whatever it says": ((range(1), range(3, 4)), (range(1), range(3, 4))),
}


@pytest.mark.parametrize("name", TRIMS)
def test_strangers_at_the_edge_go(name):
    group, expected = TRIMS[name]
    assert trimmed(group, *read()) == expected


def test_a_paragraph_cut_in_two_stays_whole():
    zh = (ZH[0] + ZH[1], *ZH[2:])
    group = (range(1), range(2))
    assert trimmed(group, *read(zh)) == group


def test_a_contradicted_link_falls_beside_a_better_one():
    zh = [" ".join(ZH[k] for k in group) for group in ((0,), (1, 2, 3))]
    en = [" ".join(EN[k] for k in group) for group in ((0,), (1, 2, 3))]
    links = [(0, 0), (0, 1), (1, 1)]
    assert supported(links, *read(zh, en)) == [(0, 0), (1, 1)]


def test_an_only_link_stays():
    assert supported([(0, 3)], *read()) == [(0, 3)]


def test_what_brings_no_word_is_worth_nothing():
    zh, en = read()
    assert worth(1, range(2), range(1), own=en, other=zh) == float("-inf")
