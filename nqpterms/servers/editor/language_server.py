"""The server for editors (Language Server Protocol) over standard input and output.

    editor ──text──▶ EditorSession ──EditorDraft──▶ Clerk, a process ──CheckedDraft──▶ editor

This process answers while somebody types; the clerk's checks the whole draft when there is a
pause. Here alone the protocol's library is known: records in the protocol's own JSON become its
values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from nqpterms.errors import MissingExtraError, NqptermsError, installed_version
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Span
from nqpterms.project.decisions import DECISIONS_FILE
from nqpterms.project.finding_records import Verb
from nqpterms.readers.reading import is_text
from nqpterms.servers.editor.cards import hover_card
from nqpterms.servers.editor.completions import (
    completions,
    near_concepts,
    offers,
)
from nqpterms.servers.editor.diagnostics import position_of, range_of
from nqpterms.servers.editor.editor_desk import EditorDesk
from nqpterms.servers.editor.partners import across, partner_span, segment_at
from nqpterms.servers.editor.quick_fixes import ADMIT, IGNORE, code_actions
from nqpterms.servers.editor.session import OpenText
from nqpterms.servers.editor.text_positions import TextChange, TextLines, Units

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

_SETTINGS = ("**/nqpterms.toml", "**/pyproject.toml", f"**/{DECISIONS_FILE}")
# Glossaries, and sources that no editor of text opens.
_FILES = ("**/*.{tsv,xlsx,tbx,docx}",)


def editor_server(
    *, glossaries: Sequence[str] = (), by: str = ""
) -> LanguageServer:
    """A server for editors; its `start_io()` serves one over standard input and output.

    *glossaries* overrule those of all settings; *by* is who decides. Raises MissingExtraError
    where the package pygls is not installed.
    """
    try:
        from pygls.lsp.server import LanguageServer
    except ImportError:
        raise MissingExtraError(
            "pygls 2", "lsp", "the server for editors"
        ) from None
    server = LanguageServer("nqpterms", installed_version())
    desk = EditorDesk(server, glossaries, by)
    _serve_texts(desk)
    _serve_workspace(desk)
    _serve_questions(desk)
    _serve_writing(desk)
    _serve_commands(desk)
    return server


# -- texts that are opened, changed and closed --------------------------------------------------


def _serve_texts(desk: EditorDesk) -> None:
    from lsprotocol import types

    session = desk.session

    @desk.server.feature(types.INITIALIZE)
    def initialize(params: Any) -> None:
        folders = params.workspace_folders or []
        uri = folders[0].uri if folders else params.root_uri
        desk.begin(_path_of(uri) if uri else "", params.initialization_options)
        session.units = _units_of(desk.server.workspace.position_encoding)

    @desk.server.feature(types.INITIALIZED)
    def initialized(_: Any) -> None:
        _watch_files(desk)

    @desk.server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: Any) -> None:
        document = params.text_document
        path = _path_of(document.uri)
        session.texts[document.uri] = OpenText(
            path, document.language_id, document.text, document.version
        )
        session.look_again()
        desk.check_soon(document.uri, 0.0)

    @desk.server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: Any) -> None:
        uri = params.text_document.uri
        session.change(uri, _changes_of(params), params.text_document.version)
        desk.answer_at_once(uri)
        desk.check_soon(uri)

    @desk.server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(_: Any) -> None:
        desk.check_all_soon()

    @desk.server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: Any) -> None:
        uri = params.text_document.uri
        open_text = session.texts.pop(uri, None)
        if open_text is not None:
            desk.show(uri, open_text, [])

    @desk.server.feature(types.SHUTDOWN)
    def shutdown(_: Any) -> None:
        desk.close()


def _serve_workspace(desk: EditorDesk) -> None:
    from lsprotocol import types

    @desk.server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(params: Any) -> None:
        settings = params.settings
        desk.set_options(
            settings.get("nqpterms", settings)
            if isinstance(settings, dict)
            else {}
        )
        desk.check_all_soon()

    @desk.server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(_: Any) -> None:
        desk.check_all_soon()


def _units_of(encoding: Any) -> Units:
    """How the editor counts, as it has agreed with the library."""
    return cast("Units", getattr(encoding, "value", encoding) or "utf-16")


def _watch_files(desk: EditorDesk) -> None:
    """Ask the editor to say when settings, decisions and glossaries change, if it can."""
    from lsprotocol import types

    workspace = desk.server.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if watched is None or not watched.dynamic_registration:
        return
    watchers = [
        types.FileSystemWatcher(glob_pattern=pattern)
        for pattern in _SETTINGS + _FILES
    ]
    registration = types.Registration(
        id="nqpterms-files",
        method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=types.DidChangeWatchedFilesRegistrationOptions(
            watchers=watchers
        ),
    )
    desk.server.client_register_capability(
        types.RegistrationParams([registration])
    )


def _changes_of(params: Any) -> Iterator[TextChange]:
    """What was typed, in order."""
    for change in params.content_changes:
        place = getattr(change, "range", None)
        if place is None:
            yield TextChange(change.text)
        else:
            yield TextChange(
                change.text, position_of(place.start), position_of(place.end)
            )


def _path_of(uri: str) -> str:
    """The file at an address; what is not saved yet is named by the end of its address."""
    from pygls.uris import to_fs_path

    path = to_fs_path(uri) if uri.startswith("file:") else None
    return path or uri.rpartition(":")[2]


# -- questions ----------------------------------------------------------------------------------


def _serve_questions(desk: EditorDesk) -> None:
    from lsprotocol import types

    session = desk.session

    @desk.server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: Any) -> Any:
        place = _Asked(desk, params)
        project = desk.project(place.path)
        if project is None:
            return None
        finder = project.finder(place.path)
        card = hover_card(
            session.checked_now(place.uri),
            place.lines.text,
            place.offset,
            finder,
        )
        if card is None:
            return None
        contents = {"kind": "markdown", "value": card.markdown}
        record = {
            "contents": contents,
            "range": range_of(place.lines, card.span),
        }
        return desk.value(record, types.Hover)

    options = types.CodeActionOptions(
        code_action_kinds=[types.CodeActionKind.QuickFix]
    )

    @desk.server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    def code_action(params: Any) -> Any:
        uri = params.text_document.uri
        checked = session.checked_now(uri)
        project = desk.project(checked.draft.path) if checked else None
        if checked is None or project is None:
            return []
        lines = session.lines_of(uri)
        span = _span_of(params.range, lines)
        actions = code_actions(checked, lines, span, uri=uri, project=project)
        return [desk.value(action, types.CodeAction) for action in actions]


def _serve_writing(desk: EditorDesk) -> None:
    from lsprotocol import types

    session = desk.session

    @desk.server.feature(types.TEXT_DOCUMENT_COMPLETION)
    def completion(params: Any) -> Any:
        place = _Asked(desk, params)
        project = desk.project(place.path)
        if project is None:
            return None
        finder = project.finder(place.path)
        checked = session.texts[place.uri].checked
        side = checked.side if checked else "en"
        segment = segment_at(checked, place.offset, side) if checked else None
        source = segment.text(across(side)) if segment else ""
        near = near_concepts(source, finder, across(side))
        index = desk.index_of(finder)
        some = offers(
            place.lines.text, place.offset, index=index, near=near, side=side
        )
        return desk.value(completions(some, place.lines), types.CompletionList)

    @desk.server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def partner(params: Any) -> Any:
        place = _Asked(desk, params)
        record = _partner_in_source(desk, place) or _partner_in_draft(
            desk, place
        )
        return None if record is None else desk.value(record, types.Location)


def _partner_in_source(
    desk: EditorDesk, place: _Asked
) -> dict[str, Any] | None:
    """Where the sentence of the source stands; of one in no text, it is shown instead."""
    checked = desk.session.checked_now(place.uri)
    if checked is None:
        return None
    segment = segment_at(checked, place.offset, checked.side)
    if segment is None or not segment.text(across(checked.side)):
        return None
    if segment.row is not None:
        line = segment.locate(across(checked.side), 0).place.line or 1
        start = place.lines.start(line - 1)
        span = Span(start, start + len(place.lines.line(line - 1)))
        return {"uri": place.uri, "range": range_of(place.lines, span)}
    if not is_text(checked.draft.source):
        desk.tell(segment.text(across(checked.side)), is_error=False)
        return None
    source, units = Path(checked.draft.source), place.lines.units
    return _location(source, checked.source_text, segment, checked.side, units)


def _partner_in_draft(desk: EditorDesk, place: _Asked) -> dict[str, Any] | None:
    """Where the translation stands, in the first open draft of which a text is the source."""
    for uri in desk.session.drafts_of_source(place.path):
        checked = desk.session.texts[uri].checked
        if checked is None:
            continue
        segment = segment_at(checked, place.offset, across(checked.side))
        if segment is not None and segment.text(checked.side):
            draft = checked.draft
            side, units = across(checked.side), place.lines.units
            return _location(Path(draft.path), draft.text, segment, side, units)
    return None


def _location(
    path: Path, text: str, segment: Segment, side: Side, units: Units
) -> dict[str, Any] | None:
    """The place in a file of the side of a segment that is across from *side*."""
    span = partner_span(segment, side)
    if span is None:
        return None
    return {
        "uri": path.absolute().as_uri(),
        "range": range_of(TextLines(text, units), span),
    }


class _Asked:
    """The place of a text that a question is about."""

    def __init__(self, desk: EditorDesk, params: Any) -> None:
        self.uri = params.text_document.uri
        self.path = desk.session.texts[self.uri].path
        self.lines = desk.session.lines_of(self.uri)
        self.offset = self.lines.offset(position_of(params.position))


def _span_of(range: Any, lines: TextLines) -> Span:
    return lines.span(position_of(range.start), position_of(range.end))


# -- commands -----------------------------------------------------------------------------------


def _serve_commands(desk: EditorDesk) -> None:
    def decided(uri: str, fingerprints: Iterable[str], decision: Verb) -> None:
        try:
            desk.tell(
                desk.session.decide(uri, fingerprints, decision), is_error=False
            )
        except NqptermsError as error:
            desk.tell(str(error))
        desk.check_all_soon()

    @desk.server.command(IGNORE)
    def ignore(uri: Any, *fingerprints: Any) -> None:
        decided(uri, fingerprints, "ignore")

    @desk.server.command(ADMIT)
    def admit(uri: Any, fingerprint: Any) -> None:
        decided(uri, [fingerprint], "admit")
