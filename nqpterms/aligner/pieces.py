"""Pieces of two texts that belong together, and the beads inside them.

A piece is what stands between two boundaries: the paragraphs under a pair of headings, or the
sentences of a bead of paragraphs. No bead leaves its piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nqpterms.aligner.engine import TextBead
from nqpterms.lang.sentences import split_sentences
from nqpterms.model.alignment import Bead, TextLevel
from nqpterms.model.document import Passage

_Cut = tuple[int, int]


class Piece(NamedTuple):
    """Texts of both sides between two boundaries.

    `confidence`, 0 to 1, is how sure the boundaries are; no bead inside is surer. `reason` says
    why a side is empty.
    """

    zh: Sequence[Passage]
    en: Sequence[Passage]
    confidence: float = 1.0
    reason: str = ""


Run = Callable[[Sequence[str], Sequence[str]], list[TextBead]]
"""The engine: all texts of both sides of a piece -> their beads, in order."""


def bead_pieces(
    pieces: Sequence[Piece],
    level: TextLevel,
    *,
    run: Run,
    anchors: Iterable[tuple[int, int]] = (),
) -> list[list[Bead]]:
    """The beads of each piece, in order; every passage of a piece stands in exactly one.

    *anchors* are the lines (Chinese, English) of passages known to begin together; one that
    contradicts the pieces or an earlier anchor is left out.
    """
    zh = [passage for piece in pieces for passage in piece.zh]
    en = [passage for piece in pieces for passage in piece.en]
    starts = corners(pieces)
    cuts = _cuts(starts, _trusted(anchors, zh, en))
    beads = _between(cuts, [p.text for p in zh], [p.text for p in en], run=run)
    found: list[list[Bead]] = []
    for piece, (start, end) in zip(pieces, pairwise(starts), strict=True):
        group, at = list[Bead](), start
        while at != end:
            bead = next(beads)
            at = at[0] + len(bead.zh), at[1] + len(bead.en)
            left, right = [zh[k] for k in bead.zh], [en[k] for k in bead.en]
            group.append(bead_of(piece, level, left, right, confidence=bead.confidence))
        found.append(group)
    return found


def corners(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Where each piece begins, in passages of both sides, and where the last one ends.

    >>> corners([Piece((), [Passage("A"), Passage("B")]), Piece([Passage("C")], ())])
    [(0, 0), (0, 2), (1, 2)]
    """
    found = [(0, 0)]
    for piece in pieces:
        found.append((found[-1][0] + len(piece.zh), found[-1][1] + len(piece.en)))
    return found


def bead_of(
    piece: Piece,
    level: TextLevel,
    zh: Sequence[Passage],
    en: Sequence[Passage],
    *,
    confidence: float,
) -> Bead:
    """A bead of a piece; the reason stands where a side is empty."""
    reason = ""
    if not (zh and en):
        language = "English" if zh else "Chinese"
        reason = piece.reason or f"no {level} of the {language} text answers this one"
    return Bead(level, tuple(zh), tuple(en), confidence * piece.confidence, reason)


def _between(
    cuts: list[_Cut], zh: Sequence[str], en: Sequence[str], *, run: Run
) -> Iterator[TextBead]:
    """The engine's beads between each two boundaries, counted in the whole texts."""
    for (i, j), (end_zh, end_en) in pairwise([(0, 0), *cuts, (len(zh), len(en))]):
        for bead in run(zh[i:end_zh], en[j:end_en]):
            left, right = tuple(k + i for k in bead.zh), tuple(k + j for k in bead.en)
            yield TextBead(left, right, bead.confidence)


def _cuts(starts: list[_Cut], trusted: Iterable[_Cut]) -> list[_Cut]:
    """The boundaries inside the texts, in order: those of the pieces and what agrees with them."""
    cuts = set(starts)
    for i, j in trusted:
        if all((i <= a and j <= b) or (i >= a and j >= b) for a, b in cuts):
            cuts.add((i, j))
    return sorted(cuts - {starts[0], starts[-1]})


def _trusted(
    anchors: Iterable[tuple[int, int]], zh: Sequence[Passage], en: Sequence[Passage]
) -> Iterator[_Cut]:
    """The indices of the passages that begin on the lines of the anchors."""
    # Backwards, so that of several passages on a line the first is the one that begins there.
    left, right = ({side[k].line: k for k in reversed(range(len(side)))} for side in (zh, en))
    return ((left[z], right[e]) for z, e in anchors if z in left and e in right)


def sentence_piece(bead: Bead) -> Piece:
    """The sentences of a bead of paragraphs."""
    return Piece(
        [p.cut(span) for p in bead.zh for span in split_sentences(p.text, "zh")],
        [p.cut(span) for p in bead.en for span in split_sentences(p.text, "en")],
        bead.confidence,
        bead.reason,
    )
