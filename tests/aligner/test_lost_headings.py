"""A lost heading is recovered from a wide gap in the layout, and from nothing else."""

from __future__ import annotations

import pytest

from nqpterms.aligner.lost_headings import recover_headings
from nqpterms.aligner.sections import pair_sections
from nqpterms.lexicon import load_lexicon

ZH = """# 1 一、农业

春天播种小麦。

# 2 二、教育

# - 结束语

谢谢大家。"""

EN = """# 1 I. Agriculture

Wheat is sown in spring.

It grows.

# 2 II. Education

Schools opened.

Teachers came.


Thank you all.

Good night."""


def recovered(sketch, zh: str, en: str):
    left, right = sketch(zh), sketch(en)
    rows = pair_sections(left, right, lexicon=load_lexicon())
    return recover_headings(rows, left, right)


def sides(rows) -> list[tuple[int | None, int | None]]:
    return [(row.zh and row.zh.line, row.en and row.en.line) for row in rows]


def test_the_text_behind_a_wide_gap_answers_the_heading(sketch):
    rows = recovered(sketch, ZH, EN)
    assert sides(rows) == [(1, 1), (5, 7), (7, 14)]
    section = rows[2].en
    assert (section.number, section.title, section.level) == (None, None, 1)
    assert [p.text for p in section.paragraphs] == ["Thank you all.", "Good night."]
    assert [p.text for p in rows[1].en.paragraphs] == ["Schools opened.", "Teachers came."]
    assert 0.5 < rows[2].confidence < 1 and rows[2].reason == ""


def test_either_language_may_have_lost_it(sketch):
    zh = ZH.replace("# - 结束语\n\n", "老师来了。\n\n学生也来了。\n\n天亮了。\n\n门开了。\n\n\n")
    rows = recovered(sketch, zh, EN.replace("\n\nThank", "\n# - Closing Words\n\nThank"))
    assert sides(rows)[-1] == (16, 13)


UNCHANGED = {
    "no wide gap": EN.replace("\n\n\n", "\n\n"),
    "two wide gaps": EN.replace("\n\nGood", "\n\n\nGood"),
    "the gap in another section": EN.replace("\n\n\n", "\n\n").replace("\n\nIt", "\n\n\nIt"),
    "no blank lines": EN.replace("\n\n", "\n").replace("\n\n", "\n"),
    "wide gaps everywhere": EN.replace("\n\nIt", "\n\n\nIt").replace("\n\nT", "\n\n\n\nT"),
}


@pytest.mark.parametrize("name", UNCHANGED)
def test_without_clear_evidence_the_heading_stays_alone(name, sketch):
    rows = recovered(sketch, ZH, UNCHANGED[name])
    assert rows[-1].en is None and rows[-1].reason


def test_a_heading_alone_of_the_other_text_stays(sketch):
    rows = recovered(sketch, ZH, EN + "\n\n# - Printing, Binding, Prices\n\nSet in metal.")
    assert sides(rows)[-2:] == [(7, 14), (None, 18)]


def test_without_rows_or_text(sketch):
    assert recovered(sketch, "", "") == []
    assert recovered(sketch, ZH, "")[-1].reason
