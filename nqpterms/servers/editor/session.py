"""What is open in an editor: texts by their address, their sources, and what was found in them.

opened, changed, closed ──EditorSession──▶ EditorDraft ──(checked elsewhere)──▶ keep
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from msgspec import Struct

from nqpterms.project.decisions import decide
from nqpterms.project.finding_records import Verb
from nqpterms.run.inputs import source_beside
from nqpterms.servers.editor.drafts import CheckedDraft, EditorDraft, is_draft
from nqpterms.servers.editor.shelf import ProjectShelf
from nqpterms.servers.editor.text_positions import (
    TextChange,
    TextLines,
    Units,
    changed_text,
)

_KINDS = {"markdown": "markdown", "html": "html", "plaintext": "plain"}
"""What editors call the texts that are read, and what readers call them."""


class SettledDraft(Struct, frozen=True):
    """What the whole draft gave in a pause, and what beside the draft decided about it."""

    checked: CheckedDraft
    basis: tuple[object, ...]


class OpenText(Struct):
    """A text that is open: its file, its kind as the editor names it, what it holds now.

    `checked` is the last answer for it, which may be of an older text; `settled` the last one that
    the whole draft gave.
    """

    path: str
    language: str
    text: str
    version: int | None = None
    checked: CheckedDraft | None = None
    settled: SettledDraft | None = None


class EditorSession:
    """The texts that are open in an editor, by address.

    *sources* names the source of drafts, by file or pattern; `units` says how the editor counts.
    *by* is who decides.
    """

    def __init__(
        self,
        shelf: ProjectShelf,
        *,
        sources: Mapping[str, str] | None = None,
        by: str = "",
        units: Units = "utf-16",
    ) -> None:
        self.shelf, self.units = shelf, units
        self.sources = dict(sources or {})
        self.by = by
        self.texts: dict[str, OpenText] = {}
        self._sources_by_path: dict[str, str] = {}

    def look_again(self) -> None:
        """Look for the sources of drafts again: files or settings have changed."""
        self._sources_by_path.clear()

    def change(
        self,
        uri: str,
        changes: Iterable[TextChange],
        version: int | None = None,
    ) -> None:
        """Take in what was typed."""
        open_text = self.texts[uri]
        for change in changes:
            open_text.text = changed_text(open_text.text, change, self.units)
        open_text.version = version

    def draft_of(self, uri: str) -> EditorDraft | None:
        """A text as a draft with its source; None for one that is not checked."""
        open_text = self.texts.get(uri)
        if open_text is None:
            return None
        type = (
            ""
            if Path(open_text.path).suffix
            else _KINDS.get(open_text.language, "")
        )
        if not type and not is_draft(open_text.path):
            return None
        source = self._source_of(open_text.path)
        source_text = self._text_at(source) if source else None
        return EditorDraft(
            open_text.path, open_text.text, type, source, source_text
        )

    def lines_of(self, uri: str) -> TextLines:
        """A text with its lines, counted as the editor counts."""
        return TextLines(self.texts[uri].text, self.units)

    def checked_now(self, uri: str) -> CheckedDraft | None:
        """What was found in a text as it stands now; None where it is not known yet."""
        open_text = self.texts.get(uri)
        checked = open_text.checked if open_text else None
        if (
            open_text is None
            or checked is None
            or checked.draft.text != open_text.text
        ):
            return None
        return checked

    def drafts_of_source(self, path: str) -> Iterator[str]:
        """The addresses of the open texts of which a file is the source."""
        for uri, open_text in self.texts.items():
            source = self._source_of(open_text.path)
            if source and _is_same(source, path):
                yield uri

    def decide(
        self, uri: str, fingerprints: Iterable[str], decision: Verb
    ) -> str:
        """Write down what was decided about some findings of a text; a line that says what.

        Raises NqptermsError where that is not possible.
        """
        open_text = self.texts[uri]
        wanted = set(fingerprints)
        by_name = {}
        if open_text.checked:
            for placed in open_text.checked.findings:
                by_name[placed.finding.fingerprint] = placed.finding
        findings = [by_name[name] for name in wanted if name in by_name]
        project = self.shelf.of(open_text.path)
        path = self.shelf.decisions_of(open_text.path)
        glossaries = project.rules(open_text.path).glossaries
        admitted = decide(
            findings, decision, path, by=self.by, glossaries=glossaries
        )
        if admitted:
            term = admitted[0]
            return f"{term.path.name}:{term.line}: {term.text.strip()}"
        return f"{path.name}: {len(findings)} ignored"

    def _source_of(self, path: str) -> str:
        """The source of a file, looked for once; "" for none."""
        if path not in self._sources_by_path:
            self._sources_by_path[path] = self._source_found(path)
        return self._sources_by_path[path]

    def _source_found(self, path: str) -> str:
        """The source of a file by the settings of the editor, else by its name."""
        for pattern, source in self.sources.items():
            if _is_same(self.shelf.root / pattern, path) or fnmatch(
                self._inner(path), pattern
            ):
                return str(self.shelf.root / source)
        if not is_draft(path):
            return ""
        beside = source_beside(path)
        return str(beside) if beside else ""

    def _inner(self, path: str) -> str:
        """A path as it is named from the folder that is open."""
        whole, root = Path(path), self.shelf.root
        return (
            whole.relative_to(root).as_posix()
            if whole.is_relative_to(root)
            else path
        )

    def _text_at(self, path: str) -> str | None:
        """What stands in a file that is open too."""
        for open_text in self.texts.values():
            if _is_same(open_text.path, path):
                return open_text.text
        return None


def _is_same(one: str | Path, other: str | Path) -> bool:
    return Path(one).absolute() == Path(other).absolute()
