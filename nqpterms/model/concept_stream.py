"""A term base that is larger than the memory: its concepts come one by one, once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from msgspec import Struct

from nqpterms.model.termbase import Concept, TermBase

_PARTS = 16  # that are compared one after the other: each is a small set


class ConceptStream(Struct, frozen=True):
    """What is known of a term base beside its concepts, and these as they are read.

    `concepts` may be walked through once; it raises what reading raises, RepeatedIdError when
    two of them seem to have the same id.
    """

    about: TermBase
    concepts: Iterable[Concept]


class RepeatedIdError(Exception):
    """Two ids of a stream may be the same: which ones, who holds all of them can say."""


class SeenIds:
    """Ids of which one may stand twice; eight bytes each, whatever their length.

    >>> seen = SeenIds()
    >>> for name in ("c1", "c2", "c1"):
    ...     seen.add(name)
    >>> seen.may_repeat()
    True
    """

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, name: str) -> None:
        """See one more."""
        self._hashes.append(hash(name))

    def may_repeat(self) -> bool:
        """Whether two were the same; once in many million runs also where none were."""
        for part in range(_PARTS):
            some = [value for value in self._hashes if value % _PARTS == part]
            if len(set(some)) < len(some):
                return True
        return False


def with_different_ids(concepts: Iterable[Concept]) -> Iterator[Concept]:
    """The concepts; at their end RepeatedIdError where two seem to have the same id."""
    seen = SeenIds()
    for concept in concepts:
        seen.add(concept.id)
        yield concept
    if seen.may_repeat():
        raise RepeatedIdError
