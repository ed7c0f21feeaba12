"""Segments → all candidate pairs with their features: what extraction and training share."""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.extraction.features import Analysis, pair_table
from nqpterms.extraction.pairs import scored_places
from nqpterms.extraction.spans import chinese_spans, english_spans
from nqpterms.model.alignment import Segment
from nqpterms.renderings.association import learn, links_of, strengths
from nqpterms.renderings.blocks import blocks_of
from nqpterms.renderings.given import SpanPair, given_strengths


def analysed(
    segments: Sequence[Segment], *, given: Sequence[Sequence[SpanPair]] | None = None
) -> Analysis:
    """Everything that the segments say, before any weight; links *given* replace our own."""
    blocks = blocks_of(segments)
    links = links_of(blocks)
    if given is None:
        strength = strengths(blocks, links, learn(blocks))
    else:
        strength = given_strengths(blocks, links, given)
    zh, en = chinese_spans(blocks), english_spans(blocks)
    places = scored_places(blocks, links, strength, zh, en)
    return Analysis(blocks, zh, en, places, pair_table(blocks, zh, en, places))
