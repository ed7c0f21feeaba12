"""One cell with several renderings, cut where its writer meant to part them.

    "productive forces; productivity" → "productive forces", "productivity"

A semicolon or a line break always parts. A slash parts where blanks stand around it, where it
stands beside a Chinese character (not in 元/吨), and after a phrase of several words; it does not
in "TCP/IP", "and/or" or "input/output ratio". The Chinese comma of lists (、) parts only where the
other language names one thing: in 大众创业、万众创新 "mass entrepreneurship and innovation" it
belongs to the term.
"""

from __future__ import annotations

import re

from nqpterms.lang.chinese import HAN, has_han

_ALWAYS = re.compile(r"[;；\n\r]+|\s+[/／|]\s+|｜")
_SLASH = re.compile(r"[/／]")
_HAN_EDGE = re.compile(f"(?<=[{HAN}）)”])[/／]|[/／](?=[{HAN}（(“])")
_LISTING = re.compile(r",|&|\b(?:and|or)\b|[、，和与及或]")


def split_renderings(
    cell: str, *, other: str = "", separators: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    """The renderings in a cell, in order, none twice; `other` is the other language's cell.

    `separators`, where given, part wherever they stand, and nothing else does.

    >>> split_renderings("productive forces/productivity; TCP/IP")
    ('productive forces', 'productivity', 'TCP/IP')
    >>> split_renderings("生产力、生产率", other="productivity")
    ('生产力', '生产率')
    """
    if separators is not None:
        pieces = [cell]
        for separator in separators:
            pieces = [part for piece in pieces for part in piece.split(separator)]
    else:
        pieces = [p for piece in _ALWAYS.split(cell) for p in _at_slashes(piece)]
        if not _LISTING.search(other):
            pieces = [p for piece in pieces for p in _at_list_commas(piece)]
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def _at_slashes(piece: str) -> list[str]:
    """A piece cut at the slashes that part renderings."""
    parts = [part.strip() for part in _SLASH.split(piece)]
    if len(parts) == 1:
        return parts
    if has_han(piece):
        return [piece] if min(map(len, parts)) < 2 else _HAN_EDGE.split(piece)
    acronym_first = parts[0].isupper() and all(" " in part for part in parts[1:])
    return parts if " " in parts[0] or acronym_first else [piece]


def _at_list_commas(piece: str) -> list[str]:
    return piece.split("、") if has_han(piece) else [piece]
