"""Beads that somebody knows: they hold, nothing is lost, and the rest stays as it was."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqpterms.aligner.bead_steps import STEPS, known_after, overlaid, with_known
from nqpterms.aligner.documents import align
from nqpterms.aligner.known_beads import align_known, checked
from nqpterms.errors import NqptermsError
from nqpterms.model.alignment import Alignment, KnownBead
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.places import Anchor, Place

ZH = [
    "渡轮停在码头。",
    "工人修理起重机。",
    "码头很长。",
    "天气很好。",
    "船长喝茶。",
]
EN = [
    "The ferry lies at the quay.",
    "Workers repair the cranes.",
    "The quay is long.",
    "The weather is fine.",
    "The captain drinks tea.",
]


def document(texts: list[str], lang: str) -> Document:
    paragraphs = [
        Passage(text, (Anchor(0, 0, Place(line, 1)),))
        for line, text in enumerate(texts, 1)
    ]
    return Document(
        f"a.{lang}", lang, Section(None, None, 0, tuple(paragraphs))
    )


PAIR = document(ZH, "zh-Hans"), document(EN, "en")


def beads(alignment: Alignment) -> list[tuple[str, str]]:
    rows = alignment.beads("paragraph")
    return [
        ("".join(p.text for p in b.zh), " ".join(p.text for p in b.en))
        for b in rows
    ]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([KnownBead((1, 2), (1, 2))], [(ZH[0] + ZH[1], f"{EN[0]} {EN[1]}")]),
        (
            [KnownBead((2,), ()), KnownBead((), (2,))],
            [(ZH[1], ""), ("", EN[1])],
        ),
        ([KnownBead((1,), (2,))], [(ZH[0], EN[1])]),
        (
            [KnownBead((4,), (5,)), KnownBead((5,), ())],
            [(ZH[3], EN[4]), (ZH[4], "")],
        ),
        ([KnownBead((1, 2, 3), (3,))], [(ZH[0] + ZH[1] + ZH[2], EN[2])]),
    ],
)
def test_what_is_known_holds(
    known: list[KnownBead], expected: list[tuple[str, str]]
) -> None:
    alignment = align_known(*PAIR, known=known, level="sentence")
    assert set(expected) <= set(beads(alignment))
    assert all(
        b.confidence == 1
        for b in alignment.beads("paragraph")
        if beads_of(b) in expected
    )


def beads_of(bead: object) -> tuple[str, str]:
    [pair] = beads(Alignment(*PAIR, (bead,)))  # type: ignore[arg-type]
    return pair


def test_the_rest_stays_as_it_was() -> None:
    alone = beads(
        align_known(*PAIR, known=[KnownBead((2,), ()), KnownBead((), (2,))])
    )
    assert [(ZH[n], EN[n]) for n in (0, 2, 3, 4)] == [
        pair for pair in alone if all(pair)
    ]


def test_nothing_known_changes_nothing() -> None:
    assert align_known(*PAIR, known=[]) == align(*PAIR)


def test_a_line_on_which_nothing_begins_is_passed_over() -> None:
    assert beads(align_known(*PAIR, known=[KnownBead((99,), (98,))])) == beads(
        align(*PAIR)
    )


def test_where_each_line_is_a_sentence() -> None:
    known = [KnownBead((1,), (1, 2)), KnownBead((2,), ())]
    alignment = align_known(*PAIR, known=known, level="sentence", split="lines")
    rows = [
        (len(bead.zh), len(bead.en)) for bead in alignment.beads("sentence")
    ]
    assert (1, 0) in rows
    assert not alignment.beads("paragraph")
    assert sum(zh for zh, _ in rows) == len(ZH)


@pytest.mark.parametrize(
    "known",
    [
        [KnownBead((1,), (2,)), KnownBead((2,), (1,))],
        [KnownBead((1,), (2,)), KnownBead((1,), ())],
        [KnownBead((1, 3), (1,)), KnownBead((2,), (2,))],
    ],
)
def test_what_cannot_all_hold_is_refused(known: list[KnownBead]) -> None:
    with pytest.raises(NqptermsError, match="remove one"):
        checked(known)


ROWS = [KnownBead((n,), (n,)) for n in range(1, 6)]


@pytest.mark.parametrize(
    ("rows", "at", "step", "expected"),
    [
        (ROWS, 1, "right", [ROWS[1]]),
        (ROWS, 1, "join", [KnownBead((2, 3), (2, 3))]),
        (ROWS, 1, "alone", [KnownBead((2,), ()), KnownBead((), (2,))]),
        (ROWS, 1, "en-down", [KnownBead((2,), ()), KnownBead((3,), (2, 3))]),
        (ROWS, 1, "en-up", [KnownBead((1,), (1, 2)), KnownBead((2,), ())]),
        (ROWS, 1, "zh-up", [KnownBead((1, 2), (1,)), KnownBead((), (2,))]),
        (
            [KnownBead((1, 2), (1,))],
            0,
            "split",
            [KnownBead((1,), (1,)), KnownBead((2,), ())],
        ),
    ],
)
def test_a_step_makes_beads_known(
    rows: list[KnownBead], at: int, step: str, expected: list[KnownBead]
) -> None:
    assert known_after(rows, at, step) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "at", "step"),
    [
        (ROWS, 4, "join"),
        (ROWS, 0, "zh-up"),
        (ROWS, 0, "split"),
        ([KnownBead((1,), ()), ROWS[1]], 0, "en-down"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused(
    rows: list[KnownBead], at: int, step: str
) -> None:
    with pytest.raises(NqptermsError, match="there is no"):
        known_after(rows, at, step)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(STEPS)), max_size=12)
)
def test_no_step_loses_a_paragraph(steps: list[tuple[int, str]]) -> None:
    rows, known = list(ROWS), []
    for at, step in steps:
        try:
            more = known_after(rows, at % len(rows), step)  # type: ignore[arg-type]
            known = with_known(known, more)
        except NqptermsError:
            continue
        rows = overlaid(rows, more)
    for side in ("zh", "en"):
        lines = [line for row in rows for line in row.lines(side)]  # type: ignore[arg-type]
        assert sorted(lines) == [1, 2, 3, 4, 5]
        assert all(one < other for one, other in pairwise(lines))
    assert set(known) <= set(rows)


_LINES = st.lists(st.integers(1, 8), max_size=3, unique=True).map(
    lambda lines: tuple(sorted(lines))
)


@settings(max_examples=60, deadline=None)
@given(known=st.lists(st.builds(KnownBead, _LINES, _LINES), max_size=4))
def test_corrections_of_an_older_text_lose_no_paragraph(
    known: list[KnownBead],
) -> None:
    """The texts have five lines: what is known of others was said of texts that have changed."""
    try:
        checked(known)
    except NqptermsError:
        return
    rows = beads(align_known(*PAIR, known=known))
    assert sorted("".join(zh for zh, _ in rows)) == sorted("".join(ZH))
    assert sorted(" ".join(en for _, en in rows).split()) == sorted(
        " ".join(EN).split()
    )


def test_a_bead_that_has_lost_a_side_is_known_no_more() -> None:
    assert beads(align_known(*PAIR, known=[KnownBead((2,), (99,))])) == beads(
        align(*PAIR)
    )
    assert (ZH[1], "") in beads(align_known(*PAIR, known=[KnownBead((2,), ())]))
