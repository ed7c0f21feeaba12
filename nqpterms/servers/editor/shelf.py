"""The projects of open files, read again where their settings, glossaries or decisions changed.

    path ──ProjectShelf.of──▶ Project

A file belongs to the settings in the nearest folder above it, and without such to the folder that
is open in the editor. So an editor says what ``nqpterms check`` says in that folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from nqpterms.project.decisions import load_decisions
from nqpterms.project.project import Project, decisions_path, find_project
from nqpterms.project.settings import Settings, find_settings


class _Shelved(Struct, frozen=True):
    """A project, and what its settings, glossaries and decisions were when it was read."""

    project: Project
    rules: tuple[object, ...]
    decided: tuple[object, ...]


class ProjectShelf:
    """The projects of some files, by folder.

    *root* is the folder that is open in the editor; *glossaries* overrule those of all settings.
    """

    def __init__(self, root: str = "", glossaries: Sequence[str] = ()) -> None:
        self.root = Path(root) if root else Path.cwd()
        self.glossaries = tuple(glossaries)
        self._projects: dict[Path, _Shelved] = {}

    def of(self, path: str | Path) -> Project:
        """The project of a file. Raises FormatError for settings that cannot be read."""
        folder, settings = self._place_of(path)
        decisions = decisions_path(settings, folder)
        rules = (settings, self._files_of(settings))
        decided = file_state(decisions)
        shelved = self._projects.get(folder)
        if shelved is None or shelved.rules != rules:
            project = find_project(folder, glossaries=self.glossaries)
        elif shelved.decided != decided:
            decided_anew = (
                load_decisions(decisions) if decisions.is_file() else {}
            )
            project = shelved.project.with_decisions(decided_anew)
        else:
            return shelved.project
        self._projects[folder] = _Shelved(project, rules, decided)
        return project

    def decisions_of(self, path: str | Path) -> Path:
        """The file in which decisions about a file stand."""
        folder, settings = self._place_of(path)
        return decisions_path(settings, folder)

    def _place_of(self, path: str | Path) -> tuple[Path, Settings]:
        """The folder of a file's project, and its settings."""
        settings = find_settings(Path(path).parent)
        if settings.folder != Path():
            return settings.folder, settings
        return self.root, find_settings(self.root)

    def _files_of(self, settings: Settings) -> tuple[object, ...]:
        """The state of every glossary that is a file."""
        names = [*(self.glossaries or settings.glossaries)]
        for rules in settings.per_path:
            names += rules.glossaries
        return tuple(file_state(Path(name)) for name in names)


def file_state(path: Path) -> tuple[object, ...]:
    """What tells a file from what it was: when it was changed, and its size."""
    try:
        status = path.stat()
    except OSError:
        return (str(path),)
    return (str(path), status.st_mtime_ns, status.st_size)
