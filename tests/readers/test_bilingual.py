from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.model.document import Document
from nqpterms.readers.reading import read_page

HAN = "各地的学校都要按照统一的要求，认真做好教学和管理工作，让每个学生都能学到有用的本领。"
LATIN = "Every school in the province has to follow the same rules, and every pupil learns."

HALVES = [
    "Some words of the person who put this page together.",
    "On Schools and Roads",
    *("Chapter 1: Schools", "Chapter 2: Roads", "Chapter 3: Bridges"),
    *(
        "Chapter 1: Schools",
        f"{LATIN} They call it “因材施教” at home.",
        "教育",
    ),
    *("Chapter 2: Roads", LATIN, "Chapter 3: Bridges", LATIN),
    "  1. “Schools,” Press, May 2019.",
    "  2. “Roads,” Press, May 2020.",
    "字体: 小 中 大 分享到:",
    *(
        "第一章 学校",
        f"{HAN}GDP和New Schools也要讲。",
        "第二章 道路",
        HAN,
        "第三章 桥梁",
        HAN,
    ),
    *("[1] 《学校》，2019年", "[2] 《道路》，2020年"),
    "About Old Wang 老王",
    "Leave a comment",
]


def page(
    folder: Path, text: str, name: str = "page.txt"
) -> tuple[Document, Document]:
    (folder / name).write_text(text, encoding="utf-8")
    return read_page(folder / name)


def test_a_page_in_two_halves(tmp_path: Path) -> None:
    zh, en = page(tmp_path, "\n\n".join(HALVES))
    assert (zh.lang, en.lang) == ("zh-Hans", "en")
    assert [s.number for s in zh.body.children] == [
        s.number for s in en.body.children
    ]
    assert en.title and en.title.text == "On Schools and Roads"
    assert [p.text for p in en.body.children[0].paragraphs][1:] == ["教育"]
    assert (len(zh.notes), len(en.contents)) == (2, 3)
    assert len(en.notes) + len(en.references) == 2
    chrome = {p.text for p in (*zh.chrome, *en.chrome)}
    assert chrome == {HALVES[0], "字体: 小 中 大 分享到:", *HALVES[-2:]}


@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_a_page_that_alternates(tmp_path: Path, name: str) -> None:
    lines = []
    for number, (zh, en) in enumerate(
        [("学校", "Schools"), ("道路", "Roads"), ("桥梁", "Bridges")], 1
    ):
        lines += [
            f"第{'一二三'[number - 1]}章 {zh}",
            f"Chapter {number}: {en}",
            HAN,
            LATIN,
            HAN,
            LATIN,
        ]
    lines += ["结语", "Conclusion", HAN, LATIN]
    if name.endswith("html"):
        lines = [f"<p>{line}</p>" for line in lines]
    chinese, english = page(tmp_path, "\n\n".join(lines), name)
    for document in (chinese, english):
        assert [s.number for s in document.body.children] == [
            "1",
            "2",
            "3",
            None,
        ]
        assert [len(s.paragraphs) for s in document.body.children] == [
            2,
            2,
            2,
            1,
        ]


@pytest.mark.parametrize("line", [HAN, LATIN, f"{LATIN} 学校"])
def test_a_page_in_one_language_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(
        FormatError, match=r"page\.txt: holds no (Chinese|English) part"
    ) as error:
        page(tmp_path, "\n\n".join([line] * 5))
    assert "\n" not in str(error.value)
