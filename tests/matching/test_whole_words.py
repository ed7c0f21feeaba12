"""A Chinese term inside a longer word is not the term; where the text may be read so, it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.checks.registry import check_segments, chosen_codes
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.whole_words import standing_alone, word_around
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase

INSIDE = {
    "[教育]部发布": "教育部",
    "[双创]板": "双创板",
    "深化[市场]化改革": "市场化",
    "[银行]间债券": "银行间",
    "[国]际合作": "国际",
    "强[国]": "强国",
    "[经济]学研究": "经济学",
    "[社会]主义": "社会主义",
    "[人民]币": "人民币",
    "[消费]者": "消费者",
    "[法治]化": "法治化",
    "提高[就业]率": "就业率",
    "[科技]部": "科技部",
    "扩大[银行业]务": "银行业务",
    "[水]利": "水利",
    "能[源]": "能源",
}
ALONE = [
    *(
        "[教育]部门",
        "[教育]",
        "发展[教育]。部长",
        "[市场]化解风险",
        "城[市场]馆",
        "[科技]部门",
    ),
    *(
        "我[国]",
        "各[国]",
        "[水]资源",
        "[党]的建设",
        "为[党]建设",
        "[企业]家庭",
        "喝[茶]",
        "减[税]",
    ),
    *(
        "[经济]发展",
        "[改革]开放",
        "[环境]保护",
        "[创新]驱动",
        "[经济]，学校",
        "[就业]，率先",
    ),
    *("[国]", "该[国]政府", "本[市场]", "[粮食]、局面"),
]


def read(marked: str) -> tuple[str, Span]:
    start, end = marked.index("["), marked.index("]") - 1
    return marked.replace("[", "").replace("]", ""), Span(start, end)


@pytest.mark.parametrize(("marked", "word"), INSIDE.items())
def test_inside_a_longer_word(marked: str, word: str) -> None:
    assert word_around(*read(marked)) == word


@pytest.mark.parametrize("marked", ALONE)
def test_a_word_of_its_own(marked: str) -> None:
    assert word_around(*read(marked)) == ""


@given(
    st.text(alphabet="教育部门国际市场化水，a \u2060"),
    st.integers(0, 8),
    st.integers(1, 3),
)
def test_the_word_stands_there(text: str, start: int, length: int) -> None:
    span = Span(start, start + length)
    if span.end <= len(text):
        word = word_around(text, span)
        assert not word or (word in text and span.of(text) in word)


BASE = TermBase(
    (
        Concept(
            "edu",
            (
                Term("教育", "zh", "preferred"),
                Term("education", "en", "preferred"),
            ),
        ),
        Concept(
            "market",
            (Term("市场", "zh", "deprecated"), Term("市集", "zh", "preferred")),
        ),
    )
)


@pytest.mark.parametrize(
    ("zh", "en", "codes"),
    [
        ("发展教育。", "Develop schools.", ["T201"]),
        ("教育部说。", "The ministry said so.", []),
        ("敎育部说。", "The ministry said so.", []),  # a rare character
        ("教育部\u200b说。", "The ministry said so.", []),
    ],
)
def test_what_is_no_term_is_not_missing(
    zh: str, en: str, codes: list[str]
) -> None:
    findings = check_segments(
        [Segment(zh, en, row=1)], Matcher(BASE), codes=chosen_codes(["T2"])
    )
    assert [finding.code for finding in findings] == codes


@pytest.mark.parametrize(
    ("zh", "times"), [("市场上", 1), ("市场化", 0), ("市场化解", 1)]
)
@pytest.mark.parametrize("en", ["", "At the market."])
def test_a_discouraged_term_is_one_where_it_stands_alone(
    zh: str, times: int, en: str
) -> None:
    codes = chosen_codes(["T101"])
    found = check_segments(
        [Segment(zh, en, row=1)], Matcher(BASE), target="zh", codes=codes
    )
    assert len(found) == times


def test_longer_terms_are_never_asked_about() -> None:
    base = TermBase((Concept("c", (Term("可持续发展", "zh"),)),))
    text = "可持续发展观"
    matches = Matcher(base).find(text)
    assert standing_alone(matches, text) == matches
