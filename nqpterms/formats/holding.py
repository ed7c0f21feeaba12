"""What a format cannot hold is refused, never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields

from nqpterms.errors import FormatError
from nqpterms.model.termbase import TermBase

Held = Mapping[type, frozenset[str]]
"""The fields of each value that a format has a place for."""


def losses(base: TermBase, held: Held, path: str | Path, *, lossy: bool) -> tuple[str, ...]:
    """What has no place in the format, a line for each kind of field, where `lossy` allows it.

    Raises FormatError, naming the first concept, where it does not.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("c1", (Term("GDP", "en", notes=("n",)),)),))
    >>> held = {TermBase: {"concepts"}, Concept: {"id", "terms"}, Term: {"text", "lang"}}
    >>> losses(base, held, "out.tsv", lossy=True)
    ('term.notes: 1 value',)
    >>> losses(base, held, "out.tsv", lossy=False)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.FormatError: out.tsv: concept 'c1': this format has no place for term.notes...
    """
    found: dict[str, list[Any]] = {}
    for value in _values(base):
        kind = type(value)
        for field in unheld(value, held[kind]):
            found.setdefault(f"{kind.__name__.lower()}.{field}", []).append(value)
    if found and not lossy:
        owner = _owner(base, next(iter(found.values()))[0])
        message = f"{owner}: this format has no place for {', '.join(found)}"
        advice = "write TBX, which holds all, or allow the loss (lossy)"
        raise FormatError(f"{message}; {advice}", path)
    counts = ((name, len(values)) for name, values in found.items())
    return tuple(f"{name}: {count} value{'s'[: count > 1]}" for name, count in counts)


def unheld(value: Any, held: frozenset[str]) -> Iterator[str]:
    """The names of the fields that are filled and not held.

    >>> from nqpterms.model.termbase import Term
    >>> list(unheld(Term("GDP", "en", pos="noun"), frozenset({"text", "lang"})))
    ['pos']
    """
    kind: Any = type(value)
    for name, default in _defaults(kind, frozenset(held)):
        if getattr(value, name) != default:
            yield name


@cache
def _defaults(kind: Any, held: frozenset[str]) -> tuple[tuple[str, Any], ...]:
    """The fields of a kind of value that are not held, with what they are when unfilled."""
    return tuple((f.name, _default(f)) for f in fields(kind) if f.name not in held)


def _default(field: FieldInfo) -> Any:
    """What a field is when nothing is put into it."""
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


def _values(base: TermBase) -> Iterator[Any]:
    yield base
    for concept in base.concepts:
        yield concept
        yield from concept.definitions
        for term in concept.terms:
            yield term
            yield from term.contexts


def _owner(base: TermBase, value: Any) -> str:
    """The concept that a value stands in, by identity, for the message."""
    if isinstance(value, TermBase):
        return "the term base"
    for concept in base.concepts:
        inner = (concept, *concept.definitions, *concept.terms)
        deeper = (context for term in concept.terms for context in term.contexts)
        if any(value is part for part in (*inner, *deeper)):
            return f"concept {concept.id!r}"
    raise AssertionError("a value of the base stands in one of its concepts")
