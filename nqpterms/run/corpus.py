"""A corpus from start to end: every Unit once, whatever happens between.

    Units ──map_items──▶ outputs and markers ──▶ errors.jsonl, summary

A unit is done in a worker: hashed, compared with its marker, worked on, written, marked. A marker
says from what an output was made, what came out and what failed in it; it is written when its
output stands, and holds as long as the input, the settings and the output are the same to the
byte. So what was finished stays finished when the run is killed; the next start looks at the
markers and goes on.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.progress import tracked
from nqpterms.files.writing import atomic
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.project.project import Project
from nqpterms.run import Engine
from nqpterms.run.corrected_pairs import corrections_of
from nqpterms.run.counting import NOTHING, Counts, counts_of
from nqpterms.run.engines import Failed, Job, map_items
from nqpterms.run.folder_lock import sole_run_in
from nqpterms.run.inputs import Unit
from nqpterms.run.one import RowFailure, check_codes
from nqpterms.run.summary_tables import write_candidates, write_summary
from nqpterms.run.tasks import Tally, Task, lines_of

ERRORS = "errors.jsonl"
INDEX = "index.html"
_MARKERS = ".nqpterms"  # their folder, in OUT
_VERSION = 3  # of what is written; another one makes every marker stale
_BLOCK = 2**20  # bytes read at once
# No room, no quota.
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
# As `nqpterms.files.writing.atomic` names them.
_LEFTOVER = re.compile(r"\..+\.[0-9a-f]{12}\.tmp")


class CorpusResult(Struct, frozen=True):
    """What a run came to: units, those done before, documents, segments, and what failed.

    `findings` counts findings by severity; `met` are the fingerprints of those that came up and
    that nobody wants to see again.
    """

    units: int
    unchanged: int
    documents: int
    segments: int
    findings: dict[str, int]
    failures: int
    met: frozenset[str] = frozenset()


def run_corpus(
    units: Sequence[Unit],
    task: Task,
    *,
    out: Path,
    engine: Engine = "serial",
    jobs: int = 1,
) -> CorpusResult:
    """Work on every unit that is not done yet; write outputs, ``errors.jsonl`` and a summary.

    Raises NqptermsError when the disk is full: what is finished stays, and the same call goes on
    from there; and where another run writes into the folder.
    """
    check_codes(task.project)
    out.mkdir(parents=True, exist_ok=True)
    with sole_run_in(out / _MARKERS):
        return _run(units, task, out, engine, jobs)


def _run(
    units: Sequence[Unit], task: Task, out: Path, engine: Engine, jobs: int
) -> CorpusResult:
    """As `run_corpus`, in a folder that no other run writes into."""
    _sweep(out)
    job = Job(partial(_same, task, str(out)), _done)
    reasons: dict[str, str] = {}
    unchanged = 0
    outcomes = map_items(job, units, engine=engine, jobs=jobs)
    progress = tracked(
        zip(units, outcomes, strict=True), "files", total=len(units)
    )
    try:
        for number, (unit, outcome) in enumerate(progress):
            if isinstance(outcome, Failed):
                reasons[unit.name] = outcome.reason
            elif outcome is None:
                raise NqptermsError(
                    f"{out}: the disk is full after {number} of {len(units)} files; "
                    "make room and run the same command again, it goes on from there"
                )
            else:
                unchanged += outcome.was_there
    finally:
        if close := getattr(outcomes, "close", None):
            close()
        _sweep(out)
    return _concluded(units, task, out, unchanged, reasons)


def _concluded(
    units: Sequence[Unit],
    task: Task,
    out: Path,
    unchanged: int,
    reasons: dict[str, str],
) -> CorpusResult:
    """The files about the whole corpus, made from the markers alone."""
    finished = [unit for unit in units if unit.name not in reasons]
    documents = segments = failures = 0
    severities: Counter[str] = Counter()
    met: set[str] = set()
    with atomic(out / ERRORS) as file:
        for unit in units:
            marker = _outcome_of(unit, out, reasons)
            if marker is None:
                continue
            for failure in marker.failures:
                file.write(_error_line(unit, failure))
                failures += 1
            documents += marker.documents
            segments += marker.segments
            severities.update(dict(marker.findings))
            met.update(marker.met)
    base = _all_terms(finished, task.project)
    write_summary(_counts(finished, out), base, out=out)
    if task.format == "html":
        write_index(units, out, out / INDEX, reasons=reasons)
    if task.verb == "extract" and task.format == "tsv":
        outputs = [_output_path(unit, task, out) for unit in finished]
        write_candidates(outputs, out / "candidates.tsv")
    counts = (
        len(units),
        unchanged,
        documents,
        segments,
        dict(severities),
        failures,
    )
    return CorpusResult(*counts, met=frozenset(met))


def write_index(
    units: Iterable[Unit],
    out: Path,
    page: Path,
    *,
    reasons: Mapping[str, str] | None = None,
) -> None:
    """Write the page that leads to the reports in *out*; *reasons* say why one is missing."""
    from nqpterms.report.folder_index import IndexLine, render_index

    before = "" if page.parent == out else f"{out.name}/"
    lines = []
    for unit in units:
        marker = _load_marker(_marker_path(out, unit.name))
        failure = (reasons or {}).get(unit.name, "")
        if failure or marker is None:
            lines.append(
                IndexLine(unit.name, "", failure=failure or f"see {ERRORS}")
            )
            continue
        file = f"{before}{unit.name}.html"
        lines.append(
            IndexLine(unit.name, file, marker.segments, dict(marker.findings))
        )
    with atomic(page) as stream:
        stream.write(render_index(lines))


def _outcome_of(
    unit: Unit, out: Path, reasons: Mapping[str, str]
) -> _Marker | None:
    """The marker of a unit, or one that has nothing but the reason why the unit failed."""
    if unit.name in reasons:
        return _Marker("", "", failures=(RowFailure(None, reasons[unit.name]),))
    return _load_marker(_marker_path(out, unit.name))


def _error_line(unit: Unit, failure: RowFailure) -> str:
    record = {
        "file": " ".join(unit.files),
        "row": failure.row,
        "reason": failure.reason,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def _counts(units: Iterable[Unit], out: Path) -> Iterator[tuple[str, Counts]]:
    """The name of each finished unit and what was counted in it, read from its marker."""
    for unit in units:
        marker = _load_marker(_marker_path(out, unit.name))
        if marker is not None:
            yield unit.name, marker.counts


def _all_terms(units: Iterable[Unit], project: Project) -> TermBase:
    """The terms of all units: where paths have glossaries of their own, of all these."""
    bases = {
        id(base): base
        for base in (project.matcher(unit.path).base for unit in units)
    }
    if not bases:
        return project.matcher().base
    if len(bases) == 1:
        return next(iter(bases.values()))
    concepts: dict[str, Concept] = {}
    for base in bases.values():
        for concept in base.concepts:
            concepts.setdefault(concept.id, concept)
    return TermBase(tuple(concepts.values()))


class _Done(NamedTuple):
    """What a worker says of a finished unit: whether it was there before."""

    was_there: bool


def _same(task: Task, out: str) -> tuple[Task, Path]:
    """What a worker makes ready: the task; its project builds Matchers when they are used."""
    return task, Path(out)


def _done(tools: tuple[Task, Path], unit: Unit) -> _Done | None:
    """One unit, unless it is done already; None where there is no room to write it."""
    task, out = tools
    output, path = _output_path(unit, task, out), _marker_path(out, unit.name)
    content, settings = _input_hash(unit), _settings_hash(task, unit)
    marker = _load_marker(path)
    if marker and marker.holds(content, settings, output=output):
        return _Done(was_there=True)
    tally = Tally()
    task.project.met.clear()  # what a worker met in the units before is theirs
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with atomic(output) as file:
            for line in lines_of(unit, task, tally):
                file.write(line)
        met = sorted(task.project.met)
        _dump_marker(_marker_of(content, settings, output, tally, met), path)
    except (OSError, FormatError) as error:
        cause = error if isinstance(error, OSError) else error.__cause__
        if isinstance(cause, OSError) and cause.errno in _FULL:
            return None
        raise
    return _Done(was_there=False)


def _marker_of(
    content: str, settings: str, output: Path, tally: Tally, met: Iterable[str]
) -> _Marker:
    return _Marker(
        content,
        settings,
        _content_hash([output]),
        tally.documents,
        tally.segments,
        tuple(sorted(tally.findings.items())),
        tuple(tally.failures),
        Counts(tally.uses, tally.years),
        tuple(met),
    )


def _input_hash(unit: Unit) -> str:
    """A sum of what the files of a unit hold, and of what they are taken for."""
    roles = repr(
        (unit.name, unit.path, unit.source, unit.type, unit.source_type)
    )
    corrections = corrections_of(unit)
    files = (*unit.files, str(corrections)) if corrections else unit.files
    return _content_hash(files) + hashlib.sha256(roles.encode()).hexdigest()


def _settings_hash(task: Task, unit: Unit) -> str:
    """A sum of all that decides, beside its input, what is written of a unit."""
    parts = (_VERSION, task.verb, task.format, task.level, task.limit)
    signature = task.project.signature(unit.path)
    states = (unit.states.wanted, unit.states.unwanted)
    own = (parts, signature, states) if any(states) else (parts, signature)
    return hashlib.sha256(repr(own).encode()).hexdigest()


def _output_path(unit: Unit, task: Task, out: Path) -> Path:
    """Where the output of a unit stands."""
    return out / f"{unit.name}.{task.suffix}"


class _Marker(Struct, frozen=True):
    """What a worker wrote down of a finished unit.

    `input`, `settings` and `output` are SHA-256 sums; `findings` counts findings by severity, `met`
    are fingerprints of findings that nobody wants to see again.
    """

    input: str
    settings: str
    output: str = ""
    documents: int = 0
    segments: int = 0
    findings: tuple[tuple[str, int], ...] = ()
    failures: tuple[RowFailure, ...] = ()
    counts: Counts = NOTHING
    met: tuple[str, ...] = ()

    def holds(self, input: str, settings: str, *, output: Path) -> bool:
        """Whether the output that was made then is the one that would be made now."""
        same = (self.input, self.settings) == (input, settings)
        return (
            same and output.is_file() and _content_hash([output]) == self.output
        )


def _marker_path(out: Path, name: str) -> Path:
    """Where the marker of a unit stands."""
    return out / _MARKERS / f"{name}.json"


def _load_marker(path: Path) -> _Marker | None:
    """The marker in a file; None where there is none, or a broken one."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return _Marker(
            record["input"],
            record["settings"],
            record["output"],
            record["documents"],
            record["segments"],
            tuple(sorted(record["findings"].items())),
            tuple(
                RowFailure(row, reason) for row, reason in record["failures"]
            ),
            counts_of(record["counts"]),
            tuple(record["met"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _dump_marker(marker: _Marker, path: Path) -> None:
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
        "met": list(marker.met),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic(path) as file:
        json.dump(record, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


def _content_hash(paths: Iterable[str | Path]) -> str:
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
        raise FormatError(
            f"cannot be read: {error.strerror or error}", path
        ) from None


def _sweep(out: Path) -> None:
    """Take away what a killed run left half written."""
    for path in out.rglob(".*.tmp"):
        if _LEFTOVER.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()
