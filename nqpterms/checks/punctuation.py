"""T204: Chinese signs that were left in the English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nqpterms.checks.reading import Reading
from nqpterms.checks.reporting import Verdict, found
from nqpterms.lang.chinese import has_han
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span

_SIGNS = {"，": ",", "。": ".", "、": ",", "；": ";", "：": ":", "？": "?", "！": "!"}
_SIGNS |= {"（": "(", "）": ")", "【": "[", "】": "]", "《": "“", "》": "”", "「": "“", "」": "”"}
_CHINESE = re.compile("[，。、；：？！（）【】《》「」]|[０-９Ａ-Ｚａ-ｚ％＋－／＝＆]+")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BEFORE_BLANK = frozenset("，。、；：？！")
_OPENING = frozenset("（【《「")
_CLOSING = frozenset("）】》」")


def t204(reading: Reading) -> Iterator[Finding]:
    """Chinese or full-width punctuation is left in the English."""
    for row in reading.rows:
        if row.side == "zh" or row.text.isascii():
            continue
        for sign in _CHINESE.finditer(row.text):
            span = Span(*sign.span())
            if not _is_quoted(row.text, span):
                message = f"“{sign[0]}” is Chinese punctuation: use “{_plain(sign[0])}”"
                if sign[0][0].isalnum():
                    message = f"“{sign[0]}” is in full width: use “{_plain(sign[0])}”"
                verdict = Verdict("T204", "warning", message)
                fix = _fix(row.text, span)
                yield found(verdict, row, span=span, expected=[fix.strip()], fix=fix)


def is_left(text: str) -> bool:
    """Whether a text may hold such a sign."""
    return not text.isascii() and _CHINESE.search(text) is not None


def _is_quoted(text: str, span: Span) -> bool:
    """Whether the sign belongs to Chinese that is quoted: a Han character stands beside it."""
    before, after = text[: span.start].rstrip()[-1:], text[span.end :].lstrip()[:1]
    return has_han(before) or has_han(after)


def _plain(sign: str) -> str:
    return _SIGNS.get(sign) or sign.translate(_WIDE)


def _fix(text: str, span: Span) -> str:
    """The sign that English writes there, with the blank that belongs to it."""
    sign = span.of(text)
    before, after = text[: span.start][-1:], text[span.end : span.end + 1]
    plain = _plain(sign)
    if sign in _OPENING:
        return f" {plain}" if before.isalnum() else plain
    if sign in _BEFORE_BLANK | _CLOSING and (after.isalnum() or (after in _OPENING and after)):
        return f"{plain} "
    return plain
