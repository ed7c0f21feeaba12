"""Numerals of both languages as values: 1.39万亿 and 1.39 trillion are the same number."""

from nqpterms.lang.numbers.search import find_numbers, number_keys
from nqpterms.lang.numbers.standing import figures_stand
from nqpterms.lang.numbers.units import CONVERSIONS
from nqpterms.lang.numbers.values import Kind, Number

__all__ = ["find_numbers", "figures_stand", "number_keys", "Number", "Kind", "CONVERSIONS"]
