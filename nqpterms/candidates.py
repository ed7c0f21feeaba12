"""Proposed terms and the evidence for them: what extraction finds and a person decides on.

    Segments ──extract──▶ Candidates ──accept, reject──▶ TermBase

A Candidate is one Chinese term with its renderings; nothing in it is settled before a person has
decided. What was decided once stays decided (`decided`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from nqpterms.lang.folding import fold
from nqpterms.places import Place
from nqpterms.termbase import Concept, Context, Status, Term, TermBase

Decision = Literal["", "accept", "reject"]
DECISIONS: tuple[Decision, ...] = ("", "accept", "reject")
PROPOSED = 0.5  # from this p(pair) up the rendering is proposed, below it is to be chosen


@dataclass(frozen=True, slots=True)
class Rival:
    """Another rendering of a candidate: how often, how likely (0–1), and its TBX termType."""

    text: str
    count: int
    probability: float
    type: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An aligned pair that shows a candidate, its document, and its place on either side."""

    zh: str
    en: str
    document: str = ""
    row: int | None = None
    zh_place: Place | None = None
    en_place: Place | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A Chinese term with its likeliest rendering.

    `count` is how often it stands in the texts, in `documents` documents. `p_term` and `p_pair`
    (0–1): that the Chinese is a term, that the English renders it. `concept` names the concept of
    a term base that has the Chinese already. `decision` and `status` are a person's.

    >>> Candidate("新质生产力", "new quality productive forces", 7, p_pair=0.9).is_proposed()
    True
    """

    zh: str
    en: str
    count: int = 0
    documents: int = 0
    p_term: float = 0.0
    p_pair: float = 0.0
    rivals: tuple[Rival, ...] = ()
    examples: tuple[Example, ...] = ()
    concept: str = ""
    type: str = ""
    decision: Decision = ""
    status: Status = ""
    note: str = ""

    def is_proposed(self) -> bool:
        """Whether the rendering is likely enough to be proposed, not only offered."""
        return self.p_pair >= PROPOSED


def decided(candidates: Iterable[Candidate], before: Iterable[Candidate]) -> list[Candidate]:
    """New candidates with the decisions made before: rejected and accepted ones stay so.

    A decision holds for the Chinese term, script aside; its English, status and note are kept as
    the person left them. What was decided before and is found no more comes last.

    >>> old = [Candidate("去年", "last year", decision="reject")]
    >>> [c.decision for c in decided([Candidate("去年", "the last year", 9)], old)]
    ['reject']
    """
    known = {fold(candidate.zh): candidate for candidate in before if candidate.decision}
    found = []
    for candidate in candidates:
        old = known.pop(fold(candidate.zh), None)
        if old:
            candidate = replace(
                candidate, en=old.en, decision=old.decision, status=old.status, note=old.note
            )
        found.append(candidate)
    return found + list(known.values())


def accepted(candidates: Iterable[Candidate], *, name: str = "") -> TermBase:
    """The accepted candidates as a term base, their examples as contexts.

    >>> base = accepted([Candidate("农业", "agriculture", decision="accept"), Candidate("去年", "")])
    >>> [[term.text for term in concept.terms] for concept in base.concepts]
    [['农业', 'agriculture']]
    """
    chosen = (c for c in candidates if c.decision == "accept")
    return as_term_base(chosen, name=name)


def as_term_base(candidates: Iterable[Candidate], *, name: str = "") -> TermBase:
    """Candidates as concepts, whatever was decided; of one Chinese term only the first."""
    concepts: dict[str, Concept] = {}
    names: set[str] = set()
    for candidate in candidates:
        key = fold(candidate.zh)
        if candidate.zh and candidate.en and key not in concepts:
            identity = candidate.concept or _name(candidate.en, names)
            names.add(identity)
            concepts[key] = Concept(identity, _terms(candidate))
    return TermBase(tuple(concepts.values()), name)


def _terms(candidate: Candidate) -> tuple[Term, ...]:
    contexts = candidate.examples[:1]
    zh = tuple(Context(e.zh, e.document, e.zh_place) for e in contexts)
    en = tuple(Context(e.en, e.document, e.en_place) for e in contexts)
    notes = (candidate.note,) if candidate.note else ()
    status = candidate.status
    return (
        Term(candidate.zh, "zh", contexts=zh, notes=notes),
        Term(candidate.en, "en", status=status, type=candidate.type, contexts=en),
    )


def _name(text: str, taken: set[str]) -> str:
    """A name for a concept out of its English term, that no other has."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    name = "-".join(part for part in plain.split("-") if part)
    name = name if name[:1].isalpha() else f"term-{name}".rstrip("-")
    count, free = 2, name
    while free in taken:
        free, count = f"{name}-{count}", count + 1
    return free
