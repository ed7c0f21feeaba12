"""A quick look at two texts: does every figure of the Chinese one stand in the English one?

Most pairs of sentences hold no number that says much, or the same plain figures on both sides.
Where that is sure at sight, neither text need be read. Whatever could make a numeral mean more than
its figures (万, 分之, million) makes the look unsure, and what is unsure is left to reading.
"""

from __future__ import annotations

import re

from nqpterms.lang.numbers.chinese import DIGITS, HAN
from nqpterms.lang.numbers.english import MONTHS
from nqpterms.lang.numbers.patterns import any_of
from nqpterms.lang.numbers.search import RANGE
from nqpterms.lang.numbers.units import CHINESE_UNITS, ENGLISH_UNITS

_SMALL = "".join(DIGITS)  # below ten where they stand alone
_HARD = "".join(sorted(set(HAN) - set(DIGITS))) + r"￥¥$‰\[［〔０-９％．－＄"
_UNIT_SIGNS = "".join(sorted({unit[0] for unit in CHINESE_UNITS} - set("个個")))
_AFTER_GE = "".join(sorted({unit[1] for unit in CHINESE_UNITS if unit[0] in "个個"}))
_UNSURE_CHINESE = re.compile(
    rf"[{_HARD}{_SMALL}分年R负負.\d](?:(?<=[{_HARD}])|(?<=分)之|(?<=年)代|(?<=R)MB"
    rf"|(?<=[{_SMALL}])(?=[{_SMALL}{_UNIT_SIGNS}\s月日号號成点點半多余餘来來至到—–~～\-tao]"
    rf"|[个個][半{_AFTER_GE}])|(?<=[负負])(?=[{_SMALL}\d])"
    r"|(?<=\d)(?=\D{0,8}半)|(?<=[A-Za-z]\d)(?=\d{3}|\d?[年月日号號])"
    r"|(?:(?<=[A-Za-z第]\d)|(?<=[A-Za-z第]-\d))(?=\d*[.,]\d)|(?<!\d\.)(?<=\.)(?=\d))"
)
"""What makes a numeral more than its figures, or one in Han more than a number below ten.

Such a small one is harmless where no unit, date or end of a range can follow.
"""
_FIGURES = re.compile(
    r"(\d(?<![\d第A-Za-z]\d)(?<![A-Za-z]-\d)[\d,.]*)"
    rf"(?:\s?[多余餘来來]?\s?({any_of(CHINESE_UNITS)}))?"
)
"""Figures of a Chinese text with their unit, but for those of ordinals and names (COVID-19)."""

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,8}(?:\.\d{1,20})?")
_YEAR = re.compile(r"1\d{3}|2[01]\d{2}")
_TO_YEARS = re.compile(rf"\d(?:{RANGE.pattern})[-−]?\d{{4}}\D{{1,3}}年")
_PLAIN = re.compile(
    r"(\d(?:(?<=\S[^\w.,−-]\d)|(?<=\S\s\(\d)|(?<=\d[-–]\d))(?:\d{0,2}(?:,\d{3}){1,8}|\d{0,29})"
    r"(?:\.\d{1,20})?)(?![\w’']|[.,]?\d)"
    rf"(?:[\s-]?({any_of(ENGLISH_UNITS)})(?!\w))?"
)
"""Figures of an English text that are read as themselves in every surrounding, with their unit."""

_UNSURE_ENGLISH = (
    *("hundred", "thousand", "illion", "decade"),  # million, billion, trillion
    *("rmb", "cny", "usd", "$", "€", "£", "¥", "￥", "[", "［", "〔"),
)
_SCALED = re.compile(r"[\d％．－＄](?:(?<=[０-９％．－＄])|(?:[bmt]n|[bmk])\b)")
_MONTHS = {name.capitalize(): str(number) for name, number in MONTHS.items()}
_MONTH = re.compile(
    rf"(?<!\w)({'|'.join(_MONTHS)})\b(?!['’])".replace("May", r"May(?=\s\d)"),
)


def figures_stand(chinese: str, english: str) -> bool:
    """Whether *english* surely has every number of *chinese* that says much.

    Those are all from ten on, with decimals or units, and dates. True is sure: reading both texts
    would find a number of the same size for each, and with its unit or none that is in its place.
    False only means that they must be read.

    >>> figures_stand("2020年5月新增12人", "In May 2020, another 12 people were found.")
    True
    >>> figures_stand("新增12万人", "another 120,000 people"), figures_stand("一些人", "Some")
    (False, True)
    """
    if _UNSURE_CHINESE.search(chinese):
        return False
    figures = [(_value(written), unit) for written, unit in _FIGURES.findall(chinese)]
    if not figures:
        return True
    lower = english.lower()
    plain = [(written.replace(",", ""), unit) for written, unit in _PLAIN.findall(lower)]
    missing = {value for value, _ in figures}.difference(value for value, _ in plain)
    if missing and not missing.issubset(_MONTHS[name] for name in _MONTH.findall(english)):
        return False
    units = {ENGLISH_UNITS[unit] for _, unit in plain if unit}
    open_ = {figure for figure in figures if figure[1] and CHINESE_UNITS[figure[1]] not in units}
    if not all(unit == "年" and _is_only_year(value, lower, plain) for value, unit in open_):
        return False
    return not (
        (open_ and _TO_YEARS.search(chinese))
        or len(lower) != len(english)
        or any(sign in lower for sign in _UNSURE_ENGLISH)
        or _SCALED.search(lower)
    )


def _value(written: str) -> str:
    """Figures without the signs between groups of three, and without those behind them."""
    written = written.rstrip(",.")
    return written.replace(",", "") if _GROUPED.fullmatch(written) else written


def _is_only_year(value: str, lower: str, plain: list[tuple[str, str]]) -> bool:
    """Whether figures stand in an English text as a year, and never with a unit."""
    return (
        _YEAR.fullmatch(value) is not None
        and lower.count(value) == plain.count((value, ""))
        and f"{value[0]},{value[1:]}" not in lower
    )
