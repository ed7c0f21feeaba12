"""``nqpterms align``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from msgspec.structs import replace

from nqpterms.aligner.documents import Level, align
from nqpterms.cli.corpora import (
    Spread,
    alone,
    corpus_format,
    corpus_options,
    is_corpus_run,
    leave,
    work_on,
)
from nqpterms.cli.options import PATH, format_option, output_option, type_option
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.errors import NqptermsError
from nqpterms.formats.registry import dump_segments, result_formats, result_lines
from nqpterms.formats.results.alignments import load_anchors
from nqpterms.model.alignment import Alignment, Bead
from nqpterms.project.project import load_glossaries
from nqpterms.readers.reading import read_lines
from nqpterms.run.pipeline import in_order, read_pair, report_of

FORMATS = (*result_formats("alignment"), "tmx", "html")


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
    help="lines: one sentence a line, no outline is looked for.",
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
    help="Leave out rows less sure than this (0 to 1).",
)
@click.option(
    "--anchors",
    type=PATH,
    metavar="FILE",
    help="Pairs of lines known to begin together: two line numbers a row, Chinese first.",
)
@type_option()
@corpus_options()
@output_option()
def align_command(
    paths: tuple[Path, ...],
    level: Level,
    format_: str | None,
    split: str,
    encoder: str,
    min_confidence: float,
    anchors: Path | None,
    type_: str | None,
    spread: Spread,
    output: Path | None,
) -> None:
    """Align the Chinese and the English version of a text, section by section.

    Give the two files in either order, or one page that holds both languages.

    \b
    nqpterms align report.zh.md report.en.md
    nqpterms align page.html --format jsonl
    nqpterms align zh.txt en.txt --split lines --level sentence --format beads
    nqpterms align reports/ -o aligned/ --jobs 4
    """
    if is_corpus_run(paths, output, spread):
        alone("split", "encoder", "min_confidence", "anchors", "type_")
        from nqpterms.run.tasks import Task

        kind = corpus_format(format_, "align")
        task = Task("align", load_glossaries(()), kind, level=level)
        leave(work_on(paths, task, output=output, spread=spread))
    kind = chosen_format(format_, output, FORMATS, "text")
    if not 1 <= len(paths) <= 2 or (split == "lines" and len(paths) == 1):
        raise click.UsageError("expected a Chinese and an English file, or one page with both")
    if split == "lines":
        zh, en = in_order(read_lines(paths[0]), read_lines(paths[1]))
    else:
        zh, en = read_pair(paths, type=type_)
    alignment = align(
        zh,
        en,
        level="sentence" if kind == "html" else level,
        split="lines" if split == "lines" else "auto",
        encoder=_encoder(encoder),
        anchors=load_anchors(anchors) if anchors else (),
    )
    for warning in alignment.warnings:
        tell(warning)
    _write(_sure(alignment, min_confidence), kind, level, output)


def _encoder(name: str):  # type: ignore[no-untyped-def]  # an Encoder, whose module needs numpy
    if name == "lexicon":
        return None
    from nqpterms.aligner.encoder import load_encoder

    return load_encoder()


def _sure(alignment: Alignment, least: float) -> Alignment:
    """The alignment without the beads of two sides that are less sure than *least*."""
    rows = (
        row
        for row in alignment.rows
        if not (isinstance(row, Bead) and row.zh and row.en and row.confidence < least)
    )
    return replace(alignment, rows=tuple(rows))


def _write(alignment: Alignment, kind: str, level: Level, output: Path | None) -> None:
    if kind == "tmx":
        if output is None:
            raise NqptermsError("TMX goes to a file: name it with -o")
        segments = alignment.segments(level="sentence" if level == "sentence" else "paragraph")
        dump_segments(segments, output)
        return
    lines: str | Iterable[str]
    if kind == "html":
        lines = report_of(alignment, None)
    else:
        lines = result_lines("alignment", kind)(alignment)
    put(lines, output, styled=kind == "text")
