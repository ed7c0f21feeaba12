"""T101, T103, T204 and T205: the words and signs of the translation itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nqpterms.checks.view import Check, DocumentView, Verdict, finding_in, has_words
from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import one_line
from nqpterms.matching.forms import is_acronym, is_short
from nqpterms.matching.matcher import Match, TermReading
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED
from nqpterms.renderings.rows import Row

_SIGNS = {"，": ",", "。": ".", "、": ",", "；": ";", "：": ":", "？": "?", "！": "!"}
_SIGNS |= {"（": "(", "）": ")", "【": "[", "】": "]", "《": "“", "》": "”", "「": "“", "」": "”"}
_CHINESE = re.compile("[，。、；：？！（）【】《》「」]|[０-９Ａ-Ｚａ-ｚ％＋－／＝＆]+")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BEFORE_BLANK = frozenset("，。、；：？！")
_OPENING = frozenset("（【《「")
_CLOSING = frozenset("）】》」")


def _t101(view: DocumentView) -> Iterator[Finding]:
    """A deprecated or superseded term is used."""
    return _discouraged_terms(view, "T101")


def _t205(view: DocumentView) -> Iterator[Finding]:
    """A form that does not render this source term is used beside it."""
    return _discouraged_terms(view, "T205")


def _t103(view: DocumentView) -> Iterator[Finding]:
    """An admitted term is used where the style asks for the preferred one."""
    for row in view.rows:
        for match in row.target_terms:
            reading = match.candidates[0]
            if reading.term.status != "admitted" or is_short(reading.term):
                continue
            best = reading.concept.renderings(row.side)[0]
            if best.status != "preferred":
                continue
            surface = one_line(match.span.of(row.text))
            message = f"“{surface}” is admitted, “{best.text}” is preferred"
            verdict = Verdict("T103", "info", message, expected=(best.text,))
            yield finding_in(row, verdict, span=match.span, reading=reading)


def _t204(view: DocumentView) -> Iterator[Finding]:
    """Chinese or full-width punctuation is left in the English."""
    for row in view.rows:
        if row.side == "zh" or row.text.isascii():
            continue
        for sign in _CHINESE.finditer(row.text):
            span = Span(*sign.span())
            if not _is_beside_han(row.text, span) and has_words(row, span):
                yield _punctuation(row, span)


def has_chinese_signs(text: str) -> bool:
    """Whether Chinese or full-width signs stand in a text."""
    return not text.isascii() and _CHINESE.search(text) is not None


def discouraged_reading(match: Match, sought: frozenset[str]) -> TermReading | None:
    """The discouraged term that stands there, given the concepts that the source names.

    None where an acceptable term may stand there as well; but what is acceptable for a concept
    that the source does not name is no excuse for a pair term of one that it does. Within one
    concept a form as the glossary writes it counts before an inflected one.
    """
    if not any(map(_is_discouraged, match.candidates)):
        return None
    closest = {reading.concept.id: reading for reading in reversed(match.candidates)}
    acceptable = {key for key, reading in closest.items() if not _is_discouraged(reading)}
    for key in sorted(closest, key=lambda key: key not in sought):
        reading = closest[key]
        if key in acceptable:
            continue
        if reading.term.scope != "pair":
            if not acceptable:
                return reading
        elif key in sought and acceptable.isdisjoint(sought):
            return reading
    return None


def _is_discouraged(reading: TermReading) -> bool:
    return reading.term.status in DISCOURAGED


def replacement(text: str, span: Span, term: str) -> str | None:
    """A term as it may stand at a span without a reader's eye, or None.

    Its case follows what stands there. Another number would want another verb, another initial
    another article: then there is none.

    >>> replacement("New Quality Capacities", Span(0, 22), "new quality productive forces")
    'New Quality Productive Forces'
    >>> replacement("productivity is", Span(0, 12), "productive forces") is None
    True
    """
    surface = span.of(text)
    if _is_plural(surface) != _is_plural(term):
        return None
    is_behind_article = text[: span.start].lower().split()[-1:] in (["a"], ["an"])
    if is_behind_article and _has_vowel(surface) != _has_vowel(term):
        return None
    return _in_case_of(surface, term)


def _in_case_of(surface: str, term: str) -> str:
    """A term with the capitals of what stands there."""
    if is_acronym(term) or not surface.isascii():
        return term
    if surface.isupper():
        return term.upper()
    if " " in surface and surface.istitle():
        return " ".join(_capitalised(word) for word in term.split(" "))
    return _capitalised(term) if surface[0].isupper() else term


def _discouraged_terms(view: DocumentView, code: str) -> Iterator[Finding]:
    """The places of discouraged terms: T205 of those with scope "pair", T101 of the others."""
    for row in view.rows:
        for match in row.target_terms:
            reading = discouraged_reading(match, row.sought)
            if reading and (reading.term.scope == "pair") == (code == "T205"):
                yield _discouraged(code, row, match, reading)


def _discouraged(code: str, row: Row, match: Match, reading: TermReading) -> Finding:
    """The finding, with the source term where it stands beside and a fix where that is safe."""
    terms = reading.concept.renderings(row.side)
    source = next((m for m in row.source_terms if reading.concept.id in m.concepts), None)
    fault = f"is {reading.term.status}"
    if code == "T205" and source:
        fault = f"does not render {source.candidates[0].term.text}"
    instead = f": use “{terms[0].text}”" if terms else ""
    fix = None
    if reading.change == "" and [term.status for term in terms].count("preferred") == 1:
        fix = replacement(row.text, match.span, terms[0].text)
    verdict = Verdict(
        code,
        "warning",
        f"“{one_line(match.span.of(row.text))}” {fault}{instead}",
        expected=tuple(term.text for term in terms),
        fix=fix,
        group=reading.term.text,
    )
    return finding_in(row, verdict, span=match.span, source=source, reading=reading)


def _punctuation(row: Row, span: Span) -> Finding:
    """The finding about a sign, or a run of full-width ones, with the sign that English has."""
    sign = span.of(row.text)
    fault = "is in full width" if sign[0].isalnum() else "is Chinese punctuation"
    fix = _english_sign(row.text, span)
    message = f"“{sign}” {fault}: use “{_plain(sign)}”"
    verdict = Verdict("T204", "warning", message, expected=(fix.strip(),), fix=fix)
    return finding_in(row, verdict, span=span)


def _is_beside_han(text: str, span: Span) -> bool:
    """Whether the sign belongs to Chinese that is quoted."""
    before, after = text[: span.start].rstrip()[-1:], text[span.end :].lstrip()[:1]
    return has_han(before) or has_han(after)


def _plain(sign: str) -> str:
    return _SIGNS.get(sign) or sign.translate(_WIDE)


def _english_sign(text: str, span: Span) -> str:
    """The sign that English writes there, with the blank that belongs to it."""
    sign = span.of(text)
    before, after = text[: span.start][-1:], text[span.end : span.end + 1]
    plain = _plain(sign)
    if sign in _OPENING:
        return f" {plain}" if before.isalnum() else plain
    wants_blank = after.isalnum() or after in _OPENING
    if sign in _BEFORE_BLANK | _CLOSING and wants_blank:
        return f"{plain} "
    return plain


def _is_plural(text: str) -> bool:
    return text.lower().endswith("s") and not text.lower().endswith(("ss", "us", "is"))


def _has_vowel(text: str) -> bool:
    """Whether a word begins with a vowel."""
    return text[:1].lower() in "aeiou"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


CHECKS = (
    Check("T101", "warning", "translation", _t101),
    Check("T103", "info", "translation", _t103, on_request=True),
    Check("T204", "warning", "translation", _t204),
    Check("T205", "warning", "source", _t205),
)
