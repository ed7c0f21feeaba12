"""``nqpterms diff``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nqpterms.cli.options import format_option, output_option
from nqpterms.cli.output import chosen_format, put
from nqpterms.project.past_glossaries import load_terms_at
from nqpterms.terms.differences import as_jsonl, as_markdown, as_text, diff

_DUMPS = {"text": as_text, "jsonl": as_jsonl, "md": as_markdown}
_CHANGES = 1  # the exit status that says: there are changes


@click.command("diff")
@click.argument("old")
@click.argument("new")
@format_option(*_DUMPS, default="text")
@output_option()
def diff_command(
    old: str, new: str, format_: str | None, output: Path | None
) -> None:
    """Say what changed between two term bases: concepts, terms, statuses, definitions.

    Either may be a file as a git revision has it: REVISION:FILE. Exit status 0: the same; 1:
    changes.

    \b
    nqpterms diff terms-2025.tsv terms.tsv
    nqpterms diff HEAD:terms.tsv terms.tsv
    nqpterms diff old.tbx new.tbx --format md
    """
    kind = chosen_format(format_, output, _DUMPS, "text")
    changes = diff(load_terms_at(old), load_terms_at(new))
    put(_DUMPS[kind](changes), output, styled=kind == "text")
    sys.exit(_CHANGES if changes else 0)
