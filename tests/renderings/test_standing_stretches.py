"""What stands for a term is a whole phrase, where one stands there, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from nqpterms.lexicon import load_lexicon
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.renderings.linked_blocks import learn_renderings, linked_blocks
from nqpterms.renderings.standing_stretches import (
    SilentPlace,
    load_stretch_model,
    shares_of,
    standing_stretch,
    stretches_of,
)

MODEL = learn_renderings([])


def words(zh: str, en: str, term: str, *forms: str, taken: str = "") -> str:
    """What stands for a term in a pair of texts, "" for nothing."""
    at = zh.index(term)
    used = (
        (Span(en.index(taken), en.index(taken) + len(taken)),) if taken else ()
    )
    place = SilentPlace(Span(at, at + len(term)), forms, used)
    stretch = standing_stretch(
        place, linked_blocks(Segment(zh, en), "zh", MODEL)
    )
    return stretch.span.of(en) if stretch else ""


PHRASES = (
    # neither a verb in front nor one behind belongs to it
    (
        "建设高速铁路。",
        "We have built high-speed rail lines.",
        "高速铁路",
        "high-speed railways",
    ),
    (
        "保护森林资源。",
        "The forest resources are protected.",
        "森林资源",
        "forestry resources",
    ),
    # an article is no part of it, another head is
    (
        "调整能源结构。",
        "We will adjust the energy mix.",
        "能源结构",
        "energy structure",
    ),
    # "of" and what follows
    ("发展农业。", "The growth of farming continues.", "农业", "agriculture"),
    # a number and a letter are one word
    (
        "推广5G网络。",
        "Expand 5G networks quickly.",
        "5G网络",
        "5G network access",
    ),
)
WHOLE = (
    "high-speed rail lines",
    "forest resources",
    "energy mix",
    "farming",
    "5G networks",
)


@pytest.mark.parametrize(
    ("place", "whole"), list(zip(PHRASES, WHOLE, strict=True))
)
def test_a_whole_phrase_is_named(
    place: tuple[str, str, str, str], whole: str
) -> None:
    zh, en, term, form = place
    assert words(zh, en, term, form) == whole


NOTHING = (
    ("他们来了。保护森林。", "They came and went.", "森林", "forest", ""),
    (
        "调整能源结构。",
        "The energy mix",
        "能源结构",
        "energy structure",
        "energy mix",
    ),
    ("森林", "", "森林", "forest", ""),
    ("森林", "?!", "森林", "forest", ""),
)


@pytest.mark.parametrize(("zh", "en", "term", "form", "taken"), NOTHING)
def test_where_nothing_stands_nothing_is_named(
    zh: str, en: str, term: str, form: str, taken: str
) -> None:
    assert words(zh, en, term, form, taken=taken) == ""


def test_the_shares_of_all_runs_and_of_nothing_are_one() -> None:
    pair = Segment(
        "保护森林和湿地。", "Protect woods (old ones) and wetlands; rest."
    )
    place = SilentPlace(Span(2, 4), ("forest",))
    stretches = stretches_of(
        place, linked_blocks(pair, "zh", MODEL), load_lexicon()
    )
    model = load_stretch_model()
    weights = np.array(
        [model.weights.get(name, 0.0) for name in stretches.names]
    )
    shares = shares_of(stretches, weights, np.array(model.nothing))
    assert shares.sum() == pytest.approx(1)
    assert len(shares) == len(stretches.spans) + 1
    assert model.weights.keys() <= set(stretches.names)
    for span in stretches.spans:
        assert span.of(pair.en).isprintable()
        assert not set("();") & set(span.of(pair.en))
