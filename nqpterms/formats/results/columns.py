"""Text in the columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters two, marks none.

    >>> width("新质NQPF"), width("e\u0301")
    (8, 1)
    """
    wide = (
        unicodedata.east_asian_width(c) in "WF"
        for c in text
        if not unicodedata.combining(c)
    )
    return sum(2 if is_wide else 1 for is_wide in wide)


def cut_left(text: str, columns: int) -> str:
    """The end of a text, as much as fits into the columns."""
    end = text.rstrip()
    while width(end) > columns:
        end = end[max(1, (width(end) - columns) // 2) :]
    return end


def cut_right(text: str, columns: int) -> str:
    """The beginning of a text, as much as fits into the columns."""
    begin = text.lstrip()
    while width(begin) > columns:
        begin = begin[: -max(1, (width(begin) - columns) // 2)]
    return begin


def padded(text: str, columns: int) -> str:
    """The text with blanks up to a number of columns."""
    return text + " " * (columns - width(text))
