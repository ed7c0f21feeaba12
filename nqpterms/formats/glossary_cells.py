r"""The columns of the glossary table, and how a value is written in one of its cells.

Several values of a cell are parted by `|`. Four characters would break a table that people read
line by line, so they are written with a backslash, in every column: `\|` for a `|` that belongs
to the value, `\\` for a backslash, `\n` for a line break, `\t` for a tab.
"""

from __future__ import annotations

import re

from nqpterms.model.termbase import STATUSES

REQUIRED = ("concept", "lang", "term")
CORE = (*REQUIRED, "status", "pos", "type", "subject", "definition", "source", "note")
OPTIONAL = (
    *("region", "context", "context_source", "reading", "since", "confidence"),
    *("broader", "related", "abbreviation_of", "match", "scope"),
)
COLUMNS = (*CORE, *OPTIONAL)
SEVERAL = frozenset(
    {"definition", "source", "note", "context", "context_source", "broader", "related"}
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
    "type": ("fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"),
    "match": ("case", "exact", "any"),
    "scope": ("pair",),
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
_UNESCAPES = {written: plain for plain, written in _ESCAPES.items()}


def escape(value: str) -> str:
    r"""A value as it is written in a cell.

    >>> print(escape("A|B"))
    A\|B
    """
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], value)


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
        return (plain,) if (plain := cell.strip()) else ()
    values = [""]
    for piece in re.findall(r"\\.?|\||[^\\|]+", cell, re.DOTALL):
        if piece == "|":
            values.append("")
        elif piece[0] != "\\":
            values[-1] += piece
        elif piece in _UNESCAPES:
            values[-1] += _UNESCAPES[piece]
        else:
            raise ValueError(f"unknown escape {piece!r}: write \\\\ for a backslash")
    return tuple(value.strip() for value in values)
