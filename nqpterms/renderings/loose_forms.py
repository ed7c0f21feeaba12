"""The stretch of an English text that has the words of a form, moved and with others between.

    text, forms ──loose_form──▶ LooseForm

"Keep our skies blue, our waters clear and our lands free of pollution" has most of the words of
"keep the skies blue, waters clear, and lands clean". Words are compared by their stems; small words
count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from nqpterms.lang.english import STOP_WORDS, stem, words
from nqpterms.lang.inflection import word_classes
from nqpterms.model.places import Span

_HALF = 0.5  # of the words of a form, and two of them at least: fewer stand together by chance
_SPARE = 1  # word more than twice those of the form: "farmers who are still young"
_HEAD = 2  # words at most that follow what was found as its head: "innovation in driving growth"
_HYPHENS = "-‐‑"
_PREPOSITIONS = frozenset("under across among within toward towards along behind against".split())
_CAPITALS = re.compile(r"(?: [A-Z][a-z]+)+")
_NEXT_CLAUSE = re.compile(r",\s+(?:and|or|but)\s")
_SENTENCE_END = re.compile(r"[.;:!?]\s")


class LooseForm(Struct, frozen=True):
    """Where most words of a form stand: the span, and their share among the form's words, 0–1."""

    span: Span
    share: float


class _ContentWord(Struct, frozen=True):
    """A word of content: its place, its number in the text, and that of its sentence."""

    key: str
    span: Span
    at: int
    sentence: int


def loose_form(text: str, forms: Iterable[str], taken: Sequence[Span] = ()) -> LooseForm | None:
    """The shortest stretch with most of the words of one of the forms; None where few stand there.

    What is *taken* renders something else.

    >>> forms = ["people lifted out of poverty"]
    >>> text = "Support those that have been lifted from their poverty."
    >>> loose_form(text, forms).span.of(text)
    'lifted from their poverty'
    """
    present = [word for word in _words_of(text) if not any(map(word.span.overlaps, taken))]
    best: LooseForm | None = None
    for form in forms:
        is_simple = "," not in form
        found = _best_window(text, present, frozenset(_keys_of(form)), is_simple=is_simple)
        if found and (best is None or _rank(found) > _rank(best)):
            best = found
    return best


def whole_phrase(text: str, span: Span, forms: Iterable[str], taken: Sequence[Span]) -> Span:
    """A stretch from the begin of its first word to its head, which may follow it.

    What ends as one of the forms is whole; an adjective and the first words of a name are not. A
    verb in front is none of a noun's words.

    >>> text = "We extend county-level and local innovation in driving growth."
    >>> whole_phrase(text, Span(17, 22), ["level"], ()).of(text)
    'county-level'
    >>> whole_phrase(text, Span(33, 54), ["innovation-driven"], ()).of(text)
    'innovation in driving growth'
    >>> text = "Enhance the new Bay Area."
    >>> whole_phrase(text, Span(0, 19), ["coastal zone"], ()).of(text)
    'new Bay Area'
    >>> whole_phrase("5G & 6G", Span(3, 4), ["and"], ()).of("5G & 6G")
    '& 6G'
    """
    start, end = span
    while start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalpha():
        start -= 1
        while start and text[start - 1].isalpha():
            start -= 1
    start = _behind_verb(text, Span(start, end), forms)
    last_words = {form.split()[-1].lower() for form in forms if form.split()}
    if text[start:end].split()[-1].lower() in last_words:
        return Span(start, end)
    end = _end_of_name(text, Span(start, end))
    for word in [word for word in words(text) if word.start >= end][:_HEAD]:
        is_next = text[end : word.start] in (" ", *_HYPHENS)
        is_head = word.of(text).lower() not in STOP_WORDS | _PREPOSITIONS
        is_open = word_classes(text[start:end].split()[-1]) == {"adjective"}
        if not (is_next and is_head) or (any(map(word.overlaps, taken)) and not is_open):
            break
        end = word.end
    return Span(start, end)


def _behind_verb(text: str, span: Span, forms: Iterable[str]) -> int:
    """Where a stretch begins without a verb in front that none of the forms has."""
    stretch = span.of(text)
    inner = list(words(stretch))
    verb = inner[0].of(stretch).lower() if inner else ""
    content = [word for word in inner[1:] if word.of(stretch).lower() not in STOP_WORDS]
    if word_classes(verb) != {"verb"} or not content:
        return span.start
    if any(stem(verb) in _keys_of(form.replace("-", " ")) for form in forms):
        return span.start
    return span.start + content[0].start


def _end_of_name(text: str, span: Span) -> int:
    """Where the name ends that a stretch ends in: the Greater Bay *Area*."""
    end = span.end
    if not span.of(text).split()[-1][:1].isupper():
        return end
    following = _CAPITALS.match(text, end)
    return following.end() if following else end


def _rank(form: LooseForm) -> tuple[float, int]:
    start, end = form.span
    return form.share, start - end


def _keys_of(form: str) -> Iterator[str]:
    """The stems of the words of a form that carry its meaning."""
    for span in words(form):
        word = span.of(form).lower()
        if word not in STOP_WORDS:
            yield stem(word)


@lru_cache(maxsize=1 << 10)  # texts: a bitext asks for several terms of a row, and repeats rows
def _words_of(text: str) -> tuple[_ContentWord, ...]:
    """The words of content of a text."""
    content = []
    sentence, before = 0, 0
    for at, span in enumerate(words(text)):
        sentence += _SENTENCE_END.search(text, before, span.start) is not None
        before = span.end
        word = span.of(text).lower()
        if word not in STOP_WORDS:
            content.append(_ContentWord(stem(word), span, at, sentence))
    return tuple(content)


def _best_window(
    text: str, present: Sequence[_ContentWord], keys: frozenset[str], *, is_simple: bool
) -> LooseForm | None:
    """The shortest stretch that has most of some stems; in one clause, if the form is no list."""
    longest = 2 * len(keys) + _SPARE
    best: LooseForm | None = None
    matching = [word for word in present if word.key in keys]
    for first, begin in enumerate(matching):
        seen: set[str] = set()
        for end in matching[first:]:
            if end.at - begin.at >= longest or end.sentence != begin.sentence:
                break
            seen.add(end.key)
            share = len(seen) / len(keys)
            window = LooseForm(Span(begin.span.start, end.span.end), share)
            is_few = len(seen) < 2 or share < _HALF
            if is_few or (is_simple and _NEXT_CLAUSE.search(window.span.of(text))):
                continue
            if best is None or _rank(window) > _rank(best):
                best = window
    return best
