"""Put right what can be put right without a reader's eye.

A finding is fixed only where it says how (`Finding.fix`) and where its words stand in the file as
they were matched. Of overlapping places the longest is fixed. The text is checked again until
nothing more is to be fixed, so that fixing twice is fixing once. Only plain text and Markdown can
be fixed: their spans are those of the file.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.encoding import decode
from nqpterms.files.writing import atomic
from nqpterms.model.findings import Edit, Finding
from nqpterms.model.places import Span

_ROUNDS = 4  # a fix opens the way to another at most once or twice; four is never reached
_NOWHERE = Span(0, 0)
_FIXABLE = ("", ".txt", ".text", ".md", ".markdown")

Check = Callable[[str], Iterable[Finding]]
"""Gives the findings of a text."""


def is_fixable(path: str | Path) -> bool:
    """Whether a file can be fixed, by its suffix.

    >>> is_fixable("draft.en.md"), is_fixable("page.html"), is_fixable("-")
    (True, False, False)
    """
    return str(path) != "-" and Path(path).suffix.lower() in _FIXABLE


def fix_file(path: str | Path, check: Check, *, write: bool) -> str:
    """What the safe fixes change in a file, as a diff; with *write* the file is changed.

    Raises NqptermsError for a file that cannot be fixed.
    """
    if not is_fixable(path):
        raise NqptermsError(
            f"{path}: --fix and --diff work on plain text and Markdown files (.txt, .md)"
        )
    before = load_fixable(Path(path))
    after = settled(before, check)
    if write and after != before:
        write_fixed(Path(path), after)
    return difference(before, after, name=str(path))


def fixed(text: str, findings: Iterable[Finding]) -> str:
    """The text of a file with the safe fixes of its findings, the longest first.

    >>> from nqpterms.model.places import Span
    >>> wrong = Finding("T101", "warning", "m", matched="old", span=Span(4, 7), fix="new")
    >>> fixed("The old term", [wrong])
    'The new term'
    """
    chosen: list[Edit] = []
    for finding in sorted(findings, key=_longest_first):
        edits = finding.edits
        if any(edit.span.of(text) != edit.old for edit in edits):
            continue
        if not any(_touch(edit, other) for edit in edits for other in chosen):
            chosen.extend(edits)
    for edit in sorted(chosen, key=lambda edit: edit.span, reverse=True):
        start, end = edit.span
        text = text[:start] + edit.new + text[end:]
    return text


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
        raise FormatError(f"{message}; save it as UTF-8 without a byte-order mark", path)
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
    lines = difflib.unified_diff(old, new, fromfile=name, tofile=f"{name} (fixed)")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two places share a code point or lie side by side, where one fix undoes the other."""
    return one.span.start <= other.span.end and other.span.start <= one.span.end
