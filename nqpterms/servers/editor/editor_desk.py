"""What the server for editors keeps: the session, and the checks that are still to come.

key stroke ──patched──▶ marks at once ──pause──▶ Clerk ──check_draft──▶ the marks that hold
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nqpterms.errors import NqptermsError
from nqpterms.matching.matcher import TermFinder
from nqpterms.project.project import Project
from nqpterms.servers.clerk import Clerk
from nqpterms.servers.editor.completions import RenderingIndex
from nqpterms.servers.editor.diagnostics import diagnostics
from nqpterms.servers.editor.drafts import CheckedDraft, EditorDraft
from nqpterms.servers.editor.patches import patched
from nqpterms.servers.editor.session import (
    EditorSession,
    OpenText,
    SettledDraft,
)
from nqpterms.servers.editor.shelf import ProjectShelf, file_state

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

_log = logging.getLogger(__name__)
# Seconds without a key stroke after which the whole draft is checked.
_PAUSE = 0.4
_SECONDS = 300.0  # a draft that takes longer is given up
_MOST_INDEXES = 4
_CHECK = "nqpterms.servers.editor.drafts:check_draft"


class EditorDesk:
    """The server, the session it serves, and the checks that are still to come."""

    def __init__(
        self, server: LanguageServer, glossaries: Sequence[str], by: str
    ) -> None:
        from lsprotocol.converters import get_converter

        self.server = server
        self.glossaries = tuple(glossaries)
        self.session = EditorSession(ProjectShelf("", glossaries), by=by)
        self.clerk: Clerk | None = None
        self._converter = get_converter()
        self._checking = asyncio.Lock()
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._indexes: dict[int, tuple[TermFinder, RenderingIndex]] = {}

    def begin(self, root: str, options: Any) -> None:
        """Open the editor's folder, with what its settings say."""
        self.session.shelf = ProjectShelf(root, self.glossaries)
        self.set_options(options)

    def set_options(self, options: Any) -> None:
        """Take in the settings of the editor: `sources`."""
        if isinstance(options, dict) and isinstance(
            options.get("sources"), dict
        ):
            self.session.sources = {
                str(k): str(v) for k, v in options["sources"].items()
            }
            self.session.look_again()

    def value(self, record: Any, type: Any) -> Any:
        """A record in the protocol's JSON as a value of its library."""
        return self._converter.structure(record, type)

    # -- checks ---------------------------------------------------------------------------------

    def check_soon(self, uri: str, pause: float = _PAUSE) -> None:
        """Check a text, and the drafts of which it is the source, after a pause."""
        open_text = self.session.texts.get(uri)
        drafts = (
            list(self.session.drafts_of_source(open_text.path))
            if open_text
            else []
        )
        for one in dict.fromkeys([uri, *drafts]):
            self._check_soon(one, pause)

    def check_all_soon(self) -> None:
        """Check all open texts: something has changed that they share."""
        self.session.look_again()
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
            self._waiting.pop(
                uri, None
            )  # what is typed from here on is checked again
            draft = self.session.draft_of(uri)
            if draft is None:
                return
            basis = self._basis(draft)
            settled = self.session.texts[uri].settled
            if (
                settled is None
                or settled.basis != basis
                or settled.checked.draft != draft
            ):
                ask = partial(self._ask, _CHECK, draft=draft)
                try:
                    checked = await asyncio.get_running_loop().run_in_executor(
                        None, ask
                    )
                except NqptermsError as error:
                    self.tell(str(error))
                    return
                settled = SettledDraft(checked, basis)
        self.keep(uri, settled)

    def _basis(self, draft: EditorDraft) -> tuple[object, ...]:
        """What decides, beside the draft itself, what is found in it: whoever saves a file that
        has nothing to do with it waits for nothing."""
        source = file_state(Path(draft.source)) if draft.source else ()
        return (self.project(draft.path) or object(), source)

    def _ask(self, function: str, **arguments: Any) -> Any:
        """An answer of the clerk, who is called when the first question is asked."""
        if self.clerk is None:
            shelf = self.session.shelf
            prepare = partial(ProjectShelf, str(shelf.root), shelf.glossaries)
            self.clerk = Clerk(prepare, seconds=_SECONDS)
        return self.clerk.ask(function, **arguments)

    def answer_at_once(self, uri: str) -> None:
        """Show what the last key stroke makes of what was found before it."""
        open_text = self.session.texts[uri]
        project = self.project(open_text.path)
        if open_text.checked is None or project is None:
            return
        try:
            checked = patched(open_text.checked, open_text.text, project)
        except (
            Exception
        ) as error:  # whatever it is, the pause has the answer that holds
            _log.warning("no first answer: %s: %s", type(error).__name__, error)
            return
        if checked is not None:
            self._show_checked(uri, open_text, checked)

    def keep(self, uri: str, settled: SettledDraft) -> None:
        """Keep what was found in a text, and show it, with what has been typed since."""
        open_text = self.session.texts.get(uri)
        if open_text is None:
            return
        open_text.settled = settled
        checked = settled.checked
        is_first = open_text.checked is None
        self._show_checked(uri, open_text, checked)
        if checked.draft.text != open_text.text:
            self.answer_at_once(uri)
        if is_first:
            loop = asyncio.get_running_loop()
            loop.run_in_executor(None, self._warm_up, checked)

    def _show_checked(
        self, uri: str, open_text: OpenText, checked: CheckedDraft
    ) -> None:
        open_text.checked = checked
        if checked.draft.text == open_text.text:
            self.show(
                uri, open_text, diagnostics(checked, self.session.lines_of(uri))
            )

    def _warm_up(self, checked: CheckedDraft) -> None:
        """Load what a first key stroke and a first completion would wait for."""
        project = self.project(checked.draft.path)
        if project is not None:
            patched(checked, f"{checked.draft.text}.", project)
            self.index_of(project.finder(checked.draft.path))

    def project(self, path: str) -> Project | None:
        """The project of a file; None while its settings or glossaries are broken.

        What is wrong is said where the whole draft is checked.
        """
        try:
            project = self.session.shelf.of(path)
            project.finder(path)
        except NqptermsError:
            return None
        return project

    def index_of(self, finder: TermFinder) -> RenderingIndex:
        """What may be typed for the terms of a finder."""
        if id(finder) not in self._indexes:
            if (
                len(self._indexes) >= _MOST_INDEXES
            ):  # of glossaries that have changed since
                self._indexes.clear()
            self._indexes[id(finder)] = finder, RenderingIndex(finder.base)
        return self._indexes[id(finder)][1]

    def show(
        self, uri: str, open_text: OpenText, marks: list[dict[str, Any]]
    ) -> None:
        """Send the marks of a text to the editor."""
        from lsprotocol import types

        record = {
            "uri": uri,
            "diagnostics": marks,
            "version": open_text.version,
        }
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
