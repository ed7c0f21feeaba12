"""Links that another aligner made, in the place of our own: what its tokens say of our words.

Its tokens are cut otherwise than our words. A link joins every word under its Chinese token with
every word under its English one, by the share of each word that the token covers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nqpterms.model.places import Span
from nqpterms.renderings.association import Links
from nqpterms.renderings.blocks import Blocks, Floats, Tokens
from nqpterms.renderings.tokens import SIGN

SpanPair = tuple[Span, Span]  # a stretch of the Chinese and one of the English that are linked


def given_strengths(blocks: Blocks, links: Links, given: Sequence[Sequence[SpanPair]]) -> Floats:
    """The strength of each link, 0–1, by the linked stretches *given* for every segment.

    A word with several partners is shared among them, as in `association.strengths`. What links
    different sentence pairs of one segment is left out.
    """
    count = np.zeros(len(links.zh), np.float32)
    for block, segment in enumerate(blocks.segment.tolist()):
        wide, pairs = int(links.widths[block]), given[segment]
        if wide and pairs:
            zh, en = sorted({zh for zh, _ in pairs}), sorted({en for _, en in pairs})
            row, column = ({span: n for n, span in enumerate(side)} for side in (zh, en))
            joined = np.zeros((len(zh), len(en)))
            joined[[row[span] for span, _ in pairs], [column[span] for _, span in pairs]] = 1
            under = _covered(blocks.zh, block, zh).T @ joined @ _covered(blocks.en, block, en)
            matrix = np.minimum(under, 1)
            count[links.first[block] : links.first[block + 1]] = matrix.ravel()
    if not len(count):
        return count
    by_zh, by_en = np.bincount(links.zh, count)[links.zh], np.bincount(links.en, count)[links.en]
    strength: Floats = (count / np.sqrt(np.maximum(by_zh * by_en, 1e-12))).astype(np.float32)
    return strength


def _covered(side: Tokens, block: int, spans: Sequence[Span]) -> Floats:
    """The share of each word of a block (columns), signs left out, inside each span (rows)."""
    inside = slice(*side.first[block : block + 2])
    words = side.kinds[inside] != SIGN
    start, end = side.start[inside][words], side.end[inside][words]
    edges = np.array(spans, int)
    first = np.maximum(start[None, :], edges[:, :1])
    last = np.minimum(end[None, :], edges[:, 1:])
    covered: Floats = np.maximum(last - first, 0) / (end - start)[None, :]
    return covered
