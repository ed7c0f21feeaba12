"""Confidence along the document and the shape of the alignment, as what the template draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from nqpterms.model.alignment import Bead
from nqpterms.report.parts import Part

BINS = 120
"""Bars along a document: at most one a paragraph, and about 6 pixels wide on a desk."""
_ROOM = 11.0  # per cent of the width that a chapter's shortened name takes
_FINE = 1000  # the dot plot's units a side


class Bin(Struct, frozen=True):
    """A stretch of paragraphs: place and width in per cent, how sure they are, how many alone.

    `mean` and `least` are per cent, None where nothing in the stretch has a partner; `alone` are
    counts of the Chinese and of the English side.
    """

    x: float
    width: float
    mean: float | None
    least: float | None
    alone: tuple[int, int]
    label: str


class Edge(NamedTuple):
    """Where a chapter begins, in per cent, and whether there is room for its name."""

    x: float
    label: str
    written: bool


class Line(NamedTuple):
    """Where a part begins, in per cent of the Chinese and of the English paragraphs."""

    zh: float
    en: float
    label: str
    level: int


class DotPlot(Struct, frozen=True):
    """Each pair of paragraphs as a dot, 0–1000 along the English and the Chinese text.

    `dots` and the paragraphs that stand alone are SVG paths of points.
    """

    dots: str
    alone_zh: str
    alone_en: str
    lines: tuple[Line, ...]
    pairs: int


def bins(parts: Sequence[Part], *, most: int = BINS) -> tuple[Bin, ...]:
    """The paragraphs of a page in at most *most* stretches of equally many."""
    beads = [(part.label, bead) for part in parts for bead in _paragraphs(part)]
    count = min(most, len(beads))
    found = []
    for number in range(count):
        begin, end = (len(beads) * edge // count for edge in (number, number + 1))
        group = [bead for _, bead in beads[begin:end]]
        sure = [100 * bead.confidence for bead in group if bead.zh and bead.en]
        alone = (sum(not b.en for b in group), sum(not b.zh for b in group))
        mean, least = (sum(sure) / len(sure), min(sure)) if sure else (None, None)
        width = 100 / count
        found.append(Bin(number * width, width, mean, least, alone, beads[begin][0]))
    return tuple(found)


def section_marks(parts: Sequence[Part]) -> tuple[Edge, ...]:
    """Where the chapters begin along the bins; what would be written over another is not."""
    total = sum(1 for part in parts for _ in _paragraphs(part)) or 1
    marks: list[Edge] = []
    before, free = 0, 0.0
    for part in parts:
        x = 100 * before / total
        if part.level == 1 and before < total:
            written = free <= x <= 100 - _ROOM
            free = x + _ROOM if written else free
            marks.append(Edge(x, part.label, written))
        before += sum(1 for _ in _paragraphs(part))
    return tuple(marks)


def dot_plot(parts: Sequence[Part]) -> DotPlot:
    """Which paragraph of one text answers which of the other, over the whole of both.

    >>> dot_plot([]).pairs
    0
    """
    beads = [bead for part in parts for bead in _paragraphs(part)]
    zh_total, en_total = (max(1, sum(len(side) for side in texts)) for texts in _sides(beads))
    zh = en = pairs = 0
    dots: dict[str, None] = {}
    alone: tuple[list[str], list[str]] = ([], [])
    lines = []
    for part in parts:
        lines.append(Line(100 * zh / zh_total, 100 * en / en_total, part.label, part.level))
        for bead in _paragraphs(part):
            x = round(_FINE * (en + len(bead.en) / 2) / en_total)
            y = round(_FINE * (zh + len(bead.zh) / 2) / zh_total)
            if bead.zh and bead.en:
                pairs += 1
                dots[f"M{x} {y}h0"] = None
            else:
                alone[0 if bead.zh else 1].append(f"M0 {y}h14" if bead.zh else f"M{x} 0v14")
            zh, en = zh + len(bead.zh), en + len(bead.en)
    there = tuple(lines) if beads else ()
    return DotPlot("".join(dots), "".join(alone[0]), "".join(alone[1]), there, pairs)


def _sides(
    beads: Sequence[Bead],
) -> tuple[Iterator[tuple[object, ...]], Iterator[tuple[object, ...]]]:
    return (bead.zh for bead in beads), (bead.en for bead in beads)


def _paragraphs(part: Part) -> Iterator[Bead]:
    return (row for row in part.rows if isinstance(row, Bead) and row.level == "paragraph")
