"""What a file says about a pair beside its texts, as names and values.

    Segment ──told──▶ (("doc", "report"), ("confidence", "0.98"), ("note", …)) ──taken──▶ Segment

A name that begins with ``@`` is an attribute of the unit, one with ``zh:`` or ``en:`` belongs to
that side, `zh:lang` and `en:lang` are the sides' language tags. Each format writes the names in
its own way and reads them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError
from nqpterms.model.alignment import Segment

Property = tuple[str, str]


def told(segment: Segment, *, doc: bool = True) -> list[Property]:
    """The document (unless the format has a place of its own for it), confidence, properties.

    >>> told(Segment("新", "new", doc="report", confidence=0.5, properties=(("note", "a"),)))
    [('doc', 'report'), ('confidence', '0.5'), ('note', 'a')]
    """
    found = [("doc", segment.doc)] if doc and segment.doc else []
    if segment.confidence != 1.0:
        found.append(("confidence", repr(segment.confidence)))
    return [*found, *segment.properties]


def taken(found: Iterable[Property]) -> dict[str, Any]:
    """The fields of a Segment that *found* names; the rest are its properties.

    >>> taken([("doc", "report"), ("note", "a"), ("confidence", "high")])
    {'properties': (('note', 'a'), ('confidence', 'high')), 'doc': 'report'}
    """
    fields: dict[str, Any] = {}
    rest = []
    for name, value in found:
        if name == "doc" and "doc" not in fields:
            fields["doc"] = value
        elif name == "confidence" and (number := _probability(value)) is not None:
            fields["confidence"] = number
        else:
            rest.append((name, value))
    return {"properties": tuple(rest)} | fields


@contextmanager
def naming_segment(number: int, path: str | Path) -> Iterator[None]:
    """Give a refusal inside the block the segment's number and the file's name."""
    try:
        yield
    except FormatError as error:
        raise FormatError(f"segment {number} {error.message}", path) from None


def _probability(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
