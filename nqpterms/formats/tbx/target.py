"""What a TBX file is to be, and what it cannot hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.formats.tbx.categories import (
    GROUP_CONTENT,
    GROUP_OF,
    LEVEL_NAMES,
    RULES,
    Level,
    Rule,
    rules_of,
)
from nqpterms.model.termbase import Category

DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")
_CORE = frozenset({"note", "date"})  # elements that every dialect has
_BASIC_V2 = frozenset({"descrip", "transac"})  # the groups that TBX-Basic v2 has


class Loss(Struct, frozen=True):
    """One thing that a file of the kind asked for cannot hold, and why."""

    concept: str
    level: str
    category: str
    why: str

    def __str__(self) -> str:
        return f"concept {self.concept}: {self.level}: {self.category} {self.why}"


class Target(Struct, frozen=True):
    """The kind of file to write; see `dump` for what each choice means."""

    version: Literal[2, 3] = 3
    dialect: str = "TBX-Basic"
    style: Literal["dca", "dct", "tig", "ntig"] = "dca"
    languages: Mapping[str, str] = field(default_factory=dict)
    statuses: Collection[str] | None = None
    numeric_ids: bool = False
    definitions: Literal["language", "concept"] = "language"
    marks: bool = True
    rules: Mapping[str, Rule] | None = None

    @staticmethod
    def of(version: Literal[2, 3], dialect: str, style: str, **choices: object) -> Target:
        """A target whose version, dialect and style go together; raises FormatError if not."""
        styles = {2: ("tig", "ntig"), 3: ("dca", "dct")}
        if version not in styles:
            raise FormatError(f"there is no TBX version {version!r}; choose 2 or 3")
        style = style or styles[version][0]
        if style not in styles[version]:
            raise FormatError(
                f"TBX v{version} has no style {style!r}; choose {' or '.join(styles[version])}"
            )
        target = Target(version, dialect, style, **choices)  # type: ignore[arg-type]
        return replace(target, rules=rules_of(dialect, version))

    def has(self, kind: str) -> bool:
        """Whether the dialect has a category."""
        return (RULES if self.rules is None else self.rules).get(kind) is not None

    def holds(self, kind: str, value: str) -> bool:
        """Whether the dialect has a category and the value stands in its picklist."""
        rule = (RULES if self.rules is None else self.rules).get(kind)
        return rule is not None and (not rule.values or value in rule.values)

    def objection(self, said: Category, level: Level, group: str = "") -> str:
        """Why the target cannot hold a category at a level (in a group), or ""."""
        if group in GROUP_OF and _written_as(said) not in GROUP_CONTENT[GROUP_OF[group]]:
            return f"does not stand in a {GROUP_OF[group]}"
        if said.inner and not self._has_group(said.element):
            return f"has no group of its own in {self.dialect} v{self.version}"
        if not said.type and said.element in _CORE:
            bad = said.element == "date" and not DATE.fullmatch(said.value)
            return f"{said.value!r} is no date (2024-03-05)" if bad else ""
        if said.element.startswith("{"):
            return "" if self.style == "dct" and self.rules is None else "is of another namespace"
        if self.rules is None:
            known = said.type in RULES and RULES[said.type].element == said.element
            return "has no namespace for DCT style" if self.style == "dct" and not known else ""
        if (rule := self.rules.get(said.type)) is not None:
            return _misfit(rule, said, level, group)
        return f"is not in {self.dialect}"

    def depends(self, said: Category) -> Literal["", "category", "value"]:
        """What alone decides on an objection to a category without inner ones; "" if neither."""
        if said.element == "date":
            return ""
        rule = (self.rules or {}).get(said.type)
        if rule is None or not (rule.values or rule.target):
            return "category"
        return "value" if rule.values else ""

    def _has_group(self, element: str) -> bool:
        if self.rules is None:
            return True
        groups = _BASIC_V2 if self.version == 2 else GROUP_OF
        return element in groups


def _written_as(said: Category) -> str:
    """The element that a category will be, which is a group where others stand with it."""
    grouped = said.inner or said.element == "transac"
    return GROUP_OF.get(said.element, said.element) if grouped else said.element


def _misfit(rule: Rule, said: Category, level: Level, group: str) -> str:
    if said.element and rule.element != said.element:
        return f"is a {said.element}; it should be a {rule.element}"
    if level not in rule.levels:
        return f"does not stand at a {LEVEL_NAMES[level]}"
    if rule.values and said.value not in rule.values:
        return f"{said.value!r} is not in its picklist ({', '.join(rule.values[:6])} …)"
    if rule.target == "http" and not said.target.startswith(("http://", "https://")):
        return f"points to {said.target!r}, which is no http address"
    if rule.inner and not group and rule.element not in GROUP_OF:
        return "stands only in a group"
    return ""
