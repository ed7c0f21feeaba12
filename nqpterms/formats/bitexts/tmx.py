"""Translation memories: TMX 1.4b (LISA/GALA, 2005), read as Segments and written back.

A unit with a Chinese and an English variant is a Segment; of several in one language the one counts
whose tag is asked for, or is that of the header's source, else the first, as it does in CAT tools.
What is left out is said. Its `tuid` is the segment's
`id`; its attributes, properties and notes are the segment's properties. The header's `srclang`
says which side is the source; where it is neither, Chinese is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.files.remarks import remark
from nqpterms.files.xml import (
    XML_LANG,
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
    side_of,
    to_properties,
)
from nqpterms.formats.bitexts.in_place import InPlaceTarget
from nqpterms.formats.bitexts.inline_codes import (
    Codes,
    apart,
    codes_of,
    markup_of,
    together,
)
from nqpterms.formats.bitexts.inline_model import in_codes_of
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place

TRANSPARENT = frozenset({"hi"})
INLINE = {
    "hi": "",
    "ph": "",
    "ut": "",
    "sub": "",
    "bpt": "i",
    "ept": "i",
    "it": "pos",
}
_ATTRIBUTES = frozenset(
    "o-encoding datatype usagecount lastusagedate creationtool creationtoolversion creationdate "
    "creationid changedate segtype changeid o-tmf".split()
)
_SIDES: tuple[Side, Side] = ("zh", "en")
_LANGUAGE_OF: Mapping[Side, str] = {"zh": "zh:lang", "en": "en:lang"}


def load(
    path: str | Path,
    *,
    variants: Sequence[str] = (),
) -> Iterator[Segment]:
    """The units of a TMX that have both languages, in order, streaming; `row` counts all units.

    *variants* are the language tags to take where a unit has several of one language (zh-TW).
    """
    gzipped = str(path).lower().endswith(".gz")
    root = local_name(root_of(path, gzipped=gzipped))
    if root != "tmx":
        raise FormatError(
            f"expected a TMX file (element tmx), found element {root}", path, 1
        )
    source = ""
    wanted = [tag.lower() for tag in variants]
    rows = pairs = 0
    # Of units without a pair, and of variants left out.
    languages: Counter[str] = Counter()
    chosen_languages: dict[str, None] = {}
    for element, piece in located(
        path, ("{*}header", "{*}tu"), gzipped=gzipped
    ):
        if local_name(element) == "header":
            source = element.get("srclang", "")
            continue
        rows += 1
        chosen = _chosen(
            element, [*wanted, source.lower()], languages, chosen_languages
        )
        if len(chosen) == 2:
            pairs += 1
            yield _segment(element, chosen, rows, source, piece)
    if rows and not pairs:
        names = (
            ", ".join(tag or "no language" for tag in languages)
            or "no variants"
        )
        raise FormatError(
            f"no unit with both Chinese and English: found {names}", path
        )
    _remark_on(path, languages, chosen_languages, rows - pairs)


def targets(root: Element, path: str | Path) -> Iterator[InPlaceTarget]:
    """The translations in a tree of the whole file, in the order in which `load` gives them."""
    if local_name(root) != "tmx":
        raise FormatError(
            f"expected a TMX file, found element {local_name(root)}", path, 1
        )
    source = ""
    for element in root.iter("{*}header", "{*}tu"):
        if local_name(element) == "header":
            source = element.get("srclang", "")
            continue
        chosen = _chosen(element, [source.lower()], Counter(), {})
        if len(chosen) == 2:
            piece = XmlPiece(1, bytearray(), element, 0)
            segment = _segment(element, chosen, 1, source, piece)
            seg = _seg(chosen[segment.target])
            if seg is None:
                message = "a variant without seg: it cannot be changed in place"
                raise FormatError(
                    message, path, chosen[segment.target].sourceline
                )
            yield InPlaceTarget(seg, segment.text(segment.target), TRANSPARENT)


def placed_units(root: Element) -> Iterator[tuple[int, Element]]:
    """The units of a tree of the whole file with their numbers, from 1."""
    yield from enumerate(root.iter("{*}tu"), 1)


def _without(variants: Iterable[Element], one: Element) -> list[Element]:
    """The variants but one."""
    return [variant for variant in variants if variant is not one]


def _chosen(
    unit: Element,
    wanted: Sequence[str],
    left_out: Counter[str],
    chosen_languages: dict[str, None],
) -> dict[Side, Element]:
    """The variant of each side, {} where one is missing; the others are counted."""
    by_side: dict[Side, list[Element]] = {"zh": [], "en": []}
    others = []
    for variant in unit[
        :
    ]:  # a slice comes in half the time that an iterator takes
        if local_name(variant) != "tuv":
            continue
        side = side_of(_language(variant))
        if side is None:
            others.append(variant)
        else:
            by_side[side].append(variant)
    zh, en = by_side["zh"], by_side["en"]
    if not zh or not en:
        left_out.update(map(_language, (*zh, *en, *others)))
        return {}
    if len(zh) == len(en) == 1 and not others:  # as nearly all units are
        return {"zh": zh[0], "en": en[0]}
    chosen = {}
    for side, variants in by_side.items():
        best = min(variants, key=lambda variant: _rank(variant, wanted))
        chosen[side] = best
        others += _without(variants, best)
        if len(variants) > 1:
            chosen_languages[_language(best)] = None
    left_out.update(map(_language, others))
    return chosen


def _rank(variant: Element, wanted: Sequence[str]) -> int:
    """How far behind the tags that are wanted a variant stands."""
    tag = _language(variant).lower()
    return wanted.index(tag) if tag in wanted else len(wanted)


def _remark_on(
    path: str | Path,
    left_out: Counter[str],
    chosen_languages: Mapping[str, None],
    without_pair: int,
) -> None:
    """Say what a file holds beside the pairs that were read."""
    if not left_out:
        return
    counts = ", ".join(
        f"{tag or 'no language'} ({n})" for tag, n in left_out.items()
    )
    parts = [f"variants left out: {counts}"]
    if chosen_languages:
        parts.append(
            f"of several in one language {' and '.join(chosen_languages)} is taken"
        )
    if without_pair:
        parts.append(f"{without_pair} units without Chinese and English")
    remark(f"{path}: {'; '.join(parts)}")


def dump(
    segments: Iterable[Segment],
    path: str | Path,
    *,
    zh: str = "",
    en: str = "",
    lossy: bool = False,
) -> None:
    """Write TMX 1.4; *zh* and *en* are the language tags, "" for those of the segments' own file.

    The file appears when it is whole. Inline codes of another format are spelt as TMX has them.
    Raises FormatError for a control character and for markup that is none; `lossy` leaves all
    markup out.
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
    fixed: dict[Side, str] = {"zh": zh, "en": en}
    gzipped = str(path).lower().endswith(".gz")
    with (
        writer(path, gzipped=gzipped) as xml,
        xml.element("tmx", version="1.4"),
    ):
        xml.write("\n")
        with xml.element("header", header):
            pass
        xml.write("\n")
        with xml.element("body"):
            xml.write("\n")
            for number, segment in enumerate(
                chain((first,) if first else (), rest), 1
            ):
                with naming_segment(number, path):
                    if not lossy:
                        segment = in_codes_of("tmx", segment, INLINE)
                    own = {
                        s: fixed[s] or _own_tag(segment, s) or tags[s]
                        for s in _SIDES
                    }
                    unit = _unit(segment, own, lossy=lossy)
                source = OTHER[segment.target]
                if segment.target != target or own[source] != header["srclang"]:
                    unit.set("srclang", own[source])
                xml.write(unit)
                xml.write("\n")


def _segment(
    unit: Element,
    variants: Mapping[Side, Element],
    row: int,
    source: str,
    piece: XmlPiece,
) -> Segment:
    """The pair of a unit, in the variants that were chosen."""
    properties = _properties(unit, "")
    sides: tuple[Side, Side] = ("zh", "en")
    if variants["zh"].getprevious() is variants["en"]:
        sides = ("en", "zh")
    texts: dict[Side, tuple[str, Codes, int]] = {}
    for side in sides:
        variant = variants[side]
        seg = _seg(variant)
        text, codes = ("", ()) if seg is None else apart(seg, TRANSPARENT)
        texts[side] = (
            text,
            codes,
            piece.line_of(variant if seg is None else seg),
        )
        properties.append((_LANGUAGE_OF[side], _language(variant)))
        if (
            len(variant) > 1 or len(variant.keys()) > 1
        ):  # more than a language and a text
            properties += _properties(variant, f"{side}:")
    zh, zh_codes, zh_line = texts["zh"]
    en, en_codes, en_line = texts["en"]
    zh_anchors = en_anchors = (Anchor(0, 0, Place(zh_line)),)
    if en_line != zh_line:
        en_anchors = (Anchor(0, 0, Place(en_line)),)
    source = unit.get("srclang") or source
    return Segment(
        zh,
        en,
        row=row,
        zh_anchors=zh_anchors,
        en_anchors=en_anchors,
        markup=markup_of(zh_codes, en_codes),
        id=unit.get("tuid", ""),
        target="zh" if side_of(source) == "en" else "en",
        **from_properties(properties),
    )


def _seg(variant: Element) -> Element | None:
    """The text of a variant."""
    for child in variant[:]:
        if local_name(child) == "seg":
            return child
    return None


def _language(variant: Element) -> str:
    return variant.get(XML_LANG) or variant.get("lang") or ""


def _properties(element: Element, prefix: str) -> list[Property]:
    """What a unit or a variant says about itself."""
    properties = []
    for name, value in element.items():
        if name in _ATTRIBUTES:
            properties.append((f"{prefix}@{name}", value))
    for child in element[:]:
        kind = local_name(child)
        if kind == "note":
            properties.append((f"{prefix}note", _text(child)))
        elif kind == "prop":
            properties.append(
                (prefix + (child.get("type") or "prop"), _text(child))
            )
    return properties


def _text(element: Element) -> str:
    """The text of an element with all that stands in it."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def _own_tag(segment: Segment, side: Side) -> str:
    """The language tag that a segment brings for a side."""
    for name, value in segment.properties:
        if name == f"{side}:lang":
            return value
    return ""


def _unit(segment: Segment, tags: dict[Side, str], *, lossy: bool) -> Element:
    unit = etree.Element(
        "tu", {"tuid": _legal(segment.id)} if segment.id else {}
    )
    of_unit: list[Property] = []
    of_side: dict[str, list[Property]] = {"zh:": [], "en:": []}
    for name, value in to_properties(segment):
        if name not in LANGUAGES:
            prefix = name[:3]
            own = name[3:] if prefix in of_side else name
            of_side.get(prefix, of_unit).append((own, value))
    _describe(unit, of_unit)
    for side in (OTHER[segment.target], segment.target):
        variant = etree.SubElement(unit, "tuv", {XML_LANG: _legal(tags[side])})
        _describe(variant, of_side[f"{side}:"])
        codes = () if lossy else codes_of(segment.markup, side)
        variant.append(
            together("seg", segment.text(side), codes, elements=INLINE)
        )
    return unit


def _describe(element: Element, properties: Iterable[Property]) -> None:
    """Write properties as attributes, notes and props."""
    for name, value in properties:
        _legal(value)
        attribute = name[1:] if name[:1] == "@" else ""
        if attribute in _ATTRIBUTES and attribute not in element.attrib:
            element.set(attribute, value)
        elif name == "note":
            etree.SubElement(element, "note").text = value
        else:
            etree.SubElement(element, "prop", type=_legal(name)).text = value


def _legal(text: str) -> str:
    """The same text; raises FormatError for what XML cannot hold."""
    escape(text)
    return text
