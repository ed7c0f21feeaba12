"""Which words translate which: IBM model 1 in both directions, trained to agree.

For each pair of words in a block p(e|z) and p(z|e) are their shares among all partners on the
other side; from the second iteration on the expected count of a link is the product of both
(Liang, Taskar and Klein, "Alignment by Agreement", NAACL 2006). The first iterations know no
order, the last ones prefer links near the diagonal. A link's strength is √(p(e|z)·p(z|e)), 0–1.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from nqpterms.renderings.blocks import Blocks, Floats, Ints, Tokens
from nqpterms.renderings.tokens import FUNCTION, SIGN

FLAT, SLOPED = 4, 3  # iterations without and with the diagonal: measured on extraction
SLOPE = 6.0  # the diagonal's prior is exp(-SLOPE · distance), distance 0 to 1
UNLIKE = 0.3  # what a link of a function word with another word weighs beside other links
NULL = 0.08  # what "no partner" weighs beside the partners of a word
MAX_LINKS = 30_000_000  # of the training: 1 GB; blocks beyond are scored but not learned from
MAX_BLOCK = 250_000  # links of one block: a pair of 500 words a side has no sentences to align


class Links(Struct, frozen=True):
    """All word pairs of some blocks, block by block, the links of one Chinese word together.

    `zh` and `en` number the words (not the tokens) of each side; block b has the links from
    `first[b]` to `first[b + 1]`, `widths[b]` English words wide. `prior` is what a link weighs
    before anything is learned, without the diagonal; `sloped` with it.
    """

    zh: Ints
    en: Ints
    first: Ints
    widths: Ints
    prior: Floats
    sloped: Floats


class Tables(Struct, frozen=True):
    """p(e|z) and p(z|e) of the pairs of words that were seen together, by `codes`, sorted."""

    codes: Ints
    forward: Floats
    backward: Floats
    english: int


def links_of(blocks: Blocks, *, first: int = 0, last: int | None = None) -> Links:
    """The links of the blocks from *first* up to *last*."""
    last = len(blocks.segment) if last is None else last
    zw, ew = (side.words[side.first[first : last + 1]] for side in (blocks.zh, blocks.en))
    tall, wide = np.diff(zw).astype(np.int64), np.diff(ew).astype(np.int64)
    wide[tall * wide > MAX_BLOCK] = 0
    per_word = np.repeat(wide, tall)
    zh = np.repeat(np.arange(zw[0], zw[-1], dtype=np.int32), per_word)
    starts = np.concatenate(([0], np.cumsum(per_word)))
    inside = np.arange(starts[-1], dtype=np.int64) - np.repeat(starts[:-1], per_word)
    en = (np.repeat(np.repeat(ew[:-1], tall), per_word) + inside).astype(np.int32)
    across = np.concatenate([np.arange(t, dtype=np.float32) / max(1, t) for t in tall] or [[]])
    along = (inside / np.repeat(np.maximum(per_word, 1), per_word)).astype(np.float32)
    distance = np.abs(along - np.repeat(across, per_word).astype(np.float32))
    prior = np.where(_is_function(blocks.zh)[zh] == _is_function(blocks.en)[en], 1, UNLIKE)
    prior = prior.astype(np.float32)
    sloped = prior * np.exp(-SLOPE * distance)
    return Links(zh, en, np.concatenate(([0], np.cumsum(tall * wide))), wide, prior, sloped)


def learn(blocks: Blocks) -> Tables:
    """The association of words over all blocks (of the first MAX_LINKS links)."""
    links = links_of(blocks, last=_learned_blocks(blocks))
    zh, en = _word_keys(blocks)
    codes, pair = np.unique(
        zh[links.zh].astype(np.int64) * len(blocks.en_words) + en[links.en], return_inverse=True
    )
    pair = pair.astype(np.int32)
    size = max(1, len(blocks.en_words))
    z_of, e_of = codes // size, codes % size
    forward = backward = np.ones(len(codes), np.float32)
    for turn in range(FLAT + SLOPED):
        prior = links.sloped if turn >= FLAT else links.prior
        there, back = _shares(links, forward[pair], backward[pair], prior)
        if turn:
            there *= back
            back = there
        forward = _normalised(np.bincount(pair, there, len(codes)), z_of)
        backward = _normalised(np.bincount(pair, back, len(codes)), e_of)
    return Tables(codes, forward, backward, size)


def strengths(blocks: Blocks, links: Links, tables: Tables) -> Floats:
    """The strength of each link, 0–1, by what was learned."""
    zh, en = _word_keys(blocks)
    z, e = zh[links.zh].astype(np.int64), en[links.en]
    wanted = np.where((z < 0) | (e < 0), -1, z * tables.english + e)
    if not len(tables.codes):
        return np.zeros(len(wanted), np.float32)
    at = np.minimum(np.searchsorted(tables.codes, wanted), len(tables.codes) - 1)
    known = tables.codes[at] == wanted
    forward, backward = (
        np.where(known, table[at], np.float32(0)) for table in (tables.forward, tables.backward)
    )
    there, back = _shares(links, forward, backward, links.sloped)
    strength: Floats = np.sqrt(there * back)
    return strength


def _shares(
    links: Links, forward: Floats, backward: Floats, prior: Floats
) -> tuple[Floats, Floats]:
    """Each link's share among the partners of its English and of its Chinese word."""
    forward, backward = forward * prior, backward * prior
    by_en = np.bincount(links.en, forward) if len(links.en) else np.zeros(1)
    by_zh = np.bincount(links.zh, backward) if len(links.zh) else np.zeros(1)
    there = forward / (by_en.astype(np.float32) + NULL)[links.en]
    back = backward / (by_zh.astype(np.float32) + NULL)[links.zh]
    return there, back


def _normalised(counts: Floats, owner: Ints) -> Floats:
    total = np.bincount(owner, counts)
    shares: Floats = (counts / np.maximum(total[owner], 1e-12)).astype(np.float32)
    return shares


def _is_function(side: Tokens) -> Ints:
    """Which words, signs left out, are function words."""
    words: Ints = side.kinds[side.kinds != SIGN] == FUNCTION
    return words


def _word_keys(blocks: Blocks) -> tuple[Ints, Ints]:
    """The keys of the words of both sides, signs left out."""
    zh, en = blocks.zh, blocks.en
    return zh.keys[zh.kinds != SIGN], en.keys[en.kinds != SIGN]


def _learned_blocks(blocks: Blocks) -> int:
    """How many blocks, from the first, have MAX_LINKS links together."""
    sizes = [np.diff(side.words[side.first]).astype(np.int64) for side in (blocks.zh, blocks.en)]
    return int(np.searchsorted(np.cumsum(sizes[0] * sizes[1]), MAX_LINKS, side="right"))
