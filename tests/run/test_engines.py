"""The same results in the same order from every engine, whatever befalls an item or a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import count, islice
from pathlib import Path
from textwrap import dedent

import pytest
from worked_items import BREAKING, UNREADY, mapped, trouble

from nqpterms.errors import NqptermsError
from nqpterms.run.engines import Failed, Job, map_items


def test_serial_and_processes_agree() -> None:
    assert mapped("processes", 2) == mapped("serial", 1)


@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_small_items_travel_in_chunks(chunk: int) -> None:
    job = Job(int, divmod)
    found = list(
        map_items(job, range(1, 100), engine="processes", jobs=2, chunk=chunk)
    )
    assert found == list(map_items(job, range(1, 100)))


def test_a_dead_worker_costs_one_item() -> None:
    items = [1, 2, BREAKING, 4, 5, 6, 7]
    found = list(
        map_items(trouble(), items, engine="processes", jobs=2, chunk=3)
    )
    assert [f for f in found if not isinstance(f, Failed)] == [1, 2, 4, 5, 6, 7]
    assert found[2] == Failed(2, "its worker died 2 times (SIGKILL)")


def test_an_endless_iterable_streams() -> None:
    with_end = map_items(Job(int, divmod), count(1), engine="processes", jobs=2)
    assert len(list(islice(with_end, 50))) == 50
    with_end.close()  # type: ignore[attr-defined]


def test_what_preparing_raises_is_raised() -> None:
    with pytest.raises(NqptermsError, match="no glossary"):
        list(map_items(UNREADY, [1, 2], engine="processes", jobs=2))


def test_what_cannot_be_pickled_fails_alone() -> None:
    found = list(
        map_items(trouble(), [1, lambda: 0, 3], engine="processes", jobs=2)
    )
    assert (found[0], found[2]) == (1, 3)
    assert isinstance(found[1], Failed)


def test_no_items_no_results() -> None:
    assert (
        list(map_items(Job(int, divmod), [], engine="processes", jobs=2)) == []
    )


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_workers_leave_with_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(
        "from worked_items import mapped_for_ever\n"
        "if __name__ == '__main__':\n    mapped_for_ever()\n",
        encoding="utf-8",
    )
    path = os.pathsep.join(sys.path)
    with subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as parent:
        assert parent.stdout is not None
        workers: set[int] = set()
        while (
            len(workers) < 2
        ):  # without end, so that the second one gets its turn
            workers.add(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
        parent.stdout.read()  # ends when the last process that holds it has left


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_all_three_engines_agree() -> None:
    code = """
        from worked_items import mapped
        print(mapped("ray", 2) == mapped("serial", 1))
    """
    assert _printed_with_ray(code) == ["True"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("deaths", "seventh"),
    [(1, "14"), (1_000, "row 7: its worker died 2 times")],
)
def test_a_killed_worker_of_ray_loses_nothing(
    deaths: int, seventh: str, tmp_path: Path
) -> None:
    """An item that kills whoever meets it is lost alone; killed once, nothing is."""
    code = f"""
        from worked_items import with_deaths
        for result in with_deaths({str(tmp_path)!r}, {deaths}):
            is_there = isinstance(result, int)
            print(result if is_there else f"row {{result.row}}: {{result.reason}}")
    """
    expected = [str(2 * number) for number in range(40)]
    expected[7] = seventh
    assert _printed_with_ray(code) == expected
    killed = [path.name for path in tmp_path.iterdir()]
    assert len(killed) == (1 if deaths == 1 else 3)


@pytest.mark.slow
def test_what_preparing_raises_is_raised_by_ray() -> None:
    code = "from worked_items import unready_on_ray; print(unready_on_ray())"
    assert _printed_with_ray(code) == ["no glossary"]


def _printed_with_ray(code: str) -> list[str]:
    """The lines that a program prints which uses Ray; skipped where none can be started."""
    pytest.importorskip("ray")
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    if "Ray cannot be started" in done.stderr:
        pytest.skip("the machine is too busy to start a Ray")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
