"""Out, answered, read back: what has been answered once is not asked again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from word_packages import commented_words, package, parts_of

from nqpterms.files.office.raw_parts import repacked
from nqpterms.model.findings import Finding, Standing
from nqpterms.model.places import Span
from nqpterms.project.decisions import Decision
from nqpterms.project.fixing import fixed
from nqpterms.project.project import Project

HOUSE = (
    "concept\tlang\tterm\tstatus\n"
    "revival\tzh\t村庄复兴\tpreferred\nrevival\ten\trural revival\tpreferred\n"
    "revival\ten\tvillage boom\tdeprecated\n"
)


def document(*sentences: str) -> bytes:
    body = "".join(
        f"<w:p><w:r><w:t>{sentence}</w:t></w:r></w:p>" for sentence in sentences
    )
    return package(body, notes="")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a glossary and a draft with two decisions, to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nqpterms.toml").write_text(
        'glossaries = ["terms.tsv"]\n', encoding="utf-8"
    )
    (tmp_path / "terms.tsv").write_text(HOUSE, encoding="utf-8")
    draft = document(
        "The village boom goes on.", "Nobody saw it.", "A village boom came."
    )
    (tmp_path / "draft.en.docx").write_bytes(draft)
    return tmp_path


def fingerprints(run: Any, *more: str) -> list[str]:
    out = run("check", "draft.en.docx", *more, "--format", "jsonl", "-q").out
    return [json.loads(line)["fingerprint"] for line in out.splitlines()]


def test_a_workbook_comes_back(run: Any, house: Path) -> None:
    assert len(fingerprints(run)) == 2
    run("check", "draft.en.docx", "-o", "decisions.xlsx")
    book = openpyxl.load_workbook("decisions.xlsx", rich_text=True)
    for row in (2, 3):
        book.active.cell(row, 2).value = "ignore"
    book.save("decisions.xlsx")
    ran = run("check", "draft.en.docx", "--decisions", "decisions.xlsx")
    assert ran.status == 0 and "decisions.xlsx: 2 ignore" in ran.err
    assert fingerprints(run) == []
    draft = document(
        "Now a village boom came.",
        "The village boom goes on.",
        "Nobody saw it.",
    )
    (house / "draft.en.docx").write_bytes(draft)
    assert len(fingerprints(run)) == 1, "what is new is asked"


def test_a_word_file_comes_back(run: Any, house: Path) -> None:
    run("check", "draft.en.docx", "-o", "reviewed.docx")
    copy = house / "reviewed.docx"
    assert [words for words, _ in commented_words(copy.read_bytes())] == [
        "village boom"
    ] * 2
    comments = parts_of(copy)["word/comments.xml"].decode()
    kept = re.sub(r'<w:comment [^>]*nqp1".*?</w:comment>', "", comments)
    answered = kept.replace("changed.</w:t>", "changed. OK, a title</w:t>")
    copy.write_bytes(repacked(copy, {"word/comments.xml": answered.encode()}))
    assert fingerprints(run, "--decisions", "reviewed.docx") == []
    assert fingerprints(run) == []
    run("check", "draft.en.docx", "-o", "again.docx")
    assert commented_words((house / "again.docx").read_bytes()) == []


def test_what_is_admitted_stands_in_the_glossary(run: Any, house: Path) -> None:
    run("check", "draft.en.docx", "-o", "decisions.csv")
    text = (house / "decisions.csv").read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    lines[1] = lines[1].replace("1,,", "1,admit,", 1)
    (house / "decisions.csv").write_text("\n".join(lines), encoding="utf-8")
    ran = run("check", "draft.en.docx", "--decisions", "decisions.csv")
    assert "village boom\tadmitted" in (house / "terms.tsv").read_text(
        encoding="utf-8"
    )
    assert ran.status == 0


def answer_all(name: str, answer: str) -> None:
    book = openpyxl.load_workbook(name, rich_text=True)
    for row in range(2, book.active.max_row + 1):
        book.active.cell(row, 2).value = answer
    book.save(name)


def test_what_is_to_be_fixed_is_put_right_by_fix(run: Any, house: Path) -> None:
    run("check", "draft.en.docx", "-o", "decisions.xlsx")
    answer_all("decisions.xlsx", "fix")
    ran = run(
        "check",
        "draft.en.docx",
        "--decisions",
        "decisions.xlsx",
        "--fix",
        "-o",
        "fixed.docx",
    )
    assert "fixed.docx: 0 comments, 2 tracked changes" in ran.err
    assert fingerprints(run) != [], "it stands in the draft still, and is shown"
    (house / "draft.en.docx").write_bytes((house / "fixed.docx").read_bytes())
    assert fingerprints(run) == []


def test_what_stands_for_a_term_is_put_right_where_somebody_says_so() -> None:
    text = "Village glory goes on."
    missing = Finding(
        "T201", "warning", "m", source_term="村庄复兴", expected=("rural revival",),
        stands=Standing("Village glory", Span(0, 13), 0.9),
    )  # fmt: skip
    assert fixed(text, Project().sieve([missing])) == text
    decisions = {missing.fingerprint: Decision(missing.fingerprint, "fixed")}
    (decided,) = Project(decisions=decisions).sieve([missing])
    assert fixed(text, [decided]) == "Rural revival goes on."
    assert decided.fingerprint == missing.fingerprint


def test_answers_go_into_the_file_that_is_named(run: Any, house: Path) -> None:
    run("check", "draft.en.docx", "-o", "decisions.xlsx")
    book = openpyxl.load_workbook("decisions.xlsx")
    book.active.cell(2, 2).value = "ignore"
    book.save("decisions.xlsx")
    named = ("--decisions", "mine.jsonl", "--decisions", "decisions.xlsx")
    assert len(fingerprints(run, *named)) == 1
    assert (
        len((house / "mine.jsonl").read_text(encoding="utf-8").splitlines())
        == 1
    )
    assert not (house / "nqpterms-decisions.jsonl").exists()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            ["--decisions", "draft.en.docx"],
            "draft.en.docx: asks for no decisions",
        ),
        (
            ["--decisions", "a.jsonl", "--decisions", "b.jsonl"],
            "takes one file of decisions",
        ),
        (["--decisions", "missing.xlsx"], "missing.xlsx: cannot be read"),
        (["--format", "docx"], "--format docx needs -o FILE"),
    ],
)
def test_bad_input_is_told_in_a_line(
    run: Any, house: Path, call: list[str], message: str
) -> None:
    ran = run("check", "draft.en.docx", *call)
    assert ran.status == 2 and message in ran.err
    assert not (house / "nqpterms-decisions.jsonl").exists()


def test_comments_are_for_word(run: Any, house: Path) -> None:
    (house / "a.en.md").write_text("The village boom.\n", encoding="utf-8")
    ran = run("check", "a.en.md", "-o", "reviewed.docx")
    assert (
        ran.status == 2
        and "comments go into a copy of one Word document" in ran.err
    )
    assert not (house / "reviewed.docx").exists()
