"""What can be done about a finding from the editor, in the order of the answers.

    PlacedFinding ──code_actions──▶ the safe fix, each expected form, ignore, admit

A change of the text is made by the editor, so that it can be undone there. What is written into the
project (a decision, a term of the house glossary) is done by the server when a command asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nqpterms.errors import NqptermsError
from nqpterms.files.edits import raw_changes
from nqpterms.formats.bitexts.in_place import spelt_between_tags
from nqpterms.formats.results.decision_words import standing_words
from nqpterms.model.findings import Edit, Finding
from nqpterms.model.places import Span
from nqpterms.project.decisions import with_decided_fix
from nqpterms.project.house_glossary import own_tables
from nqpterms.project.project import Project
from nqpterms.readers.reading import is_text
from nqpterms.servers.editor.diagnostics import (
    diagnostic,
    range_of,
    source_lines,
)
from nqpterms.servers.editor.drafts import CheckedDraft, PlacedFinding
from nqpterms.servers.editor.text_positions import TextLines

IGNORE = "nqpterms.ignore"
"""The command that ignores findings of a file from now on: its address, their fingerprints."""
ADMIT = "nqpterms.admit"
"""The command that admits the words of a finding: its address, its fingerprint."""

_HTML = (".html", ".htm", ".xhtml")
_OPEN_TAG = re.compile(r"<[^<>]*\Z")
_TABLE_ROW = re.compile(r"\s*\|")


def code_actions(
    checked: CheckedDraft,
    lines: TextLines,
    span: Span,
    *,
    uri: str,
    project: Project,
) -> list[dict[str, Any]]:
    """What is offered at a span of a draft, finding by finding, in the protocol's JSON."""
    actions: list[dict[str, Any]] = []
    source = source_lines(checked, lines.units)
    for placed in checked.findings:
        if placed.span.start > span.end or span.start > placed.span.end:
            continue
        mark = diagnostic(placed, lines, source)
        for action in _actions_for(placed, checked, lines, uri, project):
            actions.append(
                {"kind": "quickfix", "diagnostics": [mark], **action}
            )
    return actions


def _replacements_of(
    placed: PlacedFinding, lines: TextLines, uri: str
) -> Iterator[dict[str, Any]]:
    """The safe fix of a finding, and the other forms that may stand there."""
    finding = placed.finding
    if finding.fix is not None and finding.edits:
        edit = _workspace_edit(placed, finding.edits, lines, uri)
        if edit:
            yield {
                "title": f"Fix: “{finding.fix}”",
                "isPreferred": True,
                "edit": edit,
            }
    for form in _other_forms(finding):
        edit = _workspace_edit(
            placed, [_replacement(finding, form)], lines, uri
        )
        if edit:
            yield {"title": f"Replace with “{form}”", "edit": edit}


def _actions_for(
    placed: PlacedFinding,
    checked: CheckedDraft,
    lines: TextLines,
    uri: str,
    project: Project,
) -> Iterator[dict[str, Any]]:
    """The answers to one finding, the safe fix first."""
    finding = placed.finding
    yield from _replacements_of(placed, lines, uri)
    comment = _comment(placed, checked, lines, uri)
    if comment:
        yield {
            "title": f"Ignore {finding.code} here (comment)",
            "edit": comment,
        }
    yield _ignore_command("Ignore in the project", [finding], uri)
    group = _group_of(finding, checked)
    if len(group) > 1:
        yield _ignore_command(
            f"Ignore all {len(group)} places in the project", group, uri
        )
    words = standing_words(finding)
    if (
        words
        and finding.source_term
        and has_house_glossary(project, checked.draft.path)
    ):
        yield _admit_command(words, finding, uri)


def _admit_command(words: str, finding: Finding, uri: str) -> dict[str, Any]:
    """Words that stand there become an admitted rendering."""
    title = f"Admit “{words}” for {finding.source_term}"
    return {
        "title": title,
        "command": _command(title, ADMIT, [uri, finding.fingerprint]),
    }


def has_house_glossary(project: Project, path: str) -> bool:
    """Whether a rendering can be admitted: one of a file's glossaries is a TSV of the user's."""
    for name in project.rules(path).glossaries:
        try:
            if own_tables([name]):
                return True
        except NqptermsError:  # no text; whoever loads it says so
            continue
    return False


def _other_forms(finding: Finding) -> Iterator[str]:
    """The expected forms but the one that the fix puts there, with the capital of the place."""
    if not finding.matched and not finding.stands:
        return
    forms = dict.fromkeys(
        _with_capital(finding, form) for form in finding.expected
    )
    for form in forms:
        if form != finding.fix and form != finding.matched:
            yield form


def _with_capital(finding: Finding, form: str) -> str:
    """A form as it is put in the place of what stands there: at a sentence's beginning large."""
    alone = Finding(
        finding.code,
        finding.severity,
        "",
        matched=standing_words(finding),
        expected=(form,),
    )
    return with_decided_fix(alone).fix or form


def _replacement(finding: Finding, form: str) -> Edit:
    """A form in the place of the words that a finding is about."""
    if finding.span:
        return Edit(finding.span, finding.matched, form)
    assert finding.stands  # else it has no forms
    return Edit(finding.stands.span, finding.stands.text, form)


def _workspace_edit(
    placed: PlacedFinding, edits: Iterable[Edit], lines: TextLines, uri: str
) -> dict[str, Any] | None:
    """Some edits of a finding's text as one of its file; None where its words are not there."""
    changes = []
    if placed.finding.segment is None:
        for edit in edits:
            changes.append(
                {"range": range_of(lines, edit.span), "newText": edit.new}
            )
    elif placed.pieces:
        changes = _cell_changes(placed, edits, lines)
    return {"changes": {uri: changes}} if changes else None


def _cell_changes(
    placed: PlacedFinding, edits: Iterable[Edit], lines: TextLines
) -> list[dict[str, Any]]:
    """Some edits of a cell in the characters of its file; inline codes stay where they are."""
    text = "".join(piece.text for piece in placed.pieces)
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        if edit.span.of(text) != edit.old:
            return []
        text = text[: edit.span.start] + edit.new + text[edit.span.end :]
    spell = spelt_between_tags if placed.is_xml else str
    try:
        changes = list(raw_changes(placed.pieces, text, escape=spell))
    except NqptermsError:  # there is no place for it
        return []
    return [
        {
            "range": range_of(lines, Span(change.start, change.end)),
            "newText": change.new,
        }
        for change in changes
    ]


# -- a comment that silences a check -----------------------------------------------------------


def _comment(
    placed: PlacedFinding, checked: CheckedDraft, lines: TextLines, uri: str
) -> dict[str, Any] | None:
    """The comment that silences a finding's line; None where a comment would change the text.

    It stands at the end of the line before: on a line of its own it would end the paragraph. So
    there is none between the rows of a table, and none inside a tag.
    """
    path = checked.draft.path
    if placed.finding.segment is not None or not is_text(path):
        return None
    line = lines.line_of(placed.span.start)
    comment = f"<!-- nqpterms-disable-next-line {placed.finding.code} -->"
    if line == 0:
        return _insertion(lines, 0, f"{comment}\n", uri)
    start = lines.start(line)
    before = lines.line(line - 1)
    if not before.strip():
        return _insertion(lines, start, f"{comment}\n", uri)
    if _TABLE_ROW.match(before) or _TABLE_ROW.match(lines.line(line)):
        return None
    is_html = Path(path).suffix.lower() in _HTML
    if is_html and _OPEN_TAG.search(lines.text, 0, start):
        return None
    return _insertion(
        lines, lines.start(line - 1) + len(before), f" {comment}", uri
    )


def _insertion(
    lines: TextLines, offset: int, text: str, uri: str
) -> dict[str, Any]:
    change = {"range": range_of(lines, Span(offset, offset)), "newText": text}
    return {"changes": {uri: [change]}}


# -- what the server does ----------------------------------------------------------------------


def _ignore_command(
    title: str, findings: Iterable[Finding], uri: str
) -> dict[str, Any]:
    fingerprints = list(
        dict.fromkeys(finding.fingerprint for finding in findings)
    )
    return {
        "title": title,
        "command": _command(title, IGNORE, [uri, *fingerprints]),
    }


def _command(title: str, name: str, arguments: list[str]) -> dict[str, Any]:
    return {"title": title, "command": name, "arguments": arguments}


def _group_of(finding: Finding, checked: CheckedDraft) -> list[Finding]:
    """The findings of a draft that have the cause of one of them."""
    findings = [placed.finding for placed in checked.findings]
    return [
        one for one in findings if finding.group and one.group == finding.group
    ]
