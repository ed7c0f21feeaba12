"""CSV, TSV and XLSX tables as people have them ↔ a term base.

    path ──load──▶ TermBase ──dump──▶ path

What is written is the glossary table (`glossary_tsv`), formulas made harmless; it comes back as
it was. Any other table is read by its columns (`glossary_columns`), or by the caller's word for
them; a cell may hold several renderings (`word_lists`). Of a workbook every sheet that holds terms
is read. How a table was understood is said in a line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.office.spreadsheet import (
    WorkbookSheet,
    guarded,
    read_sheets,
    unguarded,
    write_sheet,
)
from nqpterms.files.remarks import broken_parts, remark
from nqpterms.files.writing import atomic
from nqpterms.formats.delimited import delimited_rows
from nqpterms.formats.terms.aliases import pos_of, status_of
from nqpterms.formats.terms.fields import REQUIRED
from nqpterms.formats.terms.glossary_columns import (
    ENTRY_ROLES,
    GlossaryColumns,
    TermColumn,
    find_columns,
    row_tags,
)
from nqpterms.formats.terms.glossary_tsv import NumberedRow, from_rows, to_rows
from nqpterms.formats.terms.word_lists import (
    ListedForm,
    WordListEntry,
    as_concepts,
    split_renderings,
)
from nqpterms.model.alignment import Side
from nqpterms.model.termbase import Status, TermBase


def load(
    path: str | Path,
    *,
    kind: str = "",
    columns: Mapping[str, int | str] | None = None,
    sheet: str = "",
    separators: tuple[str, ...] | None = None,
) -> TermBase:
    """The term base in a table: an XLSX workbook by suffix or `kind`, else CSV or TSV.

    `columns` gives the number (from 1) or the header of each role's column: {"zh": 2, "en": 3};
    then only those are read. `separators` part the renderings of one cell, instead of the rules
    of `split_renderings`. A row without a term is left out where somebody listens, and otherwise a
    FormatError with its line.
    """
    sheets = _sheets(Path(path), kind, sheet)
    sheets = [page for page in sheets if page.rows]
    if not sheets:
        raise FormatError(
            "empty: expected a table with a Chinese and an English column", path
        )
    entries: list[WordListEntry] = []
    refusals = []
    for page in sheets:
        rows = [(at, tuple(map(unguarded, row))) for at, row in page.rows]
        header = [cell.strip() for cell in rows[0][1]]
        if columns is None and set(REQUIRED) <= set(header):
            return from_rows(header, rows[1:], path)
        try:
            sheet_columns = find_columns(rows, path, columns=columns)
        except FormatError as error:
            refusals.append((page.name, error))
            continue
        remark(f"{path}: {_assumption(page.name, sheet_columns, rows)}")
        entries += _entries(rows, sheet_columns, page, path, separators)
    if len(refusals) == len(sheets):
        raise refusals[0][1]
    for name, _ in refusals:
        remark(
            f"{path}: sheet {name} holds no Chinese and English terms: left out"
        )
    return TermBase(as_concepts(entries), Path(path).stem)


def dump(
    base: TermBase, path: str | Path, *, kind: str = "", lossy: bool = False
) -> tuple[str, ...]:
    """Write a term base as the glossary table in CSV or, by suffix or `kind`, XLSX or TSV.

    CSV begins with a byte-order mark, without which Excel garbles Chinese. Raises FormatError,
    naming the concept, for what has no column; `lossy` leaves it out instead, and gives what that
    was.
    """
    table = to_rows(base, path, lossy=lossy)
    rows = [table.header, *(tuple(map(guarded, row)) for row in table.rows)]
    kind = (
        kind
        if kind in ("csv", "xlsx")
        else Path(path).suffix.lower().removeprefix(".")
    )
    if kind == "xlsx":
        write_sheet(path, rows)
    else:
        with atomic(path, encoding="utf-8-sig") as file:
            delimiter = "\t" if kind == "tsv" else ","
            csv.writer(
                file, delimiter=delimiter, lineterminator="\n"
            ).writerows(rows)
    return table.losses


def _sheets(path: Path, kind: str, sheet: str) -> list[WorkbookSheet]:
    """The sheets of a workbook that can be seen, or the one table of a text file."""
    if kind != "xlsx" and path.suffix.lower() != ".xlsx":
        return [WorkbookSheet("", delimited_rows(path))]
    sheets = read_sheets(path, sheet=sheet)
    if sheet:
        return sheets
    for page in sheets:
        if page.is_hidden and page.rows:
            remark(
                f"{path}: sheet {page.name} is hidden: left out (--sheet {page.name} reads it)"
            )
    return [page for page in sheets if not page.is_hidden]


def _assumption(
    sheet: str, columns: GlossaryColumns, rows: Sequence[NumberedRow]
) -> str:
    """What was taken as what, for a line of remarks."""
    heads: Sequence[str] = ()
    if columns.header is not None:
        heads = rows[columns.header][1]
    parts = []
    for side, language in (("zh", "Chinese"), ("en", "English")):
        places = [
            _column_words(column, heads)
            for column in columns.terms
            if column.side == side
        ]
        parts.append(f"{language} from {' and '.join(places)}")
    where = f"sheet {sheet}: " if sheet else ""
    if columns.header is None:
        return f"{where}{', '.join(parts)}; no row of headings"
    return where + ", ".join(parts)


def _column_words(column: TermColumn, heads: Sequence[str]) -> str:
    """The number and the head of a column, and the status of its terms."""
    head = f" ({heads[column.at].strip()})" if column.at < len(heads) else ""
    status = f", {column.status}" if column.status else ""
    return f"column {column.at + 1}{head}{status}"


def _entries(
    rows: Sequence[NumberedRow],
    columns: GlossaryColumns,
    page: WorkbookSheet,
    path: str | Path,
    separators: tuple[str, ...] | None,
) -> Iterator[WordListEntry]:
    """The rows as entries of a word list; the heading of a section is the subject of its rows."""
    broken = broken_parts()
    header = -1 if columns.header is None else columns.header
    section = ""
    for line, cells in rows[header + 1 :]:
        if header >= 0 and cells == rows[header][1]:
            continue  # the heads once more, as on each page of a long list
        row = [cell.strip() for cell in cells] + [""] * (
            columns.width - len(cells)
        )
        heading = _section_heading(row, columns, is_band=line in page.bands)
        if heading:
            section = heading
            continue
        try:
            yield _entry(row, columns, section, separators)
        except FormatError as error:
            broken(FormatError(error.message, path, line))


def _section_heading(
    row: Sequence[str], columns: GlossaryColumns, *, is_band: bool
) -> str:
    """The text of a row that names a section: the one text of it, across the table or before it."""
    texts = [text for text in row if text]
    if len(texts) != 1:
        return ""
    before = row[: columns.terms[0].at]
    return texts[0] if is_band or any(before) else ""


def _entry(
    row: Sequence[str],
    columns: GlossaryColumns,
    section: str,
    separators: tuple[str, ...] | None,
) -> WordListEntry:
    """A row as an entry; raises FormatError without a line for one that holds no term."""
    if any(row[columns.width :]):
        message = f"expected {columns.width} columns as in the header, found {len(row)}"
        raise FormatError(f"{message}: is a cell with a comma quoted?")
    forms: list[ListedForm] = []
    tags = row_tags(row, columns)
    for column in columns.terms:
        other = _other_cell(row, column, columns)
        texts = split_renderings(
            row[column.at], other=other, separators=separators
        )
        forms += (_form(text, column, row, tags[column.side]) for text in texts)
    if not forms:
        message = "no term in this row: fill the Chinese or English cell, or remove the row"
        raise FormatError(message)
    values = {
        role: row[columns.roles[role]]
        for role in ENTRY_ROLES
        if role in columns.roles
    }
    if section and not values.get("subject"):
        values["subject"] = section
    return WordListEntry(
        tuple(forms),
        _first_side(forms, columns),
        values,
        tuple(_notes(row, columns)),
        tuple((row[at], side) for at, side in columns.definitions if row[at]),
    )


def _first_side(forms: Sequence[ListedForm], columns: GlossaryColumns) -> Side:
    """The side that stands first, among those that the row has."""
    sides = {form.side for form in forms}
    first = columns.terms[0].side
    return first if first in sides else next(iter(sides))


def _other_cell(
    row: Sequence[str], column: TermColumn, columns: GlossaryColumns
) -> str:
    """The first cell of the other language that holds something, or ""."""
    for other in columns.terms:
        if other.side != column.side and row[other.at]:
            return row[other.at]
    return ""


def _status_by(marks: Sequence[tuple[str, str]]) -> Status:
    """The status that cells beside a term give it, a flag before a word; "" for none."""
    for role, value in marks:
        if role == "info" and _status_in(value):
            return _status_in(value)
    for role, value in marks:
        if role == "status" and status_of(value):
            return status_of(value)
    return ""


def _form(
    text: str, column: TermColumn, row: Sequence[str], tag: str
) -> ListedForm:
    """A rendering with what the columns beside it say of it."""
    marks = [(role, row[at]) for role, at in column.marks if row[at]]
    classes = [pos_of(value) for role, value in marks if role == "pos"]
    notes = [_note_of(role, value) for role, value in marks]
    return ListedForm(
        text,
        column.side,
        column.tag or tag,
        column.status or _status_by(marks),
        classes[-1] if classes else "",
        tuple(filter(None, notes)),
        tuple(value for role, value in marks if role == "context"),
    )


def _note_of(role: str, value: str) -> str:
    """What a cell says that nothing else of the form holds."""
    if role in ("info", "context"):
        return ""
    readers = {"status": status_of, "pos": pos_of}
    if role not in readers:
        return value
    return "" if readers[role](value) else f"{role}: {value}"


def _status_in(info: str) -> Status:
    """The status among the flags of a term, as memoQ has them with semicolons between."""
    for flag in info.split(";"):
        status = status_of(flag)
        if status:
            return status
    return ""


def _notes(row: Sequence[str], columns: GlossaryColumns) -> Iterator[str]:
    """The note of a row, and its cells in columns that are not known, under their headers."""
    if "note" in columns.roles and row[columns.roles["note"]]:
        yield row[columns.roles["note"]]
    for at, header in columns.others:
        if row[at]:
            yield f"{header}: {row[at]}" if header else row[at]
