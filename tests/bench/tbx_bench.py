"""How fast TBX is read, written and validated, against lxml doing the bare minimum.

    python tests/bench/tbx_bench.py --concepts 20000

Makes a TBX v3 file of that many concepts with three terms each (200,000 of them take 300 MB), and
measures each job in a process of its own: seconds, the ratio to its baseline, peak memory.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from nqpterms.formats.terms import tbx
from nqpterms.model.termbase import (
    Concept,
    Context,
    Definition,
    RefObject,
    Term,
    TermBase,
    Transaction,
)

TEXT = "发展新质生产力要因地制宜，不能忽视传统产业，也不能一哄而上。"
ENGLISH = "The province links each new field to what its factories & schools already know well."


def concepts(count: int) -> Iterator[Concept]:
    """Concepts with what a well-kept term base has: about 1.5 kB of TBX each."""
    for n in range(count):
        made = (Transaction("origination", "2024-03-05", "Li Wei", "p1"),)
        yield Concept(
            f"c{n}",
            (
                Term(
                    f"术语{n}号",
                    "zh-Hans",
                    status="preferred",
                    pos="noun",
                    type="fullForm",
                    contexts=(Context(TEXT, f"doc{n % 97}.txt"),),
                    sources=("委员会",),
                ),
                Term(
                    f"term number {n}",
                    "en",
                    status="preferred",
                    pos="noun",
                    type="fullForm",
                    contexts=(Context(ENGLISH, f"doc{n % 97}.txt"),),
                    notes=("Seen in the plan of the year before.",),
                ),
                Term(
                    f"TN{n}",
                    "en",
                    status="admitted",
                    pos="noun",
                    type="acronym",
                ),
            ),
            subject="economy",
            definitions=(
                Definition(TEXT * 2, "zh-Hans", "词典"),
                Definition(ENGLISH, "en", "D"),
            ),
            history=made,
        )


def baseline_read(path: Path, _count: int) -> None:
    with path.open("rb") as file:
        for _, element in etree.iterparse(file, events=("end",)):
            element.clear()


def read(path: Path, count: int) -> None:
    assert sum(1 for _ in tbx.iter_concepts(path)) == count


def baseline_write(path: Path, count: int) -> None:
    """The same elements through lxml.etree.xmlfile."""
    ns = "{urn:iso:std:iso:30042:ed-2}"

    def typed(
        xml: etree._IncrementalFileWriter, tag: str, kind: str, text: str
    ) -> None:
        with xml.element(ns + tag, type=kind):
            xml.write(text)

    def shown(
        xml: etree._IncrementalFileWriter, kind: str, text: str, source: str
    ) -> None:
        with xml.element(ns + "descripGrp"):
            typed(xml, "descrip", kind, text)
            typed(xml, "admin", "source", source)

    def term(xml: etree._IncrementalFileWriter, term: Term) -> None:
        with xml.element(ns + "termSec"):
            with xml.element(ns + "term"):
                xml.write(term.text)
            typed(
                xml,
                "termNote",
                "administrativeStatus",
                f"{term.status}Term-admn-sts",
            )
            typed(xml, "termNote", "partOfSpeech", term.pos)
            typed(xml, "termNote", "termType", term.type)
            for context in term.contexts:
                shown(xml, "context", context.text, context.source)
            for source in term.sources:
                typed(xml, "admin", "source", source)
            for note in term.notes:
                with xml.element(ns + "note"):
                    xml.write(note)

    with (
        path.open("wb") as file,
        etree.xmlfile(file, encoding="UTF-8") as xml,
        xml.element(ns + "body"),
    ):
        for concept in concepts(count):
            with xml.element(ns + "conceptEntry", id=concept.id):
                typed(xml, "descrip", "subjectField", concept.subject)
                with xml.element(ns + "transacGrp"):
                    typed(xml, "transac", "transactionType", "origination")
                    with xml.element(ns + "date"):
                        xml.write(concept.history[0].date)
                    typed(xml, "transacNote", "responsibility", "Li Wei")
                for number, lang in enumerate(("zh-Hans", "en")):
                    with xml.element(ns + "langSec", {"xml:lang": lang}):
                        definition = concept.definitions[number]
                        shown(
                            xml,
                            "definition",
                            definition.text,
                            definition.source,
                        )
                        for each in concept.terms:
                            if each.lang == lang:
                                term(xml, each)


def write(path: Path, count: int) -> None:
    tbx.dump(concepts(count), path, about=ABOUT)


def validate(path: Path, _count: int) -> None:
    assert not list(tbx.validate(path))


def make(_path: Path, count: int) -> None:
    for _ in concepts(count):
        pass


ABOUT = TermBase(
    name="bench", references=(RefObject("p1", "respPerson", (("fn", "Li"),)),)
)


def measured(
    job: Callable[[Path, int], None], path: Path, count: int
) -> tuple[float, float]:
    """Seconds and peak MiB of a job in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_timed, (job, path, count))


def _timed(
    job: Callable[[Path, int], None], path: Path, count: int
) -> tuple[float, float]:
    start = time.process_time()
    job(path, count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.process_time() - start, peak


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--concepts", type=int, default=20_000)
    parser.add_argument("--jobs", default="read,write,validate")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder, "a.tbx"), Path(folder, "b.tbx")
        count = options.concepts
        making, _ = measured(make, other, count)
        writing = measured(write, path, count)
        print(
            f"{count:,} concepts, {path.stat().st_size / 1e6:,.0f} MB, CPU seconds"
        )
        rows = {}
        if "write" in options.jobs:
            base = measured(baseline_write, other, count)
            rows |= {"lxml xmlfile": (base, base), "dump": (writing, base)}
            rows = {
                k: ((a - making, m), (b - making, n))
                for k, ((a, m), (b, n)) in rows.items()
            }
        base = measured(baseline_read, path, count)
        rows["lxml iterparse"] = (base, base)
        if "read" in options.jobs:
            rows["iter_concepts"] = (measured(read, path, count), base)
        if "validate" in options.jobs:
            rows["validate"] = (measured(validate, path, count), base)
        for name, ((seconds, peak), (least, _)) in rows.items():
            print(
                f"{name:16} {seconds:7.2f} s  {seconds / least:5.2f} ×  {peak:6.0f} MiB"
            )


if __name__ == "__main__":
    main()
