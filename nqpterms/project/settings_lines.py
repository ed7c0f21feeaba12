"""A glossary named in the settings of a folder: a change of one line, all others as they were."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.file_locks import alone_with
from nqpterms.files.writing import atomic
from nqpterms.project.settings import find_settings

_OWN = "nqpterms.toml"
_LIST = re.compile(
    r"^(?P<head>glossaries\s*=\s*\[)(?P<names>[^\]]*)\]", re.MULTILINE
)
_FIRST_TABLE = re.compile(r"^\s*\[", re.MULTILINE)


def name_glossary(folder: Path, name: str) -> bool:
    """Name a glossary of a folder in its nqpterms.toml, which is made where it is missing; False
    where it stands there already.

    Raises NqptermsError where other settings hold in the folder, or its own cannot be changed by a
    line: then a person has to.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = name_glossary(Path(place), "terms.tsv")
    ...     Path(place, "nqpterms.toml").read_text("utf-8")
    'glossaries = ["terms.tsv"]\\n'
    """
    path = folder / _OWN
    with alone_with(path):
        if not path.is_file():
            _check_no_others(folder, name)
            text, table = "", {}
        else:
            text = path.read_text(encoding="utf-8")
            table = _table(text, path)
        names = table.get("glossaries", [])
        if name in names:
            return False
        changed = _with_name(text, json.dumps(name, ensure_ascii=False))
        if _table(changed, path) != {**table, "glossaries": [*names, name]}:
            raise NqptermsError(
                f"{path}: add {name!r} to glossaries yourself: it is written so "
                "that a line of ours would change more"
            )
        with atomic(path) as file:
            file.write(changed)
    return True


def _check_no_others(folder: Path, name: str) -> None:
    """Raise NqptermsError where settings of a folder above, or of pyproject.toml, hold here."""
    settings = find_settings(folder)
    if settings.folder != Path():
        raise NqptermsError(
            f"the settings in {settings.folder} hold here: add {name!r} to glossaries there"
        )


def _with_name(text: str, quoted: str) -> str:
    """The text of settings with one name more in its list of glossaries."""
    table = _FIRST_TABLE.search(text)
    listed = _LIST.search(text, 0, table.start() if table else len(text))
    if listed is None:
        return f"glossaries = [{quoted}]\n{text}"
    names = listed["names"].rstrip()
    comma = "" if not names or names.endswith(",") else ","
    space = " " if names else ""
    return f"{text[: listed.end('names')].rstrip()}{comma}{space}{quoted}{text[listed.end() - 1 :]}"


def _table(text: str, path: Path) -> dict[str, Any]:
    """What settings say; FormatError for no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"not TOML: {error}", path) from None
