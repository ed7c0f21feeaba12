"""One concept of a glossary TSV changed: its rules are asked first, and only its lines change.

    Concept, TermBase ──problems_of──▶ what `nqpterms validate` would say of it
    Concept, path ──change_concept──▶ the same file, some lines of it changed

Who edits the file by hand and runs `nqpterms validate` does the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from nqpterms.checks.registry import check_terms
from nqpterms.errors import NqptermsError
from nqpterms.files.file_locks import alone_with
from nqpterms.formats.term_bases import dump_terms_over, load_terms
from nqpterms.formats.terms.glossary_tsv import load
from nqpterms.lang.normal_form import fold, fold_each
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.run.file_changes import FileChange, change_between
from nqpterms.terms.tidying import duplicates


class ConceptProblems(Struct, frozen=True):
    """What is wrong with a concept (the findings of G5xx), and where else its forms stand."""

    findings: tuple[Finding, ...] = ()
    duplicates: tuple[str, ...] = ()

    @property
    def forbids(self) -> bool:
        """Whether it has an error, with which nothing is written."""
        return any(finding.severity == "error" for finding in self.findings)


def problems_of(concept: Concept, base: TermBase) -> ConceptProblems:
    """What `validate` says of a concept as it would stand in a base, in no time also of a long one.

    Of the base only the concepts take part that share a form with it or are related to it.

    >>> from nqpterms.model.termbase import Term
    >>> toil = Concept("toil", (Term("toil", "en", status="preferred"),))
    >>> slip = Concept("work", (Term("toil", "en", "deprecated"), Term(" ", "zh")))
    >>> [finding.code for finding in problems_of(slip, TermBase((toil,))).findings]
    ['G502', 'G503']
    """
    company = TermBase((*_company(concept, base), concept), base.name)
    own = [
        finding
        for finding in check_terms(company)
        if finding.concept == concept.id
    ]
    shared = [one for one in duplicates(company) if concept.id in one.concepts]
    return ConceptProblems(tuple(own), tuple(map(str, shared)))


def _company(concept: Concept, base: TermBase) -> list[Concept]:
    """The other concepts of a base that may have to do with one."""
    forms = frozenset(fold(term.text) for term in concept.terms)
    related = {*concept.broader, *concept.related}
    terms = [*base.terms()]
    for (other, _), form in zip(
        terms, fold_each([term.text for _, term in terms]), strict=True
    ):
        if form in forms:
            related.add(other.id)
    return [
        other
        for other in base.concepts
        if other.id in related and other.id != concept.id
    ]


def concept_sign(concept: Concept | None) -> str:
    """What tells one state of a concept from another; "" where there is none.

    >>> concept_sign(Concept("c1")) == concept_sign(Concept("c1", subject="law"))
    False
    """
    if concept is None:
        return ""
    return hashlib.sha256(msgspec.json.encode(concept)).hexdigest()[:16]


class GlossaryChange(Struct, frozen=True):
    """What was written into a glossary, and what its file has no column for."""

    lines: FileChange
    losses: tuple[str, ...] = ()


def change_concept(
    concept: Concept, path: str | Path, *, sign: str
) -> GlossaryChange:
    """Write a concept into a glossary TSV, in the place of the one with its id or as a new one.

    *sign* is that of the concept as it was read (`concept_sign`). Raises NqptermsError where
    somebody has changed the concept meanwhile, where a rule forbids what is to be written, and
    FormatError for a file that is no glossary TSV; then nothing is written.
    """
    with alone_with(path):
        base = load(path)
        concepts = {one.id: one for one in base.concepts}
        _check_unchanged(concepts.get(concept.id), sign, path)
        problems = problems_of(concept, base)
        if problems.forbids:
            raise NqptermsError("; ".join(_errors(problems.findings)))
        concepts[concept.id] = concept
        return _rewritten(
            replace(base, concepts=tuple(concepts.values())), path
        )


def remove_concept(name: str, path: str | Path, *, sign: str) -> GlossaryChange:
    """Take a concept out of a glossary TSV; raises as `change_concept` does."""
    with alone_with(path):
        base = load(path)
        concepts = {one.id: one for one in base.concepts}
        _check_unchanged(concepts.get(name), sign, path)
        others = tuple(one for one in base.concepts if one.id != name)
        return _rewritten(replace(base, concepts=others), path)


def merge_into(
    path: str | Path, merged: Callable[[TermBase], TermBase]
) -> GlossaryChange:
    """Write over a glossary what *merged* makes of its terms as they are then."""
    with alone_with(path):
        return _rewritten(merged(load_terms(path)), path)


def _rewritten(base: TermBase, path: str | Path) -> GlossaryChange:
    """Write a base over the file that it came of, in which nobody else writes meanwhile."""
    file = Path(path)
    before = file.read_bytes()
    losses = dump_terms_over(base, file, file)
    return GlossaryChange(
        change_between(file, before, file.read_bytes()), losses
    )


def _check_unchanged(
    standing: Concept | None, sign: str, path: str | Path
) -> None:
    if concept_sign(standing) != sign:
        name = Path(path).name
        raise NqptermsError(
            f"{name}: somebody has changed this concept meanwhile: look at it again, then change it"
        )


def _errors(findings: Iterable[Finding]) -> list[str]:
    return [
        finding.message for finding in findings if finding.severity == "error"
    ]
