"""Both spellings of English words: what `spelling_key` folds, the other way round.

`nqpterms.lang.english.spelling_key` decides whether two spellings are one word. Here the British
spellings of a word are proposed and those kept that have its key, so that a term can be looked for
under both without a change to the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nqpterms.lang.english import spelling_key

_WORD = re.compile(r"(?:co-)?[a-z]+", re.IGNORECASE)
_BRITISH = tuple(
    (re.compile(american), british)
    for american, british in (
        (r"or(?!$)|(?<=[a-z]{2})or$", "our"),
        (r"(?<=[a-z]{3})iz(?=[aei])", "is"),
        (r"lyz", "lys"),
        (r"er(?=s?$)", "re"),
        (r"(?<=al|ol)og(?=s?$)", "ogue"),
        (r"ens(?=es?$)", "enc"),
        (r"l(?=ed$|ing$|ings$|ers?$|ors?$)", "ll"),
        (r"ll(?=s?$|ment|ful)", "l"),
        (r"gram(?=s?$)", "gramme"),
        (r"gment", "gement"),
        (r"^gray", "grey"),
        (r"^plow", "plough"),
        (r"^skeptic", "sceptic"),
        (r"^sulf", "sulph"),
        (r"num$", "nium"),
        (r"maneuver", "manoeuvre"),
    )
)
_AMERICAN = re.compile("|".join(pattern.pattern for pattern, _ in _BRITISH))


def respelled(text: str) -> list[str]:
    """The text in British and in American spelling, as far as that changes it.

    >>> respelled("labour modelling centre"), respelled("four hours")
    (['labor modeling center'], [])
    >>> respelled("cooperation program")
    ['co-operation programme']
    """
    words = {word.lower() for word in _WORD.findall(text)}
    if all(_spellings(word) == (word, word) for word in words):
        return []
    british = _WORD.sub(lambda m: _in_case(m[0], _spellings(m[0].lower())[0]), text)
    american = _WORD.sub(lambda m: _in_case(m[0], _spellings(m[0].lower())[1]), text)
    return [form for form in dict.fromkeys((british, american)) if form != text]


@lru_cache(maxsize=1 << 16)
def _spellings(word: str) -> tuple[str, str]:
    """A word in British and in American spelling; one that has a hyphen loses it in American."""
    plain = word.replace("-", "")
    key = spelling_key(plain)
    rules = _BRITISH if _AMERICAN.search(key) else ()
    found = (pattern.sub(instead, key) for pattern, instead in rules if pattern.search(key))
    british = next((form for form in found if spelling_key(form) == key), key)
    if british.startswith(("cooperat", "coordinat")):
        british = f"co-{british[2:]}"
    return british, key


def _in_case(word: str, other: str) -> str:
    """Another spelling with the capitals of a word; the word itself where only case differs."""
    if other == word.lower():
        return word
    if word.isupper():
        return other.upper()
    return other.capitalize() if word[0].isupper() else other
