"""What is done to one shard: its lines of output, and beside them what is counted.

Shard, Task ──lines_of──▶ lines of output, a Tally of what went by
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.aligner.documents import Level, align
from nqpterms.checks.registry import check_document, check_segments, explanations
from nqpterms.errors import FormatError
from nqpterms.extraction.extracting import extract
from nqpterms.formats.registry import load_segments, result_formats, result_lines
from nqpterms.formats.results import findings
from nqpterms.formats.terms.engines import dumps_term_dictionary
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.document import Document
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import TermBase
from nqpterms.project.project import Project
from nqpterms.project.settings import Settings
from nqpterms.readers.reading import read_either
from nqpterms.renderings.occurrences import term_dictionary
from nqpterms.run.counting import Use, count_renderings, earlier
from nqpterms.run.engines.jobs import said
from nqpterms.run.inputs import Shard
from nqpterms.run.markers import RowFailure
from nqpterms.run.pipeline import aligned, check_alignment, read_pair

Verb = Literal["check", "align", "extract", "annotate"]


class Task(Struct, frozen=True):
    """What is done to every shard of a corpus; the settings of a run.

    `format` is that of the outputs, `codes` those to check, `level` that of the alignment, `limit`
    how many candidates a shard gives.
    """

    verb: Verb
    base: TermBase
    format: str = "jsonl"
    codes: frozenset[str] = frozenset()
    level: Level = "sentence"
    limit: int = 2000
    settings: Settings = field(default_factory=Settings)

    @property
    def suffix(self) -> str:
        """The suffix of the outputs."""
        return {"text": "txt"}.get(self.format, self.format)


class Tally(Struct):
    """What went by while a shard's lines were written: it grows with them."""

    documents: int = 0
    segments: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    failures: list[RowFailure] = field(default_factory=list)
    uses: Counter[Use] = field(default_factory=Counter)
    years: dict[str, str] = field(default_factory=dict)

    def count(self, segments: Iterable[Segment], matcher: Matcher, *, doc: str = "") -> None:
        """Count the segments of a document; *doc* names one that bears no name of its own."""
        rows = [replace(row, doc=doc) if doc else row for row in segments]
        self.documents += 1
        self.segments += len(rows)
        found = count_renderings(rows, matcher)
        self.uses.update(found.uses)
        for name, year in found.years.items():
            self.years[name] = earlier(self.years.get(name, ""), year)

    def fail(self, row: int | None, error: Exception) -> None:
        """Note what went wrong in a part of the shard."""
        self.failures.append(RowFailure(row, said(error)))


def lines_of(shard: Shard, task: Task, *, matcher: Matcher, tally: Tally) -> Iterator[str]:
    """The output of one shard, as it comes.

    Raises FormatError for a shard that cannot be read to its end; a broken row is noted in the
    tally and left out, and so is a document on which the work fails.
    """
    return _VERBS[task.verb](shard, task, matcher, tally)


def _check(shard: Shard, task: Task, matcher: Matcher, tally: Tally) -> Iterator[str]:
    found = (
        _kept(some, task, tally)
        for some in (_of_bitext if shard.is_bitext else _of_pair)(shard, task, matcher, tally)
    )
    if task.format == "jsonl":
        yield from map(findings.dumps_jsonl, found)
        return
    writers: dict[str, Callable[[list[Finding]], str]] = {
        "text": findings.dumps_text,
        "csv": findings.dumps_csv,
        "sarif": partial(findings.dumps_sarif, rules=explanations()),
    }
    yield writers[task.format]([finding for some in found for finding in some])


def _kept(found: Iterable[Finding], task: Task, tally: Tally) -> list[Finding]:
    kept = list(Project(task.settings).sieve(found))
    tally.findings.update(finding.severity for finding in kept)
    return kept


def _of_bitext(shard: Shard, task: Task, matcher: Matcher, tally: Tally) -> Iterator[list[Finding]]:
    """The findings of a bitext, document by document."""
    (path,) = shard.paths
    for rows in _documents(shard, tally):
        tally.count(rows, matcher, doc="" if rows[0].doc else shard.name)
        try:
            yield check_segments(rows, matcher, target=rows[0].target, file=path, codes=task.codes)
        except Exception as error:
            tally.fail(_row(rows[0]), error)


def _of_pair(shard: Shard, task: Task, matcher: Matcher, tally: Tally) -> Iterator[list[Finding]]:
    """The findings of a pair, of a page with both languages, or of a translation alone."""
    documents = _read(shard)
    if len(documents) == 1:
        tally.documents += 1
        yield check_document(documents[0], matcher, codes=task.codes)
        return
    alignment = aligned(*documents)
    tally.count(alignment.segments(), matcher, doc=shard.name)
    yield check_alignment(alignment, matcher, codes=task.codes)


def _align(shard: Shard, task: Task, matcher: Matcher, tally: Tally) -> Iterator[str]:
    if shard.is_bitext:
        raise FormatError("is a bitext: its rows are aligned already", shard.paths[0])
    alignment = align(*_pair(shard), level=task.level)
    level = "sentence" if task.level == "sentence" else "paragraph"
    tally.count(alignment.segments(level=level), matcher, doc=shard.name)  # type: ignore[arg-type]
    yield from result_lines("alignment", task.format)(alignment)


def _extract(shard: Shard, task: Task, matcher: Matcher, tally: Tally) -> Iterator[str]:
    rows = [row for document in _segments(shard, matcher, tally) for row in document]
    found = extract(rows, terms=task.base, limit=task.limit)
    yield from result_lines("candidates", task.format)(found)


def _annotate(shard: Shard, task: Task, matcher: Matcher, tally: Tally) -> Iterator[str]:
    del task
    for rows in _segments(shard, matcher, tally):
        for row in rows:
            yield dumps_term_dictionary(row, term_dictionary(row, matcher))


def _segments(shard: Shard, matcher: Matcher, tally: Tally) -> Iterator[list[Segment]]:
    """The segments of each document of a shard, counted; two documents are aligned on the way."""
    if shard.is_bitext:
        for rows in _documents(shard, tally):
            named = [row if row.doc else replace(row, doc=shard.name) for row in rows]
            tally.count(named, matcher)
            yield named
    else:
        rows = list(aligned(*_pair(shard)).segments())
        tally.count(rows, matcher, doc=shard.name)
        yield rows


def _documents(shard: Shard, tally: Tally) -> Iterator[list[Segment]]:
    """The documents of a bitext, each a run of segments; no more than one is held."""
    (path,) = shard.paths

    def note(error: FormatError) -> None:
        tally.failures.append(RowFailure(error.line, error.message))

    for _, rows in groupby(load_segments(path, broken=note), key=lambda row: row.doc):
        yield list(rows)


def _read(shard: Shard) -> tuple[Document, ...]:
    return _pair(shard) if len(shard.paths) == 2 else read_either(shard.paths[0])


def _pair(shard: Shard) -> tuple[Document, Document]:
    return read_pair([Path(path) for path in shard.paths])


def _row(segment: Segment) -> int | None:
    """Where a segment stands: its line, or its number where the file has no lines."""
    anchors = segment.zh_anchors
    return (anchors[0].place.line if anchors else None) or segment.row


_VERBS: dict[str, Callable[[Shard, Task, Matcher, Tally], Iterator[str]]] = {
    "check": _check,
    "align": _align,
    "extract": _extract,
    "annotate": _annotate,
}
FORMATS: dict[str, tuple[str, ...]] = {
    "check": ("jsonl", "csv", "text", "sarif"),
    "align": ("jsonl", "tsv", "beads", "text"),
    "extract": result_formats("candidates"),
    "annotate": ("jsonl",),
}
"""The formats that the outputs of a corpus may have, by verb; the first is the default."""
