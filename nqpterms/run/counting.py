"""How often each concept is rendered how, in which document: counts that add up.

    Segments ──count_renderings──▶ Counts        Counts + Counts ──added──▶ Counts

The counts of two parts of a corpus added are the counts of the whole, wherever it is parted between
documents; so a corpus is counted shard by shard, in any order, and nothing but the counts is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NamedTuple

from msgspec import Struct

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.renderings.census import renderings_of
from nqpterms.renderings.rows import each_row

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Properties of a segment that say when its document was written.
_DATES = ("year", "date")


class TermUse(NamedTuple):
    """A concept, the term that renders it ("": none of the term base), and the document."""

    concept: str
    rendering: str
    doc: str


class Counts(Struct, frozen=True):
    """How often each Use stands in some segments, and the year of each document ("": unknown)."""

    uses: Counter[TermUse]
    years: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The counts as JSON holds them, sorted."""
        rows = [[*use, count] for use, count in sorted(self.uses.items())]
        return {"uses": rows, "years": dict(sorted(self.years.items()))}


NOTHING = Counts(Counter(), {})


def counts_of(record: dict[str, Any]) -> Counts:
    """The counts that `as_json` gave.

    >>> counts = Counts(Counter({TermUse("c1", "fiscal policy", "a.txt"): 2}), {"a.txt": "2024"})
    >>> counts_of(counts.as_json()) == counts
    True
    """
    uses = Counter({TermUse(*row[:3]): int(row[3]) for row in record["uses"]})
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
    """How the concepts of a term base are rendered in some segments, by the census.

    Every place of a source term counts once. A discouraged term is a rendering like any other:
    whether it was right is for the checks.

    >>> from nqpterms.model.termbase import Concept, Term, TermBase
    >>> base = TermBase((Concept("c1", (Term("财政政策", "zh"), Term("fiscal policy", "en"))),))
    >>> pair = Segment("积极的财政政策", "A proactive fiscal policy", doc="report-2024.txt")
    >>> counts = count_renderings([pair], Matcher(base))
    >>> [*counts.uses], counts.years["report-2024.txt"]
    ([TermUse(concept='c1', rendering='fiscal policy', doc='report-2024.txt')], '2024')
    """
    uses: Counter[TermUse] = Counter()
    years: dict[str, str] = {}
    for row in each_row(segments, matcher):
        doc = row.segment.doc
        if not years.get(doc):
            years[doc] = year_of(row.segment)
        for rendering in renderings_of(row):
            text = rendering.term.text if rendering.term else ""
            uses[TermUse(rendering.concept.id, text, doc)] += 1
    return Counts(uses, years)


def year_of(segment: Segment) -> str:
    """When a segment's document was written, by a property or by the document's name; "" unknown.

    >>> year_of(Segment("", "", doc="reports/2019/r12.txt")), year_of(Segment("", "", doc="12"))
    ('2019', '')
    """
    dates = [value for name, value in segment.properties if name in _DATES]
    for text in (*dates, PurePath(segment.doc).name, segment.doc):
        year = YEAR.search(text)
        if year:
            return year[0]
    return ""
