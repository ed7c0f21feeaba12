"""The terms of a text as marks: underlined by status, with the other language on hover."""

from __future__ import annotations

from collections.abc import Iterator

from nqpterms.matching.matcher import Candidate, Matcher
from nqpterms.report.marking import Mark
from nqpterms.report.views import TermMarks


def term_marks(matcher: Matcher) -> TermMarks:
    """A function that gives the marks of the terms in a text of either language."""

    def marks(text: str) -> Iterator[Mark]:
        for match in matcher.find(text):
            best = match.candidates[0]
            yield Mark(match.span, _kind(best), best.concept.id, _hint(best))

    return marks


def _kind(candidate: Candidate) -> str:
    """The class of a mark; what is wrong only beside its Chinese is no more than a term here."""
    return "term" if candidate.term.scope == "pair" else candidate.term.status or "term"


def _hint(candidate: Candidate) -> str:
    other = "en" if candidate.term.lang.startswith("zh") else "zh"
    return candidate.concept.preferred(other) or ""
