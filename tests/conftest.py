"""Where the tests find what is not part of the project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from report.browser import chromium
from shares import is_in_share

from nqpterms.cli import main

# A loaded machine is no failure: nothing here is judged by the clock. Where a change waits for its
# verdict the same examples are drawn each time; elsewhere new ones are.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("house")

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests: Playwright starts no second one in a process."""
    with chromium() as running:
        yield running


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave the tests that are not in the share TEST_SHARE to somebody else."""
    share = os.environ.get("TEST_SHARE")
    if not share:
        return
    others = [item for item in items if not is_in_share(item.path, share)]
    items[:] = [item for item in items if is_in_share(item.path, share)]
    config.hook.pytest_deselected(items=others)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The bytes of a file are no name for a test: those of an archive have the hour in them, and
    two processes that collect the tests at different hours would disagree about their names."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts with keys beside the project; tests that need it skip without."""
    folder = PROJECT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the shared texts are not beside the project")
    return folder


class Ran(NamedTuple):
    """What a command left behind: its exit status, its output and its error lines."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs the command in this process: ``run("lookup", "新质生产力").out``."""

    def command(*args: str | Path) -> Ran:
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in args])
        said = capsys.readouterr()
        return Ran(int(left.value.code or 0), said.out, said.err)

    return command
