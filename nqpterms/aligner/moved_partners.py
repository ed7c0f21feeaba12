"""Partners that a neighbour answers better, moved to it.

    SentenceBeads ──with_moved_partners──▶ SentenceBeads

Where a sentence was left out, the aligner may pair it with what its neighbour says, and the
neighbour stands alone or shares the next bead:

    一、申请人的姓名。 | 2. The address.         一、申请人的姓名。 |
    二、地址。         |                   ──▶   二、地址。         | 2. The address.

So the partner of each bead that is unsure, or has another one's number, is held against the
sentences beside it. Only partners move: no sentence of the asked side changes its bead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nqpterms.aligner.likeness import bead_odds, brought, fit
from nqpterms.aligner.sentence_beads import SentenceBead, SideSentences, Window
from nqpterms.model.alignment import Side, other_side

_LEAST_GAIN = 3.0  # log odds from which a partner is another bead's
_SURE_PAIR = 0.75  # confidence from which a partner stays, unless its number says otherwise
# Log odds that an item and what begins with its number belong together.
_SAME_NUMBER = 5.0
_OF_LENGTHS = 0.25  # weight of lengths beside words


def with_moved_partners(
    side: Side,
    beads: Sequence[SentenceBead],
    own: SideSentences,
    other: SideSentences,
) -> list[SentenceBead]:
    """The beads with each partner where it is answered best: a sentence that stands alone beside
    a bead, or at the edge of a longer one, may answer it better than the bead's own sentences.

    With item 一 of a list gone, 二 stands alone and 一 is paired with item 2. What follows is gone
    through from behind, so that a whole chain of sentences, each with its neighbour's partner,
    is put right; then what precedes.
    """
    moved = list(beads)
    numbers = range(len(beads))
    for step, order in ((1, reversed(numbers)), (-1, numbers)):
        for at in order:
            if not moved[at].is_paired:
                continue
            best = _best_move(
                _moves(side, moved, own, at, step), moved, own, other
            )
            if best is not None:
                _carry_out(side, moved, best)
                other = other.of_beads(moved, other_side(side))
    return moved


def _best_move(
    moves: Iterable[_Move],
    beads: Sequence[SentenceBead],
    own: SideSentences,
    other: SideSentences,
) -> _Move | None:
    """The move that gains most, if any gains enough."""
    best, most = None, _LEAST_GAIN
    for move in moves:
        gain = _gain(move, beads, own, other)
        if gain > most:
            best, most = move, gain
    return best


class _Move(NamedTuple):
    """That some sentences of the partner of bead `at`, next to bead `to`, go to that one, whose
    nearest sentence is `nearest`."""

    at: int
    to: int
    sentences: int
    nearest: int


def _moves(
    side: Side,
    beads: Sequence[SentenceBead],
    own: SideSentences,
    at: int,
    step: int,
) -> Iterator[_Move]:
    """What may be moved from a bead to those on one side of it: to each that stands alone, and to
    one of several sentences behind them."""
    parts = {1, len(beads[at].side(other_side(side)))}
    to = at + step
    while 0 <= to < len(beads) and beads[to].side(side):
        sentences = own.inside(Window(to, to + 1))
        is_paired = beads[to].is_paired
        if not is_paired or len(sentences) > 1:
            nearest = sentences[0] if step > 0 else sentences[-1]
            for part in parts:
                yield _Move(at, to, part, nearest)
        if is_paired:
            return
        to += step


def _gain(
    move: _Move,
    beads: Sequence[SentenceBead],
    own: SideSentences,
    other: SideSentences,
) -> float:
    """Log odds that what would be moved belongs to the nearest sentence of the other bead."""
    here, there = Window(move.at, move.at + 1), Window(move.to, move.to + 1)
    mine, partner = own.inside(here), other.inside(here)
    if move.to > move.at:
        part, rest = partner[-move.sentences :], partner[: -move.sentences]
    else:
        part, rest = partner[: move.sentences], partner[move.sentences :]
    has_number = _number_agrees(own, move.nearest, other, part)
    has_number = has_number and not _number_agrees(own, mine[0], other, partner)
    sure = min(beads[move.at].confidence, beads[move.to].confidence)
    if sure >= _SURE_PAIR and not has_number:
        return 0.0
    nearest = range(move.nearest, move.nearest + 1)
    gain = _pair_odds(own, nearest, other, part)
    gain += _pair_odds(own, mine, other, rest) - _pair_odds(
        own, mine, other, partner
    )
    if has_number:
        return gain + _SAME_NUMBER
    yours, before = own.inside(there), other.inside(there)
    return (
        gain
        - brought(
            move.nearest, yours, before, own=own.words, other=other.words
        ).odds
    )


def _pair_odds(
    own: SideSentences, mine: range, other: SideSentences, theirs: range
) -> float:
    """Log odds that sentences answer each other, by words and lengths; 0 for one side alone."""
    if not theirs:
        return 0.0
    words = bead_odds(mine, theirs, own=own.words, other=other.words)
    lengths = fit(own.words.length_of(mine), other.words.length_of(theirs))
    return words + _OF_LENGTHS * lengths


def _number_agrees(
    own: SideSentences, mine: int, other: SideSentences, theirs: range
) -> bool:
    """Whether sentences of two sides begin with the same number."""
    number = own.numbers[mine]
    return number > 0 and number == other.numbers[theirs[0]]


def _carry_out(side: Side, beads: list[SentenceBead], move: _Move) -> None:
    """Move the partner of a bead, or a part of it, before or behind what the other one has."""
    partner, there = (
        beads[move.at].side(other_side(side)),
        beads[move.to].side(other_side(side)),
    )
    if move.to > move.at:
        rest, there = (
            partner[: -move.sentences],
            partner[-move.sentences :] + there,
        )
    else:
        rest, there = (
            partner[move.sentences :],
            there + partner[: move.sentences],
        )
    confidence = min(beads[move.at].confidence, beads[move.to].confidence)
    beads[move.at] = _bead_of(side, beads[move.at].side(side), rest, confidence)
    beads[move.to] = _bead_of(
        side, beads[move.to].side(side), there, confidence
    )


def _bead_of(
    side: Side, own: tuple[str, ...], other: tuple[str, ...], confidence: float
) -> SentenceBead:
    zh, en = (own, other) if side == "zh" else (other, own)
    return SentenceBead(zh, en, confidence)
