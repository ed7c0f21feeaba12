r"""The fields of a term base as columns: what they hold, how a cell is written, what is lost.

Several values of a cell are parted by `|`. Four characters would break a table that people read
line by line, so they are written with a backslash, in every column: `\|` for a `|` that belongs
to the value, `\\` for a backslash, `\n` for a line break, `\t` for a tab.

A format that has no place for a field refuses it (`losses`); nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields

from nqpterms.errors import FormatError
from nqpterms.model.termbase import STATUSES, Concept, TermBase

REQUIRED = ("concept", "lang", "term")
CORE = (
    *REQUIRED,
    "status",
    "pos",
    "type",
    "subject",
    "definition",
    "source",
    "note",
)
OPTIONAL = (
    *("region", "context", "context_source", "reading", "since", "confidence"),
    *("broader", "related", "abbreviation_of", "match", "scope"),
)
COLUMNS = (*CORE, *OPTIONAL)
SEVERAL = frozenset(
    {
        "definition",
        "source",
        "note",
        "context",
        "context_source",
        "broader",
        "related",
    }
)
"""The columns whose cells may hold several values."""

SINGLE = (
    *("status", "pos", "type", "region", "reading", "since", "confidence"),
    *("abbreviation_of", "match", "scope"),
)
"""The columns that are the fields of a term by the same name, each with one value."""

PICKLISTS: dict[str, tuple[str, ...]] = {
    "status": STATUSES,
    # partOfSpeech and termType of TBX-Basic (ISO 30042); properNoun is in its version 2 only.
    "pos": ("noun", "verb", "adjective", "adverb", "other", "properNoun"),
    "type": (
        "fullForm",
        "acronym",
        "abbreviation",
        "shortForm",
        "variant",
        "phrase",
    ),
    "match": ("case", "exact", "any"),
    "scope": ("pair", "word"),
}
"""The columns that take one of a few words, or nothing."""

_NAME_START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME_CHARACTERS = rf"{_NAME_START}.\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
"""What a name may hold after its first character, for a class of a regular expression."""

NCNAME = re.compile(f"[{_NAME_START}][{NAME_CHARACTERS}]*")
"""An XML name without a colon (XML 1.0, fifth edition, production 4)."""

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
"""The shape of a BCP 47 tag."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no table holds: controls but tab and line feed, lone surrogates, non-characters."""

_ESCAPES = {"\\": "\\\\", "|": "\\|", "\n": "\\n", "\t": "\\t"}
_SPECIAL = re.compile(r"[\\|\n\t]")
_UNESCAPES = {cell: plain for plain, cell in _ESCAPES.items()}


def escape(value: str) -> str:
    r"""A value as it is written in a cell.

    >>> print(escape("A|B"))
    A\|B
    """
    return _SPECIAL.sub(lambda sign: _ESCAPES[sign[0]], value)


def join_values(values: tuple[str, ...]) -> str:
    r"""Several values as one cell.

    >>> print(join_values(("one", "t|w|o")))
    one|t\|w\|o
    """
    return "|".join(escape(value) for value in values)


def split_values(cell: str) -> tuple[str, ...]:
    r"""The values of a cell, blanks around them removed; none for an empty cell.

    Raises ValueError, saying what to do, for a backslash before anything but `|`, `\`, `n`, `t`.

    >>> split_values(r"one | t\|w\|o"), split_values("")
    (('one', 't|w|o'), ())
    """
    if "|" not in cell and "\\" not in cell:
        value = cell.strip()
        return (value,) if value else ()
    values = [""]
    for piece in re.findall(r"\\.?|\||[^\\|]+", cell, re.DOTALL):
        if piece == "|":
            values.append("")
        elif piece[0] != "\\":
            values[-1] += piece
        elif piece in _UNESCAPES:
            values[-1] += _UNESCAPES[piece]
        else:
            raise ValueError(
                f"unknown escape {piece!r}: write \\\\ for a backslash"
            )
    return tuple(value.strip() for value in values)


Fields = Mapping[type, frozenset[str]]
"""The fields of each value that a format has a place for."""


def losses(
    base: TermBase, places: Fields, path: str | Path, *, lossy: bool
) -> tuple[str, ...]:
    """What has no place in the format, a line for each kind of field, where `lossy` allows it.

    Raises FormatError, naming the first concept, where it does not.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("c1", (Term("GDP", "en", notes=("n",)),)),))
    >>> places = {TermBase: {"concepts"}, Concept: {"id", "terms"}, Term: {"text", "lang"}}
    >>> losses(base, places, "out.tsv", lossy=True)
    ('term.notes: 1 value',)
    >>> losses(base, places, "out.tsv", lossy=False)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.FormatError: out.tsv: concept 'c1': this format has no place for term.notes...
    """
    lost = FieldLosses(places)
    lost.look_at(base)
    for concept in base.concepts:
        lost.look_at(concept)
    return lost.lines(path, lossy=lossy)


class FieldLosses:
    """As `losses`, of values that come one by one."""

    def __init__(self, places: Fields) -> None:
        self._places = places
        self._counts: dict[str, int] = {}
        self._first_owner = ""

    def look_at(self, owner: TermBase | Concept) -> None:
        """Count what has no place of a concept, or of a term base beside its concepts."""
        for value in _values(owner):
            kind = type(value)
            for field in _fields_without_place(value, self._places[kind]):
                name = f"{kind.__name__.lower()}.{field}"
                self._counts[name] = self._counts.get(name, 0) + 1
                self._first_owner = self._first_owner or _name_of(owner)

    def lines(self, path: str | Path, *, lossy: bool) -> tuple[str, ...]:
        """What was counted; FormatError where anything was and nothing may be lost."""
        if self._counts and not lossy:
            names = ", ".join(self._counts)
            message = (
                f"{self._first_owner}: this format has no place for {names}"
            )
            advice = "write TBX, which holds all, or allow the loss (lossy)"
            raise FormatError(f"{message}; {advice}", path)
        return tuple(
            f"{name}: {count} value{'s'[: count > 1]}"
            for name, count in self._counts.items()
        )


def _fields_without_place(value: Any, places: Iterable[str]) -> Iterator[str]:
    """The names of the fields that are filled and have no place."""
    kind: Any = type(value)
    for name, default in _defaults(kind, frozenset(places)):
        if getattr(value, name) != default:
            yield name


@cache
def _defaults(kind: Any, places: frozenset[str]) -> tuple[tuple[str, Any], ...]:
    """The fields of a kind of value that have no place, with what they are when unfilled."""
    return tuple(
        (f.name, _default(f)) for f in fields(kind) if f.name not in places
    )


def _default(field: FieldInfo) -> Any:
    """What a field is when nothing is put into it."""
    return (
        field.default
        if field.default_factory is NODEFAULT
        else field.default_factory()
    )


def _name_of(owner: TermBase | Concept) -> str:
    """What a message calls a concept, or the term base itself."""
    if isinstance(owner, TermBase):
        return "the term base"
    return f"concept {owner.id!r}"


def _values(owner: TermBase | Concept) -> Iterator[Any]:
    """Every value of a concept; of a term base itself alone."""
    yield owner
    if isinstance(owner, TermBase):
        return
    yield from owner.definitions
    for term in owner.terms:
        yield term
        yield from term.contexts
