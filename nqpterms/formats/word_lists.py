"""Pairs of a Chinese and an English term, as people list them, as a term base.

A list says which rendering is wanted and nothing more, so its terms have no status, and rows with
the same Chinese are renderings of one concept. A concept is named after its first English term,
so that a row added elsewhere renames nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from nqpterms.errors import FormatError
from nqpterms.formats.glossary_cells import NAME_CHARACTERS, NCNAME
from nqpterms.lang.chinese import has_han, script
from nqpterms.termbase import Concept, Term, TermBase

_HEADERS = frozenset({"source", "target", "zh", "en", "chinese", "english", "term", "translation"})
_HEADERS |= {"中文", "英文", "术语", "译文", "原文", "術語", "譯文"}


class Pair(NamedTuple):
    """One row of a list."""

    zh: str
    en: str


def from_pairs(rows: Sequence[tuple[int, Sequence[str]]], path: str | Path) -> TermBase:
    """The term base of a two-column list: numbered rows, with or without a header.

    Raises FormatError for a row that has not two filled cells, and for a list whose columns are
    not one Chinese and one other.

    >>> base = from_pairs([(1, ["productivity", "生产力"])], "list.tsv")
    >>> [(term.lang, term.text) for _, term in base.terms()]
    [('zh-Hans', '生产力'), ('en', 'productivity')]
    """
    body = rows[1:] if is_header(rows[0][1]) else rows
    for line, cells in body:
        if len(cells) != 2:
            message = f"expected 2 columns (source, target), found {len(cells)}"
            raise FormatError(f"{message}: a tab parts the two terms", path, line)
        if not all(cell.strip() for cell in cells):
            raise FormatError("empty cell: every row is a term and its translation", path, line)
    cells_of = [[cells[side].strip() for _, cells in body] for side in (0, 1)]
    chinese = chinese_column(cells_of, path)
    pairs = zip(cells_of[chinese], cells_of[1 - chinese], strict=True)
    return TermBase(as_concepts(Pair(zh, en) for zh, en in pairs), Path(path).stem)


def is_header(cells: Sequence[str]) -> bool:
    """Whether every cell of a row is a name that people give to a column of terms.

    >>> is_header(["Chinese", "English"]), is_header(["新能源", "new energy"])
    (True, False)
    """
    return all(cell.strip().lower() in _HEADERS for cell in cells)


def chinese_column(columns: Sequence[Sequence[str]], path: str | Path) -> int:
    """Which of two columns is Chinese: the one with more cells in Han characters."""
    left, right = (sum(map(has_han, column)) for column in columns)
    if left == right:
        what = "neither column is Chinese" if not left else "both columns hold Chinese"
        message = f"{what}: expected Chinese terms in one column and English ones in the other"
        raise FormatError(message, path)
    return 0 if left > right else 1


def as_concepts(pairs: Iterable[Pair]) -> tuple[Concept, ...]:
    """One concept for each Chinese term, with all its renderings, in the list's order.

    >>> [c.id for c in as_concepts([Pair("新能源", "new energy"), Pair("新能源", "renewables")])]
    ['new-energy']
    """
    renderings: dict[str, dict[str, None]] = {}
    for zh, en in pairs:
        renderings.setdefault(zh, {})[en] = None
    language = script("".join(renderings))
    taken: set[str] = set()
    concepts = []
    for zh, english in renderings.items():
        terms = (Term(zh, language), *(Term(en, "en") for en in english))
        name = concept_id(next(iter(english)), taken)
        taken.add(name)
        concepts.append(Concept(name, terms))
    return tuple(concepts)


def concept_id(term: str, taken: set[str]) -> str:
    """An NCName made of a term, with a number where it is taken.

    >>> concept_id("AI Plus", set()), concept_id("AI+", {"ai"}), concept_id("5G", set())
    ('ai-plus', 'ai-2', 'c-5g')
    """
    plain = unicodedata.normalize("NFKD", term).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    name = re.sub(f"(?:[^{NAME_CHARACTERS}]|[_.])+", "-", plain).strip("-")
    if not NCNAME.fullmatch(name):
        name = f"c-{name}".strip("-")
    numbered, count = name, 1
    while numbered in taken:
        count += 1
        numbered = f"{name}-{count}"
    return numbered
