"""The files about a corpus: its summary in pictures, its candidates together."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.model.candidates import Candidate
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.run.summaries import ConceptSummary, YearRow
from nqpterms.run.summary_tables import drift_page, pool_candidates

TEA = Concept(
    "tea",
    (
        Term("茶", "zh-Hans", status="preferred"),
        Term("tea", "en", status="preferred"),
        Term("<img src=x onerror=alert(1)>", "en", status="deprecated"),
    ),
)


def summary(*years: YearRow) -> ConceptSummary:
    renderings: dict[str, int] = {}
    for text, count in (pair for year in years for pair in year.renderings):
        renderings[text] = renderings.get(text, 0) + count
    places = sum(renderings.values())
    ways = tuple(renderings.items())
    return ConceptSummary(
        "tea", "茶", "tea", 2, places, 0, ways, 0.5, 1.0, 1.0, years
    )


def test_a_column_a_year_and_what_it_says() -> None:
    rows = [summary(YearRow("", (("tea", 1),)), YearRow("2019", (("tea", 3),)))]
    page = drift_page(rows, TermBase((TEA,)))
    axis = re.findall(r"<text[^>]*>([^<]*)</text>", page)
    assert axis == ["no year", "2019"]
    assert "2019: tea ×3" in page


def test_a_hostile_term_is_words() -> None:
    rows = [summary(YearRow("2019", (("<img src=x onerror=alert(1)>", 2),)))]
    assert "<img" not in drift_page(rows, TermBase((TEA,)))


def test_an_empty_corpus_says_so() -> None:
    assert "there is no strip to draw" in drift_page([], TermBase((TEA,)))


@given(
    st.lists(
        st.lists(
            st.builds(
                Candidate,
                zh=st.sampled_from(["农业", "教育"]),
                en=st.sampled_from(["agriculture", "farming", "education"]),
                count=st.integers(1, 9),
                documents=st.integers(1, 3),
                p_term=st.sampled_from([0.1, 0.25, 0.9]),
                p_pair=st.sampled_from([0.1, 0.25, 0.9]),
            ),
            max_size=4,
        ),
        max_size=4,
    )
)
def test_the_order_of_shards_changes_no_candidate(
    tables: list[list[Candidate]],
) -> None:
    assert pool_candidates(tables) == pool_candidates(tables[::-1])
