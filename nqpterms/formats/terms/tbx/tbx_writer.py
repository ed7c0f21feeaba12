"""Values to TBX: v3 in either style, v2 with tig or ntig, as a stream."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.writing import atomic
from nqpterms.files.xml import escape
from nqpterms.formats.terms.tbx.categories import (
    ABBREVIATION,
    CORE,
    DIALECTS,
    LEVEL_NAMES,
    MODULES,
    Level,
    namespace,
    unmarked_note,
)
from nqpterms.formats.terms.tbx.elements import xml_of
from nqpterms.formats.terms.tbx.lowering import Entry, Loss, Target, TermPart, entry_of
from nqpterms.formats.terms.tbx.tbx_reader import UNSAID
from nqpterms.model.termbase import Category, Concept, Status, TermBase

_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_TERM_TAGS = {
    "dca": ("termSec", ""),
    "dct": ("termSec", ""),
    "tig": ("tig", ""),
    "ntig": ("ntig", "termGrp"),
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|x(-[A-Za-z0-9]{1,8})+")


def dump(
    base: TermBase | Iterable[Concept],
    path: str | Path,
    *,
    version: Literal[2, 3] = 3,
    dialect: str = "",
    style: Literal["", "dca", "dct", "tig", "ntig"] = "",
    lossy: bool = False,
    languages: Mapping[str, str] | None = None,
    statuses: Collection[Status] | None = None,
    numeric_ids: bool = False,
    definitions: Literal["language", "concept"] = "language",
    marks: bool = True,
    about: TermBase | None = None,
) -> tuple[Loss, ...]:
    """Writes a term base, or a stream of concepts, as TBX; gives what was lost, if `lossy`.

    What the file cannot hold raises FormatError, which names the concept, and leaves no file; with
    `lossy` it is left out and reported. `version` 3 has the styles dca (the default) and dct,
    2 has tig (the default) and ntig. `dialect` is that of the base, else TBX-Basic; a name of
    your own makes a private dialect, which may hold any category. `languages` renames language
    tags (zh-Hans to zh-CN), and `statuses` keeps only the terms that have one of them.
    `numeric_ids` numbers the entries, for MultiTerm; `definitions` "concept" puts them at the
    concept, where importers that drop the language level still see them. What TBX has no category
    for (`since`, `match`, `scope` …) travels in marked notes, see `own`; `marks` False leaves them
    out, for tools whose users would wonder. `about` gives name, description and referenced objects
    for a stream. The same values give the same bytes.

    >>> import tempfile
    >>> from nqpterms.formats.terms.tbx import load
    >>> base = TermBase((Concept("c1", subject="economy"),))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dump(base, Path(folder, "a.tbx"), lossy=True)
    (Loss(concept='c1', level='conceptEntry', category='conceptEntry', why='has no term'),)
    """
    if about is None:  # an empty TermBase is false, and may still have a name
        about = base if isinstance(base, TermBase) else TermBase()
    target = Target.of(
        version,
        dialect or about.dialect or "TBX-Basic",
        style,
        languages=dict(languages or {}),
        statuses=statuses,
        numeric_ids=numeric_ids,
        definitions=definitions,
        marks=marks,
    )
    try:
        writer = _Writer(target, lossy=lossy, references=_referenced(about))
        concepts = base.concepts if isinstance(base, TermBase) else base
        if isinstance(base, TermBase):
            writer.know(base)
        elif numeric_ids:
            raise FormatError("numeric ids need the whole term base, not a stream")
        with atomic(path) as file:
            file.write(opening(about, target))
            for concept in concepts:
                file.write(writer.entry(concept))
            writer.check_pointers()
            file.write(closing(about, target))
    except FormatError as error:
        raise FormatError(error.message, error.path or path, error.line) from error
    return tuple(writer.losses)


def _referenced(about: TermBase) -> set[str]:
    return {reference.id for reference in about.references}


class _Writer:
    """The state of a file while it is written: its ids, its open references, its losses."""

    def __init__(self, target: Target, *, lossy: bool, references: set[str]) -> None:
        self.target, self.lossy = target, lossy
        self.losses: list[Loss] = []
        self.fine: set[tuple[str, ...]] = set()  # what the target is known to hold
        self.ids = set(references)
        self.open: dict[str, str] = {}  # an id not seen yet -> the concept that points to it
        self.numbers: dict[str, str] | None = None
        self.known: set[str] | None = None

    def know(self, base: TermBase) -> None:
        """All ids of the file, where the whole base is at hand."""
        kept = [concept for concept in base.concepts if self._kept(concept)]
        number = str if self.target.numeric_ids else None
        self.numbers = {c.id: number(n) if number else c.id for n, c in enumerate(kept, 1)}
        self.known = {*self.ids, *self.numbers.values()}
        self.known.update(term.id for concept in kept for term in concept.terms if term.id)

    def entry(self, concept: Concept) -> str:
        """The conceptEntry of a concept, or "" if nothing of it is to be written."""
        if not concept.terms:
            self._lose(Loss(concept.id, "conceptEntry", "conceptEntry", "has no term"))
        if not self._kept(concept):
            return ""
        try:
            return self._entry(entry_of(concept, self.target, self.numbers), concept.id)
        except FormatError as error:
            if error.message.startswith("concept "):
                raise
            raise FormatError(f"concept {concept.id}: {error.message}") from error

    def check_pointers(self) -> None:
        """Raises FormatError where something points to an id that the file does not have."""
        for target, concept in self.open.items():
            if target not in self.ids:
                raise FormatError(f"concept {concept}: points to {target!r}, which is not there")

    def _kept(self, concept: Concept) -> bool:
        statuses = self.target.statuses
        return any(statuses is None or term.status in statuses for term in concept.terms)

    def _entry(self, entry: Entry, concept: str) -> str:
        if not (self.target.numeric_ids or _NCNAME.fullmatch(entry.id)):
            raise FormatError(f"{entry.id!r} is no XML id: a letter first, no colon, no space")
        self._claim(entry.id)
        section, part = (
            ("langSet", "termEntry") if self.target.version == 2 else ("langSec", "conceptEntry")
        )
        lines = [f'<{part} id="{entry.id}">']
        lines += [f" {said}" for said in self._fitting(entry.others, "C", concept)]
        for language in entry.languages:
            if not language.terms:
                why = f"stands at {language.lang!r}, which has no term"
                for said in language.others:
                    self._lose(Loss(concept, "langSec", said.type or said.element, why))
                continue
            lines.append(f' <{section} xml:lang="{_language(language.lang)}">')
            lines += [f"  {said}" for said in self._fitting(language.others, "L", concept)]
            for term in language.terms:
                self._term(lines, term, concept)
            lines.append(f" </{section}>")
        lines.append(f"</{part}>\n")
        return "\n".join(lines)

    def _term(self, lines: list[str], part: TermPart, concept: str) -> None:
        if not part.term.value.strip():
            raise FormatError("has an empty term")
        section, group = _TERM_TAGS[self.target.style]
        said = ""
        if part.id:
            self._claim(part.id)
            said = f' id="{escape(part.id)}"'
        lines.append(f"  <{section}{said}>{group and f'<{group}>'}")
        lines.append(f"   {xml_of(part.term, self.target.style)}")
        lines += [f"   {said}" for said in self._fitting(part.notes, "T", concept)]
        if group:
            lines.append(f"   </{group}>")
        lines += [f"   {said}" for said in self._fitting(part.others, "T", concept)]
        lines.append(f"  </{section}>")

    def _fitting(self, categories: Iterable[Category], level: Level, concept: str) -> Iterator[str]:
        for said in categories:
            fit = self._fit(said, level, concept)
            if fit is not None:
                yield xml_of(fit, self.target.style)

    def _fit(self, said: Category, level: Level, concept: str, group: str = "") -> Category | None:
        """The category as the target holds it, or None; what is left out is a loss."""
        if not self.target.marks and said.element == "note":
            mark = unmarked_note(said.value)
            if mark is not None and mark[0] != "note":
                return None
        key = (said.type, said.element, level, group)
        if (key not in self.fine and (*key, said.value) not in self.fine) or said.inner:
            if why := self.target.objection(said, level, group):
                self._lose(Loss(concept, LEVEL_NAMES[level], said.type or said.element, why))
                return None
            if depends := self.target.depends(said):
                self.fine.add(key if depends == "category" else (*key, said.value))
        if said.attributes:
            said = self._pointing(said, level, concept)
        if said.inner:
            inside = [self._fit(each, level, concept, said.element) for each in said.inner]
            if None in inside:
                said = replace(said, inner=tuple(each for each in inside if each is not None))
        return said

    def _pointing(self, said: Category, level: Level, concept: str) -> Category:
        """The category with its ids claimed and no pointer to what is not in the file."""
        for name, value in said.attributes:
            if name == "id":
                self._claim(value)
            if name != "target" or said.element == "xref" or value in self.ids:
                continue
            if self.known is None or value in self.known or said.value == ABBREVIATION:
                self.open.setdefault(value, concept)
                continue
            why = f"points to {value!r}, which is not in the file"
            self._lose(Loss(concept, LEVEL_NAMES[level], said.type or said.element, why))
            rest = tuple(pair for pair in said.attributes if pair[0] != "target")
            said = replace(said, attributes=rest)
        return said

    def _claim(self, said: str) -> None:
        if said in self.ids:
            raise FormatError(f"the id {said!r} is there twice; ids are unique in a file")
        self.ids.add(said)

    def _lose(self, loss: Loss) -> None:
        if not self.lossy:
            raise FormatError(f"{loss}; write another dialect or version, or allow losses")
        self.losses.append(loss)


@lru_cache(maxsize=256)
def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise FormatError(f"{tag!r} is no language tag (BCP 47: zh-Hans, zh-TW, en)")
    return tag


_BASIC, _ANY = "TBXBasicXCSV02.xcs", "TBXXCSV02.xcs"  # the constraint files that v2 names
_AFTER = ("encodingDesc", "revisionDesc")  # header parts that follow fileDesc, in this order


def opening(about: TermBase, target: Target) -> str:
    """Everything before the first concept."""
    if target.version == 2:
        root, header = '<martif type="TBX" xml:lang="en">', "martifHeader"
    else:
        root, header = _root(target), "tbxHeader"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', root, f"<{header}>", " <fileDesc>"]
    titled = [part for part in about.header if part.element == "note"]
    if about.name or titled:
        notes = "".join(xml_of(part, target.style) for part in titled)
        lines.append(f"  <titleStmt><title>{escape(about.name)}</title>{notes}</titleStmt>")
    rest = [part for part in about.header if part.element not in ("note", *_AFTER)]
    rest.sort(key=lambda part: part.element != "publicationStmt")
    lines += [f"  {_part(part, target)}" for part in rest if part.element == "publicationStmt"]
    said = "".join(f"<p>{escape(p)}</p>" for p in (about.description or UNSAID).split("\n") if p)
    lines.append(f"  <sourceDesc>{said}</sourceDesc>")
    lines += [f"  {_part(part, target)}" for part in rest if part.element != "publicationStmt"]
    lines.append(" </fileDesc>")
    lines += [f" {part}" for part in _header_end(about.header, target)]
    lines += [f"</{header}>", "<text>", "<body>", ""]
    return "\n".join(lines)


def _root(target: Target) -> str:
    spaces = f'xmlns="{CORE}"'
    if target.style == "dct":
        for module in DIALECTS.get(target.dialect, MODULES):
            spaces += f' xmlns:{module}="{namespace(module)}"'
    dialect = escape(target.dialect)
    return f'<tbx type="{dialect}" style="{target.style}" xml:lang="en" {spaces}>'


def _part(said: Category, target: Target) -> str:
    return xml_of(said, target.style)


def _header_end(header: tuple[Category, ...], target: Target) -> list[str]:
    parts = []
    encoding = [part for part in header if part.element == "encodingDesc"]
    own = "".join(xml_of(p, target.style) for part in encoding for p in part.inner)
    if target.version == 2:
        own = f'<p type="XCSURI">{_ANY if target.rules is None else _BASIC}</p>{own}'
    if own:
        parts.append(f"<encodingDesc>{own}</encodingDesc>")
    parts += [_part(part, target) for part in header if part.element == "revisionDesc"]
    return parts


def closing(about: TermBase, target: Target) -> str:
    """Everything after the last concept."""
    lines = ["</body>"]
    if about.references:
        section = "refObjectList" if target.version == 2 else "refObjectSec"
        lines.append("<back>")
        for kind, objects in groupby(about.references, key=lambda reference: reference.type):
            lines.append(f'<{section} type="{escape(kind)}">')
            for each in objects:
                items = [Category(kind, text, "item") for kind, text in each.items]
                inside = "".join(xml_of(said, target.style) for said in (*items, *each.extra))
                said = f' id="{escape(each.id)}"' if each.id else ""
                lines.append(f" <refObject{said}>{inside}</refObject>")
            lines.append(f"</{section}>")
        lines.append("</back>")
    lines += ["</text>", "</martif>" if target.version == 2 else "</tbx>", ""]
    return "\n".join(lines)
