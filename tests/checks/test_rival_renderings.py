"""Two renderings of one term: a choice that an editor makes, or grammar and length."""

from __future__ import annotations

import pytest

from nqpterms.checks.rival_renderings import differ_by_choice, is_common
from nqpterms.model.termbase import Concept, Term

CASES = [
    # a choice, and beside it what looks like one
    ("poor areas", "poverty-stricken areas", True),
    ("poor areas", "remote poor areas", False),
    ("market vitality", "market dynamism", True),
    ("neighbors", "neighboring countries", False),
    ("industrial chain", "industry chain", True),
    ("reform deepening", "deepening reform", False),
    (
        "comprehensively deepening reform",
        "comprehensive deepening of reform",
        False,
    ),
    ("commercial spaceflight", "commercial space industry", True),
    ("better life", "better lives", False),
    ("levels of government", "government at all levels", False),
    ("establish before breaking", "establishing before abolishing", True),
    ("prevent and resolve", "forestall and defuse", True),
    ("cutting taxes", "tax cuts", False),
    ("manufacturing sector", "manufacturing industry", True),
    ("in light of local needs", "according to local needs", True),
    (
        "state capital and SOE reforms",
        "reform of state capital and state-owned enterprises",
        False,
    ),
    ("R&D spending", "R&D expenditure", True),
    ("智能制造", "智慧制造", True),
    ("制造业", "先进制造业", False),
]


@pytest.mark.parametrize(("one", "two", "is_choice"), CASES)
def test_a_choice_is_told_from_grammar_and_length(
    one: str, two: str, is_choice: bool
) -> None:
    assert differ_by_choice(one, two) is is_choice
    assert differ_by_choice(two, one) is is_choice


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((Term("消费", "zh"),), True),
        ((Term("双创", "zh"),), False),
        ((Term("因地制宜", "zh", scope="word"),), False),
        ((Term("充分就业", "zh"), Term("就业", "zh")), False),
        (
            (Term("充分就业", "zh"), Term("就业", "zh", status="preferred")),
            True,
        ),
        ((), False),
    ],
)
def test_a_common_concept_is_called_by_a_common_word(
    names: tuple[Term, ...], expected: bool
) -> None:
    assert is_common(Concept("c", (*names, Term("x", "en")))) is expected
