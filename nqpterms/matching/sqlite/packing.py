"""A Concept as JSON and back, its empty fields left out."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from itertools import compress
from operator import attrgetter, ne
from typing import Any

from nqpterms.places import Place
from nqpterms.termbase import (
    Category,
    Concept,
    Context,
    Definition,
    LanguagePart,
    Term,
    Transaction,
)

_INSIDE: dict[str, Any] = {
    "terms": Term,
    "definitions": Definition,
    "history": Transaction,
    "languages": LanguagePart,
    "contexts": Context,
    "extra": Category,
    "inner": Category,
    "place": Place,
}
"""The fields that hold values of these classes; the others hold texts or numbers."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def packed(concept: Concept) -> str:
    """A concept as one line of JSON.

    >>> packed(Concept("c1", (Term("税", "zh"),)))
    '{"id":"c1","terms":[{"text":"税","lang":"zh"}]}'
    """
    return _ENCODER.encode(_plain(concept))


def unpacked(text: str) -> Concept:
    """The concept; raises ValueError or TypeError for what `packed` did not write."""
    concept = _value(Concept, json.loads(text))
    if not isinstance(concept, Concept):
        raise TypeError("no concept")
    return concept


def _shape(kind: type) -> tuple[tuple[str, ...], attrgetter[Any], tuple[Any, ...]]:
    """The names of a class's fields, what fetches them all at once, their defaults."""
    names = tuple(field.name for field in fields(kind))
    defaults = tuple(None if f.default is MISSING else f.default for f in fields(kind))
    return names, attrgetter(*names), defaults


_SHAPES = {kind: _shape(kind) for kind in (Concept, *_INSIDE.values())}


def _plain(value: Any) -> dict[str, Any]:
    names, fetch, defaults = _SHAPES[type(value)]
    parts = fetch(value)
    said = dict(compress(zip(names, parts, strict=True), map(ne, parts, defaults)))
    for name in said.keys() & _INSIDE.keys():
        part = said[name]
        said[name] = [*map(_plain, part)] if isinstance(part, tuple) else _plain(part)
    return said


def _value(kind: Any, data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_value(kind, part) for part in data)
    if isinstance(data, dict):
        return kind(**{name: _value(_INSIDE.get(name), part) for name, part in data.items()})
    return data
