"""A concordance as one page: its renderings counted and drawn, then every place of the term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from nqpterms.formats.results.concordances import (
    Kwic,
    Order,
    in_order,
    kwic,
    where,
)
from nqpterms.matching.matcher import TermFinder
from nqpterms.model.alignment import Side
from nqpterms.renderings.concordance import Concordance, ConcordanceLine
from nqpterms.report.concordance_strips import renderings_drawn
from nqpterms.report.frame import rendered, short_names


class PlaceView(Struct, frozen=True):
    """One place of the page: where it stands, and both sentences with the words that are meant.

    `address` leads to it; "" in a file.
    """

    where: str
    here: Kwic
    there: Kwic
    address: str = ""


def render_concordance(
    concordance: Concordance,
    order: Order = "place",
    *,
    terms: TermFinder | None = None,
    years: Mapping[str, str] | None = None,
) -> str:
    """All places of a term as the text of an HTML file, in the style of the report.

    *terms* and *years* are those of `renderings_drawn`.

    >>> from nqpterms.model.alignment import Segment
    >>> from nqpterms.renderings.concordance import concord
    >>> page = render_concordance(concord("茶", [Segment("喝茶。", "Drink tea.", row=4)]))
    >>> "喝<mark>茶</mark>。" in page
    True
    """
    side = concordance.side
    return rendered(
        "concordance.html.j2",
        title=concordance.term,
        drawn=renderings_drawn(concordance, terms=terms, years=years),
        places=place_views(in_order(concordance, order), side),
        side=side,
        other="en" if side == "zh" else "zh",
    )


def place_views(
    lines: Iterable[ConcordanceLine], side: Side
) -> list[PlaceView]:
    """Places as a page shows them, their documents by short names."""
    lines = list(lines)
    documents = list(dict.fromkeys(line.segment.doc for line in lines))
    names = dict(zip(documents, short_names(documents), strict=True))
    places = []
    for line in lines:
        here, there = kwic(line, side)
        document = line.segment.doc
        named_place = where(line, side).replace(document, names[document], 1)
        places.append(PlaceView(named_place, here, there))
    return places
