"""Which element of a TBX file goes into which field of our values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from nqpterms.files.xml import Element
from nqpterms.formats.tbx import own
from nqpterms.formats.tbx.categories import STATUS_OF, TAGS
from nqpterms.formats.tbx.elements import BLANK

Found: TypeAlias = dict[str, Any]

UNKNOWN = ("", None)
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")

# (element, type) -> the field that holds its text; `sources` and `notes` hold several.
_SEVERAL = {("note", ""): "notes", ("admin", "source"): "sources"}
FIELDS: dict[str, dict[tuple[str, str], str]] = {
    "C": {**_SEVERAL, ("descrip", "subjectField"): "subject"},
    "L": _SEVERAL,
    "T": {
        **_SEVERAL,
        ("term", ""): "term",
        ("termNote", "administrativeStatus"): "status",
        ("termNote", "partOfSpeech"): "pos",
        ("termNote", "termType"): "type",
        ("termNote", "geographicalUsage"): "region",
        ("admin", "reading"): "reading",
    },
}


def _by_tag(fields: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    """tag -> type attribute ("" for none) -> field, for both styles."""
    plain: dict[str, dict[str, str]] = {}
    for tag, (element, kind) in TAGS.items():
        for (wanted, named), field in fields.items():
            if wanted == element and kind in (None, named):
                plain.setdefault(tag, {})[named if kind is None else ""] = field
    return plain


SPECIAL = frozenset({"notes", "sources", "status"})  # fields that are more than a text
PLAIN = {level: _by_tag(fields) for level, fields in FIELDS.items()}
_KEYS = {"C": own.CONCEPT_KEYS, "L": {}, "T": own.TERM_KEYS}
SHOWN = {"C": "definition", "L": "definition", "T": "context"}


def bare(node: Element) -> tuple[str, str, str] | None:
    """(element, type, text) of an element that holds nothing but text; None for any other."""
    if len(node):
        return None
    element, kind = TAGS.get(node.tag, UNKNOWN)
    attributes = node.items()
    if kind is None:
        kind = ""
        if attributes:
            name, kind = attributes[0]
            if name != "type" or len(attributes) > 1:
                return None
    elif attributes:
        return None
    return element, kind, (node.text or "").strip(BLANK)


def kind_of(node: Element) -> str | None:
    """The data category of an element in either style."""
    kind = TAGS.get(node.tag, UNKNOWN)[1]
    said: str | None = node.get("type") if kind is None else kind
    return said


def set_field(found: Found, field: str, text: str, level: str) -> bool:
    """Whether the text of an element has gone into a field."""
    if field == "notes":
        _note(found, text, level)
    elif field == "sources":
        found.setdefault(field, []).append(text)
    elif field in found:
        return False
    elif field == "status":
        if text not in STATUS_OF:
            return False
        found[field] = STATUS_OF[text]
    else:
        found[field] = text
    return True


def _note(found: Found, text: str, level: str) -> None:
    key, value = own.unmarked(text) or ("", "")
    field = _KEYS[level].get(key)
    if key == "note":
        found.setdefault("notes", []).append(value)
    elif field in ("broader", "related"):
        found.setdefault(field, []).append(value)
    elif field and field not in found and value in own.CHOICES.get(field, (value,)):
        found[field] = value
    else:
        found.setdefault("notes", []).append(text)


def ncname(said: str) -> str:
    """An id as XML has it (an NCName); one that is not, as many v2 ids, with a c before it.

    >>> ncname("c1"), ncname("17"), ncname("a:b")
    ('c1', 'c17', 'ca-b')
    """
    if _NCNAME.fullmatch(said):
        return said
    return "c" + re.sub(r"[^\w.\-]", "-", said)
