"""Strips and bars of renderings as shapes: what the template draws, in per cent and pixels.

Every wording of a concept has a *slot*: its colour and its pattern. The preferred term is ``p``,
other terms that may be used are ``a1`` to ``a3`` in order of use, discouraged ones ``d1`` to
``d3``, and places that no term renders ``o``; of more than three the last slot is shared.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from nqpterms.model.termbase import DISCOURAGED
from nqpterms.report.uses import TermUses, Wording

_HEIGHT = 32
"""Pixels: a strip that shows four wordings of a section above each other with 8 pixels each."""
_FAMILY = 3  # slots of one family: more patterns are not told apart
_GAP = 0.12  # share of a column that parts it from the next


class _Rectangle(Struct, frozen=True):
    """A rectangle: x and width in per cent, y and height in pixels, its slot, the words on it."""

    x: float
    width: float
    y: float
    height: float
    slot: str
    column: int
    label: str


class LegendEntry(Struct, frozen=True):
    """One line of a legend: a wording with its slot."""

    slot: str
    wording: Wording


class Strip(Struct, frozen=True):
    """A concept's picture: its legend and its shapes; `summary` says it in words."""

    uses: TermUses
    legend: tuple[LegendEntry, ...]
    shapes: tuple[_Rectangle, ...]
    summary: str


def legend(wordings: Sequence[Wording]) -> tuple[LegendEntry, ...]:
    """The wordings of one concept with their slots, given with the commonest first.

    >>> tea = Wording("tea", "preferred", (3,)), Wording("char", "deprecated", (1,))
    >>> [entry.slot for entry in legend(tea)]
    ['p', 'd1']
    """
    sizes = {"a": 0, "d": 0}
    entries = []
    for wording in wordings:
        if not wording.text:
            slot = "o"
        elif wording.status == "preferred":
            slot = "p"
        else:
            family = "d" if wording.status in DISCOURAGED else "a"
            sizes[family] = min(_FAMILY, sizes[family] + 1)
            slot = f"{family}{sizes[family]}"
        entries.append(LegendEntry(slot, wording))
    return tuple(entries)


def strip(uses: TermUses, labels: Sequence[str]) -> Strip:
    """How a concept is said along the columns: each column is filled by the shares of its wordings.

    >>> from nqpterms.model.termbase import Concept
    >>> wordings = (Wording("tea", "preferred", (1, 0)), Wording("", "", (1, 2)))
    >>> drawn = strip(TermUses(Concept("tea"), 0, (2, 2), wordings), ["1", "2"])
    >>> [(s.slot, s.x, s.y, s.height) for s in drawn.shapes]
    [('p', 3.0, 0.0, 16.0), ('o', 3.0, 16.0, 16.0), ('o', 53.0, 0.0, 32.0)]
    """
    entries = legend(uses.wordings)
    shapes = []
    for column, label in enumerate(labels):
        shapes += _column_shapes(entries, column, label, 100 / len(labels))
    return Strip(uses, entries, tuple(shapes), _summary(uses))


def share_bar(uses: TermUses, most: int) -> Strip:
    """A concept's wordings as one bar, as long as its share of *most* places.

    >>> from nqpterms.model.termbase import Concept
    >>> wordings = (Wording("tea", "preferred", (3,)), Wording("char", "", (1,)))
    >>> bar = share_bar(TermUses(Concept("t"), 0, (4,), wordings), 8)
    >>> [(s.slot, s.x, s.width) for s in bar.shapes]
    [('p', 0.0, 37.5), ('a1', 37.5, 12.5)]
    """
    entries = legend(uses.wordings)
    shapes = []
    x = 0.0
    for entry in entries:
        wording = entry.wording
        width = 100 * wording.total / most
        label = f"{_name(wording)}: {wording.total} of {uses.total}"
        shapes.append(_Rectangle(x, width, 0, _HEIGHT, entry.slot, -1, label))
        x += width
    return Strip(uses, entries, tuple(shapes), _summary(uses))


def most_wavering(every: Sequence[TermUses], *, most: int) -> list[TermUses]:
    """The concepts worth a strip: said at least twice, those that waver most before the others."""
    several = [uses for uses in every if uses.total > 1]
    return sorted(
        several, key=lambda uses: (-uses.strays, -uses.total, uses.number)
    )[:most]


def _column_shapes(
    entries: Sequence[LegendEntry], column: int, label: str, column_width: float
) -> list[_Rectangle]:
    """The wordings of one column above each other, as high as their shares of it."""
    whole = sum(entry.wording.counts[column] for entry in entries)
    x = column * column_width + column_width * _GAP / 2
    width = column_width * (1 - _GAP)
    shapes = []
    before = 0
    for entry in entries:
        count = entry.wording.counts[column]
        if not count:
            continue
        y, height = _HEIGHT * before / whole, _HEIGHT * count / whole
        words = f"{label}: {_name(entry.wording)} ×{count}"
        shapes.append(
            _Rectangle(x, width, y, height, entry.slot, column, words)
        )
        before += count
    return shapes


def _name(wording: Wording) -> str:
    return wording.text or "other words"


def _summary(uses: TermUses) -> str:
    """The picture in words, for who does not see it."""
    return ", ".join(
        f"{_name(wording)} {wording.total}" for wording in uses.wordings
    )
