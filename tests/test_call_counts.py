"""No change makes the work twice as much without being seen: calls are counted, never seconds.

Only calls of our own functions count, so that the machine and other packages make no difference.
Python 3.12 and later make fewer (a comprehension is no call there), so the limits are those of
3.11: `python tests/test_call_counts.py` prints what is counted. A limit leaves a third of room.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import nqpterms
from nqpterms.checks.registry import check_segments
from nqpterms.lang.normal_form import flatten
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.rows import matched_rows

_PACKAGE = str(Path(nqpterms.__file__).parent)

_PLACES = {
    "湖边": "By the lake",
    "山谷里": "In the valley",
    "新城区": "In the new town",
}
_DOERS = {
    "水磨坊": "the water mill",
    "图书馆": "the reading room",
    "灯塔": "the lighthouse",
}
_DEEDS = {
    "去年接待了三百名学生": "received 300 pupils last year",
    "雇用了十二名工程师": "hired 20 engineers",
    "需要修理，灯塔也是": "needs repair, and so does the beacon",
}

BASE = TermBase(
    (
        Concept("mill", (Term("水磨坊", "zh"), Term("water mill", "en"))),
        Concept(
            "library", (Term("图书馆", "zh"), Term("public library", "en"))
        ),
        Concept(
            "light",
            (Term("灯塔", "zh"), Term("lighthouse", "en"), Term("LH", "en")),
        ),
        Concept("engineer", (Term("工程师", "zh"), Term("engineer", "en"))),
    )
)


def _segments(times: int = 1) -> list[Segment]:
    """Twenty-seven different rows, several times over."""
    rows = []
    for place, doer, deed in [*product(_PLACES, _DOERS, _DEEDS)] * times:
        chinese = f"{place}，{doer}{deed}。"
        english = f"{_PLACES[place]}, {_DOERS[doer]} {_DEEDS[deed]}."
        rows.append(Segment(chinese, english, row=len(rows) + 1))
    return rows


@cache
def _matcher() -> Matcher:
    return Matcher(BASE)


def _find() -> None:
    texts = [segment.en for segment in _segments()]
    _matcher().find_all_in(texts, language="en")


JOBS: dict[str, Callable[[], object]] = {
    "a matcher of 9 terms, made and used": lambda: Matcher(BASE).find(
        "灯塔 and LH"
    ),
    "27 English rows matched": _find,
    "27 rows of both sides matched": lambda: list(
        matched_rows(_segments(), _matcher())
    ),
    "a long text flattened": lambda: flatten(
        " ".join(s.en for s in _segments(40))
    ),
    "27 rows checked": lambda: check_segments(_segments(), _matcher()),
    "27 rows checked, ten times over": lambda: check_segments(
        _segments(10), _matcher()
    ),
}
LIMITS = {
    "a matcher of 9 terms, made and used": 800,
    "27 English rows matched": 75,
    "27 rows of both sides matched": 1_450,
    "a long text flattened": 15,
    "27 rows checked": 32_500,
    "27 rows checked, ten times over": 80_000,
}
"""Calls of our functions at most, when the same was done before."""


def _calls(job: Callable[[], object]) -> int:
    """How many calls of our functions a job makes, dictionaries and caches warm."""
    job()
    count = 0

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        if event == "call" and frame.f_code.co_filename.startswith(_PACKAGE):
            count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        job()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", JOBS)
def test_calls(name: str) -> None:
    assert _calls(JOBS[name]) <= LIMITS[name]


def test_what_is_repeated_is_not_read_again() -> None:
    """Ten times the rows make less than four times the calls: only findings are made anew."""
    once = _calls(JOBS["27 rows checked"])
    ten_times = _calls(JOBS["27 rows checked, ten times over"])
    assert ten_times < 4 * once


if __name__ == "__main__":
    for job_name in JOBS:
        print(f"{_calls(JOBS[job_name]):8,}  {job_name}")
