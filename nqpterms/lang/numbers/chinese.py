"""Chinese numerals: 1.39万亿, 百分之五, 二〇二四年, 三分之二, 十九大, 壹佰贰拾, 廿一.

Both scripts and the financial capitals map straight to digits, without a converter: millions of
segments pass here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from nqpterms.lang.numbers.idioms import IDIOM
from nqpterms.lang.numbers.units import CHINESE_UNITS, MONEY, PERCENT, SIGNS
from nqpterms.lang.numbers.values import Kind, Number
from nqpterms.model.places import Span

_CAPITALS = dict(zip("壹贰貳叁參肆伍陆陸柒捌玖", (1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9), strict=True))
DIGITS = dict(zip("零〇一二三四五六七八九", (0, *range(10)), strict=True))
DIGITS |= _CAPITALS | {"两": 2, "兩": 2}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TWENTIES = {"廿": "二十", "卅": "三十", "卌": "四十"}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_SCALE = "万萬亿億兆"
_SCALES = frozenset((*_TENS, *_MYRIADS))

MEASURES = """
中全会 中全會 季度 方面 世纪 世紀 个 個 项 項 年 月 日 号 號 次 届 屆 批 家 种 種 类 類
条 條 件 名 位 所 座 艘 架 台 套 支 只 隻 张 張 片 块 塊 段 期 轮 輪 场 場 步 大 省 市
县 縣 区 區 国 國 代 级 級 层 層 章 节 節 篇 部 门 門 点 點 处 處 间 間 本 份 组 組 对
對 双 雙 股 笔 筆 颗 顆 枚 款 起 道 把 根 头 頭 匹 棵 株 幅 册 冊 卷 集 版 样 樣 重 路
线 線 环 環 维 維 极 極 成 番 刻 宗 例 趟 遍 回
"""
"""Measure words, and nouns that a numeral counts directly (三省, 四国, 五大), in both scripts."""

HAN = "".join((*DIGITS, *_TENS, *_TWENTIES, *_MYRIADS))
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d{1,30})(?:\.\d{1,20})?"
_AFTER_DIGITS = rf"(?:[多余餘]?\s?(?:[百千]?[{_SCALE}]{{1,2}}|[百千十](?![分米克瓦卡伏兆])))"
_NUMERAL = (
    rf"(?<![\d.])[-−]?{_ARABIC}(?:{_AFTER_DIGITS}(?:{_ARABIC}{_AFTER_DIGITS})*)?(?!\.?\d)"
    rf"|(?:(?!千[瓦克米卡伏])[{HAN}]){{1,40}}(?:[点點][零〇一二三四五六七八九]{{1,20}}+(?![十分刻])[{_SCALE}]{{0,2}})?"
    rf"(?:[多余餘]\s?[{_SCALE}]{{1,2}})?"
)
_FOUND = re.compile(
    rf"(?P<decade>"
    rf"(?:(?P<century>\d\d|[{HAN}]{{1,3}})世[纪紀]|(?P<named>上[个個]?世[纪紀]|本世[纪紀]))?"
    rf"(?P<tens>\d0|[二三四五六七八九]十)年代)"
    r"|(?P<plan>十[一二三四五六七八九]?)五"
    r"(?=[”\"』」]?(?:[规規][划劃]|[计計][划劃]|[时時]期|期[间間]|末))"
    r"|(?P<plan2>十[一二三四五六七八九])五(?=[”\"』」])"
    r"|(?P<half>一半|半[数數]|半(?=[年天]|[个個]|小[时時]|世[纪紀]))"
    r"|(?P<first>首(?=[次个個批届屆家场場例套艘台份期轮輪年季]))"
    rf"|(?P<before>第|百分之|千分之|[万萬]分之|[负負]|[￥¥]|(?:US|HK|NT)?\$|RMB\s?)?"
    rf"(?P<numeral>{_NUMERAL})(?:分之(?P<over>{_NUMERAL}))?"
)
_START = re.compile(rf"[-−\d{HAN}第负負半首上本￥¥$UHNR]")
"""What every match of `_FOUND` begins with: ten times quicker than looking for it everywhere."""

_UNIT = re.compile(
    r"\s?(?P<about>[多余餘来來])?\s?(?P<half>[个個]?半)?(?P<unit>"
    + "|".join(sorted(map(re.escape, CHINESE_UNITS), key=len, reverse=True))
    + ")(?P<rest>半(?![年天个個小数數]))?"
)
_MEASURE = re.compile(
    rf"\s?[多余餘来來]?\s?(?:{'|'.join(sorted(MEASURES.split(), key=len, reverse=True))})"
)
_SECOND = re.compile(rf"[至到—–~～-][{HAN}]{{1,9}}")
_TENTHS = re.compile("成(?![为為立员員长長果功就本因])")
_DIVISORS = {"百": 1, "千": 10, "万": 100, "萬": 100}  # of per cent
_ROUGH = re.compile(r"[多余餘\s]")
_SCALED = re.compile(rf"([-−]?[\d,.]+)([{HAN}]*)")
_FIVE_YEAR_PLAN = re.compile("[五5]年[规計计規][划劃]")
_VAGUE = frozenset("数數几幾好")
_MORE = frozenset("多余餘")
_DATE_SIGNS = frozenset("年月日号號")


def chinese_numbers(text: str) -> Iterator[Number]:
    """The numbers of a Chinese text (digits in half width), in order.

    >>> [(n.span.of("五年增长百分之八"), n.key) for n in chinese_numbers("五年增长百分之八")]
    [('五年', '5'), ('百分之八', '8%')]
    """
    at = 0
    idiom = IDIOM.search(text)
    while start := _START.search(text, at):
        at = start.start() + 1
        found = _FOUND.match(text, start.start())
        if not found:
            continue
        while idiom and idiom.end() <= found.start():
            idiom = IDIOM.search(text, max(idiom.end(), found.start() - 2))
        if idiom and idiom.start() <= found.start() < idiom.end():
            at = idiom.end()
            continue
        number = _number(text, found)
        if number:
            yield number
        at = max(number.span.end if number else 0, found.end("numeral"), at)


def _number(text: str, found: re.Match[str]) -> Number | None:
    """What one match says; None where it is no number."""
    if found.lastgroup != "numeral":
        return _spoken(found)
    numeral, before = _read(found["numeral"]), found["before"]
    if not numeral:
        return None
    if not before:
        return _counted(text, found.start(), found.end(), numeral)
    whole = Span(*found.span())
    if before.endswith("分之"):
        return Number(whole, numeral.value / _DIVISORS[before[0]], "percent", "percent")
    if before == "第":
        return Number(whole, numeral.value, "ordinal")
    if before in ("负", "負"):
        negative = numeral._replace(value=-numeral.value, whole=0, is_year=False)
        return _counted(text, found.start(), found.end(), negative)
    return Number(whole, numeral.value, "money", SIGNS[before.strip().lower()])


def _spoken(found: re.Match[str]) -> Number | None:
    """A decade, the name of a five-year plan, 首, 半, or a fraction."""
    whole = Span(*found.span())
    if found["decade"]:
        return Number(whole, Fraction(_decade(found)), "decade")
    if plan := found["plan"] or found["plan2"]:
        return Number(whole, han_value(plan) or Fraction(10), "ordinal")
    if found["first"]:
        return Number(whole, Fraction(1), "ordinal")
    if found["half"]:
        return Number(whole, Fraction(1, 2), "fraction")
    value, above = numeral_value(found["numeral"]), numeral_value(found["over"])
    return Number(whole, above / value, "fraction") if value and above is not None else None


class _Numeral(NamedTuple):
    """What a numeral says wherever it stands.

    `whole` is its value if that is a whole one above zero, otherwise 0. `is_year`: it may name a
    year; `is_scale`: nothing but 百 or 千亿; `is_rough`: it begins with such a sign, or holds 多.
    """

    written: str
    value: Fraction
    whole: int
    is_han: bool
    is_year: bool
    is_scale: bool
    is_rough: bool


@lru_cache(maxsize=1 << 14)
def _read(written: str) -> _Numeral | None:
    """A numeral, None for what has no value: the same few come again and again."""
    value = numeral_value(written)
    if value is None:
        return None
    whole = value.numerator if value.denominator == 1 and value > 0 else 0
    signs, first = set(written), written[0]
    return _Numeral(
        written,
        value,
        whole,
        is_han=not any(sign.isdigit() and sign.isascii() for sign in signs),
        is_year=len(written) == 4 and 1000 <= whole <= 2199 and signs.isdisjoint(_MYRIADS),
        is_scale=first != "十" and signs <= _SCALES,
        is_rough=(first in _SCALES and first not in "十拾") or not signs.isdisjoint(_MORE),
    )


def _counted(text: str, start: int, end: int, numeral: _Numeral) -> Number | None:
    """A number with what stands behind it: its unit, its measure word, or nothing."""
    sign, after = text[end : end + 1], _UNIT.match(text, end)
    may_be_date = numeral.is_year or sign in _DATE_SIGNS
    if may_be_date and (dated := _date(text, start, end, numeral, has_unit=after is not None)):
        return dated
    if not numeral.is_han:
        if _is_name(text, start, sign):
            return None
    elif _is_vague(text, Span(start, end), numeral, has_unit=after is not None):
        return None
    elif len(numeral.written) == 1 and (tenths := _TENTHS.match(text, end)):
        return Number(Span(start, tenths.end()), numeral.value * 10, "percent", "percent")
    exact = not numeral.is_rough and sign not in _MORE
    light = _is_light(text, start, end)
    if not after:
        return Number(Span(start, end), numeral.value, "cardinal", "", exact, light)
    value, unit = numeral.value, CHINESE_UNITS[after["unit"]]
    if after["unit"] == "‰":
        value /= 10
    if after["half"] or after["rest"]:
        value += Fraction(1, 2)
    kind: Kind = "money" if unit in MONEY else "percent" if unit in PERCENT else "cardinal"
    return Number(Span(start, after.end()), value, kind, unit, exact, light)


def _is_light(text: str, start: int, end: int) -> bool:
    """Whether it is the article 一个, or the 五 in the name of a 五年规划."""
    if text[start:end] == "一":
        return text[end : end + 1] not in ("", "季", "中")
    return text.startswith("年", end) and _FIVE_YEAR_PLAN.match(text, start) is not None


def _date(text: str, start: int, end: int, numeral: _Numeral, *, has_unit: bool) -> Number | None:
    """2024年, 3月, 5日: a year has four figures, a day follows its month or is written 日."""
    sign, longer = text[end : end + 1], Span(start, end + 1)
    if sign == "月" and 1 <= numeral.whole <= 12:
        return Number(longer, numeral.value, "month")
    is_day = sign == "日" or (sign in ("号", "號") and text[start - 1 : start] == "月")
    if is_day and 1 <= numeral.whole <= 31:
        return Number(longer, numeral.value, "day")
    if numeral.is_year and sign == "年":
        return Number(longer, numeral.value, "year")
    if numeral.is_year and numeral.written.isdigit() and not has_unit:
        return Number(Span(start, end), numeral.value, "year")
    return None


def _is_name(text: str, start: int, sign: str) -> bool:
    """Whether figures are part of a name: a Latin letter stands beside them (5G, COVID-19)."""
    if sign.isascii() and sign.isalpha():
        return True
    name = text[max(0, start - 2) : start].rstrip("-")
    return name[-1:].isascii() and name[-1:].isalpha()


def _is_vague(text: str, span: Span, numeral: _Numeral, *, has_unit: bool) -> bool:
    """Whether a readable numeral in Han is none here: a name (三农), or vague (数百)."""
    written, end = numeral.written, span.end
    if text[max(0, span.start - 1) : span.start] in _VAGUE:
        return True
    if written in ("两", "兩"):
        return not "\u4e00" <= text[end : end + 1] <= "\u9fff"
    if len(written) == 1 and written in _CAPITALS:
        return True  # 陆, 伍 and the rest are words of their own
    if numeral.is_scale:
        return not has_unit
    counted = has_unit or len(written) > 1 or _is_counted(text, end)
    return not counted and not _begins_range(text, end)


def _begins_range(text: str, end: int) -> bool:
    """Whether a counted numeral follows behind a sign of range: 三至五年."""
    second = _SECOND.match(text, end)
    return second is not None and (
        _is_counted(text, second.end()) or _UNIT.match(text, second.end()) is not None
    )


def _is_counted(text: str, end: int) -> bool:
    return _MEASURE.match(text, end) is not None


def _decade(found: re.Match[str]) -> int:
    """The first year of a decade; without a century it is one of the twentieth."""
    tens = int(numeral_value(found["tens"]) or 0)
    if found["century"]:
        return (int(numeral_value(found["century"]) or 20) - 1) * 100 + tens
    return (2000 if (found["named"] or "").startswith("本") else 1900) + tens


def numeral_value(numeral: str) -> Fraction | None:
    """The value of a numeral in digits, in Han, or in both (1亿2000万, 3000多万).

    >>> numeral_value("1.39万亿"), numeral_value("三千五百"), numeral_value("七八")
    (Fraction(1390000000000, 1), Fraction(3500, 1), None)
    """
    if numeral.isdecimal():
        return Fraction(int(numeral))
    numeral = _ROUGH.sub("", numeral)
    if numeral[-1:] not in HAN or numeral[:1] not in HAN:
        total = Fraction(0)
        for digits, scale in _SCALED.findall(numeral):
            factor = 1
            for sign in scale:
                factor *= _TENS.get(sign) or _MYRIADS[sign]
            total += Fraction(digits.replace(",", "").replace("−", "-")) * factor
        return total
    return han_value(numeral)


def han_value(numeral: str) -> Fraction | None:
    """The value of a numeral in Han; None for what is no numeral (七八, 千百, 十四五).

    >>> han_value("二〇二四"), han_value("一亿零三万"), han_value("三点一四")
    (Fraction(2024, 1), Fraction(100030000, 1), Fraction(157, 50))
    """
    for sign, plain in _TWENTIES.items():
        numeral = numeral.replace(sign, plain)
    whole, point, decimals = numeral.replace("點", "点").partition("点")
    if point:
        digits = decimals.rstrip(_SCALE)
        integer = han_value(whole)
        if integer is None:
            return None
        value = integer + Fraction(int("".join(str(DIGITS[d]) for d in digits)), 10 ** len(digits))
        for sign in decimals[len(digits) :]:
            value *= _MYRIADS[sign]
        return value
    if all(sign in DIGITS for sign in numeral):
        if len(numeral) not in (1, 4) and not {"零", "〇"} & set(numeral):
            return None  # 七八, 九一八, 一二三产业; four figures are a year
        return Fraction(int("".join(str(DIGITS[d]) for d in numeral)))
    value_or_none = _positional(numeral)
    return None if value_or_none is None else Fraction(value_or_none)


def _positional(numeral: str) -> int | None:
    """三千零五 and the like: digits before falling powers of ten, in sections of 万 and 亿."""
    total = section = 0
    digit: int | None = None
    last, tail = 10**4, 0  # the power of ten just read; what a colloquial last digit counts
    for at, sign in enumerate(numeral):
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
            tail = tail if digit else 0
        elif sign in _TENS:
            power = _TENS[sign]
            if power >= last or (not digit and at and power > 10):
                return None
            section += (digit or 1) * power
            digit, last, tail = None, power, power // 10
        else:
            myriad = _MYRIADS[sign]
            section += digit or (0 if at else 1)
            if not section and total >= myriad:
                return None
            total = (total + section) * myriad if total < myriad else total + section * myriad
            section, digit, last, tail = 0, None, 10**4, myriad // 10
    return total + section + (digit or 0) * max(tail, 1)
