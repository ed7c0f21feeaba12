"""Words of a term with a slip in them: new qualty productive forces.

A spelling checker would see them too, but it stands in no pipeline and knows no terms. A slip is a
letter that is lost, typed twice, or changed about with its neighbour, in a word of a term of
several words of which all others stand there. What is a word of its own is no slip, and neither is
what the document writes again and again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field

from nqpterms.checks.remembering import once_for_each
from nqpterms.lang.english import is_word
from nqpterms.matching.forms import spelled_words
from nqpterms.matching.matcher import TermReading
from nqpterms.model.places import Span
from nqpterms.model.termbase import TermBase, is_language

_WORD = re.compile(r"[A-Za-z]+")


class Misspelling(NamedTuple):
    """A term with a slip in one of its words: where it stands, and the term."""

    span: Span
    meant: TermReading
    word: str


class Misspellings(Struct, frozen=True):
    """The slips of the words of a term base's terms, each with the terms that have the word."""

    slips: dict[str, str]
    terms: dict[str, tuple[TermReading, ...]] = field(default_factory=dict)

    def hold(self, text: str) -> bool:
        """Whether a term of a text has a slip in one word."""
        return any(self.slips_in(text))

    def slips_in(self, text: str) -> Iterator[Misspelling]:
        """Every term of a text with a slip in one word."""
        for slip in self.slipped(text):
            yield from self._terms_with(slip, text)

    def slipped(self, text: str) -> list[str]:
        """The words of a text that are slips of words of terms, whatever stands beside them."""
        words = text.lower().replace(",", " ").replace(".", " ").replace("-", " ").split()
        if self.slips.keys().isdisjoint(words):
            return []
        met = sorted(self.slips.keys() & set(words))
        for word in filter(is_word, met):
            del self.slips[word]  # asked once: few slips are ever met, and words come again
        return [slip for slip in met if slip in self.slips]

    def _terms_with(self, slip: str, text: str) -> Iterator[Misspelling]:
        """The longest term at each place of a slip."""
        found: dict[int, Misspelling] = {}
        right = self.slips[slip]
        for candidate in self.terms[right]:
            for match in _mistyped(candidate.term.text, right, slip).finditer(text):
                at = text.lower().index(slip, match.start())
                known = found.get(at)
                if known is None or len(match[0]) > known.span.end - known.span.start:
                    found[at] = Misspelling(Span(*match.span()), candidate, slip)
        yield from found.values()


@lru_cache(maxsize=1 << 10)
def _mistyped(term: str, right: str, slip: str) -> re.Pattern[str]:
    """What finds a term in which a slip stands for the right word."""
    words = [slip if word.lower() == right else word for word in _WORD.findall(term)]
    pattern = r"[\s-]+".join(words)
    return re.compile(rf"(?<![A-Za-z]){pattern}(?![A-Za-z])", re.IGNORECASE | re.ASCII)


@once_for_each
def misspellings_of(base: TermBase, language: str) -> Misspellings:
    """The slips of the terms of several words that a text in the language may use.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("c1", (Term("new quality productive forces", "en"),)),))
    >>> [slip.span for slip in misspellings_of(base, "en").slips_in("New qualty productive forces")]
    [Span(start=0, end=28)]
    """
    terms: dict[str, list[TermReading]] = defaultdict(list)
    for concept, term in base.terms():
        if is_language(term.lang, language):
            for word in spelled_words(term):
                terms[word].append(TermReading(concept, term))
    slips: dict[str, str] = {}
    for word in terms:
        for slip in _slips(word):
            slips[slip] = "" if slips.get(slip, word) != word else word
    kept = {slip: word for slip, word in slips.items() if word and slip not in terms}
    return Misspellings(kept, {word: tuple(found) for word, found in terms.items()})


def _slips(word: str) -> Iterator[str]:
    """The word with a letter lost, typed twice, or changed about with the next one.

    Its first letter and its ending stay: what differs there is another form of it.
    """
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
