"""Bitext as Parquet: the columns `zh` and `en`, and those of the JSON Lines where they are there.

Row groups are read one after the other, so that a shard of any size streams. Columns that are no
fields of a segment are its properties.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError, MissingExtraError
from nqpterms.files.writing import atomic
from nqpterms.formats.segment_jsonl import segment_of
from nqpterms.model.alignment import Segment

_ROWS = 4096  # rows of a batch read and of a row group written
_TEXTS = ("zh", "en", "doc", "id", "target")


def load(
    path: str | Path, *, broken: Callable[[FormatError], None] | None = None
) -> Iterator[Segment]:
    """The pairs of a Parquet file in order; a row of other kinds of values is a FormatError.

    With *broken* such a row is left out, and its error given to it. Raises MissingExtraError
    without pyarrow.
    """
    parquet = _parquet()
    with _told(path), parquet.ParquetFile(path) as file:
        absent = {"zh", "en"} - set(file.schema_arrow.names)
        if absent:
            raise FormatError(f"has no column {' and '.join(sorted(absent))}", path)
        row = 0
        for batch in file.iter_batches(batch_size=_ROWS):
            for item in batch.to_pylist():
                row += 1
                try:
                    segment = segment_of(_item(item), row, None)
                except FormatError as error:
                    told = FormatError(f"row {row}: {error.message}", path)
                    if broken is None:
                        raise told from None
                    broken(FormatError(error.message, path, row))
                    continue
                if segment:
                    yield segment


def dump(segments: Iterable[Segment], path: str | Path, *, lossy: bool = False) -> None:
    """Write pairs as Parquet, with everything that they hold; `lossy` changes nothing."""
    del lossy
    parquet = _parquet()
    import pyarrow as pa

    pair = pa.list_(pa.struct({"name": pa.string(), "value": pa.string()}))
    code = pa.list_(pa.struct({"side": pa.string(), "at": pa.int64(), "code": pa.string()}))
    schema = pa.schema(
        [
            *((name, pa.string()) for name in _TEXTS),
            ("confidence", pa.float64()),
            ("markup", code),
            ("properties", pair),
        ]
    )
    rest = iter(segments)
    with atomic(path, encoding=None) as file, parquet.ParquetWriter(file, schema) as writer:
        while group := [_record(segment) for segment in islice(rest, _ROWS)]:
            try:
                table = pa.Table.from_pylist(group, schema=schema)
            except UnicodeEncodeError:
                raise FormatError("holds half a surrogate pair, which is no text", path) from None
            writer.write_table(table)


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("pyarrow", "parquet", "reading and writing Parquet") from None
    return pyarrow.parquet


@contextmanager
def _told(path: str | Path) -> Iterator[None]:
    """What pyarrow raises, as a FormatError."""
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError:
        raise FormatError("no such file", path) from None
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        said = " ".join(str(error).split())
        raise FormatError(f"no whole Parquet file: {said[:200]}", path) from None


def _item(item: dict[str, Any]) -> dict[str, Any]:
    """A row as an object of JSON Lines: nothing that is null, plain values only."""
    markup = [[c["side"], c["at"], c["code"]] for c in _structs(item, "markup", "code")]
    grouped: dict[str, list[str]] = {}
    for each in _structs(item, "properties", "value"):
        grouped.setdefault(each["name"], []).append(each["value"])
    plain = {
        name: value
        if isinstance(value, str | int | float)
        else json.loads(json.dumps(value, default=str))
        for name, value in item.items()
        if value is not None and name not in ("markup", "properties")
    }
    sides: dict[str, Any] = {"zh": None, "en": None}
    return sides | plain | {"markup": markup} | ({"properties": grouped} if grouped else {})


def _structs(item: dict[str, Any], column: str, key: str) -> list[dict[str, Any]]:
    """The structs of a column as `dump` writes it; none where it is something else."""
    value = item.get(column) or []
    return [v for v in value if isinstance(v, dict) and key in v] if isinstance(value, list) else []


def _record(segment: Segment) -> dict[str, Any]:
    record: dict[str, Any] = {name: getattr(segment, name) for name in _TEXTS}
    record["confidence"] = segment.confidence
    record["markup"] = [{"side": s, "at": at, "code": code} for s, at, code in segment.markup]
    record["properties"] = [{"name": name, "value": value} for name, value in segment.properties]
    return record
