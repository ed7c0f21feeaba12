"""Part of a term base, and its languages under other names: what an export may ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from nqpterms.model.termbase import Concept, TermBase


def with_statuses(base: TermBase, statuses: Collection[str]) -> TermBase:
    """The terms of the wanted statuses, the concepts that have one, and their definitions.

    >>> from nqpterms.model.termbase import Term
    >>> concept = Concept("c1", (Term("GDP", "en", "preferred"), Term("G.D.P.", "en")))
    >>> base = with_statuses(TermBase((concept, Concept("c2"))), ["preferred"])
    >>> [[term.text for term in concept.terms] for concept in base.concepts]
    [['GDP']]
    """
    concepts = []
    for concept in base.concepts:
        if terms := tuple(
            term for term in concept.terms if term.status in statuses
        ):
            languages = {"", *(term.lang for term in terms)}
            definitions = tuple(
                d for d in concept.definitions if d.lang in languages
            )
            concepts.append(
                replace(concept, terms=terms, definitions=definitions)
            )
    return replace(base, concepts=tuple(concepts))


def with_languages(base: TermBase, names: Mapping[str, str]) -> TermBase:
    """The same term base with other language tags: {"zh-Hans": "zh-CN"}.

    >>> from nqpterms.model.termbase import Term
    >>> base = TermBase((Concept("c1", (Term("生产力", "zh-Hans"),)),))
    >>> [term.lang for _, term in with_languages(base, {"zh-Hans": "zh-CN"}).terms()]
    ['zh-CN']
    """
    return replace(
        base,
        concepts=tuple(_renamed(concept, names) for concept in base.concepts),
    )


def _renamed(concept: Concept, names: Mapping[str, str]) -> Concept:
    return replace(
        concept,
        terms=tuple(
            replace(t, lang=names.get(t.lang, t.lang)) for t in concept.terms
        ),
        definitions=tuple(
            replace(d, lang=names.get(d.lang, d.lang))
            for d in concept.definitions
        ),
        languages=tuple(
            replace(p, lang=names.get(p.lang, p.lang))
            for p in concept.languages
        ),
    )
