"""Which runs of tokens may be a term: candidate spans of both languages, as arrays.

A span is a run of tokens of one block. Its *type* is the sequence of its keys, known by a hash; so
all spans of 5,000 pairs are found and counted in array operations, without a string.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.renderings.blocks import Blocks, Floats, Ints, Tokens
from nqpterms.renderings.tokens import (
    ADVERB,
    BARRIERS,
    FUNCTION,
    INSIDE,
    LATIN,
    NUMBER,
    PARTICLES,
    PREFIXES,
    SIGN,
    VERB,
    WORD,
)

_ZH_TOKENS, _EN_TOKENS = (
    9,
    13,
)  # the longest spans, in tokens: measured on extraction
_ZH_CHARACTERS = (2, 18)
_ZH_NAME_TOKENS, _ZH_NAME_CHARACTERS = (
    20,
    40,
)  # of a title 《…》 and of a name with another （…）
# Of the hash: 2**64 over the golden ratio, odd.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

_OPENING = {
    "《": "》",
    "“": "”",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "‘": "’",
    "〈": "〉",
}
_JOINING = frozenset(("·", "-", "–", "—", "/", "&", "'", "’", "'s", "+", "%"))
"""Signs that may stand inside a term without a partner."""
_LISTING_ZH = frozenset("、 和 与 及 以及 或".split())
_LISTING_EN = frozenset((",", ";", "and", "or", "&"))
_JOINS_EN = frozenset(("and", "or", "&"))
"""What stands between the members of an enumeration."""


class Spans(Struct, frozen=True):
    """Candidate spans sorted by where they begin: tokens `begin` to `end`, and their `type`.

    `left` and `right` say whether a function word, a sign or a verb bounds the span there;
    `listed`, whether it is a member of an enumeration, `joined`, whether *and* stands beside it,
    `quoted`, whether it stands in quotes, `glossed`, whether it ends on a name in brackets.
    """

    begin: Ints
    end: Ints
    block: Ints
    type: Ints
    types: int
    left: Ints
    right: Ints
    listed: Ints
    joined: Ints
    quoted: Ints
    glossed: Ints

    def mean(self, values: Ints | Floats) -> Floats:
        """The mean of a value of each span over the spans of each type."""
        total = np.bincount(self.type, values, self.types)
        mean: Floats = total / np.maximum(
            np.bincount(self.type, minlength=self.types), 1
        )
        return mean


def chinese_spans(blocks: Blocks, *, once: bool = False) -> Spans:
    """The spans of the Chinese side that may be terms, seen twice or more; with *once* all."""
    side, words = blocks.zh, blocks.zh_words
    prefix = _begins_a_word(side, _among(side, words, PREFIXES))
    edge = ~np.isin(side.kinds, (SIGN, FUNCTION)) | prefix
    opening = _among(side, words, _OPENING)
    closing = _among(side, words, _OPENING.values())
    opens = _among(side, words, "《“「")
    closes = _among(side, words, "》）)")
    barrier = _among(side, words, BARRIERS)
    joining = _among(side, words, _JOINING)
    barrier |= (side.kinds == SIGN) & ~opening & ~closing & ~joining
    bound = np.isin(side.kinds, (SIGN, FUNCTION, VERB)) & ~prefix
    ends = (edge & (side.kinds != VERB)) | closes
    begin, end = _runs(
        side, edge | opens, ends, barrier, longest=_ZH_NAME_TOKENS
    )
    fits = _fits_in_length(side, closes, begin, end) & ~_blank_inside(
        side, begin, end
    )
    fits &= _balanced(opening, closing, begin, end) & ~_is_number(
        side, begin, end
    )
    begin, end = begin[fits], end[fits]
    brackets = _among(side, words, "）)")
    is_name = _names_itself(side, list(words), brackets, begin, end)
    begin, end = begin[is_name], end[is_name]
    surroundings = _Surroundings(
        bound,
        lists=_among(side, words, _LISTING_ZH),
        joins=_among(side, words, _LISTING_ZH),
        opens=_among(side, words, "《“「『"),
        closes=_among(side, words, "》”」』"),
        brackets=brackets,
    )
    return _typed(side, begin, end, surroundings, least=1 if once else 2)


def english_spans(blocks: Blocks) -> Spans:
    """The spans of the English side that may be terms."""
    side, words = blocks.en, blocks.en_words
    weak = np.isin(side.kinds, (SIGN, FUNCTION, ADVERB))
    opening = _among(side, words, _OPENING)
    closing = _among(side, words, _OPENING.values())
    inside = _among(side, words, INSIDE | PARTICLES | _JOINING)
    barrier = (
        np.isin(side.kinds, (SIGN, FUNCTION)) & ~inside & ~opening & ~closing
    )
    bound = np.isin(side.kinds, (SIGN, FUNCTION, VERB)) & ~_among(
        side, words, "-"
    )
    ends = (
        (~weak & (side.kinds != VERB))
        | _among(side, words, PARTICLES)
        | _among(side, words, ")")
    )
    begin, end = _runs(side, ~weak, ends, barrier, longest=_EN_TOKENS)
    fits = _balanced(opening, closing, begin, end) & ~_is_number(
        side, begin, end
    )
    surroundings = _Surroundings(
        bound,
        lists=_among(side, words, _LISTING_EN),
        joins=_among(side, words, _JOINS_EN),
        opens=_among(side, words, "“‘"),
        closes=_among(side, words, "”’"),
        brackets=_among(side, words, "）)"),
    )
    return _typed(side, begin[fits], end[fits], surroundings, least=1)


class _Surroundings(Struct, frozen=True):
    """Which tokens of a side say something of the spans beside them."""

    bound: Ints
    lists: Ints
    joins: Ints
    opens: Ints
    closes: Ints
    brackets: Ints


def _begins_a_word(side: Tokens, prefix: Ints) -> Ints:
    """Which of the tokens that may begin a term have a word right behind them."""
    follows = np.zeros(len(prefix), bool)
    touching = side.start[1:] == side.end[:-1]
    follows[:-1] = touching & np.isin(side.kinds[1:], (WORD, VERB))
    begins: Ints = prefix & follows
    return begins


def _names_itself(
    side: Tokens, words: list[str], brackets: Ints, begin: Ints, end: Ints
) -> Ints:
    """Which spans do not end on brackets, or on a shorter name of the same thing in brackets.

    证监会 is made of characters of 证券及期货事务监察委员会, and an acronym is in Latin letters;
    what else stands in brackets is a remark.
    """
    is_name = np.ones(len(begin), bool)
    for number in np.flatnonzero(brackets[end - 1]).tolist():
        keys = [
            words[key]
            for key in side.keys[begin[number] : end[number] - 1].tolist()
        ]
        openings = [at for at, key in enumerate(keys) if key in "（("]
        if not openings:  # of a title in which a bracket stands
            continue
        long, short = (
            "".join(keys[: openings[-1]]),
            "".join(keys[openings[-1] + 1 :]),
        )
        inner = short.strip("《》“”「」")
        is_short_name = len(inner) < len(long) and set(inner) <= set(long)
        is_name[number] = bool(inner) and (
            (inner.isascii() and inner.isalpha()) or is_short_name
        )
    return is_name


def _fits_in_length(side: Tokens, closes: Ints, begin: Ints, end: Ints) -> Ints:
    """Whether a Chinese span has the length of a term; a title or a double name may be longer."""
    length = side.end[end - 1] - side.start[begin]
    fits = (length <= _ZH_CHARACTERS[1]) & (end - begin <= _ZH_TOKENS)
    fits |= (length <= _ZH_NAME_CHARACTERS) & closes[end - 1]
    fits &= length >= _ZH_CHARACTERS[0]
    return np.asarray(fits)


def _among(side: Tokens, words: dict[str, int], wanted: Iterable[str]) -> Ints:
    """Which tokens are one of some words."""
    flags = np.zeros(len(words) + 1, bool)  # the last place is for the key -1
    flags[[words[word] for word in wanted if word in words]] = True
    return flags[side.keys]


def _runs(
    side: Tokens, starts: Ints, ends: Ints, barrier: Ints, *, longest: int
) -> tuple[Ints, Ints]:
    """Every run of tokens of one block that begins and ends well and crosses no barrier."""
    size = len(side.keys)
    crossed = np.concatenate(([0], np.cumsum(barrier)))
    limit = np.repeat(side.first[1:], np.diff(side.first))
    begins: list[Ints] = []
    ends_of: list[Ints] = []
    for length in range(1, longest + 1):
        begin = np.flatnonzero(starts[: max(0, size - length + 1)])
        end = begin + length
        good = (
            ends[end - 1]
            & (end <= limit[begin])
            & (crossed[end] == crossed[begin])
        )
        begins.append(begin[good])
        ends_of.append(end[good])
    begin, end = np.concatenate(begins), np.concatenate(ends_of)
    order = np.lexsort((end, begin))
    return begin[order], end[order]


def _blank_inside(side: Tokens, begin: Ints, end: Ints) -> Ints:
    """Whether a blank parts two Chinese words of a span: there a line or a title ends."""
    han = ~np.isin(side.kinds, (SIGN, NUMBER, LATIN))
    blank = np.zeros(len(side.keys) + 1, bool)
    blank[1:-1] = (side.start[1:] > side.end[:-1]) & han[1:] & han[:-1]
    seen = np.cumsum(blank)
    inside: Ints = seen[end - 1] > seen[begin]
    return inside


def _balanced(opening: Ints, closing: Ints, begin: Ints, end: Ints) -> Ints:
    """Whether every bracket that closes in a span has opened in it, and none stays open."""
    depth = np.concatenate(([0], np.cumsum(opening.astype(int) - closing)))
    lowest = depth[end]
    for distance in range(1, int((end - begin).max(initial=1))):
        lowest = np.minimum(lowest, depth[np.minimum(begin + distance, end)])
    balanced: Ints = (depth[end] == depth[begin]) & (lowest >= depth[begin])
    return balanced


def _is_number(side: Tokens, begin: Ints, end: Ints) -> Ints:
    """Whether a span holds nothing but numbers and signs."""
    words = np.concatenate(
        ([0], np.cumsum(~np.isin(side.kinds, (SIGN, NUMBER))))
    )
    is_number: Ints = words[end] == words[begin]
    return is_number


def _typed(
    side: Tokens, begin: Ints, end: Ints, around: _Surroundings, *, least: int
) -> Spans:
    """The spans with their types, without those whose type is seen less than *least* times."""
    hashes = _hashes(side, begin, end)
    _, number, count = np.unique(
        hashes, return_inverse=True, return_counts=True
    )
    before, after = begin - 1, np.minimum(end, len(side.keys) - 1)
    block_begins = np.isin(begin, side.first)
    block_ends = np.isin(end, side.first)
    left, right = (
        block_begins | around.bound[before],
        block_ends | around.bound[after],
    )
    lists_before = around.lists[before] & ~block_begins
    lists_after = around.lists[after] & ~block_ends
    listed = (lists_before & right) | (lists_after & left)
    joined = (around.joins[before] & ~block_begins) | (
        around.joins[after] & ~block_ends
    )
    quoted = (
        around.opens[before]
        & around.closes[after]
        & ~block_begins
        & ~block_ends
    )
    quoted |= around.opens[begin] & around.closes[end - 1]
    is_frequent = count[number] >= least
    _, number = np.unique(number[is_frequent], return_inverse=True)
    return Spans(
        begin[is_frequent],
        end[is_frequent],
        block=side.block()[begin[is_frequent]],
        type=number,
        types=int(number.max(initial=-1)) + 1,
        left=left[is_frequent],
        right=right[is_frequent],
        listed=listed[is_frequent],
        joined=joined[is_frequent],
        quoted=quoted[is_frequent],
        glossed=around.brackets[end[is_frequent] - 1],
    )


def _hashes(side: Tokens, begin: Ints, end: Ints) -> NDArray[np.uint64]:
    """A hash of the keys of each span."""
    code = np.zeros(len(begin), np.uint64)
    for distance in range(int((end - begin).max(initial=0))):
        at = begin + distance
        key = side.keys[np.minimum(at, len(side.keys) - 1)].astype(
            np.uint64
        ) + np.uint64(1)
        mixed = (code ^ (key * _MULTIPLIER)) * _MULTIPLIER
        code = np.where(at < end, mixed ^ (mixed >> np.uint64(29)), code)
    return code
