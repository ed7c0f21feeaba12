"""How likely a reader would act on a finding, 0–1: learned from findings that were read.

    Finding, the text it stands in ──features──▶ features ──sure──▶ Finding with a confidence

The kind of a finding tells most. Of a term that seems to be missing it counts what stands in its
place: where every word of an expected form does, the sentence says it in another order; where its
last word does not, another name stands there. The weights (`likelihood.json`) are logarithms of
odds; tests/bench/likelihood_training.py learned them and docs/accuracy.md says from what.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from math import exp

from msgspec.structs import replace

from nqpterms.lang.english import content_stems
from nqpterms.lang.inflection import word_classes
from nqpterms.model.findings import Finding

_OF_MISSING = ("T201", "T202")
_OF_VARYING = ("T106", "T301", "T302")
_SHORT_TERM = 2  # characters of a Chinese word that may be an everyday one
_LEAST, _MOST = 0.01, 0.99
"""No finding is certain: the readers were not."""

Features = dict[str, float]
"""What is known of a finding by name; what is not named is 0."""


def sure(finding: Finding, text: str = "", *, pair: float = 1.0) -> Finding:
    """A finding with its confidence; *text* is that of its row.

    *pair* is how sure the alignment is (0–1): about a pair that is none nobody has to decide.

    >>> sure(Finding("T101", "warning", "“x” is deprecated")).confidence > 0.8
    True
    """
    weights = load_weights()
    odds = sum(
        weights.get(name, 0.0) * value
        for name, value in features(finding, text).items()
    )
    likely = 1 / (1 + exp(-odds))
    confidence = min(_MOST, max(_LEAST, likely)) * pair
    return replace(finding, confidence=round(confidence, 2))


def features(finding: Finding, text: str = "") -> Features:
    """What is known of a finding that tells whether a reader would act on it.

    >>> features(Finding("T203", "info", "stands here twice"))
    {'T203 info': 1.0}
    """
    features = {_kind(finding): 1.0}
    if finding.code in _OF_MISSING:
        features |= _of_missing_term(finding, text)
    if finding.code in _OF_VARYING:
        features |= _of_varying_term(finding)
    return features


@cache
def load_weights() -> dict[str, float]:
    """The weight of each feature, in logarithms of odds."""
    text = (files("nqpterms.checks") / "likelihood.json").read_text(
        encoding="utf-8"
    )
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


def _kind(finding: Finding) -> str:
    """Code and severity; of a family of codes that are alike, the family and the severity."""
    family = finding.code[0]
    code = family if family in "GNOR" else finding.code
    return f"{code} {finding.severity}"


def _of_missing_term(finding: Finding, text: str) -> Features:
    """What speaks for and against a term that is said to be missing."""
    stands = _stems(finding.stands.text) if finding.stands else frozenset[str]()
    forms = [_stem_list(form) for form in finding.expected]
    forms = [form for form in forms if form]
    in_place = max((_share(form, stands) for form in forms), default=0.0)
    in_text = max((_share(form, _stems(text)) for form in forms), default=0.0)
    first = finding.expected[0] if finding.expected else ""
    return {
        "left untranslated": float(bool(finding.matched)),
        "nothing stands there": float(not stands),
        "its words stand there": float(in_place == 1),
        "share of its words there": in_place,
        "share of its words in the text": in_text,
        "its last word stands there": float(
            any(form[-1] in stands for form in forms)
        ),
        "one form is expected": float(len(finding.expected) == 1),
        "a name": float(first[:1].isupper()),
        "a verb": float(_begins_with_verb(first)),
        "two characters": float(len(finding.source_term or "") <= _SHORT_TERM),
    }


def _of_varying_term(finding: Finding) -> Features:
    """What speaks for and against a term that is said to vary."""
    return {
        "varies, two characters": float(
            len(finding.source_term or "") <= _SHORT_TERM
        ),
        "varies, unsteady": 1 - finding.consistency
        if finding.consistency
        else 0.0,
    }


def _share(form: list[str], stems: frozenset[str]) -> float:
    """The share of a form's words that stand among others."""
    return sum(stem in stems for stem in form) / len(form)


@lru_cache(maxsize=1024)
def _stem_list(form: str) -> list[str]:
    return content_stems(form)


@lru_cache(maxsize=256)  # texts: the findings of one come together
def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))


def _begins_with_verb(form: str) -> bool:
    first = form.split(" ")[0].lower()
    return first.endswith("ing") or word_classes(first) == {"verb"}
