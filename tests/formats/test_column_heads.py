"""What heads of columns say, in the words of people and of programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.formats.column_heads import (
    ColumnHead,
    header_at,
    heading,
    heads_of_unknown_words,
    text_columns,
)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("zh_HK", "en_GB"),
        ("ZH-Hans-CN", "EN"),
        ("Chinese (Taiwan)", "English (Australia)"),
        ("Chinese_Simplified", "English_United_Kingdom"),
        ("中文词汇", "英文说法"),
        ("簡體中文名稱", "英語譯名"),
        ("汉", "英"),
        ("CHT", "ENG"),
        ("TC", "EN"),
        ("Term [zh]", "Term [en]"),
        ("Chinese Term 2", "English Term 2"),
        ("Mandarin", "American English"),
        ("cn", "us"),
        ("中文（大陆）", "英文（英国）"),
        ("zh-cn text", "en-us text"),
    ],
)
def test_names_of_languages_in_any_writing(chinese: str, english: str) -> None:
    heads = heading(chinese), heading(english)
    assert [(head.role, head.side) for head in heads if head] == [
        ("term", "zh"),
        ("term", "en"),
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Source", ColumnHead("term", part="source")),
        ("目标语言", ColumnHead("term", part="target")),
        ("targetString", ColumnHead("term", part="target")),
        ("sourceterm", ColumnHead("term", part="source")),
        ("源语言代码", ColumnHead("source_lang")),
        ("sourceLang", ColumnHead("source_lang")),
        ("禁用词", ColumnHead("term", status="deprecated")),
        ("DO NOT USE", ColumnHead("term", status="deprecated")),
        ("推荐译名", ColumnHead("term", part="target", status="preferred")),
        ("英文别名", ColumnHead("term", "en")),
        ("Forbidden English", ColumnHead("term", "en", status="deprecated")),
        ("zh-TW", ColumnHead("term", "zh", tag="zh-TW")),
        ("English_Def", ColumnHead("definition", "en")),
        ("中文释义", ColumnHead("definition", "zh")),
        ("Term ID", ColumnHead("id")),
        ("词性", ColumnHead("pos")),
        ("備註", ColumnHead("note")),
        ("Term Status", ColumnHead("status")),
        ("#", ColumnHead("row")),
    ],
)
def test_what_a_head_says(head: str, expected: ColumnHead) -> None:
    assert heading(head) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "产业",
        "tax",
        "Author",
        "年份",
        "2024",
        "中国特色社会主义",
        "englishman",
        "12",
        "x" * 99,
    ],
)
def test_what_is_no_head_says_nothing(text: str) -> None:
    assert heading(text) is None


@given(st.text(max_size=30))
def test_any_cell_is_a_head_or_none(text: str) -> None:
    head = heading(text)
    assert head is None or head.role


def test_a_header_may_stand_below_a_title() -> None:
    rows = [
        ["政策术语", "", ""],
        ["", "", ""],
        ["序号", "原文", "译文"],
        ["1", "税", "tax"],
    ]
    assert header_at(rows) == 2
    assert header_at([["税", "tax"], ["中文", "Chinese"]]) is None


def test_columns_without_heads_are_told_by_their_script() -> None:
    assert text_columns(
        [["1", "税", "tax", "a law"], ["2", "岗位", "job", ""]]
    ) == (1, 2)
    assert text_columns(
        [["tax", "税", "财政"], ["GDP", "国内生产总值", ""]]
    ) == (1, 0)
    assert text_columns([["税", "岗位"]]) is None


@pytest.mark.parametrize(
    ("cells", "is_header"),
    [
        (["ID", "Kinesisk", "Engelsk"], True),
        (["编号", "甲", "乙"], True),
        (["1", "税", "tax", "note"], False),
        (["", "税", "tax"], False),
        (["", "WTO", "World Trade Organization"], False),
    ],
)
def test_a_first_row_of_unknown_words(
    cells: list[str], is_header: bool
) -> None:
    assert bool(heads_of_unknown_words(cells, (1, 2))) is is_header


def test_a_short_first_row_is_no_head_of_columns_behind_it() -> None:
    assert heads_of_unknown_words(["x", "y", "z"], (3, 4)) == []
    assert heads_of_unknown_words(["ID", "Kinesisk", "Engelsk"], (1, 2)) != []


def test_heads_stay_heads_above_a_pair_of_the_same_words() -> None:
    """The wrong neighbour: rows each of which names its languages have no header."""
    heads = ["zh", "en", "doc", "target"]
    assert header_at([heads, ["zh", "en", "a.md", "zh"]]) == 0
    rows = [["zh", "税", "en", "tax"], ["zh", "法", "en", "law"]]
    assert header_at(rows) is None
