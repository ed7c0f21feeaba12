"""What ``nqpterms check`` does with each file: which rules hold for it, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from nqpterms.checks.running import chosen_codes, stream_findings
from nqpterms.cli.mending import glossaries_of
from nqpterms.cli.terms import chosen_terms
from nqpterms.formats.registry import is_bitext, load_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.findings import Finding
from nqpterms.project.decisions import load_baseline
from nqpterms.project.revisions import changed_since, on_changed_lines
from nqpterms.project.settings import PathSettings, Settings, settings_for
from nqpterms.project.severity import stream_adjusted
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


class Asked(NamedTuple):
    """What the options ask for; where they are silent, the settings speak."""

    glossaries: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source: Path | None = None
    type: str | None = None


def jobs(settings: Settings, asked: Asked) -> Callable[[Path], Job]:
    """What each file is checked with; one matcher serves all files with the same glossaries.

    Raises NqptermsError, before any file is read, where the settings name no code that exists.
    """
    for held in (
        PathSettings("", (), settings.select, settings.ignore, settings.severity),
        *settings.per_path,
    ):
        chosen_codes(held.select, (*held.ignore, *(code for code, _ in held.severity)))

    @cache
    def matcher(names: tuple[str, ...]) -> Matcher:
        return Matcher(chosen_terms(names))

    def job(path: Path) -> Job:
        held = settings_for(path, settings)
        codes = chosen_codes(asked.select or held.select, (*held.ignore, *asked.ignore))
        names = asked.glossaries or glossaries_of(held)
        return Job(matcher(names), codes, asked.source, asked.type)

    return job


def sieve(
    settings: Settings, baseline: Path | None, since: str | None, targets: Sequence[Path]
) -> Sieve:
    """What leaves out what the settings, the baseline or an old revision silence."""
    known = load_baseline(baseline) if baseline else frozenset()
    changes = (
        {str(path): changed_since(path, since) for path in targets} if since is not None else {}
    )

    def wanted(findings: Iterable[Finding]) -> Iterator[Finding]:
        found = stream_adjusted(findings, settings)
        new = (f for f in found if not known or f.fingerprint not in known)
        return on_changed_lines(new, changes) if since is not None else new

    return wanted


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


def findings_of_text(text: str, name: str, kind: str, *, job: Job) -> Sequence[Finding]:
    """The findings of one decoded text, as if its file held it."""
    document = read_text(text, name=name, type=kind)
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
