"""How long a term base of a million terms takes: build, and each kind of look-up.

    python tests/bench/sqlite_bench.py [TERMS]

The terms are made of the pieces of the bundled glossaries, with a fixed seed.
"""

from __future__ import annotations

import platform
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from nqpterms.formats.term_bases import load_terms
from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import fold
from nqpterms.matching.index import TermIndex
from nqpterms.matching.index_tables import build
from nqpterms.matching.term_lookup import lookup
from nqpterms.model.termbase import Concept, Term

QUERIES = 2_000
TARGETS = {"exact": 1.0, "part": 10.0}  # ms, p99


def made_concepts(terms: int) -> Iterator[Concept]:
    """Concepts of one Chinese and one English term each."""
    known = [term.text for _, term in load_terms().terms()]
    chinese = [t for t in known if not t.isascii() and len(t) >= 4]
    pieces = sorted(
        {t[at : at + 2] for t in chinese for at in range(0, len(t) - 1, 2)}
    )
    words = sorted({word for t in known if t.isascii() for word in t.split()})
    draw = random.Random(7)
    for number in range(terms // 2):
        zh = "".join(draw.choices(pieces, k=draw.randint(2, 4)))
        en = " ".join(draw.choices(words, k=draw.randint(2, 4)))
        yield Concept(
            f"c{number}",
            (Term(zh, "zh-Hans", "preferred"), Term(en, "en", "preferred")),
        )


def queries(terms: int) -> Iterator[tuple[str, str]]:
    """(whole term, a part of it of two Chinese characters or five letters and more)."""
    draw = random.Random(8)
    wanted = set(draw.sample(range(terms // 2), QUERIES // 2))
    for number, concept in enumerate(made_concepts(terms)):
        if number in wanted:
            for term, least in zip(concept.terms, (2, 5), strict=True):
                length = min(len(term.text), draw.randint(least, least + 2))
                at = draw.randint(0, len(term.text) - length)
                part = term.text[at : at + length].strip()
                yield (
                    term.text,
                    part
                    if len(part) >= (2 if has_han(part) else 3)
                    else term.text,
                )


def measured(
    look_up: Callable[[str], object], asked: list[str]
) -> list[tuple[float, float]]:
    """The milliseconds (wall, processor) of each look-up; the processor's say it where others
    share the machine."""
    times = []
    for query in asked:
        begin, cpu = time.perf_counter(), time.thread_time()
        look_up(query)
        times.append(
            (
                1000 * (time.perf_counter() - begin),
                1000 * (time.thread_time() - cpu),
            )
        )
    return times


def main(terms: int = 1_000_000) -> None:
    """Print the table."""
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {platform.processor()}"
    )
    print(f"SQLite {sqlite3.sqlite_version}, {terms:,} terms")
    asked = list(queries(terms))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "terms.sqlite")
        begin, cpu = time.perf_counter(), time.process_time()
        build(made_concepts(terms), path)
        took, used = time.perf_counter() - begin, time.process_time() - cpu
        begin, cpu = time.perf_counter(), time.process_time()
        for _ in made_concepts(terms):
            pass
        making, used_making = (
            time.perf_counter() - begin,
            time.process_time() - cpu,
        )
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"build  {took - making:.1f} s (processor {used - used_making:.1f} s; making the "
            f"concepts, {making:.1f} s, left out), {path.stat().st_size / 2**20:.0f} MiB, "
            f"memory {memory:.0f} MiB"
        )
        with TermIndex(path) as index:
            whole = [term for term, _ in asked]
            texts = [
                " ".join(whole[at : at + 20]) for at in range(0, len(whole), 20)
            ]
            kinds: dict[str, tuple[Callable[[str], object], list[str]]] = {
                "exact": (lambda query: index.same_as(fold(query)), whole),
                "part": (
                    lambda q: index.containing(fold(q), limit=20),
                    [p for _, p in asked],
                ),
                "similar": (
                    lambda query: index.similar(fold(query), limit=20),
                    whole[:200],
                ),
                "reading": (
                    lambda query: index.read_as(query, limit=20, whole=False),
                    ["xzscl", "zhongguo", "fz", "jing"] * 100,
                ),
                "look-up": (lambda query: lookup(index, query), whole),
                "20 terms": (index.find, texts),
            }
            for name, (look_up, some) in kinds.items():
                wall, cpu_times = map(
                    sorted, zip(*measured(look_up, some), strict=True)
                )
                at50, at99 = len(some) // 2, int(len(some) * 0.99)
                goal = (
                    f"  (goal p99 {TARGETS[name]} ms)"
                    if name in TARGETS
                    else ""
                )
                print(
                    f"{name:<10}  p50 {wall[at50]:7.3f} ms  p99 {wall[at99]:7.3f} ms  "
                    f"processor {cpu_times[at50]:7.3f}, {cpu_times[at99]:7.3f} ms{goal}"
                )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
