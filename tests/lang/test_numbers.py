"""Numbers of both languages: what stands where, and that a pair of texts meets in its keys."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nqpterms.lang.numbers import find_numbers, number_keys
from nqpterms.lang.numbers.numerals import han_value, plain_value
from nqpterms.lang.numbers.units import UNITS

# Chinese | English | the keys both must give | what English says besides
PAIRS = """
翻一番 | doubled | 2
产值1.39万亿元 | an output of 1.39 trillion yuan | 1390000000000
粮食6.95亿吨 | 695 million metric tons of grain | 695000000
增长百分之五 | grew by 5% | 5%
增长5% | rose five percent | 5%
增长５％ | an increase of 5 per cent | 5%
百分之三点二 | 3.2 percent | 3.2%
下降0.3个百分点 | down 0.3 percentage points | 0.3%
下降零点三个百分点 | 0.3 percentage point lower | 0.3%
千分之八 | 0.8 percent | 0.8%
人口自然增长率2‰ | 0.2 percent | 0.2%
三月的会议 | the March meeting | m3
3月5日开幕 | opened on March 5 | m3 5
三月五日开幕 | opened on March 5th | m3 5
2024年3月5日 | March 5, 2024 | m3 5 2024
十二月 | in December | m12
5月 | in May | m5
5月1日 | on May 1 | m5 1
1月至3月 | January to March | m1 m3
9月3日 | Sept. 3 | m9 3
二〇二四年 | 2024 | 2024
2024年 | in 2024 | 2024
一九四九年 | in 1949 | 1949
２０３５年 | by 2035 | 2035
第二十次会议 | the 20th meeting | 20
第二十条 | the twentieth article | 20
第二十一届 | the twenty-first session | 21
第一百条 | the 100th article | 100
第三，修路 | third, build roads | 3
两个问题 | two problems | 2
两国领导人 | leaders of the two countries | 2
五项措施 | five measures | 5
十项工程 | ten projects | 10
十二个省 | twelve provinces | 12
二十五家企业 | twenty-five firms | 25
三百五十人 | three hundred and fifty people | 350
三千五百人 | 3,500 people | 3500
一千零一夜 | 1,001 nights | 1001
一万两千人 | twelve thousand people | 12000
12万 | 120,000 | 120000
12万人 | one hundred and twenty thousand people | 120000
3500万 | 35 million | 35000000
三千五百万 | thirty-five million | 35000000
1亿2000万人 | 120 million people | 120000000
十四亿人口 | a population of 1.4 billion | 1400000000
14亿多人 | more than 1.4 billion people | 1400000000
一万亿元 | one trillion yuan | 1000000000000
1万亿元 | RMB1 trillion | 1000000000000
126万亿元 | 126 trillion yuan | 126000000000000
三點五億 | 350 million | 350000000
三点五亿 | three hundred and fifty million | 350000000
12.5億美元 | US$1.25 billion | 1250000000
一半企业 | half of the firms | 0.5
半数 | half | 0.5
三分之二 | two thirds | 2/3
三分之二 | two-thirds | 2/3
三分之一 | one-third | 1/3
四分之三 | three quarters | 0.75
五分之一 | one fifth | 0.2
两年半 | two and a half years | 2.5
两个半小时 | two and a half hours | 2.5
50万人 | half a million people | 500000
“十四五”规划 | the 14th Five-Year Plan | 14
“十五五”时期 | the 15th Five-Year Plan period | 15
十三五期间 | during the 13th Five-Year Plan | 13
十九大 | the 19th National Congress | 19
二十大报告 | the report to the 20th Congress | 20
三中全会 | the third plenary session | 3
一季度 | the first quarter | 1
前三季度 | the first three quarters | 3 | 1
上世纪80年代 | the 1980s | 1980s
上世纪八十年代 | the ’80s | 1980s
20世纪90年代 | the 1990s | 1990s
80年代 | the eighties | 1980s
本世纪20年代 | the 2020s | 2020s
21世纪 | the 21st century | 21
二十一世纪 | the twenty-first century | 21
1,234.5公里 | 1,234.5 kilometers | 1234.5
１，２３４公里 | 1,234 km | 1234
廿一日 | the 21st | 21
卅年 | thirty years | 30
壹佰贰拾叁元 | 123 yuan | 123
贰零贰肆年陆月 | June 2024 | 2024 m6
伍萬元整 | 50,000 yuan | 50000
5%—8% | 5%–8% | 5% 8%
5%至8% | between 5 and 8 percent | 5% 8%
5—8% | 5 to 8 percent | 5% 8%
3至5亿元 | 300 to 500 million yuan | 300000000 500000000
三至五年 | three to five years | 3 5
2020—2025年 | 2020–2025 | 2020 2025
-5℃ | -5°C | -5
负二十度 | −20 degrees | -20
20多年 | more than 20 years | 20
三十余家 | over thirty firms | 30
3000多万亩 | over 30 million mu | 30000000
千亿元 | 100 billion yuan | 100000000000
近千万吨 | nearly 10 million tons | 10000000
三成 | 30 percent | 30%
三倍 | three times | 3
五年规划 | a five-year plan |
第一产业 | the first industry | 1
1号文件 | No. 1 document | 1
￥500 | ¥500 | 500
萬億元 | one trillion yuan | 1000000000000
兩千人 | 2,000 people | 2000
二千零二十四人 | two thousand and twenty-four people | 2024
第十四届全国人大二次会议 | the second session of the 14th NPC | 14 2
四大 | four major ones | 4
六个月 | six months | 6
24小时 | 24 hours | 24
一百八十万亩 | 1.8 million mu | 1800000
30分钟 | thirty minutes | 30
1,000美元 | $1,000 | 1000
1. 增长5% | (1) growth of 5% | 5%
十年来 | over the past decade | 10
二十年来 | for two decades | 20
百年变局 | changes unseen in a century | 100
第四条 | Article IV | 4
10月26日 | 26 Oct | m10 26
扫描二维码 | scan the QR code |
首次超过 | exceeded for the first time | 1
首批试点 | the first pilots | 1
五年期 | a five-year term | 5
百分之五到二十 | 5 to 20 percent | 5% 20%
三分之一的人 | a third of them | 1/3
5号 | No.5 | 5
5000亿欧元 | €500bn | 500000000000
""".strip().split("\n")

NO_CHINESE = """
一带一路 一些 一般 统一 唯一 一定 三农 五湖四海 十分重要 万一 千万不要 一方面
进一步 万物 一样 一切 一直 一起 一点 一体化 四川 九州 百姓 千方百计 万众一心
百花齐放 星期三 周五 数百万 几十个 数千 七八 三三两两 大陆 队伍大 一国两制 逐一
三角洲 5G网络 COVID-19 PM2.5 粮食增产。[12] 九龙 第 半导体
参加 伍家 千家万户 五花八门 长江 零 两 十字路口 陆续 百货 V2.1 八达岭 三亚
登陆月球 登陆日本
"""
NO_ENGLISH = """
hundreds of firms
dozens of firms
millions of people
thousands more
we may go
a 5G network
COVID-19
Covid-19
PM2.5
grain rose.[12]
several dozen
they march on
someone
tenable
often
a march
weight and height
It may be so
version 1.2.3
H1N1
the A4 page
done
a secondary road
"""
NOTHING = [("zh", text) for text in NO_CHINESE.split()]
NOTHING += [("en", text) for text in NO_ENGLISH.strip().split("\n")]

LIGHT = [
    ("zh", "一个问题"),
    ("zh", "一种方法"),
    ("en", "one of them"),
    ("en", "no one"),
]

QUANTITIES = [
    ("zh", "0.5个百分点", "0.5", "percent", "point"),
    ("zh", "百分之六十", "60", "percent", "percent"),
    ("zh", "3亿美元", "300000000", "money", "USD"),
    ("zh", "20亿元人民币", "2000000000", "money", "CNY"),
    ("zh", "15港元", "15", "money", "HKD"),
    ("zh", "18亿亩", "1800000000", "cardinal", "mu"),
    ("zh", "8万公顷", "80000", "cardinal", "ha"),
    ("zh", "3000斤", "3000", "cardinal", "jin"),
    ("zh", "3000公斤", "3000", "cardinal", "kg"),
    ("zh", "4.5万公里", "45000", "cardinal", "km"),
    ("zh", "120平方米", "120", "cardinal", "m2"),
    ("zh", "三亿千瓦", "300000000", "cardinal", "kW"),
    ("zh", "9万亿千瓦时", "9000000000000", "cardinal", "kWh"),
    ("zh", "1200万人", "12000000", "cardinal", "person"),
    ("zh", "三个月", "3", "cardinal", "month"),
    ("zh", "三月", "3", "month", ""),
    ("zh", "二十多年", "20", "cardinal", "year"),
    ("zh", "兩倍", "2", "multiple", "times"),
    ("zh", "翻两番", "4", "multiple", "times"),
    ("zh", "上半年", "1", "ordinal", ""),
    ("zh", "下午3点", "900", "clock", ""),
    ("zh", "八成五", "85", "percent", "percent"),
    ("zh", "30℃", "30", "cardinal", "C"),
    ("zh", "500MW", "500", "cardinal", "MW"),
    ("en", "tripled", "3", "multiple", "times"),
    ("en", "3:30 p.m.", "930", "clock", ""),
    ("en", "one in five", "0.2", "fraction", ""),
    ("en", "86°F", "86", "cardinal", "F"),
    ("en", "9,800 TWh", "9800", "cardinal", "TWh"),
    ("zh", "上世纪五十年代", "1950", "decade", ""),
    ("zh", "第十九屆", "19", "ordinal", ""),
    ("en", "0.5 percentage points", "0.5", "percent", "point"),
    ("en", "sixty per cent", "60", "percent", "percent"),
    ("en", "US$300 million", "300000000", "money", "USD"),
    ("en", "HK$15", "15", "money", "HKD"),
    ("en", "20 billion yuan", "20000000000", "money", "CNY"),
    ("en", "RMB 20 billion", "20000000000", "money", "CNY"),
    ("en", "1.8 billion mu", "1800000000", "cardinal", "mu"),
    ("en", "80,000 hectares", "80000", "cardinal", "ha"),
    ("en", "3,000 kilograms", "3000", "cardinal", "kg"),
    ("en", "45,000 km", "45000", "cardinal", "km"),
    ("en", "120 square meters", "120", "cardinal", "m2"),
    ("en", "9 trillion kilowatt-hours", "9000000000000", "cardinal", "kWh"),
    ("en", "12 million people", "12000000", "cardinal", "person"),
    ("en", "a three-year term", "3", "cardinal", "year"),
    ("en", "a dozen eggs", "12", "cardinal", ""),
    ("en", "a hundred men", "100", "cardinal", ""),
    ("en", "two million five hundred thousand", "2500000", "cardinal", ""),
    ("en", "nineteen", "19", "cardinal", ""),
    ("en", "March", "3", "month", ""),
    ("en", "1990s", "1990", "decade", ""),
    ("en", "2024", "2024", "year", ""),
    ("en", "Thirty-third", "33", "ordinal", ""),
    ("en", "the hundredth", "100", "ordinal", ""),
]

KNOWN_FAILURES = [
    ("两倍", "twice as many", "2"),
    ("七八个人", "seven or eight people", "7 8"),
    ("三年", "for the third year", "3 -"),
    ("数百万人", "several million people", "1000000"),
    ("半年", "six months", "6"),
]


def keys(text, language):
    return sorted(key for _, key in number_keys(text, language))


@pytest.mark.parametrize("row", PAIRS)
def test_a_pair_meets_in_its_keys(row):
    chinese, english, both, *besides = (cell.strip() for cell in row.split("|"))
    assert keys(chinese, "zh") == sorted(both.split())
    assert keys(english, "en") == sorted([*both.split(), *besides])


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_no_number_stands_here(language, text):
    assert number_keys(text, language) == []


@pytest.mark.parametrize(("language", "text"), LIGHT)
def test_one_may_be_an_article(language, text):
    assert [number.light for number in find_numbers(text, language)] == [True]
    assert number_keys(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "value", "kind", "unit"), QUANTITIES
)
def test_a_quantity_has_value_kind_and_unit(language, text, value, kind, unit):
    (number,) = find_numbers(text, language)
    assert (plain_value(number.value), number.kind, number.unit) == (
        value,
        kind,
        unit,
    )


@pytest.mark.xfail(
    strict=True, reason="known failures: these need to understand the text"
)
@pytest.mark.parametrize(("chinese", "english", "both"), KNOWN_FAILURES)
def test_known_failures(chinese, english, both):
    assert keys(chinese, "zh") == sorted(both.split()) == keys(english, "en")


@pytest.mark.parametrize("text", ["20多年", "三十余家", "千亿元", "百万人"])
def test_a_rough_number_is_not_exact(text):
    assert [number.exact for number in find_numbers(text, "zh")] == [False]


def test_a_span_covers_numeral_and_unit():
    text = "达到１．５万亿元，增长5.2%"
    assert [n.span.of(text) for n in find_numbers(text, "zh")] == [
        "１．５万亿元",
        "5.2%",
    ]


def test_units_of_one_dimension_convert():
    assert UNITS["jin"].factor / UNITS["kg"].factor == 0.5
    assert round(UNITS["ha"].factor / UNITS["mu"].factor, 4) == 15
    assert {UNITS[name].dimension for name in ("kW", "GW")} == {"power"}


def written(number):
    """A whole number below 10**12 in Han, as schools teach it."""
    if number < 10:
        return "零一二三四五六七八九"[number]
    for power, sign in (
        (10**8, "亿"),
        (10**4, "万"),
        (1000, "千"),
        (100, "百"),
        (10, "十"),
    ):
        if number >= power:
            above, below = divmod(number, power)
            gap = "零" if 0 < below < power // 10 else ""
            return (
                written(above) + sign + gap + (written(below) if below else "")
            )
    raise AssertionError(number)


@given(st.integers(0, 10**12 - 1))
def test_numerals_in_han_come_back(number):
    assert han_value(written(number)) == number


SIGNS = st.sampled_from(
    [
        *"一二三十百千万亿兆两半点第负年月日元%％ ０9.,-–至¥$mM周",
        "百分之",
        "分之",
        "世纪",
        "年代",
    ]
)
ENGLISH = (
    "one two ten twenty hundred thousand million half a and "
    "dozen third 5 12 2024 % may March -"
)
WORDS = st.sampled_from(ENGLISH.split(" "))


@given(
    st.one_of(st.lists(SIGNS, max_size=30).map("".join), st.text(max_size=30))
)
@example("1/0")
def test_any_chinese_text_is_read(text):
    check_order(text, "zh")


@given(
    st.one_of(st.lists(WORDS, max_size=20).map(" ".join), st.text(max_size=30))
)
@example("1/0")
def test_any_english_text_is_read(text):
    check_order(text, "en")


def check_order(text, language):
    end = 0
    for number in find_numbers(text, language):
        assert end <= number.span.start < number.span.end <= len(text)
        assert number.key
        end = number.span.end


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "9",
        "9,",
        "1.",
        "万",
        "a hundred ",
        "百分之",
        "-",
        "one and ",
        "5亿",
    ],
)
def test_a_long_text_is_read_in_one_pass(piece):
    for language in ("zh", "en"):
        check_order(piece * (20_000 // len(piece)), language)
