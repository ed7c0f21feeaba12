"""What may stand in which element of TBX, in which order, and with which attributes.

One Structure for each kind of file: version 3 in either style, version 2, and TBX-Basic in version
2, which has fewer groups. Elements bear the names of version 3 here, but for what only version 2
has; a Structure knows what its own files call them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from nqpterms.files.xml import XML_LANG
from nqpterms.formats.terms.tbx.categories import (
    AUXILIARY,
    GROUP_CONTENT,
    HEAD_OF,
)
from nqpterms.formats.terms.tbx.dialects import Content, Level


class Structure(Struct, frozen=True):
    """The elements of a kind of file.

    `content` gives the stage of each child in an element: stages only rise. `required` gives what
    must stand there, and whether only once. `attributes` are those of the elements that do not
    have the `usual` ones. `inline` says what may stand in running text; `names` what the files
    call an element that version 3 calls otherwise.
    """

    content: Mapping[str, Mapping[str, int]]
    required: Mapping[str, tuple[str, bool]]
    attributes: Mapping[str, frozenset[str]]
    usual: frozenset[str]
    inline: frozenset[str]
    names: Mapping[str, str]

    def name(self, element: str) -> str:
        """What the files call an element."""
        return self.names.get(element, element)

    def level_name(self, level: Level) -> str:
        """What the files call the element of a level."""
        return self.name(_LEVELS[level])

    def allows(self, element: str, attribute: str) -> bool:
        """Whether an element may have an attribute."""
        return attribute in self.attributes.get(element, self.usual)

    def inline_elements(self, content: Content) -> frozenset[str]:
        """The elements that may stand in a text."""
        if content == "plain":
            return frozenset()
        return frozenset({"hi"}) if content == "highlighted" else self.inline


def structure_of(version: int, style: str, dialect: str) -> Structure:
    """The structure of the files of a version, a style and a dialect."""
    if version == 2:
        return _V2_BASIC if dialect == "TBX-Basic" else _V2
    return _V3_DCT if style == "dct" else _V3_DCA


_LEVELS: Mapping[Level, str] = {
    "C": "conceptEntry",
    "L": "langSec",
    "T": "termSec",
}
_NOTES = ("termNote", "termNoteGrp")


def _in_order(*stages: Iterable[str]) -> dict[str, int]:
    """Each name with the number of its stage."""
    return {
        name: number for number, stage in enumerate(stages) for name in stage
    }


_GROUPS = {
    group: _in_order((head,), GROUP_CONTENT[group])
    for group, head in HEAD_OF.items()
}
_V3_CONTENT: Mapping[str, Mapping[str, int]] = {
    "conceptEntry": _in_order(AUXILIARY, ("langSec",)),
    "langSec": _in_order(AUXILIARY, ("termSec",)),
    "termSec": _in_order(("term",), _NOTES, AUXILIARY),
    **_GROUPS,
}
_DCT_CONTENT = {
    **_V3_CONTENT,
    "termSec": _in_order(("term",), (*_NOTES, *AUXILIARY)),
}
_V2_CONTENT = {
    **_V3_CONTENT,
    "termSec": _in_order(("term",), ("termNote",), AUXILIARY),
    "ntig": _in_order(("termGrp",), AUXILIARY),
    "termGrp": _in_order(("term",), _NOTES, ("termCompList",)),
    "termCompList": _in_order(AUXILIARY, ("termComp", "termCompGrp")),
    "termCompGrp": _in_order(
        ("termComp",), _NOTES, ("admin", "adminGrp", "note", "ref", "xref")
    ),
}
_NOT_BASIC = frozenset(
    {"adminGrp", "termNoteGrp", "ntig", "termGrp", "termCompList"}
)


def _as_basic(children: Mapping[str, int]) -> dict[str, int]:
    """The children of an element without those that TBX-Basic does not have in version 2."""
    return {
        name: stage
        for name, stage in children.items()
        if name not in _NOT_BASIC
    }


_V2_BASIC_CONTENT = {
    name: _as_basic(children)
    for name, children in _V2_CONTENT.items()
    if name not in _NOT_BASIC
}
_REQUIRED: Mapping[str, tuple[str, bool]] = {
    "conceptEntry": ("langSec", False),
    "langSec": ("termSec", False),
    "termSec": ("term", True),
    "ntig": ("termGrp", True),
    "termGrp": ("term", True),
    "termCompList": ("termComp", False),
    "termCompGrp": ("termComp", True),
    **{group: (head, True) for group, head in HEAD_OF.items()},
}
_ID = frozenset({"id"})
_USUAL = frozenset({"id", "type", "target", "datatype", "module", XML_LANG})
_DCA_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "conceptEntry": _ID,
    "langSec": frozenset({XML_LANG}),
    "termSec": _ID,
    "term": _ID,
    "note": _ID | {XML_LANG},
    "date": _ID,
    "xref": frozenset({"id", "type", "target", "module"}),
    **dict.fromkeys(HEAD_OF, _ID),
}
_V2_NAMES = {
    "conceptEntry": "termEntry",
    "langSec": "langSet",
    "termSec": "tig",
    "tbxHeader": "martifHeader",
}
_V3_INLINE = frozenset({"hi", "foreign", "sc", "ec", "ph"})
_V2_INLINE = frozenset({"hi", "foreign", "bpt", "ept", "it", "ph", "ut"})

_V3_DCA = Structure(
    _V3_CONTENT, _REQUIRED, _DCA_ATTRIBUTES, _USUAL, _V3_INLINE, {}
)
_V3_DCT = Structure(
    _DCT_CONTENT,
    _REQUIRED,
    {**_DCA_ATTRIBUTES, "xref": frozenset({"id", "target"})},
    _USUAL - {"type"},
    _V3_INLINE,
    {},
)
_V2 = Structure(
    _V2_CONTENT,
    _REQUIRED,
    {"note": _USUAL - {"type"}, "date": _USUAL - {"type"}},
    _USUAL | {"lang"},
    _V2_INLINE,
    _V2_NAMES,
)
_V2_BASIC = Structure(
    _V2_BASIC_CONTENT,
    _V2.required,
    _V2.attributes,
    _V2.usual,
    _V2.inline,
    _V2.names,
)
