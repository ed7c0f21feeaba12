"""Numerals of both languages as values: 1.39万亿 and 1.39 trillion are the same number."""

from nqpterms.lang.numbers.quantities import Kind, Number, as_written
from nqpterms.lang.numbers.search import find_numbers, number_keys

__all__ = ["as_written", "find_numbers", "number_keys", "Number", "Kind"]
