"""The words of XLIFF 1.2 and 2.x that reading and writing share."""

from __future__ import annotations

NAMESPACES = {
    "1.2": "urn:oasis:names:tc:xliff:document:1.2",
    "2.0": "urn:oasis:names:tc:xliff:document:2.0",
}

TRANSPARENT = frozenset({"g", "mrk", "pc"})
"""Inline elements, of either version, whose content is text of the segment."""

INLINE = {
    "1.2": dict.fromkeys(("g", "x", "bx", "ex", "bpt", "ept", "ph", "it"), "id")
    | {"mrk": "mtype", "sub": ""},
    "2.0": dict.fromkeys(("pc", "ph", "sc", "mrk", "sm"), "id")
    | {"ec": "", "em": "startRef", "cp": "hex"},
}
"""The inline elements, each with the attribute that it must have."""

UNIT_ATTRIBUTES = {
    "1.2": frozenset(
        "approved translate reformat datatype ts phase-name restype resname extradata help-id "
        "menu menu-option menu-name maxbytes minbytes size-unit maxheight minheight maxwidth "
        "minwidth charclass".split()
    ),
    "2.0": frozenset("name canResegment translate srcDir trgDir type".split()),
}
"""Attributes of a unit that are kept as ``@name``."""

TARGET_ATTRIBUTES = {
    "1.2": frozenset("state state-qualifier phase-name".split()),
    "2.0": frozenset("state subState".split()),
}
"""Attributes of a translation (in 2.0: of its segment) that are kept as ``target@name``."""

DATA = "data:"
"""The prefix of properties that hold a unit's original data (2.0), to which codes refer by id."""
