"""The learned weights of the features, with where they come from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from nqpterms.aligner.features import NAMES
from nqpterms.aligner.tokens import Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature, by name; a name that is missing weighs nothing."""

    values: Mapping[str, float]

    def vector(self) -> Floats:
        """The weights in the order of NAMES."""
        return np.array([self.values.get(name, 0.0) for name in NAMES])


@cache
def load_weights(mode: str = "lexicon") -> Weights:
    """The weights that ship with the package: *mode* is "lexicon" or "encoder".

    >>> load_weights().values["1-1"] > load_weights().values["5-1"]
    True
    """
    text = (files("nqpterms.aligner") / "weights.json").read_text(encoding="utf-8")
    return Weights(json.loads(text)[mode])
