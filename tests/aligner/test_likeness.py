"""Likeness: what two sections or paragraphs share, and what they do not."""

from __future__ import annotations

import numpy as np
import pytest

from nqpterms.aligner.likeness import (
    ParagraphWords,
    link_odds,
    member_odds,
    section_odds,
)
from nqpterms.lexicon import load_lexicon
from nqpterms.model.document import Passage, Section

LEXICON = load_lexicon()
ZH = (
    "农民在春天播种小麦，秋天收获玉米。",
    "学校新建了图书馆和体育馆，学生很高兴。",
    "铁路连接了两个城市，火车每小时一班。",
)
EN = (
    "Farmers sow wheat in spring and harvest corn in autumn.",
    "The school built a library and a gymnasium; the pupils are happy.",
    "A railway connects the two cities, with a train every hour.",
)


@pytest.fixture(scope="module")
def words() -> tuple[ParagraphWords, ParagraphWords]:
    zh, en = ([Passage(text) for text in side] for side in (ZH, EN))
    return (
        ParagraphWords.of(zh, LEXICON, is_english=False),
        ParagraphWords.of(en, LEXICON, is_english=True),
    )


@pytest.mark.parametrize("i", range(3))
@pytest.mark.parametrize("j", range(3))
def test_a_translation_is_liker_than_another_paragraph(i, j, words):
    zh, en = words
    assert (link_odds(zh, i, en, j) > 0) == (i == j)


def test_traditional_characters_meet_the_dictionary():
    simplified_words, traditional_words = (
        ParagraphWords.of([Passage(text)], LEXICON, is_english=False)
        for text in ("铁路连接了两个城市。", "鐵路連接了兩個城市。")
    )
    assert traditional_words.keys == simplified_words.keys


def test_a_stranger_in_a_bead_is_worth_less_than_a_member(words):
    zh, en = words
    member = member_odds(1, range(2), range(2), own=en, other=zh)
    stranger = member_odds(2, range(1, 3), range(1, 2), own=en, other=zh)
    assert stranger < 0 < member


def test_what_brings_no_word_is_worth_nothing(words):
    zh, en = words
    assert member_odds(1, range(2), range(1), own=en, other=zh) == float("-inf")


def test_likeness_of_sections_without_anything():
    bare = Section(None, None, 1)
    assert np.isfinite(section_odds([bare], [bare], lexicon=LEXICON)).all()
    assert section_odds([], [bare], lexicon=LEXICON).shape == (0, 1)


def heading(number: str, title: str, level: int = 1) -> Section:
    return Section(number, Passage(title), level)


@pytest.mark.parametrize(
    ("zh", "en", "other"),
    [
        ("第五条", "Article 5", "Article 6"),
        ("第五條", "Article 5", "Section 5"),
        ("第五章", "Chapter V", "Article 5"),
    ],
)
def test_what_a_heading_calls_itself_holds_wherever_the_trees_have_it(
    zh, en, other
):
    left = [heading("1.3.5", zh, 3)]
    right = [
        heading("1.5", en, 2),
        heading("1.6" if "6" in other else "1.5", other, 2),
    ]
    odds = section_odds(left, right, lexicon=LEXICON)
    assert odds[0, 0] > odds[0, 1] + 3


def test_an_item_calls_itself_nothing():
    left = [heading("1.3.5", "五、总则", 3), heading("1.3.5", "第五条", 3)]
    odds = section_odds(left, [heading("1.5", "Article 5", 2)], lexicon=LEXICON)
    assert odds[0, 0] < odds[1, 0] - 3
