"""Links that the texts themselves teach: what keeps standing in beads together.

IBM Model 1 (Brown et al. 1993) in both directions over the beads of a first alignment, begun from
the dictionary. It finds how this translator renders a name or a term that no dictionary knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from nqpterms.aligner.beads import TextBead
from nqpterms.aligner.evidence import spread
from nqpterms.aligner.tokens import Floats, Ints, Links, Tokens

_ROUNDS = 4
_UNLISTED = 0.1  # begin: a pair that the dictionary does not link, against 1 for its best
_NOTHING = 0.2  # probability mass for a word that translates nothing
_SEEN = 1.2  # expected times a pair was seen together: once is chance
_LEAST = 0.15  # strength of the weakest link worth keeping


def relinked(zh: Tokens, en: Tokens, links: Links, beads: Sequence[TextBead]) -> Links:
    """The links and those learned from *beads* (indices of both sides, confidence)."""
    kept = [bead for bead in beads if bead[0] and bead[1] and bead[2] > 0.5]
    if not kept:
        return links
    zh_bead, en_bead = (_bead_of(zh, 0, kept), _bead_of(en, 1, kept))
    zh_at, en_at = np.flatnonzero(zh_bead >= 0), np.flatnonzero(en_bead >= 0)
    first, last = (
        np.searchsorted(en_bead[en_at], zh_bead[zh_at], side=s) for s in ("left", "right")
    )
    run, index = spread(first, last - first)
    if not len(run):
        return links
    left, right = zh_at[run], en_at[index]
    size = len(en.vocabulary) + 1
    keys, pair = np.unique(zh.type[left] * size + en.type[right], return_inverse=True)
    if not len(keys):
        return links
    sure = np.array([bead[2] for bead in kept])[zh_bead[left]]
    begin = np.full(len(keys), _UNLISTED)
    known = links.zh * size + links.en
    order = np.argsort(known)
    at = np.minimum(np.searchsorted(known, keys, sorter=order), max(len(known) - 1, 0))
    if len(known):
        same = known[order][at] == keys
        begin[same] += links.strength[order][at][same]
    forth, seen = _model(pair, left, keys % size, begin, sure)
    back, _ = _model(pair, right, keys // size, begin, sure)
    strength = np.sqrt(np.sqrt(forth * back)) * seen / (seen + 1)
    good = (seen >= _SEEN) & (strength >= _LEAST)
    return _joined(links, Links(keys[good] // size, keys[good] % size, strength[good]), size)


def _bead_of(side: Tokens, which: Literal[0, 1], beads: Sequence[TextBead]) -> Ints:
    """For each occurrence the number of its bead, or -1."""
    bead = np.full(int(side.sentence.max(initial=0)) + 1, -1)
    for n, one in enumerate(beads):
        bead[[i for i in one[which] if i < len(bead)]] = n
    return bead[side.sentence]


def _model(
    pair: Ints, origin: Ints, target: Ints, begin: Floats, sure: Floats
) -> tuple[Floats, Floats]:
    """t(origin's word | target's word) for each pair, and how often it is expected to be seen."""
    chance: Floats = begin
    seen: Floats = begin
    for _ in range(_ROUNDS):
        share = chance[pair]
        total = np.bincount(origin, weights=share)[origin] + _NOTHING * share.mean()
        counted = np.bincount(pair, weights=sure * share / total, minlength=len(begin))
        seen = counted.astype(np.float64)
        chance = seen / (np.bincount(target, weights=seen)[target] + 0.5)
    return chance, seen


def _joined(old: Links, new: Links, size: int) -> Links:
    """Both, the stronger where both have a pair, sorted."""
    zh, en, strength = (np.concatenate(both) for both in zip(old, new, strict=True))
    order = np.lexsort((-strength, zh * size + en))
    keys = (zh * size + en)[order]
    first = np.diff(keys, prepend=-1) != 0
    return Links(zh[order][first], en[order][first], strength[order][first])
