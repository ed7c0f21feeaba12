"""XLIFF → Segments, streaming: one for each segment of a unit that has a translation.

In 1.2 a unit may be cut by ``mrk mtype="seg"``, as SDLXLIFF and MQXLIFF are; its pieces meet by
their `mid`. The declared languages say which side is Chinese, the script where they do not. What
tools keep in namespaces of their own outside the texts is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nqpterms.errors import FormatError
from nqpterms.files.xml import Element, Piece, located, root_of
from nqpterms.formats.inline import apart, local_name
from nqpterms.formats.segment_properties import Property, taken
from nqpterms.formats.sides import OTHER, source_side
from nqpterms.formats.xliff.names import DATA, TARGET_ATTRIBUTES, TRANSPARENT, UNIT_ATTRIBUTES
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place


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
    tag, pairs_of = ("trans-unit", _marked) if kind == "1.2" else ("unit", _segments)
    row = 0
    for unit, piece in located(path, (f"{{*}}{tag}",), gzipped=gzipped):
        said = tuple(_unit_properties(unit, kind))
        for pair in pairs_of(unit):
            row += 1
            try:
                yield _segment(pair, unit, row, (said, piece))
            except FormatError as error:
                raise FormatError(error.message, path, piece.line_of(unit)) from None


def _marked(unit: Element) -> Iterator[_Pair]:
    """The pieces of a 1.2 unit that its marks cut, or the unit as one."""
    source, target = unit.find("{*}source"), unit.find("{*}target")
    if source is None or target is None:
        return
    said = tuple(_attributes(target, "target@", TARGET_ATTRIBUTES["1.2"]))
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


def _segments(unit: Element) -> Iterator[_Pair]:
    """The segments of a 2.x unit; ignorable pieces between them are none."""
    segments = unit.findall("{*}segment")
    for number, segment in enumerate(segments, 1):
        source, target = segment.find("{*}source"), segment.find("{*}target")
        if source is not None and target is not None:
            name = segment.get("id", "" if len(segments) == 1 else str(number))
            said = tuple(_attributes(segment, "target@", TARGET_ATTRIBUTES["2.0"]))
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
        **taken((*_document(unit), *languages, *about[0], *pair.said)),
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
    yield from _attributes(unit, "@", UNIT_ATTRIBUTES[kind])
    for note in (*unit.iterfind("{*}note"), *unit.iterfind("{*}notes/{*}note")):
        name = note.get("from") or note.get("category") or "note"
        yield name, "".join(note.itertext())
    for data in unit.iterfind("{*}originalData/{*}data"):
        yield DATA + data.get("id", ""), "".join(data.itertext())


def _attributes(element: Element, prefix: str, known: frozenset[str]) -> Iterator[Property]:
    return ((prefix + name, value) for name, value in element.attrib.items() if name in known)
