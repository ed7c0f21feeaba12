"""CSV, TSV and XLSX tables as people have them ↔ a term base.

    path ──load──▶ TermBase ──dump──▶ path

What is written is the glossary table (`glossary_tsv`), formulas made harmless; it comes back as
it was. Any other table is read by its columns (`glossary_columns`), or by the caller's word for
them; a cell may hold several renderings (`word_lists`). Of a workbook every sheet that holds terms
is read. How a table was understood is said in a line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.encoding import load as load_text
from nqpterms.files.office.spreadsheet import (
    ERROR_VALUES,
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
    is_yes,
    row_tags,
)
from nqpterms.formats.terms.glossary_tsv import NumberedRow, from_rows, to_rows
from nqpterms.formats.terms.table_layouts import parted_lines, straight_rows
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
            table = _read_table(rows, page, path, columns)
        except FormatError as error:
            refusals.append((page.name, error))
            continue
        assumption = _assumption(page.name, table.columns, table.rows)
        remark(f"{path}: {assumption}")
        entries += _entries(table.rows, table.columns, page, path, separators)
    if len(refusals) == len(sheets):
        raise refusals[0][1]
    for name, _ in refusals:
        remark(
            f"{path}: sheet {name} holds no Chinese and English terms: left out"
        )
    return TermBase(as_concepts(entries), Path(path).stem)


class _Table(Struct, frozen=True):
    """The rows of a sheet under one row of heads, and what its columns hold."""

    rows: Sequence[NumberedRow]
    columns: GlossaryColumns


def _read_table(
    rows: Sequence[NumberedRow],
    page: WorkbookSheet,
    path: str | Path,
    named: Mapping[str, int | str] | None,
) -> _Table:
    """A sheet as a table; raises FormatError for what is neither one nor a list of pairs."""
    if named is not None:
        return _Table(rows, find_columns(rows, path, columns=named))
    pairs = _listed_pairs(rows, page, path)
    straight = pairs or straight_rows(rows)
    return _Table(straight, find_columns(straight, path))


# Of the rows of a list without columns; a comma may stand in others.
_ONE_CELL = 0.8


def _listed_pairs(
    rows: Sequence[NumberedRow], page: WorkbookSheet, path: str | Path
) -> list[NumberedRow]:
    """The pairs of a list without columns; what stands between them is left out, and said."""
    alone = [sum(map(bool, cells)) == 1 for _, cells in rows]
    if sum(alone) < _ONE_CELL * len(rows):
        return []
    lines = [(number, "".join(cells)) for number, cells in rows]
    if not page.name:
        # Another sign than that of a list may have parted its lines.
        text = load_text(path).removeprefix("\ufeff")
        lines = list(enumerate(text.splitlines(), 1))
    parted = parted_lines(lines)
    if parted is None:
        return []
    pairs, others = parted
    broken = broken_parts()
    for number in others:
        message = "no Chinese and English text in this line"
        broken(FormatError(message, path, number))
    return pairs


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


_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节编部类篇]|[一二三四五六七八九十]+[、.．]|"
    r"[（(][一二三四五六七八九十]+[)）]|(?:Part|Section|Chapter)\s+[IVX\d]+\b)"
)
"""How the heading of a section begins; no term does."""


def _section_heading(
    row: Sequence[str], columns: GlossaryColumns, *, is_band: bool
) -> str:
    """The text of a row that names a section: the one text of it, across the table or before it."""
    texts = [text for text in row if text]
    if len(texts) != 1:
        return ""
    before = row[: columns.terms[0].at]
    is_section = is_band or any(before) or _NUMBERED.match(texts[0])
    return texts[0] if is_section else ""


def _entry(
    row: Sequence[str],
    columns: GlossaryColumns,
    section: str,
    separators: tuple[str, ...] | None,
) -> WordListEntry:
    """A row as an entry; raises FormatError without a line for one that holds no term."""
    _check_cells(row, columns)
    forms = _forms(row, columns, separators)
    if not forms:
        message = "no term in this row: fill the Chinese or English cell, or remove the row"
        raise FormatError(message)
    return WordListEntry(
        forms,
        _first_side(forms, columns),
        _values(row, columns, section),
        tuple(_notes(row, columns)),
        tuple((row[at], side) for at, side in columns.definitions if row[at]),
    )


def _check_cells(row: Sequence[str], columns: GlossaryColumns) -> None:
    """Raise FormatError for a row that is too long, and for a term that is an error of Excel."""
    if any(row[columns.width :]):
        message = f"expected {columns.width} columns as in the header, found {len(row)}"
        raise FormatError(f"{message}: is a cell with a comma quoted?")
    for column in columns.terms:
        if row[column.at] in ERROR_VALUES:
            message = f"column {column.at + 1} holds the error {row[column.at]}"
            raise FormatError(f"{message} instead of a term: mend its formula")


def _forms(
    row: Sequence[str],
    columns: GlossaryColumns,
    separators: tuple[str, ...] | None,
) -> tuple[ListedForm, ...]:
    """The renderings in the columns of terms, none twice."""
    tags = row_tags(row, columns)
    forms: dict[ListedForm, None] = {}
    for column in columns.terms:
        other = _other_cell(row, column, columns)
        texts = split_renderings(
            row[column.at], other=other, separators=separators
        )
        for text in texts:
            forms[_form(text, column, row, tags[column.side])] = None
    return tuple(forms)


def _values(
    row: Sequence[str], columns: GlossaryColumns, section: str
) -> dict[str, str]:
    """What a row says beside its terms, by role; a section is the subject where it names none."""
    values = {}
    for role in ENTRY_ROLES:
        if role in columns.roles:
            values[role] = row[columns.roles[role]]
    for at, status in columns.flags:
        if is_yes(row[at]):
            values["status"] = status
    if section and not values.get("subject"):
        values["subject"] = section
    return values


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
