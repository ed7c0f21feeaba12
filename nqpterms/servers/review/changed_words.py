"""The changes of a file as a reader sees them: each changed line with its words that go and come.

unified diff ──changed_lines──▶ ChangedLines of pieces: same, old, new
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

_WORDS = re.compile(r"\w+|\W")
_HUNK = re.compile(r"@@ -(\d+)")
_REACH = 70  # signs of what stays the same on either side of a change

Kind = Literal["same", "old", "new"]


class ChangedPiece(NamedTuple):
    """A stretch of a line, and whether it stays, goes or comes."""

    kind: Kind
    text: str


class ChangedLine(Struct, frozen=True):
    """A line that changes: its number in the file before, and its pieces."""

    number: int
    pieces: tuple[ChangedPiece, ...]


def changed_lines(difference: str) -> list[ChangedLine]:
    """What a unified diff of one file changes.

    >>> diff = "--- a\\n+++ b\\n@@ -3 +3 @@\\n-A tea yard.\\n+A tea garden.\\n"
    >>> [line] = changed_lines(diff)
    >>> line.number, [piece for piece in line.pieces if piece.kind != "same"]
    (3, [ChangedPiece(kind='old', text='yard'), ChangedPiece(kind='new', text='garden')])
    """
    changes = []
    for number, old, new in _pairs(difference.split("\n")[2:]):
        changes.append(ChangedLine(number, tuple(_pieces(old, new))))
    return changes


def _pairs(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Lines that go with those that come in their place, and the number of each."""
    number = 0
    old: list[tuple[int, str]] = []
    new: list[str] = []
    for line in [*lines, " "]:
        sign, text = line[:1], line[1:]
        if sign == "-":
            old.append((number, text))
            number += 1
            continue
        if sign == "+":
            new.append(text)
            continue
        yield from _together(old, new)
        old, new = [], []
        hunk = _HUNK.match(line)
        number = int(hunk[1]) if hunk else number + 1


def _together(
    old: Sequence[tuple[int, str]], new: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    """The first that goes with the first that comes, and so on; what is over stands alone."""
    for at in range(max(len(old), len(new))):
        number = old[min(at, len(old) - 1)][0] if old else 0
        before = old[at][1] if at < len(old) else ""
        yield number, before, new[at] if at < len(new) else ""


def _pieces(old: str, new: str) -> Iterator[ChangedPiece]:
    """The pieces of a line; what stays the same is shown where it is near a change."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    steps = matcher.get_opcodes()
    for at, (kind, old_from, old_to, new_from, new_to) in enumerate(steps):
        gone, come = (
            "".join(before[old_from:old_to]),
            "".join(after[new_from:new_to]),
        )
        if kind == "equal":
            is_first, is_last = at == 0, at == len(steps) - 1
            yield ChangedPiece(
                "same", _near(gone, is_first=is_first, is_last=is_last)
            )
            continue
        if gone:
            yield ChangedPiece("old", gone)
        if come:
            yield ChangedPiece("new", come)


def _near(text: str, *, is_first: bool, is_last: bool) -> str:
    """What stays the same, cut where it is far from any change."""
    most = _REACH if is_first or is_last else 2 * _REACH
    if len(text) <= most:
        return text
    if is_first:
        return "… " + text[-_REACH:].partition(" ")[2]
    if is_last:
        return text[:_REACH].rpartition(" ")[0] + " …"
    return f"{text[:_REACH].rpartition(' ')[0]} … {text[-_REACH:].partition(' ')[2]}"
