"""A proposed term and the evidence for it: what extraction finds and a person decides on.

    Segments ──extract──▶ Candidates ──accept, reject──▶ TermBase

A Candidate is one Chinese term with its renderings; nothing in it is settled before a person has
decided.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from nqpterms.model.places import Place
from nqpterms.model.termbase import Status

Decision = Literal["", "accept", "reject"]
PROPOSED = 0.75  # from this p(pair) up the rendering is proposed, below it is to be chosen


class Rival(Struct, frozen=True):
    """Another rendering of a candidate: how often, how likely (0–1), and its TBX termType.

    `change` says what makes it out of the rendering: hyphen, number, spelling, acronym, mistyped,
    words.
    """

    text: str
    count: int
    probability: float = 0.0
    type: str = ""
    change: str = ""


class Example(Struct, frozen=True):
    """An aligned pair that shows a candidate, its document, and its place on either side."""

    zh: str
    en: str
    document: str = ""
    row: int | None = None
    zh_place: Place | None = None
    en_place: Place | None = None


class Candidate(Struct, frozen=True):
    """A Chinese term with its likeliest rendering.

    `count` is how often it stands in the texts, in `documents` documents and in `sections`
    sections of them (0 where the texts tell of none). `p_term` and `p_pair` (0–1): that the
    Chinese is a term, that the English renders it. `rivals` are other renderings to choose from,
    `variants` other forms of the rendering with their type. `concept` names the concept of a term
    base that has the Chinese already. `decision` and `status` are a person's.

    >>> Candidate("新质生产力", "new quality productive forces", 7, p_pair=0.9).is_proposed()
    True
    """

    zh: str
    en: str
    count: int = 0
    documents: int = 0
    sections: int = 0
    p_term: float = 0.0
    p_pair: float = 0.0
    rivals: tuple[Rival, ...] = ()
    variants: tuple[Rival, ...] = ()
    examples: tuple[Example, ...] = ()
    concept: str = ""
    type: str = ""
    decision: Decision = ""
    status: Status = ""
    note: str = ""

    def is_proposed(self) -> bool:
        """Whether the rendering is likely enough to be proposed, not only offered."""
        return self.p_pair >= PROPOSED
