"""Numbers of two texts: what says the same is silent, its wrong neighbour is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.checks.number_differences import number_differences


def _table() -> list[tuple[str, str, str, str]]:
    """Kind, Chinese, English that says the same, English that does not."""
    rows, kind = [], ""
    text = (Path(__file__).parent / "number_pairs.txt").read_text(
        encoding="utf-8"
    )
    for line in text.splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif "|" in line and not line.startswith("#"):
            chinese, right, wrong = (cell.strip() for cell in line.split("|"))
            rows.append((kind, chinese, right, wrong))
    return rows


TABLE = _table()


def test_the_table_is_large() -> None:
    assert len(TABLE) * 2 >= 400


RIGHT = [(chinese, right) for _, chinese, right, _ in TABLE]
WRONG = [(chinese, wrong) for _, chinese, _, wrong in TABLE]


@pytest.mark.parametrize(("chinese", "english"), RIGHT)
def test_what_says_the_same_is_silent(chinese: str, english: str) -> None:
    assert number_differences(chinese, english) == []
    assert number_differences(english, chinese, language="zh") == []


@pytest.mark.parametrize(("chinese", "english"), WRONG)
def test_what_says_another_thing_is_reported(
    chinese: str, english: str
) -> None:
    assert number_differences(chinese, english)
    assert number_differences(english, chinese, language="zh")
