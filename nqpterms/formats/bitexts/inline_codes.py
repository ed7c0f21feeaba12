"""Inline markup of a segment: kept aside for the round trip, out of the way of matching.

    <seg>a <hi x="1">b</hi></seg>  ──apart──▶  "a b", ((2, '<hi x="1">'), (3, '</hi>'))
                                   ◀─together──

A code is a start tag, an end tag, or a whole element whose content is no text of the segment. An
element of the file's own namespace is written without prefix, a tool's own with its namespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.files.xml import (
    XML_LANG,
    Element,
    escape,
    local_name,
    name_parts,
    parse_bytes,
)
from nqpterms.model.alignment import Side
from nqpterms.model.non_prose import NonProse
from nqpterms.model.places import Span

Codes = tuple[tuple[int, str], ...]
Elements = Mapping[str, str]
"""The inline elements of a format, each with the attribute without which it is none, or ""."""

_CODE = re.compile(
    r"</?([A-Za-z_][^\s<>/]*)[^<>]*>|<([A-Za-z_][\w.:-]*)\b[^>]*>.*</\2>",
    re.DOTALL,
)
_PROTECTS = re.compile(r"\b(?:mtype=\"protected\"|translate=\"no\")")
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
    space = name_parts(element.tag)[0]
    _walk(element, parts, codes, len(parts[0]), (space, transparent))
    return "".join(parts), tuple(codes)


def together(
    name: str,
    text: str,
    codes: Codes,
    *,
    elements: Elements,
    namespace: str = "",
) -> Element:
    """An element *name* with a text and its codes back in their places.

    Raises FormatError (without path) where the codes do not make well-formed XML, or hold an
    element that is none of the format's *elements* and belongs to no tool's own namespace.
    """
    if not codes:
        element = etree.Element(f"{{{namespace}}}{name}" if namespace else name)
        escape(text)  # refuses what XML cannot hold
        element.text = text
        return element
    parts, last = [], 0
    for at, code in codes:
        if not last <= at <= len(text):
            raise FormatError(
                f"has inline markup at {at}, out of order or beyond its text"
            )
        parts += [escape(text[last:at]), _checked(code, elements)]
        last = at
    parts.append(escape(text[last:]))
    declared = f' xmlns="{escape(namespace)}"' if namespace else ""
    source = f"<{name}{declared}>{''.join(parts)}</{name}>"
    try:
        return parse_bytes(source.encode("utf-8"), name).getroot()
    except FormatError as error:
        raise FormatError(f"has inline markup that {error.message}") from None


def markup_of(zh: Codes, en: Codes) -> tuple[tuple[Side, int, str], ...]:
    """The codes of both sides as the `markup` of a Segment."""
    if not zh and not en:
        return ()
    in_zh: list[tuple[Side, int, str]] = [("zh", at, code) for at, code in zh]
    in_en: list[tuple[Side, int, str]] = [("en", at, code) for at, code in en]
    return (*in_zh, *in_en)


def codes_of(markup: Iterable[tuple[Side, int, str]], side: Side) -> Codes:
    """The codes of one side."""
    return tuple((at, code) for of, at, code in markup if of == side)


def protected_in(codes: Codes) -> tuple[NonProse, ...]:
    """What the marks of a text say is not to be translated.

    >>> codes = (3, '<mrk mtype="protected">'), (6, "</mrk>")
    >>> [tuple(one.span) for one in protected_in(codes)]
    [(3, 6)]
    """
    stretches: list[NonProse] = []
    open_marks: list[
        tuple[int, bool]
    ] = []  # where each begins, and whether it protects
    for at, code in codes:
        if code.startswith("<mrk") and not code.endswith("/>"):
            open_marks.append((at, _PROTECTS.search(code) is not None))
        elif code == "</mrk>" and open_marks:
            start, protects = open_marks.pop()
            if protects and start < at:
                stretches.append(NonProse(Span(start, at), "protected"))
    return tuple(sorted(stretches))


# The file's own namespace, the transparent elements.
_Kind = tuple[str | None, frozenset[str]]


def _walk(
    parent: Element,
    parts: list[str],
    codes: list[tuple[int, str]],
    at: int,
    kind: _Kind,
) -> int:
    """Add the texts and codes inside *parent*; the position behind them."""
    space, transparent = kind
    for child in parent:
        if is_transparent(child, transparent):
            codes.append((at, f"<{_opening(child, space)}>"))
            parts.append(child.text or "")
            at = _walk(child, parts, codes, at + len(parts[-1]), kind)
            codes.append((at, f"</{_name(child, space)}>"))
        else:
            codes.append((at, _whole(child, space)))
        parts.append(child.tail or "")
        at += len(parts[-1])
    return at


def text_nodes(
    parent: Element, transparent: frozenset[str]
) -> Iterator[tuple[Element, bool]]:
    """Where the text of an element stands, in order: behind a start tag (False), or behind the end
    of an element (True). The texts there, one after another, are what `apart` gives."""
    yield parent, False
    for child in parent:
        if is_transparent(child, transparent):
            yield from text_nodes(child, transparent)
        yield child, True


def is_transparent(child: Element, transparent: frozenset[str]) -> bool:
    """Whether an inline element holds text of the segment: not one without any, and not what a
    tracked change has deleted."""
    if local_name(child) not in transparent or not (len(child) or child.text):
        return False
    return not _is_deleted(child)


def _is_deleted(mark: Element) -> bool:
    """Whether a mark holds what a tracked change has taken out.

    Trados writes ``<mrk mtype="x-sdl-deleted">``, memoQ ``<mrk mtype="x-mq-tc" mq:tctype="del">``.
    """
    kind = mark.get("mtype")
    if kind == "x-mq-tc":
        changes = [
            value
            for key, value in mark.items()
            if name_parts(key)[1] == "tctype"
        ]
        return changes == ["del"]
    return bool(kind == "x-sdl-deleted")


def without_marks(
    text: str, codes: Codes, mark: re.Pattern[str]
) -> tuple[str, Codes]:
    """The text without the marks that a tool writes into it, each of them a code like the others.

    >>> without_marks("a {1}b", (), re.compile(r"\\{\\d\\}"))
    ('a b', ((2, '<ph id="1">{1}</ph>'),))
    """
    marks = list(mark.finditer(text))
    if not marks:
        return text, codes
    moved: list[
        tuple[int, int, str]
    ] = []  # where, among those at one place, the code
    for order, (at, code) in enumerate(codes):
        cut = sum(
            min(at, match.end()) - match.start()
            for match in marks
            if match.start() < at
        )
        moved.append((at - cut, order, code))
    cut = 0
    for number, match in enumerate(marks, 1):
        code = f'<ph id="{number}">{escape(match[0])}</ph>'
        moved.append((match.start() - cut, len(codes) + number, code))
        cut += len(match[0])
    moved.sort()
    return mark.sub("", text), tuple((at, code) for at, _, code in moved)


def is_code_of(code: str, elements: Elements) -> bool:
    """Whether a code is one of the *elements* of a format, or of a tool's own namespace.

    >>> is_code_of('<g id="1">', {"g": "id"}), is_code_of('<pc id="1">', {"g": "id"})
    (True, False)
    """
    tag = _CODE.fullmatch(code)
    name = (tag[1] or tag[2]) if tag else ""
    if not name:
        return False
    needed = elements.get(name)
    if ":" in name or needed == "":
        return True
    return needed is not None and (code[1] == "/" or f' {needed}="' in code)


def _checked(code: str, elements: Elements) -> str:
    """The same code; raises FormatError where the format has no such element."""
    if not _CODE.fullmatch(code):
        raise FormatError(
            f"has {code[:60]!r} as markup, which is no inline element"
        )
    if not is_code_of(code, elements):
        message = (
            f"has the inline element {code[:60]!r}, which is of another format"
        )
        raise FormatError(f"{message}; --lossy leaves it out")
    return code


def _whole(element: Element, space: str | None) -> str:
    """An element with all that is in it, as one code."""
    inner = escape(element.text or "")
    for child in element:
        inner += _whole(child, space) + escape(child.tail or "")
    opening = _opening(element, space)
    return (
        f"<{opening}>{inner}</{_name(element, space)}>"
        if inner
        else f"<{opening}/>"
    )


def _name(element: Element, space: str | None) -> str:
    own, name = name_parts(element.tag)
    return name if own == space else f"{_prefix(element)}:{name}"


def _prefix(element: Element) -> str:
    return element.prefix or "own"


def _opening(element: Element, space: str | None) -> str:
    """Name and attributes, with the namespaces of a tool's own that they need."""
    spaces: dict[str, str] = {}
    own = name_parts(element.tag)[0]
    if own != space:
        spaces[_prefix(element)] = own or ""
    attributes = ""
    for key, value in element.attrib.items():
        namespace, label = name_parts(key)
        if namespace == _XML[1:-1]:
            label = f"xml:{label}"
        elif namespace:
            prefix = _prefix_of(namespace, element)
            spaces[prefix] = namespace
            label = f"{prefix}:{label}"
        attributes += f' {label}="{escape(value)}"'
    declared = "".join(
        f' xmlns:{p}="{escape(uri)}"' for p, uri in spaces.items() if uri
    )
    return f"{_name(element, space)}{declared}{attributes}"


def _prefix_of(namespace: str, element: Element) -> str:
    for prefix, uri in element.nsmap.items():
        if prefix and uri == namespace:
            return str(prefix)
    return "own"
