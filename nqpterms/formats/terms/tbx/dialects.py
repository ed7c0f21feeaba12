"""Which data categories a dialect of TBX has, at which levels, and with which values.

    TBX 3   Core ⊂ Min ⊂ Basic ⊂ Linguist   as the root says: <tbx type="TBX-Basic">
    TBX 2   Basic, Default                  as the header says: <p type="XCSURI">TBXXCSV02.xcs</p>

Any other name is a private dialect. From the public schemas and category lists of LTAC for ISO
30042:2019 (version 3), of TBX-Basic and of ISO 30042:2008 (version 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.formats.terms.tbx.default_categories import (
    DESCRIP_LEVELS,
    HIGHLIGHTED,
    PICKLISTS,
    PLAIN,
    RUNNING,
)

Level: TypeAlias = Literal["C", "L", "T"]
"""A concept, a language, a term."""

Content: TypeAlias = Literal["plain", "highlighted", "running"]
"""Characters alone, characters and hi, or any inline element."""

MODULES = ("min", "basic", "linguist")
DEFAULT = "TBX-Default"
DIALECTS: Mapping[str, tuple[str, ...]] = {
    "TBX-Core": (),
    "TBX-Min": MODULES[:1],
    "TBX-Basic": MODULES[:2],
    "TBX-Linguist": MODULES,
}
"""The public dialects of version 3, each with its modules."""

_STATUS = {
    "preferredTerm-admn-sts": "preferred",
    "admittedTerm-admn-sts": "admitted",
    "deprecatedTerm-admn-sts": "deprecated",
    "supersededTerm-admn-sts": "superseded",
}
STATUS_OF: Mapping[str, str] = _STATUS
STATUS_VALUE: Mapping[str, str] = {
    ours: theirs for theirs, ours in _STATUS.items()
}


class Rule(Struct, frozen=True):
    """Where a data category stands and what it holds; `levels` are those of its group too.

    `inner`: it stands only inside a group. `target`: "" none that must be, "id" an id of this file,
    "http" an address. `values` is its picklist, empty for free text.
    """

    type: str
    element: str
    module: str
    levels: str
    values: tuple[str, ...] = ()
    inner: bool = False
    target: Literal["", "id", "http"] = ""
    content: Content = "running"


_LOCATIONS = (
    "checkBox comboBox comboBoxElement dialogBox groupBox informativeMessage interactiveMessage "
    "menuItem progressBar pushButton radioButton slider spinBox tab tableText textBox toolTip "
    "user-definedType"
)
_TERM_TYPES = "fullForm acronym abbreviation shortForm variant phrase"
_REGISTERS = (
    "colloquialRegister neutralRegister technicalRegister in-houseRegister bench-levelRegister "
    "slangRegister vulgarRegister"
)


def _note(type: str, module: str, values: str = "") -> Rule:
    """A termNote, with its picklist."""
    return Rule(
        type, "termNote", module, "T", tuple(values.split()), content="plain"
    )


_RULES = (
    Rule("subjectField", "descrip", "min", "C", content="plain"),
    Rule("customerSubset", "admin", "min", "CT", content="plain"),
    Rule(
        "externalCrossReference",
        "xref",
        "min",
        "CLT",
        target="http",
        content="plain",
    ),
    _note("administrativeStatus", "min", " ".join(_STATUS)),
    _note("partOfSpeech", "min", "noun verb adjective adverb other"),
    Rule("definition", "descrip", "basic", "CL"),
    Rule("context", "descrip", "basic", "T"),
    Rule("source", "admin", "basic", "CLT", content="plain"),
    Rule("projectSubset", "admin", "basic", "CT", content="plain"),
    Rule("crossReference", "ref", "basic", "CT", target="id", content="plain"),
    Rule("xGraphic", "xref", "basic", "CL", target="http", content="plain"),
    _note("geographicalUsage", "basic"),
    _note("grammaticalGender", "basic", "masculine feminine neuter other"),
    _note("termType", "basic", _TERM_TYPES),
    _note("termLocation", "basic", _LOCATIONS),
    Rule(
        "transactionType",
        "transac",
        "basic",
        "CLT",
        ("origination", "modification"),
        inner=True,
        content="plain",
    ),
    Rule(
        "responsibility",
        "transacNote",
        "basic",
        "CLT",
        inner=True,
        target="id",
        content="plain",
    ),
    _note(
        "grammaticalNumber", "linguist", "singular plural dual mass otherNumber"
    ),
    _note("register", "linguist", _REGISTERS),
    Rule("reading", "admin", "linguist", "T", content="plain"),
    Rule(
        "readingNote", "adminNote", "linguist", "T", inner=True, content="plain"
    ),
    _note("transferComment", "linguist"),
)

RULES: Mapping[str, Rule] = {rule.type: rule for rule in _RULES}
"""The categories of version 3."""

_OF_DEFAULT = {("grammaticalGender", "other"): "otherGender"}
"""The values that TBX-Default spells otherwise."""
_OURS = {(kind, theirs): ours for (kind, ours), theirs in _OF_DEFAULT.items()}


def default_value(kind: str, value: str) -> str:
    """A value as TBX-Default spells it."""
    return _OF_DEFAULT.get((kind, value), value)


def usual_value(kind: str, value: str) -> str:
    """A value as the other dialects spell it.

    >>> usual_value("grammaticalGender", default_value("grammaticalGender", "other"))
    'other'
    """
    return _OURS.get((kind, value), value)


_GROUPED = frozenset({"adminNote", "descripNote", "transacNote", "transac"})
_V2_VALUES = {"partOfSpeech": ("properNoun",)}


def rules_of(dialect: str, version: int = 3) -> Mapping[str, Rule] | None:
    """The categories of a dialect by name, or None for a private dialect, which may hold any.

    >>> sorted(rules_of("TBX-Min"))[:2], rules_of("TBX-Mine")
    (['administrativeStatus', 'customerSubset'], None)
    >>> rules_of("TBX-Default", 2)["definition"].levels, rules_of("TBX-Default", 3)
    ('CLT', None)
    """
    if version == 2 and dialect == DEFAULT:
        return _default_rules()
    modules = DIALECTS.get(dialect)
    if modules is None:
        return None
    rules = {rule.type: rule for rule in _RULES if rule.module in modules}
    return (
        {kind: _as_v2(rule) for kind, rule in rules.items()}
        if version == 2
        else rules
    )


def _as_v2(rule: Rule) -> Rule:
    """A category of version 3 as TBX-Basic of version 2 has it."""
    values = (*rule.values, *_V2_VALUES.get(rule.type, ()))
    default = _default_rules().get(rule.type)
    content = default.content if default else rule.content
    return replace(rule, values=values, content=content)


@cache
def _default_rules() -> Mapping[str, Rule]:
    """The categories of TBX-Default."""
    levels = {
        name: "CL"
        for content in (PLAIN, HIGHLIGHTED)
        for name in _names(content, "descrip")
    }
    for where, names in DESCRIP_LEVELS.items():
        levels |= dict.fromkeys(names.split(), where)
    rules = {}
    for element, kind, values, content in _default_categories():
        is_of_terms = element in ("termNote", "termCompList")
        rules[kind] = Rule(
            kind,
            element,
            "",
            "T" if is_of_terms else levels.get(kind, "CLT"),
            values,
            inner=element in _GROUPED,
            content=content,
        )
    return rules


def _names(table: Mapping[str, str], element: str) -> list[str]:
    return table.get(element, "").split()


def _default_categories() -> Iterator[
    tuple[str, str, tuple[str, ...], Content]
]:
    """Element, category, picklist and content of each category of TBX-Default."""
    contents: tuple[tuple[Content, Mapping[str, str]], ...] = (
        ("plain", PLAIN),
        ("highlighted", HIGHLIGHTED),
        ("running", RUNNING),
    )
    for content, table in contents:
        for element in table:
            for kind in _names(table, element):
                yield element, kind, (), content
    for element, picklists in PICKLISTS.items():
        for kind, values in picklists.items():
            yield element, kind, tuple(values.split()), "plain"


CONSTRAINT_TYPES = ("XCSURI", "XCSName", "XCSContent")
"""The types of paragraph that name a v2 file's constraints in its encodingDesc."""

_FILE_OF = {"TBX-Basic": "TBXBasicXCSV02.xcs", DEFAULT: "TBXXCSV02.xcs"}
_OWN_FILE = re.compile(r"(?:.*[/\\])?(TBX-[^/\\]+)\.xcs", re.IGNORECASE)


def constraints_of(dialect: str) -> str:
    """The file of constraints that the header of a v2 file names for a dialect.

    >>> constraints_of("TBX-Min"), constraints_of("TBX-Default"), constraints_of("TBX-Mine")
    ('TBXBasicXCSV02.xcs', 'TBXXCSV02.xcs', 'TBX-Mine.xcs')
    """
    if dialect in ("TBX-Core", "TBX-Min"):  # which TBX-Basic includes
        dialect = "TBX-Basic"
    return _FILE_OF.get(dialect, f"{dialect}.xcs")


def dialect_of_v2(constraints: str, root_type: str) -> str:
    """The dialect of a v2 file, by the constraints that its header names, else by its root.

    >>> dialect_of_v2("http://www.lisa.org/TBXXCSV02.XCS", "TBX"), dialect_of_v2("", "TBX-Basic")
    ('TBX-Default', 'TBX-Basic')
    >>> dialect_of_v2("our own.xcs", "TBX"), dialect_of_v2("", "TBX")
    ('TBX-our own', 'TBX-Default')
    """
    name = constraints.strip()
    if not name:
        return "TBX-Basic" if "basic" in root_type.lower() else DEFAULT
    if "basic" in name.lower():
        return "TBX-Basic"
    if "tbxxcs" in name.lower():
        return DEFAULT
    own = _OWN_FILE.fullmatch(name)
    if own:
        return own[1]
    stem = re.split(r"[/\\]", name)[-1].removesuffix(".xcs")
    return f"TBX-{stem[:40]}"
