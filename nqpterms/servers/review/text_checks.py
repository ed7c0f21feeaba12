"""The checks of a server: which texts are being worked on, how far they are, and what came of them.

Each runs in a thread that waits for the clerk; pages look at it and never wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from msgspec import Struct, field

from nqpterms.errors import NqptermsError
from nqpterms.files.progress import Listener
from nqpterms.project.decisions import Decision
from nqpterms.servers.review.check_bench import CheckedText

Ask = Callable[..., Any]
"""`Clerk.ask`."""


class UndoStep(Struct, frozen=True):
    """What one answer changed: the decisions before and after it, by fingerprint, and where the
    reader was. `glossary` has the bytes of a file before and after a term was admitted."""

    at: int
    before: dict[str, Decision | None]
    after: dict[str, Decision | None]
    put_off: tuple[int, ...] = ()
    glossary: tuple[Path, bytes, bytes] | None = None


class TextCheck(Struct):
    """The check of one text; `checked` where it has come to an end, `failure` where that was bad.

    `later` are the findings that were put off, by number, `steps` what can be taken back.
    """

    name: str
    began: float
    what: str = "waiting"
    done: int = 0
    total: int = 0
    checked: CheckedText | None = None
    failure: str = ""
    seconds: float = 0.0
    later: set[int] = field(default_factory=set)
    steps: list[UndoStep] = field(default_factory=list)

    @property
    def is_working(self) -> bool:
        """Whether it is still being worked on."""
        return self.checked is None and not self.failure

    @property
    def age(self) -> float:
        """Seconds since it began, or that it took."""
        return self.seconds or time.monotonic() - self.began


class TextChecks:
    """The checks of a folder by the names of the texts.

    >>> checks = TextChecks(lambda question, name, listener: None)
    >>> checks.of("a") is None
    True
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._checks: dict[str, TextCheck] = {}
        self._lock = Lock()

    def of(self, name: str) -> TextCheck | None:
        """The check of a text; None where there is none yet."""
        return self._checks.get(name)

    def started(self, name: str, *, anew: bool = False) -> TextCheck:
        """The check of a text, begun where there is none, where it failed, or *anew*."""
        with self._lock:
            check = self._checks.get(name)
            if check is not None and (
                check.is_working or (check.checked and not anew)
            ):
                return check
            check = TextCheck(name, time.monotonic())
            self._checks[name] = check
        Thread(
            target=self._run, args=(check,), daemon=True, name="nqpterms-check"
        ).start()
        return check

    def _run(self, check: TextCheck) -> None:
        """Wait for the clerk, and keep what comes."""
        question = "nqpterms.servers.review.check_bench:check_text"
        try:
            checked = self._ask(
                question, name=check.name, listener=_listener(check)
            )
        except NqptermsError as error:
            check.failure = str(error) or "no reason is known"
        else:
            check.checked = checked
        check.seconds = time.monotonic() - check.began


def _listener(check: TextCheck) -> Listener:
    """What notes how far a check is."""

    def note(what: str, done: int, total: int) -> None:
        check.what, check.done, check.total = what, done, total

    return note
