"""XLIFF 1.2 (OASIS 2008) and 2.0/2.1 (ISO 21720), read as Segments and written back.

Of a unit each segment that has a translation is read. In 1.2 a unit may be cut by
``mrk mtype="seg"``, as SDLXLIFF and MQXLIFF are; its pieces meet by their `mid`. The declared
languages say which side is Chinese, the script where they do not. States, locks and comments that
tools keep in namespaces of their own are read by `cat_dialects`.

A file element is written for each run of one document, a unit for each segment. The skeleton of
the file from which segments once came is not: the file holds the pairs, their inline codes and
what is said about them, not a tool's own layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.remarks import broken_parts
from nqpterms.files.xml import (
    XML_SPACE,
    Element,
    XmlPiece,
    escape,
    local_name,
    located,
    root_of,
    writer,
)
from nqpterms.formats.bitexts.bitext_pairs import (
    LANGUAGES,
    OTHER,
    Property,
    from_properties,
    language_tags,
    naming_segment,
    source_side,
    to_properties,
)
from nqpterms.formats.bitexts.cat_dialects import (
    OWN_MARK,
    comment_of,
    has_own_marks,
    is_locked,
    number_of,
    segment_properties,
    unit_properties,
)
from nqpterms.formats.bitexts.in_place import InPlaceTarget
from nqpterms.formats.bitexts.inline_codes import (
    Codes,
    apart,
    codes_of,
    markup_of,
    protected_in,
    together,
    without_marks,
)
from nqpterms.formats.bitexts.inline_model import (
    DATA,
    InlineFormat,
    in_codes_of,
)
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.non_prose import NonProse
from nqpterms.model.places import Anchor, Place, Span


class _Version(Struct, frozen=True):
    """What the versions call otherwise.

    `inline`: the inline elements, each with the attribute that it must have. `unit_attributes` are
    kept as properties ``@name``, `target_attributes` (of a translation, in 2.0 of its segment) as
    ``target@name``.
    """

    name: str
    namespace: str
    inline: dict[str, str]
    unit_attributes: frozenset[str]
    target_attributes: frozenset[str]
    codes: InlineFormat


_V1 = _Version(
    "1.2",
    "urn:oasis:names:tc:xliff:document:1.2",
    dict.fromkeys(("g", "x", "bx", "ex", "bpt", "ept", "ph", "it"), "id")
    | {"mrk": "mtype", "sub": ""},
    frozenset(
        "approved translate reformat datatype ts phase-name restype resname extradata help-id "
        "menu menu-option menu-name maxbytes minbytes size-unit maxheight minheight maxwidth "
        "minwidth charclass".split()
    ),
    frozenset("state state-qualifier phase-name".split()),
    "xliff 1.2",
)
_V2 = _Version(
    "2.0",
    "urn:oasis:names:tc:xliff:document:2.0",
    dict.fromkeys(("pc", "ph", "sc", "mrk", "sm"), "id")
    | {"ec": "", "em": "startRef", "cp": "hex"},
    frozenset("name canResegment translate srcDir trgDir type".split()),
    frozenset("state subState".split()),
    "xliff 2",
)
_VERSIONS = {version.name: version for version in (_V1, _V2)}

TRANSPARENT = frozenset({"g", "mrk", "pc"})
"""Inline elements, of either version, whose content is text of the segment."""

_NMTOKEN = re.compile(r"[\w.:\-\u00b7]+")


class _Pair(NamedTuple):
    """One piece of a unit, its own name in the unit, and the properties of its translation.

    `source` or `target` is None where there is none.
    """

    source: Element | None
    target: Element | None
    name: str
    properties: tuple[Property, ...] = ()


def load(
    path: str | Path,
    *,
    broken: Callable[[FormatError], None] | None = None,
    untranslated: bool = False,
) -> Iterator[Segment]:
    """The translated segments of an XLIFF file in order; with *untranslated* the others too.

    `row` is the number that the tool shows: it counts all segments, also those still to be
    translated. A unit's id is the segment's `id` (with its segment's behind a colon), its file's
    `original` the document. A translation without a source and a unit between other languages than
    Chinese and English are given to *broken*, and left out; without it they are a FormatError.
    """
    give = broken_parts(broken)
    refusal: FormatError | None = None
    is_empty = True
    gzipped = str(path).lower().endswith(".gz")
    reading = _Reading(
        path, root_of(path, gzipped=gzipped), untranslated=untranslated
    )
    for unit, piece in located(path, reading.tags, gzipped=gzipped):
        for segment, _ in reading.segments(unit, piece):
            if isinstance(segment, Segment):
                is_empty = False
                yield segment
            else:
                refusal = refusal or segment
                give(segment)
    if is_empty and refusal:
        raise refusal


def targets(root: Element, path: str | Path) -> Iterator[InPlaceTarget]:
    """The translations in a tree of the whole file, in the order in which `load` gives them."""
    reading = _Reading(path, root)
    for unit in root.iter(*reading.tags):
        piece = XmlPiece(1, bytearray(), unit, 0)
        mark = OWN_MARK if has_own_marks(unit) else None
        for segment, target in reading.segments(unit, piece):
            if isinstance(segment, Segment):
                yield InPlaceTarget(
                    target, segment.text(segment.target), TRANSPARENT, mark
                )


def placed_units(
    root: Element, path: str | Path
) -> Iterator[tuple[Segment, Element, Element]]:
    """The segments in a tree of the whole file, untranslated ones too, each with its unit and the
    element of its translation, which belongs to no tree where the file has none."""
    reading = _Reading(path, root, untranslated=True)
    for unit in root.iter(*reading.tags):
        piece = XmlPiece(1, bytearray(), unit, 0)
        for segment, target in reading.segments(unit, piece):
            if isinstance(segment, Segment):
                yield segment, unit, target


class _Reading:
    """The units of a file while they are gone through: how many segments there were, comments."""

    def __init__(
        self, path: str | Path, root: Element, *, untranslated: bool = False
    ) -> None:
        if local_name(root) != "xliff":
            message = f"expected XLIFF (element xliff), found element {local_name(root)}"
            raise FormatError(message, path, 1)
        name = root.get("version", "1.2")
        if name[:2] not in ("1.", "2."):
            raise FormatError(
                f"XLIFF {name}: expected version 1.2, 2.0 or 2.1", path, 1
            )
        self.path = path
        self.untranslated = untranslated
        self.version = _V1 if name[0] == "1" else _V2
        unit = "trans-unit" if self.version is _V1 else "unit"
        self.tags = (f"{{*}}{unit}", "{*}cmt-def")
        self.comments: dict[str, str] = {}
        self.row = 0

    def segments(
        self, unit: Element, piece: XmlPiece
    ) -> Iterator[tuple[Segment | FormatError, Element]]:
        """The segments of a unit with the elements of their translations, and what is wrong."""
        if local_name(unit) == "cmt-def":
            name, text = comment_of(unit)
            self.comments[name] = text
            return
        properties = [
            *_unit_properties(unit, self.version),
            *unit_properties(unit),
        ]
        for pair in _pairs_1(unit) if self.version is _V1 else _pairs_2(unit):
            self.row += 1
            if pair.target is None:
                if not self.untranslated:
                    continue
                pair = pair._replace(target=unit.makeelement("target"))
            line = piece.line_of(unit)
            if pair.source is None:
                place = f"segment {pair.name} of unit" if pair.name else "unit"
                message = f"{place} {unit.get('id', '')} has no source"
                yield FormatError(message, self.path, line), pair.target
                continue
            own = segment_properties(unit, pair.name, self.comments)
            number = number_of(unit, pair.name) or self.row
            try:
                segment = _segment(
                    pair, unit, number, [*properties, *own], piece
                )
            except FormatError as error:
                yield FormatError(error.message, self.path, line), pair.target
            else:
                yield segment, pair.target


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
    control characters, markup that is no inline code, in 2.0 an id that is no NMTOKEN or a pair
    translated the other way than the first. Inline codes of another format are spelt as the version
    has them; `lossy` leaves them out.
    """
    if version not in _VERSIONS:
        raise FormatError(
            f"XLIFF {version!r}: expected one of {', '.join(_VERSIONS)}", path
        )
    kind = _VERSIONS[version]
    numbered = enumerate(segments, 1)
    head = next(numbered, None)
    first = head[1] if head else None
    target: Side = first.target if first else "en"
    tags = language_tags(first, zh, en)
    root = {"version": version}
    if kind is _V2:
        root |= {"srcLang": tags[OTHER[target]], "trgLang": tags[target]}

    def file_attributes(
        numbered_segment: tuple[int, Segment],
    ) -> tuple[tuple[str, str], ...]:
        """The attributes of the file element to which a segment belongs."""
        number, segment = numbered_segment
        if kind is _V1:
            own = language_tags(segment, zh, en)
            return _attributes_1(segment.doc, segment.target, own)
        if segment.target != target:
            message = (
                f"segment {number} is translated the other way than the first"
            )
            raise FormatError(
                f"{message}, which XLIFF 2 cannot hold; write XLIFF 1.2"
            )
        return (("original", segment.doc),) if segment.doc else ()

    gzipped = str(path).lower().endswith(".gz")
    with (
        writer(path, gzipped=gzipped) as xml,
        xml.element(
            f"{{{kind.namespace}}}xliff", root, nsmap={None: kind.namespace}
        ),
    ):
        files = groupby(
            chain((head,) if head else (), numbered), key=file_attributes
        )
        number = 0
        for number, (attributes, members) in enumerate(files, 1):
            units = _units(members, path, kind, lossy=lossy)
            _write_file(xml, kind, number, attributes, units)
        if not number:
            empty = _attributes_1("", "en", tags) if kind is _V1 else ()
            _write_file(xml, kind, 1, empty, iter(()))
        xml.write("\n")


def _pairs_1(unit: Element) -> Iterator[_Pair]:
    """The pieces of a 1.2 unit that its marks cut, or the unit as one."""
    source, target = unit.find("{*}source"), unit.find("{*}target")
    properties: tuple[Property, ...] = ()
    if target is not None:
        properties = tuple(
            _attributes(target, "target@", _V1.target_attributes)
        )
    cut = unit.find("{*}seg-source")
    pieces = _marks(source if cut is None else cut)
    translations = _marks(target)
    if not pieces or (
        not translations and target is not None and _has_text(target)
    ):
        yield _Pair(source, target, "", properties)
        return
    for name, mark in pieces.items():
        yield _Pair(mark, translations.pop(name, None), name, properties)
    for name, mark in translations.items():
        if _has_text(mark):
            yield _Pair(None, mark, name, properties)


def _marks(element: Element | None) -> dict[str, Element]:
    """The marked pieces of a text by name; one without a name has its number."""
    if element is None:
        return {}
    marks = [
        mark for mark in element.iter("{*}mrk") if mark.get("mtype") == "seg"
    ]
    return {
        mark.get("mid", str(number)): mark for number, mark in enumerate(marks)
    }


def _has_text(element: Element) -> bool:
    return any(text.strip() for text in element.itertext())


def _pairs_2(unit: Element) -> Iterator[_Pair]:
    """The segments of a 2.x unit; ignorable pieces between them are none."""
    segments = unit.findall("{*}segment")
    for number, segment in enumerate(segments, 1):
        source, target = segment.find("{*}source"), segment.find("{*}target")
        name = segment.get("id", str(number)) if len(segments) > 1 else ""
        properties = tuple(
            _attributes(segment, "target@", _V2.target_attributes)
        )
        yield _Pair(source, target, name, properties)


def _segment(
    pair: _Pair,
    unit: Element,
    row: int,
    properties: list[Property],
    piece: XmlPiece,
) -> Segment:
    source, source_codes = _apart(pair.source, unit)
    target, target_codes = _apart(pair.target, unit)
    source_tag, target_tag = _languages(unit)
    side = source_side(source_tag, target_tag, ((source, target),))
    if side is None:
        message = f"expected a Chinese–English pair, found {source_tag} → {target_tag}"
        raise FormatError(message)
    other = OTHER[side]
    texts: dict[Side, str] = {side: source, other: target}
    codes = {side: source_codes, other: target_codes}
    lines = {
        side: piece.line_of(pair.source),
        other: piece.line_of(pair.target),
    }
    tags = [
        (f"{of}:lang", tag)
        for of, tag in ((side, source_tag), (other, target_tag))
        if tag
    ]
    name = unit.get("id", "")
    protects = is_locked(unit, pair.name)
    return Segment(
        texts["zh"],
        texts["en"],
        row=row,
        zh_anchors=(Anchor(0, 0, Place(lines["zh"])),),
        en_anchors=(Anchor(0, 0, Place(lines["en"])),),
        markup=markup_of(codes["zh"], codes["en"]),
        id=f"{name}:{pair.name}" if pair.name else name,
        target=other,
        zh_non_prose=_protected(texts["zh"], codes["zh"], whole=protects),
        en_non_prose=_protected(texts["en"], codes["en"], whole=protects),
        **from_properties(
            [*_document(unit), *tags, *properties, *pair.properties]
        ),
    )


def _protected(text: str, codes: Codes, *, whole: bool) -> tuple[NonProse, ...]:
    """What is not to be translated of one side."""
    if whole and text:
        return (NonProse(Span(0, len(text)), "protected"),)
    return protected_in(codes)


def _apart(element: Element, unit: Element) -> tuple[str, Codes]:
    """The text of a side and its codes, a tool's own marks within the text among them."""
    text, codes = apart(element, TRANSPARENT)
    return (
        without_marks(text, codes, OWN_MARK)
        if has_own_marks(unit)
        else (text, codes)
    )


def _languages(unit: Element) -> tuple[str, str]:
    """The declared tags of source and target, "" where there is none."""
    for above in unit.iterancestors():
        if local_name(above) == "file" and above.get("source-language"):
            return above.get("source-language", ""), above.get(
                "target-language", ""
            )
        if local_name(above) == "xliff":
            return above.get("srcLang", ""), above.get("trgLang", "")
    return "", ""


def _document(unit: Element) -> Iterator[Property]:
    for above in unit.iterancestors("{*}file"):
        if name := above.get("original"):
            yield "doc", name


def _unit_properties(unit: Element, version: _Version) -> Iterator[Property]:
    """Attributes, notes and original data of a unit."""
    yield from _attributes(unit, "@", version.unit_attributes)
    for note in (*unit.iterfind("{*}note"), *unit.iterfind("{*}notes/{*}note")):
        name = note.get("from") or note.get("category") or "note"
        yield name, "".join(note.itertext())
    for data in unit.iterfind("{*}originalData/{*}data"):
        yield DATA + data.get("id", ""), "".join(data.itertext())


def _attributes(
    element: Element, prefix: str, names: frozenset[str]
) -> Iterator[Property]:
    for name, value in element.attrib.items():
        if name in names:
            yield prefix + name, value


def _attributes_1(
    doc: str, target: Side, tags: dict[Side, str]
) -> tuple[tuple[str, str], ...]:
    """The attributes of a 1.2 file element."""
    return (
        ("original", doc),
        ("source-language", tags[OTHER[target]]),
        ("target-language", tags[target]),
        ("datatype", "plaintext"),
    )


def _write_file(
    xml: Element,
    version: _Version,
    number: int,
    attributes: Iterable[tuple[str, str]],
    units: Iterator[Element],
) -> None:
    xml.write("\n")
    own = (
        dict(attributes)
        if version is _V1
        else {"id": f"f{number}", **dict(attributes)}
    )
    for value in own.values():
        escape(value)  # refuses what XML cannot hold
    with xml.element(f"{{{version.namespace}}}file", own):
        if version is _V1:
            with xml.element(f"{{{version.namespace}}}body"):
                _write_units(xml, units)
        else:
            _write_units(xml, units)


def _write_units(xml: Element, units: Iterator[Element]) -> None:
    xml.write("\n")
    for unit in units:
        xml.write(unit)
        xml.write("\n")


def _units(
    members: Iterable[tuple[int, Segment]],
    path: str | Path,
    version: _Version,
    *,
    lossy: bool,
) -> Iterator[Element]:
    build = _unit_1 if version is _V1 else _unit_2
    for number, segment in members:
        with naming_segment(number, path):
            if not lossy:
                segment = in_codes_of(version.codes, segment, version.inline)
            escape(segment.id)  # refuses what XML cannot hold
            for name, value in segment.properties:
                escape(name)
                escape(value)
            unit = build(segment, number, lossy=lossy)
        yield unit


def _unit_1(segment: Segment, number: int, *, lossy: bool) -> Element:
    unit = _element(_V1, "trans-unit", id=segment.id or str(number))
    unit.set(XML_SPACE, "preserve")
    source, target = _texts(segment, _V1, lossy=lossy)
    unit.extend((source, target))
    for name, value in _set_attributes(segment, _V1, unit, target):
        attributes = {} if name == "note" else {"from": name}
        note = _element(_V1, "note", **attributes)
        note.text = value
        unit.append(note)
    return unit


def _unit_2(segment: Segment, number: int, *, lossy: bool) -> Element:
    name = segment.id or str(number)
    if not _NMTOKEN.fullmatch(name):
        message = f"has the id {name!r}, which XLIFF 2 cannot hold (an NMTOKEN is asked for)"
        raise FormatError(f"{message}; write XLIFF 1.2 instead")
    unit, part = _element(_V2, "unit", id=name), _element(_V2, "segment")
    unit.set(XML_SPACE, "preserve")
    part.extend(_texts(segment, _V2, lossy=lossy))
    notes, data = [], []
    for label, value in _set_attributes(segment, _V2, unit, part):
        if label.startswith(DATA):
            one = _element(_V2, "data", id=label.removeprefix(DATA))
            data.append(one)
        else:
            attributes = {} if label == "note" else {"category": label}
            one = _element(_V2, "note", **attributes)
            notes.append(one)
        one.text = value
    for holder, members in (("notes", notes), ("originalData", data)):
        if members:
            etree.SubElement(unit, f"{{{_V2.namespace}}}{holder}").extend(
                members
            )
    unit.append(part)
    return unit


def _texts(
    segment: Segment, version: _Version, *, lossy: bool
) -> tuple[Element, Element]:
    """The elements of source and target."""

    def text(name: str, side: Side) -> Element:
        return together(
            name,
            segment.text(side),
            () if lossy else codes_of(segment.markup, side),
            elements=version.inline,
            namespace=version.namespace,
        )

    return text("source", OTHER[segment.target]), text("target", segment.target)


def _set_attributes(
    segment: Segment, version: _Version, unit: Element, target: Element
) -> list[Property]:
    """Set the properties that are attributes; give those that are not."""
    places = {
        "": (unit, version.unit_attributes),
        "target": (target, version.target_attributes),
    }
    rest = []
    for name, value in to_properties(segment, doc=False):
        where, _, attribute = name.partition("@")
        element, attributes = places.get(where, (target, frozenset()))
        if attribute in attributes and attribute not in element.attrib:
            element.set(attribute, value)
        elif name not in LANGUAGES:
            rest.append((name, value))
    return rest


def _element(version: _Version, tag: str, **attributes: str) -> Element:
    """An element of the version's namespace, which is the default one."""
    space = version.namespace
    return etree.Element(f"{{{space}}}{tag}", attributes, nsmap={None: space})
