"""The tables of docs/formats.md, printed from the rows of the formats.

    python tests/formats/format_tables.py

writes them anew, each between two comments that name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nqpterms.formats.bitext_formats import BITEXTS
from nqpterms.formats.format_rows import OPTIONS, Format
from nqpterms.formats.term_formats import TERM_BASES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats.md"


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(header), ["---"] * len(list(header)), *map(list, rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def names(row: Format[Any]) -> str:
    return " ".join(f"`{name}`" for name in row.names)


def term_bases() -> str:
    rows = []
    for row in TERM_BASES:
        reads = "yes" if row.load_options is not None else ""
        writes = "yes" if row.dump_options is not None else ""
        rows.append((row.holds, names(row), reads, writes, row.loses))
    return table(
        (
            "format",
            "suffix or type",
            "reads",
            "writes",
            "what it does not hold",
        ),
        rows,
    )


def bitexts() -> str:
    rows = [(row.holds, names(row), row.loses) for row in BITEXTS]
    return table(("format", "suffix or type", "what it does not hold"), rows)


def options() -> str:
    rows = []
    for name, meaning in OPTIONS.items():
        users = []
        for row in (*TERM_BASES, *BITEXTS):
            if name in (*(row.load_options or ()), *(row.dump_options or ())):
                users.append(row.name)
        rows.append((f"`{name}`", meaning, " ".join(dict.fromkeys(users))))
    return table(("option", "what it does", "formats"), rows)


def page() -> str:
    """The page with its tables as they should be."""
    text = PAGE.read_text(encoding="utf-8")
    for name, content in (
        ("term bases", term_bases()),
        ("bitexts", bitexts()),
        ("options", options()),
    ):
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        pattern = f"{re.escape(begin)}.*?{re.escape(end)}"
        new = f"{begin}{content}{end}"
        text = re.sub(pattern, lambda _, new=new: new, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
