"""One line of a team's own glossary, changed so that a rendering is allowed from now on.

    terms.tsv, a finding, "village renewal"  ──admit──▶  terms.tsv with one line more

Everything else in the file keeps its bytes: line ends, the order of rows, the cells of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.writing import atomic
from nqpterms.formats.terms.fields import join_values
from nqpterms.formats.terms.glossary_tsv import is_glossary, load
from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import plural_key, words
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.model.termbase import DISCOURAGED, Concept, Term, is_language
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


def admit(record: FindingRecord, rendering: str, glossaries: Sequence[str]) -> AdmittedTerm:
    """Make a rendering an admitted term of the concept that a finding is about.

    The first of the *glossaries* that is a TSV of the user's own and has the concept is changed: a
    discouraged term gets another status, a new one a line of its own. Raises NqptermsError where
    there is none, where the term is allowed already, and where nothing is to be admitted.
    """
    rendering = one_line(rendering)
    if not rendering:
        raise NqptermsError(
            f"{record.fingerprint}: the finding does not say which words stand there: "
            "say with --as what is to be admitted"
        )
    paths = [Path(name) for name in glossaries if Path(name).is_file() and is_glossary(name)]
    if not paths:
        raise NqptermsError(_OWN)
    for path in paths:
        concept = _concept_of(record, load(path).concepts)
        if concept is not None:
            return _admitted(path, concept, rendering)
    about = record.source_term or record.concept or record.fingerprint
    names = ", ".join(map(str, paths))
    raise NqptermsError(f"{names}: no concept for {about}: add its Chinese term there first")


def _concept_of(record: FindingRecord, concepts: Sequence[Concept]) -> Concept | None:
    """The concept of a finding by its id, else the one that has its source term."""
    by_id = next((concept for concept in concepts if concept.id == record.concept), None)
    if by_id or not record.source_term:
        return by_id
    source = fold(record.source_term)
    having = (c for c in concepts if any(fold(term.text) == source for term in c.terms))
    return next(having, None)


def _admitted(path: Path, concept: Concept, rendering: str) -> AdmittedTerm:
    """Change the line, or add one, and write the file."""
    text = _text_of(path)
    lines = text.split("\n")
    header = [cell.strip() for cell in lines[0].removeprefix("\ufeff").rstrip("\r").split("\t")]
    language = "zh" if has_han(rendering) else "en"
    terms = [term for term in concept.terms if is_language(term.lang, language)]
    standing = next((term for term in terms if _key(term.text) == _key(rendering)), None)
    if standing is None:
        at = max(_lines_of_concept(lines, header, concept.id)) + 1
        cells = _new_cells(header, concept, _in_case_of_others(rendering, terms), terms)
        end = "\r" if lines[0].endswith("\r") else ""
        if at == len(lines):  # the last line of the file has no end
            lines[-1] += end
        lines.insert(at, "\t".join(cells) + (end if at < len(lines) else ""))
    elif standing.status in DISCOURAGED:
        at = _line_of_term(lines, header, concept.id, standing)
        cells = lines[at].rstrip("\r").split("\t")
        cells[header.index("status")] = "admitted"
        lines[at] = "\t".join(cells) + "\r" * lines[at].endswith("\r")
    else:
        status = standing.status or "allowed"
        raise NqptermsError(f"{path}: “{standing.text}” is {status} there already")
    with atomic(path, encoding=None) as file:
        file.write("\n".join(lines).encode("utf-8"))
    return AdmittedTerm(path, at + 1, lines[at].rstrip("\r"))


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        message = "is not UTF-8: save it as UTF-8, so that one line can be changed in it"
        raise FormatError(message, path) from None


def _lines_of_concept(lines: Sequence[str], header: Sequence[str], concept: str) -> list[int]:
    """Which lines are rows of a concept, from 0."""
    column = header.index("concept")
    rows = [(at, line.split("\t")) for at, line in enumerate(lines) if at and line.strip()]
    return [at for at, cells in rows if cells[column].strip() == concept]


def _line_of_term(lines: Sequence[str], header: Sequence[str], concept: str, term: Term) -> int:
    column = header.index("term")
    for at in _lines_of_concept(lines, header, concept):
        if lines[at].rstrip("\r").split("\t")[column].strip() == join_values((term.text,)):
            return at
    raise NqptermsError(f"“{term.text}” has no line of its own: change its status by hand")


def _new_cells(
    header: Sequence[str], concept: Concept, rendering: str, others: Sequence[Term]
) -> list[str]:
    """The cells of a row for an admitted term."""
    fallback = "zh" if has_han(rendering) else "en"
    values = {
        "concept": concept.id,
        "lang": others[-1].lang if others else fallback,
        "term": join_values((rendering,)),
        "status": "admitted",
    }
    return [values.get(column, "") for column in header]


def _in_case_of_others(rendering: str, others: Sequence[Term]) -> str:
    """The rendering without the capital of a sentence's beginning, where the others have none."""
    is_first_only = rendering[:1].isupper() and rendering[1:].islower()
    has_small_others = bool(others) and all(term.text[:1].islower() for term in others)
    if is_first_only and has_small_others:
        return rendering[0].lower() + rendering[1:]
    return rendering


def _key(text: str) -> tuple[str, ...]:
    """A key for one term in any case and number."""
    if has_han(text):
        return (fold(text),)
    return tuple(plural_key(span.of(text)) for span in words(text))
