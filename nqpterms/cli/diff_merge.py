"""``nqpterms diff`` and ``nqpterms merge``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nqpterms.cli.options import PATH, format_option, output_option
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.formats.registry import dump_terms, load_terms
from nqpterms.terms.differences import as_jsonl, as_markdown, as_text, diff
from nqpterms.terms.merging import merge

_SHOWN = {"text": as_text, "jsonl": as_jsonl, "md": as_markdown}
DIFFERENT = 1  # the exit status that says: there are changes, or conflicts


@click.command("diff")
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@format_option(*_SHOWN, default="text")
@output_option()
def diff_command(old: Path, new: Path, format_: str | None, output: Path | None) -> None:
    """Say what changed between two term bases: concepts, terms, statuses, definitions.

    Exit status 0: the same; 1: changes.

    \b
    nqpterms diff terms-2025.tsv terms.tsv
    nqpterms diff old.tbx new.tbx --format md
    """
    kind = chosen_format(format_, output, _SHOWN, "text")
    changes = diff(load_terms(old), load_terms(new))
    put(_SHOWN[kind](changes), output, styled=kind == "text")
    sys.exit(DIFFERENT if changes else 0)


@click.command("merge")
@click.argument("ours", type=PATH, metavar="A")
@click.argument("theirs", type=PATH, metavar="B")
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The merged base.")
def merge_command(ours: Path, theirs: Path, output: Path) -> None:
    """Join two term bases; where they disagree A stands and the conflict is told.

    Concepts are matched by id, then by their preferred term. Exit status 1: conflicts.

    \b
    nqpterms merge terms.tsv from-colleague.xlsx -o terms.tsv
    """
    merged = merge(load_terms(ours), load_terms(theirs))
    dump_terms(merged.base, output)
    for conflict in merged.conflicts:
        tell(str(conflict))
    sys.exit(DIFFERENT if merged.conflicts else 0)
