"""One input gives the same findings by every entrance, with the same settings.

The folder has inputs of every kind, and settings that differ by path. What the command prints for
each input alone is the measure; everything else must agree with it.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import nqpterms
from nqpterms.formats.results.finding_formats import as_record
from nqpterms.project.project import Project, find_project
from nqpterms.run.inputs import find_units, unit_of
from nqpterms.run.many import check_units
from nqpterms.servers import answers
from nqpterms.servers.answers import Desk, named_documents

TERMS = """concept\tlang\tterm\tstatus
kiln\tzh\t窑炉\tpreferred
kiln\ten\tkiln\tpreferred
kiln\ten\toven\tdeprecated
tea\tzh\t茶园\tpreferred
tea\ten\ttea garden\tpreferred
tea\ten\ttea field\tdeprecated
"""
OTHER = TERMS.replace("oven", "stove")
SETTINGS = """
glossaries = ["terms.tsv"]
ignore = ["T106"]
[severity]
T201 = "error"
[per-path."inner/*"]
glossaries = ["other.tsv"]
severity = {T101 = "info"}
[per-path."*.tsv"]
ignore = ["T201"]
[per-path."memory.*"]
select = ["T2"]
"""
ZH = (
    "# 一、窑炉\n\n工厂去年换了窑炉，又种了茶园。\n\n茶园在山上，大家都喜欢。\n"
)
EN = (
    "# 1. Kilns\n\nThe works changed its oven and its stove last year, and planted a tea field.\n\n"
    "The hill is liked by everybody.\n"
)
ROWS = "zh\ten\tdoc\n窑炉很热。\tThe oven is hot.\ta\n茶园很大。\tThe farm is large.\tb\n"
REVERSED = """<tmx version="1.4"><header srclang="en"/><body>
<tu srclang="en"><tuv xml:lang="en"><seg>A new oven.</seg></tuv>
<tuv xml:lang="zh"><seg>一座新房子。</seg></tuv></tu>
<tu srclang="en"><tuv xml:lang="en"><seg>The kiln is hot.</seg></tuv>
<tuv xml:lang="zh"><seg>房子很热。</seg></tuv></tu>
</body></tmx>"""
INPUTS = {  # of the command: each alone; beside it the unit of the folder that it is
    ("alone.en.md",): "alone.en.md",
    ("pair.zh.md", "pair.en.md"): "pair",
    ("page.md",): "page.md",
    ("rows.tsv",): "rows.tsv",
    ("rows.jsonl",): "rows.jsonl",
    ("memory.tmx",): "memory.tmx",
    ("inner/rows.jsonl",): "inner/rows.jsonl",
    ("inner/pair.en.md", "inner/pair.zh.md"): "inner/pair",
    ("inner/alone.zh.md",): "inner/alone.zh.md",
}

Records = list[dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The texts in a folder "in" below the working folder, which has the settings."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "terms.tsv").write_text(TERMS, encoding="utf-8")
    (tmp_path / "other.tsv").write_text(OTHER, encoding="utf-8")
    inside = SETTINGS.replace('per-path."', 'per-path."in/')
    (tmp_path / "nqpterms.toml").write_text(inside, encoding="utf-8")
    (tmp_path / "in" / "inner").mkdir(parents=True)
    lines = [row.split("\t") for row in ROWS.splitlines()[1:]]
    records = [{"zh": zh, "en": en, "doc": doc} for zh, en, doc in lines]
    jsonl = "".join(json.dumps(record) + "\n" for record in records)
    for name, text in (
        ("alone.en.md", EN),
        ("pair.zh.md", ZH),
        ("pair.en.md", EN),
        ("page.md", f"{ZH}\n{EN}"),
        ("rows.tsv", ROWS),
        ("rows.jsonl", jsonl),
        ("memory.tmx", REVERSED),
        ("inner/rows.jsonl", jsonl),
        ("inner/pair.zh.md", ZH),
        ("inner/pair.en.md", EN),
        ("inner/alone.zh.md", ZH),
    ):
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    return tmp_path / "in"


def records(text: str) -> Records:
    return [json.loads(line) for line in text.splitlines()]


def of_findings(findings: Any) -> Records:
    return [as_record(finding) for finding in findings]


@pytest.fixture
def expected(run: Any, folder: Path) -> dict[tuple[str, ...], Records]:
    """What the command finds in each input alone."""
    found = {}
    for names in INPUTS:
        ran = run(
            "check",
            *(folder.name + f"/{name}" for name in names),
            "--format",
            "jsonl",
        )
        assert ran.status in (0, 1), ran.err
        found[names] = records(ran.out)
    return found


def test_the_rules_of_each_path_hold(
    expected: dict[tuple[str, ...], Records],
) -> None:
    by_name = {INPUTS[names]: found for names, found in expected.items()}
    codes = {
        name: {(f["code"], f["severity"]) for f in found}
        for name, found in by_name.items()
    }
    assert ("T101", "warning") in codes["pair"]
    assert ("T201", "error") in codes["pair"]
    assert codes["rows.tsv"] == {("T101", "warning")}
    assert codes["rows.jsonl"] >= {("T101", "warning"), ("T201", "error")}
    assert codes["memory.tmx"] == {("T201", "error")}
    assert codes["inner/rows.jsonl"] >= {("T201", "error")}
    assert {
        f["matched"] for f in by_name["inner/pair"] if f["code"] == "T101"
    } >= {"stove"}
    assert "oven" not in {f["matched"] for f in by_name["inner/pair"]}


def test_python_finds_what_the_command_finds(
    expected: dict[tuple[str, ...], Records],
) -> None:
    for names, found in expected.items():
        paths = [f"in/{name}" for name in names]
        if len(paths) == 1:
            assert of_findings(nqpterms.check(paths[0])) == found
            continue
        target, source = sorted(paths)  # en before zh
        assert of_findings(nqpterms.check(target, source)) == found
        assert (
            of_findings(nqpterms.check(target, nqpterms.read(source))) == found
        )
        documents = nqpterms.read(target), nqpterms.read(source)
        assert of_findings(nqpterms.check(*documents)) == found


def test_segments_in_python_have_a_direction(
    expected: dict[tuple[str, ...], Records],
) -> None:
    found = expected["memory.tmx",]
    segments = nqpterms.load_segments("in/memory.tmx")
    project = find_project(select=["T2"])
    ours = of_findings(nqpterms.check(segments, project=project))
    assert [record["code"] for record in ours] == [
        record["code"] for record in found
    ]
    assert [record["segment"] for record in ours] == [
        record["segment"] for record in found
    ]
    assert found


def test_without_a_project_no_settings_hold(
    expected: dict[tuple[str, ...], Records],
) -> None:
    base = nqpterms.load_terms("terms.tsv")
    severities = {
        finding.severity
        for finding in nqpterms.check(
            "in/pair.en.md", "in/pair.zh.md", terms=base, project=Project()
        )
        if finding.code == "T201"
    }
    assert severities == {"warning"}
    assert {
        record["severity"] for record in expected["pair.zh.md", "pair.en.md"]
    } > {"error"}


def test_terms_and_codes_stand_in_the_place_of_the_project_s(
    folder: Path,
) -> None:
    base = nqpterms.load_terms("other.tsv")
    findings = nqpterms.check(folder / "pair.en.md", terms=base, codes={"T101"})
    assert {finding.matched for finding in findings} >= {"stove", "tea field"}
    assert {finding.code for finding in findings} == {"T101"}
    assert nqpterms.check(folder / "pair.en.md", codes=()) == []


@pytest.mark.parametrize(
    "options", [(), ("--jobs", "2"), ("--engine", "serial", "--jobs", "3")]
)
def test_a_folder_prints_what_its_files_give(
    run: Any, expected: dict[tuple[str, ...], Records], options: tuple[str, ...]
) -> None:
    order = sorted(expected, key=lambda names: INPUTS[names])
    ran = run("check", "in", "--format", "jsonl", *options)
    assert records(ran.out) == [
        record for names in order for record in expected[names]
    ]
    assert ran.status == 1
    assert ran.err == "nqpterms: taken: 3 texts, 2 pairs, 4 bitexts\n"


@pytest.mark.parametrize("options", [(), ("--jobs", "2")])
def test_a_folder_writes_what_its_files_give(
    run: Any,
    folder: Path,
    expected: dict[tuple[str, ...], Records],
    options: tuple[str, ...],
) -> None:
    ran = run("check", "in", "-o", "out", *options)
    assert ran.status == 1, ran.err
    for names, found in expected.items():
        text = (folder.parent / "out" / f"{INPUTS[names]}.jsonl").read_text(
            encoding="utf-8"
        )
        assert records(text) == found


@pytest.mark.parametrize("kind", ["text", "csv", "sarif", "github", "jsonl"])
@pytest.mark.parametrize(
    "targets", [("in",), ("in/rows.tsv", "in/rows.jsonl", "in/page.md")]
)
@pytest.mark.usefixtures("folder")
def test_jobs_change_the_speed_and_nothing_else(
    run: Any, kind: str, targets: tuple[str, ...]
) -> None:
    one = run("check", *targets, "--format", kind)
    assert run("check", *targets, "--format", kind, "--jobs", "2") == one
    assert one.out


@pytest.mark.usefixtures("folder")
def test_a_pattern_and_a_list_give_what_the_files_give(
    run: Any, expected: dict[tuple[str, ...], Records]
) -> None:
    found = expected["rows.jsonl",] + expected["rows.tsv",]
    ran = run("check", "in/rows.*", "--format", "jsonl")
    assert records(ran.out) == found
    Path("list.txt").write_text(
        "in/rows.jsonl\nin/rows.tsv\n", encoding="utf-8"
    )
    assert records(run("check", "list.txt", "--format", "jsonl").out) == found
    Path("list.tsv").write_text(
        "in/pair.zh.md\tin/pair.en.md\n", encoding="utf-8"
    )
    ran = run("check", "list.tsv", "--format", "jsonl")
    assert records(ran.out) == expected["pair.zh.md", "pair.en.md"]


@pytest.mark.usefixtures("folder")
def test_a_source_is_named_or_stands_beside(
    run: Any, expected: dict[tuple[str, ...], Records]
) -> None:
    found = expected["pair.zh.md", "pair.en.md"]
    ran = run(
        "check",
        "in/pair.en.md",
        "--source",
        "in/pair.zh.md",
        "--format",
        "jsonl",
    )
    assert (records(ran.out), ran.err) == (found, "")
    ran = run("check", "in/pair.en.md", "in/pair.zh.md", "--format", "jsonl")
    assert records(ran.out) == found


def test_standard_input_gives_what_the_file_gives(
    run: Any, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    for name, kind in (
        ("pair.en.md", "md"),
        ("rows.jsonl", "jsonl"),
        ("page.md", "md"),
    ):
        data = (folder / name).read_bytes()
        project = find_project()
        whole = of_findings(
            nqpterms.check(
                folder / name, project=Project(terms=project.matcher())
            )
        )
        stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", stdin)
        ran = run("check", "-", "--type", kind, "--format", "jsonl")
        there = {
            (f["code"], f["line"], f["matched"])
            for f in whole
            if f["code"] != "T106"
        }
        assert {
            (f["code"], f["line"], f["matched"]) for f in records(ran.out)
        } == there


def test_an_assistant_is_told_what_the_command_finds(folder: Path) -> None:
    desk = Desk(
        find_project(),
        named_documents([folder / "pair.en.md", folder / "pair.zh.md"]),
    )
    zh, en = ZH, EN
    told = answers.check_draft(desk, en, zh)["findings"]
    ours = nqpterms.check("in/pair.en.md", "in/pair.zh.md")
    keys = ("code", "severity", "line", "column")
    assert sorted(tuple(f[key] for key in keys) for f in told) == sorted(
        tuple(as_record(f)[key] for key in keys) for f in ours
    )
    wavering = answers.inconsistencies(desk, "pair.en.md", "pair.zh.md")[
        "findings"
    ]
    assert {f["code"] for f in wavering} <= {f.code for f in ours}


@pytest.mark.usefixtures("folder")
def test_a_baseline_holds_for_every_target(run: Any) -> None:
    assert run("check", "in", "--write-baseline", "known.jsonl").status == 0
    for targets in (
        ("in",),
        ("in/*.*",),
        ("in/pair.zh.md", "in/pair.en.md"),
        ("in/rows.tsv",),
    ):
        for options in ((), ("--jobs", "2")):
            ran = run(
                "check", *targets, "--baseline", "known.jsonl", *options, "-q"
            )
            assert (ran.status, ran.out) == (0, ""), targets
    assert (
        run("check", "in", "--baseline", "known.jsonl", "-o", "out").status == 0
    )


@pytest.mark.parametrize("options", [(), ("--jobs", "2")])
def test_what_fails_costs_no_other(
    run: Any, folder: Path, options: tuple[str, ...]
) -> None:
    whole = run("check", "in", "--format", "jsonl").out
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00broken")
    (folder / "rows.tsv").write_text(f"{ROWS}x\ny\n", encoding="utf-8")
    ran = run("check", "in", "--format", "jsonl", *options)
    assert (ran.status, ran.out) == (2, whole)
    _, unreadable, rows = ran.err.splitlines()
    assert "in/broken.md" in unreadable
    assert "in/rows.tsv:4: " in rows and "1 more" in rows
    ran = run("check", "in", "--format", "jsonl", "-o", "all.jsonl", *options)
    assert ran.status == 2
    assert not Path("all.jsonl").exists()


@pytest.mark.usefixtures("folder")
def test_a_folder_is_fixed_where_it_can_be(run: Any) -> None:
    before = Path("in/pair.en.md").read_text(encoding="utf-8")
    ran = run("check", "in", "--diff")
    assert ran.status == 1
    assert "+The works changed its kiln" in ran.out
    assert Path("in/pair.en.md").read_text(encoding="utf-8") == before
    assert run("check", "in", "--diff", "--jobs", "2").out == ran.out
    run("check", "in", "--fix")
    assert "its kiln" in Path("in/pair.en.md").read_text(encoding="utf-8")
    assert run("check", "in", "--diff").out == ""


@pytest.mark.usefixtures("folder")
def test_a_page_is_written_for_a_pair_and_for_a_bitext(run: Any) -> None:
    for options in ((), ("--jobs", "2")):
        ran = run(
            "check", "in/pair.zh.md", "in/pair.en.md", "-o", "a.html", *options
        )
        assert ran.status == 1
        assert "tea field" in Path("a.html").read_text(encoding="utf-8")
        run("check", "in/rows.tsv", "-o", "b.html", *options)
        assert 'class="note' in Path("b.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_ray_gives_what_one_process_gives(folder: Path) -> None:
    pytest.importorskip("ray")
    command = [
        sys.executable,
        "-m",
        "nqpterms",
        "check",
        "in",
        "--format",
        "jsonl",
    ]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    options: dict[str, Any] = {
        "cwd": folder.parent,
        "env": env,
        "capture_output": True,
    }
    one = subprocess.run(command, **options, check=False)
    ray = subprocess.run(
        [*command, "--engine", "ray", "--jobs", "2"], **options, check=False
    )
    assert (ray.stdout, ray.returncode) == (one.stdout, one.returncode), (
        ray.stderr
    )
    assert one.stdout


@pytest.mark.usefixtures("folder")
def test_units_in_memory_give_what_their_files_give() -> None:
    project = find_project()
    (pair,) = find_units(["in/pair.zh.md", "in/pair.en.md"])
    documents = nqpterms.read("in/pair.en.md"), nqpterms.read("in/pair.zh.md")
    results = check_units([pair, unit_of(*documents)], project)
    first, second = (list(result.findings) for result in results)
    assert first == second
    assert first
