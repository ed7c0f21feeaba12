"""Decisions outlive the next run; what was accepted becomes a term base."""

from __future__ import annotations

from nqpterms.model.candidates import Candidate, Rival
from nqpterms.terms.candidate_merging import accepted, as_term_base, decided


def test_a_rejected_pair_stays_rejected() -> None:
    before = [Candidate("去年", "last year", decision="reject")]
    now = decided(
        [
            Candidate("去年", "last year", 9, p_term=0.9),
            Candidate("农业", "farming"),
        ],
        before,
    )
    assert [(c.zh, c.decision, c.count) for c in now] == [
        ("去年", "reject", 9),
        ("农业", "", 0),
    ]


def test_a_corrected_rendering_is_kept() -> None:
    before = [
        Candidate(
            "农业",
            "agriculture",
            decision="accept",
            status="preferred",
            note="checked",
        )
    ]
    (now,) = decided([Candidate("农业", "the farming")], before)
    assert (now.en, now.status, now.note) == (
        "agriculture",
        "preferred",
        "checked",
    )


def test_decisions_of_several_renderings_are_told_apart() -> None:
    before = [
        Candidate("农业", "NQ", decision="reject"),
        Candidate("农业", "farming", decision="accept"),
    ]
    now = decided(
        [Candidate("农业", "farming"), Candidate("农业", "agriculture")], before
    )
    assert [(c.en, c.decision) for c in now] == [
        ("farming", "accept"),
        ("agriculture", ""),
        ("NQ", "reject"),
    ]


def test_what_is_found_no_more_is_remembered() -> None:
    before = [
        Candidate("去年", "last year", decision="reject"),
        Candidate("今年", "this year"),
    ]
    assert [c.zh for c in decided([], before)] == ["去年"]


def test_accepted_candidates_with_their_variants() -> None:
    variant = Rival("NQPF", 3, type="acronym", change="acronym")
    candidates = [
        Candidate(
            "新质生产力",
            "new quality productive forces",
            decision="accept",
            variants=(variant,),
        ),
        Candidate(
            "新質生產力",
            "new quality productivity",
            decision="accept",
            status="deprecated",
        ),
        Candidate("去年", "last year", decision="reject"),
    ]
    (concept,) = accepted(candidates).concepts
    assert concept.id == "new-quality-productive-forces"
    assert [(t.lang, t.text, t.status, t.type) for t in concept.terms] == [
        ("zh-Hans", "新质生产力", "", ""),
        ("en", "new quality productive forces", "", ""),
        ("en", "NQPF", "", "acronym"),
        ("en", "new quality productivity", "deprecated", ""),
    ]


def test_concepts_get_different_names() -> None:
    base = as_term_base(
        [
            Candidate("a甲", "5G!"),
            Candidate("乙", "5 G"),
            Candidate("丙", "（）"),
        ]
    )
    assert [concept.id for concept in base.concepts] == [
        "term-5g",
        "term-5-g",
        "term",
    ]
