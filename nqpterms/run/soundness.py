"""Whether a term base is sound: its file by the standard of its format, then its content."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from nqpterms.checks.registry import check_terms
from nqpterms.files.opening import bare_suffix
from nqpterms.formats.registry import load_terms
from nqpterms.formats.terms.tbx import validate as problems_of_tbx
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import TermBase
from nqpterms.terms.tidying import duplicates

_TBX = ("tbx", "xml")


class Soundness(Struct, frozen=True):
    """What is wrong with a term base.

    `problems` are those of a TBX file with its standard; then its content is not looked at.
    `findings` are those of the checks G5xx, `duplicates` the forms that stand in several
    concepts, which are not always wrong.
    """

    problems: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    duplicates: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong, or nothing but what is for information."""
        grave = [finding for finding in self.findings if finding.severity != "info"]
        return not self.problems and not grave


def validate(terms: TermBase | str | Path) -> Soundness:
    """What is wrong with a term base, or with a file that holds one.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("c1", (Term(" ", "en"),)),))
    >>> [finding.code for finding in validate(base).findings]
    ['G503']
    """
    if not isinstance(terms, TermBase):
        if bare_suffix(terms) in _TBX:
            problems = tuple(str(problem) for problem in problems_of_tbx(terms))
            if problems:
                return Soundness(problems)
        terms = load_terms(terms)
    same_forms = tuple(str(duplicate) for duplicate in duplicates(terms))
    return Soundness((), tuple(check_terms(terms)), same_forms)
