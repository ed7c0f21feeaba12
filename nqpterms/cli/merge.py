"""``nqpterms merge``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nqpterms.cli.options import PATH
from nqpterms.cli.output import tell
from nqpterms.formats.term_bases import dump_terms_over, load_terms
from nqpterms.terms.merging import merge

_CONFLICTS = 1  # the exit status that says: there are conflicts


@click.command("merge")
@click.argument("ours", type=PATH, metavar="A")
@click.argument("theirs", type=PATH, metavar="B")
@click.option(
    "-o",
    "--output",
    type=PATH,
    required=True,
    metavar="FILE",
    help="The merged base.",
)
def merge_command(ours: Path, theirs: Path, output: Path) -> None:
    """Join two term bases; where they disagree A stands, and the conflict is reported.

    Concepts are matched by id, then by their preferred term. Where A and FILE are glossary TSVs,
    lines of A that need no change are kept as they are. Exit status 1: conflicts.

    \b
    nqpterms merge terms.tsv from-colleague.xlsx -o terms.tsv
    """
    merged = merge(load_terms(ours), load_terms(theirs))
    for loss in dump_terms_over(merged.base, ours, output):
        tell(f"{output}: {loss}")
    for conflict in merged.conflicts:
        tell(str(conflict))
    sys.exit(_CONFLICTS if merged.conflicts else 0)
