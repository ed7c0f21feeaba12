from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.readers.line_shape import numbered

MARKS = [
    ("第一章 学校", "chapter", (1,)),
    ("第一章学校", "chapter", (1,)),
    ("第十二章　学校", "chapter", (12,)),
    ("第3节 道路", "section", (3,)),
    ("第二篇 建设", "part", (2,)),
    ("第三部分：桥梁", "part", (3,)),
    ("第一百二十条 学校应当开放", "article", (120,)),
    ("第五回 老师来了", "chapter", (5,)),
    ("附录一 数据", "appendix", (1,)),
    ("一、学校", "han", (1,)),
    ("二十一、道路", "han", (21,)),
    ("（三）桥梁", "(han)", (3,)),
    ("(十) 河流", "(han)", (10,)),
    ("１．学校", "1.", (1,)),
    ("2、道路", "1.", (2,)),
    ("3. Bridges", "1.", (3,)),
    ("（4）河流", "(1)", (4,)),
    ("5) Rivers", "1)", (5,)),
    ("1.2 Roads", "decimal2", (1, 2)),
    ("1.2. Roads", "decimal2", (1, 2)),
    ("1.2.13道路", "decimal3", (1, 2, 13)),
    ("5.10 Rivers", "decimal2", (5, 10)),
    ("2 Methods", "1", (2,)),
    ("Chapter 1: Schools", "chapter", (1,)),
    ("Chapter Three: Roads", "chapter", (3,)),
    ("CHAPTER TWENTY-ONE", "chapter", (21,)),
    ("Chapter IV Bridges", "chapter", (4,)),
    ("Part Two", "part", (2,)),
    ("Section 3. Rivers", "section", (3,)),
    ("Article 12 Schools shall open.", "article", (12,)),
    ("Appendix B: Data", "appendix", (2,)),
    ("IX. Lakes", "I.", (9,)),
    ("B. Lakes", "A.", (2,)),
    ("[12] A note", "[1]", (12,)),
    ("【3 】注", "[1]", (3,)),
    ("③ 注", "①", (3,)),
]
NOT_MARKS = [
    "2024 was a year of schools",
    "2024年的学校",
    "5.2%的学生",
    "3.5亿元用于学校",
    "3 个学校",
    "12月31日开学",
    "一是建设学校",
    "十月的学校",
    "第一次上学",
    "第一届学校会议",
    "第一回合结束了",
    "Part One of the plan is done",
    "Chapter 2 of the book",
    "Section 301 tariffs were raised",
    "I think so",
    "Schools",
    "",
]


@pytest.mark.parametrize(("text", "style", "numbers"), MARKS)
def test_marks(text: str, style: str, numbers: tuple[int, ...]) -> None:
    mark = numbered(text)
    assert mark is not None
    assert (mark.style, mark.numbers) == (style, numbers)
    assert not text[mark.end :].startswith((" ", "　", "、", "."))


@pytest.mark.parametrize("text", NOT_MARKS)
def test_other_lines_have_no_mark(text: str) -> None:
    assert numbered(text) is None


@given(st.text(max_size=60))
def test_a_mark_ends_inside_its_text(text: str) -> None:
    mark = numbered(text)
    assert mark is None or (
        0 < mark.end <= len(text) and min(mark.numbers) >= 0
    )
