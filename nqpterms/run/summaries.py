"""What a corpus says as a whole: renderings of each concept, how consistent, how they drift.

    Counts of a shard ──totalled──▶ Totals ──joined──▶ Totals ──summarised──▶ ConceptSummaries

Totals of parts joined are the totals of the whole, so that markers are read one at a time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct

from nqpterms.checks.variation import herfindahl
from nqpterms.matching.forms import is_acronym
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.run.counting import Counts

# A Herfindahl index is added up in whole millionths, so that order changes nothing.
_PPM = 10**6


class YearUse(NamedTuple):
    """A concept, its rendering, and the year in which it stands; "" for what is not known."""

    concept: str
    rendering: str
    year: str


class Totals(Struct, frozen=True):
    """Sums over documents: uses by year; by concept its documents, those in which it is rendered,
    and the sum of their consistencies in millionths."""

    uses: Counter[YearUse]
    documents: Counter[str]
    rendered: Counter[str]
    within: Counter[str]


class YearRow(Struct, frozen=True):
    """What one year says of a concept: its renderings with their counts, the commonest first."""

    year: str
    renderings: tuple[tuple[str, int], ...]

    @property
    def places(self) -> int:
        """How often the concept is rendered by a term of the base."""
        return sum(count for _, count in self.renderings)


class ConceptSummary(Struct, frozen=True):
    """How a concept is rendered in a corpus.

    `places` is how often it stands in the source, `unlisted` how often nothing renders it that is
    its name by the base or by the document itself. `consistency` is the Herfindahl index of the
    renderings (the sum of their squared shares: 1 where there is one, 1/n for n that are equally
    common), acronyms left out beside full forms, over all documents; `within` its mean over single
    documents; None where nothing is rendered. `drift` is half the sum of the differences between
    the shares of the first and of the last year, 0 to 1; None where fewer than two years are known.
    """

    concept: str
    zh: str
    preferred: str
    documents: int
    places: int
    unlisted: int
    renderings: tuple[tuple[str, int], ...]
    consistency: float | None
    within: float | None
    drift: float | None
    years: tuple[YearRow, ...]


def wordings(counts: Mapping[str, int]) -> dict[str, int]:
    """The renderings that rival one another: full forms, or acronyms where there are no others.

    An acronym beside its full form is good style, no inconsistency.

    >>> wordings({"authorized institutions": 7, "AIs": 37}), wordings({"AIs": 37})
    ({'authorized institutions': 7}, {'AIs': 37})
    """
    full = {
        text: count
        for text, count in counts.items()
        if text and not is_acronym(text)
    }
    return full or {text: count for text, count in counts.items() if text}


def totalled(counts: Counts, *, year: str = "") -> Totals:
    """The totals of some documents; *year* is that of documents which do not say it."""
    uses: Counter[YearUse] = Counter()
    by_document: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    documents: Counter[str] = Counter()
    for (concept, rendering, doc), count in counts.uses.items():
        uses[YearUse(concept, rendering, counts.years.get(doc) or year)] += (
            count
        )
        by_document[concept, doc][rendering] += count
    rendered: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for (concept, _), renderings in by_document.items():
        documents[concept] += 1
        rivals = wordings(renderings)
        if rivals:
            rendered[concept] += 1
            within[concept] += round(_PPM * herfindahl(rivals.values()))
    return Totals(uses, documents, rendered, within)


def joined(some: Totals, more: Totals) -> Totals:
    """The totals of both together; each document stands in one of them."""
    return Totals(
        some.uses + more.uses,
        some.documents + more.documents,
        some.rendered + more.rendered,
        some.within + more.within,
    )


def summarised(totals: Totals, base: TermBase) -> list[ConceptSummary]:
    """One row a concept that occurs, those with most places in other renderings first."""
    by_concept: dict[str, dict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for (concept, rendering, year), count in totals.uses.items():
        by_concept[concept][year][rendering] += count
    concepts = {concept.id: concept for concept in base.concepts}
    rows = [
        _summary(concepts[key], years, totals)
        for key, years in by_concept.items()
    ]
    return sorted(
        rows, key=lambda row: (-_elsewhere(row), -row.places, row.concept)
    )


def _summary(
    concept: Concept, years: Mapping[str, Counter[str]], totals: Totals
) -> ConceptSummary:
    """The row of one concept, from its renderings by year."""
    whole: Counter[str] = sum(years.values(), Counter())
    unlisted = whole.pop("", 0)
    rows = tuple(YearRow(year, _ranked(years[year])) for year in sorted(years))
    consistency = (
        round(herfindahl(wordings(whole).values()), 4) if whole else None
    )
    documents = totals.rendered[concept.id]
    within = (
        round(totals.within[concept.id] / _PPM / documents, 4)
        if documents
        else None
    )
    return ConceptSummary(
        concept=concept.id,
        zh=concept.preferred("zh") or "",
        preferred=concept.preferred("en") or "",
        documents=totals.documents[concept.id],
        places=sum(whole.values()) + unlisted,
        unlisted=unlisted,
        renderings=_ranked(whole),
        consistency=consistency,
        within=within,
        drift=drift_of(rows),
        years=rows,
    )


def drift_of(years: Iterable[YearRow]) -> float | None:
    """How far the last year's shares are from the first's (total variation distance, 0 to 1).

    >>> drift_of([YearRow("2019", (("a", 3),)), YearRow("2024", (("a", 1), ("b", 3)))])
    0.75
    """
    by_year = [
        wordings(dict(row.renderings))
        for row in years
        if row.year and row.places
    ]
    if len(by_year) < 2:
        return None
    first, last = _shares(by_year[0]), _shares(by_year[-1])
    apart = sum(
        abs(first.get(text, 0.0) - last.get(text, 0.0))
        for text in {**first, **last}
    )
    return round(apart / 2, 4)


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    whole = sum(counts.values())
    return {text: count / whole for text, count in counts.items()}


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The renderings that the term base lists, the commonest first."""
    listed = ((text, count) for text, count in counts.items() if text)
    return tuple(sorted(listed, key=lambda item: (-item[1], item[0])))


def _elsewhere(row: ConceptSummary) -> int:
    """The places where it is not rendered as it is mostly."""
    counts = wordings(dict(row.renderings)).values()
    return sum(counts) - max(counts, default=0)
