"""The two sentences of a finding, each with the words that the finding is about.

    Findings, Rows ──with_quotes──▶ the Findings with `source_quote` and `target_quote`

A check knows its row and says where things stand in the file; whoever shows a finding to a reader
wants both sentences. Here each finding is given those of its row, once for all codes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.model.alignment import Side, other_side
from nqpterms.model.findings import Finding, Quote
from nqpterms.model.places import Anchor, Place, Span, locate
from nqpterms.renderings.rows import Row

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# Nothing stands for them: the word before the gap is shown.
_LEFT_OUT = ("O601", "O602", "O607")
_NOTHING = Span(0, 0)
_SHORT: dict[Side, int] = {
    "zh": 12,
    "en": 40,
}  # signs of a sentence that says little by itself


def with_quotes(
    findings: Iterable[Finding], rows: Sequence[Row]
) -> list[Finding]:
    """The findings of a document with the sentences of its rows in which they stand."""
    index = _RowIndex(tuple(rows))
    quoted = []
    for finding in findings:
        row = index.row_of(finding)
        if row is None:
            quoted.append(finding)
            continue
        source, target = (
            index.source_quote(finding, row),
            index.target_quote(finding, row),
        )
        quoted.append(
            replace(finding, source_quote=source, target_quote=target)
        )
    return quoted


class _Found(Struct, frozen=True):
    """A position in the text of one side of a row."""

    row: Row
    position: int


class _AnchoredRow(Struct, frozen=True):
    """A row, and where a stretch of one of its sides begins: in its text and in the file."""

    row: Row
    anchor: Anchor


class _RowIndex(Struct, frozen=True, dict=True):
    """The rows of a document, to be found by number, by offset and by line."""

    rows: tuple[Row, ...]

    @cached_property
    def by_number(self) -> dict[int, Row]:
        """The rows of a bitext by the number of their segment."""
        return {
            row.segment.row: row
            for row in self.rows
            if row.segment.row is not None
        }

    @cached_property
    def stretches(self) -> dict[Side, list[_AnchoredRow]]:
        """The stretches of either side in the order of its file."""
        rows: dict[Side, list[_AnchoredRow]] = {"zh": [], "en": []}
        for row in self.rows:
            rows["zh"] += [
                _AnchoredRow(row, anchor) for anchor in row.segment.zh_anchors
            ]
            rows["en"] += [
                _AnchoredRow(row, anchor) for anchor in row.segment.en_anchors
            ]
        for stretches in rows.values():
            stretches.sort(key=_offset)
        return rows

    def row_of(self, finding: Finding) -> Row | None:
        """The row of a finding: that of its words, else of the source words it is about."""
        if finding.segment is not None:
            return self.by_number.get(finding.segment)
        if not self.rows:
            return None
        side = self.rows[0].side
        span = _words_of(finding)
        if span:
            anchored = self._at_offset(side, span.start)
        elif finding.source_span:
            anchored = self._at_offset(
                other_side(side), finding.source_span.start
            )
        else:
            anchored = self._at_place(side, finding.place)
        return anchored.row if anchored else None

    def source_quote(self, finding: Finding, row: Row) -> Quote | None:
        """The sentence of the source, with the words that the finding is about."""
        text, side = row.source_text, other_side(row.side)
        if not text:
            return None
        span = self._span_in(row, side, finding.source_span)
        place = _place_in_text(row, side, span.start)
        return Quote(text, span, side, self._before(row, side), place)

    def target_quote(self, finding: Finding, row: Row) -> Quote | None:
        """The sentence of the translation, with what stands there, or the word before a gap."""
        side = row.side
        if finding.segment is None and finding.code.startswith(_LEFT_OUT):
            gap = self._at_place(side, finding.place)
            if gap is None:
                return None
            words = word_before(gap.row.text, gap.position)
            return Quote(gap.row.text, words, side, place=finding.place)
        if not row.text:
            return None
        span = self._span_in(row, side, _words_of(finding))
        return Quote(
            row.text, span, side, self._before(row, side), finding.place
        )

    def _before(self, row: Row, side: Side) -> str:
        """The sentence before a short one of a text, if it stands on the same line."""
        anchors = row.segment.anchors(side)
        is_short = len(row.segment.text(side)) < _SHORT[side]
        if row.segment.row is not None or not anchors or not is_short:
            return ""
        at = (
            bisect_right(
                self.stretches[side], anchors[0].offset - 1, key=_offset
            )
            - 1
        )
        if at < 0:
            return ""
        stretch = self.stretches[side][at]
        is_beside = stretch.anchor.place.line == anchors[0].place.line
        return stretch.row.segment.text(side) if is_beside else ""

    def _span_in(self, row: Row, side: Side, span: Span | None) -> Span:
        """A span of the file as one of a text of the row; it ends with the text."""
        if span is None:
            return _NOTHING
        length = len(row.segment.text(side))
        if row.segment.row is not None:
            return Span(min(span.start, length), min(span.end, length))
        first = self._at_offset(side, span.start)
        if first is None or first.row is not row:
            return _NOTHING
        last = self._at_offset(side, span.end - 1)
        end = last.position + 1 if last and last.row is row else length
        return Span(first.position, max(first.position, min(end, length)))

    def _at_offset(self, side: Side, offset: int) -> _Found | None:
        stretches = self.stretches[side]
        at = bisect_right(stretches, offset, key=_offset) - 1
        if at < 0:
            return None
        anchor = stretches[at].anchor
        return _Found(stretches[at].row, anchor.at + offset - anchor.offset)

    def _at_place(self, side: Side, place: Place) -> _Found | None:
        stretches = self.stretches[side]
        if place.line is None:
            return None
        wanted = place.line, place.column or 1
        at = bisect_right(stretches, wanted, key=_line_and_column) - 1
        if at < 0 or stretches[at].anchor.place.line != place.line:
            return None
        anchor = stretches[at].anchor
        return _Found(
            stretches[at].row,
            anchor.at + wanted[1] - (anchor.place.column or 1),
        )


def _place_in_text(row: Row, side: Side, at: int) -> Place:
    """Where a position of a row's text stands in its file; nowhere in a bitext: its rows count."""
    anchors = row.segment.anchors(side)
    if row.segment.row is not None or not anchors:
        return Place()
    return locate(anchors, at).place


def word_before(text: str, position: int) -> Span:
    """The last word that begins at or before a position; the first one where none does.

    >>> word_before("It grew. More came.", 7).of("It grew. More came.")
    'grew'
    """
    words = [Span(*word.span()) for word in _WORD.finditer(text)]
    if not words:
        return Span(0, len(text))
    before = [word for word in words if word.start <= position]
    return before[-1] if before else words[0]


def _words_of(finding: Finding) -> Span | None:
    """The words of the translation that a finding is about: what is wrong, or what stands there."""
    if finding.span:
        return finding.span
    return finding.stands.span if finding.stands else None


def _offset(stretch: _AnchoredRow) -> int:
    return stretch.anchor.offset


def _line_and_column(stretch: _AnchoredRow) -> tuple[int, int]:
    place = stretch.anchor.place
    return place.line or 0, place.column or 1
