"""``nqpterms check``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import click

from nqpterms.alignment import Side
from nqpterms.checks.running import check_segments, explanations
from nqpterms.cli.options import (
    PATH,
    format_option,
    glossary_option,
    output_option,
    type_option,
)
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.cli.terms import chosen_terms
from nqpterms.errors import NqptermsError
from nqpterms.findings import SEVERITIES, Finding, Severity
from nqpterms.formats import findings as written
from nqpterms.formats.bitexts import is_bitext, load_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.pipeline import aligned, check, check_alignment, report_of
from nqpterms.readers.reading import read, read_either

FORMATS = ("text", "jsonl", "sarif", "github", "csv", "html")
FOUND = 1  # the exit status that says: there are findings


@click.command("check")
@click.argument("targets", nargs=-1, type=PATH, required=True, metavar="TARGET | PAGE | BITEXT …")
@click.option("--source", type=PATH, help="The text of which TARGET is the translation.")
@glossary_option()
@format_option(*FORMATS, default="text")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Exit with 1 for findings from this severity up.",
)
@type_option()
@output_option()
def check_command(
    targets: tuple[Path, ...],
    source: Path | None,
    glossaries: tuple[str, ...],
    format_: str | None,
    fail_on: Severity,
    type_: str | None,
    output: Path | None,
) -> None:
    """Check a translation for consistent terminology.

    TARGET is a translation alone, or with --source; a PAGE holds both languages; a BITEXT is
    TSV, JSON Lines, TMX, XLIFF or PO. Exit status 0: nothing from --fail-on up; 1: findings.

    \b
    nqpterms check draft.en.md
    nqpterms check draft.en.md --source original.zh.md
    nqpterms check memory.tmx -g terms.tsv --format sarif -o findings.sarif
    """
    kind = chosen_format(format_, output, FORMATS, "text")
    matcher = Matcher(chosen_terms(glossaries))
    if source is not None and len(targets) > 1:
        raise click.UsageError("--source goes with one TARGET")
    if kind == "html":
        findings, text = _with_report(targets, source, matcher, type_)
    else:
        findings = [
            finding for path in targets for finding in _checked(path, source, matcher, type_)
        ]
        text = _told(findings, kind)
    put(text, output)
    if kind == "text" and output is None and not findings:
        tell(f"nothing to report ({len(targets)} checked, {len(matcher.base)} concepts)")
    worst = max((SEVERITIES.index(finding.severity) for finding in findings), default=-1)
    sys.exit(FOUND if worst >= SEVERITIES.index(fail_on) else 0)


def _checked(
    path: Path, source: Path | None, matcher: Matcher, type_: str | None
) -> Sequence[Finding]:
    """The findings of one file."""
    if source is None and is_bitext(path, type=type_ or ""):
        return _of_bitext(path, matcher, type_ or "")
    if source is not None:
        return check(read(path, type=type_), read(source), terms=matcher)
    documents = read_either(path, type=type_)
    if len(documents) == 1:
        return check(documents[0], terms=matcher)
    zh, en = documents
    return check_alignment(aligned(zh, en), matcher)


def _of_bitext(path: Path, matcher: Matcher, type_: str) -> list[Finding]:
    """The findings of a bitext; its first segment says which side is the translation."""
    segments = load_segments(path, type=type_)
    first = next(segments, None)
    if first is None:
        return []
    return check_segments(chain((first,), segments), matcher, target=first.target, file=str(path))


def _with_report(
    targets: Sequence[Path], source: Path | None, matcher: Matcher, type_: str | None
) -> tuple[list[Finding], str]:
    """The findings of one aligned pair, and its report."""
    paths = (*targets, *((source,) if source else ()))
    documents = tuple(document for path in paths for document in read_either(path, type=type_))
    if len(documents) != 2:
        raise NqptermsError(
            "the HTML report shows a translation beside its source: give --source, or one page "
            "with both languages"
        )
    alignment = aligned(*documents)
    target: Side = "zh" if documents[0].lang.startswith("zh") and source else "en"
    findings = check_alignment(alignment, matcher, target=target)
    return findings, report_of(alignment, findings, matcher=matcher)


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
