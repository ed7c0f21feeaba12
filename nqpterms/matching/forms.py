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
from nqpterms.model.termbase import DISCOURAGED, Term

Change = Literal["", "case", "number", "spelling", "bracket"]

_SHORT = frozenset({"acronym", "abbreviation", "initialism", "shortForm"})
_WORD = re.compile(r"[^\W\d_]+(?:'s\b)?")
_LETTERS = re.compile(r"[A-Za-z]+")
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


def is_short(term: Term) -> bool:
    """Whether a term is an abbreviation, which may stand for its full form anywhere."""
    return term.type in _SHORT or bool(term.abbreviation_of) or is_acronym(term.text)


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


def searched_forms(term: Term) -> Iterator[tuple[str, Change, bool]]:
    """The forms under which a term is looked for, what was changed, and whether case matters.

    An acronym is looked for as written and, as damaged small capitals (HiBoR) leave it, in mixed
    case; never in small letters alone, which would find other words (US, IT, WHO).

    >>> [*searched_forms(Term("GDP", "en"))][:2]
    [('GDP', '', True), ('GDP', 'case', False)]
    """
    if term.match == "exact":
        yield term.text, "", True
        return
    for form, change in variants(term.text).items():
        acronym = term.match == "" and is_acronym(form)
        yield form, change, acronym or term.match == "case"
        if acronym and len(form) > 2:
            yield form, "case", False


def spelled_words(term: Term, *, least: int = 5) -> set[str]:
    """The words, in small letters, of a term of several plain words that a text may use.

    In these a slip can be told. Words of fewer letters than *least* are near too many others.

    >>> sorted(spelled_words(Term("new-quality productive forces", "en")))
    ['forces', 'productive', 'quality']
    >>> spelled_words(Term("forces", "en"))
    set()
    """
    words = term.text.replace("-", " ").split()
    is_plain = len(words) > 1 and all(map(_LETTERS.fullmatch, words))
    if not is_plain or term.status in DISCOURAGED:
        return set()
    return {word.lower() for word in words if len(word) >= least and not is_acronym(word)}


def number_forms(word: str) -> tuple[str, ...]:
    """The plurals of a singular word or the singulars of a plural one, case kept.

    >>> number_forms("force"), number_forms("strategies"), number_forms("NQPF")
    (('forces',), ('strategy', 'strategie'), ('NQPFs',))
    """
    lower = word.lower()
    if is_acronym(word):
        return (word[:-1],) if word.endswith("s") else (f"{word}s",)
    irregular = _IRREGULAR.get(lower) or _SINGULAR.get(lower)
    if irregular:
        return (word[0] + irregular[1:],)
    if lower.endswith("is"):
        return (f"{word[:-2]}es",)
    if lower.endswith("s") and not lower.endswith(("ss", "us")):
        return tuple(_singulars(word))
    return _plurals(word)


def _plurals(word: str) -> tuple[str, ...]:
    """The plural of a regular word; none of a single letter and of what is no word."""
    lower = word.lower()
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
    if not gloss or not gloss.start():
        return
    before, inside, after = text[: gloss.start()].rstrip(), gloss[1], text[gloss.end() :]
    if not after:
        yield before
        if is_acronym(inside) or has_han(inside):
            yield inside
    elif is_acronym(inside.upper()):
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
    if is_acronym(text):
        yield from number_forms(text)
        return
    for word in _counted_words(text):
        for form in number_forms(word[0].removesuffix("'s")):
            yield text[: word.start()] + form + text[word.end() :]


def _counted_words(text: str) -> Iterator[re.Match[str]]:
    """The last word, where nothing but closing signs stands behind it, and the first noun before
    a preposition or with a possessive ending."""
    words = [*_WORD.finditer(text)]
    if words and words[-1].end() >= len(text.rstrip(" )\"'")):
        yield words[-1]
    for word, follower in pairwise(words):
        if follower[0].lower() in _PREPOSITIONS or "'" in word[0]:
            yield word
            return
