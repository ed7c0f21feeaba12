"""How deep headings lie, and their numbers counted from the root.

The order in which the styles of numbering first appear says which one stands above which; an
indent says nothing. 第一章 and Chapter 1 are one style, and so are the parts of a text that has
Chapter 2 here and Chapter Three there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

WORD = "word"
"""The style of a heading without a number, which stands at the top."""

_CHAINS = (
    ("part", "chapter", "section", "article"),
    ("1.", "decimal2", "decimal3", "decimal4", "decimal5", "decimal6"),
    tuple(f"h{level}" for level in range(1, 7)),
)
"""Styles that are known to stand one above the other, in whatever order they appear."""


class Numbered(NamedTuple):
    """A heading as far as its place in the outline is concerned."""

    style: str
    numbers: tuple[int, ...] = ()


class Rank(NamedTuple):
    """The level of a heading, 1 for the highest, and its number from the root: "3.4"."""

    level: int
    number: str | None


def ranks(headings: Sequence[Numbered]) -> list[Rank]:
    """The rank of each heading of a text, in reading order.

    >>> [*ranks([Numbered("I.", (3,)), Numbered("1.", (4,)), Numbered("I.", (4,))])]
    [Rank(level=1, number='3'), Rank(level=2, number='3.4'), Rank(level=1, number='4')]
    """
    order = _order(dict.fromkeys(heading.style for heading in headings))
    open_: list[tuple[int, str | None]] = []  # order of the style and number, from the root down
    found = []
    for style, numbers in headings:
        rank = order[style]
        while open_ and open_[-1][0] >= rank:
            open_.pop()
        above = open_[-1][1] if open_ else None
        number = ".".join(map(str, numbers)) or None
        if number and above and len(numbers) == 1:
            number = f"{above}.{number}"
        open_.append((rank, number))
        found.append(Rank(len(open_), number))
    return found


def _order(styles: Iterable[str]) -> dict[str, int]:
    """Which style stands above which: by first appearance, chains put right; words on top."""
    order = {style: index for index, style in enumerate(styles)}
    for chain in _CHAINS:
        used = [style for style in chain if style in order]
        order |= dict(zip(used, sorted(order[style] for style in used), strict=True))
    if WORD in order:
        order[WORD] = min(order.values())
        top = [style for style in order if style != WORD]
        if top:
            order[WORD] = min(order[style] for style in top)
    return order
