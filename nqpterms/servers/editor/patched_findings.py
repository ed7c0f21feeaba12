"""The findings of sentences that have changed: looked for before and after, and compared.

    TouchedSegments ──checks──▶ findings before ┐
    new segments    ──checks──▶ findings now    ┴──new_findings──▶ the findings of the new text

What only the second look finds is new, what only the first one finds is gone. All others stay as
the whole draft gave them: two sentences know less than the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.checks.registry import check_segments
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.project.project import Project
from nqpterms.project.suppression import unsuppressed
from nqpterms.run.one import codes_of
from nqpterms.servers.editor.drafts import (
    CheckedDraft,
    PlacedFinding,
    placed_in_text,
    segment_span,
)
from nqpterms.servers.editor.partners import across
from nqpterms.servers.editor.text_edits import (
    TextEdit,
    moved_finding,
    moved_segment,
)
from nqpterms.servers.editor.text_positions import TextLines

# Segments on either side that the checks look at beside the changed ones.
_NEIGHBOURS = 2
_Key = tuple[str, str, str, str]


class TouchedSegments(Struct, frozen=True):
    """The segments that an edit touches, by their numbers, and their stretch of the old text."""

    start: int
    end: int
    stretch: Span


class EditedSegments(Struct, frozen=True):
    """An edit, the segments that it touches, and those that stand there now."""

    edit: TextEdit
    touched: TouchedSegments
    segments: tuple[Segment, ...]


def new_findings(
    checked: CheckedDraft, text: str, project: Project, change: EditedSegments
) -> list[PlacedFinding]:
    """The findings of the new text, in order."""
    before = _findings_before(checked, project, change.touched)
    now = _findings_now(checked, project, change)
    vanished = Counter(map(_key, before)) - Counter(map(_key, now))
    appeared = Counter(map(_key, now)) - Counter(map(_key, before))
    findings = list(_remaining(checked, text, change, vanished, now))
    for finding in now:
        if appeared[_key(finding)] > 0:
            appeared[_key(finding)] -= 1
            findings.append(placed_in_text(text, finding, change.segments))
    audible = {
        id(finding)
        for finding in unsuppressed((one.finding for one in findings), text)
    }
    return sorted(
        (one for one in findings if id(one.finding) in audible), key=_in_order
    )


def _in_order(placed: PlacedFinding) -> tuple[int, int]:
    finding = placed.finding
    return finding.place.line or 0, finding.span.start if finding.span else 0


def _key(finding: Finding) -> _Key:
    """What tells a finding from the others of its segments, wherever they stand."""
    return (
        finding.code,
        finding.concept or "",
        finding.source_term or "",
        finding.matched,
    )


def _remaining(
    checked: CheckedDraft,
    text: str,
    change: EditedSegments,
    vanished: Counter[_Key],
    now: Iterable[Finding],
) -> Iterator[PlacedFinding]:
    """The old findings that still stand, where they stand now.

    Those of a sentence that has changed get its new words round them, by which a decision about
    them would be known.
    """
    edit, lines = change.edit, TextLines(text)
    touched = _spans_of(
        _touched_segments(checked, change.touched), checked.side
    )
    twins: dict[_Key, list[Finding]] = {}
    for finding in now:
        twins.setdefault(_key(finding), []).append(finding)
    for placed in checked.findings:
        if not touched.hold(placed.finding):
            yield moved_finding(placed, edit, lines)
            continue
        key = _key(placed.finding)
        if vanished[key] > 0:
            vanished[key] -= 1
            continue
        if placed.finding.matched and _changes_words(edit, placed.span):
            continue
        moved = moved_finding(placed, edit, lines)
        twin = twins[key].pop(0) if twins.get(key) else None
        yield (
            replace(moved, finding=_in_sentence_of(moved.finding, twin))
            if twin
            else moved
        )


def _changes_words(edit: TextEdit, span: Span) -> bool:
    """Whether an edit changes what stands at a span, or puts something into its middle."""
    if edit.old.start == edit.old.end:
        return span.start < edit.old.start < span.end
    return span.overlaps(edit.old)


def _in_sentence_of(finding: Finding, twin: Finding) -> Finding:
    """A finding with the sentences of another one that is about the same."""
    return replace(
        finding,
        context=twin.context,
        source_quote=twin.source_quote,
        target_quote=twin.target_quote,
    )


# -- two looks ----------------------------------------------------------------------------------


def _touched_segments(
    checked: CheckedDraft, touched: TouchedSegments
) -> tuple[Segment, ...]:
    return checked.segments[touched.start : touched.end]


def _findings_before(
    checked: CheckedDraft, project: Project, touched: TouchedSegments
) -> list[Finding]:
    """What the checks say of the touched segments as they were."""
    start = max(0, touched.start - _NEIGHBOURS)
    segments = checked.segments[start : touched.end + _NEIGHBOURS]
    spans = _spans_of(_touched_segments(checked, touched), checked.side)
    return _checked(segments, checked, project, spans)


def _findings_now(
    checked: CheckedDraft, project: Project, change: EditedSegments
) -> list[Finding]:
    """What the checks say of the segments that stand there now."""
    touched, side = change.touched, checked.side
    before = checked.segments[
        max(0, touched.start - _NEIGHBOURS) : touched.start
    ]
    behind = checked.segments[touched.end : touched.end + _NEIGHBOURS]
    moved = [moved_segment(segment, change.edit, side) for segment in behind]
    spans = _spans_of(change.segments, side)
    return _checked(
        [*before, *change.segments, *moved], checked, project, spans
    )


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
    source = [segment_span(segment, across(side)) for segment in segments]
    return _TouchedSpans(
        tuple(span for span in target if span is not None),
        tuple(span for span in source if span is not None),
    )


def _checked(
    segments: Sequence[Segment],
    checked: CheckedDraft,
    project: Project,
    spans: _TouchedSpans,
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
    return [
        finding for finding in project.sieve(findings) if spans.hold(finding)
    ]
