"""T204: full-width and Chinese signs, figures and letters left in English, and what English writes.

A sign that stands beside Han belongs to Chinese that is quoted. Round brackets are the exception:
they belong to the language outside of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nqpterms.checks.view import (
    Check,
    DocumentView,
    Verdict,
    finding_in,
    has_words,
)
from nqpterms.lang.chinese import has_han
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.renderings.rows import Row

_STOPS = {
    "，": ",",
    "、": ",",
    "､": ",",
    "﹐": ",",
    "。": ".",
    "｡": ".",
    "．": ".",
    "﹒": ".",
}
_STOPS |= {
    "；": ";",
    "﹔": ";",
    "：": ":",
    "﹕": ":",
    "？": "?",
    "﹖": "?",
    "！": "!",
    "﹗": "!",
}
_OPENING = {
    "（": "(",
    "﹙": "(",
    "【": "[",
    "［": "[",
    "〔": "[",
    "〖": "[",
    "｛": "{",
    "｟": "(",
}
_OPENING |= {"《": "“", "「": "“", "｢": "“", "〈": "‘", "『": "‘", "〝": "“"}
_CLOSING = {
    "）": ")",
    "﹚": ")",
    "】": "]",
    "］": "]",
    "〕": "]",
    "〗": "]",
    "｝": "}",
    "｠": ")",
}
_CLOSING |= {
    "》": "”",
    "」": "”",
    "｣": "”",
    "〉": "’",
    "』": "’",
    "〞": "”",
    "〟": "”",
}
_OTHERS = {"・": "·", "･": "·", "〜": "–", "￠": "¢", "￡": "£", "￢": "¬"}
_OTHERS |= {"￣": "¯", "￤": "¦", "￥": "¥", "￦": "₩"}
_SIGNS = _STOPS | _OPENING | _CLOSING | _OTHERS
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_RUNS = "".join(chr(code) for code in _WIDE if chr(code) not in _SIGNS)
_FULL_WIDTH = re.compile(
    f"[{re.escape(''.join(_SIGNS))}]|[{re.escape(_RUNS)}]+"
)
_PAIRED_QUOTE = re.compile(r"[\"'](?=\w)")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_SHORT_NUMBER = re.compile(r"(?<![\d.])\d{1,3}\Z")
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?!\d)")
_PREFIX_IN_BRACKETS = re.compile(
    r"(?:(?<!\w)\(|（)(?:re|un|non|pre|dis|de|co|in|im)\Z"
)
_MARK_IN_BRACKETS = re.compile(r"(?:s|es|[a-z]|[ivx]{1,4}|\d{1,2})[)）]")


def has_chinese_signs(text: str) -> bool:
    """Whether Chinese or full-width signs stand in a text."""
    return not text.isascii() and _FULL_WIDTH.search(text) is not None


def _t204(view: DocumentView) -> Iterator[Finding]:
    """Chinese or full-width punctuation is left in the English."""
    for row in view.rows:
        if row.side == "zh" or row.text.isascii():
            continue
        for sign in _FULL_WIDTH.finditer(row.text):
            span = Span(*sign.span())
            if not _is_of_chinese(row.text, span) and has_words(row, span):
                yield _full_width_finding(row, span)


def _full_width_finding(row: Row, span: Span) -> Finding:
    """The finding about a sign, or a run of full-width ones, with the sign that English has."""
    sign = span.of(row.text)
    fault = (
        "is in full width" if sign[0].isalnum() else "is Chinese punctuation"
    )
    english = _plain(sign)
    message = f"“{sign}” {fault}: use “{english}”"
    fix = english_sign(row.text, span)
    verdict = Verdict("T204", "warning", message, expected=(english,), fix=fix)
    return finding_in(row, verdict, span=span)


def english_sign(text: str, span: Span) -> str | None:
    """The sign that English writes at a span, with its blank; None where that is open.

    >>> english_sign("at 8：30", Span(4, 5)), english_sign("He said：“Go", Span(7, 8))
    (':', ': ')
    >>> english_sign("grew 3。5 times", Span(6, 7)) is None
    True
    """
    sign = span.of(text)
    plain = _plain(sign)
    before, behind = text[: span.start], text[span.end :]
    if sign in _STOPS:
        is_number = before[-1:].isdigit() and behind[:1].isdigit()
        if is_number and sign != "．":
            return _between_figures(plain, before, behind)
        return f"{plain} " if _opens_word(behind) and not is_number else plain
    if sign in _OPENING:
        return _opening_sign(plain, before, behind)
    if sign in _CLOSING:
        is_prefix = _PREFIX_IN_BRACKETS.search(before) is not None
        # The next bracket brings its own blank.
        stands_close = is_prefix or behind[:1] in _OPENING
        return (
            f"{plain} " if _opens_word(behind) and not stands_close else plain
        )
    if plain.endswith("%") and behind[:1].isalpha():
        return f"{plain} "
    is_range = plain == "~" and before[-1:].isdigit() and behind[:1].isdigit()
    return "–" if is_range else plain


def _between_figures(plain: str, before: str, behind: str) -> str | None:
    """3,000,000 and 8:30 and 1:2.5, but a list of numbers "7, 8" and of years "2021, 2022"."""
    if plain == ",":
        is_number = _SHORT_NUMBER.search(_narrow(before)) and _THOUSANDS.match(
            behind
        )
        return plain if is_number else f"{plain} "
    if plain == ":":
        return (
            f"{plain} "
            if _YEAR.match(behind) and not before.endswith("1")
            else plain
        )
    if plain == ".":
        return f"{plain} " if _YEAR.search(before[-4:]) else None
    return f"{plain} "


def _opening_sign(plain: str, before: str, behind: str) -> str:
    """A bracket or quote that opens: a blank stands before it, but not in "5(2)" and "year(s)"."""
    last = _plain(before[-1:])
    if not last or last.isspace() or last in "([{“‘\"'/-–—":
        return plain
    is_mark = plain == "(" and _MARK_IN_BRACKETS.match(behind) is not None
    stands_close = is_mark and (
        last.isdigit() or behind[:1] in ("s", "e") or last == ")"
    )
    return plain if stands_close else f" {plain}"


def _opens_word(behind: str) -> bool:
    """Whether a word, a number or something that opens one stands directly behind."""
    first = behind[:1]
    if first.isalnum() or first in tuple("([{“‘$€£¥") or first in _OPENING:
        return True
    return _PAIRED_QUOTE.match(behind) is not None


def _narrow(text: str) -> str:
    return text[-5:].translate(_WIDE)


def _plain(sign: str) -> str:
    """The sign without the blanks round it."""
    return _SIGNS.get(sign) or sign.translate(_WIDE)


def _is_of_chinese(text: str, span: Span) -> bool:
    """Whether the sign belongs to Chinese that is quoted."""
    sign = span.of(text)
    if sign in "（）":
        pair = _round_brackets(text, span)
        if pair:
            outside = (
                text[: pair.start].rstrip()[-1:]
                or text[pair.end :].lstrip()[:1]
            )
            return has_han(outside)
    before, behind = (
        text[: span.start].rstrip()[-1:],
        text[span.end :].lstrip()[:1],
    )
    return has_han(before) or has_han(behind)


def _round_brackets(text: str, span: Span) -> Span | None:
    """The brackets of which a sign is one, with what they hold; None where one is missing."""
    if span.of(text) == "（":
        end = text.find("）", span.end)
        return Span(span.start, end + 1) if end >= 0 else None
    start = text.rfind("（", 0, span.start)
    return Span(start, span.end) if start >= 0 else None


CHECKS = (Check("T204", "warning", "translation", _t204),)
