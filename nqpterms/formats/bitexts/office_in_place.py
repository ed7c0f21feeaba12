"""Tables of Excel and Word changed in place: some cells, and not another byte of another part.

    path, {number of a segment: its new translation} ──edited_xlsx, edited_docx──▶ the bytes

A package is copied part by part; of the part with the table only the cells change that are to. In
a cell of Excel the text moves out of the strings that cells share into the cell, with its format;
in Word the runs stay, and their text changes word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import compress
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.edits import RawChange, RawText, raw_changes, with_changes
from nqpterms.files.office.packages import child, opened_package
from nqpterms.files.office.raw_parts import (
    PRESERVE,
    RawPart,
    element_text,
    raw_part,
    repacked,
)
from nqpterms.files.office.spreadsheet import WorkbookSheet, read_sheets
from nqpterms.files.office.word_text import WordBit
from nqpterms.files.office.workbook_parts import column_number, sheet_parts
from nqpterms.files.xml import XML_SPACE, Element, local_name
from nqpterms.files.xml.raw_elements import raw_texts
from nqpterms.formats.bitexts.bitext_tsv import (
    PlacedSegment,
    are_of_pairs,
    placed_segments,
)
from nqpterms.formats.bitexts.in_place import Texts
from nqpterms.formats.bitexts.office_tables import (
    WordCell,
    cell_paragraphs,
    rows_of_pairs,
    texts_of_table,
    word_tables,
)


def _check_numbers(texts: Texts, count: int, path: str | Path) -> None:
    if any(number >= count for number in texts):
        raise FormatError(
            f"has {count} segments, and not {max(texts) + 1}", path
        )


def edited_xlsx(path: str | Path, texts: Texts) -> bytes:
    """The bytes of a workbook with some translations changed, by the number of their segment.

    Raises FormatError for a cell that a formula fills.
    """
    cells: dict[str, dict[tuple[int, int], tuple[str, str]]] = {}
    count = 0
    pages = [
        page for page in read_sheets(path) if page.rows and not page.is_hidden
    ]
    are_told = are_of_pairs([rows_of_pairs(page) for page in pages])
    for page in compress(pages, are_told):
        for placed in _pairs_of_sheet(page, path):
            old = placed.segment.text(placed.segment.target)
            if count in texts and texts[count] != old:
                place = (placed.line, placed.target_at + 1)
                cells.setdefault(page.name, {})[place] = (old, texts[count])
            count += 1
    _check_numbers(texts, count, path)
    return repacked(path, _changed_sheets(path, cells))


def _changed_sheets(
    path: str | Path,
    cells: Mapping[str, Mapping[tuple[int, int], tuple[str, str]]],
) -> dict[str, bytes]:
    """The parts of a workbook in which cells change: by sheet and place, the old and new text."""
    parts: dict[str, bytes] = {}
    with opened_package(Path(path), str(path)) as package:
        names = sheet_parts(package)
        strings = package.related(
            "sharedStrings", package.related("officeDocument") or ""
        )
        shared = (
            raw_part(package, strings) if strings in package.names else None
        )
        for sheet, changes in cells.items():
            part = raw_part(package, names[sheet])
            raw = [
                _cell_change(part, shared, place, *pair)
                for place, pair in changes.items()
            ]
            parts[names[sheet]] = part.source.encoded(
                with_changes(part.source.text, raw)
            )
    return parts


def _pairs_of_sheet(
    page: WorkbookSheet, path: str | Path
) -> Iterator[PlacedSegment]:
    """The pairs of a sheet; none of one that holds no two columns of texts."""
    rows = rows_of_pairs(page)
    with suppress(FormatError):  # as it is read: such a sheet is left out
        yield from placed_segments(rows, path, column=None, sheet=page.name)


def _cell_change(
    part: RawPart,
    shared: RawPart | None,
    place: tuple[int, int],
    old: str,
    new: str,
) -> RawChange:
    """The change that puts a text into the cell in a row and a column."""
    row, column = place
    row_element = _numbered_child(child(part.root, "sheetData"), row)
    cell = None if row_element is None else _numbered_child(row_element, column)
    name = f"{_letters(column)}{row}"
    if row_element is None:
        raise FormatError(
            f"the row of cell {name} holds nothing: fill it by hand"
        )
    if cell is None:
        return _new_cell(row_element, column, name, part, new)
    if child(cell, "f") is not None:
        raise FormatError(f"a formula fills the cell {name}: change it by hand")
    raw = part.places[cell]
    opening = part.raw(
        raw.start, raw.inner_start if raw.inner_start < raw.end - 2 else raw.end
    )
    tag = re.sub(
        r"""\s+t=("[^"]*"|'[^']*')""", "", opening.rstrip("/>").rstrip()
    )
    prefix = part.prefix
    inner = _cell_content(cell, part, shared, old, new)
    content = f"<{prefix}is>{inner}</{prefix}is>"
    return RawChange(
        raw.start, raw.end, f'{tag} t="inlineStr">{content}</{prefix}c>'
    )


def _new_cell(
    row: Element, column: int, name: str, part: RawPart, text: str
) -> RawChange:
    """The change that puts a cell into a row that has none in a column."""
    at = part.places[row].inner_end
    for cell in row:
        letters = re.match("[A-Z]+", cell.get("r", ""))
        if letters and column_number(letters[0]) > column:
            at = part.places[cell].start
            break
    p = part.prefix
    content = f"<{p}is><{p}t{PRESERVE}>{element_text(text)}</{p}t></{p}is>"
    return RawChange(at, at, f'<{p}c r="{name}" t="inlineStr">{content}</{p}c>')


def _cell_content(
    cell: Element, part: RawPart, shared: RawPart | None, old: str, new: str
) -> str:
    """The content of a cell with a new text: its runs where it has such, else plain text."""
    holder, source = child(cell, "is"), part
    if cell.get("t") == "s" and shared is not None:
        at = int(cell.findtext("{*}v"))
        holder, source = shared.root[at], shared
    if holder is not None:
        pieces = list(_string_pieces(holder, source))
        if pieces and "".join(piece.text for piece in pieces) == old:
            place = source.places[holder]
            changes = list(raw_changes(pieces, new, escape=element_text))
            before = place.inner_start
            moved = [
                RawChange(c.start - before, c.end - before, c.new)
                for c in changes
            ]
            inner = with_changes(
                source.raw(place.inner_start, place.inner_end), moved
            )
            if source.prefix == part.prefix:
                return re.sub(r"<((?:\w+:)?t)>", rf"<\1{PRESERVE}>", inner)
    return f"<{part.prefix}t{PRESERVE}>{element_text(new)}</{part.prefix}t>"


def _string_pieces(holder: Element, part: RawPart) -> Iterator[RawText]:
    """The text of a string, run by run; phonetic guides are no text of it."""
    for element in holder.iter("{*}t"):
        if next(element.iterancestors("{*}rPh"), None) is None:
            place = part.places[element]
            yield from raw_texts(
                part.source.text, place.inner_start, place.inner_end
            )


def _numbered_child(parent: Element | None, number: int) -> Element | None:
    """The row or the cell of a number: that of its address, or else the next after the last."""
    at = 0
    for element in () if parent is None else parent:
        address = element.get("r", "")
        letters = re.match("[A-Z]+", address)
        if letters:
            at = column_number(letters[0])
        else:
            at = int(address) if address.isdecimal() else at + 1
        if at == number:
            return element
    return None


def _letters(column: int) -> str:
    """The letters of a column, from its number.

    >>> _letters(1), _letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def edited_docx(path: str | Path, texts: Texts) -> bytes:
    """The bytes of a document with some translations in its tables changed.

    Raises FormatError for a change that reaches over the end of a paragraph.
    """
    with opened_package(Path(path), str(path)) as package:
        main = package.related("officeDocument") or "word/document.xml"
        part = raw_part(package, main)
        styles = package.related("styles", main)
        style_root = package.root(styles) if styles in package.names else None
    changes: list[RawChange] = []
    count = 0
    tables = list(word_tables(part.root, style_root))
    texts_of = [texts_of_table(table) for table in tables]
    are_told = are_of_pairs(texts_of)
    for table, rows in compress(zip(tables, texts_of, strict=True), are_told):
        cells = dict(table.rows)
        for placed in placed_segments(rows, path, column=None):
            old = placed.segment.text(placed.segment.target)
            if count in texts and texts[count] != old:
                cell = cells[placed.line][placed.target_at]
                changes += _word_changes(cell, part, texts[count])
            count += 1
    _check_numbers(texts, count, path)
    return repacked(
        path,
        {main: part.source.encoded(with_changes(part.source.text, changes))},
    )


def _pieces_of_cell(
    cell: WordCell, part: RawPart
) -> tuple[list[RawText], dict[int, Element]]:
    """The pieces that the text of a cell is made of, and the elements with text by their start."""
    pieces: list[RawText] = []
    elements: dict[int, Element] = {}
    for number, paragraph in enumerate(cell_paragraphs(cell)):
        if number:
            pieces.append(
                RawText(pieces[-1].end, pieces[-1].end, "\n", is_fixed=True)
            )
        for bit in paragraph:
            for piece in _word_pieces(bit, part):
                if bit.element is not None and local_name(bit.element) == "t":
                    elements[piece.start] = bit.element
                pieces.append(piece)
    return pieces, elements


def _word_changes(
    cell: WordCell, part: RawPart, new: str
) -> Iterator[RawChange]:
    """The changes that give a cell another text."""
    if cell.element is None:
        raise FormatError(
            "a cell that is merged with the one above it is changed in that one"
        )
    if not cell.text:
        yield _new_run(cell.element, part, new)
        return
    pieces, touched = _pieces_of_cell(cell, part)
    if "".join(piece.text for piece in pieces) != cell.text:
        raise FormatError(
            f"the text {cell.text[:40]!r} is spelt otherwise: change it by hand"
        )
    for change in raw_changes(pieces, new, escape=element_text):
        yield change
        yield from _preserved(change, touched, part)


def _word_pieces(bit: WordBit, part: RawPart) -> Iterator[RawText]:
    """The pieces of some text of Word: characters of a run, or the sign that an element prints."""
    if bit.element is None:
        raise FormatError(
            "a number that stands above the line is changed by hand"
        )
    place = part.places[bit.element]
    if local_name(bit.element) != "t":
        yield RawText(place.start, place.end, bit.text, is_sign=True)
        return
    pieces = list(
        raw_texts(part.source.text, place.inner_start, place.inner_end)
    )
    if "".join(piece.text for piece in pieces) == bit.text:
        yield from pieces
    else:  # soft hyphens and line ends in the file, which are not printed
        yield RawText(place.inner_start, place.inner_end, bit.text)


def _preserved(
    change: RawChange, touched: Mapping[int, Element], part: RawPart
) -> Iterator[RawChange]:
    """Word drops blanks at the edge of a text that does not ask for them."""
    starts = [start for start in touched if start <= change.start]
    if not starts:
        return
    element = touched[max(starts)]
    place = part.places[element]
    if (
        element.get(XML_SPACE) is None
        and place.inner_start <= change.start <= place.inner_end
    ):
        at = place.inner_start - 1
        yield RawChange(at, at, PRESERVE)


def _new_run(cell: Element, part: RawPart, text: str) -> RawChange:
    """The change that puts a text into an empty cell: a run at the end of its first paragraph."""
    prefix = part.prefix
    run = f"<{prefix}r><{prefix}t{PRESERVE}>{element_text(text)}</{prefix}t></{prefix}r>"
    paragraph = next(cell.iter("{*}p"))
    place = part.places[paragraph]
    if not place.is_empty_tag:
        return RawChange(place.inner_end, place.inner_end, run)
    tag = part.raw(place.start, place.end)[:-2].rstrip()
    return RawChange(place.start, place.end, f"{tag}>{run}</{prefix}p>")
