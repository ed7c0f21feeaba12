"""Paragraphs belong together when half of one lies in sentences shared with the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.likeness import ParagraphWords
from nqpterms.aligner.paragraphs import (
    Joined,
    ParagraphPiece,
    Run,
    _cast,
    _counted,
    _elected,
    _filled,
    _grouped,
    _grown,
    _sentence_piece,
    _supported,
    _trimmed,
    bead_paragraphs,
    bead_pieces,
    mend_sentences,
)
from nqpterms.lexicon import load_lexicon
from nqpterms.model.alignment import Bead
from nqpterms.model.document import Passage
from nqpterms.model.places import Anchor, Place

LEXICON = load_lexicon()


def paragraphs(*texts: str) -> list[Passage]:
    return [
        Passage(text, (Anchor(0, 0, Place(n)),))
        for n, text in enumerate(texts, 1)
    ]


def between_walls(run: Callable[..., list[TextBead]]) -> Run:
    """An engine that aligns what stands between each two walls by itself."""

    def aligned(
        zh: Sequence[str], en: Sequence[str], walls: Sequence[tuple[int, int]]
    ) -> list[TextBead]:
        beads: list[TextBead] = []
        for (i, j), (k, m) in pairwise([(0, 0), *walls, (len(zh), len(en))]):
            for bead in run(zh[i:k], en[j:m]):
                left = tuple(n + i for n in bead.zh)
                right = tuple(n + j for n in bead.en)
                beads.append(bead._replace(zh=left, en=right))
        return beads

    return aligned


@between_walls
def by_letter(zh: Sequence[str], en: Sequence[str]) -> list[TextBead]:
    """Joins sentences that begin with the same letter, which both sides hold in one order."""
    letters = sorted({text[0] for text in (*zh, *en)})
    left = {
        x: tuple(k for k, text in enumerate(zh) if text[0] == x)
        for x in letters
    }
    right = {
        x: tuple(k for k, text in enumerate(en) if text[0] == x)
        for x in letters
    }
    return [TextBead(left[x], right[x], 0.8) for x in letters]


CASES = {
    "one to one": (["A甲。", "B乙。"], ["Aye.", "Bee."], ["1|1", "2|2"]),
    "one cut in two": (
        ["A小麦。B学校。"],
        ["A wheat.", "B school."],
        ["1|1,2"],
    ),
    "two made one": (["A小麦。", "B学校。"], ["A wheat. B school."], ["1,2|1"]),
    "an edge that brings nothing": (
        ["A小麦。"],
        ["A wheat.", "A school."],
        ["1|1", "|2"],
    ),
    "one missing": (
        ["A甲。", "C丙。"],
        ["Aye.", "Bee.", "Cee."],
        ["1|1", "|2", "2|3"],
    ),
    "a sentence more": (
        ["A甲。B乙。", "C丙。"],
        ["Aye.", "Cee."],
        ["1|1", "2|2"],
    ),
    "a stray sentence": (
        ["A甲甲甲甲甲。", "B乙乙乙乙。C丙丙丙丙。D丁。"],
        ["Aye aye. Dear.", "Eager to please. East or west."],
        ["1|1", "2|", "|2"],
    ),
    "nothing shared": (["A甲。"], ["Bee."], ["1|", "|1"]),
    "an empty paragraph": (["", "A甲。"], ["Aye."], ["1|", "2|1"]),
    "none": ([], ["Aye."], ["|1"]),
}


def told(found: list[Joined]) -> list[str]:
    sides = ((one.bead.zh, one.bead.en) for one in found)
    return [
        "|".join(",".join(str(p.line) for p in side) for side in both)
        for both in sides
    ]


@pytest.mark.parametrize("name", CASES)
def test_sentences_join_paragraphs(name):
    zh, en, expected = CASES[name]
    assert (
        told(joined(ParagraphPiece(paragraphs(*zh), paragraphs(*en))))
        == expected
    )


def joined(piece: ParagraphPiece) -> list[Joined]:
    (found,) = bead_paragraphs([piece], run=by_letter, lexicon=LEXICON)
    return found


def test_sentences_stay_with_their_paragraphs():
    (one,) = joined(
        ParagraphPiece(
            paragraphs("A小麦。B学校。"), paragraphs("A wheat.", "B school.")
        )
    )
    assert one.sentences is not None
    assert [(b.zh[0].text, b.en[0].text) for b in one.sentences] == [
        ("A小麦。", "A wheat."),
        ("B学校。", "B school."),
    ]


def test_torn_sentences_are_aligned_anew():
    zh, en, _ = CASES["a stray sentence"]
    torn = joined(ParagraphPiece(paragraphs(*zh), paragraphs(*en)))
    assert None in [one.sentences for one in torn]
    (whole,) = mend_sentences([torn], run=by_letter)
    for one in whole:
        assert one.sentences is not None
        for paragraphs_, side in ((one.bead.zh, "zh"), (one.bead.en, "en")):
            text = " ".join(
                p.text for b in one.sentences for p in getattr(b, side)
            )
            assert text.replace(" ", "") == "".join(
                p.text for p in paragraphs_
            ).replace(" ", "")


def test_confidence_is_that_of_the_text_that_is_joined():
    piece = ParagraphPiece(
        paragraphs("A甲。", "B乙。"), paragraphs("Aye."), 0.5
    )
    both, alone = (one.bead for one in joined(piece))
    assert both.confidence == pytest.approx(0.8 * 0.5)
    assert alone.confidence == pytest.approx(0.8 * 0.5)
    assert alone.reason == "no paragraph of the English text answers this one"


SENTENCES = st.lists(
    st.lists(st.sampled_from("ABCDEFGH"), max_size=3), max_size=5
)


def in_order(groups: list[list[str]], tail: str) -> list[str]:
    letters = iter(sorted(letter for group in groups for letter in group))
    return [
        "".join(f"{next(letters)}{tail} " for _ in group).strip()
        for group in groups
    ]


@given(SENTENCES, SENTENCES)
def test_every_paragraph_stands_in_one_bead(zh, en):
    left, right = (
        paragraphs(*in_order(zh, "甲。")),
        paragraphs(*in_order(en, "y so.")),
    )
    beads = [one.bead for one in joined(ParagraphPiece(left, right))]
    assert [p for bead in beads for p in bead.zh] == left
    assert [p for bead in beads for p in bead.en] == right
    assert all(0 <= bead.confidence <= 1 for bead in beads)


@between_walls
def stand_in(zh: Sequence[str], en: Sequence[str]) -> list[TextBead]:
    """Pairs one to one; the rest of a side stands alone."""
    both = min(len(zh), len(en))
    beads = [TextBead((k,), (k,), 0.5) for k in range(both)]
    beads += [TextBead((k,), (), 1.0) for k in range(both, len(zh))]
    return beads + [TextBead((), (k,), 1.0) for k in range(both, len(en))]


def passages(*lines: int) -> list[Passage]:
    return [Passage(str(line), (Anchor(0, 0, Place(line)),)) for line in lines]


def lines(bead: Bead) -> tuple[list[int | None], list[int | None]]:
    return [p.line for p in bead.zh], [p.line for p in bead.en]


def test_beads_stay_in_their_pieces():
    pieces = [
        ParagraphPiece(passages(1, 2), passages(1), 0.5),
        ParagraphPiece([], passages(2, 3), 1.0, "gone"),
        ParagraphPiece([], []),
        ParagraphPiece(passages(3), passages(4)),
    ]
    first, second, third, fourth = bead_pieces(
        pieces, "paragraph", run=stand_in
    )
    assert [lines(bead) for bead in first] == [([1], [1]), ([2], [])]
    assert first[0].confidence == 0.25 and first[0].reason == ""
    assert (
        first[1].reason == "no paragraph of the English text answers this one"
    )
    assert [(lines(bead), bead.reason) for bead in second] == [
        (([], [2]), "gone"),
        (([], [3]), "gone"),
    ]
    assert third == []
    assert [lines(bead) for bead in fourth] == [([3], [4])]


def test_anchors_are_boundaries_too():
    piece = ParagraphPiece(passages(1, 2, 3), passages(1, 2, 3))
    (beads,) = bead_pieces(
        [piece], "paragraph", run=stand_in, anchors=[(3, 2), (9, 1), (2, 3)]
    )
    assert [lines(b) for b in beads] == [
        ([1], [1]),
        ([2], []),
        ([3], [2]),
        ([], [3]),
    ]


def test_an_anchor_across_a_boundary_is_left_out():
    pieces = [
        ParagraphPiece(passages(1, 2), passages(1)),
        ParagraphPiece(passages(3), passages(2, 3)),
    ]
    found = bead_pieces(pieces, "paragraph", run=stand_in, anchors=[(2, 3)])
    assert found == bead_pieces(pieces, "paragraph", run=stand_in)


def test_sentences_of_a_bead():
    bead = Bead(
        "paragraph",
        (Passage("天晴。我走了。"),),
        (Passage("It is fine. I left."),),
        0.9,
    )
    piece = _sentence_piece(bead)
    assert [p.text for p in piece.zh] == ["天晴。", "我走了。"]
    assert [p.text for p in piece.en] == ["It is fine.", "I left."]
    assert (piece.confidence, piece.reason) == (0.9, "")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6))
def test_every_passage_stands_in_one_bead(sizes):
    count = iter(range(1, 99))
    pieces = [
        ParagraphPiece(
            passages(*(next(count) for _ in range(a))),
            passages(*(next(count) for _ in range(b))),
        )
        for a, b in sizes
    ]
    found = bead_pieces(pieces, "sentence", run=stand_in)
    for piece, beads in zip(pieces, found, strict=True):
        assert [p for bead in beads for p in bead.zh] == list(piece.zh)
        assert [p for bead in beads for p in bead.en] == list(piece.en)


def bead(zh: list[str], en: list[str], confidence: float = 0.5) -> Bead:
    return Bead(
        "sentence", tuple(map(Passage, zh)), tuple(map(Passage, en)), confidence
    )


def test_votes_are_counted_in_characters():
    beads = [
        bead(["四个汉字"], ["eight ch"]),
        bead(["二字"], []),
        bead(["两字"], ["two", "three"]),
    ]
    zh_sentences = [sentence for each in beads for sentence in each.zh]
    en_sentences = [sentence for each in beads for sentence in each.en]
    owners = dict(zip(map(id, zh_sentences), [0, 0, 1], strict=True))
    owners |= dict(zip(map(id, en_sentences), [0, 0, 1], strict=True))
    zh, en = _counted(_cast(beads, owners))
    assert zh.whole == {0: 6, 1: 2} and en.whole == {0: 11, 1: 5}
    assert zh.shared[0, 0] == 4 and en.shared[0, 0] == 8
    assert zh.shared[1, 0] == 2 * 3 / 8 and en.shared[1, 1] == 5
    assert zh.confidence([0]) == 0.5 * 4 / 6 and zh.confidence([]) == 0.0
    assert _elected(zh, en) == [(0, 0), (1, 1)]


def test_what_is_alone_names_its_likeliest_partner():
    """The engine lets a bead fall apart; its sentences are alone and know whom they belonged to."""

    def doubtful(*_: object) -> list[TextBead]:
        first, last = TextBead((0,), (0,), 0.9), TextBead((2,), (2,), 0.9)
        alone = [TextBead((1,), (), 0.7, (1,)), TextBead((), (1,), 0.7, (1,))]
        return [first, *alone, last]

    zh = [Passage(text) for text in ("甲来了。", "乙走了。", "丙睡了。")]
    en = [
        Passage(text) for text in ("Jia came.", "The sun shone.", "Bing slept.")
    ]
    piece = ParagraphPiece(zh, en)
    (joined,) = bead_paragraphs([piece], lexicon=load_lexicon(), run=doubtful)
    likeliest = {
        one.bead.passages("zh" if one.bead.zh else "en"): one.bead
        for one in joined
    }
    assert likeliest[zh[1],].likeliest == (en[1],)
    assert likeliest[en[1],].likeliest == (zh[1],)
    assert likeliest[zh[0],].likeliest == ()
    # A paragraph is as surely alone as its sentences are.
    assert likeliest[zh[1],].confidence == pytest.approx(0.7)


def test_groups_end_at_corners():
    groups = [(range(1, 2), range(1, 3)), (range(3, 4), range(4, 5))]
    found = _filled(groups, [(0, 0), (2, 3), (2, 4), (4, 5)])
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
    (whole,) = _filled(_grouped(sorted(set(links))), [(0, 0), ends])
    assert [k for left, _ in whole for k in left] == list(range(ends[0]))
    assert [k for _, right in whole for k in right] == list(range(ends[1]))


ZH = (
    "农民在春天播种小麦，秋天收获玉米。",
    "学校新建了图书馆和体育馆，学生很高兴。",
    "铁路连接了两个城市，火车每小时一班。",
    "医生和护士在医院里很忙。",
)
EN = (
    "Farmers sow wheat in spring and harvest corn in autumn.",
    "The school built a library and a gymnasium; the pupils are happy.",
    "A railway connects the two cities, with a train every hour.",
    "The doctors and nurses in the hospital are busy.",
)


def read(zh=ZH, en=EN):
    left, right = (tuple(Passage(text) for text in side) for side in (zh, en))
    return (
        ParagraphWords.of(left, LEXICON, is_english=False),
        ParagraphWords.of(right, LEXICON, is_english=True),
    )


TRIMS = {
    "a stranger before": ((range(1), range(2)), (range(1), range(1))),
    "a stranger behind": (
        (range(1, 3), range(2, 3)),
        (range(2, 3), range(2, 3)),
    ),
    "strangers on both sides": (
        (range(3), range(1, 2)),
        (range(1, 2), range(1, 2)),
    ),
    "a true pair of two": ((range(2), range(2)), (range(2), range(2))),
    "one to one, whatever it says": (
        (range(1), range(3, 4)),
        (range(1), range(3, 4)),
    ),
}


@pytest.mark.parametrize("name", TRIMS)
def test_strangers_at_the_edge_go(name):
    group, expected = TRIMS[name]
    assert _trimmed(group, *read()) == expected


def test_a_paragraph_cut_in_two_stays_whole():
    zh = (ZH[0] + ZH[1], *ZH[2:])
    group = (range(1), range(2))
    assert _trimmed(group, *read(zh)) == group


def test_a_contradicted_link_falls_beside_a_better_one():
    zh = [" ".join(ZH[k] for k in group) for group in ((0,), (1, 2, 3))]
    en = [" ".join(EN[k] for k in group) for group in ((0,), (1, 2, 3))]
    links = [(0, 0), (0, 1), (1, 1)]
    assert _supported(links, *read(zh, en)) == [(0, 0), (1, 1)]


def test_an_only_link_stays():
    assert _supported([(0, 3)], *read()) == [(0, 3)]


LISTING = "本月任务：粉刷墙壁，修理屋顶，更换窗户，清洗地毯，购买木柴，照看孩子，喂养母鸡。"
TASKS = (
    *(
        "paint the walls;",
        "repair the roof;",
        "replace the windows;",
        "clean the carpets;",
    ),
    *("buy firewood;", "look after the children;", "feed the hens."),
)


@pytest.mark.parametrize(
    ("behind", "end", "expected"),
    [
        (("Nobody answered the telephone.",), 8, 7),
        ((), 7, 7),
        ((), 6, 6),  # a heading stands before the seventh
    ],
)
def test_one_paragraph_answers_more_than_a_bead_can_hold(behind, end, expected):
    words = read((LISTING, ZH[0]), (*TASKS, *behind, EN[0]))
    groups = [(range(1), range(5))]
    corners = [(0, 0), (1, end), (2, len(TASKS) + len(behind) + 1)]
    assert _grown(groups, corners, *words) == [(range(1), range(expected))]


def test_what_another_bead_has_is_not_taken():
    words = read((LISTING, ZH[0]), TASKS)
    groups = [(range(1), range(5)), (range(1, 2), range(6, 7))]
    assert _grown(groups, [(0, 0), (2, 7)], *words) == [
        (range(1), range(6)),
        groups[1],
    ]


def test_a_short_bead_does_not_grow():
    words = read((LISTING, ZH[0]), TASKS)
    assert _grown([(range(1), range(4))], [(0, 0), (2, 7)], *words) == [
        (range(1), range(4))
    ]


def test_one_sentence_beside_many_is_one_bead_of_sentences():
    """The engine would leave those alone that its beads cannot hold."""
    bead = Bead(
        "paragraph", (Passage(LISTING),), tuple(map(Passage, TASKS)), 0.9
    )
    ((whole,),) = mend_sentences([[Joined(bead, None)]], run=stand_in)
    assert whole.sentences is not None
    assert [(len(one.zh), len(one.en)) for one in whole.sentences] == [(1, 7)]
