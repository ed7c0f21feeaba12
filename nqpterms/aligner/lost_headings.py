"""A heading that one text has lost, told by the layout its text kept.

Where a heading falls out of a page, its blank lines often stay: the text that stood under it
begins after a wider gap than other paragraphs do. If the other language has headings left alone
there, exactly as many as there are wider gaps, the text from each gap on is their counterpart: a
Section without number and title. Without such a gap nothing is guessed; the heading stays alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from nqpterms.model.alignment import SectionPair, Side
from nqpterms.model.document import Document, Section

SUREST = 0.9
"""The highest confidence that layout alone may give (by judgement)."""


def recover_headings(rows: Sequence[SectionPair], zh: Document, en: Document) -> list[SectionPair]:
    """The rows with each heading that the other text lost paired to the text it stood over."""
    found = list(rows)
    documents: tuple[tuple[Document, Side], ...] = ((zh, "zh"), (en, "en"))
    for document, side in documents:
        wide, rate = _wide_gaps(document)
        paired = [k for k, row in enumerate(found) if row.zh and row.en]
        for start, end in reversed(list(pairwise([*paired, len(found)]))):
            # Newest first, so that a stretch that grows moves no other.
            found[start:end] = _mended(found[start:end], wide, rate=rate, side=side)
    return found


def _mended(
    rows: Sequence[SectionPair], wide: frozenset[int], *, rate: float, side: Side
) -> Iterator[SectionPair]:
    """A pair and the rows alone behind it, after cutting the pair's text on *side* at its gaps."""
    head, *alone = rows
    text = _section(head, side)
    lost = [row for row in alone if _section(row, side) is None]
    cuts = [k for k, p in enumerate(text.paragraphs) if k and p.line in wide] if text else []
    confidence = min(SUREST, 1 - rate * (len(text.paragraphs) - 1)) if text else 0.0
    if text is None or not lost or len(cuts) != len(lost) or confidence <= 0.5:
        yield from rows
        return
    yield _with(head, side, replace(text, paragraphs=text.paragraphs[: cuts[0]]))
    for row, start, end in zip(lost, cuts, [*cuts[1:], None], strict=True):
        other = row.zh or row.en
        level = other.level if other else text.level
        found = _with(row, side, Section(None, None, level, text.paragraphs[start:end]))
        yield replace(found, confidence=confidence, reason="")
    yield from (row for row in alone if _section(row, side))


def _wide_gaps(document: Document) -> tuple[frozenset[int], float]:
    """The lines of paragraphs behind more blank lines than usual, and how often chance has one.

    Only gaps between two paragraphs of one section count; the rate is for one such gap.
    """
    lines = document.text.split("\n")
    gaps: dict[int, int] = {}
    for section in document.sections():
        for before, after in pairwise(section.paragraphs):
            if before.lines and after.line and before.lines[-1] < after.line <= len(lines):
                between = lines[before.lines[-1] : after.line - 1]
                gaps[after.line] = sum(not line.strip() for line in between)
    usual = median(gaps.values()) if gaps else 0
    wide = frozenset(line for line, gap in gaps.items() if gap > usual)
    # One wide gap is what a lost heading leaves; the rate is what the others amount to.
    return wide, max(len(wide) - 0.5, 0.0) / (len(gaps) + 1)


def _section(row: SectionPair, side: Side) -> Section | None:
    return row.zh if side == "zh" else row.en


def _with(row: SectionPair, side: Side, section: Section) -> SectionPair:
    return replace(row, zh=section) if side == "zh" else replace(row, en=section)
