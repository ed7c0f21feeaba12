r"""The glossary TSV: one term a row, for people, git and diffs; and the plain two-column list.

    path ──load──▶ TermBase ──dump──▶ path

UTF-8, LF, a header, no quoting. Columns and rows are those of `glossary_rows`, the cells those of
`glossary_cells`. A file of two columns, none of them `concept` or `lang`, is a list of pairs,
`source⇥target`; script decides which column is Chinese.
"""

from __future__ import annotations

from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.opening import numbered_lines
from nqpterms.files.writing import atomic
from nqpterms.formats.glossary_rows import NumberedRow, from_rows, to_rows
from nqpterms.formats.word_lists import from_pairs
from nqpterms.model.termbase import TermBase


def load(path: str | Path) -> TermBase:
    """The term base in a glossary TSV or in a two-column list.

    Raises FormatError with the line of the first row that is broken, saying what was expected.
    """
    lines = ((at, line) for at, line in numbered_lines(path) if line.strip())
    rows: list[NumberedRow] = [(at, line.split("\t")) for at, line in lines]
    if not rows:
        message = "empty: expected a header (concept, lang, term, …) or two columns"
        raise FormatError(message, path)
    line, header = rows[0]
    names = [cell.strip() for cell in header]
    if len(names) == 2 and not {"concept", "lang"} & set(names):
        return from_pairs(rows, path)
    if line != 1:
        raise FormatError("blank line before the header: remove it", path, 1)
    return from_rows(names, rows[1:], path)


def is_glossary(path: str | Path) -> bool:
    """Whether a TSV is one that `load` reads; another is somebody's own table."""
    first = next((line for _, line in numbered_lines(path) if line.strip()), "")
    names = {cell.strip() for cell in first.split("\t")}
    return bool({"concept", "lang"} & names) or first.count("\t") < 2


def dump(base: TermBase, path: str | Path, *, lossy: bool = False) -> tuple[str, ...]:
    """Write a term base as glossary TSV (the same base, the same bytes); gives what it left out.

    Raises FormatError, naming the concept, for what has no column; `lossy` leaves it out instead.
    The name of the base is the file's name.
    """
    table = to_rows(base, path, lossy=lossy)
    with atomic(path) as file:
        file.writelines("\t".join(row) + "\n" for row in (table.header, *table.rows))
    return table.losses
