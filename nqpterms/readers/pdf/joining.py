"""How two rows of one paragraph are joined: blank or none, and what becomes of a hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from nqpterms.lang.english import is_word
from nqpterms.readers.pdf.rows import is_wide
from nqpterms.readers.titles import is_chinese

_BROKEN = re.compile(r"([A-Za-z][A-Za-z-]*)[-‐]$")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_DASHES = "-‐–—/"


class Joint(NamedTuple):
    """What stands between two rows, and how many signs the first one loses."""

    glue: str
    cut: int = 0


def vocabulary(rows: Iterable[str]) -> frozenset[str]:
    """The words of the rows in small letters, with and without hyphens, but for broken ones."""
    return frozenset(
        word.lower() for text in rows for word in _WORD.findall(text.rstrip("-‐")) if word
    )


def joint(before: str, after: str, known: frozenset[str]) -> Joint:
    """How a row goes on in the next; *known* are words of the document.

    >>> joint("their develop-", "ment", frozenset()), joint("发展新质", "生产力", frozenset())
    (Joint(glue='', cut=1), Joint(glue='', cut=0))
    >>> joint("a long-", "term plan", frozenset({"long-term"})), joint("new", "forces", frozenset())
    (Joint(glue='', cut=0), Joint(glue=' ', cut=0))
    """
    last, first = before[-1:], after[:1]
    if (broken := _BROKEN.search(before)) and (rest := re.match("[a-z]+", after)):
        return Joint("", int(_is_one_word(broken[1].lower(), rest[0], known)))
    if last in _DASHES and (before[-2:-1].isalnum() or _is_wide(before[-2:-1])):
        return Joint("")
    if _is_wide(last) and _is_wide(first):
        return Joint("")
    mixed = _is_wide(last) or _is_wide(first) or (last.isdigit() and first.isdigit())
    return Joint("" if mixed and is_chinese(before + after) else " ")


def _is_wide(char: str) -> bool:
    """Whether a sign is as wide as a Chinese one; quotes are both, the text then decides."""
    return bool(char) and (is_wide(char) or char in "“”‘’…·")


def _is_one_word(head: str, tail: str, known: frozenset[str]) -> bool:
    """Whether a hyphen at the end of a row only breaks a word; where it is not sure, it stays."""
    if f"{head}-{tail}" in known:
        return False
    whole = head.rpartition("-")[2] + tail
    return whole in known or is_word(whole)
