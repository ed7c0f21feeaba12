"""What was decided about a finding is not asked again; a rendering is admitted by one line."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
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
    "Nobody knows when.\n\nThe village boom goes on. It is "
    "slow.\n\nAnother village boom came.\n"
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings, a glossary with foreign line ends, and a draft, to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nqpterms.toml").write_text(
        'glossaries = ["terms.tsv"]\n', encoding="utf-8"
    )
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
    ran = run(
        "decide",
        "findings.jsonl",
        "--ignore",
        name[:6],
        "--why",
        "a title",
        "--by",
        "Ann",
    )
    assert ran.status == 0
    record = json.loads(
        (house / "nqpterms-decisions.jsonl").read_text(encoding="utf-8")
    )
    assert (record["decision"], record["by"], record["why"]) == (
        "ignore",
        "Ann",
        "a title",
    )
    assert (record["file"], record["matched"]) == (
        "draft.en.md",
        "village boom",
    )
    assert [one["fingerprint"] for one in findings_of(run, "draft.en.md")] == [
        second["fingerprint"]
    ]
    # lines move, and the neighbouring sentence is another one
    moved = DRAFT.replace("It is slow.", "It is quick, they say.").replace(
        "Nobody", "\n\nNobody"
    )
    (house / "draft.en.md").write_text(moved, encoding="utf-8")
    assert len(findings_of(run, "draft.en.md")) == 1
    # its own sentence is another one: then it is another finding, and the decision is stale
    changed = DRAFT.replace("boom goes on", "boom is over")
    (house / "draft.en.md").write_text(changed, encoding="utf-8")
    ran = run("check", "draft.en.md")
    assert "1 decision in 2 places" in ran.out
    assert f"the decision {name}" in ran.err
    assert "1 decision is stale" in ran.err


def test_decisions_hold_in_several_processes(run: Any, house: Path) -> None:
    (house / "other.en.md").write_text(DRAFT, encoding="utf-8")
    for finding in findings_of(run, "draft.en.md"):
        run("decide", "findings.jsonl", "--ignore", finding["fingerprint"])
    ran = run("check", "draft.en.md", "other.en.md", "--jobs", "2")
    assert ran.status == 0
    assert "stale" not in ran.err


def test_a_finding_that_is_said_to_be_fixed_comes_back(
    run: Any, house: Path
) -> None:
    first, _ = findings_of(run, "draft.en.md")
    assert (
        run("decide", "findings.jsonl", "--fixed", first["fingerprint"]).status
        == 0
    )
    assert len(findings_of(run, "draft.en.md")) == 2
    assert "fixed" in run("decide").out
    assert "taken back" in run("decide", "--undo", first["fingerprint"][:8]).out
    assert run("decide").out == ""
    assert house.joinpath("nqpterms-decisions.jsonl").read_bytes() == b""


def test_admitting_a_discouraged_form_changes_its_status(
    run: Any, house: Path
) -> None:
    first, _ = findings_of(run, "draft.en.md")
    ran = run("decide", "findings.jsonl", "--admit", first["fingerprint"])
    assert "terms.tsv:4: revival" in ran.out
    expected = HOUSE.replace(
        "village boom\tdeprecated", "village boom\tadmitted"
    )
    assert (house / "terms.tsv").read_bytes() == expected.encode()
    assert [
        one for one in findings_of(run, "draft.en.md") if one["code"] == "T101"
    ] == []


def test_admitting_another_rendering_adds_a_line(run: Any, house: Path) -> None:
    pair = {"zh": "村庄复兴很重要。", "en": "Country revival matters."}
    (house / "pair.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    missing = next(
        one for one in findings_of(run, "pair.jsonl") if one["code"] == "T201"
    )
    name = missing["fingerprint"]
    ran = run(
        "decide", "findings.jsonl", "--admit", name, "--as", "country revival"
    )
    assert ran.status == 0
    row = "revival\ten\tcountry revival\tadmitted\t\r\n"
    assert (house / "terms.tsv").read_bytes() == HOUSE.replace(
        "growth\tzh", f"{row}growth\tzh"
    ).encode()
    assert [
        one for one in findings_of(run, "pair.jsonl") if one["code"] == "T201"
    ] == []
    ran = run(
        "decide", "findings.jsonl", "--admit", name, "--as", "country revival"
    )
    assert ran.status == 2


def test_marks_in_a_table_are_decisions(run: Any, house: Path) -> None:
    run("check", "draft.en.md", "--format", "csv", "-o", "findings.csv")
    table = (house / "findings.csv").read_text(encoding="utf-8-sig")
    first, second = csv.DictReader(io.StringIO(table))
    first["ignore"], second["decision"] = "x", "admit"
    with (house / "findings.csv").open(
        "w", encoding="utf-8", newline=""
    ) as file:
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
        (
            ["findings.jsonl", "--ignore", "zzzz"],
            "no finding of this fingerprint",
        ),
        (["--undo", "zzzz"], "no decision of this fingerprint"),
        (["--ignore", "zzzz"], "name the file of FINDINGS"),
        (
            ["draft.en.md", "--ignore", "zzzz"],
            "draft.en.md:1: expected a JSON object",
        ),
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


def test_without_a_glossary_of_ones_own_nothing_is_admitted(
    run: Any, house: Path
) -> None:
    first, _ = findings_of(run, "draft.en.md")
    ran = run(
        "decide", "findings.jsonl", "--admit", first["fingerprint"], "-g", "nqp"
    )
    assert ran.status == 2
    assert "a glossary of your own" in ran.err
    (house / "empty.tsv").write_text(
        "concept\tlang\tterm\nx\ten\tx\n", encoding="utf-8"
    )
    ran = run(
        "decide",
        "findings.jsonl",
        "--admit",
        first["fingerprint"],
        "-g",
        "empty.tsv",
    )
    assert "empty.tsv: no concept for revival" in ran.err


def admitted_into(
    run: Any, house: Path, terms: bytes, *more: str
) -> tuple[Any, bytes]:
    """The glossary *terms* after a rendering of 村庄复兴 was admitted, a term of other.tsv."""
    other = HOUSE.replace("\r\n", "\n").encode()
    (house / "other.tsv").write_bytes(other)
    pair = {"zh": "村庄复兴很重要。", "en": "A country boom matters."}
    (house / "pair.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    missing = next(
        one
        for one in findings_of(run, "pair.jsonl", "-g", "other.tsv")
        if one["code"] == "T201"
    )
    (house / "terms.tsv").write_bytes(terms)
    admit = ["--admit", missing["fingerprint"], "--as", "country boom"]
    ran = run("decide", "findings.jsonl", *admit, *more)
    assert (house / "other.tsv").read_bytes() == other
    return ran, (house / "terms.tsv").read_bytes()


NEW_ROWS = "{end}{name}\tzh\t村庄复兴\tpreferred{end}{name}\ten\tcountry boom\tadmitted"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_a_concept_that_the_glossary_has_not_comes_to_its_end(
    run: Any, house: Path, begin: str, end: str, is_ended: bool
) -> None:
    old = f"{begin}concept\tlang\tterm\tstatus{end}{end}x\ten\t a thing \t"
    last = end if is_ended else ""
    ran, new = admitted_into(run, house, (old + last).encode())
    assert ran.status == 0, ran.err
    assert new.decode() == old + NEW_ROWS.format(end=end, name="revival") + last
    assert "terms.tsv:5: revival\ten\tcountry boom\tadmitted\n" in ran.out
    assert findings_of(run, "pair.jsonl") == []


def test_a_new_concept_has_the_columns_and_languages_of_the_file(
    run: Any, house: Path
) -> None:
    old = "term\tlang\tconcept\tnote\n税\tzh-Hans\ttax\t\ntax\ten-GB\ttax\t\n"
    ran, new = admitted_into(run, house, old.encode())
    assert ran.status == 0, ran.err
    rows = "村庄复兴\tzh-Hans\trevival\t\ncountry boom\ten-GB\trevival\t\n"
    assert new.decode() == old + rows


def test_a_new_concept_stands_beside_the_one_of_another_glossary(
    run: Any, house: Path
) -> None:
    """Two glossaries in use may not have one id: the house's own gets an end."""
    used = ("-g", "other.csv", "-g", "terms.tsv")
    (house / "other.csv").write_text(
        HOUSE.replace("\r\n", "\n").replace("\t", ","), encoding="utf-8"
    )
    old = "concept\tlang\tterm\tstatus\nx\ten\ta thing\t"
    ran, new = admitted_into(run, house, old.encode(), *used)
    assert ran.status == 0, ran.err
    assert new.decode() == old + NEW_ROWS.format(end="\n", name="revival-house")
    assert [
        one
        for one in findings_of(run, "pair.jsonl", *used)
        if one["code"] == "T201"
    ] == []


@pytest.mark.parametrize(
    "lacking",
    [{"source_term": ""}, {"concept": ""}, {"source_term": "country revival"}],
)
def test_a_finding_that_makes_no_concept_is_refused(
    run: Any, house: Path, lacking: dict[str, str]
) -> None:
    """No id, no source term, or two terms in one language: there is nothing to add."""
    record = {
        "fingerprint": "abcd",
        "concept": "boom",
        "source_term": "兴旺",
        **lacking,
    }
    (house / "findings.jsonl").write_text(
        json.dumps(record) + "\n", encoding="utf-8"
    )
    ran = run(
        "decide", "findings.jsonl", "--admit", "abcd", "--as", "country boom"
    )
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "terms.tsv: no concept for" in ran.err
    assert (house / "terms.tsv").read_bytes() == HOUSE.encode()
    assert not (house / "nqpterms-decisions.jsonl").exists()


@pytest.fixture
def drafts(run: Any, house: Path) -> list[str]:
    """Two drafts in a folder, of which all findings are ignored; the fingerprints of the first."""
    (house / "in").mkdir()
    for name, text in (("a", DRAFT), ("b", "They want a village boom.\n")):
        (house / "in" / f"{name}.en.md").write_text(text, encoding="utf-8")
    found = findings_of(run, "in")
    assert len(found) == 3
    ignored = [
        part for one in found for part in ("--ignore", one["fingerprint"])
    ]
    assert run("decide", "findings.jsonl", *ignored).status == 0
    return [
        one["fingerprint"] for one in found if one["file"].endswith("a.en.md")
    ]


def outputs(house: Path) -> str:
    return "".join(
        path.read_text(encoding="utf-8")
        for path in (house / "out").glob("*.md.jsonl")
    )


def test_what_is_decided_is_silent_in_a_corpus(
    run: Any, house: Path, drafts: list[str]
) -> None:
    for jobs, done in (("2", ""), ("1", "(2 done before)")):
        ran = run("check", "in", "-o", "out", "--jobs", jobs)
        assert (ran.status, outputs(house)) == (0, "")
        assert done in ran.err
        assert "stale" not in ran.err
    assert run("decide", "--undo", drafts[0]).status == 0
    assert run("check", "in", "-o", "out", "--jobs", "1").status == 1
    assert outputs(house).count("\n") == 1


def test_a_corpus_says_which_decisions_are_stale(
    run: Any, house: Path, drafts: list[str]
) -> None:
    """Also of the files that were done before: what they met stands in their markers."""
    run("check", "in", "-o", "out", "--jobs", "1")
    (house / "in" / "a.en.md").write_text(
        DRAFT.replace("goes on", "is over"), encoding="utf-8"
    )
    for _ in range(2):
        ran = run("check", "in", "-o", "out", "--jobs", "1")
        assert ran.status == 1
        assert f"in/a.en.md: the decision {drafts[0]}" in ran.err
        assert "1 decision is stale" in ran.err
    part = run("check", "in", "-o", "out", "--jobs", "1", "--select", "T101")
    assert "stale" not in part.err


@pytest.mark.skipif(not shutil.which("git"), reason="no git")
@pytest.mark.usefixtures("drafts")
def test_what_is_decided_is_silent_since_a_revision(
    run: Any, house: Path
) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (
        ["init", "-q"],
        ["add", "."],
        [*identity, "commit", "-qm", "first"],
    ):
        subprocess.run(["git", *command], check=True, capture_output=True)
    draft = house / "in" / "a.en.md"
    moved = "\nNow the village boom goes on.\n"
    draft.write_text(
        DRAFT.replace("It is slow.", "It is quick.") + moved, encoding="utf-8"
    )
    for more in ((), ("-o", "out", "--jobs", "1")):
        ran = run("check", "in", "--since", "HEAD", *more)
        assert ran.status == 1
        assert "stale" not in ran.err, "a part says nothing of the others"
    (finding,) = findings_of(run, "in", "--since", "HEAD")
    assert finding["line"] == 7
    assert outputs(house).count("\n") == 1
    run("decide", "findings.jsonl", "--ignore", finding["fingerprint"])
    for more in ((), ("-o", "out", "--jobs", "1")):
        assert run("check", "in", "--since", "HEAD", *more).status == 0
    assert outputs(house) == ""


@pytest.mark.parametrize(
    "setting", ["min-confidence = 0.99", 'ignore = ["T101"]']
)
@pytest.mark.usefixtures("drafts")
def test_what_the_settings_leave_out_makes_no_decision_stale(
    run: Any, house: Path, setting: str
) -> None:
    with (house / "nqpterms.toml").open("a", encoding="utf-8") as file:
        file.write(f"{setting}\n")
    ran = run("check", "in")
    assert (ran.status, "stale" in ran.err) == (0, False)


def test_broken_decisions_are_refused_with_their_line(
    run: Any, house: Path
) -> None:
    path = house / "nqpterms-decisions.jsonl"
    path.write_text(
        '{"fingerprint": "a", "decision": "maybe"}\n', encoding="utf-8"
    )
    ran = run("check", "draft.en.md")
    assert ran.status == 2
    assert (
        "nqpterms-decisions.jsonl:1: decision 'maybe': expected one of ignore"
        in ran.err
    )


def test_what_a_report_saved_is_taken_with_its_decisions(
    house: Path, run: Any
) -> None:
    """The page's file has a line a finding, and beside it what `admit` needs."""
    boom, other = findings_of(run, "draft.en.md")[:2]
    lines = []
    for finding, verb in ((boom, "admit"), (other, "fixed")):
        kept = {
            key: finding[key]
            for key in ("fingerprint", "code", "concept", "matched")
        }
        lines.append(json.dumps({**kept, "decision": verb}) + "\n")
    (house / "saved.jsonl").write_text("".join(lines), encoding="utf-8")
    assert run("decide", "saved.jsonl").status == 0
    decisions = load_decisions(house / "nqpterms-decisions.jsonl")
    assert [one.decision for one in decisions.values()] == ["admit", "fixed"]
    assert b"village boom\tadmitted" in (house / "terms.tsv").read_bytes()


def test_a_word_that_is_no_decision_is_refused_with_its_line(
    house: Path, run: Any
) -> None:
    [finding, *_] = findings_of(run, "draft.en.md")
    line = json.dumps(
        {"fingerprint": finding["fingerprint"], "decision": "perhaps"}
    )
    (house / "saved.jsonl").write_text(line + "\n", encoding="utf-8")
    ran = run("decide", "saved.jsonl")
    assert ran.status == 2
    assert "saved.jsonl:1" in ran.err
