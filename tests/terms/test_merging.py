"""Joining two term bases: what is the same, what is added, what a person has to decide."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from nqpterms.model.termbase import (
    Concept,
    Definition,
    LanguagePart,
    Term,
    TermBase,
)
from nqpterms.terms.merging import Conflict, merge, settled

sys.path.insert(0, str(Path(__file__).parents[1] / "formats"))
from term_strategies import term_bases


def zh(text: str, **fields: str) -> Term:
    return Term(text, "zh-Hans", **fields)  # type: ignore[arg-type]


def en(text: str, **fields: str) -> Term:
    return Term(text, "en", **fields)  # type: ignore[arg-type]


def base(*concepts: Concept) -> TermBase:
    return TermBase(concepts)


PF = Concept(
    "pf",
    (
        zh("生产力", status="preferred"),
        en("productive forces", status="preferred"),
    ),
)


def test_the_same_id_with_a_common_term_is_the_same_concept() -> None:
    theirs = Concept(
        "pf",
        (zh("生产力"), en("productivity", status="admitted")),
        subject="economy",
    )
    merged = merge(base(PF), base(theirs))
    (concept,) = merged.base.concepts
    assert [t.text for t in concept.terms] == [
        "生产力",
        "productive forces",
        "productivity",
    ]
    assert concept.terms[0].status == "preferred"
    assert concept.subject == "economy"
    assert merged.conflicts == ()


def test_the_same_preferred_chinese_is_the_same_concept_in_either_script() -> (
    None
):
    theirs = Concept("c9", (Term("生產力", "zh-Hant"), en("Productive Forces")))
    (concept,) = merge(base(PF), base(theirs)).base.concepts
    assert concept.id == "pf"
    assert [t.text for t in concept.terms] == [
        "生产力",
        "生產力",
        "productive forces",
        "Productive Forces",
    ]


def test_the_same_english_is_no_proof_where_both_have_chinese() -> None:
    theirs = Concept("spf", (zh("社会生产力"), en("productive forces")))
    merged = merge(base(PF), base(theirs))
    assert [c.id for c in merged.base.concepts] == ["pf", "spf"]
    assert merged.conflicts == ()


def test_the_same_english_will_do_where_one_has_no_chinese() -> None:
    merged = merge(base(PF), base(Concept("x", (en("Productive forces"),))))
    assert [c.id for c in merged.base.concepts] == ["pf"]


def test_one_id_for_two_concepts_is_told_and_the_second_gets_a_name_of_its_own() -> (
    None
):
    theirs = Concept("pf", (zh("票房"), en("box office")))
    other = Concept("film", (zh("电影"), en("film")), related=("pf",))
    merged = merge(base(PF), base(theirs, other))
    assert [c.id for c in merged.base.concepts] == ["pf", "pf-2", "film"]
    assert merged.base.concepts[2].related == ("pf-2",)
    assert merged.conflicts == (Conflict("pf", "id", "生产力", "票房 (pf-2)"),)


def test_a_concept_that_may_be_several_is_told() -> None:
    ours = base(
        Concept("agency", (zh("机关"), en("agency"))),
        Concept("device", (zh("机关"), en("mechanism"))),
    )
    merged = merge(ours, base(Concept("x", (zh("机关"), en("organ")))))
    assert [c.id for c in merged.base.concepts] == ["agency", "device", "x"]
    assert merged.conflicts == (Conflict("x", "match", "agency, device", "x"),)


CONFLICTS = [
    (
        {"terms": (zh("生产力", status="admitted"),)},
        Conflict("pf", "status", "preferred", "admitted", "生产力"),
    ),
    (
        {"terms": (*PF.terms, en("productivity", status="preferred"))},
        Conflict("pf", "preferred", "productive forces", "productivity"),
    ),
    ({"subject": "law"}, Conflict("pf", "subject", "economy", "law")),
    (
        {"definitions": (Definition("there", "en"),)},
        Conflict("pf", "definition en", "here", "there"),
    ),
]


@pytest.mark.parametrize(("fields", "conflict"), CONFLICTS)
def test_what_differs_is_told_and_ours_stays(
    fields: dict[str, object], conflict: Conflict
) -> None:
    ours = replace(
        PF, subject="economy", definitions=(Definition("here", "en"),)
    )
    merged = merge(base(ours), base(replace(ours, **fields)))  # type: ignore[arg-type]
    assert merged.conflicts == (conflict,)
    (concept,) = merged.base.concepts
    assert (concept.subject, concept.definitions) == (
        ours.subject,
        ours.definitions,
    )
    assert concept.terms[:2] == ours.terms


def test_lists_are_joined_without_a_conflict() -> None:
    ours = replace(
        PF,
        notes=("a", "b"),
        broader=("x",),
        languages=(LanguagePart("en", ("s",)),),
    )
    theirs = replace(
        PF,
        notes=("b", "c"),
        broader=("y",),
        languages=(LanguagePart("en", ("t",)),),
    )
    merged = merge(base(ours), base(theirs))
    (concept,) = merged.base.concepts
    assert (concept.notes, concept.broader) == (("a", "b", "c"), ("x", "y"))
    assert concept.languages == (LanguagePart("en", ("s", "t")),)
    assert merged.conflicts == ()


@settings(max_examples=100, deadline=None)
@given(ours=term_bases())
def test_merging_with_itself_or_with_nothing_changes_nothing(
    ours: TermBase,
) -> None:
    merged = merge(ours, ours)
    assert (merged.base, merged.conflicts) == (ours, ())
    assert merge(ours, TermBase()).base == ours
    assert merge(TermBase(), ours).base == ours


@settings(max_examples=100, deadline=None)
@given(ours=term_bases(), theirs=term_bases())
def test_no_term_is_lost_and_merging_again_adds_nothing(
    ours: TermBase, theirs: TermBase
) -> None:
    merged = merge(ours, theirs).base
    forms = {(t.lang, t.text) for _, t in merged.terms()}
    assert forms == {
        (t.lang, t.text) for b in (ours, theirs) for _, t in b.terms()
    }
    assert len({c.id for c in merged.concepts}) == len(merged)
    assert {c.id for c in ours.concepts} <= {c.id for c in merged.concepts}


@pytest.mark.parametrize(
    ("ours", "theirs", "text"),
    [
        (
            Term("crane", "en", pos="noun"),
            Term("crane", "en", pos="verb"),
            "verb",
        ),
        (
            Term("crane", "en", "admitted"),
            Term("crane", "en", "deprecated"),
            "deprecated",
        ),
    ],
)
def test_their_side_of_a_conflict(ours: Term, theirs: Term, text: str) -> None:
    merged = merge(
        TermBase((Concept("c", (ours,)),)), TermBase((Concept("c", (theirs,)),))
    )
    assert text not in str(merged.base)
    assert text in str(settled(merged.base, merged.conflicts))
    assert settled(merged.base, ()) == merged.base


def test_their_preferred_term_and_ours_admitted() -> None:
    ours = TermBase(
        (Concept("c", (Term("吊车", "zh"), Term("crane", "en", "preferred"))),)
    )
    theirs = TermBase(
        (
            Concept(
                "c", (Term("吊车", "zh"), Term("derrick", "en", "preferred"))
            ),
        )
    )
    merged = merge(ours, theirs)
    [concept] = settled(merged.base, merged.conflicts).concepts
    assert [(term.text, term.status) for term in concept.terms[1:]] == [
        ("crane", "admitted"),
        ("derrick", "preferred"),
    ]


def test_which_concepts_are_the_same_no_word_settles() -> None:
    ours = TermBase((Concept("c", (Term("吊车", "zh"),)),))
    theirs = TermBase((Concept("c", (Term("茶", "zh"),)),))
    merged = merge(ours, theirs)
    assert [conflict.can_be_settled for conflict in merged.conflicts] == [False]
    assert settled(merged.base, merged.conflicts) == merged.base
