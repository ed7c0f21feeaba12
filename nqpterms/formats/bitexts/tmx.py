"""Translation memories: TMX 1.4b (LISA/GALA, 2005), read as Segments and written back.

A unit with one Chinese and one English variant is a Segment; of several in one language the first
counts, as it does in CAT tools, and other languages are left out. Its `tuid` is the segment's
`id`; its attributes, properties and notes are the segment's properties. The header's `srclang`
says which side is the source; where it is neither, Chinese is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.files.xml import XML_LANG, Element, Piece, escape, located, root_of, writer
from nqpterms.formats.bitexts.inline_codes import Codes, apart, codes_of, local_name, together
from nqpterms.formats.bitexts.pairs import (
    OTHER,
    Property,
    from_properties,
    language_tags,
    naming_segment,
    side_of,
    to_properties,
)
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place

_TRANSPARENT = frozenset({"hi"})
_INLINE = {"hi": "", "ph": "", "ut": "", "sub": "", "bpt": "i", "ept": "i", "it": "pos"}
_ATTRIBUTES = frozenset(
    "o-encoding datatype usagecount lastusagedate creationtool creationtoolversion creationdate "
    "creationid changedate segtype changeid o-tmf".split()
)
_SIDES: tuple[Side, Side] = ("zh", "en")


def load(path: str | Path) -> Iterator[Segment]:
    """The units of a TMX that have both languages, in order, streaming; `row` counts all units."""
    gzipped = str(path).lower().endswith(".gz")
    root = local_name(root_of(path, gzipped=gzipped))
    if root != "tmx":
        raise FormatError(f"expected a TMX file (element tmx), found element {root}", path, 1)
    source, row, pairs = "", 0, 0
    languages: dict[str, None] = {}
    for element, piece in located(path, ("{*}header", "{*}tu"), gzipped=gzipped):
        if local_name(element) == "header":
            source = element.get("srclang", "")
            continue
        row += 1
        if segment := _segment(element, row, source, piece):
            pairs += 1
            yield segment
        elif not pairs:
            languages |= dict.fromkeys(map(_language, element.iterfind("{*}tuv")))
    if row and not pairs:
        found = ", ".join(tag or "no language" for tag in languages) or "no variants"
        raise FormatError(f"no unit with both Chinese and English: found {found}", path)


def dump(
    segments: Iterable[Segment],
    path: str | Path,
    *,
    zh: str = "",
    en: str = "",
    lossy: bool = False,
) -> None:
    """Write TMX 1.4; *zh* and *en* are the language tags, "" for those of the segments' own file.

    The file appears when it is whole. Raises FormatError for a control character and for inline
    markup that TMX does not know; `lossy` leaves all markup out.
    """
    rest = iter(segments)
    first = next(rest, None)
    tags = language_tags(first, zh, en)
    target = first.target if first else "en"
    header = {
        "creationtool": "nqpterms",
        "creationtoolversion": "1",
        "segtype": "sentence",
        "o-tmf": "nqpterms",
        "adminlang": "en",
        "srclang": tags[OTHER[target]],
        "datatype": "plaintext",
    }
    given: dict[Side, str] = {"zh": zh, "en": en}
    gzipped = str(path).lower().endswith(".gz")
    with writer(path, gzipped=gzipped) as xml, xml.element("tmx", version="1.4"):
        xml.write("\n")
        with xml.element("header", header):
            pass
        xml.write("\n")
        with xml.element("body"):
            xml.write("\n")
            for number, segment in enumerate(chain((first,) if first else (), rest), 1):
                with naming_segment(number, path):
                    own = {s: given[s] or _said(segment, s) or tags[s] for s in _SIDES}
                    unit = _unit(segment, own, lossy=lossy)
                if segment.target != target or own[OTHER[target]] != header["srclang"]:
                    unit.set("srclang", own[OTHER[segment.target]])
                xml.write(unit)
                xml.write("\n")


def _segment(unit: Element, row: int, source: str, piece: Piece) -> Segment | None:
    """The pair of a unit; None where a language is missing."""
    found: dict[Side, tuple[str, Codes, int]] = {}
    properties = list(_properties(unit, ""))
    for variant in unit.iterfind("{*}tuv"):
        tag = _language(variant)
        side = side_of(tag)
        seg = variant.find("{*}seg")
        if side and seg is not None and side not in found:
            found[side] = (*apart(seg, _TRANSPARENT), piece.line_of(seg))
            properties += [(f"{side}:lang", tag), *_properties(variant, f"{side}:")]
    if len(found) < 2:
        return None
    zh, en = found["zh"], found["en"]
    said = unit.get("srclang") or source
    return Segment(
        zh[0],
        en[0],
        row=row,
        zh_anchors=(Anchor(0, 0, Place(zh[2])),),
        en_anchors=(Anchor(0, 0, Place(en[2])),),
        markup=(*(("zh", *code) for code in zh[1]), *(("en", *code) for code in en[1])),
        id=unit.get("tuid", ""),
        target="zh" if side_of(said) == "en" else "en",
        **from_properties(properties),
    )


def _language(variant: Element) -> str:
    return variant.get(XML_LANG) or variant.get("lang") or ""


def _properties(element: Element, prefix: str) -> Iterator[Property]:
    """What a unit or a variant says about itself."""
    for name, value in element.attrib.items():
        if name in _ATTRIBUTES:
            yield f"{prefix}@{name}", value
    for child in element:
        kind = local_name(child)
        if kind in ("prop", "note"):
            name = (child.get("type") or "prop") if kind == "prop" else "note"
            yield prefix + name, "".join(child.itertext())


def _said(segment: Segment, side: Side) -> str:
    return next((value for name, value in segment.properties if name == f"{side}:lang"), "")


def _unit(segment: Segment, tags: dict[Side, str], *, lossy: bool) -> Element:
    unit = etree.Element("tu", {"tuid": _legal(segment.id)} if segment.id else {})
    said = [pair for pair in to_properties(segment) if pair[0] not in ("zh:lang", "en:lang")]
    _describe(unit, [pair for pair in said if pair[0][:3] not in ("zh:", "en:")])
    for side in _SIDES if segment.target == "en" else _SIDES[::-1]:
        variant = etree.SubElement(unit, "tuv", {XML_LANG: _legal(tags[side])})
        _describe(variant, [(n[3:], value) for n, value in said if n.startswith(f"{side}:")])
        codes = () if lossy else codes_of(segment.markup, side)
        variant.append(together("seg", segment.text(side), codes, known=_INLINE))
    return unit


def _describe(element: Element, said: Iterable[Property]) -> None:
    """Write properties as attributes, notes and props."""
    for name, value in said:
        _legal(value)
        if name[1:] in _ATTRIBUTES and name[0] == "@" and name[1:] not in element.attrib:
            element.set(name[1:], value)
        elif name == "note":
            etree.SubElement(element, "note").text = value
        else:
            etree.SubElement(element, "prop", type=_legal(name)).text = value


def _legal(text: str) -> str:
    """The same text; raises FormatError for what XML cannot hold."""
    escape(text)
    return text
