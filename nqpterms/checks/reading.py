"""What the term base sees in a translation and its source, before anything is judged.

    Segments ──read_rows──▶ Rows, each with the terms of its two sides

A document's own abbreviations are terms too: where it says "Composite Price Index (CPI)", CPI
stands for the concept in every other row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from msgspec.structs import replace

from nqpterms.checks.acronyms import Acronyms
from nqpterms.checks.misspellings import Misspellings
from nqpterms.checks.number_differences import Difference
from nqpterms.checks.screening import places_to_read, places_worth
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.matcher import Candidate, Match, Matcher, longest
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, Concept, Term, TermBase

NONE: frozenset[str] = frozenset()
NO_MISSPELLINGS = Misspellings({})
GLOSS = re.compile(r" ?[(（]([A-Z][A-Za-z0-9&/-]{1,9})[)）]")
_BRACKETS = str.maketrans("（）", "()")
_WORD = re.compile(r"[^\W_]+")

Odd = Callable[[Sequence[str]], set[int]]
"""Which of some texts have something to report whatever terms they hold."""


class Row(NamedTuple):
    """A segment with the terms found in it, and the language that is checked.

    `text` is the one that is checked, `source_text` the one across from it, empty where there is
    none. `source` and `target` hold every match, also those inside others; `said` and `written`
    the longest ones of each. `rendered` are the concepts for which an acceptable term stands in
    the target, `named` those of the source's longest matches, `meant` those of all of them.
    """

    segment: Segment
    side: Side
    text: str
    source_text: str
    source: tuple[Match, ...]
    target: tuple[Match, ...]
    said: tuple[Match, ...]
    written: tuple[Match, ...]
    rendered: frozenset[str]
    named: frozenset[str]
    meant: frozenset[str]


class Missing(NamedTuple):
    """A term of the source for which no term of the base stands in row number `at`.

    `reason` is the weak evidence that it is rendered all the same; "" where there is none.
    """

    at: int
    source: Match
    expected: tuple[str, ...]
    reason: str


class Differing(NamedTuple):
    """A difference of numbers in row number `at`."""

    at: int
    difference: Difference


class Rendition(NamedTuple):
    """A place of a Chinese term, `source`, and what stands for it in the translation, `span`.

    `concept` is the term's in the base; `term` the rendering's where the base has both.
    """

    row: Row
    source: Span
    span: Span
    concept: Concept | None = None
    term: Term | None = None

    @property
    def name(self) -> str:
        """The term as it stands in the source."""
        return self.source.of(self.row.source_text)

    @property
    def surface(self) -> str:
        """What stands for it, on one line."""
        return " ".join(self.span.of(self.row.text).split())


class Reading(NamedTuple):
    """One document as the checks see it: its rows, and the source terms that they do not render.

    `acronyms` and `misspellings` are the slips of the terms of the base;
    `differing` the numbers for which others stand, `renditions` what renders which term;
    `learn`: there is time for statistics.
    """

    rows: tuple[Row, ...]
    missing: tuple[Missing, ...]
    acronyms: Acronyms
    differing: tuple[Differing, ...]
    renditions: tuple[Rendition, ...]
    learn: bool = True
    misspellings: Misspellings = NO_MISSPELLINGS


def other(side: Side) -> Side:
    """The language across from *side*."""
    return "en" if side == "zh" else "zh"


def read_rows(
    segments: Iterable[Segment],
    matcher: Matcher,
    *,
    target: Side,
    odd: Odd = lambda texts: set(range(len(texts))),
) -> Iterator[list[Row]]:
    """The rows of each document, in order, with the terms found on either side.

    A text without a source is read where its terms ask for it and where it is *odd*: that gives
    the indices of some texts.
    """
    for _, document in groupby(segments, key=attrgetter("doc")):
        yield _rows(list(document), matcher, target, odd)


def _rows(segments: list[Segment], matcher: Matcher, target: Side, odd: Odd) -> list[Row]:
    """The rows of one document.

    A text without a source is read only where there may be something to report of it.
    """
    texts = [segment.text(target) for segment in segments]
    sources = [segment.text(other(target)) for segment in segments]
    if any(sources):
        found = matcher.find_each(texts, language=target)
        said = matcher.find_each(sources, language=other(target))
        rows = [_row(*parts, target) for parts in zip(segments, said, found, strict=True)]
        return _with_defined(rows, matcher, target)
    worth = worth_reading(texts, matcher, target=target, odd=odd)
    return lone_rows([segments[i] for i in worth], matcher, target=target)


def worth_reading(texts: Sequence[str], matcher: Matcher, *, target: Side, odd: Odd) -> list[int]:
    """Which of the texts of a document without a source are read, by index, in order."""
    wanted = partial(places_to_read, many=places_worth(sum(map(len, texts))))
    return sorted(matcher.holding(texts, language=target, wanted=wanted) | odd(texts))


def lone_rows(segments: Sequence[Segment], matcher: Matcher, *, target: Side) -> list[Row]:
    """The rows of segments without a source, of whose terms only the longest matter."""
    texts = [segment.text(target) for segment in segments]
    each = map(tuple, map(longest, matcher.find_each(texts, language=target)))
    return [
        Row(segment, target, text, "", (), found, (), found, frozenset(_usable(found)), NONE, NONE)
        for segment, text, found in zip(segments, texts, each, strict=True)
    ]


def _row(segment: Segment, source: list[Match], found: list[Match], target: Side) -> Row:
    """A segment with the terms of the base in it."""
    said = longest(source)
    return Row(
        segment,
        target,
        segment.text(target),
        segment.text(other(target)),
        tuple(source),
        tuple(found),
        tuple(said),
        tuple(longest(found)),
        frozenset(_usable(found)),
        _concepts(said),
        _concepts(source),
    )


def _concepts(matches: list[Match]) -> frozenset[str]:
    return NONE.union(*[match.concepts for match in matches]) if matches else NONE


def _usable(matches: Iterable[Match]) -> list[str]:
    """The concepts for which an acceptable term stands in the text."""
    return [
        candidate.concept.id
        for _, candidates, _ in matches
        for candidate in candidates
        if candidate.term.status not in DISCOURAGED
    ]


def _with_defined(rows: list[Row], matcher: Matcher, target: Side) -> list[Row]:
    """The rows, with the concepts that stand there under a name that the document itself gave."""
    extra = Matcher(_defined(rows, matcher, target))
    if not extra.base:
        return rows
    more = extra.find_each([row.text for row in rows])
    return [_with_more(row, found) for row, found in zip(rows, more, strict=True)]


def _with_more(row: Row, matches: list[Match]) -> Row:
    """A row with the concepts that stand there under a name which the document defined.

    An acronym in brackets of its own explains what stands before it and proves nothing.
    """
    found = [m for m in matches if not _in_brackets(row.text, m.span)]
    return row._replace(rendered=row.rendered | frozenset(_usable(found))) if found else row


def _defined(rows: list[Row], matcher: Matcher, target: Side) -> TermBase:
    """The acronyms that the document gives to terms, and what it says known acronyms stand for.

    An acronym whose full form the term base knows stands for nothing else (IFC).
    """
    concepts: dict[str, Concept] = {}
    names: dict[str, set[str]] = defaultdict(set)
    found = sorted({gloss for row in rows for gloss in glosses(row.text)})
    fulls, shorts = [full for full, _ in found], [short for _, short in found]
    of_fulls = _candidates(matcher, fulls, target)
    of_shorts = _candidates(matcher, shorts, target)
    for (full, short), of_full, of_short in zip(found, of_fulls, of_shorts, strict=True):
        known = [(c, short) for c in of_full]
        known += [(c, full) for c in of_short if _is_unexplained(c)]
        for candidate, name in known:
            concepts[candidate.concept.id] = candidate.concept
            names[candidate.concept.id].add(name)
    return TermBase(
        tuple(
            replace(concept, terms=tuple(Term(name, target) for name in sorted(names[key])))
            for key, concept in concepts.items()
        )
    )


def _candidates(matcher: Matcher, texts: list[str], language: str) -> Iterator[list[Candidate]]:
    """The acceptable terms that are the whole of each text."""
    for text, found in zip(texts, matcher.find_each(texts, language=language), strict=True):
        whole = (match for match in found if match.span == (0, len(text)))
        yield [c for m in whole for c in m.candidates if c.term.status not in DISCOURAGED]


def _is_unexplained(candidate: Candidate) -> bool:
    """Whether a concept has nothing but acronyms in the language of the candidate."""
    fellows = candidate.concept.terms_in(candidate.term.lang.partition("-")[0])
    return all(is_acronym(term.text) for term in fellows)


def glosses(text: str) -> Iterator[tuple[str, str]]:
    """Every full form with its acronym behind it in brackets (after Schwartz and Hearst, 2003).

    The words before the bracket must give the acronym's letters by their initials.

    >>> list(glosses("the Composite Price Index (CPI) and others (etc)"))
    [('Composite Price Index', 'CPI')]
    """
    if "(" not in text and "（" not in text:
        return
    for gloss in GLOSS.finditer(text):
        short = gloss[1].removesuffix("s")
        words = [*_WORD.finditer(text, max(0, gloss.start() - 120), gloss.start())]
        start = _expansion(short, words)
        if start is not None and is_acronym(short.upper()):
            yield text[start : gloss.start()].rstrip(), short.upper()


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
    before, after = text[: span.start][-1:], text[span.end : span.end + 1]
    return (before + after).translate(_BRACKETS) == "()"


def allowed(concept: Concept, language: str) -> list[Term]:
    """The terms of a concept that a text in the language may use, preferred ones first."""
    terms = (t for t in concept.terms_in(language) if t.status not in DISCOURAGED)
    return sorted(terms, key=lambda t: t.status != "preferred")


def discouraged(match: Match, named: frozenset[str]) -> Candidate | None:
    """The discouraged term that stands there, given the concepts that the source names.

    None where an acceptable term may stand there as well; but what is acceptable for a concept
    that the source does not name is no excuse for a pair term of one that it does. Within one
    concept a form as the glossary writes it counts before an inflected one.
    """
    if not any(c.term.status in DISCOURAGED for c in match.candidates):
        return None
    closest = {c.concept.id: c for c in reversed(match.candidates)}.values()
    fine = [c for c in closest if c.term.status not in DISCOURAGED]
    for candidate in sorted(closest, key=lambda c: c.concept.id not in named):
        if candidate in fine:
            continue
        pair = candidate.term.scope == "pair"
        excuses = [c for c in fine if not pair or c.concept.id in named]
        if not excuses and (not pair or candidate.concept.id in named):
            return candidate
    return None
