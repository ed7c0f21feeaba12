"""Where a command's output goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nqpterms.cli.options import is_quiet, is_strict
from nqpterms.cli.shown_text import in_characters, visible
from nqpterms.cli.terminal import on_screen, show
from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.remarks import RemarkListener, remarks_to
from nqpterms.files.writing import atomic

_ALIASES = {"txt": "text", "htm": "html", "ndjson": "jsonl"}


def put(
    text: str | Iterable[str], target: Path | None, *, styled: bool = False
) -> None:
    """Write text, or lines of text, to a file atomically or to standard output.

    What is *styled*, text for a reader, is coloured where standard output is a terminal. There,
    and wherever it is text for a reader, nothing in it does anything (`shown_text`).
    """
    parts = (text,) if isinstance(text, str) else text
    is_for_eyes = styled or (target is None and on_screen())
    parts = map(visible if is_for_eyes else in_characters, parts)
    if styled and target is None and on_screen():
        show("".join(parts))
        return
    if target is None:
        sys.stdout.writelines(parts)
        return
    with atomic(target) as stream:
        stream.writelines(parts)


def chosen_format(
    format_: str | None, output: Path | None, names: Iterable[str], default: str
) -> str:
    """The format of an output: what ``--format`` says, or the file's suffix, or the default."""
    if format_:
        return format_
    if output is None:
        return default
    name = format_of(output)
    if name not in set(names):
        raise NqptermsError(
            f"{output}: cannot tell the format from this suffix; give --format ({', '.join(names)})"
        )
    return name


def format_of(output: Path) -> str:
    """The format that the suffix of a file names."""
    suffix = output.suffix.lstrip(".").lower()
    return _ALIASES.get(suffix, suffix)


def tell(message: str) -> None:
    """Say something beside the output, on standard error, unless ``--quiet`` was said."""
    if not is_quiet():
        print(visible(f"nqpterms: {message}"), file=sys.stderr)


def complain(message: str) -> None:
    """Say what failed, on standard error, also where ``--quiet`` was said."""
    print(visible(f"nqpterms: {' '.join(message.split())}"), file=sys.stderr)


_NAMED = 5  # broken parts of a file that are named; the others are counted


@contextmanager
def remarks_shown() -> Iterator[None]:
    """Inside it, what files were taken for and what was left out of them is said."""
    remarks = set()
    counts: Counter[str] = Counter()

    def remark(text: str) -> None:
        if text not in remarks:  # a file may be looked at more than once
            remarks.add(text)
            tell(text)

    def broken(error: FormatError) -> None:
        if is_strict():
            raise error
        if str(error) in remarks:  # a glossary may be loaded more than once
            return
        remarks.add(str(error))
        name = str(error.path or "")
        counts[name] += 1
        if counts[name] <= _NAMED:
            complain(f"left out: {error}")

    try:
        with remarks_to(RemarkListener(remark, broken)):
            yield
    finally:
        for name, count in counts.items():
            if count > _NAMED:
                complain(f"left out: {name}: {count} parts in all")
