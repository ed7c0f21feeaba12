"""Two documents from their headings down to their sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nqpterms.aligner.documents import (
    _are_swapped,
    _piece,
    _Stretch,
    _stretches,
    _text_rows,
    _warnings,
    align,
)
from nqpterms.aligner.list_pairs import pair_notes
from nqpterms.aligner.paragraphs import Joined
from nqpterms.aligner.sections import pair_sections
from nqpterms.lexicon import load_lexicon
from nqpterms.model.alignment import Alignment, Bead, SectionPair
from nqpterms.model.document import Document, Note, Passage, Section
from nqpterms.model.places import Anchor, Place

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
            sides = (
                ",".join(str(p.line) for p in side) for side in (row.zh, row.en)
            )
            rows.append(f"{row.level[0]} {'|'.join(sides)}")
        elif isinstance(row, SectionPair):
            rows.append(
                f"# {row.zh.line if row.zh else ''}|{row.en.line if row.en else ''}"
            )
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
    reasons = [
        row.reason
        for row in found.beads("paragraph")
        if not (row.zh and row.en)
    ]
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
    assert all(
        {p.line for p in b.en} <= {3}
        for b in one.beads("paragraph")
        if 2 in lines(b, "zh")
    )


def lines(bead: Bead, side: str) -> set[int | None]:
    return {p.line for p in getattr(bead, side)}


ODD = [
    "",
    "。",
    "🎉",
    "𠮷野家",
    "a" * 3000,
    "他" * 3000,
    "新質生產力",
    "\ud800",
    "1. 2. 3.",
]


@pytest.mark.parametrize("zh", ODD)
@pytest.mark.parametrize("en", ["", "Fine.", "Fine.\nWe go.\nThey stay."])
def test_odd_texts_neither_crash_nor_vanish(zh, en, sketch):
    whole(align(sketch(zh), sketch(en), level="sentence"))


def whole(found: Alignment) -> None:
    """Every paragraph stands in exactly one bead, every section in exactly one row."""
    for side, document in (("zh", found.zh), ("en", found.en)):
        paragraphs = [p for s in document.sections() for p in s.paragraphs]
        assert [
            p for b in found.beads("paragraph") for p in getattr(b, side)
        ] == paragraphs
        titles = [s.title for s in document.sections() if s.title]
        rows = [getattr(row, side) for row in found.sections()]
        assert [s.title for s in rows if s and s.title] == titles


SECTIONS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "1.1", None]),
        st.integers(1, 3),
        st.sampled_from(["农业", "教育 2024", "Farms", "Schools in 2024", ""]),
        st.lists(
            st.sampled_from(
                ["小麦丰收。学校开学。", "Wheat grew. Schools opened.", "x"]
            ),
            max_size=3,
        ),
    ),
    max_size=5,
)


def flat(sections) -> Document:
    children = tuple(
        Section(
            number,
            Passage(title) if title else None,
            level,
            tuple(map(Passage, texts)),
        )
        for number, level, title, texts in sections
    )
    return Document("flat", "und", Section(None, None, 0, (), children))


@settings(max_examples=40, deadline=None)
@given(SECTIONS, SECTIONS)
def test_any_two_documents_keep_all_they_hold(zh, en):
    """Every paragraph and every heading stands once: in a bead, or in a row of its own."""
    found = align(flat(zh), flat(en))
    for side, document in (("zh", found.zh), ("en", found.en)):
        sections = list(document.sections())[1:]
        titles = [s.title for s in sections if s.title]
        paragraphs = [p for s in sections for p in s.paragraphs]
        in_beads = [
            id(p) for b in found.beads("paragraph") for p in getattr(b, side)
        ]
        rows = [getattr(row, side) for row in found.sections()]
        in_rows = [
            id(section.title) for section in rows if section and section.title
        ]
        assert sorted(in_beads + in_rows) == sorted(
            map(id, titles + paragraphs)
        )


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


def stretches(zh: Document, en: Document) -> list[_Stretch]:
    rows = pair_sections(zh, en, lexicon=load_lexicon())
    return _stretches(rows, pair_notes(zh, en, lexicon=load_lexicon()), zh, en)


def test_stretches_and_reasons(sketch):
    found = stretches(sketch(STRETCH_ZH), sketch(STRETCH_EN))
    pieces = [_piece(stretch) for stretch in found]
    assert [
        ([p.text for p in q.zh], [p.text for p in q.en]) for q in pieces
    ] == [
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
    assert (
        found[0].head is None
        and found[1].head
        and found[1].head.zh.number == "1"
    )
    candidates = _piece(found[1], with_candidates=True)
    assert [p.text for p in candidates.zh] == [
        "小麦。",
        "2 二、丝绸与茶叶",
        "丝绸。",
    ]


def test_headings_without_a_partner_stand_before_what_follows_them(sketch):
    found = stretches(sketch(STRETCH_ZH), sketch(STRETCH_EN))
    joined = []
    for stretch in found:
        q = _piece(stretch)
        beads = [Bead("paragraph", (p,), (), 1.0) for p in q.zh]
        beads += [Bead("paragraph", (), (p,), 1.0) for p in q.en]
        joined.append([Joined(bead) for bead in beads])
    rows = []
    for row in _text_rows(found, joined, sentences=False):
        if isinstance(row, SectionPair):
            rows.append((row.zh and row.zh.line, row.en and row.en.line))
        else:
            rows.append("".join(p.text for p in (*row.zh, *row.en)))
    assert rows == [
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


RULES_ZH = """# 1 第一条
进入实验室须遵守下列规定：
## 1.1 一、穿戴防护眼镜和手套。
## 1.2 二、不得携带食物和饮料。
## 1.3 三、离开时关闭煤气。
# 2 第二条
违者停课一周。"""
RULES_EN = """# 1 Article 1
Whoever enters the laboratory observes these rules:
1. Wear goggles and gloves.
2. Bring no food and no drinks.
3. Turn off the gas on leaving.
# 2 Article 2
Offenders miss class for a week."""


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_items_that_are_headings_on_one_side_only_pair_as_paragraphs(
    level, swap, sketch
):
    zh, en = sketch(RULES_ZH), sketch(RULES_EN)
    if swap:
        zh = sketch(
            RULES_ZH.replace("## 1.1 ", "")
            .replace("## 1.2 ", "")
            .replace("## 1.3 ", "")
        )
        en = sketch(re.sub(r"\n(\d)\. ", r"\n## 1.\1 \1. ", RULES_EN))
    rows = told(align(zh, en, level=level))
    assert [row for row in rows if row[0] in "#p"] == [
        *("# 1|1", "p 2|2", "p 3|3", "p 4|4", "p 5|5", "# 6|6", "p 7|7"),
    ]
    assert (level == "sentence") == ("s 4|4" in rows)


def test_headings_that_find_no_partner_change_nothing_for_the_rest(sketch):
    zh, en = sketch(STRETCH_ZH), sketch(STRETCH_EN)
    bare = sketch(STRETCH_EN.replace("# - Advertisement of soap", ""))
    with_heading, without = align(zh, en), align(zh, bare)
    assert [row for row in told(with_heading) if row != "# |6"] == told(without)
    confidences = [
        [b.confidence for b in one.beads("paragraph")]
        for one in (with_heading, without)
    ]
    assert confidences[0] == pytest.approx(confidences[1], abs=1e-4)


def test_a_heading_alone_takes_no_part_of_the_paragraph_behind_it(sketch):
    zh = sketch(
        "# 1 一、农业\n春天播种小麦。\n# 2 小麦的收获\n秋天在北方的田里收获小麦。"
    )
    en = sketch(
        "# 1 I. Agriculture\nWheat is sown in spring.\n"
        "In autumn the wheat is harvested in the fields of the north."
    )
    rows = told(align(zh, en))
    assert rows == ["# 1|1", "p 2|2", "# 3|", "p 4|3"]


ENTRIES = (
    Note(
        "1",
        Passage(
            "Goggles: glasses that keep splashes out.",
            (Anchor(0, 0, Place(3)),),
        ),
    ),
    Note(
        "2",
        Passage("Gloves: they protect the hands.", (Anchor(0, 50, Place(4)),)),
    ),
)


def test_a_list_of_one_text_only_pairs_as_paragraphs(sketch):
    zh = sketch(
        "# 1 一、用语\n本规则所用词语：\n护目镜：防止液体溅入的眼镜。\n手套：保护双手。"
    )
    en = replace(
        sketch("# 1 I. Terms\nWords used in these rules:"), entries=ENTRIES
    )
    found = align(zh, en)
    assert told(found) == ["# 1|1", "p 2|2", "p 3|3", "p 4|4"]
    assert found.notes() == ()


def test_a_list_of_both_texts_pairs_by_number(sketch):
    zh = replace(
        sketch("# 1 一、用语\n本规则所用词语："),
        entries=(
            Note(
                "1",
                Passage(
                    "护目镜：防止液体溅入的眼镜。", (Anchor(0, 0, Place(3)),)
                ),
            ),
        ),
    )
    en = replace(
        sketch("# 1 I. Terms\nWords used in these rules:"), entries=ENTRIES
    )
    assert [(bool(row.zh), bool(row.en)) for row in align(zh, en).notes()] == [
        (True, True),
        (False, True),
    ]


def test_a_list_without_any_partner_keeps_its_rows(sketch):
    zh = sketch("# 1 一、用语\n铁路连接了两个城市。")
    en = replace(
        sketch("# 1 I. Terms\nA railway connects the two cities."),
        entries=ENTRIES,
    )
    found = align(zh, en)
    assert told(found) == ["# 1|1", "p 2|2"]
    assert [row.en for row in found.notes()] == list(ENTRIES)


def test_lines_of_a_contents_page_on_one_side_only_pair_as_paragraphs(sketch):
    zh = sketch("# 1 一、规定\n须遵守下列规定：")
    lines = [("穿戴防护眼镜和手套。", 3), ("不得携带食物和饮料。", 4)]
    contents = [
        Section(str(n), Passage(text, (Anchor(0, 0, Place(line)),)), 1)
        for n, (text, line) in enumerate(lines, 1)
    ]
    zh = replace(zh, contents=tuple(contents))
    en = sketch(
        "# 1 I. Rules\nObserve these rules:\nWear goggles and gloves.\nBring no food and no drinks."
    )
    assert told(align(zh, en)) == ["# 1|1", "p 2|2", "p 3|3", "p 4|4"]


def test_a_contents_page_of_one_side_only_is_no_row(sketch):
    zh = replace(
        sketch("# 1 一、铁路\n铁路连接了两个城市。"),
        contents=(
            Section("1", Passage("一、铁路", (Anchor(0, 0, Place(9)),)), 1),
        ),
    )
    en = sketch("# 1 I. The Railway\nA railway connects the two cities.")
    assert told(align(zh, en)) == ["# 1|1", "p 2|2"]


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
    assert list(_warnings(zh, sketch(""), (), swapped=False)) == [
        "the English text is empty"
    ]
    assert "does not read as Chinese" in next(
        _warnings(en, en, (), swapped=False)
    )


def test_headings_without_any_pair_and_weak_beads(sketch):
    section, passage = Section("1", Passage("A"), 1), (Passage("B"),)
    rows = (
        SectionPair(section, None, 1.0, "alone"),
        SectionPair(None, section, 1.0, "alone"),
    )
    weak = Bead("paragraph", passage, passage, 0.3)
    zh, en = sketch(GOOD_ZH), sketch(GOOD_EN)
    assert "no heading" in next(_warnings(zh, en, rows, swapped=False))
    assert "0.30" in next(_warnings(zh, en, (weak,), swapped=False))


def test_texts_of_which_little_found_a_partner(sketch):
    zh, en = sketch(GOOD_ZH), sketch(GOOD_EN)
    zh_long, en_long = (Passage("长" * 90),), (Passage("long " * 60),)
    short = Bead("paragraph", (Passage("短" * 10),), (Passage("short"),), 0.9)
    alone = (
        Bead("paragraph", zh_long, (), 0.9),
        Bead("paragraph", (), en_long, 0.9),
    )
    (warning,) = _warnings(zh, en, (short, *alone), swapped=False)
    assert "10% of the Chinese and 2% of the English" in warning
    assert list(_warnings(zh, en, (short, alone[1]), swapped=False)) == []
    assert list(_warnings(zh, en, (short,), swapped=False)) == []
