"""Kinds of documents, written for the purpose, and the outlines that they must have."""

# ruff: noqa: E501 (tables of cases)
from __future__ import annotations

import pytest

from nqpterms.model.document import Document
from nqpterms.readers.reading import read_text

HAN = "各地的学校都要按照统一的要求，认真做好教学和管理工作，让每个学生都能学到有用的本领，并且健康成长。"
LATIN = (
    "Every school in the province has to follow the same rules, so that each pupil learns what is "
    "useful and grows up in good health, whatever the county can afford."
)

Row = tuple[int, str | None, str]


def rows(document: Document) -> list[Row]:
    return [
        (s.level, s.number, s.title.text)
        for s in document.sections()
        if s.title
    ]


def read_lines(lines: list[str], blank: bool = True) -> Document:
    filled = [{"H": HAN, "L": LATIN}.get(line, line) for line in lines]
    return read_text(("\n\n" if blank else "\n").join(filled), name="made")


OUTLINES: dict[str, tuple[list[str], list[Row]]] = {
    "chapters in two styles": (
        ["Chapter 2: Schools", "L", "2.1 Old Schools", "L", "Chapter Three: Roads", "L"],
        [(1, "2", "Chapter 2: Schools"), (2, "2.1", "2.1 Old Schools"), (1, "3", "Chapter Three: Roads")],
    ),
    "numbered paragraphs under I., headings under II.": (
        [
            "I. What We Did",
            f"1. We built schools. {LATIN}",
            f"2. We built roads. {LATIN}",
            f"3. We built bridges. {LATIN}",
            "II. What We Will Do",
            *("1. Building more schools", "L", "2. Building more roads", "L"),
        ],
        [
            (1, "1", "I. What We Did"),
            (1, "2", "II. What We Will Do"),
            (2, "2.1", "1. Building more schools"),
            (2, "2.2", "2. Building more roads"),
        ],
    ),
    "a Chinese report with headings that run on": (
        [
            "一、去年的工作",
            "一是建设学校。" + HAN,
            "二、今年的任务",
            "（一）大力建设学校，办好教育。" + HAN,
            "H",
            "（二）继续修好道路。" + HAN,
        ],
        [
            (1, "1", "一、去年的工作"),
            (1, "2", "二、今年的任务"),
            (2, "2.1", "（一）大力建设学校，办好教育。"),
            (2, "2.2", "（二）继续修好道路。"),
        ],
    ),
    "a plan with parts, chapters and sections": (
        ["第一篇 学校", "第一章 小学", "第一节 老师", "H", "第二节 学生", "H", "第二篇 道路", "第二章 公路", "H"],
        [
            (1, "1", "第一篇 学校"),
            (2, "1.1", "第一章 小学"),
            (3, "1.1.1", "第一节 老师"),
            (3, "1.1.2", "第二节 学生"),
            (1, "2", "第二篇 道路"),
            (2, "2.2", "第二章 公路"),
        ],
    ),
    "a law": (
        ["第一章 总则", "第一条 为了办好学校，制定本法。", "第二条 学校应当：", "（一）开放；", "（二）安全。", "第二章 附则",
         "第三条 本法自公布之日起施行。"],
        [
            (1, "1", "第一章 总则"),
            (2, "1.1", "第一条"),
            (2, "1.2", "第二条"),
            (1, "2", "第二章 附则"),
            (2, "2.3", "第三条"),
        ],
    ),
    "a paper": (
        ["Abstract", "L", "1 Introduction", "L", "2 Methods", "2.1 Data", "L", "2.2 Models", "L", "3. Results", "L",
         "Conclusions", "L"],
        [
            (1, None, "Abstract"),
            (1, "1", "1 Introduction"),
            (1, "2", "2 Methods"),
            (2, "2.1", "2.1 Data"),
            (2, "2.2", "2.2 Models"),
            (1, "3", "3. Results"),
            (1, None, "Conclusions"),
        ],
    ),
    "a report whose text is lost": (
        ["一、去年", "二、今年", "（一）建设学校。", "（二）修好道路。", "（四）架起桥梁。"],
        [
            (1, "1", "一、去年"),
            (1, "2", "二、今年"),
            (2, "2.1", "（一）建设学校。"),
            (2, "2.2", "（二）修好道路。"),
            (2, "2.4", "（四）架起桥梁。"),
        ],
    ),
    "words with blanks in them": (
        ["前　言", "H", "第一章 学校", "H", "结 语", "H"],
        [(1, None, "前　言"), (1, "1", "第一章 学校"), (1, None, "结 语")],
    ),
    "headings without numbers": (
        ["L", "Schools in the old town", "L", "L", "Roads to the new town", "L", "L"],
        [(1, None, "Schools in the old town"), (1, None, "Roads to the new town")],
    ),
    "a novel": (
        ["第一回　先生进城", "先生说：“我来了。”", "第二回　先生出城", "先生说：“我走了。”"],
        [(1, "1", "第一回　先生进城"), (1, "2", "第二回　先生出城")],
    ),
}  # fmt: skip

FLAT: dict[str, list[str]] = {
    "a list inside an article": [
        "L",
        "1. Schools",
        "2. Roads",
        "3. Bridges",
        "L",
    ],
    "figures at the head of lines": [
        "2.1 million",
        "3.5 million",
        "L",
        "5.2 percent of them",
        "L",
    ],
    "numbered paragraphs": [
        f"1. We built. {LATIN}",
        f"2. We dug. {LATIN}",
        f"3. We sowed. {LATIN}",
    ],
    "counted points": [
        "H",
        "一是学校。" + HAN,
        "二是道路。" + HAN,
        "首先，" + HAN,
    ],
    "a list of clauses": [
        "H",
        "一、建设了学校；",
        "二、修好了道路；",
        "三、架起了桥梁。",
        "H",
    ],
    "short speech": [
        "“你来了。”",
        "“来了。”",
        "他坐下，没有说话",
        "H",
        "她笑了",
        "“走吧。”",
    ],
    "one short line": ["L", "And so it went", "L", "L", "L"],
    "a question": ["L", "What is to be done?", "L", "And by whom?", "L", "L"],
}


@pytest.mark.parametrize("kind", OUTLINES)
@pytest.mark.parametrize("blank", [True, False])
def test_outlines(kind: str, blank: bool) -> None:
    lines, expected = OUTLINES[kind]
    assert rows(read_lines(lines, blank)) == expected


@pytest.mark.parametrize("kind", FLAT)
def test_a_text_without_headings_stays_flat(kind: str) -> None:
    document = read_lines(FLAT[kind])
    assert rows(document) == []
    assert len(document.body.paragraphs) == len(FLAT[kind])


def test_an_indent_says_nothing_of_the_level() -> None:
    lines = [
        "　第一章 学校",
        "　　　1.1 小学",
        "H",
        "　1.2 中学",
        "H",
        "　　第二章 道路",
        "H",
    ]
    assert [row[:2] for row in rows(read_lines(lines))] == [
        (1, "1"),
        (2, "1.1"),
        (2, "1.2"),
        (1, "2"),
    ]


def test_a_heading_that_runs_on_is_heading_and_paragraph() -> None:
    runs = ["（一）建设学校。" + HAN, "H", "（二）修好道路。" + HAN]
    document = read_lines(["一、任务", *runs, "二、保障", "H"])
    section = document.body.children[0].children[0]
    assert section.title and section.title.text == "（一）建设学校。"
    assert [p.text for p in section.paragraphs] == [HAN, HAN]
    assert section.paragraphs[0].line == section.title.line == 3


def test_the_title_of_a_document_is_no_heading() -> None:
    document = read_lines(
        ["学校工作报告", "各位代表：", "H", "一、去年", "H", "二、今年", "H"]
    )
    assert document.title and document.title.text == "学校工作报告"
    assert len(document.body.paragraphs) == 2


CONTENTS = {
    "labelled": ["目　录", "前言", "一、学校", "（一）小学", "二、道路", "前言", "H", "一、学校", "H", "（一）小学", "H", "（二）中学",
                 "H", "二、道路", "H"],
    "not labelled": ["I. Schools", "II. Roads", "III. Bridges", "I. Schools", "L", "II. Roads", "L", "III. Bridges", "L"],
    "with page numbers": ["Contents", "I. Schools ........ 1", "II. Roads ........ 12", "I. Schools", "L", "II. Roads", "L"],
    "in other words": ["Chapter 1: Good Schools for All", "Chapter 2: Roads", "Chapter 3: Bridges", "Chapter One: Good Schools",
                       "L", "Chapter Two: Roads", "L", "Chapter Three: Bridges", "L"],
}  # fmt: skip


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_contents_page_is_kept_apart(kind: str) -> None:
    document = read_lines(CONTENTS[kind])
    bodies = CONTENTS[kind].count("H") + CONTENTS[kind].count("L")
    assert len(rows(document)) == bodies
    assert 2 <= len(document.contents) <= bodies
    assert all(not section.paragraphs for section in document.contents)
    assert document.contents[0].line in (1, 3)


LISTS = {
    "notes by their marks": (
        ["L [1]", "L [2]", "[1] This was said in spring.", "[2] And this in autumn."],
        (2, 0, 0),
    ),
    "references by their heading": (
        ["第一章 学校", "H[1]", "参考文献：", "[1] 王老师.学校[J].教学,2019(3):1-9.", "[2] 李老师.道路[M].北京,2020."],
        (0, 2, 0),
    ),
    "three lists without headings": (
        [
            *("Chapter 1: Schools", "Text. [1]", "Text.[3 ]", "L"),
            *("  1. “Schools,” Press, May 2019.", "  3. “Roads,” Press, May 2020."),
            *(f"  1. New School: Refers to a kind of school. {LATIN}", f"  2. Old Road: Refers to a road. {LATIN}"),
            *("  1. Wang Wu, “Schools and Roads,” Daily, 2020.", "  2. Li Si, “Bridges,” Daily, 2021."),
        ],
        (2, 2, 2),
    ),
    "a glossary": (["一、学校", "H", "二、道路", "H", "名词解释", "1. 新学校：指" + HAN, "2. 新道路：指" + HAN], (0, 0, 2)),
    "paragraphs": ([f"1. We built schools. {LATIN}", f"2. We built roads. {LATIN}"], (0, 0, 0)),
}  # fmt: skip


@pytest.mark.parametrize("kind", LISTS)
def test_lists_at_the_end(kind: str) -> None:
    lines, expected = LISTS[kind]
    document = read_lines(lines)
    found = (
        len(document.notes),
        len(document.references),
        len(document.entries),
    )
    assert found == expected


def test_a_note_keeps_its_number_and_its_place() -> None:
    document = read_lines(
        [
            "第一章 学校",
            "H[1]",
            "H[4]",
            "[1] 《学校》，2019年。",
            "[4] 《道路》，2020年。",
        ]
    )
    assert [
        (note.number, note.body.text, note.body.line) for note in document.notes
    ] == [
        ("1", "《学校》，2019年。", 7),
        ("4", "《道路》，2020年。", 9),
    ]
    place = document.notes[0].body.place
    assert place.column == 5


def test_web_chrome_is_left_out() -> None:
    lines = [
        "字体： 小 中 大  分享到：",
        "一、学校",
        "H",
        "二、道路",
        "H",
        "Leave a comment",
        "This site uses a filter.",
    ]
    document = read_lines(lines)
    assert [passage.line for passage in document.chrome] == [1, 11, 13]
