"""Whether a term base is sound: its file by the standard of its format, then its content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.checks.registry import check_terms
from nqpterms.files.opening import bare_suffix
from nqpterms.formats.term_bases import load_terms, term_base_format
from nqpterms.formats.terms.tbx import validate as problems_of_tbx
from nqpterms.model.findings import Finding
from nqpterms.model.places import Place
from nqpterms.model.termbase import TermBase
from nqpterms.terms.tidying import duplicates

_TBX = ("tbx", "xml")
_TABLES = ("tsv", "csv", "txt")


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
        grave = [
            finding for finding in self.findings if finding.severity != "info"
        ]
        return not self.problems and not grave


def validate(terms: TermBase | str | Path) -> Soundness:
    """What is wrong with a term base, or with a file that holds one.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> base = TermBase((Concept("c1", (Term(" ", "en"),)),))
    >>> [finding.code for finding in validate(base).findings]
    ['G503']
    """
    if isinstance(terms, TermBase):
        return _content_of(terms)
    if bare_suffix(terms) in _TBX and term_base_format(terms) == "tbx":
        problems = tuple(str(problem) for problem in problems_of_tbx(terms))
        if problems:
            return Soundness(problems)
    result = _content_of(load_terms(terms))
    return replace(result, findings=_with_lines(result.findings, Path(terms)))


def _content_of(base: TermBase) -> Soundness:
    same_forms = tuple(str(duplicate) for duplicate in duplicates(base))
    return Soundness((), tuple(check_terms(base)), same_forms)


def _with_lines(
    findings: tuple[Finding, ...], path: Path
) -> tuple[Finding, ...]:
    """The findings with their file and, in a table of text, the line that holds their term.

    A term base does not know its lines: the line is the first one with the term, and with the id
    of the concept where one line has both.
    """
    if not findings or bare_suffix(path) not in _TABLES or not path.is_file():
        return findings
    lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    return tuple(
        replace(
            finding, file=str(path), place=Place(line=_line_of(finding, lines))
        )
        for finding in findings
    )


def _line_of(finding: Finding, lines: Sequence[str]) -> int | None:
    """The number of the line on which the term of a finding stands."""
    if not finding.matched.strip():
        return None
    numbers = [
        number
        for number, line in enumerate(lines, 1)
        if finding.matched in line
    ]
    own = [
        number
        for number in numbers
        if f"{finding.concept}\t" in lines[number - 1]
    ]
    return next(iter(own or numbers), None)
