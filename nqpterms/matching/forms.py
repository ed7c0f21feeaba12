"""The forms under which a term may stand in a text, beyond case and spacing.

Only what loses nothing is varied: the number of the last word (and of the noun before "of"), the
verb with which a term begins (`verb_phrases`), signs and figures (`written_forms`), British against
American spelling, and what a glossary adds in brackets: X（Y）, 《X》, X (ABC). Varying the few
terms once is cheaper than lemmatising the long texts in which they are looked for: the automaton
does not slow down with its patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Literal

from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import FUNCTION_WORDS
from nqpterms.lang.inflection import number_forms
from nqpterms.lang.numbers.numerals import ENGLISH_TENS, ORDINALS
from nqpterms.lang.spelling import respelled
from nqpterms.matching.term_cells import SLOT, cell_forms, may_mean_more
from nqpterms.matching.verb_phrases import verb_phrase_forms
from nqpterms.matching.written_forms import written_forms
from nqpterms.model.termbase import DISCOURAGED, Term

Change = Literal[
    "", "case", "number", "verb", "signs", "spelling", "bracket", "gap"
]
"""What makes a form of a term: nothing, lost capitals, another number, another form of the verb,
other signs or figures, British or American spelling, a bracket left out, words in its gap."""

_SHORT = frozenset({"acronym", "abbreviation", "initialism", "shortForm"})
_WORD = re.compile(r"[^\W\d_]+(?:'s\b)?")
_LETTERS = re.compile(r"[A-Za-z]+")
_ACRONYM = re.compile(
    r"(?=[^a-z]*[A-Z][^a-z]*[A-Z0-9])[A-Z0-9][A-Z0-9&+./-]*s?"
)
_PREPOSITIONS = frozenset(
    ["of", "for", "in", "to", "on", "and", "with", "between", "against"]
)
_BEHIND_HEAD = _PREPOSITIONS | frozenset(
    """or by up at from under over among across into through towards toward within without about
    general elect martial""".split()
)
"""What stands behind the noun that is counted: plans for growth, passers-by, attorneys general."""
_WITHOUT_NUMBER = ("adjective", "adverb")
_OTHER_BEGINNING = re.compile(
    rf"""[《》]|\A\W*(?:\d|(?:to|be|been|being|is|are|am|was|were|go|goes|going|gone|went
    |{"|".join([*ENGLISH_TENS, *ORDINALS])})(?![^\W_]))""",
    re.IGNORECASE | re.VERBOSE,
)
_UNCOUNTED = FUNCTION_WORDS | frozenset(
    ["forward", "forth", "ahead", "apart", "away", "back"]
)
_SHORT_TITLE = 2  # characters of a title that is always written with its marks
_TITLE_MARKS = dict.fromkeys(map(ord, "《》"))
_GLOSS = re.compile(r"[（(]([^（）()]+)[）)]")


def is_acronym(text: str) -> bool:
    """Whether a term is written in capitals alone, a plural s apart: NQPF, NQPFs, R&D.

    >>> is_acronym("NQPFs"), is_acronym("AI"), is_acronym("Internet"), is_acronym("G")
    (True, True, False, False)
    """
    return _ACRONYM.fullmatch(text) is not None


def is_short(term: Term) -> bool:
    """Whether a term is an abbreviation, which may stand for its full form anywhere."""
    return (
        term.type in _SHORT
        or bool(term.abbreviation_of)
        or is_acronym(term.text)
    )


def variants(text: str, pos: str = "") -> dict[str, Change]:
    """Every form of a term with the change that makes it; the term itself comes first.

    This is the one place that knows under which forms a term may stand: Matcher, index, look-up,
    checks and census all read it. *pos* is the part of speech of a `Term`, "" for none given.

    >>> list(variants("labor tool"))
    ['labor tool', 'labor tools', 'labour tool', 'labour tools']
    >>> list(variants("carry out", "verb"))
    ['carry out', 'carries out', 'carried out', 'carrying out']
    >>> list(variants("国际货币基金组织（基金组织）"))
    ['国际货币基金组织（基金组织）', '国际货币基金组织', '基金组织']
    """
    forms: dict[str, Change] = {text: ""}
    for form in unbracketed(text):
        forms.setdefault(form, "bracket")
    if has_han(text):
        return forms
    if pos not in _WITHOUT_NUMBER:
        _add(forms, "number", _numbers)
    _add(forms, "verb", partial(verb_phrase_forms, pos=pos))
    _add(forms, "signs", written_forms)
    _add(forms, "spelling", _respelled)
    return forms


def _add(
    forms: dict[str, Change],
    change: Change,
    vary: Callable[[str], Iterable[str]],
) -> None:
    """Add what can be made of each form so far."""
    for whole in tuple(forms):
        for form in vary(whole):
            forms.setdefault(form, change)


def _respelled(text: str) -> tuple[str, ...]:
    return (
        *respelled(text),
        text.replace(" & ", " and "),
        text.replace(" and ", " & "),
    )


def searched_forms(term: Term) -> Iterator[tuple[str, Change, bool]]:
    """The forms under which a term is looked for, what was changed, and whether case matters.

    An acronym is looked for as written and, as damaged small capitals (HiBoR) leave it, in mixed
    case; never in small letters alone, which would find other words (US, IT, WHO). What people
    write into the cell of a term is read as they mean it (`term_cells`); `SLOT` stands for a gap.

    >>> [*searched_forms(Term("GDP", "en"))][:2]
    [('GDP', '', True), ('GDP', 'case', False)]
    """
    if term.match == "exact":
        yield term.text, "", True
        return
    yield from _with_case(term.text, "", term)
    for cell in cell_forms(term.text, term.pos):
        for form, change in variants(cell.text, cell.pos).items():
            if form != term.text:
                yield from _with_case(
                    form, "gap" if SLOT in form else change, term
                )


def _with_case(
    form: str, change: Change, term: Term
) -> Iterator[tuple[str, Change, bool]]:
    """A form as it is looked for, and of an acronym also the one that lost its capitals."""
    acronym = term.match == "" and is_acronym(form)
    yield form, change, acronym or term.match == "case"
    if acronym and len(form) > 2 and change != "signs":
        yield form, "case", False


def may_begin_otherwise(text: str) -> bool:
    """Whether a form of a term may begin with another letter than the term itself.

    >>> may_begin_otherwise("to promote"), may_begin_otherwise("12th plan")
    (True, True)
    >>> may_begin_otherwise("tools"), may_begin_otherwise("X（Y）")
    (False, True)
    """
    return may_mean_more(text) or _OTHER_BEGINNING.search(text) is not None


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
    return {
        word.lower()
        for word in words
        if len(word) >= least and not is_acronym(word)
    }


def unbracketed(text: str) -> Iterator[str]:
    """The parts of a term with a gloss, and a title without its marks.

    A title of two characters is a word like others without them: 《求是》 in 实事求是.
    """
    if "《" in text or "》" in text:
        text = text.translate(_TITLE_MARKS)
        if len(text) <= _SHORT_TITLE:
            return
        yield text
    gloss = _GLOSS.search(text)
    if not gloss or not gloss.start():
        return
    before, inside, after = (
        text[: gloss.start()].rstrip(),
        gloss[1],
        text[gloss.end() :],
    )
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
    """The term with its nouns in the other number: the last word, the one before a preposition,
    and both where "and" joins two."""
    text = text.replace("’", "'")
    if is_acronym(text):
        yield _other_number_of_acronym(text)
        return
    for words in _counted_words(text):
        yield from _with_other_numbers(text, words)


def _with_other_numbers(
    text: str, words: Sequence[re.Match[str]]
) -> Iterator[str]:
    """A text with all of some of its words, given in order, in the other number."""
    if not words:
        yield text
        return
    *before, word = words
    for form in _other_numbers(word[0]):
        yield from _with_other_numbers(
            text[: word.start()] + form + text[word.end() :], before
        )


def _other_numbers(word: str) -> tuple[str, ...]:
    """A noun in the other number."""
    plain = word.removesuffix("'s")
    return (
        (_other_number_of_acronym(plain),)
        if is_acronym(plain)
        else number_forms(plain)
    )


def _other_number_of_acronym(text: str) -> str:
    return text[:-1] if text.endswith("s") else f"{text}s"


def _is_last_noun(text: str, word: re.Match[str]) -> bool:
    """Whether a word ends a term and may be counted: start-up, not "carry out"."""
    if word.end() < len(text.rstrip(" )\"'")):
        return False
    is_behind_blank = text[word.start() - 1 : word.start()].isspace()
    return not is_behind_blank or word[0].lower() not in _UNCOUNTED


def _counted_words(text: str) -> Iterator[tuple[re.Match[str], ...]]:
    """The words of a term that may stand in the other number, alone or together.

    These are the last word, where nothing but closing signs stands behind it, and the first noun
    before a preposition, with a possessive ending or before such a word as "general".
    """
    words = [*_WORD.finditer(text)]
    last = words[-1] if words and _is_last_noun(text, words[-1]) else None
    if last:
        yield (last,)
    for word, follower in pairwise(words):
        if follower[0].lower() in _BEHIND_HEAD or "'" in word[0]:
            yield (word,)
            if last and follower[0].lower() in ("and", "or"):
                yield (word, last)
            return
