"""Segments → all candidate pairs with their features, and the models that judge them.

    Segments ──analyse──▶ Analysis ──chosen_pairs──▶ a pair a Chinese type ──term_table──▶ p(term)

A *pair* is a Chinese type with an English type; its features say how likely the English is the
rendering. A *term* is a Chinese type with the pair that was chosen for it; its features say how
likely it is a term at all. Names and order are those of PAIR and TERM; the weights of all models
are learned (`term_training.py`). The rows that come first are judged again (`row_judging.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from msgspec import Struct

from nqpterms.extraction.pairs import Places, scored_places
from nqpterms.extraction.spans import Spans, chinese_spans, english_spans
from nqpterms.model.alignment import Segment
from nqpterms.renderings.association import (
    SpanPair,
    given_strengths,
    learn,
    links_of,
    strengths,
)
from nqpterms.renderings.blocks import Blocks, Floats, Ints, Tokens, blocks_of
from nqpterms.renderings.tokens import FUNCTION, NUMBER, VERB

PAIR = (
    *("share", "dice", "score", "best score", "reciprocal", "log count"),
    *("left edge", "right edge", "longest", "shorter", "length", "hyphen cut"),
    *("verb", "of", "and", "acronym", "number", "participle", "adjective"),
    *("and cut", "listed"),
)
TERM = (
    *("pair", "dice", "reciprocal", "score", "log count", "share"),
    *(
        "zh left edge",
        "zh right edge",
        "zh entropy",
        "en left edge",
        "en right edge",
    ),
    *("two characters", "one word", "zh verb", "long", "的", "number", "latin"),
    *("capitals", "en one word", "en words", "verb", "longer zh"),
    *(
        "once",
        "bounded",
        "listed",
        "quoted",
        "glossed",
        "prefix",
        "and cut",
        "en participle",
    ),
)


ROW = (
    *("pair", "term", "log count"),
    *("english known", "weakest english", "chinese known", "weakest chinese"),
)
MODELS = ("pair", "term", "once", "row")
"""The models of extraction, as `TermModels` takes them."""


class Analysis(Struct, frozen=True):
    """The blocks of some segments, their candidate spans, and the pairs of these."""

    blocks: Blocks
    zh: Spans
    en: Spans
    places: Places
    pairs: Pairs

    def names(self) -> tuple[list[str], list[str]]:
        """The keys of each Chinese and each English type, as one string."""
        blocks = self.blocks
        chinese = _names(blocks.zh, self.zh, blocks.zh_words, glue="")
        return chinese, _names(blocks.en, self.en, blocks.en_words, glue=" ")


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


def analyse(
    segments: Sequence[Segment],
    *,
    links: Sequence[Sequence[SpanPair]] | None = None,
    once: bool = False,
) -> Analysis:
    """Everything that the segments say, before any weight.

    *links* of another word aligner are taken instead of our own. With *once* the Chinese that
    stands once is among the candidates.
    """
    blocks = blocks_of(segments)
    own_links = links_of(blocks)
    if links is None:
        strength = strengths(blocks, own_links, learn(blocks))
    else:
        strength = given_strengths(blocks, own_links, links)
    zh, en = chinese_spans(blocks, once=once), english_spans(blocks)
    places = scored_places(blocks, own_links, strength, zh, en)
    return Analysis(blocks, zh, en, places, _pair_table(blocks, zh, en, places))


# --- the models ---


class LogisticModel(Struct, frozen=True):
    """One weight a feature, by name, and a bias."""

    values: Mapping[str, float]
    bias: float

    def probability(self, features: Floats, names: Sequence[str]) -> Floats:
        """The probability (0–1) of each row of *features*, whose columns are *names*."""
        weights = np.array([self.values.get(name, 0.0) for name in names])
        chance: Floats = 1 / (1 + np.exp(-(features @ weights + self.bias)))
        return chance


class TermModels(Struct, frozen=True):
    """p(this English renders this Chinese) and p(this Chinese is a term).

    Of a Chinese that stands once its own model says how likely it is a term. `row` judges a pair
    again, with a dictionary (`row_judging.py`).
    """

    pair: LogisticModel
    term: LogisticModel
    once: LogisticModel
    row: LogisticModel

    def pair_probability(self, features: Floats) -> Floats:
        """p(pair) of rows of pair features."""
        return self.pair.probability(features, PAIR)

    def term_probability(self, features: Floats) -> Floats:
        """p(term) of rows of term features."""
        is_once = features[:, TERM.index("once")] > 0
        often, once = (
            model.probability(features, TERM)
            for model in (self.term, self.once)
        )
        return np.where(is_once, once, often)


@cache
def load_models() -> TermModels:
    """The models that ship with the package.

    >>> load_models().pair.values["longest"] < 0 < load_models().pair.values["right edge"]
    True
    """
    text = (files("nqpterms.extraction") / "weights.json").read_text(
        encoding="utf-8"
    )
    learned = json.loads(text)
    models: list[LogisticModel] = []
    for name in MODELS:
        models.append(
            LogisticModel(learned[name]["weights"], learned[name]["bias"])
        )
    return TermModels(*models)


def chosen_pairs(pairs: Pairs, models: TermModels) -> tuple[Ints, Floats]:
    """For each Chinese type its likeliest pair, and p(pair) of that."""
    likely = models.pair_probability(pairs.features)
    order = np.lexsort((likely, pairs.zh))
    zh = pairs.zh[order]
    last = np.ones(len(order), bool)
    last[:-1] = zh[1:] != zh[:-1]
    chosen = order[last]
    return chosen, likely[chosen]


def pair_column(pairs: Pairs, name: str) -> Floats:
    """One feature of all pairs."""
    column: Floats = pairs.features[:, PAIR.index(name)]
    return column


# --- the features of pairs ---


def _pair_table(blocks: Blocks, zh: Spans, en: Spans, places: Places) -> Pairs:
    """All pairs with their features."""
    width = max(1, en.types)
    code = zh.type[places.zh].astype(np.int64) * width + en.type[places.en]
    codes, pair, count = np.unique(
        code, return_inverse=True, return_counts=True
    )
    z, e = codes // width, codes % width
    total = np.bincount(pair, places.score, len(codes))
    best = np.zeros(len(codes))
    np.maximum.at(best, pair, places.score)
    zh_count, en_count = (
        np.bincount(side.type, minlength=side.types) for side in (zh, en)
    )
    strongest = np.zeros(en.types)  # of all pairs with an English type
    np.maximum.at(strongest, e, total)
    longest, shorter = _rivals(en, places, pair, total)
    traits = _english_traits(blocks.en, en, blocks.en_words)
    ratio = np.log(_lengths(blocks.en, en)[e] / _lengths(blocks.zh, zh)[z])
    numbers_differ = (
        _number_of(blocks.zh, zh, NUMBER)[z]
        != _number_of(blocks.en, en, NUMBER)[e]
    )
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
        "length": np.abs(ratio - _length_ratio(blocks)),
        "number": numbers_differ,
        "and cut": np.bincount(
            pair, en.joined[places.en] & ~zh.joined[places.zh]
        )
        / count,
        "listed": np.bincount(pair, en.listed[places.en] & zh.listed[places.zh])
        / count,
        **{name: values[e] for name, values in traits.items()},
    }
    features = np.stack(
        [np.asarray(table[name], float) for name in PAIR], axis=1
    )
    return Pairs(z, e, pair, count, total, features)


# --- the features of terms ---


def term_table(analysis: Analysis, *, chosen: Ints, likely: Floats) -> Floats:
    """The features of the Chinese type of each *chosen* pair; *likely* is p(pair) of each."""
    blocks, zh, en, pairs = (
        analysis.blocks,
        analysis.zh,
        analysis.en,
        analysis.pairs,
    )
    z, e = pairs.zh[chosen], pairs.en[chosen]
    column = {name: pairs.features[chosen, n] for n, name in enumerate(PAIR)}
    sample = first_of_types(zh)
    begin, end = zh.begin[sample], zh.end[sample]
    words = blocks.zh.words[end] - blocks.zh.words[begin]
    length = blocks.zh.end[end - 1] - blocks.zh.start[begin]
    en_sample = first_of_types(en)
    en_words = (
        blocks.en.words[en.end[en_sample]]
        - blocks.en.words[en.begin[en_sample]]
    )[e]
    has_de = _has(blocks.zh, zh, blocks.zh_words.get("的", -2))
    table = {
        "pair": likely,
        **{
            name: column[name]
            for name in ("dice", "reciprocal", "score", "share", "verb")
        },
        "log count": np.log(np.bincount(zh.type, minlength=zh.types))[z],
        "zh left edge": zh.mean(zh.left)[z],
        "zh right edge": zh.mean(zh.right)[z],
        "zh entropy": np.minimum(
            _entropy(blocks.zh, zh, -1), _entropy(blocks.zh, zh, 1)
        )[z],
        "en left edge": column["left edge"],
        "en right edge": column["right edge"],
        "two characters": (length == 2)[z],
        "one word": (words == 1)[z],
        "zh verb": (blocks.zh.kinds[begin] == VERB)[z],
        "long": (length > 9)[z],
        "的": has_de[z],
        "number": (_number_of(blocks.zh, zh, NUMBER) > 0)[z],
        "latin": _begins_in_latin(blocks, zh)[z],
        "capitals": _capitals(blocks, en)[e],
        "en one word": en_words == 1,
        "en words": en_words,
        "longer zh": _contained(zh)[z],
        "once": (np.bincount(zh.type, minlength=zh.types) == 1)[z],
        "bounded": zh.mean(zh.left & zh.right)[z],
        "quoted": zh.mean(zh.quoted)[z],
        "glossed": zh.mean(zh.glossed)[z],
        "prefix": (blocks.zh.kinds[begin] == FUNCTION)[z],
        "listed": column["listed"],
        "and cut": column["and cut"],
        "en participle": column["participle"],
    }
    return np.stack([np.asarray(table[name], float) for name in TERM], axis=1)


def _rivals(
    en: Spans, places: Places, pair: Ints, total: Floats
) -> tuple[Floats, Floats]:
    """For each pair how a longer and a shorter English span for the same Chinese compares.

    Of the longer: whether the best of them has 0.85 of the total or more, smoothly; of the
    shorter: its share of the total, at most 2.
    """
    longer, shorter = np.zeros(len(total)), np.zeros(len(total))
    begin, end = en.begin[places.en], en.end[places.en]
    for distance in range(1, 4):  # of the up to four English spans of a place
        one = np.arange(max(0, len(places.zh) - distance))
        other = one + distance
        together = places.zh[one] == places.zh[other]
        one, other = one[together], other[together]
        for small, big in ((one, other), (other, one)):
            inside = (begin[big] <= begin[small]) & (end[big] >= end[small])
            small_pair, big_pair = pair[small[inside]], pair[big[inside]]
            np.maximum.at(
                longer, small_pair, total[big_pair] / total[small_pair]
            )
            np.maximum.at(
                shorter, big_pair, total[small_pair] / total[big_pair]
            )
    smooth = 1 / (1 + np.exp(-12 * (longer - 0.85)))
    return smooth, np.minimum(shorter, 2)


def _english_traits(
    side: Tokens, en: Spans, words: dict[str, int]
) -> dict[str, Floats]:
    """What the words of each English type say."""
    sample = first_of_types(en)
    begin, last = en.begin[sample], en.end[sample] - 1
    names = list(words)
    last_words = [names[key] for key in side.keys[last].tolist()]
    is_hyphen = np.array([name in "-–" for name in names] + [False])[side.keys]
    cut = is_hyphen[np.maximum(en.begin - 1, 0)] & (en.begin > 0)
    cut |= is_hyphen[np.minimum(en.end, len(is_hyphen) - 1)]
    is_one_word = last == begin
    return {
        "hyphen cut": en.mean(cut),
        "verb": (side.kinds[begin] == VERB).astype(float),
        "of": _has(side, en, words.get("of", -2)).astype(float),
        "and": _has(side, en, words.get("and", -2)).astype(float),
        "acronym": (is_one_word & (side.case[begin] == 2)).astype(float),
        "participle": np.array(
            [word.endswith("ed") for word in last_words], float
        ),
        "adjective": np.array(
            [word.endswith(("al", "ive")) for word in last_words], float
        ),
    }


def _begins_in_latin(blocks: Blocks, zh: Spans) -> Floats:
    """Whether the first key of each Chinese type is in Latin letters."""
    names = list(blocks.zh_words)
    keys = blocks.zh.keys[zh.begin[first_of_types(zh)]].tolist()
    return np.array([names[key].isascii() for key in keys], float)


def _capitals(blocks: Blocks, en: Spans) -> Floats:
    """The share of the places of each type with a capital that no sentence's beginning explains."""
    side = blocks.en
    capital = np.concatenate(
        ([0], np.cumsum((side.case > 0) & (side.kinds != FUNCTION)))
    )
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
    length: Floats = (
        side.end[spans.end[sample] - 1] - side.start[spans.begin[sample]]
    )
    return length


def _length_ratio(blocks: Blocks) -> float:
    """The logarithm of English over Chinese code points of all tokens."""
    letters = [
        int((side.end - side.start).sum()) for side in (blocks.en, blocks.zh)
    ]
    return float(np.log(max(1, letters[0]) / max(1, letters[1])))


def _entropy(side: Tokens, spans: Spans, step: int) -> Floats:
    """The entropy (nats) of the tokens beside the spans of each type, before (-1) or behind (1)."""
    at = spans.begin - 1 if step < 0 else spans.end
    inside = (at >= 0) & (at < len(side.keys))
    beside = np.where(
        inside, side.keys[np.clip(at, 0, max(0, len(side.keys) - 1))], -1
    )
    bound = spans.left if step < 0 else spans.right
    # Each sign is a neighbour of its own.
    beside = np.where(bound, -np.arange(len(at)) - 2, beside)
    width = np.int64(2 * len(at) + len(side.keys) + 4)
    codes, count = np.unique(
        spans.type * width + beside + len(at) + 2, return_counts=True
    )
    owner = codes // width
    size = np.bincount(spans.type, minlength=spans.types)
    share = count / size[owner]
    entropy: Floats = np.bincount(owner, -share * np.log(share), spans.types)
    return entropy


def _contained(zh: Spans) -> Floats:
    """The share of the places of each type that stand inside a longer span seen twice or more."""
    count = np.bincount(zh.type, minlength=zh.types)
    ends = np.where(count[zh.type] > 1, zh.end, 0)
    begins = zh.begin
    reach = np.zeros(int(zh.end.max(initial=0)) + 1, int)
    np.maximum.at(reach, begins, ends)
    far = np.maximum.accumulate(reach)
    before = np.concatenate(([0], far))[begins]
    inside = (before >= zh.end) | (reach[begins] > zh.end)
    return zh.mean(inside)


# --- spans by type ---


def first_of_types(spans: Spans) -> Ints:
    """The first span of each type."""
    return np.unique(spans.type, return_index=True)[1]


def _names(
    side: Tokens, spans: Spans, words: Mapping[str, int], *, glue: str
) -> list[str]:
    """The types of spans as text: what is compared, not what is shown."""
    vocabulary = list(words)
    keys = [vocabulary[key] for key in side.keys.tolist()]
    sample = first_of_types(spans)
    edges = zip(
        spans.begin[sample].tolist(), spans.end[sample].tolist(), strict=True
    )
    return [glue.join(keys[begin:end]) for begin, end in edges]
