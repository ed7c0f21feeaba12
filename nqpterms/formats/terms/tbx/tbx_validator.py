"""What is wrong with a TBX file, with line and column, level and category.

    file ──validate──▶ Problems: of the root, of each entry in turn, of the back, dangling pointers

A file is judged by the rules that it names itself: its root in version 3, its header in version 2
(`dialects`). What stands in an entry is looked at in `entry_inspection`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.xml import (
    XML_LANG,
    Element,
    ElementPlaces,
    iterate,
    local_name,
    root_place,
)
from nqpterms.formats.terms.tbx.categories import TAGS
from nqpterms.formats.terms.tbx.dialects import RULES, dialect_of_v2, rules_of
from nqpterms.formats.terms.tbx.entry_inspection import (
    Inspection,
    inspect,
    is_language_tag,
)
from nqpterms.formats.terms.tbx.structures import structure_of
from nqpterms.formats.terms.tbx.tbx_reader import (
    PARTS,
    constraints_in,
    part_name,
    tbx_root,
)
from nqpterms.model.places import Place

_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_UNKNOWN = ("", None)
_HEADER: Mapping[str, frozenset[str]] = {
    "fileDesc": frozenset({"titleStmt", "publicationStmt", "sourceDesc"}),
    "titleStmt": frozenset({"title", "note"}),
    "publicationStmt": frozenset({"p"}),
    "sourceDesc": frozenset({"p"}),
    "encodingDesc": frozenset({"p"}),
    "revisionDesc": frozenset({"change"}),
    "change": frozenset({"p"}),
}
"""What may stand in each part of a header."""
_HEADER_PARTS = frozenset({"fileDesc", "encodingDesc", "revisionDesc"})
_ITEMS = frozenset({"item", "itemGrp", "itemSet"})


class Problem(Struct, frozen=True):
    """One thing wrong in a TBX file.

    `level` is the element of the entry that it stands in (conceptEntry, langSec, termSec; in
    version 2 termEntry, langSet, tig), or the part of the file around entries; `concept` is the id
    of the entry, where there is one. `line` and `column` count from 1.
    """

    path: str
    line: int
    level: str
    category: str
    message: str
    concept: str = ""
    column: int = 1

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}: {self.level}"
        concept = f" {self.concept}" if self.concept else ""
        return f"{where}{concept}: {self.category} {self.message}"


def validate(path: str | Path, *, gzipped: bool = False) -> Iterator[Problem]:
    """Everything wrong with a TBX file, in the order of the file; dangling pointers come last.

    Structure, levels, picklists, ids and pointers, languages, dates, empty texts and characters
    are checked against the file's dialect; a private dialect may hold any further category. What
    is not XML at all is one problem, the last. Raises FormatError for a file that is not TBX.
    """
    root = tbx_root(path, gzipped=gzipped)
    file = _File(path, root, gzipped=gzipped)
    for what, why in _root_problems(root):
        yield file.problem(
            root_place(path, gzipped=gzipped), file.root_name, what, why
        )
    try:
        yield from _part_problems(file)
    except FormatError as error:
        if error.line is None:
            raise
        yield file.problem(
            Place(error.line, error.column), "file", "XML", error.message
        )


def _root_problems(root: Element) -> Iterator[tuple[str, str]]:
    """What is wrong with the attributes of the root: category and message."""
    is_v3 = local_name(root) == "tbx"
    if is_v3 and root.get("style") not in ("dca", "dct"):
        yield "style", f"{root.get('style', '')!r} is neither dca nor dct"
    kind = root.get("type")
    if not kind:
        yield "type", "is missing"
    elif is_v3 and not kind.startswith("TBX-"):
        yield (
            "type",
            f"{kind!r} is no dialect: TBX-Core, TBX-Basic, or TBX- and a name of yours",
        )
    lang = root.get(XML_LANG) or root.get("lang")
    if not lang:
        yield "xml:lang", "is missing"
    elif not is_language_tag(lang):
        yield "xml:lang", f"{lang!r} is no language tag (BCP 47: zh-Hans)"


def _part_problems(file: _File) -> Iterator[Problem]:
    has_entry = has_header = False
    for number, element in enumerate(
        iterate(file.path, PARTS, gzipped=file.gzipped)
    ):
        name = part_name(element)
        if name == "conceptEntry":
            has_entry = True
            yield from file.entry(element, number)
        elif name == "tbxHeader":
            has_header = True
            yield from file.header(element, number)
        elif name == "refObject":
            yield from file.reference(element, number)
    if not has_header:
        yield file.missing("tbxHeader", "is missing")
    if not has_entry:
        yield file.missing("conceptEntry", "is missing: the file has none")
    yield from file.dangling()


class _Open(NamedTuple):
    """A pointer to an id not yet seen: the number of its part, its own in there, and its place."""

    number: int
    nth: int
    level: str
    category: str
    concept: str


class _File:
    """What is known of a file while it is read: its ids, and who points to an id not yet seen."""

    def __init__(
        self, path: str | Path, root: Element, *, gzipped: bool
    ) -> None:
        self.path, self.gzipped = path, gzipped
        self.root_name, self.root_type = local_name(root), root.get("type", "")
        version = 2 if self.root_name == "martif" else 3
        style = "dca" if version == 2 else root.get("style", "dca")
        dialect = (
            dialect_of_v2("", self.root_type)
            if version == 2
            else self.root_type
        )
        self.seen = Inspection(
            rules_of(dialect, version),
            RULES if version == 3 else {},
            structure_of(version, style, dialect),
            style,
            version,
        )
        self.places = ElementPlaces(path, PARTS, gzipped=gzipped)
        self.ids: set[str] = set()
        self.open: dict[str, _Open] = {}

    def entry(self, entry: Element, number: int) -> Iterator[Problem]:
        """What is wrong with an entry."""
        seen = self.seen
        yield from self._out_of_place(entry, number)
        inspect(entry, seen)
        concept = entry.get("id", "")
        for node, level, category, message in seen.complaints:
            place = self.places.of(node, entry, number)
            yield self.problem(
                place,
                seen.structure.level_name(level),
                category,
                message,
                concept,
            )
        seen.complaints.clear()
        yield from self._claimed(entry, number, concept)
        for target, node, level, category in seen.pointers:
            if target not in self.ids and target not in self.open:
                nth = next(
                    n for n, inner in enumerate(entry.iter()) if inner is node
                )
                level_name = seen.structure.level_name(level)
                self.open[target] = _Open(
                    number, nth, level_name, category, concept
                )
        seen.pointers.clear()

    def _out_of_place(self, entry: Element, number: int) -> Iterator[Problem]:
        """What stands before an entry and is none."""
        before = entry.getprevious()
        if (
            before is not None
            and TAGS.get(before.tag, _UNKNOWN)[0] != "conceptEntry"
        ):
            place = self.places.of(entry, entry, number)
            name = local_name(before)
            yield self.problem(
                place,
                "body",
                name,
                "stands before this and does not belong here",
            )

    def header(self, header: Element, number: int) -> Iterator[Problem]:
        """What is wrong with the header; of version 2 it names the dialect."""
        name = local_name(header)
        names = {local_name(node) for node in header.iter()}
        missing = [
            part
            for part in ("fileDesc", "sourceDesc", "p")
            if part not in names
        ]
        if missing:
            place = self.places.of(header, header, number)
            yield self.problem(place, name, missing[0], "is missing")
        for node in header.iterdescendants():
            above = local_name(node.getparent())
            allowed = _HEADER_PARTS if above == name else _HEADER.get(above)
            if allowed is not None and local_name(node) not in allowed:
                place = self.places.of(node, header, number)
                why = f"does not belong in a {above}"
                yield self.problem(place, name, local_name(node), why)
        if self.seen.version == 2:
            dialect = dialect_of_v2(constraints_in(header), self.root_type)
            self.seen.rules = rules_of(dialect, 2)
            self.seen.structure = structure_of(2, "dca", dialect)

    def reference(self, reference: Element, number: int) -> Iterator[Problem]:
        """What is wrong with a referenced object."""
        for node in reference.iter():
            self.seen.claim(node)
        section = reference.getparent()
        place = self.places.of(reference, reference, number)
        if section is None or not section.get("type"):
            yield self.problem(
                place, "back", "refObject", "stands in a section without a type"
            )
        if not any(local_name(node) in _ITEMS for node in reference):
            yield self.problem(place, "back", "refObject", "holds no item")
        yield from self._claimed(reference, number, "")

    def dangling(self) -> Iterator[Problem]:
        """The pointers to ids that the file does not have."""
        again = ElementPlaces(self.path, PARTS, gzipped=self.gzipped)
        for target, pointer in self.open.items():
            message = f"points to {target!r}, an id that is not in the file"
            place = again.at(pointer.number, pointer.nth)
            level, category, concept = (
                pointer.level,
                pointer.category,
                pointer.concept,
            )
            yield self.problem(place, level, category, message, concept)

    def missing(self, element: str, message: str) -> Problem:
        """The problem of a part that the file does not have."""
        place = root_place(self.path, gzipped=self.gzipped)
        return self.problem(
            place, self.root_name, self.seen.structure.name(element), message
        )

    def _claimed(
        self, part: Element, number: int, concept: str
    ) -> Iterator[Problem]:
        """The problems of the ids of a part, which are known from now on."""
        for name, node in self.seen.ids:
            why = (
                "is there twice; ids are unique in a file"
                if name in self.ids
                else ""
            )
            if not _NCNAME.fullmatch(name) and self.seen.version == 3:
                why = "is no XML id: a letter first, no colon, no space"
            if why:
                place = self.places.of(node, part, number)
                element = TAGS.get(node.tag, (local_name(node), None))[0]
                level = self.seen.structure.name(element)
                yield self.problem(
                    place, level, "id", f"{name!r} {why}", concept
                )
            self.ids.add(name)
            self.open.pop(name, None)
        self.seen.ids.clear()

    def problem(
        self,
        place: Place,
        level: str,
        category: str,
        message: str,
        concept: str = "",
    ) -> Problem:
        """The problem of an element that begins at a place."""
        line, column = place.line or 1, place.column or 1
        return Problem(
            str(self.path), line, level, category, message, concept, column
        )
