"""Pages that hold both languages, in every arrangement that people make of one small text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nqpterms.aligner.documents import align
from nqpterms.errors import OneLanguageError
from nqpterms.model.alignment import Alignment
from nqpterms.readers.reading import read_either, read_page
from tests.readers.test_docx import p, package, r

Pair = tuple[str, str]

HEADINGS: list[Pair] = [
    ("一、修路架桥", "I. Roads and Bridges"),
    ("二、兴办学校", "II. Schools"),
    ("三、治理河流", "III. Rivers"),
]
PARAGRAPHS: list[list[Pair]] = [
    [
        (
            "全县去年修好乡村公路四百二十公里，新架桥梁九座。",
            "Last year the county repaired 420 kilometres of country roads and built nine bridges.",
        ),
        (
            "偏远山村的农民卖菜看病都方便了。",
            "Farmers in remote mountain villages can now sell their vegetables and see a doctor"
            " without trouble.",
        ),
    ],
    [
        (
            "县里办起三所小学，招收学生一千一百名。",
            "The county opened three primary schools, which admitted 1,100 pupils.",
        ),
        (
            "每所学校都有图书馆和操场。",
            "Each school has a library and a sports ground.",
        ),
        (
            "教师工资由县财政统一发放。",
            "Teachers' wages are paid by the county treasury.",
        ),
    ],
    [
        (
            "我们清理了两条河的河道，拆除岸边的违章建筑。",
            "We cleaned the beds of two rivers and pulled down illegal buildings on their banks.",
        ),
        (
            "河水变清了，鱼虾也多了起来。",
            "The water has become clear, and there are more fish and shrimps.",
        ),
    ],
]
MARKS = ["## ", "## ", "## "]
ALL_PAIRS = [pair for group in PARAGRAPHS for pair in group]


def sections() -> list[tuple[Pair, list[Pair]]]:
    return list(zip(HEADINGS, PARAGRAPHS, strict=True))


def halves(*, mark: str = "") -> str:
    lines: list[str] = []
    for side in (0, 1):
        for heading, pairs in sections():
            lines.append(mark + heading[side])
            lines += (pair[side] for pair in pairs)
    return "\n\n".join(lines)


def blocks_by_section() -> str:
    lines: list[str] = []
    for heading, pairs in sections():
        for side in (0, 1):
            lines.append(heading[side])
            lines += (pair[side] for pair in pairs)
    return "\n\n".join(lines)


def alternating(
    *, mark: str = "", first: int = 0, between: str = "\n\n"
) -> str:
    lines: list[str] = []
    for heading, pairs in sections():
        for pair in (heading, *pairs):
            lead = mark if pair == heading else ""
            lines += [lead + pair[first], lead + pair[1 - first]]
    return between.join(lines)


def headings_on_one_line(
    join: str, *, mark: str = "## ", first: int = 0
) -> str:
    lines: list[str] = []
    for heading, pairs in sections():
        lines.append(mark + heading[first] + join + heading[1 - first])
        for pair in pairs:
            lines += [pair[first], pair[1 - first]]
    return "\n\n".join(lines)


def on_one_line(join: str, *, first: int = 0, between: str = "\n") -> str:
    lines: list[str] = []
    for heading, pairs in sections():
        lines += (
            pair[first] + join + pair[1 - first] for pair in (heading, *pairs)
        )
    return between.join(lines)


def two_lines_of_a_paragraph() -> str:
    """In Markdown a line end does not end a paragraph."""
    lines: list[str] = []
    for heading, pairs in sections():
        lines += [
            f"## {heading[0]} {heading[1]}",
            *("\n".join(pair) for pair in pairs),
        ]
    return "\n\n".join(lines)


def markdown_table(*, numbered: bool = False) -> str:
    rows = ["| 序号 | 中文 | English |", "|---|---|---|"]
    for number, (zh, en) in enumerate(every_pair(), 1):
        rows.append(f"| {number} | {zh} | {en} |")
    if numbered:
        return "\n".join(rows)
    return "\n".join(row[row.index("|", 1) :] for row in rows)


def html_table() -> str:
    rows = "".join(
        f"<tr><td>{zh}</td><td>{en}</td></tr>" for zh, en in every_pair()
    )
    return f"<html><body><table>{rows}</table></body></html>"


def html_columns() -> str:
    """Two columns side by side, each a division of its own."""
    columns = ""
    for side in (0, 1):
        inner = ""
        for heading, pairs in sections():
            inner += f"<h2>{heading[side]}</h2>"
            inner += "".join(f"<p>{pair[side]}</p>" for pair in pairs)
        columns += f"<div>{inner}</div>"
    return f"<html><body>{columns}</body></html>"


def html_line_breaks() -> str:
    inner = ""
    for heading, pairs in sections():
        inner += f"<h2>{heading[0]}<br>{heading[1]}</h2>"
        inner += "".join(f"<p>{zh}<br/>{en}</p>" for zh, en in pairs)
    return f"<html><body>{inner}</body></html>"


def every_pair() -> list[Pair]:
    return [pair for heading, pairs in sections() for pair in (heading, *pairs)]


def wrapped(text: str, width: int) -> str:
    """The paragraphs cut into lines as a mail program cuts them; a Han character is two wide."""
    paragraphs: list[str] = []
    for paragraph in text.split("\n\n"):
        lines = [""]
        size = 0
        is_chinese = "\u4e00" <= paragraph[0] <= "\u9fff"
        for word in paragraph if is_chinese else paragraph.split(" "):
            room = 2 if is_chinese else len(word) + 1
            if size + room > width:
                lines.append("")
                size = 0
            glue = "" if is_chinese or not lines[-1] else " "
            lines[-1] += glue + word
            size += room
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


ARRANGEMENTS: dict[str, tuple[str, Callable[[], str]]] = {
    "halves": ("txt", halves),
    "halves with Markdown headings": ("md", lambda: halves(mark="## ")),
    "section by section": ("txt", blocks_by_section),
    "paragraph by paragraph": ("txt", alternating),
    "paragraph by paragraph, English first": (
        "txt",
        lambda: alternating(first=1),
    ),
    "paragraph by paragraph, Markdown": ("md", lambda: alternating(mark="## ")),
    "paragraph by paragraph, wrapped": (
        "txt",
        lambda: wrapped(alternating(), 56),
    ),
    "line by line": ("txt", lambda: alternating(between="\n")),
    "line by line, English first": (
        "txt",
        lambda: alternating(first=1, between="\n"),
    ),
    "headings on one line": ("md", lambda: headings_on_one_line(" ")),
    "headings on one line, English first": (
        "md",
        lambda: headings_on_one_line(" ", first=1),
    ),
    "headings with a slash": ("md", lambda: headings_on_one_line(" / ")),
    "headings with a bar": ("md", lambda: headings_on_one_line(" | ")),
    "headings with a wide blank": (
        "md",
        lambda: headings_on_one_line("\u3000"),
    ),
    "headings on one line of a plain text": (
        "txt",
        lambda: headings_on_one_line(" ", mark=""),
    ),
    "headings with a dash": (
        "txt",
        lambda: headings_on_one_line(" — ", mark=""),
    ),
    "both on each line, tab": ("txt", lambda: on_one_line("\t")),
    "both on each line, tab, English first": (
        "txt",
        lambda: on_one_line("\t", first=1),
    ),
    "both on each line, blank": ("txt", lambda: on_one_line(" ")),
    "both on each line, blank, English first": (
        "txt",
        lambda: on_one_line(" ", first=1),
    ),
    "both in each paragraph": ("md", lambda: on_one_line(" ", between="\n\n")),
    "two lines of a paragraph": ("md", two_lines_of_a_paragraph),
    "table": ("md", markdown_table),
    "table with a column of numbers": (
        "md",
        lambda: markdown_table(numbered=True),
    ),
    "table of a web page": ("html", html_table),
    "two columns of a web page": ("html", html_columns),
    "line breaks of a web page": ("html", html_line_breaks),
}


def aligned_page(folder: Path, text: str, suffix: str) -> Alignment:
    path = folder / f"page.{suffix}"
    path.write_text(text, encoding="utf-8")
    return align(*read_page(path))


def linked(alignment: Alignment) -> set[Pair]:
    """What stands beside what: headings and paragraphs, a heading without its number."""
    pairs: set[Pair] = set()
    for segment in alignment.segments(level="paragraph"):
        pairs.add((segment.zh, segment.en))
    return pairs


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_an_arrangement(tmp_path: Path, name: str) -> None:
    suffix, text = ARRANGEMENTS[name]
    pairs = linked(aligned_page(tmp_path, text(), suffix))
    assert set(ALL_PAIRS) <= pairs
    assert set(HEADINGS) <= pairs
    surplus = pairs - {*ALL_PAIRS, *HEADINGS}
    assert surplus <= {("中文", "English"), ("序号", "English")}


def word_table() -> bytes:
    rows = "".join(
        f"<w:tr><w:tc>{p(r(zh))}</w:tc><w:tc>{p(r(en))}</w:tc></w:tr>"
        for zh, en in every_pair()
    )
    return package(f"<w:tbl>{rows}</w:tbl>")


def word_breaks() -> bytes:
    """Both languages in one paragraph, a line break between them."""
    paragraphs = "".join(
        p(f"{r(zh)}<w:r><w:br/></w:r>{r(en)}") for zh, en in every_pair()
    )
    return package(paragraphs)


@pytest.mark.parametrize("document", [word_table, word_breaks])
def test_an_arrangement_in_word(
    tmp_path: Path, document: Callable[[], bytes]
) -> None:
    path = tmp_path / "page.docx"
    path.write_bytes(document())
    pairs = linked(align(*read_page(path)))
    assert {*ALL_PAIRS, *HEADINGS} == pairs


# -- what only looks like a page in both languages ---------------------------------------------

CHINESE = [zh for zh, _ in ALL_PAIRS]
ENGLISH = [en for _, en in ALL_PAIRS]
PROVERB = (
    "He that would eat the kernel must crack the nut, as the old saying goes."
)
HAN_PROVERB = "老话说得好：吃得苦中苦，方为人上人，这话一点也不假。"

ONE_LANGUAGE: dict[str, list[str]] = {
    "a Chinese text with an English quotation": [
        *CHINESE[:4],
        PROVERB,
        *CHINESE[4:],
    ],
    "… which ends in one": [*CHINESE, PROVERB],
    "… which begins with one": [PROVERB, *CHINESE],
    "… in the last paragraph": [*CHINESE[:-1], f"{CHINESE[-1]} {PROVERB}"],
    "an English text with a Chinese quotation": [
        *ENGLISH[:4],
        HAN_PROVERB,
        *ENGLISH[4:],
    ],
    "… which ends in one line": [*ENGLISH, HAN_PROVERB],
    "a Chinese text whose headings have glosses": [
        *("## 公路（Country Roads）", *CHINESE[:2]),
        *("## 学校（Primary Schools）", *CHINESE[2:5]),
        *("## 河流（Rivers）", *CHINESE[5:]),
    ],
    "an English text whose headings have glosses": [
        *("## Roads and Bridges 修路架桥", *ENGLISH[:2]),
        *("## Schools 兴办学校", *ENGLISH[2:5]),
        *("## Rivers 治理河流", *ENGLISH[5:]),
    ],
    "a Chinese text with names in Latin letters": [
        *CHINESE,
        "本项目由 Green Rivers International 和 World School Fund 资助。",
    ],
}


@pytest.mark.parametrize("name", ONE_LANGUAGE)
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_a_text_in_one_language(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / f"text.{suffix}"
    path.write_text("\n\n".join(ONE_LANGUAGE[name]), encoding="utf-8")
    documents = read_either(path)
    assert len(documents) == 1
    assert len(list(documents[0].passages())) == len(ONE_LANGUAGE[name])
    with pytest.raises(OneLanguageError, match="holds no"):
        read_page(path)


def test_a_page_of_which_only_the_beginning_is_translated(
    tmp_path: Path,
) -> None:
    """It is a page in both languages, small as the English part is."""
    text = "\n\n".join([CHINESE[0], ENGLISH[0], *CHINESE[1:]])
    assert linked(aligned_page(tmp_path, text, "md")) == {ALL_PAIRS[0]}


LAW: list[Pair] = [
    (
        "第一條　本條例用詞，定義如下：",
        "Article 1　The terms used in this Act are defined as follows:",
    ),
    (
        "1. 市集：指每週開放之露天市場。",
        "1. Fair: an open-air market that opens every week.",
    ),
    (
        "2. 攤販：指在市集販售貨品之人。",
        "2. Vendor: a person who sells goods at a fair.",
    ),
    (
        "3. 攤位：指主管機關劃設之地面。",
        "3. Stall: ground marked out by the authority.",
    ),
    (
        "第二條　攤販應於每年三月向市政府申請攤位。",
        "Article 2　A vendor shall apply to the city government for a stall in March each year.",
    ),
    (
        "第三條　市集於早上六時開放，晚上八時關閉。",
        "Article 3　A fair opens at six in the morning and closes at eight in the evening.",
    ),
]


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("marks", ["numbers", "none"])
def test_definitions_in_a_law_do_not_end_the_page(
    tmp_path: Path, first: int, marks: str
) -> None:
    """They look like the annotated terms behind a text, and articles follow."""
    pairs = LAW
    if marks == "none":
        pairs = [
            (zh.lstrip("123. "), en.lstrip("123. "))
            if en[0].isdigit()
            else (zh, en)
            for zh, en in LAW
        ]
    halves_of_page = [
        "\n\n".join(pair[side] for pair in pairs) for side in (first, 1 - first)
    ]
    path = tmp_path / "law.txt"
    path.write_text("\n\n".join(halves_of_page), encoding="utf-8")
    ends = {
        (zh.split("　")[-1], en.split("　")[-1])
        for zh, en in linked(align(*read_page(path)))
    }
    for zh, en in pairs:
        assert (zh.split("　")[-1], en.split("　")[-1]) in ends


BARE_HEADINGS: list[Pair] = [
    ("道路", "Roads"),
    ("学校", "Schools"),
    ("河流", "Rivers"),
]
QUESTIONS: list[Pair] = [
    ("问：路修到哪里了？", "Q: How far have the roads got?"),
    ("负责人：王芳", "In charge: Wang Fang"),
    ("问：桥有几座？", "Q: How many bridges are there?"),
    ("时间：去年秋天", "Time: last autumn"),
]


@pytest.mark.parametrize("mark", ["", "## "])
def test_headings_in_both_among_lines_in_one(tmp_path: Path, mark: str) -> None:
    """Questions and labels look like headings, and each is in one language."""
    lines: list[str] = []
    for (zh, en), pairs in zip(BARE_HEADINGS, PARAGRAPHS, strict=True):
        lines.append(f"{mark}{zh} {en}")
        for pair in [*QUESTIONS, *pairs]:
            lines += pair
    path = tmp_path / ("page.md" if mark else "page.txt")
    path.write_text("\n\n".join(lines), encoding="utf-8")
    assert set(BARE_HEADINGS) | set(ALL_PAIRS) <= linked(
        align(*read_page(path))
    )


def test_a_name_behind_its_label_is_no_translation(tmp_path: Path) -> None:
    lines: list[str] = []
    for n, pair in enumerate([*QUESTIONS, *ALL_PAIRS]):
        lines += pair
        if n == 2:
            lines.append("联系人 John Smith")
    path = tmp_path / "page.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    texts: list[str] = []
    for document in read_page(path):
        for section in document.sections():
            texts += (passage.text for passage in section.paragraphs)
    assert "联系人 John Smith" in texts
