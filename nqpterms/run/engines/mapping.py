"""The one door: the same results in the same order, whichever engine does the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nqpterms.run.engines.jobs import Engine, Failed, Job, R, S, T, attempt
from nqpterms.run.engines.processes import in_processes
from nqpterms.run.engines.ray_data import on_ray


def map_items(
    job: Job[S, T, R],
    items: Iterable[T],
    *,
    engine: Engine = "serial",
    jobs: int = 1,
    chunk: int = 1,
) -> Iterator[R | Failed]:
    """The result of every item, in order, as they come in; Failed in the place of one that fails.

    *jobs* workers share the items, *chunk* at a time: more where items are small. No more is read
    ahead than the workers need, so that an endless iterable streams. Raises what `prepare` raises.

    >>> list(map_items(Job(int, divmod), [0, 4]))
    [Failed(row=0, reason='ZeroDivisionError: integer division or modulo by zero'), (0, 0)]
    """
    if engine == "processes":
        return in_processes(job, items, jobs=jobs, chunk=chunk)
    if engine == "ray":
        return on_ray(job, items, jobs=jobs, chunk=chunk)
    return _in_turn(job, items)


def _in_turn(job: Job[S, T, R], items: Iterable[T]) -> Iterator[R | Failed]:
    tools = job.prepare()
    for row, item in enumerate(items):
        outcome: R | Failed = attempt(job, tools, row=row, item=item)
        yield outcome
