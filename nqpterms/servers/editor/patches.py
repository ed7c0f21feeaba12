"""A first answer while somebody types: what was found before, and what the change makes of it.

    CheckedDraft, new text ──patched──▶ CheckedDraft of the new text

A whole draft is aligned and checked in a second or more, a key stroke has a fiftieth of one. So
only the paragraph that has changed is read again, and only its sentences are checked, once as they
were and once as they are: what the second look alone finds is new, what it misses is gone, and all
else moves along with the text. A sentence keeps its partner. When there is a pause the whole draft
is checked, and what comes of that takes the place of this.

What the second look cannot know is what the document as a whole says: a term that is rendered in
two ways, a name that another page defines. Such findings stay until the pause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.checks.registry import check_segments
from nqpterms.errors import NqptermsError
from nqpterms.model.alignment import Segment, Side, joined
from nqpterms.model.document import Passage
from nqpterms.model.findings import Edit, Finding
from nqpterms.model.places import Anchor, Place, Span
from nqpterms.project.project import Project
from nqpterms.project.suppression import unsuppressed
from nqpterms.readers.reading import read_buffer
from nqpterms.run.one import codes_of
from nqpterms.servers.editor.drafts import (
    CheckedDraft,
    PlacedFinding,
    placed_in_text,
    segment_span,
)
from nqpterms.servers.editor.text_positions import TextLines

_LONGEST = 20_000  # code points of a stretch that is read again; a longer one waits for the pause
_NEIGHBOURS = 2  # segments on either side that the checks look at beside the changed ones
_PARAGRAPHS_BY_BLANK_LINES = ("", ".md", ".markdown", ".txt", ".text")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


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
    old_span, new_span = Span(start, len(old) - tail), Span(start, len(new) - tail)
    lines = new_span.of(new).count("\n") - old_span.of(old).count("\n")
    return TextEdit(old_span, new_span, lines)


def _common(one: str, other: str) -> int:
    """How many code points two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # whole slices are compared, which is much quicker than sign by sign
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


def patched(checked: CheckedDraft, text: str, project: Project) -> CheckedDraft | None:
    """What stands in a draft of which some words have changed; None where only a pause will tell.

    *checked* is the last answer for the draft. Only plain text and Markdown have a first answer.
    """
    draft = checked.draft
    suffix = Path(draft.path).suffix.lower()
    if suffix not in _PARAGRAPHS_BY_BLANK_LINES or checked.failures or not checked.segments:
        return None
    edit = text_edit(draft.text, text)
    window = _window(checked, edit)
    if window is None:
        return None
    try:
        segments = _new_segments(checked, text, edit, window)
    except NqptermsError:  # what is left of the paragraph holds no text
        segments = []
    findings = _new_findings(checked, text, project, _EditedSegments(edit, window, tuple(segments)))
    before = checked.segments[: window.start]
    behind = [_moved_segment(one, edit, checked.side) for one in checked.segments[window.end :]]
    return replace(
        checked,
        draft=replace(draft, text=text),
        findings=tuple(findings),
        segments=(*before, *segments, *behind),
    )


class _TouchedSegments(Struct, frozen=True):
    """The segments that an edit touches, by their numbers, and their stretch of the old text."""

    start: int
    end: int
    stretch: Span


class _EditedSegments(Struct, frozen=True):
    """An edit, the segments that it touches, and those that stand there now."""

    edit: TextEdit
    window: _TouchedSegments
    segments: tuple[Segment, ...]


# -- which segments change ----------------------------------------------------------------------


def _window(checked: CheckedDraft, edit: TextEdit) -> _TouchedSegments | None:
    """The segments that an edit touches; where it touches none, the place between two.

    None where they do not stand in a row, or are too long.
    """
    touched = []
    following = None
    for number, segment in enumerate(checked.segments):
        span = segment_span(segment, checked.side)
        if span is None:
            continue
        if span.start <= edit.old.end and edit.old.start <= span.end:
            touched.append((number, span))
        elif following is None and span.start > edit.old.end:
            following = number
    if not touched:
        at = len(checked.segments) if following is None else following
        return _TouchedSegments(at, at, edit.old)
    numbers = [number for number, _ in touched]
    start = min(edit.old.start, *(span.start for _, span in touched))
    end = max(edit.old.end, *(span.end for _, span in touched))
    is_in_a_row = numbers[-1] - numbers[0] + 1 == len(numbers)
    if not is_in_a_row or end - start > _LONGEST:
        return None
    return _TouchedSegments(numbers[0], numbers[-1] + 1, Span(start, end))


def _new_segments(
    checked: CheckedDraft, text: str, edit: TextEdit, window: _TouchedSegments
) -> list[Segment]:
    """The segments that stand now where the touched ones stood.

    Of a pair they are one, with all that was across from them; of a text alone one a paragraph.
    """
    stretch = Span(window.stretch.start, window.stretch.end + edit.shift)
    passages = _passages_in(checked, text, stretch)
    old = checked.segments[window.start : window.end]
    if not any(segment.text(_across(checked.side)) for segment in checked.segments):
        return [_filled(_no_segment(checked), [one], checked.side) for one in passages]
    if not old:
        return [_filled(_no_segment(checked), [one], checked.side) for one in passages]
    return [_filled(_joined_source(old, checked.side), passages, checked.side)]


def _across(side: Side) -> Side:
    return "en" if side == "zh" else "zh"


def _no_segment(checked: CheckedDraft) -> Segment:
    return Segment("", "", doc=checked.draft.path, target=checked.side)


def _joined_source(segments: Sequence[Segment], side: Side) -> Segment:
    """Several segments as one whose translation is still to come."""
    if len(segments) == 1:
        return segments[0]
    across = _across(side)
    parts = []
    for segment in segments:
        anchors = segment.zh_anchors if across == "zh" else segment.en_anchors
        if segment.text(across):
            parts.append(Passage(segment.text(across), anchors, segment.non_prose(across)))
    whole = joined(tuple(parts), "" if across == "zh" else " ")
    least = min(segment.confidence for segment in segments)
    return _filled(replace(segments[0], confidence=least), [whole], across)


def _filled(segment: Segment, passages: Sequence[Passage], side: Side) -> Segment:
    """A segment with other words on one side."""
    whole = joined(tuple(passages), "" if side == "zh" else " ")
    if side == "zh":
        return replace(
            segment, zh=whole.text, zh_anchors=whole.anchors, zh_non_prose=whole.non_prose
        )
    return replace(segment, en=whole.text, en_anchors=whole.anchors, en_non_prose=whole.non_prose)


def _passages_in(checked: CheckedDraft, text: str, stretch: Span) -> list[Passage]:
    """What is read in a stretch of a text, from the paragraphs in which it lies."""
    start = 0
    for blank in _BLANK_LINE.finditer(text, 0, stretch.start):
        start = blank.end()
    behind = _BLANK_LINE.search(text, stretch.end)
    end = behind.start() if behind else len(text)
    if not text[start:end].strip():
        return []
    draft = checked.draft
    document = read_buffer(text[start:end], name=draft.path, type=draft.type)[0]
    line = text.count("\n", 0, start)
    passages = []
    for passage in document.passages():
        moved = replace(passage, anchors=_moved_anchors(passage.anchors, start, line, 0, -1))
        part = _inside(moved, stretch)
        if part is not None:
            passages.append(part)
    return passages


def _inside(passage: Passage, stretch: Span) -> Passage | None:
    """The part of a passage that lies in a stretch of its file, without blanks at its ends."""
    start, end = 0, len(passage.text)
    while start < end and passage.locate(start).offset < stretch.start:
        start += 1
    while end > start and passage.locate(end - 1).offset >= stretch.end:
        end -= 1
    while start < end and passage.text[start].isspace():
        start += 1
    while end > start and passage.text[end - 1].isspace():
        end -= 1
    return passage.cut(Span(start, end)) if start < end else None


# -- what moves ---------------------------------------------------------------------------------


def _moved_segment(segment: Segment, edit: TextEdit, side: Side) -> Segment:
    """A segment behind an edit."""
    anchors = segment.zh_anchors if side == "zh" else segment.en_anchors
    if not anchors or (not edit.shift and not edit.lines):
        return segment
    moved = tuple(
        Anchor(at, edit.moved(offset), replace(place, line=(place.line or 1) + edit.lines))
        for at, offset, place in anchors
    )
    if side == "zh":
        return replace(segment, zh_anchors=moved)
    return replace(segment, en_anchors=moved)


def _moved_anchors(
    anchors: Iterable[Anchor], offset: int, lines: int, columns: int, line: int
) -> tuple[Anchor, ...]:
    """Anchors of a part of a text as those of the whole; *columns* are added on one *line*."""
    moved = []
    for anchor in anchors:
        place = anchor.place
        more = columns if place.line == line else 0
        column = None if place.column is None else place.column + more
        place = replace(place, line=(place.line or 1) + lines, column=column)
        moved.append(Anchor(anchor.at, anchor.offset + offset, place))
    return tuple(moved)


def _moved_finding(placed: PlacedFinding, edit: TextEdit, lines: TextLines) -> PlacedFinding:
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
        edits.append(Edit(place, further.old, further.new, _place_at(lines, place.start)))
    moved = replace(
        finding,
        span=own,
        stands=stands,
        further_edits=tuple(edits),
        place=_place_at(lines, (own or span).start) if finding.place.line else finding.place,
    )
    return replace(placed, finding=moved, span=span)


def _moved_span(span: Span, edit: TextEdit) -> Span:
    return Span(edit.moved(span.start), edit.moved(span.end))


def _place_at(lines: TextLines, offset: int) -> Place:
    line = lines.line_of(offset)
    return Place(line + 1, offset - lines.start(line) + 1)


# -- findings -----------------------------------------------------------------------------------

_Key = tuple[str, str, str, str]


def _new_findings(
    checked: CheckedDraft, text: str, project: Project, change: _EditedSegments
) -> list[PlacedFinding]:
    """The findings of the new text, in order."""
    before = _checked_window(checked, change.window, project)
    neighbours = _neighbours(checked, change)
    now = _checked(neighbours, checked, project, _spans_of(change.segments, checked.side))
    vanished = Counter(map(_key, before)) - Counter(map(_key, now))
    appeared = Counter(map(_key, now)) - Counter(map(_key, before))
    lines = TextLines(text)
    findings = [_moved_finding(one, change.edit, lines) for one in _kept(checked, change, vanished)]
    for finding in now:
        if appeared[_key(finding)] > 0:
            appeared[_key(finding)] -= 1
            findings.append(placed_in_text(text, finding, change.segments))
    audible = set(map(id, unsuppressed([one.finding for one in findings], text)))
    findings = [one for one in findings if id(one.finding) in audible]
    return sorted(findings, key=_in_order)


def _in_order(placed: PlacedFinding) -> tuple[int, int]:
    finding = placed.finding
    return finding.place.line or 0, finding.span.start if finding.span else 0


def _key(finding: Finding) -> _Key:
    """What tells a finding from the others of its segments, wherever they stand."""
    return finding.code, finding.concept or "", finding.source_term or "", finding.matched


def _kept(
    checked: CheckedDraft, change: _EditedSegments, vanished: Counter[_Key]
) -> Iterator[PlacedFinding]:
    """The old findings that still stand: their words are untouched, and the checks keep them."""
    edit = change.edit
    touched = _spans_of(checked.segments[change.window.start : change.window.end], checked.side)
    for placed in checked.findings:
        span = placed.span
        if not touched.hold(placed.finding):
            yield placed
            continue
        if vanished[_key(placed.finding)] > 0:
            vanished[_key(placed.finding)] -= 1
            continue
        is_touched = span.start < edit.old.end and edit.old.start < span.end
        is_split = span.start < edit.old.start < span.end
        if placed.finding.matched and (is_touched or is_split):
            continue
        yield placed


def _checked_window(
    checked: CheckedDraft, window: _TouchedSegments, project: Project
) -> list[Finding]:
    """What the checks say of the touched segments as they were."""
    start = max(0, window.start - _NEIGHBOURS)
    segments = checked.segments[start : window.end + _NEIGHBOURS]
    touched = checked.segments[window.start : window.end]
    return _checked(segments, checked, project, _spans_of(touched, checked.side))


def _neighbours(checked: CheckedDraft, change: _EditedSegments) -> list[Segment]:
    """The segments as they are now, with some before and behind them."""
    window, side = change.window, checked.side
    before = checked.segments[max(0, window.start - _NEIGHBOURS) : window.start]
    behind = checked.segments[window.end : window.end + _NEIGHBOURS]
    moved = [_moved_segment(segment, change.edit, side) for segment in behind]
    return [*before, *change.segments, *moved]


class _TouchedSpans(Struct, frozen=True):
    """The stretches of the translation and of the source in which some segments stand."""

    target: tuple[Span, ...]
    source: tuple[Span, ...]

    def hold(self, finding: Finding) -> bool:
        """Whether a finding is about one of the segments."""
        span = finding.span or (finding.stands.span if finding.stands else None)
        if span is not None:
            return any(span.overlaps(one) for one in self.target)
        if finding.source_span is not None:
            return any(finding.source_span.overlaps(one) for one in self.source)
        return False


def _spans_of(segments: Iterable[Segment], side: Side) -> _TouchedSpans:
    segments = list(segments)
    target = [segment_span(segment, side) for segment in segments]
    source = [segment_span(segment, _across(side)) for segment in segments]
    return _TouchedSpans(
        tuple(span for span in target if span is not None),
        tuple(span for span in source if span is not None),
    )


def _checked(
    segments: Sequence[Segment], checked: CheckedDraft, project: Project, spans: _TouchedSpans
) -> list[Finding]:
    """The findings about some segments, seen beside their neighbours."""
    path = checked.draft.path
    findings = check_segments(
        segments,
        project.finder(path),
        target=checked.side,
        codes=codes_of(path, project),
        rules=project.settings.house_rules,
        has_time=False,
    )
    return [finding for finding in project.sieve(findings) if spans.hold(finding)]
