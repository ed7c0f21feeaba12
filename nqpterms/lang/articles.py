"""The indefinite article by the sound of the word behind it: an heir, an MP, a one-off, a UN body.

The letters of a word do not give its sound; short tables made by hand for nqpterms do, and where
speakers differ (an FAQ or a FAQ, a herb or an herb) there is no answer rather than a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Article = Literal["a", "an", ""]

_FIRST = re.compile(r"[^\W_](?:[^\W_]|[.,](?=\d))*(?:&[^\W_]+)*")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]*s?")
_SMALL_LETTER_INSIDE = re.compile("[A-Z][a-z][A-Z]{1,2}s?")
"""MoU, LoI."""
_NUMBER = re.compile(r"\d+(?:,\d{3})*")
_LETTER_WITH_VOWEL = frozenset("AEFHILMNORSX")
"""Letters whose name begins with a vowel: an F, an MP."""

_SAID_AS_WORDS = frozenset(
    """FIFA HIBOR LAN LASER LIBOR MERS MOFCOM MOOC NAFTA NASA NATO NEET RADAR RAM REIT ROM SALT
    SARS SCADA SEATO SHIBOR SIM SONAR START STEM SWIFT UNESCO UNICEF UNIDO""".split()
)
"""Acronyms that are read as a word which begins with another sound than their first letter."""
_OPEN_ACRONYMS = frozenset("FAQ SQL SAM MIS HUD RIP SAP NAS UNCTAD".split())
"""Acronyms that some spell and others read."""
_PRONOUNCEABLE = re.compile(r"(?:[FHLMNRSX]|F[LR]|S[CHKLMNPQTW])[AEIOUY][A-Z]*")

# you-sounds: unit, unanimous, use, utility, Ukraine, European; not unimportant, usher, utter
_YOU = re.compile(
    r"u(?:ni(?!m[ap]|d(?:ent|eal)|n|ssu|rr)|nanim|s[aeu]|t[aeio]|r[aeiu]|bi|k[ru]|ga|yg|igh|\Z)|eu|ew"
)
_UTTER = re.compile(r"ut(?:er[io]|ens|il|op|ah)")
_WON = re.compile(r"(?:ones?|once|oneself|oneness)\Z")
_SILENT_H = re.compile(r"(?:heir|hour|honest|honou?r|honorar)")
_OPEN_H = re.compile(r"(?:herb|homage|historic|hysteri|habitual|hotel)")


def article(text: str) -> Article:
    """The article that a text wants before it, "" where that is open.

    >>> [article(text) for text in ("heir", "MP", "one-off", "11-member team", "UN body", "FAQ")]
    ['an', 'an', 'a', 'an', 'a', '']
    """
    match = _FIRST.search(text)
    if match is None:
        return ""
    word = unicodedata.normalize("NFD", match[0])
    word = "".join(
        letter for letter in word if not unicodedata.combining(letter)
    )
    if not word.isascii():
        return ""
    if word[0].isdigit():
        return _of_number(word)
    if _is_spelled_letter(word):
        return _of_letter(word[0].upper())
    if _ACRONYM.fullmatch(word) and len(word.removesuffix("s")) > 1:
        return _of_acronym(word.removesuffix("s"))
    return _of_word(word.lower())


def _is_spelled_letter(word: str) -> bool:
    """Whether the first letter is said by its name: X-ray, e-commerce, eCNY, iPhone, MSc, MoU."""
    if len(word) == 1 or _SMALL_LETTER_INSIDE.fullmatch(word):
        return True
    return (
        word[1].isupper()
        and not word.isupper()
        and not _ACRONYM.fullmatch(word)
    )


def _of_letter(letter: str) -> Article:
    return "an" if letter in _LETTER_WITH_VOWEL else "a"


def _of_acronym(capitals: str) -> Article:
    """An acronym is spelled out, unless it is known or likely to be read as a word."""
    plain = capitals.replace("&", "")
    if capitals in _SAID_AS_WORDS:
        return "a"
    if capitals in _OPEN_ACRONYMS:
        return ""
    is_spelled = (
        "&" in capitals or len(plain) < 4 or not _PRONOUNCEABLE.fullmatch(plain)
    )
    return _of_letter(capitals[0]) if is_spelled else ""


def _of_number(word: str) -> Article:
    """By the first word of a numeral: eight, eighty, eleven thousand, eighteen, one hundred."""
    number = _NUMBER.match(word)
    figures = number[0] if number else word
    digits = figures.replace(",", "")
    if len(digits) == 4 and "," not in figures and digits[:2] in ("11", "18"):
        return ""  # eighteen hundred, one thousand eight hundred
    lead = digits[: (len(digits) - 1) % 3 + 1]
    return "an" if lead[0] == "8" or lead in ("11", "18") else "a"


def _of_word(word: str) -> Article:
    """By the first sound of a word in small letters."""
    if _OPEN_H.match(word):
        return ""
    if _SILENT_H.match(word):
        return "an"
    if word[0] not in "aeiou" or _WON.match(word):
        return "a"
    if word.startswith("ut"):
        return "a" if _UTTER.match(word) else "an"
    return "a" if _YOU.match(word) else "an"
