"""``nqpterms extract`` and ``nqpterms concord`` from file to file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nqpterms.cli.app import main
from nqpterms.formats.results.candidate_tables import load_candidates
from nqpterms.model.candidates import Candidate
from nqpterms.project.candidate_answers import CANDIDATES_FILE, write_answer

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
    assert [
        (line["document"], line["row"], line["rendering"]) for line in lines
    ] == [
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


def test_decisions_outlive_a_run_and_merge(
    bitext: Path, tmp_path: Path
) -> None:
    table, base = tmp_path / "candidates.tsv", tmp_path / "terms.tsv"
    assert run("extract", bitext, "-o", table) == 0
    lines = table.read_text(encoding="utf-8").splitlines()
    zh = [line.split("\t")[1] for line in lines]
    lines[zh.index("港口管理局")] = "accept" + lines[zh.index("港口管理局")]
    lines[zh.index("起重机")] = "reject" + lines[zh.index("起重机")]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("extract", bitext, "-o", table) == 0
    rows = [
        line.split("\t")
        for line in table.read_text(encoding="utf-8").splitlines()
    ]
    assert {
        row[1]: row[0] for row in rows if row[0] in ("accept", "reject")
    } == {
        "港口管理局": "accept",
        "起重机": "reject",
    }
    base.write_text(
        "concept\tlang\tterm\nlake\tzh\t湖\nlake\ten\tlake\n", encoding="utf-8"
    )
    assert run("merge", base, table, "-o", base) == 0
    text = base.read_text(encoding="utf-8")
    assert "Port Authority" in text
    assert "起重机" not in text


@pytest.mark.parametrize("suffix", ["jsonl", "tbx"])
def test_extract_in_other_formats(
    bitext: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"out.{suffix}"
    assert run("extract", bitext, "-o", out) == 0
    assert "港口管理局" in out.read_text(encoding="utf-8")


def test_variants_of_english_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, terms = tmp_path / "a.en.txt", tmp_path / "terms.tsv"
    text.write_text(
        "The total factor productivity (TFP) of the ports grows.\n",
        encoding="utf-8",
    )
    terms.write_text(
        "concept\tlang\tterm\nt\tzh\t全要素生产率\nt\ten\ttotal factor productivity\n",
        encoding="utf-8",
    )
    assert run("extract", "--variants", text, "-g", terms) == 0
    assert "\tTFP\t" in capsys.readouterr().out


def test_links_of_another_aligner(
    bitext: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    links, tokens = tmp_path / "port.links", tmp_path / "port.tokens"
    rows = [row.split("\t") for row in ROWS.splitlines()[1:]]
    tokens.write_text(
        "".join(f"{' '.join(zh)} ||| {en}\n" for zh, en in rows),
        encoding="utf-8",
    )
    words = {
        "起": "cranes",
        "重": "cranes",
        "机": "cranes",
        "工": "Engineers",
        "师": "engineers",
    }
    lines = [
        [
            f"{at}-{to}"
            for at, sign in enumerate(zh)
            for to, word in enumerate(en.split())
            if word.strip(".").lower() == words.get(sign, "").lower()
        ]
        for zh, en in rows
    ]
    found = {}
    for name, text in (
        ("full", "".join(f"{' '.join(line)}\n" for line in lines)),
        ("empty", "\n" * len(rows)),
    ):
        links.write_text(text, encoding="utf-8")
        assert (
            run(
                "extract", bitext, "--links", links, tokens, "--format", "jsonl"
            )
            == 0
        )
        read = [
            json.loads(line) for line in capsys.readouterr().out.splitlines()
        ]
        found[name] = {row["zh"]: row["en"] for row in read}
    assert (found["full"]["起重机"], found["empty"]) == ("cranes", {})
    links.write_text("0-0\n", encoding="utf-8")
    assert run("extract", bitext, "--links", links, tokens) == 2
    assert "port.links:2: 1 lines for 5 pairs" in capsys.readouterr().err
    assert run("extract", "--variants", bitext, "--links", links, tokens) == 2


def test_sections_of_an_aligned_pair(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zh, en = tmp_path / "a.zh.md", tmp_path / "a.en.md"
    zh.write_text(
        "# 港口\n\n## 一、起重机\n\n起重机很贵。\n\n工程师检查起重机。\n\n"
        "## 二、工程师\n\n港口雇用工程师。\n\n工程师购买起重机。\n",
        encoding="utf-8",
    )
    en.write_text(
        "# The port\n\n## 1. Cranes\n\nCranes are expensive.\n\nEngineers inspect the cranes.\n\n"
        "## 2. Engineers\n\nThe port hires engineers.\n\nEngineers buy cranes.\n",
        encoding="utf-8",
    )
    assert run("extract", zh, en, "--format", "jsonl") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    sections = {
        row["zh"]: (row["count"], row["documents"], row["sections"])
        for row in found
    }
    assert sections["起重机"] == (4, 1, 2)


def test_what_the_project_has_rejected_stays_rejected(
    bitext: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = tmp_path / CANDIDATES_FILE
    write_answer(Candidate("起重机", "cranes", decision="reject"), answers)
    write_answer(
        Candidate("飞机", "plane", decision="reject"), answers
    )  # of another text
    assert run("extract", bitext, "-o", "found.tsv") == 0
    decisions = {one.zh: one.decision for one in load_candidates("found.tsv")}
    assert decisions["起重机"] == "reject"
    assert decisions["港口管理局"] == ""
    assert "飞机" not in decisions


def test_named_decisions_stand_in_the_place_of_the_projects(
    bitext: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_answer(
        Candidate("起重机", "cranes", decision="reject"),
        tmp_path / CANDIDATES_FILE,
    )
    other = tmp_path / "other.tsv"
    write_answer(
        Candidate("港口管理局", "Port Authority", decision="accept"), other
    )
    assert run("extract", bitext, "--decisions", other, "-o", "found.tsv") == 0
    decisions = {one.zh: one.decision for one in load_candidates("found.tsv")}
    assert (decisions["起重机"], decisions["港口管理局"]) == ("", "accept")
