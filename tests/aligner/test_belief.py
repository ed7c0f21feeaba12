"""Which beads are believed, by what the whole text is like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.belief import TextBead, believed, chances_in_text

GOOD, DOUBTFUL, BAD = 0.99, 0.2, 0.005
CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


def aligned(
    chances: list[float], length: int = 20, anchors=()
) -> list[TextBead]:
    beads = [TextBead((n,), (n,), 0.95) for n in range(len(chances))]
    return believed(
        beads, np.array(chances), anchors, lengths=[length] * len(chances)
    )


def is_paired(beads: list[TextBead], n: int) -> bool:
    return any(n in bead.zh and n in bead.en for bead in beads)


def test_among_a_few_beads_a_doubtful_one_is_not_sure() -> None:
    """In a long text it may be a free rendering; in a short one nothing says so."""
    perhaps = 0.7
    assert aligned([GOOD] * 4 + [perhaps])[-1].confidence < 0.5
    assert aligned([GOOD] * 60 + [perhaps])[-1].confidence > 0.8
    assert aligned([GOOD] * 5)[-1].confidence == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("others", "last", "stays"),
    [
        (
            [GOOD] * 60,
            DOUBTFUL,
            True,
        ),  # a free rendering among many that are close
        (
            [GOOD] * 30 + [BAD] * 30,
            DOUBTFUL,
            False,
        ),  # of this text half was replaced
        ([GOOD] * 60, BAD, False),  # nothing in common
        ([BAD] * 5, DOUBTFUL, False),
        ([], GOOD, True),
        ([], BAD, False),
    ],
)
def test_a_doubtful_bead_is_judged_by_its_text(
    others: list[float], last: float, stays: bool
) -> None:
    assert is_paired(aligned([*others, last]), len(others)) == stays


def test_a_bead_that_stays_is_no_surer_for_its_text() -> None:
    assert aligned([GOOD] * 60 + [DOUBTFUL])[-1].confidence == pytest.approx(
        0.95 * DOUBTFUL / 0.9
    )


@pytest.mark.parametrize(
    ("chance", "share"),
    [
        (0.95, 1.0),  # a translation
        (0.8, 1.0),  # a free one
        (0.6, 0.71),  # most likely one
        (0.45, 0.5),  # as likely none
        (0.18, 0.2),  # most likely none
    ],
)
def test_a_bead_keeps_of_its_posterior_what_p_allows(
    chance: float, share: float
) -> None:
    confidence = aligned([*[GOOD] * 60, chance])[-1].confidence
    assert confidence == pytest.approx(0.95 * share, abs=0.01)


def test_a_heading_of_two_words_stays_with_little_proof_and_is_not_sure() -> (
    None
):
    chances = [GOOD] * 5 + [0.07]
    brief = aligned(chances, length=5)
    assert is_paired(brief, 5) and brief[-1].confidence < 0.1
    assert not is_paired(aligned(chances, length=40), 5)
    assert not is_paired(aligned([GOOD] * 5 + [BAD], length=5), 5)


def test_much_text_must_prove_more() -> None:
    chances = [GOOD] * 20 + [0.04]
    in_text = chances_in_text(np.array(chances))[-1]
    assert 0.3 <= in_text < 0.5
    assert is_paired(aligned(chances), 20)
    assert not is_paired(aligned(chances, length=200), 20)


def test_what_falls_apart_names_a_partner_only_where_there_may_be_one() -> None:
    far, near = (
        aligned([BAD, *[GOOD] * 9])[0],
        aligned([DOUBTFUL, *[BAD] * 9])[0],
    )
    assert far.likeliest == () and near.likeliest == (0,)


def test_what_a_user_anchored_is_believed() -> None:
    assert aligned([BAD, BAD], anchors=[(1, 1)])[-1] == TextBead(
        (1,), (1,), 0.95
    )


@given(CHANCES)
def test_every_text_stands_in_exactly_one_bead(chances: list[float]) -> None:
    beads = aligned(chances)
    every = list(range(len(chances)))
    assert [i for bead in beads for i in bead.zh] == every
    assert [j for bead in beads for j in bead.en] == every


@given(CHANCES)
def test_a_text_never_changes_the_order_of_its_beads(
    chances: list[float],
) -> None:
    in_text = chances_in_text(np.array(chances))
    assert ((in_text >= 0) & (in_text <= 1)).all()
    order = np.argsort(chances, kind="stable")
    assert (np.diff(in_text[order]) >= -1e-9).all()
