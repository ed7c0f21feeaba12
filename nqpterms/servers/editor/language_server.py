"""The server for editors (Language Server Protocol) over standard input and output.

    editor ──text──▶ EditorSession ──EditorDraft──▶ Clerk, a process ──CheckedDraft──▶ editor

This process answers while somebody types; the clerk's checks the whole draft when there is a
pause. Here alone the protocol's library is known: records in the protocol's own JSON become its
values.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from nqpterms.errors import MissingExtraError, NqptermsError, installed_version
from nqpterms.model.places import Span
from nqpterms.project.decisions import DECISIONS_FILE
from nqpterms.project.finding_records import Verb
from nqpterms.servers.clerk import Clerk
from nqpterms.servers.editor.cards import hover_card
from nqpterms.servers.editor.diagnostics import diagnostics, position_of, range_of
from nqpterms.servers.editor.drafts import CheckedDraft
from nqpterms.servers.editor.quick_fixes import ADMIT, IGNORE, code_actions
from nqpterms.servers.editor.session import EditorSession, OpenText
from nqpterms.servers.editor.shelf import ProjectShelf
from nqpterms.servers.editor.text_positions import TextChange, TextLines, Units

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

_PAUSE = 0.4  # seconds without a key stroke after which the whole draft is checked
_SECONDS = 300.0  # a draft that takes longer is given up
_CHECK = "nqpterms.servers.editor.drafts:check_draft"
_WATCHED = (f"**/{DECISIONS_FILE}", "**/nqpterms.toml", "**/pyproject.toml", "**/*.{tsv,xlsx,tbx}")


def editor_server(*, glossaries: Sequence[str] = (), by: str = "") -> LanguageServer:
    """A server for editors; its `start_io()` serves one over standard input and output.

    *glossaries* overrule those of all settings; *by* is who decides. Raises MissingExtraError
    where the package pygls is not installed.
    """
    try:
        from pygls.lsp.server import LanguageServer
    except ImportError:
        raise MissingExtraError("pygls 2", "lsp", "the server for editors") from None
    server = LanguageServer("nqpterms", installed_version())
    desk = EditorDesk(server, glossaries, by)
    _serve_texts(desk)
    _serve_workspace(desk)
    _serve_questions(desk)
    _serve_commands(desk)
    return server


class EditorDesk:
    """The server, the session it serves, and the checks that are still to come."""

    def __init__(self, server: LanguageServer, glossaries: Sequence[str], by: str) -> None:
        from lsprotocol.converters import get_converter

        self.server = server
        self.glossaries = tuple(glossaries)
        self.session = EditorSession(ProjectShelf("", glossaries), by=by)
        self.clerk: Clerk | None = None
        self._converter = get_converter()
        self._checking = asyncio.Lock()
        self._waiting: dict[str, asyncio.Task[None]] = {}

    def begin(self, root: str, options: Any) -> None:
        """Open the editor's folder, with what its settings say."""
        self.session.shelf = ProjectShelf(root, self.glossaries)
        self.set_options(options)

    def set_options(self, options: Any) -> None:
        """Take in the settings of the editor: `sources`."""
        if isinstance(options, dict) and isinstance(options.get("sources"), dict):
            self.session.sources = {str(k): str(v) for k, v in options["sources"].items()}

    def value(self, record: Any, type: Any) -> Any:
        """A record in the protocol's JSON as a value of its library."""
        return self._converter.structure(record, type)

    # -- checks ---------------------------------------------------------------------------------

    def check_soon(self, uri: str, pause: float = _PAUSE) -> None:
        """Check a text, and the drafts of which it is the source, after a pause."""
        open_text = self.session.texts.get(uri)
        drafts = list(self.session.drafts_of_source(open_text.path)) if open_text else []
        for one in dict.fromkeys([uri, *drafts]):
            self._check_soon(one, pause)

    def check_all_soon(self) -> None:
        """Check all open texts: something has changed that they share."""
        for uri in self.session.texts:
            self._check_soon(uri, 0.0)

    def _check_soon(self, uri: str, pause: float) -> None:
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()
        self._waiting[uri] = asyncio.create_task(self._check(uri, pause))

    async def _check(self, uri: str, pause: float) -> None:
        """Check a text when nothing has been typed for a while."""
        await asyncio.sleep(pause)
        async with self._checking:
            self._waiting.pop(uri, None)  # what is typed from here on is checked again
            draft = self.session.draft_of(uri)
            if draft is None:
                return
            ask = partial(self._ask, _CHECK, draft=draft)
            try:
                checked = await asyncio.get_running_loop().run_in_executor(None, ask)
            except NqptermsError as error:
                self.tell(str(error))
                return
        self.keep(uri, checked)

    def _ask(self, function: str, **arguments: Any) -> Any:
        """An answer of the clerk, who is called when the first question is asked."""
        if self.clerk is None:
            shelf = self.session.shelf
            prepare = partial(ProjectShelf, str(shelf.root), shelf.glossaries)
            self.clerk = Clerk(prepare, seconds=_SECONDS)
        return self.clerk.ask(function, **arguments)

    def keep(self, uri: str, checked: CheckedDraft) -> None:
        """Keep what was found in a text, and show it where the text is still the same."""
        open_text = self.session.texts.get(uri)
        if open_text is None:
            return
        open_text.checked = checked
        if checked.draft.text == open_text.text:
            self.show(uri, open_text, diagnostics(checked, self.session.lines_of(uri)))

    def show(self, uri: str, open_text: OpenText, marks: list[dict[str, Any]]) -> None:
        """Send the marks of a text to the editor."""
        from lsprotocol import types

        record = {"uri": uri, "diagnostics": marks, "version": open_text.version}
        params = self.value(record, types.PublishDiagnosticsParams)
        self.server.text_document_publish_diagnostics(params)

    def tell(self, text: str, *, is_error: bool = True) -> None:
        """Show a line to the one who writes."""
        from lsprotocol import types

        kind = types.MessageType.Warning if is_error else types.MessageType.Info
        self.server.window_show_message(types.ShowMessageParams(kind, text))

    def close(self) -> None:
        """End the clerk's process."""
        if self.clerk is not None:
            self.clerk.close()
            self.clerk = None


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
        desk.check_soon(document.uri, 0.0)

    @desk.server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: Any) -> None:
        uri = params.text_document.uri
        session.change(uri, _changes_of(params), params.text_document.version)
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
        desk.set_options(settings.get("nqpterms", settings) if isinstance(settings, dict) else {})
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
    watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in _WATCHED]
    registration = types.Registration(
        id="nqpterms-files",
        method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers),
    )
    desk.server.client_register_capability(types.RegistrationParams([registration]))


def _changes_of(params: Any) -> Iterator[TextChange]:
    """What was typed, in order."""
    for change in params.content_changes:
        place = getattr(change, "range", None)
        if place is None:
            yield TextChange(change.text)
        else:
            yield TextChange(change.text, position_of(place.start), position_of(place.end))


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
        finder = session.shelf.of(place.path).finder(place.path)
        card = hover_card(session.checked_now(place.uri), place.lines.text, place.offset, finder)
        if card is None:
            return None
        contents = {"kind": "markdown", "value": card.markdown}
        record = {"contents": contents, "range": range_of(place.lines, card.span)}
        return desk.value(record, types.Hover)

    options = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @desk.server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    def code_action(params: Any) -> Any:
        uri = params.text_document.uri
        checked = session.checked_now(uri)
        if checked is None:
            return []
        lines = session.lines_of(uri)
        span = _span_of(params.range, lines)
        project = session.shelf.of(checked.draft.path)
        actions = code_actions(checked, lines, span, uri=uri, project=project)
        return [desk.value(action, types.CodeAction) for action in actions]


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
            desk.tell(desk.session.decide(uri, fingerprints, decision), is_error=False)
        except NqptermsError as error:
            desk.tell(str(error))
        desk.check_all_soon()

    @desk.server.command(IGNORE)
    def ignore(uri: Any, *fingerprints: Any) -> None:
        decided(uri, fingerprints, "ignore")

    @desk.server.command(ADMIT)
    def admit(uri: Any, fingerprint: Any) -> None:
        decided(uri, [fingerprint], "admit")
