"""Chinese as the target, alone and beside its English source: slips, mixed terms, signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.checks.chinese_slips import near_chinese_terms
from nqpterms.checks.half_width import has_half_width_signs
from nqpterms.checks.registry import (
    check_document,
    check_segments,
    chosen_codes,
)
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase

TERMS = (
    "因地制宜",
    "全要素生产率",
    "人类命运共同体",
    "数字经济",
    "供应链",
    "自由贸易试验区",
)
BASE = TermBase(
    (
        *(
            Concept(term, (Term(term, "zh-Hans", "preferred"),))
            for term in TERMS
        ),
        Concept(
            "ai", (Term("人工智能", "zh-Hans"), Term("人工智慧", "zh-Hans"))
        ),
        Concept(
            "toll",
            (
                Term("过桥费", "zh-Hans", "preferred"),
                Term("桥捐", "zh-Hans", "deprecated"),
            ),
        ),
    )
)
MATCHER = Matcher(BASE)


def alone(text: str, *codes: str) -> list[Finding]:
    body = Section(None, None, 0, tuple(map(Passage, text.split("\n"))))
    document = Document("a.txt", "zh-Hans", body)
    return check_document(document, MATCHER, codes=chosen_codes(codes))


def beside(text: str, *codes: str) -> list[Finding]:
    pairs = [
        Segment(line, "A source.", row=n)
        for n, line in enumerate(text.split("\n"), 1)
    ]
    return check_segments(
        pairs, MATCHER, target="zh", codes=chosen_codes(codes)
    )


@pytest.mark.parametrize("check", [alone, beside])
@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("要因地治宜，全要素声产率", ["因地治宜", "全要素声产率"]),
        ("供应练和人类命运共同题", ["供应练", "人类命运共同题"]),
        ("數子經濟", ["數子經濟"]),
        ("人类命远共同体", ["人类命远共同体"]),
        ("人类命共同体", ["人类命共同体"]),
        ("人类命运运共同体", ["人类命运运共同体"]),
        ("自由易贸试验区", ["自由易贸试验区"]),
        ("因地制宜，实体经济，数据经济，供应商，供水链", []),
        ("自由贸易的试验区，在数字经济", []),
        ("第十二个和第二十个", []),
    ],
)
def test_slips_of_chinese_terms(check, text: str, slips: list[str]) -> None:
    assert [finding.matched for finding in check(text, "T102")] == slips


@given(st.sampled_from(TERMS), st.integers(0, 6), st.sampled_from("的在和了是"))
def test_what_stands_anywhere_makes_no_slip(
    term: str, at: int, word: str
) -> None:
    text = f"，{term[:at]}{word}{term[at + 1 :]}，"
    assert near_chinese_terms(BASE, "zh").slips_in(text) == []


@pytest.mark.parametrize(
    "text", ["人工智能发展。\n人工智慧也发展。", "人工智能。\n人工智慧。"]
)
def test_two_chinese_terms_of_one_concept_are_mixed(text: str) -> None:
    assert [finding.code for finding in alone(text, "T106")] == ["T106", "T106"]
    assert alone("人工智能。\n人工智能。", "T106") == []
    assert alone("人工智慧。\n人工智慧。", "T106") == []


@pytest.mark.parametrize("check", [alone, beside])
def test_a_discouraged_chinese_term(check) -> None:
    [finding] = check("收橋捐了", "T101")
    assert (finding.matched, finding.expected) == ("橋捐", ("过桥费",))


def fixed(text: str) -> str:
    """A text with the fixes of T206."""
    whole = Segment(text, "", row=1)
    findings = check_segments(
        [whole], MATCHER, target="zh", codes=chosen_codes(["T206"])
    )
    for finding in reversed(findings):
        if finding.fix is not None and finding.span is not None:
            text = (
                text[: finding.span.start]
                + finding.fix
                + text[finding.span.end :]
            )
    return text


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("粮仓,磨坊, 渡口.", "粮仓，磨坊，渡口。"),
        ("如下:一是(新的)粮仓!", "如下：一是（新的）粮仓！"),
        ('他说"修磨坊".', "他说“修磨坊”。"),
        ("等等...", "等等……"),
        ("收3,000元,10:30起", "收3,000元，10:30起"),
        ("用Mill,磨坊", "用Mill,磨坊"),
        ("增5%,磨坊10座;渡口3处.", "增5%，磨坊10座；渡口3处。"),
        ("粮仓增5%.磨坊没有", "粮仓增5%。磨坊没有"),
        ("1.粮仓", "1.粮仓"),
        ("比3:2大,10:30到", "比3:2大，10:30到"),
        ("GDP(总值)和f(值)", "GDP（总值）和f(值)"),
        ("说“修磨坊.”", "说“修磨坊。”"),
        ("见附件.pdf和(AI)", "见附件.pdf和(AI)"),
        ("粮仓，磨坊。", "粮仓，磨坊。"),
        ('一个"粮仓', '一个"粮仓'),
        ('"Mill"和粮仓"Barn"', '"Mill"和粮仓"Barn"'),
        ('"粮仓"和"磨坊"', "“粮仓”和“磨坊”"),
        ('""粮仓""', '""粮仓""'),
        ('说"粮\n"仓"', '说"粮\n“仓”'),
    ],
)
def test_half_width_signs(text: str, right: str) -> None:
    assert fixed(text) == right
    assert fixed(right) == right


@given(st.text(alphabet='粮仓磨坊ab1，。,.;:?!()" \n'))
def test_what_is_fixed_is_right(text: str) -> None:
    once = fixed(text)
    assert fixed(once) == once
    assert [sign for sign in once if sign.isalnum()] == [
        sign for sign in text if sign.isalnum()
    ]
    if not has_half_width_signs(text):
        assert once == text
