"""The terms by which rows are scored: those that the rows carry themselves, or those of a base.

{"zh": …, "en": …, "terms": {"汇率": ["exchange rate"]}} ──terms_of_rows──▶ RowTerms ──▶ Matcher
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side, other_side
from nqpterms.model.termbase import (
    Concept,
    MatchMode,
    Term,
    TermBase,
    is_language,
)

RowTerms = tuple[tuple[str, tuple[str, ...]], ...]
"""Source terms, each with the forms that render it, the best first."""
Matching = Literal["inflected", "case", "exact"]
_MODES: dict[Matching, MatchMode] = {
    "inflected": "",
    "case": "case",
    "exact": "exact",
}
# What WMT's references call the terms beside those of a system's rows.
_KEYS = ("proper",)


def terms_of_rows(
    segments: Sequence[Segment], references: Sequence[Segment], key: str
) -> list[RowTerms] | None:
    """The terms that each row carries, those of the references first; None where no row has any.

    WMT25's references have them under ``proper``. Raises NqptermsError for a value of another kind
    than an object of source terms with their renderings.

    >>> terms_of_rows([Segment("税", "tax", properties=(("terms", '{"税": "tax"}'),))], [], "terms")
    [(('税', ('tax',)),)]
    """
    if not key:
        return None
    sources = [(references, name) for name in (key, *_KEYS)] + [(segments, key)]
    for rows, name in sources:
        terms = [
            _terms_of(row, name, number) for number, row in enumerate(rows, 1)
        ]
        if any(terms):
            return terms
    return None


def _terms_of(row: Segment, key: str, number: int) -> RowTerms:
    """The terms that one row carries."""
    text = dict(row.properties).get(key)
    if text is None:
        return ()
    message = (
        f'row {number}: expected {{"term": ["rendering", …]}} under "{key}"'
    )
    try:
        record = json.loads(text)
    except ValueError:
        raise NqptermsError(message) from None
    if not isinstance(record, dict):
        raise NqptermsError(message)
    terms = []
    for source, value in record.items():
        forms = _forms_of(value)
        if forms is None:
            raise NqptermsError(message)
        if source.strip() and forms:
            terms.append((source.strip(), forms))
    return tuple(terms)


def _forms_of(value: object) -> tuple[str, ...] | None:
    """The renderings in a record, one or a list of them; None where it is neither."""
    forms = [value] if isinstance(value, str) else value
    if not isinstance(forms, list) or not all(
        isinstance(form, str) for form in forms
    ):
        return None
    return tuple(form.strip() for form in forms if form.strip())


def matcher_of(
    terms: RowTerms, target: Side, match: Matching, *, alternatives: bool
) -> Matcher:
    """A Matcher of the terms that rows carry."""
    source = other_side(target)
    concepts = []
    for text, forms in terms:
        renderings = forms if alternatives else forms[:1]
        of_target = [
            Term(form, target, match=_MODES[match]) for form in renderings
        ]
        concepts.append(Concept(text, (Term(text, source), *of_target)))
    return Matcher(TermBase(tuple(concepts)))


def _matched_as(term: Term, match: Matching) -> Term:
    """A form of the translation that is found as *match* says."""
    return term if match == "inflected" else replace(term, match=_MODES[match])


def narrowed(
    matcher: Matcher, target: Side, match: Matching, *, alternatives: bool
) -> Matcher:
    """A Matcher whose forms of the translation are found as *match* says.

    Without *alternatives* only the best form of each concept is acceptable.
    """
    if match == "inflected" and alternatives:
        return matcher
    concepts = []
    for concept in matcher.base.concepts:
        best = concept.preferred(target)
        usable = {term.text for term in concept.renderings(target)}
        terms = []
        for term in concept.terms:
            if not is_language(term.lang, target):
                terms.append(term)
            elif alternatives or term.text == best or term.text not in usable:
                terms.append(_matched_as(term, match))
        concepts.append(replace(concept, terms=tuple(terms)))
    return Matcher(replace(matcher.base, concepts=tuple(concepts)))


def terms_of_base(base: TermBase, target: Side) -> RowTerms:
    """The source terms of a base, each with the forms that may render it."""
    forms: dict[str, dict[str, None]] = {}
    for concept in base.concepts:
        renderings = [term.text for term in concept.renderings(target)]
        for term in concept.terms_in(other_side(target)):
            if renderings:
                forms.setdefault(term.text, {}).update(
                    dict.fromkeys(renderings)
                )
    return tuple(
        (source, tuple(of_source)) for source, of_source in forms.items()
    )


def base_name(base: TermBase) -> str:
    """The name of a base, and a sum of its terms that tells its versions apart."""
    total = hashlib.sha256()
    for line in _lines_of(base.concepts):
        total.update(line.encode("utf-8", "surrogatepass"))
    return f"{base.name or 'terms'}@{total.hexdigest()[:8]}"


def _lines_of(concepts: Iterable[Concept]) -> Iterable[str]:
    for concept in concepts:
        for term in concept.terms:
            parts = (
                concept.id,
                term.lang,
                term.text,
                term.status,
                term.match,
                term.pos,
            )
            yield "\t".join(parts) + "\n"
