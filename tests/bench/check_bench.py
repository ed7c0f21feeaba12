"""The figures of the checker on the development pairs: `python tests/bench/check_bench.py SHARED`.

Reads the pairs with a few lines of its own, checks them, and has the tools beside the data score
what was found. SHARED is the folder that holds data/ and tools/.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from nqpterms.checks.registry import check_segments
from nqpterms.formats.results.finding_formats import dumps_jsonl
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase

PAIRS = ("clean", "seeded", "habit")


def glossary(path: Path) -> TermBase:
    """The term base of a glossary with the columns concept, lang, term and status."""
    concepts: dict[str, list[Term]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            term = Term(row["term"], row["lang"], status=row["status"])
            concepts.setdefault(row["concept"], []).append(term)
    return TermBase(
        tuple(Concept(key, tuple(terms)) for key, terms in concepts.items())
    )


def segments(text: str) -> Iterator[Segment]:
    """The rows of a bitext with a header."""
    for number, line in enumerate(text.splitlines()[1:], 1):
        zh, _, en = line.partition("\t")
        yield Segment(zh, en, row=number)


def main(shared: Path) -> None:
    data, tools = shared / "data" / "check-dev", shared / "tools"
    started = time.perf_counter()
    matcher = Matcher(glossary(data / "glossary.tsv"))
    print(f"matcher built in {time.perf_counter() - started:.2f} s")
    single = subprocess.run(
        [tools / "score-single", "pairs", data / "single.jsonl"],
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    texts = {
        name: (data / f"pairs-{name}.tsv").read_text(encoding="utf-8")
        for name in PAIRS
    }
    texts["single"] = single
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{name}.jsonl" for name in texts}
        for name, text in texts.items():
            files[name].write_text(
                dumps_jsonl(check_segments(segments(text), matcher)),
                encoding="utf-8",
            )
        score = [
            tools / "score-check",
            data / "key.jsonl",
            files["clean"],
            files["seeded"],
        ]
        subprocess.run(score, check=True)
        subprocess.run(
            [tools / "score-check", data / "key-habit.jsonl", files["habit"]],
            check=True,
        )
        subprocess.run(
            [
                tools / "score-single",
                "score",
                data / "single.jsonl",
                files["single"],
            ],
            check=True,
        )
    rows = [*segments(texts["clean"])] * 6
    started = time.perf_counter()
    found = check_segments(rows, matcher)
    codes = json.dumps(
        {
            c: sum(f.code == c for f in found) // 6
            for c in {f.code for f in found}
        }
    )
    print(
        f"{len(rows)} segments in {time.perf_counter() - started:.2f} s; per copy {codes}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
