"""What a numeral says: a value, what kind of number it is, and its unit."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal, NamedTuple

from nqpterms.model.places import Span

Kind = Literal[
    "cardinal", "ordinal", "percent", "fraction", "money", "year", "decade", "month", "day"
]


class Number(NamedTuple):
    """A numeral of a text, with its unit where one stands beside it.

    `span` covers numeral, scale, sign and unit. `value` is exact (5 for 5 percent, 3 for March,
    1980 for the 1980s). `unit` is a name of `units.py`, "" where none is known. `exact` is
    False for 20多, a dozen, 千亿元. `light` marks what is often an article or pronoun (一个, one).
    """

    span: Span
    value: Fraction
    kind: Kind
    unit: str = ""
    exact: bool = True
    light: bool = False

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


def plain_value(value: Fraction) -> str:
    """A value as digits, or as a fraction where its decimals do not end.

    >>> plain_value(Fraction("1.50")), plain_value(Fraction(2, 3))
    ('1.5', '2/3')
    """
    if value.denominator == 1:
        return str(value.numerator)
    if 10**24 % value.denominator == 0:
        with localcontext(prec=80):  # 30 figures of a numeral, 24 decimals, and room to multiply
            return format((Decimal(value.numerator) / value.denominator).normalize(), "f")
    return f"{value.numerator}/{value.denominator}"
