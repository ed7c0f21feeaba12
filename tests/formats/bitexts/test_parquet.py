"""Parquet holds a bitext whole, and says what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

import pyarrow as pa
import pyarrow.parquet
from hypothesis import given
from segment_strategies import segments, through

from nqpterms.errors import FormatError
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.model.alignment import Segment


@given(segments())
def test_it_holds_everything(given_: list[Segment]) -> None:
    went, came = through(given_, "parquet")
    assert came == went


def test_columns_of_others(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = {
        "zh": ["农业", None],
        "en": ["agriculture", "x"],
        "year": [2024, 2025],
        "id": [1, 2],
    }
    pyarrow.parquet.write_table(pa.table(table), path)
    (segment,) = load_segments(path)
    assert (segment.id, segment.properties) == ("1", (("year", "2024"),))


def test_a_bad_row_is_named_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = {
        "zh": ["农业", "b"],
        "en": ["agriculture", "x"],
        "confidence": [7.0, 0.5],
    }
    pyarrow.parquet.write_table(pa.table(table), path)
    with pytest.raises(FormatError, match="row 1: expected"):
        list(load_segments(path))
    broken: list[FormatError] = []
    assert [
        segment.zh for segment in load_segments(path, broken=broken.append)
    ] == ["b"]
    assert [error.line for error in broken] == [1]


@pytest.mark.parametrize(
    "data", [b"", b"PAR1 no", b"PAR1" + b"\0" * 40 + b"PAR1"]
)
def test_what_is_no_parquet(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(data)
    with pytest.raises(FormatError, match="no whole Parquet file"):
        list(load_segments(path))


def test_a_column_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pyarrow.parquet.write_table(pa.table({"zh": ["农业"]}), path)
    with pytest.raises(FormatError, match="has no column en"):
        list(load_segments(path))
