"""Which concepts came up, or were last used, in some years.

DatedConcepts ──appeared(years)──▶ those that are new    ──vanished(years)──▶ those that went
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from nqpterms.errors import NqptermsError
from nqpterms.model.histories import DatedConcept

_RANGE = re.compile(r"([0-9]{4})?(-)?([0-9]{4})?")
_NEVER, _EVER = 0, 9999  # where a range is open


class YearRange(NamedTuple):
    """From a year to a year, both included."""

    start: int
    end: int

    def holds(self, year: int) -> bool:
        """Whether a year lies in it."""
        return self.start <= year <= self.end


def year_range(text: str) -> YearRange:
    """One year (``2024``), some (``2012-2015``), or an open range (``2012-``, ``-2015``).

    Raises NqptermsError for anything else.

    >>> year_range("2024"), year_range("-2015")
    (YearRange(start=2024, end=2024), YearRange(start=0, end=2015))
    """
    match = _RANGE.fullmatch(text.strip().replace("–", "-"))
    start, dash, end = match.groups() if match else (None, None, None)
    if start and not dash and not end:
        return YearRange(int(start), int(start))
    if dash and (start or end):
        return YearRange(int(start or _NEVER), int(end or _EVER))
    raise NqptermsError(
        f"{text!r} names no years: expected one (2024), some (2012-2015), or 2012- or -2015"
    )


def appeared(
    concepts: Iterable[DatedConcept], years: YearRange
) -> list[DatedConcept]:
    """The concepts whose first year lies in a range: by that year, the most used first."""
    first_years = []
    for dated in concepts:
        first = dated.years.first
        if first and years.holds(first.year):
            first_years.append((first.year, -dated.years.total, dated))
    return [
        dated for _, _, dated in sorted(first_years, key=lambda item: item[:2])
    ]


def vanished(
    concepts: Iterable[DatedConcept], years: YearRange
) -> list[DatedConcept]:
    """The concepts whose last year lies in a range: the latest year and the most used first.

    A concept of the last year that has text is still in use, and none of them.
    """
    last_years = []
    for dated in concepts:
        last = dated.years.last
        if (
            last
            and years.holds(last.year)
            and last.year < max(dated.years.read)
        ):
            last_years.append((-last.year, -dated.years.total, dated))
    return [
        dated for _, _, dated in sorted(last_years, key=lambda item: item[:2])
    ]
