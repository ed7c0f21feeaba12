"""What a numeral says (a value, a kind, a unit, how vague it is), and how people write it.

12 million, 130 gigawatts, March 5; 1200万, 1.3亿千瓦, 3月5日.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from nqpterms.lang.numbers.numerals import MONTHS, plain_value
from nqpterms.lang.numbers.units import MONEY, UNITS
from nqpterms.model.places import Span

Kind = Literal[
    "cardinal", "percent", "fraction", "multiple", "money", "ratio", "ordinal",
    "year", "decade", "month", "day", "clock",
]  # fmt: skip
Hedge = Literal["", "over", "under", "about"]

_ENGLISH_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_CHINESE_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
# What has more decimals than that in millions is written in figures.
_DECIMALS = 10**4
_MONTH_NAMES = [name.capitalize() for name in MONTHS]
# For large values, the largest first.
_PREFIXED = {"kW": ("GW", "MW"), "kWh": ("TWh", "GWh")}
_SMALL_UNITS = {"jin": "t"}  # what English counts in another unit
_ENGLISH_HEDGES = {"over": "more than ", "under": "nearly ", "about": "about "}
_PART_NAMES = {
    2: ("half", "halves"),
    3: ("third", "thirds"),
    4: ("quarter", "quarters"),
}
_PART_NAMES |= {5: ("fifth", "fifths"), 10: ("tenth", "tenths")}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_ONES = "zero one two three four five six seven eight nine".split()
_HAN = "零一二三四五六七八九十"
_KIND_OF_DIMENSION: dict[str, Kind] = {
    "share": "percent",
    "multiple": "multiple",
}
_FOLD_NAMES = {
    2: "twice as much",
    3: "three times as much",
    4: "four times as much",
}


class Number(Struct, frozen=True, gc=False):
    """A numeral of a text, with its unit where one stands beside it.

    `span` covers numeral, scale, sign and unit. `value` is what is printed (5 for 5 percent, 3 for
    March, 1980 for the 1980s, 930 for 15:30); `unit` a name of `units.py`, "" where none is known.

    `step` is what its last printed figure counts (10,000,000 in 1.39 billion). `hedge` widens the
    value: over 30, nearly 30, about 30. `top` is the upper end of what only names a range of
    powers (数十, dozens of), or of two figures (七八个), 0 elsewhere.

    `light` marks what is often an article, a pronoun or a name (一个, one, 2 in Chang'e-2), `weak`
    what a translation may say without a numeral (两国, both countries): neither may be missed.

    `noun` says what an ordinal counts (article, quarter, plan). `others` are further values that
    it may stand for: three o'clock may be 15:00.
    """

    span: Span
    value: Fraction
    kind: Kind
    unit: str = ""
    step: Fraction = Fraction(1)
    hedge: Hedge = ""
    top: Fraction = Fraction(0)
    light: bool = False
    weak: bool = False
    noun: str = ""
    others: tuple[Fraction, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether it says one value and not a range of them."""
        return not self.hedge and not self.top

    @property
    def key(self) -> str:
        """The same text for the same number in either language.

        Ordinals, years and days share the keys of cardinals: 十九大 is the 19th congress, and
        a bare 2024 need not be a year. Percentages, months and decades have their own.

        >>> Number(Span(0, 2), Fraction(3), "month").key
        'm3'
        """
        plain = plain_value(self.value)
        if self.kind == "percent":
            return f"{plain}%"
        if self.kind == "month":
            return f"m{plain}"
        return f"{plain}s" if self.kind == "decade" else plain


def as_written(
    number: Number, language: Literal["zh", "en"], *, unit: str = ""
) -> str:
    """The number as people write it in the language, in *unit* where it converts.

    >>> power = Number(Span(0, 6), Fraction(130_000_000), "cardinal", "kW")
    >>> as_written(power, "en"), as_written(power, "zh"), as_written(power, "en", unit="MW")
    ('130 gigawatts', '1.3亿千瓦', '130,000 megawatts')
    """
    value, name = _converted(number, language, unit)
    return (
        _chinese(number, value, name)
        if language == "zh"
        else _english(number, value, name)
    )


def kind_of_unit(unit: str) -> Kind:
    """The kind of a number with a unit, by what the unit measures.

    >>> kind_of_unit("CNY"), kind_of_unit("percent"), kind_of_unit("km")
    ('money', 'percent', 'cardinal')
    """
    if unit in MONEY:
        return "money"
    return _KIND_OF_DIMENSION.get(UNITS[unit].dimension, "cardinal")


def _converted(
    number: Number, language: str, unit: str
) -> tuple[Fraction, str]:
    """Value and unit in the wanted unit, in one that the language prefers, or as they are."""
    own = number.unit
    if (
        unit
        and own
        and unit != own
        and UNITS[unit].dimension == UNITS[own].dimension
    ):
        return _in_unit(number.value, own, unit), unit
    if unit == own or language == "zh":
        return number.value, own
    if own in _SMALL_UNITS and number.value >= 10**6:
        return _in_unit(number.value, own, _SMALL_UNITS[own]), _SMALL_UNITS[own]
    for prefixed in _PREFIXED.get(own, ()):
        value = _in_unit(number.value, own, prefixed)
        if value >= 1:
            return value, prefixed
    return number.value, own


def _in_unit(value: Fraction, own: str, unit: str) -> Fraction:
    """A value in another unit, to four figures where the conversion does not come out even."""
    factor = Fraction(UNITS[own].factor / UNITS[unit].factor).limit_denominator(
        10**6
    )
    converted = value * factor
    if converted.denominator <= _DECIMALS:
        return converted
    return Fraction(f"{float(converted):.3e}")


def _english(number: Number, value: Fraction, unit: str) -> str:
    match number.kind:
        case "year" | "day":
            return plain_value(value)
        case "decade":
            return f"{plain_value(value)}s"
        case "month":
            return _MONTH_NAMES[int(value) - 1]
        case "clock":
            return _time(value)
        case "ratio":
            return f"{value.numerator}:{value.denominator}"
        case "ordinal":
            return _english_ordinal(number)
        case "fraction":
            return _english_hedge(number) + _english_fraction(value)
    if number.top:
        return _range_of_powers(number)
    if number.kind == "multiple" and value in _FOLD_NAMES:
        return _FOLD_NAMES[int(value)]
    return (
        f"{_english_hedge(number)}{_scaled(value)}{_english_unit(value, unit)}"
    )


def _english_hedge(number: Number) -> str:
    return _ENGLISH_HEDGES.get(number.hedge, "")


def _scaled(value: Fraction) -> str:
    """12 million, 256,000, 5.2."""
    for scale, name in _ENGLISH_SCALES:
        if abs(value) >= scale and (value / scale * _DECIMALS).denominator == 1:
            return f"{_grouped(value / scale)} {name}"
    return _grouped(value)


def _grouped(value: Fraction) -> str:
    whole, point, decimals = plain_value(value).partition(".")
    grouped = f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole
    sign = "-" if whole == "-0" else ""
    return f"{sign}{grouped}{point}{decimals}"


def _english_unit(value: Fraction, unit: str) -> str:
    """A unit behind its value; what is merely counted has none."""
    if not unit or not UNITS[unit].dimension:
        return ""
    plural, singular, *_ = UNITS[unit].english
    return f" {singular if value == 1 else plural}"


def _english_ordinal(number: Number) -> str:
    value = int(number.value)
    if number.noun in ("article", "chapter", "section", "paragraph"):
        return f"{number.noun.capitalize()} {value}"
    ending = _ENDINGS.get(value % 10, "th")
    if value % 100 in (11, 12, 13):
        ending = "th"
    noun = {"plan": " Five-Year Plan"}.get(number.noun, "")
    if number.noun in ("quarter", "century", "half"):
        noun = f" {number.noun}"
    return f"{value}{ending}{noun}"


def _english_fraction(value: Fraction) -> str:
    """Two thirds, three quarters, 7/15."""
    names = _PART_NAMES.get(value.denominator)
    if not names or not 0 < value.numerator < 10:
        return plain_value(value)
    if value == Fraction(1, 2):
        return "half"
    return f"{_ONES[value.numerator]} {names[0] if value.numerator == 1 else names[1]}"


def _time(value: Fraction) -> str:
    return f"{int(value) // 60}:{int(value) % 60:02}"


def _range_of_powers(number: Number) -> str:
    """Tens of millions; seven to eight."""
    low, high = int(number.value), int(number.top)
    figures = len(str(low))
    if str(low).strip("0") != "1" or high != low * 10 - 1 or figures < 2:
        return f"{_scaled(number.value)} to {_scaled(number.top)}"
    names = ["", "thousands", "millions", "billions", "trillions"]
    name = names[min((figures - 1) // 3, 4)]
    amount = ["", "tens", "hundreds"][(figures - 1) % 3]
    return " of ".join(part for part in (amount, name) if part)


def _chinese(number: Number, value: Fraction, unit: str) -> str:
    match number.kind:
        case "year":
            return f"{plain_value(value)}年"
        case "month":
            return f"{plain_value(value)}月"
        case "day":
            return f"{plain_value(value)}日"
        case "decade":
            century, years = divmod(int(value), 100)
            return f"{century + 1}世纪{years}年代"
        case "clock":
            return _time(value)
        case "ratio":
            return f"{value.numerator}:{value.denominator}"
        case "ordinal":
            return _chinese_ordinal(number)
        case "fraction":
            return f"{_han(value.denominator)}分之{_han(value.numerator)}"
    if number.top:
        return _chinese_range(number)
    figures = _chinese_scaled(value)
    before = {"under": "近", "about": "约"}.get(number.hedge, "")
    after = (
        "多"
        if number.hedge == "over"
        and value.denominator == 1
        and figures[-1] != "%"
        else ""
    )
    return f"{before}{_with_more(figures, after)}{_chinese_unit(unit)}"


def _with_more(figures: str, after: str) -> str:
    """多 stands before a sign of scale: 1100多万."""
    if not after:
        return figures
    digits = figures.rstrip("万亿")
    if "." in digits:
        return figures + after
    return digits + after + figures[len(digits) :]


def _han(value: int) -> str:
    return _HAN[value] if value <= 10 else str(value)


def _chinese_scaled(value: Fraction) -> str:
    for scale, sign in _CHINESE_SCALES:
        if abs(value) >= scale and (value / scale * _DECIMALS).denominator == 1:
            return f"{plain_value(value / scale)}{sign}"
    return plain_value(value)


def _chinese_unit(unit: str) -> str:
    if not unit or not UNITS[unit].dimension:
        return ""
    if unit == "dollar":
        return "美元"
    chinese = UNITS[unit].chinese
    return chinese[0] if chinese else f" {unit}"


def _chinese_ordinal(number: Number) -> str:
    value = plain_value(number.value)
    if number.noun == "plan":
        ten = _HAN[10] if number.value >= 10 else ""
        unit = _han(int(number.value) % 10).replace("零", "")
        return f"“{ten}{unit}五”"
    noun = {
        "article": "条",
        "chapter": "章",
        "quarter": "季度",
        "century": "世纪",
    }.get(number.noun, "")
    if number.noun == "half":
        return "上半年" if number.value == 1 else "下半年"
    return f"{value}{noun}" if number.noun == "century" else f"第{value}{noun}"


def _chinese_range(number: Number) -> str:
    """数千万; 七到八."""
    low, high = int(number.value), int(number.top)
    if str(low).strip("0") != "1" or high != low * 10 - 1 or low < 10:
        return f"{_chinese_scaled(number.value)}到{_chinese_scaled(number.top)}"
    signs = ["", "十", "百", "千"]
    figures = len(str(low)) - 1
    return (
        "数"
        + signs[figures % 4]
        + ["", "万", "亿", "万亿"][min(figures // 4, 3)]
    )


def full_date(match: re.Match[str]) -> list[Number]:
    """2024-03-05, which both languages write alike: year, month and day."""
    parts: tuple[tuple[str, Kind], ...] = (
        ("yyyy", "year"),
        ("mm", "month"),
        ("dd", "day"),
    )
    return [
        Number(Span(*match.span(group)), Fraction(int(match[group])), kind)
        for group, kind in parts
    ]


SLASHED = (
    r"(?P<slashed>(?<![A-Za-z\d./])(?:1/(?:1[02]|[2-9]|100)|2/[3579]|3/(?:[4578]|10)"
    r"|4/[579]|5/[6-9]|6/7|7/(?:[89]|10)|8/9|9/10))"
)
"""A fraction that people write with a stroke; any other such pair may be a date or a number."""


def slashed(_: str, match: re.Match[str]) -> Number:
    """1/3, 3/4, which both languages write alike."""
    return Number(
        Span(*match.span()),
        Fraction(match["slashed"]),
        "fraction",
        step=Fraction(1, 100),
        weak=True,
    )
