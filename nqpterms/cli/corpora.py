"""What the commands that take a corpus share: when a target is one, how a run is told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import click
from click.core import ParameterSource

from nqpterms.cli.options import Decorator, is_quiet
from nqpterms.cli.output import tell
from nqpterms.files.progress import listening
from nqpterms.run.engines.jobs import ENGINES, Engine
from nqpterms.run.inputs import find_shards, is_corpus

if TYPE_CHECKING:  # they bring the aligner, which a command on one file may do without
    from nqpterms.run.running import CorpusResult, Progress
    from nqpterms.run.tasks import Task

_OFTEN = 0.2  # seconds between two lines of progress
BROKEN = 2  # the exit status that says: something could not be read


class Spread(NamedTuple):
    """What the options of a corpus run say; None and False where they say nothing."""

    corpus: bool
    jobs: int | None
    engine: str | None


def corpus_options() -> Decorator:
    """``--corpus``, ``--jobs``, ``--engine``: many documents, one output each, in a folder.

    The command takes what they say as `spread`.
    """
    options = (
        click.option(
            "--corpus",
            is_flag=True,
            help="Take the input as many documents: write one file for each into the folder -o. "
            "Goes without saying for a folder, a pattern ('*.tsv'), --jobs and --engine.",
        ),
        click.option("--jobs", type=click.IntRange(1), metavar="N", help="Workers (default: 1)."),
        click.option(
            "--engine",
            type=click.Choice(ENGINES),
            help="What spreads the work (default: serial; with --jobs, processes).",
        ),
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def spreading(corpus: bool, jobs: int | None, engine: str | None, **others: Any) -> Any:
            return command(spread=Spread(corpus, jobs, engine), **others)

        decorated: Callable[..., Any] = spreading
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def is_corpus_run(targets: Sequence[Path], output: Path | None, spread: Spread) -> bool:
    """Whether the input is a corpus, by what it is, by the options, or by a folder after -o."""
    said = spread.corpus or spread.jobs is not None or spread.engine is not None
    return said or any(map(is_corpus, targets)) or (output is not None and output.is_dir())


def alone(*names: str) -> None:
    """Refuse, for a corpus, the options of the command that are for one file alone."""
    context = click.get_current_context()
    for option in context.command.params:
        given = context.get_parameter_source(option.name or "")
        if option.name in names and given is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option.opts[0]} is not for a corpus", context)


def corpus_format(given: str | None, verb: str) -> str:
    """The format of the outputs."""
    from nqpterms.run.tasks import FORMATS

    known = FORMATS[verb]
    if given and given not in known:
        raise click.UsageError(f"--format {given} is not for a corpus: there is {', '.join(known)}")
    return given or known[0]


def work_on(
    targets: Sequence[Path], task: Task, *, output: Path | None, spread: Spread
) -> CorpusResult:
    """Run over the corpus, say how far it is on a terminal, and what it came to."""
    from nqpterms.run.running import run_corpus

    if output is None:
        raise click.UsageError(
            f"{targets[0]}: many documents need a folder for their outputs: name it with -o"
        )
    if output.exists() and not output.is_dir():
        raise click.UsageError(f"{output} is a file: the outputs of a corpus need a folder")
    shards = find_shards(targets, skip=output)
    engine = cast(Engine, spread.engine or ("processes" if spread.jobs else "serial"))
    meter = _Meter()
    try:
        with listening(lambda *_: None):  # no bars for single files within the line for all
            result = run_corpus(
                shards, task, out=output, engine=engine, jobs=spread.jobs or 1, tick=meter.show
            )
    except KeyboardInterrupt:
        meter.clear()
        tell(f"{meter.finished} of {len(shards)} done; the same command goes on from there")
        raise
    meter.clear()
    tell(_told(result, output))
    return result


def leave(result: CorpusResult) -> None:
    """Exit with 2 where something failed, else with 0."""
    sys.exit(BROKEN if result.failures else 0)


def _told(result: CorpusResult, output: Path) -> str:
    """What a run came to, in a line."""
    from nqpterms.run.running import ERRORS

    found = ", ".join(f"{count} {name}" for name, count in sorted(result.findings.items()))
    parts = [
        f"{result.shards} files" + (f" ({result.kept} done before)" if result.kept else ""),
        f"{result.documents} documents",
        f"{result.segments} segments",
        *([f"findings: {found}"] if found else []),
        f"{result.failures} failures" + (f", see {output / ERRORS}" if result.failures else ""),
    ]
    return "; ".join(parts)


class _Meter:
    """A line on the terminal that says how far the run is; nothing in a pipe."""

    def __init__(self) -> None:
        self.on = sys.stderr.isatty() and not is_quiet()
        self.begun = time.monotonic()
        self.shown = 0.0
        self.finished = 0

    def show(self, progress: Progress) -> None:
        """Say it, but not too often."""
        self.finished = progress.finished
        now = time.monotonic()
        if self.on and now - self.shown >= _OFTEN:
            self.shown = now
            print(f"\r\x1b[K{progress_line(progress, now - self.begun)}", end="", file=sys.stderr)
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.on and self.shown:
            print("\r\x1b[K", end="", file=sys.stderr)


def progress_line(progress: Progress, seconds: float) -> str:
    """How far, how fast, how long still; what was done before says nothing about the speed.

    >>> from nqpterms.run.running import Progress
    >>> progress_line(Progress(30, 10, 100, 1), 10.0)
    '30/100  2.0/s  35 s left  1 failed'
    """
    worked = progress.finished - progress.kept
    parts = [f"{progress.finished}/{progress.total}"]
    if worked and seconds > 0:
        rate = worked / seconds
        parts += [f"{rate:.1f}/s", f"{_duration((progress.total - progress.finished) / rate)} left"]
    if progress.failures:
        parts.append(f"{progress.failures} failed")
    return "  ".join(parts)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 7200 else f"{whole / 3600:.1f} h"
