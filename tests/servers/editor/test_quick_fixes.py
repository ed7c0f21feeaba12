"""What is offered for a finding, in its order, and what the text is after each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nqpterms.servers.editor.drafts import (
    CheckedDraft,
    EditorDraft,
    check_draft,
)
from nqpterms.servers.editor.quick_fixes import code_actions
from nqpterms.servers.editor.shelf import ProjectShelf
from nqpterms.servers.editor.text_positions import Position, TextLines

TERMS = (
    "concept\tlang\tterm\tstatus\n"
    "port\tzh\t智慧港口\tpreferred\n"
    "port\ten\tsmart port\tpreferred\n"
    "port\ten\tintelligent port\tadmitted\n"
    "port\ten\tclever port\tdeprecated\n"
)
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="zh" target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>建设智慧港口</source>
<target>&lt;A&gt; {words} opens.</target></trans-unit></body></file></xliff>
"""
URI = "file:///draft"


class Writer:
    """Somebody who writes a file in a folder with a glossary, and asks what can be done."""

    def __init__(
        self, folder: Path, settings: str = 'glossaries = ["terms.tsv"]\n'
    ) -> None:
        (folder / "terms.tsv").write_text(TERMS, encoding="utf-8")
        (folder / "nqpterms.toml").write_text(settings, encoding="utf-8")
        self.folder = folder
        self.shelf = ProjectShelf(str(folder))

    def checked(self, name: str, text: str) -> CheckedDraft:
        return check_draft(
            self.shelf, EditorDraft(str(self.folder / name), text)
        )

    def actions(
        self, name: str, text: str, words: str = "clever port"
    ) -> dict[str, Any]:
        """The actions where some words begin, by their titles."""
        checked = self.checked(name, text)
        start = text.lower().index(words)
        lines = TextLines(text)
        span = lines.span(lines.position(start), lines.position(start))
        project = self.shelf.of(self.folder / name)
        some = code_actions(checked, lines, span, uri=URI, project=project)
        return {action["title"]: action for action in some}

    def codes(self, name: str, text: str) -> list[str]:
        return [
            placed.finding.code for placed in self.checked(name, text).findings
        ]


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    return Writer(tmp_path)


def after(action: dict[str, Any], text: str) -> str:
    """A text after the edit of an action."""
    lines = TextLines(text)
    changes = []
    for change in action["edit"]["changes"][URI]:
        start, end = change["range"]["start"], change["range"]["end"]
        span = lines.span(Position(**start), Position(**end))
        changes.append((span, change["newText"]))
    for span, new in sorted(changes, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "Clever ports open.", "Smart ports open."),
        ("a.md", "😀 an old *clever port*.", "😀 an old *smart port*."),
        ("a.html", "<p>A clever port.</p>", "<p>A smart port.</p>"),
        (
            "a.tsv",
            "建设智慧港口\tA clever port.\n",
            "建设智慧港口\tA smart port.\n",
        ),
        (
            "a.xlf",
            XLIFF.format(words="clever port"),
            XLIFF.format(words="smart port"),
        ),
    ],
    ids=["plural", "behind a face", "HTML", "a cell", "XLIFF"],
)
def test_the_safe_fix_stands_first(
    name: str, text: str, expected: str, writer: Writer
) -> None:
    actions = writer.actions(name, text)
    title, first = next(iter(actions.items()))
    assert title.startswith("Fix: “")
    assert first["isPreferred"]
    assert after(first, text) == expected


def test_the_answers_to_a_rendering_that_is_not_listed(writer: Writer) -> None:
    text = "建设智慧港口\tA brainy port.\n"
    actions = writer.actions("a.tsv", text, "brainy port")
    assert list(actions) == [
        "Replace with “smart port”",
        "Replace with “intelligent port”",
        "Ignore in the project",
        "Admit “brainy port” for 智慧港口",
    ]
    changed = after(actions["Replace with “intelligent port”"], text)
    assert changed == "建设智慧港口\tA intelligent port.\n"


def test_nothing_is_admitted_without_a_glossary_of_ones_own(
    tmp_path: Path,
) -> None:
    text = "发展新质生产力\tdevelop new quality productivity\n"
    actions = Writer(tmp_path, settings="").actions(
        "a.tsv", text, "new quality"
    )
    assert "Replace with “new quality productive forces”" in actions
    assert not any(title.startswith("Admit") for title in actions)


@pytest.mark.parametrize(
    "text",
    [
        "A clever port opens.",
        "# Ports\n\nA clever port opens.\n",
        "# Ports\nA clever port opens.\n",
        "Ships come and go.\nThen a clever port opens.\n",
        "- ships\n- a clever port\n- quays\n",
        "😀 Ships.\r\nA clever port.\r\n",
    ],
    ids=[
        "first line",
        "paragraph",
        "under a heading",
        "within",
        "in a list",
        "CRLF",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.html", "a.txt"])
def test_a_comment_silences_this_place_and_changes_nothing_else(
    name: str, text: str, writer: Writer
) -> None:
    action = writer.actions(name, text)["Ignore T101 here (comment)"]
    changed = after(action, text)
    assert writer.codes(name, changed) == []
    assert writer.codes(name, f"{changed}\n\nA clever port closes.\n") == [
        "T101"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "| ports |\n|---|\n| clever port |\n"),
        ("a.html", "<p>Ships <img alt='x'\n src='y'> a clever port</p>"),
        ("a.tsv", "建设智慧港口\tA clever port.\n"),
    ],
    ids=["in a table", "in a tag", "in a bitext"],
)
def test_no_comment_where_it_would_break_the_text(
    name: str, text: str, writer: Writer
) -> None:
    assert not any("comment" in title for title in writer.actions(name, text))


def test_all_places_of_one_cause_are_ignored_together(writer: Writer) -> None:
    text = "A clever port. Ships.\n\nTwo clever ports, and a clever port.\n"
    command = writer.actions("a.md", text)[
        "Ignore all 3 places in the project"
    ]["command"]
    assert len(command["arguments"]) == 1 + 3


def test_nothing_is_offered_elsewhere(writer: Writer) -> None:
    assert writer.actions("a.md", "Ships. A clever port.", "ships") == {}
