"""A term in the place of another one, so that good English is left behind, or nothing at all.

    "It is a foo plan."  foo plan → R&D plan  ──replacement──▶  "R&D plan", and "an" for "a"

The number, the capitals and the article of the place go over to the new term. Where one of them is
not plain (another number before a verb, a name that goes on, an article that speakers argue about)
there is no replacement: the finding stays, and a reader decides.
"""

from __future__ import annotations

import re

from msgspec import Struct

from nqpterms.checks.edges import (
    fits,
    is_part_of_name,
    sentence_round,
    starts_sentence,
)
from nqpterms.lang.articles import article
from nqpterms.lang.english import DETERMINERS, words
from nqpterms.lang.letter_case import (
    CaseStyle,
    has_capital_behind_hyphen,
    in_style,
    is_in_capitals,
    is_title_case,
    style_of,
)
from nqpterms.lang.noun_phrases import (
    MASS_NOUNS,
    Number,
    counted_word,
    in_number,
    may_be_bare,
    number_of,
)
from nqpterms.matching.matcher import TermReading
from nqpterms.model.places import Span
from nqpterms.model.termbase import Term

# Changes of form that can be made to the new term as well.
_HELD = ("", "number", "spelling")
_NOUNS = ("", "noun", "properNoun")
_NO_TERM = re.compile(r"[…~～/;；（(]|\.\.\.|\b(?:sth|sb)\b")
"""What stands in rows that describe a term: they cannot be written into a text."""

_GERUND_PHRASE = re.compile(
    r"\w+ing (?:the|a|an|and|to|of|up|out)\b", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?<![\w’'.-])(an?)(?=\s+[“‘\"'(\[]*\Z)", re.IGNORECASE)
_COUNTING = frozenset(
    "a an another each every one many few several these those both two three four five".split()
)
_WORDS_OF_PHRASE = 3  # before a term, in which what counts it may stand

_PREPOSITIONS = "of|for|in|on|with|by|through|from|into|towards?|about|under|to"
_AS_OBJECT = re.compile(
    rf"\b(?:(?:{_PREPOSITIONS})(?: (?:the|our|its|their|China['’]s))?|to [a-z]+(?: the)?)\s\Z",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[”’\"')]*\s*(?:[.;!?]|\Z)")
_COUNTED_ELSEWHERE = re.compile(
    r"\b(?:there|which|that|much|less|little|amount|number|lots?|plenty|kind|type|form|it|this)\b",
    re.IGNORECASE,
)


class Replacement(Struct, frozen=True):
    """What is written at a span, and what changes beside it for that: the article."""

    text: str
    further: tuple[tuple[Span, str], ...] = ()


def replacement(
    text: str, span: Span, reading: TermReading, new: Term
) -> Replacement | None:
    """A term as it may stand at a span without a reader's eye, or None.

    *reading* is the term that stands there.

    >>> from nqpterms.model.termbase import Concept
    >>> old, new = Term("letter of intent", "en"), Term("MOU", "en")
    >>> reading = TermReading(Concept("mou", (old, new)), old)
    >>> replacement("Sign a letter of intent.", Span(7, 23), reading, new)
    Replacement(text='MOU', further=((Span(start=5, end=6), 'an'),))
    >>> replacement("His letters of intent are", Span(4, 21), reading, Term("advice", "en"))
    """
    if reading.change not in _HELD or _NO_TERM.search(new.text):
        return None
    numbered = _numbered(text, span, reading, new)
    if numbered is None:
        return None
    respelled = _respelled(span.of(text), reading, numbered)
    style = _style(text, span, reading.term.text)
    if style is None or not fits(text, span, respelled):
        return None
    hyphens = has_capital_behind_hyphen(span.of(text)) is not False
    cased = in_style(respelled, style, hyphens=hyphens)
    return _with_article(text, span, _on_lines_of(span.of(text), cased), style)


# -- number ------------------------------------------------------------------------------------


def _numbered(
    text: str, span: Span, reading: TermReading, new: Term
) -> str | None:
    """The new term in the number of the place."""
    old = reading.term
    if old.pos and new.pos and old.pos != new.pos:
        return None
    if (old.pos or new.pos) not in _NOUNS:
        return new.text if reading.change != "number" else None
    old_word, new_word = _head(old.text), _head(new.text)
    here = _word_in_place(span.of(text), old.text)
    if (
        old_word.lower() == new_word.lower()
        and here.lower() == old_word.lower()
    ):
        return new.text
    if not _has_its_article(text, span, old.text, new.text):
        return None
    number_here, number_old, number_new = (
        number_of(here),
        number_of(old_word),
        number_of(new_word),
    )
    if not (number_here and number_old and number_new):
        return None
    if number_here == number_new:
        return new.text
    if number_old == number_new:
        return in_number(new.text, number_here)
    return new.text if _is_lone_object(text, span, number_here) else None


def _head(phrase: str) -> str:
    """The counted word of a term."""
    span = counted_word(phrase)
    return span.of(phrase) if span else ""


def _word_in_place(surface: str, old: str) -> str:
    """The word of the surface that stands where the old term has its counted word."""
    head = counted_word(old)
    old_words, here = words(old), words(surface)
    if head is None or len(old_words) != len(here):
        return _head(surface)
    return here[old_words.index(head)].of(surface)


def _has_its_article(text: str, span: Span, old: str, new: str) -> bool:
    """Whether the new term wants an article where one stands, and none where none does.

    "We need productivity" has none; "We need innovation hub" would lack one.
    """
    old_word, new_word = _head(old), _head(new)
    if _GERUND_PHRASE.match(old) and not _GERUND_PHRASE.match(new):
        return False
    if _is_counted(text, span):
        return new_word.lower() not in MASS_NOUNS
    if not may_be_bare(old_word, sure=False):
        return True
    before, _ = sentence_round(text, span)
    last = [
        word.of(before).lower() for word in words(before)[-_WORDS_OF_PHRASE:]
    ]
    has_determiner = any(
        word in DETERMINERS or word.endswith(("'s", "’s")) for word in last
    )
    is_plural_or_name = number_of(new_word) == "many" or new[0].isupper()
    return (
        has_determiner or is_plural_or_name or may_be_bare(new_word, sure=True)
    )


def _is_counted(text: str, span: Span) -> bool:
    """Whether a word shortly before counts what stands there: "a new", "these two"."""
    before, _ = sentence_round(text, span)
    last = [
        word.of(before).lower() for word in words(before)[-_WORDS_OF_PHRASE:]
    ]
    return any(word in _COUNTING or word.isdigit() for word in last)


def _is_lone_object(text: str, span: Span, number: Number) -> bool:
    """Whether no verb, article or pronoun goes by the number of what stands there.

    That is so behind a preposition or an infinitive at the end of a sentence.
    """
    before, behind = sentence_round(text, span)
    if _COUNTED_ELSEWHERE.search(before) or not number:
        return False
    is_object = _AS_OBJECT.search(before) is not None and not _is_counted(
        text, span
    )
    return (
        is_object
        and not behind.strip(" ”’\"')")
        and bool(_SENTENCE_ENDS.match(text, span.end))
    )


# -- spelling, lines, capitals -----------------------------------------------------------------


def _respelled(surface: str, reading: TermReading, new: str) -> str:
    """The new term with the words that both terms have as the place spells them."""
    old = reading.term.text
    old_words, here = words(old), words(surface)
    if reading.change != "spelling" or len(old_words) != len(here):
        return new
    for old_span, span in zip(old_words, here, strict=True):
        word, spelled = old_span.of(old), span.of(surface)
        if word.lower() != spelled.lower():
            new = new.replace(
                word, spelled if word[0].isupper() else spelled.lower()
            )
    return new


def _on_lines_of(surface: str, new: str) -> str:
    """The new term with the line end that stands in the place, at a blank as far from its end."""
    if "\n" not in surface:
        return new
    gaps: list[str] = re.findall(r"\s+", surface)
    pieces = new.split(" ")
    at = next(number for number, gap in enumerate(gaps) if "\n" in gap)
    if len(pieces) == 1:
        return new
    cut = min(at + 1, len(pieces) - 1)
    return " ".join(pieces[:cut]) + gaps[at] + " ".join(pieces[cut:])


def _style(text: str, span: Span, old: str) -> CaseStyle | None:
    """How the new term is capitalised, None where that is open or the place is part of a name."""
    surface = span.of(text)
    around = f"{text[: span.start]} {text[span.end :]}"
    if surface.isupper() and (not old.isupper() or is_in_capitals(around)):
        return "capitals"
    if surface[0].isupper() and is_title_case(around):
        return "title"
    if is_part_of_name(text, span):
        return None
    is_first = starts_sentence(text, span.start)
    if _has_capitals_of(surface, old):
        return "sentence" if is_first and surface[0].isupper() else "own"
    style = style_of(surface)
    if style != "sentence" or is_first:
        return style
    opens_phrase = text[: span.start].rstrip(" \n“‘\"'(")[-1:] in (
        ":",
        "—",
        "–",
        "|",
        "",
    )
    return "sentence" if opens_phrase else None


def _has_capitals_of(surface: str, old: str) -> bool:
    """Whether a place has the capitals that the glossary gives its term."""
    here = [span.of(surface) for span in words(surface)]
    theirs = [span.of(old) for span in words(old)]
    if len(here) != len(theirs):
        return False
    return all(
        one[:1].isupper() == two[:1].isupper()
        and one.isupper() == two.isupper()
        for one, two in zip(here, theirs, strict=True)
    )


# -- article -----------------------------------------------------------------------------------


def _with_article(
    text: str, span: Span, new: str, style: CaseStyle
) -> Replacement | None:
    """The new term with the article that it wants; None where there is none or it is open."""
    match = _ARTICLE.search(text[: span.start])
    if match is None:
        return Replacement(new)
    surface = span.of(text)
    if number_of(_head(new)) == "many" and number_of(_head(surface)) != "many":
        return None
    if new.split()[0].lower() == surface.split()[0].lower():
        return Replacement(new)
    wanted = article(new)
    if wanted == "":
        return None
    if wanted == match[1].lower():
        return Replacement(new)
    is_letter = (
        match[1] == "A"
        and style == "own"
        and not starts_sentence(text, match.start())
    )
    if is_letter:  # "Vitamin A plan"
        return None
    return Replacement(
        new, ((Span(*match.span(1)), _in_case(wanted, match[1], style)),)
    )


def _in_case(wanted: str, standing: str, style: CaseStyle) -> str:
    if style == "capitals" and standing.isupper():
        return wanted.upper()
    return wanted.capitalize() if standing[0].isupper() else wanted
