from __future__ import annotations

import textwrap

import pytest

from nqpterms.readers.plain import plain_blocks
from nqpterms.readers.text_blocks import TextSource

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
