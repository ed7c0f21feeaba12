"""A Concept as JSON and back, its empty fields left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields
from itertools import compress
from json.encoder import encode_basestring as _quoted
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


def packed(concept: Concept) -> str:
    """A concept as one line of JSON.

    >>> packed(Concept("c1", (Term("税", "zh"),)))
    '{"id":"c1","terms":[{"text":"税","lang":"zh"}]}'
    """
    names, fetch, defaults = _SHAPES[type(concept)]
    return _object(names, fetch(concept), defaults=defaults)


def unpacked(data: Any) -> Concept:
    """The concept; raises ValueError or TypeError for what `packed` did not write.

    *data* is what the JSON says.
    """
    concept = _value(Concept, data)
    if not isinstance(concept, Concept):
        raise TypeError("no concept")
    return concept


def _shape(kind: type) -> tuple[tuple[str, ...], attrgetter[Any], tuple[Any, ...]]:
    """The names of a class's fields as JSON, what fetches them all at once, their defaults."""
    names = tuple(field.name for field in fields(kind))
    defaults = tuple(None if f.default is MISSING else f.default for f in fields(kind))
    return tuple(f'"{name}":' for name in names), attrgetter(*names), defaults


_SHAPES = {kind: _shape(kind) for kind in (Concept, *_INSIDE.values())}


def _object(names: Sequence[str], parts: Sequence[Any], *, defaults: Sequence[Any]) -> str:
    """Twice as quick as making a dictionary for `json`: most fields are left out."""
    said = compress(zip(names, parts, strict=True), map(ne, parts, defaults))
    return f"{{{','.join([name + _said(part) for name, part in said])}}}"


def _said(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, tuple):
        return f"[{','.join(map(_said, value))}]"
    if shape := _SHAPES.get(type(value)):
        names, fetch, defaults = shape
        return _object(names, fetch(value), defaults=defaults)
    return json.dumps(value)


def _value(kind: Any, data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_value(kind, part) for part in data)
    if isinstance(data, dict):
        return kind(**{name: _value(_INSIDE.get(name), part) for name, part in data.items()})
    return data
