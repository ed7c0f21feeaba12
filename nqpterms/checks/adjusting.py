"""What a project's settings make of findings: severity, codes ignored on some paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import cast

from nqpterms.config import Settings
from nqpterms.findings import Finding, Severity


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
