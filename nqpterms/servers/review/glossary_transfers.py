"""What comes into a glossary of the folder from elsewhere, and what goes out of it.

another glossary ──merge──▶ what is new, and the conflicts side by side ──a person──▶ the TSV
a glossary ──export──▶ a file of any format that holds terms
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from functools import partial
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.formats.term_bases import dump_terms, load_terms
from nqpterms.formats.term_formats import TERM_BASES
from nqpterms.model.termbase import TermBase
from nqpterms.run.glossary_changes import merge_into
from nqpterms.servers.review.own_glossaries import (
    base_of,
    note_change,
    own_glossaries,
    own_glossary,
    terms_in_use,
)
from nqpterms.servers.review.page_templates import page
from nqpterms.servers.review.review_desk import ReviewDesk
from nqpterms.servers.review.review_folder import NotThereError, safe_name
from nqpterms.servers.review.visits import (
    PageAnswer,
    PageRoute,
    Upload,
    Visit,
    download,
    see_other,
)
from nqpterms.terms.merging import Conflict, merge, settled

_LARGEST = 50 * 2**20  # bytes of a glossary that is sent
_MOST_CONFLICTS = 500  # on a page; where more are, ours stands
_EVERY = "all"  # in the form of an export: the terms of all glossaries


class _Arrival(Struct, frozen=True):
    """A glossary that was sent to be merged: its name, its terms, and where they are to go."""

    name: str
    base: TermBase
    glossary: str


class _MergeView(Struct, frozen=True):
    """What a merge would do: concepts that are new, those that get something, and conflicts.

    Of the conflicts, each with the name that a form has for it, no more are shown than a form
    takes; `total` is how many there are.
    """

    new: int
    changed: int
    conflicts: tuple[tuple[str, Conflict], ...]
    total: int


def _ask(visit: Visit) -> PageAnswer:
    """The form that takes a glossary to be merged."""
    own = own_glossaries(visit.desk)
    return page(
        "merge.html.j2",
        visit,
        title="Merge · Terms",
        own=own,
        arrival=None,
        view=None,
    )


def _receive(visit: Visit) -> PageAnswer:
    """Read a glossary that was sent; nothing of it is kept but its terms."""
    glossary = own_glossary(visit.desk, visit.field("glossary"))
    if not visit.uploads:
        raise NqptermsError("no glossary was sent: choose a file")
    upload = visit.uploads[0]
    arrival = _Arrival(safe_name(upload.name), _terms_of(upload), glossary.name)
    key = secrets.token_urlsafe(9)
    visit.desk.remembered(("arrival", key), sign=0, make=lambda: arrival)
    return see_other(f"/terms/merge/{key}")


def _terms_of(upload: Upload) -> TermBase:
    """The terms in a file that was sent."""
    name = safe_name(upload.name)
    with tempfile.TemporaryDirectory(prefix="nqpterms-") as folder:
        path = Path(folder, name)
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
        try:
            return load_terms(path)
        except NqptermsError as error:
            raise NqptermsError(str(error).replace(str(path), name)) from None


def _arrival(desk: ReviewDesk, key: str) -> _Arrival:
    """A glossary that was sent before; NotThereError where it has been forgotten."""
    arrival: _Arrival | None = desk.remembered(
        ("arrival", key), sign=0, make=lambda: None
    )
    if arrival is None:
        raise NotThereError("this glossary is not held any more: send it again")
    return arrival


def _compare(visit: Visit) -> PageAnswer:
    """What the merge would do, its conflicts side by side."""
    arrival = _arrival(visit.desk, visit.names["key"])
    glossary = own_glossary(visit.desk, arrival.glossary)
    ours = base_of(visit.desk, glossary)
    merged = merge(ours, arrival.base)
    before = {concept.id: concept for concept in ours.concepts}
    new = [
        concept for concept in merged.base.concepts if concept.id not in before
    ]
    changed = [
        concept
        for concept in merged.base.concepts
        if concept.id in before and before[concept.id] != concept
    ]
    first_conflicts = tuple(
        (conflict_name(one), one) for one in merged.conflicts[:_MOST_CONFLICTS]
    )
    view = _MergeView(
        len(new), len(changed), first_conflicts, len(merged.conflicts)
    )
    return page(
        "merge.html.j2",
        visit,
        title="Merge · Terms",
        own=(glossary,),
        arrival=arrival,
        view=view,
        key=visit.names["key"],
    )


def _write(visit: Visit) -> PageAnswer:
    """Merge, with their side of the conflicts that were chosen so."""
    arrival = _arrival(visit.desk, visit.names["key"])
    glossary = own_glossary(visit.desk, arrival.glossary)
    chosen = {name for name in visit.lists if visit.field(name) == "theirs"}
    change = merge_into(glossary.path, partial(_merged, arrival.base, chosen))
    note_change(visit.desk, f"the merge of {arrival.name}", glossary, change)
    return see_other("/terms?merged=1")


def _merged(theirs: TermBase, chosen: set[str], ours: TermBase) -> TermBase:
    """Both glossaries as one; the conflicts whose names are *chosen* are settled for theirs."""
    merged = merge(ours, theirs)
    chosen_conflicts = [
        one for one in merged.conflicts if conflict_name(one) in chosen
    ]
    return settled(merged.base, chosen_conflicts)


def conflict_name(conflict: Conflict) -> str:
    """What a form calls a conflict: the same as long as both sides say the same.

    >>> conflict_name(Conflict("gdp", "status", "preferred", "admitted", "GDP"))
    'gdp/status/GDP/preferred/admitted'
    """
    parts = (
        conflict.concept,
        conflict.field,
        conflict.term,
        conflict.ours,
        conflict.theirs,
    )
    return "/".join(parts)


def _exports(visit: Visit) -> PageAnswer:
    """The formats in which a glossary can be had, and what each of them loses."""
    rows = [row for row in TERM_BASES if row.dump_options is not None]
    own = own_glossaries(visit.desk)
    return page(
        "export.html.j2",
        visit,
        title="Export · Terms",
        rows=rows,
        own=own,
        every=_EVERY,
    )


def _export(visit: Visit) -> PageAnswer:
    """A glossary as a file to save."""
    name, kind = visit.field("glossary"), visit.field("format")
    row = next(
        (
            r
            for r in TERM_BASES
            if r.name == kind and r.dump_options is not None
        ),
        None,
    )
    if row is None:
        raise NqptermsError(
            f"format {kind[:40]!r}: expected one of those that the page names"
        )
    if name == _EVERY:
        base, stem = terms_in_use(visit.desk).base, "terms"
    else:
        glossary = own_glossary(visit.desk, name)
        base, stem = base_of(visit.desk, glossary), glossary.path.stem
    options = {"lossy": True} if "lossy" in (row.dump_options or ()) else {}
    suffix = row.suffixes[0] if row.suffixes else "csv"
    with tempfile.TemporaryDirectory(prefix="nqpterms-") as folder:
        path = Path(folder, f"{stem}.{suffix}")
        dump_terms(base, path, type=kind, **options)
        return download(path.read_bytes(), path.name)


TRANSFER_ROUTES = (
    PageRoute("GET", "/terms/merge", _ask),
    PageRoute("POST", "/terms/merge", _receive, largest=_LARGEST),
    PageRoute("GET", "/terms/merge/{key}", _compare),
    PageRoute("POST", "/terms/merge/{key}", _write),
    PageRoute("GET", "/terms/export", _exports),
    PageRoute("POST", "/terms/export", _export),
)
