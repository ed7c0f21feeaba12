from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.readers.markdown import markdown_blocks
from nqpterms.readers.text_blocks import Block, TextSource

PAGE = r"""---
title: not shown
---
# 第一章 *学校*

    一、缩进的一段
续行

> quote **bold**, `code x`, [link](http://a.b/c "t") end\* &amp; more[^1].
> second line

1. One item
2. Two
   continued

**All bold**

DraftLine one  
line two <br> line three<sup>12</sup>

| left | right |
|---|---|
| a | x\|y |

```
fence
```
<div>
<p>part &amp; part</p>
</div>

Below
=====

[^1]: The note
[^b]: Another *note*
"""  # noqa: W291 (two blanks break a line)


def blocks(text: str) -> list[Block]:
    return markdown_blocks(TextSource(text))


def test_blocks_of_a_page() -> None:
    found = [
        (b.text, b.level, b.number, b.kind, b.passage.line)
        for b in blocks(PAGE)
    ]
    assert found == [
        ("第一章 学校", 1, None, "text", 4),
        ("一、缩进的一段续行", None, None, "text", 6),
        (
            "quote bold, code x, link end* & more[^1]. second line",
            None,
            None,
            "text",
            9,
        ),
        ("1. One item", None, None, "text", 12),
        ("2. Two continued", None, None, "text", 13),
        ("All bold", None, None, "text", 16),
        ("DraftLine one", None, None, "text", 18),
        ("line two", None, None, "text", 19),
        ("line three¹²", None, None, "text", 19),
        ("left", None, None, "text", 21),
        ("right", None, None, "text", 21),
        ("a", None, None, "text", 23),
        ("x|y", None, None, "text", 23),
        ("part & part", None, None, "text", 29),
        ("Below", 1, None, "text", 32),
        ("The note", None, "1", "note", 35),
        ("Another note", None, "b", "note", 36),
    ]
    assert [b.text for b in blocks(PAGE) if b.bold] == ["All bold"]


def test_every_code_point_has_its_own_place() -> None:
    changed = set("&¹² ")  # written in another way in the file
    for block in blocks(PAGE):
        for at, char in enumerate(block.text):
            offset = block.passage.locate(at).offset
            assert (
                char in changed or PAGE[offset] == char or block.text == "x|y"
            )


def test_a_backslash_that_escapes_nothing_stays() -> None:
    (block,) = blocks(r"a \* b \学")
    assert (block.text, block.passage.locate(6).offset) == (r"a * b \学", 7)


def test_a_tab_before_a_line_counts_for_one_sign() -> None:
    (block,) = blocks("* _\n\t*")
    assert (block.text, block.passage.locate(2).offset) == ("_ *", 5)


@given(
    st.lists(
        st.sampled_from(
            [
                *"#*_`[](){}<>!|\\&;-=1. \n\r\t学a",
                "[^1]:",
                "---\n",
                "<sup>",
                "  \n",
            ]
        )
    )
)
def test_any_text_is_read(parts: list[str]) -> None:
    page = "".join(parts)
    for block in blocks(page):
        assert block.text
        assert 0 <= block.passage.locate(len(block.text) - 1).offset < len(page)


ITEMS_OF_A_PARAGRAPH = {
    "Chinese numbers": ("以下物品：\n一、灯笼\n二、雨伞\n三、风筝", 4),
    "brackets": ("以下物品：\n（一）灯笼\n（二）雨伞", 3),
    "from the first line": ("（1）灯笼\n（2）雨伞", 2),
    "circles": ("①灯笼\n②雨伞\n③风筝", 3),
    "letters": ("The following:\n(a) lanterns;\n(b) umbrellas.", 3),
    "bullets": ("The following:\n• lanterns\n• umbrellas", 3),
    "one number by chance": ("The committee met on page\n(2) of the paper.", 1),
    "numbers that do not rise": ("He read\n(3) or\n(3) of them.", 1),
    "a wrapped paragraph": ("Lanterns hang\nbefore the door\nof the inn.", 1),
}


@pytest.mark.parametrize("name", ITEMS_OF_A_PARAGRAPH)
def test_items_that_markdown_does_not_know(name: str) -> None:
    text, count = ITEMS_OF_A_PARAGRAPH[name]
    blocks = markdown_blocks(TextSource(text + "\n"))
    assert len(blocks) == count
    for block in blocks:
        start = block.passage.locate(0).offset
        assert text[start:].startswith(block.text[:3])
