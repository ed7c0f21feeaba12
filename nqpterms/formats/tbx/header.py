"""What a TBX file says before its concepts and after them: header and referenced objects."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from nqpterms.files.xml import Element
from nqpterms.formats.tbx.elements import category, flattened, local
from nqpterms.model.termbase import Category, RefObject

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
