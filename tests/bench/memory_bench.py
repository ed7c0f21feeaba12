"""How long a term base of a hundred thousand terms takes in memory: load, matcher, look-up.

    python tests/bench/memory_bench.py [TERMS]

The terms are those of `sqlite_bench`, read from a glossary TSV and from TBX.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from corpus_bench import resident
from sqlite_bench import made_concepts, measured, queries

from nqpterms.formats.term_bases import dump_terms, load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import lookup
from nqpterms.model.termbase import TermBase


def main(terms: int = 100_000) -> None:
    """Print the table; seconds and milliseconds are the processor's."""
    asked = [whole for whole, _ in queries(terms)][:200]
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("tsv", "tbx"):
            path = Path(folder, f"terms.{suffix}")
            dump_terms(TermBase(tuple(made_concepts(terms))), path)
            begin = time.process_time()
            base = load_terms(path)
            print(
                f"{suffix:<8}{time.process_time() - begin:6.1f} s to load {terms:,} terms"
            )
    held = resident()
    begin = time.process_time()
    matcher = Matcher(base)
    matcher.find("经济 economy")  # its tables are made when a text needs them
    taken = time.process_time() - begin
    print(
        f"matcher {taken:6.1f} s to build, {resident() - held:,.0f} MiB beside its terms"
    )
    times = sorted(
        cpu for _, cpu in measured(lambda query: lookup(matcher, query), asked)
    )
    print(
        f"look-up p50 {times[len(times) // 2]:.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms"
    )
    # KiB on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MiB, of this whole process")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
