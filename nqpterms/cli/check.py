"""``nqpterms check``."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import cast

import click
from msgspec.structs import replace

from nqpterms.checks.registry import explanations
from nqpterms.cli.corpora import (
    BROKEN,
    Spread,
    alone,
    corpus_format,
    corpus_options,
    is_corpus_run,
    work_on,
)
from nqpterms.cli.inspecting import (
    Job,
    findings_of,
    findings_of_text,
    jobs,
    with_report,
)
from nqpterms.cli.options import (
    PATH,
    codes_options,
    format_option,
    glossary_option,
    output_option,
    type_option,
)
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.formats.results import findings as written
from nqpterms.formats.results.findings import add_step_summary, dumps_github
from nqpterms.model.findings import SEVERITIES, Finding, Severity
from nqpterms.project.decisions import dump_baseline
from nqpterms.project.fixing import fix_file
from nqpterms.project.project import Project, find_project
from nqpterms.project.settings import Settings

FORMATS = ("text", "jsonl", "sarif", "github", "csv", "xlsx", "html")
_OBJECTS = 200_000  # made before Python looks for cycles: there are none in rows of matches
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
    "--since",
    metavar="REV",
    help="Findings on lines that have changed since this git revision, and no others.",
)
@click.option(
    "--write-baseline", type=PATH, metavar="FILE", help="Write all findings to FILE as known."
)
@type_option()
@corpus_options()
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
    since: str | None,
    write_baseline: Path | None,
    type_: str | None,
    spread: Spread,
    output: Path | None,
) -> None:
    """Check a translation for consistent terminology.

    TARGET is a translation alone, or with --source; a PAGE holds both languages; a BITEXT is
    TSV, JSON Lines, TMX, XLIFF or PO. Exit status 0: nothing from --fail-on up; 1: findings.

    \b
    nqpterms check draft.en.md
    nqpterms check draft.en.md --source original.zh.md
    nqpterms check draft.en.md --source original.zh.md -o report.html
    nqpterms check a.en.txt b.en.txt c.en.txt -o comparison.html
    nqpterms check draft.en.md --diff
    nqpterms check draft.en.md --since main
    nqpterms check memory.tmx -g terms.tsv --format sarif -o findings.sarif
    nqpterms check reports/ -o findings/ --jobs 4
    """
    options = {"glossaries": glossaries, "select": _split(select), "ignore": _split(ignore)}
    project = find_project(**options, baseline=baseline, since=since)
    if is_corpus_run(targets, output, spread):
        sys.exit(_of_corpus(targets, project, fail_on, kind=format_, output=output, spread=spread))
    kind = chosen_format(format_, output, FORMATS, "text")
    job = jobs(project, source, type_)
    if source is not None and len(targets) > 1:
        raise click.UsageError("--source goes with one TARGET")
    if kind == "xlsx" and output is None:
        raise click.UsageError("--format xlsx needs -o FILE")
    if fix or diff:
        _mend(targets, job, fix=fix, diff=diff, output=output)
    sift = project.sieve
    page = ""
    found: Iterable[Finding]
    if kind == "html":
        found, page = with_report(targets, job(targets[0]), sift)
    else:
        found = chain.from_iterable(sift(findings_of(path, job(path))) for path in targets)
    gc.set_threshold(_OBJECTS)
    seen: Counter[Severity] = Counter()
    if write_baseline:
        dump_baseline(_counting(found, seen), write_baseline)
        tell(f"{seen.total()} findings are known from now on: --baseline {write_baseline}")
        sys.exit(0)
    _put(_counting(found, seen), kind, output, page=page)
    if kind == "text" and output is None and not seen:
        concepts = len(job(targets[0]).matcher.base)
        tell(f"nothing to report ({len(targets)} checked, {concepts} concepts)")
    sys.exit(_status(seen, fail_on, project.settings))


def _status(seen: Iterable[str], fail_on: Severity | None, settings: Settings) -> int:
    """The exit status where findings of these severities were seen."""
    limit = SEVERITIES.index(cast(Severity, fail_on or settings.fail_on or "warning"))
    return FOUND if set(SEVERITIES[limit:]).intersection(seen) else 0


def _of_corpus(
    targets: Sequence[Path],
    project: Project,
    fail_on: Severity | None,
    *,
    kind: str | None,
    output: Path | None,
    spread: Spread,
) -> int:
    """Check every document of a corpus; the exit status."""
    from nqpterms.run.tasks import Task

    alone("source", "fix", "diff", "baseline", "since", "write_baseline", "type_")
    settings = project.settings
    job = jobs(Project(replace(settings, per_path=())), None, None)(targets[0])
    made = corpus_format(kind, "check")
    task = Task("check", job.matcher.base, made, job.codes, settings=settings)
    result = work_on(targets, task, output=output, spread=spread)
    return BROKEN if result.failures else _status(result.findings, fail_on, settings)


def _mend(
    targets: Sequence[Path],
    job: Callable[[Path], Job],
    *,
    fix: bool,
    diff: bool,
    output: Path | None,
) -> None:
    """Put right what is safe; with *diff* show it and exit."""
    changes = [
        fix_file(path, partial(findings_of_text, path=path, job=job(path)), write=fix)
        for path in targets
    ]
    if diff:
        put("".join(changes), output)
        sys.exit(FOUND if any(changes) else 0)


def _split(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for part in codes for code in part.replace(",", " ").split())


def _counting(findings: Iterable[Finding], seen: Counter[Severity]) -> Iterator[Finding]:
    """The findings as they come, counted on the way."""
    for finding in findings:
        seen[finding.severity] += 1
        yield finding


def _put(found: Iterator[Finding], kind: str, output: Path | None, *, page: str) -> None:
    """Write the findings; as JSON Lines they are written as they come, and never held."""
    if kind == "jsonl":
        put(written.jsonl_lines(found), output)
        return
    findings = list(found)
    if kind == "xlsx" and output:
        written.dump_xlsx(findings, output)
        return
    put(page if kind == "html" else _told(findings, kind), output, styled=kind == "text")
    summary = os.environ.get("GITHUB_STEP_SUMMARY") if kind == "github" else None
    if summary:
        add_step_summary(findings, summary)


def _told(findings: Sequence[Finding], kind: str) -> str:
    if kind == "sarif":
        return written.dumps_sarif(findings, rules=explanations())
    writers: dict[str, Callable[[Sequence[Finding]], str]] = {
        "text": written.dumps_text,
        "github": dumps_github,
        "csv": written.dumps_csv,
    }
    return writers[kind](findings)
