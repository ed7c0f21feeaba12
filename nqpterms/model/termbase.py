"""The term base: concepts, each with its terms in several languages.

Plain values, in the field's words (ISO 30042, ISO 12616). A Concept is one meaning; its Terms are
the forms that stand for it, each with a status. What matching needs is built from these values in
`nqpterms.matching`; files are read and written in `nqpterms.formats`.

What our own work uses has a field. Every other data category of a file stands as a Category in
`extra`, at the level where it was found, so that writing the file again loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from nqpterms.model.html_tables import (
    ShownCell,
    ShownTable,
    TextPrinter,
    counted,
    first_rows,
    html_of,
    text_of,
)
from nqpterms.model.places import Place

Status = Literal["", "preferred", "admitted", "deprecated", "superseded"]
MatchMode = Literal["", "case", "exact", "any"]
Scope = Literal["", "pair", "word"]
STATUSES: tuple[Status, ...] = (
    "preferred",
    "admitted",
    "deprecated",
    "superseded",
)
DISCOURAGED: frozenset[Status] = frozenset({"deprecated", "superseded"})
BEST_FIRST: tuple[Status, ...] = (
    "preferred",
    "admitted",
    "",
    "deprecated",
    "superseded",
)
"""The one order of the terms of a concept. Who marked a term has judged it, so a term without a
mark stands behind what is admitted, and before what is discouraged; equals keep their order."""
_RANKS = {status: rank for rank, status in enumerate(BEST_FIRST)}


class Category(Struct, frozen=True, omit_defaults=True):
    """One piece of information as TBX has it, for which these values have no field of their own.

    `type` is the data category (customerSubset, grammaticalGender …), `element` the TBX element
    that carries it (admin, descrip, termNote, ref, xref, transac, note …), `attributes` all others
    than `type` (`target`, `id`, `xml:lang` …), `inner` what shares its group or stands inside it.
    `markup` is the value as XML where it holds inline elements, else "".

    >>> Category("grammaticalGender", "neuter", "termNote").target
    ''
    """

    type: str
    value: str = ""
    element: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    inner: tuple[Category, ...] = ()
    markup: str = ""

    @property
    def target(self) -> str:
        """The id or the address that it points to."""
        return dict(self.attributes).get("target", "")


class Context(Struct, frozen=True, omit_defaults=True):
    """A sentence that shows a term in use, and where it was found."""

    text: str
    source: str = ""
    place: Place | None = None
    extra: tuple[Category, ...] = ()
    markup: str = ""


class Definition(Struct, frozen=True, omit_defaults=True):
    """What a concept means, in the language of the text; `lang` "" at concept level."""

    text: str
    lang: str = ""
    source: str = ""
    extra: tuple[Category, ...] = ()
    markup: str = ""


class Transaction(Struct, frozen=True, omit_defaults=True):
    """Who made or changed an entry, and when (xs:date or xs:dateTime).

    `target` is the id of the RefObject of the one responsible.
    """

    type: Literal["origination", "modification"]
    date: str = ""
    responsibility: str = ""
    target: str = ""
    extra: tuple[Category, ...] = ()


class Term(Struct, frozen=True, omit_defaults=True):
    """One form of a concept in one language.

    `lang` is a BCP 47 tag. `type` is a TBX termType (fullForm, acronym, abbreviation, shortForm,
    variant, phrase), `pos` a TBX partOfSpeech. `abbreviation_of` is the text of the full form.
    `match` says how the form is looked for: "" (any case, inflected), "case" (as written in case),
    "exact" (to the letter), "any". `scope` "pair": a finding only where a Chinese term of the
    concept stands beside it; "word", of a Chinese term: an everyday word whose rendering follows
    its sentence, so that what checks say of it is information. `since` is the first year of use,
    `confidence` "low" where usage is not settled.

    >>> Term("new quality productive forces", "en", status="preferred").status
    'preferred'
    """

    text: str
    lang: str
    status: Status = ""
    pos: str = ""
    type: str = ""
    region: str = ""
    reading: str = ""
    since: str = ""
    confidence: str = ""
    abbreviation_of: str = ""
    match: MatchMode = ""
    scope: Scope = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    contexts: tuple[Context, ...] = ()
    history: tuple[Transaction, ...] = ()
    id: str = ""
    extra: tuple[Category, ...] = ()
    markup: str = ""


class LanguagePart(Struct, frozen=True, omit_defaults=True):
    """What a file says about one language of a concept as a whole (definitions excepted)."""

    lang: str
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    history: tuple[Transaction, ...] = ()
    extra: tuple[Category, ...] = ()


class Concept(Struct, frozen=True, omit_defaults=True):
    """One meaning and all its terms; `id` is an XML NCName, stable across exports.

    Terms of one language stand together. `broader` and `related` hold ids of other concepts;
    narrower is the inverse of broader. `languages` has only those of which there is more to say
    than their terms and definitions.
    """

    id: str
    terms: tuple[Term, ...] = ()
    subject: str = ""
    definitions: tuple[Definition, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    history: tuple[Transaction, ...] = ()
    languages: tuple[LanguagePart, ...] = ()
    extra: tuple[Category, ...] = ()

    def terms_in(self, language: str) -> tuple[Term, ...]:
        """The terms whose tag begins with *language*: "zh" gives zh-Hans and zh-TW alike."""
        return tuple(t for t in self.terms if is_language(t.lang, language))

    def renderings(self, language: str) -> tuple[Term, ...]:
        """The terms that a text in the language may use, the best first.

        >>> toil, work = Term("toil", "en", "deprecated"), Term("work", "en", "admitted")
        >>> concept = Concept("c1", (toil, Term("jobs", "en"), work))
        >>> [term.text for term in concept.renderings("en")]
        ['work', 'jobs']
        """
        usable = [
            term
            for term in self.terms_in(language)
            if term.status not in DISCOURAGED
        ]
        return tuple(sorted(usable, key=status_rank))

    def preferred(self, language: str) -> str | None:
        """The best term that a text may use: the preferred one, where there is one."""
        usable = self.renderings(language)
        return usable[0].text if usable else None

    def to_dicts(self) -> list[dict[str, Any]]:
        """Its terms as rows of a data frame (see `TermBase.to_dicts`)."""
        return [_term_row(self, term) for term in self.terms]

    def _repr_html_(self) -> str:
        return html_of(self._as_table())

    def _repr_pretty_(self, printer: TextPrinter, _is_cycle: bool) -> None:
        printer.text(text_of(self._as_table()))

    def _as_table(self) -> ShownTable:
        """The concept as a notebook shows it: all its terms, its definitions and notes."""
        rows = []
        for term in self.terms:
            says = "; ".join(filter(None, (term.type, *term.notes)))
            rows.append(
                (term.lang, ShownCell(term.text, term.lang), term.status, says)
            )
        definitions = [definition.text for definition in self.definitions]
        names = filter(None, (self.preferred("zh"), self.preferred("en")))
        return ShownTable(
            " · ".join((self.id, *names)),
            ("lang", "term", "status", "says"),
            first_rows(rows),
            len(rows),
            tuple(filter(None, (self.subject, *definitions, *self.notes))),
        )


class RefObject(Struct, frozen=True, omit_defaults=True):
    """A person, an organisation or a book to which Transactions point: (kind of item, text)s."""

    id: str
    type: str = "respPerson"
    items: tuple[tuple[str, str], ...] = ()
    extra: tuple[Category, ...] = ()


class TermBase(Struct, frozen=True, omit_defaults=True):
    """Concepts in a stable order, with unique ids.

    `header` keeps what a file's header says beyond name and description (its revisions …),
    `dialect` the TBX dialect it came in; "" is TBX-Basic.

    >>> base = TermBase((Concept("c1", (Term("新质生产力", "zh-Hans"),)),))
    >>> [concept.id for concept in base.concepts]
    ['c1']
    """

    concepts: tuple[Concept, ...] = ()
    name: str = ""
    description: str = ""
    references: tuple[RefObject, ...] = ()
    header: tuple[Category, ...] = ()
    dialect: str = ""

    def __len__(self) -> int:
        return len(self.concepts)

    def terms(self) -> Iterator[tuple[Concept, Term]]:
        """Every term with its concept, in order."""
        for concept in self.concepts:
            for term in concept.terms:
                yield concept, term

    def to_dicts(self) -> list[dict[str, Any]]:
        """A row a term, named as the columns of a glossary, for a data frame.

        Every row has every key and every value is a text, "" where there is none, so that pandas
        and polars take the list as it is. Several values of a key stand behind each other with
        `` | `` between.

        >>> base = TermBase((Concept("tea", (Term("茶", "zh"), Term("tea", "en"))),))
        >>> [(row["concept"], row["lang"], row["term"]) for row in base.to_dicts()]
        [('tea', 'zh', '茶'), ('tea', 'en', 'tea')]
        """
        return [_term_row(concept, term) for concept, term in self.terms()]

    def _repr_html_(self) -> str:
        return html_of(self._as_table())

    def _repr_pretty_(self, printer: TextPrinter, _is_cycle: bool) -> None:
        printer.text(text_of(self._as_table()))

    def _as_table(self) -> ShownTable:
        """The base as a notebook shows it: what it holds, and its first concepts."""
        rows = (_concept_cells(concept) for concept in self.concepts)
        terms = sum(len(concept.terms) for concept in self.concepts)
        size = f"{counted(len(self), 'concept')}, {counted(terms, 'term')}"
        return ShownTable(
            f"{self.name or 'Term base'}: {size}",
            ("concept", "Chinese", "English", "other terms"),
            first_rows(rows),
            len(self),
            tuple(filter(None, (self.description,))),
        )


def _term_row(concept: Concept, term: Term) -> dict[str, Any]:
    """A term with what its concept says, as a row of a data frame."""
    definitions = [
        d.text for d in concept.definitions if not d.lang or d.lang == term.lang
    ]
    return {
        "concept": concept.id,
        "lang": term.lang,
        "term": term.text,
        "status": term.status,
        "pos": term.pos,
        "type": term.type,
        "subject": concept.subject,
        "definition": " | ".join(definitions),
        "source": " | ".join(term.sources),
        "note": " | ".join(term.notes),
        "region": term.region,
        "reading": term.reading,
        "since": term.since,
        "confidence": term.confidence,
        "broader": " | ".join(concept.broader),
        "related": " | ".join(concept.related),
        "abbreviation_of": term.abbreviation_of,
        "match": term.match,
        "scope": term.scope,
    }


def _concept_cells(concept: Concept) -> tuple[ShownCell | str, ...]:
    """A concept as a line of a table: its best term in either language, and the others."""
    zh, en = concept.preferred("zh") or "", concept.preferred("en") or ""
    others = [term.text for term in concept.terms if term.text not in (zh, en)]
    return (
        concept.id,
        ShownCell(zh, "zh"),
        ShownCell(en, "en"),
        "; ".join(others),
    )


def status_rank(term: Term) -> int:
    """Where a term stands among those of its concept by its status; 0 is the best.

    >>> status_rank(Term("jobs", "en", "preferred")), status_rank(Term("jobs", "en"))
    (0, 2)
    """
    return _RANKS[term.status]


def narrower(base: TermBase) -> dict[str, tuple[str, ...]]:
    """The ids of the concepts directly below each concept that has any, in their order.

    >>> narrower(TermBase((Concept("tool"), Concept("saw", broader=("tool",)))))
    {'tool': ('saw',)}
    """
    below: dict[str, tuple[str, ...]] = {}
    for concept in base.concepts:
        for above in concept.broader:
            below[above] = (*below.get(above, ()), concept.id)
    return below


def is_language(tag: str, language: str) -> bool:
    """Whether a BCP 47 tag belongs to a language (RFC 4647 basic filtering).

    >>> is_language("zh-Hans", "zh"), is_language("zho", "zh")
    (True, False)
    """
    tag, language = tag.lower(), language.lower()
    return tag == language or tag.startswith(f"{language}-")
