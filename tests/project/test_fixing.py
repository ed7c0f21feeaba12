"""A fix changes what is safe and nothing else, and fixing twice is fixing once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.checks.registry import check_document
from nqpterms.errors import FormatError
from nqpterms.matching.matcher import Matcher
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.fixing import (
    difference,
    fixed,
    load_fixable,
    settled,
    write_fixed,
)
from nqpterms.readers.reading import read_text

MATCHER = Matcher(
    TermBase(
        (
            Concept(
                "force",
                (
                    Term(
                        "new quality productive forces",
                        "en",
                        status="preferred",
                    ),
                    Term(
                        "new quality production forces",
                        "en",
                        status="deprecated",
                    ),
                    Term("production forces", "en", status="deprecated"),
                ),
            ),
        )
    )
)
PIECES = [
    "new quality ",
    "production forces",
    "，",
    "（",
    "）",
    "NEW ",
    "e",
    "\n",
    " ",
    "。",
    "a",
]


def found(text: str) -> list[Finding]:
    """What the checks say of a text; nothing of one that holds no text."""
    try:
        return check_document(read_text(text, name="a.txt"), MATCHER)
    except FormatError:
        return []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "New quality production forces，again",
            "New quality productive forces, again",
        ),
        ("NEW QUALITY PRODUCTION FORCES", "NEW QUALITY PRODUCTIVE FORCES"),
        ("no production of forces", "no production of forces"),
        ("rules（new ones）count", "rules (new ones) count"),
    ],
)
def test_what_is_safe_is_put_right(before: str, after: str) -> None:
    assert settled(before, found) == after


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
    | st.text(max_size=40)
)
def test_fixing_twice_is_fixing_once(text: str) -> None:
    once = settled(text, found)
    assert settled(once, found) == once


def test_the_longest_of_overlapping_places_wins() -> None:
    one = Finding(
        "T101", "warning", "m", matched="b c", span=Span(2, 5), fix="long"
    )
    other = Finding(
        "T101", "warning", "m", matched="c", span=Span(4, 5), fix="short"
    )
    assert fixed("a b c d", [other, one]) == "a long d"


def test_a_place_that_has_moved_is_left_alone() -> None:
    moved = Finding(
        "T101", "warning", "m", matched="b", span=Span(0, 1), fix="x"
    )
    assert fixed("a b", [moved]) == "a b"


def test_a_text_that_never_rests_is_left_as_it_was() -> None:
    def check(text: str) -> list[Finding]:
        return [
            Finding(
                "T1",
                "info",
                "m",
                matched=text[:1],
                span=Span(0, 1),
                fix=text[:1] * 2,
            )
        ]

    assert settled("ab", check) == "ab"


def test_only_what_comes_back_byte_for_byte_is_fixed(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("生产力\r\nforces".encode())
    text = load_fixable(path)
    write_fixed(path, text)
    assert path.read_bytes() == "生产力\r\nforces".encode()
    path.write_bytes("生产力发展很快，我们都很高兴".encode("gb18030"))
    with pytest.raises(FormatError, match="UTF-8"):
        load_fixable(path)


def test_a_diff_shows_both_lines() -> None:
    assert difference("a", "b", name="x").splitlines()[-2:] == ["-a", "+b"]
    assert difference("a", "a", name="x") == ""
