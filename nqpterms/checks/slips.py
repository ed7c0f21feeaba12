"""T102: slips of the pen in acronyms (NPQF for NQPF) and in words of terms (qualty for quality).

Those in Chinese terms are told in `chinese_slips`, bent names in `bent_names`.

What an acronym's letters are, nobody remembers; two of them change places, one is lost or doubled.
A spelling checker would see a slip in a word too, but it stands in no pipeline and knows no terms.
What is a word, an acronym, a name or a Roman numeral of its own is no slip, and neither is what the
document writes again and again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from nqpterms.checks.bent_names import bent_names
from nqpterms.checks.chinese_slips import OWN_WORD, mistyped_chinese
from nqpterms.checks.once_a_base import once_a_base
from nqpterms.checks.view import (
    Check,
    DocumentView,
    Verdict,
    finding_in,
    has_words,
)
from nqpterms.lang.english import is_word
from nqpterms.lang.normal_form import Flat, flatten, flatten_signed, one_line
from nqpterms.matching.forms import is_acronym, spelled_words
from nqpterms.matching.matcher import TermReading
from nqpterms.model.findings import Finding, Severity
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, TermBase, is_language
from nqpterms.renderings.rows import Row, explained_acronyms

# Of the acronym that is meant: all pairs of three are somebody's acronym.
_ACRONYM_LETTERS = 4
_LONG_ACRONYM = 5  # letters from which one that is lost leaves an acronym that is nobody else's
_CAPITALS = re.compile(
    r"[A-Z][A-Z]{2,8}(?:s(?![A-Za-z0-9])|(?![A-Za-z0-9&’'-]))"
)
_ROMAN = re.compile(r"[IVXLCDM]+")
_OTHER_NAMES = frozenset("NRDC PICC UNPD IPCC CPCC APAC".split())
"""Names of their own, one slip away from those of policy texts (NDRC, IPCC, UNDP, CPPCC, APEC)."""

_WORD = re.compile(r"[A-Za-z]+")
_WITHOUT_VOWELS = str.maketrans("", "", "aeiou")


class Slip(NamedTuple):
    """A slip: where it stands, and the term that it comes near; `word` is what is no word."""

    span: Span
    reading: TermReading
    word: str


class AcronymSlips(Struct, frozen=True):
    """The slips of the acronyms of a term base, in capitals without a plural s."""

    readings: dict[str, TermReading]

    def slips_in(self, text: str) -> Iterator[Slip]:
        """Every slip of a text."""
        if not self.readings or (text.isascii() and not _CAPITALS.search(text)):
            return
        flat, signed = flatten_signed(text)
        for capitals in _CAPITALS.finditer(signed):
            word = capitals[0].removesuffix("s")
            reading = self.readings.get(word)
            if reading is None or _is_own_name(word):
                continue
            start, end = capitals.span()
            if not start or not signed[start - 1].isalnum():
                yield Slip(flat.span(start, end), reading, word)


class WordSlips(Struct, frozen=True):
    """The slips of the words of a term base's terms, each with the terms that have the word.

    `by_consonants` are the right words by what is left of them without vowels.
    """

    words: dict[str, str]
    readings: dict[str, tuple[TermReading, ...]]
    by_consonants: dict[str, tuple[str, ...]]

    def slips_in(self, text: str) -> Iterator[Slip]:
        """Every term of a text with a slip in one word, the longest term at each place."""
        flat = flatten(text)
        for word in self._slips_among(flat.folded):
            longest: dict[int, Slip] = {}
            for start, slip in self._slips_of(word, flat):
                at = flat.folded.index(word, start)
                rival = longest.get(at)
                if rival is None or _length(slip.span) > _length(rival.span):
                    longest[at] = slip
            yield from longest.values()

    def words_in(self, text: str) -> list[str]:
        """The words of a text that are slips of words of terms, whatever stands beside them."""
        return self._slips_among(flatten(text).folded)

    def _slips_among(self, folded: str) -> list[str]:
        words = set(folded.replace(",", " ").replace(".", " ").split())
        for word in words - self.words.keys():
            if right := self._right_vowels(word):
                self.words[word] = right
        if self.words.keys().isdisjoint(words):
            return []
        suspects = sorted(self.words.keys() & words)
        for word in filter(is_word, suspects):
            del self.words[
                word
            ]  # asked once: few slips are ever met, and words come again
        return [word for word in suspects if word in self.words]

    def _right_vowels(self, word: str) -> str:
        """The word of a term that differs in one vowel; "" where none or several do."""
        if word in self.readings:
            return ""
        rights = self.by_consonants.get(_consonants(word), ())
        near = [right for right in rights if _differs_in_a_vowel(word, right)]
        return near[0] if len(near) == 1 and not is_word(word) else ""

    def _slips_of(self, word: str, flat: Flat) -> Iterator[tuple[int, Slip]]:
        """Every term of a text in which a slip stands for the right word, and its flat start."""
        right = self.words[word]
        for reading in self.readings[right]:
            for match in _mistyped(reading.term.text, right, word).finditer(
                flat.folded
            ):
                yield (
                    match.start(),
                    Slip(flat.span(*match.span()), reading, word),
                )


@once_a_base
def acronym_slips(base: TermBase, language: str) -> AcronymSlips:
    """The slips of the acronyms of a term base in a language.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("force", (Term("NQPF", "en"),)),))
    >>> [slip.span for slip in acronym_slips(base, "en").slips_in("NPQFs are NQPF, not NPFR.")]
    [Span(start=0, end=5)]
    """
    acronyms: dict[str, list[TermReading]] = defaultdict(list)
    for concept, term in base.terms():
        if is_language(term.lang, language) and is_acronym(term.text):
            capitals = term.text.removesuffix("s").upper()
            acronyms[capitals].append(TermReading(concept, term))
    readings: dict[str, TermReading] = {}
    ambiguous = set(acronyms)  # what is right, and what is near two acronyms
    for capitals, group in acronyms.items():
        if not capitals.isalpha() or len(capitals) < _ACRONYM_LETTERS:
            continue
        for reading in group:
            if reading.term.status in DISCOURAGED:
                continue
            for slip in _slips_of_acronym(capitals):
                rival = readings.setdefault(slip, reading)
                if rival.concept.id != reading.concept.id:
                    ambiguous.add(slip)
    return AcronymSlips(
        {slip: r for slip, r in readings.items() if slip not in ambiguous}
    )


@once_a_base
def word_slips(base: TermBase, language: str) -> WordSlips:
    """The slips of the terms of several words that a text in the language may use.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("c1", (Term("new quality productive forces", "en"),)),))
    >>> [slip.span for slip in word_slips(base, "en").slips_in("New qualty productive forces")]
    [Span(start=0, end=28)]
    """
    readings: dict[str, list[TermReading]] = defaultdict(list)
    for concept, term in base.terms():
        if is_language(term.lang, language):
            for word in spelled_words(term):
                readings[word].append(TermReading(concept, term))
    words: dict[str, str] = {}
    ambiguous = set(readings)  # what is right, and what is near two words
    for word in readings:
        for slip in _slips_of_word(word):
            if words.setdefault(slip, word) != word:
                ambiguous.add(slip)
    for slip in ambiguous & words.keys():
        del words[slip]
    by_consonants: dict[str, tuple[str, ...]] = {}
    for word in readings:
        key = _consonants(word)
        by_consonants[key] = (*by_consonants.get(key, ()), word)
    by_word = {word: tuple(group) for word, group in readings.items()}
    return WordSlips(words, by_word, by_consonants)


def _slips_of_acronym(acronym: str) -> Iterator[str]:
    """The acronym with two neighbours changed about, one letter lost, or one typed twice."""
    for at, (one, two) in enumerate(pairwise(acronym)):
        if one != two:
            yield acronym[:at] + two + one + acronym[at + 2 :]
    for at, letter in enumerate(acronym):
        if len(acronym) >= _LONG_ACRONYM:
            yield acronym[:at] + acronym[at + 1 :]
        yield acronym[:at] + letter + acronym[at:]


def _slips_of_word(word: str) -> Iterator[str]:
    """The word with a letter lost, typed twice, or changed about with the next one.

    Its first letter and its ending stay: what differs there is another form of it.
    """
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _consonants(word: str) -> str:
    """The first letter of a word, its other consonants and its last letter."""
    return word[:1] + word[1:-1].translate(_WITHOUT_VOWELS) + word[-1:]


def _differs_in_a_vowel(word: str, right: str) -> bool:
    """Whether a word of the same consonants has one vowel more, less, or another one."""
    if abs(len(word) - len(right)) > 1 or word == right:
        return False
    same_begin = 0
    shorter = min(len(word), len(right))
    while same_begin < shorter and word[same_begin] == right[same_begin]:
        same_begin += 1
    same_end = 0
    while (
        same_end < shorter - same_begin
        and word[-1 - same_end] == right[-1 - same_end]
    ):
        same_end += 1
    return max(len(word), len(right)) - same_begin - same_end == 1


@lru_cache(maxsize=1 << 10)
def _mistyped(term: str, right: str, slip: str) -> re.Pattern[str]:
    """What finds a term in which a slip stands for the right word, in a flat folded text."""
    words = [
        slip if word.lower() == right else word for word in _WORD.findall(term)
    ]
    pattern = " ".join(words).lower()
    return re.compile(rf"(?<![a-z]){pattern}(?![a-z])")


def _is_own_name(word: str) -> bool:
    """Whether letters in capitals are a word or a name of their own."""
    return word in _OTHER_NAMES or bool(_ROMAN.fullmatch(word)) or is_word(word)


def _length(span: Span) -> int:
    return span.end - span.start


def _t102(view: DocumentView) -> Iterator[Finding]:
    """A word comes near a known acronym or term and is none itself."""
    yield from _mistyped_acronyms(view)
    yield from mistyped_chinese(view)
    yield from _bent_names(view)
    slips = []
    slips_in = view.by_texts(
        lambda row: _slips_in_prose(row, word_slips(view.base, "en"))
    )
    for number, row in enumerate(view.rows):
        if row.side == "en":
            slips += [(row, slip) for slip in slips_in(number)]
    times = Counter(slip.word for _, slip in slips)
    for row, slip in slips:
        if times[slip.word] < OWN_WORD:
            yield _word_finding(row, slip)


def _slips_in_prose(row: Row, slips: AcronymSlips | WordSlips) -> list[Slip]:
    """The slips of a row that stand in prose."""
    return [
        slip for slip in slips.slips_in(row.text) if has_words(row, slip.span)
    ]


def _mistyped_acronyms(view: DocumentView) -> Iterator[Finding]:
    """The slips in acronyms, but for those that the text explains or its source has."""
    slips = []
    slips_in = view.by_texts(
        lambda row: _slips_in_prose(row, acronym_slips(view.base, row.side))
    )
    for number, row in enumerate(view.rows):
        slips += [(row, slip) for slip in slips_in(number)]
    if not slips:
        return
    evident, explained = set[str](), set[str]()
    for row in view.rows:
        explained.update(explained_acronyms(row.text))
        for match in row.target_terms:
            evident |= match.concepts
    for row, slip in slips:
        surface = slip.span.of(row.text)
        is_explained = surface in explained or surface in row.source_text
        if not is_explained and not _touches_term(row, slip.span):
            yield _acronym_finding(
                row, slip, is_sure=slip.reading.concept.id in evident
            )


def _bent_names(view: DocumentView) -> Iterator[Finding]:
    """The names of which the words stand there, and no term of the base."""
    names = bent_names(view.base, "en")
    slips_in = view.by_texts(lambda row: list(names.slips_in(row.text)))
    for number, row in enumerate(view.rows):
        if row.side != "en":
            continue
        for span, reading in slips_in(number):
            if has_words(row, span) and not _touches_term(row, span):
                yield _name_finding(row, span, reading)


def _touches_term(row: Row, span: Span) -> bool:
    return any(span.overlaps(match.span) for match in row.target_terms)


def _acronym_finding(row: Row, slip: Slip, *, is_sure: bool) -> Finding:
    """The finding; it is a warning where the document speaks of what is meant."""
    surface, right = (
        slip.span.of(row.text),
        slip.reading.term.text.removesuffix("s"),
    )
    right += "s" * surface.endswith("s")
    severity: Severity = "warning" if is_sure else "info"
    message = f"“{surface}” is unknown and comes near “{right}”"
    verdict = Verdict(
        "T102", severity, message, expected=(right,), group=surface
    )
    return finding_in(row, verdict, span=slip.span, reading=slip.reading)


def _name_finding(row: Row, span: Span, reading: TermReading) -> Finding:
    surface, right = one_line(span.of(row.text)), reading.term.text
    message = f"“{surface}” comes near the name “{right}”"
    verdict = Verdict(
        "T102", "warning", message, expected=(right,), group=surface.lower()
    )
    return finding_in(row, verdict, span=span, reading=reading)


def _word_finding(row: Row, slip: Slip) -> Finding:
    surface, right = one_line(slip.span.of(row.text)), slip.reading.term.text
    message = f"“{slip.word}” is no word: “{surface}” comes near “{right}”"
    verdict = Verdict(
        "T102", "warning", message, expected=(right,), group=surface.lower()
    )
    return finding_in(row, verdict, span=slip.span, reading=slip.reading)


CHECKS = (Check("T102", "warning", "translation", _t102),)
