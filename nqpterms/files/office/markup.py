"""WordprocessingML by local names, so that both its namespaces are read alike."""

from __future__ import annotations

from collections.abc import Iterator

from nqpterms.files.xml import Element

OFF = ("0", "false", "off", "none")
"""What an attribute says that switches a property off."""


def name_of(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element | None, name: str = "val") -> str | None:
    """The attribute with a local name; None where it, or the element, is missing."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def integer(element: Element | None, name: str = "val") -> int | None:
    """The whole number in an attribute; None where there is none."""
    text = attribute(element, name) or ""
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 9 else None


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    for step in path:
        if element is None:
            return None
        element = next((inner for inner in element if name_of(inner) == step), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children with a local name."""
    return (inner for inner in (() if element is None else element) if name_of(inner) == name)


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a property such as bold is on; None where nothing is said of it."""
    found = child(properties, name)
    return None if found is None else (attribute(found) or "1").lower() not in OFF
