"""``nqpterms validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nqpterms.cli.options import PATH
from nqpterms.cli.output import put
from nqpterms.cli.shown_text import visible
from nqpterms.formats.results.finding_formats import dumps_text
from nqpterms.run.soundness import validate

_INVALID = 1  # the exit status that says: something is wrong with the term base


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="FILE…")
def validate_command(paths: tuple[Path, ...]) -> None:
    """Say what is wrong with a term base: a TBX file against its standard, then its content.

    Forms that stand in several concepts are listed too; they are not always wrong. Exit status 0:
    sound; 1: problems.

    \b
    nqpterms validate terms.tbx
    nqpterms validate glossary.tsv
    """
    is_sound = True
    for path in paths:
        result = validate(path)
        for problem in result.problems:
            put(f"{problem}\n", None, styled=True)
        put(dumps_text(result.findings), None, styled=True)
        for duplicate in result.duplicates:
            click.echo(visible(f"{path}: {duplicate}"))
        if not result.problems and not result.findings:
            click.echo(visible(f"{path}: sound"))
        is_sound = is_sound and result.is_sound
    sys.exit(0 if is_sound else _INVALID)
