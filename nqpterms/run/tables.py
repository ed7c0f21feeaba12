"""The summary of a corpus as files: for a spreadsheet, for a program, for the eye.

renderings.tsv   concept × document × rendering
drift.tsv        concept × year × rendering, with its share of the year
summary.tsv      a row a concept
summary.json     all of the summary but the single documents
summary.html     the drift in pictures
candidates.tsv   after extract: the candidates of all shards together
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from nqpterms.files.office.spreadsheet import guarded
from nqpterms.files.writing import atomic
from nqpterms.model.termbase import TermBase
from nqpterms.run.counting import YEAR
from nqpterms.run.inputs import Shard
from nqpterms.run.markers import load_marker, marker_path
from nqpterms.run.pictures import drift_page
from nqpterms.run.summaries import ConceptSummary, Totals, joined, summarised, totalled

_RENDERINGS = ("concept", "zh", "document", "year", "rendering", "status", "count")
_DRIFT = ("concept", "zh", "year", "rendering", "status", "count", "share")
_SUMMARY = (
    *("concept", "zh", "preferred", "documents", "places", "unlisted", "consistency", "within"),
    *("drift", "renderings"),
)


def write_summary(shards: Sequence[Shard], base: TermBase, *, out: Path) -> None:
    """Write the five files about the finished *shards*, from their markers, one at a time."""
    totals = Totals(Counter(), Counter(), Counter(), Counter())
    status = {(c.id, t.text): t.status for c, t in base.terms() if not t.lang.startswith("zh")}
    names = {concept.id: concept.preferred("zh") or "" for concept in base.concepts}
    with atomic(out / "renderings.tsv") as file:
        file.write(_line(_RENDERINGS))
        for shard in shards:
            marker = load_marker(marker_path(out, shard.name))
            if marker is None:
                continue
            found = YEAR.search(shard.name)
            default = found[0] if found else ""
            totals = joined(totals, totalled(marker.counts, year=default))
            for (concept, text, doc), count in sorted(marker.counts.uses.items()):
                year = marker.counts.years.get(doc) or default
                told = status.get((concept, text), "")
                file.write(_line((concept, names[concept], doc, year, text, told, count)))
    rows = summarised(totals, base)
    _write(out / "drift.tsv", _DRIFT, _drift(rows, status))
    _write(out / "summary.tsv", _SUMMARY, map(_summary, rows))
    with atomic(out / "summary.html") as file:
        file.write(drift_page(rows, base))
    with atomic(out / "summary.json") as file:
        json.dump(
            {"concepts": [to_builtins(row) for row in rows]}, file, ensure_ascii=False, indent=1
        )
        file.write("\n")


def _drift(
    rows: Iterable[ConceptSummary], status: dict[tuple[str, str], Any]
) -> Iterator[Sequence[object]]:
    for row in rows:
        for year in row.years:
            for text, count in year.renderings:
                share = f"{count / year.places:.4f}"
                told = status.get((row.concept, text), "")
                yield row.concept, row.zh, year.year, text, told, count, share


def _summary(row: ConceptSummary) -> Sequence[object]:
    figures = (row.consistency, row.within, row.drift)
    shown = ["" if figure is None else f"{figure:.4f}" for figure in figures]
    ways = " | ".join(f"{text} ×{count}" for text, count in row.renderings)
    counts = (row.documents, row.places, row.unlisted)
    return (row.concept, row.zh, row.preferred, *counts, *shown, ways)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with atomic(path) as file:
        file.write(_line(header))
        file.writelines(map(_line, rows))


def _line(cells: Sequence[object]) -> str:
    """One row; a cell that a spreadsheet would take for a formula is guarded."""
    return "\t".join(guarded(" ".join(str(cell).split())) for cell in cells) + "\n"
