"""Counts by year, written and read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.formats.terms import history_tsv
from nqpterms.model.histories import History, TermYears, YearCount

COUNTS = st.dictionaries(
    st.integers(1900, 2100), st.integers(1, 10**6), max_size=5
).map(lambda counts: tuple(YearCount(*item) for item in sorted(counts.items())))
WORDS = st.text("abz税收-", min_size=1, max_size=6)
TERMS = st.builds(
    TermYears, WORDS, st.sampled_from(["zh", "en"]), st.just("") | WORDS, COUNTS
)
HISTORIES = st.builds(
    History,
    st.dictionaries(st.sampled_from(["zh", "en"]), COUNTS, max_size=2),
    st.lists(TERMS, max_size=5).map(tuple),
)


@given(HISTORIES)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, history: History
) -> None:
    path = tmp_path_factory.mktemp("history") / "counts.tsv"
    path.write_text("".join(history_tsv.dump(history)), encoding="utf-8")
    assert history_tsv.load(path) == history


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("term\tyear\n", 1, "expected the columns concept, lang, form, counts"),
        (
            "concept\tlang\tform\tcounts\nc\tzh\t税\n",
            2,
            "expected 4 cells, found 3",
        ),
        (
            "concept\tlang\tform\tcounts\nc\tzh\t税\t78:1\n",
            2,
            "expected year:count, found '78:1'",
        ),
        (
            "concept\tlang\tform\tcounts\nc\tzh\t税\t1978:x\n",
            2,
            "expected year:count",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, expected: str
) -> None:
    path = tmp_path / "counts.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=expected) as raised:
        history_tsv.load(path)
    assert raised.value.line == line
