"""The learned weights of the two models, with where they come from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from msgspec import Struct

from nqpterms.extraction.features import PAIR, TERM, Pairs
from nqpterms.renderings.blocks import Floats, Ints


class Weights(Struct, frozen=True):
    """A logistic model: one weight a feature, by name, and its bias."""

    values: Mapping[str, float]
    bias: float

    def probability(self, features: Floats, names: Sequence[str]) -> Floats:
        """The probability (0–1) of each row of *features*, whose columns are *names*."""
        weights = np.array([self.values.get(name, 0.0) for name in names])
        chance: Floats = 1 / (1 + np.exp(-(features @ weights + self.bias)))
        return chance


class Models(Struct, frozen=True):
    """p(this English renders this Chinese) and p(this Chinese is a term)."""

    pair: Weights
    term: Weights

    def pair_probability(self, features: Floats) -> Floats:
        """p(pair) of rows of pair features."""
        return self.pair.probability(features, PAIR)

    def term_probability(self, features: Floats) -> Floats:
        """p(term) of rows of term features."""
        return self.term.probability(features, TERM)


@cache
def load_models() -> Models:
    """The weights that ship with the package.

    >>> load_models().pair.values["longest"] < 0 < load_models().pair.values["right edge"]
    True
    """
    told = json.loads((files("nqpterms.extraction") / "weights.json").read_text(encoding="utf-8"))
    return Models(
        *(Weights(told[name]["weights"], told[name]["bias"]) for name in ("pair", "term"))
    )


def chosen_pairs(pairs: Pairs, models: Models) -> tuple[Ints, Floats]:
    """For each Chinese type its likeliest pair, and p(pair) of that."""
    likely = models.pair_probability(pairs.features)
    order = np.lexsort((likely, pairs.zh))
    zh = pairs.zh[order]
    last = np.ones(len(order), bool)
    last[:-1] = zh[1:] != zh[:-1]
    chosen = order[last]
    return chosen, likely[chosen]
