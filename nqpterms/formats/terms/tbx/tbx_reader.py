"""TBX files to values: v3 in either style, and v2 with tig or ntig, by one and the same tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.xml import Element, Lines, iterate, root_of
from nqpterms.formats.terms.tbx.categories import CORES, TAGS
from nqpterms.formats.terms.tbx.elements import category, flattened, local
from nqpterms.formats.terms.tbx.entries import Misplaced, concept_of
from nqpterms.model.termbase import Category, Concept, RefObject, TermBase

PARTS = (
    *("{*}conceptEntry", "{*}termEntry"),
    *("{*}tbxHeader", "{*}martifHeader"),
    "{*}refObject",
)


def load(path: str | Path, *, gzipped: bool = False) -> TermBase:
    """The term base of a TBX file; raises FormatError with the line of what cannot be read."""
    header, concepts, references = Header(), list[Concept](), list[RefObject]()
    for part in _file_parts(path, gzipped=gzipped):
        if isinstance(part, Concept):
            concepts.append(part)
        elif isinstance(part, Header):
            header = part
        else:
            references.append(part)
    _unique(concepts, path)
    return TermBase(
        tuple(concepts),
        header.name,
        header.description,
        tuple(references),
        header.rest,
        _dialect(path, header, gzipped=gzipped),
    )


def iter_concepts(path: str | Path, *, gzipped: bool = False) -> Iterator[Concept]:
    """The concepts of a TBX file one by one, in constant memory; ids are not compared."""
    for part in _file_parts(path, gzipped=gzipped):
        if isinstance(part, Concept):
            yield part


def _file_parts(path: str | Path, *, gzipped: bool) -> Iterator[Concept | Header | RefObject]:
    tbx_root(path, gzipped=gzipped)
    for number, element in enumerate(iterate(path, PARTS, gzipped=gzipped)):
        name = TAGS[element.tag][0] if element.tag in TAGS else ""
        try:
            if name == "conceptEntry":
                yield concept_of(element, number)
            elif name == "tbxHeader":
                yield header_of(element)
            elif name == "refObject":
                yield reference_of(element)
        except Misplaced as wrong:
            lines = Lines(path, PARTS, gzipped=gzipped)
            line = lines.of(wrong.element, element, number)
            raise FormatError(wrong.message, path, line) from None


def tbx_root(path: str | Path, *, gzipped: bool = False) -> Element:
    """The root element of a TBX file; raises FormatError for a file of another kind."""
    root = root_of(path, gzipped=gzipped)
    if root.tag in TAGS and TAGS[root.tag][0] == "tbx":
        return root
    why = f"it begins with <{local(root.tag)}>"
    if local(root.tag) == "tbx":
        why = f"its namespace is {root.tag[1:].partition('}')[0]!r}; it should be {CORES[0]!r}"
    raise FormatError(f"is not TBX: {why}", path, root.sourceline)


def _dialect(path: str | Path, header: Header, *, gzipped: bool) -> str:
    root = root_of(path, gzipped=gzipped)
    if local(root.tag) == "martif":
        return "TBX-Default" if header.constraints and "Basic" not in header.constraints else ""
    said: str = root.get("type", "")
    return "" if said == "TBX-Basic" else said


def _unique(concepts: Iterable[Concept], path: str | Path) -> None:
    seen: set[str] = set()
    for concept in concepts:
        if concept.id in seen:
            raise FormatError(f"two concepts have the id {concept.id!r}; ids are unique", path)
        seen.add(concept.id)


CONSTRAINTS = ("XCSURI", "XCSName", "XCSContent")  # what names them in an encodingDesc
UNSAID = "Written by nqpterms"  # the description of a base that has none: TBX wants one


class Header(Struct, frozen=True):
    """The name and the description of a term base, and all else that its header holds.

    `constraints` names the file of constraints that a v2 file goes by.
    """

    name: str = ""
    description: str = ""
    rest: tuple[Category, ...] = ()
    constraints: str = ""


def header_of(element: Element) -> Header:
    """The header of a v3 or v2 file."""
    name = description = constraints = ""
    rest: list[Category] = []
    described = False
    for node in (inner for part in element for inner in _unfolded(part)):
        kind = local(node.tag)
        if kind == "title":
            name = flattened(node)
        elif kind == "sourceDesc" and not described:
            described = True
            description = "\n".join(filter(None, map(flattened, node)))
        elif kind == "encodingDesc":
            own = [p for p in node if p.get("type") not in CONSTRAINTS]
            constraints = "".join(flattened(p) for p in node if p not in own)
            if own:
                rest.append(Category("", "", kind, (), tuple(map(category, own))))
        else:
            rest.append(category(node))
    said = "" if description == UNSAID else description
    return Header(name, said, tuple(rest), constraints)


def _unfolded(part: Element) -> Iterator[Element]:
    if local(part.tag) != "fileDesc":
        yield part
        return
    for node in part:
        yield from node if local(node.tag) == "titleStmt" else (node,)


def reference_of(node: Element) -> RefObject:
    """A refObject, of the type that its refObjectSec (v3) or refObjectList (v2) says."""
    section = node.getparent()
    items = [child for child in node if local(child.tag) == "item" and not len(child)]
    return RefObject(
        node.get("id") or "",
        "" if section is None else section.get("type") or "",
        tuple((item.get("type") or "", flattened(item)) for item in items),
        tuple(category(child) for child in node if child not in items),
    )
