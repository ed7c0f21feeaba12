"""Work spread by Ray Data, on this machine or on the cluster that RAY_ADDRESS names.

Items and results travel as pickled bytes in a column of a dataset, so that they are the values
that the other engines give. Each worker is an actor that prepares once; a row that fails is a
value in its row, so that no block is lost; a block whose actor dies is tried again by Ray, and its
rows are Failed when it gives up.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from nqpterms.errors import MissingExtraError
from nqpterms.run.engines.processes import Failed, Job, R, S, T, attempt, error_line

_WAVE = 65_536  # items that one dataset holds: an endless iterable comes in waves
_BLOCKS = 4  # blocks a worker: enough that a slow one does not keep the others waiting
_STORE = 256 * 2**20  # bytes of shared memory for items and results, on this machine alone


def on_ray(
    job: Job[S, T, R], items: Iterable[T], *, jobs: int, chunk: int = 1
) -> Iterator[R | Failed]:
    """As `nqpterms.run.many.map_items`, in *jobs* actors of Ray.

    Raises MissingExtraError without ray. A Ray that runs already is used as it is.
    """
    ray = _started(jobs)
    source = enumerate(items)
    while wave := [(row, pickle.dumps(item)) for row, item in islice(source, _WAVE)]:
        yield from _wave(ray, job, wave, jobs=jobs, chunk=chunk)


def _started(jobs: int) -> Any:
    """The module, with a Ray at work behind it."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to anybody
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # asked for by a warning
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # its core writes past our logging
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingExtraError("ray", "ray", "the engine ray") from None
    if not ray.is_initialized():
        own: dict[str, Any] = {"num_cpus": jobs, "object_store_memory": _STORE}
        ray.init(
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
            **({} if os.environ.get("RAY_ADDRESS") else own),
        )
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    context.print_on_execution_start = False
    return ray


def _wave(
    ray: Any, job: Job[S, T, R], wave: list[tuple[int, bytes]], *, jobs: int, chunk: int
) -> Iterator[R | Failed]:
    """The results of the items of one dataset."""
    blocks = max(1, min(-(-len(wave) // chunk), _BLOCKS * jobs))
    rows = [{"row": row, "data": data} for row, data in wave]
    results = ray.data.from_items(rows, override_num_blocks=blocks).map_batches(
        _Actor,
        fn_constructor_args=(job,),
        batch_size=None,
        compute=ray.data.ActorPoolStrategy(size=jobs),
        num_cpus=1,
    )
    row = wave[0][0]
    try:
        for result in results.iter_rows():
            yield pickle.loads(result["data"])
            row += 1
    except ray.exceptions.RayError as error:
        reason = f"lost with its block: {error_line(error)[:200]}"
        yield from (Failed(lost, reason) for lost in range(row, wave[-1][0] + 1))


class _Actor:
    """A worker: prepares when it is made, then turns batches of items into batches of results."""

    def __init__(self, job: Job[Any, Any, Any]) -> None:
        self.job = job
        self.tools = job.prepare()

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        pairs = zip(batch["row"].tolist(), batch["data"], strict=True)
        return {"row": batch["row"], "data": [self.answer(row, data) for row, data in pairs]}

    def answer(self, row: int, data: bytes) -> bytes:
        """The pickled result of one pickled item."""
        try:
            return pickle.dumps(attempt(self.job, self.tools, row=row, item=pickle.loads(data)))
        except Exception as error:
            return pickle.dumps(Failed(row, error_line(error)))
