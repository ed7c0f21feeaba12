"""The list of decisions on a terminal: each sentence with its number, the words in brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.formats.results.columns import width
from nqpterms.formats.results.decision_list import block
from nqpterms.model.findings import Finding, Quote, Standing
from nqpterms.model.places import Place, Span

ZH = Quote("推进乡村振兴，建设美丽家园。", Span(2, 6), "zh", place=Place(12, 3))
EN = Quote(
    "We will promote village renewal in all counties.",
    Span(16, 31),
    place=Place(14, 17),
)
FINDING = Finding(
    "T201",
    "warning",
    "m",
    "d.en.md",
    Place(14, 17),
    source_quote=ZH,
    target_quote=EN,
)


def test_each_sentence_has_its_own_number() -> None:
    assert block(1, [FINDING], 5) == [
        " 1  T201 warning: m",
        "      d.en.md:14:17  We will promote [village renewal] in all counties.",
        "      12:3           推进[乡村振兴]，建设美丽家园。",
        "",
    ]


@pytest.mark.parametrize(
    ("finding", "lines"),
    [
        (Finding("T101", "error", "m"), []),
        (Finding("T101", "error", "m", "a.txt"), ["      a.txt"]),
        (
            Finding("T101", "error", "m", "a.tsv", segment=3),
            ["      a.tsv segment 3"],
        ),
        (
            Finding(
                "T201",
                "error",
                "m",
                "a",
                context="新词",
                stands=Standing("x", Span(0, 1)),
            ),
            ["      a  新词 → “x”"],
        ),
        (
            Finding(
                "T101",
                "error",
                "m",
                "a",
                target_quote=EN,
                matched="village renewal",
                fix="y",
            ),
            [
                "      a  We will promote [village renewal] in all counties.  (fix)"
            ],
        ),
        (
            Finding("O601", "error", "m", "a", source_quote=ZH),
            ["      a", "      12:3  推进[乡村振兴]，建设美丽家园。"],
        ),
    ],
)
def test_what_is_not_known_is_not_shown(
    finding: Finding, lines: list[str]
) -> None:
    shown = block(1, [finding], 5)
    assert [line.rstrip() for line in shown[1:-1]] == lines


def test_a_long_list_is_cut_with_its_count() -> None:
    shown = block(12, [FINDING] * 4, 2)
    assert shown[0] == "12  T201 warning: m  (4 places)"
    assert shown[-2] == "      … and 2 more"


def test_no_word_is_cut_in_the_middle() -> None:
    text = "Considerable deliberation preceded the careful selection of this exceptional settlement"
    at = text.index("careful")
    quote = Quote(text, Span(at, at + 7))
    line = block(
        1, [Finding("T101", "error", "m", "a", target_quote=quote)], 5
    )[1]
    assert set(line.replace("[", " ").replace("]", " ").split()) <= {
        "a",
        "…",
        *text.split(),
    }


@given(st.text(alphabet="ab 新质，", max_size=200), st.data())
def test_a_line_fits_and_its_words_are_whole(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    quote = Quote(text, Span(start, end))
    line = block(
        1, [Finding("T101", "error", "m", "a", target_quote=quote)], 5
    )[1]
    words = " ".join(text[start:end].split())
    assert words in line
    assert width(line) <= 9 + 2 * 40 + width(words) + 4
