"""Which passages of a text without a source are worth reading.

Most passages of a long text hold nothing to report: their terms are the only ones of their concept
and always spelled in one way. They are told from the others in one look at the whole text.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence, Set

from nqpterms.checks.sameness import are_rivals, capitals, is_short, spelling
from nqpterms.matching.matcher import Seen
from nqpterms.model.termbase import DISCOURAGED

_ALL = sys.maxsize
_LONG = 2**20  # code points from which a text is read for examples and not for counts
_FEW = 4  # places of one form that are examples enough


def places_worth(size: int) -> int:
    """How many places of one varying form are read in a text of *size* code points."""
    return _ALL if size < _LONG else _FEW


def places_to_read(seen: Sequence[Seen], *, many: int) -> list[int]:
    """How many places of each form to read: all, the first, or none.

    All places of a discouraged form, *many* of a concept that goes by several names and of a name
    that is spelled in several ways; the first one of what has an acronym, and of that.
    """
    names: dict[str, set[str]] = defaultdict(set)
    spellings: dict[str, set[str]] = defaultdict(set)
    for form in seen:
        term, concept = form.candidates[0].term, form.candidates[0].concept.id
        if not is_short(term):
            names[concept].add(term.text)
            for surface in form.surfaces:
                key, written = spelling(surface)
                spellings[f"{concept} {key}"] |= {written, capitals(surface)} - {""}
    rivals = {concept for concept, texts in names.items() if are_rivals(texts)}
    return [_places(form, rivals, spellings, many) for form in seen]


def _places(form: Seen, rivals: Set[str], spellings: dict[str, set[str]], many: int) -> int:
    terms, concept = form.candidates[0].concept.terms, form.candidates[0].concept.id
    if any(c.term.status in DISCOURAGED and c.term.scope != "pair" for c in form.candidates):
        return _ALL
    if concept in rivals:
        return many
    if any(_varies(spellings[f"{concept} {spelling(surface)[0]}"]) for surface in form.surfaces):
        return many
    return 1 if any(is_short(term) for term in terms) else 0


def _varies(ways: set[str]) -> bool:
    """Whether a name is spelled in two ways, or capitalised in one place and not in another."""
    return len(ways - {"Title", "lower"}) > 1 or {"Title", "lower"} <= ways
