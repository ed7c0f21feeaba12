"""Links of another aligner as strengths of our words."""

from __future__ import annotations

import pytest

from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.renderings.association import SpanPair, given_strengths, links_of
from nqpterms.renderings.blocks import blocks_of

# 发展 · 农业, developing · farming.
PAIR = Segment("发展农业", "Developing farming")
ALL, FIRST = Span(0, 4), Span(0, 2)
LAST, DEVELOPING, FARMING = Span(2, 4), Span(0, 10), Span(11, 18)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([], [0, 0, 0, 0]),
        ([(FIRST, DEVELOPING), (LAST, FARMING)], [1, 0, 0, 1]),
        ([(FIRST, FARMING)], [0, 1, 0, 0]),
        ([(FIRST, FARMING), (FIRST, FARMING)], [0, 1, 0, 0]),  # said twice
        ([(ALL, DEVELOPING)], [0.707, 0, 0.707, 0]),  # one word, two partners
        (
            [(Span(0, 1), DEVELOPING), (Span(1, 2), DEVELOPING)],
            [1, 0, 0, 0],
        ),  # by characters
        ([(Span(0, 0), DEVELOPING)], [0, 0, 0, 0]),  # a token of blanks
    ],
)
def test_strengths(given: list[SpanPair], wanted: list[float]) -> None:
    blocks = blocks_of([PAIR])
    found = given_strengths(blocks, links_of(blocks), [given])
    assert found.tolist() == pytest.approx(wanted, abs=0.001)


def test_empty_and_several_segments() -> None:
    blocks = blocks_of([Segment("", "x"), PAIR, PAIR])
    found = given_strengths(
        blocks, links_of(blocks), [[], [(FIRST, DEVELOPING)], []]
    )
    assert found.tolist() == pytest.approx([1, 0, 0, 0, 0, 0, 0, 0])
    nothing = blocks_of([])
    assert not len(given_strengths(nothing, links_of(nothing), []))
