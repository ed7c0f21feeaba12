"""What the commands that read texts share: their units, and an output a file in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from nqpterms.cli.options import Work
from nqpterms.cli.output import format_of, tell
from nqpterms.model.alignment import Segment
from nqpterms.run.inputs import StateChoice, Unit, find_units, is_many, remark

if (
    TYPE_CHECKING
):  # they bring the aligner, which a command on one file may do without
    from nqpterms.run.corpus import CorpusResult
    from nqpterms.run.tasks import Task

BROKEN = 2  # the exit status that says: something could not be read


def units_of(
    paths: Sequence[Path],
    type_: str | None,
    *,
    source: Path | None = None,
    output: Path | None = None,
    in_pairs: bool = False,
    states: StateChoice | None = None,
) -> list[Unit]:
    """The units of what a command is given; what was taken as what is said on standard error.

    What stands below *output* is left out.
    """
    if not paths:
        raise click.UsageError(
            "expected a bitext, a Chinese and an English file, or one page"
        )
    units = find_units(
        paths, source=source, type=type_ or "", skip=output, in_pairs=in_pairs
    )
    if states is not None:
        units = [replace(unit, states=states) for unit in units]
    # What a command wants that takes pairs.
    is_obvious = in_pairs and len(units) == 1
    line = "" if is_obvious else remark(units, paths)
    if line:
        tell(line)
    return units


def segments_of_all(units: Sequence[Unit]) -> Iterator[Segment]:
    """The segments of all units, one after another; documents are aligned on the way."""
    from nqpterms.run.one import segments_of

    for unit in units:
        yield from segments_of(unit)


def goes_into_a_folder(
    paths: Sequence[Path],
    output: Path | None,
    work: Work,
    formats: Sequence[str],
) -> bool:
    """Whether there is an output for each unit: in a folder that exists, or that -o makes.

    A file of one of the *formats* after -o takes everything.
    """
    if work.corpus or (output is not None and output.is_dir()):
        return True
    if output is None or format_of(output) in formats:
        return False
    return (
        work.jobs is not None
        or work.engine is not None
        or any(map(is_many, paths))
    )


def format_in_folder(format_: str | None, verb: str) -> str:
    """The format of the outputs in a folder."""
    from nqpterms.run.tasks import FORMATS

    names = FORMATS[verb]
    if format_ and format_ not in names:
        raise click.UsageError(
            f"--format {format_} is not for a folder of outputs: expected one of {', '.join(names)}"
        )
    return format_ or names[0]


def run_into_folder(
    units: Sequence[Unit], task: Task, output: Path | None, work: Work
) -> CorpusResult:
    """Write an output for each unit and a summary of all, and say what came of it."""
    from nqpterms.run.corpus import ERRORS, run_corpus

    if output is None:
        raise click.UsageError("--corpus writes into a folder: name it with -o")
    if output.exists() and not output.is_dir():
        raise click.UsageError(
            f"{output} is a file: an output for each input needs a folder"
        )
    try:
        result = run_corpus(units, task, out=output, **work.spread)
    except KeyboardInterrupt:
        tell("what is finished stays; the same command goes on from there")
        raise
    parts = [f"{result.units} files"]
    if result.unchanged:
        parts = [f"{result.units} files ({result.unchanged} done before)"]
    parts += [f"{result.documents} documents", f"{result.segments} segments"]
    if result.findings:
        counts = ", ".join(
            f"{count} {name}" for name, count in sorted(result.findings.items())
        )
        parts.append(f"findings: {counts}")
    where = f", see {output / ERRORS}" if result.failures else ""
    parts.append(f"{result.failures} failures{where}")
    tell("; ".join(parts))
    return result


def refuse_in_folder(*names: str) -> None:
    """Refuse, where each input has an output of its own, options that are for one text alone."""
    context = click.get_current_context()
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if (
            option.name in names
            and source is click.core.ParameterSource.COMMANDLINE
        ):
            message = f"{option.opts[0]} is for one text: leave it out, or name one text"
            raise click.UsageError(message, context)
