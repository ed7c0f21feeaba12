"""What a text itself says about its findings.

    <!-- nqpterms-disable T101 -->            from this line on, until it is enabled again
    <!-- nqpterms-enable T101 -->
    <!-- nqpterms-disable-next-line T101 -->  on the next line alone

Several codes are parted by blanks or commas; a prefix (T1) stands for all its codes, and without
any code every check is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from nqpterms.model.findings import Finding

_COMMENT = re.compile(r"<!--\s*nqpterms-(disable-next-line|disable|enable)\b([^<>]*?)-->")
_MARK = "<!--"


class _Order(NamedTuple):
    """What a comment says: from which line on which codes are silent, or heard again."""

    line: int
    verb: str
    codes: tuple[str, ...]


def unsuppressed(findings: Iterable[Finding], text: str) -> list[Finding]:
    """The findings that the comments in the text of their file do not silence.

    >>> from nqpterms.model.places import Place
    >>> text = "<!-- nqpterms-disable T1 -->\\na\\n<!-- nqpterms-enable -->\\nb"
    >>> found = [Finding("T101", "warning", "m", place=Place(line)) for line in (2, 4)]
    >>> [finding.place.line for finding in unsuppressed(found, text)]
    [4]
    """
    orders = _orders(text) if _MARK in text else []
    return [f for f in findings if not _is_silent(f, orders)]


def _orders(text: str) -> list[_Order]:
    """The comments in order of line."""
    orders, line, at = [], 1, 0
    for comment in _COMMENT.finditer(text):
        line += text.count("\n", at, comment.start())
        at = comment.start()
        codes = tuple(comment[2].replace(",", " ").split())
        orders.append(_Order(line, comment[1], codes or ("",)))
    return orders


def _is_silent(finding: Finding, orders: Iterable[_Order]) -> bool:
    """Whether the last comment above that speaks of the finding's code silences it."""
    silent, line = False, finding.place.line
    for order in orders if line is not None else ():
        if order.line > (line or 0):
            break
        if not finding.code.startswith(order.codes):
            continue
        if order.verb != "disable-next-line":
            silent = order.verb == "disable"
        elif line == order.line + 1:
            return True
    return silent
