"""An editor's client talks to ``nqpterms lsp`` over standard input and output."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")
pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from nqpterms.model.findings import Finding
from nqpterms.project.project import find_project
from nqpterms.run.many import check

TERMS = (
    "concept\tlang\tterm\tstatus\tdefinition\n"
    "port\tzh\t智慧港口\tpreferred\tA port that works with sensors.\n"
    "port\ten\tsmart port\tpreferred\t\n"
    "port\ten\tclever port\tdeprecated\t\n"
    "berth\tzh\t深水泊位\tpreferred\t\n"
    "berth\ten\tdeep-water berth\tpreferred\t\n"
)
SOURCE = "# 建设\n\n城市建设智慧港口。\n\n新增深水泊位三个。\n"
DRAFT = "# Building\n\n😀 The city builds a clever port.\n\nThree new quays were added.\n"

Talk = Callable[[LanguageClient, Path], Awaitable[None]]


def in_editor(
    folder: Path,
    talk: Talk,
    encodings: list[types.PositionEncodingKind | str] | None = None,
    **options: Any,
) -> None:
    """Start the server as an editor does that has opened a folder, and talk to it."""

    async def session() -> None:
        config = ClientServerConfig(
            [sys.executable, "-m", "nqpterms", "lsp", "--stdio"]
        )
        client = await config.start()
        capabilities = client_capabilities("visual_studio_code")
        if encodings:
            capabilities.general = types.GeneralClientCapabilities(
                position_encodings=encodings
            )
        await client.initialize_session(
            types.InitializeParams(
                capabilities=capabilities,
                workspace_folders=[
                    types.WorkspaceFolder(folder.as_uri(), folder.name)
                ],
                initialization_options=options or None,
            )
        )
        try:
            await asyncio.wait_for(
                talk(client, folder), 600
            )  # a hang, on any machine
        finally:
            await client.shutdown_session()
            await client.stop()

    asyncio.run(session())


def a_project(folder: Path) -> Path:
    (folder / "terms.tsv").write_text(TERMS, encoding="utf-8")
    settings = 'glossaries = ["terms.tsv"]\n'
    (folder / "nqpterms.toml").write_text(settings, encoding="utf-8")
    return folder


def opened(
    client: LanguageClient, path: Path, text: str, language: str = "markdown"
) -> str:
    """Open a file in the editor, whatever stands on disk."""
    uri = path.as_uri()
    document = types.TextDocumentItem(uri, language, 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    return uri


def typed(
    client: LanguageClient, uri: str, version: int, text: str, at: types.Range
) -> None:
    """Type a text in the place of what stands at a range."""
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, uri),
            [types.TextDocumentContentChangePartial(at, text)],
        )
    )


def between(line: int, start: int, end: int) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, end))


async def marks(
    client: LanguageClient,
    uri: str,
    wanted: Callable[[list[types.Diagnostic]], bool],
) -> list[types.Diagnostic]:
    """The marks of a text, when they are as they are wanted."""
    while True:
        await client.wait_for_notification(
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
        )
        found = list(client.diagnostics.get(uri, []))
        if wanted(found):
            return found


def codes(found: list[types.Diagnostic]) -> list[Any]:
    return [mark.code for mark in found]


def test_a_draft_beside_its_source(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    (folder / "plan.zh.md").write_text(SOURCE, encoding="utf-8")
    (folder / "plan.en.md").write_text("", encoding="utf-8")

    async def talk(client: LanguageClient, folder: Path) -> None:
        uri = opened(client, folder / "plan.en.md", DRAFT)
        found = await marks(client, uri, lambda some: "T201" in codes(some))
        old = next(mark for mark in found if mark.code == "T101")
        assert old.range == between(2, 21, 32)  # the face takes two units
        assert old.code_description and old.code_description.href.endswith(
            "checks/T101.md"
        )
        missing = next(mark for mark in found if mark.code == "T201")
        assert missing.message.startswith(
            "“deep-water berth” expected for 深水泊位"
        )
        assert missing.related_information
        assert (
            missing.related_information[0].location.uri
            == (folder / "plan.zh.md").as_uri()
        )

        typed(client, uri, 2, "smart port", old.range)
        later = await marks(client, uri, lambda some: "T101" not in codes(some))
        assert "T201" in codes(later)

    in_editor(folder, talk)


def test_a_card_and_the_answers_to_a_finding(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    text = "Cargo.\n\nOur clever port is new.\n"
    (folder / "memo.md").write_text(text, encoding="utf-8")

    async def talk(client: LanguageClient, folder: Path) -> None:
        uri = opened(client, folder / "memo.md", text)
        (mark,) = await marks(client, uri, bool)
        place = types.HoverParams(
            types.TextDocumentIdentifier(uri), types.Position(2, 6)
        )
        card = await client.text_document_hover_async(place)
        assert card is not None
        assert "smart port" in str(card.contents)
        assert card.range == between(2, 4, 15)

        context = types.CodeActionContext([mark])
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(uri), between(2, 6, 6), context
        )
        actions = await client.text_document_code_action_async(params) or []
        titles = [action.title for action in actions]
        assert titles == [
            "Fix: “smart port”",
            "Ignore T101 here (comment)",
            "Ignore in the project",
        ]
        await client.workspace_execute_command_async(command_of(actions[-1]))
        await marks(client, uri, lambda some: not some)
        assert "clever port" in (folder / "nqpterms-decisions.jsonl").read_text(
            encoding="utf-8"
        )

    in_editor(folder, talk)


def test_what_is_typed_and_what_stands_across(tmp_path: Path) -> None:
    folder = a_project(tmp_path)
    text = (
        "# Building\n\nThe city builds a port.\n\nThree new shen were added.\n"
    )
    (folder / "draft.md").write_text(text, encoding="utf-8")
    (folder / "original.md").write_text(SOURCE, encoding="utf-8")

    async def talk(client: LanguageClient, folder: Path) -> None:
        uri = opened(client, folder / "draft.md", text)
        await marks(client, uri, lambda some: "T201" in codes(some))
        document = types.TextDocumentIdentifier(uri)
        at = types.Position(4, 14)  # behind "shen"
        offered = await client.text_document_completion_async(
            types.CompletionParams(document, at)
        )
        assert isinstance(offered, types.CompletionList)
        assert offered.is_incomplete
        first = offered.items[0]
        assert first.label == "deep-water berth"
        assert first.text_edit == types.TextEdit(
            between(4, 10, 14), "deep-water berth"
        )

        there = await client.text_document_definition_async(
            types.DefinitionParams(document, at)
        )
        assert isinstance(there, types.Location)
        assert there.uri == (folder / "original.md").as_uri()
        assert there.range == between(4, 0, 9)

        source = opened(client, folder / "original.md", SOURCE)
        back = await client.text_document_definition_async(
            types.DefinitionParams(
                types.TextDocumentIdentifier(source), types.Position(2, 3)
            )
        )
        assert isinstance(back, types.Location)
        assert back.uri == uri
        assert back.range == between(2, 0, 23)

    in_editor(folder, talk, sources={"draft.md": "original.md"})


def test_an_editor_that_counts_bytes(tmp_path: Path) -> None:
    text = "😀 Our clever port.\n"

    async def talk(client: LanguageClient, folder: Path) -> None:
        uri = opened(client, folder / "memo.md", text)
        (mark,) = await marks(client, uri, bool)
        assert mark.range == between(0, 9, 20)

    in_editor(
        a_project(tmp_path), talk, encodings=[types.PositionEncodingKind.Utf8]
    )


def test_a_decision_in_another_window_is_seen(tmp_path: Path) -> None:
    text = "Our clever port.\n"

    async def talk(client: LanguageClient, folder: Path) -> None:
        uri = opened(client, folder / "memo.md", text)
        (mark,) = await marks(client, uri, bool)
        line = f'{{"fingerprint": "{mark.data}", "decision": "ignore"}}\n'
        path = folder / "nqpterms-decisions.jsonl"
        path.write_text(line, encoding="utf-8")
        change = types.FileEvent(path.as_uri(), types.FileChangeType.Created)
        client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([change])
        )
        await marks(client, uri, lambda some: not some)

        broken = folder / "nqpterms.toml"
        broken.write_text('glossaries = ["no', encoding="utf-8")
        client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
        )
        (mark,) = await marks(client, uri, bool)
        assert "nqpterms.toml" in mark.message
        assert mark.severity == types.DiagnosticSeverity.Information

    in_editor(a_project(tmp_path), talk)


def command_of(action: Any) -> types.ExecuteCommandParams:
    """The command of an action; the client's library takes the whole action for a command."""
    record = ast.literal_eval(action.command)
    return types.ExecuteCommandParams(record["command"], record["arguments"])


def fingerprints(findings: list[Finding]) -> list[str]:
    return [finding.fingerprint for finding in findings]


@pytest.mark.parametrize(
    "name", ["memo.md", "memo.txt", "memo.html", "memo.tsv", "memo.xlf"]
)
def test_the_editor_says_what_the_command_says(
    name: str, tmp_path: Path
) -> None:
    text = FILES[name]
    path = a_project(tmp_path) / name
    path.write_text(text, encoding="utf-8")
    expected = check(path, project=find_project(tmp_path))

    async def talk(client: LanguageClient, _: Path) -> None:
        uri = opened(client, path, text, "plaintext")
        found = await marks(client, uri, bool)
        assert [mark.data for mark in found] == fingerprints(expected)
        lines = text.splitlines()
        for mark in found:
            assert mark.range.start.line == mark.range.end.line
            line = lines[mark.range.start.line]
            assert (
                line[mark.range.start.character : mark.range.end.character]
                == "clever port"
            )

    in_editor(tmp_path, talk)


FILES = {
    "memo.md": "# Memo\n\nOur *clever port* is new.\n",
    "memo.txt": "Memo\n\nOur clever port is new.\n",
    "memo.html": "<html><body><p>Our &amp; their</p>\n<p>new clever port.</p></body></html>\n",
    "memo.tsv": "zh\ten\n我们建设智慧港口。\tWe build a clever port.\n",
    "memo.xlf": """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="zh" target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>我们建设智慧港口。</source>
<target>We &amp; they build a clever port.</target></trans-unit>
</body></file></xliff>
""",
}
