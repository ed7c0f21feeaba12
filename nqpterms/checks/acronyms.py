"""Acronyms that come near one of the term base: NQPF typed as NPQF.

What an acronym's letters are, nobody remembers; two of them change places, one is lost or doubled.
A word that is an acronym, a Roman numeral or an ordinary word of its own is no slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from nqpterms.checks.remembering import once_for_each
from nqpterms.lang.english import is_word
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.matcher import TermReading
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, TermBase, is_language

_LETTERS = 4  # of the acronym that is meant: all pairs of three letters are somebody's acronym
_CAPITALS = re.compile(r"[A-Z][A-Z]{2,8}(?:s(?![A-Za-z0-9])|(?![A-Za-z0-9&’'-]))")
_LONG = 5  # letters from which one that is lost leaves an acronym that is nobody else's
_ROMAN = re.compile(r"[IVXLCDM]+")
_OTHERS = frozenset("NRDC PICC UNPD IPCC CPCC APAC".split())
"""Names of their own, one slip away from those of policy texts (NDRC, IPCC, UNDP, CPPCC, APEC)."""


class Slip(NamedTuple):
    """A word in capitals, and the acronym that was meant."""

    span: Span
    meant: TermReading


class Acronyms(Struct, frozen=True):
    """The acronyms of a term base, in capitals without a plural s, and the slips of each."""

    known: frozenset[str]
    slips: dict[str, TermReading]

    def slips_in(self, text: str) -> Iterator[Slip]:
        """Every slip of a text, but for what the text itself explains in brackets."""
        for found in _CAPITALS.finditer(text) if self.slips else ():
            word = found[0].removesuffix("s")
            meant = self.slips.get(word)
            alone = not text[found.start() - 1 : found.start()].isalnum()
            if meant and (alone or not found.start()) and not _is_name(word):
                yield Slip(Span(*found.span()), meant)

    def hold(self, text: str) -> bool:
        """Whether a text has a slip."""
        return any(self.slips_in(text))


@once_for_each
def acronyms_of(base: TermBase, language: str) -> Acronyms:
    """The acronyms of a term base in a language.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("force", (Term("NQPF", "en"),)),))
    >>> [slip.span for slip in acronyms_of(base, "en").slips_in("NPQFs are NQPF, not NPFR.")]
    [Span(start=0, end=5)]
    """
    listed = [
        TermReading(concept, term)
        for concept, term in base.terms()
        if is_language(term.lang, language) and is_acronym(term.text)
    ]
    known = frozenset(c.term.text.removesuffix("s").upper() for c in listed)
    slips: dict[str, TermReading | None] = {}
    for candidate in listed:
        text = candidate.term.text.removesuffix("s")
        if candidate.term.status in DISCOURAGED or len(text) < _LETTERS or not text.isalpha():
            continue
        for slip in _slips(text.upper()):
            other = slips.setdefault(slip, candidate)
            if other and other.concept.id != candidate.concept.id:
                slips[slip] = None  # near two acronyms: nobody knows which one was meant
    return Acronyms(known, {s: c for s, c in slips.items() if c and s not in known})


def _slips(acronym: str) -> Iterator[str]:
    """The acronym with two neighbours changed about, one letter lost, or one typed twice."""
    for at, (one, other) in enumerate(pairwise(acronym)):
        if one != other:
            yield acronym[:at] + other + one + acronym[at + 2 :]
    for at, letter in enumerate(acronym):
        if len(acronym) >= _LONG:
            yield acronym[:at] + acronym[at + 1 :]
        yield acronym[:at] + letter + acronym[at:]


def _is_name(word: str) -> bool:
    """Whether letters in capitals are a word or a name of their own."""
    return word in _OTHERS or bool(_ROMAN.fullmatch(word)) or is_word(word)
