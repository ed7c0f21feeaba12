"""What has changed since a git revision: findings on other lines are somebody else's.

git hands over one thing, the bytes of a file as the revision has them; they are compared here. So
nothing runs that the configuration of a repository names: no filter, no external diff, no textconv,
no file system monitor, no hook, no pager, and no transport of a promisor remote.

    path, revision ──changed_since──▶ Changes ──on_changed_lines──▶ of some Findings the new ones

Filters do not run, so a file counts as its bytes stand on either side. A line that differs in its
end alone (LF, CR LF) is no new line, and UTF-16 is read as text. Where a filter keeps something
else in the repository than in the folder (Git LFS, git-crypt), every line is new.
"""

from __future__ import annotations

import codecs
import os
import subprocess
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.model.findings import Finding

_SAFE = ("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false")
_SAFE_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # a missing object is missing: no remote is asked for it
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
# Bytes in which a NUL says that a file is no text, as git has it.
_LOOKED_AT = 8000
# Lines times lines: so many at most are compared each with each.
_SMALL_GAP = 40_000

_Gap = tuple[int, int, int, int]
"""A stretch of the old and of the new lines that answer each other: start and end of either."""


class Changes(Struct, frozen=True):
    """The lines of a file, from 1, that are new since a revision: `lines`, or all of them.

    `blank` holds the blank lines, in order: they part what concerns a paragraph as a whole.
    """

    lines: frozenset[int] = frozenset()
    whole: bool = False
    blank: tuple[int, ...] = ()


def changed_since(path: Path, revision: str) -> Changes:
    """The lines of a file that are new or different since a revision of its repository.

    A file that the revision does not have is new as a whole; so is one that is no text and differs.
    Raises NqptermsError, in one line, where there is no git, no repository, or no such revision.
    """
    if not path.is_file():
        raise NqptermsError(
            f"{path}: only files can be compared with a revision"
        )
    old = content_at(path, revision)
    if old is None:
        return Changes(whole=True)
    new = path.read_bytes()
    if old == new:
        return Changes()
    old_lines, new_lines = _lines(old), _lines(new)
    if old_lines is None or new_lines is None:
        return Changes(whole=True)
    blank = (
        number
        for number, line in enumerate(new_lines, start=1)
        if not line.strip()
    )
    return Changes(_new_line_numbers(old_lines, new_lines), blank=tuple(blank))


def on_changed_lines(
    findings: Iterable[Finding], changes: Mapping[str, Changes]
) -> Iterator[Finding]:
    """The findings on changed lines of their file; those without a line where any has changed.

    >>> from nqpterms.model.places import Place
    >>> places = Place(1), Place(2)
    >>> findings = [Finding("T101", "info", "m", "a", place=at, matched="x") for at in places]
    >>> [f.place.line for f in on_changed_lines(findings, {"a": Changes(frozenset({2}))})]
    [2]
    """
    return (
        finding
        for finding in findings
        if _is_new(finding, changes[finding.file])
    )


def _is_new(finding: Finding, changes: Changes) -> bool:
    """Whether one of a finding's lines is new; one about no words of it has all of a paragraph."""
    line = finding.place.line
    if changes.whole:
        return True
    if line is None:
        return bool(changes.lines)
    if finding.matched or finding.segment is not None:
        behind = line + finding.matched.count("\n") + 1
    else:
        behind = _end_of_paragraph(line, changes)
    return any(number in changes.lines for number in range(line, behind))


def _end_of_paragraph(line: int, changes: Changes) -> int:
    """The number of the blank line behind a line; behind the last change where there is none."""
    following = bisect_right(changes.blank, line)
    if following < len(changes.blank):
        return changes.blank[following]
    return max(changes.lines, default=0) + 1


# The two texts, line by line


def _lines(content: bytes) -> list[bytes] | None:
    """The lines of a file without their ends; None where it is no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\0" in content[:_LOOKED_AT]:
        return None
    return [line.removesuffix(b"\r") for line in content.split(b"\n")]


def _new_line_numbers(
    old: Sequence[bytes], new: Sequence[bytes]
) -> frozenset[int]:
    """The numbers, from 1, of the lines of *new* that *old* has not, or has in another place.

    Lines that stand once in both texts are the fixed points; between two of them the same is done
    again. What holds none is compared line with line where it is small and is new where it is not.

    >>> sorted(_new_line_numbers([b"a", b"b", b"c"], [b"a", b"x", b"c", b"y"]))
    [2, 4]
    """
    numbers: set[int] = set()
    gaps: list[_Gap] = [(0, len(old), 0, len(new))]
    while gaps:
        gap = _trimmed(gaps.pop(), old, new)
        old_start, old_end, new_start, new_end = gap
        old_part, new_part = old[old_start:old_end], new[new_start:new_end]
        fixed = _fixed_points(old_part, new_part)
        if fixed:
            gaps.extend(_between(fixed, gap))
        elif len(old_part) * len(new_part) > _SMALL_GAP:
            numbers.update(range(new_start + 1, new_end + 1))
        else:
            matcher = SequenceMatcher(None, old_part, new_part, autojunk=False)
            for kind, _, _, start, end in matcher.get_opcodes():
                if kind != "equal":
                    numbers.update(
                        range(new_start + start + 1, new_start + end + 1)
                    )
    return frozenset(numbers)


def _trimmed(gap: _Gap, old: Sequence[bytes], new: Sequence[bytes]) -> _Gap:
    """The same stretches without the equal lines at their beginning and at their end."""
    old_start, old_end, new_start, new_end = gap
    while (
        old_start < old_end
        and new_start < new_end
        and old[old_start] == new[new_start]
    ):
        old_start, new_start = old_start + 1, new_start + 1
    while (
        old_start < old_end
        and new_start < new_end
        and old[old_end - 1] == new[new_end - 1]
    ):
        old_end, new_end = old_end - 1, new_end - 1
    return old_start, old_end, new_start, new_end


def _between(fixed: Sequence[tuple[int, int]], gap: _Gap) -> Iterator[_Gap]:
    """The stretches of a gap before, between and behind its fixed points."""
    old_at, old_end, new_at, new_end = gap
    for old_index, new_index in fixed:
        old_line, new_line = gap[0] + old_index, gap[2] + new_index
        yield old_at, old_line, new_at, new_line
        old_at, new_at = old_line + 1, new_line + 1
    yield old_at, old_end, new_at, new_end


def _fixed_points(
    old: Sequence[bytes], new: Sequence[bytes]
) -> list[tuple[int, int]]:
    """The most lines that stand once in either text and in the same order, as pairs of indices."""
    old_counts, new_counts = Counter(old), Counter(new)
    old_index = {
        line: index for index, line in enumerate(old) if old_counts[line] == 1
    }
    pairs = [
        (old_index[line], index)
        for index, line in enumerate(new)
        if new_counts[line] == 1 and line in old_index
    ]
    return _longest_increasing(pairs)


def _longest_increasing(
    pairs: Sequence[tuple[int, int]],
) -> list[tuple[int, int]]:
    """Of pairs in the order of their second numbers the most whose first numbers rise as well.

    >>> _longest_increasing([(5, 0), (1, 1), (2, 2), (0, 3)])
    [(1, 1), (2, 2)]
    """
    ends: list[
        int
    ] = []  # the least first number with which a run of each length ends
    runs: list[int] = []  # and the index of the pair that has it
    before: list[int] = []  # for each pair the pair before it in its run
    for index, (number, _) in enumerate(pairs):
        length = bisect_right(ends, number)
        before.append(runs[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        runs[length : length + 1] = [index]
    longest = []
    index = runs[-1] if runs else -1
    while index >= 0:
        longest.append(pairs[index])
        index = before[index]
    return longest[::-1]


# What git is asked


def content_at(path: Path, revision: str) -> bytes | None:
    """The bytes of a file as a revision of its repository has them; None where it has no such file.

    Raises NqptermsError, in one line, where there is no git, no repository, or no such revision.
    """
    if not revision or revision.startswith("-"):
        raise NqptermsError(f"{revision!r} is no revision")
    folder, name = path.resolve().parent, path.resolve().name
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"
    )
    if commit.returncode:
        if _git(folder, "rev-parse", "--is-inside-work-tree").returncode:
            raise NqptermsError(
                f"{path}: stands in no git repository, which alone has revisions"
            )
        raise NqptermsError(
            f"{path}: its repository has no revision {revision!r}"
        )
    tree = _git(
        folder, "ls-tree", "-z", commit.stdout.decode().strip(), "--", name
    )
    if tree.returncode:
        raise NqptermsError(
            f"{path}: git cannot compare it: {_first_line(tree.stderr)}"
        )
    if not tree.stdout:
        return None
    _mode, kind, blob = tree.stdout.partition(b"\t")[0].decode().split()
    if kind != "blob":
        return None
    content = _git(folder, "cat-file", "blob", blob)
    if content.returncode:
        message = _first_line(content.stderr)
        raise NqptermsError(
            f"{path}: git has not its text at {revision!r} here: {message}"
        )
    return content.stdout


def _first_line(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip().partition("\n")[0]


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, without a shell; NqptermsError where there is none."""
    command = ("git", "-C", str(folder), *_SAFE, *arguments)
    environment = {**os.environ, **_SAFE_ENVIRONMENT}
    try:
        return subprocess.run(
            command,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment,
        )
    except OSError:
        raise NqptermsError(
            "a revision asks for git, which cannot be run here"
        ) from None
