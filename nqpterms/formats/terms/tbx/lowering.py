"""What a TBX file is to be, and what it cannot hold."""

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
    GROUP_CONTENT,
    GROUP_OF,
    LEVEL_NAMES,
    RELATED,
    RULES,
    STATUS_VALUE,
    Level,
    Rule,
    marked_note,
    place_note,
    plain_note,
    rules_of,
)
from nqpterms.formats.terms.tbx.entries import term_id
from nqpterms.model.termbase import Category, Concept, Context, Definition, Term, Transaction

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


class Entry(NamedTuple):
    """A conceptEntry."""

    id: str
    others: list[Category]
    languages: list[LangPart]


def entry_of(concept: Concept, target: Target, numbers: Mapping[str, str] | None) -> Entry:
    """What the file will say of a concept.

    `numbers` gives the id in the file of every concept in it; None where they are not known yet.
    What points to a concept that is not there travels as a marked note.
    """
    spoken = target.languages
    terms: dict[str, list[Term]] = {}
    for term in concept.terms:
        if target.statuses is None or term.status in target.statuses:
            terms.setdefault(spoken.get(term.lang, term.lang), []).append(term)
    here = concept.id if numbers is None else numbers.get(concept.id, concept.id)
    above = _concept(concept, here, target, numbers)
    apart: dict[str, list[Category]] = {}
    for definition in concept.definitions:
        lang = spoken.get(definition.lang, definition.lang)
        if lang in terms and target.definitions == "language":
            apart.setdefault(lang, []).append(_described("definition", definition, ""))
        else:
            above.append(_described("definition", definition, lang))
    for part in concept.languages:
        inside = apart.setdefault(spoken.get(part.lang, part.lang), [])
        inside += _common(part.sources, part.notes, part.history)
        inside += part.extra
    pointers = _Pointers([term for each in terms.values() for term in each], here)
    numbered = iter(range(len(pointers.terms)))
    languages = [
        LangPart(
            lang, apart.pop(lang, []), [_term(t, next(numbered), target, pointers) for t in each]
        )
        for lang, each in terms.items()
    ]
    return Entry(
        here, above, languages + [LangPart(lang, said, []) for lang, said in apart.items()]
    )


class _Pointers:
    """Which abbreviation points to which term of its concept, by number (from 0)."""

    def __init__(self, terms: list[Term], concept: str) -> None:
        self.terms = terms
        self.to: dict[int, str] = {}
        self.ids: dict[int, str] = {}
        for at, term in enumerate(terms):
            if term.id:
                self.ids[at] = term.id
        for at, term in enumerate(terms):
            if full := term.abbreviation_of:
                found = [n for n, other in enumerate(terms) if other.text == full and n != at]
                found.sort(key=lambda n: terms[n].lang != term.lang)
                if found:
                    self.to[at] = self.ids.setdefault(found[0], term_id(concept, found[0]))


def _term(term: Term, at: int, target: Target, pointers: _Pointers) -> TermPart:
    notes, marked = [], []
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
    others: list[Category] = []
    if term.reading:
        if target.has("reading"):
            others.append(Category("reading", term.reading, "admin"))
        else:
            marked.append(("reading", term.reading))
    if term.abbreviation_of:
        if at in pointers.to and target.has("crossReference"):
            others.append(_points(ABBREVIATION, pointers.to[at]))
        else:
            marked.append((ABBREVIATION, term.abbreviation_of))
    for key in ("since", "confidence", "match", "scope"):
        if value := getattr(term, key):
            marked.append((key, value))
    others += [_described("context", context, "") for context in term.contexts]
    others += _common(term.sources, term.notes, term.history)
    others += [_value("", "note", marked_note(key, value)) for key, value in marked]
    if term.extra:
        notes, others = _with_extra(notes, others, term.extra)
    said = Category("", term.text, "term", (), (), term.markup)
    return TermPart(pointers.ids.get(at, ""), said, notes, others)


def _with_extra(
    notes: list[Category], others: list[Category], extra: Iterable[Category]
) -> tuple[list[Category], list[Category]]:
    """The extra categories in their place; a group whose head has a field stands for both."""
    fields = {(c.type, c.element): n for side in (notes, others) for n, c in enumerate(side)}
    for said in extra:
        side = notes if said.element == "termNote" else others
        at = fields.get((said.type, said.element)) if said.inner else None
        if at is not None and side[at] == replace(said, inner=()):
            side[at] = said
        else:
            side.append(said)
    return notes, others


def _concept(
    concept: Concept, here: str, target: Target, numbers: Mapping[str, str] | None
) -> list[Category]:
    said: list[Category] = []
    if concept.subject:
        said.append(_value("subjectField", "descrip", concept.subject))
    if here != concept.id:
        said.append(Category("", marked_note("id", concept.id), "note"))
    for label, others in ((BROADER, concept.broader), (RELATED, concept.related)):
        for other in others:
            if target.has("crossReference") and (numbers is None or other in numbers):
                said.append(_points(label, other if numbers is None else numbers[other]))
            else:
                said.append(Category("", marked_note(label, other), "note"))
    said += _common(concept.sources, concept.notes, concept.history)
    if concept.extra:
        _, said = _with_extra([], said, concept.extra)
    return said


def _common(
    sources: Iterable[str], notes: Iterable[str], history: Iterable[Transaction]
) -> Iterator[Category]:
    for source in sources:
        yield Category("source", source, "admin")
    for note in notes:
        yield Category("", plain_note(note), "note")
    for transaction in history:
        yield _transaction(transaction)


def _transaction(said: Transaction) -> Category:
    inner = list(said.extra)
    if said.responsibility or said.target:
        attributes = (("target", said.target),) if said.target else ()
        inner.insert(0, Category("responsibility", said.responsibility, "transacNote", attributes))
    if said.date:
        inner.insert(0, Category("", said.date, "date"))
    return Category("transactionType", said.type, "transac", (), tuple(inner))


def _described(kind: str, said: Definition | Context, lang: str) -> Category:
    inner = list(said.extra)
    if isinstance(said, Context) and said.place is not None:
        inner.insert(0, Category("", place_note(said.place), "note"))
    if said.source:
        inner.insert(0, Category("source", said.source, "admin"))
    attributes = (("xml:lang", lang),) if lang else ()
    return Category(kind, said.text, "descrip", attributes, tuple(inner), said.markup)


def _points(label: str, target: str) -> Category:
    return Category("crossReference", label, "ref", (("target", target),))


@lru_cache(maxsize=4096)
def _value(kind: str, element: str, value: str) -> Category:
    return Category(kind, value, element)
