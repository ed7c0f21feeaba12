"""Cells that a spreadsheet would run as a formula, made harmless and turned back.

A cell that begins with one of the guarded characters is written with an apostrophe before it, and
so is a cell that already looks like that; reading takes one apostrophe away. So every text comes
back as it was, and no text reaches a spreadsheet as a formula.
"""

from __future__ import annotations

import re

_GUARDED = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""OWASP's list for CSV injection; East Asian locales take the full-width signs too."""


def guarded(cell: str) -> str:
    """The cell as it may be written.

    >>> guarded("=1+1"), guarded("-ism"), guarded("'tis"), guarded("'=1")
    ("'=1+1", "'-ism", "'tis", "''=1")
    """
    return f"'{cell}" if _GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`.

    >>> unguarded("'=1+1"), unguarded("=1+1"), unguarded("'tis")
    ('=1+1', '=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
