"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem
from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.budget import LIMITS, allowing, parse_allowance
from nqpterms.files.pipes import STANDARD_INPUT, seekable
from nqpterms.run import ENGINES, Engine
from nqpterms.terms.bundled import glossary_names

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

PATH = click.Path(path_type=Path)
_QUIET = "nqpterms.quiet"  # keys in what a command's contexts share
_STRICT = "nqpterms.strict"


def quiet_option() -> click.Option:
    """``-q``: no remarks and no progress; findings and errors are still said."""

    def remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.meta[_QUIET] = value

    return click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=remember,
        help="No remarks and no progress on standard error.",
    )


def strict_option() -> click.Option:
    """``--strict``: a file with a broken part is refused, and not read without that part."""

    def remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.meta[_STRICT] = value

    return click.Option(
        ["--strict"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=remember,
        help="Refuse a file with a broken part instead of leaving that part out.",
    )


def allow_option() -> click.Option:
    """``--allow LIMIT=N``: what a file may cost beyond what most texts need."""

    def remember(
        ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]
    ) -> None:
        if not values:
            return
        try:
            allowed = parse_allowance(values)
        except NqptermsError as error:
            raise click.BadParameter(str(error), ctx, parameter) from None
        ctx.with_resource(allowing(allowed))

    return click.Option(
        ["--allow"],
        multiple=True,
        metavar="LIMIT=N",
        is_eager=True,
        expose_value=False,
        callback=remember,
        help=f"Let a file cost more: {', '.join(LIMITS)} (docs/cost.md).",
    )


def traceback_option(*, hidden: bool = False) -> click.Option:
    """``--traceback``: where an error came up, for a report to us."""

    def remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and ctx.obj is not None:
            ctx.obj["traceback"] = True

    return click.Option(
        ["--traceback"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=remember,
        hidden=hidden,
        help="Show where an error came up; also behind the command.",
    )


def is_quiet() -> bool:
    """Whether the command that runs was told to be quiet."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(_QUIET))


def is_strict() -> bool:
    """Whether the command that runs was told to refuse what is broken in part."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(_STRICT))


def output_option() -> Decorator:
    """``-o FILE``: where the output goes; the suffix sets the format."""
    return click.option(
        "-o",
        "--output",
        type=PATH,
        metavar="FILE",
        help="Write to FILE instead of standard output; its suffix sets the format.",
    )


class Work(Struct, frozen=True):
    """How the work is spread: `corpus` asks for an output a file, None says nothing."""

    corpus: bool
    jobs: int | None
    engine: Engine | None

    @property
    def spread(self) -> dict[str, Any]:
        """The engine and its workers, as functions of `nqpterms.run` take them."""
        engine = self.engine or ("processes" if self.jobs else "serial")
        return {"engine": engine, "jobs": self.jobs or 1}


def work_options() -> Decorator:
    """``--corpus``, ``--jobs``, ``--engine``; the command takes what they say as `work`."""
    options = (
        click.option(
            "--corpus",
            is_flag=True,
            help="Write one file for each input into the folder -o, and a summary of all. Goes "
            "without saying where -o is a folder.",
        ),
        click.option(
            "--jobs",
            type=click.IntRange(1),
            metavar="N",
            help="Workers (default: 1).",
        ),
        click.option(
            "--engine",
            type=click.Choice(ENGINES),
            help="What spreads the work (default: serial; with --jobs, processes).",
        ),
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_work(
            corpus: bool, jobs: int | None, engine: Engine | None, **others: Any
        ) -> Any:
            return command(work=Work(corpus, jobs, engine), **others)

        decorated: Callable[..., Any] = with_work
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def format_option(*names: str, default: str) -> Decorator:
    """``--format``: one of *names*."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(names),
        help=f"Output format (default: {default}).",
    )


def complete_glossaries(
    _: click.Context, __: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The bundled glossaries and the files that a begun word may mean."""
    names = [name for name in glossary_names() if name.startswith(begun)]
    return [*map(CompletionItem, names), CompletionItem(begun, type="file")]


_GLOSSARY_HELP = (
    "A bundled glossary by name, a file, or - for standard input; repeatable. Default: those of "
    "nqpterms.toml, else all bundled ones."
)


class _GlossaryOption(click.Option):
    """Names of term bases, of which one may come through standard input where nothing else does."""

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        uses = 0
        for name, value in opts.items():
            values = value if isinstance(value, list | tuple) else [value]
            uses += 0 if name == "output" else values.count(STANDARD_INPUT)
        if uses > 1:
            raise click.UsageError(
                "standard input (-) can be read once: name a file", ctx
            )
        return super().handle_parse_result(ctx, opts, args)


def _readable_names(
    _: click.Context, __: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    """The names of term bases; what comes through a pipe is kept, for it can be read only once."""
    for name in names:
        try:
            seekable(name)
        except OSError as error:
            raise FormatError(
                f"cannot be read: {error.strerror or error}", name
            ) from None
    return names


def glossary_option(explanation: str = _GLOSSARY_HELP) -> Decorator:
    """``-g NAME_OR_FILE``, repeatable: the term base to use instead of the default."""
    return click.option(
        "-g",
        "--glossary",
        "glossaries",
        cls=_GlossaryOption,
        multiple=True,
        callback=_readable_names,
        metavar="NAME|FILE",
        shell_complete=complete_glossaries,
        help=explanation,
    )


def type_option() -> Decorator:
    """``--type``: what a file is, where its suffix does not say it."""
    return click.option(
        "--type",
        "type_",
        metavar="SUFFIX",
        help="What the input is (txt, md, html, docx, pdf, tsv …), for standard input (-) say.",
    )


def codes_options() -> Decorator:
    """``--select`` and ``--ignore``: codes of checks, or their beginnings."""
    select = click.option(
        "--select",
        multiple=True,
        metavar="CODE,…",
        callback=_split,
        help="Run these checks only (T1 means all of T1xx).",
    )
    ignore = click.option(
        "--ignore",
        multiple=True,
        metavar="CODE,…",
        callback=_split,
        help="Leave these checks out.",
    )
    return lambda command: select(ignore(command))


def state_options() -> Decorator:
    """``--state`` and ``--not-state``: the states of segments in a bitext."""
    wanted = click.option(
        "--state",
        "states",
        multiple=True,
        metavar="STATE,…",
        callback=_split_at_commas,
        help="Of a bitext only segments in this state, in the words of its tool (Draft, Confirmed, "
        "final, fuzzy, locked).",
    )
    unwanted = click.option(
        "--not-state",
        "other_states",
        multiple=True,
        metavar="STATE,…",
        callback=_split_at_commas,
        help="Of a bitext no segments in this state.",
    )
    return lambda command: wanted(unwanted(command))


def _split_at_commas(
    _: click.Context, __: click.Parameter, states: tuple[str, ...]
) -> tuple[str, ...]:
    """States with commas between them; a state may be of several words."""
    parts = (part.strip() for state in states for part in state.split(","))
    return tuple(part for part in parts if part)


def _split(
    _: click.Context, __: click.Parameter, codes: tuple[str, ...]
) -> tuple[str, ...]:
    """Codes with commas or blanks between them."""
    return tuple(
        code for part in codes for code in part.replace(",", " ").split()
    )
