"""A corpus from start to end: every shard once, whatever happens between.

    Shards ──map_items──▶ outputs and markers ──▶ errors.jsonl, summary

A shard is done in a worker: hashed, compared with its marker, worked on, written, marked. What was
finished stays finished when the run is killed; the next start looks at the markers and goes on.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.writing import atomic
from nqpterms.formats.results.candidates import dump_candidates, load_candidates
from nqpterms.matching.matcher import Matcher
from nqpterms.run.counting import Counts
from nqpterms.run.engines.jobs import Engine, Failed, Job
from nqpterms.run.engines.mapping import map_items
from nqpterms.run.inputs import Shard
from nqpterms.run.markers import (
    Marker,
    RowFailure,
    content_hash,
    dump_marker,
    load_marker,
    marker_path,
)
from nqpterms.run.pooling import pool_candidates
from nqpterms.run.tables import write_summary
from nqpterms.run.tasks import Tally, Task, lines_of

ERRORS = "errors.jsonl"
VERSION = 1  # of what is written; another one makes every marker stale
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # no room, no quota
_LEFTOVER = re.compile(r"\..+\.[0-9a-f]{12}\.tmp")  # as `nqpterms.files.writing.atomic` names them


class Done(NamedTuple):
    """What a worker says of a shard: whether it was done before, and how many rows failed."""

    kept: bool
    failures: int


class Progress(Struct, frozen=True):
    """How far a run is: shards finished (of these `kept` from before) out of all, and failures."""

    finished: int
    kept: int
    total: int
    failures: int


class CorpusResult(Struct, frozen=True):
    """What a run came to: shards, those done before, documents, segments, and what failed.

    `findings` counts findings by severity.
    """

    shards: int
    kept: int
    documents: int
    segments: int
    findings: dict[str, int]
    failures: int


def run_corpus(
    shards: Sequence[Shard],
    task: Task,
    *,
    out: Path,
    engine: Engine = "serial",
    jobs: int = 1,
    tick: Callable[[Progress], None] | None = None,
) -> CorpusResult:
    """Work on every shard that is not done yet; write outputs, ``errors.jsonl`` and a summary.

    *tick* is told of every finished shard. Raises NqptermsError when the disk is full: what is
    finished stays, and the same call goes on from there.
    """
    out.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    job = Job(partial(_prepared, task, str(out)), _worked)
    failed: dict[str, str] = {}
    kept = rows = 0
    outcomes = map_items(job, shards, engine=engine, jobs=jobs)
    try:
        for finished, (shard, outcome) in enumerate(zip(shards, outcomes, strict=True), 1):
            if isinstance(outcome, Failed):
                failed[shard.name] = outcome.reason
            elif outcome is None:
                raise NqptermsError(
                    f"{out}: the disk is full after {finished - 1} of {len(shards)} shards; "
                    "make room and run the same command again, it goes on from there"
                )
            else:
                kept += outcome.kept
                rows += outcome.failures
            if tick:
                tick(Progress(finished, kept, len(shards), len(failed) + rows))
    finally:
        if close := getattr(outcomes, "close", None):
            close()
        _sweep(out)
    return _concluded(shards, task, out, kept, failed)


def _concluded(
    shards: Sequence[Shard], task: Task, out: Path, kept: int, failed: dict[str, str]
) -> CorpusResult:
    """The files about the whole corpus, made from the markers alone."""
    done = [shard for shard in shards if shard.name not in failed]
    documents = segments = failures = 0
    findings: Counter[str] = Counter()
    with atomic(out / ERRORS) as file:
        for shard in shards:
            marker = load_marker(marker_path(out, shard.name)) if shard in done else None
            told = [RowFailure(None, failed[shard.name])] if shard.name in failed else []
            for row, reason in chain(told, marker.failures if marker else ()):
                record = {"file": " ".join(shard.paths), "row": row, "reason": reason}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
                failures += 1
            if marker:
                documents += marker.documents
                segments += marker.segments
                findings.update(dict(marker.findings))
    write_summary(done, task.base, out=out)
    if task.verb == "extract" and task.format == "tsv":
        outputs = (output_path(shard, task, out) for shard in done)
        dump_candidates(pool_candidates(map(load_candidates, outputs)), out / "candidates.tsv")
    return CorpusResult(len(shards), kept, documents, segments, dict(findings), failures)


class _Tools(NamedTuple):
    """What a worker keeps: the task, the hash of its settings, where to write, the Matcher."""

    task: Task
    settings: str
    out: Path
    matcher: Matcher


def _prepared(task: Task, out: str) -> _Tools:
    return _Tools(task, settings_hash(task), Path(out), Matcher(task.base))


def settings_hash(task: Task) -> str:
    """A sum of all that decides, beside its input, what is written of a shard."""
    parts = (VERSION, task.verb, task.format, sorted(task.codes), task.level, task.limit)
    told = (parts, task.settings, task.base.concepts)
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _worked(tools: _Tools, shard: Shard) -> Done | None:
    """One shard, unless it is done already; None where there is no room to write it."""
    task, settings, out, matcher = tools
    output, path = output_path(shard, task, out), marker_path(out, shard.name)
    given = content_hash(shard.paths) + hashlib.sha256(repr(shard).encode()).hexdigest()
    marker = load_marker(path)
    if marker and marker.holds(given, settings, output=output):
        return Done(True, len(marker.failures))
    tally = Tally()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with atomic(output) as file:
            for line in lines_of(shard, task, matcher=matcher, tally=tally):
                file.write(line)
        marker = _marked(given, settings, output, tally)
        dump_marker(marker, path)
    except (OSError, FormatError) as error:
        cause = error if isinstance(error, OSError) else error.__cause__
        if isinstance(cause, OSError) and cause.errno in _FULL:
            return None
        raise
    return Done(False, len(marker.failures))


def _marked(given: str, settings: str, output: Path, tally: Tally) -> Marker:
    return Marker(
        given,
        settings,
        content_hash([output]),
        tally.documents,
        tally.segments,
        tuple(sorted(tally.findings.items())),
        tuple(tally.failures),
        Counts(tally.uses, tally.years),
    )


def output_path(shard: Shard, task: Task, out: Path) -> Path:
    """Where the output of a shard stands."""
    return out / f"{shard.name}.{task.suffix}"


def _sweep(out: Path) -> None:
    """Take away what a killed run left half written."""
    for path in out.rglob(".*.tmp"):
        if _LEFTOVER.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()
