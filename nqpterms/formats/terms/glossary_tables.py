"""CSV, TSV and XLSX tables as people have them ↔ a term base.

    path ──load──▶ TermBase ──dump──▶ path

What is written is the glossary table (`glossary_tsv`), formulas made harmless; it comes back as
it was. Any other table is read by its headers, Chinese or English, or by the caller's word for
them; a cell may hold several renderings (`word_lists`). A column that is not known becomes a note,
so that nothing is lost.

    ("序号", "术语", "译文", "词性") → {"source": 1, "target": 2, "pos": 3}, left over: 0
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.encoding import load as load_text
from nqpterms.files.office.spreadsheet import guarded, sheet_rows, unguarded, write_sheet
from nqpterms.files.writing import atomic
from nqpterms.formats.terms.fields import LANGUAGE, REQUIRED
from nqpterms.formats.terms.glossary_tsv import NumberedRow, from_rows, to_rows
from nqpterms.formats.terms.word_lists import (
    WordListEntry,
    as_concepts,
    chinese_column,
    split_renderings,
)
from nqpterms.model.termbase import TermBase

_ENTRY_ROLES = ("id", "definition", "pos", "origin", "subject", "reading", "status")


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
    of `split_renderings`. Raises FormatError with the line of the first row that is broken.
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
    table = _find_columns(rows[0][1], path, columns=columns)
    body = rows[1:] if table.has_header else rows
    entries = _entries(body, table, path, separators)
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
    columns: _GlossaryColumns,
    path: str | Path,
    separators: tuple[str, ...] | None,
) -> Iterator[WordListEntry]:
    """The rows as entries of a word list."""
    zh_at, en_at, zh_lang, en_lang = _sides(rows, columns, path)
    for line, cells in rows:
        row = [cell.strip() for cell in cells] + [""] * (columns.width - len(cells))
        if any(row[columns.width :]):
            message = f"expected {columns.width} columns as in the header, found {len(cells)}"
            raise FormatError(f"{message}: is a cell with a comma quoted?", path, line)
        zh = split_renderings(row[zh_at], other=row[en_at], separators=separators)
        en = split_renderings(row[en_at], other=row[zh_at], separators=separators)
        if not zh and not en:
            message = "no term in this row: fill the Chinese or English cell, or remove the row"
            raise FormatError(message, path, line)
        is_chinese_first = (zh and zh_at < en_at) or not en
        values = {role: row[columns.roles[role]] for role in _ENTRY_ROLES if role in columns.roles}
        yield WordListEntry(
            zh,
            en,
            "zh" if is_chinese_first else "en",
            (_tag(row, zh_lang), _tag(row, en_lang)),
            values,
            tuple(_notes(row, columns)),
        )


def _notes(row: Sequence[str], columns: _GlossaryColumns) -> Iterator[str]:
    """The note of a row, and its cells in columns that are not known, under their headers."""
    if "note" in columns.roles and row[columns.roles["note"]]:
        yield row[columns.roles["note"]]
    for at, header in columns.others:
        if row[at]:
            yield f"{header}: {row[at]}" if header else row[at]


def _sides(
    rows: Sequence[NumberedRow], columns: _GlossaryColumns, path: str | Path
) -> tuple[int, int, int | None, int | None]:
    """The columns of the Chinese and the English terms, and those of their language tags."""
    roles = columns.roles
    if "zh" in roles and "en" in roles:
        return roles["zh"], roles["en"], None, None
    source, target = roles["source"], roles["target"]
    source_lang, target_lang = roles.get("source_lang"), roles.get("target_lang")
    texts = [[row[at] for _, row in rows if at < len(row)] for at in (source, target)]
    if chinese_column(texts, path) == 0:
        return source, target, source_lang, target_lang
    return target, source, target_lang, source_lang


def _tag(row: Sequence[str], at: int | None) -> str:
    """The BCP 47 tag in a cell, "" where there is none; zh_CN is what many tools write."""
    tag = "" if at is None else row[at].replace("_", "-")
    return tag if LANGUAGE.fullmatch(tag) else ""


ROLES: dict[str, str] = {
    "zh": "中文 中文术语 中文名称 汉语 汉文 中文词条 "
    "chinese zh zh-hans zh-hant zh-cn zh-tw zh-hk zho",
    "en": "英文 英文术语 英文名称 英语 英译 英文译文 english en en-us en-gb eng",
    "source": "原文 源语 源语言 源术语 源词 术语 词条 术语名称 "
    "term sourceterm sourcestring sourcetext source",
    "target": "译文 译名 译法 译语 目标语言 目标语 翻译 "
    "translation target targetterm targetstring targettext rendering",
    "source_lang": "sourcelang sourcelanguage 源语言代码",
    "target_lang": "targetlang targetlanguage 目标语言代码",
    "id": "id conceptid concept stringid termid entryid 编号",
    "row": "序号 行号 no no. nr #",
    "definition": "释义 定义 解释 说明 definition description meaning gloss",
    "note": "备注 注释 注 附注 note notes comment comments remark remarks",
    "pos": "词性 词类 pos partofspeech",
    "origin": "来源 出处 参考 reference references origin sourceofterm",
    "subject": "领域 学科 主题 分类 专业 类别 subject domain field category subjectfield",
    "reading": "拼音 pinyin reading",
    "status": "状态 status",
}
"""What a column may hold, and the headers under which it is found (blanks, `_`, case left out)."""

_ROLE_OF = {name: role for role, names in ROLES.items() for name in names.split()}
_TRADITIONAL = str.maketrans("術語譯備釋義詞類來領學狀態簡體說", "术语译备释义词类来领学状态简体说")


class _GlossaryColumns(Struct, frozen=True):
    """The index of each role's column, from 0, and the header of those without a role.

    `width` is how many columns there are; `has_header`: whether the first row is one.
    """

    roles: Mapping[str, int]
    width: int
    others: tuple[tuple[int, str], ...] = ()
    has_header: bool = True


def parse_columns(text: str) -> dict[str, int | str]:
    """The columns of ``--columns``: roles with the number of a column (from 1) or its header.

    >>> parse_columns("zh=2,en=3,note=备注")
    {'zh': 2, 'en': 3, 'note': '备注'}
    """
    columns: dict[str, int | str] = {}
    for part in text.split(","):
        role, sign, column = (piece.strip() for piece in part.partition("="))
        if not sign or not column or role not in ROLES:
            roles = ", ".join(ROLES)
            message = f"columns {part!r}: expected zh=2,en=3 with the roles {roles}"
            raise NqptermsError(message)
        columns[role] = int(column) if column.isdecimal() else column
    return columns


def _find_columns(
    first: Sequence[str], path: str | Path, *, columns: Mapping[str, int | str] | None = None
) -> _GlossaryColumns:
    """The columns of a table, from its first row and, where given, the caller's `columns`.

    >>> columns = _find_columns(["Term ID", "中文", "English", "Author"], "t.csv")
    >>> columns.roles, columns.others
    ({'id': 0, 'zh': 1, 'en': 2}, ((3, 'Author'),))
    """
    if columns is not None:
        return _named_columns(first, columns, path)
    roles: dict[str, int] = {}
    others = []
    for at, cell in enumerate(first):
        role = _role(cell)
        if role and role not in roles:
            roles[role] = at
        elif role == "source":  # "term" and "source" side by side: the second says where from
            roles.setdefault("origin", at)
        else:
            others.append((at, cell.strip()))
    if {"zh", "en", "source"} <= roles.keys():
        roles.setdefault("origin", roles.pop("source"))
    if _has_sides(roles):
        return _GlossaryColumns(roles, len(first), tuple(others))
    if len(first) == 2 and not roles:
        return _GlossaryColumns({"source": 0, "target": 1}, 2, has_header=False)
    cells = ", ".join(cell.strip() for cell in first)
    message = "found no two columns of terms: expected headers such as 中文 and 英文, source and "
    message += f"target, or columns (zh=1,en=2); the first row is {cells}"
    raise FormatError(message[:500], path, 1)


def _has_sides(roles: Mapping[str, int]) -> bool:
    return {"zh", "en"} <= roles.keys() or {"source", "target"} <= roles.keys()


def _role(cell: str) -> str | None:
    plain = re.sub(r"[\s_]", "", cell.lower()).translate(_TRADITIONAL)
    plain = re.sub(r"[(（].*[)）]$", "", plain) or plain
    return _ROLE_OF.get(plain)


def _named_columns(
    first: Sequence[str], columns: Mapping[str, int | str], path: str | Path
) -> _GlossaryColumns:
    """The columns that the caller names, by number or by header."""
    headers = [cell.strip() for cell in first]
    roles: dict[str, int] = {}
    for role, name in columns.items():
        if name in headers:
            roles[role] = headers.index(str(name))
            continue
        number = int(name) if str(name).isdecimal() else 0
        if not 1 <= number <= len(headers):
            column = number or name
            row = ", ".join(headers)
            raise FormatError(f"no column {column!r} for {role}: the first row is {row}", path, 1)
        roles[role] = number - 1
    if not _has_sides(roles):
        message = "columns name no two columns of terms: expected zh and en, or source and target"
        raise FormatError(message, path)
    is_by_name = any(isinstance(name, str) for name in columns.values())
    has_header = is_by_name or any(_role(headers[at]) for at in roles.values())
    return _GlossaryColumns(roles, len(first), has_header=has_header)
