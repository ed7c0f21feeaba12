"""Anchor files: pairs of lines that a user knows to begin together, ``zh⇥en``, from 1."""

from __future__ import annotations

from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.opening import numbered_lines


def load_anchors(path: str | Path) -> list[tuple[int, int]]:
    """The (Chinese line, English line) pairs of a file, in order.

    Two numbers a row, parted by a tab, a comma or blanks; ``#`` begins a comment. Raises
    FormatError with the line of a row that is none, or whose lines run backwards.
    """
    pairs: list[tuple[int, int]] = []
    for number, line in numbered_lines(path):
        cells = line.partition("#")[0].replace(",", " ").split()
        if not cells:
            continue
        if len(cells) != 2 or not all(cell.isdecimal() and int(cell) for cell in cells):
            message = f"expected two line numbers (Chinese, English), found {line[:40]!r}"
            raise FormatError(message, path, number)
        pair = (int(cells[0]), int(cells[1]))
        if pairs and not (pairs[-1][0] < pair[0] and pairs[-1][1] < pair[1]):
            raise FormatError("anchors must grow on both sides: order is kept", path, number)
        pairs.append(pair)
    return pairs
