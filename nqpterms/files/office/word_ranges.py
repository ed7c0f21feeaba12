"""Where a mark can stand in the paragraphs of Word, so that it begins or ends at a certain sign.

    the `t` that prints a sign, its number there ──cut_before, cut_behind──▶ WordCut

Comments and tracked changes hold whole runs. A cut inside a run ends it and begins another one with
the same properties; nothing else of the part changes. What cannot be cut (a formula, a phonetic
guide, a content control of plain text) keeps together: the mark stands before or behind all of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from nqpterms.files.edits import RawChange
from nqpterms.files.office.packages import child
from nqpterms.files.office.raw_parts import PRESERVE, RawPart
from nqpterms.files.xml import XML_SPACE, Element, local_name
from nqpterms.files.xml.raw_elements import raw_texts

_HOLDERS = frozenset(
    "hyperlink ins moveTo smartTag customXml fldSimple sdt sdtContent bdo dir".split()
)
"""What holds runs inside a paragraph and may hold marks between them (ISO/IEC 29500-1, 17.13)."""
_SOFT_HYPHEN = "\xad"


class WordCut(Struct, frozen=True):
    """A place in the characters of a part: what ends before a mark there, and begins behind it.

    `preserved` lets the text before it keep the blanks at its end.
    """

    at: int
    opening: str = ""
    closing: str = ""
    preserved: RawChange | None = None


def cut_before(part: RawPart, element: Element, index: int) -> WordCut:
    """The cut before a sign of what an element of a run prints."""
    unit = run_unit(element)
    if element.getparent() is not unit:
        return WordCut(part.places[unit].start)
    if index:
        inside = _cut_inside(part, element, index)
        if inside is not None:
            return inside
    if all(
        local_name(inner) == "rPr"
        for inner in element.itersiblings(preceding=True)
    ):
        return WordCut(part.places[unit].start)
    return WordCut(part.places[element].start, *_run_seam(part, unit))


def cut_behind(
    part: RawPart, element: Element, index: int, length: int
) -> WordCut:
    """The cut before sign number *index* of the *length* signs that an element prints, or, where
    they are all, behind the element."""
    unit = run_unit(element)
    if element.getparent() is not unit:
        return WordCut(part.places[unit].end)
    if index < length:
        inside = _cut_inside(part, element, index)
        if inside is not None:
            return inside
    if element.getnext() is None:
        return WordCut(part.places[unit].end)
    return WordCut(part.places[element].end, *_run_seam(part, unit))


def run_unit(element: Element) -> Element:
    """The largest element of a paragraph that keeps together: mostly the run, before or behind
    which a mark can stand."""
    chain = [element]
    while local_name(chain[-1].getparent()) != "p":
        chain.append(chain[-1].getparent())
    for outer in reversed(chain):
        is_plain = child(outer, "sdtPr", "text") is not None
        if local_name(outer) not in _HOLDERS or is_plain:
            return outer
    return element


def marked(cuts: Iterable[tuple[WordCut, str]]) -> list[RawChange]:
    """The changes that put marks into their cuts, those of one place in the order given."""
    marks_by_place: dict[int, list[tuple[WordCut, str]]] = {}
    for cut, mark in cuts:
        marks_by_place.setdefault(cut.at, []).append((cut, mark))
    changes = []
    for at, marks in marks_by_place.items():
        first, last = marks[0][0], marks[-1][0]
        inner = "".join(mark for _, mark in marks)
        changes.append(
            RawChange(at, at, f"{first.opening}{inner}{last.closing}")
        )
        changes += [one.preserved for one, _ in marks if one.preserved]
    return changes


def _run_seam(part: RawPart, run: Element) -> tuple[str, str]:
    """What ends a run, and what begins another one like it."""
    place = part.places[run]
    properties = child(run, "rPr")
    spelt = ""
    if properties is not None:
        inner = part.places[properties]
        spelt = part.raw(inner.start, inner.end)
    return f"</{_tag_name(part, run)}>", part.raw(
        place.start, place.inner_start
    ) + spelt


def _cut_inside(part: RawPart, element: Element, index: int) -> WordCut | None:
    """The cut between two signs of a text; None where it must be kept together."""
    if local_name(element) != "t":
        return None
    at = _raw_offset(part, element, index)
    if at is None:
        return None
    ending, beginning = _run_seam(part, element.getparent())
    name = _tag_name(part, element)
    preserved = None
    if element.get(XML_SPACE) is None:
        end_of_tag = part.places[element].inner_start - 1
        preserved = RawChange(end_of_tag, end_of_tag, PRESERVE)
    return WordCut(
        at, f"</{name}>{ending}", f"{beginning}<{name}{PRESERVE}>", preserved
    )


def _raw_offset(part: RawPart, element: Element, index: int) -> int | None:
    """Where a sign of a text stands in the part; None inside a CDATA section."""
    place = part.places[element]
    count = 0
    for piece in raw_texts(
        part.source.text, place.inner_start, place.inner_end
    ):
        is_even = piece.end - piece.start == len(piece.text)
        for number, sign in enumerate(piece.text):
            if sign == _SOFT_HYPHEN:
                continue
            if count == index:
                return (
                    None if piece.is_cdata else piece.start + number * is_even
                )
            count += 1
    return None


def _tag_name(part: RawPart, element: Element) -> str:
    """The name of an element as its tag spells it."""
    place = part.places[element]
    return (
        part.raw(place.start + 1, place.inner_start)
        .split(">")[0]
        .split()[0]
        .rstrip("/")
    )
