"""Headings pair in order; what stands alone has a reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.sections import (
    _posteriors,
    pair_sections,
    recover_headings,
)
from nqpterms.lexicon import load_lexicon
from nqpterms.model.document import Document

LEXICON = load_lexicon()

ZH = """# 1 第一章 农业
春天播种小麦。
# 2 第二章 教育
学校有三百名学生。
# 3 第三章 交通
新建铁路120公里。
# 4 第四章 医院
医生很忙。"""

EN = """# 1 Chapter 1: Agriculture
Wheat is sown in spring.
# 2 Chapter 2: Education
The school has three hundred pupils.
# 3 Chapter 3: Transport
A railway of 120 km was built.
# 4 Chapter 4: Hospitals
Doctors are busy."""

RENUMBERED = """# - Foreword
Some words before all else.
# 2 II. Agriculture
Wheat is sown in spring.
# 3 III. Education
The school has three hundred pupils.
# 4 IV. Transport
A railway of 120 km was built.
# 5 V. Hospitals
Doctors are busy."""

LOST = """# 1 1. Agriculture
Wheat is sown in spring.
The school has three hundred pupils.
# 3 3. Transport
A railway of 120 km was built.
# 4 4. Hospitals
Doctors are busy."""

EXTRA = EN.replace("# 3", "# - A word from our sponsors\nBuy more soap.\n# 3")

SWAPPED = """# 1 1. Agriculture
Wheat is sown in spring.
# 2 2. Transport
A railway of 120 km was built.
# 3 3. Education
The school has three hundred pupils.
# 4 4. Hospitals
Doctors are busy."""

BARE = "\n".join(line for line in EN.split("\n") if not line.startswith("#"))

UNNUMBERED = "\n".join(
    line if not line.startswith("#") else "# - " + line.partition(": ")[2]
    for line in EN.split("\n")
)

CASES = {
    "the same": (ZH, EN, [(1, 1), (3, 3), (5, 5), (7, 7)]),
    "numbered otherwise": (ZH, RENUMBERED, [(1, 3), (3, 5), (5, 7), (7, 9)]),
    "a heading lost": (ZH, LOST, [(1, 1), (5, 4), (7, 6)]),
    "a heading more": (ZH, EXTRA, [(1, 1), (3, 3), (5, 7), (7, 9)]),
    "without numbers": (ZH, UNNUMBERED, [(1, 1), (3, 3), (5, 5), (7, 7)]),
    "without headings": (ZH, BARE, []),
    "an empty text": (ZH, "", []),
    "nothing at all": ("", "", []),
}


def pairs(zh: Document, en: Document) -> list[tuple[int | None, int | None]]:
    rows = pair_sections(zh, en, lexicon=LEXICON)
    return [(row.zh.line, row.en.line) for row in rows if row.zh and row.en]


@pytest.mark.parametrize("name", CASES)
def test_headings_pair(name, sketch):
    zh, en, expected = CASES[name]
    assert pairs(sketch(zh), sketch(en)) == expected


def test_pairs_never_cross(sketch):
    found = pairs(sketch(ZH), sketch(SWAPPED))
    assert (1, 1) in found and (7, 7) in found
    assert found == sorted(found) and [e for _, e in found] == sorted(
        e for _, e in found
    )


@pytest.mark.parametrize("name", CASES)
def test_each_section_stands_in_one_row(name, sketch):
    zh, en = (sketch(text) for text in CASES[name][:2])
    rows = pair_sections(zh, en, lexicon=LEXICON)
    assert [row.zh for row in rows if row.zh] == list(zh.sections())[1:]
    assert [row.en for row in rows if row.en] == list(en.sections())[1:]
    assert all(0 <= row.confidence <= 1 for row in rows)
    assert all(bool(row.reason) != bool(row.zh and row.en) for row in rows)


def test_the_reason_tells_a_text_without_headings(sketch):
    rows = pair_sections(sketch(ZH), sketch(BARE), lexicon=LEXICON)
    assert {row.reason for row in rows} == {"the English text has no headings"}


def test_a_wrong_heading_is_no_stopgap(sketch):
    """One heading left alone on each side, of other number and other matter."""
    zh = sketch(
        ZH.replace("# 3 第三章 交通\n", "").replace(
            "教育", "加强农村学校教师培训"
        )
    )
    en = sketch(
        EN.replace("# 2 Chapter 2: Education\n", "").replace(
            "Transport", "Faster Roads"
        )
    )
    assert pairs(zh, en) == [(1, 1), (6, 6)]


def test_numbers_tell_headings_of_one_title(sketch):
    zh = sketch("\n".join(f"# {n} {n}. 总则" for n in (1, 2, 4, 5)))
    en = sketch("\n".join(f"# {n} {n}. General Rules" for n in (1, 2, 3, 4, 5)))
    assert pairs(zh, en) == [(1, 1), (2, 2), (3, 4), (4, 5)]


def test_a_named_pair_is_kept(sketch):
    zh, en = sketch(ZH), sketch(SWAPPED)
    rows = pair_sections(zh, en, lexicon=LEXICON, anchors=[(3, 5), (99, 1)])
    assert (3, 5) in [
        (row.zh.line, row.en.line) for row in rows if row.zh and row.en
    ]


@given(
    st.integers(0, 6),
    st.integers(0, 6),
    st.lists(st.floats(-9, 9), min_size=36, max_size=36),
)
def test_posteriors_are_probabilities(n, m, values):
    chances = _posteriors(np.array(values).reshape(6, 6)[:n, :m])
    assert chances.shape == (n, m)
    assert (chances >= 0).all() and (chances <= 1).all()
    assert (chances.sum(axis=0) <= 1 + 1e-9).all() and (
        chances.sum(axis=1) <= 1 + 1e-9
    ).all()
    chosen = np.argwhere(chances > 0.5)
    assert (np.diff(chosen, axis=0) > 0).all()


def test_posteriors_of_one_pair_by_hand():
    """The pair weighs e², both alone e⁻²: counted once, whichever comes first."""
    expected = np.exp(2) / (np.exp(2) + np.exp(-2))
    assert _posteriors(np.array([[2.0]])) == pytest.approx(expected)


LOST_ZH = """# 1 一、农业

春天播种小麦。

# 2 二、教育

# - 结束语

谢谢大家。"""

LOST_EN = """# 1 I. Agriculture

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
    rows = recovered(sketch, LOST_ZH, LOST_EN)
    assert sides(rows) == [(1, 1), (5, 7), (7, 14)]
    section = rows[2].en
    assert (section.number, section.title, section.level) == (None, None, 1)
    assert [p.text for p in section.paragraphs] == [
        "Thank you all.",
        "Good night.",
    ]
    assert [p.text for p in rows[1].en.paragraphs] == [
        "Schools opened.",
        "Teachers came.",
    ]
    assert 0.5 < rows[2].confidence < 1 and rows[2].reason == ""


def test_either_language_may_have_lost_it(sketch):
    zh = LOST_ZH.replace(
        "# - 结束语\n\n",
        "老师来了。\n\n学生也来了。\n\n天亮了。\n\n门开了。\n\n\n",
    )
    rows = recovered(
        sketch, zh, LOST_EN.replace("\n\nThank", "\n# - Closing Words\n\nThank")
    )
    assert sides(rows)[-1] == (16, 13)


UNCHANGED = {
    "no wide gap": LOST_EN.replace("\n\n\n", "\n\n"),
    "two wide gaps": LOST_EN.replace("\n\nGood", "\n\n\nGood"),
    "the gap in another section": LOST_EN.replace("\n\n\n", "\n\n").replace(
        "\n\nIt", "\n\n\nIt"
    ),
    "no blank lines": LOST_EN.replace("\n\n", "\n").replace("\n\n", "\n"),
    "wide gaps everywhere": LOST_EN.replace("\n\nIt", "\n\n\nIt").replace(
        "\n\nT", "\n\n\n\nT"
    ),
}


@pytest.mark.parametrize("name", UNCHANGED)
def test_without_clear_evidence_the_heading_stays_alone(name, sketch):
    rows = recovered(sketch, LOST_ZH, UNCHANGED[name])
    assert rows[-1].en is None and rows[-1].reason


def test_a_heading_alone_of_the_other_text_stays(sketch):
    rows = recovered(
        sketch,
        LOST_ZH,
        LOST_EN + "\n\n# - Printing, Binding, Prices\n\nSet in metal.",
    )
    assert sides(rows)[-2:] == [(7, 14), (None, 18)]


def test_without_rows_or_text(sketch):
    assert recovered(sketch, "", "") == []
    assert recovered(sketch, LOST_ZH, "")[-1].reason
