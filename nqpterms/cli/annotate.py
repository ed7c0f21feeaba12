"""``nqpterms annotate``."""

from __future__ import annotations

from pathlib import Path

import click

from nqpterms.cli.corpora import Spread, alone, corpus_options, is_corpus_run, leave, work_on
from nqpterms.cli.options import PATH, glossary_option, output_option, type_option
from nqpterms.cli.output import put
from nqpterms.cli.segments import chosen_segments
from nqpterms.formats.terms.engines import dumps_term_dictionary
from nqpterms.matching.matcher import Matcher
from nqpterms.project.project import load_glossaries
from nqpterms.renderings.census import term_dictionary


@click.command("annotate")
@click.argument("paths", nargs=-1, type=PATH, required=True, metavar="BITEXT… | ZH EN | PAGE")
@glossary_option()
@type_option()
@corpus_options()
@output_option()
def annotate_command(
    paths: tuple[Path, ...],
    glossaries: tuple[str, ...],
    type_: str | None,
    spread: Spread,
    output: Path | None,
) -> None:
    """Write the term dictionary of every segment, for constrained decoding and for prompts.

    JSON Lines: source, target, and terms, which maps each source term that stands in the segment
    to its renderings, the preferred one first. Discouraged renderings are never proposed.

    \b
    nqpterms annotate pairs.tsv -g terms.tsv -o pairs.terms.jsonl
    nqpterms annotate --type jsonl - < pairs.jsonl
    nqpterms annotate shards/ -o annotated/ --jobs 4
    """
    base = load_glossaries(glossaries)
    if is_corpus_run(paths, output, spread):
        alone("type_")
        from nqpterms.run.tasks import Task

        leave(work_on(paths, Task("annotate", base), output=output, spread=spread))
    matcher = Matcher(base)
    rows = chosen_segments(paths, type_)
    put((dumps_term_dictionary(row, term_dictionary(row, matcher)) for row in rows), output)
