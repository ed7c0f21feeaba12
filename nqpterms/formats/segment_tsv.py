"""Bitext as TSV: ``zh⇥en``, a header optional, one pair a row, UTF-8, no quoting.

The order of the two columns says which side is the translation: the second one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.opening import numbered_lines
from nqpterms.files.writing import text_file
from nqpterms.formats.segment_columns import segments_of
from nqpterms.formats.segment_properties import naming_segment, told
from nqpterms.model.alignment import Segment, Side

_LOOK_AHEAD = 10_000  # segments that decide which columns there are
_FORBIDDEN = re.compile("[\t\n\r\0\ud800-\udfff]")


def load(
    path: str | Path, *, broken: Callable[[FormatError], None] | None = None
) -> Iterator[Segment]:
    """The pairs of a TSV in order; a row with other columns than the first is a FormatError.

    With *broken* such a row is left out, and its error given to it.
    """
    rows = ((number, line.split("\t")) for number, line in numbered_lines(path) if line)
    return segments_of(rows, path, column=_begin, broken=broken)


def dump(segments: Iterable[Segment], path: str | Path, *, lossy: bool = False) -> None:
    """Write pairs with a header: both languages, `doc`, `id`, and what else the segments say.

    The first 10,000 segments decide which columns there are. What they cannot hold (a tab or a
    line end in a text, inline markup, a property of a later segment alone) is a FormatError; with
    `lossy` markup and properties stay behind.
    """
    with text_file(path) as file:
        for cells in segment_rows(segments, path, lossy=lossy):
            file.write("\t".join(cells) + "\n")


def segment_rows(
    segments: Iterable[Segment],
    path: str | Path,
    *,
    lossy: bool,
    forbidden: re.Pattern[str] = _FORBIDDEN,
) -> Iterator[list[str]]:
    """The rows of a table that holds the segments, its header first."""
    rest = iter(segments)
    head = list(islice(rest, _LOOK_AHEAD))
    target: Side = head[0].target if head else "en"
    columns = [*(("zh", "en") if target == "en" else ("en", "zh")), "doc", "id"]
    if not lossy:
        columns += dict.fromkeys(name for one in head for name, _ in told(one, doc=False))
    with naming_segment(1, path):
        _check(columns, forbidden)
        if len(set(columns)) < len(columns):
            raise FormatError("has a property with the name of a column")
    yield columns
    for number, segment in enumerate(chain(head, rest), 1):
        with naming_segment(number, path):
            cells = _cells(segment, columns, target, lossy=lossy)
            _check(cells, forbidden)
        yield cells


def _cells(segment: Segment, columns: Sequence[str], target: Side, *, lossy: bool) -> list[str]:
    said = {"zh": segment.zh, "en": segment.en, "doc": segment.doc, "id": segment.id}
    if segment.target != target:
        raise FormatError("is translated the other way than the first; write JSON Lines instead")
    if not lossy:
        if segment.markup:
            raise FormatError("has inline markup, which a table cannot hold; write JSON Lines")
        for name, value in told(segment, doc=False):
            if name not in columns[4:] or name in said:
                message = f"has the property {name!r} twice, or none before it has"
                raise FormatError(f"{message}; write JSON Lines instead")
            said[name] = value
    return [said.get(column, "") for column in columns]


def _check(cells: Iterable[str], forbidden: re.Pattern[str]) -> None:
    for cell in cells:
        if found := forbidden.search(cell):
            message = f"holds U+{ord(found[0]):04X}, which a cell cannot"
            raise FormatError(f"{message}; write JSON Lines instead")


def _begin(cells: Sequence[str], column: int) -> int:
    """The column of the file where a cell begins."""
    return 1 + sum(len(cell) + 1 for cell in cells[:column])
