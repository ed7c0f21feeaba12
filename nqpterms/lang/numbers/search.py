"""The numbers of a text in either language, and the keys by which two texts are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from msgspec.structs import replace

from nqpterms.lang.numbers.in_chinese import chinese_numbers
from nqpterms.lang.numbers.in_english import english_numbers
from nqpterms.lang.numbers.quantities import Number
from nqpterms.model.places import Span

_WIDE = re.compile("[０-９％．－＄]")
_NARROW = {0xFF10 + i: 0x30 + i for i in range(10)} | {
    0xFF05: "%",
    0xFF0E: ".",
    0xFF0D: "-",
}
_NARROW |= {0xFF04: "$"}
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3})")
_ANY = re.compile(
    "[0-9０-９零〇一二三四五六七八九十百千万萬亿億兆两兩半廿卅卌壹贰貳叁參肆伍陆陸柒捌玖拾佰仟首倍]|腰[斩斬]"
)
_NOTE_MARK = re.compile(r"[\[［〔]\s?\d{1,3}\s?[\]］〕]")
_LIST_NUMBER = re.compile(
    r"\s*(?:[(（]?\d{1,2}(?:[.．](?:\s|(?=[A-Z]))|[)）、])"
    r"|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[IVX]{1,5}[.．]\s?)"
)
RANGE = re.compile(r"\s?(?:[-–—~～至到]|to|and|or)\s?|[-–]to[-–]")
_LISTED = re.compile(r",?\s(?:and|or|to|through)\s|,\s|[-–]")
"""What stands between ordinals that number one noun: the second through fifth sessions."""

_FIGURES = re.compile(r"\d[\d.,]*")
_LONGEST_RANGE = len(" through ")


def find_numbers(text: str, language: Literal["zh", "en"]) -> list[Number]:
    """Every number of *text*, in order, with its value, kind and unit.

    Digits may be full width, Han numerals in either script. Note marks such as [12] are none,
    nor are list numbers at the beginning, names (5G, COVID-19), vague ones (数百, dozens of) and
    idioms (一带一路, 三农).

    >>> [(n.value, n.unit) for n in find_numbers("１２万吨，下降０．５个百分点", "zh")]
    [(Fraction(120000, 1), 't'), (Fraction(1, 2), 'point')]
    >>> [(n.key, n.kind) for n in find_numbers("The 20th century, from 5 to 8 percent", "en")]
    [('20', 'ordinal'), ('5%', 'percent'), ('8%', 'percent')]
    """
    if language == "zh" and not _ANY.search(text):
        return []
    plain = text
    if not text.isascii() and _WIDE.search(text):
        plain = _WIDE_COMMA.sub(",", text).translate(_NARROW)
    if "[" in text or "［" in text or "〔" in text:
        plain = _NOTE_MARK.sub(lambda mark: " " * len(mark[0]), plain)
    if item := _LIST_NUMBER.match(plain):
        plain = " " * item.end() + plain[item.end() :]
    numbers = (
        chinese_numbers(plain) if language == "zh" else english_numbers(plain)
    )
    return _ranges(plain, numbers)


def number_keys(
    text: str, language: Literal["zh", "en"]
) -> list[tuple[Span, str]]:
    """The keys under which the numbers of a text meet those of its translation, in order.

    Light numbers (一个, one), which a translation may well leave out, and vague ones are left out.

    >>> number_keys("三月出口增长百分之五", "zh")
    [(Span(start=0, end=2), 'm3'), (Span(start=6, end=10), '5%')]
    """
    return [
        (number.span, number.key)
        for number in find_numbers(text, language)
        if not number.light and not number.top
    ]


def _ranges(text: str, numbers: Iterable[Number]) -> list[Number]:
    """The numbers, both ends of a range with one unit: 3至5亿元, 百分之五到十."""
    read = list(numbers)
    for at in range(len(read) - 2, -1, -1):
        first, second = read[at], read[at + 1]
        end, start = first.span.end, second.span.start
        if not 0 < start - end <= _LONGEST_RANGE:
            continue
        if second.kind == "ordinal":
            if _LISTED.fullmatch(text, end, start):
                read[at] = _of_one_noun(first, second)
        elif RANGE.fullmatch(text, end, start):
            read[at], read[at + 1] = _ends(text, first, second)
    return read


def _of_one_noun(first: Number, second: Number) -> Number:
    """An ordinal that numbers what the next one does: the second through fifth sessions."""
    if first.kind != "ordinal" or first.noun or not second.noun:
        return first
    return replace(first, noun=second.noun)


def _ends(text: str, first: Number, second: Number) -> tuple[Number, Number]:
    """Both ends of a range, each with what only the other one is written with."""
    if first.noun and not second.noun and _is_bare(second):
        return first, replace(second, noun=first.noun)
    if _is_bare(first) and second.kind != "year":
        is_signed = (
            second.kind == "money" and not second.span.of(text)[0].isdigit()
        )
        return (first if is_signed else _like(text, first, second)), second
    if _is_short_year(first, second):
        century = first.value - first.value % 100
        return first, replace(
            second, value=century + second.value, kind="year", unit=""
        )
    if _is_bare(second) and (
        first.kind == "money" or "分之" in first.span.of(text)
    ):
        return first, replace(second, kind=first.kind, unit=first.unit)
    return first, second


def _is_short_year(first: Number, second: Number) -> bool:
    """Whether a year is followed by the last figures of another: 1957–58."""
    if (
        first.kind != "year"
        or second.kind != "cardinal"
        or second.unit not in ("", "year")
    ):
        return False
    return 10 <= second.value <= 99 and second.value > first.value % 100


def _is_bare(number: Number) -> bool:
    return number.kind == "cardinal" and not number.unit


def _like(text: str, first: Number, second: Number) -> Number:
    """The first number of a range, read as the second is written."""
    if second.kind in ("decade", "day"):
        return first
    value = first.value
    figures = _FIGURES.match(text, second.span.start)
    mantissa = Fraction(0)
    if figures and _FIGURES.fullmatch(text, *first.span):
        mantissa = Fraction(figures[0].strip(".,").replace(",", ""))
    elif not figures and first.step == 1 < second.step:
        mantissa = second.value / second.step  # five or six hundred
    if mantissa and first.value <= mantissa:
        value *= second.value / mantissa
    if second.unit == "year" and "decade" in second.span.of(text).lower():
        value *= 10
    return replace(
        first,
        value=value,
        kind=second.kind,
        unit=second.unit,
        step=second.step,
        light=second.light,
        weak=second.weak,
        noun=first.noun or second.noun,
    )
