"""``nqpterms annotate``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import click

from nqpterms.cli.corpora import Spread, alone, corpus_options, is_corpus_run, leave, work_on
from nqpterms.cli.options import PATH, glossary_option, output_option, type_option
from nqpterms.cli.output import put
from nqpterms.cli.segments import chosen_segments
from nqpterms.formats.terms.engines import dumps_term_dictionary
from nqpterms.matching.matcher import Matcher, TermFinder
from nqpterms.model.alignment import Segment
from nqpterms.project.project import load_finder, load_glossaries
from nqpterms.renderings.occurrences import term_dictionary

_TOGETHER = 1_000  # rows for which the terms are taken out of a file in one go


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
    if is_corpus_run(paths, output, spread):
        alone("type_")
        from nqpterms.run.tasks import Task

        base = load_glossaries(glossaries)
        leave(work_on(paths, Task("annotate", base), output=output, spread=spread))
    rows = chosen_segments(paths, type_)
    put(_dictionaries(rows, load_finder(glossaries)), output)


def _dictionaries(rows: Iterable[Segment], finder: TermFinder) -> Iterator[str]:
    """The term dictionaries as lines; a Matcher gives each at once, a file some together."""
    ahead = iter(rows)
    size = 1 if isinstance(finder, Matcher) else _TOGETHER
    while some := [*islice(ahead, size)]:
        matcher = finder.within([text for row in some for text in (row.zh, row.en)])
        for row in some:
            yield dumps_term_dictionary(row, term_dictionary(row, matcher))
