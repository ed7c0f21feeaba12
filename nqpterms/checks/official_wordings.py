"""Whether what stands for a term of the bundled glossaries looks like a wording or like a slip.

    MissingTerm, the words in its place ──features──▶ features ──is_official_wording──▶ yes or no

The bundled glossaries say how official translations render a term mostly, and those translations go
their own ways every few pages. A slip looks otherwise: nothing stands there, or words that the
dictionary does not have for the Chinese, or a form of the glossary without its last word. The
weights (`official_wordings.en.json`, and `.zh.json` for translations into Chinese) tell one from
the other, as logarithms of odds for a slip; tests/bench/wording_training.py learned them from
official reports and from errors planted there, and chose the bound below which what stands there is
a wording. The same file counts how often the reports render each concept by none of its forms: some
are never, some are every other time.

English terms say less than Chinese ones ("trials", "travel"), so into Chinese whatever the
dictionary has for all their words is a wording (`wordings_in_chinese.py`).

A glossary that somebody names asks for its own forms: there nothing is taken for a wording.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING

from msgspec import Struct

from nqpterms.checks.evidence import MissingTerm
from nqpterms.checks.wordings_in_chinese import (
    chinese_features,
    is_in_dictionary,
)
from nqpterms.lang.chinese import has_han, simplified
from nqpterms.lang.english import content_stems
from nqpterms.lang.segmenter import cut
from nqpterms.lexicon import load_lexicon
from nqpterms.model.alignment import Side
from nqpterms.renderings.loose_forms import loose_form

if TYPE_CHECKING:
    from nqpterms.renderings.finding import Counterpart

# Weight from which the dictionary's stem for a Chinese word counts.
_EVIDENT = 0.05
_PRIOR = 0.1  # share of its places that are rendered freely, of a concept that is not counted
_PRIOR_PLACES = 3  # what that is worth
_LEAST_RATE = 0.02  # below which shares make no difference

Features = dict[str, float]


class RenderingCounts(Struct, frozen=True):
    """In how many rows of official reports a concept stands, and in how many by another wording."""

    rows: int = 0
    otherwise: int = 0


class WordingModel(Struct, frozen=True):
    """The weights of the features, the bound under which there is a wording, and the counts."""

    about: str
    weights: dict[str, float]
    bound: float
    counts: dict[str, tuple[int, int]]


def is_official_wording(
    missing: MissingTerm, words: Counterpart | None
) -> bool:
    """Whether the words in the place of a term of the bundled glossaries are probably no slip."""
    if missing.surface in missing.row.text:
        # What is left in Chinese is no wording; an acronym may stay as it is.
        return missing.surface.isascii() and missing.surface.isupper()
    if missing.expected[0][:1].isupper():
        return False  # a name has no wordings
    if is_in_dictionary(missing):
        return True
    model = load_wording_model(missing.row.side)
    counts = RenderingCounts(
        *model.counts.get(missing.rendering.concept.id, ())
    )
    return (
        odds_of_slip(features(missing, words, counts), model.weights)
        < model.bound
    )


def features(
    missing: MissingTerm, words: Counterpart | None, counts: RenderingCounts
) -> Features:
    """What is known of the place of a missing term that tells a slip from a wording."""
    if missing.row.side == "en":
        in_text = english_features(missing, words)
    else:
        in_text = chinese_features(missing)
    freely = log(_rate(counts) + _LEAST_RATE)
    return {"always": 1.0, **in_text, "rendered freely": freely}


def english_features(
    missing: MissingTerm, words: Counterpart | None
) -> Features:
    """What an English text shows in the place of a missing Chinese term, each 0–1."""
    text = missing.row.text
    span = words.span if words else None
    stands = (
        frozenset(content_stems(span.of(text))) if span else frozenset[str]()
    )
    listed = {stem for form in missing.expected for stem in content_stems(form)}
    loose = loose_form(text, missing.expected, missing.taken)
    without_last = any(_begins(form, text) for form in missing.expected)
    without_first = any(_ends(form, text) for form in missing.expected)
    return {
        "something stands there": float(bool(stands)),
        "share of its words": loose.share if loose else 0.0,
        "all its words": float(loose is not None and loose.share == 1),
        "strange words": len(stands - listed) / len(stands) if stands else 0.0,
        "Chinese that is explained": _explained_share(missing.surface, stands),
        "without its last word": float(without_last),
        "only without its last word": float(without_last and not without_first),
    }


def odds_of_slip(features: Features, weights: dict[str, float]) -> float:
    """The logarithm of the odds that a missing term is a slip."""
    return sum(
        weights.get(name, 0.0) * value for name, value in features.items()
    )


@cache
def load_wording_model(target: Side) -> WordingModel:
    """The weights, the bound and the counts for translations into a language."""
    text = (files("nqpterms.checks") / model_name(target)).read_text(
        encoding="utf-8"
    )
    return WordingModel(**json.loads(text))


def model_name(target: Side) -> str:
    """The file beside this one that holds the weights for translations into a language."""
    return f"official_wordings.{target}.json"


def _begins(form: str, text: str) -> bool:
    """Whether a form stands in a text without its last word."""
    begin = form.lower().rpartition(" ")[0]
    return bool(begin) and begin in text.lower()


def _ends(form: str, text: str) -> bool:
    """Whether a form stands in a text without its first word."""
    end = form.lower().partition(" ")[2]
    return bool(end) and end in text.lower()


def _explained_share(chinese: str, stems: frozenset[str]) -> float:
    """The share of the words of a term for which the dictionary has one of some English stems."""
    lexicon = load_lexicon()
    words = [word for word in cut(simplified(chinese)) if has_han(word)]
    explained = 0
    for word in words:
        weights = lexicon.stems(word)
        explained += any(weights.get(stem, 0.0) >= _EVIDENT for stem in stems)
    return explained / max(1, len(words))


def _rate(counts: RenderingCounts) -> float:
    """The share of the rows with a concept that render it by another wording."""
    return (counts.otherwise + _PRIOR * _PRIOR_PLACES) / (
        counts.rows + _PRIOR_PLACES
    )
