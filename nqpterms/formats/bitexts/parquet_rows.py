"""The rows of a Parquet file, never more of them at once than fit into little memory.

A file may hold a text once and name it in a million rows, or a million rows of nothing: what its
rows spell out counts, not what it packs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError, MissingExtraError
from nqpterms.files.budget import (
    CellBudget,
    budget,
    look_at_clock,
    refusal,
    too_dense,
)
from nqpterms.files.pipes import seekable
from nqpterms.lang.normal_form import one_line

ROWS = 4096
"""Of a batch that is read and of a row group that is written."""


def parquet_module() -> Any:
    """pyarrow's module for Parquet; MissingExtraError where it is not installed."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError(
            "pyarrow", "parquet", "reading and writing Parquet"
        ) from None
    return pyarrow.parquet


def parquet_rows(
    path: str | Path, *, wanted: frozenset[str]
) -> Iterator[dict[str, Any]]:
    """The rows of a file in order, each by the names of its columns.

    Raises FormatError for what is no Parquet file, lacks a column that is *wanted* or costs more
    than it may.
    """
    parquet = parquet_module()
    lasting = seekable(path)
    with _refusals(path):
        names = _text_columns(parquet.read_schema(lasting), path, wanted)
        with parquet.ParquetFile(lasting, read_dictionary=names) as file:
            size = lasting.stat().st_size
            _check_size(file.metadata, path, size)
            cells = CellBudget(str(path), size)
            for batch in file.iter_batches(batch_size=ROWS):
                yield from _spelt_out(batch, cells)


def _text_columns(
    schema: Any, path: str | Path, wanted: frozenset[str]
) -> list[str]:
    """The columns of texts, which are read as numbers into a list of texts."""
    import pyarrow as pa

    absent = wanted - set(schema.names)
    if absent:
        raise FormatError(f"has no column {' and '.join(sorted(absent))}", path)
    most = budget().attributes
    if len(schema.names) > most:
        raise refusal(f"has more than {most:,} columns", "attributes", path)
    return [field.name for field in schema if pa.types.is_string(field.type)]


def _check_size(metadata: Any, path: str | Path, size: int) -> None:
    """Refuse a file that says of itself that it unpacks to more than a text does."""
    most = budget().most_of(size)
    if metadata.num_rows * metadata.num_columns > most:
        raise refusal(
            f"has more than {most:,} cells, too many for its size",
            "ratio",
            path,
        )
    unpacked = 0
    for number in range(metadata.num_row_groups):
        unpacked += metadata.row_group(number).total_byte_size
    if unpacked > most:
        raise too_dense(path)


def _spelt_out(batch: Any, cells: CellBudget) -> Iterator[dict[str, Any]]:
    """The rows of a batch, so many at a time that their texts are no large piece."""
    size = sum(_bytes_of(column) for column in batch.columns)
    cells.spend(cells=0, characters=size)
    step = max(1, min(ROWS, budget().piece * batch.num_rows // max(1, size)))
    for start in range(0, batch.num_rows, step):
        look_at_clock()
        yield from batch.slice(start, step).to_pylist()


def _bytes_of(column: Any) -> int:
    """The bytes of a column's values, each counted as often as it is named."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    if not pa.types.is_string(column.type.value_type):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary)
    return int(pc.sum(pc.take(lengths, column.indices)).as_py() or 0)


@contextmanager
def _refusals(path: str | Path) -> Iterator[None]:
    """What pyarrow raises, as a FormatError."""
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError:
        raise FormatError("no such file", path) from None
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = one_line(str(error))
        raise FormatError(
            f"no whole Parquet file: {reason[:200]}", path
        ) from None
