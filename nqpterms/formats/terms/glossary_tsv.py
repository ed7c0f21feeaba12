r"""The glossary TSV: one term a row, for people, git and diffs; and the plain two-column list.

    path ──load──▶ TermBase ──dump──▶ path

UTF-8, LF, a header, no quoting. Columns and rows are those of `glossary_rows`, the cells those of
`glossary_cells`. A file of two columns, none of them `concept` or `lang`, is a list of pairs,
`source⇥target`; script decides which column is Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.opening import numbered_lines
from nqpterms.files.writing import atomic
from nqpterms.formats.terms.fields import (
    COLUMNS,
    CONTROL,
    CORE,
    LANGUAGE,
    NCNAME,
    PICKLISTS,
    REQUIRED,
    SEVERAL,
    SINGLE,
    join_values,
    losses,
    split_values,
)
from nqpterms.formats.terms.word_lists import from_pairs
from nqpterms.model.termbase import Concept, Context, Definition, Term, TermBase


def load(path: str | Path) -> TermBase:
    """The term base in a glossary TSV or in a two-column list.

    Raises FormatError with the line of the first row that is broken, saying what was expected.
    """
    lines = ((at, line) for at, line in numbered_lines(path) if line.strip())
    rows: list[NumberedRow] = [(at, line.split("\t")) for at, line in lines]
    if not rows:
        message = "empty: expected a header (concept, lang, term, …) or two columns"
        raise FormatError(message, path)
    line, header = rows[0]
    names = [cell.strip() for cell in header]
    if len(names) == 2 and not {"concept", "lang"} & set(names):
        return from_pairs(rows, path)
    if line != 1:
        raise FormatError("blank line before the header: remove it", path, 1)
    return from_rows(names, rows[1:], path)


def is_glossary(path: str | Path) -> bool:
    """Whether a TSV is one that `load` reads; another is somebody's own table."""
    first = next((line for _, line in numbered_lines(path) if line.strip()), "")
    names = {cell.strip() for cell in first.split("\t")}
    return bool({"concept", "lang"} & names) or first.count("\t") < 2


def dump(base: TermBase, path: str | Path, *, lossy: bool = False) -> tuple[str, ...]:
    """Write a term base as glossary TSV (the same base, the same bytes); gives what it left out.

    Raises FormatError, naming the concept, for what has no column; `lossy` leaves it out instead.
    The name of the base is the file's name.
    """
    table = to_rows(base, path, lossy=lossy)
    with atomic(path) as file:
        file.writelines("\t".join(row) + "\n" for row in (table.header, *table.rows))
    return table.losses


NumberedRow = tuple[int, Sequence[str]]
"""The number of a row's line in its file, from 1, and its cells."""


class Table(NamedTuple):
    """A term base as header and rows, and what had to be left out."""

    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    losses: tuple[str, ...]


FIELDS: dict[type, frozenset[str]] = {
    TermBase: frozenset({"concepts", "name"}),
    Concept: frozenset({"id", "terms", "subject", "definitions", "broader", "related"}),
    Definition: frozenset({"text", "lang"}),
    Context: frozenset({"text", "source"}),
    Term: frozenset(
        {"text", "lang", "status", "pos", "type", "region", "reading", "since", "confidence"}
        | {"abbreviation_of", "match", "scope", "sources", "notes", "contexts"}
    ),
}
"""The fields that have a column (the base's name is its file's name)."""

_EXPECTED = f"expected {' '.join(CORE)} (only {', '.join(REQUIRED)} are required)"


class _Row(Struct, frozen=True):
    line: int
    values: dict[str, tuple[str, ...]]

    def one(self, column: str) -> str:
        return next(iter(self.values.get(column, ())), "")

    def all(self, column: str) -> tuple[str, ...]:
        return self.values.get(column, ())


def from_rows(header: Sequence[str], rows: Iterable[NumberedRow], path: str | Path) -> TermBase:
    """The term base that a glossary table holds; its name is the file's name without suffix.

    Raises FormatError with the line of the first row that is not what its column asks for.

    >>> header = ["concept", "lang", "term", "status"]
    >>> from_rows(header, [(2, ["c1", "en", "productivity", "preferred"])], "t.tsv").concepts[0].id
    'c1'
    """
    _check_header(header, path)
    concepts: dict[str, Concept] = {}
    parsed = (_parsed(header, cells, line, path) for line, cells in rows)
    for name, together in groupby(parsed, key=lambda row: row.one("concept")):
        group = list(together)
        if name in concepts:
            message = f"concept {name!r} has rows further up: put all rows of a concept together"
            raise FormatError(message, path, group[0].line)
        concepts[name] = _concept(group, path)
    return TermBase(tuple(concepts.values()), Path(path).stem)


def to_rows(base: TermBase, path: str | Path, *, lossy: bool = False) -> Table:
    """The table of a term base: the ten core columns and any other that is used.

    Raises FormatError, naming the concept, for what has no column; `lossy` leaves it out instead.
    """
    lost = losses(base, FIELDS, path, lossy=lossy)
    for concept in base.concepts:
        lost += _rowless(concept, path, lossy=lossy)
    rows = [row for concept in base.concepts for row in _rows(concept, path)]
    used = {column for row in rows for column, cell in row.items() if cell}
    header = tuple(column for column in COLUMNS if column in CORE or column in used)
    return Table(header, [tuple(row.get(column, "") for column in header) for row in rows], lost)


def _check_header(header: Sequence[str], path: str | Path) -> None:
    for at, column in enumerate(header):
        if column not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise FormatError(f"unknown column {column!r}: the columns are {known}", path, 1)
        if column in header[:at]:
            raise FormatError(f"column {column!r} stands twice: keep one of them", path, 1)
    for column in REQUIRED:
        if column not in header:
            raise FormatError(f"no column {column!r} in the header: {_EXPECTED}", path, 1)


def _parsed(header: Sequence[str], cells: Sequence[str], line: int, path: str | Path) -> _Row:
    """A row whose every cell is what its column asks for."""
    if len(cells) != len(header):
        message = f"expected {len(header)} columns as in the header, found {len(cells)}"
        raise FormatError(f"{message}: give every row as many cells as the header", path, line)
    values = {}
    for column, cell in zip(header, cells, strict=True):
        if not cell and column not in REQUIRED:
            continue
        try:
            if (found := _values(column, cell)) or column in REQUIRED:
                values[column] = found
        except ValueError as error:
            raise FormatError(f"{column}: {error}", path, line) from None
    return _Row(line, values)


@lru_cache(maxsize=4096)  # cells: languages, statuses and sources come again and again
def _values(column: str, cell: str) -> tuple[str, ...]:
    """The values of a cell; raises ValueError for what the column does not take."""
    found = split_values(cell)
    if found or column in REQUIRED:
        _check_values(column, found)
    return found


def _check_values(column: str, values: tuple[str, ...]) -> None:
    """Raise ValueError, saying what to do, for values that the column does not take."""
    if column in REQUIRED and not any(values):
        raise ValueError("empty: every row names its concept, its language and its term")
    if column not in SEVERAL and len(values) > 1:
        raise ValueError(r"one value expected: write a term a row, and \| for a | inside a value")
    if column != "context_source" and not all(values):
        raise ValueError("empty value beside a |: remove the |")
    for value in values:
        if found := CONTROL.search(value):
            raise ValueError(f"control character U+{ord(found[0]):04X}: remove it")
        if column in PICKLISTS and value not in PICKLISTS[column]:
            words = ", ".join(PICKLISTS[column])
            raise ValueError(f"unknown value {value!r}: expected {words}, or nothing")
        if column in ("concept", "broader", "related") and not NCNAME.fullmatch(value):
            raise ValueError(
                f"{value!r} is no XML name: use letters, digits, - _ and ., a letter first"
            )
        if column == "lang" and not LANGUAGE.fullmatch(value):
            raise ValueError(f"{value!r} is no language tag: expected BCP 47, as zh-Hans or en")


def _concept(rows: list[_Row], path: str | Path) -> Concept:
    definitions = dict.fromkeys(
        Definition(text, row.one("lang")) for row in rows for text in row.all("definition")
    )
    subjects = dict.fromkeys(row.one("subject") for row in rows if row.all("subject"))
    if len(subjects) > 1:
        first, second = list(subjects)[:2]
        line = next(row.line for row in rows if row.one("subject") == second)
        message = f"subject {second!r}, but the concept's rows above say {first!r}: make them agree"
        raise FormatError(message, path, line)
    return Concept(
        rows[0].one("concept"),
        tuple(_term(row, path) for row in rows),
        subject=next(iter(subjects), ""),
        definitions=tuple(definitions),
        broader=tuple(dict.fromkeys(i for row in rows for i in row.all("broader"))),
        related=tuple(dict.fromkeys(i for row in rows for i in row.all("related"))),
    )


def _term(row: _Row, path: str | Path) -> Term:
    contexts, found_in = row.all("context"), row.all("context_source")
    if found_in and len(found_in) != len(contexts):
        message = f"{len(found_in)} values for {len(contexts)} contexts: give one each, or none"
        raise FormatError(f"context_source: {message}", path, row.line)
    single: dict[str, Any] = {c: row.values[c][0] for c in SINGLE if c in row.values}
    return Term(
        row.one("term"),
        row.one("lang"),
        sources=row.all("source"),
        notes=row.all("note"),
        contexts=tuple(map(Context, contexts, found_in or ("",) * len(contexts))),
        **single,
    )


def _rows(concept: Concept, path: str | Path) -> Iterator[dict[str, str]]:
    """The cells of a concept's rows by column, each checked as reading will check it."""
    seen: set[str] = set()
    for at, term in enumerate(concept.terms):
        values = _term_values(concept, term)
        if at == 0:
            values["subject"] = _some(concept.subject)
            values |= {"broader": concept.broader, "related": concept.related}
        if term.lang not in seen:
            texts = (d.text for d in concept.definitions if d.lang == term.lang)
            values["definition"] = tuple(texts)
            seen.add(term.lang)
        yield {c: _cell(c, v, concept, path) for c, v in values.items() if v or c in REQUIRED}


def _rowless(concept: Concept, path: str | Path, *, lossy: bool) -> tuple[str, ...]:
    """What no row would hold: a concept without terms, a definition in a language without one."""
    languages = {term.lang for term in concept.terms}
    apart = [d.lang for d in concept.definitions if d.lang not in languages]
    problems = [
        f"no term, and so no row, has the language {lang!r} of a definition" for lang in apart
    ]
    if not concept.terms:
        problems = ["has no term, so no row can hold it"]
    if problems and not lossy:
        advice = "add a term, or allow the loss (lossy)"
        raise FormatError(f"concept {concept.id!r}: {problems[0]}; {advice}", path)
    return tuple(f"concept {concept.id!r}: {problem}" for problem in problems)


def _term_values(concept: Concept, term: Term) -> dict[str, tuple[str, ...]]:
    found_in = tuple(context.source for context in term.contexts)
    return {
        "concept": (concept.id,),
        "lang": (term.lang,),
        "term": (term.text,),
        "source": term.sources,
        "note": term.notes,
        "context": tuple(context.text for context in term.contexts),
        "context_source": found_in if any(found_in) else (),
        **{column: (value,) for column in SINGLE if (value := getattr(term, column))},
    }


def _some(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _cell(column: str, values: tuple[str, ...], concept: Concept, path: str | Path) -> str:
    stripped = tuple(value.strip() for value in values)
    try:
        _check_values(column, stripped)
    except ValueError as error:
        raise FormatError(f"concept {concept.id!r}: {column}: {error}", path) from None
    return join_values(stripped)
