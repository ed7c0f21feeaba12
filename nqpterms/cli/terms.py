"""From ``-g`` to a term base."""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.errors import NqptermsError
from nqpterms.files.opening import bare_suffix
from nqpterms.formats.terms_registry import load_terms
from nqpterms.matching.lookup import TermFile
from nqpterms.matching.matcher import Matcher
from nqpterms.model.termbase import Concept, TermBase


def is_term_file(names: Sequence[str]) -> bool:
    """Whether the glossaries named are one file of SQLite."""
    return len(names) == 1 and bare_suffix(names[0]) in ("sqlite", "db")


def chosen_finder(names: Sequence[str]) -> Matcher | TermFile:
    """What finds the terms of the glossaries; one file of SQLite is used without loading it."""
    if is_term_file(names):
        from nqpterms.matching.index import TermIndex

        return TermIndex(names[0])
    return Matcher(chosen_terms(names))


def chosen_terms(names: Sequence[str]) -> TermBase:
    """The glossaries named with ``-g`` as one term base; all bundled ones where none is named."""
    if not names:
        return load_terms()
    if len(names) == 1:
        return load_terms(names[0])
    concepts: dict[str, tuple[str, Concept]] = {}
    for name in names:
        for concept in load_terms(name).concepts:
            if concept.id in concepts:
                first = concepts[concept.id][0]
                raise NqptermsError(
                    f"concept {concept.id!r} stands in {first} and in {name}: "
                    "join them with `nqpterms merge` first"
                )
            concepts[concept.id] = (name, concept)
    return TermBase(tuple(concept for _, concept in concepts.values()), "+".join(names))
