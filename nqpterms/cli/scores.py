"""``nqpterms score``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from nqpterms.beads import load_beads
from nqpterms.cli.options import PATH, glossary_option
from nqpterms.cli.terms import chosen_terms
from nqpterms.errors import NqptermsError
from nqpterms.formats.bitexts import load_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.scoring.alignment import Rates, score_alignments
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
        click.echo(f"{name:20} {_told(rates)}")
    click.echo(score.signature)


@score_command.command("terminology")
@click.argument("system", type=PATH)
@click.argument("reference", type=PATH, required=False)
@glossary_option()
@click.option("--shown", default=20, show_default=True, help="Terms of the table to print.")
def terminology_score(
    system: Path, reference: Path | None, glossaries: tuple[str, ...], shown: int
) -> None:
    """Term success and consistency (0 to 1) of a translation, BLEU and chrF beside them.

    SYSTEM is a bitext of source and output, REFERENCE one of the same rows with the right
    translation.

    \b
    nqpterms score terminology system.tsv reference.tsv -g terms.tsv
    """
    segments = list(load_segments(system))
    references = None if reference is None else [s.en for s in load_segments(reference)]
    if references is not None and len(references) != len(segments):
        raise NqptermsError(
            f"{reference}: has {len(references)} rows, {system} has {len(segments)}: "
            "expected the same rows"
        )
    matcher = Matcher(chosen_terms(glossaries))
    score = score_terminology(segments, matcher, references=references)
    for line in _terminology(score, shown):
        click.echo(line)


def _terminology(score: TerminologyScore, shown: int) -> Iterator[str]:
    """The figures, then the terms that are rendered worst."""
    yield f"{'term success':24} {score.success:.4f}  of {score.places} places"
    yield f"{'consistency, first':24} {score.first:.4f}"
    yield f"{'consistency, frequent':24} {score.frequent:.4f}"
    yield f"{'consistency, preferred':24} {score.preferred:.4f}"
    for name, value in (("BLEU", score.bleu), ("chrF", score.chrf)):
        if value is not None:
            yield f"{name:24} {value:.2f}"
    for row in score.table[:shown]:
        ways = ", ".join(f"{text} ×{count}" for text, count in row.renderings)
        yield f"{row.rendered}/{row.said}  {row.source}  {ways}".rstrip()
    yield score.signature


def _told(rates: Rates) -> str:
    return f"P {rates.precision:.4f}  R {rates.recall:.4f}  F1 {rates.f1:.4f}"


def _pairs(gold: Path, system: Path) -> Iterator[tuple[Path, Path]]:
    """The files to compare: the two given, or those of two folders by their stems."""
    if not gold.is_dir():
        yield gold, system
        return
    said = {path.stem: path for path in system.iterdir()} if system.is_dir() else {}
    for path in sorted(gold.iterdir()):
        if path.stem not in said:
            raise NqptermsError(f"{system}: no file for {path.name}")
        yield path, said[path.stem]
