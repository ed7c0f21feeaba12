"""What is known of a pair of spans over all its places, and of a Chinese span as a term.

A *pair* is a Chinese type with an English type; its features say how likely the English is the
rendering. A *term* is a Chinese type with the pair that was chosen for it; its features say how
likely it is a term at all. Names and order are those of PAIR and TERM.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from nqpterms.extraction.pairs import Places
from nqpterms.extraction.spans import Spans
from nqpterms.renderings.blocks import Blocks, Floats, Ints, Tokens
from nqpterms.renderings.tokens import FUNCTION, NUMBER, VERB

PAIR = (
    *("share", "dice", "score", "best score", "reciprocal", "log count"),
    *("left edge", "right edge", "longest", "shorter", "length", "hyphen cut"),
    *("verb", "of", "and", "acronym", "number", "participle", "adjective"),
)
TERM = (
    *("pair", "dice", "reciprocal", "score", "log count", "share"),
    *("zh left edge", "zh right edge", "zh entropy", "en left edge", "en right edge"),
    *("two characters", "one word", "zh verb", "long", "的", "number", "latin"),
    *("capitals", "en one word", "en words", "verb", "longer zh"),
)


class Analysis(Struct, frozen=True):
    """The blocks of some segments, their candidate spans, and the pairs of these."""

    blocks: Blocks
    zh: Spans
    en: Spans
    places: Places
    pairs: Pairs

    def names(self) -> tuple[list[str], list[str]]:
        """The keys of each Chinese and each English type, as one string."""
        chinese = _names(self.blocks.zh, self.zh, self.blocks.zh_words, "")
        return chinese, _names(self.blocks.en, self.en, self.blocks.en_words, " ")


class Pairs(Struct, frozen=True):
    """The pairs of types that share a place, sorted by Chinese type.

    `of_place` is the pair of each place; `features` has a row a pair.
    """

    zh: Ints
    en: Ints
    of_place: Ints
    count: Ints
    total: Floats
    features: Floats


def pair_table(blocks: Blocks, zh: Spans, en: Spans, places: Places) -> Pairs:
    """All pairs with their features."""
    width = max(1, en.types)
    code = zh.type[places.zh].astype(np.int64) * width + en.type[places.en]
    codes, pair, count = np.unique(code, return_inverse=True, return_counts=True)
    z, e = codes // width, codes % width
    total = np.bincount(pair, places.score, len(codes))
    best = np.zeros(len(codes))
    np.maximum.at(best, pair, places.score)
    zh_count, en_count = (np.bincount(side.type, minlength=side.types) for side in (zh, en))
    strongest = np.zeros(en.types)
    np.maximum.at(strongest, e, total)
    longest, shorter = _rivals(en, places, pair, total)
    traits = _english_traits(blocks.en, en, blocks.en_words)
    expected = _length_ratio(blocks)
    ratio = np.log(_lengths(blocks.en, en)[e] / _lengths(blocks.zh, zh)[z]) - expected
    number = _number_of(blocks.zh, zh, NUMBER)[z] != _number_of(blocks.en, en, NUMBER)[e]
    table = {
        "share": np.log(count / zh_count[z]),
        "dice": 2 * count / (zh_count[z] + en_count[e]),
        "score": total / count,
        "best score": best,
        "reciprocal": total / strongest[e],
        "log count": np.log(count),
        "left edge": en.mean(en.left)[e],
        "right edge": en.mean(en.right)[e],
        "longest": longest,
        "shorter": shorter,
        "length": np.abs(ratio),
        "number": number,
        **{name: values[e] for name, values in traits.items()},
    }
    features = np.stack([np.asarray(table[name], float) for name in PAIR], axis=1)
    return Pairs(z, e, pair, count, total, features)


def term_table(analysis: Analysis, *, chosen: Ints, likely: Floats) -> Floats:
    """The features of the Chinese type of each *chosen* pair; *likely* is p(pair) of each."""
    blocks, zh, en, pairs = analysis.blocks, analysis.zh, analysis.en, analysis.pairs
    z, e = pairs.zh[chosen], pairs.en[chosen]
    column = {name: pairs.features[chosen, n] for n, name in enumerate(PAIR)}
    sample = first_of_types(zh)
    begin, end = zh.begin[sample], zh.end[sample]
    words = blocks.zh.words[end] - blocks.zh.words[begin]
    length = blocks.zh.end[end - 1] - blocks.zh.start[begin]
    en_sample = first_of_types(en)
    en_words = (blocks.en.words[en.end[en_sample]] - blocks.en.words[en.begin[en_sample]])[e]
    has_de = _has(blocks.zh, zh, blocks.zh_words.get("的", -2))
    table = {
        "pair": likely,
        **{name: column[name] for name in ("dice", "reciprocal", "score", "share", "verb")},
        "log count": np.log(np.bincount(zh.type, minlength=zh.types))[z],
        "zh left edge": zh.mean(zh.left)[z],
        "zh right edge": zh.mean(zh.right)[z],
        "zh entropy": np.minimum(_entropy(blocks.zh, zh, -1), _entropy(blocks.zh, zh, 1))[z],
        "en left edge": column["left edge"],
        "en right edge": column["right edge"],
        "two characters": (length == 2)[z],
        "one word": (words == 1)[z],
        "zh verb": (blocks.zh.kinds[begin] == VERB)[z],
        "long": (length > 9)[z],
        "的": has_de[z],
        "number": (_number_of(blocks.zh, zh, NUMBER) > 0)[z],
        "latin": np.array([s.isascii() for s in _first_keys(blocks, zh)], float)[z],
        "capitals": _capitals(blocks, en)[e],
        "en one word": en_words == 1,
        "en words": en_words,
        "longer zh": _contained(zh)[z],
    }
    return np.stack([np.asarray(table[name], float) for name in TERM], axis=1)


def first_of_types(spans: Spans) -> Ints:
    """The first span of each type."""
    return np.unique(spans.type, return_index=True)[1]


def _first_keys(blocks: Blocks, zh: Spans) -> list[str]:
    names = list(blocks.zh_words)
    return [names[key] for key in blocks.zh.keys[zh.begin[first_of_types(zh)]].tolist()]


def _names(side: Tokens, spans: Spans, words: dict[str, int], glue: str) -> list[str]:
    """The types of spans as text: what is compared, not what is shown."""
    known = list(words)
    keys = [known[key] for key in side.keys.tolist()]
    sample = first_of_types(spans)
    edges = zip(spans.begin[sample].tolist(), spans.end[sample].tolist(), strict=True)
    return [glue.join(keys[a:b]) for a, b in edges]


def _rivals(en: Spans, places: Places, pair: Ints, total: Floats) -> tuple[Floats, Floats]:
    """For each pair how a longer and a shorter English span for the same Chinese compares.

    Of the longer: whether the best of them has 0.85 of the total or more, smoothly; of the
    shorter: its share of the total, at most 2.
    """
    longer, shorter = np.zeros(len(total)), np.zeros(len(total))
    begin, end = en.begin[places.en], en.end[places.en]
    for ahead in range(1, 4):
        one = np.arange(max(0, len(places.zh) - ahead))
        other = one + ahead
        together = places.zh[one] == places.zh[other]
        one, other = one[together], other[together]
        for small, big in ((one, other), (other, one)):
            inside = (begin[big] <= begin[small]) & (end[big] >= end[small])
            s, b = pair[small[inside]], pair[big[inside]]
            np.maximum.at(longer, s, total[b] / total[s])
            np.maximum.at(shorter, b, total[s] / total[b])
    smooth = 1 / (1 + np.exp(-12 * (longer - 0.85)))
    return smooth, np.minimum(shorter, 2)


def _english_traits(side: Tokens, en: Spans, words: dict[str, int]) -> dict[str, Floats]:
    """What the words of each English type say."""
    sample = first_of_types(en)
    begin, last = en.begin[sample], en.end[sample] - 1
    names = list(words)
    last_word = [names[k] for k in side.keys[last].tolist()]
    hyphen = np.array([name in "-–" for name in names] + [False])[side.keys]
    cut = hyphen[np.maximum(en.begin - 1, 0)] & (en.begin > 0)
    cut |= hyphen[np.minimum(en.end, len(hyphen) - 1)]
    one = last == begin
    return {
        "hyphen cut": en.mean(cut),
        "verb": (side.kinds[begin] == VERB).astype(float),
        "of": _has(side, en, words.get("of", -2)).astype(float),
        "and": _has(side, en, words.get("and", -2)).astype(float),
        "acronym": (one & (side.case[begin] == 2)).astype(float),
        "participle": np.array([w.endswith("ed") for w in last_word], float),
        "adjective": np.array([w.endswith(("al", "ive")) for w in last_word], float),
    }


def _capitals(blocks: Blocks, en: Spans) -> Floats:
    """The share of the places of each type with a capital that no sentence's beginning explains."""
    side = blocks.en
    capital = np.concatenate(([0], np.cumsum((side.case > 0) & (side.kinds != FUNCTION))))
    opens = np.isin(en.begin, side.first)
    return en.mean(capital[en.end] - capital[en.begin + opens] > 0)


def _has(side: Tokens, spans: Spans, key: int) -> Ints:
    """Whether the spans of each type hold a key inside."""
    sample = first_of_types(spans)
    seen = np.concatenate(([0], np.cumsum(side.keys == key)))
    has: Ints = seen[spans.end[sample]] > seen[spans.begin[sample]]
    return has


def _number_of(side: Tokens, spans: Spans, kind: int) -> Floats:
    """How many tokens of a kind the spans of each type hold."""
    sample = first_of_types(spans)
    seen = np.concatenate(([0], np.cumsum(side.kinds == kind)))
    count: Floats = seen[spans.end[sample]] - seen[spans.begin[sample]]
    return count


def _lengths(side: Tokens, spans: Spans) -> Floats:
    """The length of each type in code points."""
    sample = first_of_types(spans)
    length: Floats = side.end[spans.end[sample] - 1] - side.start[spans.begin[sample]]
    return length


def _length_ratio(blocks: Blocks) -> float:
    """The logarithm of English over Chinese code points of all tokens."""
    letters = [int((side.end - side.start).sum()) for side in (blocks.en, blocks.zh)]
    return float(np.log(max(1, letters[0]) / max(1, letters[1])))


def _entropy(side: Tokens, spans: Spans, step: int) -> Floats:
    """The entropy (nats) of the tokens beside the spans of each type, before (-1) or behind (1)."""
    at = spans.begin - 1 if step < 0 else spans.end
    inside = (at >= 0) & (at < len(side.keys))
    beside = np.where(inside, side.keys[np.clip(at, 0, max(0, len(side.keys) - 1))], -1)
    bound = spans.left if step < 0 else spans.right
    beside = np.where(bound, -np.arange(len(at)) - 2, beside)  # each sign is a neighbour of its own
    width = np.int64(2 * len(at) + len(side.keys) + 4)
    codes, count = np.unique(spans.type * width + beside + len(at) + 2, return_counts=True)
    owner = codes // width
    size = np.bincount(spans.type, minlength=spans.types)
    share = count / size[owner]
    entropy: Floats = np.bincount(owner, -share * np.log(share), spans.types)
    return entropy


def _contained(zh: Spans) -> Floats:
    """The share of the places of each type that stand inside a longer candidate span."""
    begins = zh.begin
    reach = np.zeros(int(zh.end.max(initial=0)) + 1, int)
    np.maximum.at(reach, begins, zh.end)
    far = np.maximum.accumulate(reach)
    before = np.concatenate(([0], far))[begins]
    inside = (before >= zh.end) | (reach[begins] > zh.end)
    return zh.mean(inside)
