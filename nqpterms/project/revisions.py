"""What has changed since a git revision: findings on other lines are somebody else's.

git is asked for the lines of each file that differ (`git diff -U0`); a file that it does not
track is new as a whole.
"""

from __future__ import annotations

import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from nqpterms.errors import NqptermsError
from nqpterms.model.findings import Finding

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


class Changes(NamedTuple):
    """The lines of a file, from 1, that are new since a revision: `lines`, or all of them.

    `blank` holds the blank lines, in order: they part what concerns a paragraph as a whole.
    """

    lines: frozenset[int] = frozenset()
    whole: bool = False
    blank: tuple[int, ...] = ()


def changed_since(path: Path, revision: str) -> Changes:
    """The lines of a file that are new or different since a revision of its repository.

    Raises NqptermsError, in one line, where there is no git, no repository, or no such revision.
    """
    if not revision or revision.startswith("-"):
        raise NqptermsError(f"{revision!r} is no revision")
    if not path.is_file():
        raise NqptermsError(f"{path}: only files can be compared with a revision")
    folder, name = path.resolve().parent, path.resolve().name
    if _git(folder, "rev-parse", "--is-inside-work-tree").returncode:
        raise NqptermsError(f"{path}: stands in no git repository, so --since has no meaning")
    if _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode:
        raise NqptermsError(f"{path}: its repository has no revision {revision!r}")
    if _git(folder, "ls-files", "--error-unmatch", "--", name).returncode:
        return Changes(whole=True)
    options = ("-U0", "--no-color", "--no-ext-diff", "--no-textconv")
    ran = _git(folder, "diff", *options, revision, "--", name)
    if ran.returncode:
        told = ran.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise NqptermsError(f"{path}: git cannot compare it: {told}")
    if ran.stdout and not _HUNK.search(ran.stdout):
        return Changes(whole=True)  # no text for git: only that it differs can be told
    rows = path.read_bytes().split(b"\n")
    blank = tuple(number for number, row in enumerate(rows, 1) if not row.strip())
    return Changes(_lines(ran.stdout), blank=blank)


def on_changed_lines(
    findings: Iterable[Finding], changes: Mapping[str, Changes]
) -> Iterator[Finding]:
    """The findings on changed lines of their file; those without a line where any has changed.

    >>> from nqpterms.model.places import Place
    >>> places = Place(1), Place(2)
    >>> found = [Finding("T101", "info", "m", "a", place=at, matched="x") for at in places]
    >>> [f.place.line for f in on_changed_lines(found, {"a": Changes(frozenset({2}))})]
    [2]
    """
    return (finding for finding in findings if _is_new(finding, changes[finding.file]))


def _is_new(finding: Finding, changes: Changes) -> bool:
    """Whether one of a finding's lines is new; one about no words of it has all of a paragraph."""
    line = finding.place.line
    if changes.whole or line is None:
        return changes.whole or bool(changes.lines)
    behind = line + finding.matched.count("\n") + 1
    if not finding.matched and finding.segment is None:
        at = bisect_right(changes.blank, line)
        behind = changes.blank[at] if at < len(changes.blank) else max(changes.lines, default=0) + 1
    return any(at in changes.lines for at in range(line, behind))


def _lines(diff: bytes) -> frozenset[int]:
    """The numbers of the lines that the hunks of a diff bring in."""
    lines: set[int] = set()
    for hunk in _HUNK.finditer(diff):
        first, count = int(hunk[1]), int(hunk[2] or 1)
        lines.update(range(first, first + count))
    return frozenset(lines)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, without a shell; NqptermsError where there is none."""
    command: Sequence[str] = ("git", "-C", str(folder), *arguments)
    try:
        return subprocess.run(command, capture_output=True, check=False)
    except OSError:
        raise NqptermsError("--since needs git, which cannot be run here") from None
