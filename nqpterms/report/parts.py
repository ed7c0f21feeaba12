"""An alignment cut into the parts of its page: one a section, one for each list at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from nqpterms.model.alignment import Alignment, Bead, NotePair, Row, SectionPair
from nqpterms.model.document import Section

_LISTS = {"note": "Notes", "reference": "References", "entry": "Annotated terms"}
_BEFORE = "Before the first heading"


class Part(Struct, frozen=True):
    """A stretch of rows under one heading; `level` is 1 for chapters, `label` names it."""

    label: str
    level: int
    rows: tuple[Row, ...]

    @property
    def head(self) -> SectionPair | None:
        """The pair of headings that begins the part."""
        first = self.rows[0]
        return first if isinstance(first, SectionPair) else None

    @property
    def confidence(self) -> float | None:
        """How sure the alignment is of the part, 0–1: the mean of its paired rows, if any."""
        sure = [r.confidence for r in self.rows if r.zh and r.en and not _is_sentence(r)]
        return sum(sure) / len(sure) if sure else None

    @property
    def paired(self) -> float:
        """The share of its rows that have both sides, 0–1."""
        rows = [row for row in self.rows if not _is_sentence(row)]
        return sum(1 for row in rows if row.zh and row.en) / len(rows)

    @property
    def alone(self) -> int:
        """How many paragraphs have no partner."""
        return sum(1 for r in self.rows if r.reason and isinstance(r, Bead) and not _is_sentence(r))


def parts_of(alignment: Alignment) -> tuple[Part, ...]:
    """The parts of an alignment in reading order; together they hold every row.

    A list under a heading of its own name is no part beside it.

    >>> from nqpterms.model.document import Document
    >>> root = Section(None, None, 0)
    >>> zh, en = Document("a", "zh", root), Document("b", "en", root)
    >>> rows = (Bead("paragraph", (), (), 1.0), SectionPair(root, root, 0.9))
    >>> [part.level for part in parts_of(Alignment(zh, en, rows))]
    [1, 1]
    """
    number, heading, numbered = 0, "", list[tuple[str | int, Row]]()
    for row in alignment.rows:
        if isinstance(row, SectionPair):
            number, heading = number + 1, _label(0, row)
        kind = row.kind if isinstance(row, NotePair) else ""
        numbered.append((kind if kind and _LISTS[kind] != heading else number, row))
    parts = []
    for key, group in groupby(numbered, key=lambda item: item[0]):
        rows = tuple(row for _, row in group)
        label = _label(key, rows[0]) if number else _LISTS.get(str(key), "Text")
        parts.append(Part(label, _level(rows[0]), rows))
    return tuple(parts)


def columns_of(parts: Sequence[Part], *, most: int) -> list[tuple[Part, ...]]:
    """The parts in groups of neighbours, at most *most*: each a section with those below it.

    The finest level of headings that fits is taken; a text with more chapters than *most* is cut
    into stretches of equally many parts.
    """
    for level in range(max((part.level for part in parts), default=1), 0, -1):
        groups = list(_groups(parts, level))
        if len(groups) <= most:
            return groups
    size = -(-len(parts) // most)
    return [tuple(parts[at : at + size]) for at in range(0, len(parts), size)]


def _groups(parts: Sequence[Part], level: int) -> Iterator[tuple[Part, ...]]:
    group: list[Part] = []
    for part in parts:
        if group and (part.level <= level or part.head is None):
            yield tuple(group)
            group = []
        group.append(part)
    if group:
        yield tuple(group)


def _is_sentence(row: Row) -> bool:
    return isinstance(row, Bead) and row.level == "sentence"


def _label(key: str | int, row: Row) -> str:
    if isinstance(row, SectionPair):
        titles = [s.title.text for s in (row.en, row.zh) if s and s.title]
        return titles[0] if titles else "Text without a heading"
    return _LISTS[key] if isinstance(key, str) else _BEFORE


def _level(row: Row) -> int:
    section = (row.zh or row.en) if isinstance(row, SectionPair) else None
    return max(1, section.level) if isinstance(section, Section) else 1
