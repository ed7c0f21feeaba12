"""The files about a corpus as a whole: for a spreadsheet, for a program, for the eye.

renderings.tsv   concept × document × rendering
drift.tsv        concept × year × rendering, with its share of the year
summary.tsv      a row a concept
summary.json     all of the summary but the single documents
summary.html     the drift in pictures, one column a year
candidates.tsv   after extract: the candidates of all units together

Candidates are joined by sums alone, one entry a pair of terms: those of two parts joined are those
of the whole, and memory grows with the terms, not with the texts. A term that stands once in every
file is in none of their tables and so not here either: files should be documents, not sentences.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from nqpterms.extraction.extracting import EXAMPLES, RIVALS
from nqpterms.files.office.spreadsheet import guarded
from nqpterms.files.writing import atomic
from nqpterms.formats.results.candidate_tables import (
    dump_candidates,
    load_candidates,
)
from nqpterms.lang.english import plural_key
from nqpterms.lang.normal_form import fold
from nqpterms.model.candidates import Candidate, Example, Rival
from nqpterms.model.termbase import TermBase
from nqpterms.report.comparison import render_drift
from nqpterms.report.uses import TermUses, Wording
from nqpterms.run.counting import YEAR, Counts
from nqpterms.run.summaries import (
    ConceptSummary,
    Totals,
    joined,
    summarised,
    totalled,
)

_MILLI = 1000  # probabilities have three decimals; whole thousandths add up the same in any order
_RENDERINGS = (
    "concept",
    "zh",
    "document",
    "year",
    "rendering",
    "status",
    "count",
)
_DRIFT = ("concept", "zh", "year", "rendering", "status", "count", "share")
_SUMMARY = (
    *(
        "concept",
        "zh",
        "preferred",
        "documents",
        "places",
        "unlisted",
        "consistency",
        "within",
    ),
    *("drift", "renderings"),
)


def write_summary(
    counts_by_unit: Iterable[tuple[str, Counts]], base: TermBase, *, out: Path
) -> None:
    """Write the five files about what was counted in each unit, one unit at a time."""
    totals = Totals(Counter(), Counter(), Counter(), Counter())
    statuses = _statuses(base)
    names = {
        concept.id: concept.preferred("zh") or "" for concept in base.concepts
    }
    with atomic(out / "renderings.tsv") as file:
        file.write(_line(_RENDERINGS))
        for unit, counts in counts_by_unit:
            year_of_unit = YEAR.search(unit)
            default = year_of_unit[0] if year_of_unit else ""
            totals = joined(totals, totalled(counts, year=default))
            for (concept, text, doc), count in sorted(counts.uses.items()):
                year = counts.years.get(doc) or default
                status = statuses.get((concept, text), "")
                file.write(
                    _line(
                        (
                            concept,
                            names[concept],
                            doc,
                            year,
                            text,
                            status,
                            count,
                        )
                    )
                )
    rows = summarised(totals, base)
    _write(out / "drift.tsv", _DRIFT, _drift(rows, statuses))
    _write(out / "summary.tsv", _SUMMARY, map(_summary, rows))
    with atomic(out / "summary.html") as file:
        file.write(drift_page(rows, base))
    with atomic(out / "summary.json") as file:
        record = {"concepts": [to_builtins(row) for row in rows]}
        json.dump(record, file, ensure_ascii=False, indent=1)
        file.write("\n")


def write_candidates(tables: Iterable[Path], path: Path) -> None:
    """Write the candidates of several tables as one."""
    dump_candidates(pool_candidates(map(load_candidates, tables)), path)


def _statuses(base: TermBase) -> dict[tuple[str, str], str]:
    """The status of each rendering, by concept and text."""
    statuses: dict[tuple[str, str], str] = {}
    for concept, term in base.terms():
        if not term.lang.startswith("zh"):
            statuses[concept.id, term.text] = term.status
    return statuses


def _drift(
    rows: Iterable[ConceptSummary], statuses: dict[tuple[str, str], str]
) -> Iterator[Sequence[object]]:
    for row in rows:
        for year in row.years:
            for text, count in year.renderings:
                share = f"{count / year.places:.4f}"
                status = statuses.get((row.concept, text), "")
                yield row.concept, row.zh, year.year, text, status, count, share


def _summary(row: ConceptSummary) -> Sequence[object]:
    figures = (row.consistency, row.within, row.drift)
    cells = ["" if figure is None else f"{figure:.4f}" for figure in figures]
    renderings = " | ".join(
        f"{text} ×{count}" for text, count in row.renderings
    )
    counts = (row.documents, row.places, row.unlisted)
    return (row.concept, row.zh, row.preferred, *counts, *cells, renderings)


def _write(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    with atomic(path) as file:
        file.write(_line(header))
        file.writelines(map(_line, rows))


def _line(cells: Sequence[object]) -> str:
    """One row; a cell that a spreadsheet would take for a formula is guarded."""
    return (
        "\t".join(guarded(" ".join(str(cell).split())) for cell in cells) + "\n"
    )


def drift_page(rows: Sequence[ConceptSummary], base: TermBase) -> str:
    """The renderings of each concept by year, as the text of one HTML file."""
    years = sorted({year.year for row in rows for year in row.years})
    numbers = {
        concept.id: number for number, concept in enumerate(base.concepts)
    }
    uses = [
        _uses(row, years, numbers[row.concept], base)
        for row in rows
        if row.renderings
    ]
    return render_drift(uses, years, base)


def _uses(
    row: ConceptSummary, years: Sequence[str], number: int, base: TermBase
) -> TermUses:
    """A concept's renderings with their counts, year by year."""
    concept = base.concepts[number]
    status = {term.text: term.status for term in concept.terms}
    counts = {each.year: dict(each.renderings) for each in row.years}
    wordings = tuple(
        Wording(
            text,
            status.get(text, ""),
            tuple(counts.get(year, {}).get(text, 0) for year in years),
        )
        for text, _ in row.renderings
    )
    places = tuple(
        sum(wording.counts[at] for wording in wordings)
        for at in range(len(years))
    )
    return TermUses(concept, number, places, wordings)


class _Pooled(Struct):
    """Sums over the candidates of one Chinese term with one rendering; it grows as they come.

    `term` and `pair` are p(term) and p(pair) in thousandths times the count.
    """

    count: int = 0
    documents: int = 0
    sections: int = 0
    term: int = 0
    pair: int = 0
    surfaces: Counter[tuple[str, str]] = field(default_factory=Counter)
    rivals: Counter[str] = field(default_factory=Counter)
    examples: set[Example] = field(default_factory=set)
    concepts: set[str] = field(default_factory=set)
    variants: set[Rival] = field(default_factory=set)


def pool_candidates(tables: Iterable[Iterable[Candidate]]) -> list[Candidate]:
    """The candidates of several tables as one, the likeliest terms first.

    >>> a = Candidate("农业", "agriculture", 4, 1, p_term=0.9, p_pair=0.9)
    >>> b = Candidate("农业", "farming", 1, 1, p_term=0.7, p_pair=0.6)
    >>> (one,) = pool_candidates([[a], [b], [a]])
    >>> one.en, one.count, one.documents, one.rivals[0].text
    ('agriculture', 9, 3, 'farming')
    """
    pool: dict[tuple[str, str], _Pooled] = {}
    for table in tables:
        for candidate in table:
            key = (
                fold(candidate.zh),
                " ".join(map(plural_key, candidate.en.split())),
            )
            _add(pool.setdefault(key, _Pooled()), candidate)
    by_term: dict[str, list[_Pooled]] = defaultdict(list)
    for (zh, _), pooled in sorted(pool.items()):
        by_term[zh].append(pooled)
    candidates = [_candidate(renderings) for renderings in by_term.values()]
    return sorted(candidates, key=lambda c: (-c.p_term, -c.count, c.zh))


def _add(pooled: _Pooled, candidate: Candidate) -> None:
    pooled.count += candidate.count
    pooled.documents += candidate.documents
    pooled.sections += candidate.sections
    pooled.term += round(_MILLI * candidate.p_term) * candidate.count
    pooled.pair += round(_MILLI * candidate.p_pair) * candidate.count
    pooled.surfaces[candidate.zh, candidate.en] += candidate.count
    pooled.rivals.update(
        {rival.text: rival.count for rival in candidate.rivals}
    )
    pooled.variants.update(replace(v, count=0) for v in candidate.variants)
    pooled.concepts.update({candidate.concept} - {""})
    examples = sorted({*pooled.examples, *candidate.examples}, key=repr)
    pooled.examples = set(examples[:EXAMPLES])


def _candidate(renderings: list[_Pooled]) -> Candidate:
    """One Chinese term: its best rendering, the others as rivals."""
    best = max(renderings, key=lambda each: (each.pair, each.count))
    count = sum(each.count for each in renderings)
    (zh, en), _ = min(
        best.surfaces.items(), key=lambda item: (-item[1], item[0])
    )
    rivals: Counter[str] = sum((each.rivals for each in renderings), Counter())
    likely: dict[str, float] = {}
    for each in renderings:
        if each is not best:
            text = min(
                each.surfaces.items(), key=lambda item: (-item[1], item[0])
            )[0][1]
            rivals[text] += each.count
            likely[text] = _share(each.pair, each.count)
    rivals.pop(en, None)
    ranked = sorted(rivals.items(), key=lambda item: (-item[1], item[0]))[
        :RIVALS
    ]
    return Candidate(
        zh,
        en,
        count,
        sum(each.documents for each in renderings),
        sum(each.sections for each in renderings),
        p_term=_share(sum(each.term for each in renderings), count),
        p_pair=_share(best.pair, best.count),
        rivals=tuple(
            Rival(text, times, likely.get(text, 0.0)) for text, times in ranked
        ),
        variants=tuple(sorted(best.variants, key=lambda v: v.text)),
        examples=tuple(sorted(best.examples, key=repr)),
        concept=min(
            set().union(*(each.concepts for each in renderings)), default=""
        ),
    )


def _share(milli: int, count: int) -> float:
    return round(milli / _MILLI / count, 3) if count else 0.0
