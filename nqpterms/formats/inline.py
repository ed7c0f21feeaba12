"""Inline markup of a segment: kept aside for the round trip, out of the way of matching.

    <seg>a <hi x="1">b</hi></seg>  ──apart──▶  "a b", ((2, '<hi x="1">'), (3, '</hi>'))
                                   ◀─together──

A code is a start tag, an end tag, or a whole element whose content is no text of the segment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from nqpterms.errors import FormatError
from nqpterms.safexml import Element, escape, parse_bytes

Codes = tuple[tuple[int, str], ...]
_CODE = re.compile(r"</?[A-Za-z_][^<>]*>|<([A-Za-z_][\w.-]*)\b[^>]*>.*</\1>", re.DOTALL)


def apart(element: Element, transparent: frozenset[str]) -> tuple[str, Codes]:
    """The text of an element, and its inline codes with the position where each stands.

    Elements whose local name is in *transparent* hold text of the segment; all others are codes
    with everything in them.
    """
    parts: list[str] = [element.text or ""]
    codes: list[tuple[int, str]] = []

    def walk(parent: Element) -> None:
        for child in parent:
            here = sum(map(len, parts))
            if not isinstance(child.tag, str):  # a comment or a processing instruction
                parts.append(child.tail or "")
                continue
            name = local_name(child)
            if name in transparent and (len(child) or child.text):
                codes.append((here, _start_tag(child)))
                parts.append(child.text or "")
                walk(child)
                codes.append((sum(map(len, parts)), f"</{name}>"))
            else:
                codes.append((here, _whole(child)))
            parts.append(child.tail or "")

    walk(element)
    return "".join(parts), tuple(codes)


def together(name: str, text: str, codes: Iterable[tuple[int, str]]) -> Element:
    """An element *name* with a text and its codes back in their places.

    Raises FormatError (without path) where the codes do not make well-formed XML.
    """
    parts, last = [], 0
    for at, group in groupby(codes, key=lambda code: code[0]):
        parts.append(escape(text[last:at]))
        parts += [code for _, code in group if _CODE.fullmatch(code) or _refuse(code)]
        last = at
    parts.append(escape(text[last:]))
    source = f"<{name}>{''.join(parts)}</{name}>"
    return parse_bytes(source.encode("utf-8"), "inline markup").getroot()


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _refuse(code: str) -> bool:
    raise FormatError(f"{code[:60]!r} is no inline element")


def _start_tag(element: Element) -> str:
    return f"<{local_name(element)}{_attributes(element)}>"


def _whole(element: Element) -> str:
    """An element with all that is in it, as one code."""
    name = local_name(element)
    inner = escape(element.text or "") + "".join(
        _whole(child) + escape(child.tail or "") for child in element if isinstance(child.tag, str)
    )
    opening = f"<{name}{_attributes(element)}"
    return f"{opening}>{inner}</{name}>" if inner else f"{opening}/>"


def _attributes(element: Element) -> str:
    """The attributes without a namespace; what a tool added in its own stays with that tool."""
    return "".join(
        f' {key}="{escape(value)}"' for key, value in element.attrib.items() if key[0] != "{"
    )
