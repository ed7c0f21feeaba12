"""A paragraph pair falls into sentence pairs that together are the whole of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.renderings.blocks import sentence_pairs

ZH = "工厂有500名工人。他们制造船只，也修理港口的起重机。工资很高。"
EN = (
    "The factory has 500 workers. They build ships. They also repair the cranes in the port. "
    "Wages are high."
)


def test_one_sentence_may_become_two() -> None:
    pairs = [(a.of(ZH), b.of(EN)) for a, b in sentence_pairs(ZH, EN)]
    assert pairs[0] == ("工厂有500名工人。", "The factory has 500 workers.")
    assert (
        pairs[1][1]
        == "They build ships. They also repair the cranes in the port."
    )
    assert pairs[2] == ("工资很高。", "Wages are high.")


def test_a_single_sentence_stays_whole() -> None:
    assert [(tuple(a), tuple(b)) for a, b in sentence_pairs("工厂", EN)] == [
        ((0, 2), (0, len(EN)))
    ]


@given(
    st.lists(st.sampled_from(["工厂。", "他有3只船！", "好"]), max_size=9),
    st.integers(0, 12),
)
def test_nothing_is_dropped(zh: list[str], count: int) -> None:
    left, right = "".join(zh), "There are 3 ships. " * count
    pairs = sentence_pairs(left, right)
    assert "".join(a.of(left) for a, _ in pairs).strip() == left.strip()
    assert (
        " ".join(b.of(right).strip() for _, b in pairs).strip() == right.strip()
    )
