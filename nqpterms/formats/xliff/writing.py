"""Segments → XLIFF: a file element for each run of one document, a unit for each segment.

The skeleton of the file from which segments once came is not written: it holds the pairs, their
inline codes and what is said about them, not a tool's own layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path

from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.files.xml import XML_SPACE, Element, escape, writer
from nqpterms.formats.inline import codes_of, together
from nqpterms.formats.segment_properties import Property, naming_segment, told
from nqpterms.formats.sides import OTHER, language_tags
from nqpterms.formats.xliff.names import (
    DATA,
    INLINE,
    NAMESPACES,
    TARGET_ATTRIBUTES,
    UNIT_ATTRIBUTES,
)
from nqpterms.model.alignment import Segment, Side

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
            _write_file(xml, (version, 1), _attributes(version, "", "en", tags), iter(()))
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
        return _attributes(version, segment.doc, segment.target, own)

    return attributes


def _attributes(version: str, doc: str, target: Side, tags: dict[Side, str]) -> _Attributes:
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
    for name, value in told(segment, doc=False):
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
