"""Votes of sentence beads, and the groups of paragraphs that they make."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.voting import cast, counted, elected, filled, grouped
from nqpterms.model.alignment import Bead
from nqpterms.model.document import Passage


def bead(zh: list[str], en: list[str], confidence: float = 0.5) -> Bead:
    return Bead("sentence", tuple(map(Passage, zh)), tuple(map(Passage, en)), confidence)


def test_votes_are_counted_in_characters():
    beads = [bead(["四个汉字"], ["eight ch"]), bead(["二字"], []), bead(["两字"], ["two", "three"])]
    zh, en = counted(cast(beads, zh=[0, 0, 1], en=[0, 0, 1]))
    assert zh.whole == {0: 6, 1: 2} and en.whole == {0: 11, 1: 5}
    assert zh.shared[0, 0] == 4 and en.shared[0, 0] == 8
    assert zh.shared[1, 0] == 2 * 3 / 8 and en.shared[1, 1] == 5
    assert zh.confidence([0]) == 0.5 * 4 / 6 and zh.confidence([]) == 0.0
    assert elected(zh, en) == [(0, 0), (1, 1)]


def test_groups_end_at_corners():
    groups = [(range(1, 2), range(1, 3)), (range(3, 4), range(4, 5))]
    found = filled(groups, [(0, 0), (2, 3), (2, 4), (4, 5)])
    assert [[(list(a), list(b)) for a, b in inside] for inside in found] == [
        [([0], []), ([], [0]), ([1], [1, 2])],
        [([], [3])],
        [([2], []), ([3], [4])],
    ]


LINKS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12)


@given(LINKS, st.integers(0, 2), st.integers(0, 2))
def test_every_paragraph_stands_in_one_group(steps, more_zh, more_en):
    links, at = [(0, 0)], (0, 0)
    for right, down in steps:
        at = (at[0] + 2 * right, at[1] + 2 * down)
        links.append(at)
    ends = (at[0] + 1 + more_zh, at[1] + 1 + more_en)
    (whole,) = filled(grouped(sorted(set(links))), [(0, 0), ends])
    assert [k for left, _ in whole for k in left] == list(range(ends[0]))
    assert [k for _, right in whole for k in right] == list(range(ends[1]))
