"""``nqpterms history``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from nqpterms.cli.options import (
    PATH,
    Decorator,
    format_option,
    glossary_option,
    output_option,
)
from nqpterms.cli.output import chosen_format, put, tell
from nqpterms.formats.result_formats import result_formats, result_lines
from nqpterms.formats.terms import history_tsv
from nqpterms.model.histories import DatedConcept
from nqpterms.model.termbase import TermBase
from nqpterms.project.project import find_project, load_glossaries
from nqpterms.run.dated_texts import count_years, history
from nqpterms.run.inputs import find_units
from nqpterms.terms.dating import appeared, vanished, year_range

FORMATS = (*result_formats("history"), "tsv")


class _When(Struct, frozen=True):
    """The years in which what is wanted came up, or was last used; None says nothing."""

    new: str | None
    gone: str | None

    def of(self, dated: list[DatedConcept]) -> list[DatedConcept]:
        """Those that are wanted."""
        if self.new:
            dated = appeared(dated, year_range(self.new))
        if self.gone:
            dated = vanished(dated, year_range(self.gone))
        return dated


def _when_options() -> Decorator:
    """``--new`` and ``--gone``; the command takes what they say as `when`."""
    new = click.option(
        "--new",
        metavar="YEARS",
        help="Concepts that first stand in these years.",
    )
    gone = click.option(
        "--gone",
        metavar="YEARS",
        help="Concepts that last stand in these years, not since.",
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_when(new: str | None, gone: str | None, **others: Any) -> Any:
            return command(when=_When(new, gone), **others)

        decorated: Callable[..., Any] = new(gone(with_when))
        return decorated

    return decorate


@click.command("history")
@click.argument("terms", nargs=-1, metavar="TERM…")
@_when_options()
@click.option(
    "--texts",
    "texts",
    type=PATH,
    multiple=True,
    metavar="PATH",
    help="Count in these dated texts (files or folders; the year stands in the name).",
)
@click.option(
    "--counts",
    "counts",
    type=PATH,
    metavar="FILE",
    help="Counts that --format tsv has written.",
)
@glossary_option()
@format_option(*FORMATS, default="text")
@output_option()
def history_command(
    terms: tuple[str, ...],
    when: _When,
    texts: tuple[Path, ...],
    counts: Path | None,
    glossaries: tuple[str, ...],
    format_: str | None,
    output: Path | None,
) -> None:
    """Show in which years a term was used, where first and last, and how its English changed.

    Without --texts the answer comes from counts of China's government reports since 1954, which
    are bundled. YEARS is 2024, 2012-2015, 2012- or -2015. Exit status 1: nothing is found.

    \b
    nqpterms history 新质生产力 高质量发展
    nqpterms history --new 2024
    nqpterms history --gone -2015 --format csv -o gone.csv
    nqpterms history 躺平 --texts articles/
    nqpterms history --texts articles/ --format tsv -o counts.tsv
    """
    if not any((terms, when.new, when.gone, texts, counts)):
        raise click.UsageError("expected a TERM, or --new YEARS, --gone YEARS")
    if texts and counts:
        raise click.UsageError(
            "--texts counts anew, --counts has been counted: give one of them"
        )
    kind = chosen_format(format_, output, FORMATS, "text" if terms else "list")
    base = load_glossaries(
        find_project(glossaries=glossaries).rules().glossaries
    )
    if kind == "tsv":
        _write_counts(texts, base, output)
        return
    dated = when.of(_dated(terms, base, texts, counts))
    put(
        result_lines("history", kind)(dated),
        output,
        styled=kind in ("text", "list"),
    )
    sys.exit(0 if any(one.years.total for one in dated) else 1)


def _dated(
    terms: tuple[str, ...],
    base: TermBase,
    texts: tuple[Path, ...],
    counts: Path | None,
) -> list[DatedConcept]:
    """The concepts that were asked for; a term that no glossary has is said."""

    def say_unknown(term: str) -> None:
        hint = (
            ""
            if texts
            else "; with --texts a Chinese term is counted all the same"
        )
        tell(f"{term}: no glossary has it{hint}")

    return history(
        *terms,
        base=base,
        texts=texts,
        counts=counts,
        undated=_say_undated,
        unknown=say_unknown,
    )


def _write_counts(
    texts: tuple[Path, ...], base: TermBase, output: Path | None
) -> None:
    """Count every concept, as a table that --counts reads."""
    if not texts:
        raise click.UsageError(
            "--format tsv writes what is counted in --texts: name some"
        )
    counted = count_years(find_units(texts), base, undated=_say_undated)
    put(history_tsv.dump(counted), output)


def _say_undated(name: str) -> None:
    tell(f"{name}: left out, for its name has no year")
