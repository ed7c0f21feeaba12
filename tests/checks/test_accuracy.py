"""The figures of docs/checks/accuracy.md hold, where the development data is at hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nqpterms.checks.registry import check_document, check_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.readers.reading import read

Sites = set[tuple[int | None, str | None]]


def glossary(path: Path) -> TermBase:
    concepts: dict[str, list[Term]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            term = Term(row["term"], row["lang"], status=row["status"])  # type: ignore[arg-type]
            concepts.setdefault(row["concept"], []).append(term)
    return TermBase(
        tuple(Concept(key, tuple(terms)) for key, terms in concepts.items())
    )


def segments(path: Path) -> Iterator[Segment]:
    for number, line in enumerate(
        path.read_text(encoding="utf-8").splitlines()[1:], 1
    ):
        zh, _, en = line.partition("\t")
        yield Segment(zh, en, row=number)


def sites(path: Path, *, seeded: bool) -> Sites:
    rows = (
        json.loads(line)
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return {
        (row["row"], row["zh"]) for row in rows if row["seeded"] or not seeded
    }


@pytest.mark.slow
def test_figures_on_the_development_pairs(shared: Path) -> None:
    folder = shared / "data" / "check-dev"
    matcher = Matcher(glossary(folder / "glossary.tsv"))

    def flagged(name: str) -> Sites:
        findings = check_segments(segments(folder / name), matcher)
        return {
            (f.segment, f.source_term) for f in findings if f.severity != "info"
        }

    known, wrong = (
        sites(folder / "key.jsonl", seeded=s) for s in (False, True)
    )
    clean, mixed = (
        flagged(f"pairs-{name}.tsv") & known for name in ("clean", "seeded")
    )
    habitual = sites(folder / "key-habit.jsonl", seeded=True)
    assert len(clean) <= 0.033 * len(known)
    assert len(mixed & wrong) >= 0.98 * len(wrong)
    assert len(mixed & wrong) >= 0.58 * len(mixed)
    assert len(flagged("pairs-habit.tsv") & habitual) >= 0.97 * len(habitual)


@pytest.mark.parametrize(
    ("name", "matched"),
    [
        ("english-002-oped.txt", ["new quality of productivity"]),
        ("english-004-explainer.txt", ["social productivity"]),
    ],
)
def test_two_articles_against_the_bundled_glossaries(
    shared: Path, name: str, matched: list[str]
) -> None:
    document = read(shared / "report" / name)
    findings = check_document(document, Matcher(load_terms()))
    assert [f.matched for f in findings if f.severity != "info"] == matched
    assert not any("NQPF" in f.matched for f in findings)
