"""What the differences of numbers say, what explains a number, and pairs made from grammars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.checks.number_differences import Difference, number_differences
from nqpterms.checks.registry import check_segments, chosen_codes
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import TermBase


def _only(source: str, target: str, language: str = "en") -> Difference:
    (difference,) = number_differences(source, target, language=language)  # type: ignore[arg-type]
    return difference


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("新增1200万人", "1.2 million people were added", "12 million"),
        ("装机1.3亿千瓦", "13 GW installed", "130 gigawatts"),
        ("会议于3月5日开幕", "The meeting opened on March 3.", "March 5"),
        ("增长5.2%", "grew by 2.5 percent", "5.2 percent"),
        ("25.6万家", "2,560 firms", "256,000"),
        ("近30亿吨", "300 million tons", "nearly 3 billion tons"),
        ("三分之二", "one third", "two thirds"),
        ("翻两番", "doubled", "four times as much"),
        ("第三季度", "the second quarter", "3rd quarter"),
        ("第五条", "Article 6", "Article 5"),
        ("“十四五”规划", "the 13th Five-Year Plan", "14th Five-Year Plan"),
        ("数千万人", "thousands of people", "tens of millions"),
        ("12亿元", "1.2 billion US dollars", "1.2 billion yuan"),
        ("上世纪80年代", "the 1990s", "1980s"),
        ("下午3点半", "at 5:30 p.m.", "15:30"),
    ],
)
def test_what_was_expected_is_written_as_english_people_do(
    source: str, target: str, expected: str
) -> None:
    assert _only(source, target).expected == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("12 million people", "120万人", "1200万"),
        ("grew by 2.5 percent", "增长5.2%", "2.5%"),
        ("130 GW", "13亿千瓦", "1.3亿千瓦"),
        ("on March 5", "3月3日", "3月5日"),
        ("more than 11 million students", "1亿1000多万学生", "1100多万"),
        ("two thirds", "三分之一", "三分之二"),
        ("the third quarter", "第二季度", "第3季度"),
        ("2.3 trillion yuan", "2300亿元", "2.3万亿元"),
    ],
)
def test_what_was_expected_is_written_as_chinese_people_do(
    source: str, target: str, expected: str
) -> None:
    assert _only(source, target, "zh").expected == expected


def test_a_missing_number_has_no_place_in_the_target() -> None:
    difference = _only("建成320个园区", "parks were built")
    assert difference.target is None
    assert difference.message == "the number is missing: 320 (320)"


def test_an_added_number_has_no_place_in_the_source() -> None:
    difference = _only("建成园区", "320 parks were built")
    assert difference.source is None
    assert difference.message == "the number is not in the source: “320”"


def test_a_change_that_differs_names_the_source_s() -> None:
    assert "a fall" in _only("下降5%", "rose by 5 percent").message
    assert "“to”" in _only("降至5%", "fell by 5 percent").message


def test_a_passage_that_is_left_out_is_no_slip_of_numbers() -> None:
    source = "建成320个园区，培训4500人，投资12亿元，增长7%，惠及63个县。"
    assert number_differences(source, "Parks were built.") == []
    assert number_differences(
        source, "320 parks, 4,500 people, 1.2 billion yuan, 7 percent."
    )


def test_a_number_may_stand_in_a_neighbouring_pair() -> None:
    near = [("后来", "Later 320 parks were built.")]
    assert (
        number_differences(
            "建成320个园区", "Parks were built.", neighbours=near
        )
        == []
    )
    assert number_differences(
        "建成350个园区", "Parks were built.", neighbours=near
    )


@pytest.mark.parametrize(
    ("confidence", "codes"), [(1.0, ["N401", "N401"]), (0.9, []), (0.5, [])]
)
def test_neighbours_count_where_an_alignment_is_unsure(
    confidence: float, codes: list[str]
) -> None:
    segments = [
        Segment(
            "建成320个园区。", "Parks were built.", row=1, confidence=confidence
        ),
        Segment(
            "规模很大。", "320 of them are large.", row=2, confidence=confidence
        ),
    ]
    findings = check_segments(
        segments, Matcher(TermBase(())), codes=chosen_codes(["N"])
    )
    assert [finding.code for finding in findings] == codes


# Pairs made from grammars of both languages

UNITS = st.sampled_from(
    [
        ("元", "yuan"),
        ("吨", "tons"),
        ("公里", "kilometers"),
        ("人", "people"),
        ("千瓦", "kilowatts"),
        ("亩", "mu"),
        ("", ""),
    ]
)
MANTISSA = st.integers(11, 999).filter(lambda value: value % 10)


def _chinese(value: int) -> str:
    for scale, sign in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        if value >= scale and value * 100 % scale == 0:
            return f"{value / scale:g}{sign}"
    return str(value)


def _english(value: int) -> str:
    for scale, name in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
    ):
        if value >= scale and value * 1000 % scale == 0:
            return f"{value / scale:g} {name}"
    return f"{value:,}"


@given(MANTISSA, st.integers(2, 10), UNITS)
def test_one_value_is_silent_and_ten_times_it_is_not(
    mantissa: int, power: int, unit: tuple[str, str]
) -> None:
    value = mantissa * 10**power
    source = f"共有{_chinese(value)}{unit[0]}。"
    assert (
        number_differences(source, f"There are {_english(value)} {unit[1]}.")
        == []
    )
    assert number_differences(
        source, f"There are {_english(value * 10)} {unit[1]}."
    )


HEDGES = st.sampled_from([("近", "nearly"), ("超过", "over"), ("约", "about")])


@given(MANTISSA, st.integers(2, 9), HEDGES)
def test_a_vague_word_hides_no_power_of_ten(
    mantissa: int, power: int, hedge: tuple[str, str]
) -> None:
    value = mantissa * 10**power
    source = f"共有{hedge[0]}{_chinese(value)}家。"
    assert (
        number_differences(source, f"There are {hedge[1]} {_english(value)}.")
        == []
    )
    assert number_differences(
        source, f"There are {hedge[1]} {_english(value * 10)}."
    )


@given(st.integers(1, 12), st.integers(1, 28), st.integers(1950, 2049))
def test_a_date_is_silent_and_turned_about_it_is_not(
    month: int, day: int, year: int
) -> None:
    names = "January February March April May June July August September October November December"
    name = names.split()[month - 1]
    source = f"{year}年{month}月{day}日施行。"
    assert (
        number_differences(source, f"In force on {name} {day}, {year}.") == []
    )
    if month != day <= 12:
        turned = names.split()[day - 1]
        assert number_differences(
            source, f"In force on {turned} {month}, {year}."
        )


@given(
    st.integers(11, 990), st.sampled_from([("增长", "rose"), ("下降", "fell")])
)
def test_a_change_by_is_not_one_to(tenths: int, verb: tuple[str, str]) -> None:
    share = tenths / 10
    assert (
        number_differences(
            f"{verb[0]}{share}%", f"{verb[1]} by {share} percent"
        )
        == []
    )
    assert number_differences(
        f"{verb[0]}{share}%", f"{verb[1]} to {share} percent"
    )
    opposite = {"rose": "fell", "fell": "rose"}[verb[1]]
    assert number_differences(
        f"{verb[0]}{share}%", f"{opposite} by {share} percent"
    )


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        # what opens a point numbers no network
        ("还建成了第四代网络。", "Third, a 4G network was built."),
        ("要在“优化”等八个字上用力。", "We must work on five things."),
        ("十来个村", "a dozen villages"),
        ("两个问题", "one problem"),
        ("不得超过3%", "must not exceed 3 percent"),
        ("未超过50家", "no more than 50"),
        ("近三年来", "over the three years"),
        ("高达300亿元", "up to 30 billion yuan"),
        ("同比少增3000亿元", "300 billion yuan less than a year earlier"),
        ("净利润下降30亿元", "profits fell by 3 billion yuan"),
        ("第四条和前条的规定", "Articles 4 and 3"),
        ("10+3合作", "ASEAN Plus Three cooperation"),
        ("八一建军节", "Army Day on August 1"),
        ("“九一八”事变", "the September 18 Incident"),
        ("100%覆盖", "full coverage"),
        ("七例中4/7流产", "Of seven cases, four of seven miscarried"),
        ("百强企业", "the top 100 firms"),
        ("百万千瓦级机组", "million-kilowatt units"),
        ("三十多岁的人", "people in their thirties"),
        ("年发电1000亿度", "generates 100 billion kWh a year"),
        ("折扣20%", "a discount of 20 percent"),
    ],
)
def test_what_only_looks_unlike_is_silent(chinese: str, english: str) -> None:
    assert number_differences(chinese, english) == []
    assert number_differences(english, chinese, language="zh") == []


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        (
            "罚款三个月以上",
            "for less than three months",
            "the limit differs: “three months” for 三个月, where the source says at least that",
        ),
        (
            "顺差30亿元",
            "a deficit of 3 billion yuan",
            "the change differs: “3 billion yuan” for 30亿元, where the source says "
            "a surplus or a profit",
        ),
    ],
)
def test_another_limit_or_balance_is_named(
    source: str, target: str, message: str
) -> None:
    assert _only(source, target).message == message
