"""What an assistant's questions cost: CPU until the first answer, rows in one call, characters.

    python tests/bench/mcp_bench.py [PAIRS.tsv]

A real client talks to ``nqpterms mcp`` with the bundled glossaries. CPU seconds are those of the
server and of the process that answers for it. Sixty rows of PAIRS (else made from the bundled
brief) are checked in one call and, for comparison, in Python with a Matcher that is ready.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from msgspec.structs import replace

from nqpterms.aligner.documents import align
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.model.alignment import Segment
from nqpterms.project.project import Project
from nqpterms.readers.reading import read
from nqpterms.run.many import check

BRIEF = Path(__file__).resolve().parents[2] / "nqpterms" / "brief"
ROWS = 60
ROUNDS = 7


def rows_of(paths: Sequence[str]) -> list[Segment]:
    if paths:
        segments = list(load_segments(paths[0]))
    else:
        documents = [read(BRIEF / f"brief.{side}.md") for side in ("zh", "en")]
        segments = list(align(*documents, level="sentence").segments())
    rows = [segments[n % len(segments)] for n in range(ROWS)]
    return [
        Segment(row.zh, row.en, row=n, target="en")
        for n, row in enumerate(rows, 1)
    ]


def cpu_of_servers() -> float:
    """CPU seconds of all processes that this one has started."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):  # Linux
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        number = int(stat.parent.name)
        parents[number] = int(fields[1])
        ticks[number] = int(fields[11]) + int(fields[12])
    below = {os.getpid()}
    for _ in range(3):
        below |= {
            number for number, parent in parents.items() if parent in below
        }
    return sum(ticks[number] for number in below - {os.getpid()}) / os.sysconf(
        "SC_CLK_TCK"
    )


def print_cost(
    name: str, costs: Sequence[float], walls: Sequence[float]
) -> None:
    print(
        f"{ROWS} rows {name}: CPU {min(costs) * 1000:.0f} ms, {min(walls) * 1000:.0f} ms"
    )


COMMAND = StdioServerParameters(
    command=sys.executable, args=["-m", "nqpterms", "mcp"]
)
FIRST_QUESTIONS = (
    ("look_up", {"query": "新质生产力"}),
    ("look_up", {"query": "new quality productive forces"}),
    ("annotate", {"text": "发展新质生产力，要因地制宜。"}),
    (
        "check_rows",
        {
            "rows": [
                {
                    "source": "发展新质生产力",
                    "target": "develop new productivity",
                }
            ]
        },
    ),
)


async def ask_first(tool: str, question: dict[str, Any]) -> None:
    """One question to a new server."""
    async with Client(stdio_client(COMMAND)) as client:
        await client.call_tool(tool, question)
        asked = next(iter(question.values()))
        print(
            f"CPU until the first answer, {tool} {asked}: {cpu_of_servers():.2f} s"
        )


async def talk(rows: Sequence[Segment]) -> None:
    for tool, question in FIRST_QUESTIONS:
        await ask_first(tool, question)
    async with Client(stdio_client(COMMAND)) as client:
        source = (BRIEF / "brief.zh.md").read_text(encoding="utf-8")
        answer = await client.call_tool("annotate", {"text": source})
        size = len(json.dumps(answer.structured_content, ensure_ascii=False))
        print(f"annotate, characters a character {size / len(source):.2f}")
        question = {
            "rows": [{"source": row.zh, "target": row.en} for row in rows]
        }
        costs, walls = [], []
        for _ in range(ROUNDS):
            before, begun = cpu_of_servers(), time.perf_counter()
            await client.call_tool("check_rows", question)
            costs.append(cpu_of_servers() - before)
            walls.append(time.perf_counter() - begun)
        print(
            f"{ROWS} rows in one call: CPU {min(costs) * 1000:.0f} ms, {min(walls) * 1000:.0f} ms"
        )


def in_python(rows: Sequence[Segment]) -> None:
    project = Project()
    costs, walls = [], []
    for _ in range(ROUNDS):
        fresh = [replace(row) for row in rows]
        before, begun = time.process_time(), time.perf_counter()
        check(fresh, project=project)
        costs.append(time.process_time() - before)
        walls.append(time.perf_counter() - begun)
    print_cost("in Python", costs, walls)


if __name__ == "__main__":
    sixty = rows_of(sys.argv[1:])
    anyio.run(talk, sixty)
    in_python(sixty)
