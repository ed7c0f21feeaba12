"""The page Candidates: the terms that the folder's texts propose, to accept, edit or reject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.extraction.extracting import extract
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.model.alignment import Segment
from nqpterms.model.candidates import Candidate, Decision
from nqpterms.model.termbase import TermBase
from nqpterms.project.candidate_answers import (
    candidates_path,
    load_answers,
    write_answer,
)
from nqpterms.run.glossary_changes import merge_into
from nqpterms.servers.review.errands import ErrandState
from nqpterms.servers.review.own_glossaries import (
    note_change,
    own_glossaries,
    own_glossary,
    terms_in_use,
)
from nqpterms.servers.review.page_templates import page, part
from nqpterms.servers.review.review_desk import ReviewDesk
from nqpterms.servers.review.review_folder import NotThereError
from nqpterms.servers.review.texts_shelf import ShelfState
from nqpterms.servers.review.visits import (
    PageAnswer,
    PageRoute,
    ReviewPage,
    Visit,
)
from nqpterms.terms.candidate_merging import accepted, answered
from nqpterms.terms.merging import Conflict, merge

_ON_A_PAGE = 40
_LONGEST = 300  # code points of a rendering
_SHOWS = {
    "open": "to decide",
    "accept": "accepted",
    "reject": "rejected",
    "known": "in the glossaries",
}


class _CandidatesView(Struct, frozen=True):
    """What the page shows: a part of the candidates, and how many there are of each kind."""

    state: ShelfState
    is_done: bool
    failure: str = ""
    show: str = "open"
    counts: dict[str, int] = {}
    candidates: Sequence[Candidate] = ()
    number: int = 1
    last: int = 1

    def address(self, **changes: object) -> str:
        """The address of this page with some parts changed."""
        return "/candidates?" + urlencode({"show": self.show, **changes})


def proposed_by(
    segments: Sequence[Segment], terms: TermBase
) -> list[Candidate]:
    """The candidates of the texts; done by another process."""
    return extract(segments, terms=terms)


def _state(desk: ReviewDesk, shelf: ShelfState) -> ErrandState[list[Candidate]]:
    """What has been found by now."""
    finder = terms_in_use(desk)
    segments = shelf.segments()
    work = partial(proposed_by, segments, finder.base)
    return desk.candidates.state((shelf.version, id(finder)), work)


def _answers_path(desk: ReviewDesk) -> Path:
    return candidates_path(desk.folder.project().settings, desk.folder.root)


def _list(visit: Visit) -> PageAnswer:
    """The candidates of one kind, the likeliest terms first."""
    view = _view(visit)
    if visit.wants_part:
        return part("candidates_list.html.j2", view=view, shows=_SHOWS)
    return page(
        "candidates.html.j2",
        visit,
        title="Candidates",
        view=view,
        shows=_SHOWS,
        own=own_glossaries(visit.desk),
        conflicts=(),
        written="",
    )


def _view(visit: Visit) -> _CandidatesView:
    shelf = visit.desk.shelf.state()
    if not shelf.is_whole or not shelf.segments():
        return _CandidatesView(shelf, is_done=False)
    state = _state(visit.desk, shelf)
    if state.result is None:
        return _CandidatesView(shelf, state.is_done, state.failure)
    answers = load_answers(_answers_path(visit.desk))
    candidates = answered(state.result, answers)
    show = visit.query.get("show", "open")
    show = show if show in _SHOWS else "open"
    wanted = [candidate for candidate in candidates if _kind(candidate) == show]
    counts = Counter(_kind(candidate) for candidate in candidates)
    last = max(1, -(-len(wanted) // _ON_A_PAGE))
    number = min(visit.number("page"), last)
    on_page = wanted[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    return _CandidatesView(
        shelf, True, "", show, dict(counts), on_page, number, last
    )


def _kind(candidate: Candidate) -> str:
    """Under which heading a candidate stands."""
    if candidate.decision:
        return candidate.decision
    return "known" if candidate.concept else "open"


def _answer(visit: Visit) -> PageAnswer:
    """Write an answer at once; gives the candidate as it is now."""
    decision = visit.field("decision")
    if decision not in ("", "accept", "reject"):
        raise NqptermsError(
            f"decision {decision!r}: expected accept, reject or nothing"
        )
    candidate = _candidate(visit)
    rendering = one_line(visit.field("en"))[:_LONGEST]
    if decision == "accept" and not rendering:
        raise NqptermsError(
            f"{candidate.zh}: write its English before it is accepted"
        )
    decided = replace(
        candidate,
        en=rendering or candidate.en,
        decision=cast("Decision", decision),
    )
    write_answer(decided, _answers_path(visit.desk))
    return part(
        "candidate.html.j2", candidate=decided if decision else candidate
    )


def _candidate(visit: Visit) -> Candidate:
    """The candidate of a Chinese term, as the texts propose it."""
    shelf = visit.desk.shelf.state()
    state = _state(visit.desk, shelf)
    if state.result is None:
        raise NotThereError(
            "the texts are still being read: answer again in a moment"
        )
    about = fold(visit.field("zh"))
    for candidate in state.result:
        if fold(candidate.zh) == about:
            return candidate
    raise NotThereError(
        "the texts do not propose this term any more: load the page again"
    )


def _merge(visit: Visit) -> PageAnswer:
    """Put what has been accepted into a glossary of the folder, as `nqpterms merge` does."""
    glossary = own_glossary(visit.desk, visit.field("glossary"))
    terms = accepted(load_answers(_answers_path(visit.desk)))
    conflicts: list[Conflict] = []

    def merged(ours: TermBase) -> TermBase:
        both = merge(ours, terms)
        conflicts.extend(both.conflicts)
        return both.base

    change = merge_into(glossary.path, merged)
    note_change(visit.desk, "the accepted candidates", glossary, change)
    return page(
        "candidates.html.j2",
        visit,
        title="Candidates",
        view=_view(visit),
        shows=_SHOWS,
        own=own_glossaries(visit.desk),
        conflicts=conflicts,
        written=f"{len(terms)} concept{'s' * (len(terms) != 1)} written into {glossary.name}",
    )


CANDIDATES_PAGE = ReviewPage(
    "/candidates",
    "Candidates",
    (
        PageRoute("GET", "/candidates", _list),
        PageRoute("POST", "/candidates/answer", _answer),
        PageRoute("POST", "/candidates/merge", _merge),
    ),
)
