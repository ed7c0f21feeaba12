"""CSV, TSV and XLSX tables as people have them ↔ a term base.

    path ──load──▶ TermBase ──dump──▶ path

What is written is the glossary table (`glossary_rows`), formulas made harmless; it comes back as
it was. Any other table is read by its headers, Chinese or English, or by the caller's word for
them (`table_columns`); a cell may hold several renderings (`several_renderings`). A column that is
not known becomes a note, so that nothing is lost.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.encoding import load as load_text
from nqpterms.files.office.spreadsheet import sheet_rows, write_sheet
from nqpterms.files.writing import atomic
from nqpterms.formats.formula_guard import guarded, unguarded
from nqpterms.formats.glossary_cells import LANGUAGE, REQUIRED
from nqpterms.formats.glossary_rows import NumberedRow, from_rows, to_rows
from nqpterms.formats.several_renderings import split_renderings
from nqpterms.formats.table_columns import Columns, find_columns
from nqpterms.formats.word_lists import Entry, as_concepts, chinese_column
from nqpterms.model.termbase import TermBase

_SAID = ("id", "definition", "pos", "origin", "subject", "reading", "status")


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
    of `several_renderings`. Raises FormatError with the line of the first row that is broken.
    """
    rows: Sequence[NumberedRow]
    rows = [(at, tuple(map(unguarded, row))) for at, row in _rows(Path(path), kind, sheet)]
    if not rows:
        raise FormatError("empty: expected a table with a Chinese and an English column", path)
    header = [cell.strip() for cell in rows[0][1]]
    if columns is None and set(REQUIRED) <= set(header):
        return from_rows(header, rows[1:], path)
    if columns is None:
        rows = _from_header(rows)
    found = find_columns(rows[0][1], path, columns=columns)
    body = rows[1:] if found.header else rows
    return TermBase(as_concepts(_entries(body, found, path, separators)), Path(path).stem)


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
    kind = kind if kind in ("csv", "xlsx") else Path(path).suffix.lower().removeprefix(".")
    if kind == "xlsx":
        write_sheet(path, rows)
    else:
        with atomic(path, encoding="utf-8-sig") as file:
            delimiter = "\t" if kind == "tsv" else ","
            csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return table.losses


def _rows(path: Path, kind: str, sheet: str) -> list[NumberedRow]:
    if kind == "xlsx" or path.suffix.lower() == ".xlsx":
        return [*sheet_rows(path, sheet=sheet)]
    return list(_delimited(load_text(path), path))


def _delimited(text: str, path: Path) -> Iterator[NumberedRow]:
    """The rows of a CSV or TSV that hold anything, with the line on which each begins."""
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        message = f"is no table that can be read: {error} (a quotation mark too many?)"
        raise FormatError(message, path, begins) from None


def _from_header(rows: Sequence[NumberedRow]) -> Sequence[NumberedRow]:
    """The rows without the titles that stand above a header: rows with one filled cell."""
    for at, (_, cells) in enumerate(rows[:10]):
        if sum(bool(cell.strip()) for cell in cells) > 1:
            return rows[at:]
    return rows


def _entries(
    rows: Sequence[NumberedRow],
    found: Columns,
    path: str | Path,
    separators: tuple[str, ...] | None,
) -> Iterator[Entry]:
    zh_at, en_at, zh_lang, en_lang = _sides(rows, found, path)
    for line, cells in rows:
        row = [cell.strip() for cell in cells] + [""] * (found.width - len(cells))
        if any(row[found.width :]):
            message = f"expected {found.width} columns as in the header, found {len(cells)}"
            raise FormatError(f"{message}: is a cell with a comma quoted?", path, line)
        zh = split_renderings(row[zh_at], other=row[en_at], separators=separators)
        en = split_renderings(row[en_at], other=row[zh_at], separators=separators)
        if not zh and not en:
            message = "no term in this row: fill the Chinese or English cell, or remove the row"
            raise FormatError(message, path, line)
        note = [row[found.roles["note"]]] if "note" in found.roles else []
        others = [f"{header}: {row[at]}" if header else row[at] for at, header in found.others]
        others = [text for text, (at, _) in zip(others, found.others, strict=True) if row[at]]
        yield Entry(
            zh,
            en,
            "zh" if (zh_at < en_at and zh) or not en else "en",
            (_tag(row, zh_lang), _tag(row, en_lang)),
            {role: row[found.roles[role]] for role in _SAID if role in found.roles},
            tuple(filter(None, [*note, *others])),
        )


def _sides(
    rows: Sequence[NumberedRow], found: Columns, path: str | Path
) -> tuple[int, int, int | None, int | None]:
    """The columns of the Chinese and the English terms, and those of their language tags."""
    roles = found.roles
    if "zh" in roles and "en" in roles:
        return roles["zh"], roles["en"], None, None
    sides = [
        (roles["source"], roles.get("source_lang")),
        (roles["target"], roles.get("target_lang")),
    ]
    texts = [[row[at] for _, row in rows if at < len(row)] for at, _ in sides]
    chinese = chinese_column(texts, path)
    (zh, zh_lang), (en, en_lang) = sides[chinese], sides[1 - chinese]
    return zh, en, zh_lang, en_lang


def _tag(row: Sequence[str], at: int | None) -> str:
    """The BCP 47 tag in a cell, "" where there is none; zh_CN is what many tools write."""
    tag = "" if at is None else row[at].replace("_", "-")
    return tag if LANGUAGE.fullmatch(tag) else ""
