"""One or many: which word of a noun phrase is counted, and the phrase in the other number.

    "letter of intent"  ──counted_word──▶  "letter"  ──in_number(…, "many")──▶  "letters of intent"

Where a word's number is not plain (means, staff, data) there is no answer rather than a wrong one.
"""

from __future__ import annotations

import re
from typing import Literal

from nqpterms.lang.english import is_word, plural_key, words
from nqpterms.model.places import Span

Number = Literal["one", "many", ""]

_PLURAL_ONLY = frozenset(
    """goods proceeds earnings savings arms premises people themselves ourselves olympics
    belongings surroundings""".split()
)
_OPEN = frozenset(
    """series species means headquarters media data staff police statistics economics politics
    logistics works customs fish sheep aircraft offspring crossroads barracks dynamics
    mathematics ethics""".split()
)
"""Words that are one or many, or both."""

MASS_NOUNS = frozenset(
    """access advice agriculture aid assistance behavior behaviour commerce consumption
    connectivity cooperation data education electricity employment equipment evidence expertise
    feedback finance funding governance guidance happiness harassment harm health hardware
    homework housing information infrastructure integrity justice knowledge labor labour
    legislation logistics luggage machinery management manpower money news output ownership
    personnel poverty progress prosperity publicity research safety security software staff
    supervision technology tourism trade traffic transparency transport transportation
    unemployment waste wealth welfare well-being wellbeing work""".split()
)
"""Nouns that stand without an indefinite article and, nearly always, without a plural."""
_OFTEN_MASS = re.compile(
    r".*(?:ity|tion|ment|ness|ance|ence|ism|ship|cy|growth|alth|strength|youth|ing)\Z"
)
_NEARLY_ALWAYS_MASS = re.compile(
    r".*(?:i[sz]ation|ness|(?<!mechan)(?<!organ)ism|growth|strength|ivity|ability)\Z"
)
_NO_NOUNS = frozenset(
    """up down out off on in over forward back away through ahead along together well better
    further upward onward""".split()
)
_PREPOSITIONS = frozenset(
    "of for in to on with between against from by at within among".split()
)
_IRREGULAR = {
    "analysis": "analyses",
    "basis": "bases",
    "child": "children",
    "crisis": "crises",
    "criterion": "criteria",
    "foot": "feet",
    "half": "halves",
    "hypothesis": "hypotheses",
    "leaf": "leaves",
    "life": "lives",
    "man": "men",
    "phenomenon": "phenomena",
    "self": "selves",
    "shelf": "shelves",
    "thesis": "theses",
    "thief": "thieves",
    "tooth": "teeth",
    "wife": "wives",
    "woman": "women",
}
_COMPOUNDS = ("woman", "man", "child", "foot", "tooth", "wife", "life", "shelf")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_GREEK_OR_LATIN = ("us", "is", "um", "on")
_OPEN_ENDINGS = {("f", "fe", "z"): ("s",), ("o",): ("es", "s")}
"""Endings after which the dictionary says which plural there is, if any."""


def counted_word(phrase: str) -> Span | None:
    """Where the noun stands whose number is that of a phrase: the last one before a preposition.

    >>> counted_word("letter of intent"), counted_word("rural area")
    (Span(start=0, end=6), Span(start=6, end=10))
    """
    noun = None
    for span in words(phrase):
        word = span.of(phrase).lower()
        if word in _PREPOSITIONS and noun is not None:
            return noun
        noun = span
    return noun


def number_of(word: str) -> Number:
    """Whether a noun names one thing or many; "" where that is open.

    >>> number_of("forces"), number_of("analysis"), number_of("NGOs"), number_of("means")
    ('many', 'one', 'many', '')
    """
    lower = word.lower()
    if lower in _OPEN:
        return ""
    if lower in _PLURAL_ONLY:
        return "many"
    if word[:-1].isupper() and word.endswith("s"):
        return "many"
    return "one" if word.isupper() or plural_key(word) == lower else "many"


def may_be_bare(word: str, *, sure: bool) -> bool:
    """Whether a noun in the singular may stand without an article; *sure*: nearly always.

    >>> may_be_bare("innovation", sure=False), may_be_bare("innovation", sure=True)
    (True, False)
    """
    lower = word.lower()
    suffix = _NEARLY_ALWAYS_MASS if sure else _OFTEN_MASS
    return lower in MASS_NOUNS or suffix.match(lower) is not None


def in_number(phrase: str, number: Number) -> str | None:
    """The phrase with its counted word in a number; None where that cannot be said for sure.

    >>> in_number("letter of intent", "many"), in_number("cities", "one")
    ('letters of intent', 'city')
    >>> in_number("equipment", "many") is None
    True
    """
    span = counted_word(phrase)
    if span is None or not number:
        return None
    word = span.of(phrase)
    own = number_of(word)
    if own == number:
        return phrase
    changed = _plural(word) if number == "many" else _singular(word)
    if not own or changed is None:
        return None
    return phrase[: span.start] + changed + phrase[span.end :]


def _plural(word: str) -> str | None:
    """The plural of a noun in the singular, case kept; None of what has none."""
    lower = word.lower()
    if lower in MASS_NOUNS or lower in _NO_NOUNS or not word[-1].isalpha():
        return None
    if word.isupper():
        return f"{word}s"
    irregular = _irregular(lower)
    if irregular:
        return word[: len(word) - len(irregular[0])] + _like(
            word, irregular[0], irregular[1]
        )
    if lower.endswith(_GREEK_OR_LATIN) and not _is_regular(lower):
        return None
    return _regular_plural(word, lower)


def _regular_plural(word: str, lower: str) -> str | None:
    """The plural by its ending; where there are two, the one that is a word."""
    if lower.endswith("y") and lower[-2:-1] not in (
        "a",
        "e",
        "i",
        "o",
        "u",
        "",
    ):
        return f"{word[:-1]}ies"
    endings = next(
        (
            ends
            for signs, ends in _OPEN_ENDINGS.items()
            if lower.endswith(signs)
        ),
        None,
    )
    if endings:
        return next(
            (word + end for end in endings if is_word(lower + end)), None
        )
    return f"{word}es" if lower.endswith(_SIBILANT) else f"{word}s"


def _is_regular(word: str) -> bool:
    """Whether a noun that looks Latin or Greek has an English plural: region, bonus, forum."""
    if word.endswith("on"):
        return True  # criterion and phenomenon are among the irregular ones
    return word.endswith("us") and is_word(f"{word}es")


def _irregular(lower: str) -> tuple[str, str] | None:
    """The end of a word that has an irregular plural, and that plural."""
    if lower in _IRREGULAR:
        return lower, _IRREGULAR[lower]
    for end in _COMPOUNDS:
        if lower.endswith(end) and lower not in (
            "human",
            "german",
            "roman",
            "shaman",
            "talisman",
        ):
            return end, _IRREGULAR[end]
    return None


def _like(word: str, end: str, plural: str) -> str:
    """The plural with the first letter of the end of the word that it stands for."""
    first = word[len(word) - len(end)]
    return first + plural[1:]


def _singular(word: str) -> str | None:
    """The singular of a noun in the plural, case kept; None of what is not plain."""
    lower = word.lower()
    if lower in _PLURAL_ONLY or lower == "people":
        return None
    if word[:-1].isupper():
        return word[:-1]
    key = plural_key(word)
    if key == lower or not is_word(key):
        return None
    return word[0] + key[1:] if word[1:].islower() or len(word) == 1 else None
