"""Two term bases as one: what agrees is joined, what does not is reported and left to a person.

    TermBase, TermBase ──merge──▶ Merge(base, conflicts)

Concepts are the same when they have the same id and share a term, or else the same preferred
Chinese term (the same English one, where either has no Chinese), script, case and width aside. An
English term alone is no proof: 生产力 and 社会生产力 are both "productive forces".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.normal_form import fold
from nqpterms.model.termbase import (
    Concept,
    Definition,
    LanguagePart,
    Term,
    TermBase,
    is_language,
)

T = TypeVar("T")
Key = tuple[str, str]
"""A primary language and a term in the form that is compared."""

_MANY = ("terms", "definitions", "languages", "broader", "related")
"""The fields of a concept that are joined in a way of their own."""


class Conflict(Struct, frozen=True):
    """Where the two say different things of one concept, and a person has to choose.

    `field` is what they differ in: a field of the concept, of `term`, or "id" where one id stands
    for two concepts, "match" where one concept may be any of several. What stands in the merged
    base is `ours`, except under "preferred": there both terms stand.

    >>> str(Conflict("gdp", "status", "preferred", "admitted", "GDP"))
    "gdp: status of 'GDP': 'preferred' here, 'admitted' there"
    """

    concept: str
    field: str
    ours: str
    theirs: str
    term: str = ""

    @property
    def can_be_settled(self) -> bool:
        """Whether a word can settle it; not where it is open which concepts are the same."""
        return bool(self.concept) and self.field not in ("id", "match")

    def __str__(self) -> str:
        of = f" of {self.term!r}" if self.term else ""
        return f"{self.concept}: {self.field}{of}: {self.ours!r} here, {self.theirs!r} there"


class Merge(Struct, frozen=True):
    """The merged base, and what a person has to decide."""

    base: TermBase
    conflicts: tuple[Conflict, ...]


def merge(ours: TermBase, theirs: TermBase) -> Merge:
    """Both term bases as one: our concepts in their order, then those that only they have.

    >>> ours = TermBase((Concept("pf", (Term("生产力", "zh-Hans"),)),))
    >>> theirs = TermBase((Concept("c7", (Term("生產力", "zh-Hant"),)),))
    >>> [(c.id, [t.text for t in c.terms]) for c in merge(ours, theirs).base.concepts]
    [('pf', ['生产力', '生產力'])]
    """
    conflicts: list[Conflict] = []
    names = dict(_names(ours, theirs, conflicts))
    merged = {concept.id: concept for concept in ours.concepts}
    for concept in theirs.concepts:
        renamed = _renamed(concept, names)
        mine = merged.get(renamed.id)
        merged[renamed.id] = (
            _concept(mine, renamed, conflicts) if mine else renamed
        )
    if (
        ours.description
        and theirs.description
        and ours.description != theirs.description
    ):
        conflicts.append(
            Conflict("", "description", ours.description, theirs.description)
        )
    base = TermBase(
        tuple(merged.values()),
        ours.name or theirs.name,
        ours.description or theirs.description,
        _union(ours.references, theirs.references),
        _union(ours.header, theirs.header),
    )
    return Merge(base, tuple(conflicts))


def settled(base: TermBase, theirs: Iterable[Conflict]) -> TermBase:
    """A merged base with what stands on their side of some conflicts in the place of ours.

    >>> ours = TermBase((Concept("gdp", (Term("GDP", "en", "preferred"),)),))
    >>> other = TermBase((Concept("gdp", (Term("GDP", "en", "admitted"),)),))
    >>> merged = merge(ours, other)
    >>> settled(merged.base, merged.conflicts).concepts[0].terms[0].status
    'admitted'
    """
    concepts = {concept.id: concept for concept in base.concepts}
    for conflict in theirs:
        concept = concepts.get(conflict.concept)
        if concept is not None and conflict.can_be_settled:
            concepts[concept.id] = _settled(concept, conflict)
    return replace(base, concepts=tuple(concepts.values()))


def _settled(concept: Concept, conflict: Conflict) -> Concept:
    """A concept as they have it in one thing."""
    field, value = conflict.field, conflict.theirs
    if field.startswith("definition"):
        definitions = [
            replace(one, text=value) if one.text == conflict.ours else one
            for one in concept.definitions
        ]
        return replace(concept, definitions=tuple(definitions))
    if field == "preferred":
        statuses = {conflict.ours: "admitted", value: "preferred"}
        terms = [
            replace(term, status=statuses.get(term.text, term.status))
            for term in concept.terms
        ]
        return replace(concept, terms=tuple(terms))
    if not conflict.term:
        return replace(concept, **{field: value})
    changed: dict[str, Any] = {field: value}
    terms = [
        replace(term, **changed) if _is_meant(term, conflict) else term
        for term in concept.terms
    ]
    return replace(concept, terms=tuple(terms))


def _is_meant(term: Term, conflict: Conflict) -> bool:
    """Whether a conflict is about a term: the form alone may stand in two languages."""
    return (
        term.text == conflict.term
        and str(getattr(term, conflict.field)) == conflict.ours
    )


def _preferred_keys(concept: Concept) -> Iterator[Key]:
    """The preferred Chinese and English term in the form that is compared, where there is one."""
    for language in ("zh", "en"):
        if text := concept.preferred(language):
            yield language, fold(text)


def _by_preferred_key(concepts: Iterable[Concept]) -> dict[Key, list[Concept]]:
    """The concepts that have a preferred term, by what counts of it."""
    by_key: dict[Key, list[Concept]] = {}
    for concept in concepts:
        for key in _preferred_keys(concept):
            by_key.setdefault(key, []).append(concept)
    return by_key


def _names(
    ours: TermBase, theirs: TermBase, conflicts: list[Conflict]
) -> Iterator[tuple[str, str]]:
    """For each of their concepts, the id that it gets: that of our same concept, or a free one."""
    by_id = {concept.id: concept for concept in ours.concepts}
    by_key = _by_preferred_key(ours.concepts)
    all_ids = set(by_id) | {concept.id for concept in theirs.concepts}
    for concept in theirs.concepts:
        mine = by_id.get(concept.id)
        if mine and _shares_a_term(mine, concept):
            yield concept.id, concept.id
            continue
        same = _same(concept, by_key)
        if len(same) == 1:
            yield concept.id, same[0].id
            continue
        if len(same) > 1:
            ids = ", ".join(other.id for other in same)
            conflicts.append(Conflict(concept.id, "match", ids, concept.id))
        name = concept.id
        if mine:
            name = _free(concept.id, all_ids)
            all_ids.add(name)
            conflicts.append(
                Conflict(
                    concept.id,
                    "id",
                    _label(mine),
                    f"{_label(concept)} ({name})",
                )
            )
        yield concept.id, name


def _same(concept: Concept, by_key: dict[Key, list[Concept]]) -> list[Concept]:
    """Our concepts with the same preferred Chinese, or English where either has no Chinese."""
    keys = dict(_preferred_keys(concept))
    if "zh" in keys:
        same = by_key.get(("zh", keys["zh"]))
        if same:
            return same
    if "en" not in keys:
        return []
    same = by_key.get(("en", keys["en"]), [])
    if "zh" not in keys:
        return same
    return [other for other in same if "zh" not in dict(_preferred_keys(other))]


def _shares_a_term(one: Concept, other: Concept) -> bool:
    forms = {fold(term.text) for term in one.terms}
    return (
        not one.terms
        or not other.terms
        or any(fold(t.text) in forms for t in other.terms)
    )


def _label(concept: Concept) -> str:
    return concept.preferred("zh") or next(
        (t.text for t in concept.terms), concept.id
    )


def _free(name: str, ids: set[str]) -> str:
    count = 2
    while f"{name}-{count}" in ids:
        count += 1
    return f"{name}-{count}"


def _renamed(concept: Concept, names: dict[str, str]) -> Concept:
    """A concept of theirs, its id and those that it points to as the merged base has them."""
    return replace(
        concept,
        id=names[concept.id],
        broader=tuple(names.get(name, name) for name in concept.broader),
        related=tuple(names.get(name, name) for name in concept.related),
    )


def _concept(
    ours: Concept, theirs: Concept, conflicts: list[Conflict]
) -> Concept:
    joined = _joined(
        ours, theirs, conflicts, concept=ours.id, skip=("id", *_MANY)
    )
    broader = [name for name in theirs.broader if name != ours.id]
    related = [name for name in theirs.related if name != ours.id]
    return replace(
        joined,
        terms=_terms(ours, theirs, conflicts),
        definitions=_definitions(ours, theirs, conflicts),
        languages=_languages(ours, theirs, conflicts),
        broader=_union(ours.broader, broader),
        related=_union(ours.related, related),
    )


def _in_language(
    definitions: Iterable[Definition], lang: str
) -> list[Definition]:
    """The definitions of a language."""
    return [definition for definition in definitions if definition.lang == lang]


def _definitions(
    ours: Concept, theirs: Concept, conflicts: list[Conflict]
) -> tuple[Definition, ...]:
    """Ours, and theirs in the languages in which we have none; others that differ conflict."""
    definitions = list(ours.definitions)
    for lang in dict.fromkeys(
        definition.lang for definition in theirs.definitions
    ):
        here = _in_language(ours.definitions, lang)
        there = _in_language(theirs.definitions, lang)
        new = [definition for definition in there if definition not in here]
        if not here:
            definitions += new
        elif new:
            name = f"definition {lang}".strip()
            conflicts.append(Conflict(ours.id, name, here[0].text, new[0].text))
    return tuple(definitions)


def _terms(
    ours: Concept, theirs: Concept, conflicts: list[Conflict]
) -> tuple[Term, ...]:
    """Our terms, each with what theirs adds to it, and behind those of a language their others."""
    terms = list(ours.terms)
    for term in theirs.terms:
        if term in terms:
            continue
        at = _place_of(term, terms)
        if at is not None:
            if (
                term.scope == "word"
            ):  # a mark that asks for less than who has the term without it
                term = replace(term, scope=terms[at].scope)
            context = {"concept": ours.id, "term": term.text}
            terms[at] = _joined(
                terms[at], term, conflicts, skip=("text", "lang"), **context
            )
            continue
        rival = next(
            (
                t
                for t in terms
                if t.lang == term.lang and t.status == "preferred"
            ),
            None,
        )
        if rival and term.status == "preferred":
            conflicts.append(
                Conflict(ours.id, "preferred", rival.text, term.text)
            )
        terms.insert(_end_of_language(term.lang, terms), term)
    return tuple(terms)


def _place_of(term: Term, terms: list[Term]) -> int | None:
    """The place of the same form among the terms."""
    for at, other in enumerate(terms):
        if (other.lang, other.text) == (term.lang, term.text):
            return at
    return None


def _end_of_language(lang: str, terms: list[Term]) -> int:
    """The place behind the last term of a tag or, without one, of its primary language."""
    primary = lang.split("-")[0]
    same = [at for at, term in enumerate(terms) if term.lang == lang]
    near = same or [
        at for at, term in enumerate(terms) if is_language(term.lang, primary)
    ]
    return near[-1] + 1 if near else len(terms)


def _languages(
    ours: Concept, theirs: Concept, conflicts: list[Conflict]
) -> tuple[LanguagePart, ...]:
    parts = {part.lang: part for part in ours.languages}
    for part in theirs.languages:
        mine = parts.get(part.lang, part)
        parts[part.lang] = _joined(
            mine, part, conflicts, concept=ours.id, skip=("lang",)
        )
    return tuple(parts.values())


def _joined(
    ours: T,
    theirs: T,
    conflicts: list[Conflict],
    *,
    concept: str,
    skip: tuple[str, ...],
    term: str = "",
) -> T:
    """Our value with what theirs adds: lists are joined, an empty field is filled."""
    added: dict[str, Any] = {}
    value: Any = ours
    for name in value.__struct_fields__:
        here, there = getattr(ours, name), getattr(theirs, name)
        if name in skip or here == there or not there:
            continue
        if isinstance(here, tuple):
            added[name] = _union(here, there)
        elif not here:
            added[name] = there
        else:
            conflicts.append(
                Conflict(concept, name, str(here), str(there), term)
            )
    joined: T = replace(value, **added) if added else ours
    return joined


def _union(ours: tuple[T, ...], theirs: Iterable[T]) -> tuple[T, ...]:
    """Ours, then what only they have."""
    return (
        *ours,
        *dict.fromkeys(value for value in theirs if value not in ours),
    )
