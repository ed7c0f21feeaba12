"""What is done to one Unit of a corpus: its lines of output, and beside them what is counted.

Unit, Task ──lines_of──▶ lines of output, a Tally of what went by
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.aligner.documents import Level
from nqpterms.checks.registry import explanations
from nqpterms.errors import FormatError
from nqpterms.extraction.extracting import extract
from nqpterms.formats.result_formats import result_formats, result_lines
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.project.project import Project
from nqpterms.renderings.source_terms import annotated
from nqpterms.run.corrected_pairs import aligned_as_known
from nqpterms.run.counting import TermUse, count_renderings, earlier
from nqpterms.run.engines import error_line
from nqpterms.run.inputs import Unit
from nqpterms.run.one import (
    Result,
    RowFailure,
    check_unit,
    in_memory,
    page_of,
    pair_of,
    segments_of,
)

Verb = Literal["check", "align", "extract", "annotate"]


class Task(Struct, frozen=True):
    """What is done to every unit of a corpus.

    `format` is that of the outputs, `level` that of the alignment, `limit` how many candidates a
    unit gives.
    """

    verb: Verb
    project: Project
    format: str = "jsonl"
    level: Level = "sentence"
    limit: int = 2000

    @property
    def suffix(self) -> str:
        """The suffix of the outputs."""
        return {"text": "txt", "block": "txt"}.get(self.format, self.format)


class Tally(Struct):
    """What went by while a unit's lines were written: it grows with them."""

    documents: int = 0
    segments: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    failures: list[RowFailure] = field(default_factory=list)
    uses: Counter[TermUse] = field(default_factory=Counter)
    years: dict[str, str] = field(default_factory=dict)

    def count(
        self, segments: Iterable[Segment], matcher: Matcher, *, doc: str = ""
    ) -> None:
        """Count the segments of a document; *doc* names one that bears no name of its own."""
        rows = [replace(row, doc=doc) if doc else row for row in segments]
        self.documents += 1
        self.segments += len(rows)
        counts = count_renderings(rows, matcher)
        self.uses.update(counts.uses)
        for name, year in counts.years.items():
            self.years[name] = earlier(self.years.get(name, ""), year)

    def fail(self, row: int | None, error: Exception) -> None:
        """Note what went wrong in a part of the unit."""
        reason = (
            error.message
            if isinstance(error, FormatError)
            else error_line(error)
        )
        self.failures.append(RowFailure(row, reason))


def lines_of(unit: Unit, task: Task, tally: Tally) -> Iterator[str]:
    """The output of one unit, as it comes.

    Raises FormatError for a unit that cannot be read to its end; a broken row is noted in the
    tally and left out, and so is a document on which the work fails.
    """
    return _VERBS[task.verb](unit, task, tally)


def _check(unit: Unit, task: Task, tally: Tally) -> Iterator[str]:
    result = check_unit(unit, task.project, broken=tally.fail)
    if task.format == "html":
        result = in_memory(result)
    by_document = _counted(result, task, tally)
    if task.format == "jsonl":
        for findings in by_document:
            yield from result_lines("findings", "jsonl")(findings)
        return
    every = [finding for findings in by_document for finding in findings]
    if task.format == "html":
        yield page_of([result], task.project)
    else:
        rules = explanations(task.project.settings.house_rules)
        options = {"rules": rules} if task.format == "sarif" else {}
        yield from result_lines("findings", task.format)(every, **options)


def _counted(
    result: Result, task: Task, tally: Tally
) -> Iterator[Sequence[Finding]]:
    """The findings of a unit, document by document, counted with what they are about."""
    unit = result.unit
    matcher = task.project.matcher(unit.path)
    if result.alignment:
        tally.count(result.alignment.segments(), matcher, doc=unit.name)
    elif result.documents:
        tally.documents += 1
    for part in result.parts:
        if part.segments:
            tally.count(
                part.segments,
                matcher,
                doc="" if part.segments[0].doc else unit.name,
            )
        tally.findings.update(finding.severity for finding in part.findings)
        yield part.findings


def _align(unit: Unit, task: Task, tally: Tally) -> Iterator[str]:
    if unit.is_bitext:
        raise FormatError(
            "is a bitext: its rows are aligned already", unit.path
        )
    alignment = aligned_as_known(*pair_of(unit), unit, level=task.level)
    level: Any = "sentence" if task.level == "sentence" else "paragraph"
    segments = alignment.segments(level=level)
    tally.count(segments, task.project.matcher(unit.path), doc=unit.name)
    yield from result_lines("alignment", task.format)(alignment)


def _extract(unit: Unit, task: Task, tally: Tally) -> Iterator[str]:
    rows = [
        row for document in _segments(unit, task, tally) for row in document
    ]
    base = task.project.matcher(unit.path).base
    candidates = extract(rows, terms=base, limit=task.limit)
    yield from result_lines("candidates", task.format)(candidates)


def _annotate(unit: Unit, task: Task, tally: Tally) -> Iterator[str]:
    matcher = task.project.matcher(unit.path)
    lines = result_lines("annotations", task.format)
    for rows in _segments(unit, task, tally):
        yield from lines(annotated(rows, matcher))


def _segments(unit: Unit, task: Task, tally: Tally) -> Iterator[list[Segment]]:
    """The segments of each document of a unit, counted; no more than one document is held."""
    matcher = task.project.matcher(unit.path)
    if not unit.is_bitext:
        rows = list(segments_of(unit, alone=task.verb == "annotate"))
        tally.count(rows, matcher, doc=unit.name)
        yield rows
        return
    segments = segments_of(
        unit, alone=task.verb == "annotate", broken=tally.fail
    )
    for _, document in groupby(segments, key=lambda segment: segment.doc):
        rows = list(document)
        tally.count(rows, matcher)
        yield rows


_VERBS: dict[str, Callable[[Unit, Task, Tally], Iterator[str]]] = {
    "check": _check,
    "align": _align,
    "extract": _extract,
    "annotate": _annotate,
}
FORMATS: dict[str, tuple[str, ...]] = {
    "check": ("jsonl", "csv", "text", "sarif", "html"),
    "align": ("jsonl", "tsv", "beads", "text"),
    "extract": result_formats("candidates"),
    "annotate": result_formats("annotations"),
}
"""The formats that the outputs of a corpus may have, by verb; the first is the default."""
