"""Findings as the settings of a project want them: how grave, and where they are ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from msgspec.structs import replace

from nqpterms.model.findings import Finding, Severity
from nqpterms.project.settings import Settings, settings_for


def adjusted(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """The findings as severe as the settings say, without those ignored on their path.

    >>> finding = Finding("T101", "warning", "said", file="old/a.md")
    >>> [f.severity for f in adjusted([finding], Settings(severity=(("T", "info"),)))]
    ['info']
    """
    return list(stream_adjusted(findings, settings))


def stream_adjusted(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """What `adjusted` gives, one by one."""

    @cache
    def held(file: str) -> Settings:
        return settings_for(file, settings)

    @cache
    def severity(code: str, file: str) -> Severity | None:
        named = [pair for pair in held(file).severity if code.startswith(pair[0])]
        return cast(Severity, max(named, key=lambda pair: len(pair[0]))[1]) if named else None

    for finding in findings:
        if not finding.code.startswith(held(finding.file).ignore or ("\0",)):
            told = severity(finding.code, finding.file)
            yield replace(finding, severity=told) if told else finding
