"""Two runs into one folder: the second is told who is there, and nothing is swept."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.files.writing import atomic
from nqpterms.run.folder_lock import sole_run_in

PROJECT = Path(__file__).resolve().parents[2]
_HOLDS = """
import sys
from pathlib import Path
from nqpterms.run.folder_lock import sole_run_in
with sole_run_in(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that holds the folder until its standard input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(tmp_path / "out" / ".nqpterms")],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_the_second_run_is_told_who_is_there(
    run, holder, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("The kiln is hot.\n", encoding="utf-8")
    growing = tmp_path / "out" / ".b.md.jsonl.0123456789ab.tmp"
    growing.write_text("half", encoding="utf-8")
    ran = run(
        "check", str(tmp_path / "a.md"), "--corpus", "-o", str(tmp_path / "out")
    )
    assert ran.status == 2
    assert f"another run writes here (process {holder.pid} on " in ran.err
    assert growing.read_text(encoding="utf-8") == "half"


def test_a_run_that_was_killed_holds_nothing(holder, tmp_path: Path) -> None:
    folder = tmp_path / "out" / ".nqpterms"
    with pytest.raises(NqptermsError, match="another run"), sole_run_in(folder):
        pass
    holder.kill()
    holder.wait()
    with sole_run_in(folder):
        pass
    with sole_run_in(
        folder
    ):  # and once more, after an end that was none of a killed one
        pass


@pytest.mark.skipif(
    sys.platform == "win32", reason="permissions there are others"
)
def test_a_file_is_private_while_it_grows(tmp_path: Path) -> None:
    target = tmp_path / "a.tsv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o600)
    new = tmp_path / "new.tsv"
    for path, mode in ((target, 0o600), (new, 0o666 & ~_umask())):
        with atomic(path) as file:
            file.write("x")
            (growing,) = tmp_path.glob(".*.tmp")
            assert stat.S_IMODE(growing.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.stat().st_mode) == mode


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("name", ["a.xlsx", "a.tsv"])
def test_no_room_names_the_file(name: str, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with (
            pytest.raises(OSError, match=name) as caught,
            atomic(tmp_path / name) as file,
        ):
            file.write("x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.filename == str(tmp_path / name)
    assert not list(tmp_path.iterdir())
