"""What was decided about a finding is not asked again; a rendering is admitted by one line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from nqpterms.project.decisions import load_decisions

HOUSE = (
    "concept\tlang\tterm\tstatus\tnote\r\n"
    "revival\tzh\t村庄复兴\tpreferred\t\r\n"
    "revival\ten\trural revival\tpreferred\tours\r\n"
    "revival\ten\tvillage boom\tdeprecated\t\r\n"
    "growth\tzh\t绿色增长\tpreferred\t\r\n"
    "growth\ten\tgreen growth\tpreferred\t\r\n"
)
DRAFT = (
    "Nobody knows when.\n\nThe village boom goes on. It is slow.\n\nAnother village boom came.\n"
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings, a glossary with foreign line ends, and a draft, to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nqpterms.toml").write_text('glossaries = ["terms.tsv"]\n', encoding="utf-8")
    (tmp_path / "terms.tsv").write_bytes(HOUSE.encode())
    (tmp_path / "draft.en.md").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def findings_of(run: Any, *targets: str) -> list[dict[str, Any]]:
    """The findings of a check, which are left in findings.jsonl too."""
    run("check", *targets, "--format", "jsonl", "-o", "findings.jsonl")
    text = Path("findings.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_finding_that_is_ignored_stays_away(run: Any, house: Path) -> None:
    first, second = findings_of(run, "draft.en.md")
    name = first["fingerprint"]
    ran = run("decide", "findings.jsonl", "--ignore", name[:6], "--why", "a title", "--by", "Ann")
    assert ran.status == 0
    record = json.loads((house / "nqpterms-decisions.jsonl").read_text(encoding="utf-8"))
    assert (record["decision"], record["by"], record["why"]) == ("ignore", "Ann", "a title")
    assert (record["file"], record["matched"]) == ("draft.en.md", "village boom")
    assert [one["fingerprint"] for one in findings_of(run, "draft.en.md")] == [
        second["fingerprint"]
    ]
    # lines move, and the neighbouring sentence is another one
    moved = DRAFT.replace("It is slow.", "It is quick, they say.").replace("Nobody", "\n\nNobody")
    (house / "draft.en.md").write_text(moved, encoding="utf-8")
    assert len(findings_of(run, "draft.en.md")) == 1
    # its own sentence is another one: then it is another finding, and the decision is stale
    changed = DRAFT.replace("boom goes on", "boom is over")
    (house / "draft.en.md").write_text(changed, encoding="utf-8")
    ran = run("check", "draft.en.md")
    assert "1 decision in 2 places" in ran.out
    assert f"the decision {name}" in ran.err
    assert "1 decisions are stale" in ran.err


def test_decisions_hold_in_several_processes(run: Any, house: Path) -> None:
    (house / "other.en.md").write_text(DRAFT, encoding="utf-8")
    for finding in findings_of(run, "draft.en.md"):
        run("decide", "findings.jsonl", "--ignore", finding["fingerprint"])
    ran = run("check", "draft.en.md", "other.en.md", "--jobs", "2")
    assert ran.status == 0
    assert "stale" not in ran.err


def test_a_finding_that_is_said_to_be_fixed_comes_back(run: Any, house: Path) -> None:
    first, _ = findings_of(run, "draft.en.md")
    assert run("decide", "findings.jsonl", "--fixed", first["fingerprint"]).status == 0
    assert len(findings_of(run, "draft.en.md")) == 2
    assert "fixed" in run("decide").out
    assert "taken back" in run("decide", "--undo", first["fingerprint"][:8]).out
    assert run("decide").out == ""
    assert house.joinpath("nqpterms-decisions.jsonl").read_bytes() == b""


def test_admitting_a_discouraged_form_changes_its_status(run: Any, house: Path) -> None:
    first, _ = findings_of(run, "draft.en.md")
    ran = run("decide", "findings.jsonl", "--admit", first["fingerprint"])
    assert "terms.tsv:4: revival" in ran.out
    expected = HOUSE.replace("village boom\tdeprecated", "village boom\tadmitted")
    assert (house / "terms.tsv").read_bytes() == expected.encode()
    assert [one for one in findings_of(run, "draft.en.md") if one["code"] == "T101"] == []


def test_admitting_another_rendering_adds_a_line(run: Any, house: Path) -> None:
    pair = {"zh": "村庄复兴很重要。", "en": "Country revival matters."}
    (house / "pair.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    missing = next(one for one in findings_of(run, "pair.jsonl") if one["code"] == "T201")
    name = missing["fingerprint"]
    ran = run("decide", "findings.jsonl", "--admit", name, "--as", "country revival")
    assert ran.status == 0
    row = "revival\ten\tcountry revival\tadmitted\t\r\n"
    assert (house / "terms.tsv").read_bytes() == HOUSE.replace(
        "growth\tzh", f"{row}growth\tzh"
    ).encode()
    assert [one for one in findings_of(run, "pair.jsonl") if one["code"] == "T201"] == []
    ran = run("decide", "findings.jsonl", "--admit", name, "--as", "country revival")
    assert ran.status == 2


def test_marks_in_a_table_are_decisions(run: Any, house: Path) -> None:
    run("check", "draft.en.md", "--format", "csv", "-o", "findings.csv")
    table = (house / "findings.csv").read_text(encoding="utf-8-sig")
    first, second = csv.DictReader(io.StringIO(table))
    first["ignore"], second["decision"] = "x", "admit"
    with (house / "findings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, first)
        writer.writeheader()
        writer.writerows([first, second])
    assert run("decide", "findings.csv").status == 0
    verbs = [line.split()[0] for line in run("decide").out.splitlines()]
    assert sorted(verbs) == ["admit", "ignore"]
    assert b"village boom\tadmitted" in (house / "terms.tsv").read_bytes()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (["findings.jsonl"], "nothing is decided"),
        (["findings.jsonl", "--ignore", "ab"], "by 4 characters"),
        (["findings.jsonl", "--ignore", "zzzz"], "no finding of this fingerprint"),
        (["--undo", "zzzz"], "no decision of this fingerprint"),
        (["--ignore", "zzzz"], "name the file of FINDINGS"),
        (["draft.en.md", "--ignore", "zzzz"], "draft.en.md:1: expected a JSON object"),
    ],
)
def test_what_cannot_be_decided_is_said(
    run: Any, house: Path, call: list[str], expected: str
) -> None:
    findings_of(run, "draft.en.md")
    ran = run("decide", *call)
    assert ran.status == 2
    assert expected in ran.err
    assert not (house / "nqpterms-decisions.jsonl").exists()


def test_without_a_glossary_of_ones_own_nothing_is_admitted(run: Any, house: Path) -> None:
    first, _ = findings_of(run, "draft.en.md")
    ran = run("decide", "findings.jsonl", "--admit", first["fingerprint"], "-g", "nqp")
    assert ran.status == 2
    assert "a glossary of your own" in ran.err
    (house / "empty.tsv").write_text("concept\tlang\tterm\nx\ten\tx\n", encoding="utf-8")
    ran = run("decide", "findings.jsonl", "--admit", first["fingerprint"], "-g", "empty.tsv")
    assert "empty.tsv: no concept for revival" in ran.err


def test_broken_decisions_are_refused_with_their_line(run: Any, house: Path) -> None:
    path = house / "nqpterms-decisions.jsonl"
    path.write_text('{"fingerprint": "a", "decision": "maybe"}\n', encoding="utf-8")
    ran = run("check", "draft.en.md")
    assert ran.status == 2
    assert "nqpterms-decisions.jsonl:1: decision 'maybe': expected one of ignore" in ran.err


def test_what_a_report_saved_is_taken_with_its_decisions(house: Path, run: Any) -> None:
    """The page's file has a line a finding, and beside it what `admit` needs."""
    boom, other = findings_of(run, "draft.en.md")[:2]
    lines = []
    for finding, verb in ((boom, "admit"), (other, "fixed")):
        kept = {key: finding[key] for key in ("fingerprint", "code", "concept", "matched")}
        lines.append(json.dumps({**kept, "decision": verb}) + "\n")
    (house / "saved.jsonl").write_text("".join(lines), encoding="utf-8")
    assert run("decide", "saved.jsonl").status == 0
    decisions = load_decisions(house / "nqpterms-decisions.jsonl")
    assert [one.decision for one in decisions.values()] == ["admit", "fixed"]
    assert b"village boom\tadmitted" in (house / "terms.tsv").read_bytes()


def test_a_word_that_is_no_decision_is_refused_with_its_line(house: Path, run: Any) -> None:
    [finding, *_] = findings_of(run, "draft.en.md")
    line = json.dumps({"fingerprint": finding["fingerprint"], "decision": "perhaps"})
    (house / "saved.jsonl").write_text(line + "\n", encoding="utf-8")
    ran = run("decide", "saved.jsonl")
    assert ran.status == 2
    assert "saved.jsonl:1" in ran.err
