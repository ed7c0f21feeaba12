from __future__ import annotations

import pytest

from nqpterms.errors import FormatError
from nqpterms.readers.reading import read_page_text

HAN = "各地的学校都要按照统一的要求，认真做好教学和管理工作，让每个学生都能学到有用的本领。"
LATIN = "Every school in the province has to follow the same rules, and every pupil learns."

HALVES = [
    "Some words of the person who put this page together.",
    "On Schools and Roads",
    *("Chapter 1: Schools", "Chapter 2: Roads", "Chapter 3: Bridges"),
    *("Chapter 1: Schools", f"{LATIN} They call it “因材施教” at home.", "教育"),
    *("Chapter 2: Roads", LATIN, "Chapter 3: Bridges", LATIN),
    "  1. “Schools,” Press, May 2019.",
    "  2. “Roads,” Press, May 2020.",
    "字体: 小 中 大 分享到:",
    *("第一章 学校", f"{HAN}GDP和New Schools也要讲。", "第二章 道路", HAN, "第三章 桥梁", HAN),
    *("[1] 《学校》，2019年", "[2] 《道路》，2020年"),
    "About Old Wang 老王",
    "Leave a comment",
]


def test_a_page_in_two_halves() -> None:
    zh, en = read_page_text("\n\n".join(HALVES), name="page")
    assert (zh.lang, en.lang) == ("zh-Hans", "en")
    assert [s.number for s in zh.body.children] == [s.number for s in en.body.children]
    assert en.title and en.title.text == "On Schools and Roads"
    assert [p.text for p in en.body.children[0].paragraphs][1:] == ["教育"]
    assert (len(zh.notes), len(en.contents)) == (2, 3)
    assert len(en.notes) + len(en.references) == 2
    chrome = {p.text for p in (*zh.chrome, *en.chrome)}
    assert chrome == {HALVES[0], "字体: 小 中 大 分享到:", *HALVES[-2:]}


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_page_that_alternates(kind: str) -> None:
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
    text = "\n\n".join(lines) if kind == "plain" else "".join(f"<p>{line}</p>\n" for line in lines)
    chinese, english = read_page_text(text, name="page", type=kind)
    for document in (chinese, english):
        assert [s.number for s in document.body.children] == ["1", "2", "3", None]
        assert [len(s.paragraphs) for s in document.body.children] == [2, 2, 2, 1]


@pytest.mark.parametrize("line", [HAN, LATIN, f"{LATIN} 学校"])
def test_a_page_in_one_language_is_refused(line: str) -> None:
    with pytest.raises(FormatError, match=r"page: holds no (Chinese|English) part") as error:
        read_page_text("\n\n".join([line] * 5), name="page")
    assert "\n" not in str(error.value)
