"""How well two spans of a block cover each other, by the links of their words.

The words of a term are linked to the words of its rendering and to no others. *Coverage* is the
share of a span's links that end inside the other span; words that are linked to little count less.
"""

from __future__ import annotations

import numpy as np

from nqpterms.renderings.blocks import Floats, Ints

FULL_MASS = 0.3  # a word linked to this much in all counts fully: measured on extraction


def span_scores(matrix: Floats, zh: list[Ints], en: list[Ints]) -> Floats:
    """The score, √(one coverage · the other), of every Chinese with every English span, 0–1.

    *matrix* holds the strengths of its links; spans are arrays of first and last word (excluded).

    >>> import numpy as np
    >>> links = np.array([[0.9, 0.0], [0.0, 0.9]], np.float32)
    >>> span_scores(links, [np.array([0]), np.array([1])], [np.array([0, 0]), np.array([1, 2])])
    array([[1.        , 0.70710678]])
    """
    covered = []
    for axis in (1, 0):
        mass = matrix.sum(axis=axis)
        weight = np.minimum(1, mass / FULL_MASS)
        scale = weight / np.maximum(mass, 1e-9)
        shares = matrix * (scale[:, None] if axis == 1 else scale[None, :])
        sums = np.zeros((matrix.shape[0] + 1, matrix.shape[1] + 1))
        sums[1:, 1:] = shares.cumsum(axis=0).cumsum(axis=1)
        strips = sums[zh[1]] - sums[zh[0]]
        inside = strips[:, en[1]] - strips[:, en[0]]
        weights = np.concatenate(([0], np.cumsum(weight)))
        first, last = zh if axis == 1 else en
        total = np.maximum(weights[last] - weights[first], 1e-9)
        covered.append(inside / (total[:, None] if axis == 1 else total[None, :]))
    score: Floats = np.sqrt(np.clip(covered[0] * covered[1], 0, 1))
    return score
