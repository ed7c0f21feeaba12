"""Terms for a translator: rows that are read back as a bitext, and blocks within their budget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.results.annotated_rows import (
    FORMS,
    TermBlock,
    annotation_lines,
    block_lines,
    term_block,
    term_blocks,
)
from nqpterms.model.alignment import Segment
from nqpterms.renderings.source_terms import AnnotatedSegment, SourceTerm

MILL = SourceTerm(
    "磨坊",
    "mill",
    ("grinding mill", "milling house"),
    ("grinder",),
    "Of stone.",
)
WEIR = SourceTerm(
    "堰", "weir", ("low dam",), definition="A dam that is overflowed."
)
TOLL = SourceTerm("税", "toll", is_everyday=True)
GATE = SourceTerm("闸", "", avoid=("trap",))


def row(
    *terms: SourceTerm, zh: str = "原文", doc: str = ""
) -> AnnotatedSegment:
    return AnnotatedSegment(
        Segment(zh, "", doc=doc), {term.text: term for term in terms}
    )


@pytest.mark.parametrize(
    ("forms", "terms", "more"),
    [
        ("preferred", {"磨坊": ["mill"], "堰": ["weir"]}, {}),
        (
            "allowed",
            {"磨坊": ["mill", "grinding mill"], "堰": ["weir", "low dam"]},
            {"avoid": {"磨坊": ["grinder"], "闸": ["trap"]}},
        ),
        (
            "all",
            {
                "磨坊": ["mill", "grinding mill", "milling house"],
                "堰": ["weir", "low dam"],
            },
            {
                "avoid": {"磨坊": ["grinder"], "闸": ["trap"]},
                "notes": {"磨坊": "Of stone."},
            },
        ),
    ],
)
def test_a_row_says_what_it_is_asked_for(forms, terms, more) -> None:
    [line] = annotation_lines([row(MILL, WEIR, GATE)], forms=forms)
    expected = {
        "source": "原文",
        "target": "",
        "source_lang": "zh",
        "terms": terms,
    }
    assert json.loads(line) == expected | more


def test_definitions_are_there_on_request() -> None:
    [line] = annotation_lines([row(MILL, WEIR)], definitions=True)
    assert json.loads(line)["definitions"] == {
        "堰": "A dam that is overflowed."
    }


@pytest.mark.parametrize(
    "segment",
    [
        Segment("修堰", "", doc="d", id="7"),
        Segment("", "Mend the weir.", target="zh"),
        Segment("2024", "", target="en"),
        Segment("", "2024", target="zh"),
        Segment("修堰", "Mend the weir.", target="zh"),
    ],
)
def test_a_row_is_read_back_as_the_pair_it_was(
    segment: Segment, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    lines = annotation_lines([AnnotatedSegment(segment, {"堰": WEIR})])
    path.write_text("".join(lines), encoding="utf-8")
    [back] = load_segments(path)
    assert (back.zh, back.en, back.target) == (
        segment.zh,
        segment.en,
        segment.target,
    )
    assert (back.doc, back.id) == (segment.doc, segment.id)
    assert json.loads(dict(back.properties)["terms"]) == {
        "堰": ["weir", "low dam"]
    }


@pytest.mark.parametrize(
    ("forms", "text"),
    [
        ("preferred", "磨坊=mill\n堰=weir\n闸=not trap\n"),
        (
            "allowed",
            "磨坊=mill|grinding mill; not grinder\n堰=weir|low dam\n闸=not trap\n",
        ),
        (
            "all",
            "磨坊=mill|grinding mill|milling house; not grinder; note: Of stone.\n"
            "堰=weir|low dam\n税=toll\n闸=not trap\n",
        ),
    ],
)
def test_a_block_has_a_line_a_term(forms, text: str) -> None:
    assert term_block([row(MILL, WEIR, TOLL, GATE)], forms=forms).text == text


def test_terms_of_which_the_same_is_said_share_a_line() -> None:
    other = SourceTerm("拦河坝", "weir")
    assert term_block([row(WEIR, other)]).text == "堰、拦河坝=weir\n"
    assert (
        term_block([row(WEIR, other)], forms="allowed").text
        == "堰=weir|low dam\n拦河坝=weir\n"
    )


@pytest.mark.parametrize(
    ("longer", "is_left_out"),
    [
        (SourceTerm("磨坊税", "mill toll"), True),
        (SourceTerm("磨坊税", "milling toll"), False),  # another word
        (SourceTerm("税收", "toll mill"), False),  # its rendering without it
        (SourceTerm("磨坊", "mill toll"), False),  # itself
    ],
)
def test_a_longer_line_shows_a_shorter_term(
    longer: SourceTerm, is_left_out: bool
) -> None:
    short = SourceTerm("磨坊", "mill", ("grinding mill",))
    rows = (
        [row(short), row(longer)] if longer.text != short.text else [row(short)]
    )
    assert ("磨坊=mill\n" not in term_block(rows).text) == is_left_out
    assert "磨坊=mill|grinding mill\n" in term_block(rows, forms="allowed").text


def test_of_a_small_budget_the_constrained_and_the_rare_have_the_most() -> None:
    common = SourceTerm("河", "river", places=9)
    rare = SourceTerm("船", "boat", places=1)
    wrong = SourceTerm("桥", "bridge", avoid=("brig",), places=30)
    rows = [
        row(
            common,
            rare,
            wrong,
            SourceTerm("水堰河堤", "flood embankment", places=3),
        )
    ]
    assert (
        term_block(rows, budget=33).text
        == "桥=bridge\n(3 more terms left out)\n"
    )
    assert (
        term_block(rows, budget=40).text
        == "船=boat\n桥=bridge\n(2 more terms left out)\n"
    )
    assert term_block(rows, budget=20) == TermBlock("", 4)


TERMS = st.lists(
    st.builds(
        SourceTerm,
        st.text("河堰桥船", min_size=1, max_size=4),
        st.sampled_from(["weir", "river", "boat bridge", ""]),
        st.just(()) | st.just(("bank", "side")),
        st.just(()) | st.just(("brig",)),
        places=st.integers(1, 9),
        is_everyday=st.booleans(),
    ),
    max_size=12,
)


@given(TERMS, st.integers(1, 200), st.sampled_from(FORMS))
def test_a_budget_is_kept_and_every_term_is_counted(
    terms, budget: int, forms
) -> None:
    rows = [row(term) for term in terms]
    whole = term_block(rows, forms=forms)
    block = term_block(rows, forms=forms, budget=budget)
    assert len(block.text) <= budget
    assert (block.left_out == 0) == (len(whole.text) <= budget)
    if block.left_out and block.text:
        assert f"({block.left_out} more term" in block.text
        kept = block.text.splitlines()[:-1]
        assert [
            line for line in whole.text.splitlines() if line in kept
        ] == kept


def test_blocks_of_several_documents_and_of_segments() -> None:
    rows = [
        row(MILL, doc="a"),
        row(MILL, WEIR, doc="a"),
        row(doc="b"),
        row(WEIR, doc="c"),
    ]
    text = "".join(block_lines(rows))
    assert text == "# a\n磨坊=mill\n堰=weir\n\n# c\n堰=weir\n"
    of_segments = [
        block.text
        for block in term_blocks(rows[:2], scope="segment", budget=40)
    ]
    assert of_segments == [
        "> 原文\n磨坊=mill\n",
        "> 原文\n磨坊=mill\n堰=weir\n",
    ]
