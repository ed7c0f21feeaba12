"""The words of TBX: its elements, the groups that they form, and the notes in which ours travel.

Reading, writing and validation all go by these tables; what a dialect allows stands in `dialects`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nqpterms.formats.terms.tbx.dialects import RULES
from nqpterms.model.places import Place

CORE = "urn:iso:std:iso:30042:ed-2"
# The second in files written before 2022.
CORES = (CORE, "urn:iso:std:iso:30042:ed:3.0")

# The meta elements of DCA style, each with the group that may hold it and what goes with it.
GROUP_OF: Mapping[str, str] = {
    "admin": "adminGrp",
    "descrip": "descripGrp",
    "termNote": "termNoteGrp",
    "transac": "transacGrp",
}
HEAD_OF: Mapping[str, str] = {group: head for head, group in GROUP_OF.items()}
_LINKS = frozenset({"note", "ref", "xref"})
GROUP_CONTENT: Mapping[str, frozenset[str]] = {
    "adminGrp": _LINKS | {"adminNote"},
    "descripGrp": _LINKS | {"descripNote", "admin", "adminGrp", "transacGrp"},
    "termNoteGrp": _LINKS | {"admin", "adminGrp", "transacGrp"},
    "transacGrp": _LINKS | {"transacNote", "date"},
}
AUXILIARY = _LINKS | {
    "admin",
    "adminGrp",
    "descrip",
    "descripGrp",
    "transacGrp",
}
INLINE = frozenset(
    {"hi", "foreign", "sc", "ec", "ph", "bpt", "ept", "it", "ut"}
)


def namespace(module: str) -> str:
    """The namespace of a module's categories in DCT style."""
    return f"http://www.tbxinfo.net/ns/{module}"


# What v2 calls otherwise; an ntig is a termSec whose term stands one level deeper.
_V2 = {
    "termEntry": "conceptEntry",
    "langSet": "langSec",
    "tig": "termSec",
    "ntig": "termSec",
}
_V2 |= {
    "martif": "tbx",
    "martifHeader": "tbxHeader",
    "refObjectList": "refObjectSec",
}
STRUCTURE = frozenset(
    {
        "tbx",
        "tbxHeader",
        "text",
        "body",
        "back",
        "conceptEntry",
        "langSec",
        "termSec",
        "term",
    }
    | {"termGrp", "refObjectSec", "refObject"}
)


def _known_tags() -> dict[str, tuple[str, str | None]]:
    names = {
        name: name
        for name in STRUCTURE | AUXILIARY | INLINE | {"termNote", "termNoteGrp"}
    }
    names |= {
        name: name for content in GROUP_CONTENT.values() for name in content
    }
    names |= {"transac": "transac", **_V2}
    names |= {
        name: name for name in ("termCompList", "termCompGrp", "termComp")
    }
    tags: dict[str, tuple[str, str | None]] = {}
    for name, ours in names.items():
        tags |= {f"{{{space}}}{name}": (ours, None) for space in CORES} | {
            name: (ours, None)
        }
    for rule in RULES.values():
        for space in (
            namespace(rule.module),
            f"http://www.tbxinfo.net/ns/dct/{rule.module}",
        ):
            tags[f"{{{space}}}{rule.type}"] = (rule.element, rule.type)
    return tags


# A tag as lxml gives it: its element in v3 DCA and, where the tag itself is the category, its type.
TAGS: Mapping[str, tuple[str, str | None]] = _known_tags()

BROADER, RELATED, ABBREVIATION = "broader", "related", "abbreviation of"
RELATIONS: Mapping[str, str] = {BROADER: "broader", RELATED: "related"}

# The key of a marked note -> the field, for each level; None where any text will do.
CONCEPT_KEYS: Mapping[str, str] = {
    "id": "id",
    BROADER: "broader",
    RELATED: "related",
}
TERM_KEYS: Mapping[str, str] = {
    "since": "since",
    "confidence": "confidence",
    "match": "match",
    "scope": "scope",
    "reading": "reading",
    "part of speech": "pos",
    "term type": "type",
    "region": "region",
    ABBREVIATION: "abbreviation_of",
}
CHOICES: Mapping[str, frozenset[str]] = {
    "match": frozenset({"case", "exact", "any"}),
    "scope": frozenset({"pair", "word"}),
}
_START = "[nqpterms "
_MARKED = re.compile(r"\[nqpterms ([a-z ]+)\] (.*)", re.DOTALL)


def marked_note(key: str, value: str) -> str:
    """The note that carries a field.

    >>> marked_note("since", "2023")
    '[nqpterms since] 2023'
    """
    return f"{_START}{key}] {value}"


def plain_note(note: str) -> str:
    """A user's note as it is written: marked only where it would be taken for ours."""
    return marked_note("note", note) if note.startswith(_START) else note


def unmarked_note(note: str) -> tuple[str, str] | None:
    """The key and the value of a marked note, or None for an ordinary one.

    >>> unmarked_note("[nqpterms since] 2023"), unmarked_note("since 2023")
    (('since', '2023'), None)
    """
    mark = _MARKED.fullmatch(note) if note.startswith(_START) else None
    return (mark[1], mark[2]) if mark else None


def place_note(place: Place) -> str:
    """The note that carries a Place."""
    return marked_note("place", _place_text(place))


def place_of_note(note: str) -> Place | None:
    """The Place that a marked note holds, or None where it holds none.

    >>> place_of_note(place_note(Place(line=393, page=2)))
    Place(line=393, column=None, page=2, paragraph=None)
    """
    key, value = unmarked_note(note) or ("", "")
    if key != "place":
        return None
    parts = re.findall(r"(line|column|page|paragraph)=(\d{1,9})(?: |$)", value)
    place = Place(**{name: int(number) for name, number in parts})
    return place if _place_text(place) == value else None


def _place_text(place: Place) -> str:
    return " ".join(
        f"{name}={value}"
        for name in ("line", "column", "page", "paragraph")
        if (value := getattr(place, name)) is not None
    )
