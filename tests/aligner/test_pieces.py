"""No bead leaves its piece, no passage is lost, and what stands alone says why."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.engine import TextBead
from nqpterms.aligner.pieces import Piece, bead_pieces, sentence_piece
from nqpterms.model.alignment import Bead
from nqpterms.model.document import Passage
from nqpterms.model.places import Anchor, Place


def stand_in(zh: Sequence[str], en: Sequence[str]) -> list[TextBead]:
    """Pairs one to one; the rest of a side stands alone."""
    both = min(len(zh), len(en))
    beads = [TextBead((k,), (k,), 0.5) for k in range(both)]
    beads += [TextBead((k,), (), 1.0) for k in range(both, len(zh))]
    return beads + [TextBead((), (k,), 1.0) for k in range(both, len(en))]


def passages(*lines: int) -> list[Passage]:
    return [Passage(str(line), (Anchor(0, 0, Place(line)),)) for line in lines]


def lines(bead: Bead) -> tuple[list[int | None], list[int | None]]:
    return [p.line for p in bead.zh], [p.line for p in bead.en]


def test_beads_stay_in_their_pieces():
    pieces = [
        Piece(passages(1, 2), passages(1), 0.5),
        Piece([], passages(2, 3), 1.0, "gone"),
        Piece([], []),
        Piece(passages(3), passages(4)),
    ]
    first, second, third, fourth = bead_pieces(pieces, "paragraph", run=stand_in)
    assert [lines(bead) for bead in first] == [([1], [1]), ([2], [])]
    assert first[0].confidence == 0.25 and first[0].reason == ""
    assert first[1].reason == "no paragraph of the English text answers this one"
    assert [(lines(bead), bead.reason) for bead in second] == [
        (([], [2]), "gone"),
        (([], [3]), "gone"),
    ]
    assert third == []
    assert [lines(bead) for bead in fourth] == [([3], [4])]


def test_anchors_are_boundaries_too():
    piece = Piece(passages(1, 2, 3), passages(1, 2, 3))
    (beads,) = bead_pieces([piece], "paragraph", run=stand_in, anchors=[(3, 2), (9, 1), (2, 3)])
    assert [lines(b) for b in beads] == [([1], [1]), ([2], []), ([3], [2]), ([], [3])]


def test_an_anchor_across_a_boundary_is_left_out():
    pieces = [Piece(passages(1, 2), passages(1)), Piece(passages(3), passages(2, 3))]
    found = bead_pieces(pieces, "paragraph", run=stand_in, anchors=[(2, 3)])
    assert found == bead_pieces(pieces, "paragraph", run=stand_in)


def test_sentences_of_a_bead():
    bead = Bead("paragraph", (Passage("天晴。我走了。"),), (Passage("It is fine. I left."),), 0.9)
    piece = sentence_piece(bead)
    assert [p.text for p in piece.zh] == ["天晴。", "我走了。"]
    assert [p.text for p in piece.en] == ["It is fine.", "I left."]
    assert (piece.confidence, piece.reason) == (0.9, "")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6))
def test_every_passage_stands_in_one_bead(sizes):
    count = iter(range(1, 99))
    pieces = [
        Piece(
            passages(*(next(count) for _ in range(a))), passages(*(next(count) for _ in range(b)))
        )
        for a, b in sizes
    ]
    found = bead_pieces(pieces, "sentence", run=stand_in)
    for piece, beads in zip(pieces, found, strict=True):
        assert [p for bead in beads for p in bead.zh] == list(piece.zh)
        assert [p for bead in beads for p in bead.en] == list(piece.en)
