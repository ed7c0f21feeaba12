"""Put right what can be put right without a reader's eye.

A finding is fixed only where it says how (`Finding.fix`) and where its words stand in the file as
they were matched. Of overlapping places the longest is fixed. The text is checked again until
nothing more is to be fixed, so that fixing twice is fixing once. Plain text and Markdown can be
fixed, for their spans are those of the file, and the translations in a bitext that is changed in
place.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.encoding import decode
from nqpterms.files.writing import atomic
from nqpterms.formats.bitext_formats import (
    edit_segments,
    is_edited_in_place,
    load_segments,
)
from nqpterms.lang.normal_form import one_line
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Edit, Finding
from nqpterms.model.places import Span

_ROUNDS = 4  # a fix opens the way to another at most once or twice; four is never reached
_NOWHERE = Span(0, 0)
_FIXABLE = ("", ".txt", ".text", ".md", ".markdown")

Check = Callable[[str], Iterable[Finding]]
"""Gives the findings of a text."""


def is_fixable(path: str | Path) -> bool:
    """Whether a file can be fixed, by its suffix.

    >>> is_fixable("draft.en.md"), is_fixable("memory.tmx"), is_fixable("page.html")
    (True, True, False)
    """
    if str(path) == "-":
        return False
    return Path(path).suffix.lower() in _FIXABLE or is_edited_in_place(path)


def fix_file(path: str | Path, check: Check, *, write: bool) -> str:
    """What the safe fixes change in a file, as a diff; with *write* the file is changed.

    Raises NqptermsError for a file that cannot be fixed.
    """
    if not is_fixable(path):
        raise NqptermsError(
            f"{path}: --fix and --diff work on plain text and Markdown files (.txt, .md), and on "
            "bitexts that are changed in place (XLIFF, TMX, PO)"
        )
    before = load_fixable(Path(path))
    after = settled(before, check)
    if write and after != before:
        write_fixed(Path(path), after)
    return difference(before, after, name=str(path))


def fix_bitext(
    path: str | Path,
    check: Callable[[Sequence[Segment]], Iterable[Finding]],
    *,
    write: bool,
    type: str = "",
) -> str:
    """What the safe fixes change in the translations of a bitext, as a diff of its segments.

    *check* gives the findings of segments, whose `row` is their place from 0. With *write* the
    file is changed in place. Raises FormatError for a file that would not come back as it was.
    """
    if not is_edited_in_place(path, type=type):
        raise NqptermsError(
            f"{path}: --fix and --diff cannot change a bitext of this kind in place"
        )
    segments = list(load_segments(path, type=type))
    before = [segment.text(segment.target) for segment in segments]
    after = _settled_texts(segments, check)
    texts = {at: text for at, text in enumerate(after) if text != before[at]}
    if write and texts:
        edit_segments(path, texts, type=type)
    old, new = (
        "".join(map(_segment_line, segments, lines))
        for lines in (before, after)
    )
    return difference(old, new, name=str(path))


def _segment_line(segment: Segment, text: str) -> str:
    """A translation as a line of a diff, behind the number of its segment."""
    return f"{segment.row} {one_line(text)}\n"


def _settled_texts(
    segments: Sequence[Segment],
    check: Callable[[Sequence[Segment]], Iterable[Finding]],
) -> list[str]:
    """The translations fixed again and again; one that does not come to rest stays as it was."""
    texts = [segment.text(segment.target) for segment in segments]
    open_rows = set(range(len(texts)))
    for _ in range(_ROUNDS):
        numbered = []
        for at, segment in enumerate(segments):
            changed = {segment.target: texts[at]}
            numbered.append(replace(segment, row=at, **changed))
        findings: dict[int, list[Finding]] = {}
        for finding in check(numbered):
            if finding.segment is not None:
                findings.setdefault(finding.segment, []).append(finding)
        open_rows = set()
        for at, own in findings.items():
            text = fixed(texts[at], own)
            if text != texts[at]:
                open_rows.add(at)
                texts[at] = text
        if not open_rows:
            break
    for at in open_rows:
        texts[at] = segments[at].text(segments[at].target)
    return texts


def fixed(text: str, findings: Iterable[Finding]) -> str:
    """The text of a file with the safe fixes of its findings, the longest first.

    >>> from nqpterms.model.places import Span
    >>> wrong = Finding("T101", "warning", "m", matched="old", span=Span(4, 7), fix="new")
    >>> fixed("The old term", [wrong])
    'The new term'
    """
    edits = [
        edit
        for finding in chosen_findings(text, findings)
        for edit in finding.edits
    ]
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        start, end = edit.span
        text = text[:start] + edit.new + text[end:]
    return text


def chosen_findings(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose safe fixes can be made together, the longest first.

    Their words stand in the text as they were matched, and no two of them touch.
    """
    chosen: list[Finding] = []
    chosen_edits: list[Edit] = []
    for finding in sorted(findings, key=_longest_first):
        edits = finding.edits
        if not edits or any(edit.span.of(text) != edit.old for edit in edits):
            continue
        if not any(
            _touch(edit, other) for edit in edits for other in chosen_edits
        ):
            chosen.append(finding)
            chosen_edits.extend(edits)
    return chosen


def _longest_first(finding: Finding) -> tuple[int, Span]:
    return -len(finding.matched), finding.span or _NOWHERE


def settled(text: str, check: Check) -> str:
    """The text fixed again and again until its findings leave nothing to fix.

    A text that does not come to rest is left as it was.
    """
    before = text
    for _ in range(_ROUNDS):
        after = fixed(before, check(before))
        if after == before:
            return after
        before = after
    return text


def load_fixable(path: Path) -> str:
    """The text of a file that can be written back byte for byte; FormatError for any other."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path) from None
    text = decode(data, name=path)
    if text.encode("utf-8", "replace") != data:
        message = "cannot be fixed: it is not plain UTF-8 and would not come back as it was"
        raise FormatError(
            f"{message}; save it as UTF-8 without a byte-order mark", path
        )
    return text


def write_fixed(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, its line ends untouched."""
    with atomic(path, encoding=None) as file:
        file.write(text.encode("utf-8"))


def difference(before: str, after: str, *, name: str) -> str:
    """What a fix changes, as a unified diff; "" where nothing.

    >>> print(difference("a\\n", "b\\n", name="x.md").splitlines()[-1])
    +b
    """
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    lines = difflib.unified_diff(
        old, new, fromfile=name, tofile=f"{name} (fixed)"
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n" for line in lines
    )


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two places share a code point or lie side by side, where one fix undoes the other."""
    return one.span.start <= other.span.end and other.span.start <= one.span.end
