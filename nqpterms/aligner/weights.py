"""The learned weights of the features, with where they come from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from msgspec import Struct

from nqpterms.aligner.features import NAMES
from nqpterms.aligner.tokens import Floats


class Weights(Struct, frozen=True):
    """Two vectors in the order of NAMES: for the first alignment, and for the one after it."""

    draft: Floats
    final: Floats


def vector(values: Mapping[str, float]) -> Floats:
    """Named weights in the order of NAMES; a name that is missing weighs nothing."""
    return np.array([values.get(name, 0.0) for name in NAMES])


@cache
def load_weights(mode: str = "lexicon") -> Weights:
    """The weights that ship with the package: *mode* is "lexicon" or "encoder".

    >>> len(load_weights().final) == len(NAMES)
    True
    """
    text = (files("nqpterms.aligner") / "weights.json").read_text(encoding="utf-8")
    learned = json.loads(text)[mode]
    return Weights(vector(learned["draft"]), vector(learned["final"]))
