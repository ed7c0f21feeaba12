"""Two documents from their headings down to their sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqpterms.aligner.documents import _are_swapped, _piece, _stretches, _warnings, _woven, align
from nqpterms.aligner.sections import pair_sections
from nqpterms.lexicon import load_lexicon
from nqpterms.model.alignment import Alignment, Bead, SectionPair
from nqpterms.model.document import Document, Passage, Section

ZH = """开场白。
# 1 一、农业
春天，农民播种小麦。小麦长得很快。
秋天，他们收获玉米。
# 2 二、教育
学校有三百名学生。
# 3 三、医院
医生很忙。护士也很忙。"""

EN = """# 1 I. Agriculture
In spring, farmers sow wheat. The wheat grows fast.
In autumn, they harvest corn.
# 2 II. Education
# 3 III. Hospitals
The doctors are busy. The nurses are busy too.
# - A note on the print"""


def told(alignment: Alignment) -> list[str]:
    """Each row as `level zh-lines|en-lines`."""
    rows = []
    for row in alignment.rows:
        if isinstance(row, Bead):
            sides = (",".join(str(p.line) for p in side) for side in (row.zh, row.en))
            rows.append(f"{row.level[0]} {'|'.join(sides)}")
        elif isinstance(row, SectionPair):
            rows.append(f"# {row.zh.line if row.zh else ''}|{row.en.line if row.en else ''}")
    return rows


def test_paragraph_rows_in_reading_order(sketch):
    found = align(sketch(ZH), sketch(EN))
    assert told(found) == [
        "p 1|",
        "# 2|1",
        "p 3|2",
        "p 4|3",
        "# 5|4",
        "p 6|",
        "# 7|5",
        "p 8|6",
        "# |7",
    ]
    reasons = [row.reason for row in found.beads("paragraph") if not (row.zh and row.en)]
    assert reasons[:2] == [
        "the English text has nothing here",
        "the English text of this section is missing",
    ]
    assert all(0 <= row.confidence <= 1 for row in found.rows)


def test_sentences_stand_behind_their_paragraph(sketch):
    rows = told(align(sketch(ZH), sketch(EN), level="sentence"))
    assert rows[:6] == ["p 1|", "s 1|", "# 2|1", "p 3|2", "s 3|2", "s 3|2"]
    assert rows.count("s 8|6") == 2


def test_section_level_has_sections_only(sketch):
    found = align(sketch(ZH), sketch(EN), level="section")
    assert told(found) == ["# 2|1", "# 5|4", "# 7|5", "# |7"]


def test_one_sentence_a_line(sketch):
    zh, en = (
        sketch("天气很好。我走了。\n他来了。"),
        sketch("The weather is fine. I left.\nHe came."),
    )
    found = align(zh, en, level="sentence", split="lines")
    assert told(found) == ["s 1|1", "s 2|2"]


def test_swapped_languages_are_found_and_said(sketch):
    right, wrong = align(sketch(ZH), sketch(EN)), align(sketch(EN), sketch(ZH))
    assert right.rows == wrong.rows and right.warnings == ()
    assert "swapped" in wrong.warnings[0]


def test_anchors_follow_swapped_languages(sketch):
    zh, en = sketch("春天。\n夏天。"), sketch("One.\nTwo.\nThree.")
    one = align(zh, en, anchors=[(2, 3)])
    assert one.rows == align(en, zh, anchors=[(3, 2)]).rows
    assert all({p.line for p in b.en} <= {3} for b in one.beads("paragraph") if 2 in lines(b, "zh"))


def lines(bead: Bead, side: str) -> set[int | None]:
    return {p.line for p in getattr(bead, side)}


ODD = ["", "。", "🎉", "𠮷野家", "a" * 3000, "他" * 3000, "新質生產力", "\ud800", "1. 2. 3."]


@pytest.mark.parametrize("zh", ODD)
@pytest.mark.parametrize("en", ["", "Fine.", "Fine.\nWe go.\nThey stay."])
def test_odd_texts_neither_crash_nor_vanish(zh, en, sketch):
    whole(align(sketch(zh), sketch(en), level="sentence"))


def whole(found: Alignment) -> None:
    """Every paragraph stands in exactly one bead, every section in exactly one row."""
    for side, document in (("zh", found.zh), ("en", found.en)):
        paragraphs = [p for s in document.sections() for p in s.paragraphs]
        assert [p for b in found.beads("paragraph") for p in getattr(b, side)] == paragraphs
        titles = [s.title for s in document.sections() if s.title]
        rows = [getattr(row, side) for row in found.sections()]
        assert [s.title for s in rows if s and s.title] == titles


SECTIONS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "1.1", None]),
        st.integers(1, 3),
        st.sampled_from(["农业", "教育 2024", "Farms", "Schools in 2024", ""]),
        st.lists(
            st.sampled_from(["小麦丰收。学校开学。", "Wheat grew. Schools opened.", "x"]),
            max_size=3,
        ),
    ),
    max_size=5,
)


def flat(sections) -> Document:
    children = tuple(
        Section(number, Passage(title) if title else None, level, tuple(map(Passage, texts)))
        for number, level, title, texts in sections
    )
    return Document("flat", "und", Section(None, None, 0, (), children))


@settings(max_examples=40, deadline=None)
@given(SECTIONS, SECTIONS)
def test_any_two_documents_keep_all_they_hold(zh, en):
    found = align(flat(zh), flat(en))
    for side, document in (("zh", found.zh), ("en", found.en)):
        expected = [p for s in document.sections() for p in s.paragraphs]
        assert [p for b in found.beads("paragraph") for p in getattr(b, side)] == expected
        rows = [getattr(row, side) for row in found.sections()]
        assert [row for row in rows if row] == list(document.sections())[1:]


STRETCH_ZH = """前言一段。
# 1 一、农业
小麦。
# 2 二、丝绸与茶叶
丝绸。
# 3 三、医院
# 4 四、教育
学校。"""

STRETCH_EN = """# 1 I. Agriculture
Wheat.
Silk.
# 3 III. Hospitals
Doctors.
# - Advertisement of soap
Soap.
# 4 IV. Education
Schools."""


def test_stretches_and_reasons(sketch):
    zh, en = sketch(STRETCH_ZH), sketch(STRETCH_EN)
    found = _stretches(pair_sections(zh, en, lexicon=load_lexicon()), zh, en)
    pieces = [_piece(stretch) for stretch in found]
    assert [([p.text for p in q.zh], [p.text for p in q.en]) for q in pieces] == [
        (["前言一段。"], []),
        (["小麦。", "丝绸。"], ["Wheat.", "Silk."]),
        ([], ["Doctors.", "Soap."]),
        (["学校。"], ["Schools."]),
    ]
    assert [q.reason for q in pieces] == [
        "the English text has nothing here",
        "",
        "the Chinese text of this section is missing",
        "",
    ]
    assert found[0].head is None and found[1].head and found[1].head.zh.number == "1"


def test_headings_alone_stand_before_what_follows_them(sketch):
    zh, en = sketch(STRETCH_ZH), sketch(STRETCH_EN)
    found = _stretches(pair_sections(zh, en, lexicon=load_lexicon()), zh, en)
    told = []
    for stretch in found:
        q = _piece(stretch)
        beads = [Bead("paragraph", (p,), (), 1.0) for p in q.zh]
        beads += [Bead("paragraph", (), (p,), 1.0) for p in q.en]
        for row in _woven(stretch, beads):
            if isinstance(row, SectionPair):
                told.append((row.zh and row.zh.line, row.en and row.en.line))
            else:
                told.append("".join(p.text for p in (*row.zh, *row.en)))
    assert told == [
        "前言一段。",
        (2, 1),
        "小麦。",
        (4, None),
        "丝绸。",
        "Wheat.",
        "Silk.",
        (6, 4),
        "Doctors.",
        (None, 6),
        "Soap.",
        (7, 8),
        "学校。",
        "Schools.",
    ]


GOOD_ZH, GOOD_EN = (
    "天气很好。我们去“park”。",
    "The weather (天气) is fine. We go to the park and stay there.",
)


def test_languages_are_told_by_script(sketch):
    zh, en, empty = sketch(GOOD_ZH), sketch(GOOD_EN), sketch("")
    assert not _are_swapped(zh, en) and _are_swapped(en, zh)
    assert not _are_swapped(empty, en) and _are_swapped(empty, zh)
    assert not _are_swapped(zh, zh) and not _are_swapped(en, en)


def test_traditional_and_rare_han_are_chinese(sketch):
    assert _are_swapped(sketch("Fine."), sketch("𠮷野家，天氣。"))


def test_warnings(sketch):
    zh, en = sketch(GOOD_ZH), sketch(GOOD_EN)
    assert list(_warnings(zh, en, (), swapped=False)) == []
    assert "swapped" in next(_warnings(zh, en, (), swapped=True))
    assert list(_warnings(zh, sketch(""), (), swapped=False)) == ["the English text is empty"]
    assert "does not read as Chinese" in next(_warnings(en, en, (), swapped=False))


def test_headings_without_any_pair_and_weak_beads(sketch):
    section, passage = Section("1", Passage("A"), 1), (Passage("B"),)
    rows = (SectionPair(section, None, 1.0, "alone"), SectionPair(None, section, 1.0, "alone"))
    weak = Bead("paragraph", passage, passage, 0.3)
    zh, en = sketch(GOOD_ZH), sketch(GOOD_EN)
    assert "no heading" in next(_warnings(zh, en, rows, swapped=False))
    assert "0.30" in next(_warnings(zh, en, (weak,), swapped=False))
