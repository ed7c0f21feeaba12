"""How good an alignment is.

It is scored as published Chinese–English tables score it. Strict: a bead is right when both
of its sides are equal; null beads count. Lax: it is right when it shares a sentence on both sides
with a bead of the other list (null beads left out). Keys stand in bead files: ``[zh]:[en]`` a line,
0-based indices, ``[]`` for none, a confidence third.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from nqpterms.errors import FormatError

BeadLike = Sequence[object]
BeadIndices = tuple[tuple[int, ...], tuple[int, ...]]
_LINE = re.compile(r"\[([\d, ]*)\]\s*:\s*\[([\d, ]*)\](?::[^:]*)?")


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
    system_beads: int
    gold_beads: int

    @property
    def signature(self) -> str:
        """What was counted, in one line."""
        return f"alignment|beads:{self.system_beads}/{self.gold_beads}|nulls:strict only|micro|v1"


def score_alignment(
    gold: Iterable[BeadLike], system: Iterable[BeadLike]
) -> AlignmentScore:
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
    strict, without_nulls = _Hits(), _Hits()
    lax_system, lax_gold = _Hits(), _Hits()
    for gold_beads, system_beads in pairs:
        gold, system = _plain(gold_beads), _plain(system_beads)
        strict.add(len(gold & system), len(system), len(gold))
        gold_pairs, system_pairs = _paired(gold), _paired(system)
        right = len(gold_pairs & system_pairs)
        without_nulls.add(right, len(system_pairs), len(gold_pairs))
        lax_system.add(_touched(system, gold), len(system_pairs), 0)
        lax_gold.add(_touched(gold, system), 0, len(gold_pairs))
    return AlignmentScore(
        strict=strict.rates(),
        strict_pairs=without_nulls.rates(),
        lax=_rates(lax_system.rates().precision, lax_gold.rates().recall),
        system_beads=strict.system,
        gold_beads=strict.gold,
    )


class _Hits(Struct):
    """How many beads are right, of how many of the system and of the key; it grows."""

    right: int = 0
    system: int = 0
    gold: int = 0

    def add(self, right: int, system: int, gold: int) -> None:
        """Count the beads of one more document."""
        self.right += right
        self.system += system
        self.gold += gold

    def rates(self) -> Rates:
        """Precision and recall of what was counted."""
        return _rates(
            self.right / max(1, self.system), self.right / max(1, self.gold)
        )


def load_beads(path: str | Path) -> list[BeadIndices]:
    """The beads of a file, (Chinese, English) indices each, in its order.

    Raises FormatError with the line where one is no bead.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            "a bead file is UTF-8 text: save it as UTF-8", path
        ) from error
    beads = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            beads.append(_bead(line.strip(), path, number))
    return beads


def _bead(line: str, path: str | Path, number: int) -> BeadIndices:
    match = _LINE.fullmatch(line)
    if match is None:
        raise FormatError(
            f"expected a bead like [0]:[0, 1], found {line[:40]!r}",
            path,
            number,
        )
    try:
        zh, en = (
            tuple(int(n) for n in side.split(",") if n.strip())
            for side in match.groups()
        )
    except ValueError as error:
        raise FormatError(
            "expected indices parted by commas", path, number
        ) from error
    return zh, en


def _paired(beads: set[BeadIndices]) -> set[BeadIndices]:
    """The beads that have both sides."""
    return {bead for bead in beads if all(bead)}


def _plain(beads: Iterable[BeadLike]) -> set[BeadIndices]:
    return {(tuple(b[0]), tuple(b[1])) for b in beads}  # type: ignore[arg-type]


def _touched(beads: set[BeadIndices], others: set[BeadIndices]) -> int:
    """How many beads share a sentence pair with one of the others."""
    links = {(z, e) for zh, en in others for z in zh for e in en}
    return sum(any((z, e) in links for z in zh for e in en) for zh, en in beads)


def _rates(precision: float, recall: float) -> Rates:
    return Rates(
        precision,
        recall,
        2 * precision * recall / max(1e-9, precision + recall),
    )
