"""What a document says its acronyms stand for: "social productivity (SP)" binds SP to that form.

    DocumentView ──definitions──▶ Definitions

An acronym of a discouraged form is as wrong as the form, wherever it stands. An acronym that the
document binds to something else is nobody's slip and no term of the base.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from nqpterms.checks.view import DocumentView
from nqpterms.lang.normal_form import fold
from nqpterms.matching.matcher import Match, Matcher, TermReading
from nqpterms.model.alignment import Side
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, Concept
from nqpterms.renderings.rows import Row, glosses


class Definitions(Struct, frozen=True):
    """The full forms of each acronym of a document, folded, and which of them are discouraged."""

    full_forms: Mapping[str, frozenset[str]]
    discouraged: Mapping[str, TermReading]

    def is_foreign(self, acronym: str, concept: Concept) -> bool:
        """Whether the document binds an acronym to something that is no term of a concept."""
        full_forms = self.full_forms.get(acronym.removesuffix("s"), frozenset())
        names = {fold(term.text) for term in concept.terms}
        return bool(full_forms) and full_forms.isdisjoint(names)


def definitions(view: DocumentView) -> Definitions:
    """What the acronyms of a document stand for, by what it says itself."""
    full_forms: dict[str, set[str]] = defaultdict(set)
    discouraged: dict[str, TermReading] = {}
    for row in view.different:
        for full, acronym in glosses(row.text):
            full_forms[acronym].add(fold(full))
            reading = _discouraged_form(full, row)
            if reading is not None and not _is_listed(acronym, reading.concept):
                discouraged.setdefault(acronym, reading)
    frozen = {
        acronym: frozenset(forms) for acronym, forms in full_forms.items()
    }
    return Definitions(frozen, discouraged)


def acronym_places(
    row: Row, definitions: Definitions
) -> Iterator[tuple[Span, TermReading]]:
    """Where a row has an acronym of a discouraged form, in its own capitals."""
    for acronym, reading in definitions.discouraged.items():
        for place in _pattern(acronym).finditer(row.text):
            span = Span(*place.span())
            if not any(span.overlaps(match.span) for match in row.target_terms):
                yield span, reading


def texts_with_discouraged_acronyms(
    texts: Sequence[str], matcher: Matcher, side: Side
) -> set[int]:
    """The texts, by index, in which an acronym stands that one of them binds to a wrong form."""
    pairs = sorted({pair for text in texts for pair in glosses(text)})
    matches_by_pair = matcher.find_all_in(
        [full for full, _ in pairs], language=side
    )
    acronyms = []
    for (full, acronym), matches in zip(pairs, matches_by_pair, strict=True):
        if any(
            match.span == (0, len(full)) and _wrong_reading(match)
            for match in matches
        ):
            acronyms.append(acronym)
    return {
        number
        for number, text in enumerate(texts)
        if any(acronym in text for acronym in acronyms)
    }


def _discouraged_form(full: str, row: Row) -> TermReading | None:
    """The discouraged term that a full form is, where it can be nothing else."""
    for match in row.target_terms:
        if match.span.of(row.text) == full:
            return _wrong_reading(match)
    return None


def _wrong_reading(match: Match) -> TermReading | None:
    first = match.candidates[0]
    is_wrong = all(
        reading.term.status in DISCOURAGED for reading in match.candidates
    )
    return first if is_wrong and first.term.scope != "pair" else None


def _is_listed(acronym: str, concept: Concept) -> bool:
    """Whether a concept has an acronym among its own terms, which then speak for themselves."""
    return any(fold(term.text) == fold(acronym) for term in concept.terms)


def _pattern(acronym: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w&-]){re.escape(acronym)}(?=s?(?![\w&-]))")
