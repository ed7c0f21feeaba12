"""A baseline remembers findings by what they say, not by where they stand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.formats.results.findings import dump_xlsx, dumps_csv, dumps_jsonl
from nqpterms.model.findings import Finding
from nqpterms.model.places import Place
from nqpterms.project.decisions import dump_baseline, load_baseline, unknown

ONE = Finding("T101", "warning", "said", "a.txt", Place(3, 1), matched="x", context="an x here")
OTHER = replace(ONE, matched="y")


def test_what_was_written_down_is_known_on_another_line(tmp_path) -> None:
    dump_baseline([ONE], tmp_path / "known.jsonl")
    known = load_baseline(tmp_path / "known.jsonl")
    assert unknown([replace(ONE, place=Place(9, 9)), OTHER], known) == [OTHER]


def test_the_findings_themselves_are_a_baseline(tmp_path) -> None:
    path = tmp_path / "findings.jsonl"
    path.write_text(dumps_jsonl([ONE]), encoding="utf-8")
    assert unknown([ONE, OTHER], load_baseline(path)) == [OTHER]


def test_a_mark_in_the_column_ignore_comes_back(tmp_path) -> None:
    lines = dumps_csv([ONE, OTHER]).splitlines()
    marked = [f"x{line}" if ",x," in line else line for line in lines]
    path = tmp_path / "findings.csv"
    path.write_text("\n".join(marked), encoding="utf-8-sig")
    assert unknown([ONE, OTHER], load_baseline(path)) == [OTHER]


def test_a_workbook_comes_back_too(tmp_path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "findings.xlsx"
    dump_xlsx([ONE, replace(OTHER, context="a\x0bb")], path)
    assert load_baseline(path) == frozenset()
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=2):
        row[0].value = "x" if row[5].value == "x" else None
    book.save(path)
    assert unknown([ONE, OTHER], load_baseline(path)) == [OTHER]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.jsonl", "no json"), ("a.jsonl", "{}"), ("a.jsonl", "[1]"), ("a.csv", "code,line\n1,2\n")],
)
def test_another_file_is_refused_with_its_line(tmp_path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=r"1.*expected"):
        load_baseline(path)
