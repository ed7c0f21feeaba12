"""``nqpterms concord``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nqpterms.cli.options import (
    PATH,
    format_option,
    glossary_option,
    output_option,
    type_option,
)
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.cli.targets import segments_of_all, units_of
from nqpterms.formats.result_formats import result_formats, result_lines
from nqpterms.formats.results.concordances import ORDERS, Order
from nqpterms.project.project import find_project
from nqpterms.renderings.concordance import concord
from nqpterms.report.concordance_page import render_concordance
from nqpterms.run.counting import year_of

FORMATS = (*result_formats("concordance"), "html")


@click.command("concord")
@click.argument("term")
@click.argument("paths", nargs=-1, type=PATH, metavar="BITEXT… | ZH EN | PAGE")
@click.option(
    "--sort",
    "order",
    type=click.Choice(ORDERS),
    default="place",
    show_default=True,
    help="Order of the places; context: by what follows the term.",
)
@glossary_option()
@format_option(*FORMATS, default="text")
@type_option()
@output_option()
def concord_command(
    term: str,
    paths: tuple[Path, ...],
    order: Order,
    glossaries: tuple[str, ...],
    format_: str | None,
    type_: str | None,
    output: Path | None,
) -> None:
    """Show every place of a term with its rendering on the other side, grouped and counted.

    TERM is Chinese or English. Documents are aligned on the way. Exit status 1: it stands nowhere.

    \b
    nqpterms concord 因地制宜 report.zh.md report.en.md
    nqpterms concord "productive forces" memory.tmx --sort rendering
    nqpterms concord 因地制宜 reports/
    nqpterms concord 新质生产力 page.html --format html -o concordance.html
    """
    kind = chosen_format(format_, output, FORMATS, "text")
    finder = find_project(glossaries=glossaries).finder()
    units = units_of(paths, type_, output=output, in_pairs=True)
    segments = list(segments_of_all(units))
    texts = [text for segment in segments for text in (segment.zh, segment.en)]
    terms = finder.within(texts)
    concordance = concord(term, segments, terms=terms)
    if not concordance.lines:
        tell(f"{term}: stands nowhere in these texts")
        sys.exit(1)
    if kind == "html":
        years = {segment.doc: year_of(segment) for segment in segments}
        put(
            render_concordance(concordance, order, terms=terms, years=years),
            output,
        )
        return
    put(
        result_lines("concordance", kind)(concordance, order),
        output,
        styled=kind == "text",
    )
