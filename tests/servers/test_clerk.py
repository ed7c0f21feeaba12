"""An answer that takes too long, fails or dies does not take the server with it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.files.progress import stage, tracked
from nqpterms.servers.clerk import Clerk

PATIENCE = 300.0  # seconds: a loaded machine is no failure


def ready(word: str) -> str:
    if word == "bad":
        raise NqptermsError("no such glossary")
    return word


def repeat(word: str, *, times: int) -> dict[str, Any]:
    return {"said": word * times}


def sleep(_: str) -> dict[str, Any]:
    stage("sleeping")
    time.sleep(600)
    return {}


def die(_: str) -> dict[str, Any]:
    os._exit(9)


def fail(_: str) -> dict[str, Any]:
    raise ZeroDivisionError("by zero")


def refuse(_: str) -> dict[str, Any]:
    raise NqptermsError("too long: send it in parts")


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    clerk = Clerk(partial(ready, "ha"), seconds=PATIENCE)
    yield clerk
    clerk.close()


@pytest.mark.parametrize(
    ("question", "failure"),
    [
        (fail, "cannot answer: ZeroDivisionError: by zero"),
        (refuse, "^too long: send it in parts$"),
        (die, "the process that was to answer ended"),
    ],
)
def test_the_next_question_is_answered(
    clerk: Clerk, question: Any, failure: str
) -> None:
    with pytest.raises(NqptermsError, match=failure):
        clerk.ask(question)
    assert clerk.ask(repeat, times=2) == {"said": "haha"}


def test_an_answer_that_takes_too_long_is_ended(clerk: Clerk) -> None:
    clerk._seconds = 0.2
    with pytest.raises(NqptermsError, match=r"no answer within 0\.2 seconds"):
        clerk.ask(sleep)
    clerk._seconds = PATIENCE
    assert clerk.ask(repeat, times=1) == {"said": "ha"}


def test_what_fails_at_the_start_is_said_at_the_start() -> None:
    with pytest.raises(NqptermsError, match="no such glossary"):
        Clerk(partial(ready, "bad"), seconds=1)


def never_ready() -> str:
    os._exit(9)


def test_a_process_that_ends_at_its_start_is_said() -> None:
    with pytest.raises(NqptermsError, match="ended while it started"):
        Clerk(never_ready, seconds=1)


def count(_: str, *, to: int) -> int:
    stage("counting")
    return sum(1 for _ in tracked(range(to), "numbers", total=to))


def test_a_listener_hears_how_far_it_is(clerk: Clerk) -> None:
    steps: list[tuple[str, int, int]] = []
    assert (
        clerk.ask(count, listener=lambda *parts: steps.append(parts), to=3) == 3
    )
    assert steps[:2] == [("counting", 0, 0), ("numbers", 0, 3)]
    assert clerk.ask(count, to=3) == 3
    assert len(steps) == len(
        [step for step in steps if step[0] in ("counting", "numbers")]
    )


def test_an_answer_that_is_stopped_says_so(clerk: Clerk) -> None:
    with pytest.raises(NqptermsError, match="ended; ask again"):
        clerk.ask(sleep, listener=lambda *_: clerk.stop())
    assert clerk.ask(repeat, times=1) == {"said": "ha"}


def test_whoever_waits_while_it_is_closed_is_told(clerk: Clerk) -> None:
    """Both ends of the talk then end it: neither may close what the other has closed."""
    begun = threading.Event()
    failures: list[Exception] = []

    def wait_for_answer() -> None:
        try:
            clerk.ask(sleep, listener=lambda *_: begun.set())
        except Exception as error:
            failures.append(error)

    waiting = threading.Thread(target=wait_for_answer)
    waiting.start()
    begun.wait()
    clerk.close()
    waiting.join()
    assert [type(failure) for failure in failures] == [NqptermsError]
    assert clerk.ask(repeat, times=1) == {"said": "ha"}
