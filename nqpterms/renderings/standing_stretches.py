"""Which stretch of an English sentence stands for a term none of whose forms stands there.

    SilentPlace, blocks ──standing_stretch──▶ StandingStretch, or None where nothing sure is there

Every run of words of the sentence may be what is sought. What is known of each (`stretch_features`)
is weighed (`standing_stretches.json`); of all runs, with "nothing stands there" among them, the
likeliest is named, and its share of all is its score.

tests/bench/standing_words.py learned the weights: where a form of a glossary stands in a text and
the glossary is told to forget it, it is known what ought to be named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.places import Span
from nqpterms.renderings.blocks import Floats
from nqpterms.renderings.linked_blocks import LinkedBlock
from nqpterms.renderings.stretch_features import (
    CLASSES,
    Runs,
    SoughtTerm,
    english_words,
    expected_forms,
    features_of_runs,
)
from nqpterms.renderings.tokens import PARTICLES, Token

_LONGEST = 15  # words of a stretch: a slogan has so many
_MOST_FORMS = 10  # expected forms that are compared
_NEVER_FIRST = frozenset("article owner and of to preposition".split())
_NEVER_LAST = _NEVER_FIRST | {"small"}
# What stands inside one word: 5G, state-owned.
_TYING = ("", "-", "‐", "‑", "–")
_PARTING = frozenset(".;:!?—…()（）\n")  # signs that no stretch reaches across

FROM_BEST = (
    "association",
    "share of a form",
    "dictionary",
    "Chinese that is covered",
    "a whole form",
    "initials of a form",
)
"""Features of which the highest of all runs tells whether anything stands there."""


class SilentPlace(NamedTuple):
    """A place of a Chinese term that no form of its concept renders.

    `forms` were expected there, `taken` is what renders other terms of the segment.
    """

    span: Span
    forms: tuple[str, ...]
    taken: tuple[Span, ...] = ()


class StandingStretch(NamedTuple):
    """What stands for a term, and how sure that is, 0–1."""

    span: Span
    score: float


class Stretches(NamedTuple):
    """Runs of words that may stand for a term.

    `features` has a row for each span, in the order of `names`; `nothing` are the features of
    nothing: 1, and the best of each of `FROM_BEST`.
    """

    spans: tuple[Span, ...]
    features: Floats
    names: tuple[str, ...]
    nothing: Floats


class StretchModel(NamedTuple):
    """The weights of the features by name, those of nothing, and the least score that is named."""

    weights: dict[str, float]
    nothing: tuple[float, ...]
    least: float


def standing_stretch(
    place: SilentPlace, blocks: Sequence[LinkedBlock]
) -> StandingStretch | None:
    """What stands for a term in the blocks of its segment; None where nothing sure does.

    >>> from nqpterms.model.alignment import Segment
    >>> from nqpterms.renderings.linked_blocks import learn_renderings, linked_blocks
    >>> pair = Segment("教育年轻农民。", "Give an education to farmers who are young.")
    >>> blocks = linked_blocks(pair, "zh", learn_renderings([]))
    >>> place = SilentPlace(Span(2, 6), ("young farmers",))
    >>> standing_stretch(place, blocks).span.of(pair.en)
    'farmers who are young'
    """
    stretches = stretches_of(place, blocks, load_lexicon())
    if not stretches.spans:
        return None
    model = load_stretch_model()
    weights = np.array(
        [model.weights.get(name, 0.0) for name in stretches.names]
    )
    shares = shares_of(stretches, weights, np.array(model.nothing))
    best = int(shares[:-1].argmax())
    score = round(float(shares[best]), 3)
    return (
        StandingStretch(stretches.spans[best], score)
        if score >= model.least
        else None
    )


def shares_of(stretches: Stretches, weights: Floats, nothing: Floats) -> Floats:
    """How likely each run is what is sought, and last of all nothing; together 1."""
    odds = np.append(stretches.features @ weights, stretches.nothing @ nothing)
    likely = np.exp(odds - odds.max())
    shares: Floats = likely / likely.sum()
    return shares


@cache
def load_stretch_model() -> StretchModel:
    """The weights that were learned."""
    text = (files("nqpterms.renderings") / "standing_stretches.json").read_text(
        encoding="utf-8"
    )
    table = json.loads(text)
    nothing = tuple(table["nothing"][name] for name in ("always", *FROM_BEST))
    return StretchModel(table["weights"], nothing, table["least"])


def stretches_of(
    place: SilentPlace, blocks: Sequence[LinkedBlock], lexicon: Lexicon
) -> Stretches:
    """The runs of words that may stand for a term, with what is known of each.

    They stand in the sentence across from the term, or in one beside it.
    """
    spans: list[Span] = []
    tables: list[Floats] = []
    names: tuple[str, ...] = ()
    for block, term, is_own in _blocks_of_place(place, blocks):
        runs = _free_runs(block, place.taken)
        if not len(runs.begin):
            continue
        features, names = features_of_runs(block, runs, term, lexicon)
        is_beside = np.full((len(features), 1), 0.0 if is_own else 1.0)
        tables.append(np.hstack([is_beside, features]))
        for first, end in zip(*map(np.ndarray.tolist, runs), strict=True):
            spans.append(
                Span(block.there[first].start, block.there[end - 1].end)
            )
    if not spans:
        return Stretches(
            (), np.zeros((0, 1)), ("another sentence",), np.zeros(1)
        )
    features = np.concatenate(tables)
    names = ("another sentence", *names)
    most = features.max(axis=0)
    best = [most[names.index(name)] for name in FROM_BEST]
    return Stretches(tuple(spans), features, names, np.array([1.0, *best]))


def _blocks_of_place(
    place: SilentPlace, blocks: Sequence[LinkedBlock]
) -> Iterator[tuple[LinkedBlock, SoughtTerm, bool]]:
    """The blocks that a term stands in, and those beside that have words of its forms.

    There no words are linked: sentences are joined by their length, and that may be wrong by one.
    """
    forms = expected_forms(place.forms[:_MOST_FORMS])
    stems = {stem for form in forms.stems for stem in form}
    terms: dict[int, SoughtTerm] = {}
    for number, block in enumerate(blocks):
        inside = [
            n
            for n, token in enumerate(block.here)
            if _touches(token, place.span)
        ]
        if inside:
            terms[number] = SoughtTerm(inside[0], inside[-1] + 1, forms)
    for number, term in terms.items():
        yield blocks[number], term, True
    beside = {
        number + step for number in terms for step in (-1, 1)
    } - terms.keys()
    for number in sorted(beside & set(range(len(blocks)))):
        block = _unlinked(blocks[number], place, blocks, terms)
        if not stems.isdisjoint(english_words(block.there, block.text).stems):
            yield block, SoughtTerm(0, len(block.here), forms), False


def _unlinked(
    block: LinkedBlock,
    place: SilentPlace,
    blocks: Sequence[LinkedBlock],
    terms: dict[int, SoughtTerm],
) -> LinkedBlock:
    """The English of a block across from the words of a term that stands in another one."""
    here = [
        token
        for number in terms
        for token in blocks[number].here
        if _touches(token, place.span)
    ]
    links = np.zeros((len(here), len(block.there)), np.float32)
    return LinkedBlock(tuple(here), block.there, links, block.text)


def _touches(token: Token, span: Span) -> bool:
    return token.start < span.end and token.end > span.start


def _free_runs(block: LinkedBlock, taken: Sequence[Span]) -> Runs:
    """The runs of words of a block that may be a phrase and render nothing else."""
    english = english_words(block.there, block.text)
    begins, ends = [], []
    for first in range(len(block.there)):
        if (
            english.gaps[first] in _TYING
            or _class(english.classes[first]) in _NEVER_FIRST
        ):
            continue
        for last in range(first, min(len(block.there), first + _LONGEST)):
            is_taken = any(_touches(block.there[last], span) for span in taken)
            is_parted = last > first and not _PARTING.isdisjoint(
                english.gaps[last]
            )
            if is_taken or is_parted:
                break
            if english.gaps[last + 1] in _TYING:
                continue
            is_particle = english.keys[last] in PARTICLES
            if is_particle or _class(english.classes[last]) not in _NEVER_LAST:
                begins.append(first)
                ends.append(last + 1)
    return Runs(np.array(begins, int), np.array(ends, int))


def _class(number: int) -> str:
    return CLASSES[number]
