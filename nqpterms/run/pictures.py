"""The summary of a corpus as pictures: one column a year."""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.model.termbase import TermBase
from nqpterms.report.comparison import render_drift
from nqpterms.report.uses import TermUses, Wording
from nqpterms.run.summaries import ConceptSummary


def drift_page(rows: Sequence[ConceptSummary], base: TermBase) -> str:
    """The renderings of each concept by year, as the text of one HTML file."""
    years = sorted({year.year for row in rows for year in row.years})
    numbers = {concept.id: number for number, concept in enumerate(base.concepts)}
    uses = [_uses(row, years, numbers[row.concept], base) for row in rows if row.renderings]
    return render_drift(uses, years, base)


def _uses(row: ConceptSummary, years: Sequence[str], number: int, base: TermBase) -> TermUses:
    """A concept's renderings with their counts, year by year."""
    concept = base.concepts[number]
    status = {term.text: term.status for term in concept.terms}
    counts = {each.year: dict(each.renderings) for each in row.years}
    wordings = tuple(
        Wording(
            text,
            status.get(text, ""),
            tuple(counts.get(year, {}).get(text, 0) for year in years),
        )
        for text, _ in row.renderings
    )
    places = tuple(sum(wording.counts[at] for wording in wordings) for at in range(len(years)))
    return TermUses(concept, number, places, wordings)
