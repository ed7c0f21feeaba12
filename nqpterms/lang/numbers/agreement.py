"""Whether two numbers may mean the same, by value, unit, precision, and the words around them.

A number is an interval. What is printed exactly is one point; 多, 近, over or some widen it by what
its last figure counts (over 12 million ends before 13 million); a unit that was converted may be
off by half of that. Nothing is ever widened by a power of ten.
"""

from __future__ import annotations

from nqpterms.lang.numbers.quantities import Number
from nqpterms.lang.numbers.units import UNITS, same_money

_EPSILON = 1e-9  # relative: what floats may lose
_CONVERTED = 0.05  # share by which a converted value may be off at most
_DATES = frozenset({"year", "decade", "month", "day", "clock"})
_SHARES = frozenset({"percent", "fraction"})


def dimension(number: Number) -> str:
    """What a number measures: a dimension of `units.py`, or the kind of a date or an ordinal."""
    if number.kind in _DATES or number.kind in ("ordinal", "ratio"):
        return number.kind
    if number.kind in _SHARES:
        return "share"
    return UNITS[number.unit].dimension if number.unit else ""


def size(number: Number) -> float:
    """The value in the first unit of its dimension."""
    if number.kind == "fraction" or not number.unit:
        return float(number.value)
    return float(number.value) * UNITS[number.unit].factor


def may_be_same(
    source: Number,
    target: Number,
    *,
    bare_yuan: bool = False,
    sharper: bool = False,
) -> bool:
    """Whether two numbers, hedged as the words around them say, may mean the same.

    *bare_yuan*: 元 may be dollars. *sharper*: the target may be more precise than the source.

    >>> from fractions import Fraction
    >>> from msgspec.structs import replace
    >>> from nqpterms.model.places import Span
    >>> million = Number(Span(0, 5), Fraction(12_440_000), "cardinal")
    >>> rough = Number(Span(0, 5), Fraction(12_000_000), "cardinal", step=Fraction(10**6))
    >>> over = replace(rough, hedge="over")
    >>> may_be_same(million, over), may_be_same(million, replace(over, value=Fraction(13**6)))
    (True, False)
    """
    one, other = dimension(source), dimension(target)
    if one != other:
        return _across(source, target, bare_yuan=bare_yuan, sharper=sharper)
    if source.kind in _DATES or one in ("ordinal", "ratio"):
        return _equal_values(source, target)
    if {source.noun, target.noun} == {"off", "left"}:
        return source.value + target.value == 100
    if source.kind == "multiple":
        return not {source.value, *source.others}.isdisjoint(
            {target.value, *target.others}
        )
    return _meet(source, target, sharper=sharper)


def _equal_values(source: Number, target: Number) -> bool:
    return source.value == target.value or (
        target.value in source.others or source.value in target.others
    )


def _across(
    source: Number, target: Number, *, bare_yuan: bool, sharper: bool
) -> bool:
    """Whether two numbers of different dimensions may be one."""
    one, other = dimension(source), dimension(target)
    if source.kind == target.kind == "money":
        return same_money(
            source.unit, target.unit, bare_yuan=bare_yuan
        ) and _meet(source, target, sharper=sharper)
    pair = {one, other}
    if pair == {"celsius", "fahrenheit"}:
        return _same_temperature(source, target)
    if pair == {"multiple", "share"}:
        multiple, share = (
            (source, target) if one == "multiple" else (target, source)
        )
        return any(
            abs(size(share) - value) < _EPSILON
            for value in _as_shares(multiple, share)
        )
    if not _may_stand_for(one, other):
        return False
    if _equal_values(source, target):
        return True
    return (not one or not other) and _meet(source, target, sharper=sharper)


def is_in_plan(year: Number, plan: Number) -> bool:
    """Whether a year belongs to a five-year plan: 2025 to the fourteenth."""
    if year.kind != "year" or plan.noun != "plan":
        return False
    first = 2021 + 5 * (int(plan.value) - 14)
    return first <= year.value <= first + 4


def _may_stand_for(one: str, other: str) -> bool:
    """Whether a number of one dimension may be printed as one of the other."""
    plain = {"", "time"}
    if {one, other} == {"day", "time"}:
        return True  # 每星期6日, six days a week
    if one in plain and other in plain:
        return True
    if "" in (one, other):
        return True
    if "ordinal" in (one, other):
        return (one if other == "ordinal" else other) in (
            "time",
            "day",
            "multiple",
        )  # 三年, the third year
    return {one, other} in (
        {"degree", "celsius"},
        {"degree", "fahrenheit"},
        {"clock", "ratio"},
    )


def _as_shares(multiple: Number, share: Number) -> list[float]:
    """What a multiple is in shares: a growth of 1.5 times is 150 percent, doubling is 100."""
    value = float(multiple.value)
    growth = value if multiple.noun == "by" else value - 1
    return [growth] if share.noun == "by" else [growth, growth + 1]


def _same_temperature(source: Number, target: Number) -> bool:
    celsius, fahrenheit = (
        (source, target) if source.unit == "C" else (target, source)
    )
    return abs(float(celsius.value) * 1.8 + 32 - float(fahrenheit.value)) <= 1


def _meet(source: Number, target: Number, *, sharper: bool) -> bool:
    """Whether the intervals of two numbers of one dimension meet."""
    one, other = size(source), size(target)
    if _close(abs(one), abs(other)):
        return True  # without the sign: −2.4% is a fall of 2.4%
    if one * other < 0:
        return False
    if source.top or target.top:
        return _overlap(_interval(source), _interval(target))
    if source.unit != target.unit and not _same_scale(source, target):
        slack = max(_place(target), 0.0) / 2
        if abs(one - other) <= min(slack, _CONVERTED * abs(one)):
            return True
    fine, coarse = (
        (source, target)
        if _place(source) < _place(target)
        else (target, source)
    )
    if coarse is source and not sharper and fine.hedge in ("", coarse.hedge):
        return False
    return _is_rounding(fine, coarse)


def _same_scale(source: Number, target: Number) -> bool:
    """Whether a conversion only moves the decimal point (kg and t), so that it loses nothing."""
    if source.kind == target.kind == "money" or dimension(source) == "":
        return True
    if "fraction" in (source.kind, target.kind):
        return False
    if not source.unit or not target.unit:
        return True
    ratio = UNITS[source.unit].factor / UNITS[target.unit].factor
    while ratio < 0.999:
        ratio *= 10
    while ratio > 9.999:
        ratio /= 10
    return abs(ratio - 1) < 1e-6


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _EPSILON * max(one, other)


def _is_rounding(fine: Number, coarse: Number) -> bool:
    """Whether one number is the other, rounded, or said with a word that widens it."""
    if fine.hedge and coarse.hedge:
        return fine.hedge != coarse.hedge and _overlap(
            _interval(fine), _interval(coarse)
        )
    low, high = _interval(coarse)
    if coarse.hedge:
        return low <= size(fine) <= high and _place(fine) < _place(coarse)
    if dimension(coarse) == "share" or fine.hedge:
        return False
    # without such a word only long figures are rounded, and only to a scale: 1.39 to 1.4 trillion
    step = _step(coarse)
    return (
        _step(fine) < step
        and step >= 1000
        and abs(size(fine) - size(coarse)) <= step / 2
    )


def _step(number: Number) -> float:
    """What the last printed figure counts, in the first unit of the dimension."""
    factor = (
        UNITS[number.unit].factor
        if number.unit and number.kind != "fraction"
        else 1.0
    )
    return float(number.step) * factor


def _place(number: Number) -> float:
    """What the last figure that is not 0 counts: 100 in 1,200."""
    step, units = _step(number), abs(number.value / number.step)
    if units.denominator != 1 or not units:
        return step
    figures = units.numerator
    while figures % 10 == 0:
        figures //= 10
        step *= 10
    return step


def _interval(number: Number) -> tuple[float, float]:
    """The values that a number may mean, in the first unit of its dimension."""
    value, place = size(number), _place(number)
    if number.top:
        factor = UNITS[number.unit].factor if number.unit else 1.0
        return value, float(number.top) * factor
    if place == value and number.hedge == "under":
        place = value / 2  # nearly 100 is more than 50
    match number.hedge:
        case "over":
            return value, value + place * 0.999
        case "under":
            return value - place * 0.999, value
        case "about":
            return value - place / 2, value + place / 2
    return value, value


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] * (1 + _EPSILON) and other[0] <= one[1] * (
        1 + _EPSILON
    )
