r"""A glossary TSV with a new content, changed only in the lines that must change.

    lines of a file, the base that they are to hold ──dump_over──▶ the same lines, some changed

A row is a term. One that says the same as before keeps its bytes; one that says something else gets
new cells where they differ; a new term stands behind the last row of its concept, a new concept at
the end; what the base no longer has goes. Columns stay as they are: what none of them holds is left
out, and named. A file whose last line has no end keeps none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.text_lines import numbered_lines
from nqpterms.files.writing import atomic
from nqpterms.formats.terms.fields import join_values
from nqpterms.formats.terms.glossary_tsv import load, to_rows
from nqpterms.model.termbase import Term, TermBase

_Row = dict[str, str]
_Name = tuple[str, str, str]
_BOM = "\ufeff"


class _GlossaryLine(Struct):
    """A line of the file, what its row says in every column, and the lines that follow it now."""

    text: str
    row: _Row | None = None
    behind: list[str] = []


def dump_over(
    base: TermBase, path: str | Path, *, old: str | Path
) -> tuple[str, ...]:
    """Write a term base as the lines of the glossary TSV *old*; gives what it had no column for.

    Raises FormatError, naming the concept, for what no glossary TSV holds, and for an *old* that is
    not UTF-8 or is no glossary TSV; then nothing is written.
    """
    before = _rows(load(old), old)
    text = _text_of(old)
    lines = [_GlossaryLine(line) for line in StringIO(text, newline="\n")]
    end = "\r\n" if lines[0].text.endswith("\r\n") else "\n"
    header = [
        cell.strip() for cell in lines[0].text.removeprefix(_BOM).split("\t")
    ]
    row_lines = [line for line in lines[1:] if line.text.strip()]
    for line, row in zip(row_lines, before, strict=True):
        line.row = row
    left_out = _fitted([lines[0], *row_lines], _rows(base, path), header, end)
    joined = _joined(lines, end)
    if not text.endswith("\n"):
        joined = joined.removesuffix(end)
    with atomic(path, encoding=None) as file:
        file.write(joined.encode("utf-8"))
    return tuple(
        f"no column {column}: left out of {n} row{'s' * (n != 1)}"
        for column, n in left_out.items()
    )


def line_of_term(path: str | Path, concept: str, term: Term) -> tuple[int, str]:
    """The line of a glossary TSV that holds a term of a concept: its number from 1, and its text.

    Raises KeyError where there is none.
    """
    rows = _rows(load(path), path)
    _, *lines = [
        (at, line) for at, line in numbered_lines(path) if line.strip()
    ]
    by_name = {_name(row): line for row, line in zip(rows, lines, strict=True)}
    return by_name[concept, term.lang, join_values((term.text,))]


def _text_of(path: str | Path) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise FormatError(
            "is not UTF-8: save it as UTF-8, so that lines stay", path
        ) from None


def _rows(base: TermBase, path: str | Path) -> list[_Row]:
    """A row a term, by column."""
    table = to_rows(base, path)
    return [dict(zip(table.header, cells, strict=True)) for cells in table.rows]


def _fitted(
    lines: Sequence[_GlossaryLine],
    rows: Iterable[_Row],
    header: Sequence[str],
    end: str,
) -> Counter[str]:
    """Give each row its line: one that stands there, or a new one; what the columns do not hold."""
    by_name: dict[_Name, list[_GlossaryLine]] = defaultdict(list)
    last_of: dict[str, _GlossaryLine] = {}
    for line in lines:
        if line.row is None:
            continue  # the header
        by_name[_name(line.row)].append(line)
        last_of[line.row["concept"]] = line
    left_out: Counter[str] = Counter()
    for row in rows:
        standing = by_name[_name(row)]
        if standing:
            line = standing.pop(0)
            before = line.row or {}
            line.text = _with_changes(line.text, before, row, header)
        else:
            before = {}
            line = last_of.get(row["concept"], lines[-1])
            line.behind.append(
                "\t".join(row.get(column, "") for column in header) + end
            )
        left_out.update(_new_elsewhere(before, row, header))
    for line in (line for gone in by_name.values() for line in gone):
        line.text = ""
    return left_out


def _name(row: _Row) -> _Name:
    """By what a row is known again."""
    return row["concept"], row["lang"], row["term"]


def _with_changes(
    text: str, before: _Row, row: _Row, header: Sequence[str]
) -> str:
    """A line with the cells that say something else than before."""
    content = text.rstrip("\r\n")
    cells = content.split("\t")
    for at, column in enumerate(header):
        if row.get(column, "") != before.get(column, ""):
            cells[at] = row.get(column, "")
    return "\t".join(cells) + text[len(content) :]


def _new_elsewhere(before: _Row, row: _Row, header: Sequence[str]) -> list[str]:
    """The columns, none of the file's, in which a row says something that it did not say before."""
    return [
        column
        for column, cell in row.items()
        if cell and column not in header and cell != before.get(column, "")
    ]


def _joined(lines: Sequence[_GlossaryLine], end: str) -> str:
    """All lines as one text, each with an end where another follows."""
    parts: list[str] = []
    for line in lines:
        for text in (line.text, *line.behind):
            if parts and not parts[-1].endswith("\n"):
                parts[-1] += end
            if text:
                parts.append(text)
    return "".join(parts)
