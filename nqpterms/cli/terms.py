"""From ``-g`` to a term base."""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.errors import NqptermsError
from nqpterms.formats.registry import load_terms
from nqpterms.model.termbase import Concept, TermBase


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
