"""``nqpterms annotate``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from nqpterms.cli.options import (
    PATH,
    Work,
    glossary_option,
    output_option,
    type_option,
    work_options,
)
from nqpterms.cli.output import put
from nqpterms.cli.targets import BROKEN, goes_into_a_folder, run_into_folder, units_of
from nqpterms.formats.terms.engine_dictionaries import dumps_term_dictionary
from nqpterms.matching.matcher import Matcher
from nqpterms.project.project import Project, find_project
from nqpterms.renderings.census import term_dictionary
from nqpterms.run.inputs import Unit
from nqpterms.run.one import segments_of

_TOGETHER = 1_000  # segments whose terms are taken out of a file in one go


@click.command("annotate")
@click.argument("paths", nargs=-1, type=PATH, required=True, metavar="BITEXT… | ZH EN | PAGE")
@glossary_option()
@type_option()
@work_options()
@output_option()
def annotate_command(
    paths: tuple[Path, ...],
    glossaries: tuple[str, ...],
    type_: str | None,
    work: Work,
    output: Path | None,
) -> None:
    """Write the term dictionary of every segment, for constrained decoding and for prompts.

    JSON Lines: source, target, and terms, which maps each source term that stands in the segment
    to its renderings, the preferred one first. Discouraged renderings are never proposed. A text
    in one language is a source that is still to be translated.

    \b
    nqpterms annotate pairs.tsv -g terms.tsv -o pairs.terms.jsonl
    nqpterms annotate source.zh.md
    nqpterms annotate --type jsonl - < pairs.jsonl
    nqpterms annotate shards/ -o annotated/ --jobs 4
    """
    project = find_project(glossaries=glossaries)
    units = units_of(paths, type_, output=output)
    if goes_into_a_folder(paths, output, work, ("jsonl",)):
        from nqpterms.run.tasks import Task

        result = run_into_folder(units, Task("annotate", project), output, work)
        sys.exit(BROKEN if result.failures else 0)
    put(_lines(units, project), output)


def _lines(units: Sequence[Unit], project: Project) -> Iterator[str]:
    for unit in units:
        finder = project.finder(unit.path)
        segments = segments_of(unit, alone=True)
        together = 1 if isinstance(finder, Matcher) else _TOGETHER
        while some := [*islice(segments, together)]:
            texts = [text for segment in some for text in (segment.zh, segment.en)]
            matcher = finder.within(texts)
            for segment in some:
                yield dumps_term_dictionary(segment, term_dictionary(segment, matcher))
