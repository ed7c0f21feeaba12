"""What ``nqpterms check`` does with each file: which rules hold for it, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from nqpterms.checks.registry import chosen_codes, stream_findings
from nqpterms.formats.registry import is_bitext, load_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.findings import Finding
from nqpterms.project.project import Project
from nqpterms.project.settings import PathSettings, Settings
from nqpterms.readers.reading import read, read_either, read_text
from nqpterms.run.pipeline import aligned, check, check_alignment, page_of

Sieve = Callable[[Iterable[Finding]], Iterable[Finding]]
"""Of some findings those that are wanted."""


class Job(NamedTuple):
    """What one file is checked with."""

    matcher: Matcher
    codes: frozenset[str]
    source: Path | None = None
    type: str | None = None


def jobs(project: Project, source: Path | None, type: str | None) -> Callable[[Path], Job]:
    """What each file is checked with.

    Raises NqptermsError, before any file is read, where the settings name no code that exists.
    """
    every: tuple[Settings | PathSettings, ...] = (project.settings, *project.settings.per_path)
    for rules in every:
        severities = (code for code, _ in rules.severity)
        chosen_codes(rules.select, (*rules.ignore, *severities))

    def job(path: Path) -> Job:
        project.compare(path)
        rules = project.rules(path)
        codes = chosen_codes(rules.select, rules.ignore)
        return Job(project.matcher(path), codes, source, type)

    return job


def findings_of(path: Path, job: Job) -> Iterable[Finding]:
    """The findings of one file."""
    matcher, codes, source, type_ = job
    if source is None and is_bitext(path, type=type_ or ""):
        return _of_bitext(path, job)
    if source is not None:
        return check(read(path, type=type_), read(source), terms=matcher, codes=codes)
    documents = read_either(path, type=type_)
    if len(documents) == 1:
        return check(documents[0], terms=matcher, codes=codes)
    zh, en = documents
    return check_alignment(aligned(zh, en), matcher, codes=codes)


def findings_of_text(text: str, path: Path, job: Job) -> Sequence[Finding]:
    """The findings of one decoded text, as if its file held it."""
    kind = "markdown" if path.suffix.lower() in (".md", ".markdown") else "plain"
    document = read_text(text, name=str(path), type=kind)
    source = read(job.source) if job.source else None
    return check(document, source, terms=job.matcher, codes=job.codes)


def with_report(targets: Sequence[Path], job: Job, sift: Sieve) -> tuple[list[Finding], str]:
    """The findings of one text, an aligned pair or several texts, and the page that shows them."""
    paths = (*targets, *((job.source,) if job.source else ()))
    documents = [document for path in paths for document in read_either(path, type=job.type)]
    if len(paths) == 1 and len(documents) == 2:
        documents.reverse()  # of a page with both texts the English one is the translation
    return page_of(documents, matcher=job.matcher, codes=job.codes, sift=sift)


def _of_bitext(path: Path, job: Job) -> Iterator[Finding]:
    """The findings of a bitext; its first segment says which side is the translation."""
    segments = load_segments(path, type=job.type or "")
    first = next(segments, None)
    if first is None:
        return iter(())
    every, target = chain((first,), segments), first.target
    return stream_findings(every, job.matcher, target=target, file=str(path), codes=job.codes)
