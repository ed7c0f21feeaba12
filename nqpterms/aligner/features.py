"""What a bead shows: its features, each a number whose weight is learned.

Everything is a difference of cumulative sums or a sum of looked-up window masses, so a bead of
any size costs the same. Lengths are in Chinese characters' worth; masses in rare words' worth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.evidence import BEST, SHARE, WINDOW, Ranges, ranges, window_mass
from nqpterms.aligner.lattice import COLUMNS, FULL, KINDS, Lattice
from nqpterms.aligner.tokens import Floats, Ints, Links, Tokens
from nqpterms.lang.chinese import HAN

LENGTH_RATIO = 3.8
"""English characters for a Chinese one, blanks left out, before the texts themselves tell."""

# An apostrophe is a quotation mark only at the edge of a word, against a sign.
_OPEN_QUOTE = r"[“„「『]|(?:^|(?<=[\s(\[—–:：，。！？]))[\"'‘](?=\S)"
_CLOSE_QUOTE = r"[”」』]|(?<=[.,!?…—;:\-])['’]|(?<=\S)\"(?!\w)"
_QUOTES = re.compile(f"(?P<open>{_OPEN_QUOTE})|(?:{_CLOSE_QUOTE})")
_SIGNS = (
    *(re.compile(group) for group in ("[?？]", "[!！]")),
    _QUOTES,
    *(re.compile(group) for group in ("[:：]", "[;；]", "[…—–]", r"[()（）\[\]]")),
)
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[^\W_]")
_CHUNK = 16384  # beads scored at once: bounds the memory
_SPREAD = 1.5  # Chinese characters: variance of a translation's length for each (Gale–Church's s²)

PRIORS = tuple(f"{a}-{b}" for a, b in KINDS[:FULL])
PAIR = (
    *("zh matched", "zh unmatched", "en matched", "en unmatched", "zh coverage", "en coverage"),
    *("weakest zh", "weakest en", "zh share", "en share", "zh share weakest", "en share weakest"),
    *("numbers matched", "numbers unmatched"),
    *("log ratio", "log ratio squared", "z"),
    *("question", "exclamation", "quote", "colon", "semicolon", "dash", "bracket"),
    *("speech differs", "cosine", "cosine grows zh", "cosine grows en"),
)
NULL = ("null", "null length", "null mass", "null context", "null lost")
GAP = ("gap", "gap length", "gap mass", "gap context", "gap lost")
NAMES = (*PRIORS, *PAIR, *(f"{n} {s}" for n in NULL + GAP for s in ("zh", "en")), "gap open")
"""The names of all weights, in the order of the feature columns."""


class Side(NamedTuple):
    """Sums over the sentences before each point, shape (sentences + 1, …)."""

    length: Floats
    mass: Floats
    numbers: Floats
    signs: Floats
    speech: NDArray[np.bool_]  # whether the last quotation mark before was an opening one


class Evidence(NamedTuple):
    """All that the features of a pair of texts are computed from."""

    zh: Side
    en: Side
    zh_area: Ranges
    en_area: Ranges
    zh_words: NDArray[np.float32]
    en_words: NDArray[np.float32]
    zh_numbers: NDArray[np.float32]
    en_numbers: NDArray[np.float32]
    zh_vectors: NDArray[np.float32] | None = None  # sums of the sentences' vectors before a point
    en_vectors: NDArray[np.float32] | None = None


def text_lengths(texts: Sequence[str]) -> Floats:
    """The length of each text in Chinese characters' worth, at least a third of one."""
    values = [len(_HAN.findall(t)) * (1 - 1 / LENGTH_RATIO) for t in texts]
    letters = [len(_LATIN.findall(t)) / LENGTH_RATIO for t in texts]
    lengths: Floats = np.maximum(np.array(values) + np.array(letters), 1 / 3)
    return lengths


def gather(
    texts: tuple[Sequence[str], Sequence[str]],
    tokens: tuple[Tokens, Tokens],
    links: Links,
    band: tuple[Ints, Ints],
) -> Evidence:
    """The evidence inside a band of lattice nodes (rows 0 … n, half-open columns)."""
    zh, en = tokens
    areas = _areas(*band, len(texts[0]), len(texts[1]))
    words = _masses((zh, en), links, areas, number=False)
    numbers = _masses((zh, en), links, areas, number=True)
    return Evidence(_side(texts[0], zh), _side(texts[1], en), *areas, *words, *numbers)


def with_links(evidence: Evidence, tokens: tuple[Tokens, Tokens], links: Links) -> Evidence:
    """The same evidence with other links between the words."""
    areas = evidence.zh_area, evidence.en_area
    zh_words, en_words = _masses(tokens, links, areas, number=False)
    return evidence._replace(zh_words=zh_words, en_words=en_words)


Plane = NDArray[np.float32]


def _masses(
    tokens: tuple[Tokens, Tokens], links: Links, areas: tuple[Ranges, Ranges], *, number: bool
) -> tuple[Plane, Plane]:
    """Window masses of the words or of the numbers, from both sides."""
    zh, en = (_only(side, number) for side in tokens)
    return (
        window_mass(zh, en, links, areas[0]),
        window_mass(en, zh, links.swapped(), areas[1]),
    )


def _only(tokens: Tokens, number: bool) -> Tokens:
    keep = tokens.number == number
    return tokens._replace(
        sentence=tokens.sentence[keep],
        type=tokens.type[keep],
        weight=tokens.weight[keep],
        number=tokens.number[keep],
    )


def _areas(low: Ints, high: Ints, rows: int, columns: int) -> tuple[Ranges, Ranges]:
    """For each sentence of a side, where on the other side a window may begin."""
    reach = np.arange(rows)
    zh_low = low[np.maximum(reach - WINDOW + 1, 0)]
    zh_high = np.minimum(high[np.minimum(reach + WINDOW, rows)], columns)
    reach = np.arange(columns)
    first = np.searchsorted(high, np.maximum(reach - WINDOW + 1, 0), side="right")
    last = np.searchsorted(low, np.minimum(reach + WINDOW, columns), side="right")
    zh_area = ranges(zh_low, np.maximum(zh_high, zh_low))
    return zh_area, ranges(first, np.maximum(np.minimum(last, rows), first))


def _side(texts: Sequence[str], tokens: Tokens) -> Side:
    signs = [[len(sign.findall(t)) for sign in _SIGNS] for t in texts]

    def mass(number: bool) -> Floats:
        kept = _only(tokens, number)
        found = np.bincount(kept.sentence, weights=kept.weight, minlength=len(texts))
        return found.astype(np.float64)

    return Side(
        _sums(text_lengths(texts)),
        _sums(mass(False)),
        _sums(mass(True)),
        _sums(np.array(signs, dtype=np.float64).reshape(-1, len(_SIGNS))),
        _speech(texts),
    )


def _speech(texts: Sequence[str]) -> NDArray[np.bool_]:
    """For each point between two texts whether someone is speaking there."""
    states = [False]
    for text in texts:
        marks = [found.lastgroup for found in _QUOTES.finditer(text)]
        states.append(marks[-1] == "open" if marks else states[-1])
    return np.array(states)


def _sums(values: Floats) -> Floats:
    return np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])


class Windows(NamedTuple):
    """A side's part of many beads: from `start` to `end`, against the other side's `at`, `span`."""

    side: Side
    area: Ranges
    words: NDArray[np.float32]
    numbers: NDArray[np.float32]
    start: Ints
    size: int
    at: Ints
    span: int


class Matched(NamedTuple):
    """What of a side is matched: word mass by best link and by share, number mass, and the
    coverage of the sentence with the lowest, by both measures."""

    words: Floats
    share: Floats
    numbers: Floats
    weakest: Floats
    weakest_share: Floats


def _matched(w: Windows) -> Matched:
    words, share, numbers = (np.zeros(len(w.start)) for _ in range(3))
    weakest, weakest_share = (np.ones(len(w.start)) for _ in range(2))
    for step in range(w.size):
        row = w.start + step
        cell = w.area.cell(row, w.at)
        total = w.side.mass[row + 1] - w.side.mass[row] + 0.3
        best = w.words[BEST, cell, w.span - 1].astype(np.float64)
        part = w.words[SHARE, cell, w.span - 1].astype(np.float64)
        words, share = words + best, share + part
        numbers += w.numbers[BEST, cell, w.span - 1]
        weakest = np.minimum(weakest, (best + 0.1) / total)
        weakest_share = np.minimum(weakest_share, (part + 0.1) / total)
    return Matched(words, share, numbers, weakest, weakest_share)


def pair_features(evidence: Evidence, i: Ints, j: Ints, kind: int, ratio: float) -> Floats:
    """The features PAIR of the beads of one kind that end in the nodes (i, j).

    *ratio* is log(English length / Chinese length) of this pair of texts, both in characters'
    worth (0 where the prior holds).
    """
    a, b = KINDS[kind]
    e = evidence
    zh = Windows(e.zh, e.zh_area, e.zh_words, e.zh_numbers, i - a, a, j - b, b)
    en = Windows(e.en, e.en_area, e.en_words, e.en_numbers, j - b, b, i - a, a)
    columns: list[Floats] = []
    matched = [_matched(side) for side in (zh, en)]
    totals = [w.side.mass[w.start + w.size] - w.side.mass[w.start] for w in (zh, en)]
    counts = [w.side.numbers[w.start + w.size] - w.side.numbers[w.start] for w in (zh, en)]
    for m, total in zip(matched, totals, strict=True):
        columns += [m.words, np.maximum(total - m.words, 0)]
    columns += [np.log((m.words + 0.2) / (t + 0.4)) for m, t in zip(matched, totals, strict=True)]
    columns += [matched[0].weakest, matched[1].weakest]
    columns += [matched[0].share, matched[1].share]
    columns += [matched[0].weakest_share, matched[1].weakest_share]
    lost = [np.maximum(c - m.numbers, 0) for c, m in zip(counts, matched, strict=True)]
    columns += [np.minimum(matched[0].numbers, matched[1].numbers), lost[0] + lost[1]]
    columns += _length_features(zh, en, ratio)
    signs = [w.side.signs[w.start + w.size] - w.side.signs[w.start] for w in (zh, en)]
    columns += list(np.minimum(np.abs(signs[0] - signs[1]), 4).T)
    columns.append(e.zh.speech[i] != e.en.speech[j])
    columns += _cosines(e.zh_vectors, e.en_vectors, (i - a, i), (j - b, j))
    return np.stack(columns, axis=1).astype(np.float64)


def _length_features(zh: Windows, en: Windows, ratio: float) -> list[Floats]:
    zh_length, en_length = (
        w.side.length[w.start + w.size] - w.side.length[w.start] for w in (zh, en)
    )
    expected = zh_length * math.exp(ratio)
    off = np.log((en_length + 1) / (expected + 1))
    z = np.abs(en_length - expected) / np.sqrt(_SPREAD * (expected + en_length) / 2 + 1)
    return [np.abs(off), np.minimum(off**2, 9), np.minimum(z, 8)]


def _cosines(
    zh: Plane | None, en: Plane | None, rows: tuple[Ints, Ints], columns: tuple[Ints, Ints]
) -> list[Floats]:
    """The cosine of both parts' summed vectors, and what one more sentence of a side would add."""
    if zh is None or en is None:
        return [np.zeros(len(rows[0]))] * 3

    def window(sums: Plane, start: Ints, end: Ints) -> Plane:
        last = len(sums) - 1
        part: Plane = sums[np.minimum(end, last)] - sums[np.maximum(start, 0)]
        part /= np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-6)
        return part

    (i, k), (j, m) = rows, columns
    left, right = window(zh, i, k), window(en, j, m)
    cosine = (left * right).sum(axis=1)
    more_zh = [(window(zh, *bounds) * right).sum(axis=1) for bounds in ((i - 1, k), (i, k + 1))]
    more_en = [(window(en, *bounds) * left).sum(axis=1) for bounds in ((j - 1, m), (j, m + 1))]
    return [4 * cosine, *(np.maximum(*more) - cosine for more in (more_zh, more_en))]


def null_features(
    evidence: Evidence, i: Ints, j: Ints, kind: int, lost: tuple[float, float]
) -> Floats:
    """The features NULL of a sentence without a partner, passed over on the way to (i, j).

    *lost* is the share of each side's sentences that seem to have none: where much of a text is
    gone, one more such sentence is no surprise.
    """
    e = evidence
    if KINDS[kind][0]:
        side, row, area, words, at, far = (
            e.zh,
            i - 1,
            e.zh_area,
            e.zh_words,
            j,
            len(e.en.length) - 1,
        )
    else:
        side, row, area, words, at, far = (
            e.en,
            j - 1,
            e.en_area,
            e.en_words,
            i,
            len(e.zh.length) - 1,
        )
    mass = side.mass[row + 1] - side.mass[row]
    length = side.length[row + 1] - side.length[row]
    context = np.zeros(len(row))
    if far and words.size:
        start = np.clip(at - 1, area.low[row], np.maximum(area.high[row] - 1, area.low[row]))
        seen = area.high[row] > area.low[row]
        cell = np.where(seen, area.cell(row, start), 0)
        context = np.where(seen, words[BEST, cell, 1], 0)
    share = np.full(len(row), lost[kind - FULL])
    return np.stack([np.ones(len(row)), np.log1p(length), mass, context, share], axis=1)


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
) -> NDArray[np.float64]:
    """The scores of all beads of a lattice, shape (nodes, COLUMNS)."""
    found = np.full((len(lattice.i), COLUMNS), -np.inf)
    size = len(lattice.i)
    for kind in range(len(KINDS)):
        nodes = np.flatnonzero(lattice.before[:, kind] < size)
        for part in np.array_split(nodes, len(nodes) // _CHUNK + 1):
            i, j = lattice.i[part], lattice.j[part]
            if kind < FULL:
                values = pair_features(evidence, i, j, kind, ratio)
                at = FULL
                found[part, kind] = weights[kind] + values @ weights[at : at + len(PAIR)]
            else:
                values = null_features(evidence, i, j, kind, lost)
                for column, places in null_places(kind):
                    found[part, column] = values @ weights[places]
    return found
