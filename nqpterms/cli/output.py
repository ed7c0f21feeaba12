"""Where a command's output goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from nqpterms.cli.options import is_quiet
from nqpterms.cli.terminal import on_screen, show
from nqpterms.errors import NqptermsError
from nqpterms.files.writing import atomic


def put(text: str | Iterable[str], target: Path | None, *, styled: bool = False) -> None:
    """Write text, or lines of text, to a file atomically or to standard output.

    What is *styled*, text for a reader, is coloured where standard output is a terminal.
    """
    if styled and target is None and on_screen():
        show(text if isinstance(text, str) else "".join(text))
        return
    parts = (text,) if isinstance(text, str) else text
    if target is None:
        sys.stdout.writelines(parts)
        return
    with atomic(target) as stream:
        stream.writelines(parts)


def chosen_format(
    given: str | None, target: Path | None, known: Iterable[str], default: str
) -> str:
    """The format of an output: as given, else by the suffix of the file, else the default."""
    if given:
        return given
    if target is None:
        return default
    suffix = target.suffix.lstrip(".").lower()
    aliases = {"txt": "text", "htm": "html", "ndjson": "jsonl"}
    name = aliases.get(suffix, suffix)
    if name not in set(known):
        raise NqptermsError(
            f"{target}: cannot tell the format from this suffix; give --format ({', '.join(known)})"
        )
    return name


def tell(message: str) -> None:
    """Say something beside the output, on standard error, unless ``--quiet`` was said."""
    if not is_quiet():
        print(f"nqpterms: {message}", file=sys.stderr)
