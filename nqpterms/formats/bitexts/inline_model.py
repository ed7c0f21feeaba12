"""One model of inline codes, into which the three formats map and out of which they are written.

    <g id="1">  <pc id="1">  <hi>  ─┐                           ┌─ <bpt i="1">…</bpt>   TMX
    <bpt id="1">  <sc id="1"/>     ─┤─▶ opens, closes, alone ──▶┼─ <bpt id="1">…</bpt>  XLIFF 1.2
    <x id="2"/>  <ph>…</ph>  <it>  ─┘                           └─ <sc id="1"/>         XLIFF 2

A code that a format has stays as it is. Where one of a segment is of another format, all of the
segment are spelt anew; the native code that a code holds, or else the code itself, goes with it as
its data, so that nothing is lost. Codes of one name on both sides keep having one name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.xml import escape
from nqpterms.formats.bitexts.inline_codes import Elements, is_code_of
from nqpterms.model.alignment import Segment, Side

Role = Literal["opens", "closes", "alone"]
InlineFormat = Literal["tmx", "xliff 1.2", "xliff 2"]

DATA = "data:"
"""The prefix of properties with the original data of a unit (XLIFF 2), to which codes refer."""

_CODE = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]*)(?P<attributes>[^<>]*?)/?>(?:(?P<data>.*)</(?P=name)>)?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*\"([^\"]*)\"")
_ROLES: dict[str, Role] = {
    **dict.fromkeys(
        ("g", "pc", "hi", "mrk", "bpt", "bx", "sc", "sm", "sub"), "opens"
    ),
    **dict.fromkeys(("ept", "ex", "ec", "em"), "closes"),
    **dict.fromkeys(("x", "ph", "ut", "cp", "it"), "alone"),
}
_WRAPPING = frozenset({"g", "pc", "hi", "mrk", "sub"})
"""Elements that end with a tag of their own; what they enclose is text."""

# Attributes that say which codes belong together.
_NAMES = ("i", "rid", "startRef", "id", "x")


class InlineCode(Struct, frozen=True):
    """One code: what it does, the name that it shares with its partner, its native code as data."""

    at: int
    role: Role
    name: str
    data: str


def in_codes_of(
    kind: InlineFormat, segment: Segment, elements: Elements
) -> Segment:
    """The segment with the codes of a format, which has these *elements*.

    Raises FormatError (without path) for markup that is no inline code of any of the formats.

    >>> from nqpterms.formats.bitexts.tmx import INLINE
    >>> segment = Segment("税", "tax", markup=(("en", 0, '<g id="7">'), ("en", 3, "</g>")))
    >>> for side, at, code in in_codes_of("tmx", segment, INLINE).markup:
    ...     print(at, code)
    0 <bpt i="1" x="7">&lt;g id=&quot;7&quot;&gt;</bpt>
    3 <ept i="1">&lt;/g&gt;</ept>
    """
    if not _has_other_codes(kind, segment, elements):
        return segment
    spell = _SPELLINGS[kind]
    numbers: dict[str, int] = {}
    data: list[tuple[str, str]] = []
    originals = {
        name: value
        for name, value in segment.properties
        if name.startswith(DATA)
    }
    names = set(originals)
    markup: list[tuple[Side, int, str]] = []
    sides: tuple[Side, Side] = ("zh", "en")
    for side in sides:
        own = [(at, code) for of, at, code in segment.markup if of == side]
        for code in _codes(own, originals):
            number = numbers.setdefault(code.name, len(numbers) + 1)
            reference = ""
            if kind == "xliff 2" and code.data:
                reference = _data_name(code.data, data, names)
            markup.append((side, code.at, spell(code, number, reference)))
    return replace(
        segment, markup=tuple(markup), properties=(*segment.properties, *data)
    )


def _has_other_codes(
    kind: InlineFormat, segment: Segment, elements: Elements
) -> bool:
    """Whether some code of a segment is not as the format spells its own."""
    foreign = _FOREIGN[kind]
    for _, _, code in segment.markup:
        if foreign.match(code) or not is_code_of(code, elements):
            return True
    return False


def _own_name(attributes: Mapping[str, str]) -> str:
    """What a code is called in its format; "" where it has no name."""
    for key in _NAMES:
        if key in attributes:
            return attributes[key]
    return ""


def _data_reference(attributes: Mapping[str, str]) -> str:
    """The name of the original data that a code of XLIFF 2 refers to, or ""."""
    return attributes.get("dataRef") or attributes.get("dataRefStart", "")


def _codes(
    codes: Iterable[tuple[int, str]], originals: Mapping[str, str]
) -> Iterator[InlineCode]:
    """The codes of one side in the model, each end tag with the name of its beginning.

    *originals* is the original data of XLIFF 2, to which its codes refer.
    """
    open_names: list[tuple[str, str]] = []
    unnamed = 0
    for at, code in codes:
        tag = _tag_of(code)
        name = tag["name"]
        if tag["end"]:
            begun = (
                open_names.pop()[1]
                if open_names and open_names[-1][0] == name
                else name
            )
            yield InlineCode(at, "closes", begun, code)
            continue
        attributes = dict(_ATTRIBUTE.findall(tag["attributes"]))
        own = _own_name(attributes)
        if not own:
            unnamed += 1
            own = f"{name}{unnamed}"
        role = _role_of(tag)
        if role == "opens" and name in _WRAPPING:
            open_names.append((name, own))
        native = originals.get(DATA + _data_reference(attributes), code)
        yield InlineCode(
            at, role, own, html.unescape(tag["data"] or "") or native
        )


def _tag_of(code: str) -> re.Match[str]:
    """The parts of a code; raises FormatError for what is no inline element of XLIFF or TMX."""
    tag = _CODE.fullmatch(code)
    if tag is None:
        raise FormatError(
            f"has {code[:60]!r} as markup, which is no inline element"
        )
    if tag["name"] in _ROLES or ":" in tag["name"]:
        return tag
    message = (
        f"has the inline element {code[:60]!r}, which is of another format"
    )
    raise FormatError(f"{message}; --lossy leaves it out")


def _role_of(tag: re.Match[str]) -> Role:
    """What a code does that is no end tag: a wrapping element without an end stands alone."""
    is_whole = tag[0].endswith("/>") or tag["data"] is not None
    if tag["name"] in _WRAPPING and is_whole:
        return "alone"
    return _ROLES.get(tag["name"], "alone")


def _data_name(text: str, data: list[tuple[str, str]], names: set[str]) -> str:
    """The id of a piece of original data, which is a property of the segment."""
    for name, value in data:
        if value == text:
            return name.removeprefix(DATA)
    number = len(data) + 1
    while f"{DATA}n{number}" in names:
        number += 1
    names.add(f"{DATA}n{number}")
    data.append((f"{DATA}n{number}", text))
    return f"n{number}"


def _tmx(code: InlineCode, number: int, reference: str) -> str:
    del reference
    data = escape(code.data)
    if code.role == "opens":
        return f'<bpt i="{number}" x="{escape(code.name)}">{data}</bpt>'
    if code.role == "closes":
        return f'<ept i="{number}">{data}</ept>'
    return f'<ph x="{escape(code.name)}">{data}</ph>'


def _xliff_1(code: InlineCode, number: int, reference: str) -> str:
    del reference
    data = escape(code.data)
    element = {"opens": "bpt", "closes": "ept", "alone": "ph"}[code.role]
    pair = f' rid="{number}"' if code.role != "alone" else ""
    return f'<{element} id="{escape(code.name)}"{pair}>{data}</{element}>'


def _xliff_2(code: InlineCode, number: int, reference: str) -> str:
    data = f' dataRef="{reference}"' if reference else ""
    if code.role == "opens":
        return f'<sc id="c{number}"{data}/>'
    if code.role == "closes":
        return f'<ec startRef="c{number}"{data}/>'
    return f'<ph id="c{number}"{data}/>'


_FOREIGN: dict[InlineFormat, re.Pattern[str]] = {
    "tmx": re.compile(r"<[^:>\s]+\s[^>]*\b(?:id|dataRef)="),
    "xliff 1.2": re.compile(r"<[^:>\s]+\s[^>]*\bdataRef"),
    "xliff 2": re.compile(r"<ph\b[^>]*[^/]>"),
}
"""Elements that two formats have, as only another one has them."""

_SPELLINGS: dict[InlineFormat, Callable[[InlineCode, int, str], str]] = {
    "tmx": _tmx,
    "xliff 1.2": _xliff_1,
    "xliff 2": _xliff_2,
}
