"""Tables as people draw them: two rows of heads, blocks side by side, lists without columns."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.files.remarks import overhearing
from nqpterms.formats.terms.glossary_tables import load
from nqpterms.formats.terms.table_layouts import parted_lines, straight_rows
from nqpterms.model.termbase import TermBase


def csv_file(folder: Path, *rows: str) -> Path:
    path = folder / "list.csv"
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def forms(base: TermBase) -> list[list[tuple[str, str]]]:
    """The text and the status of each term, concept by concept."""
    return [
        [(term.text, term.status) for term in concept.terms]
        for concept in base.concepts
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("中文,英文,,备注", ",推荐,禁用,"),
        ("中文,英文,,备注", "中文,推荐译法,禁用译法,"),
        ("Chinese,English,,Note", ",preferred,forbidden,"),
        ("术语,译名,,说明", "中文,首选,不建议使用,"),
    ],
)
def test_a_second_row_of_heads_says_more_of_the_first(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    path = csv_file(tmp_path, *heads, "港口,port,harbour,", "就业,job,,")
    assert forms(load(path)) == [
        [("港口", ""), ("port", "preferred"), ("harbour", "deprecated")],
        [("就业", ""), ("job", "preferred")],
    ]


def test_terms_that_are_called_as_heads_are(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "中文,英文", "标准,standard", "定义,definition")
    texts = [[text for text, _ in concept] for concept in forms(load(path))]
    assert texts == [["标准", "standard"], ["定义", "definition"]]


def test_blocks_side_by_side_are_read_one_by_one(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "序号,中文,英文,,序号,中文,英文",
        "1,港口,port,,3,码头,wharf",
        "2,就业,job,,,,",
    )
    texts = [[text for text, _ in concept] for concept in forms(load(path))]
    assert texts == [["港口", "port"], ["就业", "job"], ["码头", "wharf"]]


def test_columns_of_one_language_side_by_side_are_synonyms() -> None:
    rows = [
        (1, ["Chinese", "Chinese", "English", "English"]),
        (2, ["港口", "口岸", "port", "harbour"]),
    ]
    assert straight_rows(rows) == rows


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        ("港口：port\n就业：job", [["港口", "port"], ["就业", "job"]]),
        ("port = 港口\njob = 就业", [["port", "港口"], ["job", "就业"]]),
        ("1. 港口 port\n2. 就业 job", [["港口", "port"], ["就业", "job"]]),
        ("港口（port）\n就业 (job)", [["港口", "port"], ["就业", "job"]]),
        ("港口 —— port, harbour", [["港口", "port, harbour"]]),
        ("AI技术: AI technology", [["AI技术", "AI technology"]]),
    ],
)
def test_a_list_without_columns(lines: str, pairs: list[list[str]]) -> None:
    parted = parted_lines(list(enumerate(lines.split("\n"), 1)))
    assert parted is not None
    assert [list(cells) for _, cells in parted[0]] == pairs


@pytest.mark.parametrize(
    "text",
    [
        "港口很忙，就业很好。",
        "The port is busy.\nJobs are many.",
        "港口：码头\n就业：岗位",
        "港" * 301 + "：port",
        "港口：port\n就业\n工作\n岗位",
    ],
)
def test_a_text_is_no_list(text: str) -> None:
    assert parted_lines(list(enumerate(text.split("\n"), 1))) is None


@given(st.lists(st.text(max_size=60)))
def test_any_lines_are_a_list_or_none(texts: list[str]) -> None:
    parted = parted_lines(list(enumerate(texts, 1)))
    assert parted is None or all(len(cells) == 2 for _, cells in parted[0])


def test_a_line_that_is_no_pair_is_said(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "甲部\n港口：port\n就业：job\n税：tax\n岗位：post, a job\n",
        encoding="utf-8",
    )
    with overhearing() as overheard:
        base = load(path)
    assert len(base.concepts) == 4
    assert [error.line for error in overheard().broken] == [1]
    with pytest.raises(FormatError, match=r"list\.txt:1"):
        load(path)


def test_a_sheet_of_one_column_is_a_list(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for text in ("港口 port", "就业（job）"):
        book.active.append([text])
    path = tmp_path / "one.xlsx"
    book.save(path)
    texts = [[text for text, _ in concept] for concept in forms(load(path))]
    assert texts == [["港口", "port"], ["就业", "job"]]


def test_a_column_of_yes_and_no_gives_a_status(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "中文,英文,禁用", "港口,port,否", "港口,harbour,是"
    )
    assert forms(load(path)) == [
        [("港口", ""), ("port", ""), ("harbour", "deprecated")]
    ]
    path = csv_file(
        tmp_path, "term,forbidden,zh", "harbour,yes,", "port,no,港口"
    )
    assert forms(load(path)) == [
        [("harbour", "deprecated")],
        [("港口", ""), ("port", "")],
    ]


def test_a_column_of_forbidden_terms_is_no_column_of_answers(
    tmp_path: Path,
) -> None:
    path = csv_file(
        tmp_path, "中文,英文,禁用", "港口,port,harbour", "就业,job,"
    )
    assert forms(load(path))[0][2] == ("harbour", "deprecated")


@pytest.mark.parametrize("section", ["一、经济", "第二章 就业", "（三）民生"])
def test_a_numbered_line_alone_is_a_heading(
    tmp_path: Path, section: str
) -> None:
    path = csv_file(tmp_path, "中文,英文", f"{section},", "港口,port", "就业,")
    concepts = load(path).concepts
    assert [concept.subject for concept in concepts] == [section, section]
    # What has no number and no English may be a term that wants one.
    assert concepts[1].terms[0].text == "就业"


def test_an_error_value_is_no_term(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "中文,英文", "港口,port", "就业,#N/A")
    with overhearing() as overheard:
        base = load(path)
    assert forms(base) == [[("港口", ""), ("port", "")]]
    error = overheard().broken[0]
    assert (error.line, "#N/A" in error.message) == (3, True)


@pytest.mark.parametrize(
    "rows",
    [
        ("港口|port", "就业|job"),
        ("中文，英文", "港口，port", "就业，job"),
        ("港口,port,zh,en", "就业,job,zh,en"),
        ("中文字段,English field", "港口,port", "就业,job"),
        ("Key term (CN),Key term (EN)", "港口,port", "就业,job"),
        ("中文,推荐译法", "港口,port", "就业,job"),
    ],
)
def test_other_signs_heads_and_tags(tmp_path: Path, rows: list[str]) -> None:
    base = load(csv_file(tmp_path, *rows))
    texts = [[text for text, _ in concept] for concept in forms(base)]
    assert texts == [["港口", "port"], ["就业", "job"]]
    assert not any(term.notes for c in base.concepts for term in c.terms)


def test_what_chinese_is_called_in_english_is_a_term(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "中文,Chinese", "英文,English", "港口,port")
    assert len(load(path).concepts) == 3


def test_a_formula_without_a_result_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "词表"
    for row in (("中文", "英文"), ("港口", '=LOWER("PORT")'), ("就业", "job")):
        book.active.append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)
    with overhearing() as overheard:
        load(path)
    assert any(
        "sheet 词表: the formula in B2" in r for r in overheard().remarks
    )
    # Excel writes the result beside the formula.
    packed = zipfile.ZipFile(path)
    parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            if name == sheet:
                content = content.replace(
                    b"</f><v />", b"</f><v>port</v>"
                ).replace(b"</f><v></v>", b"</f><v>port</v>")
                content = content.replace(b'r="B2"', b'r="B2" t="str"')
            archive.writestr(name, content)
    with overhearing() as overheard:
        base = load(path)
    assert not any("no result" in line for line in overheard().remarks)
    assert forms(base)[0] == [("港口", ""), ("port", "")]
