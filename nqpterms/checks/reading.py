"""What the term base sees in a translation and its source, before anything is judged.

    Segments ──read_rows──▶ Rows, each with the terms of its two sides

A document's own abbreviations are terms too: where it says "Composite Price Index (CPI)", CPI
stands for the concept in every other row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from nqpterms.alignment import Segment, Side
from nqpterms.matching.matcher import Candidate, Match, Matcher, longest
from nqpterms.matching.variants import is_acronym
from nqpterms.places import Span
from nqpterms.termbase import DISCOURAGED, Concept, Term, TermBase, is_language

_GLOSS = re.compile(r"[(（]([A-Z][A-Za-z0-9&/-]{1,9})[)）]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A segment with the terms found in it.

    `source` holds the matches of the source text, the longest winning; `inner` all of them, also
    those inside others. `target` holds all of the target text, and `winners` the longest.
    """

    segment: Segment
    source: tuple[Match, ...]
    inner: tuple[Match, ...]
    target: tuple[Match, ...]
    winners: tuple[Match, ...]
    rendered: frozenset[str]

    @property
    def meant(self) -> frozenset[str]:
        """The concepts that the source may speak of."""
        return frozenset(c.concept.id for match in self.inner for c in match.candidates)


def other(side: Side) -> Side:
    """The language across from *side*."""
    return "en" if side == "zh" else "zh"


def read_rows(segments: Iterable[Segment], matcher: Matcher, *, target: Side) -> list[list[Row]]:
    """The rows of each document, in order, with the terms found on either side."""
    documents = groupby(segments, key=lambda s: s.doc)
    return [
        _with_defined([_row(s, matcher, target) for s in document], matcher, target)
        for _, document in documents
    ]


def _row(segment: Segment, matcher: Matcher, target: Side) -> Row:
    """A segment with the terms of the base in it."""
    source = matcher.find_all(segment.text(other(target)), language=other(target))
    found = matcher.find_all(segment.text(target), language=target)
    return Row(
        segment,
        tuple(longest(source)),
        tuple(source),
        tuple(found),
        tuple(longest(found)),
        frozenset(usable(found)),
    )


def usable(matches: Iterable[Match]) -> Iterator[str]:
    """The concepts for which an acceptable term stands in the text."""
    for match in matches:
        for candidate in match.candidates:
            if candidate.term.status not in DISCOURAGED:
                yield candidate.concept.id


def _with_defined(rows: list[Row], matcher: Matcher, target: Side) -> list[Row]:
    """The rows, with the concepts that stand there under a name that the document itself gave."""
    extra = Matcher(_defined(rows, matcher, target))
    if not extra.base:
        return rows
    read = []
    for row in rows:
        text = row.segment.text(target)
        found = [m for m in extra.find_all(text) if not _in_brackets(text, m.span)]
        read.append(replace(row, rendered=row.rendered | frozenset(usable(found))))
    return read


def _defined(rows: list[Row], matcher: Matcher, target: Side) -> TermBase:
    """The full forms and acronyms which the document itself explains one by the other."""
    terms: dict[str, tuple[Concept, set[str]]] = {}
    for text in (row.segment.text(target) for row in rows):
        for full, short in glosses(text):
            for known, new in ((full, short), (short, full)):
                for candidate in _candidates(matcher, known, target):
                    concept, texts = terms.setdefault(
                        candidate.concept.id, (candidate.concept, set())
                    )
                    texts.add(new)
    return TermBase(
        tuple(
            replace(concept, terms=tuple(Term(text, target) for text in sorted(texts)))
            for concept, texts in terms.values()
        )
    )


def _candidates(matcher: Matcher, text: str, language: str) -> list[Candidate]:
    """The acceptable terms that are the whole text."""
    whole = (m for m in matcher.find_all(text, language=language) if m.span == (0, len(text)))
    return [c for m in whole for c in m.candidates if c.term.status not in DISCOURAGED]


def glosses(text: str) -> Iterator[tuple[str, str]]:
    """Every full form with its acronym behind it in brackets (after Schwartz and Hearst, 2003).

    The words before the bracket must give the acronym's letters by their initials.

    >>> list(glosses("the Composite Price Index (CPI) and others (etc)"))
    [('Composite Price Index', 'CPI')]
    """
    if "(" not in text and "（" not in text:
        return
    for gloss in _GLOSS.finditer(text):
        short = gloss[1].removesuffix("s")
        words = [*_WORD.finditer(text, max(0, gloss.start() - 120), gloss.start())]
        start = _expansion(short, words)
        if start is not None and is_acronym(short):
            yield text[start : gloss.start()].rstrip(), short


def _expansion(short: str, words: list[re.Match[str]]) -> int | None:
    """Where the words begin whose initials, small words left out, spell the acronym."""
    letters = [c.lower() for c in short if c.isalnum()]
    start = None
    for word in reversed(words):
        if not letters:
            break
        if word[0][0].lower() == letters[-1]:
            letters.pop()
            start = word.start()
        elif len(word[0]) > 3:
            return None
    return None if letters else start


def _in_brackets(text: str, span: Span) -> bool:
    """Whether the whole of a pair of brackets is this stretch: it explains what stands before."""
    return text[span.start - 1 : span.start] in ("(", "（") and text[span.end : span.end + 1] in (
        ")",
        "）",
    )


def of_language(concept: Concept, language: str) -> list[Term]:
    """The terms of a concept that a translation into the language may use, preferred ones first."""
    terms = [t for t in concept.terms if is_language(t.lang, language)]
    usable_terms = [t for t in terms if t.status not in DISCOURAGED]
    return sorted(usable_terms, key=lambda t: t.status != "preferred")
