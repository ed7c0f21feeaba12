"""Between two paired headings the paragraphs run on, and headings alone keep their place."""

from __future__ import annotations

from nqpterms.aligner.sections import pair_sections
from nqpterms.aligner.stretches import piece, stretches_of, woven
from nqpterms.lexicon import load_lexicon
from nqpterms.model.alignment import Bead, SectionPair

ZH = """前言一段。
# 1 一、农业
小麦。
# 2 二、丝绸与茶叶
丝绸。
# 3 三、医院
# 4 四、教育
学校。"""

EN = """# 1 I. Agriculture
Wheat.
Silk.
# 3 III. Hospitals
Doctors.
# - Advertisement of soap
Soap.
# 4 IV. Education
Schools."""


def test_stretches_and_reasons(sketch):
    zh, en = sketch(ZH), sketch(EN)
    found = stretches_of(pair_sections(zh, en, lexicon=load_lexicon()), zh, en)
    pieces = [piece(stretch) for stretch in found]
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
    zh, en = sketch(ZH), sketch(EN)
    found = stretches_of(pair_sections(zh, en, lexicon=load_lexicon()), zh, en)
    told = []
    for stretch in found:
        q = piece(stretch)
        beads = [Bead("paragraph", (p,), (), 1.0) for p in q.zh]
        beads += [Bead("paragraph", (), (p,), 1.0) for p in q.en]
        for row in woven(stretch, beads):
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
