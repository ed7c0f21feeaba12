"""Dated texts become a History: which terms stand in which year, and how the English renders them.

    Units ──segments──▶ TermBase's terms counted by year ──▶ History

The year of a text is said by a property of its segments or by its name (``1978.txt``,
``reports/2019/a.zh.md``). A Chinese form counts wherever it is written, also inside the longer
terms of *other* concepts, as a reader counts who looks for it; of the forms of one concept the
longest counts. English renderings are those of the census.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct, field

from nqpterms.formats.terms import history_tsv
from nqpterms.lang.chinese import has_han
from nqpterms.matching.matcher import Match, Matcher, TermReading
from nqpterms.matching.term_lookup import lookup
from nqpterms.model.alignment import Segment
from nqpterms.model.histories import (
    DatedConcept,
    History,
    TermYears,
    year_counts,
)
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.census import renderings_of
from nqpterms.renderings.rows import each_row
from nqpterms.run.counting import year_of
from nqpterms.run.inputs import Unit, find_units
from nqpterms.run.one import segments_of
from nqpterms.terms.bundled import history_path

LeftOut = Callable[[str], None]
"""Is given what cannot be answered for: a text without a year, a term that no concept has."""
_Key = tuple[str, str, str]  # concept, language, form


def history(
    *terms: str,
    base: TermBase,
    texts: Iterable[str | Path] = (),
    counts: str | Path | None = None,
    undated: LeftOut | None = None,
    unknown: LeftOut | None = None,
) -> list[DatedConcept]:
    """In which years some terms were used: the concepts that a term base has of them, dated.

    Without *texts* the answer comes from *counts*, by default those that are bundled: China's
    government reports since 1954. With *texts*, files or folders of dated texts, it is counted in
    them, also for a Chinese term that no concept has. Without *terms* all concepts that were seen
    are returned. *undated* is given the names of texts without a year, *unknown* the terms that no
    concept has. Raises FormatError for what cannot be read.

    >>> from nqpterms import load_terms
    >>> [tax] = history("转移支付", base=load_terms("policy"))
    >>> tax.concept.id, tax.years.first.year < 2000
    ('transfer-payments', True)
    """
    wanted = _concepts_meant(terms, base, unknown, ad_hoc=bool(texts))
    if terms:
        base = TermBase(tuple(dict.fromkeys(wanted)))
    if texts:
        counted = count_years(find_units(texts), base, undated=undated)
    else:
        counted = history_tsv.load(counts or history_path())
    by_concept = counted.of_concepts()
    unseen = History(counted.texts).of_concept
    every = (
        wanted if terms else [c for c in base.concepts if c.id in by_concept]
    )
    return [
        DatedConcept(c, by_concept.get(c.id) or unseen(c.id))
        for c in dict.fromkeys(every)
    ]


def _concepts_of(term: str, base: TermBase, *, ad_hoc: bool) -> list[Concept]:
    """The concepts that have exactly this term; *ad_hoc*: or one made of a Chinese term alone.

    >>> [concept.terms[0].text for concept in _concepts_of("躺平", TermBase(), ad_hoc=True)]
    ['躺平']
    """
    concepts = [
        result.concept
        for result in lookup(base, term)
        if result.kind == "exact"
    ]
    if concepts or not ad_hoc or not has_han(term):
        return list({concept.id: concept for concept in concepts}.values())
    return [Concept(term, (Term(term, "zh"),))]


class _YearTally(Struct):
    """What is counted so far."""

    sizes: dict[str, Counter[int]] = field(
        default_factory=lambda: {"zh": Counter(), "en": Counter()}
    )
    uses: dict[_Key, Counter[int]] = field(default_factory=dict)
    places: dict[_Key, list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, key: _Key, year: int, place: str) -> None:
        """Count a place of a form; the first and the last by year are kept."""
        self.uses.setdefault(key, Counter())[year] += 1
        ends = self.places.setdefault(key, [(year, place), (year, place)])
        if year < ends[0][0]:
            ends[0] = (year, place)
        if year >= ends[1][0]:
            ends[1] = (year, place)


def _concepts_meant(
    terms: Iterable[str],
    base: TermBase,
    unknown: LeftOut | None,
    *,
    ad_hoc: bool,
) -> list[Concept]:
    """The concepts that have the terms; *unknown* is given a term that none has."""
    wanted: list[Concept] = []
    for term in terms:
        concepts = _concepts_of(term, base, ad_hoc=ad_hoc)
        wanted += concepts
        if unknown and not concepts:
            unknown(term)
    return wanted


def count_years(
    units: Iterable[Unit], base: TermBase, *, undated: LeftOut | None = None
) -> History:
    """In which years the terms of a base stand in some texts.

    Texts without a year are left out, and *undated* is given their names.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> from nqpterms.run.inputs import unit_of
    >>> base = TermBase((Concept("tax", (Term("税收", "zh"), Term("taxation", "en"))),))
    >>> rows = [Segment("税收", "taxation", doc="2016.tsv"), Segment("无", "", doc="2017.tsv")]
    >>> history = count_years([unit_of(rows)], base)
    >>> [(term.form, term.counts) for term in history.terms]
    [('税收', (YearCount(year=2016, amount=1),)), ('taxation', (YearCount(year=2016, amount=1),))]
    >>> history.years("zh"), history.years("en")
    ((2016, 2017), (2016,))
    """
    matcher = Matcher(base)
    tally = _YearTally()
    left_out: set[str] = set()
    for unit in units:
        segments = list(segments_of(unit, alone=True))
        dated = [(segment, year_of(segment)) for segment in segments]
        for segment, year in dated:
            if not year and segment.doc not in left_out:
                left_out.add(segment.doc)
                if undated:
                    undated(segment.doc)
        rows = [(segment, int(year)) for segment, year in dated if year]
        _count_chinese(rows, matcher, tally)
        _count_english(rows, matcher, tally)
    return History(
        {
            lang: year_counts(sizes)
            for lang, sizes in tally.sizes.items()
            if sizes
        },
        tuple(_in_order(base, tally)),
    )


def _count_chinese(
    rows: Sequence[tuple[Segment, int]], matcher: Matcher, tally: _YearTally
) -> None:
    """Count the Chinese forms, each concept by itself."""
    matches_of_rows = matcher.find_all_in(
        [segment.zh for segment, _ in rows], language="zh"
    )
    for (segment, year), matches in zip(rows, matches_of_rows, strict=True):
        tally.sizes["zh"][year] += sum(
            1 for sign in segment.zh if not sign.isspace()
        )
        for match, reading in _longest_of_each(matches):
            place = segment.locate("zh", match.span.start).place
            key = (reading.concept.id, "zh", reading.term.text)
            tally.add(
                key, year, " ".join(filter(None, (segment.doc, place.label)))
            )


def _longest_of_each(
    matches: Sequence[Match],
) -> Iterable[tuple[Match, TermReading]]:
    """The places of each concept without those inside a longer one of the same concept."""
    longest: dict[str, list[Match]] = {}
    longest_first = sorted(
        matches, key=lambda m: (m.span.start - m.span.end, m.span.start)
    )
    for match in longest_first:
        for reading in match.candidates:
            others = longest.setdefault(reading.concept.id, [])
            if not any(match.span.overlaps(other.span) for other in others):
                others.append(match)
                yield match, reading


def _count_english(
    rows: Sequence[tuple[Segment, int]], matcher: Matcher, tally: _YearTally
) -> None:
    """Count what renders the concepts, where there is English beside the Chinese."""
    pairs = [
        (segment, year) for segment, year in rows if segment.zh and segment.en
    ]
    years = iter([year for _, year in pairs])
    for row in each_row(
        [segment for segment, _ in pairs], matcher, target="en"
    ):
        year = next(years)
        tally.sizes["en"][year] += len(row.segment.en.split())
        for rendering in renderings_of(row):
            form = rendering.term.text if rendering.term else ""
            tally.add((rendering.concept.id, "en", form), year, row.segment.doc)


def _in_order(base: TermBase, tally: _YearTally) -> Iterable[TermYears]:
    """The forms in the order of the term base, Chinese before English, what is unknown last."""
    for concept in base.concepts:
        for lang in ("zh", "en"):
            forms = [term.text for term in concept.terms_in(lang)]
            for form in dict.fromkeys([*forms, ""]):
                key = (concept.id, lang, form)
                if key in tally.uses:
                    (_, first), (_, last) = tally.places[key]
                    yield TermYears(
                        *key, year_counts(tally.uses[key]), first, last
                    )
