"""A Concept as the categories that a file of the wanted kind will hold: reading, undone.

    Concept, Target ──entry_of──▶ Entry of LangParts of TermParts, each a list of Categories

The Target says which kind of TBX is written, and why it cannot hold a category.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.formats.terms.tbx.categories import (
    ABBREVIATION,
    BROADER,
    GROUP_OF,
    RELATED,
    marked_note,
    place_note,
    plain_note,
)
from nqpterms.formats.terms.tbx.dialects import (
    DEFAULT,
    RULES,
    STATUS_VALUE,
    Level,
    Rule,
    default_value,
    rules_of,
)
from nqpterms.formats.terms.tbx.entries import term_id
from nqpterms.formats.terms.tbx.structures import Structure, structure_of
from nqpterms.model.termbase import (
    Category,
    Concept,
    Context,
    Definition,
    Term,
    Transaction,
)

_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?"
)
_CORE = frozenset({"note", "date", "termComp"})  # elements without a category
_WITHOUT_NTIG = frozenset({"TBX-Core", "TBX-Min", "TBX-Basic"})
_STYLES = {2: ("tig", "ntig"), 3: ("dca", "dct")}


class Loss(Struct, frozen=True):
    """One thing that a file of the kind asked for cannot hold, and why."""

    concept: str
    level: str
    category: str
    why: str

    def __str__(self) -> str:
        return (
            f"concept {self.concept}: {self.level}: {self.category} {self.why}"
        )


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
    def of(
        version: Literal[2, 3], dialect: str, style: str, **choices: object
    ) -> Target:
        """A target whose version, dialect and style go together; raises FormatError if not."""
        if version not in _STYLES:
            raise FormatError(
                f"there is no TBX version {version!r}; choose 2 or 3"
            )
        styles = _STYLES[version]
        style = style or styles[0]
        if style not in styles:
            choice = " or ".join(styles)
            raise FormatError(
                f"TBX v{version} has no style {style!r}; choose {choice}"
            )
        if style == "ntig" and dialect in _WITHOUT_NTIG:
            dialect = DEFAULT
        target = Target(version, dialect, style, **choices)  # type: ignore[arg-type]
        return replace(target, rules=rules_of(dialect, version))

    @property
    def structure(self) -> Structure:
        """The elements that the file may have."""
        return structure_of(self.version, self.style, self.dialect)

    def spelt(self, item: Category) -> Category:
        """The category with its value as the dialect spells it."""
        if self.dialect != DEFAULT or self.version != 2:
            return item
        value = default_value(item.type, item.value)
        return item if value == item.value else replace(item, value=value)

    def has(self, kind: str) -> bool:
        """Whether the dialect has a category."""
        return self._rule(kind) is not None

    def holds(self, kind: str, value: str) -> bool:
        """Whether the dialect has a category and the value stands in its picklist."""
        rule = self._rule(kind)
        return rule is not None and (not rule.values or value in rule.values)

    def objection(self, item: Category, level: Level, group: str = "") -> str:
        """Why the target cannot hold a category at a level (in a group), or ""."""
        holder = GROUP_OF.get(group)
        if holder and _element_of(item) not in self.structure.content[holder]:
            return f"does not stand in a {holder}"
        if item.inner and not self._has_group(item.element, level):
            return f"has no group of its own in {self.dialect} v{self.version}"
        if not item.type and item.element in _CORE:
            return _bad_date(item)
        if self.rules is None:
            return self._private_objection(item)
        if item.element.startswith("{"):
            return "is of another namespace"
        rule = self.rules.get(item.type)
        if rule is None:
            return f"is not in {self.dialect}"
        return _misfit(
            rule, item, level, self.structure.level_name(level), group
        )

    def depends(self, item: Category) -> Literal["", "category", "value"]:
        """What alone decides on an objection to a category without inner ones; "" if neither."""
        if item.element == "date":
            return ""
        rule = (self.rules or {}).get(item.type)
        if rule is None:
            return "category"
        if rule.values:
            return "value"
        return "" if rule.target else "category"

    def _rule(self, kind: str) -> Rule | None:
        rules = RULES if self.rules is None else self.rules
        return rules.get(kind)

    def _private_objection(self, item: Category) -> str:
        """Why a private dialect, which may hold any category, cannot hold one: DCT names it."""
        if item.element.startswith("{"):
            return "" if self.style == "dct" else "is of another namespace"
        is_known = (
            item.type in RULES and RULES[item.type].element == item.element
        )
        if self.style == "dct" and not is_known:
            return "has no namespace for DCT style"
        return ""

    def _has_group(self, element: str, level: Level) -> bool:
        """Whether an element may stand at a level with others in a group of its own."""
        content = self.structure.content
        if element in ("termNote", "termCompList") and self.version == 2:
            return (
                "termGrp" in content
            )  # a tig has no groups of notes, an ntig has
        above = {"C": "conceptEntry", "L": "langSec", "T": "termSec"}[level]
        return GROUP_OF.get(element, "") in content[above]


class TermPart(NamedTuple):
    """A termSec: its id, its term, its termNotes, and what comes after them."""

    id: str
    term: Category
    notes: list[Category]
    others: list[Category]


class LangPart(NamedTuple):
    """A langSec."""

    lang: str
    others: list[Category]
    terms: list[TermPart]


class TbxEntry(NamedTuple):
    """A conceptEntry."""

    id: str
    others: list[Category]
    languages: list[LangPart]


def entry_of(
    concept: Concept, target: Target, numbers: Mapping[str, str] | None
) -> TbxEntry:
    """The categories that the file will have for a concept.

    `numbers` gives the id in the file of every concept in it; None where they are not known yet.
    What points to a concept that is not there travels as a marked note.
    """
    tags = target.languages
    terms = _terms_by_tag(concept, target)
    name = (
        concept.id if numbers is None else numbers.get(concept.id, concept.id)
    )
    above = _concept_level(concept, name, target, numbers)
    by_language: dict[str, list[Category]] = {}
    for definition in concept.definitions:
        lang = tags.get(definition.lang, definition.lang)
        if lang in terms and target.definitions == "language":
            by_language.setdefault(lang, []).append(
                _described("definition", definition, "")
            )
        else:
            above.append(_described("definition", definition, lang))
    for part in concept.languages:
        inside = by_language.setdefault(tags.get(part.lang, part.lang), [])
        inside += _common(part.sources, part.notes, part.history)
        inside += part.extra
    return TbxEntry(name, above, _lang_parts(name, terms, by_language, target))


def _terms_by_tag(concept: Concept, target: Target) -> dict[str, list[Term]]:
    """The terms that the file will have, by the language tag that they will have there."""
    terms: dict[str, list[Term]] = {}
    for term in concept.terms:
        if target.statuses is None or term.status in target.statuses:
            tag = target.languages.get(term.lang, term.lang)
            terms.setdefault(tag, []).append(term)
    return terms


def _lang_parts(
    name: str,
    terms: Mapping[str, list[Term]],
    categories: Mapping[str, list[Category]],
    target: Target,
) -> list[LangPart]:
    """The languages of a concept: those of its terms, then those that have categories alone."""
    ordered = [term for some in terms.values() for term in some]
    pointers = _Pointers(ordered, name)
    languages = []
    number = 0
    for lang, some in terms.items():
        parts = []
        for term in some:
            parts.append(_term(term, number, target, pointers))
            number += 1
        languages.append(LangPart(lang, categories.get(lang, []), parts))
    for lang, items in categories.items():
        if lang not in terms:
            languages.append(LangPart(lang, items, []))
    return languages


class _Pointers:
    """Which abbreviation points to which term of its concept, by number (from 0)."""

    def __init__(self, terms: list[Term], concept: str) -> None:
        self.to: dict[int, str] = {}
        self.ids = {at: term.id for at, term in enumerate(terms) if term.id}
        for at, term in enumerate(terms):
            full_form = (
                _full_form(term, at, terms) if term.abbreviation_of else None
            )
            if full_form is not None:
                self.to[at] = self.ids.setdefault(
                    full_form, term_id(concept, full_form)
                )


def _full_form(term: Term, at: int, terms: list[Term]) -> int | None:
    """The number of the term that an abbreviation stands for, one of its own language first."""
    numbers = [
        n
        for n, other in enumerate(terms)
        if other.text == term.abbreviation_of and n != at
    ]
    return min(numbers, key=lambda n: terms[n].lang != term.lang, default=None)


def _term(term: Term, at: int, target: Target, pointers: _Pointers) -> TermPart:
    """A term as its section; what the dialect has no category for becomes a marked note."""
    notes, marked = _term_notes(term, target)
    others: list[Category] = []
    if target.has("reading") and term.reading:
        others.append(Category("reading", term.reading, "admin"))
    else:
        marked.append(("reading", term.reading))
    if (
        at in pointers.to
        and target.has("crossReference")
        and term.abbreviation_of
    ):
        others.append(_pointer(ABBREVIATION, pointers.to[at]))
    else:
        marked.append((ABBREVIATION, term.abbreviation_of))
    marked += [
        (key, getattr(term, key))
        for key in ("since", "confidence", "match", "scope")
    ]
    others += [_described("context", context, "") for context in term.contexts]
    others += _common(term.sources, term.notes, term.history)
    others += [
        _value("", "note", marked_note(key, value))
        for key, value in marked
        if value
    ]
    if term.extra:
        notes, others = _with_extra(notes, others, term.extra)
    text = Category("", term.text, "term", (), (), term.markup)
    return TermPart(pointers.ids.get(at, ""), text, notes, others)


def _term_notes(
    term: Term, target: Target
) -> tuple[list[Category], list[tuple[str, str]]]:
    """The notes of a term, and what the dialect has no value for, by the key of its note."""
    notes: list[Category] = []
    marked: list[tuple[str, str]] = []
    for kind, value, key in (
        ("administrativeStatus", STATUS_VALUE.get(term.status, ""), ""),
        ("partOfSpeech", term.pos, "part of speech"),
        ("termType", term.type, "term type"),
        ("geographicalUsage", term.region, "region"),
    ):
        if not value:
            continue
        if key and target.has(kind) and not target.holds(kind, value):
            marked.append((key, value))
        else:
            notes.append(_value(kind, "termNote", value))
    return notes, marked


def _with_extra(
    notes: list[Category], others: list[Category], extra: Iterable[Category]
) -> tuple[list[Category], list[Category]]:
    """The extra categories in their place; a group whose head has a field stands for both."""
    places: dict[tuple[str, str], int] = {}
    for side in (notes, others):
        places |= {
            (item.type, item.element): at for at, item in enumerate(side)
        }
    for item in extra:
        side = notes if item.element == "termNote" else others
        at = places.get((item.type, item.element)) if item.inner else None
        if at is not None and side[at] == replace(item, inner=()):
            side[at] = item
        else:
            side.append(item)
    return notes, others


def _concept_level(
    concept: Concept,
    name: str,
    target: Target,
    numbers: Mapping[str, str] | None,
) -> list[Category]:
    """What stands at the concept; *name* is its id in the file."""
    items: list[Category] = []
    if concept.subject:
        items.append(_value("subjectField", "descrip", concept.subject))
    if name != concept.id:
        items.append(Category("", marked_note("id", concept.id), "note"))
    for label, relations in (
        (BROADER, concept.broader),
        (RELATED, concept.related),
    ):
        for other in relations:
            if target.has("crossReference") and (
                numbers is None or other in numbers
            ):
                items.append(
                    _pointer(
                        label, other if numbers is None else numbers[other]
                    )
                )
            else:
                items.append(Category("", marked_note(label, other), "note"))
    items += _common(concept.sources, concept.notes, concept.history)
    if concept.extra:
        _, items = _with_extra([], items, concept.extra)
    return items


def _common(
    sources: Iterable[str], notes: Iterable[str], history: Iterable[Transaction]
) -> Iterator[Category]:
    for source in sources:
        yield Category("source", source, "admin")
    for note in notes:
        yield Category("", plain_note(note), "note")
    for transaction in history:
        yield _transaction(transaction)


def _transaction(transaction: Transaction) -> Category:
    inner = []
    if transaction.date:
        inner.append(Category("", transaction.date, "date"))
    if transaction.responsibility or transaction.target:
        attributes = (
            (("target", transaction.target),) if transaction.target else ()
        )
        who = transaction.responsibility
        inner.append(Category("responsibility", who, "transacNote", attributes))
    inner += transaction.extra
    return Category(
        "transactionType", transaction.type, "transac", (), tuple(inner)
    )


def _described(kind: str, value: Definition | Context, lang: str) -> Category:
    """A definition or a context, with its source; `lang` "" where its level says the language."""
    inner = []
    if value.source:
        inner.append(Category("source", value.source, "admin"))
    if isinstance(value, Context) and value.place is not None:
        inner.append(Category("", place_note(value.place), "note"))
    inner += value.extra
    attributes = (("xml:lang", lang),) if lang else ()
    return Category(
        kind, value.text, "descrip", attributes, tuple(inner), value.markup
    )


def _pointer(label: str, target: str) -> Category:
    return Category("crossReference", label, "ref", (("target", target),))


@lru_cache(maxsize=4096)
def _value(kind: str, element: str, value: str) -> Category:
    return Category(kind, value, element)


def _element_of(item: Category) -> str:
    """The element that a category will be, which is a group where others stand with it."""
    is_grouped = item.inner or item.element == "transac"
    return (
        GROUP_OF.get(item.element, item.element) if is_grouped else item.element
    )


def _bad_date(item: Category) -> str:
    """Why an element of the core does not fit, or "": only a date can be a wrong one."""
    if item.element != "date" or _DATE.fullmatch(item.value):
        return ""
    return f"{item.value!r} is no date (2024-03-05)"


def _misfit(
    rule: Rule, item: Category, level: Level, where: str, group: str
) -> str:
    """Why a category does not stand at a level, which the file calls *where*, or ""."""
    if item.element and rule.element != item.element:
        return f"is a {item.element}; it should be a {rule.element}"
    if level not in rule.levels:
        return f"does not stand at a {where}"
    if rule.values and item.value not in rule.values:
        return f"{item.value!r} is not in its picklist ({', '.join(rule.values[:6])} …)"
    if rule.target == "http" and not item.target.startswith(
        ("http://", "https://")
    ):
        return f"points to {item.target!r}, which is no http address"
    if rule.inner and not group and rule.element not in GROUP_OF:
        return "stands only in a group"
    return ""
