"""When the terms of dated texts were used: counts by year, and how much text each year has.

    History: texts(language ▶ year ▶ size) + TermYears(concept, language, form, counts)

A year without text is no year in which a term was missing: who asks when a term was first used
must know in which years nobody looked.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from msgspec import Struct

from nqpterms.model.termbase import Concept


class YearCount(NamedTuple):
    """How often, or how much, in a year."""

    year: int
    amount: int


class TermYears(Struct, frozen=True, omit_defaults=True):
    """How often one form stands in the texts of each year; years with none are left out.

    In English the form is the rendering of the concept, "" where a place had none that is known.
    `first` and `last` say where it first and last stands, where the texts were at hand.

    >>> TermYears("tax", "zh", "税收", (YearCount(2016, 3), YearCount(2018, 1))).total
    4
    """

    concept: str
    lang: str
    form: str
    counts: tuple[YearCount, ...]
    first: str = ""
    last: str = ""

    @property
    def total(self) -> int:
        """How often it stands in all years together."""
        return sum(count for _, count in self.counts)


class Bound(NamedTuple):
    """The first or the last year of a term, and whether the year beyond it has a text, too.

    Where it has none, the term may have been used earlier (later) than the texts can show.
    """

    year: int
    is_sure: bool


class ConceptYears(Struct, frozen=True):
    """The forms of one concept in each language with their years.

    `read` are the years that have Chinese text, whether the concept stands in it or not, `paired`
    those that have English beside it.

    >>> tax = TermYears("tax", "zh", "税收", (YearCount(2016, 3),))
    >>> years = ConceptYears("tax", (tax,), (), read=(2014, 2016, 2017), paired=())
    >>> years.first, years.last
    (Bound(year=2016, is_sure=False), Bound(year=2016, is_sure=True))
    """

    concept: str
    chinese: tuple[TermYears, ...]
    english: tuple[TermYears, ...]
    read: tuple[int, ...]
    paired: tuple[int, ...]

    @property
    def counts(self) -> tuple[YearCount, ...]:
        """How often any Chinese form stands in each year in which one does."""
        return summed(self.chinese)

    @property
    def total(self) -> int:
        """How often any Chinese form stands in all years together."""
        return sum(count for _, count in self.counts)

    @property
    def first(self) -> Bound | None:
        """The first year; sure where the year before has text in which the concept is missing."""
        counts = self.counts
        if not counts:
            return None
        year = counts[0].year
        return Bound(year, year - 1 in self.read)

    @property
    def last(self) -> Bound | None:
        """The last year; sure where the year after has text in which the concept is missing."""
        counts = self.counts
        if not counts:
            return None
        year = counts[-1].year
        return Bound(year, year + 1 in self.read)


class DatedConcept(Struct, frozen=True):
    """A concept, for its terms, and the years in which they were used."""

    concept: Concept
    years: ConceptYears

    def to_dicts(self) -> list[dict[str, Any]]:
        """A row for each form and year in which it stands, for a data frame.

        >>> tax = TermYears("tax", "zh", "税收", (YearCount(2016, 3), YearCount(2018, 1)))
        >>> dated = DatedConcept(Concept("tax"), ConceptYears("tax", (tax,), (), (2016,), ()))
        >>> [(row["form"], row["year"], row["count"]) for row in dated.to_dicts()]
        [('税收', 2016, 3), ('税收', 2018, 1)]
        """
        rows = []
        for form in (*self.years.chinese, *self.years.english):
            for year, count in form.counts:
                name = {
                    "concept": form.concept,
                    "lang": form.lang,
                    "form": form.form,
                }
                rows.append({**name, "year": year, "count": count})
        return rows


class History(Struct, frozen=True):
    """What was counted in some dated texts.

    `texts` holds for each language the years that have text and its size: Chinese characters, or
    English words.
    """

    texts: dict[str, tuple[YearCount, ...]]
    terms: tuple[TermYears, ...] = ()

    def years(self, language: str) -> tuple[int, ...]:
        """The years that have text in a language, the earliest first."""
        return tuple(year for year, _ in self.texts.get(language, ()))

    def of_concept(self, concept: str) -> ConceptYears:
        """The years of one concept by its id; of one that was not seen, those that were read."""
        forms = [term for term in self.terms if term.concept == concept]
        return self._years_of(concept, forms)

    def of_concepts(self) -> dict[str, ConceptYears]:
        """The years of each concept, by its id, in the order of the terms."""
        forms: dict[str, list[TermYears]] = {}
        for term in self.terms:
            forms.setdefault(term.concept, []).append(term)
        return {
            concept: self._years_of(concept, years)
            for concept, years in forms.items()
        }

    def _years_of(self, concept: str, forms: list[TermYears]) -> ConceptYears:
        chinese = tuple(term for term in forms if term.lang == "zh")
        english = tuple(term for term in forms if term.lang == "en")
        return ConceptYears(
            concept, chinese, english, self.years("zh"), self.years("en")
        )


def summed(terms: tuple[TermYears, ...]) -> tuple[YearCount, ...]:
    """The counts of several forms added up year by year."""
    sums: Counter[int] = Counter()
    for term in terms:
        sums.update(dict(term.counts))
    return tuple(YearCount(year, sums[year]) for year in sorted(sums))


def year_counts(counts: Counter[int]) -> tuple[YearCount, ...]:
    """Counts by year in the order of the years, without those of nothing."""
    return tuple(
        YearCount(year, count)
        for year, count in sorted(counts.items())
        if count
    )
