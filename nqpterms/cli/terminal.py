"""What a terminal shows and a pipe does not: colours, tables, progress.

The words are the same on both; `NO_COLOR` is respected. In a pipe rich is not even imported.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nqpterms.cli.options import is_quiet
from nqpterms.cli.shown_text import visible
from nqpterms.files.progress import listening

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_PATIENCE = {"": 1.0, "at-once": 0.0, "never": float("inf")}
"""Seconds of silence before a bar appears, by NQPTERMS_PROGRESS: unasked, short work shows none."""
_STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
    "status": "dim",
    "bad": "red",
    "place": "dim",
    "quoted": "bold",
}
_PATTERNS = (
    r"(?P<error>\berror\b)(?=[ :,])",
    r"(?P<warning>\bwarning\b)(?=[ :,s])",
    r"(?P<info>\binfo\b)(?=[ :,])",
    r"^ +(?P<place>\S+:\d+(:\d+)?)",
    r"(?P<quoted>“[^”]*”)",
    r"(?P<status>\[(preferred|admitted)[^\]]*\])",
    r"(?P<bad>\[(deprecated|superseded)[^\]]*\])",
)


def on_screen() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def show(text: str) -> None:
    """Print text on the terminal, its severities, places and statuses coloured."""
    _console().print(text, end="", soft_wrap=True, markup=False, emoji=False)


def show_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int = 0
) -> None:
    """Print a table on the terminal; its last *numbers* columns are set to the right."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, name in enumerate(header):
        right = place >= len(header) - numbers
        table.add_column(
            name, justify="right" if right else "left", no_wrap=right
        )
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    _console().print(table)


@contextmanager
def progress_shown() -> Iterator[None]:
    """Inside it, long work draws a bar with the time left on a terminal's standard error."""
    if not sys.stderr.isatty():
        yield
        return
    bars = _Bars()
    try:
        with listening(bars.tell):
            yield
    finally:
        bars.close()


class _Bars:
    """One bar for each thing that is going on; made when the work has lasted for a while."""

    def __init__(self) -> None:
        patience = _PATIENCE.get(
            os.environ.get("NQPTERMS_PROGRESS", ""), _PATIENCE[""]
        )
        self._first_at = time.monotonic() + patience
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def tell(self, what: str, done: int, total: int) -> None:
        """Be told how far *what* is; of what has no end in sight there is no bar."""
        if not total:
            return
        if self._progress is None:
            if is_quiet() or time.monotonic() < self._first_at:
                return
            self._progress = _progress()
            self._progress.start()
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(
                _as_description(what), total=total
            )
        self._progress.update(self._tasks[what], completed=done, total=total)
        if done >= total:
            self._progress.remove_task(self._tasks.pop(what))

    def close(self) -> None:
        """Take the bars off the screen."""
        if self._progress is not None:
            self._progress.stop()


def _as_description(what: str) -> str:
    """What is going on, often the name of a file, as words of a bar: no sign of it is markup."""
    from rich.markup import escape

    return escape(visible(what))


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TimeRemainingColumn,
    )

    columns = (
        "[progress.description]{task.description}",
        BarColumn(),
        TaskProgressColumn(),
    )
    return Progress(
        *columns,
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _console() -> Console:
    from rich.console import Console
    from rich.highlighter import RegexHighlighter
    from rich.theme import Theme

    class Words(RegexHighlighter):
        base_style = "nqp."
        highlights = [rf"(?m){pattern}" for pattern in _PATTERNS]  # noqa: RUF012  # rich's own way

    theme = Theme({f"nqp.{name}": style for name, style in _STYLES.items()})
    return Console(highlighter=Words(), theme=theme)
