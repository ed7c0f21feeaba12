"""What ``nqpterms check`` does beside checking: it fixes files and finds what the settings name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from nqpterms.errors import NqptermsError
from nqpterms.model.findings import Finding
from nqpterms.project.fixing import difference, load_fixable, settled, write_fixed
from nqpterms.project.settings import Settings

_KINDS = {
    "": "plain",
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
}


def mended(path: Path, check: Callable[[str, str, str], Sequence[Finding]], *, write: bool) -> str:
    """What the safe fixes change in a file, as a diff; with *write* the file is changed.

    *check* gives the findings of (text, name, kind). NqptermsError for a file of another kind.
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None or str(path) == "-":
        raise NqptermsError(
            f"{path}: --fix and --diff work on plain text and Markdown files (.txt, .md)"
        )
    before = load_fixable(path)
    after = settled(before, lambda text: check(text, str(path), kind))
    if write and after != before:
        write_fixed(path, after)
    return difference(before, after, name=str(path))


def glossaries_of(settings: Settings) -> tuple[str, ...]:
    """The glossaries of the settings; those that are files are told from the settings' folder."""
    folder = settings.folder
    return tuple(
        str(folder / name) if (folder / name).is_file() else name for name in settings.glossaries
    )
