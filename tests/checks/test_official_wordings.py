"""Wordings of their own that official texts have for terms of the bundled glossaries."""

from __future__ import annotations

import pytest

from nqpterms.checks.official_wordings import (
    RenderingCounts,
    load_wording_model,
    odds_of_slip,
)
from nqpterms.checks.registry import check_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.terms.bundled import BUNDLED

GLOSSARY = {
    "乡村学校改造": ("renovation of rural schools",),
    "桥梁养护制度": ("bridge maintenance system",),
    "渡口安全": ("ferry safety",),
    "渡口管理委员会": ("Ferry Management Committee",),
}
CONCEPTS = tuple(
    Concept(
        f"c{n}", (Term(zh, "zh-Hans"), *(Term(text, "en") for text in texts))
    )
    for n, (zh, texts) in enumerate(GLOSSARY.items())
)


def severity(zh: str, en: str, name: str = BUNDLED) -> str:
    """How grave it is that a term of a base of some name is missing."""
    terms = Matcher(TermBase(CONCEPTS, name))
    [finding] = check_segments([Segment(zh, en, row=1)], terms, codes={"T201"})
    return finding.severity


def test_words_of_a_form_that_stand_apart_are_a_wording() -> None:
    assert (
        severity(
            "完善桥梁养护制度",
            "Bridge maintenance gets neat new cheap systems.",
        )
        == "info"
    )


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("推进乡村学校改造", "Go ahead."),  # nothing stands there
        ("推进乡村学校改造", "Push for the renovation of rural."),  # cut
        (
            "完善桥梁养护制度",
            "Improve the bridge maintenance colour.",
        ),  # another head
        ("完善桥梁养护制度", "Improve ferry tickets."),  # other words
        (
            "渡口管理委员会开会",
            "The Ferry Committee for good old Management meets.",
        ),  # a name
        ("渡口安全", "渡口安全 is what counts."),  # left in Chinese
    ],
)
def test_slips_are_decisions(zh: str, en: str) -> None:
    assert severity(zh, en) == "warning"


@pytest.mark.parametrize("name", ["house", "terms+bundled", ""])
def test_a_glossary_that_is_named_asks_for_its_forms(name: str) -> None:
    pair = "完善桥梁养护制度", "Bridge maintenance gets neat new cheap systems."
    assert severity(*pair, name) == "warning"


@pytest.mark.parametrize("target", ["en", "zh"])
def test_the_counts_are_of_concepts_that_there_are(target: Side) -> None:
    known = {concept.id for concept in load_terms().concepts}
    counts = load_wording_model(target).counts
    assert len(counts.keys() & known) > 0.95 * len(counts)
    assert all(
        0 <= RenderingCounts(*pair).otherwise <= RenderingCounts(*pair).rows
        for pair in counts.values()
    )


@pytest.mark.parametrize("target", ["en", "zh"])
def test_what_is_rendered_freely_elsewhere_is_less_of_a_slip(
    target: Side,
) -> None:
    weights = load_wording_model(target).weights
    assert weights["rendered freely"] < 0
    assert odds_of_slip({"always": 1.0}, weights) == weights["always"]
