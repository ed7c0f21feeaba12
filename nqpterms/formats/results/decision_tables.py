"""Findings as tables to decide in: a workbook for people, and CSV with every column.

    Findings ──dump_xlsx──▶ one row a place, the places of one cause together, a list of answers
             ──dumps_csv──▶ the same columns, and behind them all that a script may want

The columns stand in the order in which a decision is read everywhere. What is decided comes back by
`project.finding_records`, which knows the rows by their id.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from nqpterms.files.office.spreadsheet import guarded, workbook_bytes
from nqpterms.files.writing import atomic
from nqpterms.formats.results.decision_words import (
    about,
    marked_quote,
    standing_words,
    sure,
    where,
    why,
)
from nqpterms.formats.results.finding_formats import as_record, grouped
from nqpterms.model.findings import Finding, Quote, mqm

ANSWERS = ("fix", "ignore", "admit", "later")
"""What can be chosen in the column *decision*."""
# No XML holds these.
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_000  # signs of a cell; Excel takes 32,767
_RULE = "FFBFBFBF"  # a light grey
_BOM = "\ufeff"  # Excel takes a CSV without it for one of its own old encodings

CellValue = str | int | float | None


class _DecisionRow(Struct, frozen=True):
    """A finding, the number of the decision that it is a place of, and whether that begins here."""

    number: int
    finding: Finding
    is_first: bool


class _DecisionColumn(Struct, frozen=True):
    """A column: its head, what stands in it, and its width in signs (0: it is hidden)."""

    head: str
    value: Callable[[_DecisionRow], CellValue]
    width: int = 0


def _of_finding(
    read: Callable[[Finding], CellValue],
) -> Callable[[_DecisionRow], CellValue]:
    """What stands in a column that says something of the finding alone."""
    return lambda row: read(row.finding)


def _of_record(key: str) -> Callable[[_DecisionRow], CellValue]:
    """A value as JSON Lines have it."""
    return lambda row: as_record(row.finding)[key]


def _of_nobody(_row: _DecisionRow) -> CellValue:
    return None


def _zh_quote(finding: Finding) -> Quote | None:
    return _quote_in("zh", finding)


def _en_quote(finding: Finding) -> Quote | None:
    return _quote_in("en", finding)


def _quote_in(language: str, finding: Finding) -> Quote | None:
    """The sentence in a language, whichever side is the translation."""
    for quote in (finding.source_quote, finding.target_quote):
        if quote is not None and quote.lang == language:
            return quote
    return None


def _expected(finding: Finding) -> CellValue:
    return finding.expected[0] if finding.expected else None


def _others(finding: Finding) -> CellValue:
    return " | ".join(finding.expected[1:]) or None


_DECISION_COLUMNS = (
    _DecisionColumn("#", lambda row: row.number, 5),
    _DecisionColumn("decision", _of_nobody, 10),
    _DecisionColumn("about", _of_finding(about), 18),
    _DecisionColumn(
        "Chinese", lambda row: "".join(marked_quote(_zh_quote(row.finding))), 40
    ),
    _DecisionColumn(
        "English", lambda row: "".join(marked_quote(_en_quote(row.finding))), 55
    ),
    _DecisionColumn("stands", _of_finding(standing_words), 24),
    _DecisionColumn("expected", _of_finding(_expected), 24),
    _DecisionColumn("others", _of_finding(_others), 24),
    _DecisionColumn("why", _of_finding(why), 40),
    _DecisionColumn("code", _of_finding(lambda finding: finding.code), 7),
    _DecisionColumn("sure", _of_finding(sure), 7),
    _DecisionColumn("where", _of_finding(where), 12),
    _DecisionColumn("file", _of_finding(lambda finding: finding.file), 20),
    _DecisionColumn("note", _of_nobody, 24),
    _DecisionColumn("id", _of_finding(lambda finding: finding.fingerprint)),
    _DecisionColumn("concept", _of_finding(lambda finding: finding.concept)),
    _DecisionColumn(
        "source_term", _of_finding(lambda finding: finding.source_term)
    ),
    _DecisionColumn("matched", _of_finding(lambda finding: finding.matched)),
)
"""What people decide in; the last columns are hidden: by them an answer finds its finding again."""
_MORE_COLUMNS = (
    _DecisionColumn("ignore", _of_nobody),
    *(
        _DecisionColumn(key, _of_record(key))
        for key in ("severity", "message", "line", "column")
    ),
    _DecisionColumn("mqm", _of_finding(lambda finding: mqm(finding.code))),
    _DecisionColumn("context", _of_finding(lambda finding: finding.context)),
    *(
        _DecisionColumn(key, _of_record(key))
        for key in ("segment", "unit", "consistency", "fingerprint")
    ),
)
"""What the CSV has beside them."""
_QUOTES = {"Chinese": _zh_quote, "English": _en_quote}


def dumps_csv(findings: Iterable[Finding]) -> str:
    """The findings as CSV with a byte-order mark, the places of one cause together."""
    columns = (*_DECISION_COLUMNS, *_MORE_COLUMNS)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.head for column in columns])
    for row in _rows(findings):
        values = (column.value(row) for column in columns)
        writer.writerow(
            [guarded("" if value is None else str(value)) for value in values]
        )
    return _BOM + out.getvalue()


def dump_xlsx(findings: Iterable[Finding], path: str | Path) -> None:
    """Write the findings as a workbook to decide in; what no cell holds is shown as a box.

    The column *decision* has a list of answers; the head stays in view and filters; the words that
    are meant are bold in both sentences. The same findings give the same bytes.
    """
    import openpyxl
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    page = book.active
    page.title = "decisions"
    page.freeze_panes = "C2"
    last = 1
    for last, row in enumerate(_rows(findings), 2):
        _fill_row(page, last, row)
    _lay_out(page, last)
    answers = DataValidation(
        type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=True
    )
    answers.error = f"one of {', '.join(ANSWERS)}"
    answers.showErrorMessage = True
    page.add_data_validation(answers)
    letter = openpyxl.utils.get_column_letter(2)
    answers.add(f"{letter}2:{letter}{max(last, 2)}")
    with atomic(path, encoding=None) as file:
        file.write(workbook_bytes(book))


def _rows(findings: Iterable[Finding]) -> Iterator[_DecisionRow]:
    """The findings with the numbers of their decisions, the gravest first."""
    for number, group in enumerate(grouped(findings), 1):
        for at, finding in enumerate(group):
            yield _DecisionRow(number, finding, is_first=at == 0)


def _fill_row(page: Any, at: int, row: _DecisionRow) -> None:
    """Fill a row of the sheet."""
    from openpyxl.styles import Alignment, Border, Side

    rule = Border(top=Side("thin", color=_RULE)) if row.is_first else None
    for number, column in enumerate(_DECISION_COLUMNS, 1):
        cell = page.cell(at, number)
        value = column.value(row)
        if column.head in _QUOTES:
            _put_marked(cell, marked_quote(_QUOTES[column.head](row.finding)))
        elif isinstance(value, str):
            _put_text(cell, value)
        else:
            cell.value = value
        if column.head == "sure":
            cell.number_format = "0.00"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if rule:
            cell.border = rule


def _put_text(cell: Any, text: str) -> None:
    """A text in a cell, whatever it begins with."""
    if text:
        cell.value = _UNSEEN.sub("\ufffd", text)[:_LONGEST]
        cell.data_type = "s"  # never a formula


def _put_marked(cell: Any, parts: tuple[str, str, str]) -> None:
    """A sentence in a cell, the words that are meant in bold."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    before, words, behind = (_UNSEEN.sub("\ufffd", part) for part in parts)
    if not words or len(before + words + behind) > _LONGEST:
        _put_text(cell, before + words + behind)
        return
    bold = TextBlock(InlineFont(rFont="Calibri", sz=11, b=True), words)
    cell.value = CellRichText(*filter(None, (before, bold, behind)))


def _lay_out(page: Any, last: int) -> None:
    """Give the sheet its head, its filter and its widths."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(_DECISION_COLUMNS, 1):
        head = page.cell(1, number, column.head)
        head.font = Font(bold=True)
        head.alignment = Alignment(vertical="top")
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = column.width or 10
        dimension.hidden = not column.width
    page.auto_filter.ref = (
        f"A1:{get_column_letter(len(_DECISION_COLUMNS))}{last}"
    )
