"""Counts of parts add up to the counts of the whole, however a corpus is parted."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.run.counting import (
    NOTHING,
    Counts,
    added,
    count_renderings,
    counts_of,
)
from nqpterms.run.summaries import Totals, joined, summarised, totalled

BASE = TermBase(
    (
        Concept(
            "force",
            (
                Term("生产力", "zh"),
                Term("productive forces", "en", status="preferred"),
                Term("productivity", "en", status="deprecated"),
            ),
        ),
        Concept("market", (Term("市场", "zh"), Term("market", "en"))),
    )
)
MATCHER = Matcher(BASE)
ZH = st.lists(
    st.sampled_from(["生产力", "市场", "发展", "，"]), max_size=5
).map("".join)
EN_WORDS = [
    "productive forces",
    "productivity",
    "markets",
    "grow",
    ",",
    "(PF)",
    "PF",
]
EN = st.lists(st.sampled_from(EN_WORDS), max_size=5).map(" ".join)
DOCS = st.sampled_from(["a-2019.txt", "b-2021.txt", "c"])
SEGMENTS = st.lists(st.builds(Segment, zh=ZH, en=EN, doc=DOCS), max_size=12)


@given(SEGMENTS, st.lists(st.integers(0, 12), max_size=3))
def test_counts_of_parts_add_up(
    segments: list[Segment], cuts: list[int]
) -> None:
    """Wherever a corpus is parted between its documents."""
    documents = [
        list(rows)
        for _, rows in groupby(segments, key=lambda segment: segment.doc)
    ]
    edges = [0, *sorted(cuts), len(documents)]
    parts = [
        [row for rows in documents[a:b] for row in rows]
        for a, b in pairwise(edges)
    ]
    counts = [count_renderings(part, MATCHER) for part in parts]
    whole = count_renderings(segments, MATCHER)
    assert reduce(added, counts, NOTHING) == whole
    assert reduce(added, reversed(counts), NOTHING) == whole
    assert counts_of(whole.as_json()) == whole


@given(SEGMENTS)
def test_totals_of_documents_join(segments: list[Segment]) -> None:
    segments.sort(key=lambda segment: segment.doc)  # a document stands together
    docs = sorted({segment.doc for segment in segments})
    nothing = Totals(Counter(), Counter(), Counter(), Counter())
    each = [
        totalled(
            count_renderings([s for s in segments if s.doc == doc], MATCHER)
        )
        for doc in docs
    ]
    assert reduce(joined, each, nothing) == totalled(
        count_renderings(segments, MATCHER)
    )


def test_a_discouraged_rendering_is_counted_and_an_unknown_one_too() -> None:
    rows = [
        Segment("生产力", "productive forces", doc="r-2019.txt"),
        Segment("生产力", "productivity", doc="r-2024.txt"),
        Segment("生产力", "capacity", doc="r-2024.txt"),
    ]
    (row,) = summarised(totalled(count_renderings(rows, MATCHER)), BASE)
    assert row.renderings == (("productive forces", 1), ("productivity", 1))
    assert (row.places, row.unlisted, row.consistency, row.within) == (
        3,
        1,
        0.5,
        1.0,
    )
    assert row.drift == 1.0
    assert [year.year for year in row.years] == ["2019", "2024"]


def test_english_that_is_said_once_renders_one_place_first() -> None:
    rows = [Segment("生产力和生产力", "productivity and productive forces")]
    uses = count_renderings(rows, MATCHER).uses
    assert sorted(use.rendering for use in uses) == [
        "productive forces",
        "productivity",
    ]


def test_years_of_shards_stand_in_for_documents_that_have_none() -> None:
    counts = Counts(
        count_renderings([Segment("市场", "market", doc="7")], MATCHER).uses,
        {"7": ""},
    )
    assert {use.year for use in totalled(counts, year="2020").uses} == {"2020"}
