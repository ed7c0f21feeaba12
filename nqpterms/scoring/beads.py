"""Bead files: ``[zh]:[en]`` a line, 0-based indices, ``[]`` for none, a confidence third."""

from __future__ import annotations

import re
from pathlib import Path

from nqpterms.errors import FormatError

BeadIndices = tuple[tuple[int, ...], tuple[int, ...]]
_LINE = re.compile(r"\[([\d, ]*)\]\s*:\s*\[([\d, ]*)\](?::[^:]*)?")


def load_beads(path: str | Path) -> list[BeadIndices]:
    """The beads of a file, (Chinese, English) indices each, in its order.

    Raises FormatError with the line where one is no bead.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError("a bead file is UTF-8 text: save it as UTF-8", path) from error
    lines = ((n, line.strip()) for n, line in enumerate(text.split("\n"), start=1))
    return [_bead(line, path, n) for n, line in lines if line]


def _bead(line: str, path: str | Path, number: int) -> BeadIndices:
    match = _LINE.fullmatch(line)
    if match is None:
        raise FormatError(f"expected a bead like [0]:[0, 1], found {line[:40]!r}", path, number)
    try:
        zh, en = (tuple(int(n) for n in side.split(",") if n.strip()) for side in match.groups())
    except ValueError as error:
        raise FormatError("expected indices parted by commas", path, number) from error
    return zh, en
