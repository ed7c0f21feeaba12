"""One question, one answer: every counter of renderings gives the census's numbers.

How often is a concept named, and how often is it rendered by an acceptable term, by a discouraged
one, by nothing? The summary of a corpus, the score, the report, the concordance and the checks are
asked through their public doors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec import Struct

from nqpterms.checks.registry import check_segments
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.termbase import DISCOURAGED, Concept, Term, TermBase
from nqpterms.renderings.census import renderings_of
from nqpterms.renderings.concordance import concord
from nqpterms.renderings.rows import each_row
from nqpterms.renderings.source_terms import source_terms
from nqpterms.report.uses import term_uses
from nqpterms.run.counting import count_renderings
from nqpterms.run.summaries import summarised, totalled
from nqpterms.scoring.terminology import score_terminology

BASE = TermBase(
    (
        Concept(
            "mill",
            (
                Term("水磨坊", "zh", "preferred"),
                Term("water mill", "en", "preferred"),
                Term("WM", "en", "admitted"),
                Term("water grinder", "en", "deprecated"),
            ),
        ),
        Concept(
            "grind",
            (Term("磨坊", "zh"), Term("mill", "en"), Term("mills", "en")),
        ),
        Concept("toll", (Term("磨坊税", "zh"), Term("mill toll", "en"))),
        Concept(
            "levy", (Term("税", "zh"), Term("toll", "en"), Term("levy", "en"))
        ),
        Concept(
            "board", (Term("河道局", "zh"), Term("River Upkeep Board", "en"))
        ),
        Concept(
            "ditch",
            (
                Term("沟", "zh"),
                Term("ditch", "en"),
                Term("drain", "en", "deprecated", scope="pair"),
            ),
        ),
        Concept("sluice", (Term("水闸", "zh"), Term("sluice gate", "en"))),
    )
)
TEXTS: dict[str, list[tuple[str, str]]] = {
    "plain": [("水磨坊很老。", "The water mill is old.")],
    "nothing": [("水磨坊很老。", "It is old.")],
    "nested": [("磨坊和水磨坊", "A water mill.")],
    "nested, and free": [("磨坊和水磨坊", "A mill and a water mill.")],
    "nested in what nobody asks for": [("磨坊", "A water mill.")],
    "two longer ones": [("磨坊和水磨坊", "Water mills and a water mill.")],
    "straddling": [("水磨坊税", "A water mill toll.")],
    "straddling in English": [("水磨坊和税", "A water mill toll.")],
    "repeated": [("税、税、税", "A levy.")],
    "repeated in two ways": [("税、税", "A toll and a levy.")],
    "more than is asked for": [("税", "A levy, a levy and a toll.")],
    "glossed": [("水磨坊、水磨坊", "The water mill (WM).")],
    "glossed in both": [("水磨坊（磨坊）", "The water mill (the mill).")],
    "acronym": [("水磨坊、水磨坊", "The WM, a WM.")],
    "defined": [
        ("河道局", "The River Upkeep Board (RUB)."),
        ("河道局", "The RUB."),
    ],
    "undefined": [("河道局", "The RUB.")],
    "discouraged": [("水磨坊", "A water grinder.")],
    "discouraged beside a good one": [
        ("水磨坊", "A water grinder, or water mill.")
    ],
    "scope pair": [("沟", "A drain.")],
    "scope pair, twice": [("沟和沟", "A drain and a ditch.")],
    "damaged": [("水闸", "A sluicegate.")],
    "parts": [("磨坊税", "A levy on the mill.")],
    "plural": [("磨坊、磨坊", "Mills and a mill.")],
}


class Numbers(Struct, frozen=True):
    """Of one concept: its places, those rendered acceptably, and those by a discouraged term."""

    places: int = 0
    rendered: int = 0
    discouraged: int = 0


Counts = dict[str, Numbers]


def by_census(segments: Sequence[Segment], matcher: Matcher) -> Counts:
    places, rendered, discouraged = (
        Counter[str](),
        Counter[str](),
        Counter[str](),
    )
    for row in each_row(segments, matcher):
        for rendering in renderings_of(row):
            key = rendering.concept.id
            places[key] += 1
            rendered[key] += rendering.is_acceptable
            discouraged[key] += rendering.how == "discouraged"
    return {
        key: Numbers(places[key], rendered[key], discouraged[key])
        for key in places
    }


def is_discouraged(concept: Concept, text: str) -> bool:
    return any(
        t.text == text and t.status in DISCOURAGED for t in concept.terms
    )


def by_summary(segments: Sequence[Segment], matcher: Matcher) -> Counts:
    concepts = {concept.id: concept for concept in matcher.base.concepts}
    counts = {}
    for row in summarised(
        totalled(count_renderings(segments, matcher)), matcher.base
    ):
        wrong = sum(
            n
            for text, n in row.renderings
            if is_discouraged(concepts[row.concept], text)
        )
        rendered = sum(n for _, n in row.renderings) - wrong
        assert row.places == rendered + wrong + row.unlisted
        counts[row.concept] = Numbers(row.places, rendered, wrong)
    return counts


def by_report(segments: Sequence[Segment], matcher: Matcher) -> Counts:
    target: Side = segments[0].target
    counts = {}
    for uses in term_uses([segments[:1], segments[1:]], matcher, target=target):
        wrong = sum(w.total for w in uses.wordings if w.status in DISCOURAGED)
        rendered = sum(w.total for w in uses.wordings if w.text) - wrong
        counts[uses.concept.id] = Numbers(sum(uses.sources), rendered, wrong)
    return counts


def by_score(
    segments: Sequence[Segment], matcher: Matcher
) -> dict[str, tuple[int, int]]:
    table = score_terminology(segments, matcher).table
    return {row.concept: (row.places, row.rendered) for row in table}


def unanswered_by_checks(
    segments: Sequence[Segment], matcher: Matcher
) -> Counter[str]:
    """The places of each concept of which T201 to T203 say that nothing is left for them."""
    numbered = [
        Segment(s.zh, s.en, row=n, target=s.target)
        for n, s in enumerate(segments, 1)
    ]
    counts = Counter[str]()
    for finding in check_segments(numbered, matcher, target=numbered[0].target):
        if finding.code in ("T201", "T202"):
            counts[finding.concept or ""] += 1
        if finding.code == "T203":
            places, answers = map(int, re.findall(r" (\d+)", finding.message))
            counts[finding.concept or ""] += places - answers
    return counts


def swapped(pairs: list[tuple[str, str]], target: Side) -> list[Segment]:
    return [
        Segment(zh, en, row=n, target=target)
        for n, (zh, en) in enumerate(pairs, 1)
    ]


@pytest.mark.parametrize("counter", [by_summary, by_report])
@pytest.mark.parametrize("target", ["en", "zh"])
@pytest.mark.parametrize("kind", TEXTS)
def test_counters_agree(
    kind: str,
    target: Side,
    counter: Callable[[Sequence[Segment], Matcher], Counts],
) -> None:
    segments, matcher = swapped(TEXTS[kind], target), Matcher(BASE)
    assert counter(segments, matcher) == by_census(segments, matcher)


@pytest.mark.parametrize("target", ["en", "zh"])
@pytest.mark.parametrize("kind", TEXTS)
def test_the_score_agrees(kind: str, target: Side) -> None:
    segments, matcher = swapped(TEXTS[kind], target), Matcher(BASE)
    census = by_census(segments, matcher)
    assert by_score(segments, matcher) == {
        k: (n.places, n.rendered) for k, n in census.items()
    }


@pytest.mark.parametrize("target", ["en", "zh"])
@pytest.mark.parametrize("kind", TEXTS)
def test_the_checks_speak_of_every_place_without_an_answer(
    kind: str, target: Side
) -> None:
    segments, matcher = swapped(TEXTS[kind], target), Matcher(BASE)
    silent = {"repeated", "unlisted", "untranslated"}
    expected = Counter[str]()
    for row in each_row(segments, matcher):
        for rendering in renderings_of(row):
            expected[rendering.concept.id] += (
                rendering.term is None and rendering.how not in silent
            )
    assert +unanswered_by_checks(segments, matcher) == +expected


@pytest.mark.parametrize("target", ["en", "zh"])
@pytest.mark.parametrize("kind", TEXTS)
def test_the_concordance_has_the_same_renderings(
    kind: str, target: Side
) -> None:
    segments, matcher = swapped(TEXTS[kind], target), Matcher(BASE)
    for number, row in enumerate(each_row(segments, matcher)):
        for rendering in renderings_of(row):
            term = rendering.source.span.of(row.source_text)
            lines = concord(term, segments, terms=BASE).lines
            [line] = [
                line
                for line in lines
                if line.segment is segments[number]
                and line.span == rendering.source.span
            ]
            if rendering.span or rendering.how == "elsewhere":
                assert line.rendering.span == rendering.span
            else:
                assert line.rendering.by != "terms"


@pytest.mark.parametrize("target", ["en", "zh"])
@pytest.mark.parametrize("kind", TEXTS)
def test_the_dictionary_names_the_places_of_the_census(
    kind: str, target: Side
) -> None:
    matcher = Matcher(BASE)
    for segment in swapped(TEXTS[kind], target):
        [row] = each_row([segment], matcher)
        places = {r.source.span.of(row.source_text) for r in renderings_of(row)}
        assert set(source_terms(segment, matcher)) == places


def test_no_concept_differs_on_the_development_pairs(shared: Path) -> None:
    folder = shared / "data" / "check-dev"
    matcher = Matcher(load_terms(folder / "glossary.tsv"))
    segments = list(load_segments(folder / "pairs-clean.tsv"))
    census = by_census(segments, matcher)
    assert len(census) > 1000
    assert by_summary(segments, matcher) == census
    assert by_report(segments, matcher) == census
    score = by_score(segments, matcher)
    assert score == {key: (n.places, n.rendered) for key, n in census.items()}
