"""N401 to N404: numbers of the source for which another number stands in the translation.

Both sides are read as values (`nqpterms.lang.numbers`): 1.39万亿 and 1.39 trillion are one. Only
where an exact number of the source is missing *and* a number of the same kind is left over on the
other side is there a finding: a number that is merely left out may be said in words. Ordinals,
light numbers (一个, one), vague ones and what is merely rounded are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from nqpterms.checks.view import Check, DocumentView, around, in_file
from nqpterms.lang.numbers import CONVERSIONS, Number, figures_stand, find_numbers
from nqpterms.lang.numbers.values import plain_value
from nqpterms.model.findings import Finding
from nqpterms.renderings.rows import Row, other

_SURE = 0.8  # confidence of an alignment from which its numbers can be compared
_ROUNDED = Fraction(1, 20)  # share by which a rounded number may differ
_DATES = frozenset({"year", "month", "day", "decade"})
_SMALLER = {unit: (factor, small) for (unit, small), factor in CONVERSIONS.items()}
_KINDS = {"N401": "number", "N402": "percentage", "N403": "date", "N404": "unit"}


def _n401(view: DocumentView) -> Iterator[Finding]:
    """A number differs from that of the source, 万 and 亿 converted."""
    return _told(view, "N401")


def _n402(view: DocumentView) -> Iterator[Finding]:
    """A percentage differs from that of the source."""
    return _told(view, "N402")


def _n403(view: DocumentView) -> Iterator[Finding]:
    """A year, month or day differs from that of the source."""
    return _told(view, "N403")


def _n404(view: DocumentView) -> Iterator[Finding]:
    """A number has another currency or unit than in the source."""
    return _told(view, "N404")


class DifferingNumbers(Struct, frozen=True):
    """A number of the source of a row and what stands for it, with the code of that."""

    row: Row
    code: str
    source: Number
    target: Number


def differing_numbers(view: DocumentView) -> list[DifferingNumbers]:
    """Every number of the source of a document for which another one stands across from it."""
    return [DifferingNumbers(*each) for row in view.rows for each in _differing(row)]


def _differing(row: Row) -> Iterator[tuple[Row, str, Number, Number]]:
    """Every number of the source for which another one, or another unit, stands across from it.

    Looked for in rows with two sides that surely belong together.
    """
    said, written = row.source_text, row.text
    if row.segment.confidence < _SURE or not said or not written:
        return
    if row.side == "en" and figures_stand(said, written):
        return
    source = find_numbers(said, other(row.side))
    if any(_is_telling(number) for number in source):
        target = find_numbers(written, row.side)
        yield from ((row, *found) for found in _alone(source, target))
        yield from ((row, "N404", *found) for found in _swapped(source, target))


def _alone(source: list[Number], target: list[Number]) -> Iterator[tuple[str, Number, Number]]:
    """The numbers of one kind of which one is left on each side, with their code."""
    said = _unmatched(source, target)
    left = _unmatched(target, source) if said else []
    for code in ("N401", "N402", "N403") if left else ():
        here = [number for number in said if _code(number) == code]
        there = [number for number in left if _code(number) == code]
        if len(here) == len(there) == 1:
            yield code, here[0], there[0]


def _swapped(source: list[Number], target: list[Number]) -> Iterator[tuple[Number, Number]]:
    """The numbers whose value stands once on the other side, with another unit."""
    units = {"", *(number.unit for number in target)}
    for number in source:
        if number.exact and number.unit not in units:
            same = [n for n in target if n.exact and n.unit and n.value == number.value]
            if len(same) == 1 and _is_swapped(number, same[0]):
                yield number, same[0]


def _told(view: DocumentView, code: str) -> Iterator[Finding]:
    """The findings of one code."""
    for each in view.once(differing_numbers):
        if each.code == code:
            yield _finding(code, each.row, each.source, each.target)


def _is_telling(number: Number) -> bool:
    """Whether a number may be one of a finding."""
    return number.exact and (number.unit != "" or _code(number) != "")


def _code(number: Number) -> str:
    """The code that speaks of a number which says something exact; "" where none does."""
    if number.light or not number.exact or number.kind in ("ordinal", "fraction"):
        return ""
    if number.kind == "percent":
        return "N402"
    if number.kind in _DATES:
        return "N403"
    return "N401" if number.value >= 10 or number.value.denominator > 1 else ""


def _unmatched(numbers: list[Number], others: list[Number]) -> list[Number]:
    """The telling numbers that do not stand on the other side, in another unit or rounded."""
    sizes = {_size(number) for number in others}
    open_ = [number for number in numbers if _size(number) not in sizes and _code(number)]
    return [number for number in open_ if not any(_same(number, one) for one in others)]


def _size(number: Number) -> tuple[int, int]:
    """The value without its sign: −2.4% is "a fall of 2.4%"."""
    numerator, denominator = number.value.as_integer_ratio()
    return abs(numerator), denominator


def _same(number: Number, one: Number) -> bool:
    """Whether two numbers of different value are one: rounded, or in another unit."""
    if number.kind in _DATES or one.kind in _DATES:
        return False
    if abs(number.value - one.value) <= _ROUNDED * abs(number.value):
        figures = {len(plain_value(n.value).strip("0.").replace(".", "")) for n in (number, one)}
        if not one.exact or len(figures) > 1:
            return True
    return bool(number.unit and one.unit) and _measured(number) == _measured(one)


def _measured(number: Number) -> tuple[Fraction, str]:
    """A number in the smallest of the units into which its own converts: 斤 and tons in kg."""
    value, unit = abs(number.value), number.unit
    while step := _SMALLER.get(unit):
        value, unit = value * step[0], step[1]
    return value, unit


def _is_swapped(number: Number, other: Number) -> bool:
    """Whether a number has a unit in place of another of its sort: of money, weight, length …"""
    if number.kind != other.kind or number.kind in (*_DATES, "ordinal"):
        return False
    return number.kind in ("money", "percent") or (
        number.unit != other.unit and _measured(number)[1] == _measured(other)[1]
    )


def _finding(code: str, row: Row, number: Number, instead: Number) -> Finding:
    """The finding at the number of the translation, with both values in figures."""
    said, written = number.span.of(row.source_text), instead.span.of(row.text)
    message = f"“{written}” ({_value(instead)}) for {said} ({_value(number)})"
    start = row.segment.locate(row.side, instead.span.start)
    return Finding(
        code,
        "warning",
        f"the {_KINDS[code]} differs: {message}",
        file=row.segment.doc,
        place=start.place,
        segment=row.segment.row,
        source_span=in_file(row, number.span, source=True),
        matched=written,
        span=in_file(row, instead.span),
        expected=(_value(number),),
        group=f"{code}:{said}:{written}",
        context=around(row.text, instead.span),
    )


def _value(number: Number) -> str:
    """A value with its unit: 1390000000000 CNY."""
    value, unit = plain_value(number.value), number.unit
    if number.kind == "percent":
        return f"{value}%" if unit != "point" else f"{value} points"
    return f"{value} {unit}".strip()


CHECKS = (
    Check("N401", "warning", "source", _n401),
    Check("N402", "warning", "source", _n402),
    Check("N403", "warning", "source", _n403),
    Check("N404", "warning", "source", _n404),
)
