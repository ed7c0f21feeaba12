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
from nqpterms.model.places import Span

_HALF = 0.5  # of the words of a form, and two of them at least: fewer stand together by chance
# Word more than twice those of the form: "farmers who are still young".
_SPARE = 1
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


def loose_form(
    text: str, forms: Iterable[str], used: Sequence[Span] = ()
) -> LooseForm | None:
    """The shortest stretch with most of the words of one of the forms; None where few stand there.

    What is *taken* renders something else.

    >>> forms = ["people lifted out of poverty"]
    >>> text = "Support those that have been lifted from their poverty."
    >>> loose_form(text, forms).span.of(text)
    'lifted from their poverty'
    """
    present = [
        word
        for word in _words_of(text)
        if not any(map(word.span.overlaps, used))
    ]
    best: LooseForm | None = None
    for form in forms:
        is_simple = "," not in form
        window = _best_window(
            text, present, frozenset(_keys_of(form)), is_simple=is_simple
        )
        if window and (best is None or _rank(window) > _rank(best)):
            best = window
    return best


def _rank(form: LooseForm) -> tuple[float, int]:
    start, end = form.span
    return form.share, start - end


def _keys_of(form: str) -> Iterator[str]:
    """The stems of the words of a form that carry its meaning."""
    for span in words(form):
        word = span.of(form).lower()
        if word not in STOP_WORDS:
            yield stem(word)


@lru_cache(
    maxsize=1 << 10
)  # texts: a bitext asks for several terms of a row, and repeats rows
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
    text: str,
    present: Sequence[_ContentWord],
    keys: frozenset[str],
    *,
    is_simple: bool,
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
            if is_few or (
                is_simple and _NEXT_CLAUSE.search(window.span.of(text))
            ):
                continue
            if best is None or _rank(window) > _rank(best):
                best = window
    return best
