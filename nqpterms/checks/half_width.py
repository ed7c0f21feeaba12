"""T206: half-width punctuation left in Chinese, and what Chinese writes there (GB/T 15834).

The counterpart of T204. A sign belongs to Chinese where a Han character stands before it, brackets
and quotation marks where Han stands between them. What stands in figures (3,000, 10:30), between
Latin words and in addresses is left alone, and so are brackets with Latin letters alone:
人工智能(AI) is a matter of style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from nqpterms.checks.view import (
    Check,
    DocumentView,
    Verdict,
    finding_in,
    has_words,
)
from nqpterms.lang.chinese import HAN, has_han, script
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.renderings.rows import Row

_STOPS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_CLOSING = "”’）》」』】"  # signs before which Han stood
_OPENING = "“‘（《「『【"
_STOP = re.compile(r"(\.{3,}|[,;:?!.])[ \t]*")
_BRACKETS = re.compile(
    rf"(?:(?<=[{HAN}])|(?<![\]\w]))\([^()\n]*[{HAN}][^()\n]*\)|(?<=[A-Z]{{2}})\([{HAN}]+\)"
)
_LINE_WITH_QUOTES = re.compile('[^\n]*"[^\n]*')
_STRAIGHT = re.compile('"')
_HALF_WIDTH = re.compile(r"[,;:?!.()\"]")


class _Sign(Struct, frozen=True):
    """A half-width sign, with the blanks that go with it, and what Chinese writes there."""

    span: Span
    chinese: str
    is_sure: bool


def has_half_width_signs(text: str) -> bool:
    """Whether there may be half-width punctuation that belongs to Chinese in a text."""
    return _HALF_WIDTH.search(text) is not None and any(_half_width_signs(text))


def _t206(view: DocumentView) -> Iterator[Finding]:
    """Half-width punctuation is left in the Chinese."""
    for row in view.rows:
        if row.side != "zh" or not _HALF_WIDTH.search(row.text):
            continue
        for sign in _half_width_signs(row.text):
            if has_words(row, sign.span):
                yield _half_width_finding(row, sign)


def _half_width_finding(row: Row, sign: _Sign) -> Finding:
    """The finding about a sign; it has a fix where nothing else can be meant."""
    surface = sign.span.of(row.text).strip()
    message = f"“{surface}” is half-width punctuation: use “{sign.chinese}”"
    fix = sign.chinese if sign.is_sure else None
    verdict = Verdict(
        "T206", "warning", message, (sign.chinese,), fix, group=surface
    )
    return finding_in(row, verdict, span=sign.span)


def _half_width_signs(text: str) -> Iterator[_Sign]:
    """The signs of a text that Chinese writes in full width, in order.

    >>> [(sign.chinese, sign.is_sure) for sign in _half_width_signs("改革,开放(试点)3,000个.")]
    [('，', True), ('（', True), ('）', True), ('。', True)]
    """
    pairs = [*_brackets(text), *_quotation_marks(text)]
    full_width = {
        sign.span.start: sign.chinese for sign in pairs if sign.is_sure
    }
    even = "".join(
        [full_width.get(at, character) for at, character in enumerate(text)]
    )
    yield from sorted([*pairs, *_stops(even)], key=_start)


def _start(sign: _Sign) -> int:
    return sign.span.start


def _stops(text: str) -> Iterator[_Sign]:
    """Stops behind Han; blanks that Chinese does not write go with them."""
    for match in _STOP.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        is_behind_chinese = has_han(before) or (
            before != "" and before in _CLOSING
        )
        stop = match[1]
        is_behind_chinese |= _is_between_figure_and_chinese(match)
        if not is_behind_chinese or (after != "" and after in "/["):
            continue  # an address, a picture in Markdown
        if len(stop) > 1:
            yield _Sign(Span(start, start + len(stop)), "……", is_sure=True)
            continue
        ends_line = after in ("", "\n", "\r")
        goes_on = has_han(after) or (after != "" and after in _OPENING)
        closes = after != "" and after in _CLOSING
        if stop == "." and not (ends_line or goes_on or closes):
            continue  # a file's suffix, an address
        is_sure = ends_line or goes_on or closes or after.isdigit()
        yield _Sign(
            Span(start, end if goes_on else start + 1), _STOPS[stop], is_sure
        )


def _is_between_figure_and_chinese(stop: re.Match[str]) -> bool:
    """Whether a stop, other than that of a list number (1.), stands in 增长5%,就业稳定."""
    before = stop.string[max(0, stop.start() - 1) : stop.start()]
    after = stop.string[stop.end() : stop.end() + 1]
    if len(stop[0]) > 1 or not has_han(after):
        return False
    if stop[0] == ".":
        return before in ("%", "％", "℃")
    return before.isdigit() or before in ("%", "％", "℃", ")")


def _brackets(text: str) -> Iterator[_Sign]:
    """Both of a pair of round brackets round Han, but for those of a link or a call."""
    for match in _BRACKETS.finditer(text):
        start, end = match.span()
        yield _Sign(Span(start, start + 1), "（", is_sure=True)
        yield _Sign(Span(end - 1, end), "）", is_sure=True)


def _quotation_marks(text: str) -> Iterator[_Sign]:
    """Both of a pair of straight quotation marks round Han.

    The marks of a line open and close in turn. Which of them opens is sure where a line has all in
    pairs; what stands for them in traditional characters is a matter of place.
    """
    if '"' not in text:
        return
    is_simplified = script(text) == "zh-Hans"
    for line in _LINE_WITH_QUOTES.finditer(text):
        marks = [
            mark.start() for mark in _STRAIGHT.finditer(text, *line.span())
        ]
        is_sure = is_simplified and len(marks) % 2 == 0
        for opening, closing in zip(marks[::2], marks[1::2], strict=False):
            if has_han(text[opening:closing]):
                yield _Sign(Span(opening, opening + 1), "“", is_sure)
                yield _Sign(Span(closing, closing + 1), "”", is_sure)


CHECKS = (Check("T206", "warning", "translation", _t206),)
