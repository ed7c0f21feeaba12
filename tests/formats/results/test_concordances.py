"""A concordance in its four formats."""

from __future__ import annotations

import json

import pytest

from nqpterms.formats.result_formats import result_formats, result_lines
from nqpterms.formats.results.columns import width
from nqpterms.formats.results.concordances import ORDERS, Order
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.renderings.concordance import Concordance, ConcordanceLine
from nqpterms.renderings.finding import Counterpart


def _line(zh: str, en: str, rendering: str, row: int) -> ConcordanceLine:
    at, there = zh.index("湖"), en.find(rendering) if rendering else -1
    span = Span(there, there + len(rendering)) if there >= 0 else None
    segment = Segment(zh, en, row=row, doc="<a>.tsv")
    return ConcordanceLine(
        segment, Span(at, at + 1), Counterpart(span, 0.5), rendering
    )


FOUND = Concordance(
    "湖",
    "zh",
    (
        _line("山上的湖很冷", "The lake on the\thill is cold", "lake", 1),
        _line("湖", "It is deep", "", 2),
        _line("大湖边", "by the great lake", "lake", 3),
    ),
    (("lake", 2), ("", 1)),
)

json_lines = result_lines("concordance", "jsonl")


@pytest.mark.parametrize("kind", result_formats("concordance"))
@pytest.mark.parametrize("order", ORDERS)
def test_every_place_is_written(kind: str, order: Order) -> None:
    text = "".join(result_lines("concordance", kind)(FOUND, order))
    assert text.count("lake") >= 2
    assert text.endswith("\n")
    assert "<a>" not in text or kind != "html"


def test_text_is_lined_up() -> None:
    lines = "".join(
        result_lines("concordance", "text")(FOUND, "place")
    ).splitlines()
    assert lines[0] == "湖: 3 places"
    columns = {width(line[: line.index("[")]) for line in lines if "[" in line}
    assert len(columns) == 1


def test_tsv_has_one_tab_between_cells() -> None:
    rows = [
        line.split("\t")
        for line in result_lines("concordance", "tsv")(FOUND, "place")
    ]
    assert {len(row) for row in rows} == {13}


def test_json_lines_have_spans() -> None:
    first, second, _ = (
        json.loads(line)
        for line in result_lines("concordance", "jsonl")(FOUND, "place")
    )
    assert first["zh"][slice(*first["span"])] == "湖"
    assert first["en"][slice(*first["rendering_span"])] == "lake"
    assert second["rendering_span"] is None


def test_sorted_by_rendering_the_commonest_first() -> None:
    rows = [json.loads(line)["row"] for line in json_lines(FOUND, "rendering")]
    assert rows == [1, 3, 2]
