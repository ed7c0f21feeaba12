"""``nqpterms score``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from nqpterms.cli.options import PATH, format_option, glossary_option
from nqpterms.cli.output import put
from nqpterms.errors import NqptermsError
from nqpterms.model.alignment import Segment, Side
from nqpterms.project.project import find_project
from nqpterms.run.inputs import find_units
from nqpterms.run.one import segments_of
from nqpterms.scoring.alignment_score import Rates, load_beads, score_alignments
from nqpterms.scoring.significance import paired_bootstrap
from nqpterms.scoring.terminology import (
    ScoreOptions,
    TerminologyScore,
    score_terminology,
)


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
@click.argument(
    "systems",
    nargs=-1,
    type=PATH,
    required=True,
    metavar="SYSTEM… | SYSTEM REFERENCE",
)
@click.option(
    "--reference",
    type=PATH,
    metavar="FILE",
    help="The rows with the right translation.",
)
@glossary_option()
@click.option(
    "--terms",
    "own_terms",
    metavar="KEY",
    help="The key under which rows carry terms of their own (default: terms), which stand in the "
    "place of a glossary unless -g names one.",
)
@click.option(
    "--direction",
    type=click.Choice(["zh-en", "en-zh"]),
    help="From which language into which. Default: found from the rows, and said.",
)
@click.option(
    "--rows",
    type=click.Choice(["segment", "document"]),
    default="segment",
    show_default=True,
    help="Whether a term may be rendered in its segment only, or anywhere in its document.",
)
@click.option(
    "--match",
    type=click.Choice(["inflected", "case", "exact"]),
    default="inflected",
    show_default=True,
    help="How a form is looked for: inflected and in any case; as written in case; to the letter.",
)
@click.option(
    "--alternatives/--preferred-only",
    default=True,
    show_default=True,
    help="Whether every acceptable form counts, or the preferred one only.",
)
@click.option(
    "--as",
    "like",
    type=click.Choice(["wmt25"]),
    help="The figure of that task too, as its own scripts count; chrF is chrF++ then.",
)
@format_option("text", "tsv", "jsonl", default="text")
@click.option(
    "--shown",
    "most",
    default=20,
    show_default=True,
    help="Terms of one system's table to print.",
)
def terminology_score(  # an option each
    systems: tuple[Path, ...],
    reference: Path | None,
    glossaries: tuple[str, ...],
    own_terms: str | None,
    direction: str | None,
    format_: str | None,
    most: int,
    **counting: Any,
) -> None:
    """Term success and consistency (0 to 1) of a translation, BLEU and chrF beside them.

    SYSTEM is a bitext of source and output, REFERENCE one of the same rows with the right
    translation. Several systems, or a folder of them, give a table with a row each, the best
    first; then the reference is named with --reference, and p is the probability that a system is
    only by chance worse than the best (paired bootstrap over rows).

    \b
    nqpterms score terminology system.tsv reference.tsv -g terms.tsv
    nqpterms score terminology outputs/*.tsv --reference reference.tsv --format tsv
    nqpterms score terminology system.jsonl reference.jsonl --as wmt25
    """
    if len(systems) == 2 and reference is None:
        reference, systems = systems[1], systems[:1]
    matcher = find_project(glossaries=glossaries).matcher()
    references = _segments(reference) if reference else None
    options = ScoreOptions(
        target=_TARGETS[direction],
        rows=counting["rows"],
        match=counting["match"],
        alternatives=counting["alternatives"],
        own_terms=own_terms or ("" if glossaries else "terms"),
        wmt25=counting["like"] == "wmt25",
    )
    scores = {}
    for path in systems:
        for unit in find_units([path]):
            segments = list(segments_of(unit))
            _check_rows(references, reference, segments, unit.path)
            scores[unit.path] = score_terminology(
                segments, matcher, references=references, options=options
            )
    if len(scores) == 1 and format_ in (None, "text"):
        lines = _terminology(next(iter(scores.values())), most)
    else:
        lines = _compared(scores, format_ or "text")
    put((f"{line}\n" for line in lines), None, styled=format_ in (None, "text"))


_TARGETS: dict[str | None, Side | None] = {
    None: None,
    "zh-en": "en",
    "en-zh": "zh",
}


def _segments(path: Path) -> list[Segment]:
    """The rows with the right translation."""
    return [
        segment for unit in find_units([path]) for segment in segments_of(unit)
    ]


_FIGURES = (
    *("success", "first", "frequent", "preferred", "bleu", "chrf", "places"),
    *("overlapping", "wmt25", "direction"),
)


def _check_rows(
    references: Sequence[Segment] | None,
    reference: Path | None,
    segments: Sequence[Segment],
    path: str,
) -> None:
    """Raise NqptermsError where a system has not the rows of the reference."""
    if references is not None and len(references) != len(segments):
        raise NqptermsError(
            f"{reference}: has {len(references)} rows, {path} has {len(segments)}: "
            "expected the same rows"
        )


def _in_columns(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a table for a reader: a name and its figures below each other."""
    width = max(len(row[0]) for row in table)
    for name, *cells in table:
        yield " ".join([name.ljust(width), *(cell.rjust(11) for cell in cells)])


def _compared(scores: dict[str, TerminologyScore], kind: str) -> Iterator[str]:
    """A row a system, the best first, and the signatures."""
    ranked = dict(
        sorted(
            scores.items(), key=lambda item: (-(item[1].success or 0), item[0])
        )
    )
    records = list(_score_records(ranked))
    if kind == "jsonl":
        for record, score in zip(records, ranked.values(), strict=True):
            yield json.dumps(
                {**record, "signature": score.signature}, ensure_ascii=False
            )
        return
    table = [["system", *_FIGURES, "p"]]
    for record in records:
        table.append([_figure(value) for value in record.values()])
    if kind == "tsv":
        yield from map("\t".join, table)
        return
    yield from _in_columns(table)
    yield from dict.fromkeys(score.signature for score in ranked.values())


def _score_records(
    ranked: Mapping[str, TerminologyScore],
) -> Iterator[dict[str, Any]]:
    """The figures of each system; p against the first, which is the best and has none."""
    best = next(iter(ranked.values()), None)
    for name, score in ranked.items():
        figures = {figure: getattr(score, figure) for figure in _FIGURES}
        chance = None if score is best or best is None else _chance(best, score)
        yield {"system": name, **figures, "p": chance}


def _chance(best: TerminologyScore, other: TerminologyScore) -> float | None:
    """The probability that a system is by chance worse than the best."""
    return paired_bootstrap(best.by_row, other.by_row)


def _figure(value: float | int | str | None) -> str:
    if value is None:
        return "n/a"
    if isinstance(value, int | str):
        return str(value)
    return f"{value:.4f}" if value <= 1 else f"{value:.2f}"


def _terminology(score: TerminologyScore, most: int) -> Iterator[str]:
    """The figures, then the terms that are rendered worst."""
    places = {"success": score.places, "overlapping": score.overlapping_places}
    for label, figure in (
        ("direction", "direction"),
        ("term success", "success"),
        ("term success, overlapping", "overlapping"),
        ("consistency, first", "first"),
        ("consistency, frequent", "frequent"),
        ("consistency, preferred", "preferred"),
    ):
        of_places = f"  of {places[figure]} places" if figure in places else ""
        yield f"{label:26} {_figure(getattr(score, figure))}{of_places}"
    if score.wmt25 is not None:
        yield f"{'term success, WMT25':26} {score.wmt25:.4f}"
    for label, value in (("BLEU", score.bleu), ("chrF", score.chrf)):
        if value is not None:
            yield f"{label:26} {value:.2f}"
    for row in score.table[:most]:
        renderings = ", ".join(
            f"{text} ×{count}" for text, count in row.renderings
        )
        yield f"{row.rendered}/{row.places}  {row.source}  {renderings}".rstrip()
    yield score.signature


def _rates(rates: Rates) -> str:
    return f"P {rates.precision:.4f}  R {rates.recall:.4f}  F1 {rates.f1:.4f}"


def _pairs(gold: Path, system: Path) -> Iterator[tuple[Path, Path]]:
    """The files to compare: the two given, or those of two folders by their stems."""
    if not gold.is_dir():
        yield gold, system
        return
    by_stem = (
        {path.stem: path for path in system.iterdir()}
        if system.is_dir()
        else {}
    )
    for path in sorted(gold.iterdir()):
        if path.stem not in by_stem:
            raise NqptermsError(f"{system}: no file for {path.name}")
        yield path, by_stem[path.stem]
