"""A Concept as the categories that a file will hold, level by level: reading, undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from nqpterms.formats.tbx import own
from nqpterms.formats.tbx.categories import STATUS_VALUE
from nqpterms.formats.tbx.entries import term_id
from nqpterms.formats.tbx.target import Target
from nqpterms.model.termbase import Category, Concept, Context, Definition, Term, Transaction


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
            apart.setdefault(lang, []).append(_shown("definition", definition, ""))
        else:
            above.append(_shown("definition", definition, lang))
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
            others.append(_points(own.ABBREVIATION, pointers.to[at]))
        else:
            marked.append((own.ABBREVIATION, term.abbreviation_of))
    for key in ("since", "confidence", "match", "scope"):
        if value := getattr(term, key):
            marked.append((key, value))
    others += [_shown("context", context, "") for context in term.contexts]
    others += _common(term.sources, term.notes, term.history)
    others += [_value("", "note", own.marked(key, value)) for key, value in marked]
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
        said.append(Category("", own.marked("id", concept.id), "note"))
    for label, others in ((own.BROADER, concept.broader), (own.RELATED, concept.related)):
        for other in others:
            if target.has("crossReference") and (numbers is None or other in numbers):
                said.append(_points(label, other if numbers is None else numbers[other]))
            else:
                said.append(Category("", own.marked(label, other), "note"))
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
        yield Category("", own.plain(note), "note")
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


def _shown(kind: str, said: Definition | Context, lang: str) -> Category:
    inner = list(said.extra)
    if isinstance(said, Context) and said.place is not None:
        inner.insert(0, Category("", own.place_note(said.place), "note"))
    if said.source:
        inner.insert(0, Category("source", said.source, "admin"))
    attributes = (("xml:lang", lang),) if lang else ()
    return Category(kind, said.text, "descrip", attributes, tuple(inner), said.markup)


def _points(label: str, target: str) -> Category:
    return Category("crossReference", label, "ref", (("target", target),))


@lru_cache(maxsize=4096)
def _value(kind: str, element: str, value: str) -> Category:
    return Category(kind, value, element)
