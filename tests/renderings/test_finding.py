"""Where a term stands on the other side, and the concordance that is made of it."""

from __future__ import annotations

import pytest

from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.census import Rendering, renderings_of
from nqpterms.renderings.concordance import Concordance, Concordancer, concord
from nqpterms.renderings.finding import SoughtPlace, find_counterparts
from nqpterms.renderings.linked_blocks import RenderingModel, learn_renderings
from nqpterms.renderings.rows import Row

ROWS = [
    (
        "港口管理局公布了年度报告。",
        "The Port Authority published its annual report.",
    ),
    ("港口管理局雇用工程师。", "The Port Authority employs engineers."),
    ("工程师检查起重机。", "Engineers inspect the cranes."),
    ("年度报告很长。", "The annual report is long."),
    ("起重机属于港口管理局。", "The cranes belong to the Port Authority."),
    ("湖水很冷。", "The lake is cold."),
]
SEGMENTS = [
    Segment(zh, en, row=n, doc="port.tsv") for n, (zh, en) in enumerate(ROWS, 1)
]


@pytest.fixture(scope="module")
def model() -> RenderingModel:
    return learn_renderings(SEGMENTS)


@pytest.mark.parametrize(
    ("row", "term", "rendering"),
    [
        (0, "年度报告", "annual report"),
        (1, "工程师", "engineers"),
        (4, "起重机", "cranes"),
    ],
)
def test_chinese_term_in_english(
    model: RenderingModel, row: int, term: str, rendering: str
) -> None:
    segment = SEGMENTS[row]
    start = segment.zh.index(term)
    [found] = find_counterparts(
        [SoughtPlace(segment, Span(start, start + len(term)))],
        side="zh",
        model=model,
    )
    assert found.span is not None
    assert found.span.of(segment.en) == rendering
    assert 0 < found.score <= 1
    assert found.by == "words"
    assert found.evidence


def test_english_term_in_chinese(model: RenderingModel) -> None:
    segment = SEGMENTS[3]
    start = segment.en.index("annual report")
    [found] = find_counterparts(
        [SoughtPlace(segment, Span(start, start + 13))], side="en", model=model
    )
    assert found.span is not None
    assert found.span.of(segment.zh) == "年度报告"


def test_not_there(model: RenderingModel) -> None:
    segment = Segment("港口管理局", "It is cold.")
    [found] = find_counterparts(
        [SoughtPlace(segment, Span(0, 5))], side="zh", model=model
    )
    assert found.span is None
    assert not found.evidence


def test_one_side_empty(model: RenderingModel) -> None:
    [found] = find_counterparts(
        [SoughtPlace(Segment("港口", ""), Span(0, 2))], side="zh", model=model
    )
    assert found.span is None


def test_an_answer_of_the_census_is_taken_at_its_word(
    model: RenderingModel,
) -> None:
    pair = SEGMENTS[4]
    use = SoughtPlace(pair, Span(0, 3), answer=Span(0, 10))
    [counterpart] = find_counterparts([use], side="zh", model=model)
    assert (counterpart.span, counterpart.score, counterpart.by) == (
        Span(0, 10),
        1.0,
        "terms",
    )


def test_what_renders_another_term_is_left_to_it(model: RenderingModel) -> None:
    pair = SEGMENTS[4]
    cranes = Span(pair.en.index("cranes"), pair.en.index("cranes") + 6)
    use = SoughtPlace(pair, Span(0, 3), others=(cranes,))
    [counterpart] = find_counterparts([use], side="zh", model=model)
    assert counterpart.span is None or not counterpart.span.overlaps(cranes)


def test_where_another_place_has_the_answer_words_say_nothing(
    model: RenderingModel,
) -> None:
    [counterpart] = find_counterparts(
        [SoughtPlace(SEGMENTS[4], Span(0, 3), is_open=False)],
        side="zh",
        model=model,
    )
    assert counterpart.span is None


CRANES = TermBase(
    (
        Concept(
            "c",
            (Term("起重机", "zh"), Term("hoist", "en"), Term("crane", "en")),
        ),
    )
)


@pytest.mark.parametrize(
    ("term", "zh", "en", "by"),
    [
        ("起重机", "起重机和起重机", "A crane.", ["terms", ""]),
        ("起重机", "起重机和起重机", "A crane, a hoist.", ["terms", "terms"]),
        ("crane", "起重机", "A crane and a crane.", ["terms", ""]),
        ("crane", "起重机", "A crane (a hoist).", ["terms"]),
    ],
)
def test_a_term_of_the_base_has_the_renderings_of_the_census(
    term: str, zh: str, en: str, by: list[str]
) -> None:
    concordance = concord(term, [Segment(zh, en)], terms=CRANES)
    assert [line.rendering.by for line in concordance.lines] == by


def test_words_say_what_the_base_does_not() -> None:
    rows = [*SEGMENTS, Segment("起重机很大", "The lifting gear is large.")]
    lines = concord("起重机", rows, terms=CRANES).lines
    assert [line.rendering.by for line in lines][:2] == ["terms", "terms"]
    assert lines[-1].rendering.by != "terms"


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


LISTED = TermBase(
    (
        Concept("crane", (Term("起重机", "zh"), Term("crane", "en"))),
        Concept("engineer", (Term("工程师", "zh"), Term("engineer", "en"))),
    )
)


@pytest.mark.parametrize(
    "term", ["起重机", "工程师", "cranes", "Engineers", "港口管理局", "report"]
)
def test_without_words_the_census_answers_as_it_does_with_them(
    term: str,
) -> None:
    ready = Concordancer(
        [*SEGMENTS, Segment("检查起重机。", "", row=7)], terms=LISTED
    )
    quick, whole = ready.ask(term, by_words=False), ready.ask(term)
    assert [line.span for line in quick.lines] == [
        line.span for line in whole.lines
    ]
    assert by_census(quick) == by_census(whole)
    assert all(line.rendering.by != "words" for line in quick.lines)


def by_census(concordance: Concordance) -> list[tuple[int | None, Span | None]]:
    """What the census told: the row of a place, and where its rendering stands."""
    return [
        (line.segment.row, line.rendering.span)
        for line in concordance.lines
        if line.rendering.by == "terms"
    ]


def test_only_where_a_listed_term_stands_is_the_census_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int | None] = []
    census = renderings_of

    def counted(row: Row) -> tuple[Rendering, ...]:
        asked.append(row.segment.row)
        return census(row)

    monkeypatch.setattr(
        "nqpterms.renderings.concordance.renderings_of", counted
    )
    ready = Concordancer(SEGMENTS, terms=LISTED)
    assert len(ready.ask("港口管理局", by_words=False).lines) == 3
    assert asked == []
    ready.ask("起重机", by_words=False)
    assert asked == [3, 5]
