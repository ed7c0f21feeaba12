"""Where the tests find what is not part of the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from nqpterms.cli import main

# A loaded machine is no failure: nothing here is judged by the clock.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

PROJECT = Path(__file__).resolve().parents[1]


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
