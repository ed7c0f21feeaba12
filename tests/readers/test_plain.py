from __future__ import annotations

import textwrap
from itertools import zip_longest

import pytest

from nqpterms.readers.plain import plain_blocks
from nqpterms.readers.text_blocks import TextSource, is_wide
from tests.aligner.test_pages import wrapped

PARAGRAPHS = [
    "1. The schools of the county were built long before there were any roads to them, and the "
    "children walked for 12.5 miles, over two well-known hills, every morning of the week.",
    "When the roads came at last, nobody walked any more; the old paths grew over with grass, and "
    "the teachers had to show the children where their grandparents used to go.",
    "Short one.",
    "Nowadays the paths are open again. They are 3.2 miles long, and on Sundays people come from "
    "all over the province to walk them, children and grandparents alike.",
]
HAN = [
    "县里的学校建得很早，那时候还没有路，孩子们每天早上要翻过两座山，走12.5公里才能到学校。",
    "后来路修好了，就没有人再走山路，旧的小路上长满了草，老师只好带着孩子们去看祖辈走过的地方。",
    "现在小路又开放了，全长3.2公里，每到星期天，全省各地的人都来这里走一走，老人和孩子都很高兴。",
]


def texts(text: str) -> list[str]:
    return [block.text for block in plain_blocks(TextSource(text))]


def broken(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_english_is_put_together(width: int) -> None:
    wrapped = "\n\n".join(
        textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS
    )
    assert texts(wrapped) == PARAGRAPHS


@pytest.mark.parametrize("width", [20, 30])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_wrapped_chinese_is_put_together_without_blanks(
    width: int, between: str
) -> None:
    wrapped = between.join(
        broken("　　" + paragraph, width) for paragraph in HAN
    )
    assert texts(wrapped) == HAN


def test_a_line_is_a_paragraph_where_nothing_is_wrapped() -> None:
    assert texts("\n".join(PARAGRAPHS)) == PARAGRAPHS
    assert texts("\n".join(HAN)) == HAN


def test_a_poem_keeps_its_lines() -> None:
    lines = [
        "the road goes on and on",
        "over the hill",
        "down to the sea",
        "where it began",
    ]
    assert texts("\n".join(lines)) == lines


def test_items_of_a_wrapped_list_stay_apart() -> None:
    items = [f"{n}. {PARAGRAPHS[1]}" for n in range(1, 4)]
    wrapped = "\n".join(
        textwrap.fill(item, 72, subsequent_indent="   ") for item in items
    )
    assert texts(wrapped) == items


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_and_blank_lines_are_counted(newline: str) -> None:
    blocks = plain_blocks(
        TextSource(newline.join(["\ufeffone", "", "", "　\u2003two ", "three"]))
    )
    assert [(b.text, b.passage.line, b.blank) for b in blocks] == [
        ("one", 1, 0),
        ("two", 4, 2),
        ("three", 5, 0),
    ]
    assert blocks[1].passage.place.column == 3


ZH_CELLS = [
    "第一条　灯塔每天日落时点灯，日出时熄灯。",
    "第二条　守塔人记录过往船只和天气。",
    "第三条　有雾的时候，每两分钟敲钟一次。",
]
EN_CELLS = [
    "Article 1 The lighthouse is lit at sunset and put out at sunrise every day.",
    "Article 2 The keeper notes the ships that pass, and the weather.",
    "Article 3 In fog the bell is rung every two minutes.",
]


def set_in_columns(
    rows: list[tuple[str, str]], widths: tuple[int, int], gap: str = "\n"
) -> str:
    """The rows side by side, each cell wrapped to its column; a Han character is two wide."""
    lines: list[str] = []
    for row in rows:
        cells = [
            wrapped(cell, width).split("\n")
            for cell, width in zip(row, widths, strict=True)
        ]
        for left, right in zip_longest(*cells, fillvalue=""):
            width = len(left) + sum(map(is_wide, left))
            line = left + " " * (widths[0] + 3 - width) + right
            lines.append(line.rstrip())
        lines += [""] * (len(gap) - 1)
    return "\n".join(lines)


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("widths", [(30, 40), (24, 50), (60, 90)])
@pytest.mark.parametrize("first", ["zh", "en"])
def test_two_columns_set_by_blanks(
    first: str, widths: tuple[int, int], gap: str
) -> None:
    pairs = list(zip(ZH_CELLS, EN_CELLS, strict=True))
    if first == "en":
        pairs = [(en, zh) for zh, en in pairs]
    text = set_in_columns(pairs, widths, gap)
    blocks = plain_blocks(TextSource(text))
    assert [block.text for block in blocks] == [
        cell for pair in pairs for cell in pair
    ]
    for block in blocks:
        assert text[block.passage.locate(0).offset] == block.text[0]


def test_a_title_runs_across_both_columns() -> None:
    pairs = list(zip(ZH_CELLS, EN_CELLS, strict=True))
    title = "灯塔管理办法 Measures of the Harbour Office for the Administration of Lighthouses"
    text = title + "\n\n" + set_in_columns(pairs, (30, 40), "\n\n")
    blocks = plain_blocks(TextSource(text))
    assert blocks[0].text == title and len(blocks) == 7


NO_COLUMNS = {
    "a table of figures": [
        "项目      去年",
        "小麦      三百吨",
        "玉米      二百吨",
    ],
    "names and posts": ["王一      主席", "李二      秘书", "赵三      会计"],
    "English columns": [
        "wheat     300 tons",
        "maize     200 tons",
        "oats      20 tons",
    ],
    "indented paragraphs": [
        "    春天来了。Spring.",
        "    夏天来了。Summer.",
        "    秋天来了。Autumn.",
    ],
    "two lines only": ["春天      spring", "夏天      summer"],
    "English words in Chinese": [
        "安装 Linux  系统并重启电脑",
        "打开 Word   文件另存为文本",
        "关闭 Excel  表格并退出程序",
    ],
}


@pytest.mark.parametrize("name", NO_COLUMNS)
def test_what_blanks_set_otherwise_stays_line_by_line(name: str) -> None:
    lines = NO_COLUMNS[name]
    blocks = plain_blocks(TextSource("\n".join(lines)))
    assert [block.text for block in blocks] == [line.strip() for line in lines]
