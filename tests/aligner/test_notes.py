"""Lists pair by number; what is missing says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.notes import pair_list, pair_notes
from nqpterms.model.document import Document, Note, Passage, Section

BODY = Section(None, None, 0)


def notes(*numbers: str, text: str = "") -> tuple[Note, ...]:
    return tuple(Note(number, Passage(text or f"text {k}")) for k, number in enumerate(numbers))


CASES = {
    "all there": ("1 2 3", "1 2 3", [("1", "1"), ("2", "2"), ("3", "3")]),
    "one missing": ("1 3", "1 2 3", [("1", "1"), (None, "2"), ("3", "3")]),
    "each lacks one": ("1 3 4", "1 2 3", [("1", "1"), (None, "2"), ("3", "3"), ("4", None)]),
    "circled and full width": ("① ２", "1 2", [("①", "1"), ("２", "2")]),
    "a list for each chapter": (
        "1 2 1 2 3",
        "1 2 3 1 3",
        [("1", "1"), ("2", "2"), (None, "3"), ("1", "1"), ("2", None), ("3", "3")],
    ),
    "by sign": ("* †", "* †", [("*", "*"), ("†", "†")]),
    "over nine": ("2 10", "9 10", [("2", None), (None, "9"), ("10", "10")]),
}


@pytest.mark.parametrize("name", CASES)
def test_numbers_decide(name):
    zh, en, expected = CASES[name]
    rows = pair_list("note", notes(*zh.split()), notes(*en.split()))
    assert [(r.zh and r.zh.number, r.en and r.en.number) for r in rows] == expected
    assert all(bool(row.reason) != bool(row.zh and row.en) for row in rows)


def test_equal_texts_do_not_mislead():
    same = notes("1", "2", "3", text="The same source")
    rows = pair_list("note", (same[0], same[2]), same)
    assert [(r.zh and r.zh.number, r.en.number) for r in rows] == [
        ("1", "1"),
        (None, "2"),
        ("3", "3"),
    ]


def test_reasons():
    rows = pair_list("reference", notes("1"), notes("1", "2"))
    assert rows[1].reason == "the Chinese text has no reference 2"
    assert pair_list("entry", notes("1"), ())[0].reason == "the English text has no annotated terms"


def test_a_shared_year_raises_the_confidence():
    zh, en = notes("1", text="人民出版社，2009年"), notes("1", text="Press, 2009")
    assert pair_list("note", zh, en)[0].confidence > pair_list("note", zh, notes("1"))[0].confidence


def test_the_three_lists_in_order():
    one = Document("a", "zh", BODY, notes=notes("1"), references=notes("1"), entries=notes("1"))
    two = Document("b", "en", BODY, notes=notes("1"), references=notes("1"))
    assert [row.kind for row in pair_notes(one, two)] == ["note", "reference", "entry"]


@given(st.lists(st.integers(1, 30)), st.lists(st.integers(1, 30)))
def test_each_item_stands_in_one_row(left, right):
    zh, en = notes(*map(str, left)), notes(*map(str, right))
    rows = pair_list("note", zh, en)
    assert sorted(row.zh.body.text for row in rows if row.zh) == sorted(n.body.text for n in zh)
    assert sorted(row.en.body.text for row in rows if row.en) == sorted(n.body.text for n in en)
