"""How a text differs from what it was a key stroke ago, and where what stands behind it is now.

old text, new text ──text_edit──▶ TextEdit ──moved_segment, moved_finding──▶ the same, moved
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.model.alignment import Segment, Side
from nqpterms.model.findings import Edit
from nqpterms.model.places import Anchor, Place, Span
from nqpterms.servers.editor.drafts import PlacedFinding
from nqpterms.servers.editor.text_positions import TextLines


class TextEdit(Struct, frozen=True):
    """How a text differs from an older one: *old* is replaced by ``new_text[start:end]``.

    `lines` is by how many lines what stands behind it has moved.
    """

    old: Span
    new: Span
    lines: int = 0

    @property
    def shift(self) -> int:
        """By how many code points what stands behind it has moved."""
        return self.new.end - self.old.end

    def moved(self, offset: int) -> int:
        """Where an offset of the old text stands in the new one."""
        if offset >= self.old.end:
            return offset + self.shift
        return min(offset, self.new.end)


def text_edit(old: str, new: str) -> TextEdit:
    """The shortest stretch in which two texts differ.

    >>> text_edit("one two three", "one 2 three").old
    Span(start=4, end=7)
    """
    start = _common(old, new)
    limit = min(len(old), len(new)) - start
    tail = _common_end(old, new, limit)
    old_span, new_span = (
        Span(start, len(old) - tail),
        Span(start, len(new) - tail),
    )
    lines = new_span.of(new).count("\n") - old_span.of(old).count("\n")
    return TextEdit(old_span, new_span, lines)


def _common(one: str, other: str) -> int:
    """How many code points two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while (
        low < high
    ):  # whole slices are compared, which is much quicker than sign by sign
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: str, other: str, limit: int) -> int:
    """How many code points two texts end with alike, *limit* at most."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle :] == other[len(other) - middle :]:
            low = middle
        else:
            high = middle - 1
    return low


def moved_segment(segment: Segment, edit: TextEdit, side: Side) -> Segment:
    """A segment behind an edit."""
    anchors = segment.anchors(side)
    if not anchors or (not edit.shift and not edit.lines):
        return segment
    moved = tuple(
        Anchor(
            at,
            edit.moved(offset),
            replace(place, line=(place.line or 1) + edit.lines),
        )
        for at, offset, place in anchors
    )
    if side == "zh":
        return replace(segment, zh_anchors=moved)
    return replace(segment, en_anchors=moved)


def moved_finding(
    placed: PlacedFinding, edit: TextEdit, lines: TextLines
) -> PlacedFinding:
    """A finding as it stands after an edit that does not touch its words."""
    if placed.span.end <= edit.old.start:
        return placed
    span = _moved_span(placed.span, edit)
    finding = placed.finding
    own = _moved_span(finding.span, edit) if finding.span else None
    stands = finding.stands
    if stands is not None:
        stands = replace(stands, span=_moved_span(stands.span, edit))
    edits = []
    for further in finding.further_edits:
        place = _moved_span(further.span, edit)
        edits.append(
            Edit(place, further.old, further.new, _place_at(lines, place.start))
        )
    moved = replace(
        finding,
        span=own,
        stands=stands,
        further_edits=tuple(edits),
        place=_place_at(lines, (own or span).start)
        if finding.place.line
        else finding.place,
    )
    return replace(placed, finding=moved, span=span)


def _moved_span(span: Span, edit: TextEdit) -> Span:
    return Span(edit.moved(span.start), edit.moved(span.end))


def _place_at(lines: TextLines, offset: int) -> Place:
    line = lines.line_of(offset)
    return Place(line + 1, offset - lines.start(line) + 1)
