"""Safe fixes as tracked changes of a Word document, to be accepted or refused in Word.

    Findings, PrintedText ──tracked_fixes──▶ TrackedFixes

The old words become a deletion and the new ones an insertion behind it, with the properties of the
first run. Words that are no plain runs side by side (in a note, over the end of a link, inside a
change that somebody else has tracked) are left as they are: they get a comment instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.files.edits import RawChange
from nqpterms.files.office.packages import child
from nqpterms.files.office.raw_parts import PRESERVE, RawPart, element_text
from nqpterms.files.office.word_ranges import (
    WordCut,
    cut_before,
    cut_behind,
    run_unit,
)
from nqpterms.files.xml import Element, local_name
from nqpterms.model.findings import Edit, Finding
from nqpterms.model.places import Span
from nqpterms.notes.printed_words import PrintedPiece, line_at, pieces_of
from nqpterms.project.fixing import chosen_findings
from nqpterms.readers.docx.word_document import PrintedText

AUTHOR = 'author="nqpterms"'
_BETWEEN = frozenset("r proofErr bookmarkStart bookmarkEnd".split())
"""What may stand between the first and the last run of a deletion."""
_IN_RUNS = frozenset("rPr t lastRenderedPageBreak".split())
"""What may stand in its runs."""


class TrackedFixes(Struct):
    """The marks that begin and end deletions, other changes of the part, and what they put right:
    the findings (by identity) and the spans of the text that go."""

    begins: list[tuple[WordCut, str]] = field(default_factory=list)
    ends: list[tuple[WordCut, str]] = field(default_factory=list)
    renamed: list[RawChange] = field(default_factory=list)
    fixed: set[int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)


def tracked_fixes(
    findings: Iterable[Finding],
    printed: PrintedText,
    part: RawPart,
    next_id: Callable[[], int],
) -> TrackedFixes:
    """The tracked changes that make the safe fixes of findings; *next_id* numbers them."""
    fixes = TrackedFixes()
    for finding in chosen_findings(printed.text, findings):
        deletions = [_deletion(edit, printed) for edit in finding.edits]
        if None in deletions:
            continue
        for deletion in filter(None, deletions):
            fixes.begins.append(_begin_of(deletion, part, next_id()))
            fixes.ends.append(_end_of(deletion, part, next_id()))
            fixes.renamed += _renamed(deletion, part)
        fixes.fixed.add(id(finding))
        fixes.spans += [edit.span for edit in finding.edits]
    return fixes


class _Deletion(Struct, frozen=True):
    """Some words that go, and what comes in their place."""

    pieces: tuple[PrintedPiece, ...]
    new: str


def _begin_of(
    deletion: _Deletion, part: RawPart, number: int
) -> tuple[WordCut, str]:
    """The mark that begins a deletion, and where; a text that is cut there goes on as deleted."""
    p, first = part.prefix, deletion.pieces[0]
    cut = cut_before(part, first.element, first.start)
    if first.start:
        before, tag, behind = cut.closing.rpartition(f"<{p}t")
        cut = replace(cut, closing=f"{before}{tag and f'<{p}delText'}{behind}")
    return cut, f'<{p}del {p}id="{number}" {p}{AUTHOR}>'


def _end_of(
    deletion: _Deletion, part: RawPart, number: int
) -> tuple[WordCut, str]:
    """The mark that ends a deletion, the insertion behind it, and where."""
    p, last = part.prefix, deletion.pieces[-1]
    cut = cut_behind(part, last.element, last.end, last.length)
    if last.end < last.length:
        cut = replace(
            cut, opening=cut.opening.replace(f"</{p}t>", f"</{p}delText>", 1)
        )
    if not deletion.new:
        return cut, f"</{p}del>"
    properties = child(deletion.pieces[0].element.getparent(), "rPr")
    spelt = ""
    if properties is not None:
        place = part.places[properties]
        spelt = part.raw(place.start, place.end)
    text = f"<{p}t{PRESERVE}>{element_text(deletion.new)}</{p}t>"
    run = f"<{p}r>{spelt}{text}</{p}r>"
    return cut, f'</{p}del><{p}ins {p}id="{number}" {p}{AUTHOR}>{run}</{p}ins>'


def _renamed(deletion: _Deletion, part: RawPart) -> list[RawChange]:
    """The changes of the tags of texts that become deleted ones; of a text that is cut, the one
    tag that stands in the deletion."""
    changes = []
    for piece in deletion.pieces:
        place = part.places[piece.element]
        name = f"{part.prefix}t"
        if piece.start == 0:
            start = place.start + 1
            changes.append(
                RawChange(start, start + len(name), f"{part.prefix}delText")
            )
        if piece.end == piece.length:
            end = place.inner_end + 2
            changes.append(
                RawChange(end, end + len(name), f"{part.prefix}delText")
            )
    return changes


def _deletion(edit: Edit, printed: PrintedText) -> _Deletion | None:
    """The deletion that an edit makes; None where its words are no plain runs side by side."""
    line = line_at(printed, edit.span.start)
    if line is None or line.mark is not None:
        return None
    pieces = pieces_of(edit.span, printed)
    if (
        sum(piece.end - piece.start for piece in pieces)
        != edit.span.end - edit.span.start
    ):
        return None
    if not all(_is_plain(piece.element) for piece in pieces):
        return None
    holder = pieces[0].element.getparent().getparent()
    if local_name(holder) in ("ins", "moveTo"):
        return None
    if not _are_side_by_side(pieces[0].element, pieces[-1].element):
        return None
    return _Deletion(pieces, edit.new)


def _is_plain(element: Element) -> bool:
    """Whether an element is a text of a run that can be cut."""
    return (
        local_name(element) == "t" and run_unit(element) is element.getparent()
    )


def _are_side_by_side(first: Element, last: Element) -> bool:
    """Whether nothing but texts of runs side by side stands from one text to another."""
    run, last_run = first.getparent(), last.getparent()
    texts = [first, *first.itersiblings()]
    while run is not last_run:
        if not _are_of_runs(texts):
            return False
        run = run.getnext()
        if run is None or local_name(run) not in _BETWEEN:
            return False
        texts = list(run) if local_name(run) == "r" else []
    before = [
        text
        for text in texts
        if text is last or text in last.itersiblings(preceding=True)
    ]
    return _are_of_runs(before)


def _are_of_runs(elements: Iterable[Element]) -> bool:
    """Whether some elements are nothing but what runs hold."""
    return all(local_name(element) in _IN_RUNS for element in elements)
