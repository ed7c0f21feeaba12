"""The workbook to decide in: how it looks, and that its rows are told again by their ids."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock

from nqpterms.errors import FormatError
from nqpterms.formats.results.decision_tables import dump_xlsx, dumps_csv
from nqpterms.model.findings import Finding, Quote, Standing
from nqpterms.model.places import Place, Span
from nqpterms.project.finding_records import load_findings

WRONG = Finding(
    "T101", "warning", "“old form” is deprecated: use “new form”", "a.txt", Place(3, 5),
    concept="c1", source_term="甲", matched="old form", span=Span(4, 12),
    expected=("new form", "a form", "form"), group="one", context="the old form of it",
    source_quote=Quote("这是甲。", Span(2, 3), "zh"),
    target_quote=Quote("the old form of it", Span(4, 12), "en"),
)  # fmt: skip
MISSING = Finding(
    "T201", "error", "乙 is not rendered by its term: expected “b”", "a.txt", Place(4, 1),
    source_term="乙", expected=("b",), stands=Standing("bee", Span(20, 23), 0.9), group="two",
    source_quote=Quote("乙。", Span(0, 1), "zh"),
    target_quote=Quote("A bee.", Span(2, 5), "en", "It is spring."),
)  # fmt: skip
TRICKY = Finding(
    "T105", "warning", "=1+1", matched="@x\x0b", context="=1", group="one"
)


@pytest.fixture
def sheet(tmp_path: Path):
    path = tmp_path / "decisions.xlsx"
    dump_xlsx([WRONG, MISSING, TRICKY], path)
    return openpyxl.load_workbook(path, rich_text=True).active


def column(page, head: str) -> list[object]:
    heads = [cell.value for cell in page[1]]
    return [row[heads.index(head)].value for row in page.iter_rows(min_row=2)]


def test_its_columns_stand_in_the_order_of_reading(sheet) -> None:
    heads = [cell.value for cell in sheet[1]]
    assert heads[:14] == [
        "#", "decision", "about", "Chinese", "English", "stands", "expected", "others", "why",
        "code", "sure", "where", "file", "note",
    ]  # fmt: skip
    letters = [cell.column_letter for cell in sheet[1]]
    hidden = [sheet.column_dimensions[letter].hidden for letter in letters]
    assert hidden == [False] * 14 + [True] * (len(heads) - 14)


def test_the_gravest_comes_first_and_causes_stand_together(sheet) -> None:
    assert column(sheet, "#") == [1, 2, 2]
    assert column(sheet, "about")[:2] == ["乙", "甲"]


def test_both_sentences_have_their_words_bold(sheet) -> None:
    for head, words in (("Chinese", "甲"), ("English", "old form")):
        sentence = column(sheet, head)[1]
        assert isinstance(sentence, CellRichText)
        bold = [part for part in sentence if isinstance(part, TextBlock)]
        assert [part.text for part in bold] == [words] and bold[0].font.b
    assert str(column(sheet, "English")[0]) == "It is spring. A bee."


def test_one_form_is_expected_and_the_others_stand_beside_it(sheet) -> None:
    assert column(sheet, "expected")[:2] == ["b", "new form"]
    assert column(sheet, "others")[1] == "a form | form"
    assert column(sheet, "stands")[:2] == ["bee", "old form"]


def test_a_decision_is_chosen_from_a_list(sheet) -> None:
    (answers,) = sheet.data_validations.dataValidation
    assert answers.formula1 == '"fix,ignore,admit,later"'
    assert str(answers.sqref) == "B2:B4"
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref.startswith(
        "A1:"
    )


def test_no_cell_is_a_formula(sheet) -> None:
    assert "=1+1" in column(sheet, "why")
    assert all(
        cell.data_type != "f" for row in sheet.iter_rows() for cell in row
    )


def test_the_same_findings_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        dump_xlsx([WRONG, MISSING], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_table_without_findings_has_its_head(tmp_path: Path) -> None:
    dump_xlsx([], tmp_path / "a.xlsx")
    assert load_findings(tmp_path / "a.xlsx") == []


def answered(path: Path, answers: list[str]) -> None:
    """Choose answers in the rows of a workbook, in order, with a note each."""
    book = openpyxl.load_workbook(path, rich_text=True)
    for number, answer in enumerate(answers, 2):
        book.active.cell(number, 2).value = answer
        book.active.cell(number, 14).value = f"because {number}"
    book.save(path)


def test_answers_come_back_whatever_the_order(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    dump_xlsx([WRONG, MISSING, TRICKY], path)
    answered(path, ["Admit", "ignore", "later"])
    book = openpyxl.load_workbook(path)
    book.active.move_range("A2:R2", rows=10)  # sorted by hand
    book.save(path)
    records = {record.fingerprint: record for record in load_findings(path)}
    assert records[WRONG.fingerprint].decision == "ignore"
    assert records[WRONG.fingerprint].note == "because 3"
    missing = records[MISSING.fingerprint]
    assert (missing.decision, missing.stands, missing.source_term) == (
        "admit",
        "bee",
        "乙",
    )
    assert records[TRICKY.fingerprint].decision == ""


def test_a_word_that_is_no_answer_is_refused_with_its_row(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xlsx"
    dump_xlsx([WRONG], path)
    answered(path, ["perhaps"])
    with pytest.raises(
        FormatError, match=r"a.xlsx:2: decision 'perhaps': expected one of fix"
    ):
        load_findings(path)


def test_csv_has_what_a_script_wants_too() -> None:
    text = dumps_csv([WRONG, TRICKY])
    assert text.startswith("\ufeff")
    first, second = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (
        first["English"] == "the old form of it"
        and first["fingerprint"] == first["id"]
    )
    assert (first["line"], first["severity"], first["mqm"][:12]) == (
        "3",
        "warning",
        "Inconsistent",
    )
    assert second["why"] == "'=1+1"
