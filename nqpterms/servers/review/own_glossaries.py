"""The glossaries of the folder: those that are used, and those of them that are its own TSVs."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.files.writing import atomic
from nqpterms.formats.term_bases import load_terms
from nqpterms.formats.terms.fields import CORE
from nqpterms.formats.terms.glossary_tsv import is_glossary
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import ReadyTerms, TermFile
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.project.house_glossary import own_tables
from nqpterms.project.project import load_finder
from nqpterms.project.settings_lines import name_glossary
from nqpterms.run.file_changes import take_back
from nqpterms.run.glossary_changes import GlossaryChange
from nqpterms.servers.review.review_desk import NotedChange, ReviewDesk
from nqpterms.servers.review.review_folder import NotThereError, stamp
from nqpterms.terms.bundled import glossary_names

FIRST_GLOSSARY = "terms.tsv"
# Told by a look at them; other tables are to be dropped.
_GLOSSARIES = (".tsv", ".tbx")


class OwnGlossary(Struct, frozen=True):
    """A glossary TSV of the folder, with the name that it has there."""

    name: str
    path: Path


def terms_in_use(desk: ReviewDesk) -> Matcher | TermFile:
    """The terms of all glossaries of the folder, made ready once while their files are the same."""
    names = desk.folder.project().rules().glossaries
    files = [name for name in names if Path(name).is_file()]
    return desk.remembered(
        "terms", sign=(names, stamp(files)), make=lambda: load_finder(names)
    )


def terms_to_search(desk: ReviewDesk) -> ReadyTerms | TermFile:
    """The same terms for one look-up after another."""
    finder = terms_in_use(desk)
    if not isinstance(finder, Matcher):
        return finder
    return desk.remembered(
        "look-up", sign=id(finder), make=lambda: ReadyTerms(finder)
    )


def own_glossaries(desk: ReviewDesk) -> list[OwnGlossary]:
    """The glossaries that can be changed: TSVs of the folder that are in use."""
    names = desk.folder.project().rules().glossaries
    tables = own_tables(name for name in names if desk.folder.holds(name))
    return [OwnGlossary(desk.folder.name(path), path) for path in tables]


def own_glossary(desk: ReviewDesk, name: str) -> OwnGlossary:
    """The own glossary of a name; NotThereError where there is none."""
    for glossary in own_glossaries(desk):
        if glossary.name == name:
            return glossary
    raise NotThereError(f"no glossary {name!r} of this folder's own")


def idle_glossaries(desk: ReviewDesk) -> list[str]:
    """The glossaries that lie in the folder and are not used: somebody has put them there."""
    used = {
        Path(name).name for name in desk.folder.project().rules().glossaries
    }
    names = sorted(
        path.name
        for path in desk.folder.root.iterdir()
        if path.suffix in _GLOSSARIES
    )
    return [name for name in names if name not in used and _is_idle(desk, name)]


def _is_idle(desk: ReviewDesk, name: str) -> bool:
    """Whether a file of the folder that nobody uses is a glossary."""
    try:
        path = desk.folder.file(name)
    except NotThereError:  # hidden, or a link out of the folder
        return False
    return path.suffix == ".tbx" or is_glossary(path)


def base_of(desk: ReviewDesk, glossary: OwnGlossary) -> TermBase:
    """The terms of an own glossary as they are now."""
    return desk.remembered(
        ("glossary", glossary.name),
        sign=stamp([glossary.path]),
        make=lambda: load_terms(glossary.path),
    )


def home_of(desk: ReviewDesk, name: str) -> tuple[Concept, OwnGlossary | None]:
    """A concept that is in use, and the own glossary that has it; NotThereError for no concept."""
    for glossary in own_glossaries(desk):
        for concept in base_of(desk, glossary).concepts:
            if concept.id == name:
                return concept, glossary
    for concept in terms_in_use(desk).base.concepts:
        if concept.id == name:
            return concept, None
    raise NotThereError(f"no concept {name!r} in the glossaries of this folder")


def note_change(
    desk: ReviewDesk, what: str, glossary: OwnGlossary, change: GlossaryChange
) -> None:
    """Remember what was written, so that it can be taken back; what changed nothing is nothing."""
    if not change.lines.is_empty:
        desk.glossary_changes.append(
            NotedChange(f"{what} in {glossary.name}", change.lines)
        )


def take_back_last(desk: ReviewDesk) -> str:
    """Take back what was written last into any of the glossaries; gives what that was.

    Raises NqptermsError where nothing is left, or the glossary has been changed since.
    """
    try:
        last = desk.glossary_changes.pop()
    except IndexError:
        raise NqptermsError("nothing is left to take back") from None
    take_back(last.lines)
    return last.what


def begin_glossary(desk: ReviewDesk) -> OwnGlossary:
    """Make an empty glossary in the folder, and name it in its settings.

    Where no settings name glossaries yet, the bundled ones stay in use beside it.
    """
    path = desk.folder.path(FIRST_GLOSSARY)
    if not path.exists():
        with atomic(path) as file:
            file.write("\t".join(CORE) + "\n")
    root = desk.folder.root
    others = (
        () if desk.folder.project().rules().glossaries else glossary_names()
    )
    for name in (FIRST_GLOSSARY, *others):
        name_glossary(root, name)
    return OwnGlossary(FIRST_GLOSSARY, path)
