"""The settings of a project: `nqpterms.toml`, or `[tool.nqpterms]` in `pyproject.toml`.

glossaries = ["terms.tsv", "nqp"]     # paths from the file's folder, or bundled names
select = ["T", "N"]                   # codes or their beginnings; without it all but T103
ignore = ["T203"]
fail-on = "warning"
min-confidence = 0.3                  # findings that are less sure are left out

[severity]
T301 = "warning"

[per-path]
"drafts/*" = ["T106"]                 # ignored there as well

[per-path."contracts/*"]              # or with settings of its own
glossaries = ["law.tsv"]
select = ["T", "N"]
ignore = ["T301"]
severity = {T201 = "error"}

[rules.R101]                          # a rule of one's own (house_rules)
en = '(?i)\\bdual[- ]carbon\\b'
message = "write “carbon peaking and carbon neutrality”"
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import FormatError, did_you_mean
from nqpterms.project.house_rules import HouseRule, house_rules

_OWN = "nqpterms.toml"
_SHARED = "pyproject.toml"
_SEVERITIES = ("info", "warning", "error")
_LISTS = ("glossaries", "select", "ignore")
_KEYS = (*_LISTS, "fail-on", "min-confidence", "severity", "per-path", "rules")
_PATH_KEYS = (*_LISTS, "severity")


class PathSettings(Struct, frozen=True):
    """What is asked of the checks in files whose path matches `glob`.

    `glossaries` and `select` stand in the place of the project's where they are not empty;
    `ignore` and `severity` are added to them.
    """

    glob: str
    glossaries: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()


class Settings(Struct, frozen=True):
    """What a project asks of the checks.

    `glossaries` are names of bundled ones, or files as they can be opened from here. What is less
    sure than `min_confidence` (0–1) is left out. `severity` holds (code, severity), `house_rules` a
    team's own checks, `per_path` what holds for some paths alone, in the order of the file.
    `folder` is where the file stands: patterns count from it.
    """

    glossaries: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    severity: tuple[tuple[str, str], ...] = ()
    per_path: tuple[PathSettings, ...] = ()
    folder: Path = Path()
    house_rules: tuple[HouseRule, ...] = ()
    min_confidence: float = 0.0


def find_settings(folder: Path) -> Settings:
    """The settings that hold in a folder: its own or those of the nearest folder above.

    Raises FormatError for a file that is no TOML, has an unknown key or a value of another kind.
    """
    for place in (folder, *folder.parents):
        own, shared = place / _OWN, place / _SHARED
        if own.is_file():
            return _settings(_toml(own), own)
        if shared.is_file():
            table = _toml(shared).get("tool", {})
            if isinstance(table, dict) and "nqpterms" in table:
                return _settings(table["nqpterms"], shared)
    return Settings()


def settings_for(path: str | Path, settings: Settings) -> Settings:
    """The settings that hold for one file; of several patterns that match the later one counts.

    >>> laws = PathSettings("laws/*", select=("T",), ignore=("T3",))
    >>> settings_for("laws/a.md", Settings(select=("N",), ignore=("G",), per_path=(laws,))).ignore
    ('G', 'T3')
    """
    if not settings.per_path:
        return settings
    whole, folder = Path(path).resolve(), settings.folder.resolve()
    inner = whole.relative_to(folder) if whole.is_relative_to(folder) else whole
    rules = replace(settings, per_path=())
    for one in settings.per_path:
        if not fnmatch(inner.as_posix(), one.glob):
            continue
        severity = {**dict(rules.severity), **dict(one.severity)}
        rules = replace(
            rules,
            glossaries=one.glossaries or rules.glossaries,
            select=one.select or rules.select,
            ignore=rules.ignore + one.ignore,
            severity=tuple(severity.items()),
        )
    return rules


def with_options(
    settings: Settings,
    *,
    glossaries: tuple[str, ...] = (),
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    min_confidence: float | None = None,
) -> Settings:
    """The settings overruled by options, which hold for every path alike.

    >>> laws = PathSettings("laws/*", select=("T",), ignore=("T3",))
    >>> settings = with_options(Settings(per_path=(laws,)), select=("N",), ignore=("N4",))
    >>> rules = settings_for("laws/a.md", settings)
    >>> rules.select, rules.ignore
    (('N',), ('N4', 'T3'))
    """
    per_path = []
    for one in settings.per_path:
        own_glossaries = () if glossaries else one.glossaries
        own_select = () if select else one.select
        per_path.append(
            replace(one, glossaries=own_glossaries, select=own_select)
        )
    least = (
        settings.min_confidence if min_confidence is None else min_confidence
    )
    return replace(
        settings,
        min_confidence=least,
        glossaries=glossaries or settings.glossaries,
        select=select or settings.select,
        ignore=settings.ignore + ignore,
        per_path=tuple(per_path),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        RecursionError,
    ) as error:
        raise FormatError(f"is no TOML: {error}", path) from None
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path) from None


def _settings(value: object, path: Path) -> Settings:
    """A table of a file as settings."""
    table = _table(value, "nqpterms", _KEYS, path)
    fail_on = table.get("fail-on", "")
    if fail_on:
        _severities({"fail-on": fail_on}, path)
    per_path = _table(table.get("per-path", {}), "per-path", None, path)
    return Settings(
        **_shared_keys(table, "", path),
        fail_on=fail_on,
        min_confidence=_share(
            table.get("min-confidence", 0.0), "min-confidence", path
        ),
        per_path=tuple(
            _path_settings(glob, value, path)
            for glob, value in per_path.items()
        ),
        house_rules=house_rules(table.get("rules", {}), path),
        folder=path.parent,
    )


def _path_settings(glob: str, value: object, path: Path) -> PathSettings:
    """What is set for a pattern of paths; a list alone says what is ignored there."""
    if isinstance(value, list):
        return PathSettings(glob, ignore=_words(value, glob, path))
    if not isinstance(value, dict):
        raise FormatError(
            f"{glob}: expected a list of strings or a table", path
        )
    table = _table(value, glob, _PATH_KEYS, path)
    return PathSettings(glob, **_shared_keys(table, f"{glob}: ", path))


def _shared_keys(
    table: dict[str, Any], where: str, path: Path
) -> dict[str, Any]:
    """What a project and a pattern of paths may both set."""
    lists = {
        key: _words(table.get(key, []), where + key, path) for key in _LISTS
    }
    files = tuple(_glossary(name, path.parent) for name in lists["glossaries"])
    severity = _severities(table.get("severity", {}), path)
    return {**lists, "glossaries": files, "severity": severity}


def _glossary(name: str, folder: Path) -> str:
    """A glossary's file, which is named from the settings' folder, or its bundled name."""
    return str(folder / name) if (folder / name).is_file() else name


def _table(
    value: object, name: str, keys: Sequence[str] | None, path: Path
) -> dict[str, Any]:
    """A table that has no other keys than *keys*, or any where that is None."""
    if not isinstance(value, dict):
        raise FormatError(f"{name}: expected a table", path)
    for key in value:
        if keys is None or key in keys:
            continue
        where = "" if keys is _KEYS else f" of {name}"
        hint = did_you_mean(key, keys) or f": expected one of {', '.join(keys)}"
        raise FormatError(f"unknown setting {key!r}{where}{hint}", path)
    return value


def _severities(value: object, path: Path) -> tuple[tuple[str, str], ...]:
    """Codes, or the beginnings of codes, with their severity."""
    table = _table(value, "severity", None, path)
    for code, severity in table.items():
        if severity not in _SEVERITIES:
            choices = ", ".join(_SEVERITIES)
            raise FormatError(
                f"{code}: expected one of {choices}, found {severity!r}", path
            )
    return tuple(table.items())


def _share(value: object, key: str, path: Path) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= 1:  # type: ignore[operator]
        raise FormatError(
            f"{key}: expected a number from 0 to 1, found {value!r}", path
        )
    return float(value)  # type: ignore[arg-type]


def _words(value: object, key: str, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(
        isinstance(word, str) for word in value
    ):
        raise FormatError(f"{key}: expected a list of strings", path)
    return tuple(value)
