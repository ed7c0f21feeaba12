"""Titles of works and entries of lists of references, which are another's words.

Known are quoted or emphasised titles whose work, author or source is named beside them, 《…》, and
entries in the styles of APA and Harvard, of the Vancouver group and of GB/T 7714.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nqpterms.lang.quotation_marks import MARKS, text_before, text_behind
from nqpterms.model.non_prose import NonProse
from nqpterms.model.places import Span

_BOOK = re.compile("[《〈]([^《》〈〉\n]{1,120})[》〉]")
_REACH = 60  # code points before a title in which its work or author is named
# Code points behind a title in which year and place of it stand.
_SOURCE_REACH = 160

_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_WORK = re.compile(
    r"\b(?:articles?|books?|papers?|essays?|monographs?|thesis|dissertation|pamphlet|booklet"
    r"|(?:en)?titled|headlined|headed|chapters?|keynote|editorial|commentary|op-ed)"
    r"(?:\s(?:called|named|on|by\s[A-Z]\S+))?[\s,:]+\Z"
)
_WORK_IN_CAPITALS = re.compile(
    r"\b(?:reports?|stud(?:y|ies)|speech|white paper|talk)[\s,:]+\Z"
)
_AUTHOR_BEFORE = re.compile(
    r"(?:^|[\s(])[A-Z][\w’'-]+(?:,? (?:et al|and|&|[A-Z][\w’'-]*)\.?)*"
    rf"(?:\s(?:\({_YEAR}\)|{_YEAR}))?[.,:]\s+\Z"
)
_SOURCE_BEHIND = re.compile(
    rf"[^.;]{{0,80}}?(?:\b{_YEAR}\b|\b(?:vol|no|pp?|issue)\.?\s?\d"
    r"|\b(?:Journal|Review|Quarterly|Proceedings|Bulletin)\b)"
)
"""Where a work came out: a year, a volume, a journal."""
_YEAR_BEHIND = re.compile(rf"\s?\((?:[^()]{{0,60}}[\s,:])?{_YEAR}\)")

_AUTHOR = r"[A-Z][\w’'-]+,\s(?:[A-Z]\.[\s-]?)+"
_CITED = re.compile(
    rf"{_AUTHOR}(?:,?\s?(?:&|and|;)?\s?{_AUTHOR}|,?\s?et al\.\s?)*"
    rf"\(\s?{_YEAR}(?:,[^()]{{1,20}})?\)[.,:]?\s"
)
"""Author and year in the style of APA or Harvard; the title follows."""
_CARRIER = re.compile(
    r"[^\s\[]\s?\[(?:[JMDNCRSPAZ]\][.．,，:：/]|[A-Z]{1,2}/[A-Z]{2}\])"
)
"""The sign of an entry by GB/T 7714: [J]. of a journal, [M]. of a book, [EB/OL] of a page."""
_ISSUE = re.compile(
    rf"{_YEAR}(?:\s[A-Z][a-z]{{2}})?;\s?\d+(?:\(\d+\))?:\s?\w*\d"
)
"""Year, volume and pages in the style of the Vancouver group: 2021;3(2):1-9."""
_TITLE_END = re.compile(r"[.?!](?=\s|$)|(?=\s[*_“\"])")
_LEAD = 6  # code points before an entry: its number, a bullet
_LONGEST_ENTRY = 700  # code points of an entry in a list of references


def find_titles(text: str, quotations: Sequence[Span]) -> Iterator[NonProse]:
    """The titles of works: between 《 and 》, or quoted where a work or its source is named.

    >>> text = "In the essay “On Tea” he praises “Red Tea”."
    >>> quotations = [Span(14, 20), Span(34, 41)]
    >>> [one.span.of(text) for one in find_titles(text, quotations)]
    ['On Tea']
    """
    if "《" in text or "〈" in text:
        for book in _BOOK.finditer(text):
            yield NonProse(Span(*book.span(1)), "title")
    for span in quotations:
        if _is_title(text, span):
            yield NonProse(span, "title")


def _is_title(text: str, span: Span) -> bool:
    """Whether a quotation is the title of a work."""
    before = text_before(text, span, _REACH)
    if _WORK.search(before):
        return True
    words = span.of(text).split()
    has_capitals = (
        len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()
    )
    if has_capitals and _WORK_IN_CAPITALS.search(before):
        return True
    if len(words) < 2:
        return False
    behind = text_behind(text, span, _SOURCE_REACH)
    is_emphasised = text[max(0, span.start - 1) : span.start] not in MARKS
    if has_capitals and is_emphasised and _YEAR_BEHIND.match(behind):
        return True
    has_source = _SOURCE_BEHIND.match(behind) is not None
    return has_source and _AUTHOR_BEFORE.search(before) is not None


def find_entries(text: str) -> Iterator[NonProse]:
    """The entries of lists of references: whole, or in running text their titles.

    >>> [one.kind for one in find_entries("Li, Q. (2020). On tea. Lake Press.")]
    ['reference']
    """
    is_short = len(text) <= _LONGEST_ENTRY
    if is_short and (_has_carrier(text) or _has_issue(text)):
        yield NonProse(Span(0, len(text)), "reference")
        return
    if "(" not in text:
        return
    for cited in _CITED.finditer(text):
        if is_short and cited.start() <= _LEAD:
            yield NonProse(Span(0, len(text)), "reference")
            return
        end = _TITLE_END.search(text, cited.end())
        yield NonProse(
            Span(cited.end(), end.start() if end else len(text)), "title"
        )


def _has_carrier(text: str) -> bool:
    return "[" in text and _CARRIER.search(text) is not None


def _has_issue(text: str) -> bool:
    return ";" in text and _ISSUE.search(text) is not None
