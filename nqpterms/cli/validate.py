"""``nqpterms validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nqpterms.checks.registry import check_terms
from nqpterms.cli.options import PATH
from nqpterms.cli.output import put
from nqpterms.files.opening import bare_suffix
from nqpterms.formats.registry import load_terms
from nqpterms.formats.results.findings import dumps_text
from nqpterms.formats.terms.tbx import validate
from nqpterms.model.findings import SEVERITIES
from nqpterms.model.termbase import TermBase
from nqpterms.terms.tidying import duplicates

INVALID = 1  # the exit status that says: something is wrong with the term base


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
    sound = True
    for path in paths:
        problems = [str(p) for p in validate(path)] if bare_suffix(path) in ("tbx", "xml") else []
        for problem in problems:
            put(f"{problem}\n", None, styled=True)
        base = TermBase() if problems else load_terms(path)
        findings = check_terms(base)
        put(dumps_text(findings), None, styled=True)
        for duplicate in duplicates(base):
            click.echo(f"{path}: {duplicate}")
        worst = max((SEVERITIES.index(f.severity) for f in findings), default=0)
        sound = sound and not problems and worst == 0
        if not problems and not findings:
            click.echo(f"{path}: sound")
    sys.exit(0 if sound else INVALID)
