"""Checking a million segments: speed, memory, and what each engine makes of two workers.

    python tests/bench/corpus_bench.py FOLDER [--segments 1000000] [--engines serial,processes,ray]

FOLDER holds data/tico19 and data/check-dev. Their pairs are repeated, in documents of 50 segments,
and checked with check-dev's glossary. Ratios are told by wall clock and, for machines that are
shared, by CPU: the CPU seconds of the busiest worker are what the run takes where every worker has
a core of its own.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from measuring import machine, table
from msgspec.structs import replace

from nqpterms.checks import registry
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.run import Engine
from nqpterms.run.engines import Failed, Job, map_items

DOCUMENT = 50  # segments
SHARD = 5_000  # segments that are one item


class Answer(NamedTuple):
    """What a worker says of a shard: who it is, segments, findings, CPU seconds, memory now."""

    pid: int
    segments: int
    findings: int
    cpu: float
    memory: float


class Tools(NamedTuple):
    """What a worker keeps."""

    matcher: Matcher
    pairs: list[Segment]


def prepared(folder: str) -> Tools:
    """The glossary, and the pairs that are repeated."""
    data = Path(folder, "data")
    pairs = [
        *load_segments(data / "tico19" / "all.en-zh.tmx"),
        *load_segments(data / "check-dev" / "pairs-clean.tsv"),
    ]
    plain = [Segment(pair.zh, pair.en) for pair in pairs]
    return Tools(
        Matcher(load_terms(data / "check-dev" / "glossary.tsv")), plain
    )


def segments(pairs: list[Segment], first: int, count: int) -> Iterator[Segment]:
    """Segments number *first* and following of the endless repetition, in documents of 50."""
    endless = islice(cycle(pairs), first % len(pairs), None)
    for number, pair in enumerate(islice(endless, count), first):
        yield replace(pair, row=number + 1, doc=f"d{number // DOCUMENT}")


def checked(tools: Tools, first: int) -> Answer:
    """One shard checked."""
    begun = time.process_time()
    rows = segments(tools.pairs, first, SHARD)
    found = len(registry.check_segments(rows, tools.matcher))
    return Answer(
        os.getpid(), SHARD, found, time.process_time() - begun, resident()
    )


def resident() -> float:
    """The memory of this process now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Run(NamedTuple):
    """What an engine came to: wall seconds, CPU of the busiest and of all workers, memory."""

    wall: float
    busiest: float
    cpu: float
    early: float
    late: float
    findings: int


def measured(folder: Path, *, engine: Engine, jobs: int, count: int) -> Run:
    """One engine over all shards; its start-up is left out."""
    job = Job(partial(prepared, str(folder)), checked)
    starts = range(0, count, SHARD)
    answers: list[Answer] = []
    begun = 0.0
    for answer in map_items(job, starts, engine=engine, jobs=jobs):
        assert not isinstance(answer, Failed), answer.reason
        begun = begun or time.perf_counter() - answer.cpu
        answers.append(answer)
    wall = time.perf_counter() - begun
    by_worker: dict[int, float] = {}
    for answer in answers:
        by_worker[answer.pid] = by_worker.get(answer.pid, 0.0) + answer.cpu
    early = max(
        answer.memory for answer in answers[: max(jobs, len(answers) // 10)]
    )
    late = max(answer.memory for answer in answers)
    total = sum(by_worker.values())
    return Run(
        wall,
        max(by_worker.values()),
        total,
        early,
        late,
        sum(a.findings for a in answers),
    )


def main(folder: Path, count: int, engines: list[str]) -> None:
    """Print the table."""
    runs: dict[str, Run] = {}
    wanted: list[tuple[str, Engine, int]] = [
        ("serial, 1 worker", "serial", 1),
        ("processes, 2 workers", "processes", 2),
        ("ray, 2 workers", "ray", 2),
    ]
    for name, engine, jobs in wanted:
        if engine in engines:
            gc.collect()
            runs[name] = measured(folder, engine=engine, jobs=jobs, count=count)
    rows = []
    one = runs.get("serial, 1 worker")
    for name, run in runs.items():
        ratio = (
            f"{one.cpu / run.busiest:.2f} ×; wall {one.wall / run.wall:.2f} ×"
            if one
            else ""
        )
        rows.append(
            (
                name,
                f"{count / run.busiest:,.0f}",
                f"{count / run.wall:,.0f}",
                ratio,
                f"{run.early:.0f} → {run.late:.0f} MiB",
                run.findings,
            )
        )
    header = (
        "engine",
        "segments/s by CPU",
        "by wall",
        "against one",
        "memory a worker",
        "findings",
    )
    table(
        f"Checking {count:,} segments with check-dev's glossary", header, rows
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--segments", type=int, default=1_000_000)
    parser.add_argument("--engines", default="serial,processes,ray")
    options = parser.parse_args()
    print(machine("ahocorasick-rs"))
    # What workers are sent has this name, not __main__.
    from corpus_bench import main as measure

    measure(options.folder, options.segments, options.engines.split(","))
