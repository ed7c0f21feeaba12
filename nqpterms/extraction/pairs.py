"""Which English span renders a Chinese span, place by place, by what their words are linked to.

Of each place the few best are kept, by coverage (`nqpterms.renderings.coverage`).
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from nqpterms.extraction.spans import Spans
from nqpterms.renderings.association import Links
from nqpterms.renderings.blocks import Blocks, Floats, Ints
from nqpterms.renderings.coverage import span_scores

BEST = 4  # English spans kept for each place of a Chinese one: measured on extraction
LEAST = 0.2  # the lowest score that is kept


class Places(Struct, frozen=True):
    """Pairs of spans, the four best of each Chinese span: indices into both Spans, and scores."""

    zh: Ints
    en: Ints
    score: Floats


def scored_places(blocks: Blocks, links: Links, strength: Floats, zh: Spans, en: Spans) -> Places:
    """For every Chinese span the English spans of its block that render it best."""
    z_range = np.searchsorted(zh.block, np.arange(len(blocks.segment) + 1))
    e_range = np.searchsorted(en.block, np.arange(len(blocks.segment) + 1))
    words = [side.words for side in (blocks.zh, blocks.en)]
    firsts = [side.words[side.first] for side in (blocks.zh, blocks.en)]
    found: list[tuple[Ints, Ints, Floats]] = []
    for block in range(len(blocks.segment)):
        z, e = slice(*z_range[block : block + 2]), slice(*e_range[block : block + 2])
        wide = int(links.widths[block])
        if z.start == z.stop or e.start == e.stop or not wide:
            continue
        matrix = strength[links.first[block] : links.first[block + 1]].reshape(-1, wide)
        z_at = [words[0][edge[z]] - firsts[0][block] for edge in (zh.begin, zh.end)]
        e_at = [words[1][edge[e]] - firsts[1][block] for edge in (en.begin, en.end)]
        rows, columns, scores = _best(span_scores(matrix, z_at, e_at))
        found.append((rows + z.start, columns + e.start, scores))
    if not found:
        return Places(*(np.zeros(0, int),) * 2, np.zeros(0))
    return Places(*(np.concatenate(part) for part in zip(*found, strict=True)))


def _best(scores: Floats) -> tuple[Ints, Ints, Floats]:
    """The best columns of each row: row, column, score."""
    kept = min(BEST, scores.shape[1])
    columns = np.argpartition(scores, scores.shape[1] - kept, axis=1)[:, -kept:]
    rows = np.repeat(np.arange(len(scores)), kept)
    columns = columns.ravel()
    values = scores[rows, columns]
    good = values >= LEAST
    return rows[good], columns[good], values[good].astype(np.float32)
