"""The forms under which a term may stand in a text, beyond case and spacing.

Only what loses nothing is varied: the number of the last word (and of the noun before "of"),
British against American spelling, and what a glossary adds in brackets: X（Y）, 《X》, X (ABC).
Varying the few terms once is cheaper than lemmatising the long texts in which they are looked
for: the automaton does not slow down with its patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from nqpterms.lang.chinese import has_han
from nqpterms.lang.spelling import respelled

Change = Literal["", "case", "number", "spelling", "bracket"]

_WORD = re.compile(r"[^\W\d_]+(?:'s\b)?")
_ACRONYM = re.compile(r"(?=[^a-z]*[A-Z][^a-z]*[A-Z0-9])[A-Z0-9][A-Z0-9&+./-]*s?")
_PREPOSITIONS = frozenset(["of", "for", "in", "to", "on", "and", "with", "between", "against"])
_TITLE_MARKS = dict.fromkeys(map(ord, "《》"))
_GLOSS = re.compile(r"[（(]([^（）()]+)[）)]")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$", re.IGNORECASE)
_IRREGULAR = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "foot": "feet",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "medium": "media",
    "datum": "data",
    "index": "indices",
    "half": "halves",
    "life": "lives",
    "leaf": "leaves",
    "shelf": "shelves",
}
_SINGULAR = {plural: singular for singular, plural in _IRREGULAR.items()}


def is_acronym(text: str) -> bool:
    """Whether a term is written in capitals alone, a plural s apart: NQPF, NQPFs, R&D.

    >>> is_acronym("NQPFs"), is_acronym("AI"), is_acronym("Internet"), is_acronym("G")
    (True, True, False, False)
    """
    return _ACRONYM.fullmatch(text) is not None


def variants(text: str) -> dict[str, Change]:
    """Every form of a term with the change that makes it; the term itself comes first.

    >>> list(variants("labor tool"))
    ['labor tool', 'labor tools', 'labour tool', 'labour tools']
    >>> list(variants("国际货币基金组织（基金组织）"))
    ['国际货币基金组织（基金组织）', '国际货币基金组织', '基金组织']
    """
    forms: dict[str, Change] = {text: ""}
    for form in unbracketed(text):
        forms.setdefault(form, "bracket")
    if has_han(text):
        return forms
    for whole in tuple(forms):
        for form in _numbers(whole):
            forms.setdefault(form, "number")
    for form in tuple(forms):
        for other in (*respelled(form), form.replace(" & ", " and "), form.replace(" and ", " & ")):
            forms.setdefault(other, "spelling")
    return forms


def number_forms(word: str) -> tuple[str, ...]:
    """The plurals of a singular word or the singulars of a plural one, case kept.

    >>> number_forms("force"), number_forms("strategies"), number_forms("NQPF")
    (('forces',), ('strategy', 'strategie'), ('NQPFs',))
    """
    lower = word.lower()
    if is_acronym(word):
        return (word[:-1],) if word.endswith("s") else (f"{word}s",)
    if lower in _IRREGULAR or lower in _SINGULAR:
        other = _IRREGULAR.get(lower) or _SINGULAR[lower]
        return (word[0] + other[1:],)
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return tuple(_singulars(word))
    if lower.endswith("is"):
        return (f"{word[:-2]}es",)
    if len(word) < 2 or not word.isalpha():
        return ()
    if lower.endswith("y") and lower[-2] not in "aeiou":
        return (f"{word[:-1]}ies",)
    return (f"{word}es",) if _SIBILANT.search(word) else (f"{word}s",)


def _singulars(word: str) -> Iterator[str]:
    """The words of which *word* may be the plural; not all of them exist, and none is wrong."""
    lower = word.lower()
    if lower.endswith("ies") and len(word) > 4:
        yield f"{word[:-3]}y"
    if lower.endswith("es") and _SIBILANT.search(word[:-2]):
        yield word[:-2]
    if len(word) > 3:
        yield word[:-1]


def unbracketed(text: str) -> Iterator[str]:
    """The parts of a term with a gloss, and a title without its marks."""
    if "《" in text or "》" in text:
        text = text.translate(_TITLE_MARKS)
        yield text
    gloss = _GLOSS.search(text)
    if gloss and gloss.start():
        before, inside, after = text[: gloss.start()].rstrip(), gloss[1], text[gloss.end() :]
        if not after:
            yield before
        if not after and (is_acronym(inside) or has_han(inside)):
            yield inside
        elif after and is_acronym(inside.upper()):
            yield before + after
            if spells(inside, before):
                yield inside + after


def spells(acronym: str, full: str) -> bool:
    """Whether the initials of all words give an acronym; "and", "of" and the like may be left out.

    >>> spells("R&D", "research and development"), spells("SVF", "new stored value facility")
    (True, False)
    """
    letters = [c for c in acronym.lower() if c.isalnum()]
    for word in re.findall(r"[^\W_]+", full.lower()):
        if letters and word[0] == letters[0]:
            letters.pop(0)
        elif word not in _PREPOSITIONS and word not in ("a", "an", "the"):
            return False
    return not letters


def _numbers(text: str) -> Iterator[str]:
    """The term with its last word, or a noun before a preposition, in the other number."""
    text = text.replace("’", "'")
    words = [*_WORD.finditer(text)]
    acronyms = [text] if is_acronym(text) else []
    yield from (form for word in acronyms for form in number_forms(word))
    if acronyms or not words:
        return
    pairs = pairwise(words)
    heads = [a for a, b in pairs if b[0].lower() in _PREPOSITIONS or "'" in a[0]]
    last = [words[-1]] if words[-1].end() >= len(text.rstrip(" )\"'")) else []
    for word in (*last, *heads[:1]):
        for form in number_forms(word[0].removesuffix("'s")):
            yield text[: word.start()] + form + text[word.end() :]
