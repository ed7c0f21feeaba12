"""``nqpterms align``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nqpterms.cli.options import PATH, format_option, output_option
from nqpterms.cli.output import chosen_format, write_text

FORMATS = ("text", "jsonl", "tsv", "beads", "tmx", "html")


@click.command("align")
@click.argument("paths", nargs=-1, type=PATH, metavar="ZH EN | PAGE")
@click.option(
    "--level",
    type=click.Choice(["section", "paragraph", "sentence"]),
    default="paragraph",
    show_default=True,
    help="Print every level down to this one.",
)
@format_option(*FORMATS, default="text")
@click.option(
    "--split",
    type=click.Choice(["auto", "lines"]),
    default="auto",
    show_default=True,
    help="How sentences are found; lines: one sentence a line, no outline.",
)
@click.option(
    "--encoder",
    type=click.Choice(["lexicon", "use"]),
    default="lexicon",
    show_default=True,
    help="use: add the sentence encoder of nqpterms[embed].",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave out beads less sure than this (0 to 1).",
)
@output_option()
def align_command(
    paths: tuple[Path, ...],
    level: str,
    format_: str | None,
    split: str,
    encoder: str,
    min_confidence: float,
    output: Path | None,
) -> None:
    """Align the Chinese and the English version of a text, section by section.

    Give the two files in either order, or one page that holds both languages.

    \b
    nqpterms align report.zh.md report.en.md
    nqpterms align page.html --format jsonl
    nqpterms align zh.txt en.txt --split lines --level sentence --format beads
    """
    if not 1 <= len(paths) <= 2:
        raise click.UsageError("expected two files, or one page with both languages")
