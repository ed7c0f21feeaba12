"""``nqpterms align``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from msgspec import Struct
from msgspec.structs import replace

from nqpterms.aligner.documents import Level
from nqpterms.aligner.known_beads import align_known
from nqpterms.cli.options import (
    PATH,
    Work,
    format_option,
    glossary_option,
    output_option,
    type_option,
    work_options,
)
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.cli.targets import (
    BROKEN,
    format_in_folder,
    goes_into_a_folder,
    refuse_in_folder,
    run_into_folder,
    units_of,
)
from nqpterms.errors import NqptermsError
from nqpterms.formats.bitext_formats import dump_segments
from nqpterms.formats.result_formats import result_formats, result_lines
from nqpterms.formats.results.alignments import dump_xlsx
from nqpterms.formats.results.corrections import load_anchors, load_known_beads
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Alignment, Bead
from nqpterms.project.project import find_project, load_glossaries
from nqpterms.readers.reading import read_lines
from nqpterms.run.corrected_pairs import corrections_of
from nqpterms.run.inputs import Unit
from nqpterms.run.one import in_order, pair_of, report_of

FORMATS = (*result_formats("alignment"), "xlsx", "tmx", "html")
_OF_ONE_PAIR = ("xlsx", "tmx", "html")


class _AlignRequest(Struct, frozen=True):
    """What the command is asked for."""

    paths: tuple[Path, ...]
    level: Level
    format_: str | None
    split: str
    encoder: str
    min_confidence: float
    anchors: Path | None
    glossaries: tuple[str, ...]
    type_: str | None
    work: Work
    output: Path | None


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
    help="Pairs of lines known to begin together: two line numbers a row, Chinese first; beads "
    "that are known (12+13 = 15, 14 = -); or the JSON Lines or XLSX of an earlier run, corrected. "
    "Default: the NAME.anchors beside the translation.",
)
@glossary_option(
    "Terms that say which words belong together: a bundled glossary by name, or a file; "
    "repeatable. Default: none."
)
@type_option()
@work_options()
@output_option()
def align_command(**options: Any) -> None:
    """Align the Chinese and the English version of a text, section by section.

    Give the two files in either order, or one page that holds both languages; or a folder, a
    pattern or a list of such.

    \b
    nqpterms align report.zh.md report.en.md
    nqpterms align page.html --format jsonl
    nqpterms align zh.txt en.txt --split lines --level sentence --format beads
    nqpterms align reports/ -o aligned/ --jobs 4
    """
    request = _AlignRequest(**options)
    paths, output, work = request.paths, request.output, request.work
    if not paths:
        raise click.UsageError(
            "expected a Chinese and an English file, or one page with both"
        )
    if goes_into_a_folder(paths, output, work, FORMATS):
        _align_into_folder(request)
    kind = chosen_format(request.format_, output, FORMATS, "text")
    units = units_of(paths, request.type_, in_pairs=True)
    _check_kind(kind, request, len(units))
    alignments = [_alignment(unit, request, kind) for unit in units]
    if kind == "tmx":
        _write_tmx(alignments[0], request)
        return
    if kind == "xlsx" and output:
        dump_xlsx(alignments[0], output)
        return
    put(
        (_text_of(alignment, kind) for alignment in alignments),
        output,
        styled=kind == "text",
    )


def _align_into_folder(request: _AlignRequest) -> NoReturn:
    """Write a file a pair, and end the command."""
    refuse_in_folder(
        "split", "encoder", "min_confidence", "anchors", "glossaries"
    )
    from nqpterms.run.tasks import Task

    kind = format_in_folder(request.format_, "align")
    task = Task("align", find_project(), kind, level=request.level)
    units = units_of(
        request.paths, request.type_, output=request.output, in_pairs=True
    )
    result = run_into_folder(units, task, request.output, request.work)
    sys.exit(BROKEN if result.failures else 0)


def _check_kind(kind: str, request: _AlignRequest, pairs: int) -> None:
    """Refuse what a format cannot hold."""
    if kind == "xlsx" and request.output is None:
        raise click.UsageError("--format xlsx needs -o FILE")
    if kind in _OF_ONE_PAIR and pairs > 1:
        raise click.UsageError(
            f"{kind} holds one pair, and these are {pairs}: give a folder with -o"
        )


def _alignment(unit: Unit, request: _AlignRequest, kind: str) -> Alignment:
    """A pair aligned as it is asked for."""
    in_lines = request.split == "lines"
    if in_lines and not unit.source:
        raise click.UsageError(
            "--split lines needs a Chinese and an English file"
        )
    if in_lines:
        zh, en = in_order(read_lines(unit.source), read_lines(unit.path))
    else:
        zh, en = pair_of(unit)
    corrections = request.anchors or corrections_of(unit)
    alignment = align_known(
        zh,
        en,
        known=load_known_beads(corrections) if corrections else (),
        level="sentence" if kind == "html" else request.level,
        split="lines" if in_lines else "auto",
        lexicon=_lexicon(request.glossaries),
        encoder=_encoder(request.encoder),
        anchors=load_anchors(corrections) if corrections else (),
    )
    _tell_how_it_went(alignment)
    return _without_doubtful(alignment, request.min_confidence)


def _tell_how_it_went(alignment: Alignment) -> None:
    """How much of each text has a partner, and the warnings."""
    if alignment.beads("paragraph") or alignment.beads("sentence"):
        zh_share, en_share = (
            alignment.paired_share("zh"),
            alignment.paired_share("en"),
        )
        tell(
            f"{zh_share:.0%} of the Chinese and {en_share:.0%} of the English text found a partner"
        )
    for warning in alignment.warnings:
        tell(warning)


def _lexicon(glossaries: tuple[str, ...]) -> Lexicon | None:
    """The dictionary with the terms of some glossaries before it; None where there are none."""
    if not glossaries:
        return None
    return load_lexicon(load_glossaries(glossaries))


def _encoder(name: str):  # type: ignore[no-untyped-def]  # an Encoder, whose module needs numpy
    if name == "lexicon":
        return None
    from nqpterms.aligner.encoder import load_encoder

    return load_encoder()


def _without_doubtful(alignment: Alignment, least: float) -> Alignment:
    """The alignment without the beads of two sides that are less sure than *least*."""
    rows = []
    for row in alignment.rows:
        is_pair = isinstance(row, Bead) and row.zh and row.en
        if not is_pair or row.confidence >= least:
            rows.append(row)
    return replace(alignment, rows=tuple(rows))


def _write_tmx(alignment: Alignment, request: _AlignRequest) -> None:
    if request.output is None:
        raise NqptermsError("TMX goes to a file: name it with -o")
    segments = alignment.segments(
        level="sentence" if request.level == "sentence" else "paragraph"
    )
    dump_segments(segments, request.output)


def _text_of(alignment: Alignment, kind: str) -> str:
    """The alignment as a text of some format."""
    if kind == "html":
        return report_of(alignment, None, matcher=find_project().matcher())
    return "".join(result_lines("alignment", kind)(alignment))
