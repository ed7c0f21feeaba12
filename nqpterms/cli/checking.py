"""``nqpterms check``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple, cast

import click

from nqpterms.alignment import Side
from nqpterms.baseline import dump_baseline, load_baseline, unknown
from nqpterms.checks.running import check_segments, chosen_codes, explanations
from nqpterms.cli.mending import adjusted, glossaries_of, mended
from nqpterms.cli.options import (
    PATH,
    codes_options,
    format_option,
    glossary_option,
    output_option,
    type_option,
)
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.cli.terms import chosen_terms
from nqpterms.config import Settings, find_settings
from nqpterms.errors import NqptermsError
from nqpterms.findings import SEVERITIES, Finding, Severity
from nqpterms.formats import findings as written
from nqpterms.formats.bitexts import is_bitext, load_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.pipeline import aligned, check, check_alignment, report_of
from nqpterms.readers.reading import read, read_either, read_text

FORMATS = ("text", "jsonl", "sarif", "github", "csv", "xlsx", "html")
FOUND = 1  # the exit status that says: there are findings


@click.command("check")
@click.argument("targets", nargs=-1, type=PATH, required=True, metavar="TARGET | PAGE | BITEXT …")
@click.option("--source", type=PATH, help="The text of which TARGET is the translation.")
@glossary_option()
@codes_options()
@format_option(*FORMATS, default="text")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with 1 for findings from this severity up (default: warning).",
)
@click.option("--fix", is_flag=True, help="Put right in TARGET what is safe to put right.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--baseline",
    type=PATH,
    metavar="FILE",
    help="Say nothing of what stands in FILE, or is marked in the column ignore of a CSV.",
)
@click.option(
    "--write-baseline", type=PATH, metavar="FILE", help="Write all findings to FILE as known."
)
@type_option()
@output_option()
def check_command(
    targets: tuple[Path, ...],
    source: Path | None,
    glossaries: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    format_: str | None,
    fail_on: Severity | None,
    fix: bool,
    diff: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    type_: str | None,
    output: Path | None,
) -> None:
    """Check a translation for consistent terminology.

    TARGET is a translation alone, or with --source; a PAGE holds both languages; a BITEXT is
    TSV, JSON Lines, TMX, XLIFF or PO. Exit status 0: nothing from --fail-on up; 1: findings.

    \b
    nqpterms check draft.en.md
    nqpterms check draft.en.md --source original.zh.md
    nqpterms check draft.en.md --diff
    nqpterms check memory.tmx -g terms.tsv --format sarif -o findings.sarif
    """
    kind = chosen_format(format_, output, FORMATS, "text")
    settings = find_settings(Path.cwd())
    job = _job(settings, glossaries, _split(select), _split(ignore), source, type_)
    if source is not None and len(targets) > 1:
        raise click.UsageError("--source goes with one TARGET")
    if kind == "xlsx" and output is None:
        raise click.UsageError("--format xlsx needs -o FILE")
    if fix or diff:
        changes = [mended(path, partial(_of_text, job=job), write=fix) for path in targets]
        if diff:
            put("".join(changes), output)
            sys.exit(FOUND if any(changes) else 0)
    if kind == "html":
        findings, text = _with_report(targets, job)
    else:
        known = load_baseline(baseline) if baseline else frozenset()
        found = [finding for path in targets for finding in _checked(path, job)]
        findings = unknown(adjusted(found, settings), known)
        text = "" if kind == "xlsx" else _told(findings, kind)
    if write_baseline:
        dump_baseline(findings, write_baseline)
        tell(f"{len(findings)} findings are known from now on: --baseline {write_baseline}")
        sys.exit(0)
    if kind == "xlsx" and output:
        written.dump_xlsx(findings, output)
    else:
        put(text, output, styled=kind == "text")
    if kind == "text" and output is None and not findings:
        tell(f"nothing to report ({len(targets)} checked, {len(job.matcher.base)} concepts)")
    worst = max((SEVERITIES.index(finding.severity) for finding in findings), default=-1)
    limit = fail_on or settings.fail_on or "warning"
    sys.exit(FOUND if worst >= SEVERITIES.index(cast(Severity, limit)) else 0)


class _Job(NamedTuple):
    """What is the same for every file that is checked."""

    matcher: Matcher
    codes: frozenset[str]
    source: Path | None
    type: str | None


def _job(
    settings: Settings,
    glossaries: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    source: Path | None,
    type_: str | None,
) -> _Job:
    """What the options ask for; where they are silent, what the settings ask for."""
    codes = chosen_codes(select or settings.select, (*settings.ignore, *ignore))
    names = glossaries or glossaries_of(settings)
    return _Job(Matcher(chosen_terms(names)), codes, source, type_)


def _split(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for part in codes for code in part.replace(",", " ").split())


def _of_text(text: str, name: str, kind: str, *, job: _Job) -> Sequence[Finding]:
    """The findings of one decoded text, as if its file held it."""
    matcher, codes, source, _ = job
    document = read_text(text, name=name, type=kind)
    return check(document, read(source) if source else None, terms=matcher, codes=codes)


def _checked(path: Path, job: _Job) -> Sequence[Finding]:
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


def _of_bitext(path: Path, job: _Job) -> list[Finding]:
    """The findings of a bitext; its first segment says which side is the translation."""
    segments = load_segments(path, type=job.type or "")
    first = next(segments, None)
    if first is None:
        return []
    every, target = chain((first,), segments), first.target
    return check_segments(every, job.matcher, target=target, file=str(path), codes=job.codes)


def _with_report(targets: Sequence[Path], job: _Job) -> tuple[list[Finding], str]:
    """The findings of one aligned pair, and its report."""
    paths = (*targets, *((job.source,) if job.source else ()))
    documents = tuple(document for path in paths for document in read_either(path, type=job.type))
    if len(documents) != 2:
        raise NqptermsError(
            "the HTML report shows a translation beside its source: give --source, or one page "
            "with both languages"
        )
    alignment = aligned(*documents)
    target: Side = "zh" if documents[0].lang.startswith("zh") and job.source else "en"
    findings = check_alignment(alignment, job.matcher, target=target, codes=job.codes)
    return findings, report_of(alignment, findings, matcher=job.matcher)


def _told(findings: Sequence[Finding], kind: str) -> str:
    if kind == "sarif":
        return written.dumps_sarif(findings, rules=explanations())
    writers: dict[str, Callable[[Sequence[Finding]], str]] = {
        "text": written.dumps_text,
        "jsonl": written.dumps_jsonl,
        "github": written.dumps_github,
        "csv": written.dumps_csv,
    }
    return writers[kind](findings)
