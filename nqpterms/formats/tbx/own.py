"""How what nqpterms knows and TBX has no category for travels: as marked notes and references.

A note `[nqpterms since] 2023` at the termSec says that `since` is 2023; the reader puts it back
into its field. Relations between concepts, and from an abbreviation to its full form, are
crossReferences whose text names the relation, so that other tools can follow them. A note of the
user's that looks like one of ours is marked as `[nqpterms note]`, so it comes back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nqpterms.model.places import Place

BROADER, RELATED, ABBREVIATION = "broader", "related", "abbreviation of"
RELATIONS: Mapping[str, str] = {BROADER: "broader", RELATED: "related"}

# The key of a marked note -> the field, for each level; None where any text will do.
CONCEPT_KEYS: Mapping[str, str] = {"id": "id", BROADER: "broader", RELATED: "related"}
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
    "scope": frozenset({"pair"}),
}
_START = "[nqpterms "
_MARKED = re.compile(r"\[nqpterms ([a-z ]+)\] (.*)", re.DOTALL)


def marked(key: str, value: str) -> str:
    """The note that carries a field.

    >>> marked("since", "2023")
    '[nqpterms since] 2023'
    """
    return f"{_START}{key}] {value}"


def plain(note: str) -> str:
    """A user's note as it is written: marked only where it would be taken for ours."""
    return marked("note", note) if note.startswith(_START) else note


def unmarked(note: str) -> tuple[str, str] | None:
    """The key and the value of a marked note, or None for an ordinary one.

    >>> unmarked("[nqpterms since] 2023"), unmarked("since 2023")
    (('since', '2023'), None)
    """
    if not note.startswith(_START) or not (found := _MARKED.fullmatch(note)):
        return None
    return found[1], found[2]


def place_note(place: Place) -> str:
    """The note that carries a Place."""
    return marked("place", _said(place))


def noted_place(note: str) -> Place | None:
    """The Place that a marked note holds, or None where it holds none.

    >>> noted_place(place_note(Place(line=393, page=2)))
    Place(line=393, column=None, page=2, paragraph=None)
    """
    key, value = unmarked(note) or ("", "")
    if key != "place":
        return None
    parts = re.findall(r"(line|column|page|paragraph)=(\d{1,9})(?: |$)", value)
    place = Place(**{name: int(number) for name, number in parts})
    return place if _said(place) == value else None


def _said(place: Place) -> str:
    return " ".join(
        f"{name}={value}"
        for name in ("line", "column", "page", "paragraph")
        if (value := getattr(place, name)) is not None
    )
