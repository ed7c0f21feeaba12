"""How often each concept is rendered how, in which document: counts that add up.

    Segments ──count_renderings──▶ Counts        Counts + Counts ──added──▶ Counts

The counts of two parts of a corpus added are the counts of the whole, wherever it is parted; so a
corpus is counted shard by shard, in any order, and nothing but the counts is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Any, NamedTuple

from msgspec import Struct

from nqpterms.matching.matcher import Match, Matcher, longest
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import DISCOURAGED, Concept

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TOGETHER = 256  # segments that are looked at together
_DATES = ("year", "date")  # properties of a segment that say when its document was written


class Use(NamedTuple):
    """A concept, the term that renders it ("": none of the term base), and the document."""

    concept: str
    rendering: str
    doc: str


class Counts(Struct, frozen=True):
    """How often each Use stands in some segments, and the year of each document ("": unknown)."""

    uses: Counter[Use]
    years: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The counts as JSON holds them, sorted."""
        rows = [[*use, count] for use, count in sorted(self.uses.items())]
        return {"uses": rows, "years": dict(sorted(self.years.items()))}


NOTHING = Counts(Counter(), {})


def counts_of(record: dict[str, Any]) -> Counts:
    """The counts that `as_json` gave.

    >>> counts = Counts(Counter({Use("c1", "fiscal policy", "a.txt"): 2}), {"a.txt": "2024"})
    >>> counts_of(counts.as_json()) == counts
    True
    """
    uses = Counter({Use(*row[:3]): int(row[3]) for row in record["uses"]})
    return Counts(uses, dict(record["years"]))


def added(some: Counts, more: Counts) -> Counts:
    """The counts of both together; of two years of a document the earlier one that is known."""
    years = dict(some.years)
    for doc, year in more.years.items():
        years[doc] = earlier(years.get(doc, ""), year)
    return Counts(some.uses + more.uses, years)


def earlier(some: str, more: str) -> str:
    """The earlier of two years; an unknown one, "", says nothing.

    >>> earlier("2020", "2019"), earlier("", "2021")
    ('2019', '2021')
    """
    return min(filter(None, (some, more)), default="")


def count_renderings(segments: Iterable[Segment], matcher: Matcher) -> Counts:
    """How the concepts of a term base are rendered in some segments.

    Every longest match of the Chinese side counts once. A discouraged term is a rendering like
    any other: whether it was right is for the checks.

    >>> from nqpterms.model.termbase import Term, TermBase
    >>> base = TermBase((Concept("c1", (Term("财政政策", "zh"), Term("fiscal policy", "en"))),))
    >>> pair = Segment("积极的财政政策", "A proactive fiscal policy", doc="report-2024.txt")
    >>> counts = count_renderings([pair], Matcher(base))
    >>> [*counts.uses], counts.years["report-2024.txt"]
    ([Use(concept='c1', rendering='fiscal policy', doc='report-2024.txt')], '2024')
    """
    uses: Counter[Use] = Counter()
    years: dict[str, str] = {}
    rows = iter(segments)
    while some := list(islice(rows, _TOGETHER)):
        for row in some:
            if not years.get(row.doc):
                years[row.doc] = year_of(row)
        said = matcher.find_all_in([row.zh for row in some], language="zh")
        paired = [(row, longest(found)) for row, found in zip(some, said, strict=True)]
        paired = [(row, found) for row, found in paired if found and row.en]
        there = matcher.find_all_in([row.en for row, _ in paired], language="en")
        for (row, found), written in zip(paired, there, strict=True):
            uses.update(_uses(found, written, row.doc))
    return Counts(uses, years)


def year_of(segment: Segment) -> str:
    """When a segment's document was written, by a property or by the document's name; "" unknown.

    >>> year_of(Segment("", "", doc="reports/2019/r12.txt")), year_of(Segment("", "", doc="12"))
    ('2019', '')
    """
    told = [value for name, value in segment.properties if name in _DATES]
    for text in (*told, PurePath(segment.doc).name, segment.doc):
        if found := YEAR.search(text):
            return found[0]
    return ""


def _uses(said: Sequence[Match], written: Sequence[Match], doc: str) -> Iterable[Use]:
    """The concepts of the Chinese matches, each with the English that renders it."""
    taken: set[int] = set()
    for match in said:
        concepts = {candidate.concept.id: candidate.concept for candidate in match.candidates}
        found = [
            (_rank(other, text, taken), concept, text, other)
            for concept in concepts.values()
            for other in written
            if (text := _named(concept, other)) is not None
        ]
        if not found:
            yield Use(next(iter(concepts)), "", doc)
            continue
        _, concept, text, other = min(found, key=lambda each: each[0])
        taken.add(id(other))
        yield Use(concept.id, text, doc)


def _named(concept: Concept, match: Match) -> str | None:
    """The term of a concept that a match may be, one that may be used first."""
    texts = [
        (candidate.term.status in DISCOURAGED, candidate.term.text)
        for candidate in match.candidates
        if candidate.concept.id == concept.id
    ]
    return min(texts)[1] if texts else None


def _rank(match: Match, text: str, taken: set[int]) -> tuple[bool, int, int, str]:
    """A place that renders nothing else yet first, then the longest, then the first."""
    start, end = match.span
    return id(match) in taken, start - end, start, text
