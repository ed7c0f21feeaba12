"""A bitext as the rows of a page: an Alignment made of its segments, and findings placed in it.

    Segments, Findings ──bitext_rows──▶ Alignment, Findings ──render_report──▶ HTML

The cells of a bitext count from their own beginning, a page from the beginning of its text. So the
cells are laid behind each other, Chinese and English in turn, and each finding moves with its cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.chinese import script
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    Row,
    SectionPair,
    Segment,
    Side,
)
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.findings import Finding
from nqpterms.model.places import Anchor, Place, Span

_NO_TRANSLATION = "the segment has no translation"
_NO_SOURCE = "the segment has no source"
_SAMPLE = 50  # segments of a document by which the script is told


class BitextDocument(Struct, frozen=True):
    """One document of a bitext: its segments in order, and what was found in them."""

    segments: Sequence[Segment]
    findings: Sequence[Finding]


class _Shifts(Struct, frozen=True):
    """By how many code points the two cells of a segment have moved, and which is the target."""

    zh: int
    en: int
    target: Side

    def of_target(self) -> int:
        """The shift of what a finding's `span` counts in."""
        return self.zh if self.target == "zh" else self.en

    def of_source(self) -> int:
        """The shift of what a finding's `source_span` counts in."""
        return self.en if self.target == "zh" else self.zh


def bitext_rows(
    documents: Sequence[BitextDocument], name: str
) -> tuple[Alignment, tuple[Finding, ...]]:
    """The segments of a bitext as paragraph pairs, and its findings with their spans on the page.

    Where there are several documents, the name of each stands above it as a heading.

    >>> pair = Segment("喝茶。", "Drink char.", row=7)
    >>> found = Finding("T101", "warning", "said", segment=7, matched="char", span=Span(6, 10))
    >>> alignment, [moved] = bitext_rows([BitextDocument([pair], [found])], "a.tsv")
    >>> [row.en[0].text for row in alignment.rows], moved.span
    (['Drink char.'], Span(start=10, end=14))
    """
    rows: list[Row] = []
    findings: list[Finding] = []
    position = 0
    for document in documents:
        shifts: dict[int | None, _Shifts] = {}
        if len(documents) > 1:
            heading = _heading(document.segments[0].doc or name, position)
            position += len(heading.title.text) + 1 if heading.title else 0
            rows.append(SectionPair(None, heading, 1.0))
        for segment in document.segments:
            english_from = position + _length(segment, "zh")
            rows.append(_bead(segment, position, english_from))
            shifts[segment.row] = _Shifts(
                position, english_from, segment.target
            )
            position = english_from + _length(segment, "en")
        findings += [
            _moved(finding, shifts, name) for finding in document.findings
        ]
    body = Section(None, None, 0)
    alignment = Alignment(
        Document(name, _chinese_tag(documents), body),
        Document(name, "en", body),
        tuple(rows),
    )
    return alignment, tuple(findings)


def _heading(name: str, position: int) -> Section:
    """The name of a document as a heading of the page."""
    return Section(None, Passage(name, (Anchor(0, position, Place()),)), 1)


def _chinese_tag(documents: Sequence[BitextDocument]) -> str:
    """The tag of the Chinese column: simplified where no row shows that it is traditional."""
    first_cells = (
        segment.zh
        for document in documents
        for segment in document.segments[:_SAMPLE]
    )
    return script("".join(first_cells))


def _length(segment: Segment, side: Side) -> int:
    """The room that a cell takes on the page: its end in the file's counting, and one more."""
    text = segment.text(side)
    return max(len(text), segment.locate(side, len(text)).offset) + 1


def _bead(segment: Segment, chinese_from: int, english_from: int) -> Bead:
    zh = _passages(segment, "zh", chinese_from)
    en = _passages(segment, "en", english_from)
    reason = ""
    if not en:
        reason = _NO_TRANSLATION if segment.target == "en" else _NO_SOURCE
    elif not zh:
        reason = _NO_SOURCE if segment.target == "en" else _NO_TRANSLATION
    return Bead("paragraph", zh, en, segment.confidence, reason)


def _passages(segment: Segment, side: Side, begin: int) -> tuple[Passage, ...]:
    """A cell as a passage whose line is the number of the segment; none where it is empty."""
    text = segment.text(side)
    if not text.strip():
        return ()
    place = Place(segment.row)
    anchors = segment.anchors(side)
    shifted = [
        Anchor(anchor.at, anchor.offset + begin, place) for anchor in anchors
    ]
    return (
        Passage(
            text,
            tuple(shifted) or (Anchor(0, begin, place),),
            segment.non_prose(side),
        ),
    )


def _moved(
    finding: Finding, shifts: dict[int | None, _Shifts], name: str
) -> Finding:
    """A finding with its spans where its cells stand on the page; one of no segment as it is."""
    shift = shifts.get(finding.segment)
    if shift is None or finding.segment is None:
        return replace(
            finding,
            file=name,
            span=None,
            source_span=None,
            stands=None,
            place=Place(),
        )
    stands = finding.stands
    if stands is not None:
        span = Span(
            stands.span.start + shift.of_target(),
            stands.span.end + shift.of_target(),
        )
        stands = replace(stands, span=span)
    return replace(
        finding,
        file=name,
        place=Place(finding.segment),
        stands=stands,
        span=_shifted(finding.span, shift.of_target()),
        source_span=_shifted(finding.source_span, shift.of_source()),
    )


def _shifted(span: Span | None, by: int) -> Span | None:
    return None if span is None else Span(span.start + by, span.end + by)
