"""The years of some concepts as text, JSON Lines, CSV or one HTML page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from nqpterms.files.office.spreadsheet import guarded
from nqpterms.model.histories import (
    Bound,
    ConceptYears,
    DatedConcept,
    TermYears,
    YearCount,
)

_BARS = "▁▂▃▄▅▆▇█"
_NOT_THERE = "·"  # a year with text in which the concept does not stand
_NO_TEXT = " "
_COLUMNS = ("concept", "term", "lang", "form", "year", "count")
_HEIGHT, _STEP = 36, 9  # of the drawn years, in pixels


def dump_text(concepts: Iterable[DatedConcept]) -> Iterator[str]:
    """A paragraph a concept: a sign a year, then what the counts say."""
    for dated in concepts:
        yield from _paragraph(dated)


def dump_list(concepts: Iterable[DatedConcept]) -> Iterator[str]:
    """A line a concept: its first and last year, how often it stands, its terms."""
    for dated in concepts:
        first, last = dated.years.first, dated.years.last
        if first and last:
            yield f"{first.year}–{last.year}  {dated.years.total:>4}×  {_title(dated)}\n"


def dump_jsonl(concepts: Iterable[DatedConcept]) -> Iterator[str]:
    """One object a concept, with all counts."""
    for dated in concepts:
        yield json.dumps(_record(dated), ensure_ascii=False) + "\n"


def dump_csv(concepts: Iterable[DatedConcept]) -> Iterator[str]:
    """One row a form and year; a year with text and without the form has a row with 0."""
    yield _csv_line(_COLUMNS)
    for dated in concepts:
        term = _headword(dated)
        for form in (*dated.years.chinese, *dated.years.english):
            counts = dict(form.counts)
            looked_at = (
                dated.years.read if form.lang == "zh" else dated.years.paired
            )
            for year in looked_at:
                row = (
                    form.concept,
                    term,
                    form.lang,
                    form.form,
                    year,
                    counts.get(year, 0),
                )
                yield _csv_line(row)


def dump_html(concepts: Iterable[DatedConcept]) -> Iterator[str]:
    """One page without a script: each concept with its years drawn and told."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>When terms were used</title>\n<style>"
        ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;"
        "max-width:60rem;padding:0 1rem}h2{margin:2rem 0 .2rem;font-size:1.15rem}"
        "p{margin:.2rem 0}svg{display:block;width:100%}rect{fill:currentColor}"
        "text{fill:currentColor;font-size:10px}</style>\n<h1>When terms were used</h1>\n"
    )
    for dated in concepts:
        yield f'<h2 id="{escape(dated.concept.id)}">{escape(_title(dated))}</h2>\n'
        yield f"{_drawn(dated.years)}\n"
        for line in _facts(dated):
            yield f"<p>{escape(line)}</p>\n"


def year_strip(years: ConceptYears) -> str:
    """A character for every year from the first text to the last: how much of the most it has.

    >>> tax = TermYears("tax", "zh", "税收", (YearCount(2016, 1), YearCount(2019, 8)))
    >>> year_strip(ConceptYears("tax", (tax,), (), read=(2015, 2016, 2018, 2019), paired=()))
    '·▁ ·█'
    """
    counts = dict(years.counts)
    most = max(counts.values(), default=1)
    read = set(years.read) | set(counts)
    signs = []
    for year in range(min(read), max(read) + 1):
        if year not in read:
            signs.append(_NO_TEXT)
        elif year not in counts:
            signs.append(_NOT_THERE)
        else:
            signs.append(_BARS[(counts[year] * len(_BARS) - 1) // most])
    return "".join(signs)


def _paragraph(dated: DatedConcept) -> Iterator[str]:
    yield f"{_title(dated)}\n"
    read = dated.years.read
    if dated.years.counts:
        yield f"    {read[0]} {year_strip(dated.years)} {read[-1]}\n"
    for line in _facts(dated):
        yield f"    {line}\n"


def _facts(dated: DatedConcept) -> Iterator[str]:
    """What the counts say, in sentences."""
    years = dated.years
    first, last = years.first, years.last
    if first is None or last is None:
        yield f"stands in none of {_texts(len(years.read))}"
        return
    yield (
        f"first {_first(years, first)}{_where(years.chinese, first, 'first')}, "
        f"last {_last(years, last)}{_where(years.chinese, last, 'last')}; "
        f"{_times(years.total)} in {len(years.counts)} of {_texts(len(years.read))}"
    )
    yield _listed(years.counts)
    if len(years.chinese) > 1:
        yield "; ".join(f"{form.form} {form.total}" for form in years.chinese)
    for year, forms in _english_by_year(years.english):
        yield f"English {year}: {forms}"


def _first(years: ConceptYears, first: Bound) -> str:
    """The first year, and what lies before it."""
    if first.year == years.read[0]:
        return f"{first.year} (the earliest text)"
    return f"{first.year}" if first.is_sure else f"{first.year} at the latest"


def _last(years: ConceptYears, last: Bound) -> str:
    """The last year, and what lies behind it."""
    if last.year == years.read[-1]:
        return f"{last.year} (the latest text)"
    return f"{last.year}" if last.is_sure else f"{last.year} at the earliest"


def _where(forms: Sequence[TermYears], bound: Bound, end: str) -> str:
    """Where the first or last place is, if that is known."""
    for form in forms:
        place = form.first if end == "first" else form.last
        own = form.counts[0].year if end == "first" else form.counts[-1].year
        if place and own == bound.year:
            return f" ({place})"
    return ""


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _texts(count: int) -> str:
    return "1 year with a text" if count == 1 else f"{count} years with a text"


def _listed(counts: Iterable[YearCount]) -> str:
    return ", ".join(f"{year}: {count}" for year, count in counts)


def _english_by_year(forms: Iterable[TermYears]) -> Iterator[tuple[int, str]]:
    """The renderings of each year, the commonest first."""
    by_year: dict[int, list[tuple[int, str]]] = {}
    for form in forms:
        for year, count in form.counts:
            by_year.setdefault(year, []).append(
                (count, form.form or "(no form that is listed)")
            )
    for year, uses in sorted(by_year.items()):
        ranked = sorted(uses, key=lambda item: -item[0])
        yield year, ", ".join(f"{form} {count}" for count, form in ranked)


def _headword(dated: DatedConcept) -> str:
    return dated.concept.preferred("zh") or dated.concept.id


def _title(dated: DatedConcept) -> str:
    english = dated.concept.preferred("en")
    return f"{_headword(dated)}  {english}" if english else _headword(dated)


def _record(dated: DatedConcept) -> dict[str, Any]:
    years = dated.years
    return {
        "concept": dated.concept.id,
        "term": _headword(dated),
        "english": dated.concept.preferred("en"),
        "total": years.total,
        "first": _bound_record(years.first),
        "last": _bound_record(years.last),
        "counts": {str(year): count for year, count in years.counts},
        "forms": [
            _form_record(form) for form in (*years.chinese, *years.english)
        ],
        "years_with_text": list(years.read),
        "years_with_english": list(years.paired),
    }


def _bound_record(bound: Bound | None) -> dict[str, Any] | None:
    return (
        None if bound is None else {"year": bound.year, "sure": bound.is_sure}
    )


def _form_record(form: TermYears) -> dict[str, Any]:
    record: dict[str, Any] = {
        "lang": form.lang,
        "form": form.form,
        "counts": {str(year): count for year, count in form.counts},
    }
    if form.first:
        record |= {"first": form.first, "last": form.last}
    return record


def _csv_line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(
        [guarded(str(cell)) for cell in cells]
    )
    return buffer.getvalue()


def _drawn(years: ConceptYears) -> str:
    """The years as bars; a year without text has no ground to stand on."""
    counts = dict(years.counts)
    if not years.read:
        return ""
    most = max(counts.values(), default=1)
    start, end = years.read[0], years.read[-1]
    width = (end - start + 1) * _STEP
    parts = [
        f'<svg viewBox="0 0 {width} {_HEIGHT + 16}" style="max-width:{width}px" role="img" '
        f'aria-label="{escape(_listed(years.counts))}">'
    ]
    for year in years.read:
        height = round(counts.get(year, 0) / most * _HEIGHT)
        x = (year - start) * _STEP
        y = _HEIGHT - height
        parts.append(
            f'<rect x="{x}" y="{y}" width="{_STEP - 2}" height="{height + 1}">'
            f"<title>{year}: {counts.get(year, 0)}</title></rect>"
        )
    parts.append(f'<text x="0" y="{_HEIGHT + 13}">{start}</text>')
    parts.append(
        f'<text x="{width - 26}" y="{_HEIGHT + 13}">{end}</text></svg>'
    )
    return "".join(parts)
