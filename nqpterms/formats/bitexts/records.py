"""Bitext as JSON Lines: ``{"zh": …, "en": …}``, more keys optional; or what align printed.

`doc`, `id`, `target`, `confidence` and `markup` are the fields of a Segment, other keys its
properties. In the output of ``nqpterms align`` a paragraph's sentences stand right behind it and
take its place; headings and notes are segments too; a side without a partner gives none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError, MissingExtraError
from nqpterms.files.opening import numbered_lines
from nqpterms.files.writing import atomic, text_file
from nqpterms.formats.bitexts.pairs import Property, naming_segment
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Anchor, Place

_FIELDS = frozenset({"zh", "en", "doc", "id", "target", "confidence", "markup"})
_ALIGNED = frozenset({"level", "reason"})  # keys of align's rows, of no use to a segment
_SURROGATE = re.compile("[\ud800-\udfff]")


def load_jsonl(
    path: str | Path, *, broken: Callable[[FormatError], None] | None = None
) -> Iterator[Segment]:
    """The pairs of a JSON Lines file in order; a broken line is a FormatError.

    With *broken* it is left out, and its error given to it.
    """
    paragraph: Segment | None = None
    row = 0
    for line, text in numbered_lines(path):
        if not text.strip():
            continue
        row += 1
        try:
            item = _object(text)
            segment = segment_of(item, row, line)
        except FormatError as error:
            told = FormatError(error.message, path, line)
            if broken is None:
                raise told from None
            broken(told)
            continue
        level = item.get("level") if _is_aligned(item) else None
        if paragraph and level != "sentence":
            yield paragraph
        paragraph = None
        if level == "paragraph":
            paragraph = segment
        elif segment:
            yield segment
    if paragraph:
        yield paragraph


def dump_jsonl(segments: Iterable[Segment], path: str | Path, *, lossy: bool = False) -> None:
    """Write pairs as JSON Lines, with everything that they hold; `lossy` changes nothing."""
    del lossy  # there is nothing that JSON cannot hold
    with text_file(path) as file:
        for number, segment in enumerate(segments, 1):
            text = json.dumps(_jsonl_item(segment), ensure_ascii=False)
            if found := _SURROGATE.search(text):
                with naming_segment(number, path):
                    what = f"U+{ord(found[0]):04X}"
                    raise FormatError(f"holds half a surrogate pair ({what}), which is no text")
            file.write(text + "\n")


def _jsonl_item(segment: Segment) -> dict[str, Any]:
    item: dict[str, Any] = {"zh": segment.zh, "en": segment.en}
    item |= {k: v for k, v in (("doc", segment.doc), ("id", segment.id)) if v}
    if segment.target == "zh":
        item["target"] = "zh"
    if segment.confidence != 1:
        item["confidence"] = segment.confidence
    if segment.markup:
        item["markup"] = segment.markup
    grouped: dict[str, list[str]] = {}
    for name, value in segment.properties:
        grouped.setdefault(name, []).append(value)
    # A name of a field, as another file may have it, goes into a group of its own.
    own = {name: grouped.pop(name) for name in sorted(grouped.keys() & (_FIELDS | {"properties"}))}
    item |= {name: v[0] if len(v) == 1 else v for name, v in grouped.items()}
    return item | ({"properties": own} if own else {})


def _object(text: str) -> dict[str, Any]:
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from None
    if not isinstance(item, dict) or not {"zh", "en"} <= item.keys():
        raise FormatError('expected an object with "zh" and "en"')
    if "\\u" in text and (found := _SURROGATE.search(json.dumps(item, ensure_ascii=False))):
        what = f"U+{ord(found[0]):04X}"
        raise FormatError(f"holds half a surrogate pair ({what}); write the character whole")
    return item


def segment_of(item: dict[str, Any], row: int, line: int | None) -> Segment | None:
    """The pair of one object in row *row*; None where a side is null.

    *line* is that of the file, None where it has none. Raises FormatError for a value of another
    kind than its key asks for.
    """
    zh, en = (_json_text(item[side], side) for side in ("zh", "en"))
    if zh is None or en is None:
        return None
    confidence = item.get("confidence", 1.0)
    if isinstance(confidence, bool) or not isinstance(confidence, int | float):
        raise FormatError('expected a number as "confidence"')
    if not 0 <= confidence <= 1:
        raise FormatError('expected "confidence" between 0 and 1')
    if item.get("target", "en") not in ("zh", "en"):
        raise FormatError('expected "zh" or "en" as "target"')
    anchors = (Anchor(0, 0, Place(line, 1 if line else None)),)
    return Segment(
        zh,
        en,
        row=row,
        doc=_json_text(item.get("doc"), "doc") or "",
        confidence=float(confidence),
        zh_anchors=anchors,
        en_anchors=anchors,
        markup=_markup(item.get("markup", [])),
        id=_json_text(item.get("id"), "id") or "",
        target="zh" if item.get("target") == "zh" else "en",
        properties=tuple(_properties(item)),
    )


def _is_aligned(item: dict[str, Any]) -> bool:
    """Whether a line is a row of align's output: a side is an object or missing."""
    return not (isinstance(item["zh"], str) and isinstance(item["en"], str))


def _json_text(value: Any, key: str) -> str | None:
    """A text, or that of a side as align prints it; None for null."""
    if isinstance(value, dict):
        value = value.get("text", value.get("title"))
    if key == "id" and isinstance(value, int):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise FormatError(f'expected a text for "{key}"')
    return value


def _markup(codes: Any) -> tuple[Any, ...]:
    try:
        found = tuple((side, at, code) for side, at, code in codes)
    except (TypeError, ValueError):
        found = (("", 0, ""),)
    for side, at, code in found:
        known = side in ("zh", "en") and isinstance(at, int) and isinstance(code, str)
        if not known or at < 0:
            raise FormatError('expected [side, offset, code]s as "markup"')
    return found


def _properties(item: dict[str, Any]) -> Iterator[Property]:
    aligned = _is_aligned(item)
    for side in ("zh", "en") if aligned else ():
        lines = item[side].get("lines") or [item[side].get("line")]
        yield f"{side}:lines", json.dumps(lines)[1:-1].replace(" ", "")
    for name, value in item.items():
        if name == "properties" and isinstance(value, dict):
            for own, values in value.items():
                yield from ((own, each) for each in _texts(values))
        elif name not in _FIELDS and not (aligned and name in _ALIGNED):
            yield from ((name, each) for each in _texts(value))


def _texts(value: Any) -> list[str]:
    """One value or a list of several; what is no text as JSON writes it."""
    several = value if isinstance(value, list) else [value]
    return [v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in several]


_ROWS = 4096  # rows of a batch read and of a row group written
_TEXTS = ("zh", "en", "doc", "id", "target")


def load_parquet(
    path: str | Path, *, broken: Callable[[FormatError], None] | None = None
) -> Iterator[Segment]:
    """The pairs of a Parquet file in order; a row of other kinds of values is a FormatError.

    With *broken* such a row is left out, and its error given to it. Raises MissingExtraError
    without pyarrow.
    """
    parquet = _parquet()
    with _refusals(path), parquet.ParquetFile(path) as file:
        absent = {"zh", "en"} - set(file.schema_arrow.names)
        if absent:
            raise FormatError(f"has no column {' and '.join(sorted(absent))}", path)
        row = 0
        for batch in file.iter_batches(batch_size=_ROWS):
            for item in batch.to_pylist():
                row += 1
                try:
                    segment = segment_of(_parquet_item(item), row, None)
                except FormatError as error:
                    told = FormatError(f"row {row}: {error.message}", path)
                    if broken is None:
                        raise told from None
                    broken(FormatError(error.message, path, row))
                    continue
                if segment:
                    yield segment


def dump_parquet(segments: Iterable[Segment], path: str | Path, *, lossy: bool = False) -> None:
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
        while group := [_parquet_record(segment) for segment in islice(rest, _ROWS)]:
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
def _refusals(path: str | Path) -> Iterator[None]:
    """What pyarrow raises, as a FormatError."""
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError:
        raise FormatError("no such file", path) from None
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        said = " ".join(str(error).split())
        raise FormatError(f"no whole Parquet file: {said[:200]}", path) from None


def _parquet_item(item: dict[str, Any]) -> dict[str, Any]:
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
    """The structs of a column as `dump_parquet` writes it; none where it is something else."""
    value = item.get(column) or []
    return [v for v in value if isinstance(v, dict) and key in v] if isinstance(value, list) else []


def _parquet_record(segment: Segment) -> dict[str, Any]:
    record: dict[str, Any] = {name: getattr(segment, name) for name in _TEXTS}
    record["confidence"] = segment.confidence
    record["markup"] = [{"side": s, "at": at, "code": code} for s, at, code in segment.markup]
    record["properties"] = [{"name": name, "value": value} for name, value in segment.properties]
    return record
