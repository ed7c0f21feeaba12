"""Put right what can be put right without a reader's eye.

A finding is fixed only where it says how (`Finding.fix`) and where its words stand in the file as
they were matched. Of overlapping places the longest is fixed. The text is checked again until
nothing more is to be fixed, so that fixing twice is fixing once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.encoding import decode
from nqpterms.files.writing import atomic
from nqpterms.model.findings import Finding

_ROUNDS = 4  # a fix opens the way to another at most once or twice; four is never reached


def fixed(text: str, findings: Iterable[Finding]) -> str:
    """The text of a file with the safe fixes of its findings, the longest first.

    >>> from nqpterms.model.places import Span
    >>> wrong = Finding("T101", "warning", "m", matched="old", span=Span(4, 7), fix="new")
    >>> fixed("The old term", [wrong])
    'The new term'
    """
    wanted = [f for f in findings if f.fix is not None and f.span and f.span.of(text) == f.matched]
    taken: list[Finding] = []
    for finding in sorted(wanted, key=lambda f: (-len(f.matched), f.span or (0, 0))):
        if not any(_touch(finding, other) for other in taken):
            taken.append(finding)
    for finding in sorted(taken, key=lambda f: f.span or (0, 0), reverse=True):
        if finding.span and finding.fix is not None:
            text = text[: finding.span.start] + finding.fix + text[finding.span.end :]
    return text


def settled(text: str, check: Callable[[str], Iterable[Finding]]) -> str:
    """The text fixed again and again until its findings leave nothing to fix.

    *check* gives the findings of a text. A text that does not come to rest is left as it was.
    """
    now = text
    for _ in range(_ROUNDS):
        after = fixed(now, check(now))
        if after == now:
            return now
        now = after
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


def _touch(one: Finding, other: Finding) -> bool:
    """Whether two places share a code point or lie side by side, where one fix undoes the other."""
    if not one.span or not other.span:
        return False
    return one.span.start <= other.span.end and other.span.start <= one.span.end
