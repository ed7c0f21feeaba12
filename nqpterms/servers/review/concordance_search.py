"""The page Concordance: every place of a term in all texts of the folder."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.formats.results.concordances import ORDERS, Order, in_order
from nqpterms.matching.term_lookup import lookup
from nqpterms.model.termbase import Concept
from nqpterms.renderings.concordance import (
    Concordance,
    ConcordanceLine,
    Concordancer,
)
from nqpterms.report.concordance_page import PlaceView, place_views
from nqpterms.report.concordance_strips import DrawnRenderings, renderings_drawn
from nqpterms.run.counting import year_of
from nqpterms.servers.review.own_glossaries import terms_in_use, terms_to_search
from nqpterms.servers.review.page_templates import page, part
from nqpterms.servers.review.review_desk import ReviewDesk
from nqpterms.servers.review.texts_shelf import ShelfState
from nqpterms.servers.review.visits import (
    PageAnswer,
    PageRoute,
    ReviewPage,
    Visit,
)

_AT_ONCE = 40  # places whose renderings the words tell while the reader waits: about .1 s
_ON_A_PAGE = 50  # places
_COMMON = 24  # terms offered where none is asked for
_LONGEST = 200  # code points of a term
_NO_RENDERING = "-"  # in an address, the group of places without one
_SORTS = {
    "place": "by place",
    "rendering": "by rendering",
    "context": "by what follows",
}


class _Question(Struct, frozen=True):
    """What is asked: a term, the order of its places, one of its renderings, a page of the list."""

    term: str
    order: Order
    rendering: str | None
    number: int
    by_words: bool

    def address(self, **changes: object) -> str:
        """The address of this question with some parts changed."""
        parts: dict[str, object] = {"term": self.term, "sort": self.order}
        if self.rendering is not None:
            parts["rendering"] = self.rendering or _NO_RENDERING
        if self.by_words:
            parts["words"] = 1
        values = {
            key: value
            for key, value in {**parts, **changes}.items()
            if value is not None
        }
        return f"/concordance?{urlencode(values)}"


class _ConcordanceView(Struct, frozen=True):
    """What the page shows of an answer; `waits` is how many places have no rendering told yet."""

    question: _Question
    concordance: Concordance
    drawn: DrawnRenderings
    places: list[PlaceView]
    number: int
    first: int
    lines: int
    texts: int
    waits: int


def concordancer_of(desk: ReviewDesk, state: ShelfState) -> Concordancer:
    """The segments of all texts, ready to be asked."""
    finder = terms_in_use(desk)

    def concordancer() -> Concordancer:
        segments = state.segments()
        texts = [
            text for segment in segments for text in (segment.zh, segment.en)
        ]
        return Concordancer(segments, terms=finder.within(texts))

    return desk.remembered(
        "concordancer", sign=(state.version, id(finder)), make=concordancer
    )


def make_ready(desk: ReviewDesk) -> None:
    """Learn from all texts what an answer needs, before somebody asks.

    What is wrong with a glossary is said by the page, to whoever asks.
    """
    with suppress(NqptermsError):
        ready = concordancer_of(desk, desk.shelf.state())
        ready.make_ready()
        lookup(
            terms_to_search(desk), "zq"
        )  # which is no term: every kind of answer is tried


def _search(visit: Visit) -> PageAnswer:
    """The page for a term, or the terms that stand most often."""
    desk = visit.desk
    state = desk.shelf.state()
    question = _question(visit)
    values: dict[str, Any] = {
        "state": state,
        "question": question,
        "sorts": _SORTS,
    }
    if question.term:
        values["view"] = _view(desk, state, question)
        values["common"] = ()
    else:
        values["view"] = None
        values["common"] = _common_terms(desk, state)
    if visit.wants_part:
        return part("concordance_results.html.j2", **values)
    title = f"{question.term} · Concordance" if question.term else "Concordance"
    return page("concordance_search.html.j2", visit, title=title, **values)


def _question(visit: Visit) -> _Question:
    """What a visitor asks; what makes no sense is taken for nothing."""
    query = visit.query
    term = " ".join(query.get("term", "").split())[:_LONGEST]
    rendering = query.get("rendering")
    if rendering == _NO_RENDERING:
        rendering = ""
    wanted: list[Order] = [
        order for order in ORDERS if order == query.get("sort")
    ]
    order = wanted[0] if wanted else ORDERS[0]
    return _Question(
        term, order, rendering, visit.number("page"), by_words="words" in query
    )


def _view(
    desk: ReviewDesk, state: ShelfState, question: _Question
) -> _ConcordanceView:
    """The answer to a question: at once what is known, and the rest where it is asked for."""
    concordance, waits = _answer(desk, state, question)
    lines = in_order(concordance, question.order)
    if question.rendering is not None:
        lines = [line for line in lines if line.group == question.rendering]
    last_page = max(1, -(-len(lines) // _ON_A_PAGE))
    number = min(question.number, last_page)
    first = (number - 1) * _ON_A_PAGE
    finder = terms_in_use(desk)
    first_lines = {
        line.segment.doc: line for line in reversed(concordance.lines)
    }
    years = {doc: year_of(line.segment) for doc, line in first_lines.items()}
    return _ConcordanceView(
        question=question,
        concordance=concordance,
        drawn=renderings_drawn(concordance, terms=finder, years=years),
        places=place_views(lines[first : first + _ON_A_PAGE], concordance.side),
        number=number,
        first=first,
        lines=len(lines),
        texts=len({line.segment.doc for line in concordance.lines}),
        waits=waits,
    )


def _answer(
    desk: ReviewDesk, state: ShelfState, question: _Question
) -> tuple[Concordance, int]:
    """The places of a term, and of how many words have still to tell the rendering."""
    ready = concordancer_of(desk, state)
    key = ("concordance", question.term)
    quick = desk.remembered(
        (*key, "census"),
        sign=id(ready),
        make=lambda: ready.ask(question.term, by_words=False),
    )
    waits = sum(_is_untold(line) for line in quick.lines)
    if not waits or (waits > _AT_ONCE and not question.by_words):
        return quick, waits
    whole = desk.remembered(
        (*key, "words"), sign=id(ready), make=lambda: ready.ask(question.term)
    )
    return whole, 0


def _is_untold(line: ConcordanceLine) -> bool:
    return line.rendering.span is None


def _common_terms(
    desk: ReviewDesk, state: ShelfState
) -> list[tuple[Concept, int]]:
    """The concepts of the glossaries that stand most often in the texts."""
    if not state.texts:
        return []
    ready = concordancer_of(desk, state)
    concepts = desk.remembered("common", sign=id(ready), make=ready.concepts)
    return concepts[:_COMMON]


CONCORDANCE_PAGE = ReviewPage(
    "/concordance", "Concordance", (PageRoute("GET", "/concordance", _search),)
)
