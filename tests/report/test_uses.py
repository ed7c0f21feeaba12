"""Who says what, counted by column."""

from __future__ import annotations

import pytest

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    NotePair,
    SectionPair,
    Segment,
)
from nqpterms.model.document import Document, Note, Passage, Section
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.report.alignment_figures import bins, dot_plot, section_marks
from nqpterms.report.frame import fold_pairs
from nqpterms.report.parts import columns_of, parts_of
from nqpterms.report.strips import legend, most_wavering, strip
from nqpterms.report.uses import term_uses

BASE = TermBase(
    (
        Concept(
            "forces",
            (
                Term("新质生产力", "zh"),
                Term("new quality productive forces", "en", "preferred"),
                Term("NQPF", "en", "admitted"),
                Term("NQPFs", "en", "admitted"),
                Term("new quality productivity", "en", "deprecated"),
            ),
        ),
        Concept(
            "growth",
            (
                Term("发展", "zh"),
                Term("development", "en"),
                Term("growth", "en"),
            ),
        ),
        Concept(
            "foster",
            (
                Term("发展新质生产力", "zh"),
                Term("foster new quality productive forces", "en"),
            ),
        ),
        Concept(
            "own",
            (
                Term("自主创新", "zh"),
                Term("innovation", "en", "deprecated", scope="pair"),
            ),
        ),
    )
)
MATCHER = Matcher(BASE)


def counted(*segments: Segment) -> dict[str, dict[str, int]]:
    found = term_uses([segments], MATCHER)
    return {
        uses.concept.id: {w.text: w.total for w in uses.wordings}
        for uses in found
    }


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        (
            "新质生产力",
            "new quality productive forces",
            {"new quality productive forces": 1},
        ),
        ("新质生产力", "NQPFs, an NQPF", {"NQPF": 1}),
        ("新质生产力", "new quality productivity (NQPF)", {"NQPF": 1}),
        ("新质生产力和新质生产力", "NQPF", {"NQPF": 1, "": 1}),
        ("新质生产力", "its mills", {"": 1}),
        ("新质生产力", "", {}),
        ("", "new quality productivity", {"new quality productivity": 1}),
        (
            "新质生产力",
            "new quality productivity",
            {"new quality productivity": 1},
        ),
    ],
)
def test_renderings_of_one_place(
    zh: str, en: str, expected: dict[str, int]
) -> None:
    assert counted(Segment(zh, en)).get("forces", {}) == expected


def test_a_longer_term_whose_parts_are_rendered_has_no_rendering_of_its_own() -> (
    None
):
    counts = counted(
        Segment("发展新质生产力", "the growth of new quality productive forces")
    )
    assert counts == {"foster": {"": 1}}


def test_a_name_that_the_document_gives_is_a_wording_of_its_own() -> None:
    base = TermBase(
        (
            Concept(
                "c", (Term("河道局", "zh"), Term("River Upkeep Board", "en"))
            ),
        )
    )
    rows = [
        Segment("河道局", "the River Upkeep Board (RUB)"),
        Segment("河道局", "the RUB"),
    ]
    [uses] = term_uses([rows[:1], rows[1:]], Matcher(base))
    assert [(w.text, w.counts) for w in uses.wordings] == [
        ("RUB", (0, 1)),
        ("River Upkeep Board", (1, 0)),
    ]


def test_beside_a_source_only_its_concepts_count() -> None:
    assert "growth" not in counted(Segment("山上有茶。", "the growth of tea"))
    assert counted(Segment("", "the growth of tea"))["growth"] == {"growth": 1}


def test_what_is_wrong_only_beside_its_chinese_is_not_counted_alone() -> None:
    assert "own" not in counted(Segment("", "innovation"))
    assert counted(Segment("自主创新", "innovation"))["own"] == {
        "innovation": 1
    }


def test_those_that_waver_most_come_first() -> None:
    segments = [
        Segment("", "growth and growth and growth"),
        Segment(
            "", "NQPF, new quality productivity and new quality productivity"
        ),
    ]
    ranked = most_wavering(term_uses([segments], MATCHER), most=5)
    assert [(uses.concept.id, uses.strays) for uses in ranked] == [
        ("forces", 2),
        ("growth", 0),
    ]


def test_a_strip_fills_each_column_by_shares() -> None:
    columns = [
        [Segment("", "NQPF and new quality productivity")],
        [],
        [Segment("", "new quality productive forces")],
    ]
    [uses] = [
        u for u in term_uses(columns, MATCHER) if u.concept.id == "forces"
    ]
    drawn = strip(uses, ["1", "2", "3"])
    assert {shape.column for shape in drawn.shapes} == {0, 2}
    for column in (0, 2):
        assert sum(
            s.height for s in drawn.shapes if s.column == column
        ) == pytest.approx(32)
    assert {entry.slot for entry in legend(uses.wordings)} == {"p", "a1", "d1"}
    assert "NQPF 1" in drawn.summary


def alignment() -> Alignment:
    root = Section(None, None, 0)
    chapter, section = (
        Section(n, Passage(f"{n} Tea"), k) for n, k in (("1", 1), ("1.1", 2))
    )
    text = (Passage("Tea."),)
    rows = (
        Bead("paragraph", text, text, 1.0),
        SectionPair(chapter, chapter, 0.9),
        Bead("paragraph", text, text, 0.5),
        Bead("sentence", text, text, 0.1),
        SectionPair(None, section, 1.0, "no Chinese heading"),
        Bead("paragraph", (), text, 1.0, "only here"),
        Bead("paragraph", text, (), 1.0, "only here"),
    )
    return Alignment(
        Document("a", "zh-Hans", root), Document("b", "en", root), rows
    )


def test_parts_know_their_confidence_and_what_stands_alone() -> None:
    parts = parts_of(alignment())
    assert [part.label for part in parts] == [
        "Before the first heading",
        "1 Tea",
        "1.1 Tea",
    ]
    assert [part.confidence for part in parts] == [
        1.0,
        pytest.approx(0.7),
        None,
    ]
    assert [part.alone for part in parts] == [0, 0, 2]
    assert [part.paired for part in parts] == [1, 1, 0]


@pytest.mark.parametrize(
    ("heading", "labels"),
    [("Notes", ["Notes"]), ("Tea", ["Tea", "Notes"]), ("", ["Notes"])],
)
def test_notes_stand_under_their_own_heading(
    heading: str, labels: list[str]
) -> None:
    root, note = Section(None, None, 0), Note("1", Passage("Tea."))
    head = Section(None, Passage(heading), 1)
    rows = (SectionPair(head, head, 1.0),) if heading else ()
    zh, en = Document("a", "zh-Hans", root), Document("b", "en", root)
    parts = parts_of(
        Alignment(zh, en, (*rows, NotePair("note", note, note, 1.0)))
    )
    assert [part.label for part in parts] == labels


@pytest.mark.parametrize(
    ("most", "sizes"), [(3, [1, 1, 1]), (2, [1, 2]), (1, [3])]
)
def test_columns_are_as_fine_as_there_is_room(
    most: int, sizes: list[int]
) -> None:
    assert [
        len(group) for group in columns_of(parts_of(alignment()), most=most)
    ] == sizes


def test_confidence_along_the_document() -> None:
    parts = parts_of(alignment())
    found = bins(parts, most=4)
    assert [b.mean for b in found] == [100, 50, None, None]
    assert [b.alone for b in found] == [(0, 0), (0, 0), (0, 1), (1, 0)]
    assert sum(b.width for b in found) == pytest.approx(100)
    assert [mark.has_room for mark in section_marks(parts)] == [True, True]


def test_the_dot_plot_goes_along_both_texts() -> None:
    plot = dot_plot(parts_of(alignment()))
    assert plot.pairs == 2
    assert plot.dots == "M167 167h0M500 500h0"
    assert plot.alone_zh.startswith("M0 833")
    assert plot.alone_en == "M833 0v14"


def test_search_folds_what_the_page_holds_and_nothing_else() -> None:
    pairs = fold_pairs("新质生产力")
    table = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert table["質"] == "质"
    assert table["產"] == "产"
    assert "臺" not in table
    assert table["Ａ"] == "a"
    assert all(len(sign) == 1 for sign in table.values())
