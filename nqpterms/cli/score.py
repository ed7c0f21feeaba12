"""``nqpterms score``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from nqpterms.cli.options import PATH, format_option, glossary_option
from nqpterms.errors import NqptermsError
from nqpterms.project.project import find_project
from nqpterms.run.inputs import find_units
from nqpterms.run.one import segments_of
from nqpterms.scoring.alignment_score import Rates, load_beads, score_alignments
from nqpterms.scoring.terminology import TerminologyScore, score_terminology


@click.group("score")
def score_command() -> None:
    """Score a system's output against a key; every score prints its signature."""


@score_command.command("alignment")
@click.argument("gold", type=PATH)
@click.argument("system", type=PATH)
def alignment_score(gold: Path, system: Path) -> None:
    """Precision, recall and F1 (0 to 1) of beads, strict and lax.

    GOLD and SYSTEM are bead files (`[0]:[0, 1]` a line), or folders of files with the same stems.

    \b
    nqpterms score alignment gold.align system.beads
    """
    pairs = list(_pairs(gold, system))
    score = score_alignments((load_beads(a), load_beads(b)) for a, b in pairs)
    for name, rates in (
        ("strict", score.strict),
        ("strict, both sides", score.strict_pairs),
        ("lax", score.lax),
    ):
        click.echo(f"{name:20} {_rates(rates)}")
    click.echo(score.signature)


@score_command.command("terminology")
@click.argument("systems", nargs=-1, type=PATH, required=True, metavar="SYSTEM… | SYSTEM REFERENCE")
@click.option("--reference", type=PATH, metavar="FILE", help="The rows with the right translation.")
@glossary_option()
@format_option("text", "tsv", "jsonl", default="text")
@click.option(
    "--shown", "most", default=20, show_default=True, help="Terms of one system's table to print."
)
def terminology_score(
    systems: tuple[Path, ...],
    reference: Path | None,
    glossaries: tuple[str, ...],
    format_: str | None,
    most: int,
) -> None:
    """Term success and consistency (0 to 1) of a translation, BLEU and chrF beside them.

    SYSTEM is a bitext of source and output, REFERENCE one of the same rows with the right
    translation. Several systems, or a folder of them, give a table with a row each, the best
    first; then the reference is named with --reference.

    \b
    nqpterms score terminology system.tsv reference.tsv -g terms.tsv
    nqpterms score terminology outputs/*.tsv --reference reference.tsv --format tsv
    """
    if len(systems) == 2 and reference is None:
        reference, systems = systems[1], systems[:1]
    matcher = find_project(glossaries=glossaries).matcher()
    references = _references(reference) if reference else None
    scores = {}
    for path in systems:
        for unit in find_units([path]):
            segments = list(segments_of(unit))
            if references is not None and len(references) != len(segments):
                raise NqptermsError(
                    f"{reference}: has {len(references)} rows, {unit.path} has {len(segments)}: "
                    "expected the same rows"
                )
            scores[unit.path] = score_terminology(segments, matcher, references=references)
    if len(scores) == 1 and format_ in (None, "text"):
        lines = _terminology(next(iter(scores.values())), most)
    else:
        lines = _compared(scores, format_ or "text")
    for line in lines:
        click.echo(line)


def _references(path: Path) -> list[str]:
    """The English of the rows with the right translation."""
    return [segment.en for unit in find_units([path]) for segment in segments_of(unit)]


_FIGURES = ("success", "first", "frequent", "preferred", "bleu", "chrf", "places")


def _compared(scores: dict[str, TerminologyScore], kind: str) -> Iterator[str]:
    """A row a system, the best first, and the signatures."""
    ranked = sorted(scores.items(), key=lambda item: (-item[1].success, item[0]))
    if kind == "jsonl":
        for name, score in ranked:
            figures = {figure: getattr(score, figure) for figure in _FIGURES}
            yield json.dumps({"system": name, **figures, "signature": score.signature})
        return
    table = [["system", *_FIGURES]]
    for name, score in ranked:
        cells = [_figure(getattr(score, figure)) for figure in _FIGURES]
        table.append([name, *cells])
    if kind == "tsv":
        for row in table:
            yield "\t".join(row)
        return
    width = max(len(row[0]) for row in table)
    for name, *cells in table:
        yield " ".join([name.ljust(width), *(cell.rjust(9) for cell in cells)])
    yield from dict.fromkeys(score.signature for _, score in ranked)


def _figure(value: float | int | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, int):
        return str(value)
    return f"{value:.4f}" if value <= 1 else f"{value:.2f}"


def _terminology(score: TerminologyScore, most: int) -> Iterator[str]:
    """The figures, then the terms that are rendered worst."""
    yield f"{'term success':24} {score.success:.4f}  of {score.places} places"
    yield f"{'consistency, first':24} {score.first:.4f}"
    yield f"{'consistency, frequent':24} {score.frequent:.4f}"
    yield f"{'consistency, preferred':24} {score.preferred:.4f}"
    for name, value in (("BLEU", score.bleu), ("chrF", score.chrf)):
        if value is not None:
            yield f"{name:24} {value:.2f}"
    for row in score.table[:most]:
        renderings = ", ".join(f"{text} ×{count}" for text, count in row.renderings)
        yield f"{row.rendered}/{row.places}  {row.source}  {renderings}".rstrip()
    yield score.signature


def _rates(rates: Rates) -> str:
    return f"P {rates.precision:.4f}  R {rates.recall:.4f}  F1 {rates.f1:.4f}"


def _pairs(gold: Path, system: Path) -> Iterator[tuple[Path, Path]]:
    """The files to compare: the two given, or those of two folders by their stems."""
    if not gold.is_dir():
        yield gold, system
        return
    by_stem = {path.stem: path for path in system.iterdir()} if system.is_dir() else {}
    for path in sorted(gold.iterdir()):
        if path.stem not in by_stem:
            raise NqptermsError(f"{system}: no file for {path.name}")
        yield path, by_stem[path.stem]
