"""Where a term stands on the other side, and the concordance that is made of it."""

from __future__ import annotations

import pytest

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.concordance import concord
from nqpterms.renderings.finding import Use, find_rendering, find_renderings
from nqpterms.renderings.model import RenderingModel, learn_renderings

ROWS = [
    ("港口管理局公布了年度报告。", "The Port Authority published its annual report."),
    ("港口管理局雇用工程师。", "The Port Authority employs engineers."),
    ("工程师检查起重机。", "Engineers inspect the cranes."),
    ("年度报告很长。", "The annual report is long."),
    ("起重机属于港口管理局。", "The cranes belong to the Port Authority."),
    ("湖水很冷。", "The lake is cold."),
]
SEGMENTS = [Segment(zh, en, row=n, doc="port.tsv") for n, (zh, en) in enumerate(ROWS, 1)]


@pytest.fixture(scope="module")
def model() -> RenderingModel:
    return learn_renderings(SEGMENTS)


@pytest.mark.parametrize(
    ("row", "term", "rendering"),
    [(0, "年度报告", "annual report"), (1, "工程师", "engineers"), (4, "起重机", "cranes")],
)
def test_chinese_term_in_english(
    model: RenderingModel, row: int, term: str, rendering: str
) -> None:
    segment = SEGMENTS[row]
    start = segment.zh.index(term)
    found = find_rendering(segment, Span(start, start + len(term)), side="zh", model=model)
    assert found.span is not None
    assert found.span.of(segment.en) == rendering
    assert 0 < found.score <= 1
    assert found.by == "words"
    assert found.evidence


def test_english_term_in_chinese(model: RenderingModel) -> None:
    segment = SEGMENTS[3]
    start = segment.en.index("annual report")
    found = find_rendering(segment, Span(start, start + 13), side="en", model=model)
    assert found.span is not None
    assert found.span.of(segment.zh) == "年度报告"


def test_not_there(model: RenderingModel) -> None:
    segment = Segment("港口管理局", "It is cold.")
    found = find_rendering(segment, Span(0, 5), side="zh", model=model)
    assert found.span is None
    assert not found.evidence


def test_one_side_empty(model: RenderingModel) -> None:
    found = find_rendering(Segment("港口", ""), Span(0, 2), side="zh", model=model)
    assert found.span is None


def test_a_listed_rendering_is_taken_at_its_word() -> None:
    pair = Segment("因地制宜", "as each place allows")
    terms = (Term("因地制宜", "zh"), Term("as each place allows", "en"))
    model = learn_renderings([pair], matcher=Matcher(TermBase((Concept("c1", terms),))))
    (found,) = find_renderings([Use(pair, Span(0, 4))], side="zh", model=model)
    assert (found.span, found.score, found.by) == (Span(0, 20), 1.0, "terms")


def test_concordance_counts_and_groups() -> None:
    found = concord("港口管理局", SEGMENTS)
    assert found.side == "zh"
    assert found.groups == (("Port Authority", 3),)
    assert [line.segment.row for line in found.lines] == [1, 2, 5]


def test_concordance_of_an_english_term_in_any_number() -> None:
    found = concord("crane", SEGMENTS)
    assert found.groups == (("起重机", 2),)


def test_concordance_in_the_other_script() -> None:
    assert len(concord("起重機", SEGMENTS).lines) == 2


def test_a_term_that_stands_nowhere() -> None:
    assert concord("飞机", SEGMENTS).lines == ()
