"""What a bitext repeats is judged once, and said of each row as if it had been judged there."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec.structs import replace

from nqpterms.checks import view as views
from nqpterms.checks.registry import check_segments
from nqpterms.checks.view import finding_again
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Anchor, Place
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings import rows as matching_rows

MATCHER = Matcher(
    TermBase(
        (
            Concept("dam", (Term("水坝", "zh"), Term("dam", "en"))),
            Concept(
                "fund", (Term("修缮基金", "zh"), Term("repair fund", "en"))
            ),
            Concept(
                "village",
                (
                    Term("村庄", "zh"),
                    Term("village", "en"),
                    Term("hamlet", "en", "deprecated"),
                ),
            ),
        )
    )
)
PLACES = {"东边": "In the east", "西边": "In the west", "山上": "Up the hill"}
DOERS = {
    "村庄": "the hamlet",
    "水坝": "the big wall",
    "修缮基金": "the repair money (RM)",
}
DEEDS = {
    "有三百年历史": "is 300 years old",
    "已经关闭": "was closed",
    "由水坝管理": "is run by RM",
}


def _bitext(times: int) -> list[Segment]:
    """Rows with terms that are missing, discouraged and repeated, several times over."""
    segments = []
    for _ in range(times):
        for place, doer, deed in product(PLACES, DOERS, DEEDS):
            row = len(segments) + 1
            segment = Segment(
                f"{place}，{doer}{deed}。",
                f"{PLACES[place]}, {DOERS[doer]} {DEEDS[deed]}.",
                row=row,
                id=f"u{row}",
                zh_anchors=(Anchor(0, 0, Place(row, 1)),),
                en_anchors=(Anchor(0, 0, Place(row, 20)),),
            )
            segments.append(segment)
    return segments


@pytest.mark.parametrize("has_time", [True, False])
def test_repeated_rows_are_judged_as_if_each_stood_alone(
    monkeypatch: pytest.MonkeyPatch, has_time: bool
) -> None:
    segments = _bitext(3)
    findings = check_segments(segments, MATCHER, has_time=has_time)
    assert {"T101", "T201"} <= {finding.code for finding in findings}
    for module in (matching_rows, views):
        monkeypatch.setattr(module, "text_key", lambda segment: (segment.row,))
    assert findings == check_segments(segments, MATCHER, has_time=has_time)


def test_a_finding_said_again_stands_where_its_row_does() -> None:
    once, twice = (
        [
            f
            for f in check_segments(_bitext(2), MATCHER)
            if f.code == "T201" and f.segment == row
        ]
        for row in (4, 31)
    )
    assert once
    for first, second in zip(once, twice, strict=True):
        assert (second.place.line, second.unit) == (31, "u31")
        again = replace(second, place=first.place, segment=4, unit="u4")
        assert replace(again, source_quote=None, target_quote=None) == replace(
            first, source_quote=None, target_quote=None
        )


def test_other_texts_are_judged_anew() -> None:
    """The same missing term in another text stands in another place of it."""
    pairs = [
        Segment("水坝很高。", "The big wall is high.", row=1),
        Segment("水坝很高。", "It is high, the big wall.", row=2),
        Segment("水坝很高。", "The big wall is high.", row=3),
    ]
    findings = [f for f in check_segments(pairs, MATCHER) if f.code == "T201"]
    assert [finding.segment for finding in findings] == [1, 2, 3]
    assert findings[0].context == findings[2].context
    row = matching_rows.matched_rows(pairs[2:], MATCHER)
    [[third]] = row
    assert finding_again(findings[0], third) == findings[2]
