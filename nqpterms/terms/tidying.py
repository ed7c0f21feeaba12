"""A term base in good order: what stands in it twice, and the one way to write it down."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import astuple, replace

from nqpterms.lang.normal_form import fold
from nqpterms.model.termbase import (
    Concept,
    Term,
    TermBase,
    is_language,
    status_rank,
)

T = TypeVar("T")


class Duplicate(Struct, frozen=True):
    """One form that stands more than once: in one concept, or in several.

    `form` is what is the same, script, case and width aside; `terms` has each place as (concept,
    language tag, text), in order.

    >>> str(Duplicate("gdp", "en", (("c1", "en", "GDP"), ("c2", "en", "gdp"))))
    "'gdp' (en) stands 2 times: c1 'GDP', c2 'gdp'"
    """

    form: str
    language: str
    terms: tuple[tuple[str, str, str], ...]

    @property
    def concepts(self) -> tuple[str, ...]:
        """The ids of the concepts, each once."""
        return tuple(dict.fromkeys(concept for concept, _, _ in self.terms))

    def __str__(self) -> str:
        places = ", ".join(
            f"{concept} {text!r}" for concept, _, text in self.terms
        )
        return f"{self.form!r} ({self.language}) stands {len(self.terms)} times: {places}"


def duplicates(base: TermBase) -> tuple[Duplicate, ...]:
    """Every form of a language that stands more than once, in the base's order.

    生产力 and 生產力 in one concept are one word in two scripts and no duplicate; in two concepts
    they are.

    >>> one = Concept("c1", (Term("GDP", "en"),))
    >>> [d.concepts for d in duplicates(TermBase((one, Concept("c2", (Term("gdp", "en"),)))))]
    [('c1', 'c2')]
    """
    places: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for concept, term in base.terms():
        language = term.lang.partition("-")[0].lower()
        place = (concept.id, term.lang, term.text)
        places.setdefault((language, fold(term.text)), []).append(place)
    repeats = (
        Duplicate(form, lang, tuple(at)) for (lang, form), at in places.items()
    )
    return tuple(
        duplicate
        for duplicate in repeats
        if len(duplicate.concepts) > 1
        or len({lang for _, lang, _ in duplicate.terms}) < len(duplicate.terms)
    )


def normalised(base: TermBase) -> TermBase:
    """The same term base in the one order and spelling that makes diffs small.

    Concepts stand by id (c2 before c10), terms by language (Chinese, English, others), status and
    text; texts are in Unicode's NFC without needless blanks. What has an order of its own (notes,
    contexts, history) keeps it. Normalising twice changes nothing more.

    >>> base = TermBase((Concept("c10"), Concept("c2", (Term("a  b", "en"), Term("甲", "zh")))))
    >>> [(c.id, [t.text for t in c.terms]) for c in normalised(base).concepts]
    [('c2', ['甲', 'a b']), ('c10', [])]
    """
    concepts = (_clean(concept) for concept in base.concepts)
    ordered = (
        replace(c, terms=tuple(sorted(c.terms, key=_term_order)))
        for c in concepts
    )
    return replace(base, concepts=tuple(sorted(ordered, key=_concept_order)))


def _concept_order(concept: Concept) -> tuple[list[tuple[int, str]], str]:
    pieces = re.findall(r"[0-9]+|[^0-9]+", concept.id)
    return [
        (int(p), "") if p.isdecimal() else (-1, p) for p in pieces
    ], concept.id


def _term_order(term: Term) -> tuple[Any, ...]:
    language = (
        0
        if is_language(term.lang, "zh")
        else 1
        if is_language(term.lang, "en")
        else 2
    )
    return (
        language,
        term.lang,
        status_rank(term),
        term.text,
        repr(astuple(term)),
    )


def _clean(value: T) -> T:
    """A value with every text in it, however deep, in NFC and without needless blanks."""
    plain: Any = value
    if isinstance(value, str):
        plain = unicodedata.normalize("NFC", " ".join(value.split()))
    elif isinstance(value, tuple):
        plain = tuple(_clean(part) for part in value)
    elif isinstance(value, Struct):
        names = [name for name in plain.__struct_fields__ if name != "markup"]
        cleaned = {name: _clean(getattr(value, name)) for name in names}
        plain = replace(plain, **cleaned)
    result: T = plain
    return result
