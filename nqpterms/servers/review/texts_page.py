"""The first page: the texts of the folder, and a place to drop more."""

from __future__ import annotations

from nqpterms.servers.review.page_templates import page
from nqpterms.servers.review.visits import PageAnswer, PageRoute, ReviewPage, Visit


def _texts(visit: Visit) -> PageAnswer:
    """The list of what can be checked."""
    units = visit.desk.folder.units()
    return page("texts.html.j2", visit, title="Check", units=units)


TEXTS_PAGE = ReviewPage("/", "Check", (PageRoute("GET", "/", _texts),))
