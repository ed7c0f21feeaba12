"""Inline markup of a segment: kept aside for the round trip, out of the way of matching.

    <seg>a <hi x="1">b</hi></seg>  ──apart──▶  "a b", ((2, '<hi x="1">'), (3, '</hi>'))
                                   ◀─together──

A code is a start tag, an end tag, or a whole element whose content is no text of the segment. An
element of the file's own namespace is written without prefix, a tool's own with its namespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.files.xml import XML_LANG, Element, escape, parse_bytes

Codes = tuple[tuple[int, str], ...]
Known = Mapping[str, str]
"""The inline elements of a format, each with the attribute without which it is none, or ""."""

_CODE = re.compile(r"</?([A-Za-z_][^\s<>/]*)[^<>]*>|<([A-Za-z_][\w.:-]*)\b[^>]*>.*</\2>", re.DOTALL)
_XML = XML_LANG.removesuffix("lang")


def apart(element: Element, transparent: frozenset[str]) -> tuple[str, Codes]:
    """The text of an element, and its inline codes with the position where each stands.

    Elements whose local name is in *transparent* hold text of the segment; all others are codes
    with everything in them.
    """
    if not len(element):
        return element.text or "", ()
    parts: list[str] = [element.text or ""]
    codes: list[tuple[int, str]] = []
    space = etree.QName(element).namespace
    _walk(element, parts, codes, len(parts[0]), (space, transparent))
    return "".join(parts), tuple(codes)


def together(name: str, text: str, codes: Codes, *, known: Known, namespace: str = "") -> Element:
    """An element *name* with a text and its codes back in their places.

    Raises FormatError (without path) where the codes do not make well-formed XML, or hold an
    element that is not *known* to the format and belongs to no tool's own namespace.
    """
    if not codes:
        element = etree.Element(f"{{{namespace}}}{name}" if namespace else name)
        escape(text)  # refuses what XML cannot hold
        element.text = text
        return element
    parts, last = [], 0
    for at, group in groupby(codes, key=lambda code: code[0]):
        if not last <= at <= len(text):
            raise FormatError(f"has inline markup at {at}, out of order or beyond its text")
        parts.append(escape(text[last:at]))
        parts += [_checked(code, known) for _, code in group]
        last = at
    parts.append(escape(text[last:]))
    declared = f' xmlns="{escape(namespace)}"' if namespace else ""
    source = f"<{name}{declared}>{''.join(parts)}</{name}>"
    try:
        return parse_bytes(source.encode("utf-8"), name).getroot()
    except FormatError as error:
        raise FormatError(f"has inline markup that {error.message}") from None


def codes_of(markup: Iterable[tuple[str, int, str]], side: str) -> Codes:
    """The codes of one side."""
    return tuple((at, code) for of, at, code in markup if of == side)


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


_Kind = tuple[str | None, frozenset[str]]  # the file's own namespace, the transparent elements


def _walk(
    parent: Element, parts: list[str], codes: list[tuple[int, str]], at: int, kind: _Kind
) -> int:
    """Add the texts and codes inside *parent*; the position behind them."""
    for child in parent:
        if local_name(child) in kind[1] and (len(child) or child.text):
            codes.append((at, f"<{_opening(child, kind[0])}>"))
            parts.append(child.text or "")
            at = _walk(child, parts, codes, at + len(parts[-1]), kind)
            codes.append((at, f"</{_name(child, kind[0])}>"))
        else:
            codes.append((at, _whole(child, kind[0])))
        parts.append(child.tail or "")
        at += len(parts[-1])
    return at


def _checked(code: str, known: Known) -> str:
    found = _CODE.fullmatch(code)
    name = (found[1] or found[2]) if found else ""
    if not name:
        raise FormatError(f"has {code[:60]!r} as markup, which is no inline element")
    if ":" not in name:
        needed = known.get(name)
        if needed is None or (needed and code[1] != "/" and f' {needed}="' not in code):
            raise FormatError(f"has the inline element {code[:60]!r}, which is of another format")
    return code


def _whole(element: Element, space: str | None) -> str:
    """An element with all that is in it, as one code."""
    inner = escape(element.text or "") + "".join(
        _whole(child, space) + escape(child.tail or "") for child in element
    )
    opening = _opening(element, space)
    return f"<{opening}>{inner}</{_name(element, space)}>" if inner else f"<{opening}/>"


def _name(element: Element, space: str | None) -> str:
    name = etree.QName(element)
    return name.localname if name.namespace == space else f"{_prefix(element)}:{name.localname}"


def _prefix(element: Element) -> str:
    return element.prefix or "own"


def _opening(element: Element, space: str | None) -> str:
    """Name and attributes, with the namespaces of a tool's own that they need."""
    spaces: dict[str, str] = {}
    if (own := etree.QName(element).namespace) != space:
        spaces[_prefix(element)] = own or ""
    written = ""
    for key, value in element.attrib.items():
        name = etree.QName(key)
        label = name.localname
        if name.namespace == _XML[1:-1]:
            label = f"xml:{label}"
        elif name.namespace:
            prefix = next(
                (p for p, uri in element.nsmap.items() if p and uri == name.namespace), ""
            )
            spaces[prefix or "own"] = name.namespace
            label = f"{prefix or 'own'}:{label}"
        written += f' {label}="{escape(value)}"'
    declared = "".join(f' xmlns:{p}="{escape(uri)}"' for p, uri in spaces.items() if uri)
    return f"{_name(element, space)}{declared}{written}"
