"""A team's own rules: patterns whose matches are findings, as they stand in the settings.

    [rules.R101]
    en = '(?i)\\bdual[- ]carbon\\b'
    message = "write “carbon peaking and carbon neutrality”"
    fix = "carbon peaking and carbon neutrality"

A rule is a check like any other: its code is selected, ignored and given a severity by path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args

from msgspec import Struct

from nqpterms.errors import FormatError, did_you_mean
from nqpterms.lang.linear_patterns import linear_pattern
from nqpterms.model.findings import Severity

_CODE = re.compile(r"R\d{1,4}")
_PATTERNS = ("zh", "en", "unless")
_KEYS = (*_PATTERNS, "message", "severity", "fix")
_GROUP = re.compile(r"\\(\d)")


class HouseRule(Struct, frozen=True):
    """A rule of a team: `zh` and `en` are patterns, and where both are given both have to match.

    The finding stands where the pattern of the translation matches, or is about the whole segment
    where the rule has only one for the source. It is left out where `unless` matches in the
    translation. `fix` is written in the place of the match.
    """

    code: str
    message: str
    zh: str = ""
    en: str = ""
    unless: str = ""
    severity: Severity = "warning"
    fix: str | None = None

    def pattern(self, side: str) -> str:
        """The pattern for a language, "" where there is none."""
        return self.zh if side == "zh" else self.en


def house_rules(table: object, path: Path) -> tuple[HouseRule, ...]:
    """The rules of a table of settings.

    Raises FormatError, with the rule's code, for one that is not what it should be.
    """
    if not isinstance(table, dict):
        raise FormatError(
            "rules: expected a table for each rule, as [rules.R101]", path
        )
    return tuple(_rule(code, value, path) for code, value in table.items())


def _rule(code: str, value: object, path: Path) -> HouseRule:
    where = f"rules.{code}"
    if not _CODE.fullmatch(code):
        raise FormatError(
            f"{where}: expected a code of R and one to four figures, as R101",
            path,
        )
    if not isinstance(value, dict):
        raise FormatError(
            f"{where}: expected a table with {', '.join(_KEYS)}", path
        )
    for key, text in value.items():
        _check_setting(where, key, text, path)
    if "message" not in value or not ("zh" in value or "en" in value):
        raise FormatError(
            f"{where}: expected a message, and a pattern zh or en or both", path
        )
    if value.get("severity", "warning") not in get_args(Severity):
        choices = ", ".join(get_args(Severity))
        raise FormatError(f"{where}: severity: expected one of {choices}", path)
    _check_patterns(value, where, path)
    return HouseRule(code=code, **cast("dict[str, Any]", value))


def _check_setting(where: str, key: str, text: object, path: Path) -> None:
    if key not in _KEYS:
        hint = (
            did_you_mean(key, _KEYS) or f": expected one of {', '.join(_KEYS)}"
        )
        raise FormatError(f"{where}: unknown setting {key!r}{hint}", path)
    if not isinstance(text, str) or not text:
        raise FormatError(
            f"{where}: {key}: expected a string that is not empty", path
        )


def _check_patterns(value: Mapping[str, str], where: str, path: Path) -> None:
    """Raise FormatError for a pattern that is none, or a fix that would have to be fixed again."""
    for key in _PATTERNS:
        if key not in value:
            continue
        try:
            linear_pattern(value[key])
        except ValueError as error:
            raise FormatError(f"{where}: {key}: {error}", path) from None
    if "fix" in value:
        _check_fix(value, where, path)


def _check_fix(value: Mapping[str, str], where: str, path: Path) -> None:
    """Raise FormatError for a fix that names no group, or would have to be fixed again."""
    fix = value["fix"]
    for own in (value[key] for key in ("zh", "en") if key in value):
        pattern = linear_pattern(own)
        if any(int(group) > pattern.groups for group in _GROUP.findall(fix)):
            raise FormatError(
                f"{where}: fix: the pattern has no such group", path
            )
        if pattern.search(fix):
            message = "the pattern matches it again: fixing would never end"
            raise FormatError(f"{where}: fix: {message}", path)
