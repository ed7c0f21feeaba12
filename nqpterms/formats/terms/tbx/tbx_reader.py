"""TBX files to values: v3 in either style, and v2 with tig or ntig, by one and the same tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.remarks import broken_parts
from nqpterms.files.xml import (
    Element,
    ElementPlaces,
    iterate,
    local_name,
    root_of,
)
from nqpterms.formats.terms.tbx.categories import CORES, TAGS
from nqpterms.formats.terms.tbx.dialects import CONSTRAINT_TYPES, dialect_of_v2
from nqpterms.formats.terms.tbx.elements import category, flattened
from nqpterms.formats.terms.tbx.entries import Misplaced, concept_of
from nqpterms.model.concept_stream import ConceptStream, with_different_ids
from nqpterms.model.termbase import Category, Concept, RefObject, TermBase

PARTS = (
    *("{*}conceptEntry", "{*}termEntry"),
    *("{*}tbxHeader", "{*}martifHeader"),
    "{*}refObject",
)
"""The elements that are read one by one."""

UNSAID = "Written by nqpterms"
"""The description of a base that has none: TBX wants one."""


class _Header(Struct, frozen=True):
    """The name and the description of a term base, and all else that its header holds.

    `constraints` names the file of constraints that a v2 file goes by.
    """

    name: str = ""
    description: str = ""
    rest: tuple[Category, ...] = ()
    constraints: str = ""


def load(path: str | Path, *, gzipped: bool = False) -> TermBase:
    """The term base of a TBX file.

    A term that is empty, a langSec without a language, a second concept of one id are left out
    where somebody listens (`nqpterms.files.remarks`), and otherwise a FormatError with the line.
    """
    header, concepts, references = _Header(), list[Concept](), list[RefObject]()
    for part in _file_parts(path, gzipped=gzipped, ids=set()):
        if isinstance(part, Concept):
            concepts.append(part)
        elif isinstance(part, _Header):
            header = part
        else:
            references.append(part)
    about = _about(path, header, references, gzipped=gzipped)
    return replace(about, concepts=tuple(concepts))


def stream(path: str | Path, *, gzipped: bool = False) -> ConceptStream:
    """The term base of a TBX file, a concept at a time, in constant memory.

    The file is read twice: what its concepts refer to stands behind them. Errors are those of
    `load`, but that two concepts of one id are told at the end (RepeatedIdError).
    """
    tbx_root(path, gzipped=gzipped)
    header, references = _Header(), list[RefObject]()
    for element in iterate(path, PARTS, gzipped=gzipped):
        name = part_name(element)
        if name == "tbxHeader":
            header = _header_of(element)
        elif name == "refObject":
            references.append(_reference_of(element))
    about = _about(path, header, references, gzipped=gzipped)
    concepts = iter_concepts(path, gzipped=gzipped)
    return ConceptStream(about, with_different_ids(concepts))


def _about(
    path: str | Path,
    header: _Header,
    references: Iterable[RefObject],
    *,
    gzipped: bool,
) -> TermBase:
    """What a file says of its term base beside the concepts."""
    return TermBase(
        (),
        header.name,
        header.description,
        tuple(references),
        header.rest,
        _dialect(path, header, gzipped=gzipped),
    )


def iter_concepts(
    path: str | Path, *, gzipped: bool = False
) -> Iterator[Concept]:
    """The concepts of a TBX file one by one, in constant memory; ids are not compared."""
    for part in _file_parts(path, gzipped=gzipped):
        if isinstance(part, Concept):
            yield part


def _file_parts(
    path: str | Path, *, gzipped: bool, ids: set[str] | None = None
) -> Iterator[Concept | _Header | RefObject]:
    """The parts of a file in order; of the concepts with one id the first where *ids* are kept."""
    tbx_root(path, gzipped=gzipped)
    broken = broken_parts()
    places = ElementPlaces(path, PARTS, gzipped=gzipped)
    for number, element in enumerate(iterate(path, PARTS, gzipped=gzipped)):
        name = part_name(element)
        if name == "conceptEntry":

            def leave_out(
                wrong: Misplaced, entry: Element = element, at: int = number
            ) -> None:
                place = places.of(wrong.element, entry, at)
                broken(FormatError(wrong.message, path, place.line))

            concept = concept_of(element, number, leave_out)
            if ids is not None and concept.id in ids:
                message = (
                    f"two concepts have the id {concept.id!r}; ids are unique"
                )
                leave_out(Misplaced(element, message))
                continue
            if ids is not None:
                ids.add(concept.id)
            yield concept
        elif name == "tbxHeader":
            yield _header_of(element)
        elif name == "refObject":
            yield _reference_of(element)


def part_name(element: Element) -> str:
    """What v3 calls an element of the structure; "" for one that TBX does not have."""
    return TAGS[element.tag][0] if element.tag in TAGS else ""


def tbx_root(path: str | Path, *, gzipped: bool = False) -> Element:
    """The root element of a TBX file; raises FormatError for a file of another kind."""
    root = root_of(path, gzipped=gzipped)
    if part_name(root) == "tbx":
        return root
    why = f"it begins with <{local_name(root)}>"
    if local_name(root) == "tbx":
        why = f"its namespace is {root.tag[1:].partition('}')[0]!r}; it should be {CORES[0]!r}"
    raise FormatError(f"is not TBX: {why}", path, root.sourceline)


def _dialect(path: str | Path, header: _Header, *, gzipped: bool) -> str:
    root = root_of(path, gzipped=gzipped)
    if local_name(root) == "martif":
        own = header.constraints and dialect_of_v2(
            header.constraints, root.get("type", "")
        )
        return "" if own == "TBX-Basic" else own
    dialect: str = root.get("type", "")
    return "" if dialect == "TBX-Basic" else dialect


def constraints_in(header: Element) -> str:
    """What the header of a v2 file calls its constraints, or "" where it calls them nothing."""
    names: list[str] = []
    for paragraph in header.iter("{*}p", "p"):
        if paragraph.get("type") in CONSTRAINT_TYPES:
            names.append(flattened(paragraph))
    return "".join(names)


def _header_of(element: Element) -> _Header:
    """The header of a v3 or v2 file."""
    name = description = constraints = ""
    rest: list[Category] = []
    is_described = False
    for node in _header_parts(element):
        kind = local_name(node)
        if kind == "title":
            name = flattened(node)
        elif kind == "sourceDesc" and not is_described:
            is_described = True
            description = "\n".join(filter(None, map(flattened, node)))
        elif kind == "encodingDesc":
            constraints = constraints_in(node)
            own = [
                category(p)
                for p in node
                if p.get("type") not in CONSTRAINT_TYPES
            ]
            if own:
                rest.append(Category("", "", kind, (), tuple(own)))
        else:
            rest.append(category(node))
    return _Header(
        name,
        "" if description == UNSAID else description,
        tuple(rest),
        constraints,
    )


def _header_parts(header: Element) -> Iterator[Element]:
    """The parts of a header, those of its fileDesc and of the title statement one by one."""
    for part in header:
        if local_name(part) != "fileDesc":
            yield part
            continue
        for node in part:
            if local_name(node) == "titleStmt":
                yield from node
            else:
                yield node


def _reference_of(node: Element) -> RefObject:
    """A refObject, of the type that its refObjectSec (v3) or refObjectList (v2) says."""
    section = node.getparent()
    items, extra = [], []
    for child in node:
        if local_name(child) == "item" and not len(child):
            items.append((child.get("type") or "", flattened(child)))
        else:
            extra.append(category(child))
    type_ = "" if section is None else section.get("type") or ""
    return RefObject(node.get("id") or "", type_, tuple(items), tuple(extra))
