"""Candidates and what people decided about them: carried on to the next run, and a term base.

Candidates ──decided──▶ Candidates ──accepted──▶ TermBase
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from msgspec.structs import replace

from nqpterms.lang.chinese import script
from nqpterms.lang.normal_form import fold
from nqpterms.model.candidates import Candidate
from nqpterms.model.termbase import Concept, Context, Term, TermBase


def decided(
    candidates: Sequence[Candidate], before: Iterable[Candidate]
) -> list[Candidate]:
    """New candidates with the decisions of an earlier table: rejected and accepted ones stay so.

    A decision belongs to a pair of terms; where a Chinese term has one row before and now, also to
    that, so that an English which a person has corrected stays as it is. What was decided before
    and is carried no more comes last.

    >>> old = [Candidate("去年", "last year", decision="reject")]
    >>> [c.decision for c in decided([Candidate("去年", "the last year", 9)], old)]
    ['reject']
    """
    carried, rest = _carried(candidates, before)
    return carried + rest


def answered(
    candidates: Sequence[Candidate], before: Iterable[Candidate]
) -> list[Candidate]:
    """New candidates with decisions as `decided` carries them, and nothing beside them.

    >>> old = [Candidate("去年", "last year", decision="reject"), Candidate("茶", "tea")]
    >>> [c.zh for c in answered([Candidate("去年", "last year")], old)]
    ['去年']
    """
    carried, _ = _carried(candidates, before)
    return carried


def _carried(
    candidates: Sequence[Candidate], before: Iterable[Candidate]
) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates with their decisions, and the decisions about others."""
    decisions = {_key(old): old for old in before if old.decision}
    earlier = Counter(zh for zh, _ in decisions)
    now = Counter(fold(candidate.zh) for candidate in candidates)
    alone = {
        zh: old
        for (zh, _), old in decisions.items()
        if earlier[zh] == now[zh] == 1
    }
    carried = []
    for candidate in candidates:
        old = decisions.get(_key(candidate)) or alone.get(fold(candidate.zh))
        if old:
            decisions.pop(_key(old), None)
        carried.append(_with_decision(candidate, old) if old else candidate)
    return carried, list(decisions.values())


def _with_decision(candidate: Candidate, old: Candidate) -> Candidate:
    """A candidate with what a person wrote before."""
    return replace(
        candidate,
        en=old.en,
        decision=old.decision,
        status=old.status,
        note=old.note,
        variants=old.variants,
    )


def accepted(candidates: Iterable[Candidate], *, name: str = "") -> TermBase:
    """The accepted candidates as a term base, their examples as contexts.

    >>> candidates = [Candidate("农业", "agriculture", decision="accept"), Candidate("去年", "")]
    >>> base = accepted(candidates)
    >>> [[term.text for term in concept.terms] for concept in base.concepts]
    [['农业', 'agriculture']]
    """
    return as_term_base(
        (c for c in candidates if c.decision == "accept"), name=name
    )


def as_term_base(
    candidates: Iterable[Candidate], *, name: str = ""
) -> TermBase:
    """Candidates as concepts, whatever was decided; those of one Chinese term are one concept."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.zh and candidate.en:
            groups.setdefault(fold(candidate.zh), []).append(candidate)
    names: set[str] = set()
    concepts = []
    for group in groups.values():
        own = next((c.concept for c in group if c.concept), "")
        identity = own or concept_name(group[0].en, names)
        names.add(identity)
        concepts.append(
            Concept(identity, (_chinese(group[0]), *_english(group)))
        )
    return TermBase(tuple(concepts), name)


def _chinese(candidate: Candidate) -> Term:
    contexts = tuple(
        Context(e.zh, e.document, e.zh_place) for e in candidate.examples[:1]
    )
    return Term(candidate.zh, script(candidate.zh), contexts=contexts)


def _english(group: Sequence[Candidate]) -> Iterator[Term]:
    """The English terms of a concept: of each candidate its own and its variants, each once."""
    seen: set[str] = set()
    for candidate in group:
        contexts = tuple(
            Context(e.en, e.document, e.en_place)
            for e in candidate.examples[:1]
        )
        notes = (candidate.note,) if candidate.note else ()
        variants = [Term(v.text, "en", type=v.type) for v in candidate.variants]
        own = Term(
            candidate.en,
            "en",
            status=candidate.status,
            type=candidate.type,
            contexts=contexts,
            notes=notes,
        )
        for term in (own, *variants):
            if term.text not in seen:
                seen.add(term.text)
                yield term


def _key(candidate: Candidate) -> tuple[str, str]:
    return fold(candidate.zh), fold(candidate.en)


def concept_name(text: str, names: Container[str]) -> str:
    """A name for a concept out of its English term, that no other has.

    >>> concept_name("Ferry (boat)", {"ferry-boat"}), concept_name("渡轮", ())
    ('ferry-boat-2', 'term')
    """
    plain = "".join(
        c if c.isascii() and c.isalnum() else "-" for c in text.lower()
    )
    name = "-".join(part for part in plain.split("-") if part)
    name = name if name[:1].isalpha() else f"term-{name}".rstrip("-")
    count, free = 2, name
    while free in names:
        free, count = f"{name}-{count}", count + 1
    return free
