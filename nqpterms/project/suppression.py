"""What a comment in a text says about the checks of its lines.

    <!-- nqpterms-disable T101 -->            until it is enabled again
    <!-- nqpterms-enable T101 -->
    <!-- nqpterms-disable-next-line T101 -->  on the next line alone

Blanks or commas stand between several codes; a prefix (T1) stands for all its codes, and without
any code every check is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from nqpterms.model.findings import Finding

_COMMENT = re.compile(r"<!--\s*nqpterms-(disable-next-line|disable|enable)\b([^<>]*?)-->")
_MARK = "<!--"


def unsuppressed(findings: Iterable[Finding], text: str) -> list[Finding]:
    """The findings that the comments in the text of their file do not silence.

    >>> from nqpterms.model.places import Place
    >>> text = "<!-- nqpterms-disable T1 -->\\na\\n<!-- nqpterms-enable -->\\nb"
    >>> found = [Finding("T101", "warning", "m", place=Place(line)) for line in (2, 4)]
    >>> [finding.place.line for finding in unsuppressed(found, text)]
    [4]
    """
    orders = _orders(text) if _MARK in text else []
    return [finding for finding in findings if not _is_silent(finding, orders)]


class _Order(Struct, frozen=True):
    """What a comment says: from which line on which codes are silent, or heard again."""

    line: int
    verb: str
    codes: tuple[str, ...]


def _orders(text: str) -> list[_Order]:
    """The comments in order of line."""
    orders = []
    line, start = 1, 0
    for comment in _COMMENT.finditer(text):
        line += text.count("\n", start, comment.start())
        start = comment.start()
        codes = tuple(comment[2].replace(",", " ").split())
        orders.append(_Order(line, comment[1], codes or ("",)))
    return orders


def _is_silent(finding: Finding, orders: Iterable[_Order]) -> bool:
    """Whether the last comment above that speaks of the finding's code silences it."""
    line = finding.place.line
    if line is None:
        return False
    silent = False
    for order in orders:
        if order.line > line:
            break
        if not finding.code.startswith(order.codes):
            continue
        if order.verb != "disable-next-line":
            silent = order.verb == "disable"
        elif line == order.line + 1:
            return True
    return silent
