"""The folder that is reviewed: its files, none outside it, and the Project that they make."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from nqpterms.errors import NqptermsError
from nqpterms.project.decisions import DECISIONS_FILE
from nqpterms.project.project import Project, decisions_path, find_project
from nqpterms.project.settings import find_settings
from nqpterms.run.inputs import Unit, find_units

Stamp = tuple[tuple[str, int, int], ...]
"""Files with their time (ns) and size: another stamp, and something in them has changed."""

# In the names of files, on one system or another.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# What Windows takes names for.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_LONGEST = 120  # bytes of a name: systems take 255, and we add to it
_LONGEST_SUFFIX = 20  # signs
_EDGES = " .\u3000\u00a0"  # with these no name begins, and none ends
_SETTINGS = ("nqpterms.toml", "pyproject.toml")


class NotThereError(NqptermsError):
    """What an address names is not in the folder."""


class ReviewFolder:
    """The files of one folder; whatever a name says, nothing outside of it is read or written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     folder = ReviewFolder(Path(place))
    ...     folder.path("../../etc/passwd")
    Traceback (most recent call last):
    nqpterms.servers.review.review_folder.NotThereError: no such file in this folder
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._listed: tuple[Stamp, list[Unit]] = ((), [])

    def path(self, name: str) -> Path:
        """The file that a name means, counted from the folder; it need not be there.

        Raises NotThereError for a place outside of the folder, also by a link, and for hidden
        files.
        """
        if "\0" in name or any(
            part.startswith(".") for part in PurePosixPath(name).parts
        ):
            raise NotThereError("no such file in this folder")
        try:
            path = (self.root / name).resolve()
        except (OSError, RuntimeError):  # a ring of links
            raise NotThereError("no such file in this folder") from None
        if not path.is_relative_to(self.root):
            raise NotThereError("no such file in this folder")
        return path

    def file(self, name: str) -> Path:
        """A file that is there; NotThereError for anything else."""
        path = self.path(name)
        try:
            is_there = path.is_file()
        except OSError:  # a name that no system takes
            is_there = False
        if not is_there:
            raise NotThereError("no such file in this folder")
        return path

    def name(self, path: str | Path) -> str:
        """A file as it is called from the folder; one outside of it by its last name."""
        whole = Path(path).resolve()
        if whole.is_relative_to(self.root):
            return whole.relative_to(self.root).as_posix()
        return whole.name

    def named_inside(self, message: str) -> str:
        """A message with its files called from the folder."""
        return message.replace(f"{self.root}{os.sep}", "")

    def holds(self, path: str | Path) -> bool:
        """Whether a file stands in the folder, links followed."""
        return Path(path).resolve().is_relative_to(self.root)

    def units(self) -> list[Unit]:
        """What can be worked on in the folder, in the order of its names; no glossary of it."""
        glossaries = set(find_settings(self.root).glossaries)
        texts = [
            unit
            for unit in self._every_unit()
            if not glossaries.intersection(unit.files)
        ]
        return [unit for unit in texts if all(map(self.holds, unit.files))]

    def _every_unit(self) -> list[Unit]:
        """What `find_units` gives of the folder; it looks into tables, so it is asked again only
        when a file has changed. Our own record of decisions, which each answer changes, is none."""
        files = [
            path for path in self.root.rglob("*") if path.name != DECISIONS_FILE
        ]
        sign = stamp(sorted(files))
        listed, units = self._listed
        if listed != sign:
            try:
                units = find_units([self.root])
            except NqptermsError:  # nothing is there yet
                units = []
            self._listed = sign, units
        return units

    def unit(self, name: str) -> Unit:
        """The unit of a name; NotThereError where there is none."""
        for unit in self.units():
            if unit.name == name:
                return unit
        raise NotThereError(f"no text {name!r} in this folder")

    def project(self) -> Project:
        """What holds in the folder: its settings, glossaries and decisions as they are now."""
        return find_project(self.root)

    def decisions(self) -> Path:
        """The file of decisions, which need not be there."""
        return decisions_path(find_settings(self.root), self.root)


def stamp(paths: Iterable[str | Path]) -> Stamp:
    """What tells whether files have changed; a missing one has no size.

    >>> stamp(["no-such-file"])
    (('no-such-file', 0, -1),)
    """
    marks = []
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116  # of a str as it is
        except OSError:
            marks.append((str(path), 0, -1))
            continue
        marks.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(marks)


def safe_name(name: str) -> str:
    """The name that a dropped file gets: the last part of what its sender calls it, without signs
    that a system or a reader could take for something else.

    Raises NqptermsError where nothing is left, and for the names of settings, which say what
    holds in a folder and are not taken from outside.

    >>> safe_name("../../.ssh/报告 (final).docx"), safe_name("C:\\\\x\\\\nul.txt")
    ('报告 (final).docx', '_nul.txt')
    """
    last = unicodedata.normalize(
        "NFC", name.replace("\\", "/").rpartition("/")[2]
    )
    visible = "".join(
        sign for sign in last if unicodedata.category(sign)[0] != "C"
    )
    plain = _FORBIDDEN.sub("_", visible)
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    suffix = suffix[:_LONGEST_SUFFIX].rstrip(_EDGES)
    room = _LONGEST - len(suffix.encode())
    stem = (
        stem.lstrip(_EDGES)
        .encode()[:room]
        .decode("utf-8", "ignore")
        .rstrip(_EDGES)
    )
    if not stem:
        raise NqptermsError(f"{name[:80]!r}: not the name of a file")
    whole = f"{stem}.{suffix}" if suffix else stem
    if whole.lower() in _SETTINGS:
        raise NqptermsError(
            f"{whole}: settings are not taken from a drop: put it there yourself"
        )
    return f"_{whole}" if _DEVICES.match(whole) else whole
