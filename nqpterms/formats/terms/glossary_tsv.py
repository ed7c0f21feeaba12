r"""The glossary TSV: one term a row, for people, git and diffs.

    path ──load──▶ TermBase ──dump──▶ path

UTF-8, LF, a header, no quoting. Any other table, the plain list of two columns too, is read by
`glossary_tables`.

    header, rows ──from_rows──▶ TermBase ──to_rows──▶ header, rows

Rows of one concept stand together. What is said of the concept (subject, broader, related) stands
in its first row and may be repeated; a definition belongs to the language of its row; everything
else belongs to the row's term. CSV and XLSX share this table (`tables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.text_lines import numbered_lines
from nqpterms.files.writing import atomic
from nqpterms.formats.terms.fields import (
    COLUMNS,
    CONTROL,
    CORE,
    LANGUAGE,
    NCNAME,
    OPTIONAL,
    PICKLISTS,
    REQUIRED,
    SEVERAL,
    SINGLE,
    FieldLosses,
    join_values,
    losses,
    split_values,
)
from nqpterms.lang.chinese import has_han
from nqpterms.model.concept_stream import ConceptStream
from nqpterms.model.termbase import Concept, Context, Definition, Term, TermBase


def load(path: str | Path) -> TermBase:
    """The term base in a glossary TSV.

    Raises FormatError with the line of the first row that is broken, saying what was expected.
    """
    lines = ((at, line) for at, line in numbered_lines(path) if line.strip())
    at, header = next(lines, (0, ""))
    if not header:
        message = "empty: expected a header (concept, lang, term, …)"
        raise FormatError(message, path)
    names = [cell.strip() for cell in header.split("\t")]
    if at != 1:
        raise FormatError("blank line before the header: remove it", path, 1)
    rows = ((at, line.split("\t")) for at, line in lines)
    return from_rows(names, rows, path)


def is_glossary(path: str | Path) -> bool:
    """Whether a TSV is one that `load` reads; another is somebody's own table."""
    first = next((line for _, line in numbered_lines(path) if line.strip()), "")
    names = {cell.strip() for cell in first.split("\t")}
    return len(names.intersection(REQUIRED)) > 1


def dump(
    base: TermBase | ConceptStream, path: str | Path, *, lossy: bool = False
) -> tuple[str, ...]:
    """Write a term base as glossary TSV (the same base, the same bytes); gives what it left out.

    Raises FormatError, naming the concept, for what has no column; `lossy` leaves it out instead.
    The name of the base is the file's name. A stream is written in constant memory.
    """
    if isinstance(base, ConceptStream):
        return _dump_stream(base, path, lossy=lossy)
    table = to_rows(base, path, lossy=lossy)
    with atomic(path) as file:
        file.writelines(
            "\t".join(row) + "\n" for row in (table.header, *table.rows)
        )
    return table.losses


def _dump_stream(
    base: ConceptStream, path: str | Path, *, lossy: bool
) -> tuple[str, ...]:
    """As `dump`: which columns are used is known at the end, so rows wait in a file till then."""
    fields = FieldLosses(_FIELDS)
    fields.look_at(base.about)
    lost: list[str] = []
    columns = set(CORE)
    with atomic(path) as file, TemporaryFile(mode="w+b") as spool:
        encoder = msgspec.json.Encoder()
        for concept in base.concepts:
            fields.look_at(concept)
            lost += _without_row(concept, path, lossy=lossy)
            for row in _rows(concept, path):
                columns.update(name for name in row if row[name])
                spool.write(encoder.encode(row) + b"\n")
        lost[:0] = fields.lines(path, lossy=lossy)
        names = [column for column in (*CORE, *OPTIONAL) if column in columns]
        file.write("\t".join(names) + "\n")
        spool.seek(0)
        decoder = msgspec.json.Decoder(dict[str, str])
        for line in spool:
            cells = decoder.decode(line)
            values = [cells.get(column, "") for column in names]
            file.write("\t".join(values) + "\n")
    return tuple(lost)


NumberedRow = tuple[int, Sequence[str]]
"""The number of a row's line in its file, from 1, and its cells."""


class GlossaryTable(NamedTuple):
    """A term base as header and rows, and what had to be left out."""

    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    losses: tuple[str, ...]


_FIELDS: dict[type, frozenset[str]] = {
    TermBase: frozenset({"concepts", "name"}),
    Concept: frozenset(
        {"id", "terms", "subject", "definitions", "broader", "related"}
    ),
    Definition: frozenset({"text", "lang"}),
    Context: frozenset({"text", "source"}),
    Term: frozenset(
        {
            "text",
            "lang",
            "status",
            "pos",
            "type",
            "region",
            "reading",
            "since",
            "confidence",
        }
        | {"abbreviation_of", "match", "scope", "sources", "notes", "contexts"}
    ),
}
"""The fields that have a column (the base's name is its file's name)."""

_NAMES = ("concept", "broader", "related")
_EXPECTED = (
    f"expected {' '.join(CORE)} (only {', '.join(REQUIRED)} are required)"
)


class _GlossaryRow(Struct, frozen=True):
    line: int
    values: dict[str, tuple[str, ...]]

    def one(self, column: str) -> str:
        return next(iter(self.values.get(column, ())), "")

    def all(self, column: str) -> tuple[str, ...]:
        return self.values.get(column, ())


def from_rows(
    header: Sequence[str], rows: Iterable[NumberedRow], path: str | Path
) -> TermBase:
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


def to_rows(
    base: TermBase, path: str | Path, *, lossy: bool = False
) -> GlossaryTable:
    """The table of a term base: the ten core columns and any other that is used.

    Raises FormatError, naming the concept, for what has no column; `lossy` leaves it out instead.
    """
    lost = losses(base, _FIELDS, path, lossy=lossy)
    rows: list[dict[str, str]] = []
    for concept in base.concepts:
        lost += _without_row(concept, path, lossy=lossy)
        rows += _rows(concept, path)
    columns = list(CORE)
    for column in OPTIONAL:
        if any(row.get(column) for row in rows):
            columns.append(column)
    cells = [tuple(row.get(column, "") for column in columns) for row in rows]
    return GlossaryTable(tuple(columns), cells, lost)


def _check_header(header: Sequence[str], path: str | Path) -> None:
    for at, column in enumerate(header):
        if column not in COLUMNS:
            names = ", ".join(COLUMNS)
            raise FormatError(
                f"unknown column {column!r}: the columns are {names}", path, 1
            )
        if column in header[:at]:
            raise FormatError(
                f"column {column!r} stands twice: keep one of them", path, 1
            )
    for column in REQUIRED:
        if column not in header:
            raise FormatError(
                f"no column {column!r} in the header: {_EXPECTED}", path, 1
            )


def _parsed(
    header: Sequence[str], cells: Sequence[str], line: int, path: str | Path
) -> _GlossaryRow:
    """A row whose every cell is what its column asks for."""
    if len(cells) != len(header):
        message = f"expected {len(header)} columns as in the header, found {len(cells)}"
        raise FormatError(
            f"{message}: give every row as many cells as the header", path, line
        )
    by_column = {}
    for column, cell in zip(header, cells, strict=True):
        if not cell and column not in REQUIRED:
            continue
        try:
            values = _values(column, cell)
        except ValueError as error:
            raise FormatError(f"{column}: {error}", path, line) from None
        if values:
            by_column[column] = values
    return _GlossaryRow(line, by_column)


@lru_cache(
    maxsize=4096
)  # cells: languages, statuses and sources come again and again
def _values(column: str, cell: str) -> tuple[str, ...]:
    """The values of a cell; raises ValueError for what the column does not take."""
    values = split_values(cell)
    if values or column in REQUIRED:
        _check_values(column, values)
    return values


def _check_values(column: str, values: tuple[str, ...]) -> None:
    """Raise ValueError, saying what to do, for values that the column does not take."""
    if column in REQUIRED and not any(values):
        raise ValueError(
            "empty: every row names its concept, its language and its term"
        )
    if column not in SEVERAL and len(values) > 1:
        raise ValueError(
            r"one value expected: write a term a row, and \| for a | inside a value"
        )
    if column != "context_source" and not all(values):
        raise ValueError("empty value beside a |: remove the |")
    for value in values:
        _check_value(column, value)


def _check_value(column: str, value: str) -> None:
    control = CONTROL.search(value)
    if control:
        raise ValueError(
            f"control character U+{ord(control[0]):04X}: remove it"
        )
    if column in PICKLISTS and value not in PICKLISTS[column]:
        words = ", ".join(PICKLISTS[column])
        raise ValueError(
            f"unknown value {value!r}: expected {words}, or nothing"
        )
    if column in _NAMES and not NCNAME.fullmatch(value):
        advice = "use letters, digits, - _ and ., a letter first"
        raise ValueError(f"{value!r} is no XML name: {advice}")
    if column == "lang" and not LANGUAGE.fullmatch(value):
        raise ValueError(
            f"{value!r} is no language tag: expected BCP 47, as zh-Hans or en"
        )


def _concept(rows: list[_GlossaryRow], path: str | Path) -> Concept:
    definitions: dict[Definition, None] = {}  # each once, in order
    broader: dict[str, None] = {}
    related: dict[str, None] = {}
    for row in rows:
        language = row.one("lang")
        definitions |= dict.fromkeys(
            Definition(text, language) for text in row.all("definition")
        )
        broader |= dict.fromkeys(row.all("broader"))
        related |= dict.fromkeys(row.all("related"))
    return Concept(
        rows[0].one("concept"),
        tuple(_term(row, path) for row in rows),
        subject=_subject(rows, path),
        definitions=tuple(definitions),
        broader=tuple(broader),
        related=tuple(related),
    )


def _subject(rows: list[_GlossaryRow], path: str | Path) -> str:
    """The subject that the rows of a concept agree on."""
    subject = ""
    for row in rows:
        own = row.one("subject")
        if own and subject and own != subject:
            message = (
                f"subject {own!r}, but the concept's rows above say {subject!r}"
            )
            raise FormatError(f"{message}: make them agree", path, row.line)
        subject = subject or own
    return subject


def _term(row: _GlossaryRow, path: str | Path) -> Term:
    contexts, sources = row.all("context"), row.all("context_source")
    if sources and len(sources) != len(contexts):
        message = f"{len(sources)} values for {len(contexts)} contexts: give one each, or none"
        raise FormatError(f"context_source: {message}", path, row.line)
    single: dict[str, Any] = {
        c: row.values[c][0] for c in SINGLE if c in row.values
    }
    return Term(
        row.one("term"),
        row.one("lang"),
        sources=row.all("source"),
        notes=row.all("note"),
        contexts=tuple(
            map(Context, contexts, sources or ("",) * len(contexts))
        ),
        **single,
    )


def _rows(concept: Concept, path: str | Path) -> Iterator[dict[str, str]]:
    """The cells of a concept's rows by column, each checked as reading will check it."""
    languages: set[str] = set()
    for at, term in enumerate(concept.terms):
        values = _term_values(concept, term)
        if at == 0:
            values["subject"] = (concept.subject,) if concept.subject else ()
            values |= {"broader": concept.broader, "related": concept.related}
        if term.lang not in languages:
            languages.add(term.lang)
            values["definition"] = tuple(
                definition.text
                for definition in concept.definitions
                if _row_language(concept, definition) == term.lang
            )
        row = {}
        for column, several in values.items():
            if several or column in REQUIRED:
                row[column] = _cell(column, several, concept, path)
        yield row


def _row_language(concept: Concept, definition: Definition) -> str:
    """The language of the row that holds a definition: of one of the whole concept its script's."""
    if definition.lang:
        return definition.lang
    is_chinese = has_han(definition.text)
    languages = [term.lang for term in concept.terms]
    for lang in languages:
        if lang.lower().startswith("zh") == is_chinese:
            return lang
    return languages[0]


def _without_row(
    concept: Concept, path: str | Path, *, lossy: bool
) -> tuple[str, ...]:
    """What no row would hold: a concept without terms, a definition in a language without one."""
    problems = list(_problems(concept))
    if problems and not lossy:
        advice = "add a term, or allow it (lossy)"
        raise FormatError(
            f"concept {concept.id!r}: {problems[0]}; {advice}", path
        )
    return tuple(f"concept {concept.id!r}: {problem}" for problem in problems)


def _problems(concept: Concept) -> Iterator[str]:
    """What the rows of a concept do not hold as it is."""
    if not concept.terms:
        yield "has no term, so no row can hold it"
        return
    languages = {term.lang for term in concept.terms}
    for definition in concept.definitions:
        if not definition.lang:
            lang = _row_language(concept, definition)
            yield f"a definition of the whole concept stands in a row of {lang}"
        elif definition.lang not in languages:
            what = f"has the language {definition.lang!r} of a definition"
            yield f"no term, and so no row, {what}"


def _term_values(concept: Concept, term: Term) -> dict[str, tuple[str, ...]]:
    sources = tuple(context.source for context in term.contexts)
    values = {
        "concept": (concept.id,),
        "lang": (term.lang,),
        "term": (term.text,),
        "source": term.sources,
        "note": term.notes,
        "context": tuple(context.text for context in term.contexts),
        "context_source": sources if any(sources) else (),
    }
    for column in SINGLE:
        value = getattr(term, column)
        if value:
            values[column] = (value,)
    return values


def _cell(
    column: str, values: tuple[str, ...], concept: Concept, path: str | Path
) -> str:
    stripped = tuple(value.strip() for value in values)
    try:
        _check_values(column, stripped)
    except ValueError as error:
        raise FormatError(
            f"concept {concept.id!r}: {column}: {error}", path
        ) from None
    return join_values(stripped)
