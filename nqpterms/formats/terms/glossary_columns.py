"""Which columns of somebody's table hold terms, and what the other ones say.

    rows ──find_columns──▶ GlossaryColumns: terms by language, roles, what belongs to which term

The heads decide where they are understood (`formats.column_heads`); the script of what stands below
where they are not, or where there are none. Several columns of one language hold synonyms; a column
of forbidden terms holds deprecated ones. A column that is not known becomes a note, so that nothing
is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.formats.column_heads import (
    ColumnHead,
    header_at,
    heading,
    heads_of_unknown_words,
    script_of,
    text_columns,
)
from nqpterms.formats.terms.aliases import tag_of
from nqpterms.formats.terms.glossary_tsv import NumberedRow
from nqpterms.formats.terms.word_lists import chinese_column
from nqpterms.model.alignment import Side
from nqpterms.model.termbase import Status

ENTRY_ROLES = ("id", "pos", "origin", "subject", "reading", "status")
ROLES = (
    *(
        "zh",
        "en",
        "source",
        "target",
        "source_lang",
        "target_lang",
        "row",
        "definition",
        "note",
    ),
    *ENTRY_ROLES,
)
"""What ``--columns`` may name."""

_OF_A_ROW = ("row", "note", *ENTRY_ROLES)
_OF_A_TERM = ("info", "status", "context", "pos", "note")
_OTHER: dict[Side, Side] = {"zh": "en", "en": "zh"}

_OpenColumn: TypeAlias = tuple[int, ColumnHead]
"""A column whose head names no language, and its head."""


class TermColumn(Struct, frozen=True):
    """A column of terms of one language: its tag where the head is needed for it, its status.

    `marks` are the columns that belong to its terms: (role, column).
    """

    at: int
    side: Side
    tag: str = ""
    status: Status = ""
    marks: tuple[tuple[str, int], ...] = ()


class GlossaryColumns(Struct, frozen=True):
    """The columns of a table, counted from 0.

    `roles` are those that say something of a whole row, `tags` those with language tags;
    `definitions` have the language that their head names; `others` are unknown, under their heads.
    `flags` are columns that say of each row, with yes or no, whether its terms have a status.
    `header` is the index of the row of heads, None where there is none.
    """

    terms: tuple[TermColumn, ...]
    roles: Mapping[str, int]
    width: int
    definitions: tuple[tuple[int, Side | None], ...] = ()
    others: tuple[tuple[int, str], ...] = ()
    tags: Mapping[Side, int] = {}
    flags: tuple[tuple[int, Status], ...] = ()
    header: int | None = None

    def of_side(self, side: Side) -> list[TermColumn]:
        """The columns with terms of a language."""
        return [column for column in self.terms if column.side == side]


def find_columns(
    rows: Sequence[NumberedRow],
    path: str | Path,
    *,
    columns: Mapping[str, int | str] | None = None,
) -> GlossaryColumns:
    """The columns of a table, from its heads and texts, or as the caller names them in `columns`.

    Raises FormatError where no two columns of terms are found.

    >>> rows = [(1, ["Term ID", "中文", "English", "Author"]), (2, ["1", "税", "tax", "Li"])]
    >>> columns = find_columns(rows, "t.csv")
    >>> [(column.at, column.side) for column in columns.terms], columns.roles, columns.others
    ([(1, 'zh'), (2, 'en')], {'id': 0}, ((3, 'Author'),))
    """
    if columns is not None:
        return _named_columns(rows, columns, path)
    cells = [row for _, row in rows]
    at = header_at(cells)
    if at is not None:
        return _by_heads([heading(cell) for cell in cells[at]], cells, at, path)
    sides = text_columns(cells)
    if sides is None:
        first = ", ".join(cell.strip() for cell in cells[0])
        message = "found no two columns of terms: expected headers such as 中文 and 英文, source "
        message += (
            f"and target, or columns (zh=1,en=2); the first row is {first}"
        )
        raise FormatError(message[:500], path, rows[0][0])
    heads = heads_of_unknown_words(cells[0], sides)
    if heads:
        return _by_heads(heads, cells, 0, path)
    return _by_script(cells, sides)


def _by_script(
    rows: Sequence[Sequence[str]], sides: tuple[int, int]
) -> GlossaryColumns:
    """The columns of a table without heads: two of terms, and what stands behind them."""
    width = max(map(len, rows))
    zh_at, en_at = sides
    terms = [TermColumn(zh_at, "zh"), TermColumn(en_at, "en")]
    terms.sort(key=lambda column: column.at)
    others = []
    tags: dict[Side, int] = {}
    for at in range(terms[0].at + 1, width):
        if at in sides:
            continue
        named = _named_language(rows, at)
        if named:
            tags.setdefault(named, at)
        else:
            others.append((at, ""))
    return GlossaryColumns(
        tuple(terms), {}, width, others=tuple(others), tags=tags
    )


def _named_language(rows: Sequence[Sequence[str]], at: int) -> Side | None:
    """The language whose tag stands in each row of a column; None for any other column."""
    sides = set()
    for row in rows:
        head = heading(row[at]) if at < len(row) else None
        is_tag = head and head.role == "term" and tag_of(row[at])
        sides.add(head.side if head and is_tag else None)
    return sides.pop() if len(sides) == 1 else None


class _ColumnDraft(Struct):
    """The columns while the heads are gone through; those in `open` still want a language."""

    terms: list[TermColumn]
    open: list[_OpenColumn]
    roles: dict[str, int]
    definitions: list[tuple[int, Side | None]]
    others: list[tuple[int, str]]


def _by_heads(
    heads: Sequence[ColumnHead | None],
    rows: Sequence[Sequence[str]],
    at: int,
    path: str | Path,
) -> GlossaryColumns:
    """The columns as the heads in the row number *at* name them."""
    heads = _with_texts_for_tags(heads)
    flags = _flags(heads, rows[at + 1 :])
    draft = _ColumnDraft([], [], {}, [], [])
    several = _several_roles(heads)
    marks: dict[
        int, list[tuple[str, int]]
    ] = {}  # of the term column that they stand behind
    last = -1
    for column, head in enumerate(heads):
        if column in flags:
            continue
        if head is None:
            draft.others.append((column, rows[at][column].strip()))
        elif head.role == "term":
            last = column
            _add_terms(draft, column, head)
        elif (
            last >= 0
            and head.role in _OF_A_TERM
            and (head.side or head.role in several)
        ):
            marks.setdefault(last, []).append((head.role, column))
        else:
            _add_role(draft, column, head, rows[at][column].strip())
    _settle_open(draft, rows[at + 1 :], path)
    terms = []
    for term in sorted(draft.terms, key=lambda term: term.at):
        own = tuple(marks.get(term.at, ()))
        terms.append(TermColumn(term.at, term.side, term.tag, term.status, own))
    return GlossaryColumns(
        tuple(_without_needless_tags(terms)),
        draft.roles,
        len(rows[at]),
        tuple(draft.definitions),
        tuple(draft.others),
        _tag_columns(heads, terms),
        tuple(flags.items()),
        at,
    )


_YES = frozenset("是 对 有 y yes true 1 √ ✓ ✔ x ×".split())
_NO = frozenset("否 不 无 n no false 0 - — /".split())


def _flags(
    heads: Sequence[ColumnHead | None], rows: Sequence[Sequence[str]]
) -> dict[int, Status]:
    """The columns whose head names a status and whose cells say yes or no, with the status."""
    flags: dict[int, Status] = {}
    for at, head in enumerate(heads):
        if head is None or not head.status or head.side:
            continue
        words = {row[at].strip().lower() for row in rows if at < len(row)}
        words.discard("")
        if words and words <= _YES | _NO:
            flags[at] = head.status
    return flags


def is_yes(cell: str) -> bool:
    """Whether a cell in a column of yes and no says yes."""
    return cell.strip().lower() in _YES


def _several_roles(heads: Sequence[ColumnHead | None]) -> set[str]:
    """The roles that stand behind more than one column: they say something of a term, not a row."""
    roles = [head.role for head in heads if head]
    return {
        role
        for role in roles
        if roles.count(role) > 1 or role in ("info", "context")
    }


def _with_texts_for_tags(
    heads: Sequence[ColumnHead | None],
) -> Sequence[ColumnHead | None]:
    """The heads, where "source language" stands above the texts themselves and not above tags."""
    if any(head and head.role == "term" for head in heads):
        return heads
    settled: list[ColumnHead | None] = []
    for head in heads:
        if head and head.role == "source_lang":
            head = ColumnHead("term", part="source")
        elif head and head.role == "target_lang":
            head = ColumnHead("term", part="target")
        settled.append(head)
    return settled


def _add_terms(draft: _ColumnDraft, column: int, head: ColumnHead) -> None:
    if head.side:
        draft.terms.append(TermColumn(column, head.side, head.tag, head.status))
    else:
        draft.open.append((column, head))


def _add_role(
    draft: _ColumnDraft, column: int, head: ColumnHead, text: str
) -> None:
    if head.role == "definition":
        draft.definitions.append((column, head.side))
    elif head.role in draft.roles:
        draft.others.append((column, text))
    else:
        draft.roles[head.role] = column


def _settle_open(
    draft: _ColumnDraft, rows: Sequence[Sequence[str]], path: str | Path
) -> None:
    """Give the columns of source, target and terms a language."""
    sides = {term.side for term in draft.terms}
    if len(sides) < 2 and not sides:
        _settle_parts(draft, rows, path)
        return
    for column, head in draft.open:
        is_from_where = (
            head.part == "source" and not head.status and len(sides) == 2
        )
        if is_from_where:
            draft.roles.setdefault("origin", column)
            continue
        other = _OTHER[next(iter(sides))]
        side = (script_of(rows, column) or "en") if len(sides) == 2 else other
        draft.terms.append(TermColumn(column, side, "", head.status))


def _settle_parts(
    draft: _ColumnDraft, rows: Sequence[Sequence[str]], path: str | Path
) -> None:
    """Source and target, or two columns that both are said to hold terms: the script decides."""
    sources, targets = _sources_and_targets(draft)
    source_at, target_at = sources[0][0], targets[0][0]
    side = _first_side(rows, (source_at, target_at), path)
    for columns, own in ((sources, side), (targets, _OTHER[side])):
        for at, head in columns:
            draft.terms.append(TermColumn(at, own, "", head.status))


def _sources_and_targets(
    draft: _ColumnDraft,
) -> tuple[list[_OpenColumn], list[_OpenColumn]]:
    """The columns without a language, by what they hold; a source of terms is kept in the draft."""
    sources: list[_OpenColumn] = []
    targets: list[_OpenColumn] = []
    for at, head in draft.open:
        part = targets if head.part == "target" else sources
        part.append((at, head))
    if not targets:
        return sources[:1], sources[1:]
    items = [(at, head) for at, head in sources if head.part is None]
    if all(head.status for _, head in items):
        return sources, targets
    # "term", "source" and "translation": the source says where a term is from
    for at, head in sources:
        if head.part == "source" and not head.status:
            draft.roles.setdefault("origin", at)
    return items, targets


def _first_side(
    rows: Sequence[Sequence[str]], columns: tuple[int, int], path: str | Path
) -> Side:
    """The language of the first of two columns, by the script of their texts."""
    texts = [[row[at] for row in rows if at < len(row)] for at in columns]
    return "zh" if chinese_column(texts, path) == 0 else "en"


def _without_needless_tags(terms: Sequence[TermColumn]) -> Iterator[TermColumn]:
    """The columns; a tag stays where a language has columns of several tags."""
    for term in terms:
        tags = {other.tag for other in terms if other.side == term.side}
        tag = term.tag if len(tags) > 1 else ""
        yield TermColumn(term.at, term.side, tag, term.status, term.marks)


def _tag_columns(
    heads: Sequence[ColumnHead | None], terms: Sequence[TermColumn]
) -> Mapping[Side, int]:
    """The columns in which each row names the language of its source and its target."""
    by_part: dict[str, Side] = {}
    for term in terms:
        head = heads[term.at]
        if head and head.part:
            by_part.setdefault(head.part, term.side)
    first = terms[0].side
    by_part = {"source": first, "target": _OTHER[first]} | by_part
    tags: dict[Side, int] = {}
    for column, head in enumerate(heads):
        if head and head.role in ("source_lang", "target_lang"):
            tags.setdefault(by_part[head.role.removesuffix("_lang")], column)
    return tags


def row_tags(cells: Sequence[str], columns: GlossaryColumns) -> dict[Side, str]:
    """The language tags that a row names, "" where it names none."""
    tags: dict[Side, str] = {"zh": "", "en": ""}
    for side, at in columns.tags.items():
        tags[side] = tag_of(cells[at])
    return tags


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
            message = (
                f"columns {part!r}: expected zh=2,en=3 with the roles {roles}"
            )
            raise NqptermsError(message)
        columns[role] = int(column) if column.isdecimal() else column
    return columns


def _named_columns(
    rows: Sequence[NumberedRow],
    columns: Mapping[str, int | str],
    path: str | Path,
) -> GlossaryColumns:
    """The columns that the caller names, by number or by header."""
    headings = [cell.strip() for cell in rows[0][1]]
    numbers = {
        role: _numbered(role, name, headings, path)
        for role, name in columns.items()
    }
    is_by_name = any(isinstance(name, str) for name in columns.values())
    has_header = is_by_name or any(
        heading(headings[at]) for at in numbers.values()
    )
    body = [row for _, row in rows[has_header:]]
    sides = _named_sides(numbers, body, path)
    terms = sorted(
        (TermColumn(at, side) for side, at in sides.items()),
        key=lambda term: term.at,
    )
    return GlossaryColumns(
        tuple(terms),
        {role: at for role, at in numbers.items() if role in _OF_A_ROW},
        len(headings),
        tuple(
            (at, None) for role, at in numbers.items() if role == "definition"
        ),
        tags=_named_tags(numbers, first=next(iter(sides))),
        header=0 if has_header else None,
    )


def _named_sides(
    numbers: Mapping[str, int], body: Sequence[Sequence[str]], path: str | Path
) -> dict[Side, int]:
    """The columns of terms, the source's first."""
    if {"zh", "en"} <= numbers.keys():
        zh, en = numbers["zh"], numbers["en"]
        return {"zh": zh, "en": en} if zh < en else {"en": en, "zh": zh}
    if {"source", "target"} <= numbers.keys():
        parts = numbers["source"], numbers["target"]
        first = _first_side(body, parts, path)
        return {first: parts[0], _OTHER[first]: parts[1]}
    message = "columns name no two columns of terms: expected zh and en, or source and target"
    raise FormatError(message, path)


def _named_tags(numbers: Mapping[str, int], first: Side) -> dict[Side, int]:
    """The columns in which each row names its languages, where the caller names such."""
    roles: dict[Side, str] = {
        first: "source_lang",
        _OTHER[first]: "target_lang",
    }
    return {
        side: numbers[role] for side, role in roles.items() if role in numbers
    }


def _numbered(
    role: str, name: int | str, headings: Sequence[str], path: str | Path
) -> int:
    """The index of a column that is named by its header or its number."""
    if name in headings:
        return headings.index(str(name))
    number = int(name) if str(name).isdecimal() else 0
    if not 1 <= number <= len(headings):
        row = ", ".join(headings)
        raise FormatError(
            f"no column {number or name!r} for {role}: the first row is {row}",
            path,
            1,
        )
    return number - 1
