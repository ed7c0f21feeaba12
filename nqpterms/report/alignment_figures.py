"""Confidence along the document and the shape of the alignment, as what the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from nqpterms.model.alignment import Bead
from nqpterms.report.parts import PagePart

_BINS = 120
"""Bars along a document: at most one a paragraph, and about 6 pixels wide on a desk."""
_ROOM = 11.0  # per cent of the width that a chapter's shortened name takes
_FINE = 1000  # the dot plot's units a side


class _Bin(Struct, frozen=True):
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


class _Edge(NamedTuple):  # the template unpacks it
    """Where a chapter begins, in per cent, and whether there is room for its name."""

    x: float
    label: str
    has_room: bool


class _PartStart(Struct, frozen=True):
    """Where a part begins, in per cent of the Chinese and of the English paragraphs."""

    zh: float
    en: float
    label: str
    level: int


class _DotPlot(Struct, frozen=True):
    """Each pair of paragraphs as a dot, 0–1000 along the English and the Chinese text.

    `dots` and the paragraphs that stand alone are SVG paths of points.
    """

    dots: str
    alone_zh: str
    alone_en: str
    lines: tuple[_PartStart, ...]
    pairs: int


def bins(parts: Sequence[PagePart], *, most: int = _BINS) -> tuple[_Bin, ...]:
    """The paragraphs of a page in at most *most* stretches of equally many."""
    labels: list[str] = []
    beads: list[Bead] = []
    for part in parts:
        for bead in _paragraphs(part):
            labels.append(part.label)
            beads.append(bead)
    count = min(most, len(beads))
    stretches = []
    for number in range(count):
        start = len(beads) * number // count
        end = len(beads) * (number + 1) // count
        stretches.append(
            _bin(beads[start:end], number, 100 / count, labels[start])
        )
    return tuple(stretches)


def section_marks(parts: Sequence[PagePart]) -> tuple[_Edge, ...]:
    """Where the chapters begin along the bins; what would be written over another is not."""
    sizes = [len(_paragraphs(part)) for part in parts]
    total = sum(sizes) or 1
    marks: list[_Edge] = []
    before, free_from = 0, 0.0
    for part, size in zip(parts, sizes, strict=True):
        x = 100 * before / total
        if part.level == 1 and before < total:
            has_room = free_from <= x <= 100 - _ROOM
            if has_room:
                free_from = x + _ROOM
            marks.append(_Edge(x, part.label, has_room))
        before += size
    return tuple(marks)


def dot_plot(parts: Sequence[PagePart]) -> _DotPlot:
    """Which paragraph of one text answers which of the other, over the whole of both.

    >>> dot_plot([]).pairs
    0
    """
    beads = [bead for part in parts for bead in _paragraphs(part)]
    zh_total = max(1, sum(len(bead.zh) for bead in beads))
    en_total = max(1, sum(len(bead.en) for bead in beads))
    zh = en = pairs = 0
    dots: dict[
        str, None
    ] = {}  # each once, in order: long texts have several at one point
    alone_zh: list[str] = []
    alone_en: list[str] = []
    starts = []
    for part in parts:
        starts.append(
            _PartStart(
                100 * zh / zh_total, 100 * en / en_total, part.label, part.level
            )
        )
        for bead in _paragraphs(part):
            x = round(_FINE * (en + len(bead.en) / 2) / en_total)
            y = round(_FINE * (zh + len(bead.zh) / 2) / zh_total)
            if bead.zh and bead.en:
                pairs += 1
                dots[f"M{x} {y}h0"] = None
            elif bead.zh:
                alone_zh.append(f"M0 {y}h14")
            else:
                alone_en.append(f"M{x} 0v14")
            zh += len(bead.zh)
            en += len(bead.en)
    lines = tuple(starts) if beads else ()
    return _DotPlot(
        "".join(dots), "".join(alone_zh), "".join(alone_en), lines, pairs
    )


def _bin(beads: Sequence[Bead], number: int, width: float, label: str) -> _Bin:
    confidences = [
        100 * bead.confidence for bead in beads if bead.zh and bead.en
    ]
    mean = sum(confidences) / len(confidences) if confidences else None
    least = min(confidences, default=None)
    only_zh = sum(1 for bead in beads if not bead.en)
    only_en = sum(1 for bead in beads if not bead.zh)
    return _Bin(number * width, width, mean, least, (only_zh, only_en), label)


def _paragraphs(part: PagePart) -> list[Bead]:
    return [
        row
        for row in part.rows
        if isinstance(row, Bead) and row.level == "paragraph"
    ]
