"""TBX files to values: v3 in either style, and v2 with tig or ntig, by one and the same tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.xml import Element, Lines, iterate, root_of
from nqpterms.formats.tbx.categories import CORES, TAGS
from nqpterms.formats.tbx.elements import local
from nqpterms.formats.tbx.entries import Misplaced, concept_of
from nqpterms.formats.tbx.header import Header, header_of, reference_of
from nqpterms.model.termbase import Concept, RefObject, TermBase

PARTS = (
    *("{*}conceptEntry", "{*}termEntry"),
    *("{*}tbxHeader", "{*}martifHeader"),
    "{*}refObject",
)


def load(path: str | Path, *, gzipped: bool = False) -> TermBase:
    """The term base of a TBX file; raises FormatError with the line of what cannot be read."""
    header, concepts, references = Header(), list[Concept](), list[RefObject]()
    for part in _parts(path, gzipped=gzipped):
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
    for part in _parts(path, gzipped=gzipped):
        if isinstance(part, Concept):
            yield part


def _parts(path: str | Path, *, gzipped: bool) -> Iterator[Concept | Header | RefObject]:
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
