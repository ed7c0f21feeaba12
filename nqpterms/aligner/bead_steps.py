"""What a person does to a bead that is wrong, one step at a time; each makes some beads known.

rows of an alignment, a step ──known_after──▶ KnownBeads
rows, KnownBeads ──overlaid──▶ the rows as they are at once, before the rest is aligned anew
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

from nqpterms.aligner.known_beads import checked
from nqpterms.errors import NqptermsError
from nqpterms.model.alignment import KnownBead, Side

Step = Literal[
    "right", "join", "split", "alone", "zh-down", "zh-up", "en-down", "en-up"
]
STEPS: tuple[Step, ...] = get_args(Step)
"""right: the bead is right. join: with the next one. split: the first paragraph of each side, and
the rest. alone: no paragraph of it has a translation. zh-down: its last Chinese paragraph belongs
to the next one; zh-up: its first to the one before; and so for English."""


def known_after(
    rows: Sequence[KnownBead], at: int, step: Step
) -> list[KnownBead]:
    """The beads that are known after a step at one of the *rows* (paragraphs, in reading order).

    Raises NqptermsError for a step that cannot be taken there.

    >>> rows = [KnownBead((1,), (1,)), KnownBead((2,), ()), KnownBead((3,), (2,))]
    >>> known_after(rows, 0, "join")
    [KnownBead(zh=(1, 2), en=(1,))]
    """
    bead = rows[at]
    if step == "right":
        return [bead]
    if step == "alone":
        lone = [KnownBead((line,), ()) for line in bead.zh]
        return lone + [KnownBead((), (line,)) for line in bead.en]
    if step == "join":
        return [_joined(bead, _neighbour(rows, at + 1))]
    if step == "split":
        return _split(bead)
    side: Side = "zh" if step.startswith("zh") else "en"
    if step.endswith("down"):
        return _moved_down(bead, _neighbour(rows, at + 1), side)
    return _moved_up(_neighbour(rows, at - 1), bead, side)


def with_known(
    known: Iterable[KnownBead], more: Sequence[KnownBead]
) -> list[KnownBead]:
    """Known beads with others that take the place of those that they touch.

    Raises NqptermsError where the new ones cross those that stay.

    >>> with_known([KnownBead((1,), (1,)), KnownBead((2,), ())], [KnownBead((1, 2), (1,))])
    [KnownBead(zh=(1, 2), en=(1,))]
    """
    kept = [
        bead for bead in known if not any(bead.touches(other) for other in more)
    ]
    return checked([*kept, *more])


def overlaid(
    rows: Sequence[KnownBead], known: Iterable[KnownBead]
) -> list[KnownBead]:
    """The rows with known beads in them; what is left of a row that they touch stands beside them.

    >>> overlaid([KnownBead((1,), (1,)), KnownBead((2,), (2,))], [KnownBead((2,), ())])
    [KnownBead(zh=(1,), en=(1,)), KnownBead(zh=(2,), en=()), KnownBead(zh=(), en=(2,))]
    """
    shown = list(rows)
    for bead in known:
        touched = [at for at, row in enumerate(shown) if row.touches(bead)]
        if not touched or shown[touched[0]] == bead:
            continue
        first, last = touched[0], touched[-1]
        left = list(_left_of(shown[first : last + 1], bead))
        before = [row for row in left if _stands_before(row, bead)]
        behind = [row for row in left if not _stands_before(row, bead)]
        shown[first : last + 1] = [*before, bead, *behind]
    return shown


def _neighbour(rows: Sequence[KnownBead], at: int) -> KnownBead:
    if not 0 <= at < len(rows):
        raise NqptermsError(
            "there is no paragraph there to join with, or to move to"
        )
    return rows[at]


def _joined(one: KnownBead, other: KnownBead) -> KnownBead:
    return KnownBead(one.zh + other.zh, one.en + other.en)


def _split(bead: KnownBead) -> list[KnownBead]:
    """The first paragraph of each side, and the rest."""
    if len(bead.zh) < 2 and len(bead.en) < 2:
        raise NqptermsError("one paragraph a side: there is nothing to split")
    first = KnownBead(bead.zh[:1], bead.en[:1])
    return [first, KnownBead(bead.zh[1:], bead.en[1:])]


def _moved_down(
    bead: KnownBead, below: KnownBead, side: Side
) -> list[KnownBead]:
    """The last paragraph of a side goes to the bead below."""
    lines = bead.lines(side)
    if not lines:
        raise NqptermsError("there is no paragraph to move")
    return _some(
        _with_lines(bead, side, lines[:-1]),
        _with_lines(below, side, lines[-1:] + below.lines(side)),
    )


def _moved_up(above: KnownBead, bead: KnownBead, side: Side) -> list[KnownBead]:
    """The first paragraph of a side goes to the bead above."""
    lines = bead.lines(side)
    if not lines:
        raise NqptermsError("there is no paragraph to move")
    return _some(
        _with_lines(above, side, above.lines(side) + lines[:1]),
        _with_lines(bead, side, lines[1:]),
    )


def _with_lines(
    bead: KnownBead, side: Side, lines: tuple[int, ...]
) -> KnownBead:
    return (
        KnownBead(lines, bead.en) if side == "zh" else KnownBead(bead.zh, lines)
    )


def _some(*beads: KnownBead) -> list[KnownBead]:
    """The beads that hold something."""
    return [bead for bead in beads if bead.zh or bead.en]


def _left_of(
    rows: Iterable[KnownBead], known: KnownBead
) -> Iterator[KnownBead]:
    """What is left of some rows without the paragraphs of a known bead."""
    for row in rows:
        zh = tuple(line for line in row.zh if line not in known.zh)
        en = tuple(line for line in row.en if line not in known.en)
        if zh or en:
            yield KnownBead(zh, en)


def _stands_before(row: KnownBead, bead: KnownBead) -> bool:
    """Whether a row stands before a bead, by the side that both have."""
    if row.zh and bead.zh:
        return row.zh < bead.zh
    return bool(row.en and bead.en and row.en < bead.en)
