"""What the quick look at the figures of two texts passes, reading them would pass."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqpterms.lang.numbers import Number, figures_stand, find_numbers

FIGURES = ("5", "3", "12", "20", "2020", "1,000", "2,020", "1.5", "80", "07", "1000")
CHINESE = (
    *(
        "第",
        "负",
        "A-",
        "RMB ",
        "（",
        "至",
        "-",
        "，",
        ".",
        "月",
        "日",
        "年",
        " 年",
        "%",
        "万",
        "人",
    ),
    *("个", "个月", "个百分点", "半", "‰", "分之", "年代", "多", "名", "元", " ", "G", "成", "百"),
    *(
        "一些",
        "三至",
        "两天",
        "十五",
        "负责",
        "参",
        "两个半小时",
        "公里",
        "第一",
        "三成",
        "：",
        "的",
    ),
)
ENGLISH = (
    *("$", "RMB ", "-", "−", "–", "COVID-", " (", ".", ",", "[", "'", " ", "May ", "March ", "x"),
    *("twenty ", "half ", "%", " percent", " people", " years", "bn", "k", "th", "s", " to ", ")"),
    *(" thousand", " decades", " dozen", " km", " yuan", "1) ", "(1) ", "of the ", " January", "İ"),
)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("欢迎大家。", "Welcome, all."),
        ("一些城市有三个公园", "Some towns have parks."),
        ("第12号公告", "The announcement"),
        ("新冠病毒COVID-19的来源", "where the virus comes from"),
        ("2020年3月5日", "It was on March 5, 2020."),
        ("截至 2020 年共有1,200名工人", "There were 1200 workers in 2020."),
        ("增长5.2%", "It rose (by 5.2%)."),
        ("需要2-14天", "It takes 2-14 days."),
    ],
)
def test_what_stands_at_sight(chinese: str, english: str) -> None:
    assert figures_stand(chinese, english)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("共5人", "There were 6 people."),
        ("共5人", "There were 5 tons."),
        ("共5万人", "There were 5 people."),
        ("共5人", "There were 5 thousand people."),
        ("需要5至10天", "It takes 5 to 10bn days."),
        ("三年", "a while"),
        ("两个月", "a while"),
        ("八月", "at that time"),
        ("三分之一", "a part"),
        ("80年代", "In 80 days"),
        ("5个半小时", "It takes 5 hours."),
        ("共１２人", "There were 12 people."),
        ("超过 2020 年", "for 2,020 months, 2020"),
        ("5至 2020 年", "It took 5 months, 2020."),
        ("有5项", "Model COVID-5"),
        ("值5元", "It costs $5."),
    ],
)
def test_what_must_be_read(chinese: str, english: str) -> None:
    assert not figures_stand(chinese, english)


@settings(max_examples=1000)
@given(st.data())
def test_what_stands_at_sight_stands_when_read(data: st.DataObject) -> None:
    shared = data.draw(st.lists(st.sampled_from(FIGURES), min_size=1, max_size=3))
    chinese = _around(data, shared, CHINESE)
    english = _around(data, [f" {figure}" for figure in shared], ENGLISH)
    if figures_stand(chinese, f"About{english}"):
        target = find_numbers(f"About{english}", "en")
        for number in find_numbers(chinese, "zh"):
            assert _says_little(number) or _stands(number, target), (chinese, english)


def _around(data: st.DataObject, figures: list[str], pieces: tuple[str, ...]) -> str:
    """Figures with up to two pieces before, between and behind them."""
    between = st.lists(st.sampled_from(pieces), max_size=2).map("".join)
    return "".join(f"{data.draw(between)}{figure}" for figure in figures) + data.draw(between)


def _says_little(number: Number) -> bool:
    """Whether no finding ever speaks of it."""
    if not number.exact or number.kind in ("ordinal", "fraction"):
        return not (number.exact and number.unit)
    small = number.value < 10 and number.value.denominator == 1 and number.kind == "cardinal"
    return not number.unit and (number.light or small)


def _stands(number: Number, target: list[Number]) -> bool:
    """Whether the size is there, and not with another unit only."""
    same = [one for one in target if abs(one.value) == abs(number.value)]
    units = {"", *(one.unit for one in target)}
    return bool(same) and (number.unit in units or not any(one.unit for one in same))
