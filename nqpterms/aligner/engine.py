"""Aligns two sequences of texts, paragraphs or sentences: the beads and how sure each is.

    texts ──tokens──▶ anchors ──band──▶ lattice ──weights──▶ beads with posteriors

After Varga et al. 2005 (dictionary and length), Gale and Church 1993 (length) and Sennrich and
Volk 2010 (anchors); the weights of the evidence are those of a linear-chain CRF.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.anchors import band, find_anchors
from nqpterms.aligner.features import gather, score
from nqpterms.aligner.lattice import FULL, KINDS, best_path, build, posteriors
from nqpterms.aligner.tokens import Floats, tokenize
from nqpterms.aligner.weights import Weights, load_weights
from nqpterms.lexicon import Lexicon, load_lexicon

Encoder = Callable[[list[str]], NDArray[np.floating]]
"""Texts to vectors, shape (n, d)."""


class TextBead(NamedTuple):
    """Texts of both sides, by index, that translate each other; `confidence` is a probability."""

    zh: tuple[int, ...]
    en: tuple[int, ...]
    confidence: float


def align_texts(
    zh: Sequence[str],
    en: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    weights: Weights | None = None,
    encoder: Encoder | None = None,
    anchors: Sequence[tuple[int, int]] = (),
) -> list[TextBead]:
    """Beads in reading order; every index of both sides stands in exactly one.

    >>> align_texts(["他去了北京。", "天气很好。"], ["He went to Beijing.", "Fine weather."])[1][:2]
    ((1,), (1,))
    """
    if not zh or not en:
        return [TextBead((n,), (), 1.0) for n in range(len(zh))] + [
            TextBead((), (n,), 1.0) for n in range(len(en))
        ]
    lexicon = lexicon or load_lexicon()
    weights = weights or load_weights()
    zh_tokens, en_tokens, links = tokenize(zh, en, lexicon)
    found = find_anchors(zh_tokens, en_tokens, links, (len(zh), len(en)))
    area = band(found, (len(zh), len(en)))
    evidence = gather((zh, en), (zh_tokens, en_tokens), links, area)
    lattice = build(*area)
    values = weights.vector()
    scores = score(lattice, evidence, values, 0.0)
    path = best_path(lattice, scores, float(values[-1]))
    sure = posteriors(lattice, scores, float(values[-1])).beads
    return [_bead(lattice.i, lattice.j, sure, *step) for step in path]


def _bead(
    i: NDArray[np.int64], j: NDArray[np.int64], sure: Floats, node: int, kind: int
) -> TextBead:
    a, b = KINDS[kind if kind < FULL + 2 else kind - 2]
    end_zh, end_en = int(i[node]), int(j[node])
    confidence = min(1.0, float(sure[node, kind]))
    return TextBead(tuple(range(end_zh - a, end_zh)), tuple(range(end_en - b, end_en)), confidence)
