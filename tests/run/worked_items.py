"""Work that goes wrong in every way, at the top level so that other processes find it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Literal

from nqpterms.checks.registry import check_segments
from nqpterms.errors import NqptermsError
from nqpterms.files.budget import budget
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.run.engines import Failed, Job, map_items

BREAKING = -9  # an item that kills its worker


def _matcher() -> Matcher:
    concept = Concept(
        "force", (Term("生产力", "zh"), Term("productive forces", "en"))
    )
    return Matcher(TermBase((concept,)))


def _checked(matcher: Matcher, texts: tuple[str, str]) -> list[str]:
    if not all(texts):
        raise NqptermsError("a side is empty")
    return [
        f.message for f in check_segments([Segment(*texts, row=1)], matcher)
    ]


def mapped(
    engine: Literal["serial", "processes", "ray"], jobs: int
) -> list[list[str] | Failed]:
    """What an engine makes of 300 pairs, every tenth of them bad."""
    pairs = [
        ("发展生产力", f"Develop forces {n}." if n % 10 else "")
        for n in range(300)
    ]
    return list(
        map_items(
            Job(_matcher, _checked), pairs, engine=engine, jobs=jobs, chunk=8
        )
    )


def _same(_: int, item: Any) -> Any:
    if item == BREAKING:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def trouble() -> Job[int, Any, Any]:
    """Gives every item back; one of them kills."""
    return Job(int, _same)


def _deadly(folder: str, deaths: int, _: int, item: int) -> int:
    """Twice the item; the seventh kills its worker so many times, each a file in a folder."""
    marks = Path(folder)
    if item == 7 and len(list(marks.iterdir())) < deaths:
        (marks / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * item


def with_deaths(folder: str, deaths: int) -> list[int | Failed]:
    """What Ray makes of 40 numbers while workers die."""
    job = Job(int, partial(_deadly, folder, deaths))
    return list(map_items(job, range(40), engine="ray", jobs=1, chunk=4))


def unready_on_ray() -> str:
    """What Ray says of a worker that cannot make itself ready."""
    try:
        return str(list(map_items(UNREADY, range(40), engine="ray", jobs=1)))
    except NqptermsError as error:
        return str(error)


def _unready() -> int:
    raise NqptermsError("no glossary")


UNREADY: Job[int, Any, Any] = Job(_unready, _same)


def _pid(_: int, __: int) -> int:
    return os.getpid()


def mapped_for_ever() -> None:
    """Prints which process did each item, without end."""
    found: Iterator[int | Failed] = map_items(
        Job(int, _pid), count(), engine="processes", jobs=2
    )
    for pid in found:
        print(pid, flush=True)


def cells_allowed(_: int, __: object) -> int:
    """How many cells a file may have where the work is done."""
    return budget().cells
