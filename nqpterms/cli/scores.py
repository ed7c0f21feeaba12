"""``nqpterms score``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from nqpterms.cli.options import PATH
from nqpterms.errors import NqptermsError
from nqpterms.formats.beads import load_beads
from nqpterms.scoring import Rates, score_alignments


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
