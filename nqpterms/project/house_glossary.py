"""A team's own glossary, changed so that a rendering is allowed from now on.

    terms.tsv, a finding, "village renewal"  ──admit──▶  terms.tsv with one line more

A concept that the glossary does not have yet comes to its end: the source term of the finding, and
the rendering. Everything else in the file keeps its bytes: line ends, the order of rows, the cells
of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.files.file_locks import alone_with
from nqpterms.formats.term_bases import load_terms
from nqpterms.formats.terms.glossary_lines import dump_over, line_of_term
from nqpterms.formats.terms.glossary_tsv import is_glossary, load
from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import plural_key, words
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.model.termbase import (
    DISCOURAGED,
    Concept,
    Term,
    TermBase,
    is_language,
)
from nqpterms.project.finding_records import FindingRecord

_OWN = (
    "to admit a rendering takes a glossary of your own (TSV, with columns concept, lang, term): "
    "name it with -g, or under glossaries in nqpterms.toml"
)


class AdmittedTerm(Struct, frozen=True):
    """The line of a glossary that admits a term: its file, its number from 1, and its text."""

    path: Path
    line: int
    text: str


def own_tables(glossaries: Iterable[str]) -> list[Path]:
    """The glossaries of a list that a line can be written into: TSVs that are files.

    Raises FormatError for a file that is no text.
    """
    return [
        Path(name)
        for name in glossaries
        if Path(name).is_file() and is_glossary(name)
    ]


def admit(
    record: FindingRecord, rendering: str, glossaries: Sequence[str]
) -> AdmittedTerm:
    """Make a rendering an admitted term of the concept that a finding is about.

    The first of the *glossaries* that is a TSV of the user's own and has the concept is changed: a
    discouraged term gets another status, a new one a line of its own. Where none has it, it comes
    to the end of the first TSV, and the finding's source term is its preferred one.
    Raises NqptermsError where there is no TSV, where the term is allowed already, where neither the
    glossaries nor the finding know the source term, and where nothing is to be admitted.
    """
    rendering = one_line(rendering)
    if not rendering:
        raise NqptermsError(
            f"{record.fingerprint}: the finding does not say which words stand there: "
            "say with --as what is to be admitted"
        )
    paths = own_tables(glossaries)
    if not paths:
        raise NqptermsError(_OWN)
    with ExitStack() as locks:
        for path in sorted(
            set(paths)
        ):  # in one order, so that no two wait for each other
            locks.enter_context(alone_with(path))
        return _admitted_in(paths, record, rendering, glossaries)


def _admitted_in(
    paths: Sequence[Path],
    record: FindingRecord,
    rendering: str,
    glossaries: Sequence[str],
) -> AdmittedTerm:
    """As `admit`, in some glossaries that nobody else changes meanwhile."""
    for path in paths:
        base = load(path)
        concept = _concept_of(record, base.concepts)
        if concept is not None:
            return _admitted(path, base, concept, rendering)
    if not _makes_a_pair(record, rendering):
        about = record.source_term or record.concept or record.fingerprint
        names = ", ".join(map(str, paths))
        raise NqptermsError(
            f"{names}: no concept for {about}: add its Chinese term there first"
        )
    base = load(paths[0])
    concept = _new_concept(record, base, glossaries)
    return _admitted(paths[0], base, concept, rendering)


def _concept_of(
    record: FindingRecord, concepts: Sequence[Concept]
) -> Concept | None:
    """The concept of a finding by its id, else the one that has its source term."""
    by_id = next(
        (concept for concept in concepts if concept.id == record.concept), None
    )
    if by_id or not record.source_term:
        return by_id
    source = fold(record.source_term)
    having = (
        c
        for c in concepts
        if any(fold(term.text) == source for term in c.terms)
    )
    return next(having, None)


def _makes_a_pair(record: FindingRecord, rendering: str) -> bool:
    """Whether a finding and a rendering make a concept: its id, and a term in each language."""
    has_both = bool(record.concept and record.source_term)
    return has_both and has_han(record.source_term) != has_han(rendering)


def _new_concept(
    record: FindingRecord, base: TermBase, glossaries: Iterable[str]
) -> Concept:
    """The concept of a finding with its source term alone.

    Glossaries that are used together have each id once: where another of them has the concept, its
    id gets an end here.
    """
    names = {
        concept.id
        for name in glossaries
        for concept in load_terms(name).concepts
    }
    ends = (f"-house{number if number > 1 else ''}" for number in count(1))
    name = record.concept
    while name in names:
        name = record.concept + next(ends)
    source = one_line(record.source_term)
    return Concept(
        name, (Term(source, _language_of(source, _terms(base)), "preferred"),)
    )


def _same_form(rendering: str, terms: Iterable[Term]) -> Term | None:
    """The first of some terms that is a rendering but for what does not count."""
    for term in terms:
        if _key(term.text) == _key(rendering):
            return term
    return None


def _admitted(
    path: Path, base: TermBase, concept: Concept, rendering: str
) -> AdmittedTerm:
    """Write the glossary *base* with a rendering among the terms of a concept."""
    lang = _language_of(rendering, (*concept.terms, *_terms(base)))
    others = [
        term
        for term in concept.terms
        if is_language(term.lang, lang.partition("-")[0])
    ]
    standing = _same_form(rendering, others)
    if standing is None:
        term = Term(_in_case_of_others(rendering, others), lang, "admitted")
        terms = (*concept.terms, term)
    elif standing.status in DISCOURAGED:
        term = replace(standing, status="admitted")
        terms = tuple(term if one is standing else one for one in concept.terms)
    else:
        status = standing.status or "allowed"
        raise NqptermsError(
            f"{path}: “{standing.text}” is {status} there already"
        )
    concepts = {one.id: one for one in base.concepts}
    concepts[concept.id] = replace(concept, terms=terms)
    dump_over(TermBase(tuple(concepts.values()), base.name), path, old=path)
    line, text = line_of_term(path, concept.id, term)
    return AdmittedTerm(path, line, text)


def _terms(base: TermBase) -> list[Term]:
    """All terms of a base, in order."""
    return [term for concept in base.concepts for term in concept.terms]


def _language_of(text: str, others: Iterable[Term]) -> str:
    """The tag of a text's language as the first of other terms has it, else without a script."""
    language = "zh" if has_han(text) else "en"
    return next(
        (term.lang for term in others if is_language(term.lang, language)),
        language,
    )


def _in_case_of_others(rendering: str, others: Sequence[Term]) -> str:
    """The rendering without the capital of a sentence's beginning, where the others have none."""
    is_first_only = rendering[:1].isupper() and rendering[1:].islower()
    has_small_others = bool(others) and all(
        term.text[:1].islower() for term in others
    )
    if is_first_only and has_small_others:
        return rendering[0].lower() + rendering[1:]
    return rendering


def _key(text: str) -> tuple[str, ...]:
    """A key for one term in any case and number."""
    if has_han(text):
        return (fold(text),)
    return tuple(plural_key(span.of(text)) for span in words(text))
