"""Lists pair by number, and by what their items say where the numbers lie."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.documents import align
from nqpterms.aligner.list_pairs import _pair_list, pair_notes
from nqpterms.lexicon import load_lexicon
from nqpterms.model.alignment import NotePair
from nqpterms.model.document import Document, Note, Passage, Section
from nqpterms.readers.reading import read_text
from tests.aligner.test_pages import linked

LEXICON = load_lexicon()
pair_list = partial(_pair_list, lexicon=LEXICON)

BODY = Section(None, None, 0)


def notes(*numbers: str, text: str = "") -> tuple[Note, ...]:
    return tuple(
        Note(number, Passage(text or f"text {k}"))
        for k, number in enumerate(numbers)
    )


NOTE_CASES = {
    "all there": ("1 2 3", "1 2 3", [("1", "1"), ("2", "2"), ("3", "3")]),
    "one missing": ("1 3", "1 2 3", [("1", "1"), (None, "2"), ("3", "3")]),
    "each lacks one": (
        "1 3 4",
        "1 2 3",
        [("1", "1"), (None, "2"), ("3", "3"), ("4", None)],
    ),
    "circled and full width": ("① ２", "1 2", [("①", "1"), ("２", "2")]),
    "a list for each chapter": (
        "1 2 1 2 3",
        "1 2 3 1 3",
        [
            ("1", "1"),
            ("2", "2"),
            (None, "3"),
            ("1", "1"),
            ("2", None),
            ("3", "3"),
        ],
    ),
    "by sign": ("* †", "* †", [("*", "*"), ("†", "†")]),
    "over nine": ("2 10", "9 10", [("2", None), (None, "9"), ("10", "10")]),
}


@pytest.mark.parametrize("name", NOTE_CASES)
def test_numbers_decide(name):
    zh, en, expected = NOTE_CASES[name]
    rows = pair_list("note", notes(*zh.split()), notes(*en.split()))
    assert [
        (r.zh and r.zh.number, r.en and r.en.number) for r in rows
    ] == expected
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
    assert (
        pair_list("entry", notes("1"), ())[0].reason
        == "the English text has no annotated terms"
    )


def test_a_shared_year_raises_the_confidence():
    zh, en = (
        notes("1", text="人民出版社，2009年"),
        notes("1", text="Press, 2009"),
    )
    assert (
        pair_list("note", zh, en)[0].confidence
        > pair_list("note", zh, notes("1"))[0].confidence
    )


def test_the_three_lists_in_order():
    one = Document(
        "a",
        "zh",
        BODY,
        notes=notes("1"),
        references=notes("1"),
        entries=notes("1"),
    )
    two = Document("b", "en", BODY, notes=notes("1"), references=notes("1"))
    assert [row.kind for row in pair_notes(one, two, lexicon=LEXICON)] == [
        "note",
        "reference",
        "entry",
    ]


@given(st.lists(st.integers(1, 30)), st.lists(st.integers(1, 30)))
def test_each_item_stands_in_one_row(left, right):
    zh, en = notes(*map(str, left)), notes(*map(str, right))
    rows = pair_list("note", zh, en)
    assert sorted(row.zh.body.text for row in rows if row.zh) == sorted(
        n.body.text for n in zh
    )
    assert sorted(row.en.body.text for row in rows if row.en) == sorted(
        n.body.text for n in en
    )


ZH_ITEMS = [
    "渔港：供渔船停泊和卸鱼的港口。",
    "水车：用流水转动的轮子，把河水提到田里。",
    "祠堂：同姓的人祭祀祖先的房屋。",
    "药铺：出售草药的商店。",
]
EN_ITEMS = [
    "Fishing harbour: a port where fishing boats berth and unload fish.",
    "Water wheel: a wheel turned by a stream, which lifts water into the fields.",
    "Ancestral hall: a house in which people of one surname worship their ancestors.",
    "Herb shop: a shop that sells medicinal herbs.",
]


def numbered_notes(texts: list[str], order: str) -> tuple[Note, ...]:
    """Some of the texts, by their places, numbered anew."""
    return tuple(
        Note(str(number), Passage(texts[int(place)]))
        for number, place in enumerate(order.split(), 1)
    )


def is_right(row: NotePair) -> bool:
    """Whether the two items of a pair are of one place."""
    assert row.zh and row.en
    zh = ZH_ITEMS.index(row.zh.body.text)
    return zh == EN_ITEMS.index(row.en.body.text)


NUMBERED_ANEW = {
    "the same": ("0 1 2 3", "0 1 2 3", 4),
    "one lost": ("0 1 2 3", "0 2 3", 3),
    "the first lost": ("1 2 3", "0 1 2 3", 3),
    "sorted by another alphabet": ("0 1 2 3", "2 0 3 1", 4),
    "turned about": ("0 1 2 3", "3 2 1 0", 4),
}


@pytest.mark.parametrize("name", NUMBERED_ANEW)
def test_what_items_say_corrects_their_numbers(name: str) -> None:
    zh, en, count = NUMBERED_ANEW[name]
    rows = pair_list(
        "entry",
        numbered_notes(ZH_ITEMS, zh),
        numbered_notes(EN_ITEMS, en),
    )
    pairs = [row for row in rows if row.zh and row.en]
    assert len(pairs) == count and all(map(is_right, pairs))
    assert all(row.reason for row in rows if not (row.zh and row.en))


def test_a_pair_that_says_nothing_of_each_other_keeps_its_number() -> None:
    """A free translation has no better partner; only its confidence may fall."""
    zh = numbered_notes([ZH_ITEMS[0], "另见上文。", ZH_ITEMS[2]], "0 1 2")
    en = numbered_notes(
        [EN_ITEMS[0], "As was said before.", EN_ITEMS[2]], "0 1 2"
    )
    rows = pair_list("note", zh, en)
    assert [(r.zh and r.zh.number, r.en and r.en.number) for r in rows] == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
    ]


def test_two_lists_that_say_nothing_alike_are_not_one() -> None:
    zh = numbered_notes(ZH_ITEMS, "0 1 2")
    others = [
        "According to a poll among twelve hundred commuters in spring.",
        "Prices are those of the year before last.",
        "The author owes this remark to a colleague.",
    ]
    rows = pair_list("note", zh, numbered_notes(others, "0 1 2"))
    assert not any(row.zh and row.en for row in rows)


RECIPE_ZH = """腌萝卜

选萝卜最要紧[^1]，盐也不能马虎[^2]。

做法

{0}洗净萝卜，切成小块。

{1}撒盐，压上石头。

{2}十天以后取出来吃。

[^1]: 霜后的萝卜最甜。

[^2]: 海盐最好。
"""
RECIPE_EN = """Pickled Radish

The choice of radishes matters most [^1], and so does the salt [^2].

How to Make It

{0}Wash the radishes and cut them into small pieces.

{1}Sprinkle salt on them, and weigh them down with stones.

{2}Take them out after ten days and eat.

[^1]: Radishes are sweetest after frost.

[^2]: Sea salt is best.
"""
STEPS = {
    "numbered alike": ("1. 2. 3.", "1. 2. 3."),
    "numbered in one language": ("• • •", "1. 2. 3."),
    "numbered by bracket": ("1） 2） 3）", "1) 2) 3)"),
}


def lines_of(text: str) -> list[str]:
    """The lines that are no headings, without marks."""
    lines: list[str] = []
    for line in text.split("\n\n"):
        bare = re.sub(r"^[\[\]^:•.\d)） ]+", "", line.strip())
        lines.append(bare)
    return lines


@pytest.mark.parametrize("kinds", ["plain plain", "plain markdown"])
@pytest.mark.parametrize("name", STEPS)
def test_steps_among_note_marks_are_no_notes(name: str, kinds: str) -> None:
    zh_marks, en_marks = (marks.split() for marks in STEPS[name])
    zh = RECIPE_ZH.format(*(f"{mark} " for mark in zh_marks))
    en = RECIPE_EN.format(*(f"{mark} " for mark in en_marks))
    zh_kind, en_kind = kinds.split()
    alignment = align(
        read_text(zh, name="zh", type=zh_kind),
        read_text(en, name="en", type=en_kind),
    )
    pairs = {
        (lines_of(left)[0], lines_of(right)[0])
        for left, right in linked(alignment)
    }
    wanted = set(zip(lines_of(zh), lines_of(en), strict=True))
    steps = {pair for pair in wanted if pair[0][0] in "洗撒十霜海"}
    assert steps <= pairs


def test_references_that_lost_their_heading_on_one_side() -> None:
    zh = (
        "渔村的变迁[1]和市镇的兴起[2]都有人写过。\n\n{0}"
        "[1] 林一. 渔村. 海洋杂志, 2003, 12: 7-19.\n\n"
        "[2] 何二. 市镇. 史学, 2011, 3: 44-60.\n"
    )
    en = (
        "The change of fishing villages [1] and the rise of towns [2] have been described."
        "\n\nReferences\n\n[1] Lin, Y. The fishing village. Journal of the Sea, 2003, 12: 7-19."
        "\n\n[2] He, E. The town. History, 2011, 3: 44-60.\n"
    )
    for heading in ("", "参考文献\n\n"):
        alignment = align(
            read_text(zh.format(heading), name="zh"), read_text(en, name="en")
        )
        pairs = [
            row
            for row in alignment.rows
            if isinstance(row, NotePair) and row.zh and row.en
        ]
        assert [row.zh.number for row in pairs if row.zh] == ["1", "2"]
