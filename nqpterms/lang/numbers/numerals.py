"""The value of a numeral, however it is written: 1.39万亿, 三千五百, 8万6, two hundred and five.

Both scripts and the financial capitals map straight to digits, without a converter: millions of
segments pass here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

_SIMPLIFIED = (
    "万亿两数几个纪点时间规划计号届项种类条级层节门处双笔颗头册样线环维极只张块场轮县区国组对"
    "负余来后过约达将从为减缩涨扩币镑欧吨亩顷华户岁辆钟周礼台长预较队员执总岛陆参贰银业单"
)
_TRADITIONAL = (
    "萬億兩數幾個紀點時間規劃計號屆項種類條級層節門處雙筆顆頭冊樣線環維極隻張塊場輪縣區國組對"
    "負餘來後過約達將從為減縮漲擴幣鎊歐噸畝頃華戶歲輛鐘週禮臺長預較隊員執總島陸參貳銀業單"
)
_TWINS = dict(zip(_SIMPLIFIED, _TRADITIONAL, strict=True))


def both_scripts(pattern: str) -> str:
    """A pattern for simplified characters, widened to traditional ones.

    >>> both_scripts("[个位]国")
    '[个個位][国國]'
    """
    inside, pieces = False, []
    for sign in pattern:
        if sign in "[]":
            inside = sign == "["
        twin = _TWINS.get(sign)
        if not twin:
            pieces.append(sign)
        elif inside:
            pieces.append(sign + twin)
        else:
            pieces.append(f"[{sign}{twin}]")
    return "".join(pieces)


def in_traditional(word: str) -> str:
    """A word in traditional characters, as far as they matter beside numbers."""
    return "".join(_TWINS.get(sign, sign) for sign in word)


def any_of(words: Iterable[str]) -> str:
    """A pattern of the longest of some words that stands at a place.

    What several begin with is looked at once: passing over other words takes little time.

    >>> any_of(["ten", "tenth", "two"])
    't(?:wo|en(?:th|))'
    """
    rest: dict[str, list[str]] = {}
    for word in sorted(set(words), reverse=True):
        rest.setdefault(word[:1], []).append(word[1:])
    branches = [
        re.escape(sign) + (any_of(more) if sign else "")
        for sign, more in rest.items()
    ]
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else branches[0]


# Chinese

CAPITALS = dict(
    zip(
        "壹贰貳叁參肆伍陆陸柒捌玖",
        (1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9),
        strict=True,
    )
)
DIGITS = dict(zip("零〇一二三四五六七八九", (0, *range(10)), strict=True))
DIGITS |= CAPITALS | {"两": 2, "兩": 2}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_TWENTIES = {"廿": "二十", "卅": "三十", "卌": "四十"}
SCALES = frozenset((*TENS, *MYRIADS))
HAN_NUMERALS = "".join((*DIGITS, *TENS, *_TWENTIES, *MYRIADS))

_ROUGH = re.compile(r"[多余餘\s]")
_SCALED = re.compile(rf"零?([-−]?[\d,.]+)([{HAN_NUMERALS}]*)")
_LAST_FIGURE = re.compile(r"[万萬亿億](\d)\Z")


@lru_cache(maxsize=1 << 14)
def chinese_value(numeral: str) -> Fraction | None:
    """The value of a numeral in digits, in Han, or in both; None for what is no numeral.

    >>> [str(chinese_value(numeral)) for numeral in ("1.39万亿", "三千五百", "8万6", "七八")]
    ['1390000000000', '3500', '86000', 'None']
    """
    if numeral.isdecimal():
        return Fraction(int(numeral))
    numeral = _ROUGH.sub("", numeral)
    if numeral[-1:] in HAN_NUMERALS and numeral[:1] in HAN_NUMERALS:
        return han_value(numeral)
    total = Fraction(0)
    for digits, scale in _SCALED.findall(numeral):
        factor = 1
        for sign in scale:
            factor *= TENS.get(sign) or MYRIADS.get(sign) or 1
        total += Fraction(digits.replace(",", "").replace("−", "-")) * factor
    if last := _LAST_FIGURE.search(numeral):
        # 8万6: a last figure without a scale counts the next lower power of ten
        total += int(last[1]) * (MYRIADS[numeral[-2]] // 10 - 1)
    return total


def han_value(numeral: str) -> Fraction | None:
    """The value of a numeral in Han; None for what is no numeral (七八, 千百, 十四五).

    >>> han_value("二〇二四"), han_value("一亿零三万"), han_value("三点一四")
    (Fraction(2024, 1), Fraction(100030000, 1), Fraction(157, 50))
    """
    for sign, plain in _TWENTIES.items():
        numeral = numeral.replace(sign, plain)
    whole, point, decimals = numeral.replace("點", "点").partition("点")
    if point:
        return _with_decimals(whole, decimals)
    if all(sign in DIGITS for sign in numeral):
        if len(numeral) not in (1, 4) and not {"零", "〇"} & set(numeral):
            return None  # 七八, 九一八, 一二三产业; four figures are a year
        return Fraction(_figures(numeral))
    value = _positional(numeral)
    return None if value is None else Fraction(value)


def _figures(digits: str) -> int:
    """Han digits that are read one by one."""
    return int("".join(str(DIGITS[digit]) for digit in digits))


def _with_decimals(whole: str, decimals: str) -> Fraction | None:
    """三点五, 三点五亿."""
    integer = han_value(whole)
    digits = decimals.rstrip("".join(MYRIADS))
    if integer is None or not digits:
        return None
    value = integer + Fraction(_figures(digits), 10 ** len(digits))
    for sign in decimals[len(digits) :]:
        value *= MYRIADS[sign]
    return value


def _positional(numeral: str) -> int | None:
    """三千零五 and the like: digits before falling powers of ten, in sections of 万 and 亿."""
    total = 0
    section = 0
    digit: int | None = None
    last = 10**4  # the power of ten just read
    colloquial = 0  # what a last digit without a power counts: 三千五 is 3500
    for at, sign in enumerate(numeral):
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
            colloquial = colloquial if digit else 0
            continue
        if sign in TENS:
            power = TENS[sign]
            if power >= last or (not digit and at and power > 10):
                return None
            section += (digit or 1) * power
            digit, last, colloquial = None, power, power // 10
            continue
        myriad = MYRIADS[sign]
        section += digit or (0 if at else 1)
        if not section and total >= myriad:
            if numeral[at - 1] != sign:
                return None
            total *= myriad  # 四万万
            continue
        # 一万亿: a larger sign behind a smaller multiplies all before it
        total = (
            (total + section) * myriad
            if total < myriad
            else total + section * myriad
        )
        section, digit, last, colloquial = 0, None, 10**4, myriad // 10
    return total + section + (digit or 0) * max(colloquial, 1)


# English


def _counting(words: str, start: int, step: int = 1) -> dict[str, int]:
    return {word: start + at * step for at, word in enumerate(words.split())}


ONES = _counting(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""",
    0,
)
ENGLISH_TENS = _counting(
    "twenty thirty forty fifty sixty seventy eighty ninety", 20, 10
)
ENGLISH_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
}
ENGLISH_SCALES |= {"trillion": 10**12, "quadrillion": 10**15}
ORDINALS = _counting(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""",
    1,
) | {word[:-1] + "ieth": value for word, value in ENGLISH_TENS.items()}
MONTHS = _counting(
    """january february march april may june july august september october november december""",
    1,
)
_ARTICLES = {"a": 1, "an": 1}
_SMALL = ONES | ENGLISH_TENS | _ARTICLES
NUMBER_WORD = any_of((*ONES, *ENGLISH_TENS, *ENGLISH_SCALES))


def spelled_value(words: list[str]) -> tuple[Fraction, int]:
    """The value of the longest beginning that is one number, and how many words it takes.

    >>> spelled_value(["two", "million", "five", "hundred"])
    (Fraction(2000500, 1), 4)
    """
    total, group, limit = Fraction(0), Fraction(0), 10**18
    ceiling = 10**18  # the scale just read
    used = before_group = 0
    for at, word in enumerate(words):
        if word in _ARTICLES and at and words[at + 1 : at + 2] == ["half"]:
            continue  # a million and a half
        if word == "half":
            total, group = _with_half(total, group)
        elif word == "hundred" and group:
            group, limit = group * 100, 100
        elif word in ENGLISH_SCALES:
            scale = ENGLISH_SCALES[word]
            if not group:
                break
            if scale >= ceiling:
                return total, before_group  # one million and three million
            total, group, limit, ceiling = (
                total + group * scale,
                Fraction(0),
                scale,
                scale,
            )
        else:
            value = _SMALL[word]
            if value >= limit:
                break
            if not group:
                before_group = used
            group += value
            limit = 10 if word in ENGLISH_TENS else 0
        used = at + 1
    return total + group, used


def _with_half(total: Fraction, group: Fraction) -> tuple[Fraction, Fraction]:
    """Two and a half; a million and a half."""
    if group:
        return total, group + Fraction(1, 2)
    return total * Fraction(3, 2), group


def roman_value(numeral: str) -> int | None:
    """The value of a Roman numeral below forty, in capitals.

    >>> roman_value("XIV"), roman_value("IIX")
    (14, None)
    """
    match = re.fullmatch("(X{0,3})(IX|IV|V?I{0,3})", numeral)
    if not match:
        return None
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX").index(
        match[2]
    )
    return len(match[1]) * 10 + ones


def plain_value(value: Fraction) -> str:
    """A value as digits, or as a fraction where its decimals do not end.

    >>> plain_value(Fraction("1.50")), plain_value(Fraction(2, 3))
    ('1.5', '2/3')
    """
    if value.denominator == 1:
        return str(value.numerator)
    digits = _decimal(value.numerator, value.denominator)
    return digits or f"{value.numerator}/{value.denominator}"


def _decimal(numerator: int, denominator: int) -> str:
    """A fraction as decimals of at most 24 places; "" where they do not end."""
    if 10**24 % denominator:
        return ""
    places = next(n for n in range(1, 25) if not 10**n % denominator)
    whole, rest = divmod(abs(numerator) * 10**places // denominator, 10**places)
    sign = "-" if numerator < 0 else ""
    return f"{sign}{whole}.{rest:0{places}}"


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(text: str) -> str:
    """A raised number in raised digits, so that it does not run into the word before it.

    >>> superscript("12"), superscript("th")
    ('¹²', 'th')
    """
    return (
        text.translate(_RAISED) if text.isascii() and text.isdigit() else text
    )
