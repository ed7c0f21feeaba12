"""The step summary is a table whose cells hold any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.formats.results.finding_formats import (
    ROWS,
    add_step_summary,
    dumps_step_summary,
)
from nqpterms.model.findings import Finding
from nqpterms.model.places import Place


def test_a_group_is_a_row() -> None:
    places = [
        Finding("T101", "warning", "x", "a.md", place=Place(n), group="g")
        for n in range(1, 6)
    ]
    grave = Finding("N401", "error", "y", "b.tsv", segment=7)
    rows = dumps_step_summary([*places, grave]).splitlines()
    assert rows[2] == "6 findings: 1 error, 5 warning"
    assert rows[-2] == "| N401 | error | 1 | y | b.tsv row 7 |"
    assert rows[-1] == "| T101 | warning | 5 | x | a.md:1, a.md:2, a.md:3, … |"


def test_nothing_found_is_said_too() -> None:
    assert "no findings" in dumps_step_summary([])


def test_a_long_table_is_cut_with_a_count() -> None:
    many = [Finding("T101", "info", str(n)) for n in range(ROWS + 9)]
    assert "… and 9 more" in dumps_step_summary(many)


@given(st.text(max_size=30))
def test_no_text_breaks_the_table(text: str) -> None:
    table = dumps_step_summary([Finding("T101", "info", text, text)])
    row = table.split("\n")[-2]
    assert row.replace("\\\\", "").replace("\\|", "").count("|") == 6
    assert "<" not in row


def test_it_is_added_to_the_file_of_the_step(
    run, tmp_path, monkeypatch
) -> None:
    step = tmp_path / "summary.md"
    step.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(step))
    draft = tmp_path / "draft.md"
    draft.write_text(
        "They say new quality production forces.\n", encoding="utf-8"
    )
    assert "::warning file=" in run("check", draft, "--format", "github").out
    told = step.read_text(encoding="utf-8")
    assert told.startswith("before\n### nqpterms check\n")
    assert "| T101 | warning | 1 |" in told
    with pytest.raises(FormatError, match="GITHUB_STEP_SUMMARY"):
        add_step_summary([], tmp_path)
