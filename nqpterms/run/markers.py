"""The marker of a finished shard: from what it was made, what came out, what failed in it.

A marker is written when its output stands. It holds as long as the input, the settings and the
output are the same to the byte; then a second start leaves the shard alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.writing import atomic
from nqpterms.run.counting import NOTHING, Counts, counts_of

FOLDER = ".nqpterms"  # of the markers, in OUT
_BLOCK = 2**20  # bytes read at once


class RowFailure(NamedTuple):
    """A part of a shard that failed: its line or row (None: the whole), and why."""

    row: int | None
    reason: str


class Marker(Struct, frozen=True):
    """What is known of a finished shard; `input`, `settings` and `output` are SHA-256 sums.

    `findings` counts findings by severity.
    """

    input: str
    settings: str
    output: str = ""
    documents: int = 0
    segments: int = 0
    findings: tuple[tuple[str, int], ...] = ()
    failures: tuple[RowFailure, ...] = ()
    counts: Counts = NOTHING

    def holds(self, input: str, settings: str, *, output: Path) -> bool:
        """Whether the output that was made then is the one that would be made now."""
        same = (self.input, self.settings) == (input, settings)
        return same and output.is_file() and content_hash([output]) == self.output


def marker_path(out: Path, name: str) -> Path:
    """Where the marker of a shard stands."""
    return out / FOLDER / f"{name}.json"


def load_marker(path: Path) -> Marker | None:
    """The marker in a file; None where there is none, or a broken one."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Marker(
            record["input"],
            record["settings"],
            record["output"],
            record["documents"],
            record["segments"],
            tuple(sorted(record["findings"].items())),
            tuple(RowFailure(row, reason) for row, reason in record["failures"]),
            counts_of(record["counts"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def dump_marker(marker: Marker, path: Path) -> None:
    """Write a marker; the same marker gives the same bytes."""
    record: dict[str, Any] = {
        "input": marker.input,
        "settings": marker.settings,
        "output": marker.output,
        "documents": marker.documents,
        "segments": marker.segments,
        "findings": dict(marker.findings),
        "failures": [list(failure) for failure in marker.failures],
        "counts": marker.counts.as_json(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic(path) as file:
        json.dump(record, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


def content_hash(paths: Iterable[str | Path]) -> str:
    """The SHA-256 sum of what files hold, and of where one ends and the next begins.

    Raises FormatError for a file that cannot be read.
    """
    total = hashlib.sha256()
    for path in paths:
        one = hashlib.sha256()
        for block in _blocks(path):
            one.update(block)
        total.update(one.digest())
    return total.hexdigest()


def _blocks(path: str | Path) -> Iterator[bytes]:
    try:
        with Path(path).open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror or error}", path) from None
