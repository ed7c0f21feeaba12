"""``nqpterms annotate`` from every kind of source, and its rows in the hands of check and score."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

GLOSSARY = """concept\tlang\tterm\tstatus\tnote
w\tzh\t河堰\tpreferred\tNot a dam.
w\ten\tweir\tpreferred\t
w\ten\tlow dam\tadmitted\t
w\ten\triver wall\tdeprecated\t
"""
XLIFF_1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="o" source-language="zh-CN" target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>修河堰</source></trans-unit></body></file></xliff>"""
XLIFF_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en"
trgLang="zh"><file id="f"><unit id="1"><segment><source>Mend the weir.</source></segment></unit>
</file></xliff>"""
PO = """msgid ""
msgstr ""
"Language: zh_CN\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Mend the weir."
msgstr ""
"""
SOURCES = [
    ("a.md", "# 河堰\n\n天气好。\n", "zh"),
    ("a.txt", "修河堰。\n", "zh"),
    ("a.html", "<html><body><p>修河堰。</p></body></html>", "zh"),
    ("en.txt", "Mend the weir before the winter comes.\n", "en"),
    ("zh.jsonl", '{"zh": "修河堰"}\n', "zh"),
    ("en.jsonl", '{"en": "Mend the weir."}\n', "en"),
    ("source.jsonl", '{"source": "修河堰"}\n', "zh"),
    ("said.jsonl", '{"source": "Mend the weir.", "source_lang": "en"}\n', "en"),
    ("pair.jsonl", '{"source": "Mend the weir.", "target": ""}\n', "en"),
    ("one.tsv", "zh\n修河堰\n", "zh"),
    ("bare.tsv", "修河堰\n天气好\n", "zh"),
    ("role.tsv", "source\nMend the weir.\n", "en"),
    ("two.tsv", "source\ttarget\nMend the weir.\t\n", "en"),
    ("one.csv", "原文\n修河堰\n", "zh"),
    ("a.xlf", XLIFF_1, "zh"),
    ("b.xlf", XLIFF_2, "en"),
    ("a.po", PO, "en"),
]


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    path = tmp_path / "weirs.tsv"
    path.write_text(GLOSSARY, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "language"), SOURCES, ids=[s[0] for s in SOURCES]
)
def test_a_source_alone_is_annotated(
    run, glossary, tmp_path, name, text, language
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    ran = run("annotate", path, "-g", glossary, "-q")
    assert ran.status == 0, ran.err
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert {row["source_lang"] for row in rows} == {language}
    assert not any(row["target"] for row in rows)
    terms = [row["terms"] for row in rows if row["terms"]]
    expected = (
        {"河堰": ["weir", "low dam"]}
        if language == "zh"
        else {"weir": ["河堰"]}
    )
    assert terms == [expected]


def test_a_workbook_of_sources(run, glossary, tmp_path) -> None:
    book = Workbook()
    assert book.active is not None
    for cell in ("原文", "修河堰"):
        book.active.append([cell])
    book.save(tmp_path / "a.xlsx")
    ran = run("annotate", tmp_path / "a.xlsx", "-g", glossary, "-q")
    assert json.loads(ran.out)["terms"] == {"河堰": ["weir", "low dam"]}


@pytest.mark.parametrize("command", ["check", "extract"])
def test_a_source_alone_is_no_pair_for_other_commands(
    run, tmp_path, command: str
) -> None:
    (tmp_path / "a.jsonl").write_text('{"zh": "修河堰"}\n', encoding="utf-8")
    ran = run(command, tmp_path / "a.jsonl", "--strict")
    assert ran.status == 2
    assert 'expected an object with "zh" and "en"' in ran.err


def test_the_titles_of_a_pair_are_annotated_and_what_has_no_translation(
    run, glossary, tmp_path
) -> None:
    (tmp_path / "a.zh.md").write_text(
        "# 论河堰\n\n天气好。\n\n河堰很老。\n", encoding="utf-8"
    )
    (tmp_path / "a.en.md").write_text(
        "# On Weirs\n\nThe weather is fine.\n", encoding="utf-8"
    )
    ran = run(
        "annotate",
        tmp_path / "a.zh.md",
        tmp_path / "a.en.md",
        "-g",
        glossary,
        "-q",
    )
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["source"] for row in rows] == [
        "论河堰",
        "天气好。",
        "河堰很老。",
    ]
    assert [row["target"] for row in rows] == [
        "On Weirs",
        "The weather is fine.",
        "",
    ]


def test_standard_input(run, glossary, monkeypatch) -> None:
    stdin = io.TextIOWrapper(
        io.BytesIO("修河堰。\n".encode()), encoding="utf-8"
    )
    monkeypatch.setattr(sys, "stdin", stdin)
    ran = run(
        "annotate", "-", "-g", glossary, "--format", "block", "--forms", "all"
    )
    assert ran.out == "河堰=weir|low dam; not river wall; note: Not a dam.\n"


def test_rows_go_into_check_and_score(run, glossary, tmp_path) -> None:
    source = tmp_path / "a.md"
    source.write_text(
        "# 河堰\n\n我们修河堰。\n\n河堰坏了。\n", encoding="utf-8"
    )
    rows = [
        json.loads(line)
        for line in run("annotate", source, "-g", glossary).out.splitlines()
    ]
    outputs = ["Weirs", "We mend the river wall.", "The weir is broken."]
    path = tmp_path / "rows.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for row, output in zip(rows, outputs, strict=True):
            file.write(
                json.dumps(row | {"target": output}, ensure_ascii=False) + "\n"
            )
    ran = run("check", path, "-g", glossary, "--format", "jsonl")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [(f["code"], f["segment"], f["fix"]) for f in found] == [
        ("T101", 2, "weir")
    ]
    assert found[0]["fixed"] == "We mend the weir."
    ran = run("score", "terminology", path, "-g", glossary, "--format", "jsonl")
    assert json.loads(ran.out)["success"] == pytest.approx(2 / 3)


def test_the_mended_row_has_its_own_fix_and_no_other(
    run, glossary, tmp_path
) -> None:
    path = tmp_path / "a.tsv"
    rows = "修河堰、河堰\tMend the river wall and the river walls.\n天气好\tFine weather.\n"
    path.write_text(f"zh\ten\n{rows}", encoding="utf-8")
    ran = run(
        "check", path, "-g", glossary, "--format", "jsonl", "--select", "T101"
    )
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [(f["segment"], f["fixed"]) for f in found] == [
        (1, "Mend the weir and the river walls."),
        (1, "Mend the river wall and the weirs."),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--budget", "90"], "--budget is for a block: say --format block"),
        (["--per", "segment"], "--per is for a block: say --format block"),
        (["--format", "block", "--budget", "0"], "0 is not in the range"),
    ],
)
def test_options_of_a_block(
    run, tmp_path, options: list[str], said: str
) -> None:
    (tmp_path / "a.txt").write_text("修河堰。\n", encoding="utf-8")
    ran = run("annotate", tmp_path / "a.txt", *options)
    assert ran.status == 2
    assert said in ran.err


def test_what_a_budget_leaves_out_is_said(run, tmp_path) -> None:
    (tmp_path / "a.txt").write_text(
        "高质量发展、乡村振兴、新质生产力。\n", encoding="utf-8"
    )
    ran = run(
        "annotate", tmp_path / "a.txt", "--format", "block", "--budget", "70"
    )
    assert len(ran.out) <= 70
    left_out = ran.out.splitlines()[-1].partition(" more")[0].strip("(")
    assert f"{left_out} terms had no room in --budget" in ran.err


def test_a_folder_of_blocks(run, tmp_path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("高质量发展。\n", encoding="utf-8")
    out = tmp_path / "out"
    ran = run(
        "annotate",
        tmp_path / "in",
        "-o",
        out,
        "--corpus",
        "--format",
        "block",
        "-q",
    )
    assert ran.status == 0, ran.err
    assert (
        (out / "a.txt.txt")
        .read_text(encoding="utf-8")
        .startswith("高质量发展=")
    )


# Characters of a block a character of the source.
GWR = SimpleNamespace(preferred=1.6, allowed=2.7)


@pytest.mark.parametrize("forms", ["preferred", "allowed"])
def test_a_long_report_has_a_short_block(run, shared, forms: str) -> None:
    source = shared / "data" / "gwr-2024" / "full.zh.txt"
    block = run("annotate", source, "--format", "block", "--forms", forms).out
    assert len(block) <= getattr(GWR, forms) * len(
        source.read_text(encoding="utf-8")
    )
