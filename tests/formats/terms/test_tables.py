"""Tables as people have them: headers, cells with several renderings, formulas, round trips."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from term_strategies import term_bases

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.office.spreadsheet import guarded, unguarded
from nqpterms.files.remarks import RemarkListener, remarks_to
from nqpterms.formats.term_bases import load_terms
from nqpterms.formats.terms.glossary_columns import find_columns, parse_columns
from nqpterms.formats.terms.glossary_tables import dump, load
from nqpterms.formats.terms.word_lists import split_renderings
from nqpterms.model.termbase import Concept, Definition, Term, TermBase

FIXTURE = [HealthCheck.function_scoped_fixture]


def write(folder: Path, text: str, name: str = "terms.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def forms(base: TermBase) -> list[list[str]]:
    return [[term.text for term in concept.terms] for concept in base.concepts]


@pytest.mark.parametrize(
    "text",
    [
        "中文,英文\n生产力,productive forces\n新能源,new energy\n",
        "English;中文术语\nproductive forces;生产力\nnew energy;新能源\n",
        "术语,译文\n生产力,productive forces\n新能源,new energy\n",
        "source,target\nproductive forces,生产力\nnew energy,新能源\n",
        "Term\tTranslation\nproductive forces\t生产力\nnew energy\t新能源\n",
        "生产力,productive forces\n新能源,new energy\n",
        "\ufeff词汇表,\n,\n源语言,目标语言\n生产力,productive forces\n新能源,new energy\n",
        "ZH-CN,EN-US\r\n生产力,productive forces\r\n新能源,new energy\r\n",
        "生产力\tproductive forces\n新能源\tnew energy\n",
        "# made by hand\n生产力\tproductive forces\n新能源\tnew energy\n",
        "乙方用语\t甲方用语\nproductive forces\t生产力\nnew energy\t新能源\n",
        "Term\t术语\nproductive forces\t生产力\nnew energy\t新能源\n",
        "No.;Source language;Target language\n1;生产力;productive forces\n2;新能源;new energy\n",
    ],
)
def test_columns_are_found_by_header_or_script(
    tmp_path: Path, text: str
) -> None:
    base = load(write(tmp_path, text))
    assert forms(base) == [
        ["生产力", "productive forces"],
        ["新能源", "new energy"],
    ]
    assert [c.id for c in base.concepts] == ["productive-forces", "new-energy"]


def test_what_else_a_row_says_is_kept(tmp_path: Path) -> None:
    text = (
        "编号,术语,译文,释义,词性,来源,领域,备注,拼音,状态,负责人\n"
        "npf,新质生产力,new quality productive forces,由创新主导的生产力,名词,甲报告,经济,"
        "常用,xīn zhì,首选,Li\n"
    )
    (concept,) = load(write(tmp_path, text)).concepts
    assert (concept.id, concept.subject) == ("npf", "经济")
    assert concept.definitions == (Definition("由创新主导的生产力", "zh-Hans"),)
    assert concept.terms == (
        Term(
            "新质生产力",
            "zh-Hans",
            pos="noun",
            reading="xīn zhì",
            sources=("甲报告",),
            notes=("常用", "负责人: Li"),
        ),
        Term("new quality productive forces", "en", status="preferred"),
    )


def test_language_tags_of_the_row_are_taken(tmp_path: Path) -> None:
    text = "sourceLang,targetLang,sourceString,targetString\nen,zh_TW,airway,氣道\n"
    assert [t.lang for t in load(write(tmp_path, text)).concepts[0].terms] == [
        "zh-TW",
        "en",
    ]


def test_rows_with_the_same_chinese_are_one_concept(tmp_path: Path) -> None:
    text = "zh,en,note\n生产力,productive forces,a\n新能源,new energy,\n生产力,productivity,b\n"
    base = load(write(tmp_path, text))
    assert forms(base) == [
        ["生产力", "productive forces", "productivity"],
        ["新能源", "new energy"],
    ]
    assert base.concepts[0].terms[0].notes == ("a", "b")


def test_the_same_chinese_in_two_senses_stays_apart(tmp_path: Path) -> None:
    text = "zh,en,definition\n机关,agency,a body\n机关,mechanism,a device\n"
    assert [c.id for c in load(write(tmp_path, text)).concepts] == [
        "agency",
        "mechanism",
    ]


def test_the_caller_may_name_the_columns(tmp_path: Path) -> None:
    path = write(
        tmp_path, "x,生产力,productive forces,y\nx,新能源,new energy,y\n"
    )
    base = load(path, columns=parse_columns("zh=2,en=3"))
    assert forms(base) == [
        ["生产力", "productive forces"],
        ["新能源", "new energy"],
    ]
    path = write(tmp_path, "一,二,三\nx,生产力,productive forces\n")
    assert forms(load(path, columns={"zh": "二", "en": "三"})) == [
        ["生产力", "productive forces"]
    ]


@pytest.mark.parametrize(
    ("cell", "other", "expected"),
    [
        (
            "productive forces; productivity",
            "",
            ("productive forces", "productivity"),
        ),
        ("生产力；生产率", "", ("生产力", "生产率")),
        ("one\ntwo", "", ("one", "two")),
        (
            "productive forces / productivity",
            "",
            ("productive forces", "productivity"),
        ),
        (
            "productive forces/productivity",
            "",
            ("productive forces", "productivity"),
        ),
        ("GDP/gross domestic product", "", ("GDP", "gross domestic product")),
        ("TCP/IP", "", ("TCP/IP",)),
        ("and/or", "", ("and/or",)),
        ("input/output ratio", "", ("input/output ratio",)),
        ("A/B测试", "", ("A/B测试",)),
        ("元/吨", "", ("元/吨",)),
        ("国内生产总值/GDP", "", ("国内生产总值", "GDP")),
        ("生产力、生产率", "productivity", ("生产力", "生产率")),
        (
            "大众创业、万众创新",
            "mass entrepreneurship and innovation",
            ("大众创业、万众创新",),
        ),
        (
            "教育、科技、人才",
            "education, technology, talent",
            ("教育、科技、人才",),
        ),
        ("a; a; b;", "", ("a", "b")),
        ("  ", "", ()),
    ],
)
def test_renderings_are_parted_where_their_writer_meant_it(
    cell: str, other: str, expected: tuple[str, ...]
) -> None:
    assert split_renderings(cell, other=other) == expected


def test_the_caller_may_name_the_separators() -> None:
    assert split_renderings("可传染 : 有传染性；甲", separators=(" : ",)) == (
        "可传染",
        "有传染性；甲",
    )
    assert split_renderings("a; b", separators=()) == ("a; b",)


BROKEN = {
    "empty": ("", None, None),
    "no columns": (
        "a,b,c\n1,2,3\n",
        1,
        "found no two columns of terms: expected headers such as",
    ),
    "no term": (
        "zh,en,note\n生产力,productive forces,\n,,x\n",
        3,
        "no term in this row: fill",
    ),
    "too wide": (
        "zh,en\n生产力,a,b\n",
        2,
        "expected 2 columns as in the header, found 3",
    ),
    "two English": ("source,target\na,b\n", None, "neither column is Chinese"),
    "open quote": (
        'zh,en\n生产力,"productive forces\n',
        2,
        "is no table that can be read: ",
    ),
    "glossary row": (
        "concept,lang,term,status\nc1,en,GDP,good\n",
        2,
        "status: unknown value 'good",
    ),
}


@pytest.mark.parametrize(
    ("text", "line", "message"), BROKEN.values(), ids=BROKEN
)
def test_a_broken_table_is_one_error(
    tmp_path: Path, text: str, line: int | None, message: str | None
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(FormatError) as caught:
        load(path)
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert message is None or caught.value.message.startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["zh", "zh=", "zh=1,xx=2"])
def test_columns_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(NqptermsError, match="expected zh=2,en=3"):
        parse_columns(text)


def test_columns_that_are_not_there_are_refused() -> None:
    with pytest.raises(
        FormatError, match="no column 5 for zh: the first row is a, b"
    ):
        find_columns([(1, ["a", "b"])], "t.csv", columns={"zh": 5, "en": 1})
    with pytest.raises(
        FormatError, match="columns name no two columns of terms"
    ):
        find_columns([(1, ["a", "b"])], "t.csv", columns={"zh": 1})


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "＝1",
    "'=1",
    "''@",
    "'tis",
    "a=b",
    "",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_made_harmless_and_comes_back(cell: str) -> None:
    assert guarded(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝")
    assert unguarded(guarded(cell)) == cell


@given(st.text(st.sampled_from("'=+-@\t\r\n＝a"), max_size=6))
def test_every_text_survives_the_guard(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "tsv"])
def test_no_formula_reaches_a_spreadsheet(tmp_path: Path, suffix: str) -> None:
    terms = tuple(
        Term(text, "en") for text in FORMULAS if text.strip() == text and text
    )
    base = TermBase((Concept("c1", (Term("甲", "zh-Hans"), *terms)),), "t")
    path = tmp_path / f"t.{suffix}"
    dump(base, path)
    if suffix == "xlsx":
        page = openpyxl.load_workbook(path).active
        assert all(
            cell.data_type in "sn" for row in page.iter_rows() for cell in row
        )
        cells = [
            str(cell.value or "") for row in page.iter_rows() for cell in row
        ]
    else:
        delimiter = "," if suffix == "csv" else "\t"
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [
                cell
                for row in csv.reader(file, delimiter=delimiter)
                for cell in row
            ]
    assert not [cell for cell in cells if cell[:1] in "=+-@＝" and cell]
    assert load(path) == base


def test_a_workbook_as_people_have_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["2024 年术语表"])
    page.append(["中文", "英文", "年份"])
    page.append(["生产力", "productive forces", 2024.0])
    page.append([None, None, None])
    page.append(["第二十条", 20, None])
    book.create_sheet("二").append(["中文", "英文"])
    book.save(tmp_path / "terms.xlsx")
    base = load(tmp_path / "terms.xlsx")
    assert forms(base) == [["生产力", "productive forces"], ["第二十条", "20"]]
    assert base.concepts[0].terms[0].notes == ("年份: 2024",)
    with pytest.raises(
        FormatError, match="no sheet '三': expected one of Sheet, 二"
    ):
        load(tmp_path / "terms.xlsx", sheet="三")


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "no zip", "a.xlsx")
    with pytest.raises(
        FormatError, match="cannot be read as an XLSX workbook: it is no zip"
    ):
        load(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(
        FormatError, match="is no XLSX workbook that can be read"
    ):
        load(path)
    with pytest.raises(
        FormatError, match="cannot be read as an XLSX workbook: No such file"
    ):
        load(tmp_path / "none.xlsx")


def round_trips(base: TermBase, folder: Path, suffix: str) -> None:
    path = folder / f"{base.name}.{suffix}"
    dump(base, path)
    assert load(path) == base
    once = path.read_bytes()
    dump(load(path), path)
    assert path.read_bytes() == once


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@settings(max_examples=100, suppress_health_check=FIXTURE, deadline=None)
@given(base=term_bases().filter(len))
def test_what_goes_in_comes_out_of_a_table(
    base: TermBase, tmp_path: Path, suffix: str
) -> None:
    round_trips(base, tmp_path, suffix)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@settings(max_examples=2000, suppress_health_check=FIXTURE, deadline=None)
@given(base=term_bases().filter(len))
def test_what_goes_in_comes_out_of_a_table_at_length(
    base: TermBase, tmp_path: Path, suffix: str
) -> None:
    round_trips(base, tmp_path, suffix)


@pytest.mark.parametrize(
    ("name", "concepts", "tags"),
    [
        ("f_en-zh_CN.csv", 306, {"zh-CN", "en"}),
        ("f_en-zh_TW.csv", 306, {"zh-TW", "en"}),
        ("g_en_zh-CN.csv", 337, {"zh-CN", "en"}),
        ("g_zh-CN_en.csv", 50, {"zh-Hans", "en"}),
    ],
)
def test_real_tables_load(
    shared: Path, tmp_path: Path, name: str, concepts: int, tags: set[str]
) -> None:
    base = load(shared / "data/tico19" / name)
    assert len(base) == concepts
    assert {term.lang for _, term in base.terms()} == tags
    dump(base, tmp_path / name)
    assert load(tmp_path / name) == base


def terms_of(base: TermBase) -> list[tuple[str, str, str]]:
    return [(term.text, term.lang, term.status) for _, term in base.terms()]


def test_further_columns_of_a_language_are_synonyms_or_forbidden(
    tmp_path: Path,
) -> None:
    text = (
        "中文,English,English 2,禁用译法\n"
        "小康社会,moderately prosperous society,,well-off society\n"
    )
    assert terms_of(load(write(tmp_path, text))) == [
        ("小康社会", "zh-Hans", ""),
        ("moderately prosperous society", "en", ""),
        ("well-off society", "en", "deprecated"),
    ]


def test_flags_beside_a_term_belong_to_it(tmp_path: Path) -> None:
    text = (
        "Chinese_PRC,Term_Info,English,Term_Info,English,Term_Info,English_Def\n"
        "就业,,employment,CaseInsensitive,jobbing,CaseInsensitive;Forbidden,having work\n"
    )
    base = load(write(tmp_path, text))
    assert terms_of(base)[1:] == [
        ("employment", "en", ""),
        ("jobbing", "en", "deprecated"),
    ]
    assert base.concepts[0].definitions == (Definition("having work", "en"),)


def test_two_columns_of_chinese_keep_their_tags(tmp_path: Path) -> None:
    base = load(write(tmp_path, "en,zh-Hans-CN,zh-TW\nnetwork,网络,網路\n"))
    assert terms_of(base) == [
        ("网络", "zh-Hans-CN", ""),
        ("網路", "zh-TW", ""),
        ("network", "en", ""),
    ]


def test_a_status_that_is_not_known_stays_as_a_note(tmp_path: Path) -> None:
    base = load(
        write(tmp_path, "zh,en,status\n税,tax,Forbidden\n岗位,post,shiny\n")
    )
    assert [term.status for _, term in base.terms()] == [
        "",
        "deprecated",
        "",
        "",
    ]
    assert base.concepts[1].terms[0].notes == ("status: shiny",)


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig", "big5"])
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.tab", "a.utf8"])
def test_a_list_in_any_encoding(
    encoding: str, name: str, tmp_path: Path
) -> None:
    text = "術語\tterm\r\n經濟\teconomy\r\n社會\tsociety\r\n"
    (tmp_path / name).write_bytes(text.encode(encoding))
    base = load_terms(tmp_path / name)
    assert forms(base) == [["經濟", "economy"], ["社會", "society"]]


def book_of(folder: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def test_every_sheet_with_terms_is_read_and_the_others_are_said(
    tmp_path: Path,
) -> None:
    remarks: list[str] = []
    path = book_of(
        tmp_path,
        A=[["中文", "英文"], ["税", "tax"]],
        说明=[["只供内部使用"]],
        B=[["EN", "ZH"], ["job", "岗位"]],
    )
    with remarks_to(RemarkListener(remarks.append, [].append)):
        base = load(path)
    assert forms(base) == [["税", "tax"], ["岗位", "job"]]
    assert [line.removeprefix(f"{path}: ") for line in remarks] == [
        "sheet A: Chinese from column 1 (中文), English from column 2 (英文)",
        "sheet B: Chinese from column 2 (ZH), English from column 1 (EN)",
        "sheet 说明 holds no Chinese and English terms: left out",
    ]
    assert forms(load(path, sheet="B")) == [["岗位", "job"]]


def test_merged_cells_and_headings_of_sections(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        A=[
            ["中文", "英文"],
            ["一、经济", None],
            ["税", "tax"],
            [None, "duty"],
            ["二、社会", None],
            ["岗位", "job"],
        ],
    )
    book = openpyxl.load_workbook(path)
    for cells in ("A2:B2", "A3:A4", "A5:B5"):
        book["A"].merge_cells(cells)
    book.save(path)
    base = load(path)
    assert forms(base) == [["税", "tax", "duty"], ["岗位", "job"]]
    assert [concept.subject for concept in base.concepts] == [
        "一、经济",
        "二、社会",
    ]


def test_a_row_without_a_term_is_left_out_where_somebody_listens(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "zh,en,note\n税,tax,\n,,x\n岗位,job,\n")
    broken: list[FormatError] = []
    with remarks_to(RemarkListener([].append, broken.append)):
        assert forms(load(path)) == [["税", "tax"], ["岗位", "job"]]
    assert [(error.path, error.line) for error in broken] == [(str(path), 3)]
    with pytest.raises(FormatError, match="no term in this row"):
        load(path)


def test_a_quote_in_a_cell_between_tabs_is_a_sign_as_others(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, '内卷\t"involution" or rat race\n税\ttax\n', "a.txt")
    assert forms(load(path))[0] == ["内卷", '"involution" or rat race']
