"""What the makers of CAT tools add to XLIFF: states, locks, comments, marks of their own.

    SDLXLIFF   sdl:seg-defs beside the texts, comments in the head of the file, tracked changes
    MQXLIFF    mq:status, mq:locked, mq:comments
    MXLIFF     m:confirmed, m:locked; {b>…<b} and {1} are its inline codes

They become properties of a segment under one set of names: `state`, `locked`, `origin`, `match`
(percent) and `comment`. `states_of` is what ``--state`` asks about a segment, whatever its format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from nqpterms.files.xml import Element, name_parts
from nqpterms.formats.bitexts.bitext_pairs import Property
from nqpterms.model.alignment import Segment

SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
MEMSOURCE = "http://www.memsource.com/mxlf/2.0"

_SDL_NAMES = {
    "conf": "state",
    "locked": "locked",
    "origin": "origin",
    "percent": "match",
}
_UNIT_NAMES = {
    "status": "state",
    "confirmed": "state",
    "locked": "locked",
    "percent": "match",
    "score": "match",
    "trans-origin": "origin",
}
"""Attributes of a unit in a tool's own namespace, and what they are called here."""

_CONFIRMED = {"1": "confirmed", "0": "unconfirmed"}
_UNLOCKED = ("false", "no", "0", "unlocked")


def unit_properties(unit: Element) -> Iterator[Property]:
    """What the attributes and comments of a tool's own say about a whole unit."""
    for key, value in unit.attrib.items():
        space, name = name_parts(key)
        own = _UNIT_NAMES.get(name, "")
        if not space or not own or not value:
            continue
        if own == "locked":
            if value not in _UNLOCKED:
                yield own, "true"
        else:
            yield (
                own,
                _CONFIRMED.get(value, value) if name == "confirmed" else value,
            )
    for comment in unit.iterfind("{MQXliff}comments/{MQXliff}comment"):
        yield "comment", "".join(comment.itertext()).strip()


def segment_properties(
    unit: Element, name: str, comments: Mapping[str, str]
) -> list[Property]:
    """What Trados says about the segment *name* of a unit; *comments* are those of the file."""
    properties = []
    for definition in unit.iterfind(f"{{{SDL}}}seg-defs/{{{SDL}}}seg"):
        if definition.get("id") != name:
            continue
        for attribute, own in _SDL_NAMES.items():
            value = definition.get(attribute, "")
            if value and not (own == "locked" and value in _UNLOCKED):
                properties.append((own, value))
    for mark in unit.iterfind(f".//{{*}}mrk[@{{{SDL}}}cid]"):
        text = comments.get(mark.get(f"{{{SDL}}}cid", ""), "")
        if text and _segment_around(mark) == name:
            properties.append(("comment", text))
    return properties


def is_locked(unit: Element, name: str) -> bool:
    """Whether a unit is not to be translated, or a tool has locked the segment *name* of it.

    What stands around the unit decides where it says nothing itself.
    """
    for element in (unit, *unit.iterancestors()):
        translate = element.get("translate")
        if translate:
            return bool(translate == "no")
    own = unit.iterfind(f".//{{{SDL}}}seg")
    if any(
        seg.get("locked") == "true" and name in ("", seg.get("id"))
        for seg in own
    ):
        return True
    return any(
        name_parts(key)[1] == "locked" and value not in _UNLOCKED
        for key, value in unit.attrib.items()
    )


def comment_of(definition: Element) -> tuple[str, str]:
    """The id and the text of a comment in the head of an SDLXLIFF."""
    texts = (
        "".join(comment.itertext()).strip()
        for comment in definition.iter("{*}Comment")
    )
    return definition.get("id", ""), "\n".join(texts)


def number_of(unit: Element, name: str) -> int | None:
    """The number under which the tool shows a segment; None where it is its place in the file."""
    if unit.find(f"{{{SDL}}}seg-defs") is None or not name.isdecimal():
        return None
    return int(name)


def has_own_marks(unit: Element) -> bool:
    """Whether the texts of a unit hold the marks of Memsource, as it writes them into MXLIFF."""
    return MEMSOURCE in unit.nsmap.values()


OWN_MARK = re.compile(r"\{\d+\}|\{[a-z_^]{1,3}>|<[a-z_^]{1,3}\}|\{\d+>|<\d+\}")
"""A code in a text of MXLIFF: a placeholder, the beginning or the end of a stretch."""


# Behind the status in Trados' tables for review.
_PERCENT = re.compile(r"\(\d+%\)$")


def states_of(segment: Segment) -> frozenset[str]:
    """The states of a segment in lower case: its tool's own words, ``locked``, ``fuzzy``.

    >>> sorted(states_of(Segment("税", "tax", properties=(("state", "Draft"), ("locked", "true")))))
    ['draft', 'locked']
    """
    states: set[str] = set()
    for name, value in segment.properties:
        states.update(_states_in(name, value))
    return frozenset(states)


def _is_lock(kind: str, name: str, value: str) -> bool:
    """Whether a property says that nobody may change the segment."""
    return (kind == "locked" and value not in _UNLOCKED) or (
        name == "@translate" and value == "no"
    )


def _states_in(name: str, value: str) -> Iterable[str]:
    """The states that a property says, in lower case."""
    kind = name.lower().rpartition("@")[2].rpartition(" ")[2]
    if kind in ("state", "status", "状态"):
        return (_PERCENT.sub("", value).strip().lower(),)
    if kind == "flags":
        return [flag.strip().lower() for flag in value.split(",")]
    if kind == "approved" and value == "yes":
        return ("approved",)
    if _is_lock(kind, name, value):
        return ("locked",)
    if name.lower().endswith("confirmationlevel"):
        return (value.strip().lower(),)
    return ()


def _segment_around(mark: Element) -> str:
    """The name of the segment in which a mark stands."""
    for above in mark.iterancestors("{*}mrk"):
        if above.get("mtype") == "seg":
            return str(above.get("mid", ""))
    return ""
