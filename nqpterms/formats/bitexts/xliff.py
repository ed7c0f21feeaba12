"""The words of XLIFF 1.2 and 2.x that reading and writing share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.files.xml import XML_SPACE, Element, Piece, escape, located, root_of, writer
from nqpterms.formats.bitexts.inline_codes import apart, codes_of, local_name, together
from nqpterms.formats.bitexts.pairs import (
    OTHER,
    Property,
    from_properties,
    language_tags,
    naming_segment,
    source_side,
    to_properties,
)
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place

NAMESPACES = {
    "1.2": "urn:oasis:names:tc:xliff:document:1.2",
    "2.0": "urn:oasis:names:tc:xliff:document:2.0",
}

TRANSPARENT = frozenset({"g", "mrk", "pc"})
"""Inline elements, of either version, whose content is text of the segment."""

INLINE = {
    "1.2": dict.fromkeys(("g", "x", "bx", "ex", "bpt", "ept", "ph", "it"), "id")
    | {"mrk": "mtype", "sub": ""},
    "2.0": dict.fromkeys(("pc", "ph", "sc", "mrk", "sm"), "id")
    | {"ec": "", "em": "startRef", "cp": "hex"},
}
"""The inline elements, each with the attribute that it must have."""

UNIT_ATTRIBUTES = {
    "1.2": frozenset(
        "approved translate reformat datatype ts phase-name restype resname extradata help-id "
        "menu menu-option menu-name maxbytes minbytes size-unit maxheight minheight maxwidth "
        "minwidth charclass".split()
    ),
    "2.0": frozenset("name canResegment translate srcDir trgDir type".split()),
}
"""Attributes of a unit that are kept as ``@name``."""

TARGET_ATTRIBUTES = {
    "1.2": frozenset("state state-qualifier phase-name".split()),
    "2.0": frozenset("state subState".split()),
}
"""Attributes of a translation (in 2.0: of its segment) that are kept as ``target@name``."""

DATA = "data:"
"""The prefix of properties that hold a unit's original data (2.0), to which codes refer by id."""


class _Pair(NamedTuple):
    """One piece of a unit, its own name in the unit, and what is said about its translation."""

    source: Element
    target: Element
    name: str
    said: tuple[Property, ...]


def load(path: str | Path) -> Iterator[Segment]:
    """The translated segments of an XLIFF file in order; `row` counts them.

    A unit's id is the segment's `id` (with its segment's behind a colon), its file's `original`
    the document. Raises FormatError for a file between other languages than Chinese and English.
    """
    gzipped = str(path).lower().endswith(".gz")
    root = root_of(path, gzipped=gzipped)
    if local_name(root) != "xliff":
        message = f"expected XLIFF (element xliff), found element {local_name(root)}"
        raise FormatError(message, path, 1)
    version = root.get("version", "1.2")
    if version[:2] not in ("1.", "2."):
        raise FormatError(f"XLIFF {version}: expected version 1.2, 2.0 or 2.1", path, 1)
    kind = "1.2" if version[0] == "1" else "2.0"
    tag, pairs_of = ("trans-unit", _marked_pieces) if kind == "1.2" else ("unit", _unit_segments)
    row = 0
    for unit, piece in located(path, (f"{{*}}{tag}",), gzipped=gzipped):
        said = tuple(_unit_properties(unit, kind))
        for pair in pairs_of(unit):
            row += 1
            try:
                yield _segment(pair, unit, row, (said, piece))
            except FormatError as error:
                raise FormatError(error.message, path, piece.line_of(unit)) from None


def _marked_pieces(unit: Element) -> Iterator[_Pair]:
    """The pieces of a 1.2 unit that its marks cut, or the unit as one."""
    source, target = unit.find("{*}source"), unit.find("{*}target")
    if source is None or target is None:
        return
    said = tuple(_kept_attributes(target, "target@", TARGET_ATTRIBUTES["1.2"]))
    cut = unit.find("{*}seg-source")
    pieces = _marks(source if cut is None else cut)
    others = _marks(target)
    if not pieces or not others:
        yield _Pair(source, target, "", said)
    for name, mark in pieces.items():
        if others and name in others:
            yield _Pair(mark, others[name], name, said)


def _marks(element: Element) -> dict[str, Element]:
    marks = (m for m in element.iter("{*}mrk") if m.get("mtype") == "seg")
    return {mark.get("mid", str(number)): mark for number, mark in enumerate(marks)}


def _unit_segments(unit: Element) -> Iterator[_Pair]:
    """The segments of a 2.x unit; ignorable pieces between them are none."""
    segments = unit.findall("{*}segment")
    for number, segment in enumerate(segments, 1):
        source, target = segment.find("{*}source"), segment.find("{*}target")
        if source is not None and target is not None:
            name = segment.get("id", "" if len(segments) == 1 else str(number))
            said = tuple(_kept_attributes(segment, "target@", TARGET_ATTRIBUTES["2.0"]))
            yield _Pair(source, target, name if len(segments) > 1 else "", said)


def _segment(
    pair: _Pair, unit: Element, row: int, about: tuple[tuple[Property, ...], Piece]
) -> Segment:
    (source, source_codes), (target, target_codes) = (
        apart(element, TRANSPARENT) for element in (pair.source, pair.target)
    )
    tags = _languages(unit)
    side = source_side(*tags, ((source, target),))
    if side is None:
        raise FormatError(f"expected a Chinese–English pair, found {' → '.join(tags)}")
    other = OTHER[side]
    texts: dict[Side, str] = {side: source, other: target}
    codes = {side: source_codes, other: target_codes}
    at = {
        of: (Anchor(0, 0, Place(about[1].line_of(element))),)
        for of, element in ((side, pair.source), (other, pair.target))
    }
    languages = ((f"{of}:lang", tag) for of, tag in zip((side, other), tags, strict=True) if tag)
    name = unit.get("id", "")
    return Segment(
        texts["zh"],
        texts["en"],
        row=row,
        zh_anchors=at["zh"],
        en_anchors=at["en"],
        markup=(*(("zh", *c) for c in codes["zh"]), *(("en", *c) for c in codes["en"])),
        id=f"{name}:{pair.name}" if pair.name else name,
        target=other,
        **from_properties((*_document(unit), *languages, *about[0], *pair.said)),
    )


def _languages(unit: Element) -> tuple[str, str]:
    """The declared tags of source and target, "" where there is none."""
    for above in unit.iterancestors():
        if local_name(above) == "file" and above.get("source-language"):
            return above.get("source-language", ""), above.get("target-language", "")
        if local_name(above) == "xliff":
            return above.get("srcLang", ""), above.get("trgLang", "")
    return "", ""


def _document(unit: Element) -> Iterator[Property]:
    for above in unit.iterancestors("{*}file"):
        if name := above.get("original"):
            yield "doc", name


def _unit_properties(unit: Element, kind: str) -> Iterator[Property]:
    """Attributes, notes and original data of a unit."""
    yield from _kept_attributes(unit, "@", UNIT_ATTRIBUTES[kind])
    for note in (*unit.iterfind("{*}note"), *unit.iterfind("{*}notes/{*}note")):
        name = note.get("from") or note.get("category") or "note"
        yield name, "".join(note.itertext())
    for data in unit.iterfind("{*}originalData/{*}data"):
        yield DATA + data.get("id", ""), "".join(data.itertext())


def _kept_attributes(element: Element, prefix: str, known: frozenset[str]) -> Iterator[Property]:
    return ((prefix + name, value) for name, value in element.attrib.items() if name in known)


_NMTOKEN = re.compile(r"[\w.:\-\u00b7]+")
_LANGUAGES = frozenset({"zh:lang", "en:lang"})


def dump(
    segments: Iterable[Segment],
    path: str | Path,
    *,
    version: str = "1.2",
    zh: str = "",
    en: str = "",
    lossy: bool = False,
) -> None:
    """Write XLIFF 1.2 or 2.0; *zh* and *en* are the language tags, "" for those of their own file.

    A segment without `id` gets its number. Raises FormatError for what the version cannot hold:
    control characters, inline markup of another format (left out with `lossy`), in 2.0 an id that
    is no NMTOKEN or a pair translated the other way than the first.
    """
    if version not in NAMESPACES:
        raise FormatError(f"XLIFF {version!r}: expected one of {', '.join(NAMESPACES)}", path)
    numbered = enumerate(segments, 1)
    first = next(numbered, None)
    given = [first] if first else []
    gzipped = str(path).lower().endswith(".gz")
    space = NAMESPACES[version]
    tags = language_tags(first[1] if first else None, zh, en)
    target: Side = first[1].target if first else "en"
    head = {"version": version}
    if version == "2.0":
        head |= {"srcLang": tags[OTHER[target]], "trgLang": tags[target]}
    with (
        writer(path, gzipped=gzipped) as xml,
        xml.element(f"{{{space}}}xliff", head, nsmap={None: space}),
    ):
        files = groupby(chain(given, numbered), key=_file_of(version, target, (zh, en)))
        number = 0
        for number, (attributes, members) in enumerate(files, 1):
            _write_file(xml, (version, number), attributes, _units(members, path, version, lossy))
        if not number:
            _write_file(xml, (version, 1), _file_attributes(version, "", "en", tags), iter(()))
        xml.write("\n")


_Attributes = tuple[tuple[str, str], ...]
_Numbered = tuple[int, Segment]


def _file_of(
    version: str, target: Side, tags: tuple[str, str]
) -> Callable[[_Numbered], _Attributes]:
    """The function that gives the attributes of the file element to which a segment belongs."""

    def attributes(numbered: _Numbered) -> _Attributes:
        number, segment = numbered
        if version == "2.0" and segment.target != target:
            message = f"segment {number} is translated the other way than the first"
            raise FormatError(f"{message}, which XLIFF 2 cannot hold; write XLIFF 1.2")
        own = language_tags(segment, *tags) if version == "1.2" else {}
        return _file_attributes(version, segment.doc, segment.target, own)

    return attributes


def _file_attributes(version: str, doc: str, target: Side, tags: dict[Side, str]) -> _Attributes:
    if version == "2.0":
        return (("original", doc),) if doc else ()
    return (
        ("original", doc),
        ("source-language", tags[OTHER[target]]),
        ("target-language", tags[target]),
        ("datatype", "plaintext"),
    )


def _write_file(
    xml: Element, version: tuple[str, int], attributes: _Attributes, units: Iterator[Element]
) -> None:
    kind, number = version
    space = f"{{{NAMESPACES[kind]}}}"
    xml.write("\n")
    own = dict(attributes) if kind == "1.2" else {"id": f"f{number}", **dict(attributes)}
    for value in own.values():
        escape(value)
    with xml.element(f"{space}file", own):
        if kind == "1.2":
            with xml.element(f"{space}body"):
                _write_units(xml, units)
        else:
            _write_units(xml, units)


def _write_units(xml: Element, units: Iterator[Element]) -> None:
    xml.write("\n")
    for unit in units:
        xml.write(unit)
        xml.write("\n")


def _units(
    members: Iterable[_Numbered], path: str | Path, version: str, lossy: bool
) -> Iterator[Element]:
    build = _trans_unit if version == "1.2" else _unit
    for number, segment in members:
        with naming_segment(number, path):
            for text in (segment.id, *(part for pair in segment.properties for part in pair)):
                escape(text)  # refuses what XML cannot hold
            unit = build(segment, number, lossy)
        yield unit


def _trans_unit(segment: Segment, number: int, lossy: bool) -> Element:
    unit = _element("1.2", "trans-unit", id=segment.id or str(number))
    unit.set(XML_SPACE, "preserve")
    source, target = _texts(segment, "1.2", lossy)
    unit.extend((source, target))
    for name, value in _described(segment, "1.2", unit, target):
        note = (
            _element("1.2", "note") if name == "note" else _element("1.2", "note", {"from": name})
        )
        note.text = value
        unit.append(note)
    return unit


def _unit(segment: Segment, number: int, lossy: bool) -> Element:
    name = segment.id or str(number)
    if not _NMTOKEN.fullmatch(name):
        message = f"has the id {name!r}, which XLIFF 2 cannot hold (an NMTOKEN is asked for)"
        raise FormatError(f"{message}; write XLIFF 1.2 instead")
    unit, part = _element("2.0", "unit", id=name), _element("2.0", "segment")
    unit.set(XML_SPACE, "preserve")
    part.extend(_texts(segment, "2.0", lossy))
    said = _described(segment, "2.0", unit, part)
    data = [(n.removeprefix(DATA), value) for n, value in said if n.startswith(DATA)]
    notes = [pair for pair in said if not pair[0].startswith(DATA)]
    if notes:
        holder = etree.SubElement(unit, f"{{{NAMESPACES['2.0']}}}notes")
        for label, value in notes:
            note = _element("2.0", "note", {} if label == "note" else {"category": label})
            note.text = value
            holder.append(note)
    if data:
        holder = etree.SubElement(unit, f"{{{NAMESPACES['2.0']}}}originalData")
        for label, value in data:
            one = _element("2.0", "data", id=label)
            one.text = value
            holder.append(one)
    unit.append(part)
    return unit


def _texts(segment: Segment, version: str, lossy: bool) -> tuple[Element, Element]:
    source, target = (
        together(
            name,
            segment.text(side),
            () if lossy else codes_of(segment.markup, side),
            known=INLINE[version],
            namespace=NAMESPACES[version],
        )
        for name, side in (("source", OTHER[segment.target]), ("target", segment.target))
    )
    return source, target


def _described(segment: Segment, version: str, unit: Element, target: Element) -> list[Property]:
    """Set the properties that are attributes; give those that are not."""
    rest = []
    for name, value in to_properties(segment, doc=False):
        where, _, attribute = name.partition("@")
        known = {"": UNIT_ATTRIBUTES, "target": TARGET_ATTRIBUTES}.get(where, {}).get(version, ())
        element = target if where else unit
        if attribute in known and attribute not in element.attrib:
            element.set(attribute, value)
        elif name not in _LANGUAGES:
            rest.append((name, value))
    return rest


def _element(
    version: str, name: str, attributes: dict[str, str] | None = None, **more: str
) -> Element:
    """An element of the version's namespace, which is the default one."""
    space = NAMESPACES[version]
    return etree.Element(f"{{{space}}}{name}", (attributes or {}) | more, nsmap={None: space})
