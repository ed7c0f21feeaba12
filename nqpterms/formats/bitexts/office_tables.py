"""Bitext as a sheet of a workbook (XLSX), or as tables of a document (DOCX).

The columns are those of `bitext_tsv`. Of a document every table of two columns and more is read, in
its order; one is written. Cells are read as the DOCX reader reads paragraphs; what stands outside
tables is left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.office.packages import attribute, child, opened_package
from nqpterms.files.office.spreadsheet import (
    WorkbookSheet,
    read_sheets,
    write_sheet,
)
from nqpterms.files.office.word_styles import WordStyles
from nqpterms.files.office.word_text import (
    NoteRegister,
    WordBit,
    WordTextReader,
    end_is_deleted,
    is_deleted_row,
)
from nqpterms.files.remarks import remark
from nqpterms.files.writing import atomic
from nqpterms.files.xml import Element, escape
from nqpterms.formats.bitexts.bitext_tsv import (
    Row,
    are_of_pairs,
    segment_rows,
    segments_of,
    with_target_column,
)
from nqpterms.model.alignment import Segment

_PART = "word/document.xml"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_SPACE}}}"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can name
_NOT_XML = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT = '<w:t xml:space="preserve">'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/\
vnd.openxmlformats-package.relationships+xml"/><Override PartName="/{_PART}" ContentType="\
application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
"""
_RELATIONS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="http://schemas.\
openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{_PART}"/>\
</Relationships>
"""


def load_docx(path: str | Path) -> Iterator[Segment]:
    """The pairs in the tables of a document; the line of a pair is its row among all rows.

    Rows of one cell (a heading across the table) hold no pair. Raises FormatError for what is no
    DOCX, unpacks to more than 32 MiB, or has no table of two columns.
    """
    tables = list(_tables(path))
    if not tables:
        raise FormatError(
            "expected a table of two columns, Chinese and English", path
        )
    count = 0
    for number, is_of_pairs in enumerate(are_of_pairs(tables)):
        if not is_of_pairs:
            message = "holds no Chinese beside English: left out"
            remark(f"{path}: table {number + 1} {message}")
            continue
        for segment in segments_of(tables[number], path, column=None):
            count += 1
            yield replace(segment, row=count)


def dump_docx(
    segments: Iterable[Segment], path: str | Path, *, lossy: bool = False
) -> None:
    """Write pairs as one table with a header; the same segments give the same bytes."""
    rows = segment_rows(segments, path, lossy=lossy, forbidden=_NOT_XML)
    content = "".join(_row_xml(row) for row in rows)
    body = f"<w:body><w:tbl>{content}</w:tbl><w:p/></w:body>"
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    document = (
        f'{declaration}<w:document xmlns:w="{_SPACE}">{body}</w:document>'
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        _PART: document,
    }
    with (
        atomic(path, encoding=None) as file,
        zipfile.ZipFile(file, "w") as archive,
    ):
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)


class WordCell(Struct, frozen=True):
    """A cell of a table: its element (None where it is merged with the one above) and its text."""

    element: Element | None
    text: str
    styles: WordStyles


class WordTable(Struct, frozen=True):
    """The rows of a table with two cells and more, by their number among all rows."""

    rows: list[tuple[int, list[WordCell]]]


def _tables(path: str | Path) -> Iterator[list[Row]]:
    """The texts of the rows of each table that has any."""
    with opened_package(Path(path), str(path)) as package:
        main = package.related("officeDocument") or _PART
        root = package.root(main)
        styles = package.related("styles", main)
        style_root = package.root(styles) if styles in package.names else None
    for table in word_tables(root, style_root):
        yield texts_of_table(table)


def texts_of_table(table: WordTable) -> list[Row]:
    """The rows of a table of Word as texts."""
    return [(line, [cell.text for cell in row]) for line, row in table.rows]


def word_tables(
    root: Element, style_root: Element | None
) -> Iterator[WordTable]:
    """The tables of a document in order, those in text boxes and without any text left out."""
    styles = WordStyles(style_root)
    rows_before = 0
    for table in root.iter(f"{_W}tbl"):
        if next(table.iterancestors(f"{_W}txbxContent"), None) is not None:
            continue
        rows: list[list[WordCell]] = []
        for row in _table_rows(table):
            rows.append(_cells_of_row(row, rows[-1] if rows else [], styles))
        wide = [
            (rows_before + at, row)
            for at, row in enumerate(rows, 1)
            if len(row) > 1
        ]
        rows_before += len(rows)
        if any(cell.text for _, row in wide for cell in row):
            yield WordTable(wide)


def _table_rows(table: Element) -> Iterator[Element]:
    """The rows of a table, without those of a table inside it and those that are deleted."""
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is table and not is_deleted_row(
            row
        ):
            yield row


def _cells_of_row(
    row: Element, above: Sequence[WordCell], styles: WordStyles
) -> list[WordCell]:
    """The cells of a row; one that is merged with the cell above has the text of that one."""
    cells: list[WordCell] = []
    for element in row.iter(f"{_W}tc"):
        if next(element.iterancestors(f"{_W}tr")) is not row:
            continue
        merge = child(element, "tcPr", "vMerge")
        if merge is not None and attribute(merge) in (None, "continue"):
            text = above[len(cells)].text if len(cells) < len(above) else ""
            cells.append(WordCell(None, text, styles))
        else:
            empty = WordCell(element, "", styles)
            lines = (
                "".join(bit.text for bit in bits)
                for bits in cell_paragraphs(empty)
            )
            cells.append(WordCell(element, "\n".join(lines), styles))
    return cells


def cell_paragraphs(cell: WordCell) -> list[list[WordBit]]:
    """The text of each paragraph of a cell, as it would be printed with all changes accepted.

    Those of a table or of a text box inside it are left out.
    """
    paragraphs: list[list[WordBit]] = []
    goes_on = False
    element = cell.element
    if element is None:
        return []
    reader = WordTextReader(cell.styles, NoteRegister((None, None), element))
    for paragraph in element.iter(f"{_W}p"):
        holder = next(paragraph.iterancestors(f"{_W}tc", f"{_W}txbxContent"))
        if holder is not element:
            continue
        bits = reader.bits(paragraph)
        if goes_on:
            paragraphs[-1] += bits
        else:
            paragraphs.append(bits)
        goes_on = end_is_deleted(child(paragraph, "pPr"))
    return paragraphs


def _row_xml(cells: Iterable[str]) -> str:
    inner = "".join(f"<w:tc>{_paragraphs(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{inner}</w:tr>\n"


def _paragraphs(text: str) -> str:
    """The lines of a cell, a paragraph each."""
    paragraphs = ""
    for line in text.split("\n"):
        run = escape(line).replace("\t", f"</w:t><w:tab/>{_TEXT}")
        paragraphs += f"<w:p><w:r>{_TEXT}{run}</w:t></w:r></w:p>"
    return paragraphs


_NOT_XLSX = re.compile(
    "[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_"
)
_SHEET_ROWS = 1_048_576  # of a sheet in Excel, its header among them
_CELL_LENGTH = 32_767  # characters of a cell in Excel


def load_xlsx(
    path: str | Path, *, sheet: str = "", untranslated: bool = False
) -> Iterator[Segment]:
    """The pairs in every sheet that can be seen, or in the one named; their line is their row.

    With *untranslated* a sheet may have one column, the source.
    Headings of sections, merged across the table, are left out. Where several sheets hold pairs,
    the property ``sheet`` says which. Raises FormatError for what is no workbook.
    """
    pages = [
        page
        for page in read_sheets(path, sheet=sheet)
        if sheet or not page.is_hidden
    ]
    pages = [page for page in pages if page.rows]
    if not pages:
        raise FormatError(
            "empty: expected rows of two columns, zh and en", path
        )
    return _of_sheets(pages, path, untranslated=untranslated)


def rows_of_pairs(page: WorkbookSheet) -> list[Row]:
    """The rows of a sheet without those that are merged across it, as headings are."""
    return [(at, cells) for at, cells in page.rows if at not in page.bands]


def _of_sheets(
    pages: Sequence[WorkbookSheet], path: str | Path, *, untranslated: bool
) -> Iterator[Segment]:
    """The pairs of some sheets, counted through."""
    count = 0
    refusals = []
    tables = [rows_of_pairs(page) for page in pages]
    if untranslated:
        tables = [list(with_target_column(rows)) for rows in tables]
    are_told = are_of_pairs(tables)
    for page, rows, is_of_pairs in zip(pages, tables, are_told, strict=True):
        if not is_of_pairs:
            refusals.append(page.name)
            message = "holds no Chinese beside English: left out"
            remark(f"{path}: sheet {page.name} {message}")
            continue
        try:
            for segment in segments_of(
                rows, path, column=None, sheet=page.name
            ):
                count += 1
                sheet = (("sheet", page.name),) if len(pages) > 1 else ()
                yield replace(
                    segment, row=count, properties=(*sheet, *segment.properties)
                )
        except FormatError as error:
            if len(pages) == 1:
                raise
            refusals.append(page.name)
            remark(f"{path}: sheet {page.name} is left out: {error.message}")
    if len(refusals) == len(pages):
        raise FormatError(
            "no sheet holds two columns, Chinese and English", path
        )


def dump_xlsx(
    segments: Iterable[Segment], path: str | Path, *, lossy: bool = False
) -> None:
    """Write pairs as a sheet with a header, every cell a text whatever it begins with.

    Raises FormatError for what a cell cannot hold, and for more rows than a sheet has.
    """
    rows = list(segment_rows(segments, path, lossy=lossy, forbidden=_NOT_XLSX))
    if len(rows) > _SHEET_ROWS:
        raise FormatError(
            f"{len(rows):,} rows are more than a sheet has; write TSV", path
        )
    for number, row in enumerate(rows):
        if any(len(cell) > _CELL_LENGTH for cell in row):
            message = f"segment {number} has a text of more than {_CELL_LENGTH:,} characters"
            raise FormatError(
                f"{message}, which no cell holds; write TSV", path
            )
    write_sheet(path, rows, title="pairs")
