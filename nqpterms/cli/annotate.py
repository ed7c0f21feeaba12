"""``nqpterms annotate``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from nqpterms.cli.options import (
    PATH,
    Work,
    format_option,
    glossary_option,
    output_option,
    type_option,
    work_options,
)
from nqpterms.cli.output import format_of, put, tell
from nqpterms.cli.targets import (
    BROKEN,
    format_in_folder,
    goes_into_a_folder,
    refuse_in_folder,
    run_into_folder,
    units_of,
)
from nqpterms.formats.result_formats import result_lines
from nqpterms.formats.results.annotated_rows import FORMS, term_blocks
from nqpterms.project.project import Project, find_project
from nqpterms.renderings.source_terms import AnnotatedSegment, annotated
from nqpterms.run.inputs import Unit
from nqpterms.run.one import segments_of


@click.command("annotate")
@click.argument(
    "paths",
    nargs=-1,
    type=PATH,
    required=True,
    metavar="SOURCE… | BITEXT… | ZH EN",
)
@glossary_option()
@type_option()
@format_option("jsonl", "block", default="jsonl; block where -o ends in .txt")
@click.option(
    "--forms",
    type=click.Choice(FORMS),
    help="Of each term the preferred form, one allowed form and those to avoid too (allowed), or "
    "all forms with notes. Default: all in JSON Lines, preferred in a block.",
)
@click.option(
    "--per",
    "scope",
    type=click.Choice(["document", "segment"]),
    help="Each term once for a document (default), or for each segment; of a block.",
)
@click.option(
    "--budget",
    type=click.IntRange(1),
    metavar="N",
    help="Characters that a block may have: the rarest terms and those with something to avoid "
    "stay, what is left out is counted.",
)
@click.option(
    "--definitions",
    is_flag=True,
    help="What the terms mean, where it is defined.",
)
@work_options()
@output_option()
def annotate_command(  # noqa: PLR0913  # an option each
    paths: tuple[Path, ...],
    glossaries: tuple[str, ...],
    type_: str | None,
    format_: str | None,
    forms: str | None,
    scope: str | None,
    budget: int | None,
    definitions: bool,
    work: Work,
    output: Path | None,
) -> None:
    """Write the terms of a source with their renderings, for whoever translates it.

    A text in one language is a source that is still to be translated, Chinese or English; of a
    bitext or a pair the source is taken. JSON Lines are rows of a bitext, which check and score
    read: source, target, and terms, which maps each source term to its renderings, the preferred
    one first; avoid names the discouraged ones, notes what the term base warns of. A block is text
    for a prompt, a line a term.

    \b
    nqpterms annotate source.zh.md --format block
    nqpterms annotate source.zh.docx --format block --forms allowed --budget 4000
    nqpterms annotate pairs.tsv -g terms.tsv -o pairs.terms.jsonl
    nqpterms annotate --type jsonl - < rows.jsonl
    nqpterms annotate shards/ -o annotated/ --jobs 4
    """
    project = find_project(glossaries=glossaries)
    units = units_of(paths, type_, output=output)
    if goes_into_a_folder(paths, output, work, ("jsonl", "text")):
        from nqpterms.run.tasks import Task

        refuse_in_folder("forms", "scope", "budget", "definitions")
        task = Task(
            "annotate", project, format=format_in_folder(format_, "annotate")
        )
        result = run_into_folder(units, task, output, work)
        sys.exit(BROKEN if result.failures else 0)
    rows = _rows(units, project)
    is_block = format_ == "block" or (
        not format_ and output is not None and format_of(output) == "text"
    )
    if not is_block:
        _refuse_without_block(scope, budget)
        lines = result_lines("annotations", "jsonl")
        put(lines(rows, forms=forms or "all", definitions=definitions), output)
        return
    options = {
        "forms": forms or "preferred",
        "scope": scope or "document",
        "budget": budget,
    }
    put(_blocks(rows, options | {"definitions": definitions}), output)


def _refuse_without_block(scope: str | None, budget: int | None) -> None:
    for name, value in (("--per", scope), ("--budget", budget)):
        if value is not None:
            raise click.UsageError(f"{name} is for a block: say --format block")


def _rows(
    units: Sequence[Unit], project: Project
) -> Iterator[AnnotatedSegment]:
    for unit in units:
        yield from annotated(
            segments_of(unit, alone=True), project.finder(unit.path)
        )


def _blocks(
    rows: Iterator[AnnotatedSegment], options: dict[str, Any]
) -> Iterator[str]:
    """The blocks one after another; how many terms had no room is said at the end."""
    left_out = 0
    is_first = True
    for block in term_blocks(rows, **options):
        left_out += block.left_out
        if block.text:
            yield block.text if is_first else f"\n{block.text}"
            is_first = False
    if left_out:
        tell(f"{left_out:,} terms had no room in --budget")
