"""N401 to N404: numbers of the source for which another number stands in the translation.

Both sides are read as values (`nqpterms.lang.numbers`): 1.39万亿 and 1.39 trillion are one. Only
where an exact number of the source is missing *and* a number of the same kind is left over on the
other side is there a finding: a number that is merely left out may be said in words. Ordinals,
light numbers (一个, one), vague ones and what is merely rounded are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from nqpterms.alignment import Side
from nqpterms.checks.reading import Reading, Row, other
from nqpterms.checks.reporting import Verdict, around, in_file
from nqpterms.findings import Finding
from nqpterms.lang.numbers import CONVERSIONS, Number, find_numbers
from nqpterms.lang.numbers.values import plain_value

_SURE = 0.8  # confidence of an alignment from which its numbers can be compared
_ROUNDED = Fraction(1, 20)  # share by which a rounded number may differ
_DATES = frozenset({"year", "month", "day", "decade"})
_KINDS = {"N401": "number", "N402": "percentage", "N403": "date", "N404": "unit"}


def n401(reading: Reading) -> Iterator[Finding]:
    """A number differs from that of the source, 万 and 亿 converted."""
    return _differing(reading, "N401")


def n402(reading: Reading) -> Iterator[Finding]:
    """A percentage differs from that of the source."""
    return _differing(reading, "N402")


def n403(reading: Reading) -> Iterator[Finding]:
    """A year, month or day differs from that of the source."""
    return _differing(reading, "N403")


def n404(reading: Reading) -> Iterator[Finding]:
    """A number has another currency or unit than in the source."""
    for row in _comparable(reading):
        source, target = _numbers(row)
        said, written = ([n for n in side if n.exact and n.unit] for side in (source, target))
        for number in said:
            same = [n for n in written if n.value == number.value]
            named = any(n.unit == number.unit for n in target)
            if len(same) == 1 and not named and _is_swapped(number, same[0]):
                yield _finding("N404", row, number, same[0])


def _differing(reading: Reading, code: str) -> Iterator[Finding]:
    """The numbers of one kind that stand alone on both sides, paired where one is left on each."""
    for row in _comparable(reading):
        source, target = _numbers(row)
        said = [n for n in source if _counts(n, code) and not _has(n, target)]
        left = [n for n in target if _counts(n, code) and not _has(n, source)]
        if len(said) == len(left) == 1:
            yield _finding(code, row, said[0], left[0])


def _comparable(reading: Reading) -> Iterator[Row]:
    """The rows with two sides that surely belong together and have figures on both."""
    for row in reading.rows:
        if row.segment.confidence >= _SURE and row.source_text and row.text:
            yield row


def _numbers(row: Row) -> tuple[list[Number], list[Number]]:
    """The numbers of the source and of the translation."""
    return _found(row.source_text, other(row.side)), _found(row.text, row.side)


@lru_cache(maxsize=1 << 14)
def _found(text: str, language: Side) -> list[Number]:
    """The numbers of a text, read once for all checks of a document."""
    return find_numbers(text, language)


def _counts(number: Number, code: str) -> bool:
    """Whether a number is of the kind that a code speaks of, and says something exact."""
    if number.light or not number.exact or number.kind in ("ordinal", "fraction"):
        return False
    if number.kind == "percent":
        return code == "N402"
    if number.kind in _DATES:
        return code == "N403"
    return code == "N401" and (number.value >= 10 or number.value.denominator > 1)


def _has(number: Number, others: list[Number]) -> bool:
    """Whether a number stands on the other side, in another unit or rounded at most."""
    return any(_same(number, one) for one in others)


def _same(number: Number, one: Number) -> bool:
    if abs(number.value) == abs(one.value):  # −2.4% is "a fall of 2.4%"
        return True
    if number.kind in _DATES or one.kind in _DATES:
        return False
    close = abs(number.value - one.value) <= _ROUNDED * abs(number.value)
    figures = {len(plain_value(n.value).strip("0.").replace(".", "")) for n in (number, one)}
    if close and (not one.exact or len(figures) > 1):
        return True
    return _measured(number) == _measured(one)


def _measured(number: Number) -> tuple[Fraction, str]:
    """A number in the smallest of the units into which its own converts: 斤 and tons in kg."""
    value, unit = abs(number.value), number.unit
    while step := next((pair for pair in CONVERSIONS if pair[0] == unit), None):
        value, unit = value * CONVERSIONS[step], step[1]
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
    verdict = Verdict(code, "warning", f"the {_KINDS[code]} differs: {message}")
    return Finding(
        *verdict,
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
