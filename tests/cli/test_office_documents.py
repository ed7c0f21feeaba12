"""The commands on DOCX and PDF documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nqpterms.formats.results.finding_formats import (
    dumps_github,
    dumps_sarif,
    dumps_text,
)
from nqpterms.model.findings import Finding
from nqpterms.model.places import Place

if TYPE_CHECKING:
    from conftest import Ran

DATA = Path(__file__).resolve().parents[1] / "data" / "documents"
ZH, EN = DATA / "office-zh.docx", DATA / "brief-en.pdf"


@pytest.mark.slow
def test_check_a_pdf_beside_its_source(run: Callable[..., Ran]) -> None:
    ran = run(
        "check", EN, "--source", ZH, "--select", "T101", "--format", "jsonl"
    )
    records = [json.loads(line) for line in ran.out.splitlines()]
    found = {record["matched"]: record for record in records}
    assert ran.status == 1 and found["social productivity"]["page"] == 2


def test_findings_name_page_or_paragraph_where_a_file_has_no_lines() -> None:
    for place, told in (
        (Place(9, 2, page=2), "a:p.2"),
        (Place(9, 2, paragraph=4), "a:¶4"),
    ):
        finding = Finding("T101", "warning", "said", "a", place)
        assert told in dumps_text([finding])
        location = json.loads(dumps_sarif([finding]))["runs"][0]["results"][0][
            "locations"
        ][0]
        assert "region" not in location["physicalLocation"]
        assert "line=" not in dumps_github([finding])


def test_align_and_extract(run: Callable[..., Ran]) -> None:
    pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")
    ran = run("align", ZH, EN, "--format", "jsonl")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    paired = [
        r for r in rows if r["level"] == "paragraph" and r["zh"] and r["en"]
    ]
    assert len(paired) > 30 and all(
        r["zh"]["paragraph"] and r["en"]["page"] for r in paired
    )
    assert (
        sum(r["level"] == "note" and bool(r["zh"] and r["en"]) for r in rows)
        == 6
    )
    assert "新质生产力" in run("extract", ZH, EN).out


def test_standard_input(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(EN.read_bytes())))
    assert (
        "social productivity"
        in run("check", "-", "--type", "pdf", "--select", "T101").out
    )


@pytest.mark.parametrize("path", [ZH, EN])
def test_what_cannot_be_fixed_is_told_in_a_line(
    run: Callable[..., Ran], path: Path
) -> None:
    before = path.read_bytes()
    ran = run("check", "--fix", path)
    assert (
        ran.status == 2
        and ran.err.count("\n") == 1
        and "plain text and Markdown" in ran.err
    )
    assert path.read_bytes() == before
