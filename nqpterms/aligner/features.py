"""What a bead shows: its features, each a number whose weight is learned.

    texts, Tokens, Links, band ──gather──▶ Evidence ──score──▶ a score for each bead of the lattice

Two kinds of sums make a bead of any size cost the same. What a text has (lengths, signs, the mass
of its words) is summed up to each point, so a bead's share is a difference. What of a sentence is
translated in a *window* of 1 to 5 sentences of the other text is worked out once for every
sentence and window in reach, so a bead's matched mass is a sum of at most five numbers. A bead of
the sentences 7 and 8 with 9 looks up: 7 in the window (9), 8 in the window (9), and 9 in the
window (7, 8).

Lengths are in Chinese characters' worth; masses in rare words' worth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from nqpterms.aligner.encoder import TextVectors, cosine_features
from nqpterms.aligner.lattice import COLUMNS, FULL, KINDS, Lattice
from nqpterms.aligner.links import (
    Floats,
    Ints,
    TextTokens,
    VocabularyLinks,
    spread,
)
from nqpterms.lang.chinese import HAN

Mass = NDArray[np.float32]

LENGTH_RATIO = 3.8
"""English characters for a Chinese one, blanks left out, before the texts themselves tell."""
_WINDOW = 5
"""Sentences in the longest window: the largest side of a bead."""
_BEST, _SHARE = 0, 1
"""Planes of window masses: by the best link, and by the share of all links in reach."""
_NOISE = 0.3  # strength of a link to anywhere else that every token may have
# Sentences whose windows are worked out at once: bounds the memory.
_SENTENCES = 256
_BEADS = 16384  # beads scored at once: bounds the memory
_SPREAD = 1.5  # Chinese characters: variance of a translation's length for each (Gale–Church's s²)

# An apostrophe is a quotation mark only at the edge of a word, against a sign.
_OPEN_QUOTE = r"[“„「『]|(?:^|(?<=[\s(\[—–:：，。！？]))[\"'‘](?=\S)"
_CLOSE_QUOTE = r"[”」』]|(?<=[.,!?…—;:\-])['’]|(?<=\S)\"(?!\w)"
_QUOTES = re.compile(f"(?P<open>{_OPEN_QUOTE})|(?:{_CLOSE_QUOTE})")
_SIGNS = (
    *(re.compile(group) for group in ("[?？]", "[!！]")),
    _QUOTES,
    *(
        re.compile(group)
        for group in ("[:：]", "[;；]", "[…—–]", r"[()（）\[\]]")
    ),
)
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[^\W_]")

PRIORS = tuple(f"{a}-{b}" for a, b in KINDS[:FULL])
PAIR = (
    *(
        "zh matched",
        "zh unmatched",
        "en matched",
        "en unmatched",
        "zh coverage",
        "en coverage",
    ),
    *(
        "weakest zh",
        "weakest en",
        "zh share",
        "en share",
        "zh share weakest",
        "en share weakest",
    ),
    *("numbers matched", "numbers unmatched"),
    *("log ratio", "log ratio squared", "z"),
    *(
        "question",
        "exclamation",
        "quote",
        "colon",
        "semicolon",
        "dash",
        "bracket",
    ),
    *("speech differs", "cosine", "cosine grows zh", "cosine grows en"),
    "cosine margin",
)
NULL = ("null", "null length", "null mass", "null context", "null lost")
GAP = ("gap", "gap length", "gap mass", "gap context", "gap lost")
NAMES = (
    *PRIORS,
    *PAIR,
    *(f"{n} {s}" for n in NULL + GAP for s in ("zh", "en")),
    "gap open",
)
"""The names of all weights, in the order of the feature columns."""


class Ranges(Struct, frozen=True):
    """For each row a half-open range of columns; row r's cells start at `first[r]`."""

    low: Ints
    high: Ints
    first: Ints

    def cell(self, row: Ints, column: Ints) -> Ints:
        """The index of a cell among all cells."""
        return self.first[row] + column - self.low[row]


def ranges(low: Ints, high: Ints) -> Ranges:
    """Ranges with the cells counted row by row."""
    first = np.concatenate([[0], np.cumsum(high - low)]).astype(np.int64)
    return Ranges(low, high, first)


class _SideEvidence(Struct, frozen=True):
    """What is known of one text.

    The first five are sums over the sentences before each point, shape (sentences + 1, …);
    `speech` says whether the last quotation mark before it was an opening one. `area` says for
    each sentence where on the other side a window may begin, `words` and `numbers` what of it is
    matched there, shape (2 planes, cells of the area, _WINDOW). `vectors` are an encoder's.
    """

    length: Floats
    mass: Floats
    number_mass: Floats
    signs: Floats
    speech: NDArray[np.bool_]
    area: Ranges
    words: Mass
    numbers: Mass
    vectors: TextVectors | None = None


class Evidence(Struct, frozen=True):
    """All that the features of a pair of texts are computed from."""

    zh: _SideEvidence
    en: _SideEvidence


def gather(
    texts: tuple[Sequence[str], Sequence[str]],
    tokens: tuple[TextTokens, TextTokens],
    links: VocabularyLinks,
    band: tuple[Ints, Ints],
) -> Evidence:
    """The evidence inside a band of lattice nodes (rows 0 … n, half-open columns)."""
    zh_area, en_area = _areas(*band, len(texts[0]), len(texts[1]))
    numbers = [side.only(side.number) for side in tokens]
    words = [side.only(~side.number) for side in tokens]
    back = links.swapped()
    return Evidence(
        _SideEvidence(
            *_sums_of(texts[0], words[0], numbers[0]),
            area=zh_area,
            words=_window_mass(words[0], words[1], links, zh_area),
            numbers=_window_mass(numbers[0], numbers[1], links, zh_area),
        ),
        _SideEvidence(
            *_sums_of(texts[1], words[1], numbers[1]),
            area=en_area,
            words=_window_mass(words[1], words[0], back, en_area),
            numbers=_window_mass(numbers[1], numbers[0], back, en_area),
        ),
    )


def with_links(
    evidence: Evidence,
    tokens: tuple[TextTokens, TextTokens],
    links: VocabularyLinks,
) -> Evidence:
    """The same evidence with other links between the words."""
    zh, en = (side.only(~side.number) for side in tokens)
    zh_words = _window_mass(zh, en, links, evidence.zh.area)
    en_words = _window_mass(en, zh, links.swapped(), evidence.en.area)
    return Evidence(
        replace(evidence.zh, words=zh_words),
        replace(evidence.en, words=en_words),
    )


def _areas(
    low: Ints, high: Ints, rows: int, columns: int
) -> tuple[Ranges, Ranges]:
    """For each sentence of a side, where on the other side a window may begin."""
    reach = np.arange(rows)
    zh_low = low[np.maximum(reach - _WINDOW + 1, 0)]
    zh_high = np.minimum(high[np.minimum(reach + _WINDOW, rows)], columns)
    reach = np.arange(columns)
    first = np.searchsorted(
        high, np.maximum(reach - _WINDOW + 1, 0), side="right"
    )
    last = np.searchsorted(
        low, np.minimum(reach + _WINDOW, columns), side="right"
    )
    zh_area = ranges(zh_low, np.maximum(zh_high, zh_low))
    return zh_area, ranges(first, np.maximum(np.minimum(last, rows), first))


# --- sums over one text ---


def _sums_of(
    texts: Sequence[str], words: TextTokens, numbers: TextTokens
) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.bool_]]:
    """The first five fields of a side's evidence."""
    signs = [[len(sign.findall(text)) for sign in _SIGNS] for text in texts]
    return (
        _sums(_lengths(texts)),
        _sums(_masses(words, len(texts))),
        _sums(_masses(numbers, len(texts))),
        _sums(np.array(signs, dtype=np.float64).reshape(-1, len(_SIGNS))),
        _speech(texts),
    )


def _lengths(texts: Sequence[str]) -> Floats:
    """The length of each text in Chinese characters' worth, at least a third of one."""
    values = [
        len(_HAN.findall(text)) * (1 - 1 / LENGTH_RATIO) for text in texts
    ]
    letters = [len(_LATIN.findall(text)) / LENGTH_RATIO for text in texts]
    lengths: Floats = np.maximum(np.array(values) + np.array(letters), 1 / 3)
    return lengths


def _masses(tokens: TextTokens, sentences: int) -> Floats:
    """The weight of each sentence's tokens."""
    mass = np.bincount(
        tokens.sentence, weights=tokens.weight, minlength=sentences
    )
    return mass.astype(np.float64)


def _speech(texts: Sequence[str]) -> NDArray[np.bool_]:
    """For each point between two texts whether someone is speaking there."""
    is_speech = [False]
    for text in texts:
        marks = [mark.lastgroup for mark in _QUOTES.finditer(text)]
        is_speech.append(marks[-1] == "open" if marks else is_speech[-1])
    return np.array(is_speech)


def _sums(values: Floats) -> Floats:
    return np.concatenate(
        [np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)]
    )


# --- what of a sentence is matched in each window of the other text ---


def _window_mass(
    own: TextTokens, other: TextTokens, links: VocabularyLinks, area: Ranges
) -> Mass:
    """Matched mass, shape (2, cells of *area*, _WINDOW): of a sentence (row) in the window of
    1, 2 … sentences of the other text that begins at the cell's column. *links* are sorted by
    the type of *own*.

    The plane _BEST counts each token by its strongest link in the window; _SHARE by the window's
    share of all its links in the row's range, so that a word that stands everywhere says little.
    """
    rows = len(area.low)
    mass = np.zeros((2, int(area.first[-1]), _WINDOW), dtype=np.float32)
    for top in range(0, rows, _SENTENCES):
        _add_window_mass(
            mass,
            own,
            other,
            links,
            area,
            rows=(top, min(rows, top + _SENTENCES)),
        )
    return mass


def _add_window_mass(
    mass: Mass,
    own: TextTokens,
    other: TextTokens,
    links: VocabularyLinks,
    area: Ranges,
    *,
    rows: tuple[int, int],
) -> None:
    """Adds the masses of some rows.

    Every occurrence of a token gets a strip of cells, one for each sentence in its row's reach,
    with the strength of its best link there: 小麦 might get 0 0 .9 0 .2. The best of a window is
    then the maximum of neighbouring cells, and the window's share their sum.
    """
    types, columns, strength = _best_links(own, other, links, area, rows)
    begin, end = np.searchsorted(own.sentence, rows)
    sentence = own.sentence[begin:end]
    width = area.high[sentence] - area.low[sentence] + _WINDOW - 1
    # The links inside the reach of each occurrence.
    size = int(columns.max(initial=0)) + 1
    keys = types * size + columns
    base = own.type[begin:end] * size
    first = np.searchsorted(keys, base + np.minimum(area.low[sentence], size))
    last = np.searchsorted(
        keys, base + np.minimum(area.low[sentence] + width, size)
    )
    run, index = spread(first, last - first)
    # The strips, one behind the other.
    strip = np.cumsum(width) - width
    strips = np.zeros(int(width.sum()) + _WINDOW, dtype=np.float32)
    strips[strip[run] + columns[index] - area.low[sentence][run]] = strength[
        index
    ]
    total = (
        np.bincount(run, weights=strength[index], minlength=len(sentence))
        + _NOISE
    )
    # The cells where a window begins, and the cell of the area to which each adds.
    inside = width - (_WINDOW - 1)
    run, cell = spread(strip, inside)
    target = spread(area.first[sentence] - area.first[rows[0]], inside)[1]
    weight = own.weight[begin:end].astype(np.float32)[run]
    part = (own.weight[begin:end] / total).astype(np.float32)[run]
    cells = slice(int(area.first[rows[0]]), int(area.first[rows[1]]))
    count = cells.stop - cells.start
    best = np.zeros(len(cell), dtype=np.float32)
    share = np.zeros(len(cell), dtype=np.float32)
    for span in range(_WINDOW):
        best = np.maximum(best, strips[cell + span])
        share += strips[cell + span]
        mass[_BEST, cells, span] = np.bincount(
            target, weights=weight * best, minlength=count
        )
        mass[_SHARE, cells, span] = np.bincount(
            target, weights=part * share, minlength=count
        )


def _best_links(
    own: TextTokens,
    other: TextTokens,
    links: VocabularyLinks,
    area: Ranges,
    rows: tuple[int, int],
) -> tuple[Ints, Ints, Floats]:
    """(own type, other sentence, strength), sorted: the best link of the rows' types there."""
    begin, end = np.searchsorted(own.sentence, rows)
    types = np.unique(own.type[begin:end])
    # The occurrences of the other text within reach, by type.
    reach = (area.low[rows[0]], int(area.high[rows[1] - 1]) + _WINDOW - 1)
    begin, end = np.searchsorted(other.sentence, reach)
    order = np.argsort(other.type[begin:end], kind="stable")
    postings = other.type[begin:end][order]
    sentence = other.sentence[begin:end][order]
    # The links of the types, and of each link the occurrences.
    first, last = (
        np.searchsorted(links.zh, types, side=side)
        for side in ("left", "right")
    )
    _, pick = spread(first, last - first)
    linked = links.en[pick]
    first, last = (
        np.searchsorted(postings, linked, side=side)
        for side in ("left", "right")
    )
    run, index = spread(first, last - first)
    # Of several links of a type to a sentence the strongest: sorted by type, sentence and rank in
    # one number, it is the first.
    falling = np.argsort(-links.strength[pick], kind="stable")
    rank = np.empty_like(falling)
    rank[falling] = np.arange(len(falling))
    size = max(1, len(rank))
    wide = int(reach[1]) + 1
    keys = (links.zh[pick][run] * wide + sentence[index]) * size + rank[run]
    keys.sort()
    place = keys // size
    new = np.diff(place, prepend=-1) != 0
    strongest = falling[keys[new] - place[new] * size]
    types, column = np.divmod(place[new], wide)
    return types, column, links.strength[pick[strongest]]


# --- the features of a bead ---


class _BeadSides(Struct, frozen=True):
    """One side of many beads of one kind: `size` sentences from `start`, against the window of
    `span` sentences of the other text that begins at `at`."""

    side: _SideEvidence
    start: Ints
    size: int
    at: Ints
    span: int

    def sum(self, sums: Floats) -> Floats:
        """What the sentences have of a field of sums."""
        total: Floats = sums[self.start + self.size] - sums[self.start]
        return total


class _Matched(Struct, frozen=True):
    """What of a side is matched: word mass by best link and by share, number mass, and the
    coverage of the sentence with the lowest, by both measures."""

    words: Floats
    share: Floats
    numbers: Floats
    weakest: Floats
    weakest_share: Floats


def _matched(part: _BeadSides) -> _Matched:
    words, share, numbers = (np.zeros(len(part.start)) for _ in range(3))
    weakest, weakest_share = (np.ones(len(part.start)) for _ in range(2))
    side = part.side
    for step in range(part.size):
        row = part.start + step
        cell = side.area.cell(row, part.at)
        total = side.mass[row + 1] - side.mass[row] + 0.3
        by_best = side.words[_BEST, cell, part.span - 1].astype(np.float64)
        by_share = side.words[_SHARE, cell, part.span - 1].astype(np.float64)
        words = words + by_best
        share = share + by_share
        numbers += side.numbers[_BEST, cell, part.span - 1]
        weakest = np.minimum(weakest, (by_best + 0.1) / total)
        weakest_share = np.minimum(weakest_share, (by_share + 0.1) / total)
    return _Matched(words, share, numbers, weakest, weakest_share)


def pair_features(
    evidence: Evidence, i: Ints, j: Ints, kind: int, ratio: float
) -> Floats:
    """The features PAIR of the beads of one kind that end in the nodes (i, j).

    *ratio* is log(English length / Chinese length) of this pair of texts, both in characters'
    worth (0 where the prior holds).
    """
    a, b = KINDS[kind]
    zh = _BeadSides(evidence.zh, i - a, a, j - b, b)
    en = _BeadSides(evidence.en, j - b, b, i - a, a)
    columns = [
        *_word_features(zh, en),
        *_length_features(zh, en, ratio),
        *_sign_features(zh, en),
        evidence.zh.speech[i] != evidence.en.speech[j],
        *cosine_features(
            evidence.zh.vectors, evidence.en.vectors, (i - a, i), (j - b, j)
        ),
    ]
    return np.stack(columns, axis=1).astype(np.float64)


def _word_features(zh: _BeadSides, en: _BeadSides) -> list[Floats]:
    """What is matched of the words and numbers of both sides."""
    left, right = _matched(zh), _matched(en)
    left_total, right_total = zh.sum(zh.side.mass), en.sum(en.side.mass)
    left_lost = np.maximum(zh.sum(zh.side.number_mass) - left.numbers, 0)
    right_lost = np.maximum(en.sum(en.side.number_mass) - right.numbers, 0)
    return [
        left.words,
        np.maximum(left_total - left.words, 0),
        right.words,
        np.maximum(right_total - right.words, 0),
        np.log((left.words + 0.2) / (left_total + 0.4)),
        np.log((right.words + 0.2) / (right_total + 0.4)),
        left.weakest,
        right.weakest,
        left.share,
        right.share,
        left.weakest_share,
        right.weakest_share,
        np.minimum(left.numbers, right.numbers),
        left_lost + right_lost,
    ]


def _length_features(
    zh: _BeadSides, en: _BeadSides, ratio: float
) -> list[Floats]:
    expected = zh.sum(zh.side.length) * math.exp(ratio)
    actual = en.sum(en.side.length)
    off = np.log((actual + 1) / (expected + 1))
    z = np.abs(actual - expected) / np.sqrt(
        _SPREAD * (expected + actual) / 2 + 1
    )
    return [np.abs(off), np.minimum(off**2, 9), np.minimum(z, 8)]


def _sign_features(zh: _BeadSides, en: _BeadSides) -> list[Floats]:
    """By how many signs of each group the sides differ."""
    difference = np.abs(zh.sum(zh.side.signs) - en.sum(en.side.signs))
    return list(np.minimum(difference, 4).T)


def null_features(
    evidence: Evidence, i: Ints, j: Ints, kind: int, lost: tuple[float, float]
) -> Floats:
    """The features NULL of a sentence without a partner, passed over on the way to (i, j).

    *lost* is the share of each side's sentences that seem to have none: where much of a text is
    gone, one more such sentence is no surprise.
    """
    is_chinese = KINDS[kind] == (1, 0)
    side, other = (
        (evidence.zh, evidence.en) if is_chinese else (evidence.en, evidence.zh)
    )
    row, at = (i - 1, j) if is_chinese else (j - 1, i)
    mass = side.mass[row + 1] - side.mass[row]
    length = side.length[row + 1] - side.length[row]
    context = np.zeros(len(row))
    if len(other.length) > 1 and side.words.size:
        # What the sentences round the place on the other side have of it.
        low, high = side.area.low[row], side.area.high[row]
        start = np.clip(at - 1, low, np.maximum(high - 1, low))
        cell = np.where(high > low, side.area.cell(row, start), 0)
        context = np.where(high > low, side.words[_BEST, cell, 1], 0)
    share = np.full(len(row), lost[kind - FULL])
    return np.stack(
        [np.ones(len(row)), np.log1p(length), mass, context, share], axis=1
    )


def null_places(kind: int) -> list[tuple[int, Ints]]:
    """A null bead's score columns, alone and in a gap, and where the weights of each stand."""
    first = FULL + len(PAIR) + kind - FULL + 2 * np.arange(len(NULL))
    return [(kind, first), (kind + 2, first + 2 * len(NULL))]


def score(
    lattice: Lattice,
    evidence: Evidence,
    weights: Floats,
    *,
    ratio: float = 0.0,
    lost: tuple[float, float] = (0.0, 0.0),
) -> Floats:
    """The scores of all beads of a lattice, shape (nodes, COLUMNS)."""
    size = len(lattice.i)
    scores = np.full((size, COLUMNS), -np.inf)
    for kind in range(len(KINDS)):
        nodes = np.flatnonzero(lattice.before[:, kind] < size)
        for part in np.array_split(nodes, len(nodes) // _BEADS + 1):
            i, j = lattice.i[part], lattice.j[part]
            if kind < FULL:
                values = pair_features(evidence, i, j, kind, ratio)
                scores[part, kind] = (
                    weights[kind] + values @ weights[FULL : FULL + len(PAIR)]
                )
                continue
            values = null_features(evidence, i, j, kind, lost)
            for column, places in null_places(kind):
                scores[part, column] = values @ weights[places]
    return scores
