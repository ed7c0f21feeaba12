"""What a comment in a text says about the checks of its lines.

    <!-- nqpterms-disable T101 -->            until it is enabled again
    <!-- nqpterms-enable T101 -->
    <!-- nqpterms-disable-next-line T101 -->  on the next line alone

Blanks or commas stand between several codes; a prefix (T1) stands for all its codes, and without
any code every check is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct

from nqpterms.model.findings import Finding

_COMMENT = re.compile(
    r"<!--\s*nqpterms-(disable-next-line|disable|enable)\b([^<>]*?)-->"
)
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
    if not orders:
        return list(findings)
    silences: dict[str, _Silence] = {}
    audible = []
    for finding in findings:
        if finding.code not in silences:
            silences[finding.code] = _silence_of(finding.code, orders)
        line = finding.place.line
        if line is None or not silences[finding.code].holds_at(line):
            audible.append(finding)
    return audible


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


class _Silence(Struct, frozen=True):
    """Where a code is silent: from each of `lines` on as `states` says, and on `own_lines`."""

    lines: tuple[int, ...]
    states: tuple[bool, ...]
    own_lines: frozenset[int]

    def holds_at(self, line: int) -> bool:
        """Whether the code is silent on a line."""
        if line in self.own_lines:
            return True
        last = bisect_right(self.lines, line) - 1
        return last >= 0 and self.states[last]


def _silence_of(code: str, orders: Iterable[_Order]) -> _Silence:
    """What the comments that speak of a code make of it."""
    lines, states, own_lines = [], [], set()
    for order in orders:
        if not code.startswith(order.codes):
            continue
        if order.verb == "disable-next-line":
            own_lines.add(order.line + 1)
        else:
            lines.append(order.line)
            states.append(order.verb == "disable")
    return _Silence(tuple(lines), tuple(states), frozenset(own_lines))
