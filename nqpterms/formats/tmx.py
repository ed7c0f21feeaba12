"""Translation memories: TMX 1.4b (LISA/GALA, 2005), read as Segments and written back.

A unit with one Chinese and one English variant is a Segment; of several in one language the first
counts, as it does in CAT tools. Its `tuid` is the segment's `id`, a property `doc` its document.
The header's `srclang` says which side is the source; where it is neither, Chinese is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from lxml import etree

from nqpterms.alignment import Segment, Side
from nqpterms.errors import FormatError
from nqpterms.formats.inline import Codes, apart, local_name, together
from nqpterms.lang.chinese import script
from nqpterms.places import Anchor, Place
from nqpterms.safexml import XML_LANG, Element, Piece, escape, located, root_of, writer

_TRANSPARENT = frozenset({"hi", "sub"})
_PRIMARY: dict[str, Side] = {
    "zh": "zh",
    "zho": "zh",
    "chi": "zh",
    "cmn": "zh",
    "en": "en",
    "eng": "en",
}


def load(path: str | Path) -> Iterator[Segment]:
    """The units of a TMX that have both languages, in order, streaming; `row` counts all units."""
    gzipped = str(path).lower().endswith(".gz")
    root = local_name(root_of(path, gzipped=gzipped))
    if root != "tmx":
        raise FormatError(f"expected a TMX file (element tmx), found element {root}", path, 1)
    source, row = "", 0
    for element, piece in located(path, ("{*}header", "{*}tu"), gzipped=gzipped):
        if local_name(element) == "header":
            source = element.get("srclang", "")
            continue
        row += 1
        if segment := _segment(element, row, source, piece):
            yield segment


def dump(segments: Iterable[Segment], path: str | Path, *, zh: str = "", en: str = "en") -> None:
    """Write TMX 1.4; the language tags are *zh* (by the script of the first text if "") and *en*.

    The file appears when it is whole. Raises FormatError for a control character.
    """
    rest = iter(segments)
    first = next(rest, None)
    tags: dict[Side, str] = {"zh": zh or (script(first.zh) if first else "zh-Hans"), "en": en}
    source = "en" if first and first.target == "zh" else "zh"
    header = {
        "creationtool": "nqpterms",
        "creationtoolversion": "1",
        "segtype": "sentence",
        "o-tmf": "nqpterms",
        "adminlang": "en",
        "srclang": tags["en" if source == "en" else "zh"],
        "datatype": "plaintext",
    }
    gzipped = str(path).lower().endswith(".gz")
    with writer(path, gzipped=gzipped) as xml, xml.element("tmx", version="1.4"):
        xml.write("\n")
        with xml.element("header", header):
            pass
        xml.write("\n")
        with xml.element("body"):
            xml.write("\n")
            for segment in chain((first,) if first else (), rest):
                xml.write(_unit(segment, tags))
                xml.write("\n")


def _segment(unit: Element, row: int, source: str, piece: Piece) -> Segment | None:
    """The pair of a unit; None where a language is missing."""
    found: dict[Side, tuple[str, Codes, int]] = {}
    for variant in unit.iterfind("{*}tuv"):
        side = _side(variant.get(XML_LANG) or variant.get("lang") or "")
        seg = variant.find("{*}seg")
        if side and seg is not None and side not in found:
            found[side] = (*apart(seg, _TRANSPARENT), piece.line_of(seg))
    if len(found) < 2:
        return None
    zh, en = found["zh"], found["en"]
    said = unit.get("srclang") or source
    return Segment(
        zh[0],
        en[0],
        row=row,
        doc=_property(unit, "doc"),
        zh_anchors=_anchors(zh[2]),
        en_anchors=_anchors(en[2]),
        markup=(*(("zh", *code) for code in zh[1]), *(("en", *code) for code in en[1])),
        id=unit.get("tuid", ""),
        target="zh" if _side(said) == "en" else "en",
    )


def _unit(segment: Segment, tags: dict[Side, str]) -> Element:
    unit = etree.Element("tu", {"tuid": segment.id} if segment.id else {})
    if segment.doc:
        escape(segment.doc)  # refuses what XML cannot hold
        etree.SubElement(unit, "prop", type="doc").text = segment.doc
    sides: tuple[Side, Side] = ("zh", "en") if segment.target == "en" else ("en", "zh")
    for side in sides:
        codes = [(at, code) for of, at, code in segment.markup if of == side]
        variant = etree.SubElement(unit, "tuv", {XML_LANG: tags[side]})
        variant.append(together("seg", segment.text(side), codes))
    return unit


def _side(tag: str) -> Side | None:
    """Which side a language tag names: zh-CN, ZH_TW and cmn are "zh"."""
    return _PRIMARY.get(tag.replace("_", "-").partition("-")[0].lower())


def _property(unit: Element, kind: str) -> str:
    return next((p.text or "" for p in unit.iterfind("{*}prop") if p.get("type") == kind), "")


def _anchors(line: int) -> tuple[Anchor, ...]:
    return (Anchor(0, 0, Place(line)),)
