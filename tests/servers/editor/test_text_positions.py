"""Offsets and the positions of editors are one and the same place, whatever an editor counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.model.places import Span
from nqpterms.servers.editor.text_positions import (
    Position,
    TextChange,
    TextLines,
    Units,
    changed_text,
)

TEXTS = st.text(alphabet="ab é港😀𠀀\n\r\u2028\x0c\x85", max_size=30)
UNITS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@given(TEXTS, UNITS, st.data())
def test_there_and_back(text: str, units: Units, data: st.DataObject) -> None:
    lines = TextLines(text, units)
    offset = data.draw(st.integers(0, len(text)))
    position = lines.position(offset)
    if text[offset - 1 : offset + 1] != "\r\n" or offset in (0, len(text)):
        assert lines.offset(position) == offset


@given(TEXTS, TEXTS, UNITS, st.data())
def test_what_is_typed_stands_there(
    text: str, new: str, units: Units, data: st.DataObject
) -> None:
    between_crlf = {
        at + 1 for at in range(len(text)) if text[at : at + 2] == "\r\n"
    }
    offsets = st.integers(0, len(text)).filter(
        lambda at: at not in between_crlf
    )
    start, end = sorted((data.draw(offsets), data.draw(offsets)))
    lines = TextLines(text, units)
    change = TextChange(new, lines.position(start), lines.position(end))
    assert changed_text(text, change, units) == text[:start] + new + text[end:]


@pytest.mark.parametrize(
    ("units", "character"),
    [("utf-8", 5), ("utf-16", 3), ("utf-32", 2)],
    ids=str,
)
def test_a_face_counts_as_the_editor_counts_it(
    units: Units, character: int
) -> None:
    lines = TextLines("😀 港口", units)
    assert lines.position(2) == Position(0, character)
    assert lines.span(Position(0, character), Position(0, 99)) == Span(2, 4)


def test_only_the_ends_of_the_protocol_end_a_line() -> None:
    assert len(TextLines("a\u2028b\x0cc\x85d\re\r\nf\ng")) == 4


def test_a_change_without_a_place_is_a_new_text() -> None:
    assert changed_text("old", TextChange("new")) == "new"
