"""How good an alignment is.

It is scored as published Chinese–English tables score it. Strict: a bead is right when both
of its sides are equal; null beads count. Lax: it is right when it shares a sentence on both sides
with a bead of the other list (null beads left out).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

BeadLike = Sequence[object]
_Bead = tuple[tuple[int, ...], tuple[int, ...]]


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float
    f1: float


class AlignmentScore(Struct, frozen=True):
    """Strict and lax figures of one or more alignments; `strict_pairs` leaves null beads out."""

    strict: Rates
    strict_pairs: Rates
    lax: Rates
    said: int
    wanted: int

    @property
    def signature(self) -> str:
        """What was counted, in one line."""
        return f"alignment|beads:{self.said}/{self.wanted}|nulls:strict only|micro|v1"


def score_alignment(gold: Iterable[BeadLike], system: Iterable[BeadLike]) -> AlignmentScore:
    """Precision, recall and F1 of beads: each begins with its Chinese and its English indices.

    >>> score_alignment([((0,), (0, 1))], [((0,), (0,)), ((), (1,))]).strict.f1
    0.0
    >>> score_alignment([((0,), (0, 1))], [((0,), (0,)), ((), (1,))]).lax.f1
    1.0
    """
    return score_alignments([(gold, system)])


def score_alignments(
    pairs: Iterable[tuple[Iterable[BeadLike], Iterable[BeadLike]]],
) -> AlignmentScore:
    """The same over many documents together: every bead counts once, wherever it stands."""
    strict, filled, lax = [0, 0, 0], [0, 0, 0], [0, 0, 0, 0]
    for gold_beads, system_beads in pairs:
        gold, system = _plain(gold_beads), _plain(system_beads)
        for tally, keep in ((strict, False), (filled, True)):
            g, s = ({b for b in beads if not keep or all(b)} for beads in (gold, system))
            tally[:] = [tally[0] + len(g & s), tally[1] + len(s), tally[2] + len(g)]
        found = [_touched(system, gold), _touched(gold, system)]
        counts = [sum(all(b) for b in beads) for beads in (system, gold)]
        lax = [a + b for a, b in zip(lax, [*found, *counts], strict=True)]
    precision, recall = (lax[n] / max(1, lax[n + 2]) for n in (0, 1))
    return AlignmentScore(
        _rates(strict[0] / max(1, strict[1]), strict[0] / max(1, strict[2])),
        _rates(filled[0] / max(1, filled[1]), filled[0] / max(1, filled[2])),
        _rates(precision, recall),
        strict[1],
        strict[2],
    )


def _plain(beads: Iterable[BeadLike]) -> set[_Bead]:
    return {(tuple(b[0]), tuple(b[1])) for b in beads}  # type: ignore[arg-type]


def _touched(beads: set[_Bead], others: set[_Bead]) -> int:
    """How many beads share a sentence pair with one of the others."""
    links = {(z, e) for zh, en in others for z in zh for e in en}
    return sum(any((z, e) in links for z in zh for e in en) for zh, en in beads)


def _rates(precision: float, recall: float) -> Rates:
    return Rates(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
