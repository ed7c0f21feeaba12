"""British and American spelling of one word.

Each rule names the stems or the letters around the place where the two differ. A rule may make a
form that does not exist (promize), which is merely looked for in vain; where it would make another
real word (four, filling) it lists its stems.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"(?:co-)?[a-z]+", re.IGNORECASE)
_RULES = (  # what stands before, British, American, what stands behind
    (r"[a-z]{3}", "is", "iz", r"(?:e|es|ed|ing|er|ers|able|ation|ations|ational)\b"),
    (
        r"\b(?:lab|col|fav|disfav|hon|dishon|vap|rum|flav|sav|val|vig|arm|cand|clam|rig|harb"
        r"|neighb|behavi|misbehavi|endeav|splend)",
        "our",
        "or",
        r"(?!ous|ari|ato|ifi|iz|is|um)",
    ),
    (r"\b(?:lic|def|off|pret)", "ence", "ense", r"s?\b"),
    (r"\b(?:cen|kilome|me|li|fib|spec|thea|lus)", "tre", "ter", r"s?\b"),
    (r"\b(?:catal|dial|anal)", "ogue", "og", r"s?\b"),
    (r"al", "ys", "yz", r"(?:e|es|ed|ing|er|ers)\b"),
    (
        r"\b(?:mode|trave|labe|leve|fue|signa|channe|cance|tota|counse|marve|riva)",
        "ll",
        "l",
        r"(?:ed|ing|er|ers)\b",
    ),
    (r"\b(?:fulfi|ski|wi|enro|insta)", "l", "ll", r"(?:ful|fully|ment|ments)\b"),
    (r"\bprogra", "mme", "m", r"s?\b"),
    (r"\b(?:judg|acknowledg)", "ement", "ment", r"s?\b"),
    (r"\bgr", "ey", "ay", r"\b"),
    (r"\balumin", "ium", "um", r"\b"),
    (r"\bco", "-o", "o", r"(?=perat|rdinat)"),
)
_COMPILED = tuple(
    (british, american, re.compile(f"({before})(?:{british}|{american})({behind})", re.IGNORECASE))
    for before, british, american, behind in _RULES
)


def respelled(text: str) -> list[str]:
    """The text in British and in American spelling, as far as that changes it.

    >>> respelled("labour modelling centre"), respelled("four")
    (['labor modeling center'], [])
    """
    british = _WORD.sub(lambda m: _spelled(m[0])[0], text)
    american = _WORD.sub(lambda m: _spelled(m[0])[1], text)
    return [form for form in dict.fromkeys((british, american)) if form != text]


@lru_cache(maxsize=1 << 16)
def _spelled(word: str) -> tuple[str, str]:
    """A word in British and in American spelling."""
    british = american = word
    for british_letters, american_letters, pattern in _COMPILED:
        british = pattern.sub(rf"\g<1>{british_letters}\g<2>", british)
        american = pattern.sub(rf"\g<1>{american_letters}\g<2>", american)
    return british, american
