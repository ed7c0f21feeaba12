"""T204: what English writes for a full-width sign, where the sign stands."""

from __future__ import annotations

import unicodedata

import pytest

from nqpterms.checks.registry import check_document
from nqpterms.matching.matcher import Matcher
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import TermBase
from nqpterms.project.fixing import settled
from nqpterms.readers.reading import read_text

MATCHER = Matcher(TermBase(()))


def found(text: str) -> list[Finding]:
    """The findings of a text in Markdown."""
    return check_document(
        read_text(text, name="a.md", type="markdown"), MATCHER
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # inside numbers and times no blank follows
        ("From 8：30 to 17：05.", "From 8:30 to 17:05."),
        ("A map at 1：50000.", "A map at 1:50000."),
        ("It has 12，000，000 people.", "It has 12,000,000 people."),
        ("It has １２，０００ people.", "It has 12,000 people."),
        ("It grew ３．５ times.", "It grew 3.5 times."),
        ("Between 3～5 days.", "Between 3–5 days."),
        # a list of numbers is no number
        ("Items 1，2，3 and 4.", "Items 1, 2, 3 and 4."),
        ("In 2020，2021 and later.", "In 2020, 2021 and later."),
        ("Pages 3、4 and 5.", "Pages 3, 4 and 5."),
        ("Part 2：2024 in figures.", "Part 2: 2024 in figures."),
        # before what opens, and before a word
        ("She asked：“Why？”", "She asked: “Why?”"),
        ('She asked："Why？"', 'She asked: "Why?"'),
        ("“No，” she said，“never。”", "“No,” she said, “never.”"),
        ('"No，" she said.', '"No," she said.'),
        ("See here：https is on；go.", "See here: https is on; go."),
        ("Costs，$30 or so.", "Costs, $30 or so."),
        ("It ended！Then more。", "It ended! Then more."),
        # brackets
        ("The plan（new）works.", "The plan (new) works."),
        (
            "The plan（s）of Article 3（2）（b）.",
            "The plan(s) of Article 3(2)(b).",
        ),
        ("It may（re）open.", "It may (re)open."),
        ("Sizes 【a】，［b］and｛c｝.", "Sizes [a], [b] and {c}."),
        ("Read 《One Road》《Two》.", "Read “One Road” “Two”."),
        ("Read 『One』 and 「Two」.", "Read ‘One’ and “Two”."),
        # figures, letters, and the rest
        ("Ｇｏｏｄ ５％of it.", "Good 5% of it."),
        ("R＆D／AI＋X costs ￥5＠home.", "R&D/AI+X costs ¥5@home."),
        ("A・B ｢C｣｡", "A·B “C”."),
        # before and behind marks of Markdown
        (
            "Tools，**skills** and **more，** all.",
            "Tools, **skills** and **more,** all.",
        ),
        # between figures a full stop may be a point or an end
        ("It grew 3。5 times.", "It grew 3。5 times."),
        ("That was in 2020。2021 was new.", "That was in 2020. 2021 was new."),
    ],
)
def test_signs_become_english(before: str, after: str) -> None:
    assert settled(before, found) == after


@pytest.mark.parametrize(
    "text",
    [
        "The word 新质，生产力 is Chinese.",
        "The title 《中国制造》 is Chinese.",
        "He wrote 新质（AI） there.",
        "Curly “quotes”, ‘more’ — and dashes – with 5°C · §2…",
    ],
)
def test_chinese_that_is_quoted_keeps_its_signs(text: str) -> None:
    assert found(text) == []


def test_brackets_round_a_chinese_gloss_in_english_are_english() -> None:
    text = "The new forces（新质生产力）grew, as everybody knows who was there to see it."
    assert settled(text, found) == text.replace("（", " (").replace("）", ") ")


def test_every_full_width_sign_is_seen() -> None:
    for code in [
        *range(0xFF01, 0xFF5F),
        *range(0xFF5F, 0xFF65),
        *range(0x3008, 0x3012),
    ]:
        sign = chr(code)
        if unicodedata.category(sign) == "So":
            continue
        findings = found(f"Some word{sign}here")
        assert [finding.code for finding in findings] == ["T204"], hex(code)
        assert findings[0].expected[0].strip()
