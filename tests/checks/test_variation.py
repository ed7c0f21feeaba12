"""T301 and T302 beyond their cases: the score, and terms found from the words of a document."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from nqpterms.checks.registry import check_segments, chosen_codes
from nqpterms.checks.statistical_variants import MOST_ROWS, compete, phrase
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase

NOTHING = Matcher(
    TermBase(
        (Concept("none", (Term("无此词", "zh"), Term("no such word", "en"))),)
    )
)
PLACES = "北部 南部 东部 西部 中部 沿海 山区 平原 边境 城郊 河谷 海岛".split()
ENGLISH = (
    "northern southern eastern western central coastal "
    "mountain lowland border suburban valley island"
).split()


def mixed(
    first: str, other: str, *, behind: Sequence[Segment] = ()
) -> list[Finding]:
    """The findings of a text that speaks of 民营医院 in twelve places, four times by *other*."""
    rows = list[Segment]()
    for n, (zh, en) in enumerate(zip(PLACES, ENGLISH, strict=True)):
        name = first if n % 3 else other
        rows.append(
            Segment(
                f"{zh}的民营医院很多。", f"There are many {name} in {en} areas."
            )
        )
        rows.append(
            Segment(
                f"{zh}的民营学校少。",
                f"There are few private schools in {en} areas.",
            )
        )
    if behind:  # rows of a file have numbers
        rows = [replace(row, row=number) for number, row in enumerate(rows, 1)]
    return check_segments(
        [*rows, *behind], NOTHING, codes=chosen_codes(["T301"])
    )


@pytest.mark.parametrize(
    ("more", "told"), [(MOST_ROWS - 24, 5), (MOST_ROWS - 23, 0)]
)
def test_there_is_time_to_learn_from_a_small_bitext_alone(
    more: int, told: int
) -> None:
    """Wherever a document stands in it: what follows the first one says so too."""
    behind = [
        Segment("好。", "Good.", row=25 + n, doc=f"d{n // 50}")
        for n in range(more)
    ]
    assert (
        len(mixed("private hospitals", "private clinics", behind=behind))
        == told
    )


def test_a_term_that_no_base_has_is_found_with_its_score() -> None:
    whole, *places = mixed("private hospitals", "private clinics")
    assert whole.source_term == "民营医院"
    assert whole.consistency == pytest.approx(
        (8 / 12) ** 2 + (4 / 12) ** 2, abs=0.001
    )
    assert "consistency 0.56" in whole.message
    assert [p.matched for p in places] == ["private clinics"] * 4
    assert {f.group for f in places} == {whole.group}


@pytest.mark.parametrize(
    "other",
    [
        "private hospital",
        "hospitals",
        "private-hospital beds",
        "Private Hospitals",
    ],
)
def test_grammar_and_context_are_no_variation(other: str) -> None:
    assert mixed("private hospitals", other) == []


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("foreign-funded enterprises", "foreign-funded companies", True),
        ("risks and hidden dangers", "risks and potential dangers", True),
        ("world economy", "global economy", True),
        ("trade finance", "trade financing", False),
        ("labour market", "labor markets", False),
        ("minimum statutory rate", "statutory minimum rate", False),
        ("new homes", "new RMLs", False),
        ("elderly care", "elderly care services", False),
    ],
)
def test_phrases_compete_where_a_word_is_replaced(
    one: str, other: str, said: bool
) -> None:
    assert compete(phrase(one), phrase(other)) is said


def test_short_texts_teach_nothing() -> None:
    pairs = [
        ("民营企业发展", "Private businesses grow"),
        ("民营企业", "Private firms"),
    ]
    rows = [Segment(zh, en) for zh, en in pairs]
    assert check_segments(rows, NOTHING, codes=chosen_codes(["T301"])) == []
