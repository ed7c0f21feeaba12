"""The first answer after a key stroke, and the answer that holds: the command's."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nqpterms.project.project import find_project
from nqpterms.run.many import check
from nqpterms.servers.editor.drafts import (
    CheckedDraft,
    EditorDraft,
    PlacedFinding,
    check_draft,
)
from nqpterms.servers.editor.patches import patched
from nqpterms.servers.editor.shelf import ProjectShelf
from nqpterms.servers.editor.text_edits import text_edit

TERMS = (
    "concept\tlang\tterm\tstatus\n"
    "port\tzh\t智慧港口\tpreferred\n"
    "port\ten\tsmart port\tpreferred\n"
    "port\ten\tclever port\tdeprecated\n"
    "berth\tzh\t深水泊位\tpreferred\n"
    "berth\ten\tdeep-water berth\tpreferred\n"
    "flood\tzh\t防洪工程\tpreferred\n"
    "flood\ten\tflood control project\tpreferred\n"
)
ZH = """# 城市建设报告

全市建成智慧港口一座，新增深水泊位三个。群众出行更加方便。

## 水利

防洪工程完成投资20亿元。河道两岸种树五千棵。

智慧港口带动就业。防洪工程保护农田。
"""
EN = """# Report on building the city

The city completed a clever port and added 3 quays. People travel more easily.

## Water

The flood control project took 2 billion yuan. 5,000 trees were planted along the river.

The smart port brings jobs. The dykes protect the fields.
"""
PIECES = (
    "a",
    "s",
    " ",
    ".",
    ",",
    "\n",
    "\n\n",
    "smart port",
    "clever port ",
    "30 ",
    "港",
    "😀",
)


class Desk(NamedTuple):
    """A project in a folder, with a draft and its source."""

    folder: Path
    shelf: ProjectShelf

    def draft(self, text: str, *, beside: bool) -> EditorDraft:
        path = self.folder / "report.en.md"
        source = str(self.folder / "report.zh.md") if beside else ""
        return EditorDraft(str(path), text, source=source)

    def checked(self, text: str, *, beside: bool) -> CheckedDraft:
        return check_draft(self.shelf, self.draft(text, beside=beside))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "terms.tsv").write_text(TERMS, encoding="utf-8")
    (tmp_path / "nqpterms.toml").write_text(
        'glossaries = ["terms.tsv"]\n', encoding="utf-8"
    )
    (tmp_path / "report.zh.md").write_text(ZH, encoding="utf-8")
    return Desk(tmp_path, ProjectShelf(str(tmp_path)))


def edited(text: str, draw: random.Random) -> str:
    """A text after a key stroke, or a word put in or taken out."""
    at = draw.randrange(len(text) + 1)
    if draw.random() < 0.4:
        return text[:at] + text[at + draw.randrange(1, 12) :]
    return text[:at] + draw.choice(PIECES) + text[at:]


def about(placed: PlacedFinding) -> tuple[Any, ...]:
    finding = placed.finding
    return (
        finding.code,
        finding.place.line,
        finding.matched,
        finding.source_term,
    )


def same_as_the_command(
    desk: Desk, run: Callable[..., Any], *, beside: bool, edits: int, seed: int
) -> None:
    """Check one text after another in the editor, by the command and in Python."""
    draw = random.Random(seed)
    path = desk.folder / "report.en.md"
    source = ["--source", desk.folder / "report.zh.md"] if beside else []
    text = EN
    for _ in range(edits):
        text = edited(text, draw)
        if not text.strip():
            text = EN
        path.write_bytes(text.encode())
        checked = desk.checked(text, beside=beside)
        ours = [placed.finding.fingerprint for placed in checked.findings]
        project = find_project(desk.folder)
        in_python = check(path, *source[1:], project=project)
        assert ours == [finding.fingerprint for finding in in_python]
        said = run(
            "check", path, *source, "--format", "jsonl", "-q", "--all"
        ).out
        assert said.count('"fingerprint"') == len(ours)
        assert all(name in said for name in ours)
        for placed in checked.findings:
            if placed.finding.matched and placed.finding.span:
                assert placed.span == placed.finding.span


@pytest.mark.parametrize(
    "beside", [False, True], ids=["alone", "beside its source"]
)
def test_editor_command_and_python_agree(
    beside: bool,
    desk: Desk,
    run: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(desk.folder)
    same_as_the_command(desk, run, beside=beside, edits=12, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "beside", [False, True], ids=["alone", "beside its source"]
)
def test_they_agree_on_two_hundred_edits(
    beside: bool,
    desk: Desk,
    run: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(desk.folder)
    same_as_the_command(desk, run, beside=beside, edits=100, seed=2)


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        (
            "a clever port",
            "a smart port",
            [("T101", 3, "clever port", "智慧港口")],
            [],
        ),
        (
            "The smart port",
            "The clever port",
            [],
            [("T101", 9, "clever port", "智慧港口")],
        ),
        ("3 quays", "3 deep-water berths", [("T201", 3, "", "深水泊位")], []),
        ("2 billion", "3 billion", [], [("N401", 7, "3 billion yuan", None)]),
        (
            "The dykes",
            "The flood control projects",
            [("T201", 9, "", "防洪工程")],
            [],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_key_stroke_changes_what_is_said_of_its_sentence(
    old: str, new: str, gone: list[Any], come: list[Any], desk: Desk
) -> None:
    project = desk.shelf.of(desk.folder / "report.en.md")
    before = desk.checked(EN, beside=True)
    text = EN.replace(old, new, 1)
    after = patched(before, text, project)
    assert after is not None
    some, others = (
        Counter(map(about, before.findings)),
        Counter(map(about, after.findings)),
    )
    assert list((some - others).elements()) == gone
    assert list((others - some).elements()) == come
    settled = desk.checked(text, beside=True)
    assert others == Counter(map(about, settled.findings))


@pytest.mark.parametrize(
    "beside", [False, True], ids=["alone", "beside its source"]
)
def test_what_is_not_touched_moves_along(beside: bool, desk: Desk) -> None:
    project = desk.shelf.of(desk.folder / "report.en.md")
    checked = desk.checked(EN, beside=beside)
    text = EN.replace("# Report", "😀 One more paragraph.\n\n# A report", 1)
    after = patched(checked, text, project)
    assert after is not None
    assert len(after.findings) >= len(checked.findings)
    for placed in after.findings:
        finding = placed.finding
        if finding.span:
            assert finding.span.of(text) == finding.matched
            line = text.split("\n")[(finding.place.line or 0) - 1]
            start = (finding.place.column or 0) - 1
            assert line[start : start + len(finding.matched)] == finding.matched
    for segment in after.segments:
        if segment.en:
            assert text[segment.locate("en", 0).offset] == segment.en[0]


@pytest.mark.parametrize(
    "beside", [False, True], ids=["alone", "beside its source"]
)
def test_any_edit_leaves_findings_on_their_words(
    beside: bool, desk: Desk
) -> None:
    project = desk.shelf.of(desk.folder / "report.en.md")
    draw = random.Random(5)
    for _ in range(15):
        checked = desk.checked(EN, beside=beside)
        text = EN
        for _ in range(4):
            text = edited(text, draw)
            checked = patched(checked, text, project) or desk.checked(
                text, beside=beside
            )
            assert checked.draft.text == text
            for placed in checked.findings:
                assert 0 <= placed.span.start <= placed.span.end <= len(text)
                if placed.finding.span:
                    assert (
                        placed.finding.span.of(text).split()
                        == placed.finding.matched.split()
                    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "a"),
        ("aa", "a"),
        ("aba", "aca"),
        ("a\nb", "a\n\nb"),
        ("same", "same"),
    ],
)
def test_an_edit_makes_one_text_of_the_other(old: str, new: str) -> None:
    edit = text_edit(old, new)
    assert old[: edit.old.start] + edit.new.of(new) + old[edit.old.end :] == new
    assert new.count("\n") - old.count("\n") == edit.lines


def test_a_finding_is_known_by_its_sentence_as_it_is_now(desk: Desk) -> None:
    project = desk.shelf.of(desk.folder / "report.en.md")
    text = EN.replace("The city completed", "The town completed", 1)
    after = patched(desk.checked(EN, beside=True), text, project)
    assert after is not None
    names = {placed.finding.fingerprint for placed in after.findings}
    settled = {
        one.finding.fingerprint
        for one in desk.checked(text, beside=True).findings
    }
    assert names == settled


def test_a_page_with_both_languages_waits_for_the_pause(desk: Desk) -> None:
    checked = desk.checked(f"{ZH}\n\n{EN}", beside=False)
    assert any(segment.zh and segment.en for segment in checked.segments)
    text = checked.draft.text.replace("三个", "四个")
    assert (
        patched(checked, text, desk.shelf.of(desk.folder / "report.en.md"))
        is None
    )


def test_a_comment_silences_at_once(desk: Desk) -> None:
    project = desk.shelf.of(desk.folder / "report.en.md")
    checked = desk.checked(EN, beside=False)
    assert [placed.finding.code for placed in checked.findings] == ["T101"]
    text = EN.replace(
        "The city", "<!-- nqpterms-disable-next-line T101 -->\nThe city", 1
    )
    after = patched(checked, text, project)
    assert after is not None
    assert after.findings == ()


@pytest.mark.parametrize("name", ["page.html", "rows.tsv"])
def test_other_files_wait_for_the_pause(name: str, desk: Desk) -> None:
    text = {
        "page.html": "<p>A clever port.</p>",
        "rows.tsv": "智慧港口好。\tA clever port.\n",
    }[name]
    checked = check_draft(
        desk.shelf, EditorDraft(str(desk.folder / name), text)
    )
    assert checked.findings
    assert (
        patched(checked, text + " ", desk.shelf.of(desk.folder / name)) is None
    )
