"""A first answer while somebody types: what was found before, and what the change makes of it.

    CheckedDraft, new text ──patched──▶ CheckedDraft of the new text

A whole draft is aligned and checked in a second or more, a key stroke has a fiftieth of one. So
only the paragraph that has changed is read again, only its sentences are checked
(`patched_findings`), and all else moves along with the text. A sentence keeps its partner. When
there is a pause the whole draft is checked, and what comes of that takes the place of this.

What this cannot know is what the document as a whole says: a term that is rendered in two ways, a
name that another page defines. Such findings stay until the pause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.model.alignment import Segment, Side, joined
from nqpterms.model.document import Passage
from nqpterms.model.places import Anchor, Span
from nqpterms.project.project import Project
from nqpterms.readers.reading import read_buffer
from nqpterms.servers.editor.drafts import CheckedDraft, segment_span
from nqpterms.servers.editor.partners import across
from nqpterms.servers.editor.patched_findings import (
    EditedSegments,
    TouchedSegments,
    new_findings,
)
from nqpterms.servers.editor.text_edits import (
    TextEdit,
    moved_segment,
    text_edit,
)

_LONGEST = 20_000  # code points of a stretch that is read again; a longer one waits for the pause
_PARAGRAPHS_BY_BLANK_LINES = ("", ".md", ".markdown", ".txt", ".text")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def patched(
    checked: CheckedDraft, text: str, project: Project
) -> CheckedDraft | None:
    """What stands in a draft of which some words have changed; None where only a pause will tell.

    *checked* is the last answer for the draft. Only plain text and Markdown have a first answer.
    """
    draft = checked.draft
    suffix = Path(draft.path).suffix.lower()
    if (
        suffix not in _PARAGRAPHS_BY_BLANK_LINES
        or checked.failures
        or not checked.segments
    ):
        return None
    if _has_both_sides(checked) and not draft.source:
        return None  # a page with both languages: either side may have changed
    edit = text_edit(draft.text, text)
    window = _window(checked, edit)
    if window is None:
        return None
    try:
        segments = _new_segments(checked, text, edit, window)
    except NqptermsError:  # what is left of the paragraph holds no text
        segments = []
    findings = new_findings(
        checked, text, project, EditedSegments(edit, window, tuple(segments))
    )
    before = checked.segments[: window.start]
    behind = [
        moved_segment(one, edit, checked.side)
        for one in checked.segments[window.end :]
    ]
    return replace(
        checked,
        draft=replace(draft, text=text),
        findings=tuple(findings),
        segments=(*before, *segments, *behind),
    )


def _has_both_sides(checked: CheckedDraft) -> bool:
    """Whether a draft was checked beside its source."""
    return any(
        segment.text(across(checked.side)) for segment in checked.segments
    )


# -- which segments change ----------------------------------------------------------------------


def _window(checked: CheckedDraft, edit: TextEdit) -> TouchedSegments | None:
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
        return TouchedSegments(at, at, edit.old)
    return _around(touched, edit)


def _around(
    touched: Sequence[tuple[int, Span]], edit: TextEdit
) -> TouchedSegments | None:
    """Some segments, given as their numbers and spans, and what of the text they and an edit fill.

    None where they do not stand in a row, or are too long.
    """
    numbers = [number for number, _ in touched]
    start = min(edit.old.start, *(span.start for _, span in touched))
    end = max(edit.old.end, *(span.end for _, span in touched))
    is_in_a_row = numbers[-1] - numbers[0] + 1 == len(numbers)
    if not is_in_a_row or end - start > _LONGEST:
        return None
    return TouchedSegments(numbers[0], numbers[-1] + 1, Span(start, end))


def _new_segments(
    checked: CheckedDraft, text: str, edit: TextEdit, window: TouchedSegments
) -> list[Segment]:
    """The segments that stand now where the touched ones stood.

    Of a pair they are one, with all that was across from them; of a text alone one a paragraph.
    """
    stretch = Span(window.stretch.start, window.stretch.end + edit.shift)
    passages = _passages_in(checked, text, stretch)
    old = checked.segments[window.start : window.end]
    if not old or not _has_both_sides(checked):
        return [
            _filled(_no_segment(checked), [one], checked.side)
            for one in passages
        ]
    return [_filled(_joined_source(old, checked.side), passages, checked.side)]


def _no_segment(checked: CheckedDraft) -> Segment:
    return Segment("", "", doc=checked.draft.path, target=checked.side)


def _joined_source(segments: Sequence[Segment], side: Side) -> Segment:
    """Several segments as one whose translation is still to come."""
    if len(segments) == 1:
        return segments[0]
    source_side = across(side)
    parts = []
    for segment in segments:
        anchors = segment.anchors(source_side)
        if segment.text(source_side):
            parts.append(
                Passage(
                    segment.text(source_side),
                    anchors,
                    segment.non_prose(source_side),
                )
            )
    whole = joined(tuple(parts), "" if source_side == "zh" else " ")
    least = min(segment.confidence for segment in segments)
    return _filled(replace(segments[0], confidence=least), [whole], source_side)


def _filled(
    segment: Segment, passages: Sequence[Passage], side: Side
) -> Segment:
    """A segment with other words on one side."""
    whole = joined(tuple(passages), "" if side == "zh" else " ")
    if side == "zh":
        return replace(
            segment,
            zh=whole.text,
            zh_anchors=whole.anchors,
            zh_non_prose=whole.non_prose,
        )
    return replace(
        segment,
        en=whole.text,
        en_anchors=whole.anchors,
        en_non_prose=whole.non_prose,
    )


def _passages_in(
    checked: CheckedDraft, text: str, stretch: Span
) -> list[Passage]:
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
        moved = replace(
            passage, anchors=_anchors_of_whole(passage.anchors, start, line)
        )
        part = _inside(moved, stretch)
        if part is not None:
            passages.append(part)
    return passages


def _anchors_of_whole(
    anchors: Iterable[Anchor], start: int, line: int
) -> tuple[Anchor, ...]:
    """Anchors of a part of a text that begins at *start*, in *line* from 0, as those of it all."""
    moved = []
    for at, offset, place in anchors:
        whole_place = replace(place, line=(place.line or 1) + line)
        moved.append(Anchor(at, offset + start, whole_place))
    return tuple(moved)


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
