"""Workbooks and documents changed in some cells: the parts beside them, and the runs, stay."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from nqpterms.errors import FormatError
from nqpterms.formats.bitext_formats import edit_segments, load_segments

FIXTURE = [HealthCheck.function_scoped_fixture]
TEXTS = st.text(st.sampled_from("ab 税&<\"'é"), max_size=12)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: dict[str, bytes], path: Path) -> list[str]:
    after = parts_of(path)
    assert list(after) == list(before)
    return [name for name in before if before[name] != after[name]]


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["中文", "英文", "数"])
    bold = TextBlock(InlineFont(b=True), "high")
    page.append(["高税", CellRichText([bold, " tax & duty"]), 1])
    page.append(["岗位", "job", 2])
    page.append(["岗位", "job", 2])
    page["B3"].font = Font(italic=True)
    page.append(["空", None, 3])
    page["B6"], page["A6"] = "=1+1", "算"
    book.create_sheet("说明").append(["别的"])
    book.save(path)


@settings(max_examples=40, suppress_health_check=FIXTURE, deadline=None)
@given(number=st.integers(0, 3), new=TEXTS)
def test_one_cell_of_a_workbook_changes(
    number: int, new: str, tmp_path: Path
) -> None:
    one_cell_of_a_workbook_changes(number, new, tmp_path)


@pytest.mark.slow
@settings(max_examples=500, suppress_health_check=FIXTURE, deadline=None)
@given(number=st.integers(0, 3), new=TEXTS)
def test_one_cell_of_a_workbook_changes_at_length(
    number: int, new: str, tmp_path: Path
) -> None:
    one_cell_of_a_workbook_changes(number, new, tmp_path)


def one_cell_of_a_workbook_changes(
    number: int, new: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path)
    before = parts_of(path)
    old = [segment.en for segment in load_segments(path)]
    assert old[:4] == ["high tax & duty", "job", "job", ""]
    edit_segments(path, {number: new})
    again = [segment.en for segment in load_segments(path)]
    assert again == [
        new if at == number else text for at, text in enumerate(old)
    ]
    unchanged = new == old[number]
    assert changed_parts(before, path) == (
        [] if unchanged else ["xl/worksheets/sheet1.xml"]
    )
    page = openpyxl.load_workbook(path).active
    assert page["B3"].font.italic and page["C3"].value == 2


def test_the_runs_of_a_cell_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path)
    edit_segments(path, {0: "high taxes & duty"})
    cell = openpyxl.load_workbook(path, rich_text=True).active["B2"].value
    assert [str(block) for block in cell] == ["high", " taxes & duty"]
    assert cell[0].font.b
    with pytest.raises(FormatError, match="a formula fills the cell B6"):
        edit_segments(path, {4: "x"})


def document(path: Path, cell: str) -> None:
    row = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc>{}</w:tc></w:tr>"
    rows = row.format("中文", "<w:p><w:r><w:t>英文</w:t></w:r></w:p>")
    rows += row.format("税", cell) + row.format(
        "岗位", "<w:p><w:r><w:t>job</w:t></w:r></w:p>"
    )
    body = f"<w:body><w:p/><w:tbl>{rows}</w:tbl><w:p><w:r><w:t>end</w:t></w:r></w:p></w:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}">{body}</w:document>',
        )
        archive.writestr("word/media/image1.png", b"\x89PNG\0")


RUNS = (
    "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>high</w:t></w:r><w:r><w:tab/><w:t>tax &amp; du</w:t></w:r>"
    "<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t>ty</w:t></w:r></w:p>"
)


CELLS = st.sampled_from([RUNS, "<w:p/>"])


@settings(max_examples=60, suppress_health_check=FIXTURE, deadline=None)
@given(number=st.integers(0, 1), new=TEXTS, cell=CELLS)
def test_one_cell_of_a_document_changes(
    number: int, new: str, cell: str, tmp_path: Path
) -> None:
    one_cell_of_a_document_changes(number, new, cell, tmp_path)


@pytest.mark.slow
@settings(max_examples=500, suppress_health_check=FIXTURE, deadline=None)
@given(number=st.integers(0, 1), new=TEXTS, cell=CELLS)
def test_one_cell_of_a_document_changes_at_length(
    number: int, new: str, cell: str, tmp_path: Path
) -> None:
    one_cell_of_a_document_changes(number, new, cell, tmp_path)


def one_cell_of_a_document_changes(
    number: int, new: str, cell: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.docx"
    document(path, cell)
    before = parts_of(path)
    old = [segment.en for segment in load_segments(path, type="docx-table")]
    assert old[0] == ("high\ttax & duty" if cell == RUNS else "")
    edit_segments(path, {number: new}, type="docx-table")
    again = [segment.en for segment in load_segments(path, type="docx-table")]
    assert again == [
        new if at == number else text for at, text in enumerate(old)
    ]
    changed = changed_parts(before, path)
    assert changed == ([] if new == old[number] else ["word/document.xml"])
    text = parts_of(path)["word/document.xml"].decode()
    assert text.startswith(
        f'<w:document xmlns:w="{W}"><w:body><w:p/><w:tbl><w:tr><w:tc><w:p>'
    )
    assert text.endswith(
        "</w:tbl><w:p><w:r><w:t>end</w:t></w:r></w:p></w:body></w:document>"
    )
    assert text.count("<w:delText>old</w:delText>") == (cell == RUNS)


def test_the_runs_of_a_document_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document(path, RUNS)
    edit_segments(path, {0: "higher\ttax & duties "}, type="docx-table")
    text = parts_of(path)["word/document.xml"].decode()
    assert (
        '<w:b/></w:rPr><w:t xml:space="preserve">higher</w:t></w:r><w:r><w:tab/>'
        in text
    )
    two = "<w:p><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p>"
    document(path, two)
    with pytest.raises(FormatError, match="over the end of a paragraph"):
        edit_segments(path, {0: "one"}, type="docx-table")
    edit_segments(path, {0: "one\nthree"}, type="docx-table")
    assert [s.en for s in load_segments(path, type="docx-table")] == [
        "one\nthree",
        "job",
    ]


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_tables_of_one_language_hold_no_pairs(
    tmp_path: Path, suffix: str
) -> None:
    tables = [
        [("日期", "地点"), ("三月", "港口")],
        [("中文", "英文"), ("港口", "port"), ("就业", "job")],
    ]
    path = tmp_path / f"a.{suffix}"
    if suffix == "xlsx":
        book = openpyxl.Workbook()
        for table in tables:
            page = book.create_sheet()
            for row in table:
                page.append(row)
        del book["Sheet"]
        book.save(path)
    else:
        _document_of_tables(path, tables)
    pairs = list(load_segments(path, type=suffix))
    assert [(pair.zh, pair.en) for pair in pairs] == [
        ("港口", "port"),
        ("就业", "job"),
    ]
    edit_segments(path, {1: "work"}, type=suffix)
    assert [s.en for s in load_segments(path, type=suffix)] == ["port", "work"]


def _document_of_tables(
    path: Path, tables: list[list[tuple[str, str]]]
) -> None:
    """A document of Word with some tables of texts."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = ""
    for table in tables:
        for row in table:
            cells = (
                f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
                for text in row
            )
            body += f"<w:tr>{''.join(cells)}</w:tr>"
        body = f"{body}</w:tbl><w:p/><w:tbl>"
    xml = f'<w:document xmlns:w="{space}"><w:body><w:tbl>{body}</w:tbl></w:body></w:document>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", xml)
