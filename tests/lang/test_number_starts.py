"""Numbers are looked for only where one can begin; nothing is lost by that."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.numbers import in_chinese, in_english

PIECES = (
    *(
        "三十",
        "亿",
        "2.5",
        " ",
        "第",
        "负",
        "百分之",
        "US$",
        "HK$",
        "RMB ",
        "¥",
        "-",
        "−",
        "半",
        "一半",
    ),
    *(
        "首次",
        "上世纪",
        "本世纪",
        "80年代",
        "十四五",
        "规划",
        "年",
        "万",
        "点",
        "的",
        "a ",
        "an ",
        "hundred",
    ),
    *(
        "half",
        "third of",
        "dozen",
        "several ",
        "twenty",
        "-first",
        "May ",
        "sept.",
        "1980s",
        "1st",
    ),
    *(
        "decade",
        "mop$5",
        "cny 3",
        "usd 4",
        "article iv",
        "thousandth",
        "one",
        ",",
        "nineties",
        "x",
    ),
)


@pytest.mark.parametrize("language", [in_chinese, in_english])
@given(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
    | st.text(max_size=20)
)
def test_every_number_begins_where_one_is_looked_for(
    language, text: str
) -> None:
    text = text.lower() if language is in_english else text
    # The start is the sign before.
    shifted = f" {text}" if language is in_english else text
    starts: set[int] = {
        found.start() for found in language._START.finditer(shifted)
    }
    for found in _all(language._FOUND, text):
        assert found.start() in starts, found[0]


def _all(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The match at every position, overlapping ones too."""
    return [
        found for at in range(len(text)) if (found := pattern.match(text, at))
    ]
