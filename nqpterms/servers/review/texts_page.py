"""The first page: the texts of the folder, and a place to drop more."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from nqpterms.run.inputs import Unit
from nqpterms.servers.review.causes import causes_of, counts
from nqpterms.servers.review.check_page import decisions_of
from nqpterms.servers.review.drops import LARGEST, Drop, take_drop, use_glossary
from nqpterms.servers.review.own_glossaries import idle_glossaries
from nqpterms.servers.review.page_templates import page
from nqpterms.servers.review.review_folder import NotThereError
from nqpterms.servers.review.visits import (
    PageAnswer,
    PageRoute,
    ReviewPage,
    Visit,
    see_other,
)


class TextLine(Struct, frozen=True):
    """A text of the folder as the list has it: what it is, and how far it is."""

    unit: Unit
    files: str
    state: str
    is_working: bool = False

    @property
    def link(self) -> str:
        """The address of its page."""
        return f"/check/{quote(self.unit.name)}"


def _texts(visit: Visit) -> PageAnswer:
    """The list of what can be checked."""
    return _page(visit, Drop())


def _drop(visit: Visit) -> PageAnswer:
    """Keep what was dropped, and go to the text that it makes, if it is one."""
    drop = take_drop(visit.desk, visit.uploads)
    names = [unit.name for unit in _units_with(visit, drop.texts)]
    if drop.refused or drop.remarks or len(names) != 1:
        return _page(visit, drop, names)
    return see_other(f"/check/{quote(names[0])}")


def _use(visit: Visit) -> PageAnswer:
    """Let a glossary that lies in the folder hold there."""
    name = visit.field("name")
    if name not in idle_glossaries(visit.desk):
        raise NotThereError("no such glossary in this folder")
    return _page(visit, Drop(remarks=[use_glossary(visit.desk, name)]))


def _page(
    visit: Visit, drop: Drop, fresh: list[str] | None = None
) -> PageAnswer:
    settings = visit.desk.folder.project().settings
    names = [Path(name).name for name in settings.glossaries]
    return page(
        "texts.html.j2",
        visit,
        title="Check",
        lines=[_line(visit, unit) for unit in visit.desk.folder.units()],
        glossaries=names,
        idle=idle_glossaries(visit.desk),
        drop=drop,
        fresh=fresh or [],
    )


def _line(visit: Visit, unit: Unit) -> TextLine:
    """A text with what is known of its check."""
    files = " ↔ ".join(visit.desk.folder.name(path) for path in unit.files)
    check = visit.desk.checks.of(unit.name)
    if check is None:
        return TextLine(unit, files, "")
    if check.is_working:
        return TextLine(unit, files, f"{check.what} …", is_working=True)
    if check.checked is None:
        return TextLine(unit, files, "could not be checked")
    decided, every = counts(
        causes_of(check.checked.findings, decisions_of(visit), check.later)
    )
    state = (
        f"{every - decided} to decide"
        if every > decided
        else "nothing left to decide"
    )
    return TextLine(unit, files, state)


def _units_with(visit: Visit, paths: list[Path]) -> list[Unit]:
    """The units of the folder that have some files."""
    names = {str(path) for path in paths}
    return [
        unit
        for unit in visit.desk.folder.units()
        if names.intersection(unit.files)
    ]


TEXTS_PAGE = ReviewPage(
    "/",
    "Check",
    (
        PageRoute("GET", "/", _texts),
        PageRoute("POST", "/drop", _drop, largest=LARGEST),
        PageRoute("POST", "/glossary", _use),
    ),
)
