"""What the commands say and write, on the bundled pair and on small texts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from nqpterms.cli.app import COMMANDS
from nqpterms.cli.demo import BRIEF, TEXTS
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms

ZH, EN = BRIEF / "brief.zh.md", BRIEF / "brief.en.md"
SLIPS = Path(__file__).parents[1] / "data" / "brief_slips.tsv"


@pytest.fixture(scope="module")
def slips() -> set[tuple[str, str, int]]:
    """The slips that were put into the brief: (code, Chinese term, English line)."""
    with SLIPS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["code"], row["zh_term"], int(row["line"])) for row in rows}


def test_the_demo_tells_the_story(run, tmp_path) -> None:
    ran = run("demo", tmp_path / "demo")
    assert ran.status == 0
    assert len(ran.out.splitlines()) == 7
    files = {path.name for path in (tmp_path / "demo").iterdir()}
    assert files == {*TEXTS, "report.html", "terms.tbx", "alignment.tmx"}
    assert len(load_terms(tmp_path / "demo" / "terms.tbx")) > 20
    assert run("validate", tmp_path / "demo" / "terms.tbx").status == 0
    assert str(BRIEF) not in "".join(
        p.read_text(encoding="utf-8") for p in (tmp_path / "demo").iterdir()
    )
    segments = list(load_segments(tmp_path / "demo" / "alignment.tmx"))
    assert len(segments) > 60
    assert all(segment.zh and segment.en for segment in segments)


def test_the_checks_find_the_slips_of_the_brief_and_little_else(
    run, slips
) -> None:
    ran = run("check", EN, "--source", ZH, "--format", "jsonl")
    assert ran.status == 1
    findings = [json.loads(line) for line in ran.out.splitlines()]
    assert slips <= {(f["code"], f["source_term"], f["line"]) for f in findings}
    warned = {f["line"] for f in findings if f["severity"] == "warning"} - {
        None
    }
    assert warned <= {line for _, _, line in slips}, "a false alarm"


def test_align_prints_every_level_down_to_the_one_asked_for(run) -> None:
    rows = [
        json.loads(x)
        for x in run("align", ZH, EN, "--format", "jsonl").out.splitlines()
    ]
    assert {row["level"] for row in rows} == {"section", "paragraph", "note"}
    one_sided = [row for row in rows if row["zh"] is None or row["en"] is None]
    assert all(row["reason"] for row in one_sided)
    assert all(0 <= row["confidence"] <= 1 for row in rows)
    numbers = {
        (r["zh"]["number"], r["en"]["number"])
        for r in rows
        if r["level"] == "note"
    }
    assert numbers == {(str(n), str(n)) for n in range(1, 7)}


def test_align_takes_the_two_files_in_either_order(run) -> None:
    assert run("align", ZH, EN).out == run("align", EN, ZH).out


@pytest.mark.parametrize("name", ["a.jsonl", "a.tsv", "a.tmx"])
def test_an_alignment_is_a_bitext_for_check(run, tmp_path, name) -> None:
    ran = run("align", ZH, EN, "--level", "sentence", "-o", tmp_path / name)
    assert (ran.status, ran.out) == (0, "")
    ran = run("check", tmp_path / name, "--format", "jsonl")
    matched = {json.loads(line)["matched"] for line in ran.out.splitlines()}
    assert {"social productivity", "NPQF", "data elements"} <= matched


def test_every_line_stands_in_one_bead(run, tmp_path) -> None:
    (tmp_path / "zh").write_text("雨停了。\n\n我们出门。\n", encoding="utf-8")
    (tmp_path / "en").write_text(
        "The rain stopped.\nWe went out.\nAll of us.\n", encoding="utf-8"
    )
    options = ["--split", "lines", "--level", "sentence", "--format", "beads"]
    out = run("align", tmp_path / "zh", tmp_path / "en", *options).out
    beads = [
        line.rpartition(":")[0].replace("]:[", "],[")
        for line in out.splitlines()
    ]
    sides = [json.loads(f"[{bead}]") for bead in beads]
    assert [i for zh, _ in sides for i in zh] == [0, 1, 2]
    assert [i for _, en in sides for i in en] == [0, 1, 2]


def test_min_confidence_leaves_out_what_is_less_sure(run) -> None:
    every = run("align", ZH, EN, "--format", "jsonl").out.splitlines()
    sure = run(
        "align", ZH, EN, "--format", "jsonl", "--min-confidence", "0.99"
    ).out.splitlines()
    assert set(sure) < set(every) or set(sure) == set(every)
    paired = [
        r
        for r in map(json.loads, sure)
        if r["level"] == "paragraph" and r["zh"] and r["en"]
    ]
    assert all(row["confidence"] >= 0.99 for row in paired)


def test_the_report_can_be_written_by_align_and_check(run, tmp_path) -> None:
    for command in (["align", ZH, EN], ["check", EN, "--source", ZH]):
        run(*command, "-o", tmp_path / "report.html")
        html = (tmp_path / "report.html").read_text(encoding="utf-8")
        assert html.startswith("<!doctype html>")
        assert "云岚省" in html


def test_check_shows_one_text_or_compares_several(run, tmp_path) -> None:
    other = tmp_path / "other.en.md"
    other.write_text(
        "# On Mills\n\nNew quality productivity is a phrase.\n",
        encoding="utf-8",
    )
    for targets, shown in (([EN], "Search"), ([EN, other], "2 texts compared")):
        ran = run("check", *targets, "-o", tmp_path / "report.html")
        assert ran.status == 1
        assert shown in (tmp_path / "report.html").read_text(encoding="utf-8")
    ran = run("check", EN, other, ZH, "-o", tmp_path / "mixed.html")
    assert ran.status == 1
    assert "mixed/other.en.md.html" in (tmp_path / "mixed.html").read_text(
        encoding="utf-8"
    )


def test_lookup_reads_either_script_and_either_language(run) -> None:
    for query in (
        "新質生產力",
        "new quality productive forces",
        "NQPFs",
        "发展新质生产力要快",
    ):
        ran = run("lookup", query)
        assert ran.status == 0
        assert "new-quality-productive-forces" in ran.out


def test_lookup_as_json_has_spans_in_the_query(run) -> None:
    record = json.loads(
        run("lookup", "发展新质生产力", "--format", "jsonl").out
    )
    best = record["results"][0]
    start, end = best["span"]
    assert record["query"][start:end] == "新质生产力"


def test_lookup_says_when_it_knows_nothing(run) -> None:
    ran = run("lookup", "qwertyuiop")
    assert ran.status == 1
    assert "nothing found" in ran.out


def test_fail_on_decides_the_exit_status(run, tmp_path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(
        "They praised new quality productivity in the report.\n",
        encoding="utf-8",
    )
    assert run("check", draft).status == 1
    assert run("check", draft, "--fail-on", "error").status == 0


def test_a_clean_text_is_said_to_be_clean(run, tmp_path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The rain stopped and we went out.\n", encoding="utf-8")
    ran = run("check", draft)
    assert (ran.status, ran.out) == (0, "")
    assert "1 checked" in ran.err


def test_convert_and_back_loses_nothing(run, tmp_path) -> None:
    for name in ("nqp.tbx", "back.tsv"):
        source = "nqp" if name == "nqp.tbx" else tmp_path / "nqp.tbx"
        assert run("convert", source, tmp_path / name).status == 0
    assert run("diff", "nqp", tmp_path / "back.tsv").out == ""


def test_the_shipped_glossaries_are_sound(run) -> None:
    for name in ("nqp", "policy"):
        ran = run("validate", name)
        assert ran.status == 0, ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run, command) -> None:
    ran = run(command, "--help")
    assert ran.status == 0
    assert f"nqpterms {command}" in ran.out or command == "score"


@pytest.mark.parametrize("options", [(), ("--type", "md"), ("--type", "tsv")])
def test_check_reads_standard_input(run, monkeypatch, options) -> None:
    text = "zh\ten\n" if "tsv" in options else ""
    text += "\tPraise for new quality productivity.\n"
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    ran = run("check", "-", *options)
    assert ran.status == 1
    assert "T101" in ran.out


def test_normalising_in_place_settles_at_once(run, tmp_path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(
        "concept\tlang\tterm\nc10\ten\tkiln\nc2\ten\twind  farm\n",
        encoding="utf-8",
    )
    assert run("convert", path, path, "--normalise").status == 0
    once = path.read_bytes()
    assert [line.split(b"\t")[0] for line in once.splitlines()] == [
        b"concept",
        b"c2",
        b"c10",
    ]
    run("convert", path, path, "--normalise")
    assert path.read_bytes() == once


@pytest.mark.parametrize(
    ("given", "version"), [((), "1.2"), (("--xliff-version", "2.0"), "2.0")]
)
def test_convert_to_either_xliff(run, tmp_path, given, version) -> None:
    source, target = tmp_path / "a.jsonl", tmp_path / "a.xlf"
    source.write_text(
        '{"zh": "税", "en": "tax", "id": "1"}\n', encoding="utf-8"
    )
    assert run("convert", source, target, *given).status == 0
    assert f'version="{version}"' in target.read_text(encoding="utf-8")
    assert [(s.zh, s.en) for s in load_segments(target)] == [("税", "tax")]


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("a.jsonl", "b.tmx", "--xliff-version is for XLIFF, not for tmx"),
        (
            "a.tsv",
            "b.tbx",
            "--xliff-version is for bitexts, not for term bases",
        ),
    ],
)
def test_an_xliff_version_for_something_else(
    run, tmp_path, source, target, said
) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"zh": "税", "en": "tax"}\n', encoding="utf-8"
    )
    (tmp_path / "a.tsv").write_text(
        "concept\tlang\tterm\nc1\tzh\t税\n", encoding="utf-8"
    )
    result = run(
        "convert",
        tmp_path / source,
        tmp_path / target,
        "--xliff-version",
        "2.0",
    )
    assert result.status == 2 and said in result.err
