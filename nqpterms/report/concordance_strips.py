"""The renderings of a term as a picture: one strip over the documents, one over the years.

    Concordance, years ──renderings_drawn──▶ its renderings with their slots, and the strips

A rendering has the slot that a report would give it (`strips`): the preferred term its own, and
those places at which none was found the empty one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from nqpterms.lang.normal_form import fold
from nqpterms.matching.matcher import TermFinder
from nqpterms.model.termbase import Concept, Status, Term
from nqpterms.renderings.concordance import Concordance, ConcordanceLine
from nqpterms.report.frame import short_names
from nqpterms.report.strips import LegendEntry, Strip, legend, strip
from nqpterms.report.uses import TermUses, Wording


class ConcordanceStrip(Struct, frozen=True):
    """A strip with the names of its columns; `heading` says what a column is."""

    heading: str
    columns: tuple[str, ...]
    drawn: Strip


class DrawnRenderings(Struct, frozen=True):
    """The renderings of a term, the commonest first, and its strips: none where one says nothing.

    The counts of an entry are by document, in the order of the texts.
    """

    entries: tuple[LegendEntry, ...]
    strips: tuple[ConcordanceStrip, ...]


def renderings_drawn(
    concordance: Concordance,
    *,
    terms: TermFinder | None = None,
    years: Mapping[str, str] | None = None,
) -> DrawnRenderings:
    """The renderings of a concordance with their colours, by document and by year.

    *terms* say which rendering is preferred and which discouraged; *years* say of what year a
    document is ("": unknown, then it stands in no year).

    >>> from nqpterms.model.alignment import Segment
    >>> from nqpterms.renderings.concordance import concord
    >>> pairs = [Segment("喝茶。", "Drink tea.", doc=name) for name in ("1998.md", "2004.md")]
    >>> drawn = renderings_drawn(concord("茶", pairs), years={"1998.md": "1998", "2004.md": "2004"})
    >>> [(one.heading, one.columns) for one in drawn.strips]
    [('document', ('1998.md', '2004.md')), ('year', ('1998', '2004'))]
    """
    statuses = _statuses(concordance, terms)
    documents = list(
        dict.fromkeys(line.segment.doc for line in concordance.lines)
    )
    wordings = _wordings(concordance, documents, _document_of, statuses)
    strips = []
    if len(documents) > 1:
        names = tuple(short_names(documents))
        strips.append(
            ConcordanceStrip(
                "document", names, _drawn(concordance, wordings, names)
            )
        )
    known_years = years or {}

    def year_of_line(line: ConcordanceLine) -> str:
        return known_years.get(line.segment.doc, "")

    all_years = sorted(
        {year_of_line(line) for line in concordance.lines} - {""}
    )
    if len(all_years) > 1:
        by_year = _wordings(concordance, all_years, year_of_line, statuses)
        drawn = _drawn(concordance, by_year, all_years)
        strips.append(ConcordanceStrip("year", tuple(all_years), drawn))
    return DrawnRenderings(legend(wordings), tuple(strips))


def _document_of(line: ConcordanceLine) -> str:
    return line.segment.doc


def _statuses(
    concordance: Concordance, terms: TermFinder | None
) -> dict[str, Status]:
    """The statuses of the forms of the concepts that have the term, by folded form."""
    if terms is None:
        return {}
    wanted = fold(concordance.term)
    statuses: dict[str, Status] = {}
    for match in terms.find_all(concordance.term, language=concordance.side):
        for reading in match.candidates:
            if fold(reading.term.text) == wanted:
                for term in reading.concept.terms:
                    statuses.setdefault(fold(term.text), term.status)
    return statuses


def _wordings(
    concordance: Concordance,
    columns: Sequence[str],
    column_of: Callable[[ConcordanceLine], str],
    statuses: Mapping[str, Status],
) -> list[Wording]:
    """The renderings in their order, counted by column."""
    counts = Counter(
        (line.group, column_of(line)) for line in concordance.lines
    )
    wordings = []
    for group, _ in concordance.groups:
        status = statuses.get(fold(group), "")
        wordings.append(
            Wording(
                group, status, tuple(counts[group, name] for name in columns)
            )
        )
    return wordings


def _drawn(
    concordance: Concordance, wordings: Iterable[Wording], labels: Sequence[str]
) -> Strip:
    """One strip of the renderings."""
    concept = Concept("term", (Term(concordance.term, concordance.side),))
    every = tuple(wordings)
    totals = tuple(
        map(sum, zip(*(wording.counts for wording in every), strict=True))
    )
    return strip(TermUses(concept, 0, totals, every), labels)
