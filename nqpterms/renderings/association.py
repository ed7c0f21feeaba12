"""Which words translate which: IBM model 1 in both directions, trained to agree.

For each pair of words in a block p(e|z) and p(z|e) are their shares among all partners on the
other side; from the second iteration on the expected count of a link is the product of both
(Liang, Taskar and Klein, "Alignment by Agreement", NAACL 2006). The first iterations know no
order, the last ones prefer links near the diagonal. A link's strength is √(p(e|z)·p(z|e)), 0–1.
Links that another aligner made may stand in the place of our own (`given_strengths`).

The words of a term are linked to the words of its rendering and to no others. The *coverage* of a
span is the share of its links that end inside the other span (`span_scores`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from nqpterms.model.places import Span
from nqpterms.renderings.blocks import Blocks, Floats, Ints, Tokens
from nqpterms.renderings.tokens import FUNCTION, SIGN

_FLAT, _SLOPED = (
    4,
    3,
)  # iterations without and with the diagonal: measured on extraction
_SLOPE = 6.0  # the diagonal's prior is exp(-_SLOPE · distance), distance 0 to 1
_UNLIKE = 0.3  # what a link of a function word with another word weighs beside other links
_NULL = 0.08  # what "no partner" weighs beside the partners of a word
_MAX_LINKS = 30_000_000  # of the training: 1 GB; blocks beyond are scored but not learned from
_MAX_BLOCK = 250_000  # links of one block: a pair of 500 words a side has no sentences to align
_FULL_MASS = 0.3  # a word linked to this much in all counts fully: measured on extraction

# A stretch of the Chinese and one of the English that are linked.
SpanPair = tuple[Span, Span]


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


def links_of(
    blocks: Blocks, *, first: int = 0, last: int | None = None
) -> Links:
    """The links of the blocks from *first* up to *last*."""
    last = len(blocks.segment) if last is None else last
    zw, ew = (
        side.words[side.first[first : last + 1]]
        for side in (blocks.zh, blocks.en)
    )
    tall, wide = np.diff(zw).astype(np.int64), np.diff(ew).astype(np.int64)
    wide[tall * wide > _MAX_BLOCK] = 0
    per_word = np.repeat(wide, tall)
    zh = np.repeat(np.arange(zw[0], zw[-1], dtype=np.int32), per_word)
    starts = np.concatenate(([0], np.cumsum(per_word)))
    inside = np.arange(starts[-1], dtype=np.int64) - np.repeat(
        starts[:-1], per_word
    )
    en = (np.repeat(np.repeat(ew[:-1], tall), per_word) + inside).astype(
        np.int32
    )
    across = np.concatenate(
        [np.arange(t, dtype=np.float32) / max(1, t) for t in tall] or [[]]
    )
    along = (inside / np.repeat(np.maximum(per_word, 1), per_word)).astype(
        np.float32
    )
    distance = np.abs(along - np.repeat(across, per_word).astype(np.float32))
    prior = np.where(
        _is_function(blocks.zh)[zh] == _is_function(blocks.en)[en], 1, _UNLIKE
    )
    prior = prior.astype(np.float32)
    sloped = prior * np.exp(-_SLOPE * distance)
    return Links(
        zh,
        en,
        np.concatenate(([0], np.cumsum(tall * wide))),
        wide,
        prior,
        sloped,
    )


def learn(blocks: Blocks) -> Tables:
    """The association of words over all blocks (of the first _MAX_LINKS links)."""
    links = links_of(blocks, last=_learned_blocks(blocks))
    zh, en = _word_keys(blocks)
    codes, pair = np.unique(
        zh[links.zh].astype(np.int64) * len(blocks.en_words) + en[links.en],
        return_inverse=True,
    )
    pair = pair.astype(np.int32)
    size = max(1, len(blocks.en_words))
    z_of, e_of = codes // size, codes % size
    forward = backward = np.ones(len(codes), np.float32)
    for turn in range(_FLAT + _SLOPED):
        prior = links.sloped if turn >= _FLAT else links.prior
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
    at = np.minimum(
        np.searchsorted(tables.codes, wanted), len(tables.codes) - 1
    )
    is_met = tables.codes[at] == wanted
    forward = np.where(is_met, tables.forward[at], np.float32(0))
    backward = np.where(is_met, tables.backward[at], np.float32(0))
    there, back = _shares(links, forward, backward, links.sloped)
    strength: Floats = np.sqrt(there * back)
    return strength


def given_strengths(
    blocks: Blocks, links: Links, span_pairs: Sequence[Sequence[SpanPair]]
) -> Floats:
    """The strength of each link, 0–1, by the linked stretches *given* for every segment.

    Another aligner's tokens are cut otherwise than our words: a link joins every word under its
    Chinese token with every word under its English one, by the share of each word that the token
    covers. A word with several partners is shared among them, as in `strengths`. What links
    different sentence pairs of one segment is left out.
    """
    count = np.zeros(len(links.zh), np.float32)
    for block, segment in enumerate(blocks.segment.tolist()):
        pairs = span_pairs[segment]
        if int(links.widths[block]) and pairs:
            matrix = _joined_words(blocks, block, pairs)
            count[links.first[block] : links.first[block + 1]] = matrix.ravel()
    if not len(count):
        return count
    by_zh, by_en = (
        np.bincount(links.zh, count)[links.zh],
        np.bincount(links.en, count)[links.en],
    )
    strength: Floats = (
        count / np.sqrt(np.maximum(by_zh * by_en, 1e-12))
    ).astype(np.float32)
    return strength


def span_scores(matrix: Floats, zh: list[Ints], en: list[Ints]) -> Floats:
    """The score, √(one coverage · the other), of every Chinese with every English span, 0–1.

    *matrix* holds the strengths of its links; spans are arrays of first and last word (excluded).
    Words that are linked to little count less.

    >>> import numpy as np
    >>> links = np.array([[0.9, 0.0], [0.0, 0.9]], np.float32)
    >>> span_scores(links, [np.array([0]), np.array([1])], [np.array([0, 0]), np.array([1, 2])])
    array([[1.        , 0.70710678]])
    """
    zh_weights, zh_shares = _shared_out(matrix.sum(axis=1))
    en_weights, en_shares = _shared_out(matrix.sum(axis=0))
    of_zh = (
        _inside(matrix * zh_shares[:, None], zh, en)
        / _total(zh_weights, zh)[:, None]
    )
    of_en = (
        _inside(matrix * en_shares[None, :], zh, en)
        / _total(en_weights, en)[None, :]
    )
    score: Floats = np.sqrt(np.clip(of_zh * of_en, 0, 1))
    return score


def _shared_out(mass: Floats) -> tuple[Floats, Floats]:
    """What each word weighs by the mass of its links, and by what its links are multiplied."""
    weights = np.minimum(1, mass / _FULL_MASS)
    return weights, weights / np.maximum(mass, 1e-9)


def _inside(shares: Floats, zh: list[Ints], en: list[Ints]) -> Floats:
    """The sum of the links between every Chinese and every English span."""
    sums = np.zeros((shares.shape[0] + 1, shares.shape[1] + 1))
    sums[1:, 1:] = shares.cumsum(axis=0).cumsum(axis=1)
    strips = sums[zh[1]] - sums[zh[0]]
    inside: Floats = strips[:, en[1]] - strips[:, en[0]]
    return inside


def _total(weights: Floats, spans: list[Ints]) -> Floats:
    """What the words of every span weigh together."""
    sums = np.concatenate(([0], np.cumsum(weights)))
    total: Floats = np.maximum(sums[spans[1]] - sums[spans[0]], 1e-9)
    return total


def _joined_words(
    blocks: Blocks, block: int, pairs: Sequence[SpanPair]
) -> Floats:
    """How far each Chinese word of a block is joined with each English one by linked stretches."""
    zh, en = sorted({zh for zh, _ in pairs}), sorted({en for _, en in pairs})
    row = {span: number for number, span in enumerate(zh)}
    column = {span: number for number, span in enumerate(en)}
    linked = np.zeros((len(zh), len(en)))
    linked[
        [row[span] for span, _ in pairs], [column[span] for _, span in pairs]
    ] = 1
    joined = (
        _covered(blocks.zh, block, zh).T
        @ linked
        @ _covered(blocks.en, block, en)
    )
    matrix: Floats = np.minimum(joined, 1)
    return matrix


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


def _shares(
    links: Links, forward: Floats, backward: Floats, prior: Floats
) -> tuple[Floats, Floats]:
    """Each link's share among the partners of its English and of its Chinese word."""
    forward, backward = forward * prior, backward * prior
    by_en = np.bincount(links.en, forward) if len(links.en) else np.zeros(1)
    by_zh = np.bincount(links.zh, backward) if len(links.zh) else np.zeros(1)
    there = forward / (by_en.astype(np.float32) + _NULL)[links.en]
    back = backward / (by_zh.astype(np.float32) + _NULL)[links.zh]
    return there, back


def _normalised(counts: Floats, owner: Ints) -> Floats:
    total = np.bincount(owner, counts)
    shares: Floats = (counts / np.maximum(total[owner], 1e-12)).astype(
        np.float32
    )
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
    """How many blocks, from the first, have _MAX_LINKS links together."""
    sizes = [
        np.diff(side.words[side.first]).astype(np.int64)
        for side in (blocks.zh, blocks.en)
    ]
    return int(
        np.searchsorted(
            np.cumsum(sizes[0] * sizes[1]), _MAX_LINKS, side="right"
        )
    )
