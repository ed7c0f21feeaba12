"""What ``nqpterms check`` does beside checking: it fixes files and heeds the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import cast

from nqpterms.config import Settings
from nqpterms.errors import NqptermsError
from nqpterms.findings import Finding, Severity
from nqpterms.fixing import difference, load_fixable, settled, write_fixed

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


def adjusted(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """The findings as severe as the settings say, without those ignored on their path."""
    kept = (f for f in findings if not f.code.startswith(_ignored(f.file, settings)))
    return [replace(f, severity=_severity(f, settings)) for f in kept]


def _ignored(file: str, settings: Settings) -> tuple[str, ...]:
    """The codes that are ignored in a file; its path counts from the settings' folder."""
    path = Path(file).resolve()
    folder = settings.folder.resolve()
    told = path.relative_to(folder) if path.is_relative_to(folder) else path
    globs = (codes for glob, codes in settings.per_path if fnmatch(told.as_posix(), glob))
    return tuple(code for codes in globs for code in codes)


def _severity(finding: Finding, settings: Settings) -> Severity:
    """What the settings say of a code; the longest beginning that they name counts."""
    named = [pair for pair in settings.severity if finding.code.startswith(pair[0])]
    if not named:
        return finding.severity
    return cast(Severity, max(named, key=lambda pair: len(pair[0]))[1])
