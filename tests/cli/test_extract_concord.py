"""``nqpterms extract`` and ``nqpterms concord`` from file to file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nqpterms.cli.app import main

ROWS = """zh	en
港口管理局公布了年度报告。	The Port Authority published its annual report.
港口管理局雇用工程师。	The Port Authority employs engineers.
工程师检查起重机。	Engineers inspect the cranes.
年度报告很长。	The annual report is long.
起重机属于港口管理局。	The cranes belong to the Port Authority.
"""


@pytest.fixture
def bitext(tmp_path: Path) -> Path:
    path = tmp_path / "port.tsv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def test_concord(bitext: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("concord", "起重机", bitext, "--format", "jsonl") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["document"], line["row"], line["rendering"]) for line in lines] == [
        ("port.tsv", 3, "cranes"),
        ("port.tsv", 5, "cranes"),
    ]


def test_concord_to_a_page(bitext: Path, tmp_path: Path) -> None:
    page = tmp_path / "port.html"
    assert run("concord", "port authority", bitext, "-o", page) == 0
    assert "<mark>港口管理局</mark>" in page.read_text(encoding="utf-8")


def test_concord_of_nothing(bitext: Path) -> None:
    assert run("concord", "飞机", bitext) == 1
    assert run("concord", "飞机") == 2


def test_decisions_outlive_a_run_and_merge(bitext: Path, tmp_path: Path) -> None:
    table, base = tmp_path / "candidates.tsv", tmp_path / "terms.tsv"
    assert run("extract", bitext, "-o", table) == 0
    lines = table.read_text(encoding="utf-8").splitlines()
    zh = [line.split("\t")[1] for line in lines]
    lines[zh.index("港口管理局")] = "accept" + lines[zh.index("港口管理局")]
    lines[zh.index("起重机")] = "reject" + lines[zh.index("起重机")]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("extract", bitext, "-o", table) == 0
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
    assert {row[1]: row[0] for row in rows if row[0] in ("accept", "reject")} == {
        "港口管理局": "accept",
        "起重机": "reject",
    }
    base.write_text("concept\tlang\tterm\nlake\tzh\t湖\nlake\ten\tlake\n", encoding="utf-8")
    assert run("merge", base, table, "-o", base) == 0
    text = base.read_text(encoding="utf-8")
    assert "Port Authority" in text
    assert "起重机" not in text


@pytest.mark.parametrize("suffix", ["jsonl", "tbx"])
def test_extract_in_other_formats(bitext: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out.{suffix}"
    assert run("extract", bitext, "-o", out) == 0
    assert "港口管理局" in out.read_text(encoding="utf-8")


def test_variants_of_english_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, terms = tmp_path / "a.en.txt", tmp_path / "terms.tsv"
    text.write_text("The total factor productivity (TFP) of the ports grows.\n", encoding="utf-8")
    terms.write_text(
        "concept\tlang\tterm\nt\tzh\t全要素生产率\nt\ten\ttotal factor productivity\n",
        encoding="utf-8",
    )
    assert run("extract", "--variants", text, "-g", terms) == 0
    assert "\tTFP\t" in capsys.readouterr().out
