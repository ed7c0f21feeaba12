"""A concordance as one page: its renderings counted, then every place with both its sentences."""

from __future__ import annotations

from msgspec import Struct

from nqpterms.formats.results.concordances import Kwic, Order, in_order, kwic, where
from nqpterms.renderings.concordance import Concordance
from nqpterms.report.frame import rendered, short_names


class _PlaceView(Struct, frozen=True):
    """One place of the page: where it stands, and both sentences with the words that are meant."""

    where: str
    here: Kwic
    there: Kwic


def render_concordance(concordance: Concordance, order: Order = "place") -> str:
    """All places of a term as the text of an HTML file, in the style of the report.

    >>> from nqpterms.model.alignment import Segment
    >>> from nqpterms.renderings.concordance import concord
    >>> page = render_concordance(concord("茶", [Segment("喝茶。", "Drink tea.", row=4)]))
    >>> "喝<mark>茶</mark>。" in page
    True
    """
    side = concordance.side
    documents = list(dict.fromkeys(line.segment.doc for line in concordance.lines))
    names = dict(zip(documents, short_names(documents), strict=True))
    places = []
    for line in in_order(concordance, order):
        here, there = kwic(line, side)
        document = line.segment.doc
        named_place = where(line, side).replace(document, names[document], 1)
        places.append(_PlaceView(named_place, here, there))
    return rendered(
        "concordance.html.j2",
        title=concordance.term,
        groups=concordance.groups,
        places=places,
        side=side,
        other="en" if side == "zh" else "zh",
    )
