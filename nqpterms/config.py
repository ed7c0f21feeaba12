"""The settings of a project: `nqpterms.toml`, or `[tool.nqpterms]` in `pyproject.toml`.

glossaries = ["terms.tsv", "nqp"]     # paths from the file's folder, or bundled names
select = ["T", "N"]                   # codes or their beginnings; without it all but T103
ignore = ["T203"]
fail-on = "warning"

[severity]
T301 = "warning"

[per-path]
"drafts/*" = ["T106"]                 # ignored there as well
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError

_OWN = "nqpterms.toml"
_SHARED = "pyproject.toml"
_SEVERITIES = ("info", "warning", "error")
_LISTS = ("glossaries", "select", "ignore")
_KEYS = (*_LISTS, "fail-on", "severity", "per-path")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project asks of the checks.

    `severity` holds (code, severity), `per_path` (pattern of paths, codes ignored there), in the
    order of the file. `folder` is where the file stands: paths and patterns count from it.
    """

    glossaries: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    severity: tuple[tuple[str, str], ...] = ()
    per_path: tuple[tuple[str, tuple[str, ...]], ...] = ()
    folder: Path = Path()


def find_settings(folder: Path) -> Settings:
    """The settings that hold in a folder: its own or those of the nearest folder above.

    Raises FormatError for a file that is no TOML, has an unknown key or a value of another kind.
    """
    for place in (folder, *folder.parents):
        own, shared = place / _OWN, place / _SHARED
        if own.is_file():
            return _settings(_loaded(own), own)
        if shared.is_file():
            table = _loaded(shared).get("tool", {})
            if isinstance(table, dict) and "nqpterms" in table:
                return _settings(table["nqpterms"], shared)
    return Settings()


def _loaded(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"is no TOML: {error}", path) from None
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path) from None


def _settings(table: object, path: Path) -> Settings:
    """A table of a file as settings."""
    if not isinstance(table, dict):
        raise FormatError("nqpterms: expected a table", path)
    for key in table:
        if key not in _KEYS:
            raise FormatError(f"unknown setting {key!r}: there is {', '.join(_KEYS)}", path)
    lists = {key: _words(table.get(key, []), key, path) for key in _LISTS}
    fail_on = table.get("fail-on", "")
    severities = [*_pairs(table, "severity", path), ("fail-on", fail_on or "info")]
    for code, severity in severities:
        if severity not in _SEVERITIES:
            known = ", ".join(_SEVERITIES)
            raise FormatError(f"{code}: expected one of {known}, found {severity!r}", path)
    per_path = [
        (glob, _words(codes, glob, path)) for glob, codes in _pairs(table, "per-path", path)
    ]
    return Settings(
        lists["glossaries"],
        lists["select"],
        lists["ignore"],
        fail_on,
        tuple(severities[:-1]),
        tuple(per_path),
        path.parent,
    )


def _pairs(table: dict[str, Any], key: str, path: Path) -> list[tuple[str, Any]]:
    inner = table.get(key, {})
    if not isinstance(inner, dict):
        raise FormatError(f"{key}: expected a table", path)
    return list(inner.items())


def _words(value: object, key: str, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise FormatError(f"{key}: expected a list of strings", path)
    return tuple(value)
