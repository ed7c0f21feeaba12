"""Everyday words: a mark on a Chinese term makes information of what is said of it."""

from __future__ import annotations

import pytest

from nqpterms.checks.registry import check_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import SEVERITIES, Finding
from nqpterms.model.termbase import Concept, Scope, Term, TermBase
from nqpterms.terms.merging import merge


def work(scope: Scope, *, name: str = "work") -> Concept:
    """工作 as some glossary has it, with the mark or without."""
    terms = (
        Term("工作", "zh-Hans", "preferred", scope=scope),
        Term("work", "en", "preferred"),
        Term("toil and trouble", "en", "deprecated"),
    )
    return Concept(name, terms)


def findings(
    concepts: tuple[Concept, ...], *pairs: tuple[str, str]
) -> list[Finding]:
    segments = [Segment(zh, en, row=n) for n, (zh, en) in enumerate(pairs, 1)]
    return check_segments(segments, Matcher(TermBase(concepts)))


@pytest.mark.parametrize(
    ("concepts", "severity"),
    [
        ((work(""),), "warning"),
        ((work("word"),), "info"),
        ((work("word"), work("", name="house")), "warning"),
        ((work("word"), work("word", name="house")), "info"),
    ],
)
def test_a_missing_rendering_is_as_grave_as_the_glossaries_say(
    concepts: tuple[Concept, ...], severity: str
) -> None:
    [finding] = findings(concepts, ("做好工作。", "Do it well."))
    assert (finding.code, finding.severity) == ("T201", severity)


def test_a_longer_term_with_the_word_in_it_has_no_share_in_the_mark() -> None:
    team = Concept(
        "team", (Term("工作组", "zh-Hans"), Term("task force", "en"))
    )
    [finding] = findings(
        (work("word"), team), ("成立工作组。", "Found a team.")
    )
    assert (finding.source_term, finding.severity) == ("工作组", "warning")


@pytest.mark.parametrize(
    ("scope", "severity"), [("", "warning"), ("word", "info")]
)
def test_a_rendering_that_an_everyday_word_shares_is_information(
    scope: Scope, severity: str
) -> None:
    leader = Concept(
        "leader", (Term("工作组长", "zh"), Term("team leader", "en"))
    )
    member = Concept(
        "member", (Term("工作组员", "zh", scope=scope), Term("team hand", "en"))
    )
    pairs = (
        ("工作组长多", "Many a team leader."),
        ("工作组员好", "A good team leader."),
    )
    severities = [
        f.severity
        for f in findings((leader, member), *pairs)
        if f.code == "T302"
    ]
    assert max(severities, key=SEVERITIES.index) == severity


def test_merging_takes_no_mark_over_to_a_term_of_ones_own() -> None:
    house, bundled = TermBase((work(""),)), TermBase((work("word"),))
    assert merge(house, bundled).base.concepts[0].terms[0].scope == ""
    assert merge(bundled, house).base.concepts[0].terms[0].scope == "word"
