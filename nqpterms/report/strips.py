"""Strips and bars of renderings as shapes: what the template draws, in per cent and pixels.

Every wording of a concept has a *slot*: its colour and its pattern. The preferred term is ``p``,
other terms that may be used are ``a1`` to ``a3`` in order of use, discouraged ones ``d1`` to
``d3``, and places that no term renders ``o``; of more than three the last slot is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from nqpterms.model.termbase import DISCOURAGED
from nqpterms.report.uses import TermUses, Wording

SLOTS = ("p", "a1", "a2", "a3", "d1", "d2", "d3", "o")
HEIGHT = 32
"""Pixels: a strip that shows four wordings of a section above each other with 8 pixels each."""
_FAMILY = 3  # slots of one family: more patterns are not told apart
_GAP = 0.12  # share of a column that parts it from the next


class Shape(Struct, frozen=True):
    """A rectangle: x and width in per cent, y and height in pixels, its slot, the words on it."""

    x: float
    width: float
    y: float
    height: float
    slot: str
    column: int
    told: str


class Entry(Struct, frozen=True):
    """One line of a legend: a wording with its slot."""

    slot: str
    wording: Wording


class Strip(Struct, frozen=True):
    """A concept's picture: its legend and its shapes; `summary` says it in words."""

    uses: TermUses
    legend: tuple[Entry, ...]
    shapes: tuple[Shape, ...]
    summary: str


def slots(wordings: Sequence[Wording]) -> tuple[str, ...]:
    """The slot of each wording of one concept, given with the commonest first.

    >>> slots([Wording("tea", "preferred", (3,)), Wording("char", "deprecated", (1,))])
    ('p', 'd1')
    """
    taken = {"a": 0, "d": 0}
    found = []
    for wording in wordings:
        if not wording.text:
            found.append("o")
        elif wording.status == "preferred":
            found.append("p")
        else:
            family = "d" if wording.status in DISCOURAGED else "a"
            taken[family] = min(_FAMILY, taken[family] + 1)
            found.append(f"{family}{taken[family]}")
    return tuple(found)


def strip(uses: TermUses, labels: Sequence[str]) -> Strip:
    """How a concept is said along the columns: each column is filled by the shares of its wordings.

    >>> from nqpterms.model.termbase import Concept
    >>> ways = (Wording("tea", "preferred", (1, 0)), Wording("", "", (1, 2)))
    >>> made = strip(TermUses(Concept("tea"), 0, (2, 2), ways), ["1", "2"])
    >>> [(s.slot, s.x, s.y, s.height) for s in made.shapes]
    [('p', 3.0, 0.0, 16.0), ('o', 3.0, 16.0, 16.0), ('o', 53.0, 0.0, 32.0)]
    """
    chosen = slots(uses.wordings)
    wide = 100 / len(labels)
    shapes = []
    for column, label in enumerate(labels):
        counts = [wording.counts[column] for wording in uses.wordings]
        whole = sum(counts)
        if not whole:
            continue
        tops = accumulate(counts, initial=0)
        for slot, wording, count, top in zip(chosen, uses.wordings, counts, tops, strict=False):
            if count:
                x, width = column * wide + wide * _GAP / 2, wide * (1 - _GAP)
                y, height = HEIGHT * top / whole, HEIGHT * count / whole
                told = f"{label}: {name_of(wording)} ×{count}"
                shapes.append(Shape(x, width, y, height, slot, column, told))
    legend = tuple(Entry(s, w) for s, w in zip(chosen, uses.wordings, strict=True))
    return Strip(uses, legend, tuple(shapes), _summary(uses))


def share_bar(uses: TermUses, most: int) -> Strip:
    """A concept's wordings as one bar, as long as its share of *most* places.

    >>> from nqpterms.model.termbase import Concept
    >>> ways = (Wording("tea", "preferred", (3,)), Wording("char", "", (1,)))
    >>> [(s.slot, s.x, s.width) for s in share_bar(TermUses(Concept("t"), 0, (4,), ways), 8).shapes]
    [('p', 0.0, 37.5), ('a1', 37.5, 12.5)]
    """
    chosen = slots(uses.wordings)
    shapes, x = [], 0.0
    for slot, wording in zip(chosen, uses.wordings, strict=True):
        width = 100 * wording.total / most
        told = f"{name_of(wording)}: {wording.total} of {uses.total}"
        shapes.append(Shape(x, width, 0, HEIGHT, slot, -1, told))
        x += width
    legend = tuple(Entry(s, w) for s, w in zip(chosen, uses.wordings, strict=True))
    return Strip(uses, legend, tuple(shapes), _summary(uses))


def wavering(found: Sequence[TermUses], *, most: int) -> list[TermUses]:
    """The concepts worth a strip: said at least twice, those that waver most before the others."""
    ranked = sorted((uses for uses in found if uses.total > 1), key=_rank)
    return ranked[:most]


def name_of(wording: Wording) -> str:
    """A wording as a legend names it."""
    return wording.text or "other words"


def _rank(uses: TermUses) -> tuple[int, int, int]:
    return -uses.strays, -uses.total, uses.number


def _summary(uses: TermUses) -> str:
    """The picture in words, for who does not see it."""
    return ", ".join(f"{name_of(wording)} {wording.total}" for wording in uses.wordings)
