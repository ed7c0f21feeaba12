"""Terms are found in every form that means the same, and nowhere else."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.matching.matcher import Matcher
from nqpterms.model.termbase import Concept, Term, TermBase

BASE = TermBase(
    (
        Concept(
            "nqpf",
            (
                Term("新质生产力", "zh-Hans"),
                Term("new quality productive forces", "en"),
                Term("NQPF", "en", type="acronym"),
            ),
        ),
        Concept(
            "force",
            (Term("生产力", "zh-Hans"), Term("productive forces", "en")),
        ),
        Concept("site", (Term("site", "en"), Term("场地", "zh"))),
        Concept("us", (Term("United States", "en"), Term("US", "en"))),
        Concept("cased", (Term("Group", "en", match="case"),)),
        Concept("exact", (Term("Data Factor ×", "en", match="exact"),)),
        Concept("any", (Term("IOT", "en", match="any"),)),
        Concept("spirit", (Term("entrepreneur's spirit", "en"),)),
        Concept("law", (Term("特色社会主义思想", "zh"),)),
        Concept("path", (Term("中国特色", "zh"),)),
    )
)
MATCHER = Matcher(BASE)

FOUND = [
    ("发展NQPF的", "NQPF", "nqpf"),
    ("発展NQPFs。", "NQPFs", "nqpf"),
    ("發展新質生產力", "新質生產力", "nqpf"),
    ("新质\n生产力", "新质\n生产力", "nqpf"),
    (
        "the New-Quality Productive Forces",
        "New-Quality Productive Forces",
        "nqpf",
    ),
    (
        "new\nquality  productive\u00a0forces’ role",
        "new\nquality  productive\u00a0forces",
        "nqpf",
    ),
    (
        "new\u2011quality productive force's",
        "new\u2011quality productive force",
        "nqpf",
    ),
    ("ＮＱＰＦ", "ＮＱＰＦ", "nqpf"),
    ("(productive forces)", "productive forces", "force"),
    ("the Group's", "Group", "cased"),
    ("Data Factor ×,", "Data Factor ×", "exact"),
    ("iot and", "iot", "any"),
    ("ENTREPRENEURS’ SPIRIT", "ENTREPRENEURS’ SPIRIT", "spirit"),
]
SILENT = [
    "website, on-sitesto",
    "tell us",
    "the group",
    "data factor ×",
    "NQPFX or XNQPF or NPQF",
    "new\n\nquality productive",
    "new quality production materials, new productivity theory",
    "new - quality - productive - power",
    "patriots",
]


@pytest.mark.parametrize(("text", "surface", "concept"), FOUND)
def test_found(text: str, surface: str, concept: str) -> None:
    (match,) = MATCHER.find(text)
    assert match.span.of(text) == surface
    assert match.concepts == {concept}


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert MATCHER.find(text) == []


def test_longest_wins_and_nested_is_there_for_those_who_ask() -> None:
    text = "新质生产力"
    assert [m.concepts for m in MATCHER.find(text)] == [{"nqpf"}]
    assert [m.concepts for m in MATCHER.find_all(text)] == [{"nqpf"}, {"force"}]


def test_a_longer_term_that_fails_at_its_edge_leaves_room() -> None:
    base = TermBase(
        (
            Concept("a", (Term("data law", "en"),)),
            Concept("b", (Term("data", "en"),)),
        )
    )
    assert [m.concepts for m in Matcher(base).find("data lawyers")] == [{"b"}]


def test_longest_wins_over_leftmost() -> None:
    assert [m.concepts for m in MATCHER.find("中国特色社会主义思想")] == [
        {"law"}
    ]


def test_one_text_for_two_concepts_is_one_match() -> None:
    base = TermBase(
        (Concept("a", (Term("AI", "en"),)), Concept("b", (Term("AI", "en"),)))
    )
    (match,) = Matcher(base).find("AI")
    assert match.concepts == {"a", "b"}


def test_language_limits_what_is_looked_for() -> None:
    assert [m.concepts for m in MATCHER.find("NQPF 生产力", language="zh")] == [
        {"force"}
    ]


def test_the_unchanged_form_comes_first() -> None:
    bad = Term("productive force", "en", status="deprecated")
    base = TermBase((Concept("a", (Term("productive forces", "en"), bad)),))
    (match,) = Matcher(base).find("a productive force")
    assert match.candidates[0].term is bad
    assert [c.change for c in match.candidates] == ["", "number"]


def test_survives_pickling() -> None:
    again = pickle.loads(pickle.dumps(MATCHER))
    assert again.find("发展NQPF") == MATCHER.find("发展NQPF")


def test_an_empty_base_finds_nothing() -> None:
    assert Matcher(TermBase()).find("anything") == []


@given(
    st.text(
        alphabet=st.sampled_from(
            "新质生产力 新質-\n\t' ’sNnQqPpFfewualityrodcv  ．.×İß\ufb01\x1e"
        )
    )
    | st.text()
)
def test_any_text_gives_spans_in_order_that_slice_back(text: str) -> None:
    end = 0
    for match in MATCHER.find(text):
        assert end <= match.span.start < match.span.end <= len(text)
        end = match.span.end
        assert (
            Matcher(BASE).find(match.span.of(text))[0].concepts
            >= match.concepts
        )


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5))
def test_every_term_is_found_in_itself(texts: list[str]) -> None:
    base = TermBase(
        tuple(Concept(f"c{i}", (Term(t, "en"),)) for i, t in enumerate(texts))
    )
    matcher = Matcher(base)
    for index, text in enumerate(texts):
        if any(char.isalnum() for char in text):
            found = [m.concepts for m in matcher.find_all(text)]
            assert any(f"c{index}" in concepts for concepts in found)


@given(
    st.lists(
        st.text(
            alphabet=st.sampled_from(
                "新质生产力 新質-\n' ’sNQPFnewqualityİ\x1e"
            ),
            max_size=30,
        ),
        max_size=6,
    )
)
def test_many_texts_together_are_read_as_one_by_one(texts: list[str]) -> None:
    together = MATCHER.find_all_in(texts)
    assert together == [MATCHER.find_all(text) for text in texts]


def test_nothing_runs_from_one_text_into_the_next() -> None:
    matcher = Matcher(TermBase((Concept("a", (Term("a\x1eb", "en"),)),)))
    assert matcher.find_all_in(["a", "b", "a\x1eb"])[:2] == [[], []]
    assert len(matcher.find_all_in(["a", "b", "a\x1eb"])[2]) == 1
