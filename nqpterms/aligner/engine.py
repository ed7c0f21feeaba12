"""Aligns two sequences of texts, paragraphs or sentences: the beads and how sure each is.

    texts ──tokens──▶ anchors ──band──▶ lattice ──weights──▶ beads with posteriors

After Varga et al. 2005 (dictionary and length), Gale and Church 1993 (length) and Sennrich and
Volk 2010 (anchors); the weights of the evidence are those of a linear-chain CRF.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.anchors import among, band, checked, find_anchors, held, widened
from nqpterms.aligner.beads import TextBead
from nqpterms.aligner.encoder import Encoder, vector_sums
from nqpterms.aligner.features import Evidence, gather, score, with_links
from nqpterms.aligner.lattice import FULL, KINDS, Lattice, best_path, build, posteriors
from nqpterms.aligner.relinking import relinked
from nqpterms.aligner.tokens import Floats, Ints, tokenize
from nqpterms.aligner.weights import Weights, load_weights
from nqpterms.lexicon import Lexicon, load_lexicon

__all__ = ["TextBead", "align_texts", "doubts"]

_CONFIDENT = 0.9  # posterior of the beads whose lengths tell the ratio
_LIKELY = 0.7  # posterior of a bead that supports the whole
_LEAST_SURE = 0.2  # such beads for each sentence of the shorter side, below which we warn
_EACH = 0.2  # probability that a bead must exceed to be worth a place of its own
_SHARPNESS = 1.2  # on log odds: gives the least log loss on held-out documents, whole and with gaps
_ENOUGH = 40  # sentences of the shorter side from which the number of anchors tells something
_ANCHORED = 0.25
"""Anchors for a sentence of the shorter side: translations of 40 sentences and more have .37 and
up (novels, government reports, any part of them left out), other pairs .05 to .28."""
_SHRINK = 300.0  # Chinese characters' worth of text at the prior ratio


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

    *anchors* are pairs (Chinese, English) that are known to belong together and stay so.
    `doubts` tells when the result as a whole is not to be trusted.

    >>> align_texts(["他去了北京。", "天气很好。"], ["He went to Beijing.", "Fine weather."])[1][:2]
    ((1,), (1,))
    """
    if not zh or not en:
        return [TextBead((n,), (), 1.0) for n in range(len(zh))] + [
            TextBead((), (n,), 1.0) for n in range(len(en))
        ]
    weights = weights or load_weights("encoder" if encoder else "lexicon")
    one = prepare(zh, en, weights.draft, lexicon=lexicon, encoder=encoder, anchors=anchors)
    return [_weighed(bead, one.trust) for bead in decode(one, weights.final)]


def doubts(beads: Sequence[TextBead]) -> tuple[str, ...]:
    """What to tell the user about an alignment that cannot be trusted; empty when it can.

    >>> doubts([TextBead((0,), (0,), 0.99)])
    ()
    """
    zh, en = sum(len(bead.zh) for bead in beads), sum(len(bead.en) for bead in beads)
    paired = [bead for bead in beads if bead.zh and bead.en]
    sure = len([bead for bead in paired if bead.confidence > _LIKELY])
    if not (zh and en):
        return ("one side is empty: nothing to align",) if zh or en else ()
    if sure < _LEAST_SURE * min(zh, en):
        return (
            f"only {sure} of {len(paired)} pairs are likely: the two texts may not be translations"
            " of each other",
        )
    return ()


class Prepared(NamedTuple):
    """The band and the lattice of two texts, the evidence for beads, log(length ratio), the share
    of each side's sentences that seem to have no partner, and how far the anchors let us trust
    what comes of it, 0 to 1."""

    band: tuple[Ints, Ints]
    lattice: Lattice
    evidence: Evidence
    ratio: float = 0.0
    lost: tuple[float, float] = (0.0, 0.0)
    trust: float = 1.0


def prepare(
    zh: Sequence[str],
    en: Sequence[str],
    draft: Floats | None = None,
    *,
    lexicon: Lexicon | None = None,
    encoder: Encoder | None = None,
    anchors: Sequence[tuple[int, int]] = (),
    through: Ints | None = None,
) -> Prepared:
    """Everything up to the final weights.

    With *draft* weights a first alignment teaches links, the length ratio and how much of each
    side has no partner. The band holds the nodes *through*, shape (n, 2), too.
    """
    zh_tokens, en_tokens, links = tokenize(zh, en, lexicon or load_lexicon())
    trusted = checked(anchors, shape := (len(zh), len(en)))
    found = among(find_anchors(zh_tokens, en_tokens, links, shape), trusted)
    area = held(band(found, shape), trusted)
    if through is not None:
        area = widened(area, through)
    evidence = gather((zh, en), (zh_tokens, en_tokens), links, area)
    if encoder is not None:
        zh_vectors, en_vectors = (vector_sums(encoder, side) for side in (zh, en))
        evidence = evidence._replace(zh_vectors=zh_vectors, en_vectors=en_vectors)
    one = Prepared(area, build(*area), evidence, trust=_trust(len(found), min(shape)))
    if draft is None:
        return one
    beads = decode(one, draft)
    links = relinked(zh_tokens, en_tokens, links, beads)
    ratio = _length_ratio(one, beads)
    evidence = with_links(evidence, (zh_tokens, en_tokens), links)
    return one._replace(evidence=evidence, ratio=ratio, lost=_lost(beads))


def decode(one: Prepared, weights: Floats) -> list[TextBead]:
    """The beads that are expected to be right most often, each with its posterior.

    Not the most likely path: strict scores count beads, and one unsure stretch has many paths
    (minimum risk, as Kumar and Byrne 2002 do for word links).
    """
    scores = score(one.lattice, one.evidence, weights, ratio=one.ratio, lost=one.lost)
    found = posteriors(one.lattice, scores, float(weights[-1])).beads
    found[:, FULL : FULL + 2] += found[:, FULL + 2 :]  # the same beads, alone or in a gap
    gain = np.subtract(found, _EACH, out=scores, where=np.isfinite(scores))
    gain[:, FULL + 2 :] = -np.inf
    path = best_path(one.lattice, gain, -np.inf)
    return [_bead(one.lattice.i, one.lattice.j, found, *step) for step in path]


def _trust(anchors: int, sentences: int) -> float:
    """1 where the anchors suffice for so many sentences of the shorter side, less down to 0."""
    return min(1.0, anchors / (_ANCHORED * sentences)) if sentences >= _ENOUGH else 1.0


def _length_ratio(one: Prepared, beads: Sequence[TextBead]) -> float:
    """log(English / Chinese length) of the confident beads, drawn towards the prior, 0."""
    zh, en = one.evidence.zh.length, one.evidence.en.length
    totals = [_SHRINK, _SHRINK]
    for bead in beads:
        if bead.zh and bead.en and bead.confidence > _CONFIDENT:
            totals[0] += float(zh[bead.zh[-1] + 1] - zh[bead.zh[0]])
            totals[1] += float(en[bead.en[-1] + 1] - en[bead.en[0]])
    return math.log(totals[1] / totals[0])


def _weighed(bead: TextBead, trust: float) -> TextBead:
    """The bead with a confidence: its posterior, a little too modest, sharpened; a pair's times
    the trust in the whole.

    >>> _weighed(TextBead((0,), (0,), 0.5), 1.0).confidence
    0.5
    """
    yes, no = bead.confidence**_SHARPNESS, (1 - bead.confidence) ** _SHARPNESS
    sure = float(yes / (yes + no))
    return bead._replace(confidence=sure * trust if bead.zh and bead.en else sure)


def _lost(beads: Sequence[TextBead]) -> tuple[float, float]:
    """The share of each side's sentences that stands in null beads."""
    zh, en = sum(len(b.zh) for b in beads), sum(len(b.en) for b in beads)
    alone = sum(len(b.zh) for b in beads if not b.en), sum(len(b.en) for b in beads if not b.zh)
    return alone[0] / max(1, zh), alone[1] / max(1, en)


def _bead(
    i: NDArray[np.int64], j: NDArray[np.int64], sure: Floats, node: int, kind: int
) -> TextBead:
    a, b = KINDS[kind]
    end_zh, end_en = int(i[node]), int(j[node])
    confidence = min(1.0, float(sure[node, kind]))
    return TextBead(tuple(range(end_zh - a, end_zh)), tuple(range(end_en - b, end_en)), confidence)
