"""The command's front door: which commands there are, and how an error leaves."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click

from nqpterms.cli.options import (
    allow_option,
    quiet_option,
    strict_option,
    traceback_option,
)
from nqpterms.cli.output import remarks_shown
from nqpterms.cli.shown_text import visible
from nqpterms.cli.terminal import progress_shown
from nqpterms.errors import NqptermsError, fault_of_user
from nqpterms.errors import installed_version as _version

COMMANDS = {
    "demo": (
        "demo",
        "The whole story on the bundled pair, ending in report.html.",
    ),
    "align": ("align", "Align the Chinese and the English version of a text."),
    "extract": (
        "extract",
        "Ranked candidate terms with their renderings, from a pair.",
    ),
    "concord": (
        "concord",
        "Every place of a term with its rendering on the other side.",
    ),
    "history": (
        "history",
        "In which years a term was used, and how its English changed.",
    ),
    "lookup": (
        "lookup",
        "What the term base says about a word, a phrase or a sentence.",
    ),
    "check": ("check", "Check a translation for consistent terminology."),
    "decide": (
        "decide",
        "Write down decisions about findings: ignore, admit, fixed.",
    ),
    "annotate": (
        "annotate",
        "The term dictionary of each segment, for machine translation.",
    ),
    "convert": ("convert", "Convert term bases and bitexts between formats."),
    "validate": (
        "validate",
        "Say what is wrong with a term base or a TBX file.",
    ),
    "diff": ("diff", "What changed between two term bases."),
    "merge": (
        "merge",
        "Join two term bases; conflicts are reported, never settled.",
    ),
    "score": (
        "score",
        "Score an alignment, or the terminology of translations.",
    ),
    "review": (
        "review",
        "Decide in a browser: pages over a folder, on your own machine.",
    ),
    "mcp": ("mcp", "The term base as tools for an assistant that translates."),
    "lsp": (
        "lsp",
        "Findings, cards and fixes in an editor, while a text is written.",
    ),
    "glossaries": (
        "glossaries",
        "The bundled glossaries: counts, licence, version.",
    ),
}
"""Each command, the module of `nqpterms.cli` that holds it, and its line in the help."""

# The call, a file, the machine: somebody else than us can mend it.
USER_ERROR = 2
OUR_ERROR = 3
# Click 8.2 and later.
_NOTHING_TYPED: Any = getattr(click.exceptions, "NoArgsIsHelpError", ())
STOPPED = 130  # as a shell has it for what Ctrl-C ends


class LazyGroup(click.Group):
    """A group that imports a command only when it is called, so that the command starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"nqpterms.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        inner = (
            command.commands.values()
            if isinstance(command, click.Group)
            else [command]
        )
        for one in inner:
            if not any(option.name == "quiet" for option in one.params):
                one.params += [quiet_option(), strict_option(), allow_option()]
                one.params.append(traceback_option(hidden=True))
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, summary) for name, (_, summary) in COMMANDS.items()]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = (
                f"did you mean {near[0]!r}?"
                if near
                else f"there are: {', '.join(COMMANDS)}"
            )
            raise click.UsageError(f"no command {args[0]!r}: {hint}", ctx)
        return super().resolve_command(ctx, args)


def _with_traceback_option(command: click.Command) -> click.Command:
    command.params.append(traceback_option())
    return command


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"nqpterms {_version()}")
        ctx.exit()


@_with_traceback_option
@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}
)
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


class _ReaderGone(Exception):
    """Whoever read our output went away, as `| head` does: nothing is left to say."""


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command and exit, always with one of these.

    0 all well, 1 findings, 2 what the user can mend (the call, a file, the machine), 3 an error of
    ours, 130 stopped by a key. 2 and 3 say why in one line on standard error.
    """
    _open_closed_streams()
    _speak_utf8()
    options = {"traceback": False}
    try:
        with progress_shown(), remarks_shown():
            status = _status_of(args, options)
        sys.stdout.flush()  # what cannot be written is an error now, not behind our back
    except (_ReaderGone, BrokenPipeError):
        _send_nowhere(sys.stdout)
        sys.exit(0)
    except BaseException as error:
        _leave(error, show_traceback=options["traceback"])
    sys.exit(status)


def _status_of(args: list[str] | None, options: dict[str, bool]) -> int:
    """Run the command; the exit status that it asks for."""
    streams = sys.stdout, sys.stderr
    try:
        status = application.main(
            args=args, prog_name="nqpterms", standalone_mode=False, obj=options
        )
    except _NOTHING_TYPED as asked:
        _say(f"{asked}\n")  # the help, in its lines
        return USER_ERROR
    except SystemExit as leaving:
        if sys.stdout is not streams[0]:
            # The reader of our output is gone: click puts its own streams there and leaves with 1,
            # the status of findings.
            sys.stdout, sys.stderr = streams
            raise _ReaderGone from None
        status = leaving.code
    return status if isinstance(status, int) else 0


def _leave(error: BaseException, *, show_traceback: bool) -> NoReturn:
    """Exit as an error asks for; nothing that goes wrong may look like findings."""
    if not _flushed(sys.stdout):
        _send_nowhere(sys.stdout)
    status, message = _status_and_message(_first_cause(error))
    if show_traceback:
        _say("".join(traceback.format_exception(error)))
    _say(f"nqpterms: {' '.join(message.split())}\n")
    sys.exit(status)


def _say(text: str) -> None:
    """Write on standard error; where that fails, the exit status has to do."""
    try:
        sys.stderr.write(visible(text))
        sys.stderr.flush()
    except OSError:
        _send_nowhere(sys.stderr)


def _first_cause(error: BaseException) -> BaseException:
    """Of errors that came together, as those of tasks do, the first; what click took for Ctrl-D."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, click.Abort) and isinstance(
        error.__context__, EOFError
    ):
        return error.__context__
    return error


def _status_and_message(error: BaseException) -> tuple[int, str]:
    """The exit status for an error and what is said of it."""
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "nqpterms"
        return USER_ERROR, f"{error.format_message()} (try: {command} --help)"
    if isinstance(error, click.ClickException):
        return USER_ERROR, error.format_message()
    if isinstance(error, NqptermsError):
        return USER_ERROR, str(error)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return STOPPED, "stopped"
    message = fault_of_user(error)
    return (USER_ERROR, message) if message else (OUR_ERROR, _report(error))


def _report(error: BaseException) -> str:
    """What to tell us of an error of ours: what it is, and where in the package it came up."""
    package = Path(__file__).resolve().parents[1]
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).is_relative_to(package):
            place = f" in {Path(frame.filename).relative_to(package).as_posix()}:{frame.lineno}"
    kind = type(error).__name__
    return (
        f"an error of ours: {kind}: {error}{place}; please report it, with the command and what"
        f" --traceback shows (version {_version()})"
    )


def _flushed(stream: TextIO) -> bool:
    """Whether all that was printed has reached its reader."""
    try:
        stream.flush()
    except (OSError, ValueError):
        return False
    return True


def _send_nowhere(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, so that Python does not fail on it at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _open_closed_streams() -> None:
    """Put something in the place of a closed standard stream that can be used and fails as one.

    Python has None there. Our files must not get its number either: what a library writes to
    standard output would go into them.
    """
    if sys.stdin is None:
        sys.stdin = open(os.open(os.devnull, os.O_WRONLY), encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is None:
        unwritable = os.open(os.devnull, os.O_RDONLY)
        sys.stdout = open(unwritable, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if (
        sys.stderr is None
    ):  # what is said there is lost, and the exit status remains
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def _speak_utf8() -> None:
    """Standard input and output are UTF-8, output with LF, whatever the locale says."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="strict")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            options: dict[str, Any] = {
                "encoding": "utf-8",
                "errors": "backslashreplace",
            }
            stream.reconfigure(**options, newline="\n")
