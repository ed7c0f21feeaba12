"""Paragraph beads from the sentences that link them.

    paragraphs ──split──▶ sentences ──engine──▶ sentence beads ──votes──▶ paragraph beads

Sentences are what the engine knows best: its weights were learned on them, while two long
paragraphs share some words whatever they say. So the sentences between two boundaries are aligned
first and vote for the paragraphs that they join (`voting.py`); what then stands at the edge of a
bead is looked at again (`trimming.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

from nqpterms.aligner.likeness import ENGLISH_PER_HAN
from nqpterms.aligner.pieces import Piece, Run, bead_of, bead_pieces, corners, sentence_piece
from nqpterms.aligner.trimming import Group, read_words, supported, trimmed
from nqpterms.aligner.voting import Vote, cast, counted, elected, filled, grouped
from nqpterms.lang.sentences import split_sentences
from nqpterms.lexicon import Lexicon
from nqpterms.model.alignment import Bead, Side
from nqpterms.model.document import Passage


class Joined(NamedTuple):
    """A bead of paragraphs and the beads of its sentences.

    `sentences` is None where a sentence bead reaches into another paragraph bead: they are to be
    aligned anew.
    """

    bead: Bead
    sentences: tuple[Bead, ...] | None


def bead_paragraphs(
    pieces: Sequence[Piece],
    *,
    lexicon: Lexicon,
    run: Run,
    anchors: Iterable[tuple[int, int]] = (),
) -> list[list[Joined]]:
    """The paragraph beads of each piece, in order; every paragraph stands in exactly one.

    *run* is the engine; *anchors* are lines (Chinese, English) of paragraphs that begin together.
    """
    zh = [passage for piece in pieces for passage in piece.zh]
    en = [passage for piece in pieces for passage in piece.en]
    votes = list(_votes(pieces, run=run, anchors=anchors))
    ballots = counted(votes)
    read = (
        read_words(zh, lexicon=lexicon),
        read_words(en, lexicon=lexicon, unit=ENGLISH_PER_HAN),
    )
    groups = [trimmed(group, *read) for group in grouped(supported(elected(*ballots), *read))]
    whole = filled(groups, corners(pieces))
    inner = _inner(list(chain(*whole)), votes)
    found: list[list[Joined]] = []
    for piece, inside in zip(pieces, whole, strict=True):
        found.append([])
        for left, right in inside:
            shares = [b.confidence(side) for b, side in zip(ballots, (left, right), strict=True)]
            sure = sum(shares) / 2 if left and right else piece.confidence - sum(shares)
            texts = zh[left.start : left.stop], en[right.start : right.stop]
            found[-1].append(Joined(_bead(piece, *texts, confidence=max(0.0, sure)), next(inner)))
    return found


def mended(joined: Sequence[Sequence[Joined]], *, run: Run) -> list[list[Joined]]:
    """The same with the sentences aligned anew where they were torn."""
    torn = [one.bead for one in chain(*joined) if one.sentences is None]
    again = iter(bead_pieces([sentence_piece(bead) for bead in torn], "sentence", run=run))
    return [
        [
            one if one.sentences is not None else Joined(one.bead, tuple(next(again)))
            for one in group
        ]
        for group in joined
    ]


def _votes(
    pieces: Sequence[Piece], *, run: Run, anchors: Iterable[tuple[int, int]]
) -> Iterator[Vote]:
    """The votes of the sentences of all pieces."""
    zh, en = _split([piece.zh for piece in pieces], "zh"), _split([p.en for p in pieces], "en")
    cut = [
        piece._replace(zh=[s for _, s in left], en=[s for _, s in right])
        for piece, left, right in zip(pieces, zh, en, strict=True)
    ]
    beads = bead_pieces(cut, "sentence", run=run, anchors=anchors)
    return cast(chain(*beads), (k for k, _ in chain(*zh)), (k for k, _ in chain(*en)))


def _split(groups: Sequence[Sequence[Passage]], side: Side) -> list[list[tuple[int, Passage]]]:
    """The sentences of each group of paragraphs, each behind its paragraph's number in the text."""
    number = count()
    return [
        [
            (k, paragraph.cut(span))
            for paragraph, k in zip(group, number, strict=False)
            for span in split_sentences(paragraph.text, side)
        ]
        for group in groups
    ]


def _inner(groups: Sequence[Group], votes: Iterable[Vote]) -> Iterator[tuple[Bead, ...] | None]:
    """The sentence beads of each group; None where one of them reaches into another group."""
    zh_home = {k: n for n, (left, _) in enumerate(groups) for k in left}
    en_home = {k: n for n, (_, right) in enumerate(groups) for k in right}
    inside: list[list[Bead]] = [[] for _ in groups]
    torn: set[int] = set()
    for bead, left, right in votes:
        homes = {zh_home[k] for k in left} | {en_home[k] for k in right}
        if len(homes) == 1:
            inside[homes.pop()].append(bead)
        else:
            torn |= homes
    return (None if n in torn else tuple(beads) for n, beads in enumerate(inside))


def _bead(piece: Piece, zh: Sequence[Passage], en: Sequence[Passage], *, confidence: float) -> Bead:
    """A bead whose confidence holds that of its piece already, through its sentences."""
    return bead_of(piece._replace(confidence=1.0), "paragraph", zh, en, confidence=confidence)
