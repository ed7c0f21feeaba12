"""T102 for names: National Peoples Congress, Belt Road Initiative.

    text ──BentNames.slips_in──▶ where the words of a name stand, and the name does not

All words of content stand there one behind the other with their capitals, but one has another
number or has lost its apostrophe, or a small word is missing or too many. What a glossary lists is
no slip, and neither is what has a word more or less: that is another name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from nqpterms.checks.once_a_base import once_a_base
from nqpterms.lang.english import STOP_WORDS, plural_key
from nqpterms.matching.matcher import TermReading
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, TermBase, is_language

_WORD = re.compile(r"[A-Za-z]+(?:['’]s?(?![A-Za-z]))?|&")
# Of content: two words with capitals stand beside each other by chance.
_FEWEST_WORDS = 3
_SMALL = (STOP_WORDS | {"&"}) - {"not", "no"}
_WITHIN = re.compile(r"[ -]|\s*\n?\s*")

Key = tuple[str, ...]


class _NameWord(NamedTuple):
    """A word with a capital: what it is compared by, and where it stands."""

    key: str
    span: Span


class BentNames(Struct, frozen=True):
    """The names of a term base by the keys of their words, and as they are written.

    `lengths` are how many words the names have that begin with a word.
    """

    readings: dict[Key, TermReading]
    lengths: dict[str, tuple[int, ...]]
    written: frozenset[str]

    def may_begin_with(self, word: str) -> bool:
        """Whether a piece between two blanks may be the first word of a name."""
        if word.islower():
            return False
        return any(
            plural_key(match[0]) in self.lengths
            for match in _WORD.finditer(word)
        )

    def slips_in(self, text: str) -> Iterator[tuple[Span, TermReading]]:
        """Where the words of a name stand, but not as it is written."""
        for run in _runs_of_capitals(text):
            for start, word in enumerate(run):
                for length in self.lengths.get(word.key, ()):
                    part = run[start : start + length]
                    reading = self.readings.get(tuple(one.key for one in part))
                    span = Span(word.span.start, part[-1].span.end)
                    is_written = _plain(span.of(text)) in self.written
                    if (
                        reading is not None
                        and len(part) == length
                        and not is_written
                    ):
                        yield span, reading


@once_a_base
def bent_names(base: TermBase, language: str) -> BentNames:
    """The names of several words that a text in the language may use.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("c", (Term("Harbour and River Board", "en"),)),))
    >>> [span for span, _ in bent_names(base, "en").slips_in("The Harbours River Board")]
    [Span(start=4, end=24)]
    """
    readings: dict[Key, TermReading] = {}
    lengths: dict[str, set[int]] = defaultdict(set)
    written = set[str]()
    for concept, term in base.terms():
        if not is_language(term.lang, language) or term.status in DISCOURAGED:
            continue
        runs = list(_runs_of_capitals(term.text))
        if len(runs) != 1 or not _is_whole(term.text, runs[0]):
            continue
        key = tuple(word.key for word in runs[0])
        readings.setdefault(key, TermReading(concept, term))
        lengths[key[0]].add(len(key))
        written.add(_plain(term.text))
    by_first = {first: tuple(sorted(some)) for first, some in lengths.items()}
    return BentNames(readings, by_first, frozenset(written))


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").replace("-", " ").split())


def _is_whole(text: str, run: Sequence[_NameWord]) -> bool:
    """Whether a term is one run of enough words with capitals."""
    first, last = run[0].span, run[-1].span
    return (
        len(run) >= _FEWEST_WORDS and first.start == 0 and last.end == len(text)
    )


def _runs_of_capitals(text: str) -> Iterator[list[_NameWord]]:
    """The words with capitals that only small words and blanks part."""
    run: list[_NameWord] = []
    end = 0
    for match in _WORD.finditer(text):
        word, span = match[0], Span(*match.span())
        is_apart = not _WITHIN.fullmatch(text, end, span.start)
        is_small = word.lower() in _SMALL
        if run and (is_apart or not (is_small or word[0].isupper())):
            yield run
            run = []
        if word[0].isupper() and not is_small:
            run.append(_NameWord(plural_key(word.strip("'’")), span))
        end = span.end
    if run:
        yield run
