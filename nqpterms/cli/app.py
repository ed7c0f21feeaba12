"""The command's front door: which commands there are, and how an error leaves."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from nqpterms.cli.options import quiet_option
from nqpterms.cli.terminal import progress_shown
from nqpterms.errors import NqptermsError
from nqpterms.lang.normal_form import one_line

COMMANDS = {
    "demo": ("demo", "The whole story on the bundled pair, ending in report.html."),
    "align": ("align", "Align the Chinese and the English version of a text."),
    "extract": ("extract", "Ranked candidate terms with their renderings, from a pair."),
    "concord": ("concord", "Every place of a term with its rendering on the other side."),
    "lookup": ("lookup", "What the term base says about a word, a phrase or a sentence."),
    "check": ("check", "Check a translation for consistent terminology."),
    "annotate": ("annotate", "The term dictionary of each segment, for machine translation."),
    "convert": ("convert", "Convert term bases and bitexts between formats."),
    "validate": ("validate", "Say what is wrong with a term base or a TBX file."),
    "diff": ("diff_merge", "What changed between two term bases."),
    "merge": ("diff_merge", "Join two term bases; conflicts are reported, never settled."),
    "score": ("score", "Score an alignment, or the terminology of translations."),
    "mcp": ("mcp", "The term base as tools for an assistant that translates."),
    "glossaries": ("glossaries", "The bundled glossaries: counts, licence, version."),
}
"""Each command, the module of `nqpterms.cli` that holds it, and its line in the help."""

USAGE_ERROR = 2


class LazyGroup(click.Group):
    """A group that imports a command only when it is called, so that the command starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"nqpterms.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        inner = command.commands.values() if isinstance(command, click.Group) else [command]
        for one in inner:
            if not any(option.name == "quiet" for option in one.params):
                one.params.append(quiet_option())
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(COMMANDS)}"
            raise click.UsageError(f"no command {args[0]!r}: {hint}", ctx)
        return super().resolve_command(ctx, args)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # takes as long as click itself

    try:
        return version("nqpterms")
    except PackageNotFoundError:  # run from a folder that was not installed
        return "not installed"


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"nqpterms {_version()}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Print the version and exit.",
)
def application() -> None:
    """Chinese–English terminology for policy texts: align, look up, check, export.

    Start with: nqpterms demo
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command and exit: 0 all well, 1 findings, 2 a usage or file error in one line."""
    _speak_utf8()
    try:
        with progress_shown():
            status = application.main(args=args, prog_name="nqpterms", standalone_mode=False)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "nqpterms"
        _leave(f"{one_line(error.format_message())} (try: {command} --help)")
    except click.ClickException as error:
        _leave(one_line(error.format_message()))
    except NqptermsError as error:
        _leave(one_line(str(error)))
    except (click.Abort, KeyboardInterrupt):
        _leave("stopped", status=130)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is left to say.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _leave(f"{error.filename or 'input or output'}: {error.strerror or error}")
    sys.exit(status if isinstance(status, int) else 0)


def _leave(message: str, *, status: int = USAGE_ERROR) -> NoReturn:
    sys.stdout.flush()
    print(f"nqpterms: {message}", file=sys.stderr)
    sys.exit(status)


def _speak_utf8() -> None:
    """Standard output is UTF-8 with LF whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            options: dict[str, Any] = {"encoding": "utf-8", "errors": "backslashreplace"}
            stream.reconfigure(**options, newline="\n")
