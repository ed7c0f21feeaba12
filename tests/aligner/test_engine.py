"""The engine: every index in exactly one bead, whatever the input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.engine import align_texts
from nqpterms.errors import NqptermsError
from nqpterms.lexicon import load_lexicon
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.scoring import score_alignments
from nqpterms.scoring.alignment_score import load_beads

ZH = [
    "昨天我们去了森林。",
    "天气很好，有三只鸟。",
    "狗在河边睡觉。",
    "你为什么不高兴？",
]
EN = [
    "Yesterday we went to the forest.",
    "The weather was fine, and there were three birds.",
    "The dog slept by the river.",
    "Why are you not happy?",
]
TEXTS = st.lists(
    st.sampled_from([*ZH, *EN, "", " ", "😀", "𪚥。", "\ud800", "1.39万亿元"]),
    max_size=8,
)


def is_complete(
    beads: Sequence[TextBead], zh: Sequence[str], en: Sequence[str]
) -> bool:
    return (
        [i for bead in beads for i in bead.zh] == list(range(len(zh)))
        and [j for bead in beads for j in bead.en] == list(range(len(en)))
        and all(0 <= bead.confidence <= 1 for bead in beads)
    )


def test_pairs_are_found() -> None:
    assert [bead[:2] for bead in align_texts(ZH, EN)] == [
        ((n,), (n,)) for n in range(4)
    ]


def test_a_missing_sentence_leaves_its_partner_alone() -> None:
    beads = align_texts(ZH, [EN[0], EN[2], EN[3]])
    assert ((0,), (0,)) in [bead[:2] for bead in beads]
    assert ((3,), (2,)) in [bead[:2] for bead in beads]


def test_two_sentences_for_one() -> None:
    beads = align_texts(
        ["昨天我们去了森林，天气很好，有三只鸟。", ZH[2]], EN[:3]
    )
    assert [bead[:2] for bead in beads] == [((0,), (0, 1)), ((1,), (2,))]


@pytest.mark.parametrize("n", range(4))
def test_the_only_sentence_left_of_one_side_finds_its_partner(n: int) -> None:
    assert ((0,), (n,)) in [bead[:2] for bead in align_texts([ZH[n]], EN)]


def test_traditional_script_gives_the_same() -> None:
    traditional = [
        "昨天我們去了森林。",
        "天氣很好，有三隻鳥。",
        "狗在河邊睡覺。",
        "你為什麼不高興？",
    ]
    assert [b[:2] for b in align_texts(traditional, EN)] == [
        ((n,), (n,)) for n in range(4)
    ]


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS)
def test_every_index_stands_in_exactly_one_bead(
    zh: list[str], en: list[str]
) -> None:
    assert is_complete(align_texts(zh, en), zh, en)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ([], []),
        (ZH, []),
        ([], EN),
        (ZH[:1], EN[:1]),
        (ZH, EN * 10),
        (ZH * 10, EN),
        (ZH, ZH),
        (EN, ZH),
        (
            ["新质生产力，" * 17_000],
            ["new quality productive forces " * 3_400, "More."],
        ),
        (["好。"] * 500, ["Good."] * 700),
        (["好。"], ["Good."] * 2_000),
    ],
)
def test_odd_input_is_aligned_all_the_same(
    zh: list[str], en: list[str]
) -> None:
    assert is_complete(align_texts(zh, en), zh, en)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 3), st.integers(0, 3))
def test_anchors_are_hard(i: int, j: int) -> None:
    beads = align_texts(ZH, EN, anchors=[(i, j)])
    assert is_complete(beads, ZH, EN)
    assert any(i in bead.zh and j in bead.en for bead in beads)


@pytest.mark.parametrize("anchors", [[(4, 0)], [(0, -1)], [(0, 1), (1, 0)]])
def test_impossible_anchors_are_refused(anchors: list[tuple[int, int]]) -> None:
    with pytest.raises(NqptermsError, match="anchor"):
        align_texts(ZH, EN, anchors=anchors)


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_no_bead_crosses_a_wall(
    zh: list[str], en: list[str], data: st.DataObject
) -> None:
    inside = st.tuples(st.integers(0, len(zh)), st.integers(0, len(en)))
    drawn = data.draw(st.lists(inside, max_size=4, unique=True))
    rows, columns = sorted(i for i, _ in drawn), sorted(j for _, j in drawn)
    ends = {(0, 0), (len(zh), len(en))}
    walls = sorted(set(zip(rows, columns, strict=True)) - ends)
    beads = align_texts(zh, en, walls=walls)
    points = {(0, 0)}
    i = j = 0
    for bead in beads:
        i, j = i + len(bead.zh), j + len(bead.en)
        points.add((i, j))
    assert is_complete(beads, zh, en)
    assert points >= set(walls) or not (zh and en)


FINED = {
    "船东": "a shipowner",
    "码头经营人": "a wharf operator",
    "引航员": "a pilot",
    "渔民": "a fisherman",
    "潜水员": "a diver",
    "验船师": "a surveyor",
    "船长": "a master",
}
"""Seven articles of one formula, each a section with one paragraph."""
FINES_ZH = [
    f"{who}違反第{'二三四五六七八'[n]}條規定者，處新臺幣六萬元以上三十萬元以下罰鍰。"
    for n, who in enumerate(FINED)
]
FINES_EN = [
    f"Where {who} infringes Article {n + 2}, a sum of NT$60,000~300,000 will be fined."
    for n, who in enumerate(FINED.values())
]
BETWEEN_ARTICLES = [(n, n) for n in range(1, 7)]


def test_what_the_whole_teaches_counts_between_walls() -> None:
    """No dictionary has 處 or 罰鍰 as "fined"; seven articles that say so teach it."""
    beads = align_texts(FINES_ZH, FINES_EN, walls=BETWEEN_ARTICLES)
    assert [bead[:2] for bead in beads] == [((n,), (n,)) for n in range(7)]


@pytest.mark.parametrize(
    "stranger",
    [
        "The lighthouse keeper paints the railings every spring and feeds the gulls.",
        "Where a gardener waters Article 19, a sum of NT$5,000~9,000 will be refunded.",
    ],
)
def test_a_stranger_between_walls_is_none_the_surer(stranger: str) -> None:
    texts = [*FINES_EN[:3], stranger, *FINES_EN[4:]]
    beads = align_texts(FINES_ZH, texts, walls=BETWEEN_ARTICLES)
    assert ((3,), (3,)) not in [
        bead[:2] for bead in beads if bead.confidence > 0.5
    ]


UNRELATED = (
    """量子计算机仍需冷却。|股票昨夜大跌，银行关门，储户排起了长队。|厨师把鱼放进锅里。|火箭升空。
    医生说这种药不能和酒一起吃，否则会头痛。|法院下周宣判。|老师批改作业到深夜。|桥塌了。
    渔民们抱怨今年的水温太高，网里几乎没有虾。|飞机晚点三小时。|画家卖掉了房子。|矿工罢工。"""
).replace("\n", "|")
OTHER = """Her grandmother kept bees.|The museum opens at nine.|Nobody answered the telephone,
although it rang for a full minute before it stopped.|Tennis bores me.|We painted the fence green
because the neighbours had complained about the old colour.|Snow fell.|My cousin plays the violin
badly.|The recipe asks for two spoons of sugar and a pinch of cinnamon.|He lost his passport in
Lisbon.|Trees grow slowly up there.|She laughed.|The library smelled of dust and of wet
coats.""".replace("\n", " ")


def test_texts_that_are_no_translations_are_not_sure() -> None:
    beads = align_texts(
        [t.strip() for t in UNRELATED.split("|")], OTHER.split("|")
    )
    assert all(bead.confidence < 0.5 for bead in beads if bead.zh and bead.en)


def test_a_term_base_is_a_lexicon() -> None:
    terms = (Term("甲乙丙", "zh-Hans"), Term("wobbly frobnicator", "en"))
    lexicon = load_lexicon(TermBase((Concept("c1", terms),)))
    assert lexicon.stems("甲乙丙").keys() >= {"frobnicat"}


def samples(folder: Path) -> list[tuple[list[str], list[str], list]]:
    found = []
    for gold in sorted((folder / "gold").iterdir()):
        zh, en = (
            (folder / side / gold.stem)
            .read_text(encoding="utf-8")
            .split("\n")[:-1]
            for side in ("zh", "en")
        )
        found.append((zh, en, load_beads(gold)))
    return found


@pytest.mark.slow
def test_the_weights_fit_their_own_data(shared: Path) -> None:
    """A floor under the figures on the texts learned from; held-out figures: the training."""
    scored = [
        (gold, align_texts(zh, en))
        for zh, en, gold in samples(shared / "data" / "align-dev")
    ]
    assert score_alignments(scored).strict.f1 > 0.875
