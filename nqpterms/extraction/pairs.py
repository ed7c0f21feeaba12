"""Which English span renders a Chinese span, place by place, by what their words are linked to.

Each place has the few best, by coverage (`nqpterms.renderings.association`).
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from nqpterms.extraction.spans import Spans
from nqpterms.renderings.association import Links, span_scores
from nqpterms.renderings.blocks import Blocks, Floats, Ints, Tokens

# English spans for each place of a Chinese one: measured on extraction.
_BEST = 4
_LEAST = 0.2  # the lowest score of a place


class Places(Struct, frozen=True):
    """Pairs of spans, the four best of each Chinese span: indices into both Spans, and scores."""

    zh: Ints
    en: Ints
    score: Floats


def scored_places(
    blocks: Blocks, links: Links, strength: Floats, zh: Spans, en: Spans
) -> Places:
    """For every Chinese span the English spans of its block that render it best."""
    count = len(blocks.segment)
    zh_first = np.searchsorted(zh.block, np.arange(count + 1)).tolist()
    en_first = np.searchsorted(en.block, np.arange(count + 1)).tolist()
    zh_edges = _edges(zh, blocks.zh)
    en_edges = _edges(en, blocks.en)
    parts: list[Places] = []
    for block in range(count):
        z = slice(zh_first[block], zh_first[block + 1])
        e = slice(en_first[block], en_first[block + 1])
        wide = int(links.widths[block])
        if z.start == z.stop or e.start == e.stop or not wide:
            continue
        matrix = strength[links.first[block] : links.first[block + 1]].reshape(
            -1, wide
        )
        scores = span_scores(
            matrix,
            [edge[z] for edge in zh_edges],
            [edge[e] for edge in en_edges],
        )
        # A name in brackets behind a term renders one: X（Y） is A (B), and X is A.
        scores[zh.glossed[z][:, None] != en.glossed[e][None, :]] = 0
        best = _best(scores)
        parts.append(Places(best.zh + z.start, best.en + e.start, best.score))
    if not parts:
        return Places(np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    return Places(
        np.concatenate([part.zh for part in parts]),
        np.concatenate([part.en for part in parts]),
        np.concatenate([part.score for part in parts]),
    )


def _edges(spans: Spans, side: Tokens) -> tuple[Ints, Ints]:
    """Where each span begins and ends, in words of its block."""
    first = side.words[side.first][spans.block]
    return side.words[spans.begin] - first, side.words[spans.end] - first


def _best(scores: Floats) -> Places:
    """The best columns of each row."""
    count = min(_BEST, scores.shape[1])
    columns = np.argpartition(scores, scores.shape[1] - count, axis=1)[
        :, -count:
    ].ravel()
    rows = np.repeat(np.arange(len(scores)), count)
    values = scores[rows, columns]
    good = values >= _LEAST
    return Places(rows[good], columns[good], values[good].astype(np.float32))
