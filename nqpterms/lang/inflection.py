"""English inflection: the forms of a verb and of a noun, and what a word can be.

    "carry" ──verb_forms──▶ carry · carries · carried · carried · carrying
    "appendix" ──number_forms──▶ appendices, appendixes
    "market" ──word_classes──▶ noun, verb

Forms are those of a dictionary, and regular ones where it does not have the word. The dictionary
is the file that lies in the package lemminflect (from the SPECIALIST Lexicon of the NIH): we read
the file and leave its code aside, which imports numpy and unpickles two models.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from nqpterms.lang.spelling import spelling_key

_TABLE = Path("resources", "infl_lu.csv.gz")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)\Z")
_DOUBLING = re.compile(r"[^aeiou]?[^aeiou]?[^aeiou][aeiou][bdfgklmnprtvz]\Z")
_VERBAL_ENDING = re.compile(
    r"(?:..[iy]z|is|if)(?:e|es|ed|ing|y|ies|ied|ying)\Z"
)
_NO_PLURAL_S = ("ss", "us", "is")
_MORE_VERBS = {
    "be": "was/were,been,being,is/are/am",
    "program": "programmed/programed,,programming/programing,programs",
    "enrol": "enrolled,,enrolling,enrols",
}
"""Verbs that the table lacks, or has without their usual spelling, written as it writes verbs."""
_MORE_NOUNS = {"ox": "oxen", "person": "people/persons"}


class VerbForms(NamedTuple):
    """The forms of a verb, each in its spellings: stop, stops, stopped, stopped, stopping."""

    base: tuple[str, ...]
    third: tuple[str, ...]
    past: tuple[str, ...]
    participle: tuple[str, ...]
    gerund: tuple[str, ...]


class _InflectionTable(NamedTuple):
    """What the table says of each word in small letters: the class, and the forms of it."""

    nouns: dict[str, str]
    verbs: dict[str, str]
    adjectives: frozenset[str]


@lru_cache(maxsize=1 << 14)
def word_classes(word: str) -> frozenset[str]:
    """Which of "noun", "verb" and "adjective" a word in its base form can be; none if unknown.

    >>> sorted(word_classes("market")), sorted(word_classes("promote")), sorted(word_classes("xyz"))
    (['noun', 'verb'], ['verb'], [])
    """
    key = _dictionary_spelling(word.lower())
    dictionary = _dictionary()
    classes = set[str]()
    if key in dictionary.nouns:
        classes.add("noun")
    if key in dictionary.verbs:
        classes.add("verb")
    if key in dictionary.adjectives:
        classes.add("adjective")
    return frozenset(classes)


@lru_cache(maxsize=1 << 12)
def verb_forms(word: str) -> VerbForms | None:
    """The forms of a verb in small letters, given in its base form; None for what is no verb.

    What the dictionary does not have is a verb where it ends like one (marketize, gentrify).

    >>> verb_forms("stop").gerund, verb_forms("Carry").third, verb_forms("rise").participle
    (('stopping',), ('carries',), ('risen',))
    >>> verb_forms("policy") is None
    True
    """
    plain = word.lower()
    row = _dictionary().verbs.get(_dictionary_spelling(plain))
    if row is not None:
        return _read_forms(_dictionary_spelling(plain), row)
    if _VERBAL_ENDING.search(plain) and plain.endswith(("ize", "ise", "ify")):
        return regular_verb_forms(plain)
    return None


def regular_verb_forms(word: str) -> VerbForms:
    """The forms of a regular verb in small letters.

    >>> regular_verb_forms("marketize").past, regular_verb_forms("retry").past
    (('marketized',), ('retried',))
    """
    third = _with_s(word)
    if word.endswith("e"):
        past = f"{word}d"
        gerund = (
            f"{word}ing"
            if word.endswith(("ee", "oe", "ye"))
            else f"{word[:-1]}ing"
        )
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        past, gerund = f"{word[:-1]}ied", f"{word}ing"
    else:
        stem = word + word[-1] if _DOUBLING.fullmatch(word) else word
        past, gerund = f"{stem}ed", f"{stem}ing"
    return VerbForms((word,), (third,), (past,), (past,), (gerund,))


@lru_cache(maxsize=1 << 12)
def verbs_of(form: str) -> tuple[str, ...]:
    """The base forms of the verbs of which a word is a form, itself included, in small letters.

    >>> verbs_of("carried"), verbs_of("Found"), verbs_of("promote"), verbs_of("policy")
    (('carry',), ('found', 'find'), ('promote',), ())
    """
    plain = form.lower()
    bases = [plain] if verb_forms(plain) else []
    by_form = _verbs_by_form()
    listed = by_form.get(plain) or by_form.get(spelling_key(plain), ())
    bases += [base for base in listed if base not in bases]
    if not bases and _VERBAL_ENDING.search(plain):
        bases += [base for base in _regular_bases(plain) if verb_forms(base)]
    return tuple(bases)


@lru_cache(maxsize=1 << 14)
def number_forms(word: str) -> tuple[str, ...]:
    """The plurals of a singular word or the singulars of a plural one, case kept.

    >>> number_forms("force"), number_forms("strategies")
    (('forces',), ('strategy', 'strategie'))
    >>> number_forms("appendix"), number_forms("analyses"), number_forms("Women")
    (('appendices', 'appendixes'), ('analysis', 'analys', 'analyse'), ('Woman',))
    """
    lower = word.lower()
    if (
        lower.endswith("s") and _dictionary().nouns.get(lower) == lower
    ):  # news, means, series
        return ()
    singulars = _irregular_singulars().get(lower, ())
    if (
        lower.endswith("s")
        and not lower.endswith(_NO_PLURAL_S)
        and len(word) > 3
    ):
        singulars = (*singulars, *_regular_singulars(lower))
    forms = singulars or _plurals(lower)
    return tuple(
        word[0] + form[1:] for form in dict.fromkeys(forms) if form != lower
    )


def _plurals(lower: str) -> tuple[str, ...]:
    """The plurals of a word; none of a single letter and of what is no word."""
    if len(lower) < 2 or not lower.isalpha():
        return ()
    row = _dictionary().nouns.get(lower, "")
    forms = [form for form in row.split("/") if form and form != lower]
    if forms:
        return tuple(forms)
    is_short_word = len(lower) < 4 and lower.endswith("s")  # as, has, its
    return () if is_short_word else (_with_s(lower),)


def _with_s(word: str) -> str:
    """A regular plural, or a verb's third person."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    if word.endswith("is"):
        return f"{word[:-2]}es"
    # Fintechs: a k.
    is_hissed = _SIBILANT.search(word) and not word.endswith("tech")
    return f"{word}es" if is_hissed else f"{word}s"


def _regular_singulars(lower: str) -> Iterator[str]:
    """The words of which a word may be the plural; not all of them exist, and none is wrong."""
    if lower.endswith("ies") and len(lower) > 4:
        yield f"{lower[:-3]}y"
    if lower.endswith("es") and _SIBILANT.search(lower[:-2]):
        yield lower[:-2]
    if lower.endswith("s"):
        yield lower[:-1]


def _regular_bases(form: str) -> Iterator[str]:
    """The verbs that may be behind a form which no dictionary has: marketizing."""
    if form.endswith(("ied", "ies")):
        yield f"{form[:-3]}y"
    elif form.endswith("ing"):
        yield form[:-3]
        yield f"{form[:-3]}e"
    elif form.endswith(("ed", "es")):
        yield form[:-1]


# -- the dictionary ----------------------------------------------------------------------------


def _dictionary_spelling(plain: str) -> str:
    """A word as the dictionary spells it: it has American spelling, and British where that is
    a word of its own."""
    dictionary = _dictionary()
    if (
        plain in dictionary.verbs
        or plain in dictionary.nouns
        or plain in dictionary.adjectives
    ):
        return plain
    return spelling_key(plain)


def _read_forms(base: str, row: str) -> VerbForms:
    """The forms of a verb as the table writes them: past, participle, gerund, third person."""
    past, participle, gerund, third = (
        tuple(forms.split("/")) for forms in row.split(",")
    )
    if participle == ("",):
        participle = past
    return VerbForms((base,), third, past, participle, gerund)


@cache
def _dictionary() -> _InflectionTable:
    """The table; read once, in a twentieth of a second."""
    nouns, verbs, adjectives = dict[str, str](), dict[str, str](), set[str]()
    for line in _lines():
        word, _, rest = line.partition(",")
        kind, _, forms = rest.partition(",")
        if kind == "verb":
            verbs[word] = forms
        elif kind == "noun":
            nouns[word.lower()] = forms.lower()
        elif kind == "adj":
            adjectives.add(word)
    verbs |= _MORE_VERBS
    nouns |= _MORE_NOUNS
    return _InflectionTable(nouns, verbs, frozenset(adjectives))


def _lines() -> list[str]:
    """The lines of the table: a word, its class, its forms."""
    package = find_spec("lemminflect")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError(
            "nqpterms needs the package lemminflect; install it"
        )
    path = Path(package.submodule_search_locations[0]) / _TABLE
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return file.read().splitlines()


@cache
def _verbs_by_form() -> dict[str, tuple[str, ...]]:
    """The verbs of each form that is not its own base."""
    verbs: dict[str, tuple[str, ...]] = {}
    for base, row in _dictionary().verbs.items():
        for form in set(row.replace(",", "/").split("/")) - {"", base}:
            verbs[form] = (*verbs.get(form, ()), base)
    return verbs


@cache
def _irregular_singulars() -> dict[str, tuple[str, ...]]:
    """The singulars of each plural that no rule makes."""
    singulars: dict[str, tuple[str, ...]] = {}
    for singular, row in _dictionary().nouns.items():
        for plural in filter(None, row.split("/")):
            if plural != singular and singular not in _regular_singulars(
                plural
            ):
                singulars[plural] = (*singulars.get(plural, ()), singular)
    return singulars
