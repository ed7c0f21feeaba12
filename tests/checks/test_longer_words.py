"""Chinese in which a term is found though another word stands there."""

from __future__ import annotations

import pytest

from nqpterms.checks.longer_words import other_reading
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.rows import matched_rows


def reading(term: str, zh: str, en: str, **others: str) -> str:
    """What stands in a text in the place of a term; *others* are further terms of the base."""
    concepts = [
        Concept("c", (Term(term, "zh-Hans"), Term("no such thing", "en")))
    ]
    for number, (chinese, english) in enumerate(others.items()):
        terms = (Term(chinese, "zh-Hans"), Term(english, "en"))
        concepts.append(Concept(f"o{number}", terms))
    [[row]] = matched_rows(
        [Segment(zh, en, row=1)], Matcher(TermBase(tuple(concepts)))
    )
    [source] = [match for match in row.source_matches if "c" in match.concepts]
    return other_reading(row, source)


@pytest.mark.parametrize(
    ("term", "zh", "en", "expected"),
    [
        ("求是", "做事实事求是", "Seek truth from facts.", "实事求是"),
        (
            "机构改革",
            "推进金融机构改革",
            "Reform financial institutions.",
            "金融机构",
        ),
        ("中试", "集中试点", "Trials in one place", "集中|试点"),
        ("三保", "衣食有三保障", "Food and clothing are safe.", "保障"),
    ],
)
def test_another_word_stands_there(
    term: str, zh: str, en: str, expected: str
) -> None:
    assert reading(term, zh, en) == expected


@pytest.mark.parametrize(
    ("term", "zh", "en"),
    [
        (
            "机构改革",
            "推进金融机构改革",
            "Push for the change of banks.",
        ),  # not rendered
        (
            "水利",
            "建设水利工程",
            "Build it.",
        ),  # keeps its meaning before another word
        (
            "普惠金融",
            "普惠金融和票价",
            "Melt and fuse it.",
        ),  # 融和 comes about by chance
        ("求是", "《求是》杂志", "The magazine"),
        ("中试", "开展中试", "Carry it out."),
        ("国", "我国的", "Ours."),
    ],
)
def test_the_term_stands_there(term: str, zh: str, en: str) -> None:
    assert reading(term, zh, en) == ""


def test_a_term_that_begins_within_it_is_read_where_it_is_rendered() -> None:
    pair = "深化改革开放", "Keep reform and opening."
    assert (
        reading("深化改革", *pair, 改革开放="reform and opening") == "改革开放"
    )
    assert (
        reading(
            "深化改革", pair[0], "Go on.", 改革开放="reform and opening up wide"
        )
        == ""
    )


def test_a_term_that_ends_within_it_leaves_it_its_head() -> None:
    assert (
        reading(
            "山城铁路",
            "小山城铁路",
            "A small hill town",
            小山城="small hill town",
        )
        == ""
    )


@pytest.mark.parametrize(
    ("title", "text", "is_named"),
    [
        ("《求是》", "《求是》登了文章", True),
        ("《求是》", "实事求是", False),
        ("《求是》", "求是精神", False),
        ("《新桥报》", "新桥报登了文章", True),
    ],
)
def test_a_title_of_two_characters_stands_in_its_marks(
    title: str, text: str, is_named: bool
) -> None:
    base = TermBase(
        (Concept("c", (Term(title, "zh-Hans"), Term("The Paper", "en"))),)
    )
    assert bool(Matcher(base).find(text)) == is_named
