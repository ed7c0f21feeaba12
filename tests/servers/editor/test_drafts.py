"""What stands in an editor, finished or not: what is said of it, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.servers.editor.drafts import (
    CheckedDraft,
    EditorDraft,
    check_draft,
    is_draft,
)
from nqpterms.servers.editor.shelf import ProjectShelf

TERMS = (
    "concept\tlang\tterm\tstatus\n"
    "port\tzh\t智慧港口\tpreferred\n"
    "port\ten\tsmart port\tpreferred\n"
    "port\ten\tclever port\tdeprecated\n"
)
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="zh" target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>建设智慧港口</source>
<target>Build &lt;a&gt; <g id="1">clever</g> port.</target></trans-unit></body></file></xliff>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "house.tsv").write_text(TERMS, encoding="utf-8")
    (tmp_path / "nqpterms.toml").write_text(
        'glossaries = ["house.tsv"]\n', encoding="utf-8"
    )
    return tmp_path


def checked(
    folder: Path, name: str, text: str, source: str = ""
) -> CheckedDraft:
    draft = EditorDraft(
        str(folder / name), text, source=str(folder / source) if source else ""
    )
    return check_draft(ProjectShelf(str(folder)), draft)


def marked(folder: Path, name: str, text: str) -> list[str]:
    return [
        placed.span.of(text) for placed in checked(folder, name, text).findings
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "A *clever* port.", "clever* port"),
        ("a.md", "One\n\nA clever\r\nport.", "clever\r\nport"),
        ("a.txt", "A clever port.", "clever port"),
        ("a.html", "<p>A&nbsp;clever <b>port</b>.", "clever <b>port"),
        ("a.xlf", XLIFF, "clever</g> port"),
        ("a.tsv", "建设智慧港口\tA clever port.\n", "clever port"),
        ("a.csv", 'zh,en\n建设智慧港口,"A clever port, here"\n', "clever port"),
        (
            "a.csv",
            'zh,en\n建设智慧港口,"A ""clever port"""\n',
            '建设智慧港口,"A ""clever port"""',
        ),
    ],
    ids=str,
)
def test_a_mark_stands_on_its_words(
    name: str, text: str, expected: str, folder: Path
) -> None:
    assert marked(folder, name, text) == [expected]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", ""),
        ("a.md", " \n\n"),
        ("a.md", "```\nclever port\n"),
        ("a.html", "<html></html>"),
        ("glossary.tsv", TERMS),
    ],
    ids=str,
)
def test_nothing_is_said_where_nothing_is_written(
    name: str, text: str, folder: Path
) -> None:
    found = checked(folder, name, text)
    assert found.findings == () and found.failures == ()


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("a.xlf", XLIFF.replace("</target>", "</tar"), 5, "not well-formed"),
        ("a.tsv", "zh\ten\n港口\n", 2, "expected 2 columns"),
        ("a.md", "a\0b", 1, "U+0000"),
    ],
    ids=["half a tag", "half a row", "no character"],
)
def test_what_cannot_be_read_is_said_on_its_line(
    name: str, text: str, line: int, reason: str, folder: Path
) -> None:
    failures = checked(folder, name, text).failures
    assert [failure.row for failure in failures] == [line]
    assert reason in failures[0].reason


def test_a_row_that_is_broken_hides_no_other(folder: Path) -> None:
    text = "zh\ten\n港口\n智慧港口\tclever port\n"
    assert marked(folder, "a.tsv", text) == ["clever port"]


def test_a_source_that_is_gone_is_named(folder: Path) -> None:
    (failure,) = checked(folder, "a.md", "A port.", source="gone.md").failures
    assert "gone.md" in failure.reason and failure.row is None


def test_a_source_in_the_same_language_is_none(folder: Path) -> None:
    (folder / "b.md").write_text("An older port.", encoding="utf-8")
    found = checked(folder, "a.md", "A clever port.", source="b.md")
    assert [placed.finding.code for placed in found.findings] == ["T101"]
    assert not found.failures


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("a.md", True),
        ("a.HTM", True),
        ("a.sdlxliff", True),
        ("a.docx", False),
        ("a.py", False),
    ],
)
def test_which_files_are_drafts(name: str, is_one: bool) -> None:
    assert is_draft(name) is is_one
