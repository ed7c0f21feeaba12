"""Chinese numerals: 1.39万亿, 百分之五, 二〇二四年, 三分之二, 十九大, 壹佰贰拾, 廿一.

Both scripts and the financial capitals map straight to digits, without a converter: millions of
segments pass here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from nqpterms.lang.numbers.idioms import IDIOM
from nqpterms.lang.numbers.units import CHINESE_UNITS, MONEY, PERCENT, SIGNS
from nqpterms.lang.numbers.values import Kind, Number
from nqpterms.places import Span

_CAPITALS = dict(zip("壹贰貳叁參肆伍陆陸柒捌玖", (1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9), strict=True))
_DIGITS = dict(zip("零〇一二三四五六七八九", (0, *range(10)), strict=True))
_DIGITS |= _CAPITALS | {"两": 2, "兩": 2}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TWENTIES = {"廿": "二十", "卅": "三十", "卌": "四十"}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_SCALE = "万萬亿億兆"

MEASURES = """
中全会 中全會 季度 方面 世纪 世紀 个 個 项 項 年 月 日 号 號 次 届 屆 批 家 种 種 类 類
条 條 件 名 位 所 座 艘 架 台 套 支 只 隻 张 張 片 块 塊 段 期 轮 輪 场 場 步 大 省 市
县 縣 区 區 国 國 代 级 級 层 層 章 节 節 篇 部 门 門 点 點 处 處 间 間 本 份 组 組 对
對 双 雙 股 笔 筆 颗 顆 枚 款 起 道 把 根 头 頭 匹 棵 株 幅 册 冊 卷 集 版 样 樣 重 路
线 線 环 環 维 維 极 極 成 番 刻 宗 例 趟 遍 回
"""
"""Measure words, and nouns that a numeral counts directly (三省, 四国, 五大), in both scripts."""

_HAN = "".join((*_DIGITS, *_TENS, *_TWENTIES, *_MYRIADS))
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d{1,30})(?:\.\d{1,20})?"
_AFTER_DIGITS = rf"(?:[多余餘]?\s?(?:[百千]?[{_SCALE}]{{1,2}}|[百千十](?![分米克瓦卡伏兆])))"
_NUMERAL = (
    rf"(?<![\d.])[-−]?{_ARABIC}(?:{_AFTER_DIGITS}(?:{_ARABIC}{_AFTER_DIGITS})*)?(?!\.?\d)"
    rf"|(?:(?!千[瓦克米卡伏])[{_HAN}]){{1,40}}(?:[点點][零〇一二三四五六七八九]{{1,20}}+(?![十分刻])[{_SCALE}]{{0,2}})?"
    rf"(?:[多余餘]\s?[{_SCALE}]{{1,2}})?"
)
_FOUND = re.compile(
    rf"(?P<decade>"
    rf"(?:(?P<century>\d\d|[{_HAN}]{{1,3}})世[纪紀]|(?P<named>上[个個]?世[纪紀]|本世[纪紀]))?"
    rf"(?P<tens>\d0|[二三四五六七八九]十)年代)"
    r"|(?P<plan>十[一二三四五六七八九]?)五"
    r"(?=[”\"』」]?(?:[规規][划劃]|[计計][划劃]|[时時]期|期[间間]|末))"
    r"|(?P<plan2>十[一二三四五六七八九])五(?=[”\"』」])"
    r"|(?P<half>一半|半[数數]|半(?=[年天]|[个個]|小[时時]|世[纪紀]))"
    r"|(?P<first>首(?=[次个個批届屆家场場例套艘台份期轮輪年季]))"
    rf"|(?P<before>第|百分之|千分之|[万萬]分之|[负負]|[￥¥]|(?:US|HK|NT)?\$|RMB\s?)?"
    rf"(?P<numeral>{_NUMERAL})(?:分之(?P<over>{_NUMERAL}))?"
)
_START = re.compile(rf"[-−\d{_HAN}第负負半首上本￥¥$UHNR]")
"""What every match of `_FOUND` begins with: ten times quicker than looking for it everywhere."""

_UNIT = re.compile(
    r"\s?(?P<about>[多余餘来來])?\s?(?P<half>[个個]?半)?(?P<unit>"
    + "|".join(sorted(map(re.escape, CHINESE_UNITS), key=len, reverse=True))
    + ")(?P<rest>半(?![年天个個小数數]))?"
)
_MEASURE = re.compile(
    rf"\s?[多余餘来來]?\s?(?:{'|'.join(sorted(MEASURES.split(), key=len, reverse=True))})"
)
_SECOND = re.compile(rf"[至到—–~～-][{_HAN}]{{1,9}}")
_TENTHS = re.compile("成(?![为為立员員长長果功就本因])")
_DIVISORS = {"百": 1, "千": 10, "万": 100, "萬": 100}  # of per cent
_ROUGH = re.compile(r"[多余餘\s]")
_SCALED = re.compile(rf"([-−]?[\d,.]+)([{_HAN}]*)")
_FIVE_YEAR_PLAN = re.compile("[五5]年[规計计規][划劃]")
_VAGUE = "数數几幾好"


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
    whole = Span(*found.span())
    if found["decade"]:
        return Number(whole, Fraction(_decade(found)), "decade")
    if plan := found["plan"] or found["plan2"]:
        return Number(whole, han_value(plan) or Fraction(10), "ordinal")
    if found["first"]:
        return Number(whole, Fraction(1), "ordinal")
    if found["half"]:
        return Number(whole, Fraction(1, 2), "fraction")
    value = numeral_value(found["numeral"])
    if found["over"]:
        above = numeral_value(found["over"])
        if not value or above is None:
            return None
        return Number(whole, above / value, "fraction")
    before = found["before"] or ""
    if value is None:
        return None
    if before.endswith("分之"):
        return Number(whole, value / _DIVISORS[before[0]], "percent", "percent")
    if before == "第":
        return Number(whole, value, "ordinal")
    if before in ("负", "負"):
        value = -value
    elif before:
        return Number(whole, value, "money", SIGNS[before.strip().lower()])
    return _counted(text, found, value)


def _counted(text: str, found: re.Match[str], value: Fraction) -> Number | None:
    """A number with what stands behind it: its unit, its measure word, or nothing."""
    numeral, start, end = found["numeral"], found.start(), found.end()
    is_han = not any(sign.isdigit() and sign.isascii() for sign in numeral)
    if dated := _date(text, Span(start, end), value):
        return dated
    after = _UNIT.match(text, end)
    unit = CHINESE_UNITS[after["unit"]] if after else ""
    if _no_number(text, found, is_han=is_han, counted=bool(unit) or _is_counted(text, end)):
        return None
    if tenths := is_han and len(numeral) == 1 and _TENTHS.match(text, end):
        return Number(Span(start, tenths.end()), value * 10, "percent", "percent")
    if after and after["unit"] == "‰":
        value /= 10
    if after and (after["half"] or after["rest"]):
        value += Fraction(1, 2)
    kind: Kind = "money" if unit in MONEY else "percent" if unit in PERCENT else "cardinal"
    return Number(
        span=Span(start, after.end() if after else end),
        value=value,
        kind=kind,
        unit=unit,
        exact=_is_exact(text, found),
        light=_is_light(text, Span(start, end)),
    )


def _is_light(text: str, span: Span) -> bool:
    """Whether it is the article 一个, or the 五 in the name of a 五年规划."""
    if span.of(text) == "一":
        return text[span.end : span.end + 1] not in "季中"
    return _FIVE_YEAR_PLAN.match(text, span.start) is not None


def _date(text: str, span: Span, value: Fraction) -> Number | None:
    """2024年, 3月, 5日: a year has four figures, a day follows its month or is written 日."""
    sign = text[span.end : span.end + 1]
    longer = Span(span.start, span.end + 1)
    if value.denominator != 1:
        return None
    if sign == "月" and 1 <= value <= 12:
        return Number(longer, value, "month")
    is_day = sign == "日" or (sign in "号號" and text[span.start - 1 : span.start] == "月")
    if sign and is_day and 1 <= value <= 31:
        return Number(longer, value, "day")
    if (
        1000 <= value <= 2199
        and len(span.of(text)) == 4
        and not _MYRIADS.keys() & set(span.of(text))
    ):
        if sign == "年":
            return Number(longer, value, "year")
        if span.of(text).isdigit() and not _UNIT.match(text, span.end):
            return Number(span, value, "year")
    return None


def _is_figure(sign: str) -> bool:
    return sign.isdecimal() or sign in _DIGITS


def _no_number(text: str, found: re.Match[str], *, is_han: bool, counted: bool) -> bool:
    """Whether a readable numeral is none here: a name (5G, 三农), or vague (数百)."""
    numeral, start, end = found["numeral"], found.start(), found.end()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if not is_han:
        name = text[max(0, start - 2) : start].rstrip("-")
        latin = name[-1:].isascii() and name[-1:].isalpha()
        return latin or (after.isascii() and after.isalpha() and not _UNIT.match(text, end))
    if before and before in _VAGUE:
        return True
    if numeral in ("两", "兩"):
        return not after or not "\u4e00" <= after <= "\u9fff"
    if len(numeral) == 1 and numeral in _CAPITALS:
        return True  # 陆, 伍 and the rest are words of their own
    bare = all(sign in _TENS or sign in _MYRIADS for sign in numeral) and numeral[0] != "十"
    if bare:
        return not _UNIT.match(text, end)
    return len(numeral) == 1 and not counted and not _begins_range(text, end)


def _begins_range(text: str, end: int) -> bool:
    """Whether a counted numeral follows behind a sign of range: 三至五年."""
    second = _SECOND.match(text, end)
    return second is not None and (
        _is_counted(text, second.end()) or _UNIT.match(text, second.end()) is not None
    )


def _is_counted(text: str, end: int) -> bool:
    return _MEASURE.match(text, end) is not None


def _is_exact(text: str, found: re.Match[str]) -> bool:
    """Whether neither 多 nor 余 nor a bare 千 or 亿 makes the number a rough one."""
    numeral = found["numeral"]
    rough = any(sign in "多余餘" for sign in numeral + text[found.end() : found.end() + 1])
    bare = numeral[0] in _TENS | _MYRIADS and numeral[0] not in "十拾"
    return not rough and not bare


def _decade(found: re.Match[str]) -> int:
    """The first year of a decade; without a century it is one of the twentieth."""
    tens = int(numeral_value(found["tens"]) or 0)
    if found["century"]:
        return (int(numeral_value(found["century"]) or 20) - 1) * 100 + tens
    return (2000 if (found["named"] or "").startswith("本") else 1900) + tens


@lru_cache(maxsize=1 << 14)
def numeral_value(numeral: str) -> Fraction | None:
    """The value of a numeral in digits, in Han, or in both (1亿2000万, 3000多万).

    >>> numeral_value("1.39万亿"), numeral_value("三千五百"), numeral_value("七八")
    (Fraction(1390000000000, 1), Fraction(3500, 1), None)
    """
    if numeral.isdecimal():
        return Fraction(int(numeral))
    numeral = _ROUGH.sub("", numeral)
    if numeral[-1:] not in _HAN or numeral[:1] not in _HAN:
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
        value = integer + Fraction(int("".join(str(_DIGITS[d]) for d in digits)), 10 ** len(digits))
        for sign in decimals[len(digits) :]:
            value *= _MYRIADS[sign]
        return value
    if all(sign in _DIGITS for sign in numeral):
        if len(numeral) not in (1, 4) and not {"零", "〇"} & set(numeral):
            return None  # 七八, 九一八, 一二三产业; four figures are a year
        return Fraction(int("".join(str(_DIGITS[d]) for d in numeral)))
    value_or_none = _positional(numeral)
    return None if value_or_none is None else Fraction(value_or_none)


def _positional(numeral: str) -> int | None:
    """三千零五 and the like: digits before falling powers of ten, in sections of 万 and 亿."""
    total = section = 0
    digit: int | None = None
    last, tail = 10**4, 0  # the power of ten just read; what a colloquial last digit counts
    for at, sign in enumerate(numeral):
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
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
