"""Counts by year as TSV: ``concept lang form counts``, the counts as ``1978:2 1979:5``.

The first lines, without concept and form, say how much text each year has. A year that is added
changes the ends of lines only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.text_lines import numbered_lines
from nqpterms.model.histories import History, TermYears, YearCount

COLUMNS = ("concept", "lang", "form", "counts")
_COUNT = re.compile(r"([0-9]{4}):([0-9]{1,9})")


def load(path: str | Path) -> History:
    """Read counts; raises FormatError with the line that is not as it should be."""
    texts: dict[str, tuple[YearCount, ...]] = {}
    terms: list[TermYears] = []
    for number, line in numbered_lines(path):
        cells = line.split("\t")
        if number == 1:
            if tuple(cells) != COLUMNS:
                message = f"expected the columns {', '.join(COLUMNS)} with tabs between them"
                raise FormatError(message, path, number)
            continue
        if len(cells) != len(COLUMNS):
            message = f"expected {len(COLUMNS)} cells, found {len(cells)}"
            raise FormatError(message, path, number)
        concept, lang, form, cell = cells
        counts = tuple(_count(part, path, number) for part in cell.split())
        if concept:
            terms.append(TermYears(concept, lang, form, counts))
        else:
            texts[lang] = counts
    return History(texts, tuple(terms))


def dump(history: History) -> Iterator[str]:
    """The lines of the table, sizes of texts first."""
    yield "\t".join(COLUMNS) + "\n"
    for lang, sizes in sorted(history.texts.items(), reverse=True):
        yield _line("", lang, "", sizes)
    for term in history.terms:
        yield _line(term.concept, term.lang, term.form, term.counts)


def _count(text: str, path: str | Path, number: int) -> YearCount:
    match = _COUNT.fullmatch(text)
    if match is None:
        raise FormatError(f"expected year:count, found {text!r}", path, number)
    return YearCount(int(match[1]), int(match[2]))


def _line(
    concept: str, lang: str, form: str, counts: tuple[YearCount, ...]
) -> str:
    cell = " ".join(f"{year}:{count}" for year, count in counts)
    return "\t".join((concept, lang, form, cell)) + "\n"
